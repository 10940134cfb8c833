"""A reading as somebody may look at it."""

from smartregion.v1 import reading_service_pb2 as pb

from server.actors import actor_names
from server.call import Call
from server.codec import encode_id, timestamp
from server.errors import NotFound
from server.readings import mapping
from storage.engine.transaction import Tx
from storage.repositories import readings
from storage.repositories.readings import Row


def found(tx: Tx, reading_id: int, call: Call) -> Row:
    """A reading that the caller may know of. Raises NotFound."""
    row = readings.get(tx, reading_id, call.scope())
    if row is None:
        raise NotFound(f"reading {encode_id(reading_id)} not found")
    return row


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
