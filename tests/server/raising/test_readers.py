"""Readers of the feed, on both engines: each change once, whoever reads and whatever crashes."""

import asyncio
import logging
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest

from server import limits
from server.notifications.raising import reader as reader_module
from server.notifications.raising.reader import Reader
from server.notifications.raising.source import Source, Still
from server.notifications.raising.steps import Step
from storage.engine.clock import FixedClock
from storage.engine.feed import Topic
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import Unavailable
from storage.repositories import feed_readers
from storage.repositories.feed_readers import Place
from tests.engines import OpenStore

MINE = frozenset({Topic.WORKS})


class Crash(Exception):
    """The process ends here."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is refused asks again at once."""
    monkeypatch.setattr(reader_module, "READER_SECONDS", 0)


@pytest.fixture
async def store(open_store: OpenStore) -> Store:
    return await open_store()


def noted(tx: Tx, step: Step, available: Any) -> int:
    """Raises a "message" for each id: a row that there can be once."""
    for number in step.ids:
        tx.sql("INSERT INTO meta (name, text) VALUES (?, '')", (f"message {number}",))
    return 0


def made(store: Store, clock: FixedClock, raised: Any = noted, **more: Any) -> Reader:
    services: Any = SimpleNamespace(store=store, clock=clock, providers=SimpleNamespace(available=(2,)))
    return Reader(services, Source("works", MINE, raised, **more))


async def begin(store: Store) -> None:
    await store.write(lambda tx: feed_readers.begin(tx, ["works"]))


async def change(store: Store, *ids: int, topic: Topic = Topic.WORKS) -> None:
    await store.write(lambda tx: tx.change(topic, ids))


async def messages(store: Store) -> list[int]:
    rows = await store.read(lambda tx: tx.sql("SELECT name FROM meta WHERE name LIKE ?", ("message %",)))
    return sorted(int(name.split()[1]) for (name,) in rows)


async def place(store: Store) -> Place:
    return (await store.read(feed_readers.places))["works"]


async def test_a_new_reader_begins_at_the_end_and_acts_on_what_comes_then(store: Store, clock: FixedClock) -> None:
    await change(store, 1)
    await begin(store)
    reader = made(store, clock)
    assert await reader.run_once() == 0
    await change(store, 2, 3)
    await change(store, 9, topic=Topic.READINGS)
    await change(store, 4)
    assert await reader.run_once() == 1  # the two of them in one unit
    await begin(store)  # as at the next start
    assert await made(store, clock).run_once() == 0
    assert await messages(store) == [2, 3, 4]


async def test_what_a_unit_did_not_finish_is_done_by_the_next(store: Store, clock: FixedClock) -> None:
    await begin(store)
    await change(store, 1, 2, 3)

    def crashing(tx: Tx, step: Step, available: Any) -> int:
        noted(tx, step, available)
        raise Crash

    with pytest.raises(Crash):
        await made(store, clock, crashing).run_once()
    assert await messages(store) == []
    assert await made(store, clock).run_once() == 1
    assert await messages(store) == [1, 2, 3]


async def test_a_change_of_many_ids_is_taken_in_portions_and_goes_on_where_it_stopped(
    store: Store, clock: FixedClock
) -> None:
    await begin(store)
    await change(store, *range(10))
    units = 0

    def third_breaks(tx: Tx, step: Step, available: Any) -> int:
        nonlocal units
        units += 1
        if units == 3:
            raise Crash
        return noted(tx, step, available)

    with pytest.raises(Crash):
        await made(store, clock, third_breaks, at_once=3).run_once()
    assert await messages(store) == [*range(6)]
    assert (await place(store)).done == 6
    clock.advance(milliseconds=limits.READER_LEASE_MS)  # of the process that ended
    assert await made(store, clock, at_once=3).run_once() == 2
    assert await messages(store) == [*range(10)]


