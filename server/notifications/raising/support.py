"""Support: what was replied is sent to whoever wrote, a user or a stranger by the contact of their form."""

from smartregion.v1.notification_service_pb2 import NotificationCause

from server.limits import MESSAGES_AT_ONCE
from server.notifications import outbox
from server.notifications.decision import EMAIL, PUSH, SMS
from server.notifications.outbox import Event, Recipient
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.repositories import support

CAUSE = NotificationCause.NOTIFICATION_CAUSE_SUPPORT
TEMPLATE = "support_reply"


def _raised(tx: Tx, step: Step, available: Available) -> int:
    for thread_id in dict.fromkeys(step.ids):
        thread = support.by_id(tx, thread_id)
        if thread is None:
            continue
        for message in support.untold(tx, thread_id):
            said = {"number": thread.row.number, "text": message.text}
            # A reply is long: an e-mail has room for it.
            event = Event(TEMPLATE, CAUSE, cause_id=message.row.id, channels=(EMAIL, PUSH, SMS))
            outbox.tell(tx, event, [Recipient(thread.row.sealed_by, said, said)], available)
            support.told(tx, message)
    return 0


SUPPORT = Source("support threads", frozenset({Topic.SUPPORT_THREADS}), _raised, at_once=MESSAGES_AT_ONCE // 10)
