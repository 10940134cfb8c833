"""Meters, their registers and installations."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.accounts import Account, AccountLink, Installation, Meter, Register, UsagePoint
from storage.models.readings import Reading
from storage.repositories.scope import Scope

#: Numbers of smartregion.v1.ReadingSource.
INSTALLATION, REMOVAL = 5, 6
#: Later than any installation ends.
OPEN_END = 1 << 62


class RegisterFacts(NamedTuple):
    """What judging a reading needs to know of its register: the installation that is or was last."""

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
    #: The utility that supplies the place with it; None where nobody has an account there.
    utility_id: int | None
    #: ISO date; None where it is not known.
    verification_due: str | None
    #: Registers of the same meter, this one among them, and the one that counts the total of all, where there is one.
    dials: int
    total_id: int | None

    @property
    def summed(self) -> bool:
        """Whether this register or another is the sum of several."""
        return self.dials > 1 and self.total_id is not None


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
class Device:
    """A meter with all that belongs to it."""

    row: Meter
    registers: list[Register]
    #: Oldest first, each with its place and the indexes at both ends by register.
    installations: list[tuple[Installation, UsagePoint, dict[int, int], dict[int, int]]]


_FACTS = """
SELECT r.id, r.meter_id, i.usage_point_id, m.commodity, r.integer_digits, r.fraction_digits, r.multiplier,
       i.installed_at, coalesce(i.removed_at, {open_end}), r.tier, m.serial_number,
       (SELECT a.utility_id FROM account a WHERE a.usage_point_id = i.usage_point_id AND a.commodity = m.commodity
        ORDER BY a.effective_from DESC LIMIT 1),
       m.verification_due, (SELECT count(*) FROM register s WHERE s.meter_id = r.meter_id),
       (SELECT min(t.id) FROM register t WHERE t.meter_id = r.meter_id AND t.tier = 1)
FROM register r JOIN meter m ON m.id = r.meter_id JOIN installation i ON i.meter_id = m.id
WHERE {condition} ORDER BY i.installed_at"""


def facts_by_id(tx: Tx, register_ids: Iterable[int]) -> dict[int, RegisterFacts]:
    """Facts of registers by id; those of the newest installation. Unknown ones are missing."""
    statement = _FACTS.format(condition="r.id IN ({marks})", open_end=OPEN_END)
    return {int(row[0]): RegisterFacts(*row) for row in tx.among(statement, dict.fromkeys(register_ids))}


def registers_of_meters(tx: Tx, meter_ids: Iterable[int]) -> set[int]:
    return tx.numbers("SELECT id FROM register WHERE meter_id IN ({marks})", meter_ids)


def registers_of_accounts(tx: Tx, account_ids: Iterable[int]) -> set[int]:
    """Registers that are or were where an account is."""
    return tx.numbers(
        "SELECT r.id FROM account a JOIN installation i ON i.usage_point_id = a.usage_point_id "
        "JOIN register r ON r.meter_id = i.meter_id WHERE a.id IN ({marks})",
        account_ids,
    )


class Placed(NamedTuple):
    """A register in place somewhere for a while; instants in milliseconds."""

    register_id: int
    usage_point_id: int
    meter_id: int
    tier: int
    integer_digits: int
    fraction_digits: int
    multiplier: int
    installed_at: int
    removed_at: int
    utility_id: int | None


_PLACED = f"""
SELECT r.id, i.usage_point_id, m.id, r.tier, r.integer_digits, r.fraction_digits, r.multiplier, i.installed_at,
       coalesce(i.removed_at, {OPEN_END}),
       (SELECT a.utility_id FROM account a WHERE a.usage_point_id = i.usage_point_id AND a.commodity = m.commodity
        ORDER BY a.effective_from DESC LIMIT 1)
