"""Units of work: groups, savepoints, and what the caller gets."""

import asyncio
import gc
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from peewee import OperationalError

from storage.engine import pace, writer
from storage.engine.clock import FixedClock
from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.engine.writer import LONGEST_MS
from storage.errors import DuplicateValue, StorageError, Unavailable
from storage.models.accounts import Meter
from storage.models.journal import AuditEntry
from tests.engines import OpenStore


def insert(tx: Tx, serial: str) -> int:
    number = new_id()
    tx.insert(Meter(id=number, serial_number=serial, commodity=1))
    tx.change(Topic.METERS, number, ChangeKind.CREATED)
    return number


def serials(tx: Tx) -> list[str]:
    return sorted(serial for (serial,) in tx.rows(Meter.select(Meter.serial_number)))


async def held_back(store: Store) -> threading.Event:
    """Keeps every writer thread busy until the event is set, so that what is written meanwhile makes one group."""
    release = threading.Event()
    started = [threading.Event() for _ in range(4 if store.postgres else 1)]

    def busy(started: threading.Event) -> None:
        started.set()
        release.wait(5)

    for event in started:
        task = asyncio.get_running_loop().create_task(store.write(lambda tx, event=event: busy(event)))
        _held.add(task)
        task.add_done_callback(_held.discard)
        await asyncio.to_thread(event.wait, 5)
    return release


_held: set["asyncio.Task[None]"] = set()


async def test_what_a_unit_returns_comes_back_to_its_caller(store: Store) -> None:
    numbers = await asyncio.gather(*(store.write(lambda tx, n=n: n * n) for n in range(200)))
    assert numbers == [n * n for n in range(200)]


async def test_a_unit_that_raises_undoes_only_its_own_work(store: Store) -> None:
    def fails(tx: Tx) -> None:
        insert(tx, "bad")
        raise ValueError("no")

    release = await held_back(store)
    work = [
        asyncio.ensure_future(store.write(lambda tx: insert(tx, "a"))),
        asyncio.ensure_future(store.write(fails)),
        asyncio.ensure_future(store.write(lambda tx: insert(tx, "b"))),
    ]
    await asyncio.sleep(0)
    release.set()
    first, failed, last = await asyncio.gather(*work, return_exceptions=True)

    assert isinstance(failed, ValueError)
    assert await store.read(serials) == ["a", "b"]
    changes = await store.hub.after(0)
    assert {number for change in changes for number in change.ids} == {first, last}


async def test_a_taken_value_is_told_in_our_words_and_undoes_the_unit(store: Store) -> None:
    number = await store.write(lambda tx: insert(tx, "a"))

    def again(tx: Tx) -> None:
        insert(tx, "b")
        tx.insert(Meter(id=number, serial_number="c", commodity=1))

    with pytest.raises(DuplicateValue):
        await store.write(again)
    assert await store.read(serials) == ["a"]


async def test_a_broken_constraint_is_not_mistaken_for_a_taken_value(store: Store) -> None:
    with pytest.raises(StorageError) as caught:
        await store.write(lambda tx: tx.insert(Meter(id=new_id(), serial_number=None, commodity=1)))
    assert not isinstance(caught.value, DuplicateValue)
    assert "serial" not in str(caught.value)


async def test_statements_of_ones_own_report_taken_values_too(store: Store) -> None:
    def twice(tx: Tx) -> None:
        for _ in range(2):
            tx.sql("INSERT INTO meta (name, text) VALUES (?, ?)", ("fact", "1"))

    with pytest.raises(DuplicateValue):
        await store.write(twice)
    with pytest.raises(DuplicateValue):
        await store.write(lambda tx: tx.many("INSERT INTO meta (name, text) VALUES (?, ?)", [("x", "1"), ("x", "2")]))


