"""Duties of those who received data: what each was told, and what it answered."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from smartregion.v1 import data_duty_pb2 as pb
from smartregion.v1 import privacy_request_service_pb2 as requests
from smartregion.v1.privacy_request_service_pb2_grpc import PrivacyRequestServiceStub

from console.client import convert
from console.client.dispatch import from_answers, to_dispatch
from console.client.listing import Listing, enum
from console.client.wire import Wire, request_id
from console.duties import DataDuty
from console.models import Frame, Page, Query
from console.ports import ClientError


class Duties(Listing[DataDuty]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = PrivacyRequestServiceStub(wire.channel)

    def _filter(self, query: Query) -> pb.DataDutyFilter:
        return pb.DataDutyFilter(
            partner_id=query.get("partner"),
            privacy_request_id=query.get("request"),
            state=enum(pb.DataDutyState, query, "state"),
            kind=enum(pb.DataDutyKind, query, "kind"),
            overdue_only=query.get("overdue") == "yes",
        )

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[DataDuty]:
        request = pb.ListDataDutiesRequest(filter=self._filter(query))
        return await self._page(self._stub.ListDataDuties, request, "duties", to_duty, token, skip, size)

    async def get(self, key: str) -> DataDuty:
        """The list holds all of it: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[DataDuty]]:
        request = pb.WatchDataDutiesRequest(filter=self._filter(query), resume_token=token, skip_snapshot=not token)
        return self._frames(self._stub.WatchDataDuties, request, "duty", to_duty)

    async def excuse(self, duty: DataDuty, reason: str) -> DataDuty:
        request = pb.ExcuseDataDutyRequest(id=duty.id, etag=duty.etag, reason=reason, request_id=request_id())
        reply = await self.wire.call(self._stub.ExcuseDataDuty, request)
        return to_duty(reply.duty)

    async def letter(self, duty: DataDuty) -> tuple[str, bytes]:
        request = requests.RenderDutyLetterRequest(id=duty.id, format=requests.LETTER_FORMAT_PDF)
        made = (await self.wire.call(self._stub.RenderDutyLetter, request)).letter
        return made.file_name, made.content

    async def sent(self, duty: DataDuty, answers: Mapping[str, str]) -> DataDuty:
        request = pb.RecordDutyLetterRequest(
            id=duty.id, etag=duty.etag, dispatch=from_answers(answers), request_id=request_id()
        )
        return to_duty((await self.wire.call(self._stub.RecordDutyLetter, request)).duty)


def to_duty(message: pb.DataDuty) -> DataDuty:
    receipt = message.receipt
    return DataDuty(
        id=message.id,
        partner_id=message.partner_id,
        partner_uk=message.partner_name_uk or message.recipient_name,
        partner_en=message.partner_name_en or message.recipient_name,
        kind=convert.name(pb.DataDutyKind, message.kind),
        state=convert.name(pb.DataDutyState, message.state),
        overdue=message.overdue,
        account=message.account_number,
        user_id=message.user_id,
        fields=tuple(message.fields),
        raised_at=convert.instant(message, "raised_at"),
        due_on=convert.day(message, "due_on"),
        article=message.due_article,
        request_number=message.privacy_request_number,
        excuse=message.excuse,
        etag=message.etag,
        outcome=convert.name(pb.DataDutyOutcome, receipt.outcome) if message.HasField("receipt") else "",
        done_at=convert.instant(receipt, "done_at"),
        done_by=receipt.done_by,
        note=receipt.note,
        sha256=receipt.sha256,
        by_letter=not message.partner_id,
        dispatch=to_dispatch(message.dispatch) if message.HasField("dispatch") else None,
        untold=message.untold,
    )
