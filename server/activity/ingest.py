"""Intake: what all gateways pushed is looked up together and written by one prepared statement.

An event is known by its gateway and the id that it gave it: whoever lost a reply sends the batch again.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from smartregion.v1.partner_service_pb2 import PARTNER_KIND_UTILITY
from smartregion.v1.user_service_pb2 import USER_STATE_ERASED

from server.activity import clocks, rows
from server.activity.addresses import Address
from server.activity.rows import Entry
from server.readings.ingest import Problem
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx
from storage.keys.sealing import Sealer
from storage.repositories import activity
from storage.repositories.activity import NewEvent


class Fate(Enum):
    TAKEN = "taken"
    #: Taken, from a clock that is off.
    CLOCK_OFF = "clock off"
    #: On record already.
    DUPLICATE = "duplicate"


Outcome = Fate | Problem


class Batch(NamedTuple):
    """What one gateway pushed at once."""

    gateway_id: int
    rows: Sequence[Entry | Problem]


def take(tx: Tx, batches: list[Batch]) -> list[list[Outcome]]:
    """Writes what is new of the batches; what became of each row. Raises DuplicateValue where another writer takes one
    of the events at the same moment: then it is on record, and a second try finds it."""
    pen = _Pen(tx, batches)
    outcomes = [[pen.write(batch.gateway_id, row) for row in batch.rows] for batch in batches]
    pen.close()
    return outcomes


class _Pen:
    """Judges entries and gathers their rows."""

    def __init__(self, tx: Tx, batches: list[Batch]) -> None:
        entries = [row for batch in batches for row in batch.rows if isinstance(row, Entry)]
        self._tx = tx
        self._ids: Iterator[int] = iter(new_ids(len(entries))) if entries else iter(())
        self._standing = activity.standing(tx, {entry.user_id for entry in entries})
        self._ciphers = tx.keys.get_many(
            number for number, one in self._standing.items() if one.state != USER_STATE_ERASED
        )
        stated = {entry.utility_id for entry in entries if entry.utility_id is not None}
        self._utilities = activity.utilities(tx, stated, PARTNER_KIND_UTILITY)
        self._known: dict[int, set[bytes]] = {}
        for gateway_id in {batch.gateway_id for batch in batches}:
            keys = [
                row.event_key
                for batch in batches
                if batch.gateway_id == gateway_id
                for row in batch.rows
                if isinstance(row, Entry)
            ]
            self._known[gateway_id] = activity.known(tx, gateway_id, keys)
        #: Where people were, sealed once for all that they did there.
        self._places: dict[tuple[int, str], tuple[bytes | None, bytes]] = {}
        self._rows: list[NewEvent] = []

    def write(self, gateway_id: int, row: Entry | Problem) -> Outcome:
        if isinstance(row, Problem):
            return row
        known = self._known[gateway_id]
        if row.event_key in known:
            return Fate.DUPLICATE
        problem = self._problem(row)
        if problem is not None:
            return problem
        known.add(row.event_key)
        now = self._tx.now
        at, clock = clocks.counted(row.device_at, now)
        sealed, index = self._place(row.user_id, row.address) if row.address else (None, None)
        kind, app_version, platform, os_version, device, screen = row.app
        self._rows.append(
            NewEvent(
                next(self._ids),
                gateway_id,
                row.event_key,
                row.user_id,
                kind,
                at,
                row.device_at,
                now,
                clock,
                sealed,
                index,
                row.address.network if row.address else None,
                app_version,
                platform,
                os_version,
                device,
                row.utility_id,
                screen,
            )
        )
        return Fate.TAKEN if clock == clocks.RIGHT else Fate.CLOCK_OFF

    def _problem(self, entry: Entry) -> Problem | None:
        """Why an event does not fit what is on record."""
        standing = self._standing.get(entry.user_id)
        if standing is None:
            return rows.UNKNOWN_USER
        if standing.state == USER_STATE_ERASED or entry.user_id not in self._ciphers:
            return rows.ERASED_USER
        if standing.restricted:
            return rows.RESTRICTED_USER
        if entry.utility_id is not None and entry.utility_id not in self._utilities:
            return rows.UNKNOWN_UTILITY
        return None

    def _place(self, user_id: int, address: Address) -> tuple[bytes | None, bytes]:
        """An address, sealed for a user, and its digest."""
        place = self._places.get((user_id, address.ip))
        if place is None:
            sealed = Sealer(self._ciphers[user_id], user_id)("activity_event.ip", address.ip)
            place = self._places[user_id, address.ip] = sealed, activity.ip_index(self._tx, address.ip)
        return place

    def close(self) -> None:
        if self._rows:
            activity.add(self._tx, self._rows)
