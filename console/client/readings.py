"""Readings: the list, the review, the history of a register."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from google.type.decimal_pb2 import Decimal
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.reading_service_pb2_grpc import ReadingServiceStub

from console.client import convert
from console.client.listing import Listing, enum, enums, order
from console.client.wire import Wire, request_id
from console.models import Frame, Page, Query, Reading

HISTORY_ROWS = 60


class Readings(Listing[Reading]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = ReadingServiceStub(wire.channel)

    def _filter(self, query: Query) -> pb.ReadingFilter:
        return pb.ReadingFilter(
            states=enums(pb.ReadingState, query, "state"),
            source=enum(pb.ReadingSource, query, "source"),
            commodity=enum(common.Commodity, query, "service"),
            meter_serial_number=query.get("meter"),
            finding_code=query.get("rule").upper(),
            user_id=query.get("user"),
            register_id=query.get("register"),
        )

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Reading]:
        request = pb.ListReadingsRequest(filter=self._filter(query), order_by=order(query, "received_at"))
        return await self._page(self._stub.ListReadings, request, "readings", convert.to_reading, token, skip, size)

    async def get(self, key: str) -> Reading:
        reply = await self.wire.call(self._stub.GetReading, pb.GetReadingRequest(id=key))
        return convert.to_reading(reply.reading)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Reading]]:
        request = pb.WatchReadingsRequest(filter=self._filter(query), resume_token=token, skip_snapshot=True)
        return self._frames(self._stub.WatchReadings, request, "reading", convert.to_reading)

    async def _review(self, reading: Reading, reason: str, **decision: Any) -> Reading:
        request = pb.ReviewReadingRequest(
            id=reading.id, etag=reading.etag, reason=reason, request_id=request_id(), **decision
        )
        return convert.to_reading((await self.wire.call(self._stub.ReviewReading, request)).reading)

    async def accept(self, reading: Reading, reason: str) -> Reading:
        return await self._review(reading, reason, accept=pb.AcceptReading())

    async def refuse(self, reading: Reading, reason: str) -> Reading:
        return await self._review(reading, reason, refuse=pb.RefuseReading())

    async def correct(self, reading: Reading, index: str, reason: str) -> Reading:
        correction = pb.CorrectReading(index=Decimal(value=index.replace(",", ".")))
        return await self._review(reading, reason, correct=correction)

    async def reverse(self, reading: Reading, reason: str) -> int:
        request = pb.ReverseReadingRequest(id=reading.id, etag=reading.etag, reason=reason, request_id=request_id())
        return len((await self.wire.call(self._stub.ReverseReading, request)).healed)

    async def history(self, register_id: str) -> Sequence[Reading]:
        request = pb.ListReadingsRequest(
            filter=pb.ReadingFilter(register_id=register_id, states=[pb.READING_STATE_ACCEPTED]),
            order_by="read_at desc",
            page_size=HISTORY_ROWS,
        )
        reply = await self.wire.call(self._stub.ListReadings, request)
        return [convert.to_reading(one) for one in reversed(reply.readings)]