async def test_one_id_may_take_many_units(store: Store, clock: FixedClock) -> None:
    await begin(store)
    await change(store, 7)

    def slowly(tx: Tx, step: Step, available: Any) -> int:
        tx.sql("INSERT INTO meta (name, text) VALUES (?, '')", (f"message {step.behind}",))
        return step.behind + 1 if step.behind < 4 else 0

    first = made(store, clock, slowly, at_once=1)
    assert await first.run_once() == 5
    assert await messages(store) == [*range(5)]
    assert (await place(store)).behind == 0


async def test_what_takes_units_of_its_own_is_done_before_the_place_moves(store: Store, clock: FixedClock) -> None:
    await begin(store)
    await change(store, 7)
    done: list[int] = []

    async def first(_: Store, number: int, available: Any, still: Still) -> None:
        done.append(number)
        if len(done) == 1:
            raise Crash

    with pytest.raises(Crash):
        await made(store, clock, at_once=1, first=first).run_once()
    assert await messages(store) == []
    clock.advance(milliseconds=limits.READER_LEASE_MS)
    await made(store, clock, at_once=1, first=first).run_once()
    assert (done, await messages(store)) == ([7, 7], [7])


async def test_one_that_fails_for_good_is_passed_in_the_end_and_no_other(store: Store, clock: FixedClock) -> None:
    await begin(store)
    await change(store, *range(1, 40))

    alone = 0

    def bad(tx: Tx, step: Step, available: Any) -> int:
        nonlocal alone
        if 17 in step.ids:
            alone += step.ids == (17,)
            raise ValueError("17")
        return noted(tx, step, available)

    reader = made(store, clock, bad)
    for _ in range(100):
        with suppress(ValueError):
            await reader.run_once()
            break
    assert await messages(store) == [number for number in range(1, 40) if number != 17]
    assert alone == limits.READER_TRIES
    assert reader.passed == 1


async def test_while_the_database_is_away_nothing_is_passed(store: Store, clock: FixedClock) -> None:
    await begin(store)
    await change(store, 1)
    away = True

    def refused(tx: Tx, step: Step, available: Any) -> int:
        if away:
            raise Unavailable("away")
        return noted(tx, step, available)

    reader = made(store, clock, refused)
    for _ in range(limits.READER_TRIES + 2):
        with pytest.raises(Unavailable):
            await reader.run_once()
    clock.advance(milliseconds=5_000)
    assert reader.lag == 5
    away = False
    await reader.run_once()
    assert (await messages(store), reader.passed, reader.lag) == ([1], 0, 0)


async def test_another_process_takes_over_when_the_lease_is_over(
    engine: str, open_store: OpenStore, clock: FixedClock
) -> None:
    store = await open_store()
    await begin(store)
    one = made(store, clock)
    await change(store, 1)
    await one.run_once()
    two = made(await open_store() if engine == "postgresql" else store, clock)
    await change(store, 2)
    await two._store.hub.poll()
    if engine == "postgresql":
        assert await two.run_once() == 0  # the other one has it
        assert await messages(store) == [1]
        clock.advance(milliseconds=limits.READER_LEASE_MS)
    assert await two.run_once() == 1
    await change(store, 3)
    if engine == "postgresql":
        assert await one.run_once() == 0
        await store.write(lambda tx: feed_readers.release(tx, "works", two.holder))
    assert await one.run_once() >= 0  # it finds that its place was moved
    assert await one.run_once() >= 0
    assert await messages(store) == [1, 2, 3]


async def test_a_reader_is_held_while_a_long_step_goes_on(
    engine: str, open_store: OpenStore, clock: FixedClock
) -> None:
    """A step of many units takes longer than a lease; each of them renews it."""
    store = await open_store()
    await begin(store)
    two = made(await open_store() if engine == "postgresql" else store, clock)
    meanwhile: list[int] = []

    async def long(where: Store, number: int, available: Any, still: Still) -> None:
        for _ in range(3):
            clock.advance(milliseconds=limits.READER_LEASE_MS - 1)
            await where.write(still)
            if engine == "postgresql":
                await two._store.hub.poll()
                meanwhile.append(await two.run_once())

    one = made(store, clock, at_once=1, first=long)
    await change(store, 7)
    assert await one.run_once() == 1
    assert (await messages(store), any(meanwhile)) == ([7], False)


