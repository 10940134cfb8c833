"""Work that the service does by itself, again and again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from server.codec import DAY_MS
from server.insight.counting import horizon
from server.limits import (
    AUDIT_CHECKPOINT_SECONDS,
    CALLBACKS_MS,
    CRASH_DAYS_MS,
    FAILURES_MS,
    FEED_POLL_SECONDS,
    IMPORT_PROBLEMS_MS,
    PROVIDER_MINUTES_MS,
    PURGE_SECONDS,
)
from server.services import Services
from storage.days import iso_day
from storage.engine.ids import first_id_at
from storage.errors import StorageError
from storage.repositories import alerts, callbacks, crashes, failures, imports, insight, key_owners, provider_health

log = structlog.get_logger("server")


@dataclass(frozen=True)
class Chore:
    """Something done every so many seconds. What it raises is logged, and it is done again."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]

    async def run(self) -> None:
        while True:
            await asyncio.sleep(self.seconds)
            try:
                await self.work()
            except StorageError as error:
                log.warning("a chore has to wait", state=self.name, fault=type(error).__name__)
            except Exception as error:
                log.error("a chore failed", state=self.name, exc_info=error)


def chores(services: Services) -> list[Chore]:
    """What belongs to no domain."""
    store = services.store

    async def purge() -> None:
        await store.compact()
        await store.write(lambda tx: imports.forget_problems(tx, tx.now - IMPORT_PROBLEMS_MS))
        await store.write(lambda tx: provider_health.forget(tx, tx.now - PROVIDER_MINUTES_MS))
        await store.write(lambda tx: crashes.forget_days(tx, iso_day(tx.now - CRASH_DAYS_MS)))
        await store.write(lambda tx: failures.forget_before(tx, tx.now - FAILURES_MS))
        await store.write(lambda tx: callbacks.forget_before(tx, tx.now - CALLBACKS_MS))
        await store.write(lambda tx: alerts.forget_windows(tx, tx.now))
        await store.write(lambda tx: insight.forget_facts(tx, horizon(tx.now).isoformat()))
        await sweep_keys(services)

    async def checkpoint() -> None:
        await store.checkpoint(services.settings.anchor)

    return [
        Chore("purge", PURGE_SECONDS, purge),
        Chore("checkpoint", AUDIT_CHECKPOINT_SECONDS, checkpoint),
        Chore("feed", FEED_POLL_SECONDS, store.hub.poll),
    ]


async def sweep_keys(services: Services) -> int:
    """Drops keys of persons who were never made: a day old, and nobody's."""

    owners = await services.store.read(key_owners.all_of)
    made_before = first_id_at(services.clock.now() - DAY_MS)
    return await asyncio.to_thread(services.store.keys.sweep_orphans, owners, made_before)
