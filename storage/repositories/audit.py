"""The audit log, as it is read."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from storage.engine.audit import DETAIL_COLUMN, ENTRY_COLUMNS, GENESIS
from storage.engine.transaction import Tx
from storage.models.journal import AuditDetail, AuditEntry, AuditShown


@dataclass(frozen=True)
class AuditFilter:
    actor_id: int | None = None
    #: Whose data was changed or seen, also in a list.
    person_id: int | None = None
    target_id: int | None = None
    #: Exact, or the beginning of it.
    action: str = ""
    outcome: str = ""
    since: int | None = None
    before: int | None = None

    def conditions(self) -> list[Any]:
        equal = [
            (AuditEntry.actor_id, self.actor_id),
            (AuditEntry.target_id, self.target_id),
            (AuditEntry.outcome, self.outcome or None),
        ]
        found: list[Any] = [column == value for column, value in equal if value is not None]
        if self.person_id is not None:
            shown = AuditShown.select(AuditShown.sequence).where(AuditShown.person_id == self.person_id)
            found.append((AuditEntry.person_id == self.person_id) | AuditEntry.sequence.in_(shown))
        if self.action:
            found.append(AuditEntry.action.startswith(self.action))
        if self.since is not None:
            found.append(AuditEntry.at >= self.since)
        if self.before is not None:
            found.append(AuditEntry.at < self.before)
        return found


def page(
    tx: Tx, wanted: AuditFilter, *, after: int | None, size: int, skip: int = 0, descending: bool = True
) -> list[AuditEntry]:
    """Entries behind a sequence number in the order asked for."""
    query = AuditEntry.select().where(*wanted.conditions()) if wanted.conditions() else AuditEntry.select()
    if after is not None:
        query = query.where(AuditEntry.sequence < after if descending else AuditEntry.sequence > after)
    order = AuditEntry.sequence.desc() if descending else AuditEntry.sequence
    return tx.all(query.order_by(order).limit(size).offset(skip))


def about(
    tx: Tx, person_id: int, actor_kinds: Sequence[int], is_wanted: Callable[[str], bool], most: int, *conditions: Any
) -> list[AuditEntry]:
    """The latest calls of some kinds of callers that touched or showed a person, newest first, but for those that were
    refused; `is_wanted` says of which actions, `conditions` of which entries."""
    wanted = [
        *AuditFilter(person_id=person_id, outcome="OK").conditions(),
        AuditEntry.actor_kind.in_(actor_kinds),
        *conditions,
    ]
    known = tx.rows(AuditEntry.select(AuditEntry.action).where(*wanted).distinct())
    actions = [action for (action,) in known if is_wanted(action)]
    query = AuditEntry.select().where(AuditEntry.action.in_(actions), *wanted)
    return tx.all(query.order_by(AuditEntry.sequence.desc()).limit(most))


def count(tx: Tx, wanted: AuditFilter) -> int:
    """How many the filter leaves. Without one the chain has no gaps, and its end is the number."""
    conditions = wanted.conditions()
    if conditions:
        return int(AuditEntry.select().where(*conditions).count(tx.database))
    return int(tx.sql("SELECT coalesce(max(sequence), 0) FROM audit_entry")[0][0])


def details(tx: Tx, entries: list[AuditEntry]) -> dict[int, dict[str, str]]:
    """What stands outside the chain, by sequence; an erased person's is missing."""
    wanted = [entry.sequence for entry in entries]
    if not wanted:
        return {}
    rows = tx.all(AuditDetail.select().where(AuditDetail.sequence.in_(wanted)))
    opened = {row.sequence: tx.unseal(row.person_id, DETAIL_COLUMN, row.body_sealed) for row in rows}
    return {sequence: json.loads(body) for sequence, body in opened.items() if body}


def chain(tx: Tx, first: int) -> Iterator[tuple[Any, ...]]:
    """Rows of the chain from a sequence on, as the verifier takes them."""
    cursor = tx.database.cursor()
    statement = f"SELECT {', '.join(ENTRY_COLUMNS)} FROM audit_entry WHERE sequence >= {int(first)} ORDER BY sequence"
    cursor.execute(statement)
    while rows := cursor.fetchmany(1_000):
        yield from rows


def hash_before(tx: Tx, sequence: int) -> bytes | None:
    """The hash behind which an entry stands; None where the entry before is missing."""
    if sequence <= 1:
        return GENESIS
    rows = tx.sql("SELECT hash FROM audit_entry WHERE sequence = ?", (sequence - 1,))
    return bytes(rows[0][0]) if rows else None
