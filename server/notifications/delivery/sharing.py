"""What a provider bears is a limit for all processes together: each hands over its part of it. They take from one
outbox, so that each has as much to do as the others."""

import asyncio
from contextlib import suppress

import structlog

from server.limits import DELIVERERS_GONE_MS, DELIVERERS_SECONDS
from server.notifications.delivery.pool import Pool
from storage.engine.ids import new_id
from storage.engine.store import Store
from storage.errors import StorageError
from storage.repositories import deliverers

log = structlog.get_logger("server")


class Sharing:
    """One a process. On SQLite there is no other."""

    def __init__(self, store: Store, pool: Pool) -> None:
        self._store = store
        self._pool = pool
        self._number = new_id()

    async def run(self) -> None:
        """Until the store closes: says every so often that this process is there, and learns how many are."""
        while self._store.postgres and not self._store.hub.closed:
            await asyncio.sleep(DELIVERERS_SECONDS)
            try:
                await self.turn()
            except StorageError as error:
                log.warning("how many hand messages over is not known", fault=type(error).__name__)

    async def turn(self) -> None:
        if self._store.postgres:
            self._pool.share_among(
                await self._store.write(lambda tx: deliverers.present(tx, self._number, tx.now - DELIVERERS_GONE_MS))
            )

    async def leave(self) -> None:
        """The others have its part again, at once."""
        if self._store.postgres:
            with suppress(StorageError):
                await self._store.write(lambda tx: deliverers.leave(tx, self._number))
