"""Openings of reading windows: each is noted once when it opens and once when it closes, and what is missing then is
estimated as the window's data says.

Both notes are changes of the feed, and so is that the end is near: reminders come of them, never of a clock of their
own. An opening that nobody saw open, because the service was down, is not settled by itself: an operator estimates it
with a look before.

A reading is not missing where it counts: at the day that its window deems it to have, else at the instant it was read.
Consumption goes by the instants at which registers were read, and by nothing else: an index says what was used until it
was read, and moving it to another day would move use that the register never showed.
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from smartregion.v1.account_service_pb2 import MissingPolicy
from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.reading_service_pb2 import EstimationMethod

from server.limits import ESTIMATE_ROWS, WINDOW_END_TOLD_DAYS
from server.principal import Principal
from server.readings import estimating
from server.readings.estimation import WAYS
from server.windows.rules import Period, Window, open_on
from storage.days import day_of, midnight
from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.readings import WindowOpening
from storage.repositories import accounts, meters, window_openings

#: Methods by what a window's data says of missing readings. A planned volume is the last year's use, spread over the
#: months as the service's users spread it, or else what the utility puts for a day.
METHODS: dict[int, tuple[int, ...]] = {
    MissingPolicy.MISSING_POLICY_AVERAGE_DAILY: (int(EstimationMethod.ESTIMATION_METHOD_AVERAGE_DAILY),),
    MissingPolicy.MISSING_POLICY_PLANNED_VOLUME: (
        int(EstimationMethod.ESTIMATION_METHOD_PROFILE),
        int(EstimationMethod.ESTIMATION_METHOD_UTILITY_DEFAULT),
    ),
    MissingPolicy.MISSING_POLICY_BEST_ESTIMATE: tuple(map(int, WAYS)),
}
#: The service itself, as the author of what it puts.
ITSELF = Principal(PrincipalKind.PRINCIPAL_KIND_UNSPECIFIED, 0, frozenset())


class Gap(NamedTuple):
    """An opening that is over: where readings may be missing, and what is put there."""

    utility_id: int
    commodity: int
    closes: date
    #: Readings that count for an instant from `from_` on and before `closed_at` are not missing.
    from_: int
    closed_at: int
    #: The instant that an estimate is for.
    at: int
    methods: tuple[int, ...]


def gap(window: Window, opening: Period, utility_id: int, commodity: int) -> Gap:
    """The gap of an opening. The day that its readings count for may lie before it opens or after it closes."""
    at = opening.deemed or opening.closes
    return Gap(
        utility_id,
        commodity,
        opening.closes,
        midnight(min(at, opening.opens - timedelta(days=window.early_days))),
        midnight(max(at, opening.closes) + timedelta(days=1)),
        midnight(at),
        METHODS.get(window.missing_policy, ()),
    )


async def turn(store: Store) -> None:
    """Notes what has opened and closed since, and settles what has closed."""
    for row in await store.write(_noted):
        await _settle(store, row)


def _noted(tx: Tx) -> list[WindowOpening]:
    """Openings that have closed and are not settled, once the day that they are settled for has come."""
    today = day_of(tx.now)
    open_now = {
        row.id: opening for row in accounts.all_windows(tx) if (opening := open_on(Window.of(row), today)) is not None
    }
    for window_id, opening in open_now.items():
        number = new_id()
        if window_openings.opened(tx, window_id, opening.opens, opening.closes, number):
            tx.change(Topic.WINDOWS, window_id, ChangeKind.CREATED)
            tx.change(Topic.WINDOW_OPENINGS, number, ChangeKind.CREATED)
            if _ends_soon(opening.opens, opening.closes, today):
                window_openings.tell_end(tx, number)  # that it opens is word enough
    _tell_ends(tx, today, open_now)
    for opened in window_openings.over(tx, today):
        window_openings.close(tx, opened)
        tx.change(Topic.WINDOWS, opened.window_id, ChangeKind.UPDATED)
    return [row for row in window_openings.unsettled(tx) if (one := _gap_of(tx, row)) is None or one.at <= tx.now]


def _tell_ends(tx: Tx, today: date, open_now: Collection[int]) -> None:
    """Notes of those that end soon, of windows that are open now, that it is time to say so; once. Of a window that is
    no longer in force there is nothing to hand in any more."""
    for row in window_openings.end_untold(tx, today):
        if row.window_id in open_now and _ends_soon(
            date.fromisoformat(row.opens), date.fromisoformat(row.closes), today
        ):
            window_openings.tell_end(tx, row.id)
            tx.change(Topic.WINDOW_OPENINGS, row.id)


def _ends_soon(opens: date, closes: date, today: date) -> bool:
    """Whether it is time to say that the end is near: a day before the last, but on a later day than it opens."""
    return today >= max(closes - timedelta(days=WINDOW_END_TOLD_DAYS), opens + timedelta(days=1))


async def _settle(store: Store, row: WindowOpening) -> None:
    last = 0
    while batch := await store.write(partial(_estimated, row=row, last=last)):
        last = batch[-1]
    await store.write(lambda tx: window_openings.settle(tx, row.id))


def gap_by_id(tx: Tx, opening_id: int) -> Gap | None:
    """The gap of an opening; None where it, or its window, is no longer there."""
    row = window_openings.by_id(tx, opening_id)
    return None if row is None else _gap_of(tx, row)


def _gap_of(tx: Tx, row: WindowOpening) -> Gap | None:
    """The gap of an opening on record; None where its window is no longer there."""
    found = accounts.window_by_id(tx, row.window_id)
    if found is None:
        return None
    window = Window.of(found)
    opens, closes = date.fromisoformat(row.opens), date.fromisoformat(row.closes)
    deemed = closes.replace(day=window.deemed_day) if window.deemed_day else None
    return gap(window, Period(opens, closes, deemed), found.utility_id, found.commodity)


def _estimated(tx: Tx, row: WindowOpening, last: int) -> list[int]:
    opening = _gap_of(tx, row)
    if opening is None or not opening.methods:
        return []
    batch = meters.supplied_by(tx, opening.utility_id, opening.commodity, opening.at, last, ESTIMATE_ROWS)
    wanted = estimating.missing(tx, batch, opening.from_, opening.closed_at)
    facts = meters.facts_by_id(tx, wanted)
    estimating.put(tx, ITSELF, list(facts.values()), opening.at, opening.methods)
    return batch
