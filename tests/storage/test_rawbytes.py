"""What was overwritten is brought to the disk without holding up who reads for long, or who writes meanwhile; and what
is left is found wherever it lies, in tables of more than one window too."""

import asyncio
import itertools
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from storage.engine import rawbytes
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import Unavailable

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"])
#: Rows of a thousand bytes: more than two windows of them.
ROWS = 9_500


#: What another process sees.
READS = (
    "import sqlite3, sys\n"
    "for (name,) in sqlite3.connect(sys.argv[1]).execute(\"SELECT name FROM meta WHERE text = 'x' ORDER BY name\"):\n"
    "    print(name)"
)


def remember(tx: Tx, number: int) -> None:
    tx.sql("INSERT INTO meta (name, text) VALUES (?, 'x')", (f"n{number}",))


@on_sqlite
async def test_who_reads_a_snapshot_writes_on_while_the_log_waits_to_be_emptied(store: Store) -> None:
    async with store.snapshot():
        await store.write(lambda tx: remember(tx, 0))
        settling = asyncio.create_task(asyncio.to_thread(rawbytes.settle, store.url))
        for number in range(1, 8):
            await store.write(lambda tx, number=number: remember(tx, number))
            await asyncio.sleep(0.1)
        assert not settling.done(), "the snapshot is older than what has to go"
    await settling


@on_sqlite
async def test_a_reader_that_stays_is_in_the_way_and_nobody_is_told_that_all_is_gone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rawbytes, "_TRIES", 2)
    async with store.snapshot():
        await store.write(lambda tx: remember(tx, 0))
        with pytest.raises(Unavailable):
            await asyncio.to_thread(rawbytes.settle, store.url)


def padded(tx: Tx) -> None:
    """Rows of some MB, each with a text of its own, which is nowhere else."""
    dice = random.Random(7)
    rows = [(f"n{number}", f"needle-{number}-{dice.randbytes(490).hex()}") for number in range(ROWS)]
    tx.many("INSERT INTO meta (name, text) VALUES (?, ?)", rows)


async def scanned(store: Store) -> list[bytes]:
    """The parts of what holds the table, in order."""
    await asyncio.to_thread(rawbytes.settle, store.url)
    held: dict[str, list[bytes]] = {}
    for name, part in await asyncio.to_thread(lambda: list(rawbytes.chunks(store.url))):
        held.setdefault(name, []).append(part)
    (found,) = [parts for parts in held.values() if any(b"needle-1-" in part for part in parts)]
    return found


async def test_a_table_of_several_windows_is_read_whole(store: Store) -> None:
    await store.write(padded)
    parts = await scanned(store)
    assert len(parts) > 2, "it fits no single window"
    told = {needle for part in parts for needle in re.findall(rb"needle-(\d+)-", part)}
    assert told == {str(number).encode() for number in range(ROWS)}


async def test_what_lies_across_the_border_of_two_windows_is_found(store: Store) -> None:
    await store.write(padded)
    parts = await scanned(store)
    for before, after in itertools.pairwise(parts):
        fresh = after[rawbytes.OVERLAP :]
        assert fresh, "every window has something of its own"
        across = before[-500:] + fresh[:500]
        assert across in after
        assert across not in before


@on_sqlite
async def test_who_comes_and_goes_after_a_scan_leaves_the_log_to_the_service(store: Store) -> None:
    """A backup, say: the last who closes a database deletes its log, and is told by locks that others have it open."""
    await store.write(lambda tx: remember(tx, 0))
    for _ in rawbytes.chunks(store.url):
        pass
    path = Path(store.url.removeprefix("sqlite:///"))
    for _ in rawbytes.files(path.parent, f"{path.name}*"):
        pass
    log = path.with_name(path.name + "-wal")
    before = log.stat().st_ino
    visit = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM meta').fetchall()"
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", visit, path], check=True)
    assert log.exists()
    assert log.stat().st_ino == before
    await store.write(lambda tx: remember(tx, 1))
    seen = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", READS, path], capture_output=True, check=True)
    assert seen.stdout.split() == [b"n0", b"n1"]


def test_where_no_other_process_can_be_started_nobody_is_told_that_all_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.log").write_text("рядок")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable):
        list(rawbytes.files(tmp_path, "*.log"))
