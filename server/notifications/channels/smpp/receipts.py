"""Delivery receipts in a deliver_sm (SMPP 3.4, 5.3.2 and appendix B): the optional parameters go before the text."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import smpp34
from smartregion.v1.notification_service_pb2 import NotificationState

from server.notifications.channels.smpp import wire
from storage.days import KYIV

#: Bits of esm_class that say what a deliver_sm is.
KIND, RECEIPT, TEXT = 0x3C, 0x04, 0x00
_DELIVERED = NotificationState.NOTIFICATION_STATE_DELIVERED
_FAILED = NotificationState.NOTIFICATION_STATE_FAILED_PERMANENT
#: As the text names a state, and as message_state does. ENROUTE, ACCEPTD and UNKNOWN say nothing final.
STATES = {
    "DELIVRD": _DELIVERED,
    "EXPIRED": _FAILED,
    "DELETED": _FAILED,
    "UNDELIV": _FAILED,
    "REJECTD": _FAILED,
    "ENROUTE": 0,
    "ACCEPTD": 0,
    "UNKNOWN": 0,
}
NUMBERS = {
    1: "ENROUTE",
    2: "DELIVRD",
    3: "EXPIRED",
    4: "DELETED",
    5: "UNDELIV",
    6: "ACCEPTD",
    7: "UNKNOWN",
    8: "REJECTD",
}
_ID = re.compile(r"\bid:\s*([^\s]{1,64})", re.IGNORECASE)
_STAT = re.compile(r"\bstat:\s*([A-Za-z]{1,10})", re.IGNORECASE)
_ERROR = re.compile(r"\berr:\s*(\w{1,10})", re.IGNORECASE)
_DONE = re.compile(r"\bdone date:\s*(\d{10}(?:\d\d)?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Receipt:
    message_id: str
    #: A NotificationState; 0 for what is not final.
    state: int
    at: int
    detail: str


def read(pdu: smpp34.DeliverSm, now: int) -> Receipt | None:
    """What a receipt says; None where it can't be told of which message, or what. `now` in milliseconds."""
    text = pdu.short_message.decode("latin-1")
    parameters = {parameter.tag: parameter for parameter in pdu.tlvs}
    found = _ID.search(text)
    message_id = found.group(1) if found else ""
    if named := parameters.get(wire.RECEIPTED_MESSAGE_ID):
        message_id = named.value.rstrip(b"\0").decode("ascii", "replace")
    said = _STAT.search(text)
    name = said.group(1).upper() if said else ""
    if numbered := parameters.get(wire.MESSAGE_STATE):
        name = NUMBERS.get(int.from_bytes(numbered.value, "big"), name)
    state = STATES.get(name[:7])
    if not message_id or len(message_id) > 64 or state is None:
        return None
    error = _ERROR.search(text)
    detail = f"{name} err:{error.group(1)}" if error and error.group(1).strip("0") else name
    return Receipt(message_id, state, _instant(text, now), detail)


def _instant(text: str, now: int) -> int:
    """When it is said to be done, by the clock of Kyiv; now where that can't be."""
    found = _DONE.search(text)
    if not found:
        return now
    digits = found.group(1)
    try:
        done = datetime.strptime(digits, "%y%m%d%H%M%S" if len(digits) == 12 else "%y%m%d%H%M").replace(tzinfo=KYIV)
    except ValueError:
        return now
    at = int(done.timestamp() * 1000)
    return at if now - timedelta(days=7) / timedelta(milliseconds=1) < at <= now else now
