"""Versions of the policy and acceptances, from rows to the contract."""

from collections.abc import Iterable

from smartregion.v1 import policy_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import NotificationState

from server.codec import encode_id, timestamp
from server.policies.difference import Paragraph
from server.policies.workflow import standing
from storage.models.policies import PolicyVersion
from storage.repositories.policies import Accepted, Reach

_S = NotificationState
#: States of the last message of a user that say that nothing went out to them.
SUPPRESSED, CANCELLED = _S.NOTIFICATION_STATE_SUPPRESSED, _S.NOTIFICATION_STATE_CANCELLED
FAILED = (_S.NOTIFICATION_STATE_FAILED_PERMANENT, _S.NOTIFICATION_STATE_EXPIRED)
#: Fields that a draft may be given.
CHANGEABLE = ("label", "text_uk", "text_en", "summary_uk", "summary_en", "effective_from")


def version(
    row: PolicyVersion, now: int, in_force_from: int | None, names: dict[int, str] | None = None, *, texts: bool = True
) -> pb.PolicyVersion:
    """A version as it stands at an instant; with the `names` of operators only to them, and its texts where they are
    wanted."""
    message = pb.PolicyVersion(
        id=encode_id(row.id),
        label=row.label,
        state=standing(row.state, row.effective_from, now, in_force_from),
        summary_uk=row.summary_uk,
        summary_en=row.summary_en,
        effective_from=timestamp(row.effective_from),
        published_at=timestamp(row.published_at),
        etag=str(row.version),
    )
    if texts:
        message.text_uk, message.text_en = row.text_uk, row.text_en
    if names is not None:
        message.author = names.get(row.author_id, "")
        message.editor = names.get(row.editor_id, "")
        message.publisher = names.get(row.publisher_id or 0, "")
        message.created_at.FromMilliseconds(row.created_at)
        message.updated_at.FromMilliseconds(row.updated_at)
        if row.announced_at is not None:
            message.announced_at.FromMilliseconds(row.announced_at)
    return message


def people(rows: Iterable[PolicyVersion]) -> set[int]:
    """The operators whom versions name."""
    return {number for row in rows for number in (row.author_id, row.editor_id, row.publisher_id) if number}


def reach(found: Reach, told: dict[int, int]) -> pb.PolicyReach:
    """Acceptances, and users by the state of the last message that told them."""
    suppressed = told.get(SUPPRESSED, 0)
    return pb.PolicyReach(
        users=found.users,
        accepted_explicitly=found.explicit,
        accepted_by_use=found.implied,
        not_yet=found.not_yet,
        told=sum(told.values()) - suppressed - told.get(CANCELLED, 0),
        delivered=told.get(_S.NOTIFICATION_STATE_DELIVERED, 0),
        failed=sum(told.get(state, 0) for state in FAILED),
        suppressed=suppressed,
    )


def acceptance(one: Accepted) -> pb.Acceptance:
    return pb.Acceptance(
        id=encode_id(one.id),
        user_id=encode_id(one.user_id),
        policy_version=one.policy_version,
        kind=one.how,
        accepted_at=timestamp(one.at),
        ip_address=one.ip,
        app_version=one.app_version,
    )


def paragraph(one: Paragraph) -> pb.PolicyParagraph:
    spans = [pb.PolicySpan(change=int(span.change), text=span.text) for span in one.spans]
    return pb.PolicyParagraph(change=int(one.change), spans=spans)
