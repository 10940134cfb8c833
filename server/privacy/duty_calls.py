"""Calls about duties of recipients; part of PrivacyRequestService."""

from collections.abc import AsyncIterator
from typing import Any

from smartregion.v1 import data_duty_pb2 as pb
from smartregion.v1 import privacy_request_service_pb2 as requests_pb
from smartregion.v1.letter_dispatch_pb2 import LetterDispatch
from smartregion.v1.options_pb2 import DataClass

from server import etags
from server.call import Call
from server.codec import date_message, decode_id, encode_id, from_bits, milliseconds, optional_id, timestamp
from server.errors import InvalidField, NotFound, WrongState
from server.limits import CLOCK_TOLERANCE_MS
from server.privacy import asked, dispatch, receipts
from server.privacy import duties as rules
from server.privacy.letters import notices
from server.privacy.letters.shapes import shaped
from server.privacy.package import signing
from server.services import Calls
from storage.days import day_of, iso_day
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.repositories import duties, operators, partners, privacy
from storage.repositories.duties import Duty, DutyFilter


class DutyCalls(Calls):
    async def ListDataDuties(self, request: Any, call: Call) -> pb.ListDataDutiesResponse:
        page = self._services.paging.page(request)
        after = page.pair(str)
        wanted = to_filter(request.filter, call)

        def query(tx: Tx) -> tuple[list[Duty], list[pb.DataDuty], int]:
            rows, total = duties.page(tx, wanted, after, page.size, page.skip)
            return rows, to_messages(tx, rows, call), total

        rows, messages, total = await call.read(query)
        call.detail["rows"] = str(len(rows))
        reply = pb.ListDataDutiesResponse(duties=messages, total_size=total)
        page.end(reply, rows, lambda last: (last.row.due_on, last.id))
        return reply

    async def WatchDataDuties(self, request: Any, call: Call) -> AsyncIterator[pb.WatchDataDutiesResponse]:
        wanted = to_filter(request.filter, call)

        def messages(tx: Tx, rows: list[Duty]) -> list[tuple[int, Any]]:
            return [(one.id, message) for one, message in zip(rows, to_messages(tx, rows, call), strict=True)]

        frames = self._services.watching.watch(
            call,
            request,
            Topic.DATA_DUTIES,
            lambda tx, last, size: messages(tx, duties.behind(tx, wanted, last, size)),
            lambda tx, ids: dict(messages(tx, duties.watched(tx, wanted, ids))),
            "duty",
            lambda tx, ids: duties.theirs(tx, call.principal.id, ids),
        )
        async for frame in frames:
            yield frame

    async def AcknowledgeDataDuty(self, request: Any, call: Call) -> pb.AcknowledgeDataDutyResponse:
        duty_id = decode_id(request.id)
        done_at = milliseconds(request.done_at)
        if request.outcome == pb.DATA_DUTY_OUTCOME_KEPT_BY_LAW and not request.note:
            raise InvalidField("note", "duty.ground", "must name the article by which the data is kept, and until when")

        def unit(tx: Tx) -> pb.AcknowledgeDataDutyResponse:
            duty = found(tx, duty_id, call)
            state = rules.DUTIES.next(duty.row.state, "answered")
            _check_kept(tx, duty)
            if not duty.row.raised_at - CLOCK_TOLERANCE_MS <= done_at <= tx.now + CLOCK_TOLERANCE_MS:
                raise InvalidField("done_at", "duty.done_at", "must lie between the instant of the duty and now")
            tx.subject = duty.row.request_id
            answered = duties.update(
                tx,
                duty,
                state=state,
                outcome=request.outcome,
                done_at=done_at,
                done_by=request.done_by,
                note=request.note,
                answered_at=tx.now,
                closed_at=tx.now,
            )
            answered = duties.update(tx, answered, **receipts.proof(call.store.keys.keyring, answered))
            self._chain(tx, answered, call)
            return pb.AcknowledgeDataDutyResponse(duty=to_messages(tx, [answered], call)[0])

        return await call.write(unit)

    async def GetReceiptKey(self, request: Any, call: Call) -> pb.GetReceiptKeyResponse:
        key = signing.public_key(call.store.keys.keyring)
        return pb.GetReceiptKeyResponse(key_id=signing.key_id(key), public_key_pem=signing.pem(key))

    async def ExcuseDataDuty(self, request: Any, call: Call) -> pb.ExcuseDataDutyResponse:
        duty_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.ExcuseDataDutyResponse:
            duty = found(tx, duty_id, call)
            etags.require(request.etag, duty.row.version, "data duty")
            _check_kept(tx, duty)
            state = rules.DUTIES.next(duty.row.state, "excused")
            tx.subject = duty.row.request_id
            excused = duties.update(
                tx, duty, state=state, excuse=request.reason, excused_by_id=call.principal.id, closed_at=tx.now
            )
            self._chain(tx, excused, call, request.reason)
            return pb.ExcuseDataDutyResponse(duty=to_messages(tx, [excused], call)[0])

        return await call.write(unit)

    async def RecordDutyLetter(self, request: Any, call: Call) -> pb.RecordDutyLetterResponse:
        duty_id = decode_id(request.id)
        sent = dispatch.checked(request.dispatch)

        def unit(tx: Tx) -> pb.RecordDutyLetterResponse:
            duty = found(tx, duty_id, call)
            etags.require(request.etag, duty.row.version, "data duty")
            _check_kept(tx, duty)
            if duty.row.partner_id:
                raise WrongState("a partner is told by its watch and answers by a receipt; allowed: ExcuseDataDuty")
            state = rules.DUTIES.next(duty.row.state, "told by letter")
            dispatch.check_day(sent, day_of(duty.row.raised_at), day_of(tx.now))
            tx.subject = duty.row.request_id
            told = duties.update(
                tx,
                duty,
                state=state,
                sent_on=sent.day.isoformat(),
                sent_way=sent.way,
                sent_reference=sent.reference,
                sent_by_id=call.principal.id,
                closed_at=tx.now,
            )
            self._chain(tx, told, call, dispatch.said(sent))
            return pb.RecordDutyLetterResponse(duty=to_messages(tx, [told], call)[0])

        return await call.write(unit)

    async def RenderDutyLetter(self, request: Any, call: Call) -> requests_pb.RenderDutyLetterResponse:
        duty_id = decode_id(request.id)

        def query(tx: Tx) -> requests_pb.RenderDutyLetterResponse:
            duty = found(tx, duty_id, call)
            call.target("data_duty", duty.id, duty.row.user_id)
            name, blocks = notices.of_duty(tx, duty, self._services)
            return requests_pb.RenderDutyLetterResponse(letter=shaped(name, encode_id(duty.id), blocks, request.format))

        return await call.read(query)

    def _chain(self, tx: Tx, duty: Duty, call: Call, note: str = "") -> None:
        """Puts the answer on record: in the audit chain, as a step of the request, and in the request's state. What the
        person may not know of is no step of theirs."""
        row = duty.row
        call.target("data_duty", row.id, 0 if row.untold else row.user_id)
        call.detail["state"] = rules.DUTIES.name(row.state)
        if row.receipt_digest is not None:
            call.detail["receipt"] = bytes(row.receipt_digest).hex()
        request = rules.settle(tx, row.request_id) or privacy.by_id(tx, row.request_id)
        if request is not None and not row.untold:
            privacy.add_step(tx, request, call.method.name, (call.principal.kind, call.principal.id), note)


