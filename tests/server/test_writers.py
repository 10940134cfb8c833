"""Readings from several writers and several processes: nobody judges by what another has changed, nothing is lost."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from smartregion.v1.reading_service_pb2 import ReadingState

from server.accounts import meters as placing
from server.codec import DAY_MS, MICRO
from server.errors import Conflict
from server.readings import importing, ingest, review
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import StorageError
from storage.models.accounts import Installation, Meter, Register, UsagePoint
from storage.repositories import histories, meters, readings
from storage.repositories.scope import EVERYTHING
from tests.engines import START, OpenStore

from .dials import SOMEBODY, Dial

A, R, C = (
    ReadingState.READING_STATE_ACCEPTED,
    ReadingState.READING_STATE_IN_REVIEW,
    ReadingState.READING_STATE_CORRECTED,
)
CALL: Any = SimpleNamespace(
    principal=SOMEBODY, request=SimpleNamespace(reason="перевірено"), own_scope=lambda: EVERYTHING
)


def installed(tx: Tx, number: int) -> None:
    tx.insert(UsagePoint(id=number, city="М", street="С", building="1", apartment=str(number)))
    tx.insert(Meter(id=number, serial_number=str(number), commodity=1))
    tx.insert(Register(id=number, meter_id=number, installation_id=number, tier=1, integer_digits=5, fraction_digits=3))
    tx.insert(Installation(id=number, meter_id=number, usage_point_id=number, installed_at=0))


def entry(register: int, value: int, day: int) -> ingest.Entry:
    return ingest.Entry(register, "", 1, value * MICRO, START - (900 - day) * DAY_MS, None, None)


def intake(*entries: ingest.Entry) -> ingest.Intake:
    return ingest.Intake(SOMEBODY, EVERYTHING, 1, entries)


async def several(open_store: OpenStore) -> list[Store]:
    """As many processes as the engine lets write."""
    first = await open_store()
    return [first, await open_store(), await open_store()] if first.postgres else [first]


async def submit(store: Store, *entries: ingest.Entry) -> list[int]:
    outcomes: Any = await store.batch(ingest.take).submit(intake(*entries))
    return [outcome.judgement.state for outcome in outcomes]


async def test_processes_that_take_turns_judge_as_one_would(open_store: OpenStore, tx: Tx) -> None:
    random = Random(7)
    stores = await several(open_store)
    registers = range(1, 6)
    await stores[0].write(lambda tx: [installed(tx, number) for number in registers])
    tx.now = START
    alone = {number: Dial(tx) for number in registers}
    value = dict.fromkeys(registers, 100)
    for day in range(120):
        number = random.choice(registers)
        value[number] += random.choice([0, 3, 4, 5, -20, 4_000])
        index = max(0, value[number])
        states = await submit(random.choice(stores), entry(number, index, day))
        expected = alone[number].take((START - (900 - day) * DAY_MS, index))[0].judgement
        assert expected is not None
        assert states == [expected.state], day
        if states != [A]:
            value[number] = max(100, value[number] % 4_000)


async def test_a_decision_by_another_process_is_seen(open_store: OpenStore) -> None:
    stores = await several(open_store)
    here, there = stores[0], stores[-1]
    await here.write(lambda tx: installed(tx, 1))
    assert await submit(here, entry(1, 100, 0)) == [A]
    assert await submit(there, entry(1, 90_000, 1)) == [R]

    def accept(tx: Tx) -> None:
        histories.lock_registers(tx, [1])
        row = histories.from_instant(tx, 1, START - 899 * DAY_MS)[0]
        readings.move(tx, row, state=A, quality=1, actor_kind=2, actor_id=7, reason="перевірено")
        ingest.Histories.shared(tx).forget([1])

    await there.write(accept)
    assert await submit(here, entry(1, 90_001, 2)) == [A]


def zoned(tx: Tx, number: int) -> None:
    """A meter with a total and two zones."""
    tx.insert(UsagePoint(id=number, city="М", street="С", building="1", apartment=str(number)))
    tx.insert(Meter(id=number, serial_number=str(number), commodity=4))
    for tier in (1, 2, 3):
        tx.insert(
            Register(
                id=10 * number + tier,
                meter_id=number,
                installation_id=number,
                tier=tier,
                integer_digits=6,
                fraction_digits=3,
            )
        )
    tx.insert(Installation(id=number, meter_id=number, usage_point_id=number, installed_at=0))


async def test_a_total_and_its_zones_by_two_writers_at_once_are_held_against_each_other(open_store: OpenStore) -> None:
    stores = await several(open_store)
    numbers = range(1, 41)
    await stores[0].write(lambda tx: [zoned(tx, number) for number in numbers])
    await submit(stores[0], *(entry(10 * number + 2, 100, 1) for number in numbers))
    for number in numbers:
        night, total = entry(10 * number + 3, 150, 1), entry(10 * number + 1, 300, 1)
        await asyncio.gather(submit(stores[0], night), submit(stores[-1], total))
    states = await stores[0].read(
        lambda tx: tx.numbers(
            "SELECT DISTINCT state FROM reading WHERE register_id IN ({marks})", [10 * number + 1 for number in numbers]
        )
    )
    assert states == {R}


async def test_opposite_moves_end_both(open_store: OpenStore) -> None:
    """Two people each put a reading on the other's register at once: neither waits for the other for ever."""
    stores = await several(open_store)
    await stores[0].write(lambda tx: [installed(tx, number) for number in range(1, 9)])
    # Two at each place.
    await stores[0].write(lambda tx: tx.sql("UPDATE installation SET usage_point_id = (id + 1) / 2"))
    await submit(stores[0], *(entry(number, 100, 0) for number in range(1, 9)))
    await submit(stores[0], *(entry(number, 90_000 + number % 2 * 5_000, 1 + number % 2) for number in range(1, 9)))

    def moved(register: int, to: int) -> Callable[[Tx], None]:
        def unit(tx: Tx) -> None:
            wrong = next(row for row in histories.from_instant(tx, register, 0) if row.state == R)
            row = review.held(tx, wrong.id, None, to)
            review.move(tx, CALL, row, to)

        return unit

    pairs = [(number, number + 1) for number in range(1, 9, 2)]
    await asyncio.gather(
        *(stores[0].write(moved(*pair)) for pair in pairs), *(stores[-1].write(moved(*pair[::-1])) for pair in pairs)
    )
    rows = await stores[0].read(lambda tx: [histories.from_instant(tx, number, 0) for number in range(1, 9)])
    assert all(C in {row.state for row in several} for several in rows)


