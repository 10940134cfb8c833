"""DisclosureService: proto in, proto out."""

import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Any

from smartregion.v1 import disclosure_service_pb2 as pb
from smartregion.v1.privacy_request_service_pb2 import LegalDuty

from server import etags, parcels, recipients
from server.call import Call
from server.codec import decode_id, encode_id, iso_date, optional_id
from server.disclosures import rules
from server.disclosures.mapping import disclosable_message, field_message, to_messages
from server.disclosures.release import Release, leaving
from server.disclosures.workflow import WORKFLOW
from server.errors import Conflict, InvalidField, NotFound, SamePerson, WrongState
from server.privacy.mapping import duty_message
from server.services import Calls
from server.users.service import found as found_user
from storage.days import day_of, iso_day
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.disclosures import Disclosure
from storage.repositories import disclosures
from storage.repositories.disclosures import Request
from storage.repositories.users import ERASED

TELL, EXEMPT = pb.DISCLOSURE_NOTICE_TELL, pb.DISCLOSURE_NOTICE_EXEMPT
Change = Callable[[Tx, Request], Request]


class DisclosureService(Calls):
    async def CreateDisclosure(self, request: Any, call: Call) -> pb.CreateDisclosureResponse:
        wanted, disclosure_id = request.disclosure, new_id()
        rules.check_fields(wanted.fields, "disclosure.fields")
        rules.check_key(wanted.recipient_key)

        def unit(tx: Tx) -> pb.CreateDisclosureResponse:
            person = found_user(tx, decode_id(wanted.user_id, "disclosure.user_id"), call)
            if person.row.state == ERASED:
                raise Conflict("disclosure.user_id: nothing is held of the person any more")
            received = rules.received_on(wanted, iso_day(tx.now))
            row = Disclosure(
                id=disclosure_id,
                number=disclosures.next_number(tx, received.year),
                state=pb.DISCLOSURE_STATE_REQUESTED,
                registry_code=wanted.registry_code,
                ground=wanted.ground,
                user_id=person.id,
                fields=",".join(wanted.fields),
                recipient_key=wanted.recipient_key,
                received_on=received.isoformat(),
                study_due_on=rules.study_due(self._services.law, received).isoformat(),
                due_on=rules.answer_due(self._services.law, received).isoformat(),
                created_by_id=call.principal.id,
                created_at=tx.now,
            )
            written = ("recipient_name", "official", "legal_basis", "purpose", "document_ref")
            made = disclosures.create(tx, row, {name: getattr(wanted, name) for name in written})
            return pb.CreateDisclosureResponse(disclosure=_noted(tx, made, call))

        return await call.write(unit)

    async def GetDisclosure(self, request: Any, call: Call) -> pb.GetDisclosureResponse:
        disclosure_id = decode_id(request.id)

        def query(tx: Tx) -> pb.Disclosure:
            one = found(tx, disclosure_id)
            message = _noted(tx, one, call)
            message.duties.extend(map(duty_message, rules.owed(self._services.law, one.row)))
            return message

        return pb.GetDisclosureResponse(disclosure=await call.read(query))

    async def ListDisclosures(self, request: Any, call: Call) -> pb.ListDisclosuresResponse:
        page = self._services.paging.page(request)
        after = page.pair(str)
        user_id = optional_id(request.filter.user_id, "filter.user_id")
        states = tuple(request.filter.states)

        def query(tx: Tx) -> tuple[list[Request], list[pb.Disclosure], int]:
            rows, total = disclosures.page(tx, states, user_id, after=after, size=page.size, skip=page.skip)
            if user_id is not None:
                call.target("user", user_id, user_id)
            return rows, to_messages(tx, rows), total

        rows, messages, total = await call.read(query)
        call.detail["rows"] = str(len(rows))
        reply = pb.ListDisclosuresResponse(disclosures=messages, total_size=total)
        page.end(reply, rows, lambda last: (last.row.due_on, last.row.id))
        return reply

    # -- study and decision, by two

    async def StudyDisclosure(self, request: Any, call: Call) -> pb.StudyDisclosureResponse:
        rules.check_notice(request.notice, request.notice_ground)

        def change(tx: Tx, one: Request) -> Request:
            state = WORKFLOW.next(one.row.state, "studied")
            rules.check_fields(request.fields, "fields", one.fields)
            return disclosures.update(
                tx,
                one,
                state=state,
                fields=",".join(request.fields),
                notice=request.notice,
                notice_ground=request.notice_ground,
                finding=request.finding,
                studied_by_id=call.principal.id,
                studied_at=tx.now,
                decided_by_id=None,
                decided_at=None,
            )

        return await self._change(request, call, change, pb.StudyDisclosureResponse)

    async def ApproveDisclosure(self, request: Any, call: Call) -> pb.ApproveDisclosureResponse:
        def change(tx: Tx, one: Request) -> Request:
            state = WORKFLOW.next(one.row.state, "approved")
            _another(one, call)
            if not one.fields:
                raise InvalidField("id", "disclosure.fields", "the study left no field that may leave; deny it")
            return disclosures.update(tx, one, state=state, decided_by_id=call.principal.id, decided_at=tx.now)

        return await self._change(request, call, change, pb.ApproveDisclosureResponse)

    async def DenyDisclosure(self, request: Any, call: Call) -> pb.DenyDisclosureResponse:
        def change(tx: Tx, one: Request) -> Request:
            state = WORKFLOW.next(one.row.state, "denied")
            _another(one, call)
            return disclosures.update(
                tx,
                one,
                state=state,
                decided_by_id=call.principal.id,
                decided_at=tx.now,
                denial=request.reason,
                denial_article=request.article,
            )

        return await self._change(request, call, change, pb.DenyDisclosureResponse)

    # -- putting it off, and telling the person after all

    async def DeferDisclosure(self, request: Any, call: Call) -> pb.DeferDisclosureResponse:
        until = date.fromisoformat(iso_date(request.until, "until"))
        notice = LegalDuty()

        def change(tx: Tx, one: Request) -> Request:
            state = WORKFLOW.next(one.row.state, "deferred")
            owed = rules.deferral(self._services.law, one.row, until, day_of(tx.now))
            notice.CopyFrom(duty_message(owed))
            return disclosures.update(
                tx,
                one,
                state=state,
                due_on=until.isoformat(),
                deferred_at=tx.now,
                deferred_by_id=call.principal.id,
                deferral=request.reason,
                deferral_tell_by=owed.due.isoformat() if owed.due else None,
            )

        def reply(disclosure: pb.Disclosure) -> pb.DeferDisclosureResponse:
            return pb.DeferDisclosureResponse(disclosure=disclosure, notice=notice)

        return await self._change(request, call, change, reply)

    async def EndDisclosureExemption(self, request: Any, call: Call) -> pb.EndDisclosureExemptionResponse:
        def change(tx: Tx, one: Request) -> Request:
            state = WORKFLOW.next(one.row.state, "told after all")
            if one.row.notice != EXEMPT:
                raise WrongState("the person is told of it: there is no exemption to end")
            _another(one, call)
            ended = disclosures.update(
                tx,
                one,
                state=state,
                notice=TELL,
                tell_by=rules.tell_due(self._services.law, day_of(tx.now)).isoformat(),
                exemption_ended_at=tx.now,
                exemption_ended_by_id=call.principal.id,
                ended=request.reason,
            )
            recipients.reveal(tx, one.row.user_id)
            return ended

        return await self._change(request, call, change, pb.EndDisclosureExemptionResponse)

    async def _change(self, request: Any, call: Call, change: Change, reply_type: Any) -> Any:
        disclosure_id = decode_id(request.id)

        def unit(tx: Tx) -> Any:
            one = found(tx, disclosure_id)
            etags.require(request.etag, one.row.version, "disclosure")
            return reply_type(disclosure=_noted(tx, change(tx, one), call))

        return await call.write(unit)

    # -- what leaves

    async def ReleaseDisclosure(self, request: Any, call: Call) -> AsyncIterator[pb.ReleaseDisclosureResponse]:
        disclosure_id = decode_id(request.id)

        def begin(tx: Tx) -> pb.ReleaseDisclosureResponse:
            one = found(tx, disclosure_id)
            state = WORKFLOW.next(one.row.state, "released")
            rules.check_approval(one.row, tx.now)
            if found_user(tx, one.row.user_id, call).row.state == ERASED:
                raise Conflict("disclosure: the person was erased; nothing is held any more")
            _noted(tx, one, call)
            told = one.row.notice == TELL
            tell_by = rules.tell_due(self._services.law, day_of(tx.now)).isoformat() if told else None
            disclosures.enter(tx, one.row, dict.fromkeys(leaving(one), 0))
            disclosures.update(
                tx, one, state=state, released_at=tx.now, released_by_id=call.principal.id, tell_by=tell_by
            )
            recipients.reveal(tx, one.row.user_id)
            tx.subject = one.id
            return pb.ReleaseDisclosureResponse(chunk=parcels.new_key())

        begun = await call.write(begin)  # the key is kept with the request_id for who takes it up again, and never sent
        release = Release(await call.read(lambda tx: found(tx, disclosure_id)), begun.chunk)
        digest, waiting = hashlib.sha256(), b""
        async for frame in release.frames(call):
            if waiting:
                yield pb.ReleaseDisclosureResponse(chunk=waiting)
            digest.update(frame)
            waiting = frame
        await self._services.store.write(lambda tx: _left(tx, disclosure_id, digest.digest(), call))
        yield pb.ReleaseDisclosureResponse(chunk=waiting, sha256=digest.digest())

    async def ListDisclosableFields(self, request: Any, call: Call) -> pb.ListDisclosableFieldsResponse:
        return pb.ListDisclosableFieldsResponse(fields=map(disclosable_message, disclosures.fields().items()))

    async def ListDisclosedFields(self, request: Any, call: Call) -> pb.ListDisclosedFieldsResponse:
        own = call.principal.is_resident
        stated = optional_id(request.user_id, "user_id")
        if own and stated not in (None, call.principal.id):
            raise InvalidField("user_id", "privacy.own", "must be empty: residents ask about themselves")
        user_id = call.principal.id if own else stated
        if user_id is None:
            raise InvalidField("user_id", "required", "must name a user")

        call.target("user", user_id, user_id)
        page = self._services.paging.page(request, disclosures.LEDGER_ROWS)
        after = (int(page.after[0]), int(page.after[1]), str(page.after[2])) if page.after else None
        secret = EXEMPT if own else 0
        left = await call.read(lambda tx: disclosures.left(tx, user_id, but_notice=secret, after=after, size=page.size))
        reply = pb.ListDisclosedFieldsResponse(fields=map(field_message, left))
        page.end(reply, left, lambda last: last.key)
        return reply


def _left(tx: Tx, disclosure_id: int, sha256: bytes, call: Call) -> None:
    """Notes that the whole parcel was made."""
    one = found(tx, disclosure_id)
    if one.row.sha256 is not None:
        return
    disclosures.update(tx, one, sha256=sha256)
    call.targets.clear()
    _noted(tx, one, call)
    call.detail["sha256"] = sha256.hex()
    for record in call.audit_records("OK"):
        tx.audit(record)


def _another(one: Request, call: Call) -> None:
    if one.row.studied_by_id == call.principal.id:
        raise SamePerson("the disclosure was studied by you; another operator must decide on it")


def _noted(tx: Tx, one: Request, call: Call) -> pb.Disclosure:
    call.target(disclosures.TARGET, one.id, one.row.user_id)
    call.detail["number"] = one.row.number
    return to_messages(tx, [one])[0]


def found(tx: Tx, disclosure_id: int) -> Request:
    """Raises NotFound."""
    one = disclosures.by_id(tx, disclosure_id)
    if one is None:
        raise NotFound(f"disclosure {encode_id(disclosure_id)} not found")
    return one
