"""Readings: bulk writing, histories of registers, lists. SQL by hand, because these are the hot paths."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from storage.chunks import chunks
from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import first_id_at
from storage.engine.transaction import Tx, marks
from storage.models.readings import ACCEPTED, ESTIMATE, FROM_RESIDENT, IN_REVIEW, Reading, ReadingVersion
from storage.repositories.parts import Part, Where
from storage.repositories.scope import Scope, read_in, sights, sights_of_account, sights_then

#: How far the readings that a filter leaves are counted: a page must not take longer because there are more of them.
COUNTED = 100_000


class NewReading(NamedTuple):
    """A row to be written, as its columns are; values in micro-units, instants in milliseconds."""

    id: int
    register_id: int
    value: int
    read_at: int
    received_at: int
    source: int
    state: int
    quality: int
    rule_set: int
    submitter_kind: int
    submitter_id: int
    rollover: bool = False
    photo_ref: str | None = None
    findings: str | None = None
    version: int = 1
    deemed_at: int | None = None


class Row(NamedTuple):
    """A reading with what is shown beside it."""

    id: int
    register_id: int
    value: int
    read_at: int
    received_at: int
    source: int
    state: int
    quality: int
    rule_set: int
    rollover: bool
    superseded_by: int | None
    photo_ref: str | None
    findings: str | None
    version: int
    meter_id: int
    tier: int
    multiplier: int
    integer_digits: int
    fraction_digits: int
    commodity: int
    serial_number: str
    usage_point_id: int | None
    city: str | None
    street: str | None
    building: str | None
    apartment: str | None
    previous_value: int | None
    deemed_at: int | None


#: Readings as they stand, and as they stood at an instant.
_NOW = "reading"
_THEN = """(
    SELECT q.id, q.register_id, q.value, q.read_at, q.received_at, q.source, coalesce(v.state, q.state) AS state,
           coalesce(v.quality, q.quality) AS quality, q.rule_set, coalesce(v.rollover, q.rollover) AS rollover,
           v.superseded_by, q.photo_ref, CASE WHEN v.version IS NULL THEN q.findings ELSE v.findings END AS findings,
           coalesce(v.version, q.version) AS version, q.deemed_at
    FROM reading q LEFT JOIN reading_version v ON v.reading_id = q.id AND v.version = (
        SELECT max(w.version) FROM reading_version w WHERE w.reading_id = q.id AND w.at <= {at})
    WHERE q.received_at <= {at})"""

_SELECT = f"""
SELECT r.id, r.register_id, r.value, r.read_at, r.received_at, r.source, r.state, r.quality, r.rule_set, r.rollover,
       r.superseded_by, r.photo_ref, r.findings, r.version, g.meter_id, g.tier, g.multiplier, g.integer_digits,
       g.fraction_digits, m.commodity, m.serial_number, p.id, p.city, p.street, p.building, p.apartment,
       CASE WHEN r.state = {ACCEPTED} THEN (
           SELECT {{before}} FROM {{readings}} b
           WHERE b.register_id = r.register_id AND b.state = {ACCEPTED} AND b.read_at < r.read_at
             AND b.source <> {ESTIMATE}
           ORDER BY b.read_at DESC LIMIT 1) END, r.deemed_at
