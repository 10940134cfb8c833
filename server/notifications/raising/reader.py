"""A durable reader of the change feed: it acts on each change of its topics once, in order, whatever crashes.

Its place moves in the unit that raises the messages. Of several processes one acts: whoever holds the row of the
reader, for a while that each unit of a step renews. What fails is tried in ever smaller portions, the change that is
to blame again and again with growing pauses, until it is passed with a line in the log: one bad change must not keep
all others back for ever.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from time import monotonic

import structlog

from server.limits import (
    READER_LEASE_MS,
    READER_PAUSE_MOST_SECONDS,
    READER_PAUSE_SECONDS,
    READER_SAVED_REVISIONS,
    READER_SAVED_SECONDS,
    READER_SECONDS,
    READER_TRIES,
)
from server.notifications.raising.source import Source
from server.notifications.raising.steps import Step, left, next_step
from server.services import Services
from storage.engine.feed import Change, Cursor
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.errors import FeedClosed, RevisionTooOld, StorageError, Unavailable
from storage.repositories import feed_readers
from storage.repositories.feed_readers import Place

log = structlog.get_logger("server")


class Overtaken(Exception):
    """Another process has the reader by now: what this one was about is done there."""


class Reader:
    """The reader of one source in this process."""

    def __init__(self, services: Services, source: Source) -> None:
        self._services = services
        self._store = services.store
        self.source = source
        self.holder = new_id()
        self._running = asyncio.Lock()
        #: Up to here everything is done or of no concern; None where that must be read.
        self._place: Place | None = None
        #: How far it came on record, and when it was put there; seconds.
        self._saved = Place(0)
        self._saved_at = monotonic()
        #: When another process was found to hold it; seconds.
        self._refused_at = -READER_SECONDS
        #: Ids of the next step at most, and how often the very next id failed by itself.
        self._most = source.at_once
        self._failures = 0
        #: When the change came that is being acted on, or waits; milliseconds.
        self._since: int | None = None
        #: Changes that were passed because they failed for good.
        self.passed = 0

    @property
    def lag(self) -> float:
        """Seconds for which the oldest change of its topics has been waiting; 0 where none does."""
        return 0.0 if self._since is None else max(0, self._services.clock.now() - self._since) / 1000

    async def run(self) -> None:
        """Until the store closes: whenever something of its topics changes, and every so often for what another process
        left."""
        hub = self._store.hub
        cursor = hub.watch(self.source.topics, hub.revision)
        while not hub.closed:
            try:
                await self.run_once()
            except Unavailable as error:
                log.warning("a reader of the feed has to wait", state=self.source.name, fault=type(error).__name__)
                await asyncio.sleep(READER_PAUSE_SECONDS)
            except Exception as error:
                log.error("a reader of the feed failed", state=self.source.name, exc_info=error)
                await asyncio.sleep(min(READER_PAUSE_MOST_SECONDS, READER_PAUSE_SECONDS * 2**self._failures))
            else:
                cursor = await self._changed(cursor)

    async def _changed(self, cursor: Cursor) -> Cursor:
        """Waits for a change of its topics, but not for too long; the cursor to go on with."""
        until = monotonic() + READER_SECONDS
        try:
            while not await cursor.next(READER_SECONDS) and monotonic() < until:
                pass
        except FeedClosed:
            return cursor
        except StorageError:  # it fell behind, and reads the table instead
            return self._store.hub.watch(self.source.topics, self._store.hub.revision)
        return cursor

    async def run_once(self) -> int:
        """Acts on all that there is; in how many steps. What fails is raised, and is tried anew by the next run."""
        async with self._running:
            if monotonic() - self._refused_at < READER_SECONDS:
                return 0
            try:
                return await self._all()
            except BaseException:
                self._place = None  # what became of the unit is not known
                raise

    async def _all(self) -> int:
        steps = 0
        while True:
            place = self._place or await self._read()
            changes = await self._changes(place)
            if not changes:
                self._since = None
                return steps
            while step := next_step(changes, self._place or place, self.source.topics, self._most):
                self._since = step.at
                if not await self._acted(step):
                    self._place, self._refused_at = None, monotonic()
                    return steps
                steps += 1
                changes = left(changes, self._saved)
            if changes:
                self._place = Place(changes[-1].revision)
            await self._save_now_and_then()

    async def _changes(self, place: Place) -> Sequence[Change]:
        """Changes behind a place. What compaction took can't be acted on any more."""
        try:
            return await self._store.hub.after(place.revision)
        except RevisionTooOld as error:
            log.error("a reader of the feed was passed", state=self.source.name, count=error.first - place.revision)
            oldest = Place(error.first - 1)
            if await self._store.write(partial(self._moved, to=oldest)) is None:
                return ()
            self._note_saved(oldest)
            return await self._store.hub.after(oldest.revision)

    async def _acted(self, step: Step) -> bool:
        """Acts on a step, or on a part of it where it takes more than a unit; whether this process may."""
        source, available = self.source, self._services.providers.available
        try:
            if source.first is not None:
                await self._store.write(self._still)
                await source.first(self._store, step.ids[0], available, self._still)
            unit = partial(self._raised, step=step, available=available)
            after = await self._store.write(unit, patient=source.patient)
        except Overtaken:
            return False
        except Exception as error:
            if not self._to_be_passed(step, error):
                raise
            log.error("a change was passed", state=source.name, count=step.start.revision + 1, exc_info=error)
            after = await self._store.write(partial(self._moved, to=step.then))
        else:
            self._most = min(source.at_once, self._most * 2)
        if after is None:
            return False
        self._failures = 0
        self._note_saved(after)
        return True

    def _to_be_passed(self, step: Step, error: Exception) -> bool:
        """Notes a failure; whether it was the last of one id. Where the database is away nothing is to blame."""
        self._most = max(1, len(step.ids) // 4)
        if len(step.ids) > 1 or isinstance(error, Unavailable):
            return False
        self._failures += 1
        if self._failures < READER_TRIES:
            return False
        self.passed += 1
        return True

    # -- units

    def _raised(self, tx: Tx, step: Step, available: Sequence[int]) -> Place | None:
        """Raises the messages of a step and moves the place; None where another process holds it or has moved it."""
        if self._hold(tx) != self._saved:
            return None
        behind = self.source.raised(tx, step, available)
        after = step.within(behind) if behind else step.then
        feed_readers.move(tx, self.source.name, after)
        return after

    def _still(self, tx: Tx) -> None:
        """Raises Overtaken where another process holds it or has moved it."""
        if self._hold(tx) != self._saved:
            raise Overtaken

    def _moved(self, tx: Tx, to: Place) -> Place | None:
        if self._hold(tx) != self._saved:
            return None
        feed_readers.move(tx, self.source.name, to)
        return to

    def _hold(self, tx: Tx) -> Place | None:
        return feed_readers.hold(tx, self.source.name, self.holder, tx.now + READER_LEASE_MS)

    # -- the place

    async def _read(self) -> Place:
        places = await self._store.read(feed_readers.places)
        self._note_saved(places[self.source.name])
        return self._saved

    def _note_saved(self, place: Place) -> None:
        self._place = self._saved = place
        self._saved_at = monotonic()

    async def _save_now_and_then(self) -> None:
        """Puts on record how far it has come where little concerns it: compaction goes by that."""
        place = self._place
        if place is None or place == self._saved:
            return
        passed = place.revision - self._saved.revision
        if passed < READER_SAVED_REVISIONS and monotonic() - self._saved_at < READER_SAVED_SECONDS:
            return
        if await self._store.write(partial(self._moved, to=place)) is not None:
            self._note_saved(place)
        else:  # the other process puts it on record
            self._saved_at = monotonic()