def to_filter(message: pb.DataDutyFilter, call: Call) -> DutyFilter:
    """The filter within what the caller may know of: a partner's own."""
    partner_id = optional_id(message.partner_id, "filter.partner_id")
    if call.principal.is_partner:
        partner_id = call.principal.id if partner_id in (None, call.principal.id) else -1
    return DutyFilter(
        partner_id=partner_id,
        request_id=optional_id(message.privacy_request_id, "filter.privacy_request_id"),
        state=message.state,
        kind=message.kind,
        overdue_on=iso_day(call.now) if message.overdue_only else "",
    )


def found(tx: Tx, duty_id: int, call: Call) -> Duty:
    """A duty that the caller may know of. Raises NotFound."""
    duty = duties.by_id(tx, duty_id)
    if duty is None or (call.principal.is_partner and duty.row.partner_id != call.principal.id):
        raise NotFound(f"data duty {encode_id(duty_id)} not found")
    return duty


def _check_kept(tx: Tx, duty: Duty) -> None:
    """Raises WrongState: a late receipt may come when nothing of its request is kept any more."""
    if duty.row.request_id:
        asked.check_kept(tx, duty.row.request_id)


def to_messages(tx: Tx, rows: list[Duty], call: Call) -> list[pb.DataDuty]:
    """Duties as the caller may see them."""
    names = partners.names(tx, [duty.row.partner_id for duty in rows])
    staff = operators.names(tx, {duty.row.sent_by_id for duty in rows if duty.row.sent_by_id})
    today = iso_day(tx.now)
    made = [_message(tx, duty, names[duty.row.partner_id], today) for duty in rows]
    for duty, message in zip(rows, made, strict=True):
        if duty.row.sent_on:
            message.dispatch.CopyFrom(_dispatch(duty, staff))
    if call.principal.is_partner:
        for duty, message in zip(rows, made, strict=True):
            if DataClass.DATA_CLASS_FINANCIAL not in from_bits(duty.row.data_classes):
                message.ClearField("account_number")  # no grant ever showed it
            for name in ("privacy_request_id", "privacy_request_number", "excuse", "untold"):
                message.ClearField(name)
    else:
        numbers = privacy.numbers(tx, {duty.row.request_id for duty in rows})
        for duty, message in zip(rows, made, strict=True):
            message.privacy_request_number = numbers.get(duty.row.request_id, "")
    return made


def _message(tx: Tx, duty: Duty, name: tuple[str, str], today: str) -> pb.DataDuty:
    row = duty.row
    message = pb.DataDuty(
        id=encode_id(row.id),
        partner_id=encode_id(row.partner_id or None),
        partner_name_uk=name[0],
        partner_name_en=name[1],
        kind=row.kind,
        state=row.state,
        account_id=encode_id(row.account_id or None),
        user_id=encode_id(row.user_id),
        account_number=duty.account_number,
        utility_id=encode_id(duty.utility_id or None),
        fields=row.fields.split(",") if row.fields else [],
        raised_at=timestamp(row.raised_at),
        due_on=date_message(row.due_on),
        due_article=row.due_article,
        privacy_request_id=encode_id(row.request_id),
        overdue=row.state == rules.PENDING and row.due_on < today,
        excuse=duty.texts["excuse"],
        etag=str(row.version),
        recipient_name=duty.texts["recipient_name"],
        registry_code=row.registry_code,
        untold=row.untold,
    )
    if row.receipt_digest is not None:
        message.receipt.CopyFrom(receipts.message(tx, duty))
    return message


def _dispatch(duty: Duty, staff: dict[int, str]) -> LetterDispatch:
    row = duty.row
    return LetterDispatch(
        sent_on=date_message(row.sent_on),
        way=row.sent_way,
        reference=duty.texts["sent_reference"],
        recorded_by=staff.get(row.sent_by_id or 0, ""),
    )
