"""Works as the contract writes them."""

from typing import Any, NamedTuple

from smartregion.v1 import work_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import NotificationState

from server.codec import encode_id, milliseconds, optional_id, timestamp
from server.works import places
from storage.repositories.works import Place, Said, Shown, WorkFilter

_S = NotificationState
#: Messages that never came, or were never tried.
FAILED = (_S.NOTIFICATION_STATE_FAILED_PERMANENT, _S.NOTIFICATION_STATE_EXPIRED)
#: Messages that no provider has taken.
WAITING = (
    _S.NOTIFICATION_STATE_QUEUED,
    _S.NOTIFICATION_STATE_SENDING,
    _S.NOTIFICATION_STATE_FAILED_TEMPORARY,
)
SUPPRESSED, CANCELLED = _S.NOTIFICATION_STATE_SUPPRESSED, _S.NOTIFICATION_STATE_CANCELLED


class Wanted(NamedTuple):
    """What somebody wants works to be."""

    kind: int
    commodity: int
    said: Said
    places: tuple[Place, ...]


def to_wanted(work: pb.Work) -> Wanted:
    """Works of a request. Raises InvalidField where a place contradicts itself."""
    listed = []
    for number, message in enumerate(work.places):
        field = f"work.places[{number}]"
        place = to_place(message, field)
        places.check(place, field)
        listed.append(place)
    said = Said(milliseconds(work.starts_at), milliseconds(work.ends_at), work.reason_uk, work.reason_en)
    return Wanted(work.kind, work.commodity, said, tuple(listed))


def to_place(message: pb.WorkPlace, field: str) -> Place:
    return Place(
        optional_id(message.usage_point_id, f"{field}.usage_point_id"),
        message.city,
        message.street,
        message.first_building,
        message.last_building,
        message.parity,
    )


def to_filter(message: pb.WorkFilter, **bounds: Any) -> WorkFilter:
    """A filter within the bounds of who asks."""
    return WorkFilter(
        utility_id=optional_id(message.utility_id, "filter.utility_id"),
        commodity=message.commodity,
        kind=message.kind,
        states=tuple(message.states),
        touch_from=milliseconds(getattr(message, "from")) if message.HasField("from") else None,
        touch_before=milliseconds(message.before) if message.HasField("before") else None,
        **bounds,
    )


def work(shown: Shown, names: tuple[str, str], *, with_reach: bool = True) -> pb.Work:
    """Works with what their utility is called, in Ukrainian and in English. How far the word of them came is no
    resident's business."""
    row = shown.row
    message = pb.Work(
        id=encode_id(row.id),
        kind=row.kind,
        state=row.state,
        utility_id=encode_id(row.utility_id),
        commodity=row.commodity,
        places=map(place, shown.places),
        starts_at=timestamp(row.starts_at),
        ends_at=timestamp(row.ends_at),
        reason_uk=row.reason_uk,
        reason_en=row.reason_en,
        closing_note=row.closing_note,
        edition=row.edition,
        created_at=timestamp(row.created_at),
        updated_at=timestamp(row.updated_at),
        closed_at=timestamp(row.closed_at),
        utility_name_uk=names[0],
        utility_name_en=names[1],
        etag=str(row.version),
    )
    if with_reach:
        message.reach.CopyFrom(reach(shown))
    return message


def place(one: Place) -> pb.WorkPlace:
    return pb.WorkPlace(
        usage_point_id=encode_id(one.usage_point_id),
        city=one.city,
        street=one.street,
        first_building=one.first_building,
        last_building=one.last_building,
        parity=one.parity,
    )


def reach(shown: Shown) -> pb.WorkReach:
    """Counts by the last message of each user; who has none but a withdrawn one was not told."""
    by_state = shown.reach
    suppressed = by_state.get(SUPPRESSED, 0)
    return pb.WorkReach(
        usage_points=shown.row.usage_points,
        users=shown.row.users,
        told=sum(by_state.values()) - suppressed - by_state.get(CANCELLED, 0),
        delivered=by_state.get(_S.NOTIFICATION_STATE_DELIVERED, 0),
        failed=sum(by_state.get(state, 0) for state in FAILED),
        suppressed=suppressed,
        waiting=sum(by_state.get(state, 0) for state in WAITING),
    )
