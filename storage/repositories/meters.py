"""Meters, their installations, and the registers that belong to those: installed again, a meter gets others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from storage.days import OPEN_END as OPEN_END  # as it is called wherever installations end
from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.accounts import Installation, Meter, Register, UsagePoint
from storage.models.readings import ACCEPTED, Reading
from storage.repositories.parts import Part, Where
from storage.repositories.scope import (
    ALWAYS,
    SHOWN_FROM,
    SHOWS,
    Scope,
    Sight,
    in_place,
    sights,
    sights_of_account,
)

#: Numbers of smartregion.v1.ReadingSource.
INSTALLATION, REMOVAL = 5, 6


class Supply(NamedTuple):
    """A time in which a utility supplies a place: from `begin` on, before `end`."""

    begin: int
    end: int
    utility_id: int


class RegisterFacts(NamedTuple):
    """What judging a reading needs to know of its register, which is all of one installation."""

    register_id: int
    meter_id: int
    usage_point_id: int
    commodity: int
    integer_digits: int
    fraction_digits: int
    multiplier: int
    installed_at: int
    removed_at: int
    tier: int
    serial_number: str
    #: The utility that supplies the place with it, or did last; None where nobody has an account there.
    utility_id: int | None
    #: ISO date; None where it is not known.
    verification_due: str | None
    #: Registers of the same installation, this one among them, and the one that counts the total of all, where there is
    #: one.
    dials: int
    total_id: int | None
    installation_id: int = 0
    #: By begin: all accounts that last while the installation does.
    supplies: tuple[Supply, ...] = ()
    #: The instant from which another utility may supply the place: what is kept in memory is read anew then.
    until: int = OPEN_END

    @property
    def summed(self) -> bool:
        """Whether this register or another is the sum of several."""
        return self.dials > 1 and self.total_id is not None

    def within(self, scope: Scope, at: int) -> bool:
        """Whether somebody with this scope may know of what is read at an instant; of a resident links must be asked
        besides (`holders`)."""
        if not scope.bounded:
            return True
        return scope.utility_ids is not None and any(
            one.begin <= at < one.end and one.utility_id in scope.utility_ids for one in self.supplies
        )


#: One row for each account that lasts while the installation does, or one without. The columns before the last two are
#: those of RegisterFacts.
_FACTS = f"""
SELECT r.id, r.meter_id, i.usage_point_id, m.commodity, r.integer_digits, r.fraction_digits, r.multiplier,
       i.installed_at, coalesce(i.removed_at, {OPEN_END}), r.tier, m.serial_number, a.utility_id, m.verification_due,
       (SELECT count(*) FROM register t WHERE t.installation_id = r.installation_id),
       (SELECT min(t.id) FROM register t WHERE t.installation_id = r.installation_id AND t.tier = 1),
       r.installation_id, a.begins_at, a.ends_at
FROM register r JOIN installation i ON i.id = r.installation_id JOIN meter m ON m.id = r.meter_id
LEFT JOIN account a ON {SHOWS} WHERE r.id IN ({{marks}})"""


def facts_by_id(tx: Tx, register_ids: Iterable[int]) -> dict[int, RegisterFacts]:
    """Facts of registers by id. Unknown ones are missing."""
    found: dict[int, RegisterFacts] = {}
    supplied: dict[int, list[tuple[Any, ...]]] = {}
    for row in tx.among(_FACTS, dict.fromkeys(register_ids)):
        if row[16] is None:
            found[row[0]] = RegisterFacts(*row[:16])
        else:
            supplied.setdefault(row[0], []).append(row)
    for number, rows in supplied.items():
        found[number] = _supplied(rows, tx.now)
    return found


def _supplied(rows: Sequence[tuple[Any, ...]], now: int) -> RegisterFacts:
    """Facts with who supplies the place, or did last, and until when that is so at least."""
    supplies = sorted(Supply(row[16], row[17], row[11]) for row in rows)
    utility, until = None, OPEN_END
    for one in reversed(supplies):
        if one.begin <= now:
            utility = one.utility_id
            break
        until = one.begin
    row = rows[0]
    return RegisterFacts._make((*row[:11], utility, *row[12:16], tuple(supplies), until))


def registers_of_meters(tx: Tx, meter_ids: Iterable[int]) -> set[int]:
    return tx.numbers("SELECT id FROM register WHERE meter_id IN ({marks})", meter_ids)


def registers_of_accounts(tx: Tx, account_ids: Iterable[int]) -> set[int]:
    """Registers that are or were where an account is."""
    return tx.numbers(
        "SELECT r.id FROM account a JOIN installation i ON i.usage_point_id = a.usage_point_id "
        "JOIN register r ON r.installation_id = i.id WHERE a.id IN ({marks})",
        account_ids,
    )


class Placed(NamedTuple):
    """A register in place somewhere for a while; instants in milliseconds."""

    register_id: int
    usage_point_id: int
    installation_id: int
    tier: int
    integer_digits: int
    fraction_digits: int
    multiplier: int
    installed_at: int
    removed_at: int
    utility_id: int | None


_PLACED = f"""
SELECT r.id, i.usage_point_id, i.id, r.tier, r.integer_digits, r.fraction_digits, r.multiplier, i.installed_at,
       coalesce(i.removed_at, {OPEN_END}),
       (SELECT a.utility_id FROM account a WHERE {SHOWS} AND a.begins_at <= ?
        ORDER BY a.begins_at DESC, a.id DESC LIMIT 1)
