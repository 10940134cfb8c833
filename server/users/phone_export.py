"""The phones of all users, for the company's own site (mission M1): a stream that can be gone on with, sealed for the
site's key. Its first audit record says what it is for, the last one how many phones left, and up to whose."""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from smartregion.v1 import user_service_pb2 as pb
from smartregion.v1.options_pb2 import DataClass

from server import parcels
from server.call import Call
from server.codec import encode_id
from server.errors import InvalidField, InvalidResumeToken, PermissionDenied
from server.limits import FRAME_ROWS, PHONES_LIFE_MS
from server.paging import Unreadable, fingerprint
from server.services import Calls
from storage.engine.audit import AuditRecord
from storage.engine.ids import new_id
from storage.repositories import users

#: The step that the audit log keeps of its end.
ENDED = "phones.export_ended"
#: Users by id with their phones; the phone is empty where it does not open, and does not leave.
Rows = Sequence[tuple[int, str]]


class Place(NamedTuple):
    """How far an export has come."""

    export_id: int
    #: Milliseconds.
    begun_at: int
    #: The last user whose phone left, and how many phones did.
    behind: int = 0
    total: int = 0

    def past(self, rows: Rows) -> "Place":
        return self._replace(behind=rows[-1][0], total=self.total + len(readable(rows)))


class PhoneExportCalls(Calls):
    async def ExportPhones(self, request: Any, call: Call) -> AsyncIterator[pb.ExportPhonesResponse]:
        _check(request, call)
        bound = fingerprint(request) + call.principal.key.encode()
        place = began = self._place(request.resume_token, bound, call.now)
        try:
            while rows := await call.read(partial(users.phones_behind, last=place.behind, size=FRAME_ROWS), long=True):
                place = place.past(rows)
                frame = _frame(rows, request.recipient_key)
                frame.resume_token = self._services.paging.sealed(place, bound)
                yield frame
        except BaseException:  # whoever read it has gone, for one
            await _note(call, began, place, "CANCELLED")
            raise
        await _note(call, began, place, "OK")
        yield pb.ExportPhonesResponse(complete=True, total=place.total)

    def _place(self, token: str, bound: bytes, now: int) -> Place:
        """Where an export begins, or goes on. Raises InvalidResumeToken."""
        if not token:
            return Place(new_id(), now)
        try:
            place = Place(*self._services.paging.opened(token, bound))
        except Unreadable:
            raise InvalidResumeToken("resume_token: is of another export or caller, or is damaged") from None
        if place.begun_at < now - PHONES_LIFE_MS:
            raise InvalidResumeToken("resume_token: the export began too long ago; begin anew")
        return place


def readable(rows: Rows) -> Rows:
    return [row for row in rows if row[1]]


def lines(rows: Rows) -> bytes:
    """CSV, as parcels hold it."""
    return "".join(f"{encode_id(number)},{phone}\n" for number, phone in readable(rows)).encode()


def _check(request: Any, call: Call) -> None:
    """Raises InvalidField, PermissionDenied."""
    key = request.recipient_key
    if call.principal.is_partner and not key:
        raise InvalidField("recipient_key", "phones.recipient_key", "must be given by partners")
    if key and not parcels.is_key(key):
        raise InvalidField("recipient_key", "disclosure.recipient_key", "is no public key of X25519")
    if call.principal.is_partner and DataClass.DATA_CLASS_CONTACT not in call.principal.data_classes:
        raise PermissionDenied("parcel: needs a grant of the data class CONTACT")


def _frame(rows: Rows, key: bytes) -> pb.ExportPhonesResponse:
    if key:
        return pb.ExportPhonesResponse(parcel=parcels.sealed(lines(rows), key))
    return pb.ExportPhonesResponse(
        phones=[pb.ExportedPhone(user_id=encode_id(number), phone=phone) for number, phone in readable(rows)]
    )


async def _note(call: Call, began: Place, place: Place, outcome: str) -> None:
    """What left by this call; the frame at which it broke off may not have arrived, and is counted."""
    record = AuditRecord(
        actor_kind=call.principal.kind,
        actor_id=call.principal.id,
        action=ENDED,
        outcome=outcome,
        target_kind="phone_export",
        target_id=place.export_id,
        request_id=call.request_id,
        detail={
            "rows": str(place.total - began.total),
            "behind": encode_id(began.behind),
            "up_to": encode_id(place.behind),
        },
    )
    await call.store.write(lambda tx: tx.audit(record))
