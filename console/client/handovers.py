"""What one shift tells the next: all that is kept, which is of thirty days."""

from typing import Any

from smartregion.v1 import operator_service_pb2 as pb
from smartregion.v1.operator_service_pb2_grpc import OperatorServiceStub

from console.client import convert
from console.client.wire import Wire, request_id
from console.handovers import HandOver
from console.models import Page, Query
from console.ports import ClientError

#: As many as the contract gives at a time.
MOST = 1_000


class HandOvers:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._stub: Any = OperatorServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[HandOver]:
        """The newest first; the contract knows no other order, and counts nothing: all are read."""
        reply = await self._wire.call(self._stub.ListHandOvers, pb.ListHandOversRequest(page_size=MOST))
        begin = (int(token) if token else 0) + skip
        rows = tuple(map(to_hand_over, reply.hand_overs[begin : begin + size]))
        end = begin + len(rows)
        total = len(reply.hand_overs)
        return Page(rows, total, str(end) if end < total else "")

    async def get(self, key: str) -> HandOver:
        """The list holds all of it: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)

    async def write(self, text: str) -> HandOver:
        request = pb.WriteHandOverRequest(text=text, request_id=request_id())
        return to_hand_over((await self._wire.call(self._stub.WriteHandOver, request)).hand_over)


def to_hand_over(message: pb.HandOver) -> HandOver:
    return HandOver(message.id, message.author_name, message.text, convert.instant(message, "at"))
