"""How far imports came, and their rows that could not be taken."""

from collections.abc import Iterable
from typing import NamedTuple

from storage.engine.transaction import Tx
from storage.models.readings import ReadingImport


def progress(tx: Tx, owner: str, import_id: str) -> int:
    """The last line of an import that is durable; 0 where it is new."""
    query = ReadingImport.select().where((ReadingImport.owner == owner) & (ReadingImport.import_id == import_id))
    found = tx.first(tx.lock(query))
    return found.last_line if found else 0


def note_progress(tx: Tx, owner: str, import_id: str, last_line: int) -> None:
    tx.sql(
        "INSERT INTO reading_import (owner, import_id, last_line, updated_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (owner, import_id) DO UPDATE SET last_line = excluded.last_line, updated_at = excluded.updated_at",
        (owner, import_id, last_line, tx.now),
    )


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
