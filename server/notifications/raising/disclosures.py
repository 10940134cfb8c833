"""Disclosures: who was told of a person is told to the person, where law does not except it (2297-VI, art. 21)."""

from smartregion.v1.disclosure_service_pb2 import DisclosureNotice, DisclosureState
from smartregion.v1.notification_service_pb2 import NotificationCause

from server.limits import MESSAGES_AT_ONCE
from server.notifications import outbox
from server.notifications.decision import EMAIL, SMS
from server.notifications.outbox import Event, Recipient
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from storage.days import iso_day
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.repositories import disclosures, notifications

CAUSE = NotificationCause.NOTIFICATION_CAUSE_DISCLOSURE


def _raised(tx: Tx, step: Step, available: Available) -> int:
    for disclosure_id in dict.fromkeys(step.ids):
        one = disclosures.by_id(tx, disclosure_id)
        if (
            one is None
            or one.row.state != DisclosureState.DISCLOSURE_STATE_RELEASED
            or one.row.notice != DisclosureNotice.DISCLOSURE_NOTICE_TELL
            or notifications.of_cause(tx, CAUSE, one.id, one.row.user_id)
        ):
            continue
        said = {
            "date": iso_day(one.row.released_at or tx.now),
            "recipient": one.recipient,
            "basis": one.texts["legal_basis"],
            "number": one.row.number,
        }
        event = Event("data_disclosed", CAUSE, cause_id=one.id, channels=(EMAIL, SMS))
        outbox.tell(tx, event, [Recipient(one.row.user_id, said, said)], available)
    return 0


DISCLOSURES = Source("disclosures", frozenset({Topic.DISCLOSURES}), _raised, at_once=MESSAGES_AT_ONCE // 10)