FROM usage_point p JOIN installation i ON i.usage_point_id = p.id JOIN meter m ON m.id = i.meter_id
JOIN register r ON r.meter_id = m.id AND r.direction = 1
WHERE (p.id = ? OR p.parent_id = ?) AND m.commodity = ? AND i.installed_at < ? AND coalesce(i.removed_at, ?) > ?"""


def of_building(tx: Tx, usage_point_id: int, commodity: int, begin: int, before: int) -> list[Placed]:
    """Registers of a service that counted at a building's own point or at one of its apartments between two instants;
    where a meter counts the total of its zones, only that."""
    parameters = (usage_point_id, usage_point_id, commodity, before, OPEN_END, begin)
    found = [Placed(*row) for row in tx.sql(_PLACED, parameters)]
    total = {one.meter_id for one in found if one.tier == 1}
    return [one for one in found if one.tier == 1 or one.meter_id not in total]


_OF_SERVICE = """
FROM register r JOIN meter m ON m.id = r.meter_id WHERE m.commodity = ? AND r.id > ? AND (? = 0 OR EXISTS (
    SELECT 1 FROM installation i JOIN account a ON a.usage_point_id = i.usage_point_id AND a.commodity = m.commodity
    WHERE i.meter_id = m.id AND a.utility_id = ?))"""


def of_service(tx: Tx, commodity: int, utility_id: int | None, last: int, size: int) -> list[int]:
    """Registers of a service, in place or not, of one utility where it is given, with an id greater than `last`."""
    wanted = (commodity, last, utility_id or 0, utility_id or 0, size)
    return [int(number) for (number,) in tx.sql(f"SELECT r.id {_OF_SERVICE} ORDER BY r.id LIMIT ?", wanted)]


def count_of_service(tx: Tx, commodity: int, utility_id: int | None) -> int:
    wanted = (commodity, 0, utility_id or 0, utility_id or 0)
    return int(tx.sql(f"SELECT count(*) {_OF_SERVICE}", wanted)[0][0])


_SUPPLIED = """
SELECT DISTINCT r.id FROM account a JOIN installation i ON i.usage_point_id = a.usage_point_id AND i.removed_at IS NULL
JOIN meter m ON m.id = i.meter_id AND m.commodity = a.commodity JOIN register r ON r.meter_id = m.id
WHERE a.utility_id = ? AND a.commodity = ? AND r.id > ? ORDER BY r.id LIMIT ?"""


def supplied_by(tx: Tx, utility_id: int, commodity: int, last: int, size: int) -> list[int]:
    """Registers in place where a utility supplies a service, with an id greater than `last`, by id."""
    return [int(number) for (number,) in tx.sql(_SUPPLIED, (utility_id, commodity, last, size))]


_SAME_HOUSE = """
WITH here AS (
    SELECT p.id, p.city, p.street, p.building, m.commodity, r.tier FROM register r JOIN meter m ON m.id = r.meter_id
    JOIN installation i ON i.meter_id = m.id JOIN usage_point p ON p.id = i.usage_point_id WHERE r.id = ?
    ORDER BY i.installed_at DESC LIMIT 1)
SELECT r.id, p.id, p.apartment FROM here h
JOIN usage_point p ON p.city = h.city AND p.street = h.street AND p.building = h.building AND p.id <> h.id
JOIN installation i ON i.usage_point_id = p.id AND i.removed_at IS NULL
JOIN meter m ON m.id = i.meter_id AND m.commodity = h.commodity
JOIN register r ON r.meter_id = m.id AND r.tier = h.tier
WHERE p.apartment <> '' """


def of_neighbours(tx: Tx, register_id: int) -> list[tuple[int, int, str]]:
    """Registers of the same service and zone in the other apartments of a house: register, place, apartment."""
    return [(int(number), int(place), apartment) for number, place, apartment in tx.sql(_SAME_HOUSE, (register_id,))]


#: Registers that may be taken for another one, at most.
NEARBY = 40
_NEARBY = f"""
WITH here AS (
    SELECT i.usage_point_id FROM register r JOIN installation i ON i.meter_id = r.meter_id WHERE r.id = ?),
people AS (
    SELECT l.user_id FROM account a JOIN account_link l ON l.account_id = a.id AND l.ended_at IS NULL
    WHERE a.usage_point_id IN (SELECT usage_point_id FROM here)),
places AS (
    SELECT usage_point_id FROM here UNION
    SELECT a.usage_point_id FROM account a JOIN account_link l ON l.account_id = a.id AND l.ended_at IS NULL
    WHERE l.user_id IN (SELECT user_id FROM people))
