"""Calls about letters in parts and mails that become such; part of PrivacyRequestService."""

import asyncio
from typing import Any

from smartregion.v1 import intake_draft_pb2 as drafts_pb
from smartregion.v1 import privacy_request_service_pb2 as pb

from server import etags
from server.call import Call
from server.codec import date_message, decode_id, encode_id
from server.errors import InvalidField, NotFound
from server.privacy import asked, drafts, letter_parts
from server.privacy.mail import reading
from server.privacy.mapping import to_message
from server.services import Calls
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.repositories import intake, privacy
from storage.repositories.intake import Draft
from storage.repositories.privacy import Request


class IntakeCalls(Calls):
    async def RegisterLetter(self, request: Any, call: Call) -> pb.RegisterLetterResponse:
        letter_parts.check(request.letter, call)

        def unit(tx: Tx) -> pb.RegisterLetterResponse:
            return pb.RegisterLetterResponse(requests=self._registered(tx, request.letter, call)[1])

        return await call.write(unit)

    async def AddLetterPart(self, request: Any, call: Call) -> pb.AddLetterPartResponse:
        letter_of, made_id = decode_id(request.id), new_id()

        def unit(tx: Tx) -> pb.AddLetterPartResponse:
            one = asked.found(tx, letter_of, call)
            etags.require(request.etag, one.row.version, "privacy request")
            asked.check_kept(tx, one.id)
            made = letter_parts.add(tx, made_id, one, request.part, call, self._services)
            privacy.add_step(tx, privacy.update(tx, one), call.method.name, _actor(call), made.row.number)
            tx.subject = made.id
            for part in (one, made):
                call.target("privacy_request", part.id, part.row.user_id or 0)
            call.detail["number"] = made.row.number
            return pb.AddLetterPartResponse(request=to_message(tx, made, call, with_steps=True))

        return await call.write(unit)

    def _registered(self, tx: Tx, letter: Any, call: Call) -> tuple[list[Request], list[pb.PrivacyRequest]]:
        made = letter_parts.register(tx, letter, call, self._services)
        tx.subject = made[0].id
        for one in made:
            call.target("privacy_request", one.id, one.row.user_id or 0)
        call.detail["numbers"] = " ".join(one.row.number for one in made)
        return made, [to_message(tx, one, call, with_steps=True) for one in made]

    # -- mails

    async def ImportMail(self, request: Any, call: Call) -> drafts_pb.ImportMailResponse:
        if request.size_bytes < len(request.content):
            raise InvalidField(
                "size_bytes", "mail.size", "must be the bytes of the whole mail, no fewer than its content"
            )
        mail = await asyncio.to_thread(reading.read, request.content, request.size_bytes)

        def unit(tx: Tx) -> drafts_pb.ImportMailResponse:
            arrived_at, arrival = drafts.arrival_of(mail, tx.now)
            draft, known = drafts.take(tx, mail, arrived_at, arrival, request.size_bytes)
            _touched(tx, draft, call)
            return drafts_pb.ImportMailResponse(draft=drafts.to_messages(tx, [draft], whole=True)[0], known=known)

        return await call.write(unit)

    async def GetIntakeDraft(self, request: Any, call: Call) -> drafts_pb.GetIntakeDraftResponse:
        draft_id = decode_id(request.id)

        def query(tx: Tx) -> drafts_pb.GetIntakeDraftResponse:
            draft = _found(tx, draft_id)
            _touched(tx, draft, call)
            return drafts_pb.GetIntakeDraftResponse(draft=drafts.to_messages(tx, [draft], whole=True)[0])

        return await call.read(query)

    async def ListIntakeDrafts(self, request: Any, call: Call) -> drafts_pb.ListIntakeDraftsResponse:
        page = self._services.paging.page(request)
        after = page.pair(int)

        def query(tx: Tx) -> tuple[list[Draft], list[drafts_pb.IntakeDraft], int]:
            rows, total = intake.page(tx, request.state, after, page.size, page.skip)
            return rows, drafts.to_messages(tx, rows, whole=False), total

        rows, messages, total = await call.read(query)
        call.showed(len(rows), (one.row.user_id or 0 for one in rows))
        reply = drafts_pb.ListIntakeDraftsResponse(drafts=messages, total_size=total)
        page.end(reply, rows, lambda last: (last.row.arrived_at, last.row.id))
        return reply

    async def ConfirmIntakeDraft(self, request: Any, call: Call) -> pb.ConfirmIntakeDraftResponse:
        draft_id = decode_id(request.id)
        if request.letter.channel != pb.INTAKE_CHANNEL_EMAIL:
            raise InvalidField("letter.channel", "privacy.channel", "must be INTAKE_CHANNEL_EMAIL: it is a mail")
        letter_parts.check(request.letter, call)

        def unit(tx: Tx) -> pb.ConfirmIntakeDraftResponse:
            draft = _found(tx, draft_id)
            etags.require(request.etag, draft.row.version, "draft")
            letter = pb.IncomingLetter()
            letter.CopyFrom(request.letter)
            day = drafts.dated(draft, request.letter, request.letter.HasField("received_on"))
            letter.received_on.CopyFrom(date_message(day.isoformat()))
            letter.document_ref = letter.document_ref or f"e-mail {encode_id(draft.id)}"
            made, messages = self._registered(tx, letter, call)
            user_id = made[0].row.user_id
            draft = drafts.decide(tx, draft, "confirmed", call, letter_id=made[0].row.letter_id, user_id=user_id)
            _touched(tx, draft, call)
            confirmed = drafts.to_messages(tx, [draft], whole=True)[0]
            return pb.ConfirmIntakeDraftResponse(draft=confirmed, requests=messages)

        return await call.write(unit)

    async def DiscardIntakeDraft(self, request: Any, call: Call) -> drafts_pb.DiscardIntakeDraftResponse:
        draft_id = decode_id(request.id)

        def unit(tx: Tx) -> drafts_pb.DiscardIntakeDraftResponse:
            draft = _found(tx, draft_id)
            etags.require(request.etag, draft.row.version, "draft")
            draft = drafts.decide(tx, draft, "discarded", call, discard_reason=request.reason)
            _touched(tx, draft, call)
            return drafts_pb.DiscardIntakeDraftResponse(draft=drafts.to_messages(tx, [draft], whole=True)[0])

        return await call.write(unit)


def _actor(call: Call) -> tuple[int, int]:
    return call.principal.kind, call.principal.id


def _found(tx: Tx, draft_id: int) -> Draft:
    """Raises NotFound."""
    draft = intake.by_id(tx, draft_id)
    if draft is None:
        raise NotFound(f"draft {encode_id(draft_id)} not found")
    return draft


def _touched(tx: Tx, draft: Draft, call: Call) -> None:
    tx.subject = draft.id
    call.target("intake_draft", draft.id, draft.row.user_id or 0)
