"""The calls of ReadingService by which people decide on readings."""

from collections.abc import Sequence
from typing import Any

from smartregion.v1 import reading_service_pb2 as pb

from server.call import Call
from server.codec import decode_id, encode_id
from server.errors import NotFound
from server.readings import boundary, examination, looks, mapping, review
from server.services import Calls
from storage.engine.transaction import Tx
from storage.repositories import readings


class Rehearsed(Exception):
    """Undoes what a dry run did, and carries what it would have said."""

    def __init__(self, reply: pb.ReviewReadingResponse) -> None:
        super().__init__("a dry run")
        self.reply = reply


class ReviewCalls(Calls):
    async def ReviewReading(self, request: Any, call: Call) -> pb.ReviewReadingResponse:
        reading_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.ReviewReadingResponse:
            reply = _reviewed(tx, call, reading_id, request)
            if request.dry_run:
                raise Rehearsed(reply)
            return reply

        try:
            return await call.write(unit)
        except Rehearsed as rehearsed:
            return rehearsed.reply

    async def UndoReview(self, request: Any, call: Call) -> pb.UndoReviewResponse:
        reading_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.UndoReviewResponse:
            row = review.held(tx, reading_id, None)
            return _told(tx, call, pb.UndoReviewResponse, reading_id, review.undo(tx, call, row))

        return await call.write(unit)

    async def ReverseReading(self, request: Any, call: Call) -> pb.ReverseReadingResponse:
        reading_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.ReverseReadingResponse:
            row = review.held(tx, reading_id, request.etag)
            return _told(tx, call, pb.ReverseReadingResponse, reading_id, review.reverse(tx, call, row))

        return await call.write(unit)

    async def CorrectBoundaryIndex(self, request: Any, call: Call) -> pb.CorrectBoundaryIndexResponse:
        reading_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.CorrectBoundaryIndexResponse:
            if readings.get(tx, reading_id, call.own_scope()) is None:
                raise NotFound(f"reading {encode_id(reading_id)} not found")
            row = review.held(tx, reading_id, request.etag)
            replacement, healed = boundary.correct_boundary(tx, call, row, request.index, request.rollover)
            return _told(tx, call, pb.CorrectBoundaryIndexResponse, reading_id, healed, replacement)

        return await call.write(unit)

    async def ExamineReading(self, request: Any, call: Call) -> pb.ExamineReadingResponse:
        reading_id = decode_id(request.id)
        call.target("reading", reading_id)
        return await call.read(lambda tx: examination.examined(tx, looks.found(tx, reading_id, call), call.scope()))


def _reviewed(tx: Tx, call: Call, reading_id: int, request: Any) -> pb.ReviewReadingResponse:
    moved_to = decode_id(request.move.register_id, "move.register_id") if request.HasField("move") else 0
    row = review.held(tx, reading_id, request.etag, moved_to)
    replacement = None
    match request.WhichOneof("decision"):
        case "accept":
            healed = review.accept(tx, call, row, request.accept.rollover)
        case "refuse":
            healed = review.refuse(tx, call, row)
        case "move":
            replacement, healed = review.move(tx, call, row, moved_to, request.move.rollover)
        case "estimate":
            replacement, healed = review.estimate(tx, call, row)
        case _:
            replacement, healed = review.correct(tx, call, row, request.correct.index, request.correct.rollover)
    call.detail["decision"] = request.WhichOneof("decision")
    return _told(tx, call, pb.ReviewReadingResponse, reading_id, healed, replacement)


def _told(
    tx: Tx, call: Call, reply_type: Any, reading_id: int, healed: Sequence[Any], replacement: int | None = None
) -> Any:
    """A reading as a decision left it, what stands in its place, and which others it healed."""
    call.target("reading", reading_id)
    call.detail["healed"] = str(len(healed))
    reply = reply_type(
        reading=mapping.to_message(looks.found(tx, reading_id, call)), healed=map(mapping.healed_message, healed)
    )
    if replacement is not None:
        reply.replacement.CopyFrom(mapping.to_message(looks.found(tx, replacement, call)))
    return reply
