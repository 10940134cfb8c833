"""New versions of the privacy policy: everybody is told, whatever they have switched off (mission M18)."""

from smartregion.v1.notification_service_pb2 import NotificationCause, Urgency

from server.limits import MESSAGES_AT_ONCE, POLICY_NOTICE_MS
from server.notifications import outbox
from server.notifications.outbox import Event, Recipient
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from storage.days import iso_day
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.models.policies import PUBLISHED
from storage.repositories import policies

TEMPLATE = "policy_changed"


def _raised(tx: Tx, step: Step, available: Available) -> int:
    """Some hundred users; the last of them, 0 where there are no more."""
    (version_id,) = step.ids
    row = policies.by_id(tx, version_id)
    if row is None or row.state != PUBLISHED or row.announced_at is not None:
        return 0
    users = policies.users_behind(tx, step.behind, MESSAGES_AT_ONCE)
    values = {"version": row.label, "date": iso_day(row.effective_from or 0)}
    event = Event(
        TEMPLATE,
        NotificationCause.NOTIFICATION_CAUSE_POLICY,
        cause_id=row.id,
        expires_at=tx.now + POLICY_NOTICE_MS,
        urgency=Urgency.URGENCY_BULK,
    )
    outbox.tell(tx, event, [Recipient(user_id, values, values) for user_id in users], available)
    if len(users) == MESSAGES_AT_ONCE:
        return users[-1]
    policies.announced(tx, row)
    return 0


POLICIES = Source("policies", frozenset({Topic.POLICIES}), _raised, at_once=1)
