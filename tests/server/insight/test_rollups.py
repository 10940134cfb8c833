"""Roll-ups on both engines: each thing counts once as it is now, whatever crashes; and counted anew they are the same,
whatever comes in the meantime."""

import asyncio
import random
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from server.insight import rebuild
from server.insight.counting import MOVING_DAYS, part_of
from server.insight.lane import INSIGHT
from server.limits import READER_SECONDS
from server.notifications.raising.reader import Reader
from storage.days import iso_day
from storage.engine.clock import FixedClock
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models import insight as models
from storage.models.insight import TABLES
from storage.models.notifications import CANCELLED, DELIVERED, FAILED_PERMANENT, QUEUED, SENT, SUPPRESSED, UNKNOWN
from storage.repositories import feed_readers, insight
from storage.repositories.insight import SUMMARY
from tests.engines import START

from . import town
from .town import DAY, HOUR, UTILITY

TODAY = "2026-11-23"
Figures = dict[tuple[Any, ...], tuple[int, int]]


async def figures(store: Store) -> Figures:
    """What is served: by figure, day, utility, service, part and place."""

    def query(tx: Tx) -> Figures:
        rows = tx.sql(
            "SELECT metric, day, utility_id, commodity, part, place, amount, total FROM insight_cell "
            "WHERE generation = ?",
            (insight.served(tx),),
        )
        return {tuple(key): (amount, total) for *key, amount, total in rows if amount or total}

    return await store.read(query)


class Lane:
    """The reader of the feed, as it runs in the service."""

    def __init__(self, store: Store, clock: FixedClock) -> None:
        self._services: Any = SimpleNamespace(store=store, clock=clock, providers=SimpleNamespace(available=()))
        self.reader = Reader(self._services, INSIGHT)

    async def run(self) -> int:
        """Another one each time, as after a restart."""
        self.reader = Reader(self._services, INSIGHT)
        return await self.reader.run_once()


async def opened(store: Store, clock: FixedClock) -> Lane:
    def unit(tx: Tx) -> None:
        insight.begin(tx)
        feed_readers.begin(tx, [INSIGHT.name])
        town.built(tx)

    await store.write(unit)
    return Lane(store, clock)


async def happened(store: Store, *what: Callable[[Tx], None]) -> None:
    for one in what:
        await store.write(one)


async def test_each_thing_counts_once_and_as_it_is_now(store: Store, clock: FixedClock) -> None:
    lane = await opened(store, clock)
    await happened(
        store,
        lambda tx: town.hand_in(tx, 1, START),
        lambda tx: town.hand_in(tx, 3, START),
        lambda tx: town.hand_in(tx, 3, START - 10 * DAY),
        lambda tx: town.hand_in(tx, 2, START, source=3),
        lambda tx: town.visit(tx, 101, START),
        lambda tx: town.visit(tx, 101, START - HOUR),
        lambda tx: town.visit(tx, 102, START, kind=4),
        lambda tx: town.visit(tx, 101, START - DAY),
        lambda tx: town.crash(tx, 1, TODAY),
        lambda tx: town.crash(tx, 1, TODAY),
        lambda tx: town.message(tx, 1),
        lambda tx: town.message(tx, 1, SENT, provider="lviv", parts=2),
        lambda tx: town.message(tx, 2, SENT, provider="lviv", parts=1),
        lambda tx: town.message(tx, 2, FAILED_PERMANENT),
        lambda tx: town.owe(tx, 1, 500),
        lambda tx: town.owe(tx, 2, 300),
        lambda tx: town.owe(tx, 1, 200),
        lambda tx: town.owe(tx, 2, 0),
        lambda tx: town.thread(tx, 1),
        lambda tx: town.thread(tx, 1, 2 * HOUR),
        lambda tx: town.request(tx, 1, "2026-11-20"),
        lambda tx: town.request(tx, 1, "", START),
        lambda tx: town.request(tx, 2, "2026-11-20", START),
        lambda tx: town.request(tx, 2, ""),
    )
    await lane.run()
    water = (UTILITY, town.COLD)
    forest, river = "Річенськ, вул. Лісова", "Річенськ, вул. Річна"
    on_time, early = models.ON_TIME, models.EARLY
    assert await figures(store) == {
        (models.READINGS, TODAY, *water, on_time, ""): (2, 0),
        (models.READINGS, "2026-11-13", *water, models.LATE, ""): (1, 0),
        (models.STREETS, TODAY, *water, on_time, forest): (1, 0),
        (models.STREETS, TODAY, *water, on_time, river): (1, 0),
        (models.STREETS, "2026-11-13", *water, models.LATE, river): (1, 0),
        (models.ACTIVE, TODAY, 0, 0, 0, ""): (2, 0),
        (models.ACTIVE, "2026-11-22", 0, 0, 0, ""): (1, 0),
        (models.VISITS, TODAY, 0, 0, 0, ""): (2, 0),
        (models.VISITS, "2026-11-22", 0, 0, 0, ""): (1, 0),
        (models.CRASHES, TODAY, 0, 0, 0, ""): (2, 0),
        (models.MESSAGES, TODAY, 0, 0, part_of(2, SENT), "lviv"): (1, 2),
        (models.MESSAGES, TODAY, 0, 0, part_of(2, FAILED_PERMANENT), ""): (1, 1),
        (models.DEBTS, TODAY, *water, 0, ""): (1, 200),
        (models.SUPPORT, TODAY, 0, 0, 0, ""): (1, 2 * HOUR),
        (models.PRIVACY, TODAY, 0, 0, 0, ""): (1, 3 * DAY + 12 * HOUR),
    }
    assert early not in {part for _, _, _, _, part, _ in await figures(store)}


