"""How much senders have said: to one user in a day, and of works in an hour."""

from collections.abc import Iterable

from storage.engine.transaction import Tx


def take(tx: Tx, day: str, sender_id: int, user_ids: Iterable[int]) -> dict[int, int]:
    """Counts a message of a sender to each of the users on a day (ISO); how many it is then, by user. Who counts for
    the same user at the same time waits for this unit."""
    table, parameter = tx.listed(sorted(set(user_ids)))
    rows = tx.sql(
        "INSERT INTO sender_count (day, sender_id, user_id, messages) "
        f"SELECT ?, ?, n.number, 1 FROM {table} n WHERE true ORDER BY n.number "
        "ON CONFLICT (day, sender_id, user_id) DO UPDATE SET messages = sender_count.messages + 1 "
        "RETURNING user_id, messages",
        (day, sender_id, parameter),
    )
    return {int(user_id): int(messages) for user_id, messages in rows}


def said(tx: Tx, day: str, sender_id: int, user_id: int) -> int:
    """How many messages of a sender to a user were counted on a day (ISO); 0, too, when the count is kept no longer."""
    found = tx.sql(
        "SELECT messages FROM sender_count WHERE day = ? AND sender_id = ? AND user_id = ?", (day, sender_id, user_id)
    )
    return int(found[0][0]) if found else 0


def works_since(tx: Tx, author_id: int, since: int) -> int:
    """Editions of those works of somebody that they announced or changed since an instant; milliseconds."""
    found = tx.sql(
        "SELECT coalesce(sum(edition), 0) FROM work WHERE author_id = ? AND updated_at > ?", (author_id, since)
    )
    return int(found[0][0])


def hold_author(tx: Tx, author_id: int) -> None:
    """Until the unit ends nobody else counts the works of somebody: what is decided by the count holds."""
    if tx.postgres:
        tx.sql("SELECT pg_advisory_xact_lock(?)", (author_id,))
