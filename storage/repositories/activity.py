"""What residents did: written many at a time, listed by the moment that it counts for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.activity import ActivityEvent
from storage.models.partners import Partner

#: Rows that a list counts at most.
COUNTED = 100_000


class NewEvent(NamedTuple):
    """An event to be written, with the columns of its table."""

    id: int
    gateway_id: int
    event_key: bytes
    user_id: int
    kind: int
    at: int
    device_at: int
    received_at: int
    clock: int
    ip_sealed: bytes | None
    ip_index: bytes | None
    network: str | None
    app_version: str
    platform: int
    os_version: str
    device: str
    utility_id: int | None
    screen: str


class Standing(NamedTuple):
    """How a user stands: a number of smartregion.v1.UserState, and whether their data may only be stored."""

    state: int
    restricted: bool


class Event(NamedTuple):
    """An event with its address open; empty once it is not kept any more."""

    row: ActivityEvent
    ip: str


@dataclass(frozen=True)
class EventFilter:
    user_id: int | None = None
    kinds: tuple[int, ...] = ()
    app_version: str = ""
    #: A network as it is kept, and an address within it.
    network: str = ""
    ip: str = ""
    #: Milliseconds; the second is exclusive.
    since: int | None = None
    before: int | None = None

    def conditions(self, tx: Tx) -> list[Any]:
        found: list[Any] = []
        if self.user_id is not None:
            found.append(ActivityEvent.user_id == self.user_id)
        if self.kinds:
            found.append(ActivityEvent.kind.in_(self.kinds))
        if self.app_version:
            found.append(ActivityEvent.app_version == self.app_version)
        if self.network:
            found.append(ActivityEvent.network == self.network)
        if self.ip:
            found.append(ActivityEvent.ip_index == ip_index(tx, self.ip))
        if self.since is not None:
            found.append(ActivityEvent.at >= self.since)
        if self.before is not None:
            found.append(ActivityEvent.at < self.before)
        return found


def ip_index(tx: Tx, ip: str) -> bytes:
    """The digest by which an address is found."""
    return tx.blind.digest("activity ip", ip)


def standing(tx: Tx, user_ids: Iterable[int]) -> dict[int, Standing]:
    """How users stand, held until the unit ends: nobody is erased while an event of theirs is written."""
    statement = "SELECT id, state, restricted FROM app_user WHERE id IN ({marks}) ORDER BY id"
    rows = tx.among(statement + (" FOR SHARE" if tx.postgres else ""), sorted(user_ids))
    return {number: Standing(state, bool(restricted)) for number, state, restricted in rows}


def utilities(tx: Tx, partner_ids: Iterable[int], kind: int) -> set[int]:
    """Those that are partners of a kind."""
    wanted = list(partner_ids)
    known = Partner.select(Partner.id).where(Partner.id.in_(wanted) & (Partner.kind == kind))
    return {number for (number,) in tx.rows(known)} if wanted else set()


def known(tx: Tx, gateway_id: int, event_keys: Iterable[bytes]) -> set[bytes]:
    """Which events of a gateway are on record."""
    rows = tx.among(
        "SELECT event_key FROM activity_event WHERE gateway_id = ? AND event_key IN ({marks})",
        event_keys,
        before=(gateway_id,),
    )
    return {bytes(key) for (key,) in rows}


def add(tx: Tx, rows: Sequence[NewEvent]) -> None:
    """Writes events. Raises DuplicateValue where another writer writes one of them at the same moment."""
    tx.insert_many(ActivityEvent, NewEvent._fields, rows)
    tx.change(Topic.ACTIVITY, [row.id for row in rows], ChangeKind.CREATED)


def page(
    tx: Tx, wanted: EventFilter, *, descending: bool, after: tuple[int, int] | None, size: int, skip: int
) -> tuple[list[Event], int]:
    """Events by when they happened, and how many the filter leaves, COUNTED at most."""
    query = _where(wanted.conditions(tx))
    total = int(query.limit(COUNTED).count(tx.database))
    at, number = ActivityEvent.at, ActivityEvent.id
    if after is not None:
        last, last_id = after
        behind_at, behind_id = (at < last, number < last_id) if descending else (at > last, number > last_id)
        query = query.where(behind_at | ((at == last) & behind_id))
    order = (at.desc(), number.desc()) if descending else (at, number)
    return opened(tx, tx.all(query.order_by(*order).limit(size).offset(skip))), total


def behind(tx: Tx, wanted: EventFilter, last: int, size: int) -> list[Event]:
    query = _where([*wanted.conditions(tx), ActivityEvent.id > last])
    return opened(tx, tx.all(query.order_by(ActivityEvent.id).limit(size)))


def watched(tx: Tx, wanted: EventFilter, ids: list[int]) -> list[Event]:
    return opened(tx, tx.all(_where([*wanted.conditions(tx), ActivityEvent.id.in_(ids)])))


def opened(tx: Tx, rows: Iterable[ActivityEvent]) -> list[Event]:
    listed = list(rows)
    tx.keys.get_many({row.user_id for row in listed})
    return list(_opened(tx, listed))


def _opened(tx: Tx, rows: Iterable[ActivityEvent]) -> Iterator[Event]:
    for row in rows:
        yield Event(row, tx.unseal(row.user_id, "activity_event.ip", row.ip_sealed))


def _where(conditions: list[Any]) -> Any:
    return ActivityEvent.select().where(*conditions) if conditions else ActivityEvent.select()
