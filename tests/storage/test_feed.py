"""The change feed: everything that was committed, once, in the order of commits; for those who come late as well."""

import asyncio

import pytest

from storage.engine.feed import RING, Change, ChangeKind, Cursor, Hub, Topic, pack_ids, unpack_ids
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import FeedClosed, RevisionTooOld, SlowWatcher
from tests.engines import OpenStore


def touch(*numbers: int, topic: Topic = Topic.USERS) -> object:
    def unit(tx: Tx) -> None:
        tx.change(topic, numbers)

    return unit


async def collect(cursor: Cursor, until: int) -> list[int]:
    found: list[int] = []
    while cursor.revision < until:
        found += [number for change in await cursor.next(1.0) for number in change.ids]
    return found


async def test_a_watcher_sees_each_commit_once_and_in_order(store: Store) -> None:
    cursor = store.hub.watch(frozenset({Topic.USERS}), store.hub.revision)
    watching = asyncio.ensure_future(collect(cursor, 50))
    for number in range(50):
        await store.write(lambda tx, number=number: tx.change(Topic.USERS, number))
    assert await asyncio.wait_for(watching, 10) == list(range(50))


async def test_what_is_undone_never_appears(store: Store) -> None:
    def fails(tx: Tx) -> None:
        tx.change(Topic.USERS, 7)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        await store.write(fails)
    await store.write(lambda tx: tx.change(Topic.USERS, 8))
    assert [change.ids for change in await store.hub.after(0)] == [(8,)]


async def test_one_who_comes_late_catches_up_from_the_table(open_store: OpenStore) -> None:
    first = await open_store()
    for number in range(20):
        await first.write(lambda tx, number=number: tx.change(Topic.USERS, number))
    second = await open_store()
    cursor = second.hub.watch(frozenset({Topic.USERS}), 0)
    assert await collect(cursor, 20) == list(range(20))


async def test_two_processes_see_each_others_commits_without_gap_or_doubling(open_store: OpenStore) -> None:
    one, two = await open_store(), await open_store()
    watching = [asyncio.ensure_future(collect(store.hub.watch(frozenset(Topic), 0), 80)) for store in (one, two)]

    async def write(store: Store, first: int) -> None:
        for number in range(first, first + 40):
            await store.write(lambda tx, number=number: tx.change(Topic.USERS, number))
            if not store.postgres:  # there the server itself tells the other
                await asyncio.gather(one.hub.poll(), two.hub.poll())

    await asyncio.gather(write(one, 0), write(two, 100))
    seen = await asyncio.wait_for(asyncio.gather(*watching), 20)
    assert seen[0] == seen[1]
    assert sorted(seen[0]) == [*range(40), *range(100, 140)]


async def test_a_cursor_before_the_compacted_part_is_told(store: Store) -> None:
    for number in range(10):
        await store.write(lambda tx, number=number: tx.change(Topic.USERS, number))
    await store.compact(keep=3)
    with pytest.raises(RevisionTooOld) as caught:
        await store._feed_after(2, 100)
    assert caught.value.first == 8
    assert [change.ids for change in await store._feed_after(7, 100)] == [(7,), (8,), (9,)]


async def test_revisions_go_on_after_everything_was_compacted(open_store: OpenStore) -> None:
    store = await open_store()
    await store.write(lambda tx: tx.change(Topic.USERS, 1))
    await store.compact(keep=0)
    other = await open_store()
    await other.write(lambda tx: tx.change(Topic.USERS, 2))
    assert (await other.hub.after(1))[0].revision == 2


async def test_a_watcher_far_behind_is_cut_off() -> None:
    async def nothing(revision: int, limit: int) -> list[Change]:
        return []

    hub = Hub(nothing, 0)
    cursor = hub.watch(frozenset({Topic.USERS}), 0)
    assert await cursor.next(0.01) == []
    hub.publish(Change(number, Topic.USERS, ChangeKind.UPDATED, (number,), 0) for number in range(1, RING + 2))
    with pytest.raises(SlowWatcher):
        await cursor.next(0.01)


async def test_a_watch_is_told_nothing_of_what_other_topics_do() -> None:
    """Not even that nothing happened: five thousand of them would each send a frame whenever anybody hands in a
    reading."""

    async def read_after(revision: int, limit: int) -> list[Change]:
        raise AssertionError("it is all in memory")

    def change(revision: int, topic: Topic) -> Change:
        return Change(revision, topic, ChangeKind.UPDATED, (revision,), 0)

    hub = Hub(read_after, 0)
    cursor = hub.watch(frozenset({Topic.USERS}), 0)
    waiting = asyncio.ensure_future(cursor.next(10.0))
    for revision in range(1, 4):
        hub.publish([change(revision, Topic.READINGS)])
        for _ in range(5):
            await asyncio.sleep(0)
        assert not waiting.done(), revision
    hub.publish([change(4, Topic.READINGS), change(5, Topic.USERS)])
    assert await asyncio.wait_for(waiting, 10) == [change(5, Topic.USERS)]


async def test_progress_is_told_in_time_and_is_past_what_other_topics_did() -> None:
    async def read_after(revision: int, limit: int) -> list[Change]:
        raise AssertionError("it is all in memory")

    hub = Hub(read_after, 0)
    cursor = hub.watch(frozenset({Topic.USERS}), 0)
    waiting = asyncio.ensure_future(cursor.next(0.3))
    revision = 0
    async with asyncio.timeout(10):
        while not waiting.done():  # the others never rest, and the time is over all the same
            revision += 1
            hub.publish([Change(revision, Topic.READINGS, ChangeKind.UPDATED, (1,), 0)])
            await asyncio.sleep(0.01)
    assert waiting.result() == []
    assert cursor.revision >= revision - 1 > 0


async def test_a_closing_hub_wakes_who_waits(store: Store) -> None:
    waiting = asyncio.ensure_future(store.hub.watch(frozenset({Topic.USERS}), 0).next())
    await asyncio.sleep(0)
    store.hub.close()
    with pytest.raises(FeedClosed):
        await asyncio.wait_for(waiting, 1)


def test_ids_are_packed_without_doublings() -> None:
    assert unpack_ids(pack_ids([3, 1, 3, 1 << 62])) == (3, 1, 1 << 62)
