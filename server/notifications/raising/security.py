"""What happens to the security of residents' accounts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from smartregion.v1.notification_service_pb2 import NotificationCause

from server.limits import MESSAGES_AT_ONCE
from server.notifications import outbox
from server.notifications.decision import EMAIL, PUSH, SMS
from server.notifications.outbox import Event, Recipient
from server.notifications.placeholders import stated
from server.notifications.raising import clients
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.repositories import security_events

CAUSE = NotificationCause.NOTIFICATION_CAUSE_SECURITY


@dataclass(frozen=True)
class Told:
    """How people are told of a kind of event, over which channels: not over the one that somebody else may have."""

    template_name: str
    channels: tuple[int, ...] = ()
    #: That of the contact that was changed: who had it before is told there as well, for a thief changes it first.
    former: int = 0


TOLD: dict[int, Told] = {
    # Whoever has a device may be the one who is reported.
    security_events.UNAUTHORIZED_USE: Told("security_alert", (SMS, EMAIL)),
    security_events.PHONE_CHANGED: Told("phone_changed", (EMAIL, PUSH, SMS), former=SMS),
    security_events.EMAIL_CHANGED: Told("email_changed", (SMS, PUSH), former=EMAIL),
    security_events.SESSION_ENDED: Told("session_ended"),
}
#: The other devices of a resident hear of a new one.
NEW_DEVICE = Told("new_device", (PUSH, EMAIL, SMS))


def _raised(tx: Tx, step: Step, available: Available) -> int:
    if step.topic is Topic.SECURITY_EVENTS:
        _tell_of_events(tx, step.ids, available)
    elif step.kind is ChangeKind.CREATED:
        _tell_of_new_devices(tx, step.ids, available)
    return 0


def _tell_of_events(tx: Tx, ids: Sequence[int], available: Available) -> None:
    for one in security_events.of(tx, ids):
        told = TOLD[one.kind]
        values = {"instant": stated(one.at)}
        event = Event(told.template_name, CAUSE, cause_id=one.id, channels=told.channels)
        outbox.tell(tx, event, [Recipient(one.user_id, values, values, message_id=one.id)], available)
        if contact := security_events.take_contact(tx, one):
            former = replace(event, channels=(told.former,))
            outbox.tell(tx, former, [Recipient(one.user_id, values, values, contact=contact)], available)


def _tell_of_new_devices(tx: Tx, ids: Sequence[int], available: Available) -> None:
    """Who signs in for the first time knows it."""
    for one in security_events.sign_ins(tx, ids):
        if one.earlier and device_of(one.client) not in map(device_of, one.earlier):
            at = stated(one.started_at)
            uk, en = ({"instant": at, "client": named} for named in clients.words(one.client))
            event = Event(NEW_DEVICE.template_name, CAUSE, cause_id=one.session_id, channels=NEW_DEVICE.channels)
            outbox.tell(tx, event, [Recipient(one.user_id, uk, en)], available)


def device_of(client: str) -> str:
    """What a client calls itself, without its versions: a new version is no new device."""
    return " ".join(re.sub(r"\d+(?:[._-]\d+)*", " ", client).casefold().split())


SECURITY = Source(
    "security", frozenset({Topic.SECURITY_EVENTS, Topic.SESSIONS}), _raised, at_once=MESSAGES_AT_ONCE // 10
)