async def test_a_statement_that_cannot_run_fails_its_caller_and_nobody_else(store: Store) -> None:
    release = await held_back(store)
    work = [
        asyncio.ensure_future(store.write(lambda tx: insert(tx, "a"))),
        asyncio.ensure_future(store.write(lambda tx: tx.sql("SELECT * FROM nowhere"))),
        asyncio.ensure_future(store.write(lambda tx: insert(tx, "b"))),
    ]
    await asyncio.sleep(0)
    release.set()
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    assert isinstance(outcomes[1], Exception)
    assert await store.read(serials) == ["a", "b"]


async def test_memory_that_a_unit_keeps_is_undone_with_it(store: Store) -> None:
    undone = []

    def fails(tx: Tx) -> None:
        tx.undo.append(lambda: undone.append(1))
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        await store.write(fails)
    assert undone == [1]


async def test_items_of_many_callers_are_handled_in_one_call(store: Store) -> None:
    calls: list[list[int]] = []

    def handler(tx: Tx, items: list[int]) -> list[int | Exception]:
        calls.append(items)
        return [item + 1 if item % 3 else ValueError(str(item)) for item in items]

    batch = store.batch(handler)
    release = await held_back(store)
    work = [asyncio.ensure_future(batch.submit(n)) for n in range(12)]
    await asyncio.sleep(0)
    release.set()
    outcomes = await asyncio.gather(*work, return_exceptions=True)

    assert [repr(o) for o in outcomes] == [repr(n + 1 if n % 3 else ValueError(str(n))) for n in range(12)]
    if not store.postgres:  # there several threads share them out
        assert calls == [list(range(12))]


async def test_an_item_that_breaks_the_handler_fails_alone(store: Store) -> None:
    def handler(tx: Tx, items: list[str]) -> list[int | Exception]:
        made: list[int | Exception] = []
        for item in items:
            made.append(insert(tx, item))
            if item == "bad":
                raise ValueError(item)
        return made

    batch = store.batch(handler)
    release = await held_back(store)
    work = [asyncio.ensure_future(batch.submit(item)) for item in ("a", "bad", "b")]
    await asyncio.sleep(0)
    release.set()
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    assert isinstance(outcomes[1], ValueError)
    assert await store.read(serials) == ["a", "b"]


async def test_readers_see_only_what_was_committed(store: Store) -> None:
    def slow(tx: Tx) -> None:
        insert(tx, "a")
        inside.set()
        go_on.wait(5)

    inside, go_on = threading.Event(), threading.Event()
    work = asyncio.ensure_future(store.write(slow))
    await asyncio.to_thread(inside.wait, 5)
    assert await store.read(serials) == []
    go_on.set()
    await work
    assert await store.read(serials) == ["a"]


async def test_a_read_is_one_snapshot(store: Store) -> None:
    def twice(tx: Tx) -> tuple[list[str], list[str]]:
        before = serials(tx)
        inside.set()
        go_on.wait(5)
        return before, serials(tx)

    inside, go_on = threading.Event(), threading.Event()
    reading = asyncio.ensure_future(store.read(twice))
    await asyncio.to_thread(inside.wait, 5)
    await store.write(lambda tx: insert(tx, "a"))
    go_on.set()
    assert await reading == ([], [])


async def test_a_snapshot_stays_as_it_was_and_its_thread_ends_with_it(store: Store) -> None:
    await store.write(lambda tx: insert(tx, "a"))
    async with store.snapshot() as snapshot:
        assert await snapshot.read(serials) == ["a"]
        await store.write(lambda tx: insert(tx, "b"))
        assert await snapshot.read(serials) == ["a"]
        (thread,) = (one for one in threading.enumerate() if one.name.startswith("snapshot"))
    await asyncio.to_thread(thread.join, 10)
    assert not thread.is_alive()
    assert await store.read(serials) == ["a", "b"]


async def test_who_leaves_a_snapshot_does_not_wait_for_its_query(store: Store) -> None:
    begun, over = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        begun.set()
        over.wait(10)

    async def look() -> None:
        async with store.snapshot() as snapshot:
            await snapshot.read(slow)

    looking = asyncio.create_task(look())
    await asyncio.to_thread(begun.wait, 10)
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    assert not over.is_set()
    over.set()


