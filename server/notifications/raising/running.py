"""The readers of the feed as they run beside the calls."""

import asyncio
from collections.abc import Sequence

from server.notifications.raising.reader import Reader
from server.notifications.raising.source import Source
from server.notifications.raising.sources import SOURCES
from server.services import Services
from storage.engine.transaction import Tx
from storage.repositories import feed_readers


class Raising:
    """Made with the service, and ended with it."""

    def __init__(self, services: Services, sources: Sequence[Source] = SOURCES) -> None:
        self._store = services.store
        self.readers = [Reader(services, source) for source in sources]
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """Gives each reader that is new its place, at the end of the feed; before anything is served."""
        names = [reader.source.name for reader in self.readers]
        await self._store.write(lambda tx: feed_readers.begin(tx, names))

    def start(self) -> None:
        self._tasks = [asyncio.create_task(reader.run()) for reader in self.readers]

    async def run_once(self) -> int:
        """Acts on all that has changed; in how many steps."""
        return sum([await reader.run_once() for reader in self.readers])

    async def close(self) -> None:
        """Acts on nothing more. What was begun goes on at the next start, or in another process at once."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

        def unit(tx: Tx) -> None:
            for reader in self.readers:
                feed_readers.release(tx, reader.source.name, reader.holder)

        await self._store.write(unit)
