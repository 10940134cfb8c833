"""A reading as somebody may look at it, and whose it is."""

from collections.abc import Iterable

from smartregion.v1 import reading_service_pb2 as pb

from server.actors import actor_names
from server.call import Call
from server.codec import encode_id, timestamp
from server.errors import NotFound
from server.limits import SHOWN_NAMED
from server.readings import mapping
from storage.engine.transaction import Tx
from storage.repositories import meters, readings
from storage.repositories.readings import Row


def found(tx: Tx, reading_id: int, call: Call) -> Row:
    """A reading that the caller may know of. Raises NotFound."""
    row = readings.get(tx, reading_id, call.scope())
    if row is None:
        raise NotFound(f"reading {encode_id(reading_id)} not found")
    return row


def note(tx: Tx, call: Call, read: Iterable[Row]) -> None:
    """Names to the audit log those whose readings are shown."""
    spans: dict[int, tuple[int, int]] = {}
    for row in read:
        first, last = spans.get(row.register_id, (row.read_at, row.read_at))
        spans[row.register_id] = min(first, row.read_at), max(last, row.read_at)
    note_spans(tx, call, spans)


def note_spans(tx: Tx, call: Call, spans: dict[int, tuple[int, int]]) -> None:
    """The same of registers from one instant to another."""
    if call.principal.is_resident or len(spans) > SHOWN_NAMED:
        return
    call.showed_of(
        held.user_id or 0
        for number, holders in meters.holders(tx, spans).items()
        for held in holders.held
        if held.sight.begin <= spans[number][1] and spans[number][0] < held.sight.end
    )


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