async def test_work_that_was_queued_is_done_before_the_store_closes(url: str, open_store: OpenStore) -> None:
    store = await open_store()
    other = await Store.open(url, store.keys, clock=store.clock)
    work = [asyncio.ensure_future(other.write(lambda tx, n=n: insert(tx, f"{n:03}"))) for n in range(100)]
    await asyncio.sleep(0)
    await other.close()
    await asyncio.gather(*work)
    assert len(await store.read(serials)) == 100
    with pytest.raises(Unavailable):
        await other.write(serials)
    with pytest.raises(Unavailable):
        await other.read(serials)


async def test_a_full_queue_tells_callers_to_come_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "QUEUE_LIMIT", 2)
    release = await held_back(store)
    work = [asyncio.ensure_future(store.write(lambda tx: insert(tx, "a"))) for _ in range(3)]
    outcomes = asyncio.gather(*work, return_exceptions=True)
    await asyncio.sleep(0)
    release.set()
    assert sum(isinstance(outcome, Unavailable) for outcome in await outcomes) == 1


async def test_a_commit_without_answer_is_not_done_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is durable is not known; the caller repeats it with the same request_id."""
    real = store.writer._database.execute_sql
    runs: list[int] = []
    lost = iter([True])

    def failing(sql: str, params: object = None) -> object:
        done = real(sql, params)
        if sql == "COMMIT" and next(lost, False):
            raise OperationalError("the connection is gone")
        return done

    monkeypatch.setattr(store.writer._database, "execute_sql", failing)
    with pytest.raises(Unavailable):
        await store.write(lambda tx: runs.append(insert(tx, "a")))
    assert len(runs) == 1
    assert await store.read(serials) == ["a"]
    await store.write(lambda tx: insert(tx, "b"))
    assert await store.read(serials) == ["a", "b"]


async def test_rows_that_a_unit_holds_wait_for_it(store: Store) -> None:
    """A read-modify-write under `lock` loses no update, also with several writers at once."""
    number = await store.write(lambda tx: insert(tx, "a"))

    def next_version(tx: Tx) -> None:
        meter = tx.first(tx.lock(Meter.select().where(Meter.id == number)))
        tx.run(Meter.update(version=meter.version + 1).where(Meter.id == number))

    await asyncio.gather(*(store.write(next_version) for _ in range(40)))
    assert await store.read(lambda tx: tx.scalar(Meter.select(Meter.version))) == 41


async def test_a_deadlock_of_two_units_is_resolved(store: Store) -> None:
    """On PostgreSQL one of them is run again; SQLite's one writer never has any."""
    one, two = [await store.write(lambda tx, s=s: insert(tx, s)) for s in "ab"]
    both_hold_one = threading.Barrier(2)
    begun = threading.Event()

    def in_order(first: int, second: int) -> Callable[[Tx], None]:
        def unit(tx: Tx) -> None:
            tx.run(Meter.update(version=Meter.version + 1).where(Meter.id == first))
            if store.postgres:
                tx.sql("SET LOCAL deadlock_timeout = '20ms'")
                begun.set()
                with suppress(threading.BrokenBarrierError):
                    both_hold_one.wait(1)
            tx.run(Meter.update(version=Meter.version + 1).where(Meter.id == second))
            both_hold_one.abort()

        return unit

    first = asyncio.ensure_future(store.write(in_order(one, two)))
    await asyncio.to_thread(begun.wait, 1 if store.postgres else 0)
    await asyncio.gather(first, store.write(in_order(two, one)))
    assert await store.read(lambda tx: tx.rows(Meter.select(Meter.version))) == [(3,), (3,)]


async def test_work_that_takes_too_long_is_undone_and_told_of(store: Store, clock: FixedClock) -> None:
    """What was held ten seconds ago is told already, so nothing may be written down as of then any more."""

    def slow(tx: Tx) -> int:
        number = insert(tx, "slow")
        clock.advance(milliseconds=LONGEST_MS + 1)
        return number

    with pytest.raises(Unavailable, match="too long"):
        await store.write(slow)
    await store.write(lambda tx: insert(tx, "quick"))
    assert await store.read(serials) == ["quick"]


