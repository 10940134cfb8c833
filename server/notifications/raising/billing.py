"""Reminders of payments and notices of debts, as the accounts stand now."""

from collections import defaultdict
from collections.abc import Sequence

from smartregion.v1.notification_service_pb2 import NotificationCause

from server.billing import notices
from server.notifications import outbox
from server.notifications.outbox import Event, Recipient
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.repositories.outbox import Due

#: Why a message is withdrawn, in Ukrainian and in English.
SETTLED = (
    "Рахунок уже сплачено, або він більше не стосується абонента.",
    "It was paid meanwhile, or is the user's no longer.",
)


def _raised(tx: Tx, step: Step, available: Available) -> int:
    """One message to each user of the account that a notice is about."""
    recipients: defaultdict[tuple[str, int], list[Recipient]] = defaultdict(list)
    for told in notices.values(tx, step.ids):
        recipients[told.template_name, told.expires_at] += [
            Recipient(user_id, told.uk, told.en, cause_id=told.notice_id) for user_id in told.user_ids
        ]
    for (template_name, expires_at), to in recipients.items():
        event = Event(template_name, NotificationCause.NOTIFICATION_CAUSE_BILLING, expires_at=expires_at)
        outbox.tell(tx, event, to, available)
    return 0


def outdated(tx: Tx, rows: Sequence[Due]) -> dict[int, tuple[str, str]]:
    """Those of the messages whose notice holds no longer for their user, with why."""
    told = notices.values(tx, {row.cause_id for row in rows})
    held = {(one.notice_id, user_id) for one in told for user_id in one.user_ids}
    return {row.id: SETTLED for row in rows if (row.cause_id, row.user_id) not in held}


BILLING = Source("billing", frozenset({Topic.BILLING_NOTICES}), _raised)
