"""Work that the service does by itself, again and again."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import structlog

from server.alerts.lane import AuditLane
from server.billing import schedule as billing_schedule
from server.codec import DAY_MS
from server.insight import rebuild
from server.insight.counting import horizon
from server.limits import (
    ALERTS_SECONDS,
    AUDIT_CHECKPOINT_SECONDS,
    BILLING_SECONDS,
    CALLBACKS_MS,
    CRASH_DAYS_MS,
    FAILURES_MS,
    FEED_POLL_SECONDS,
    HOLDS_SECONDS,
    IMPORT_PROBLEMS_MS,
    INSIGHT_SECONDS,
    MAILBOX_SECONDS,
    PHONES_SECONDS,
    PROVIDER_MINUTES_MS,
    PURGE_SECONDS,
    REFUSALS_SECONDS,
    SURVEYS_SECONDS,
    WINDOWS_SECONDS,
)
from server.pipeline.errors import Boundary
from server.privacy.completion import Completion
from server.privacy.mail.mailbox import Mailbox
from server.privacy.retention import Purge
from server.readings import openings
from server.services import Services
from server.surveys import schedule as survey_schedule
from server.users.phone_upload import PhoneUpload
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


class Chores:
    """Made with the service, and ended with it."""

    def __init__(self, several: Iterable[Chore]) -> None:
        self._by_name = {chore.name: chore for chore in several}
        self._tasks: list[asyncio.Task[None]] = []

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Chore:
        return self._by_name[name]

    def start(self) -> None:
        self._tasks = [asyncio.create_task(chore.run()) for chore in self._by_name.values()]

    async def close(self) -> None:
        """Ends them; what one was at goes on at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def chores(services: Services, boundary: Boundary) -> Iterator[Chore]:
    """All that there are: a new one is added here."""
    store, settings = services.store, services.settings
    yield Chore("purge", PURGE_SECONDS, partial(purge, services))
    yield Chore("retention", PURGE_SECONDS, Purge(services).turn)
    yield Chore("checkpoint", AUDIT_CHECKPOINT_SECONDS, partial(store.checkpoint, settings.anchor))
    yield Chore("feed", FEED_POLL_SECONDS, store.hub.poll)
    yield Chore("refusals", REFUSALS_SECONDS, boundary.refusals.turn)
    yield Chore("holds", HOLDS_SECONDS, Completion(services).finish_due)
    yield Chore("windows", WINDOWS_SECONDS, partial(openings.turn, store))
    yield Chore("alerts", ALERTS_SECONDS, AuditLane(store).turn)
    yield Chore("insight", INSIGHT_SECONDS, partial(rebuild.turn, store))
    yield Chore("billing", BILLING_SECONDS, partial(billing_schedule.turn, store))
    yield Chore("surveys", SURVEYS_SECONDS, partial(survey_schedule.turn, store))
    if settings.imap_host:
        yield Chore("mailbox", MAILBOX_SECONDS, Mailbox(services).turn)
    if settings.phones_url:
        upload = PhoneUpload(services, services.providers.http)
        boundary.metrics.phones_uploaded.set_function(lambda: upload.finished_at)
        boundary.metrics.phones_failures.set_function(lambda: upload.failures)
        yield Chore("phones", PHONES_SECONDS, upload.turn)


async def purge(services: Services) -> None:
    """What belongs to no domain, and has been kept for long enough."""
    store = services.store
    await store.compact()
    await store.write(lambda tx: imports.forget_problems(tx, tx.now - IMPORT_PROBLEMS_MS))
    await store.write(lambda tx: provider_health.forget(tx, tx.now - PROVIDER_MINUTES_MS))
    await store.write(lambda tx: crashes.forget_days(tx, iso_day(tx.now - CRASH_DAYS_MS)))
    await store.write(lambda tx: failures.forget_before(tx, tx.now - FAILURES_MS))
    await store.write(lambda tx: callbacks.forget_before(tx, tx.now - CALLBACKS_MS))
    await store.write(lambda tx: alerts.forget_windows(tx, tx.now))
    await store.write(lambda tx: insight.forget_facts(tx, horizon(tx.now).isoformat()))
    await sweep_keys(services)


async def sweep_keys(services: Services) -> int:
    """Drops keys of persons who were never made: a day old, and nobody's."""
    owners = await services.store.read(key_owners.all_of)
    made_before = first_id_at(services.clock.now() - DAY_MS)
    return await asyncio.to_thread(services.store.keys.sweep_orphans, owners, made_before)
