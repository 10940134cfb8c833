"""Installation, exchange and removal of meters: what must hold of places, dates and indexes.

Whoever writes must supply the place with the service at the instant they write about; a grant to see is none to write.
Refusals say nothing of what the caller may not know: where somebody else's meter is, or since when.
"""

from collections.abc import Iterable, Sequence

from smartregion.v1 import account_service_pb2 as pb

from server.call import Call
from server.codec import MICRO, encode_id, micro, optional_date, optional_id, utc
from server.errors import Conflict, InvalidField, NotFound
from server.readings import stated
from server.readings.boundary import TURNED, Boundary, record_boundary
from server.readings.dial import Dial
from server.readings.heal import heal
from storage.engine.ids import new_id, new_ids
from storage.engine.transaction import Tx
from storage.models.accounts import Installation, Meter, Register
from storage.repositories import accounts, histories, meters
from storage.repositories.meters import INSTALLATION, REMOVAL, Device, Placement


def found(tx: Tx, meter_id: int, call: Call) -> Device:
    """A meter that the caller may know of. Raises NotFound."""
    device = meters.get(tx, meter_id, call.scope())
    if device is None:
        raise NotFound(f"meter {encode_id(meter_id)} not found")
    return device


def own(tx: Tx, meter_id: int, call: Call, field: str = "") -> Device:
    """A meter that the caller may act on: one that is, or was last, at a place of their own. Raises NotFound."""
    device = meters.get(tx, meter_id, call.own_scope())
    newest = meters.installations_of(tx, meter_id)[-1:]
    if device is None or [one.row.id for one in device.placements[-1:]] != [row.id for row in newest]:
        raise NotFound(f"{field}meter {encode_id(meter_id)} not found")
    return device


def named(tx: Tx, message: pb.Meter, call: Call, field: str) -> tuple[Meter, Sequence[Register]]:
    """The meter a message means, an existing one by its id alone or a new one, with what its dials are like."""
    existing = optional_id(message.id, f"{field}.id")
    if existing is not None:
        device = own(tx, existing, call, f"{field}: ")
        return device.row, device.registers
    call.validate(message, field)
    return _create(tx, message, field)


def _create(tx: Tx, message: pb.Meter, field: str) -> tuple[Meter, Sequence[Register]]:
    meter = Meter(
        id=new_id(),
        serial_number=message.serial_number,
        model=message.model,
        commodity=message.commodity,
        verification_due=optional_date(
            message.verification_due, message.HasField("verification_due"), f"{field}.verification_due"
        ),
        version=1,
    )
    tiers = [register.tier for register in message.registers]
    if len(set(tiers)) != len(tiers):
        raise InvalidField(f"{field}.registers", "registers.unique_tier", "must have one register a tier")
    registers = []
    for number, register in enumerate(message.registers):
        multiplier = MICRO
        if register.HasField("multiplier"):
            multiplier = micro(register.multiplier, f"{field}.registers[{number}].multiplier")
            if multiplier == 0:
                raise InvalidField(f"{field}.registers[{number}].multiplier", "decimal.gt", "must be above 0")
        registers.append(
            Register(
                meter_id=meter.id,
                tier=register.tier,
                integer_digits=register.integer_digits,
                fraction_digits=register.fraction_digits,
                multiplier=multiplier,
                direction=register.direction or 1,
            )
        )
    meters.create(tx, meter)
    return meter, registers


def values_by_tier(dials: Sequence[Register], given: Iterable[pb.RegisterIndex], field: str) -> dict[int, int]:
    """One index for each dial of a meter, named by its tier or by the register that it is or was. Raises
    InvalidField."""
    values: dict[int, int] = {}
    for number, index in enumerate(given):
        path = f"{field}[{number}]"
        dial = _meant(dials, index)
        if dial is None or dial.tier in values:
            raise InvalidField(path, "register.known", "must name one register of the meter, each once")
        value = micro(index.index, f"{path}.index")
        if value >= Dial.of(dial).turn:
            raise InvalidField(f"{path}.index", "register.digits", f"has more than {dial.integer_digits} digits")
        if not Dial.of(dial).fits(value):
            raise InvalidField(
                f"{path}.index", "register.fraction", f"has more than {dial.fraction_digits} fraction digits"
            )
        values[dial.tier] = value
    if len(values) != len(dials):
        raise InvalidField(field, "register.all", "must give an index for every register of the meter")
    return values


def initial_values(dials: Sequence[Register], given: Sequence[pb.RegisterIndex]) -> dict[int, int]:
    """The same of a meter that is put in place: nothing was before it. Raises InvalidField."""
    for number, index in enumerate(given):
        if index.rollover:
            message = "is the first there: nothing was before it"
            raise InvalidField(f"initial_indexes[{number}].rollover", "reading.rollover", message)
    return values_by_tier(dials, given, "initial_indexes")


