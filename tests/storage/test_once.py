"""Exactly once: a request_id is answered as it was the first time."""

import asyncio

import pytest

from storage.engine.clock import FixedClock
from storage.engine.once import KEPT_MS, Once, forget_old
from storage.engine.store import Store
from storage.errors import RequestReused
from storage.keys.keystore import KeyStore
from storage.models.journal import OnceReply
from tests.engines import OpenStore


def once(request_id: str, body: bytes = b"body", principal: str = "2:1") -> Once:
    return Once.of(principal, request_id, "/service/Call", body, str.encode, bytes.decode)


class Counter:
    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, tx: object) -> str:
        self.runs += 1
        return f"reply {self.runs}"


async def test_the_same_request_gets_the_same_reply(store: Store) -> None:
    work = Counter()
    replies = [await store.write(work, once=once("a")) for _ in range(3)]
    assert replies == ["reply 1"] * 3
    assert work.runs == 1


async def test_requests_that_wait_together_are_done_once(store: Store) -> None:
    work = Counter()
    replies = await asyncio.gather(*(store.write(work, once=once("a")) for _ in range(20)))
    assert set(replies) == {"reply 1"}


async def test_items_of_a_batch_are_done_once(store: Store) -> None:
    batch = store.batch(lambda tx, items: [f"reply {item}" for item in items])
    replies = await asyncio.gather(*(batch.submit(number, once("a")) for number in range(5)))
    assert len(set(replies)) == 1


async def test_another_body_under_the_same_id_is_refused(store: Store) -> None:
    await store.write(Counter(), once=once("a"))
    with pytest.raises(RequestReused):
        await store.write(Counter(), once=once("a", b"another"))


async def test_another_principal_may_use_the_same_id(store: Store) -> None:
    work = Counter()
    await store.write(work, once=once("a"))
    assert await store.write(work, once=once("a", principal="2:2")) == "reply 2"


async def test_a_failed_request_may_be_repeated(store: Store) -> None:
    def fails(tx: object) -> str:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        await store.write(fails, once=once("a"))
    assert await store.write(Counter(), once=once("a")) == "reply 1"


async def test_a_reply_is_kept_for_a_day(store: Store, clock: FixedClock) -> None:
    work = Counter()
    await store.write(work, once=once("a"))
    clock.advance(milliseconds=KEPT_MS)
    await store.write(forget_old)
    assert await store.read(lambda tx: tx.all(OnceReply.select())) == []
    assert await store.write(work, once=once("a")) == "reply 2"


async def test_a_reply_is_sealed_and_gone_with_its_person(store: Store, keys: KeyStore) -> None:
    keys.create(5)

    def personal(tx: object) -> str:
        tx.subject = 5  # type: ignore[attr-defined]
        return "secret words"

    await store.write(personal, once=once("a"))
    stored = await store.read(lambda tx: tx.rows(OnceReply.select(OnceReply.reply)))
    assert b"secret words" not in bytes(stored[0][0])
    keys.destroy(5, 1)
    with pytest.raises(RequestReused):
        await store.write(personal, once=once("a"))


async def test_two_processes_do_a_request_once(open_store: OpenStore) -> None:
    one, two = await open_store(), await open_store()
    work = Counter()
    replies = await asyncio.gather(*(store.write(work, once=once("a")) for store in (one, two) * 5))
    assert set(replies) == {"reply 1"}
