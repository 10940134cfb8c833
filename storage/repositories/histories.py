"""What is held of registers, by instant: what came before a reading, what followed, what counts."""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED, ESTIMATE, IN_REVIEW, REFUSED, Reading
from storage.repositories.readings import source

#: Accepted readings that a history holds: twelve intervals.
HISTORY = 13
#: Later readings that may speak against one, and so the earlier ones that a reading may speak against.
LOOKAHEAD = 4


class Point(NamedTuple):
    """An accepted reading: instant, index, and whether it is an estimate."""

    at: int
    value: int
    estimated: bool


class Taken(NamedTuple):
    """An accepted reading as consumption needs it; micro-units, milliseconds."""

    id: int
    register_id: int
    value: int
    read_at: int
    rollover: bool


class History(NamedTuple):
    """What came before on a register, oldest first: its last accepted readings, the last that stand for what was
    handed in, and the latest instant of any."""

    accepted: tuple[Point, ...]
    standing: tuple[tuple[int, int], ...]
    seen_until: int


def lock_registers(tx: Tx, register_ids: Iterable[int]) -> None:
    """Holds registers until the end, so that two writers never judge one register at once. (PostgreSQL)"""
    if tx.postgres:
        wanted = list(register_ids)
        tx.sql("SELECT 1 FROM register WHERE id = ANY(?::bigint[]) ORDER BY id FOR UPDATE", (wanted,))


def of(tx: Tx, register_ids: Iterable[int], before: int | None = None) -> dict[int, History]:
    """The last readings of registers, before an instant where one is given; however many there are, it takes as long
    as what it returns."""
    wanted = list(dict.fromkeys(register_ids))
    accepted: dict[int, list[Point]] = {number: [] for number in wanted}
    standing: dict[int, list[tuple[int, int]]] = {number: [] for number in wanted}
    seen = dict.fromkeys(wanted, -1)
    for which, number, at, value, taken_by, _ in sorted(_newest(tx, wanted, before), key=_BY_INSTANT):
        if which == _ACCEPTED:
            accepted[number].append(Point(at, value, taken_by == ESTIMATE))
        elif which == _STOOD:
            standing[number].append((at, value))
        else:
            seen[number] = at
    return {number: History(tuple(accepted[number]), tuple(standing[number]), seen[number]) for number in wanted}


_FOREVER = 1 << 62
_BY_INSTANT = itemgetter(2, 5)
_ACCEPTED, _STOOD, _SEEN = 1, 2, 3
_SOME = (
    "SELECT * FROM (SELECT {number} AS which, register_id, read_at, value, source, id FROM reading "
    "WHERE register_id = {register} AND {condition} ORDER BY read_at DESC, id DESC LIMIT {most}) AS some{number}"
)


def _history(register: str, before: int) -> str:
    """(which, register, instant, value, source, id) of the newest readings of a register: of the accepted ones, of
    those that stand, and of any. Each part is read backwards from the end of the register's part of the index."""
    standing = f"state IN ({ACCEPTED}, {IN_REVIEW}, {REFUSED}) AND source <> {ESTIMATE}"
    parts = (
        (_ACCEPTED, f"state = {ACCEPTED} AND read_at < {before}", 2 * HISTORY),
        (_STOOD, f"{standing} AND read_at < {before}", LOOKAHEAD),
        (_SEEN, "state > 0", 1),
    )
    return " UNION ALL ".join(
        _SOME.format(number=number, register=register, condition=condition, most=most)
        for number, condition, most in parts
    )


def _newest(tx: Tx, register_ids: Sequence[int], before: int | None) -> list[tuple[int, ...]]:
    until = _FOREVER if before is None else int(before)
    if tx.postgres:
        each = f"SELECT n.* FROM unnest(?::bigint[]) AS w(value) CROSS JOIN LATERAL ({_history('w.value', until)}) AS n"
        return tx.sql(each, (list(register_ids),))
    statement, found = _history("?1", until), []
    for number in register_ids:  # SQLite has no lateral joins, and no way to the server that would be spared
        found += tx.sql(statement, (number,))
    return found


def next_accepted(tx: Tx, register_id: int, at: int) -> tuple[int, int] | None:
    """Instant and value of the first accepted reading after an instant; estimates are none."""
    rows = tx.sql(
        f"SELECT read_at, value FROM reading WHERE register_id = ? AND state = {ACCEPTED} AND read_at > ? "
        f"AND source <> {ESTIMATE} ORDER BY read_at LIMIT 1",
        (register_id, at),
    )
    return (int(rows[0][0]), int(rows[0][1])) if rows else None


def last_accepted(tx: Tx, register_id: int) -> Reading | None:
    query = Reading.select().where((Reading.register_id == register_id) & (Reading.state == ACCEPTED))
    found: Reading | None = tx.first(query.order_by(Reading.read_at.desc()))
    return found


