"""What is held of registers, by instant: what came before a reading, what followed, what counts."""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED, ESTIMATE, IN_REVIEW, REFUSED, Reading
from storage.repositories.readings import source

#: Accepted readings that a history holds: twelve intervals.
HISTORY = 13
#: Instants behind a reading whose indexes may speak for it or against it.
LOOKAHEAD = 6
#: A reading that stands for what was handed in, as a condition; the others are history.
STANDS = f"state IN ({ACCEPTED}, {IN_REVIEW}, {REFUSED}) AND source <> {ESTIMATE}"
#: An accepted one that somebody took.
TAKEN = f"state = {ACCEPTED} AND source <> {ESTIMATE}"


class Point(NamedTuple):
    """An accepted reading or an estimate that stands: instant, index, and which of the two."""

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
    """What came before on a register, oldest first: its last accepted readings with the estimates between and behind
    them, the highest index of each of the last instants of what was handed in, and the latest instant of any."""

    accepted: tuple[Point, ...]
    standing: tuple[tuple[int, int], ...]
    seen_until: int


def lock_registers(tx: Tx, register_ids: Iterable[int]) -> None:
    """Holds registers until the end, so that two writers never judge one register at once; with them the others of
    their installations, whose total is judged by them. (PostgreSQL)"""
    if tx.postgres:
        wanted = list(register_ids)
        tx.sql(
            "SELECT 1 FROM register WHERE installation_id IN (SELECT installation_id FROM register "
            "WHERE id = ANY(?::bigint[])) ORDER BY id FOR UPDATE",
            (wanted,),
        )


def of(tx: Tx, register_ids: Iterable[int], before: int | None = None) -> dict[int, History]:
    """The last readings of registers, before an instant where one is given; however many there are, it takes as long
    as what it returns."""
    wanted = list(dict.fromkeys(register_ids))
    accepted: dict[int, list[Point]] = {number: [] for number in wanted}
    standing: dict[int, list[tuple[int, int]]] = {number: [] for number in wanted}
    seen = dict.fromkeys(wanted, -1)
    for which, number, at, value, taken_by, _ in sorted(_newest(tx, wanted, before), key=_BY_INSTANT):
        if which == _POINT:
            accepted[number].append(Point(at, value, taken_by == ESTIMATE))
        elif which == _STOOD:
            standing[number].append((at, value))
        else:
            seen[number] = at
    return {number: History(tuple(accepted[number]), tuple(standing[number]), seen[number]) for number in wanted}


_FOREVER = 1 << 62
_BY_INSTANT = itemgetter(2, 3, 5)
_POINT, _STOOD, _SEEN = 1, 2, 3


def _history(register: str, before: int) -> str:
    """(which, register, instant, value, source, id) of the newest readings of a register: of the accepted ones, of the
    estimates between and behind those, of the last instants of what was handed in, and of any. Each part is read
    backwards from the end of the register's part of the table, and the estimates never push readings out."""
    mine = f"FROM reading WHERE register_id = {register}"
    return (
        f"WITH actual AS (SELECT read_at, value, id {mine} AND {TAKEN} AND read_at < {before} "
        f"ORDER BY read_at DESC, id DESC LIMIT {HISTORY}) "
        f"SELECT {_POINT} AS which, {register} AS register_id, read_at, value, 0 AS source, id FROM actual UNION ALL "
        f"SELECT {_POINT}, register_id, read_at, value, source, id {mine} AND source = {ESTIMATE} "
        f"AND state IN ({ACCEPTED}, {IN_REVIEW}) AND read_at < {before} "
        "AND read_at > (SELECT min(read_at) FROM actual) UNION ALL "
        f"SELECT * FROM (SELECT {_STOOD}, {register}, read_at, max(value), 0, 0 {mine} AND {STANDS} "
        f"AND read_at < {before} GROUP BY read_at ORDER BY read_at DESC LIMIT {LOOKAHEAD}) AS stood UNION ALL "
        f"SELECT * FROM (SELECT {_SEEN}, register_id, read_at, value, source, id {mine} AND state > 0 "
        "ORDER BY read_at DESC, id DESC LIMIT 1) AS seen"
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


class Next(NamedTuple):
    """An accepted reading; whether the dial began anew right before it."""

    at: int
    value: int
    rollover: bool


def next_accepted(tx: Tx, register_id: int, at: int) -> Next | None:
    """The first accepted reading after an instant; estimates are none."""
    rows = tx.sql(
        f"SELECT read_at, value, rollover FROM reading WHERE register_id = ? AND {TAKEN} AND read_at > ? "
        "ORDER BY read_at LIMIT 1",
        (register_id, at),
    )
    return Next(int(rows[0][0]), int(rows[0][1]), bool(rows[0][2])) if rows else None


def last_accepted(tx: Tx, register_id: int) -> Reading | None:
    """The newest accepted reading of a register; estimates are none."""
    taken = (Reading.register_id == register_id) & (Reading.state == ACCEPTED) & (Reading.source != ESTIMATE)
    query = Reading.select().where(taken)
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
        f"SELECT register_id, read_at, value, rollover FROM reading WHERE {TAKEN} "
        "AND read_at >= ? AND register_id IN ({marks}) ORDER BY register_id, read_at, value, id"
    )
    for number, at, value, turned in tx.among(statement, found, before=(since,)):
        found[number].append((at, value, bool(turned)))
    return found


def from_instant(tx: Tx, register_id: int, at: int) -> list[Reading]:
    """Every reading of a register from an instant on, in order."""
    query = Reading.select().where((Reading.register_id == register_id) & (Reading.read_at >= at))
    return tx.all(query.order_by(Reading.read_at, Reading.id))


def read_between(tx: Tx, register_ids: Sequence[int], begin: int, before: int) -> set[int]:
    """Registers with a reading that somebody took and that counts for an instant in [begin, before): accepted, or still
    to be decided. It counts for the day that its window deems it to have, or else for the instant it was read at."""
    statement = (
        "SELECT DISTINCT register_id FROM reading WHERE register_id IN ({marks}) "
        "AND coalesce(deemed_at, read_at) >= ? AND coalesce(deemed_at, read_at) < ? "
        f"AND state IN ({ACCEPTED}, {IN_REVIEW}) AND source <> {ESTIMATE}"
    )
    return {int(number) for (number,) in tx.among(statement, register_ids, after=(begin, before))}


def accepted_of(tx: Tx, register_ids: Sequence[int], as_of: int | None = None) -> list[Taken]:
    """Every accepted reading of registers, by register and instant; those that were accepted at an instant where one
    is given."""
    statement = (
        f"SELECT r.id, r.register_id, r.value, r.read_at, r.rollover FROM {source(as_of)} r "
        f"WHERE r.register_id IN ({{marks}}) AND r.state = {ACCEPTED} ORDER BY r.register_id, r.read_at, r.value, r.id"
    )
    return [Taken(*row) for row in tx.among(statement, register_ids)]
