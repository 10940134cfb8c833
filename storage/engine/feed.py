"""The change feed: what changed, in the order of commits, for watchers that may come and go.

The table is the truth. A hub in each process keeps the last changes in memory; a watcher is a cursor into them, so that
five thousand idle ones cost next to nothing. One that falls behind the hub's memory while it is connected is cut off;
one that comes back later catches up from the table.
"""

import asyncio
import struct
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from enum import IntEnum
from time import monotonic
from typing import NamedTuple

from storage.errors import FeedClosed, SlowWatcher

#: Changes that a hub keeps in memory: the bound behind which a connected watcher is too slow.
RING = 10_000
#: Rows read at once when a watcher catches up.
CATCH_UP = 1_000


class Topic(IntEnum):
    USERS = 1
    ACCOUNTS = 2
    READINGS = 3
    NOTIFICATIONS = 4
    PRIVACY_REQUESTS = 5
    OPERATORS = 6
    PARTNERS = 7
    METERS = 8
    SESSIONS = 9
    TEMPLATES = 10
    WINDOWS = 11
    WORKS = 12
    BALANCES = 13
    BILLING_NOTICES = 14
    CAMPAIGNS = 15
    #: Readings that residents handed in, when they came and whenever their state moved.
    READING_RECEIPTS = 20
    #: Openings of reading windows: CREATED when one opens, UPDATED when its end is near.
    WINDOW_OPENINGS = 21
    SECURITY_EVENTS = 22
    #: Duties of recipients towards data that they were given.
    DATA_DUTIES = 40
    DISCLOSURES = 24
    #: Versions of the privacy policy.
    POLICIES = 30
    ACTIVITY = 52
    CRASHES = 53
    SUPPORT_THREADS = 50
    SURVEYS = 54
    ALERTS = 55
    #: Figures by day.
    INSIGHT = 56


class ChangeKind(IntEnum):
    """The numbers are those of smartregion.v1.ChangeKind."""

    CREATED = 2
    UPDATED = 3
    DELETED = 4


class Change(NamedTuple):
    """What one commit did to one topic."""

    revision: int
    topic: Topic
    kind: ChangeKind
    ids: tuple[int, ...]
    at: int


def pack_ids(ids: Iterable[int]) -> bytes:
    listed = tuple(dict.fromkeys(ids))
    return struct.pack(f"<{len(listed)}q", *listed)


def unpack_ids(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // 8}q", packed)


class Hub:
    """The feed as one process sees it. Lives on one event loop."""

    def __init__(self, read_after: Callable[[int, int], Awaitable[list[Change]]], revision: int) -> None:
        self._read_after = read_after
        self._ring: deque[Change] = deque(maxlen=RING)
        self._waiting: set[asyncio.Future[None]] = set()
        #: The last revision that watchers may see.
        self.revision = revision
        self.closed = False
        #: Called with what is published, before any watcher wakes: for caches that must not outlive a change.
        self.listeners: list[Callable[[list[Change]], None]] = []

    def publish(self, changes: Iterable[Change]) -> None:
        """Adds committed changes, in order; wakes who waits."""
        fresh = [change for change in changes if change.revision > self.revision]
        if fresh:
            self._ring.extend(fresh)
            self.revision = fresh[-1].revision
            for listener in self.listeners:
                listener(fresh)
            self._wake()

    async def poll(self) -> None:
        """Reads what other writers committed. Revisions are drawn in the order of commits, so none is passed."""
        while changes := await self._read_after(self.revision, CATCH_UP):
            self.publish(changes)

    def close(self) -> None:
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self, within: float | None) -> None:
        """Until something is published, the hub closes, or the time (seconds) is over."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(within):
                await future
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(future)

    def watch(self, topics: frozenset[Topic], after: int) -> "Cursor":
        return Cursor(self, topics, after)

    async def after(self, revision: int) -> list[Change]:
        """Changes behind a revision: from memory, else from the table."""
        if self._ring and self._ring[0].revision <= revision + 1:
            found = []
            for change in reversed(self._ring):  # from the end: most watchers lack only the last few
                if change.revision <= revision:
                    break
                found.append(change)
            return found[::-1]
        return await self._read_after(revision, CATCH_UP)


class Cursor:
    """A watcher's place in the feed."""

    __slots__ = ("_caught_up", "_hub", "_topics", "revision")

    def __init__(self, hub: Hub, topics: frozenset[Topic], after: int) -> None:
        self._hub = hub
        self._topics = topics
        self._caught_up = False
        #: Everything up to here was given out.
        self.revision = after

    async def next(self, within: float | None = None) -> list[Change]:
        """The next changes, whole commits at a time; an empty list when the time (seconds) is over. What is of other
        topics is passed over, and the time runs on.

        Raises FeedClosed on drain, SlowWatcher past the bound, RevisionTooOld where the feed was compacted.
        """
        ends = None if within is None else monotonic() + within
        while True:
            left = None if ends is None else max(0.0, ends - monotonic())
            mine = [change for change in await self._read(left) if change.topic in self._topics]
            if mine or (ends is not None and monotonic() >= ends):
                return mine

    async def _read(self, within: float | None) -> list[Change]:
        """What there is behind the last that was read, of every topic."""
        hub = self._hub
        if hub.closed:
            raise FeedClosed
        if self.revision >= hub.revision:
            self._caught_up = True
            await hub.wait(within)
            if hub.closed:
                raise FeedClosed
        if self.revision >= hub.revision:
            return []
        if self._caught_up and hub.revision - self.revision > RING:
            raise SlowWatcher
        changes = await hub.after(self.revision)
        if changes:
            self.revision = changes[-1].revision
        return changes