FROM usage_point p JOIN installation i ON i.usage_point_id = p.id JOIN meter m ON m.id = i.meter_id
JOIN register r ON r.installation_id = i.id AND r.direction = 1
WHERE (p.id = ? OR p.parent_id = ?) AND m.commodity = ? AND i.installed_at < ? AND coalesce(i.removed_at, ?) > ?"""


def of_building(tx: Tx, usage_point_id: int, commodity: int, begin: int, before: int) -> list[Placed]:
    """Registers of a service that counted at a building's own point or at one of its apartments between two instants;
    where a meter counts the total of its zones, only that."""
    parameters = (tx.now, usage_point_id, usage_point_id, commodity, before, OPEN_END, begin)
    found = [Placed(*row) for row in tx.sql(_PLACED, parameters)]
    total = {one.installation_id for one in found if one.tier == 1}
    return [one for one in found if one.tier == 1 or one.installation_id not in total]


_OF_SERVICE = f"""
FROM register r JOIN meter m ON m.id = r.meter_id JOIN installation i ON i.id = r.installation_id
WHERE m.commodity = ? AND r.id > ? AND (? = 0 OR EXISTS (
    SELECT 1 FROM account a WHERE {SHOWS} AND a.utility_id = ?))"""


def of_service(tx: Tx, commodity: int, utility_id: int | None, last: int, size: int) -> list[int]:
    """Registers of a service, in place or not, of one utility where it is given, with an id greater than `last`."""
    wanted = (commodity, last, utility_id or 0, utility_id or 0, size)
    return [int(number) for (number,) in tx.sql(f"SELECT r.id {_OF_SERVICE} ORDER BY r.id LIMIT ?", wanted)]


def count_of_service(tx: Tx, commodity: int, utility_id: int | None) -> int:
    wanted = (commodity, 0, utility_id or 0, utility_id or 0)
    return int(tx.sql(f"SELECT count(*) {_OF_SERVICE}", wanted)[0][0])


_SUPPLIED = f"""
SELECT DISTINCT r.id FROM account a JOIN installation i ON i.usage_point_id = a.usage_point_id
AND i.installed_at <= ? AND coalesce(i.removed_at, {OPEN_END}) > ?
JOIN meter m ON m.id = i.meter_id AND m.commodity = a.commodity JOIN register r ON r.installation_id = i.id
WHERE a.utility_id = ? AND a.commodity = ? AND a.begins_at <= ? AND a.ends_at > ? AND r.id > ? ORDER BY r.id LIMIT ?"""


def supplied_by(tx: Tx, utility_id: int, commodity: int, at: int, last: int, size: int) -> list[int]:
    """Registers in place where a utility supplied a service at an instant, with an id greater than `last`, by id."""
    wanted = (at, at, utility_id, commodity, at, at, last, size)
    return [int(number) for (number,) in tx.sql(_SUPPLIED, wanted)]


_SAME_HOUSE = """
SELECT r.id, p.id, p.apartment FROM register h JOIN installation j ON j.id = h.installation_id
JOIN meter n ON n.id = h.meter_id JOIN usage_point o ON o.id = j.usage_point_id
JOIN usage_point p ON p.city = o.city AND p.street = o.street AND p.building = o.building AND p.id <> o.id
JOIN installation i ON i.usage_point_id = p.id AND i.removed_at IS NULL
JOIN meter m ON m.id = i.meter_id AND m.commodity = n.commodity
JOIN register r ON r.installation_id = i.id AND r.tier = h.tier
WHERE h.id = ? AND p.apartment <> '' """


def of_neighbours(tx: Tx, register_id: int) -> list[tuple[int, int, str]]:
    """Registers of the same service and zone in the other apartments of a house: register, place, apartment."""
    return [(int(number), int(place), apartment) for number, place, apartment in tx.sql(_SAME_HOUSE, (register_id,))]


#: Registers that may be taken for another one, at most.
NEARBY = 40
_NEARBY = f"""
WITH here AS (
    SELECT i.usage_point_id FROM register r JOIN installation i ON i.id = r.installation_id WHERE r.id = ?),
