"""What a text finds."""

from typing import Any

from smartregion.v1 import operator_service_pb2 as pb
from smartregion.v1.operator_service_pb2_grpc import OperatorServiceStub

from console.client import convert
from console.client.wire import Wire
from console.search import KINDS, Found, Hit

_KNOWN = frozenset(one.id for one in KINDS)


class Search:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._stub: Any = OperatorServiceStub(wire.channel)

    async def find(self, text: str) -> Found:
        reply = await self._wire.call(self._stub.Search, pb.SearchRequest(query=text))
        hits = (Hit(_kind(one.kind), one.id, one.title, one.detail) for one in reply.results)
        return Found(tuple(one for one in hits if one.kind in _KNOWN), frozenset(map(_kind, reply.more)) & _KNOWN)


def _kind(number: int) -> str:
    """A kind that a later server finds is not known here, and not shown."""
    return convert.name(pb.SearchKind, number)
