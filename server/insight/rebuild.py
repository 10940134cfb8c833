"""Counts everything anew while traffic flows: into a second build, which is served once it has caught up.

All that there is is read over one snapshot of the database, in portions that are written as they come. What the
snapshot sees is what was done up to its last revision of the feed, so that the build goes on from there as the lane
does: nothing is counted twice or left out, whatever comes in the meantime. Then the lane goes on with it.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

import structlog

from server.insight import counting
from server.insight.counting import MOVING, Facts
from server.insight.lane import INSIGHT, TOPICS, follow
from server.limits import INSIGHT_BUILD_LEASE_MS, INSIGHT_BUILD_MOST, INSIGHT_CHANGES_MOST
from server.notifications.raising.steps import next_step
from storage.days import day_of
from storage.engine.store import Snapshot, Store
from storage.engine.transaction import Tx
from storage.models.insight import ACTIVE, DEBTS, SERVED, STREETS
from storage.repositories import insight
from storage.repositories import insight_sources as sources
from storage.repositories.feed_readers import Place
from storage.repositories.insight import Counts

#: Days whose records are kept for sure, by figure: those of activity and crashes for a year, the others for three.
_KEPT_DAYS = {metric: 330 if metric <= 3 else 1_000 for metric in range(ACTIVE, 10) if metric != DEBTS}
log = structlog.get_logger("server")


async def turn(store: Store) -> bool:
    """Makes the build that is asked for, or the first of what was there before; whether there was one."""
    if not await store.read(insight.awaited):
        return False
    generation = await store.write(lambda tx: insight.take_build(tx, tx.now + INSIGHT_BUILD_LEASE_MS))
    if generation is None:
        return False
    log.info("insight: counting everything anew", count=generation)
    try:
        await Rebuild(store, generation).run()
    except GivenUp:
        return False
    log.info("insight: counted and served", count=generation)
    return True


class GivenUp(Exception):
    """Somebody else makes the build by now."""


class Rebuild:
    """One build, from its beginning to its being served."""

    def __init__(self, store: Store, generation: int) -> None:
        self._store = store
        self._generation = generation
        #: The first day that is counted, by figure; what lies before it is taken over.
        self._first: dict[int, str] = {}
        self._pace = store.pace(INSIGHT_CHANGES_MOST, INSIGHT_BUILD_MOST)

    async def run(self) -> None:
        """Raises GivenUp, StorageError."""
        async with self._store.snapshot() as snapshot:
            place = await self._scan(snapshot)
        await self._catch_up(place)
        while await self._store.write(insight.drop_unserved, patient=True):
            pass

    # -- what there is

    async def _scan(self, snapshot: Snapshot) -> Place:
        """Counts all that the snapshot sees; where in the feed that is."""
        place, old, today = await snapshot.read(_standing)
        if old is not None:
            self._first = {metric: (today - timedelta(days=days)).isoformat() for metric, days in _KEPT_DAYS.items()}
            await self._hold(partial(self._begun, old=old, today=today.isoformat()))
        portions = await snapshot.read(_everything)
        while portion := await snapshot.read(lambda _: next(portions, None)):
            metric, facts, counts = portion
            await self._hold(partial(self._added, counts=counts))
            await self._settle(metric, facts, today.isoformat() if metric == DEBTS else "")
        return place

    async def _settle(self, metric: int, facts: Facts, day: str) -> None:
        left = list(facts.items())
        while left:
            rows = self._pace.rows
            several, left = dict(left[:rows]), left[rows:]
            await self._hold(partial(self._settled, metric=metric, facts=several, day=day))
            self._pace.done()

    def _begun(self, tx: Tx, old: int, today: str) -> None:
        """Takes over the days of which records may be gone, and what was owed."""
        for metric, first in (*self._first.items(), (DEBTS, today)):
            insight.carry(tx, old, self._generation, metric, first)
        insight.take_off(tx, self._generation, today)

    def _settled(self, tx: Tx, metric: int, facts: Facts, day: str) -> None:
        counts = Counts()
        insight.settle(tx, self._generation, metric, facts, counts, day)
        self._added(tx, counts)

    def _added(self, tx: Tx, counts: Counts) -> None:
        """Adds figures, but those of days that were taken over."""
        made = Counts()
        made.sums = {key: sums for key, sums in counts.sums.items() if key.day >= self._first.get(key.metric, "")}
        insight.add(tx, self._generation, made)

    # -- what came in the meantime

    async def _catch_up(self, place: Place) -> None:
        """Follows the feed to its end, and is served from there."""
        while changes := await self._store.hub.after(place.revision):
            while step := next_step(changes, place, TOPICS, INSIGHT_CHANGES_MOST):
                await self._hold(partial(follow, generation=self._generation, step=step))
                place = step.then
            place = Place(changes[-1].revision)
        await self._hold(partial(insight.serve, generation=self._generation, reader=INSIGHT.name, place=place))

    async def _hold(self, unit: Callable[[Tx], object]) -> None:
        """Writes, as long as nobody else has the build. Raises GivenUp."""

        def held(tx: Tx) -> bool:
            if not insight.hold_build(tx, self._generation, tx.now + INSIGHT_BUILD_LEASE_MS):
                return False
            unit(tx)
            return True

        if not await self._store.write(held, patient=True):
            raise GivenUp


def _standing(tx: Tx) -> tuple[Place, int | None, date]:
    """Where in the feed a snapshot is, the build that holds the past by then, and the day."""
    return Place(insight.last_revision(tx)), _whole(tx), day_of(tx.now)


def _whole(tx: Tx) -> int | None:
    """The build that is served, where it holds the past."""
    row = insight.builds(tx).get(SERVED)
    return None if row is None or row.partial else int(row.generation)


def _everything(tx: Tx) -> Iterator[tuple[int, Facts, Counts]]:
    """All that there is to count, in portions."""
    for portion in sources.portions(tx, "register", size=sources.REGISTERS):
        counts = Counts()
        counting.readings(tx, portion, counts)
        yield STREETS, {}, counts
    for metric, (counted, table, column) in MOVING.items():
        for portion in sources.portions(tx, table, column):
            counts = Counts()
            yield metric, counted(tx, portion, counts), counts
    first = sources.first_done(tx)
    day = None if first is None else day_of(first)
    while day is not None and day <= day_of(tx.now):
        counts = Counts()
        yield ACTIVE, counting.visits_of(tx, day, counts), counts
        day += timedelta(days=1)