FROM {{readings}} r
JOIN register g ON g.id = r.register_id
JOIN meter m ON m.id = g.meter_id
LEFT JOIN installation i ON i.id = g.installation_id
LEFT JOIN usage_point p ON p.id = i.usage_point_id
"""


def _selected(held: str, scope: Scope) -> Part:
    """Rows as a caller may see them: what was used since a reading that they may not know of is not told."""
    if not scope.bounded:
        return Part(_SELECT.format(readings=held, before="b.value"))
    seen = sights(scope)
    before = (
        f"CASE WHEN EXISTS (SELECT 1 FROM {seen.text} WHERE s.usage_point_id = i.usage_point_id "
        "AND s.commodity = m.commodity AND s.begins_at <= b.read_at AND b.read_at < s.ends_at) THEN b.value END"
    )
    return Part(_SELECT.format(readings=held, before=before), seen.parameters)


def source(as_of: int | None) -> str:
    """Where readings are read from: as they stand, or as they stood."""
    return _NOW if as_of is None else _THEN.format(at=int(as_of))


@dataclass
class ReadingFilter:
    """What of the readings is wanted; empty values ask for nothing."""

    register_id: int | None = None
    meter_id: int | None = None
    usage_point_id: int | None = None
    account_id: int | None = None
    user_id: int | None = None
    utility_id: int | None = None
    states: tuple[int, ...] = ()
    commodity: int = 0
    source: int = 0
    read_from: int | None = None
    read_before: int | None = None
    received_from: int | None = None
    received_before: int | None = None
    serial_number: str = ""
    finding_code: str = ""

    @property
    def narrow(self) -> bool:
        """Whether it names a register, a place or a person: only then is an order by read_at cheap."""
        named = (self.register_id, self.meter_id, self.usage_point_id, self.account_id, self.user_id)
        return any(number is not None for number in named) or bool(self.serial_number)


def _where(wanted: ReadingFilter, scope: Scope, as_of: int | None = None) -> Where:
    where = Where()
    if scope.bounded:
        where.add_part(read_in(sights(scope)))
    _where_whose(where, wanted, scope, as_of)
    _where_things(where, wanted)
    _where_facts(where, wanted)
    return where


def _where_whose(where: Where, wanted: ReadingFilter, scope: Scope, as_of: int | None) -> None:
    """Conditions on whose the register was; as it was on record at an instant where one is given. Whoever is bounded is
    told then of those alone of whom they may know now."""
    if wanted.account_id is not None:
        where.add_part(
            read_in(
                sights_of_account(wanted.account_id)
                if as_of is None
                else sights_then(as_of, account_id=wanted.account_id)
            )
        )
    if wanted.user_id is not None:
        if as_of is not None:
            where.add_part(read_in(sights_then(as_of, user_id=wanted.user_id)))
        if as_of is None or scope.bounded:
            where.add_part(read_in(sights(Scope(user_id=wanted.user_id))))


def _where_things(where: Where, wanted: ReadingFilter) -> None:
    """Conditions on what was read."""
    if wanted.register_id is not None:
        where.add("r.register_id = ?", wanted.register_id)
    if wanted.meter_id is not None:
        where.add("r.register_id IN (SELECT id FROM register WHERE meter_id = ?)", wanted.meter_id)
    if wanted.usage_point_id is not None:
        where.add(
            "r.register_id IN (SELECT g3.id FROM register g3 JOIN installation i3 ON i3.id = g3.installation_id "
            "WHERE i3.usage_point_id = ?)",
            wanted.usage_point_id,
        )
    if wanted.utility_id is not None:
        where.add_part(read_in(sights(Scope(utility_ids=frozenset({wanted.utility_id})))))
    if wanted.commodity or wanted.serial_number:
        inner = Where()
        if wanted.commodity:
            inner.add("m4.commodity = ?", wanted.commodity)
        if wanted.serial_number:
            inner.add("m4.serial_number = ?", wanted.serial_number)
        where.add(
            f"r.register_id IN (SELECT g4.id FROM register g4 JOIN meter m4 ON m4.id = g4.meter_id {inner.text})",
            *inner.parameters,
        )


def _where_facts(where: Where, wanted: ReadingFilter) -> None:
    """Conditions on the reading itself. The order of receipt is the order of ids."""
    if wanted.states:
        if wanted.states == (IN_REVIEW,):
            where.add(f"r.state = {IN_REVIEW}")  # as a constant, so that the index of the queue is used
        else:
            where.add(f"r.state IN ({marks(wanted.states)})", *wanted.states)
    for condition, value in (
        ("r.source = ?", wanted.source or None),
        ("r.read_at >= ?", wanted.read_from),
        ("r.read_at < ?", wanted.read_before),
        ("replace(r.findings, ?, '') <> r.findings", _note(wanted.finding_code) if wanted.finding_code else None),
    ):
        if value is not None:
            where.add(condition, value)
    if wanted.received_from is not None:
        where.add("r.id >= ? AND r.received_at >= ?", first_id_at(wanted.received_from - 60_000), wanted.received_from)
    if wanted.received_before is not None:
        where.add("r.received_at < ?", wanted.received_before)


def page(
    tx: Tx,
    wanted: ReadingFilter,
    scope: Scope,
    *,
    order: Sequence[str],
    descending: bool,
    after: tuple[int, int] | None,
    size: int,
    skip: int,
    as_of: int | None = None,
) -> tuple[list[Row], int]:
    """Readings behind (rank, id), and how many the filter leaves, COUNTED at most; as they stood at an instant where
    one is given. They are ranked by `("read_at",)`, by `("id",)`, or by the first of several rules that found
    something."""
    where = _where(wanted, scope, as_of)
    held = source(as_of)
    counted = f"SELECT count(*) FROM (SELECT 1 FROM {held} r {where.text} LIMIT {COUNTED}) AS counted"
    total = int(tx.sql(counted, where.parameters)[0][0])
    sign, way = ("<", "DESC") if descending else (">", "ASC")
    rank = f"r.{order[0]}" if len(order) == 1 else _rank(order)
    if after is not None:
        where.add(f"({rank} {sign} ? OR ({rank} = ? AND r.id {sign} ?))", after[0], after[0], after[1])
    ordered = f"r.id {way}" if rank == "r.id" else f"{rank} {way}, r.id {way}"
    return _rows(tx, _selected(held, scope), where, f"ORDER BY {ordered} LIMIT ? OFFSET ?", size, skip), total


def _note(code: str) -> str:
    """How a reading's findings begin the note of a rule. It is sought as it is: LIKE would take `_` for any letter, and
    on SQLite a small one for a large."""
    return f'["{code}",'


def _rank(codes: Sequence[str]) -> str:
    """The place of the first rule that found something."""
    cases = " ".join(
        f"WHEN replace(r.findings, '{_note(code)}', '') <> r.findings THEN {place}" for place, code in enumerate(codes)
    )
    return f"CASE {cases} ELSE {len(codes)} END"


def rank_of(findings: str | None, codes: Sequence[str]) -> int:
    """The same of one reading."""
    return next((place for place, code in enumerate(codes) if _note(code) in (findings or "")), len(codes))


def behind(tx: Tx, wanted: ReadingFilter, scope: Scope, last: int, size: int) -> list[Row]:
    """Readings with an id greater than `last`, by id."""
    where = _where(wanted, scope)
    where.add("r.id > ?", last)
    return _rows(tx, _selected(_NOW, scope), where, "ORDER BY r.id LIMIT ?", size)


def watched(tx: Tx, wanted: ReadingFilter, ids: Sequence[int], scope: Scope) -> list[Row]:
    """Those of the ids that the filter and the scope let through."""
    found = []
    for chunk in chunks(ids):
        where = _where(wanted, scope)
        where.add(f"r.id IN ({marks(chunk)})", *chunk)
        found += _rows(tx, _selected(_NOW, scope), where)
    return found


def get(tx: Tx, reading_id: int, scope: Scope) -> Row | None:
    found = watched(tx, ReadingFilter(), [reading_id], scope)
    return found[0] if found else None


def _rows(tx: Tx, selected: Part, where: Where, rest: str = "", *parameters: Any) -> list[Row]:
    statement = f"{selected.text} {where.text} {rest}"
    return [Row(*row) for row in tx.sql(statement, (*selected.parameters, *where.parameters, *parameters))]


def versions(tx: Tx, reading_id: int) -> list[ReadingVersion]:
    query = ReadingVersion.select().where(ReadingVersion.reading_id == reading_id)
    return tx.all(query.order_by(ReadingVersion.version))


def registers_of(tx: Tx, reading_ids: Iterable[int]) -> set[int]:
    """The registers of readings."""
    return tx.numbers("SELECT DISTINCT register_id FROM reading WHERE id IN ({marks})", reading_ids)


def by_id(tx: Tx, reading_id: int) -> Reading | None:
    """The row itself, held until the unit ends."""
    found: Reading | None = tx.first(tx.lock(Reading.select().where(Reading.id == reading_id)))
    return found


def insert(tx: Tx, rows: Sequence[NewReading]) -> None:
    """Writes readings by one prepared statement."""
    tx.insert_many(Reading, NewReading._fields, rows)
    tx.change(Topic.READINGS, [row[0] for row in rows], ChangeKind.CREATED)
    _tell_residents(tx, [row.id for row in rows if row.source == FROM_RESIDENT])


def _tell_residents(tx: Tx, reading_ids: Sequence[int]) -> None:
    """Tells the feed of readings whose state residents are told: apart, for many more are no resident's."""
    if reading_ids:
        tx.change(Topic.READING_RECEIPTS, reading_ids)


