"""The audit chain: any edit, deletion, reordering or truncation is found."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.engine.anchor import Checkpoint, Noted, anchored, noted, standing
from storage.engine.audit import (
    ENTRY_COLUMNS,
    GENESIS,
    RESIDENT,
    AuditRecord,
    detail_holds,
    entry_hash,
    verify,
)
from storage.engine.erasure import erase_columns
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import Damaged
from storage.keys.keystore import KeyStore
from storage.models.journal import AuditDetail, AuditEntry

Row = tuple[Any, ...]
LENGTH = 12


def chain(length: int = LENGTH) -> list[Row]:
    rows: list[Row] = []
    previous = GENESIS
    for number in range(1, length + 1):
        body = (
            number,
            1000 + number,
            2,
            7,
            "UserService.GetUser",
            "user",
            number * 3,
            number * 3,
            "OK",
            "r",
            b"d" * 32,
        )
        digest = entry_hash(previous, body)
        rows.append((*body, previous, digest))
        previous = digest
    return rows


def head(rows: list[Row]) -> Checkpoint:
    return Checkpoint(rows[-1][0], rows[-1][-1], 0, b"")


def test_an_untouched_chain_holds() -> None:
    rows = chain()
    assert verify(rows, [head(rows)]).intact


@given(st.integers(0, LENGTH - 1), st.integers(0, len(ENTRY_COLUMNS) - 1), st.data())
def test_any_edit_is_found(place: int, column: int, data: st.DataObject) -> None:
    rows = chain()
    value = rows[place][column]
    if isinstance(value, int):
        other: Any = data.draw(st.integers().filter(lambda number: number != value))
    elif isinstance(value, bytes):
        other = data.draw(st.binary(min_size=1, max_size=40).filter(lambda text: text != value))
    else:
        other = data.draw(st.text().filter(lambda text: text != value))
    rows[place] = (*rows[place][:column], other, *rows[place][column + 1 :])
    assert not verify(rows, [head(chain())]).intact


@given(st.integers(0, LENGTH - 1))
def test_any_deletion_is_found(place: int) -> None:
    rows = chain()
    end = head(rows)
    del rows[place]
    assert not verify(rows, [end]).intact


@given(st.permutations(range(LENGTH)).filter(lambda order: order != list(range(LENGTH))))
def test_any_reordering_is_found(order: list[int]) -> None:
    rows = chain()
    assert not verify([rows[number] for number in order], [head(rows)]).intact


@given(st.integers(1, LENGTH))
def test_a_chain_cut_short_is_found_by_its_checkpoint(cut: int) -> None:
    rows = chain()
    verdict = verify(rows[:-cut], [head(rows)])
    assert (verdict.intact, verdict.fault) == (False, "truncated")


@given(st.integers(1, LENGTH))
def test_a_chain_written_anew_is_found_by_its_checkpoint(place: int) -> None:
    """Somebody who can write everything also reckons the hashes anew; the anchored one they can't change."""
    rows = chain()
    assert not verify(forged(rows, place), [head(rows)]).intact


async def test_entries_are_chained_with_the_work_they_tell_of(store: Store) -> None:
    for number in range(3):
        await store.write(lambda tx, number=number: tx.audit(AuditRecord(2, 1, f"Call{number}")))
    rows = await store.read(lambda tx: tx.sql(f"SELECT {', '.join(ENTRY_COLUMNS)} FROM audit_entry ORDER BY sequence"))
    assert [row[4] for row in rows] == ["Call0", "Call1", "Call2"]
    assert verify(rows).intact


async def test_erasure_leaves_the_chain_whole_and_takes_the_detail(store: Store, keys: KeyStore) -> None:
    keys.create(9)
    record = AuditRecord(2, 1, "UserService.GetUser", person_id=9, detail={"ip": "203.0.113.9"})
    await store.write(lambda tx: tx.audit(record))
    entry, detail = await store.read(lambda tx: (tx.first(AuditEntry.select()), tx.first(AuditDetail.select())))
    body = await store.read(lambda tx: tx.unseal(9, "audit_detail.body", detail.body_sealed))
    assert detail_holds(bytes(entry.detail_digest), bytes(detail.salt), body.encode())

    await store.write(lambda tx: erase_columns(tx, 9))
    keys.destroy(9, 1)
    after = await store.read(lambda tx: tx.first(AuditDetail.select()))
    assert after.body_sealed is None
    rows = await store.read(lambda tx: tx.sql(f"SELECT {', '.join(ENTRY_COLUMNS)} FROM audit_entry ORDER BY sequence"))
    assert verify(rows).intact


async def test_what_residents_do_is_theirs_whomever_it_is_about(store: Store, keys: KeyStore) -> None:
    keys.create(9)
    records = [
        AuditRecord(RESIDENT, 9, "AccountService.ListAccounts", detail={"ip": "203.0.113.9"}),
        AuditRecord(2, 9, "AccountService.ListAccounts", detail={"ip": "203.0.113.10"}),  # an operator of this number
    ]

    def unit(tx: Tx) -> None:
        for record in records:
            tx.audit(record)

    async def kept() -> list[tuple[int, bool]]:
        rows = await store.read(lambda tx: tx.all(AuditDetail.select().order_by(AuditDetail.sequence)))
        return [(row.person_id, row.body_sealed is not None) for row in rows]

    await store.write(unit)
    assert await kept() == [(9, True), (0, True)]
    await store.write(lambda tx: erase_columns(tx, 9))
    assert await kept() == [(9, False), (0, True)]


