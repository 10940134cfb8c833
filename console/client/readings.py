"""Readings: the list, the review, the history of a register."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

from smartregion.v1 import common_pb2 as common
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.reading_service_pb2_grpc import ReadingServiceStub

from console.client import convert, convert_metering
from console.client.listing import Listing, enum, enums, order
from console.client.wire import Wire, request_id
from console.metering import Decision, Examination, Reading, Rehearsal
from console.models import Frame, Page, Query

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
        wanted = self._filter(query)
        queue = list(wanted.states) == [pb.READING_STATE_IN_REVIEW] and query.descending
        by = "urgency" if queue else order(query, "received_at")
        request = pb.ListReadingsRequest(filter=wanted, order_by=by)
        return await self._page(
            self._stub.ListReadings, request, "readings", convert_metering.to_reading, token, skip, size
        )

    async def get(self, key: str) -> Reading:
        reply = await self.wire.call(self._stub.GetReading, pb.GetReadingRequest(id=key))
        return convert_metering.to_reading(reply.reading)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Reading]]:
        request = pb.WatchReadingsRequest(filter=self._filter(query), resume_token=token, skip_snapshot=True)
        return self._frames(self._stub.WatchReadings, request, "reading", convert_metering.to_reading)

    async def examine(self, key: str) -> Examination:
        reply = await self.wire.call(self._stub.ExamineReading, pb.ExamineReadingRequest(id=key))
        return convert_metering.to_examination(reply)

    async def _review(
        self, reading: Reading, decision: Decision, reason: str, *, one_go: str = "", dry_run: bool = False
    ) -> Any:
        request = pb.ReviewReadingRequest(
            id=reading.id,
            etag=reading.etag,
            reason=reason,
            request_id=request_id(),
            dry_run=dry_run,
            batch_id=one_go,
        )
        match decision.kind:
            case "accept":
                request.accept.rollover = decision.rollover
            case "correct":
                request.correct.index.value = decision.index.replace(",", ".")
            case "move":
                request.move.register_id = decision.register_id
            case "estimate":
                request.estimate.SetInParent()
            case _:
                request.refuse.SetInParent()
        return await self.wire.call(self._stub.ReviewReading, request)

    async def decide(self, reading: Reading, decision: Decision, reason: str, one_go: str = "") -> Reading:
        reply = await self._review(reading, decision, reason, one_go=one_go)
        put = convert_metering.to_reading(reply.replacement).index if reply.HasField("replacement") else ""
        return replace(convert_metering.to_reading(reply.reading), put=put)

    async def rehearse(self, reading: Reading, decision: Decision) -> Rehearsal:
        reply = await self._review(reading, decision, "…", dry_run=True)
        return Rehearsal(convert.name(pb.ReadingState, reply.reading.state), len(reply.healed))

    async def undo(self, reading_id: str) -> Reading:
        request = pb.UndoReviewRequest(id=reading_id, request_id=request_id())
        return convert_metering.to_reading((await self.wire.call(self._stub.UndoReview, request)).reading)

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
        return [convert_metering.to_reading(one) for one in reversed(reply.readings)]
