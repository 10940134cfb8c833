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
from storage.engine import once
from storage.engine.ids import first_id_at
from storage.engine.transaction import Tx
from storage.errors import StorageError
from storage.repositories import alerts, callbacks, crashes, failures, imports, insight, key_owners, provider_health

log = structlog.get_logger("server")


@dataclass
class Chore:
    """Something done every so many seconds. What it raises is logged and counted, and it is done again."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]
    #: Times in a row that it failed; 0 from when it is done.
    failures: int = 0

    async def run(self) -> None:
        while True:
            await asyncio.sleep(self.seconds)
            await self.turn()

    async def turn(self) -> None:
        """Does it once. It raises nothing: no chore keeps another from its turn."""
        try:
            await self.work()
        except Exception as error:
            self.failures += 1
            if isinstance(error, StorageError):
                log.warning("a chore has to wait", state=self.name, fault=type(error).__name__)
            else:
                log.error("a chore failed", state=self.name, exc_info=error)
        else:
            self.failures = 0


class Chores:
    """Made with the service, and ended with it."""

    def __init__(self, several: Iterable[Chore]) -> None:
        self._by_name = {chore.name: chore for chore in several}
        self._tasks: list[asyncio.Task[None]] = []

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Chore:
        return self._by_name[name]

    def __iter__(self) -> Iterator[Chore]:
        return iter(self._by_name.values())

    def start(self) -> None:
        self._tasks = [asyncio.create_task(chore.run()) for chore in self]

    async def close(self) -> None:
        """Ends them; what one was at goes on at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def chores(services: Services, boundary: Boundary) -> Iterator[Chore]:
    """All that there are: a new one is added here."""
    store, settings = services.store, services.settings
    for name, work in purges(services):
        yield Chore(f"purge {name}", PURGE_SECONDS, work)
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


def purges(services: Services) -> Iterator[tuple[str, Callable[[], Awaitable[object]]]]:
    """What belongs to no domain, and goes when it has been kept for long enough. Each is a chore by itself: one that
    fails for good must not let the others grow without an end."""
    store = services.store
    yield "feed", store.compact
    yield "keys", partial(sweep_keys, services)
    for name, forget in _FORGOTTEN.items():
        yield name, partial(store.write, forget)


#: What is dropped once its time is over.
_FORGOTTEN: dict[str, Callable[[Tx], object]] = {
    "replies": once.forget_old,
    "import problems": lambda tx: imports.forget_problems(tx, tx.now - IMPORT_PROBLEMS_MS),
    "provider minutes": lambda tx: provider_health.forget(tx, tx.now - PROVIDER_MINUTES_MS),
    "crash days": lambda tx: crashes.forget_days(tx, iso_day(tx.now - CRASH_DAYS_MS)),
    "failed sign-ins": lambda tx: failures.forget_before(tx, tx.now - FAILURES_MS),
    "callbacks": lambda tx: callbacks.forget_before(tx, tx.now - CALLBACKS_MS),
    "alert windows": lambda tx: alerts.forget_windows(tx, tx.now),
    "facts": lambda tx: insight.forget_facts(tx, horizon(tx.now).isoformat()),
}


async def sweep_keys(services: Services) -> int:
    """Drops keys of persons who were never made: a day old, and nobody's."""
    owners = await services.store.read(key_owners.all_of)
    made_before = first_id_at(services.clock.now() - DAY_MS)
    return await asyncio.to_thread(services.store.keys.sweep_orphans, owners, made_before)