async def test_what_the_house_sealed_of_a_residents_calls_goes_with_the_resident(store: Store, keys: KeyStore) -> None:
    keys.create(9)
    own = AuditRecord(RESIDENT, 9, "AccountService.ListAccounts", detail={"ip": "203.0.113.9"})
    await store.write(lambda tx: tx.audit(own))
    await store.write(lambda tx: tx.sql("UPDATE audit_detail SET person_id = 0"))  # as earlier versions did
    await store.write(lambda tx: erase_columns(tx, 9))
    assert (await store.read(lambda tx: tx.first(AuditDetail.select()))).body_sealed is None


def forged(rows: list[Row], place: int) -> list[Row]:
    """The chain as somebody writes it anew who can write everything but the anchor."""
    made, previous = [], GENESIS
    for row in rows:
        body = row[:11] if row[0] != place else (*row[:4], "forged", *row[5:11])
        digest = entry_hash(previous, body)
        made.append((*body, previous, digest))
        previous = digest
    return made


@given(st.integers(1, LENGTH - 1), st.integers(1, LENGTH - 1))
def test_what_was_anchored_since_hides_neither_a_cut_nor_a_forgery(place: int, left: int) -> None:
    """The service anchors what it finds; the checkpoints before that still stand."""
    rows = chain()
    for changed in (forged(rows, place), [*rows[:left], *forged(rows, left + 1)[left:]], rows[:left]):
        assert not verify(changed, [head(rows), head(changed)]).intact


@given(st.integers(1, LENGTH), st.integers(1, LENGTH))
def test_a_restored_backup_voids_the_checkpoints_of_the_lost_history_and_no_others(before: int, backup: int) -> None:
    rows = chain()
    first, last = head(rows[:before]), head(rows)
    restored = replace(head(rows[:backup]), restored=True)
    left = standing([first, last, restored])
    assert (first in left, last in left) == (before <= backup, backup == LENGTH)
    assert verify(rows[:backup], left).intact
    assert verify(rows[: backup - 1], left).fault == "truncated"


async def test_checkpoints_are_anchored_outside_and_signed(store: Store, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.jsonl"
    assert await store.checkpoint(anchor) is None
    await store.write(lambda tx: tx.audit(AuditRecord(2, 1, "Call")))
    made = await store.checkpoint(anchor)
    assert await store.checkpoint(anchor) is None, "nothing was done since"
    assert anchored(anchor) == [made]
    assert made is not None
    assert made.genuine(store.keys.keyring)
    for changes in ({"sequence": 2}, {"hash": b"1" * 32}, {"at": 1}, {"restored": True}):
        assert not replace(made, **changes).genuine(store.keys.keyring)  # type: ignore[arg-type]


async def test_the_database_remembers_how_many_checkpoints_there_are_and_the_furthest(
    store: Store, tmp_path: Path
) -> None:
    anchor = tmp_path / "anchor.jsonl"
    made = []
    for _ in range(3):
        await store.write(lambda tx: tx.audit(AuditRecord(2, 1, "Call")))
        made.append(await store.checkpoint(anchor))
    known = await store.read(noted)
    assert known == Noted(3, made[-1])  # type: ignore[arg-type]
    assert known is not None
    every = anchored(anchor)
    assert not known.missing_in(every)
    for left in ([], every[:-1], every[1:], every[-1:]):
        assert known.missing_in(left)
    restored = replace(every[-1], restored=True)
    assert not known.missing_in([restored]), "a restored backup begins a file anew"
    assert known.missing_in([replace(restored, sequence=1)])


async def test_a_log_that_became_shorter_takes_back_nothing_of_what_is_remembered(store: Store, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.jsonl"
    for number in range(3):
        await store.write(lambda tx: tx.audit(AuditRecord(2, 1, "Call")))
        if number:
            await store.checkpoint(anchor)
    await store.write(lambda tx: tx.sql("DELETE FROM audit_entry WHERE sequence > 1"))
    anchor.unlink()
    await store.checkpoint(anchor)
    known = await store.read(noted)
    assert known is not None
    assert (known.count, known.last.sequence) == (3, 3)
    rows = await store.read(lambda tx: tx.sql(f"SELECT {', '.join(ENTRY_COLUMNS)} FROM audit_entry"))
    assert verify(rows, anchored(anchor)).intact
    assert verify(rows, [*anchored(anchor), known.last]).fault == "truncated"


def test_a_line_cut_off_by_a_crash_does_not_hide_the_others(tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.jsonl"
    one, two = Checkpoint(1, b"\1" * 32, 5, b"s"), Checkpoint(3, b"\3" * 32, 6, b"s", True)
    one.anchor(anchor)
    with anchor.open("ab") as file:
        file.write(b'[2, "ab')
    assert anchored(anchor) == [one]
    two.anchor(anchor)
    assert anchored(anchor) == [one, two]


@pytest.mark.parametrize("text", ["nonsense\n", "[]\n", '[1, "zz", 2, "00"]', "[1, 2, 3, 4]\n", '{"1": 2}\n', "\0\n"])
def test_an_anchor_that_was_overwritten_is_damage(tmp_path: Path, text: str) -> None:
    anchor = tmp_path / "anchor.jsonl"
    Checkpoint(1, b"\1" * 32, 5, b"s").anchor(anchor)
    with anchor.open("a") as file:
        file.write(text)
    Checkpoint(3, b"\3" * 32, 6, b"s").anchor(anchor)
    with pytest.raises(Damaged):
        anchored(anchor)
