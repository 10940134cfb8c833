"""Numbers that people call things by: one after another within a series."""

from storage.engine.transaction import Tx


def next_of(tx: Tx, series: str) -> int:
    """The next number of a series, such as "disclosures of 2026", from 1."""
    rows = tx.sql(
        "INSERT INTO meta (name, text) VALUES (?, '1') "
        "ON CONFLICT (name) DO UPDATE SET text = CAST(CAST(meta.text AS INTEGER) + 1 AS TEXT) RETURNING text",
        (series,),
    )
    return int(rows[0][0])