async def test_who_was_overtaken_in_a_long_step_breaks_it_off(
    engine: str, open_store: OpenStore, clock: FixedClock
) -> None:
    store = await open_store()
    await begin(store)
    two = made(await open_store() if engine == "postgresql" else store, clock)
    units = 0

    async def long(where: Store, number: int, available: Any, still: Still) -> None:
        nonlocal units
        for _ in range(3):
            await where.write(still)
            units += 1
            clock.advance(milliseconds=limits.READER_LEASE_MS)
            await two._store.hub.poll()
            await two.run_once()

    one = made(store, clock, at_once=1, first=long)
    await change(store, 7)
    assert await one.run_once() == 0
    assert (units, one.passed, await messages(store)) == (1, 0, [7])


async def test_several_at_once_raise_each_change_once(
    engine: str, open_store: OpenStore, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "READER_LEASE_MS", -1)  # so that they take it from each other all the time
    stores = [await open_store() for _ in range(2 if engine == "postgresql" else 1)]
    await begin(stores[0])
    readers = [made(store, clock, at_once=3) for store in stores * 2]

    async def write() -> None:
        for number in range(60):
            await change(stores[number % len(stores)], number)

    async def read(reader: Reader, writing: "asyncio.Task[None]") -> None:
        while not writing.done():
            await reader.run_once()
            await asyncio.sleep(0)

    writing = asyncio.create_task(write())
    await asyncio.gather(writing, *(read(reader, writing) for reader in readers))
    for reader in readers * 3:
        await reader._store.hub.poll()
        await reader.run_once()
    assert await messages(stores[0]) == [*range(60)]
    assert sum(reader.passed for reader in readers) == 0


async def test_compaction_waits_for_a_reader_up_to_a_bound(
    store: Store, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    await begin(store)
    for number in range(20):
        await change(store, number)
    with caplog.at_level(logging.WARNING):
        await store.compact(keep=5, at_most=100)
    assert "a reader holds up the feed's compaction" in caplog.text
    reader = made(store, clock, at_once=10)
    await reader.run_once()
    assert await messages(store) == [*range(20)]
    for number in range(100, 120):
        await change(store, number)
    caplog.clear()
    await store.compact(keep=5, at_most=8)
    assert "compaction passed a reader of the feed" in caplog.text
    clock.advance(milliseconds=limits.READER_LEASE_MS)
    fresh = made(store, clock)
    store.hub._ring.clear()  # as after a start
    await fresh.run_once()
    assert (await messages(store))[20:] == [*range(112, 120)]
    caplog.clear()
    await store.compact(keep=5)
    assert not caplog.text


async def test_a_place_that_little_concerns_is_put_on_record_now_and_then(
    store: Store, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(store)
    reader = made(store, clock)
    for _ in range(5):
        await change(store, 1, topic=Topic.READINGS)
    before = await place(store)
    await reader.run_once()
    assert await place(store) == before
    monkeypatch.setattr(reader_module, "READER_SAVED_REVISIONS", 6)
    await change(store, 1, topic=Topic.READINGS)
    await reader.run_once()
    assert (await place(store)).revision == before.revision + 6


async def test_it_runs_by_itself(store: Store, clock: FixedClock) -> None:
    await begin(store)
    running = asyncio.create_task(made(store, clock).run())
    await change(store, 5)
    for _ in range(200):
        if await messages(store) == [5]:
            break
        await asyncio.sleep(0.02)
    assert await messages(store) == [5]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
