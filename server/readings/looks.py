"""A reading as somebody may look at it, and whose it is."""

from collections.abc import Iterable, Iterator

from smartregion.v1 import reading_service_pb2 as pb

from server.actors import actor_names
from server.call import Call
from server.codec import encode_id, timestamp
from server.errors import NotFound
from server.limits import SHOWN_NAMED
from server.readings import mapping
from storage.engine.transaction import Tx
from storage.repositories import meters, readings
from storage.repositories.meters import Device
from storage.repositories.readings import Row


def found(tx: Tx, reading_id: int, call: Call) -> Row:
    """A reading that the caller may know of. Raises NotFound."""
    row = readings.get(tx, reading_id, call.scope())
    if row is None:
        raise NotFound(f"reading {encode_id(reading_id)} not found")
    return row


def note(tx: Tx, call: Call, read: Iterable[Row]) -> None:
    """Names to the audit log those whose readings are shown."""
    note_spans(tx, call, spans((row.register_id, row.read_at) for row in read))


def spans(instants: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """From when to when registers were read, of single instants."""
    found: dict[int, tuple[int, int]] = {}
    for register_id, at in instants:
        first, last = found.get(register_id, (at, at))
        found[register_id] = min(first, at), max(last, at)
    return found


def note_spans(tx: Tx, call: Call, of: dict[int, tuple[int, int]]) -> None:
    """The same of registers from one instant to another."""
    if not call.principal.is_resident and len(of) <= SHOWN_NAMED:
        call.showed_of(whose(tx, of))


def note_devices(tx: Tx, call: Call, devices: Iterable[Device]) -> None:
    """The same of meters: of those who live where they are, or were when they were taken out."""
    ends = {}
    for device in devices:
        for register in device.registers[:1]:  # whoever has one has them all
            removed_at = device.placements[-1].row.removed_at
            at = tx.now if removed_at is None else removed_at - 1
            ends[register.id] = at, at
    note_spans(tx, call, ends)


def whose(tx: Tx, of: dict[int, tuple[int, int]]) -> Iterator[int]:
    """Those who may know of registers from one instant to another."""
    for number, holders in meters.holders(tx, of).items():
        first, last = of[number]
        for held in holders.held:
            if held.user_id and held.sight.begin <= last and first < held.sight.end:
                yield held.user_id


def with_versions(tx: Tx, row: Row) -> pb.Reading:
    message = mapping.to_message(row)
    later = readings.versions(tx, row.id)
    names = actor_names(tx, {(version.actor_kind, version.actor_id) for version in later})
    for version in later:
        message.versions.add(
            version=version.version,
            state=version.state,
            quality=version.quality,
            at=timestamp(version.at),
            actor=names[version.actor_kind, version.actor_id],
            reason=version.reason,
        )
    return message
