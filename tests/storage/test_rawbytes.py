"""What was overwritten is brought to the disk without holding up who reads for long, or who writes meanwhile."""

import asyncio

import pytest

from storage.engine import rawbytes
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import Unavailable

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


def remember(tx: Tx, number: int) -> None:
    tx.sql("INSERT INTO meta (name, text) VALUES (?, 'x')", (f"n{number}",))


async def test_who_reads_a_snapshot_writes_on_while_the_log_waits_to_be_emptied(store: Store) -> None:
    async with store.snapshot():
        await store.write(lambda tx: remember(tx, 0))
        settling = asyncio.create_task(asyncio.to_thread(rawbytes.settle, store.url))
        for number in range(1, 8):
            await store.write(lambda tx, number=number: remember(tx, number))
            await asyncio.sleep(0.1)
        assert not settling.done(), "the snapshot is older than what has to go"
    await settling


async def test_a_reader_that_stays_is_in_the_way_and_nobody_is_told_that_all_is_gone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rawbytes, "_TRIES", 2)
    async with store.snapshot():
        await store.write(lambda tx: remember(tx, 0))
        with pytest.raises(Unavailable):
            await asyncio.to_thread(rawbytes.settle, store.url)