people AS (
    SELECT l.user_id FROM account a JOIN account_link l ON l.account_id = a.id AND l.ended_at IS NULL
    WHERE a.usage_point_id IN (SELECT usage_point_id FROM here)),
places AS (
    SELECT usage_point_id FROM here UNION
    SELECT a.usage_point_id FROM account a JOIN account_link l ON l.account_id = a.id AND l.ended_at IS NULL
    WHERE l.user_id IN (SELECT user_id FROM people))
SELECT DISTINCT r.id FROM installation i JOIN register r ON r.installation_id = i.id
WHERE i.usage_point_id IN (SELECT usage_point_id FROM places) AND r.id <> ? ORDER BY r.id LIMIT {NEARBY}"""


def nearby(tx: Tx, register_id: int, scope: Scope) -> list[int]:
    """Other registers at the same place, or at another of the same people, that the caller may know of."""
    found = [int(number) for (number,) in tx.sql(_NEARBY, (register_id, register_id))]
    known = registers_in_scope(tx, found, scope)
    return [number for number in found if number in known]


_ONE_HOUSEHOLD = """
SELECT 1 FROM register r JOIN installation i ON i.id = r.installation_id
JOIN register q ON q.id = ? JOIN installation j ON j.id = q.installation_id
WHERE r.id = ? AND (i.usage_point_id = j.usage_point_id OR EXISTS (
    SELECT 1 FROM account a JOIN account_link l ON l.account_id = a.id AND l.ended_at IS NULL
    JOIN account_link k ON k.user_id = l.user_id AND k.ended_at IS NULL JOIN account b ON b.id = k.account_id
    WHERE a.usage_point_id = i.usage_point_id AND a.begins_at <= ? AND a.ends_at > ?
      AND b.usage_point_id = j.usage_point_id AND b.begins_at <= ? AND b.ends_at > ?))"""


def one_household(tx: Tx, register_id: int, other_id: int, at: int) -> bool:
    """Whether two registers were at one place, or at places of the same person, at an instant."""
    return bool(tx.sql(_ONE_HOUSEHOLD, (other_id, register_id, at, at, at, at)))


class Mounted(NamedTuple):
    """A register that answers to a serial number and a tier, and when it was in place."""

    register_id: int
    meter_id: int
    installed_at: int
    removed_at: int


def ids_by_serial(tx: Tx, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Mounted]]:
    """Registers by (serial number, tier): one for each installation of a meter, and of several meters where makers gave
    the same number twice. `answering` tells which is meant."""
    keys = set(wanted)
    serials = sorted({serial for serial, _ in keys})
    found: dict[tuple[str, int], list[Mounted]] = {}
    statement = (
        f"SELECT m.serial_number, r.tier, r.id, m.id, i.installed_at, coalesce(i.removed_at, {OPEN_END}) FROM meter m "
        "JOIN register r ON r.meter_id = m.id JOIN installation i ON i.id = r.installation_id "
        "WHERE m.serial_number IN ({marks})"
    )
    for serial, tier, *rest in tx.among(statement, serials):
        found.setdefault((serial, int(tier)), []).append(Mounted(*rest))
    return {key: found[key] for key in keys & found.keys()}


def answering(mounted: Sequence[Mounted], at: int) -> list[int]:
    """The registers that are meant by a serial number at an instant: those that were in place then, one of each meter.
    Where none was, the ones that had been in place last, or came first: the rules say what is wrong with that."""
    if len(mounted) == 1:
        return [mounted[0].register_id]
    there = [one for one in mounted if one.installed_at <= at <= one.removed_at]
    nearest: dict[int, Mounted] = {}
    for one in sorted(there or mounted, key=lambda one: one.installed_at):
        if one.meter_id not in nearest or one.installed_at <= at:
            nearest[one.meter_id] = one
    return sorted(one.register_id for one in nearest.values())


class Held(NamedTuple):
    """A time in which somebody may know of a register."""

    utility_id: int
    #: None for the utility itself.
    user_id: int | None
    sight: Sight


class Holders(NamedTuple):
    """Who may know of a register, and of which instants."""

    held: tuple[Held, ...]

    def within(self, scope: Scope, at: int) -> bool:
        """Whether somebody with this scope may know of what is read at an instant."""
        if not scope.bounded:
            return True
        return any(
            one.sight.covers(at)
            and (
                one.user_id == scope.user_id
                if scope.utility_ids is None
                else one.user_id is None and one.utility_id in scope.utility_ids
            )
            for one in self.held
        )


NOBODY = Holders(())
_HOLDERS = f"""
SELECT r.id, a.utility_id, a.begins_at, a.ends_at, l.user_id, CASE WHEN l.id IS NOT NULL THEN {SHOWN_FROM} END
FROM register r JOIN installation i ON i.id = r.installation_id JOIN meter m ON m.id = i.meter_id
JOIN account a ON {SHOWS} LEFT JOIN account_link l ON l.account_id = a.id AND l.ended_at IS NULL
WHERE r.id IN ({{marks}})"""


def holders(tx: Tx, register_ids: Iterable[int]) -> dict[int, Holders]:
    """Holders by register; registers at which nobody has an account are missing."""
    found: dict[int, dict[Held, None]] = {}
    for register_id, utility_id, begin, end, user_id, shown_from in tx.among(_HOLDERS, dict.fromkeys(register_ids)):
        known = found.setdefault(register_id, {})
        known[Held(utility_id, None, Sight(begin, end))] = None
        if user_id is not None:
            known[Held(utility_id, user_id, Sight(shown_from, end))] = None
    return {number: Holders(tuple(known)) for number, known in found.items()}


def sights_of(tx: Tx, register_ids: Iterable[int], scope: Scope) -> dict[int, list[Sight]]:
    """When the caller may know of registers, in order; those of which they may know nothing are missing."""
    wanted = dict.fromkeys(register_ids)
    if not scope.bounded:
        return {number: [ALWAYS] for number in wanted}
    listed = in_place(sights(scope))
    statement = (
        f"SELECT r.id, s.begins_at, s.ends_at {listed.text} JOIN register r ON r.installation_id = i.id "
        "WHERE r.id IN ({marks}) ORDER BY r.id, s.begins_at, s.ends_at"
    )
    found: dict[int, list[Sight]] = {}
    for number, begin, end in tx.among(statement, wanted, before=listed.parameters):
        found.setdefault(number, []).append(Sight(begin, end))
    return {number: joined(seen) for number, seen in found.items()}


def joined(seen: Sequence[Sight]) -> list[Sight]:
    """Times in the order of their begins, with those in one that meet."""
    made: list[Sight] = []
    for one in seen:
        if made and one.begin <= made[-1].end:
            made[-1] = Sight(made[-1].begin, max(made[-1].end, one.end))
        else:
            made.append(one)
    return made


def registers_in_scope(tx: Tx, register_ids: Iterable[int], scope: Scope) -> set[int]:
    """Those of the registers of which the caller may know something."""
    return set(sights_of(tx, register_ids, scope))


@dataclass(frozen=True)
class MeterFilter:
    usage_point_id: int | None = None
    account_id: int | None = None
    user_id: int | None = None
    serial_number: str = ""
    commodity: int = 0
    verification_due_before: str | None = None
    installed_only: bool = False


@dataclass
class Placement:
    """A meter at a place, with the registers that it has there and the indexes at both ends by register."""

    row: Installation
    place: UsagePoint
    #: When whoever asked may know of it.
    seen: list[Sight]
    registers: list[Register] = field(default_factory=list)
    first: dict[int, int] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)

    def covers(self, at: int) -> bool:
        return any(one.covers(at) for one in self.seen)


@dataclass
class Device:
    """A meter with those of its installations that somebody may know of, oldest first."""

    row: Meter
    placements: list[Placement]

    @property
    def registers(self) -> list[Register]:
        """The registers of the installation that is or was last."""
        return self.placements[-1].registers if self.placements else []


def _installed(wanted: MeterFilter, scope: Scope, now: int) -> Where:
    """What must hold of one and the same installation `i` of a meter."""
    where = Where()
    lasts = f" WHERE s.begins_at <= {now} AND s.ends_at > {now}" if wanted.installed_only else ""

    def seen(by: Part) -> None:
        listed = in_place(by)
        where.add(f"i.id IN (SELECT i.id {listed.text}{lasts})", *listed.parameters)

    if scope.bounded:
        seen(sights(scope))
    if wanted.user_id is not None:
        seen(sights(Scope(user_id=wanted.user_id)))
    if wanted.account_id is not None:
        seen(sights_of_account(wanted.account_id))
    if wanted.usage_point_id is not None:
        where.add("i.usage_point_id = ?", wanted.usage_point_id)
    if wanted.installed_only:
        where.add("i.removed_at IS NULL")
    return where


def _where(wanted: MeterFilter, scope: Scope, now: int) -> Where:
    where = Where()
    installed = _installed(wanted, scope, now)
    if installed.conditions:
        where.add(f"m.id IN (SELECT i.meter_id FROM installation i {installed.text})", *installed.parameters)
    if wanted.serial_number:
        where.add("m.serial_number = ?", wanted.serial_number)
    if wanted.commodity:
        where.add("m.commodity = ?", wanted.commodity)
    if wanted.verification_due_before is not None:
        where.add("m.verification_due < ?", wanted.verification_due_before)
    return where


def page(
    tx: Tx,
    wanted: MeterFilter,
    scope: Scope,
    *,
    descending: bool,
    after: tuple[str, int] | None,
    size: int,
    skip: int,
) -> tuple[list[Device], int]:
    """Meters by serial number, behind (serial_number, id), and how many the filter leaves."""
    where = _where(wanted, scope, tx.now)
    total = int(tx.sql(f"SELECT count(*) FROM meter m {where.text}", where.parameters)[0][0])
    sign, way = ("<", "DESC") if descending else (">", "ASC")
    if after is not None:
        where.add(f"(m.serial_number, m.id) {sign} (?, ?)", *after)
    ids = tx.sql(
        f"SELECT m.id FROM meter m {where.text} ORDER BY m.serial_number {way}, m.id {way} LIMIT ? OFFSET ?",
        (*where.parameters, size, skip),
    )
    listed = [number for (number,) in ids]
    rows = {row.id: row for row in tx.all(Meter.select().where(Meter.id.in_(listed)))}
    return opened(tx, [rows[number] for number in listed], scope), total


def get(tx: Tx, meter_id: int, scope: Scope) -> Device | None:
    """One meter with all that the caller may know of it, held until the unit ends."""
    found = tx.first(tx.lock(Meter.select().where(Meter.id == meter_id)))
    if found is None:
        return None
    device = opened(tx, [found], scope)[0]
    return device if device.placements or not scope.bounded else None


def opened(tx: Tx, rows: Sequence[Meter], scope: Scope) -> list[Device]:
    """Meters with what the caller may know of their installations; five queries for all."""
    devices = {row.id: Device(row, []) for row in rows}
    placements = _placements(tx, list(devices), scope)
    for one in placements.values():
        devices[one.row.meter_id].placements.append(one)
    registers = tx.all(Register.select().where(Register.installation_id.in_(list(placements))).order_by(Register.tier))
    owner = {register.id: placements[register.installation_id] for register in registers}
    for register in registers:
        owner[register.id].registers.append(register)
    ends = Reading.register_id.in_(list(owner)) & Reading.source.in_((INSTALLATION, REMOVAL))
    ends &= Reading.state == ACCEPTED  # what was corrected is superseded
    for reading in tx.all(Reading.select().where(ends)) if owner else ():
        one = owner[reading.register_id]
        if one.covers(reading.read_at):
            (one.first if reading.source == INSTALLATION else one.last)[reading.register_id] = reading.value
    return [devices[row.id] for row in rows]


def _placements(tx: Tx, meter_ids: Sequence[int], scope: Scope) -> dict[int, Placement]:
    """Installations of meters that the caller may know of, by id, oldest first."""
    installed = tx.all(
        Installation.select()
        .where(Installation.meter_id.in_(meter_ids))
        .order_by(Installation.installed_at, Installation.id)
    )
    places = {
        place.id: place
        for place in tx.all(UsagePoint.select().where(UsagePoint.id.in_([row.usage_point_id for row in installed])))
    }
    seen: dict[int, list[Sight]] = {row.id: [] if scope.bounded else [ALWAYS] for row in installed}
    if scope.bounded:
        listed = in_place(sights(scope))
        statement = (
            f"SELECT i.id, s.begins_at, s.ends_at {listed.text} WHERE i.id IN ({{marks}}) ORDER BY i.id, s.begins_at"
        )
        for number, *sight in tx.among(statement, list(seen), before=listed.parameters):
            seen[number].append(Sight(*sight))
    return {row.id: Placement(row, places[row.usage_point_id], seen[row.id]) for row in installed if seen[row.id]}


def installed_at_point(tx: Tx, usage_point_id: int, commodity: int) -> list[Installation]:
    """Installations of meters of a service at a place, ever."""
    query = (
        Installation.select(Installation)
        .join(Meter, on=(Meter.id == Installation.meter_id))
        .where((Installation.usage_point_id == usage_point_id) & (Meter.commodity == commodity))
    )
    return tx.all(query)


def installations_of(tx: Tx, meter_id: int) -> list[Installation]:
    """Installations of a meter wherever it was, oldest first."""
    query = Installation.select().where(Installation.meter_id == meter_id)
    return tx.all(query.order_by(Installation.installed_at, Installation.id))


def create(tx: Tx, meter: Meter) -> None:
    tx.insert(meter)
    tx.change(Topic.METERS, meter.id, ChangeKind.CREATED)


def install(tx: Tx, installation: Installation, registers: Iterable[Register]) -> None:
    """Puts a meter in place, with registers of that installation."""
    tx.insert(installation)
    for register in registers:
        tx.insert(register)
    touch(tx, installation.meter_id)


def remove(tx: Tx, installation: Installation, at: int) -> None:
    tx.run(Installation.update(removed_at=at).where(Installation.id == installation.id))
    touch(tx, installation.meter_id)


def touch(tx: Tx, meter_id: int) -> None:
    """Tells whoever holds a meter that it is another now."""
    tx.run(Meter.update(version=Meter.version + 1).where(Meter.id == meter_id))
    tx.change(Topic.METERS, meter_id)


def registers_of_point(tx: Tx, usage_point_id: int, commodity: int = 0) -> list[tuple[Register, Meter]]:
    """Registers of every meter that was ever in place there, as they were there."""
    here = Installation.select(Installation.id).where(Installation.usage_point_id == usage_point_id)
    registers = tx.all(Register.select().where(Register.installation_id.in_(here)).order_by(Register.id))
    query = Meter.select().where(Meter.id.in_([register.meter_id for register in registers]))
    if commodity:
        query = query.where(Meter.commodity == commodity)
    meters = {meter.id: meter for meter in tx.all(query)}
    return [(register, meters[register.meter_id]) for register in registers if register.meter_id in meters]


def registers_by_id(tx: Tx, register_id: int) -> list[tuple[Register, Meter]]:
    """A register with its meter; empty where there is none."""
    register = tx.first(Register.select().where(Register.id == register_id))
    if register is None:
        return []
    return [(register, tx.first(Meter.select().where(Meter.id == register.meter_id)))]
