"""Rows of a push: each is taken in, or answered with what is wrong with it.

Millions of rows come from a few hundred models, versions and screens: what they say of the app is held against the
contract once for each different saying, and what differs in every row is read here. Only a row that can't be read is
held against the whole contract, which then says why.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from google.protobuf.message import Message
from smartregion.v1 import activity_service_pb2 as pb

from server.activity.addresses import Address, address
from server.codec import decode_id, encode_id, milliseconds, optional_id
from server.errors import InvalidField
from server.readings.ingest import Problem

#: Holds a row against the rules of the contract. Raises InvalidField.
Check = Callable[[Message], None]


class App(NamedTuple):
    """What a row says of the app: the same in many rows."""

    kind: int
    app_version: str
    platform: int
    os_version: str
    device: str
    screen: str


class Entry(NamedTuple):
    """An event as it was pushed, read and sound in itself."""

    event_key: bytes
    user_id: int
    device_at: int
    address: Address | None
    utility_id: int | None
    app: App


#: What becomes of rows that do not fit what is on record.
UNKNOWN_USER = Problem("NOT_FOUND", "user_id", "user.known", "no such user")
ERASED_USER = Problem("NOT_FOUND", "user_id", "user.erased", "the user was erased; nothing is recorded of them")
RESTRICTED_USER = Problem(
    "CONFLICT", "user_id", "user.restricted", "the user had the processing of their data restricted"
)
UNKNOWN_UTILITY = Problem("NOT_FOUND", "utility_id", "activity.utility", "no such utility")
#: A row that breaks no rule but for those of its own.
_SOUND = pb.NewActivity(
    event_id="00000000-0000-4000-8000-000000000000", user_id=encode_id(1), kind=pb.ACTIVITY_KIND_VISIT
)
_SOUND.happened_at.seconds = 1


class Reader:
    """Reads rows, and remembers what it held against the contract."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self._sound = lru_cache(maxsize=10_000)(self._holds)

    def read(self, row: pb.NewActivity) -> Entry | Problem:
        try:
            return self._entry(row)
        except InvalidField as error:
            first = error.violations[0]
            return Problem(error.reason_name, first.field, first.rule, first.message)

    def _entry(self, row: pb.NewActivity) -> Entry:
        app = App(row.kind, row.app_version, row.platform, row.os_version, row.device, row.screen)
        key, where = _key(row.event_id), address(row.ip_address) if row.ip_address else None
        unread = key is None or (where is None and row.ip_address) or not row.HasField("happened_at")
        if unread or not self._sound(app):
            self._check(row)
        if key is None or (where is None and row.ip_address):
            raise InvalidField("ip_address" if key else "event_id", "activity.unread", "can't be read")
        return Entry(
            key,
            _user(row.user_id),
            milliseconds(row.happened_at),
            where,
            optional_id(row.utility_id, "utility_id"),
            app,
        )

    def _holds(self, app: App) -> bool:
        one = pb.NewActivity(**app._asdict())
        one.MergeFrom(pb.NewActivity(event_id=_SOUND.event_id, user_id=_SOUND.user_id, happened_at=_SOUND.happened_at))
        try:
            self._check(one)
        except InvalidField:
            return False
        return True


@lru_cache(maxsize=20_000)
def _user(user_id: str) -> int:
    return decode_id(user_id, "user_id")


def _key(event_id: str) -> bytes | None:
    """The 16 bytes of a UUID in its usual spelling; None for anything else."""
    if len(event_id) != 36 or event_id[8:24:5] != "----":
        return None
    try:
        key = bytes.fromhex(event_id.replace("-", ""))
    except ValueError:
        return None
    return key if len(key) == 16 else None  # fromhex passes over spaces
