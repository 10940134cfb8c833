"""An import on its way: rows are taken in their order, and while some are being written the next ones gather.

The order matters: how far an import is, is one number, and on PostgreSQL two groups may be written at once.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from itertools import islice
from typing import NamedTuple

from smartregion.v1.reading_service_pb2 import ReadingSource

from server.call import Call
from server.limits import IMPORT_GROUP, IMPORT_WINDOW
from server.readings.ingest import Entry, Intake, Outcome
from storage.engine.store import Batch


class Part(NamedTuple):
    """Rows of an import that follow one another."""

    import_id: str
    #: Which row of the import the first of them is, from 1.
    first: int
    entries: Sequence[Entry]
    #: The lines of the file that they stand on.
    lines: Sequence[int]

    @property
    def behind(self) -> int:
        """Which row the next part begins with, where none was left out."""
        return self.first + len(self.entries)


async def taken(
    parts: AsyncIterator[Part], call: Call, intake: Batch[Intake, list[Outcome]]
) -> AsyncIterator[tuple[Part, list[Outcome]]]:
    """Each part with what became of its rows, once that is durable. Raises what `parts` raises, behind the replies to
    what came before."""
    waiting = _Waiting()
    reading = asyncio.create_task(waiting.fill(parts))
    written: asyncio.Task[list[Outcome]] | None = None
    try:
        while group := await waiting.group():
            written = _submitted(group, call, intake)
            while written is not None:
                done, outcomes = group, iter(await written)
                group = waiting.at_hand()
                # Before the replies are sent: the writer need not wait for them.
                written = _submitted(group, call, intake) if group else None
                for part in done:
                    yield part, list(islice(outcomes, len(part.entries)))
        await reading
    finally:
        reading.cancel()
        if written is not None:
            written.cancel()


def _submitted(group: list[Part], call: Call, intake: Batch[Intake, list[Outcome]]) -> asyncio.Task[list[Outcome]]:
    """Parts that follow one another, on their way to the writer as one."""
    made = Intake(
        call.principal,
        call.own_scope(),
        ReadingSource.READING_SOURCE_IMPORT,
        [entry for part in group for entry in part.entries],
        (call.principal.key, group[0].import_id),
        group[0].first,
        [line for part in group for line in part.lines],
    )
    return asyncio.create_task(intake.submit(made, weight=len(made.entries)))


class _Waiting:
    """Parts between the one who reads them and the one who writes them; bounded."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Part | None] = asyncio.Queue(IMPORT_WINDOW)
        self._held: Part | None = None
        self._ended = False

    async def fill(self, parts: AsyncIterator[Part]) -> None:
        try:
            async for part in parts:
                await self._queue.put(part)
        except Exception:
            await self._queue.put(None)
            raise
        await self._queue.put(None)

    async def group(self) -> list[Part]:
        """What waits, as far as it hangs together, once there is something; empty at the end."""
        if self._held is None and not self._ended:
            self._hold(await self._queue.get())
        return self.at_hand()

    def at_hand(self) -> list[Part]:
        """What waits now, as far as it hangs together."""
        group: list[Part] = []
        rows = 0
        while rows < IMPORT_GROUP:
            if self._held is None and not self._ended and not self._queue.empty():
                self._hold(self._queue.get_nowait())
            if self._held is None or (group and group[-1].behind != self._held.first):
                break
            group.append(self._held)
            rows += len(self._held.entries)
            self._held = None
        return group

    def _hold(self, part: Part | None) -> None:
        self._held = part
        self._ended = part is None
