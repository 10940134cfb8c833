"""Days of the law: which are worked, which are off and why. Pure reckoning over effective-dated data.

Civil Code, art. 253: a term begins on the day after the event. Art. 254(3), and Regulation (EEC, Euratom) 1182/71,
art. 3(2)(c): a month ends on the same day of the month, or on its last. A holiday that falls on a day off takes the
next working day (Labour Code, art. 67(3)); while martial law lasts neither holds (Law 2136-IX, art. 6(6)).
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from smartregion.v1.privacy_request_service_pb2 import DayKind

from server.law.model import Calendar, Holiday, Status, Suspension

DAY = timedelta(days=1)
_NAMES_UK = ("понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя")

_NAMES_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class DayNote:
    """Why a day is passed over, or a holiday is not."""

    day: date
    kind: int
    uk: str
    en: str
    #: Whether a primary source says so; weekends need none.
    confirmed: bool = True


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked."""

    data: Calendar
    #: Notes on holidays, by year: they are asked for day by day.
    _years: dict[int, dict[date, DayNote]] = field(default_factory=dict, repr=False, compare=False)

    def is_working(self, day: date) -> bool:
        if self._is_weekend(day):
            return False
        found = self._holiday_note(day)
        return found is None or found.kind == DayKind.DAY_KIND_HOLIDAY_WORKED

    def note(self, day: date) -> DayNote | None:
        """What is to be said of a day; None of an ordinary working day."""
        if self._is_weekend(day):
            return DayNote(day, DayKind.DAY_KIND_DAY_OFF, _NAMES_UK[day.weekday()], _NAMES_EN[day.weekday()])
        return self._holiday_note(day)

    def _holiday_note(self, day: date) -> DayNote | None:
        known = self._years.get(day.year)
        if known is None:
            known = self._years[day.year] = self._year(day.year)
        return known.get(day)

    def notes(self, first: date, last: date) -> tuple[DayNote, ...]:
        """What is to be said of the days from one to another, both included."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return tuple(found for day in days if (found := self.note(day)))

    def on_or_after(self, day: date) -> date:
        """The first working day from this one on."""
        while not self.is_working(day):
            day += DAY
        return day

    def add_working(self, start: date, length: int) -> date:
        """The last day of a term of working days that an event on `start` begins."""
        day = start
        while length:
            day += DAY
            length -= self.is_working(day)
        return day

    def _is_weekend(self, day: date) -> bool:
        return day.isoweekday() in self.data.days_off

    def _suspended(self, day: date) -> Suspension | None:
        return next((one for one in self.data.suspensions if one.first <= day <= one.last), None)

    def _year(self, year: int) -> dict[date, DayNote]:
        """Notes on the holidays of a year, and on the days that are off in place of them."""
        holidays: dict[date, Holiday] = {}
        for day, holiday in self._holidays(year):
            holidays.setdefault(day, holiday)
        found: dict[date, DayNote] = {}
        for day, holiday in sorted(holidays.items(), key=lambda pair: pair[0]):
            suspension = self._suspended(day)
            if not self._is_weekend(day):
                found[day] = _worked(day, holiday, suspension) if suspension else _holiday(day, holiday)
            elif suspension is None and self.data.moves:
                place = self._free(day, holidays, found)
                later = self._suspended(place)
                found[place] = _worked(place, holiday, later) if later else _moved(place, day, holiday)
        return found

    def _holidays(self, year: int) -> Iterator[tuple[date, Holiday]]:
        for holiday in self.data.holidays:
            day = holiday.on(year)
            if holiday.effective_from <= day <= holiday.effective_to:
                yield day, holiday

    def _free(self, day: date, holidays: dict[date, Holiday], taken: dict[date, DayNote]) -> date:
        """The next day that is neither off nor a holiday already."""
        while self._is_weekend(day) or day in holidays or day in taken:
            day += DAY
        return day


def _holiday(day: date, holiday: Holiday) -> DayNote:
    return DayNote(
        day,
        DayKind.DAY_KIND_HOLIDAY,
        f"{holiday.uk} (КЗпП, ст. {holiday.article})",
        f"{holiday.en} (Labour Code, art. {holiday.article})",
        holiday.status is Status.PRIMARY,
    )


def _moved(day: date, fell_on: date, holiday: Holiday) -> DayNote:
    return DayNote(
        day,
        DayKind.DAY_KIND_HOLIDAY_MOVED,
        f"вихідний замість {fell_on:%d.%m.%Y}: {holiday.uk} (КЗпП, ст. 67(3))",
        f"a day off in place of {fell_on.isoformat()}: {holiday.en} (Labour Code, art. 67(3))",
        holiday.status is Status.PRIMARY,
    )


def _worked(day: date, holiday: Holiday, suspension: Suspension) -> DayNote:
    return DayNote(
        day,
        DayKind.DAY_KIND_HOLIDAY_WORKED,
        f"{holiday.uk}: {suspension.uk}",
        f"{holiday.en}: {suspension.en}",
        suspension.status is Status.PRIMARY,
    )


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    count = start.month - 1 + months
    year, month = start.year + count // 12, count % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
