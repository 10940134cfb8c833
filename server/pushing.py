"""A push on its way: the next batch is read while the one before is written, and replies come in the order of the
batches. At most two batches of a stream are in memory; the transport holds the sender back."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from server.errors import InvalidField
from server.limits import PUSH_TRIES
from storage.engine.store import Batch as Door
from storage.errors import DuplicateValue


class Rows(Protocol):
    """What one caller pushed at once."""

    @property
    def rows(self) -> Sequence[object]: ...


B = TypeVar("B", bound=Rows)
O = TypeVar("O")  # noqa: E741


class Part(NamedTuple, Generic[B]):
    """Rows of a stream that follow one another; the number of the first within the stream."""

    first: int
    batch: B

    @property
    def last(self) -> int:
        return self.first + len(self.batch.rows) - 1


async def parts(requests: AsyncIterator[Any], read: Callable[[Any], B]) -> AsyncIterator[Part[B]]:
    """The batches of a stream. Raises InvalidField where one does not come behind the one before."""
    behind = 1
    async for request in requests:
        if request.first_line < behind:
            raise InvalidField("first_line", "import.rising", "must be behind the batch before")
        part = Part(request.first_line, read(request))
        behind = part.last + 1
        yield part


async def taken(pushed: AsyncIterator[Part[B]], door: Door[B, list[O]]) -> AsyncIterator[tuple[Part[B], list[O]]]:
    """Each part with what became of its rows, once that is durable. Raises what `pushed` raises, behind the replies to
    what came before."""
    reading = asyncio.create_task(_next(pushed))
    try:
        while (part := await reading) is not None:
            reading = asyncio.create_task(_next(pushed))
            yield part, await written(part.batch, door)
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _next(pushed: AsyncIterator[Part[B]]) -> Part[B] | None:
    return await anext(pushed, None)


async def written(batch: B, door: Door[B, list[O]]) -> list[O]:
    """Another stream may take a row of the same name at the same moment: then it is on record, and the next try says
    so."""
    for _ in range(PUSH_TRIES - 1):
        try:
            return await door.submit(batch, weight=len(batch.rows))
        except DuplicateValue:
            continue
    return await door.submit(batch, weight=len(batch.rows))
