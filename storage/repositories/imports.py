"""Rows of imports that could not be taken."""

from collections.abc import Iterable
from typing import NamedTuple

from storage.engine.transaction import Tx


class Problem(NamedTuple):
    """A row of an import that could not be taken."""

    line: int
    reason: str
    field: str
    rule: str
    message: str


def note_problems(tx: Tx, owner: str, import_id: str, found: Iterable[Problem]) -> None:
    tx.many(
        "INSERT INTO import_problem (owner, import_id, line, reason, field, rule, message, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (owner, import_id, line) DO NOTHING",
        [(owner, import_id, *one, tx.now) for one in found],
    )


def forget(tx: Tx, owner: str, import_id: str, first: int, last: int | None) -> None:
    """Drops what was noted of some lines of an import, or of all from one on: they are read anew."""
    until = "" if last is None else " AND line <= ?"
    tx.sql(
        f"DELETE FROM import_problem WHERE owner = ? AND import_id = ? AND line >= ?{until}",
        (owner, import_id, first) if last is None else (owner, import_id, first, last),
    )


def problems(tx: Tx, owner: str, import_id: str, after: int, size: int, skip: int) -> tuple[list[Problem], int]:
    """Rows of an import that could not be taken, behind a line, and how many there are."""
    key = owner, import_id
    total = tx.sql("SELECT count(*) FROM import_problem WHERE owner = ? AND import_id = ?", key)[0][0]
    rows = tx.sql(
        "SELECT line, reason, field, rule, message FROM import_problem WHERE owner = ? AND import_id = ? AND line > ? "
        "ORDER BY line LIMIT ? OFFSET ?",
        (*key, after, size, skip),
    )
    return [Problem(*row) for row in rows], int(total)


def forget_problems(tx: Tx, before: int) -> None:
    """Drops those of imports long done."""
    tx.sql("DELETE FROM import_problem WHERE at < ?", (before,))


def registers_there(tx: Tx, register_ids: Iterable[int]) -> set[int]:
    """Those of the registers that there are in this house."""
    return tx.numbers("SELECT id FROM register WHERE id IN ({marks})", register_ids)
