"""The lane in which the rules read what happens: beside the calls, behind them, and never within their transactions.

Two feeds, each with a place that moves in the transaction of what came of it, so that an event counts once whatever
crashes: the change feed, by a reader of its own (activity, readings of residents), and the audit log, whose entries are
numbered in the order of commits. What rules remember is kept with it, so that a restart forgets nothing and another
process goes on; and no memory is needed but for the step that is done.
"""

from collections.abc import Iterable
from functools import partial

import structlog
from smartregion.v1.options_pb2 import PrincipalKind

from server.alerts import judging, loading
from server.alerts.events import Event
from server.alerts.raising import raised
from server.alerts.rulebook import RuleBook
from server.alerts.windows import Window
from server.limits import ALERT_EVENTS, ALERT_EVENTS_MOST, ALERT_TRIES
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from storage.engine.feed import ChangeKind, Topic
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import Unavailable
from storage.repositories import alert_events, alert_rules, alerts

RESIDENT = PrincipalKind.PRINCIPAL_KIND_RESIDENT
log = structlog.get_logger("server")


def evaluated(tx: Tx, events: Iterable[Event]) -> int:
    """Judges events, and writes the alerts that come of them with what the rules remember; how many."""
    several = judging.counted(RuleBook(alert_rules.every(tx)).at, events)
    if not several:
        return 0
    by_key = {one.key: one for one in several}
    packed = alerts.windows(tx, by_key)
    windows = {key: Window(one.hit.span, packed.get(key, "")) for key, one in by_key.items()}
    found = judging.judge(several, windows)
    alerts.remember(
        tx,
        [
            (key, window.packed(), window.until(by_key[key].setting.rule.late))
            for key, window in sorted(windows.items())
            if window.changed
        ],
    )
    for one in sorted(found, key=lambda each: each.counted.key):
        raised(tx, one)
    return len(found)


def _of_changes(tx: Tx, step: Step, available: Available) -> int:
    """A step of the change feed. It is always done whole."""
    if step.topic is Topic.READING_RECEIPTS:
        evaluated(tx, loading.handed(alert_events.inspected(tx, step.ids, RESIDENT)))
    elif step.kind is ChangeKind.CREATED:
        evaluated(tx, loading.seen(alert_events.activities(tx, step.ids)))
    return 0


#: The reader of the change feed.
ALERTS = Source(
    "alerts",
    frozenset({Topic.ACTIVITY, Topic.READING_RECEIPTS}),
    _of_changes,
    at_once=ALERT_EVENTS_MOST,
    patient=True,
)


class AuditLane:
    """The reader of the audit log. Of several processes one acts at a time: whoever holds its place."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pace = store.pace(ALERT_EVENTS, ALERT_EVENTS_MOST)
        #: Entries that are read one by one, since they failed together; and how often the next has failed by itself.
        self._singly = self._failures = 0
        #: Entries that were passed because they failed for good.
        self.passed = 0

    async def turn(self) -> int:
        """Reads all that there is; how many entries."""
        total = 0
        while await self._store.read(_waits):
            read = await self._step()
            if not read:
                break
            total += read
        return total

    async def _step(self) -> int:
        size = 1 if self._singly else self._pace.rows
        try:
            read = await self._store.write(partial(_of_audit, size=size), patient=True)
        except Unavailable:
            raise
        except Exception as error:
            return await self._failed(size, error)
        self._singly, self._failures = max(0, self._singly - 1), 0
        self._pace.done()
        return read

    async def _failed(self, size: int, error: Exception) -> int:
        """Goes on one by one, to the entry that is to blame; that one is passed in the end."""
        if size > 1:
            self._singly = size
        else:
            self._failures += 1
        if self._failures < ALERT_TRIES:
            log.warning("alerts: a step failed", count=size, fault=type(error).__name__)
            return 0
        log.error("alerts: an entry of the audit log was passed", exc_info=error)
        self.passed += 1
        self._failures = 0
        return await self._store.write(_pass_one, patient=True)


def _waits(tx: Tx) -> bool:
    rows = tx.sql("SELECT position FROM alert_feed WHERE name = ?", (alert_events.AUDIT,))
    return bool(rows) and bool(tx.sql("SELECT 1 FROM audit_entry WHERE sequence > ? LIMIT 1", rows[0]))


def _of_audit(tx: Tx, size: int) -> int:
    """Reads so many entries at most; how many. 0 as well where another process does."""
    begin = alert_events.position(tx)
    if begin is None:
        return 0
    last, entries = alert_events.entries(tx, begin, size, loading.wanted)
    evaluated(tx, loading.called(tx, entries))
    alert_events.move(tx, last)
    return last - begin


def _pass_one(tx: Tx) -> int:
    begin = alert_events.position(tx)
    if begin is None:
        return 0
    alert_events.move(tx, begin + 1)
    return 1
