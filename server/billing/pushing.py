"""A push on its way: the next batch is read while the one before is written, and replies come in the order of the
batches. At most two batches of a stream are in memory; the transport holds the sender back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple, TypeVar

from smartregion.v1 import billing_service_pb2 as pb

from server.billing import rows
from server.billing.ledger import Batch, Fate, Outcome
from server.errors import InvalidField
from server.limits import PUSH_TRIES
from server.readings.ingest import Problem
from storage.engine.store import Batch as Door
from storage.errors import DuplicateValue

R = TypeVar("R", pb.PushChargesResponse, pb.PushPaymentsResponse)


class Part(NamedTuple):
    """Rows of a stream that follow one another; the number of the first within the stream."""

    first: int
    batch: Batch

    @property
    def last(self) -> int:
        return self.first + len(self.batch.rows) - 1


async def parts(requests: AsyncIterator[Any], read: Callable[[Any], Batch]) -> AsyncIterator[Part]:
    """The batches of a stream. Raises InvalidField where one does not come behind the one before."""
    behind = 1
    async for request in requests:
        if request.first_line < behind:
            raise InvalidField("first_line", "import.rising", "must be behind the batch before")
        part = Part(request.first_line, read(request))
        behind = part.last + 1
        yield part


async def taken(
    pushed: AsyncIterator[Part], door: Door[Batch, list[Outcome]]
) -> AsyncIterator[tuple[Part, list[Outcome]]]:
    """Each part with what became of its rows, once that is durable. Raises what `pushed` raises, behind the replies to
    what came before."""
    reading = asyncio.create_task(_next(pushed))
    try:
        while (part := await reading) is not None:
            reading = asyncio.create_task(_next(pushed))
            yield part, await _written(part.batch, door)
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _next(pushed: AsyncIterator[Part]) -> Part | None:
    return await anext(pushed, None)


async def _written(batch: Batch, door: Door[Batch, list[Outcome]]) -> list[Outcome]:
    """Another stream may take a document number at the same moment: then it is on record, and the next try says so."""
    for _ in range(PUSH_TRIES - 1):
        try:
            return await door.submit(batch, weight=len(batch.rows))
        except DuplicateValue:
            continue
    return await door.submit(batch, weight=len(batch.rows))


def reply(made: R, part: Part, outcomes: list[Outcome]) -> R:
    """What became of a batch that is durable now, filled in."""
    made.first_line, made.last_line = part.first, part.last
    for line, outcome in enumerate(outcomes, part.first):
        if outcome is Fate.TAKEN:
            made.taken += 1
        elif outcome is Fate.DUPLICATE:
            made.duplicates += 1
        else:
            assert isinstance(outcome, Problem)
            made.errors.append(rows.error_message(line, outcome))
    return made
