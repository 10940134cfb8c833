"""Watches: a snapshot, then every change, resumable by a token that is bound to this database.

A frame carries whole commits. An entity appears in it as it is now, so that two changes of one entity may arrive as
one; its revision only grows. A progress frame on an idle stream moves the token on.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import AsyncIterator, Callable, Hashable, Iterable
from operator import attrgetter
from typing import Any, NamedTuple

import structlog
from google.protobuf.message import Message
from smartregion.v1.common_pb2 import ChangeKind, FrameKind, WatchPosition

from server.call import Call
from server.codec import encode_id, optional_id
from server.errors import InvalidResumeToken
from server.limits import FRAME_ROWS, PROGRESS_SECONDS, SHOWN_NAMED, WATCH_NAMED_SECONDS, WATCH_REMEMBERED
from server.lookups import Lookups
from server.paging import fingerprint
from storage.chunks import chunks
from storage.engine.feed import Change, Topic
from storage.engine.feed import ChangeKind as Kind
from storage.engine.transaction import Tx
from storage.errors import FeedClosed, Unavailable

log = structlog.get_logger("server")

_SIGNATURE_BYTES = 16

#: Rows of the snapshot behind an id, oldest first, as (id, message).
Snapshot = Callable[[Tx, int, int], list[tuple[int, Message]]]
#: Messages of those of the ids that the filter and the caller's scope let through.
Load = Callable[[Tx, list[int]], dict[int, Message]]
#: Those of the ids that the caller's scope lets through, whatever the filter.
Known = Callable[[Tx, list[int]], set[int]]


class Whose(NamedTuple):
    """Whose data the messages of a watch show."""

    #: What of a message says it: the id of the user, or what `users` finds them by; 0 or None for nobody.
    key: Callable[[Any], Hashable]
    #: The users behind several keys, where these are not users themselves.
    users: Callable[[Tx, list[Any]], Iterable[int]] | None = None
    #: Whether the look is on record before the frame leaves, as where somebody is asked for. Otherwise operators' are
    #: gathered: what comes by itself to an open list is on record within WATCH_NAMED_SECONDS, in one entry.
    at_once: bool = False

    @classmethod
    def of(cls, field: str, *, at_once: bool = False) -> "Whose":
        """Of messages with the id of a user in a field."""
        stated = attrgetter(field)
        return cls(lambda message: optional_id(stated(message), field), at_once=at_once)


class Watching:
    """Makes and opens resume tokens, and runs watches."""

    def __init__(self, key: bytes, identity: str) -> None:
        self._key = key
        self._identity = identity
        self._lookups = Lookups()

    def token(self, request: Message, revision: int) -> str:
        body = f"{self._identity}:{revision}".encode()
        return base64.urlsafe_b64encode(self._sign(body, request) + body).decode().rstrip("=")

    def open(self, request: Any) -> int:
        """The revision a request resumes after. Raises InvalidResumeToken."""
        token: str = request.resume_token
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise InvalidResumeToken("resume_token: is damaged") from None
        signature, body = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._sign(body, request)):
            raise InvalidResumeToken("resume_token: is forged, or of another watch or filter")
        identity, _, revision = body.decode().partition(":")
        if identity != self._identity:
            raise InvalidResumeToken("resume_token: was issued by another database")
        return int(revision)

    def _sign(self, body: bytes, request: Message) -> bytes:
        return hmac.digest(self._key, fingerprint(request) + body, hashlib.sha256)[:_SIGNATURE_BYTES]

    async def watch(
        self,
        call: Call,
        request: Any,
        topic: Topic,
        snapshot: Snapshot,
        load: Load,
        entity: str,
        known: Known | None = None,
        whose: Whose | None = None,
    ) -> AsyncIterator[Any]:
        """Frames for a Watch call: its reply type, whose changes hold a message in the field `entity`.

        What the filter no longer lets through is told as deleted, by its id alone. A caller with a bounded scope is
        told so of what lies within it (`known`), and nothing of the rest, which may never have been theirs to know.
        Where it is said whose data a message shows (`whose`), that look is put on record.
        """
        frames = _Frames(self, call, request, entity)
        hub = call.store.hub
        async with _Shown(call, whose) as shown:
            if request.resume_token:
                revision = self.open(request)
            else:
                revision = hub.revision
                if not request.skip_snapshot:
                    async for messages in _all_of(call, snapshot):
                        await shown.note(messages)
                        yield frames.snapshot(messages, revision)
                    await shown.settle()
                yield frames.empty(FrameKind.FRAME_KIND_SYNCED, revision)
            cursor = hub.watch(frozenset({topic}), revision)
            asks = _asks(call, request)
            try:
                while True:
                    changes = await cursor.next(PROGRESS_SECONDS)
                    await shown.settle_due()
                    if not changes:
                        yield frames.empty(FrameKind.FRAME_KIND_PROGRESS, cursor.revision)
                        continue
                    for group in _by_size(changes):
                        wanted = list(dict.fromkeys(number for change in group for number in change.ids))
                        found, theirs = await self._lookups.shared(
                            (*asks, group[-1].revision, *wanted),
                            lambda ids=wanted: call.read(lambda tx: _looked_up(tx, ids, load, known)),  # type: ignore[misc]
                        )
                        await shown.note(found.values())
                        yield frames.changes(group, found, theirs)
            except FeedClosed:
                yield frames.empty(FrameKind.FRAME_KIND_DRAIN, cursor.revision)


async def _all_of(call: Call, snapshot: Snapshot) -> AsyncIterator[list[Message]]:
    """What there is at first, a frame's rows at a time."""
    last = 0
    while rows := await call.read(lambda tx, behind=last: snapshot(tx, behind, FRAME_ROWS), long=True):  # type: ignore[misc]
        yield [message for _, message in rows]
        last = rows[-1][0]


