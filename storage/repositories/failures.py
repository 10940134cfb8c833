"""Failures in a row by name, one count for all processes; milliseconds."""

from storage.engine.transaction import Tx


def _index(tx: Tx, name: str) -> bytes:
    return tx.blind.digest("failure", name)


def locked_until(tx: Tx, name: str) -> int:
    """Until when a name is locked out; 0 where it never was."""
    rows = tx.sql("SELECT locked_until FROM failure WHERE name_index = ?", (_index(tx, name),))
    return int(rows[0][0]) if rows else 0


def count(tx: Tx, name: str, more: int) -> int:
    """Adds to a name's failures; how many there are now. Who counts for the same name meanwhile waits for this unit."""
    rows = tx.sql(
        "INSERT INTO failure (name_index, failures, locked_until, at) VALUES (?, ?, 0, ?) "
        "ON CONFLICT (name_index) DO UPDATE SET failures = failure.failures + excluded.failures, at = excluded.at "
        "RETURNING failures",
        (_index(tx, name), more, tx.now),
    )
    return int(rows[0][0])


def lock(tx: Tx, name: str, until: int) -> None:
    tx.sql("UPDATE failure SET locked_until = ? WHERE name_index = ?", (until, _index(tx, name)))


def forget(tx: Tx, name: str) -> None:
    tx.sql("DELETE FROM failure WHERE name_index = ?", (_index(tx, name),))


def forget_before(tx: Tx, instant: int) -> None:
    """Drops what did not fail since."""
    tx.sql("DELETE FROM failure WHERE at < ?", (instant,))
