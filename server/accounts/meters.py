"""Installation, exchange and removal of meters: what must hold of places, dates and indexes."""

from collections.abc import Iterable
from typing import Any

from smartregion.v1 import account_service_pb2 as pb

from server.call import Call
from server.codec import MICRO, encode_id, micro, optional_date, optional_id, utc
from server.errors import Conflict, InvalidField, NotFound
from server.readings.boundary import record_boundary
from storage.engine.ids import new_id, new_ids
from storage.engine.transaction import Tx
from storage.models.accounts import Installation, Meter, Register
from storage.repositories import accounts, histories, meters
from storage.repositories.meters import INSTALLATION, REMOVAL, Device


def found(tx: Tx, meter_id: int, call: Call) -> Device:
    """A meter that the caller may know of. Raises NotFound."""
    device = meters.get(tx, meter_id, call.scope())
    if device is None:
        raise NotFound(f"meter {encode_id(meter_id)} not found")
    return device


def named(tx: Tx, message: pb.Meter, call: Call, field: str) -> Device:
    """The meter a message means: an existing one by its id alone, or a new one."""
    existing = optional_id(message.id, f"{field}.id")
    if existing is not None:
        device = meters.get(tx, existing, call.scope()) or meters.get(tx, existing, _unplaced(tx, existing, call))
        if device is None:
            raise NotFound(f"{field}: meter {message.id} not found")
        return device
    call.validate(message, field)
    return _create(tx, message, field)


def _unplaced(tx: Tx, meter_id: int, call: Call) -> Any:
    """A meter that lies in the store belongs to nobody's accounts; whoever installs it may name it."""
    from storage.repositories.scope import EVERYTHING

    device = meters.get(tx, meter_id, EVERYTHING)
    lies_in_store = device is not None and all(row.removed_at is not None for row, *_ in device.installations)
    return EVERYTHING if lies_in_store else call.scope()


def _create(tx: Tx, message: pb.Meter, field: str) -> Device:
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
    for number, (register, register_id) in enumerate(
        zip(message.registers, new_ids(len(message.registers)), strict=True)
    ):
        multiplier = MICRO
        if register.HasField("multiplier"):
            multiplier = micro(register.multiplier, f"{field}.registers[{number}].multiplier")
            if multiplier == 0:
                raise InvalidField(f"{field}.registers[{number}].multiplier", "decimal.gt", "must be above 0")
        registers.append(
            Register(
                id=register_id,
                meter_id=meter.id,
                tier=register.tier,
                integer_digits=register.integer_digits,
                fraction_digits=register.fraction_digits,
                multiplier=multiplier,
                direction=register.direction or 1,
            )
        )
    meters.create(tx, meter, registers)
    return Device(meter, registers, [])


def values_by_register(device: Device, given: Iterable[pb.RegisterIndex], field: str) -> dict[int, int]:
    """One index for each register of a meter, named by id or tier. Raises InvalidField."""
    by_tier = {register.tier: register for register in device.registers}
    by_id = {encode_id(register.id): register for register in device.registers}
    values: dict[int, int] = {}
    for number, index in enumerate(given):
        path = f"{field}[{number}]"
        register = by_id.get(index.register_id) if index.register_id else by_tier.get(index.tier or 1)
        if register is None or register.id in values:
            raise InvalidField(path, "register.known", "must name one register of the meter, each once")
        value = micro(index.index, f"{path}.index")
        if value >= 10**register.integer_digits * MICRO:
            raise InvalidField(f"{path}.index", "register.digits", f"has more than {register.integer_digits} digits")
        if value % 10 ** (6 - register.fraction_digits):
            raise InvalidField(
                f"{path}.index", "register.fraction", f"has more than {register.fraction_digits} fraction digits"
            )
        values[register.id] = value
    if len(values) != len(device.registers):
        raise InvalidField(field, "register.all", "must give an index for every register of the meter")
    return values


def install(tx: Tx, call: Call, device: Device, usage_point_id: int, at: int, values: dict[int, int]) -> None:
    """Puts a meter in place. Raises NotFound, Conflict."""
    if accounts.place_by_id(tx, usage_point_id) is None or not accounts.place_in_scope(
        tx, usage_point_id, call.scope()
    ):
        raise NotFound(f"usage point {encode_id(usage_point_id)} not found")
    if at > tx.now:
        raise InvalidField("installed_at", "timestamp.past", "must not lie in the future")
    for row, *_ in device.installations:
        if row.removed_at is None or row.removed_at > at:
            raise Conflict(
                f"the meter is installed at usage point {encode_id(row.usage_point_id)} "
                f"since {utc(row.installed_at):%Y-%m-%d}"
            )
    for row in meters.installed_at_point(tx, usage_point_id, device.row.commodity):
        if row.removed_at is None or row.removed_at > at:
            raise Conflict(f"another meter of the service is in place there since {utc(row.installed_at):%Y-%m-%d}")
    meters.install(
        tx,
        Installation(
            id=new_id(), meter_id=device.row.id, usage_point_id=usage_point_id, installed_at=at, removed_at=None
        ),
    )
    for register_id, value in values.items():
        record_boundary(tx, call.principal, register_id, at, value, INSTALLATION)


def remove(tx: Tx, call: Call, device: Device, at: int, values: dict[int, int], field: str) -> Installation:
    """Takes a meter out. Raises Conflict, InvalidField."""
    in_place = [row for row, *_ in device.installations if row.removed_at is None]
    if not in_place:
        raise Conflict("the meter is not in place anywhere")
    installation = in_place[0]
    if at <= installation.installed_at:
        raise Conflict(f"the meter was installed on {utc(installation.installed_at):%Y-%m-%d}, after that")
    if at > tx.now:
        raise InvalidField(field, "timestamp.past", "must not lie in the future")
    for register_id, value in values.items():
        last = histories.last_accepted(tx, register_id)
        if last is not None and last.read_at > at:
            raise Conflict(f"a reading was accepted on {utc(last.read_at):%Y-%m-%d}, after that")
        if last is not None and last.value > value:
            raise InvalidField("final_indexes", "reading.decrease", "must not be below the last accepted reading")
        record_boundary(tx, call.principal, register_id, at, value, REMOVAL)
    meters.remove(tx, installation, at)
    return installation