def _asks(call: Call, request: Message) -> tuple[object, ...]:
    """What is the same for watchers who are told the same of a change: operators see whatever their role shows, others
    see what is theirs."""
    principal = call.principal
    who = "operators" if principal.is_operator else principal.key
    seen = principal.permissions, principal.utility_ids, principal.data_classes
    return call.method.path, fingerprint(request), who, *seen


def _looked_up(
    tx: Tx, ids: list[int], load: Load, known: Known | None
) -> tuple[dict[int, Message], set[int] | frozenset[int]]:
    """What is to be told of, and of which of the rest it may be said that it is gone."""
    found = load(tx, ids)
    rest = [number for number in ids if number not in found]
    return found, known(tx, rest) if known is not None and rest else frozenset()


def _by_size(changes: list[Change]) -> list[list[Change]]:
    """Whole commits in groups of about a frame's rows."""
    groups: list[list[Change]] = [[]]
    rows = 0
    for change in changes:
        if rows and rows + len(change.ids) > FRAME_ROWS:
            groups.append([])
            rows = 0
        groups[-1].append(change)
        rows += len(change.ids)
    return groups


class _Shown:
    """Puts on record whom a watch shows: each once, however often they change while it lasts."""

    def __init__(self, call: Call, whose: Whose | None) -> None:
        principal = call.principal
        names = whose is not None and not principal.is_resident and (whose.at_once or principal.is_operator)
        self._call = call
        self._whose = whose if names else None
        self._noted: set[Hashable] = {target.person_id for target in call.targets}
        #: What is still to be put on record; how many rows besides that are not; since when it waits.
        self._waiting: dict[Hashable, None] = {}
        self._beyond = 0
        self._since = 0

    async def note(self, messages: Iterable[Message]) -> None:
        """Raises StorageError where they are to be on record at once, and can't be."""
        if self._whose is None:
            return
        fresh = dict.fromkeys(key for key in map(self._whose.key, messages) if key and key not in self._noted)
        if self._whose.at_once:
            self._waiting = fresh
            await self._write()
            return
        for key in fresh:
            if key in self._waiting:
                continue
            self._since = self._since or self._call.now
            if len(self._waiting) < SHOWN_NAMED:
                self._waiting[key] = None
            else:
                self._beyond += 1

    async def settle_due(self) -> None:
        """What was gathered is put on record when it has waited for long enough."""
        if self._since and self._call.now - self._since >= WATCH_NAMED_SECONDS * 1000:
            await self.settle()

    async def settle(self) -> None:
        """Puts on record what was gathered. Where that can't be now, it waits on: no open list ends by it."""
        try:
            await self._write()
        except Unavailable:
            self._since = self._call.now
            log.warning("whom a watch shows is not on record yet", method=self._call.method.full_name)

    async def __aenter__(self) -> "_Shown":
        return self

    async def __aexit__(self, *raised: object) -> None:
        """The watch ends, however: what it showed last is put on record, while there is one."""
        try:
            await self._write()
        except Unavailable:
            log.error("whom a watch showed last is not on record", method=self._call.method.full_name)

    async def _write(self) -> None:
        """What is not on record waits until it is, however this ends. Raises StorageError."""
        if self._whose is None or not self._waiting:
            return
        keys, beyond = list(self._waiting), self._beyond
        users: Any = self._whose.users
        persons = await self._call.read(lambda tx: list(dict.fromkeys(users(tx, keys)))) if users else keys
        first, *others = chunks(persons, SHOWN_NAMED) if persons else [[]]
        if first or beyond:
            await self._call.showing(first, beyond)
        for named in others:
            await self._call.showing(named)
        written = set(keys)
        self._waiting = {key: None for key in self._waiting if key not in written}
        self._beyond -= beyond
        self._since = self._call.now if self._waiting else 0
        if len(self._noted) > WATCH_REMEMBERED:
            self._noted.clear()
        self._noted.update(keys)


class _Frames:
    """Builds the frames of one watch."""

    def __init__(self, watching: Watching, call: Call, request: Any, entity: str) -> None:
        self._watching = watching
        self._call = call
        self._request = request
        self._entity = entity

    def empty(self, kind: FrameKind, revision: int) -> Any:
        token = self._watching.token(self._request, revision)
        return self._call.method.reply_type(position=WatchPosition(kind=kind, resume_token=token, revision=revision))

    def snapshot(self, messages: list[Message], revision: int) -> Any:
        frame = self._call.method.reply_type(
            position=WatchPosition(kind=FrameKind.FRAME_KIND_SNAPSHOT, revision=revision)
        )
        for message in messages:
            frame.changes.add(  # type: ignore[attr-defined]
                kind=ChangeKind.CHANGE_KIND_SNAPSHOT, **{self._entity: message}
            )
        return frame

    def changes(self, changes: list[Change], found: dict[int, Message], theirs: "set[int] | frozenset[int]") -> Any:
        """A frame of changes: those found, and what is gone for this watch."""
        frame = self.empty(FrameKind.FRAME_KIND_CHANGES, changes[-1].revision)
        kinds = {number: change.kind for change in changes for number in change.ids}
        for number, kind in kinds.items():
            if number in found:
                frame.changes.add(kind=int(kind), **{self._entity: found[number]})
            elif kind != Kind.CREATED and (number in theirs or not self._call.scope().bounded):
                gone = frame.changes.add(kind=ChangeKind.CHANGE_KIND_DELETED)
                getattr(gone, self._entity).id = encode_id(number)
        return frame