SELECT DISTINCT r.id FROM installation i JOIN register r ON r.meter_id = i.meter_id
WHERE i.usage_point_id IN (SELECT usage_point_id FROM places) AND r.id <> ? ORDER BY r.id LIMIT {NEARBY}"""


def nearby(tx: Tx, register_id: int, scope: Scope) -> list[int]:
    """Other registers at the same place, or at another of the same people, that the caller may know of."""
    found = [int(number) for (number,) in tx.sql(_NEARBY, (register_id, register_id))]
    known = registers_in_scope(tx, found, scope)
    return [number for number in found if number in known]


def ids_by_serial(tx: Tx, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[int]]:
    """Register ids by (serial number, tier); several where makers gave the same number twice."""
    keys = set(wanted)
    serials = sorted({serial for serial, _ in keys})
    found: dict[tuple[str, int], list[int]] = {}
    statement = (
        "SELECT m.serial_number, r.tier, r.id FROM meter m JOIN register r ON r.meter_id = m.id "
        "WHERE m.serial_number IN ({marks})"
    )
    for serial, tier, number in tx.among(statement, serials):
        found.setdefault((serial, int(tier)), []).append(int(number))
    return {key: found[key] for key in keys & found.keys()}


class Holders(NamedTuple):
    """Who has an account where a register was ever in place, for its service."""

    utility_ids: AbstractSet[int]
    user_ids: AbstractSet[int]

    def within(self, scope: Scope) -> bool:
        """Whether somebody with this scope may know of the register."""
        if scope.user_id is not None:
            return scope.user_id in self.user_ids
        return scope.utility_ids is None or not self.utility_ids.isdisjoint(scope.utility_ids)


NOBODY = Holders(frozenset(), frozenset())
_HOLDERS = """
SELECT r.id, a.utility_id, l.user_id
FROM register r JOIN meter m ON m.id = r.meter_id JOIN installation i ON i.meter_id = m.id
JOIN account a ON a.usage_point_id = i.usage_point_id AND a.commodity = m.commodity
LEFT JOIN account_link l ON l.account_id = a.id AND l.ended_at IS NULL
WHERE r.id IN ({marks})"""


def holders(tx: Tx, register_ids: Iterable[int]) -> dict[int, Holders]:
    """Holders by register; registers at which nobody has an account are missing."""
    found: dict[int, tuple[set[int], set[int]]] = {}
    for register_id, utility_id, user_id in tx.among(_HOLDERS, dict.fromkeys(register_ids)):
        known = found.get(register_id)
        if known is None:
            found[register_id] = {utility_id}, {user_id}
        else:
            known[0].add(utility_id)
            known[1].add(user_id)
    return {number: Holders(*known) for number, known in found.items()}


def registers_in_scope(tx: Tx, register_ids: Iterable[int], scope: Scope) -> set[int]:
    """Those of the registers whose readings the caller may know of and hand in."""
    wanted = set(register_ids)
    if not scope.bounded:
        return wanted
    return {number for number, found in holders(tx, wanted).items() if found.within(scope)}


def accounts_of(scope: Scope) -> Any:
    """Accounts that the caller may know of, as a condition."""
    if scope.user_id is not None:
        mine = AccountLink.select(AccountLink.account_id).where(
            (AccountLink.user_id == scope.user_id) & AccountLink.ended_at.is_null()
        )
        return Account.id.in_(mine)
    return Account.utility_id.in_(sorted(scope.utility_ids or ()))


def _meters_of(scope: Scope) -> Any:
    """Meters that were ever in place where an account of the scope is, of that account's service."""
    return (
        Installation.select(Installation.meter_id)
        .join(Account, on=(Account.usage_point_id == Installation.usage_point_id))
        .join(Meter, on=((Meter.id == Installation.meter_id) & (Meter.commodity == Account.commodity)))
        .where(accounts_of(scope))
    )


def _conditions(wanted: MeterFilter, scope: Scope) -> list[Any]:
    made: list[Any] = []
    if scope.bounded:
        made.append(Meter.id.in_(_meters_of(scope)))
    if wanted.user_id is not None:
        made.append(Meter.id.in_(_meters_of(Scope(user_id=wanted.user_id))))
    if wanted.usage_point_id is not None:
        here = Installation.select(Installation.meter_id).where(Installation.usage_point_id == wanted.usage_point_id)
        made.append(Meter.id.in_(here))
    if wanted.account_id is not None:
        there = (
            Installation.select(Installation.meter_id)
            .join(Account, on=(Account.usage_point_id == Installation.usage_point_id))
            .where((Account.id == wanted.account_id) & (Account.commodity == Meter.commodity))
        )
        made.append(Meter.id.in_(there))
    if wanted.serial_number:
        made.append(Meter.serial_number == wanted.serial_number)
    if wanted.commodity:
        made.append(Meter.commodity == wanted.commodity)
    if wanted.verification_due_before is not None:
        made.append(Meter.verification_due < wanted.verification_due_before)
    if wanted.installed_only:
        in_place = Installation.select(Installation.meter_id).where(Installation.removed_at.is_null())
        made.append(Meter.id.in_(in_place))
    return made


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
    query = Meter.select()
    conditions = _conditions(wanted, scope)
    if conditions:
        query = query.where(*conditions)
    total = query.count(tx.database)
    if after is not None:
        serial, number = after
        if descending:
            behind = (Meter.serial_number < serial) | ((Meter.serial_number == serial) & (Meter.id < number))
        else:
            behind = (Meter.serial_number > serial) | ((Meter.serial_number == serial) & (Meter.id > number))
        query = query.where(behind)
    order = (Meter.serial_number.desc(), Meter.id.desc()) if descending else (Meter.serial_number, Meter.id)
    return opened(tx, tx.all(query.order_by(*order).limit(size).offset(skip))), total


