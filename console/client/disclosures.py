"""Disclosures: the list, each step, the parcel that leaves, and the ledger of what left."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from typing import Any

from smartregion.v1 import disclosure_service_pb2 as pb
from smartregion.v1 import options_pb2 as options
from smartregion.v1.disclosure_service_pb2_grpc import DisclosureServiceStub

from console.client import convert, convert_requests
from console.client.listing import Listing, date_of, enums
from console.client.wire import Wire, request_id
from console.disclosures import Act, Disclosable, Disclosure, Left, Request, Study
from console.i18n import t
from console.models import Page, Query
from console.ports import ClientError
from console.requests import LegalDuty


class Disclosures(Listing[Disclosure]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = DisclosureServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Disclosure]:
        wanted = pb.DisclosureFilter(states=enums(pb.DisclosureState, query, "state"), user_id=query.get("user"))
        request = pb.ListDisclosuresRequest(filter=wanted)
        return await self._page(self._stub.ListDisclosures, request, "disclosures", to_disclosure, token, skip, size)

    async def get(self, key: str) -> Disclosure:
        reply = await self.wire.call(self._stub.GetDisclosure, pb.GetDisclosureRequest(id=key))
        return to_disclosure(reply.disclosure)

    async def fields(self) -> Sequence[Disclosable]:
        reply = await self.wire.call(self._stub.ListDisclosableFields, pb.ListDisclosableFieldsRequest())
        return [
            Disclosable(one.name, _class(one.field_class), one.table_uk, one.table_en, one.column_uk, one.column_en)
            for one in reply.fields
        ]

    async def _step(self, method: Any, request: Any) -> Disclosure:
        request.request_id = request_id()
        return to_disclosure((await self.wire.call(method, request)).disclosure)

    async def register(self, letter: Request) -> Disclosure:
        wanted = pb.Disclosure(
            recipient_name=letter.recipient,
            registry_code=letter.code,
            official=letter.official,
            ground=convert.number(pb.DisclosureGround, letter.ground),
            legal_basis=letter.basis,
            purpose=letter.purpose,
            document_ref=letter.document,
            user_id=letter.user_id,
            fields=letter.fields,
            recipient_key=letter.key,
            received_on=date_of(letter.received_on, "received_on"),
        )
        return await self._step(self._stub.CreateDisclosure, pb.CreateDisclosureRequest(disclosure=wanted))

    async def study(self, one: Disclosure, found: Study) -> Disclosure:
        message = pb.StudyDisclosureRequest(
            id=one.id,
            etag=one.etag,
            fields=found.fields,
            notice=convert.number(pb.DisclosureNotice, found.notice),
            notice_ground=found.notice_ground,
            finding=found.finding,
        )
        return await self._step(self._stub.StudyDisclosure, message)

    async def approve(self, one: Disclosure) -> Disclosure:
        return await self._step(self._stub.ApproveDisclosure, pb.ApproveDisclosureRequest(id=one.id, etag=one.etag))

    async def deny(self, one: Disclosure, reason: str, article: str) -> Disclosure:
        message = pb.DenyDisclosureRequest(id=one.id, etag=one.etag, reason=reason, article=article)
        return await self._step(self._stub.DenyDisclosure, message)

    async def defer(self, one: Disclosure, until: str, reason: str) -> tuple[Disclosure, LegalDuty]:
        message = pb.DeferDisclosureRequest(
            id=one.id, etag=one.etag, until=date_of(until, "until"), reason=reason, request_id=request_id()
        )
        reply = await self.wire.call(self._stub.DeferDisclosure, message)
        return to_disclosure(reply.disclosure), convert_requests.to_duty(reply.notice)

    async def end_exemption(self, one: Disclosure, reason: str) -> Disclosure:
        message = pb.EndDisclosureExemptionRequest(id=one.id, etag=one.etag, reason=reason)
        return await self._step(self._stub.EndDisclosureExemption, message)

    def fresh(self) -> str:
        return request_id()

    async def release(self, disclosure_id: str, request: str) -> AsyncIterator[bytes]:
        digest, stated = hashlib.sha256(), b""
        message = pb.ReleaseDisclosureRequest(id=disclosure_id, request_id=request)
        async for part in self.wire.stream(self._stub.ReleaseDisclosure, message):
            digest.update(part.chunk)
            stated = part.sha256
            yield part.chunk
        if stated != digest.digest():
            raise ClientError("DATA_LOSS", t("disclosure.damaged"), lost=True)

    async def ledger(self, user_id: str) -> Sequence[Left]:
        request = pb.ListDisclosedFieldsRequest(user_id=user_id)
        found: list[Left] = []
        while True:
            reply = await self.wire.call(self._stub.ListDisclosedFields, request)
            found += map(_left, reply.fields)
            if not reply.next_page_token:
                return found
            request.page_token = reply.next_page_token


def _left(message: pb.DisclosedField) -> Left:
    return Left(
        message.number,
        message.recipient_name,
        convert.name(pb.DisclosureGround, message.ground),
        message.legal_basis,
        message.purpose,
        message.field,
        _class(message.field_class),
        message.rows,
        convert.instant(message, "released_at"),
    )


def _class(value: int) -> str:
    return convert.name(options.DataClass, value)


def to_disclosure(message: pb.Disclosure) -> Disclosure:
    def act(name: str, at: str) -> Act:
        return Act(getattr(message, name), convert.instant(message, at))

    return Disclosure(
        id=message.id,
        number=message.number,
        state=convert.name(pb.DisclosureState, message.state),
        recipient=message.recipient_name,
        code=message.registry_code,
        official=message.official,
        ground=convert.name(pb.DisclosureGround, message.ground),
        basis=message.legal_basis,
        purpose=message.purpose,
        document=message.document_ref,
        user_id=message.user_id,
        fields=tuple(message.fields),
        key=message.recipient_key,
        received_on=convert.day(message, "received_on"),
        study_due_on=convert.day(message, "study_due_on"),
        due_on=convert.day(message, "due_on"),
        notice=convert.name(pb.DisclosureNotice, message.notice),
        notice_ground=message.notice_ground,
        finding=message.finding,
        denial=message.denial,
        denial_article=message.denial_article,
        registered=act("registered_by", "created_at"),
        studied=act("studied_by", "studied_at"),
        decided=act("decided_by", "decided_at"),
        released=act("released_by", "released_at"),
        sha256=message.sha256.hex(),
        tell_by=convert.day(message, "tell_by"),
        told_at=convert.instant(message, "told_at"),
        deferred=act("deferred_by", "deferred_at"),
        deferral=message.deferral,
        deferral_tell_by=convert.day(message, "deferral_tell_by"),
        exemption_ended=act("exemption_ended_by", "exemption_ended_at"),
        exemption_ended_reason=message.exemption_ended_reason,
        allowed=frozenset(message.allowed_calls),
        etag=message.etag,
        duties=tuple(map(convert_requests.to_duty, message.duties)),
        approval_ends_on=convert.day(message, "approval_ends_on"),
    )
