"""Callbacks of providers by the id that the provider gave them, known to all processes."""

from storage.engine.transaction import Tx


def take(tx: Tx, provider: str, number: str, digest: bytes) -> bool:
    """Takes an id with what was said under it; False where it was taken with something else."""
    rows = tx.sql(
        "INSERT INTO provider_callback (provider, number, digest, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (provider, number) DO UPDATE SET at = excluded.at RETURNING digest",
        (provider, number, digest, tx.now),
    )
    return bytes(rows[0][0]) == digest


def forget_before(tx: Tx, instant: int) -> None:
    """Drops ids that were not told since; milliseconds."""
    tx.sql("DELETE FROM provider_callback WHERE at < ?", (instant,))