async def test_debts_stay_on_the_days_on_which_they_came_and_went(store: Store, clock: FixedClock) -> None:
    lane = await opened(store, clock)
    await happened(store, lambda tx: town.owe(tx, 1, 500))
    await lane.run()
    clock.advance(milliseconds=DAY)
    await happened(store, lambda tx: town.owe(tx, 1, 700), lambda tx: town.owe(tx, 2, 100))
    await lane.run()
    clock.advance(milliseconds=DAY)
    await happened(store, lambda tx: town.owe(tx, 1, 0))
    await lane.run()
    by_day = {day: sums for (_, day, *_), sums in (await figures(store)).items()}
    assert by_day == {"2026-11-23": (1, 500), "2026-11-24": (1, 300), "2026-11-25": (-1, -700)}
    await store.write(insight.want_build)
    await rebuild.turn(store)
    assert {day: sums for (_, day, *_), sums in (await figures(store)).items()} == by_day


@pytest.mark.parametrize("where", ["add", "settle", "changed"])
async def test_a_crash_anywhere_in_a_step_undoes_all_of_it(
    store: Store, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    lane = await opened(store, clock)
    await happened(store, lambda tx: town.visit(tx, 101, START))

    def crashed(*positional: Any, **named: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(insight, where, crashed)
        with pytest.raises(RuntimeError):
            await lane.run()
    assert await figures(store) == {}
    await lane.run()
    assert {key[0]: sums for key, sums in (await figures(store)).items()} == {
        models.ACTIVE: (1, 0),
        models.VISITS: (1, 0),
    }


def something(dice: random.Random, now: int) -> Callable[[Tx], None]:
    """One of the things that happen."""
    number = dice.randint(1, 4)
    states = (QUEUED, SENT, DELIVERED, FAILED_PERMANENT, UNKNOWN, SUPPRESSED, CANCELLED)
    day = iso_day(now - dice.randint(0, 3) * DAY)
    return dice.choice(
        [
            partial(town.hand_in, register=dice.randint(1, 3), at=now - dice.randint(0, 12) * DAY),
            partial(town.visit, user_id=100 + number, at=now - dice.randint(0, 3) * DAY, kind=dice.choice((1, 4))),
            partial(town.message, number=number, state=dice.choice(states), provider=dice.choice(("a", "b"))),
            partial(town.crash, group=number, day=day),
            partial(town.owe, account_id=dice.randint(1, 3), kopecks=dice.choice((0, 100, 250))),
            partial(town.thread, number=number, answered_after=dice.choice((None, HOUR, 5 * HOUR))),
            partial(town.request, number=number, received_on=iso_day(now), closed_at=dice.choice((None, now))),
        ]
    )


@pytest.mark.parametrize("seed", range(4))
async def test_rebuilt_while_traffic_flows_it_is_what_was_kept_up_to_date(
    store: Store, clock: FixedClock, seed: int
) -> None:
    """Whatever happens in whatever order: restarts of the lane, builds in the middle of it, days that pass."""
    dice = random.Random(seed)
    lane = await opened(store, clock)
    for _ in range(4):
        for _ in range(8):
            await store.write(something(dice, clock.now()))
        if dice.random() < 0.5:
            await lane.run()
        await store.write(insight.want_build)
        building = asyncio.create_task(rebuild.turn(store))
        for _ in range(6):
            await store.write(something(dice, clock.now()))
            if dice.random() < 0.4:
                await lane.run()
        assert await building
        await lane.run()
        clock.advance(milliseconds=dice.randint(1, 30) * HOUR)
    kept = await figures(store)
    assert len({key[0] for key in kept}) > 5
    await store.write(insight.want_build)
    assert await rebuild.turn(store)
    assert await figures(store) == kept


async def test_what_was_there_before_is_counted_once_the_service_is_there(store: Store, clock: FixedClock) -> None:
    await store.write(town.built)
    await happened(store, lambda tx: town.hand_in(tx, 1, START), lambda tx: town.owe(tx, 1, 500))
    await happened(store, lambda tx: town.visit(tx, 101, START), lambda tx: town.visit(tx, 101, START - 100 * DAY))
    await happened(store, lambda tx: town.message(tx, 1, SENT, queued_at=START - (MOVING_DAYS + 1) * DAY))
    await store.write(insight.begin)
    await store.write(lambda tx: feed_readers.begin(tx, [INSIGHT.name]))
    lane = Lane(store, clock)
    await happened(store, lambda tx: town.hand_in(tx, 2, START))
    await lane.run()
    assert await rebuild.turn(store)
    amounts = {key[:2]: sums for key, sums in (await figures(store)).items() if key[0] != models.STREETS}
    assert amounts == {
        (models.READINGS, TODAY): (2, 0),
        (models.ACTIVE, TODAY): (1, 0),
        (models.ACTIVE, "2026-08-15"): (1, 0),
        (models.VISITS, TODAY): (1, 0),
        (models.VISITS, "2026-08-15"): (1, 0),
        (models.MESSAGES, "2026-10-08"): (1, 0),
        (models.DEBTS, TODAY): (1, 500),
    }
    assert not await rebuild.turn(store)


async def test_days_whose_records_are_gone_are_taken_over(store: Store, clock: FixedClock) -> None:
    lane = await opened(store, clock)
    await happened(store, lambda tx: town.visit(tx, 101, START), lambda tx: town.visit(tx, 102, START))
    await lane.run()
    clock.advance(milliseconds=366 * DAY)
    await store.write(lambda tx: tx.sql("DELETE FROM activity_event"))
    before = await figures(store)
    await store.write(insight.want_build)
    assert await rebuild.turn(store)
    assert await figures(store) == before != {}


async def test_a_build_that_was_given_up_is_begun_anew_and_leaves_nothing(store: Store, clock: FixedClock) -> None:
    lane = await opened(store, clock)
    await happened(store, lambda tx: town.visit(tx, 101, START), lambda tx: town.owe(tx, 1, 500))
    await lane.run()
    await store.write(insight.want_build)
    first = await store.write(lambda tx: insight.take_build(tx, tx.now + DAY))
    assert first == 3
    await store.write(lambda tx: insight.add(tx, first or 0, _some_counts()))
    assert not await rebuild.turn(store), "somebody else makes it"
    assert await store.write(insight.want_build) is None
    clock.advance(milliseconds=DAY)
    before = await figures(store)
    assert await rebuild.turn(store)
    assert await figures(store) == before
    generations = await store.read(lambda tx: tx.sql("SELECT DISTINCT generation FROM insight_cell"))
    assert len(generations) == 1


def _some_counts() -> insight.Counts:
    counts = insight.Counts()
    counts.add(insight.Key(models.ACTIVE, TODAY), 7)
    return counts


async def test_nobody_stands_in_a_figure_and_what_is_remembered_names_nobody(store: Store, clock: FixedClock) -> None:
    lane = await opened(store, clock)
    await happened(store, lambda tx: town.visit(tx, 101, START), lambda tx: town.hand_in(tx, 1, START))
    await lane.run()
    assert all(model.SUBJECT is None and "user_id" not in model._meta.fields for model in TABLES)

    def numbers(tx: Tx) -> list[int]:
        return [row[0] for row in tx.sql("SELECT number FROM insight_fact WHERE metric = ?", (models.ACTIVE,))]

    (one,) = await store.read(numbers)
    assert one not in (101, 102)
    assert await store.read(lambda tx: insight.visitor(tx, 101, "2026-11-24")) != one
    await store.write(lambda tx: insight.forget_facts(tx, "2026-11-24"))
    assert await store.read(numbers) == []


async def test_what_is_served_tells_the_feed_when_it_is_another(store: Store, clock: FixedClock) -> None:
    lane = await opened(store, clock)
    cursor = store.hub.watch(frozenset({insight.Topic.INSIGHT}), store.hub.revision)
    await happened(store, lambda tx: town.message(tx, 1), lambda tx: town.visit(tx, 101, START))
    await lane.run()
    changes = await cursor.next(READER_SECONDS)
    assert [change.ids for change in changes] == [(SUMMARY,)]
