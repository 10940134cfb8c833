"""What a changed rule would have raised over the last days, beside the one in force. Nothing is written."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from functools import partial

from smartregion.v1.options_pb2 import PrincipalKind

from server.alerts import judging, loading
from server.alerts.events import Event
from server.alerts.judging import Windows
from server.alerts.rules.base import Feed, Setting
from server.call import Call
from server.limits import ALERT_REPLAYED, ALERT_REPLAYED_AT_ONCE
from storage.days import iso_day
from storage.engine.ids import first_id_at
from storage.engine.transaction import Tx
from storage.repositories import alert_events

RESIDENT = PrincipalKind.PRINCIPAL_KIND_RESIDENT


class Replay:
    """One setting over a stream: an alert for each subject, by the day on which it would have been raised."""

    def __init__(self, setting: Setting) -> None:
        self._settings = (setting,) if setting.enabled else ()
        self._windows: Windows = {}
        self._known: set[str] = set()
        #: Alerts by ISO day.
        self.days: Counter[str] = Counter()

    @property
    def alerts(self) -> int:
        return len(self._known)

    def take(self, events: Iterable[Event]) -> None:
        several = judging.counted(lambda _: self._settings, events)
        for one in judging.judge(several, self._windows):
            if one.counted.key not in self._known:
                self._known.add(one.counted.key)
                self.days[iso_day(one.counted.event.received_at)] += 1


class Over:
    """Several replays over the feeds of one rule since an instant, page by page."""

    def __init__(self, call: Call, feeds: Iterable[Feed], since: int, replays: Iterable[Replay]) -> None:
        self._call = call
        self._feeds = tuple(feeds)
        self._since = since
        self._replays = tuple(replays)
        self.events = 0
        self.truncated = False

    async def run(self) -> None:
        pages = {Feed.AUDIT: self._audit, Feed.ACTIVITY: self._activity, Feed.READINGS: self._readings}
        for feed in self._feeds:
            async for read in pages[feed]():
                self.events += read

    def _judged(self, events: list[Event]) -> int:
        """In the thread of the reader: the loop has its hands free."""
        for replay in self._replays:
            replay.take(events)
        return len(events)

    async def _audit(self) -> AsyncIterator[int]:
        before, last = await self._call.read(partial(alert_events.span, since=self._since))
        first = max(before, last - ALERT_REPLAYED)
        self.truncated |= first > before
        while first < last:

            def page(tx: Tx, after: int = first) -> tuple[int, int]:
                end, entries = alert_events.entries(tx, after, ALERT_REPLAYED_AT_ONCE, loading.wanted)
                return end, self._judged([*loading.called(tx, entries)])

            first, read = await self._call.read(page, long=True)
            yield read

    async def _activity(self) -> AsyncIterator[int]:
        begin, left_out = await self._call.read(
            partial(alert_events.last_activities, since=self._since, most=ALERT_REPLAYED), long=True
        )
        self.truncated |= left_out
        after: tuple[int, int] | None = (begin, 0)
        while after is not None:

            def page(tx: Tx, behind: tuple[int, int] = after) -> tuple[tuple[int, int] | None, int]:
                rows = alert_events.activities_since(tx, begin, behind, ALERT_REPLAYED_AT_ONCE)
                full = len(rows) == ALERT_REPLAYED_AT_ONCE
                return (rows[-1].at, rows[-1].id) if full else None, self._judged([*loading.seen(rows)])

            after, read = await self._call.read(page, long=True)
            yield read

    async def _readings(self) -> AsyncIterator[int]:
        after: int | None = first_id_at(self._since)
        while after is not None and self.events < ALERT_REPLAYED:

            def page(tx: Tx, behind: int = after) -> tuple[int | None, int]:
                rows = alert_events.inspected_since(tx, behind, ALERT_REPLAYED_AT_ONCE, RESIDENT)
                full = len(rows) == ALERT_REPLAYED_AT_ONCE
                return rows[-1].id if full else None, self._judged([*loading.handed(rows)])

            after, read = await self._call.read(page, long=True)
            yield read
        self.truncated |= after is not None


def by_day(now: Replay, changed: Replay) -> Iterator[tuple[str, int, int]]:
    """Day (ISO), alerts of the rule in force, and of the changed one."""
    for day in sorted(now.days.keys() | changed.days.keys()):
        yield day, now.days[day], changed.days[day]