def at_instant(tx: Tx, register_id: int, at: int) -> list[Reading]:
    """Every reading of a register at an instant that somebody took."""
    here = (Reading.register_id == register_id) & (Reading.read_at == at) & (Reading.source != ESTIMATE)
    return tx.all(Reading.select().where(here))


def estimates_after(tx: Tx, register_id: int, at: int) -> list[Reading]:
    """The estimates of a register behind an instant that stand, in order."""
    behind = (Reading.register_id == register_id) & (Reading.read_at > at)
    stands = (Reading.source == ESTIMATE) & Reading.state.in_((ACCEPTED, IN_REVIEW))
    return tx.all(Reading.select().where(behind & stands).order_by(Reading.read_at, Reading.id))


def taken_since(tx: Tx, register_ids: Iterable[int], since: int) -> dict[int, list[tuple[int, int, bool]]]:
    """Instant, index and turn of the accepted readings that somebody took, by register, oldest first."""
    found: dict[int, list[tuple[int, int, bool]]] = {number: [] for number in register_ids}
    statement = (
        f"SELECT register_id, read_at, value, rollover FROM reading WHERE state = {ACCEPTED} "
        f"AND source <> {ESTIMATE} AND read_at >= ? AND register_id IN ({{marks}}) ORDER BY register_id, read_at, id"
    )
    for number, at, value, turned in tx.among(statement, found, before=(since,)):
        found[number].append((at, value, bool(turned)))
    return found


def standing_before(tx: Tx, register_id: int, at: int) -> int:
    """The instant from which readings may be spoken against by one at `at`."""
    rows = tx.sql(
        f"SELECT read_at FROM reading WHERE register_id = ? AND read_at < ? AND source <> {ESTIMATE} "
        f"AND state IN ({ACCEPTED}, {IN_REVIEW}, {REFUSED}) ORDER BY read_at DESC LIMIT {LOOKAHEAD}",
        (register_id, at),
    )
    return min((int(instant) for (instant,) in rows), default=at)


def from_instant(tx: Tx, register_id: int, at: int) -> list[Reading]:
    """Every reading of a register from an instant on, in order."""
    query = Reading.select().where((Reading.register_id == register_id) & (Reading.read_at >= at))
    return tx.all(query.order_by(Reading.read_at, Reading.id))


def zones_at(tx: Tx, register_id: int, meter_id: int, at: int, dials: int) -> int | None:
    """The sum of the other registers of a meter at an instant; None unless each has a reading then."""
    rows = tx.sql(
        "SELECT r.register_id, max(r.value) FROM reading r JOIN register g ON g.id = r.register_id "
        f"WHERE g.meter_id = ? AND g.id <> ? AND r.read_at = ? AND r.state IN ({ACCEPTED}, {IN_REVIEW}) "
        "GROUP BY r.register_id",
        (meter_id, register_id, at),
    )
    return sum(int(value) for _, value in rows) if len(rows) == dials - 1 else None


class Replayed(NamedTuple):
    """A reading as the rules see it once more; micro-units, milliseconds."""

    id: int
    register_id: int
    value: int
    read_at: int
    received_at: int
    source: int
    state: int
    rule_set: int


def replayed(tx: Tx, register_ids: Sequence[int], before: int) -> dict[int, list[Replayed]]:
    """Every reading of registers until an instant, by register, oldest first."""
    found: dict[int, list[Replayed]] = {number: [] for number in register_ids}
    statement = (
        f"SELECT {', '.join(Replayed._fields)} FROM reading WHERE read_at < ? "
        "AND register_id IN ({marks}) ORDER BY register_id, read_at, id"
    )
    for row in tx.among(statement, register_ids, before=(before,)):
        found[row[1]].append(Replayed(*row))
    return found


def read_between(tx: Tx, register_ids: Sequence[int], begin: int, before: int) -> set[int]:
    """Registers with a reading that somebody took and that counts for an instant in [begin, before): accepted, or still
    to be decided."""
    statement = (
        "SELECT DISTINCT register_id FROM reading WHERE register_id IN ({marks}) "
        f"AND read_at >= ? AND read_at < ? AND state IN ({ACCEPTED}, {IN_REVIEW}) AND source <> {ESTIMATE}"
    )
    return {int(number) for (number,) in tx.among(statement, register_ids, after=(begin, before))}


def accepted_of(tx: Tx, register_ids: Sequence[int], as_of: int | None = None) -> list[Taken]:
    """Every accepted reading of registers, by register and instant; those that were accepted at an instant where one
    is given."""
    statement = (
        f"SELECT r.id, r.register_id, r.value, r.read_at, r.rollover FROM {source(as_of)} r "
        f"WHERE r.register_id IN ({{marks}}) AND r.state = {ACCEPTED} ORDER BY r.register_id, r.read_at, r.id"
    )
    return [Taken(*row) for row in tx.among(statement, register_ids)]
