"""Days of the law: calendar days, working days, months. Data with effective dates, and pure reckoning.

Sources: Labour Code of Ukraine, art. 67 (days off) and 73 (public holidays); Law 2136-IX, art. 6(6): while martial law
lasts, holidays are working days. Civil Code, art. 253: a term begins on the day after the event. Regulation (EEC,
Euratom) 1182/71, art. 3: a month ends on the same day of the month, or on its last.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum


class Unit(Enum):
    CALENDAR_DAYS = "calendar days"
    WORKING_DAYS = "working days"
    MONTHS = "months"


@dataclass(frozen=True)
class Holiday:
    """A day of the year that is off, from one date to another."""

    month: int
    day: int
    effective_from: date = date.min
    effective_to: date = date.max


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked."""

    holidays: tuple[Holiday, ...] = ()
    #: Whole spans in which holidays are worked; an open end is date.max.
    suspended: tuple[tuple[date, date], ...] = ()

    def is_working(self, day: date) -> bool:
        if day.weekday() >= 5:
            return False
        if any(first <= day <= last for first, last in self.suspended):
            return True
        return not any(
            (holiday.month, holiday.day) == (day.month, day.day)
            and holiday.effective_from <= day <= holiday.effective_to
            for holiday in self.holidays
        )

    def on_or_after(self, day: date) -> date:
        """The first working day from this one on."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add(self, start: date, length: int, unit: Unit) -> date:
        """The last day of a term that an event on `start` begins."""
        match unit:
            case Unit.CALENDAR_DAYS:
                return start + timedelta(days=length)
            case Unit.MONTHS:
                return add_months(start, length)
        day = start
        for _ in range(length):
            day = self.on_or_after(day + timedelta(days=1))
        return day


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    count = start.month - 1 + months
    year, month = start.year + count // 12, count % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


#: Public holidays of Labour Code art. 73 on fixed dates, as they stand since 2023 (Law 3107-IX, 3258-IX).
UKRAINE = WorkingCalendar(
    holidays=(
        Holiday(1, 1),
        Holiday(3, 8),
        Holiday(5, 1),
        Holiday(5, 8),
        Holiday(6, 28),
        Holiday(7, 15),
        Holiday(8, 24),
        Holiday(10, 1),
        Holiday(12, 25),
    ),
    suspended=((date(2022, 3, 24), date.max),),
)