def move(
    tx: Tx,
    reading: Reading,
    *,
    state: int,
    quality: int,
    actor_kind: int,
    actor_id: int,
    reason: str,
    batch_id: str | None = None,
    **values: Any,
) -> None:
    """Moves a reading to another state and keeps who did it and why, and with which others. The reading itself is never
    rewritten."""
    version = reading.version + 1
    kept = {name: getattr(reading, name) for name in ("rollover", "superseded_by", "findings")}
    if not tx.rows(
        ReadingVersion.select(ReadingVersion.version).where(ReadingVersion.reading_id == reading.id).limit(1)
    ):
        tx.insert(
            ReadingVersion(
                reading_id=reading.id,
                version=reading.version,
                state=reading.state,
                quality=reading.quality,
                at=reading.received_at,
                actor_kind=0,
                actor_id=0,
                **kept,
            )
        )
    tx.run(Reading.update(state=state, quality=quality, version=version, **values).where(Reading.id == reading.id))
    tx.insert(
        ReadingVersion(
            reading_id=reading.id,
            version=version,
            state=state,
            quality=quality,
            at=tx.now,
            actor_kind=actor_kind,
            actor_id=actor_id,
            reason=reason,
            batch_id=batch_id,
            **kept | values,
        )
    )
    tx.change(Topic.READINGS, reading.id)
    _tell_residents(tx, [reading.id] if reading.source == FROM_RESIDENT else [])


def decided_by_people(tx: Tx, reading_ids: Sequence[int]) -> set[int]:
    """Those of the readings whose state somebody decided, and not the rules; a decision that was taken back is none."""
    query = ReadingVersion.select(ReadingVersion.reading_id, ReadingVersion.state).where(
        ReadingVersion.reading_id.in_(reading_ids) & (ReadingVersion.actor_kind > 0)
    )
    last = dict(tx.rows(query.order_by(ReadingVersion.version)))
    return {number for number, state in last.items() if state != IN_REVIEW}


def by_register(tx: Tx, wanted: ReadingFilter, scope: Scope, last: tuple[int, int, int], size: int) -> list[Row]:
    """Readings behind (register, instant, id), in that order."""
    where = _where(wanted, scope)
    register, at, number = last
    where.add("(r.register_id, r.read_at, r.id) > (?, ?, ?)", register, at, number)
    return _rows(tx, _selected(_NOW, scope), where, "ORDER BY r.register_id, r.read_at, r.id LIMIT ?", size)
