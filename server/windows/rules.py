"""Reading windows: what must hold of them, and for which day a reading counts.

Days are days of Europe/Kyiv; the instant of a day is its first, whatever the clocks do that night.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple

from smartregion.v1.account_service_pb2 import EarlyPolicy, LatePolicy

from server.errors import Conflict, InvalidField
from storage.days import day_of
from storage.days import midnight as midnight
from storage.engine.transaction import Tx
from storage.models.accounts import ReadingWindow
from storage.repositories import accounts


@dataclass(frozen=True)
class Window:
    """When a utility takes readings of a service, and what becomes of those that come at another time."""

    first_day: int
    last_day: int
    deemed_day: int
    late_policy: int
    missing_policy: int
    early_policy: int
    early_days: int
    effective_from: str
    effective_to: str | None

    @classmethod
    def of(cls, row: ReadingWindow) -> "Window":
        return cls(
            row.first_day,
            row.last_day,
            row.deemed_day,
            row.late_policy,
            row.missing_policy,
            row.early_policy,
            row.early_days,
            row.effective_from,
            row.effective_to,
        )

    def in_force(self, day: date) -> bool:
        stated = day.isoformat()
        return self.effective_from <= stated and (self.effective_to is None or stated <= self.effective_to)


class Period(NamedTuple):
    """One opening of a window: its first and last day, and the day its readings count for; None: the day of reading."""

    opens: date
    closes: date
    deemed: date | None


class Opening(NamedTuple):
    """A period with the first day that counts as early for it, where one does."""

    opens: date
    closes: date
    deemed: date | None
    early_from: date | None


class Standing(Enum):
    IN_TIME = "in time"
    EARLY = "early"
    LATE = "late"


class Placed(NamedTuple):
    """Where in the calendar a reading falls."""

    standing: Standing
    #: Milliseconds; None where the reading counts for the instant at which it was read.
    deemed_at: int | None
    #: Of a reading that the window's data refuses: the nearest day on which it would have been taken.
    refused: date | None


IN_TIME = Placed(Standing.IN_TIME, None, None)


def period(window: Window, month: date) -> Period:
    """The opening that belongs to a month, which is that of its last day."""
    month = month.replace(day=1)
    begins = (month - timedelta(days=1)).replace(day=1) if window.first_day < 0 < window.last_day else month
    deemed = month.replace(day=window.deemed_day) if window.deemed_day else None
    return Period(_day(begins, window.first_day), _day(month, window.last_day), deemed)


def openings(window: Window, begin: date, before: date) -> list[Opening]:
    """When a window is open between two days: on one of them at least."""
    found = []
    month = begin.replace(day=1)
    while (one := period(window, month)).opens < before:
        early = one.opens - timedelta(days=window.early_days) if window.early_days else None
        first, behind = max(one.opens, begin), min(one.closes + timedelta(days=1), before)
        if any(open_on(window, first + timedelta(days=number)) for number in range((behind - first).days)):
            found.append(Opening(*one, early))
        month = month_after(month)
    return found


def open_on(window: Window, day: date) -> Period | None:
    """The opening of which a day is one, where the window is in force on that day. Its other days may lie before or
    after the window's force."""
    standing, found = nearest(window, day)
    return found if standing is Standing.IN_TIME and window.in_force(day) else None


def _day(month: date, number: int) -> date:
    """A day of a month; negative numbers count from its end."""
    length = monthrange(month.year, month.month)[1]
    return month.replace(day=number if number > 0 else length + 1 + number)


def month_after(month: date) -> date:
    """The first day of the month after a day's."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


@lru_cache(maxsize=10_000)
def nearest(window: Window, day: date) -> tuple[Standing, Period]:
    """The opening in which a day lies; else the one it comes too early for, or else the one it is too late for, with
    the next after that."""
    month = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    while (found := period(window, month)).closes < day:
        month = month_after(month)
    if found.opens <= day:
        return Standing.IN_TIME, found
    early = found.opens - timedelta(days=window.early_days) <= day
    return Standing.EARLY if early else Standing.LATE, found


@lru_cache(maxsize=50_000)
def _placed(window: Window, received: date, read: date) -> Placed:
    standing, opening = nearest(window, received)
    policy = {Standing.EARLY: window.early_policy, Standing.LATE: window.late_policy}.get(standing)
    if standing is Standing.IN_TIME:
        in_it = opening.opens - timedelta(days=window.early_days) <= read <= opening.closes
        return Placed(standing, midnight(opening.deemed) if opening.deemed and in_it else None, None)
    if policy in (EarlyPolicy.EARLY_POLICY_REFUSE, LatePolicy.LATE_POLICY_REFUSE):
        return Placed(standing, None, opening.opens)
    if policy == EarlyPolicy.EARLY_POLICY_DEEM:  # as LATE_POLICY_DEEM_NEXT: their numbers are the same
        return Placed(standing, midnight(opening.deemed or opening.opens), None)
    return Placed(standing, None, None)


def placed(window: Window | None, received_at: int, read_at: int) -> Placed:
    """Where a reading that a resident hands in falls. Lateness goes by when it came, the day it counts for by when
    it was read: an index of another month is never moved into this one."""
    if window is None:
        return IN_TIME
    return _placed(window, day_of(received_at), day_of(read_at))


class Windows:
    """The windows of all utilities; kept in memory where one process writes, else read anew."""

    def __init__(self, rows: list[ReadingWindow]) -> None:
        self._by_service: dict[tuple[int, int], list[Window]] = {}
        for row in rows:
            self._by_service.setdefault((row.utility_id, row.commodity), []).append(Window.of(row))

    @classmethod
    def shared(cls, tx: Tx) -> "Windows":
        if tx.postgres:
            return cls(accounts.all_windows(tx))
        found: Windows | None = tx.memory.get(cls)
        if found is None:
            found = tx.memory[cls] = cls(accounts.all_windows(tx))
        return found

    @classmethod
    def forget(cls, tx: Tx) -> None:
        """For after a change; what is undone is forgotten as well."""
        tx.memory.pop(cls, None)
        tx.undo.append(lambda: tx.memory.pop(cls, None))

    def of(self, utility_id: int | None, commodity: int, day: date) -> Window | None:
        """The one in force on a day."""
        for window in self._by_service.get((utility_id or 0, commodity), ()):
            if window.in_force(day):
                return window
        return None


def check(values: dict[str, Any], others: list[ReadingWindow]) -> None:
    """Raises InvalidField or Conflict where a window contradicts itself or another of the same service."""
    begin, end = values["effective_from"], values["effective_to"]
    if end is not None and end < begin:
        raise InvalidField("window.effective_to", "date.order", "must not be before effective_from")
    first, last = values["first_day"], values["last_day"]
    if (first > 0) == (last > 0) and first > last:
        raise InvalidField("window.last_day", "day.order", "must not be before first_day")
    if first > 0 > last and first > 28 + last + 1:
        raise InvalidField("window.last_day", "day.order", "must not be before first_day in a short month")
    for other in others:
        if (other.effective_to is None or other.effective_to >= begin) and (end is None or end >= other.effective_from):
            raise Conflict(f"a window of this service is in force from {other.effective_from} already; end it first")