def get(tx: Tx, meter_id: int, scope: Scope) -> Device | None:
    """One meter with all that belongs to it, held until the unit ends."""
    query = Meter.select().where(Meter.id == meter_id)
    if scope.bounded:
        query = query.where(Meter.id.in_(_meters_of(scope)))
    found = tx.first(tx.lock(query))
    return opened(tx, [found])[0] if found else None


def opened(tx: Tx, rows: Sequence[Meter]) -> list[Device]:
    """Meters with their registers and installations; four queries for all."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    devices = {row.id: Device(row, [], []) for row in rows}
    owner = {}
    for register in tx.all(Register.select().where(Register.meter_id.in_(ids)).order_by(Register.tier)):
        devices[register.meter_id].registers.append(register)
        owner[register.id] = register.meter_id
    installed = tx.all(Installation.select().where(Installation.meter_id.in_(ids)).order_by(Installation.installed_at))
    places = {
        place.id: place
        for place in tx.all(UsagePoint.select().where(UsagePoint.id.in_([row.usage_point_id for row in installed])))
    }
    ends: dict[tuple[int, int, int], dict[int, int]] = {}
    boundaries = Reading.select().where(
        Reading.register_id.in_(list(owner)) & Reading.source.in_((INSTALLATION, REMOVAL))
    )
    for reading in tx.all(boundaries):
        key = (owner[reading.register_id], reading.source, reading.read_at)
        ends.setdefault(key, {})[reading.register_id] = reading.value
    for row in installed:
        first = ends.get((row.meter_id, INSTALLATION, row.installed_at), {})
        last = ends.get((row.meter_id, REMOVAL, row.removed_at or 0), {})
        devices[row.meter_id].installations.append((row, places[row.usage_point_id], first, last))
    return [devices[number] for number in ids]


def installed_at_point(tx: Tx, usage_point_id: int, commodity: int) -> list[Installation]:
    """Installations of meters of a service at a place, ever."""
    query = (
        Installation.select(Installation)
        .join(Meter, on=(Meter.id == Installation.meter_id))
        .where((Installation.usage_point_id == usage_point_id) & (Meter.commodity == commodity))
    )
    return tx.all(query)


def create(tx: Tx, meter: Meter, registers: list[Register]) -> None:
    tx.insert(meter)
    for register in registers:
        tx.insert(register)
    tx.change(Topic.METERS, meter.id, ChangeKind.CREATED)


def install(tx: Tx, installation: Installation) -> None:
    tx.insert(installation)
    _next_version(tx, installation.meter_id)


def remove(tx: Tx, installation: Installation, at: int) -> None:
    tx.run(Installation.update(removed_at=at).where(Installation.id == installation.id))
    _next_version(tx, installation.meter_id)


def _next_version(tx: Tx, meter_id: int) -> None:
    tx.run(Meter.update(version=Meter.version + 1).where(Meter.id == meter_id))
    tx.change(Topic.METERS, meter_id)


def registers_of_point(tx: Tx, usage_point_id: int, commodity: int = 0) -> list[tuple[Register, Meter]]:
    """Registers of every meter that was ever in place there."""
    query = (
        Meter.select(Meter.id)
        .join(Installation, on=(Installation.meter_id == Meter.id))
        .where(Installation.usage_point_id == usage_point_id)
    )
    if commodity:
        query = query.where(Meter.commodity == commodity)
    meters = {meter.id: meter for meter in tx.all(Meter.select().where(Meter.id.in_(query)))}
    registers = tx.all(Register.select().where(Register.meter_id.in_(list(meters))))
    return [(register, meters[register.meter_id]) for register in registers]


def registers_by_id(tx: Tx, register_id: int) -> list[tuple[Register, Meter]]:
    """A register with its meter; empty where there is none."""
    register = tx.first(Register.select().where(Register.id == register_id))
    if register is None:
        return []
    return [(register, tx.first(Meter.select().where(Meter.id == register.meter_id)))]
