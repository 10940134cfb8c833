"""What the verifier says where the log, or what is anchored of it, was cut."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.audit import offline
from storage.engine.anchor import anchored
from storage.engine.transaction import Tx

from ..conftest import House

FORGET = "DELETE FROM meta WHERE name = 'audit checkpoints'"


async def worked(house: House) -> Path:
    """A house with checkpoints from some minutes; the file in which they are."""
    for _ in range(3):
        await house.operator("petro")
        house.forget_sessions()
        await house.app.services.store.checkpoint(house.settings.anchor)
    return house.settings.anchor


async def verified(house: House) -> Any:
    return await (await house.operator("taras")).AuditService.VerifyAuditChain()


async def test_a_log_that_is_whole_says_up_to_where_it_is_anchored(house: House) -> None:
    last = anchored(await worked(house))[-1]
    told = await verified(house)
    assert told.intact
    assert (told.checkpoint_sequence, told.noted_sequence) == (last.sequence, last.sequence)
    assert told.entries_checked > last.sequence


def removed(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def without_its_end(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def without_its_beginning(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))


@pytest.mark.parametrize("cut", [removed, emptied, without_its_end, without_its_beginning])
async def test_checkpoints_that_are_missing_are_a_finding_also_once_others_were_anchored(
    house: House, cut: Callable[[Path], None]
) -> None:
    path = await worked(house)
    cut(path)
    told = await verified(house)
    assert not told.intact
    assert "вкорочено" in told.finding_uk
    assert "cut short" in told.finding_en
    assert told.broken_at == 0
    await house.operator("petro")
    await house.app.services.store.checkpoint(path)
    assert not (await verified(house)).intact


async def test_a_cut_log_is_found_by_what_the_database_remembers_though_the_file_is_gone(house: House) -> None:
    path = await worked(house)
    last = anchored(path)[-1].sequence

    def cut(tx: Tx) -> None:
        for table in ("audit_entry", "audit_detail", "audit_shown"):
            tx.sql(f"DELETE FROM {table} WHERE sequence >= ?", (last,))

    await house.app.services.store.write(cut)
    path.unlink()
    told = await verified(house)
    assert not told.intact
    assert (told.broken_at, told.checkpoint_sequence, told.noted_sequence) == (last, 0, last)


async def test_that_nothing_is_anchored_is_a_finding_of_its_own(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    path = await worked(house)
    path.unlink()
    await house.app.services.store.write(lambda tx: tx.sql(FORGET))
    told = await verified(house)
    assert not told.intact
    assert told.checkpoint_sequence == 0
    assert f"хоча записів у журналі {told.entries_checked}" in told.finding_uk
    assert f"the log has {told.entries_checked} entries" in told.finding_en
    await house.close()
    path.unlink()
    with sqlite3.connect(house.settings.data_dir / "smartregion.db") as connection:
        connection.execute(FORGET)
    assert await offline.verify_database(house.settings) == 1
    assert "No checkpoint is anchored" in capsys.readouterr().out


async def test_what_the_database_remembers_is_signed(house: House) -> None:
    await worked(house)
    await house.app.services.store.write(
        lambda tx: tx.sql("UPDATE meta SET text = '1 [1, \"00\", 1, \"00\"]' WHERE name = 'audit checkpoints'")
    )
    assert "підроблено" in (await verified(house)).finding_uk