def turned_tiers(dials: Sequence[Register], given: Iterable[pb.RegisterIndex]) -> frozenset[int]:
    """The dials of which it is said that they began anew, by tier."""
    return frozenset(dial.tier for index in given if index.rollover and (dial := _meant(dials, index)) is not None)


def _meant(dials: Sequence[Register], index: pb.RegisterIndex) -> Register | None:
    """The dial that an index names: by the register that it is or was, or by its tier."""
    if index.register_id:
        return next((dial for dial in dials if encode_id(dial.id) == index.register_id), None)
    return next((dial for dial in dials if dial.tier == (index.tier or 1)), None)


def install(
    tx: Tx, call: Call, meter: Meter, dials: Sequence[Register], place_id: int, at: int, values: dict[int, int]
) -> None:
    """Puts a meter in place, with registers of its own there. Raises NotFound, InvalidField, Conflict."""
    scope = call.own_scope()
    supplied = accounts.place_in_scope(tx, place_id, scope, commodity=meter.commodity, begin=at, before=at + 1)
    if accounts.hold_place(tx, place_id) is None or not supplied:
        raise NotFound(f"usage point {encode_id(place_id)} not found")
    if at > tx.now:
        raise InvalidField("installed_at", "timestamp.past", "must not lie in the future")
    for row in meters.installations_of(tx, meter.id):
        if row.removed_at is None or row.removed_at > at:
            where = "" if scope.bounded else f" at usage point {encode_id(row.usage_point_id)}{_since(row)}"
            raise Conflict(f"the meter is in place{where}")
    for row in meters.installed_at_point(tx, place_id, meter.commodity):
        if row.removed_at is None or row.removed_at > at:
            raise Conflict(f"another meter of the service is in place there{'' if scope.bounded else _since(row)}")
    installation = Installation(
        id=new_id(), meter_id=meter.id, usage_point_id=place_id, installed_at=at, removed_at=None
    )
    registers = [_mounted(dial, number, installation) for dial, number in zip(dials, new_ids(len(dials)), strict=True)]
    meters.install(tx, installation, registers)
    for register in registers:
        record_boundary(tx, call.principal, Boundary(register.id, at, values[register.tier], INSTALLATION))


def _since(row: Installation) -> str:
    return f" since {utc(row.installed_at):%Y-%m-%d}"


def _mounted(dial: Register, number: int, installation: Installation) -> Register:
    """A dial of a meter as a register of an installation."""
    return Register(
        id=number,
        meter_id=installation.meter_id,
        installation_id=installation.id,
        tier=dial.tier,
        integer_digits=dial.integer_digits,
        fraction_digits=dial.fraction_digits,
        multiplier=dial.multiplier,
        direction=dial.direction,
    )


def remove(
    tx: Tx,
    call: Call,
    device: Device,
    at: int,
    values: dict[int, int],
    field: str,
    said: frozenset[int] = frozenset(),
) -> Installation:
    """Takes a meter out, and judges anew what that changes; `said` are the tiers whose dials are said to have begun
    anew. Raises Conflict, InvalidField."""
    placement = _in_place(device, call, at)
    installation = placement.row
    if at <= installation.installed_at:
        raise Conflict(f"the meter was installed on {utc(installation.installed_at):%Y-%m-%d}, after that")
    if at > tx.now:
        raise InvalidField(field, "timestamp.past", "must not lie in the future")
    numbers = [register.id for register in placement.registers]
    histories.lock_registers(tx, numbers)
    facts, turned = meters.facts_by_id(tx, numbers), set[int]()
    for register in placement.registers:
        last = histories.last_accepted(tx, register.id)
        if last is not None and last.read_at > at:
            raise Conflict(f"a reading was accepted on {utc(last.read_at):%Y-%m-%d}, after that")
        point, tier = (at, values[register.tier]), register.tier
        if stated.turned(tx, facts[register.id], point, tier in said, "final_indexes", until=at + 1):
            turned.add(tier)
    meters.remove(tx, installation, at)
    for register in placement.registers:
        end = Boundary(register.id, at, values[register.tier], REMOVAL, register.tier in turned)
        record_boundary(tx, call.principal, end, said=TURNED if register.tier in said else "")
    for register in sorted(placement.registers, key=lambda one: one.tier == pb.REGISTER_TIER_TOTAL):
        heal(tx, register.id, at)  # the total last: it is judged by its zones
    return installation


def _in_place(device: Device, call: Call, at: int) -> Placement:
    """Where a meter is, if the caller supplies the place at an instant. Raises Conflict."""
    placement = device.placements[-1] if device.placements else None
    if placement is None or placement.row.removed_at is not None:
        raise Conflict("the meter is not in place anywhere")
    if call.own_scope().bounded and not placement.covers(at):
        raise Conflict("no account of yours is in force there then")
    return placement
