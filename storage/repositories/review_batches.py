"""Decisions about readings that somebody made in one go. A batch is its maker's: the same id of another is another."""

from collections.abc import Iterable

from storage.engine.transaction import Tx

_OF = "FROM reading_version WHERE batch_id = ? AND actor_kind = ? AND actor_id = ?"


def span(tx: Tx, batch_id: str, actor_kind: int, actor_id: int) -> tuple[int, int]:
    """When a batch began, and the instant of what was decided or taken back in it last; milliseconds."""
    maker = (batch_id, actor_kind, actor_id)
    # Each is one look at the index; together they would be a walk over the batch.
    began_at, last_at = tx.sql(f"SELECT (SELECT min(at) {_OF}), (SELECT max(at) {_OF})", (*maker, *maker))[0]
    return began_at, last_at


def begun(tx: Tx, reading_ids: Iterable[int]) -> dict[int, int]:
    """When the batches began in which people decided last on readings; nothing of the others."""
    statement = (
        "SELECT v.reading_id, (SELECT min(b.at) FROM reading_version b WHERE b.batch_id = v.batch_id "
        "AND b.actor_kind = v.actor_kind AND b.actor_id = v.actor_id) FROM reading_version v "
        "WHERE v.actor_kind > 0 AND v.reading_id IN ({marks}) ORDER BY v.reading_id, v.version"
    )
    last: dict[int, int | None] = dict(tx.among(statement, reading_ids))
    return {number: at for number, at in last.items() if at is not None}
