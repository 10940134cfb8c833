"""The table of the change feed: read behind a revision, and compacted."""

from collections.abc import Container
from typing import Any, NamedTuple

from storage.engine.feed import Change, ChangeKind, Topic, unpack_ids
from storage.engine.transaction import Tx
from storage.errors import RevisionTooOld

#: The fact in `meta` that says up to which revision the feed was compacted.
COMPACTED = "compacted"

_SELECTED = "SELECT revision, topic, kind, ids, at FROM change"


def behind(tx: Tx, revision: int, limit: int) -> list[Change]:
    """Rows of the feed behind a revision, whole commits: a few more than the limit where it would cut one in two.

    Raises RevisionTooOld where compaction took some of them.
    """
    _not_compacted(tx, revision)
    rows = tx.sql(f"{_SELECTED} WHERE revision > ? ORDER BY revision LIMIT ?", (revision, limit))
    if len(rows) == limit:
        newest, instant = rows[-1][0], rows[-1][4]
        rows += tx.sql(  # a commit has one instant
            f"{_SELECTED} WHERE revision > ? AND revision < coalesce("
            "(SELECT min(revision) FROM change WHERE revision > ? AND at <> ?), ?) ORDER BY revision",
            (newest, newest, instant, 1 << 62),
        )
    return [_change(row) for row in rows]


def behind_but(tx: Tx, revision: int, known: Container[int]) -> tuple[int, list[Change]]:
    """The last revision, and the changes behind one that are not known. Raises RevisionTooOld."""
    _not_compacted(tx, revision)
    revisions = [int(number) for (number,) in tx.sql("SELECT revision FROM change WHERE revision > ?", (revision,))]
    wanted = [number for number in revisions if number not in known]
    changes = [_change(row) for row in tx.among(f"{_SELECTED} WHERE revision IN ({{marks}})", wanted)]
    return max(revisions, default=revision), changes


def _change(row: tuple[Any, ...]) -> Change:
    number, topic, kind, ids, at = row
    return Change(int(number), Topic(topic), ChangeKind(kind), unpack_ids(bytes(ids)), at)


def _not_compacted(tx: Tx, revision: int) -> None:
    compacted = first(tx)
    if revision < compacted:
        raise RevisionTooOld(compacted + 1)


def last(tx: Tx) -> int:
    """The newest revision that is committed; 0 where there is none."""
    return int(tx.sql("SELECT coalesce(max(revision), 0) FROM change")[0][0])


def first(tx: Tx) -> int:
    """Up to which revision the feed was compacted; 0 where it never was."""
    compacted = tx.sql("SELECT text FROM meta WHERE name = ?", (COMPACTED,))
    return int(compacted[0][0]) if compacted else 0


class Lagging(NamedTuple):
    """A reader of the feed that has not read what compaction would drop."""

    name: str
    #: Revisions that it has not acted on.
    behind: int
    #: Whether it was passed: what was dropped it never acts on.
    passed: bool


def compact(tx: Tx, keep: int, at_most: int) -> list[Lagging]:
    """Drops all but the last changes; the very last always stays, and so does what a reader has not acted on, up to
    `at_most` changes: one that was switched off does not hold the feed for ever. The readers that lag."""
    newest = last(tx)
    wanted = newest - max(keep, 1)
    late = tx.sql("SELECT name, revision FROM feed_reader WHERE revision < ? ORDER BY name", (wanted,))
    dropped = min([wanted, *(max(int(place), newest - at_most) for _, place in late)])
    if dropped > first(tx):
        tx.sql("DELETE FROM change WHERE revision <= ?", (dropped,))
        tx.sql(
            "INSERT INTO meta (name, text) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text = excluded.text",
            (COMPACTED, str(dropped)),
        )
    return [Lagging(name, newest - int(place), int(place) < dropped) for name, place in late]
