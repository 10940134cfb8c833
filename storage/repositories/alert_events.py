"""What the rules of alerts look at: the audit log, what residents did, and the readings that they handed in."""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from storage.engine.audit import DETAIL_COLUMN
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED, IN_REVIEW

#: The name of the place up to which the audit log was read.
AUDIT = "audit"
#: Numbers of smartregion.v1.ReadingSource and ReadingQuality: by an operator, by a partner; verified.
_BY_STAFF, _VERIFIED = (2, 3), 18


class Entry(NamedTuple):
    """An entry of the audit log, with its detail where it was wanted."""

    sequence: int
    at: int
    actor_kind: int
    actor_id: int
    action: str
    outcome: str
    target_kind: str
    target_id: int
    person_id: int
    detail: dict[str, str]


_ENTRIES = """
SELECT e.sequence, e.at, e.actor_kind, e.actor_id, e.action, e.outcome, e.target_kind, e.target_id, e.person_id,
       d.person_id, d.body_sealed
FROM audit_entry e LEFT JOIN audit_detail d ON d.sequence = e.sequence
WHERE e.sequence > ? AND e.sequence <= ? ORDER BY e.sequence"""


def entries(tx: Tx, after: int, size: int, wanted: Callable[[Entry], bool]) -> tuple[int, list[Entry]]:
    """The entries behind a sequence that are wanted, among the next so many; and the last of these."""
    read = []
    last = after
    for *columns, owner, sealed in tx.sql(_ENTRIES, (after, after + size)):
        entry = Entry._make((*columns, {}))
        last = entry.sequence
        if wanted(entry):
            read.append((entry, owner, sealed))
    tx.keys.get_many({owner for _, owner, _ in read if owner})
    return last, [entry._replace(detail=_opened(tx, owner, sealed)) for entry, owner, sealed in read]


def _opened(tx: Tx, owner: int, sealed: bytes | None) -> dict[str, str]:
    """The detail of an entry; nothing where there is none, or its person was erased."""
    body = tx.unseal(owner, DETAIL_COLUMN, sealed)
    opened: dict[str, str] = json.loads(body) if body else {}
    return opened


def begin(tx: Tx) -> None:
    """Gives the reader of the audit log that is new its place: the end."""
    tx.sql(
        "INSERT INTO alert_feed (name, position) SELECT ?, coalesce(max(sequence), 0) FROM audit_entry WHERE true "
        "ON CONFLICT (name) DO NOTHING",
        (AUDIT,),
    )


def position(tx: Tx) -> int | None:
    """Up to which entry the audit log was read, held until the unit ends; None where another process has it."""
    rows = tx.sql(f"SELECT position FROM alert_feed WHERE name = ?{' FOR UPDATE SKIP LOCKED' * tx.postgres}", (AUDIT,))
    return int(rows[0][0]) if rows else None


def move(tx: Tx, sequence: int) -> None:
    tx.sql("UPDATE alert_feed SET position = ? WHERE name = ?", (sequence, AUDIT))


def span(tx: Tx, since: int) -> tuple[int, int]:
    """The last entry before an instant, and the last of all; 0 for none."""
    before, last = tx.sql(
        "SELECT (SELECT coalesce(max(sequence), 0) FROM audit_entry WHERE at < ?), coalesce(max(sequence), 0) "
        "FROM audit_entry",
        (since,),
    )[0]
    return int(before), int(last)


# -- what residents did


class Activity(NamedTuple):
    """Something that a resident did; the address is sealed with their key."""

    id: int
    at: int
    received_at: int
    user_id: int
    kind: int
    ip_index: bytes | None
    ip_sealed: bytes | None
    network: str | None


_ACTIVITY = "SELECT id, at, received_at, user_id, kind, ip_index, ip_sealed, network FROM activity_event"


def activities(tx: Tx, ids: Iterable[int]) -> list[Activity]:
    return [Activity(*row) for row in tx.among(f"{_ACTIVITY} WHERE id IN ({{marks}}) ORDER BY id", ids)]


def last_activities(tx: Tx, since: int, most: int) -> tuple[int, bool]:
    """From which instant on there are so many at most, and whether some before it are left out."""
    rows = tx.sql(
        "SELECT at FROM activity_event WHERE at >= ? ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?", (since, most)
    )
    return (int(rows[0][0]) + 1, True) if rows else (since, False)


def activities_since(tx: Tx, instant: int, after: tuple[int, int], size: int) -> list[Activity]:
    """Those since an instant, behind (instant, id)."""
    rows = tx.sql(
        f"{_ACTIVITY} WHERE at >= ? AND (at > ? OR (at = ? AND id > ?)) ORDER BY at, id LIMIT ?",
        (instant, after[0], after[0], after[1], size),
    )
    return [Activity(*row) for row in rows]


# -- readings after an inspection


class Inspected(NamedTuple):
    """A reading that a resident handed in, the last before it that somebody else verified, and the one before that;
    indexes in micro-units, instants in milliseconds."""

    id: int
    received_at: int
    user_id: int
    commodity: int
    value: int
    read_at: int
    inspected_value: int
    inspected_at: int
    earlier_value: int
    earlier_at: int


_INSPECTED = f"""
SELECT r.id, r.received_at, r.submitter_id, m.commodity, r.value, r.read_at, i.value, i.read_at, b.value, b.read_at
FROM reading r
JOIN register g ON g.id = r.register_id
JOIN meter m ON m.id = g.meter_id
JOIN reading i ON i.id = (
    SELECT x.id FROM reading x WHERE x.register_id = r.register_id AND x.read_at < r.read_at AND x.state = {ACCEPTED}
      AND (x.quality = {_VERIFIED} OR x.source IN {_BY_STAFF}) ORDER BY x.read_at DESC LIMIT 1)
JOIN reading b ON b.id = (
    SELECT y.id FROM reading y WHERE y.register_id = r.register_id AND y.read_at < i.read_at AND y.state = {ACCEPTED}
    ORDER BY y.read_at DESC LIMIT 1)
WHERE r.submitter_kind = ? AND r.state IN ({ACCEPTED}, {IN_REVIEW}) AND """


def inspected(tx: Tx, ids: Iterable[int], resident: int) -> list[Inspected]:
    """Those of the readings that residents handed in behind an inspection. `resident` is the number of their kind of
    principal."""
    rows = tx.among(f"{_INSPECTED} r.id IN ({{marks}}) ORDER BY r.id", dict.fromkeys(ids), before=(resident,))
    return [Inspected(*row) for row in rows]


def inspected_since(tx: Tx, first_id: int, size: int, resident: int) -> list[Inspected]:
    """The same of those that came since; ids grow with the order of receipt."""
    rows: list[tuple[Any, ...]] = tx.sql(f"{_INSPECTED} r.id > ? ORDER BY r.id LIMIT ?", (resident, first_id, size))
    return [Inspected(*row) for row in rows]


# -- whose they are


class KeyOwner(NamedTuple):
    """A partner's key, as an alert names it."""

    partner_id: int
    name_uk: str
    name_en: str
    prefix: str
    kind: int


def key_owners(tx: Tx, key_ids: Iterable[int]) -> dict[int, KeyOwner]:
    rows = tx.among(
        "SELECT k.id, p.id, p.name_uk, p.name_en, k.prefix, p.kind FROM partner_key k JOIN partner p "
        "ON p.id = k.partner_id WHERE k.id IN ({marks})",
        key_ids,
    )
    return {int(number): KeyOwner(*owner) for number, *owner in rows}
