"""Processes that hand messages over, as far as they said so lately."""

from storage.engine.transaction import Tx


def present(tx: Tx, number: int, since: int) -> int:
    """Notes that a process hands messages over; how many do, this one among them. Who has not said so since an instant,
    in milliseconds, is gone."""
    tx.sql("DELETE FROM deliverer WHERE seen_at < ?", (since,))
    tx.sql(
        "INSERT INTO deliverer (id, seen_at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at",
        (number, tx.now),
    )
    return int(tx.sql("SELECT count(*) FROM deliverer")[0][0])


def leave(tx: Tx, number: int) -> None:
    tx.sql("DELETE FROM deliverer WHERE id = ?", (number,))
