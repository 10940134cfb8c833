"""Those that act on the change feed, and how far each has come: moved in the transaction of what it does."""

from collections.abc import Iterable
from typing import NamedTuple

from storage.engine import journal
from storage.engine.transaction import Tx


class Place(NamedTuple):
    """How far a reader has come."""

    #: All changes up to this revision are done.
    revision: int
    #: Of the change whose revision is the next: so many of its ids are done,
    done: int = 0
    #: and the one after them up to here, in the terms of the reader; 0 means that it is not begun.
    behind: int = 0


def begin(tx: Tx, names: Iterable[str]) -> None:
    """Gives readers that are new their place: the end of the feed."""
    last = journal.last(tx)
    tx.many(
        "INSERT INTO feed_reader (name, revision, done, behind, holder, held_until) VALUES (?, ?, 0, 0, 0, 0) "
        "ON CONFLICT (name) DO NOTHING",
        [(name, last) for name in names],
    )


def hold(tx: Tx, name: str, holder: int, until: int) -> Place | None:
    """The place of a reader, which no other holder is given before an instant; None where another has it. On SQLite
    there is one process, and what an earlier one held is nobody's."""
    rows = tx.sql(
        "SELECT revision, done, behind, holder, held_until FROM feed_reader WHERE name = ?"
        f"{' FOR UPDATE SKIP LOCKED' if tx.postgres else ''}",
        (name,),
    )
    for revision, done, behind, other, held_until in rows:
        if tx.postgres and other != holder and held_until > tx.now:
            return None
        tx.sql("UPDATE feed_reader SET holder = ?, held_until = ? WHERE name = ?", (holder, until, name))
        return Place(int(revision), int(done), int(behind))
    return None


def move(tx: Tx, name: str, place: Place) -> None:
    """Moves a reader that is held."""
    tx.sql("UPDATE feed_reader SET revision = ?, done = ?, behind = ? WHERE name = ?", (*place, name))


def release(tx: Tx, name: str, holder: int) -> None:
    """Lets the next holder begin at once."""
    tx.sql("UPDATE feed_reader SET held_until = 0 WHERE name = ? AND holder = ?", (name, holder))


def places(tx: Tx) -> dict[str, Place]:
    """How far each reader has come, by name."""
    rows = tx.sql("SELECT name, revision, done, behind FROM feed_reader ORDER BY name")
    return {name: Place(*map(int, place)) for name, *place in rows}