async def test_an_empty_group_leaves_no_trace(store: Store) -> None:
    await store.write(lambda tx: None)
    assert store.hub.revision == 0
    assert await store.read(lambda tx: tx.all(AuditEntry.select())) == []


async def test_a_read_behind_the_end_opens_no_connection_again(open_store: OpenStore) -> None:
    store = await open_store()
    closing = asyncio.ensure_future(store.close())
    while not closing.done():
        with suppress(Unavailable):
            await store.read(lambda tx: tx.sql("SELECT 1"))
        await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await store.read(lambda tx: tx.sql("SELECT 1"))
    await closing
    gc.collect()  # a connection that is still open is told of here


async def test_a_group_is_bounded_by_the_weight_of_its_work(store: Store) -> None:
    groups: list[list[int]] = []

    def handler(tx: Tx, items: list[int]) -> list[int]:
        groups.append(items)
        return items

    release = await held_back(store)
    batch = store.batch(handler)
    waiting = [asyncio.ensure_future(batch.submit(weight, weight=weight)) for weight in (200, 40, 60, 5_000, 1)]
    await asyncio.sleep(0.05)
    release.set()
    assert await asyncio.gather(*waiting) == [200, 40, 60, 5_000, 1]
    most = 250 if store.postgres else 1_500
    assert all(len(group) == 1 or sum(group) <= most for group in groups)
    assert [5_000] in groups


async def test_patient_work_lets_others_go_first_and_goes_alone(store: Store) -> None:
    release = await held_back(store)
    done: list[str] = []
    tasks = [asyncio.create_task(store.write(lambda tx: done.append("patient"), patient=True))]
    await asyncio.sleep(0)
    tasks += [asyncio.create_task(store.write(lambda tx, n=n: done.append(f"prompt {n}"))) for n in range(3)]
    await asyncio.sleep(0)
    release.set()
    await asyncio.gather(*tasks)
    assert len(done) == 4
    if not store.postgres:  # there several writers take what waits
        assert done[-1] == "patient"


@pytest.mark.parametrize("others", [1, 40])
async def test_patient_work_gets_on_however_much_else_there_is(store: Store, others: int) -> None:
    going = True

    async def busy() -> None:
        while going:
            await store.write(lambda tx: None)

    tasks = [asyncio.create_task(busy()) for _ in range(others)]
    try:
        async with asyncio.timeout(20):
            for _ in range(20):
                await store.write(lambda tx: None, patient=True)
    finally:
        going = False
        await asyncio.gather(*tasks)


async def test_patient_work_grows_while_nobody_waits_behind_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "CALM", 0.0)
    mine, seen = store.pace(100, 700), []
    for _ in range(5):
        seen.append(mine.rows)
        await store.write(lambda tx: None, patient=True)
        mine.done()
    assert seen == [100, 200, 400, 700, 700]
    mine.slow()
    assert mine.rows == 100


async def test_patient_work_shrinks_as_soon_as_somebody_had_to_wait(store: Store) -> None:
    mine = store.pace(100, 700)
    mine.done()
    assert mine.rows == 200
    began, go_on = [threading.Event() for _ in range(4)], threading.Event()

    def long(event: threading.Event) -> None:
        event.set()
        go_on.wait(5)

    steps = []
    for event in began[: 4 if store.postgres else 1]:
        steps.append(asyncio.create_task(store.write(lambda tx, event=event: long(event), patient=True)))
        await asyncio.to_thread(event.wait, 5)
    waiting = asyncio.create_task(store.write(lambda tx: None))
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(waiting, *steps)
    assert mine.rows == 100
    mine.done()
    assert mine.rows == 100


async def test_what_is_read_page_after_page_holds_up_no_single_look(store: Store) -> None:
    release = threading.Event()
    pages = [asyncio.ensure_future(store.read(lambda tx: release.wait(5), long=True)) for _ in range(20)]
    await asyncio.sleep(0)
    assert await store.read(serials) == []
    assert not any(page.done() for page in pages)
    release.set()
    assert all(await asyncio.gather(*pages))