async def test_an_exchange_and_the_intake_wait_for_each_other(open_store: OpenStore) -> None:
    """A reading of after a removal that comes while the meter is being removed is judged by what that leaves."""
    stores = await several(open_store)
    await stores[0].write(lambda tx: installed(tx, 1))
    assert await submit(stores[-1], entry(1, 100, 0)) == [A]
    begun = threading.Event()

    def take_out(tx: Tx) -> None:
        device = meters.get(tx, 1, EVERYTHING)
        assert device is not None
        placing.remove(tx, CALL, device, START - 890 * DAY_MS, {1: 110 * MICRO}, "removed_at")
        begun.set()
        time.sleep(0.3)  # long enough for the other to come and wait

    async def later() -> list[int]:
        await asyncio.to_thread(begun.wait)
        return await submit(stores[-1], entry(1, 150, 20))

    _, states = await asyncio.gather(stores[0].write(take_out), later())
    assert states == [ReadingState.READING_STATE_REFUSED]


async def test_two_meters_are_never_put_in_one_place(open_store: OpenStore) -> None:
    stores = await several(open_store)
    await stores[0].write(lambda tx: installed(tx, 1))

    def install(number: int) -> Callable[[Tx], None]:
        def unit(tx: Tx) -> None:
            dial = Register(tier=1, integer_digits=5, fraction_digits=3, multiplier=MICRO, direction=1)
            meter = Meter(id=number, serial_number=str(number), model="", commodity=2, version=1)
            meters.create(tx, meter)
            placing.install(tx, CALL, meter, [dial], 1, START - DAY_MS, {1: 0})
            time.sleep(0.2)

        return unit

    ends = await asyncio.gather(
        *(one.write(install(number)) for number, one in enumerate((stores[0], stores[-1]), 2)), return_exceptions=True
    )
    assert sorted(type(end) for end in ends if end is not None) == [Conflict]
    placed = await stores[0].read(lambda tx: meters.installed_at_point(tx, 1, 2))
    assert len(placed) == 1


async def test_what_was_undone_leaves_nothing_in_memory(store: Store) -> None:
    await store.write(lambda tx: installed(tx, 1))
    assert await submit(store, entry(1, 100, 0)) == [A]

    def fails(tx: Tx) -> None:
        ingest.take(tx, [intake(entry(1, 150, 1))])
        raise StorageError("injected")

    with pytest.raises(StorageError):
        await store.write(fails)
    assert await submit(store, entry(1, 120, 1)) == [A]


async def test_rows_of_an_import_are_taken_in_their_order_and_none_is_lost(store: Store) -> None:
    await store.write(lambda tx: [installed(tx, number) for number in range(1, 11)])

    async def parts() -> AsyncIterator[importing.Part]:
        for number in range(80):
            rows = [entry(register, 100 + number, number) for register in range(1, 11)] * 5
            first = number * 50 + 1
            yield importing.Part("file", first, rows, range(first, first + 50))

    call: Any = SimpleNamespace(principal=SOMEBODY, own_scope=lambda: EVERYTHING)
    taken = duplicates = 0
    expected = 1
    async for part, outcomes in importing.taken(parts(), call, store.batch(ingest.take)):
        assert part.first == expected
        expected = part.behind
        taken += sum(outcome.judgement is not None and outcome.judgement.state == A for outcome in outcomes)
        duplicates += sum(outcome.duplicate for outcome in outcomes)
    assert (taken, duplicates) == (800, 3_200)  # each row stood there five times


async def test_an_import_that_waits_for_each_reply_gets_it(store: Store) -> None:
    await store.write(lambda tx: installed(tx, 1))
    answered = asyncio.Event()

    async def parts() -> AsyncIterator[importing.Part]:
        for number in range(3):
            yield importing.Part("file", number + 1, [entry(1, 100 + number, number)], [number + 1])
            await asyncio.wait_for(answered.wait(), 10)
            answered.clear()

    call: Any = SimpleNamespace(principal=SOMEBODY, own_scope=lambda: EVERYTHING)
    async for _, outcomes in importing.taken(parts(), call, store.batch(ingest.take)):
        assert outcomes[0].judgement is not None
        answered.set()


async def test_a_fault_in_the_file_comes_behind_the_replies_to_what_was_before_it(store: Store) -> None:
    await store.write(lambda tx: installed(tx, 1))

    async def parts() -> AsyncIterator[importing.Part]:
        yield importing.Part("file", 1, [entry(1, 100, 0)], [1])
        raise ValueError("cut in the middle")

    call: Any = SimpleNamespace(principal=SOMEBODY, own_scope=lambda: EVERYTHING)
    replies = importing.taken(parts(), call, store.batch(ingest.take))
    part, _ = await anext(replies)
    assert part.first == 1
    with pytest.raises(ValueError, match="cut in the middle"):
        await anext(replies)
