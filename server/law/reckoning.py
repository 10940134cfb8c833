"""One reckoning of every term: the last day of a duty that an event begins, and what was passed over on the way."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.law.book import Law
from server.law.calendar import DAY, DayNote, WorkingCalendar, add_months
from server.law.model import Duty, Regime, Term, Unit
from storage.days import KYIV


@dataclass(frozen=True)
class Reckoned:
    """A term as it runs out."""

    #: The last day, by the calendar of Kyiv.
    due: date
    #: The instant, for a term of hours from an instant.
    due_at: datetime | None = None
    #: The last day before it rolled over a day off; the same as `due` where it did not.
    raw: date | None = None
    #: The month had no such day.
    clamped: bool = False
    #: The calendar, and the span of days that it was asked about.
    asked: tuple[WorkingCalendar, date, date] | None = None

    @property
    def days(self) -> tuple[DayNote, ...]:
        """Days passed over, and holidays that counted."""
        if self.asked is None:
            return ()
        calendar, first, last = self.asked
        return calendar.notes(first, last)

    @property
    def rolled(self) -> bool:
        return self.raw is not None and self.raw != self.due


def due(law: Law, regime: str, duty: str, start: date | datetime) -> Reckoned:
    """When something must be done at the latest. Raises LawError; LookupError where no term is in force."""
    found = law.regime(regime)
    day = _day(start)
    return reckon(law, found, found.duty(duty, day), start)


def reckon(law: Law, regime: Regime, duty: Duty, start: date | datetime) -> Reckoned:
    """Raises LookupError where the law names no term."""
    if duty.term is None:
        raise LookupError(f"{regime.code}: {duty.code} has no term")
    return of_term(law.calendar(regime), duty.term, start)


def of_term(calendar: WorkingCalendar, term: Term, start: date | datetime) -> Reckoned:
    """A term from an event; an instant counts to the hour for terms of hours, and by its day for all others."""
    day = _day(start)
    match term.unit:
        case Unit.HOURS if isinstance(start, datetime):
            at = start + timedelta(hours=term.length)
            return Reckoned(_day(at), at)
        case Unit.HOURS:
            # The hour is not known, so the days are counted that the hours fill; never later than the law says.
            return Reckoned(day + timedelta(days=max(term.length // 24, 1)))
        case Unit.WORKING_DAYS:
            last = calendar.add_working(day, term.length)
            return Reckoned(last, raw=last, asked=(calendar, day + DAY, last))
        case Unit.CALENDAR_DAYS:
            raw, clamped = day + timedelta(days=term.length), False
        case Unit.MONTHS:
            raw = add_months(day, term.length)
            clamped = raw.day != day.day
    if not term.rolls_over:
        return Reckoned(raw, raw=raw, clamped=clamped)
    last = calendar.on_or_after(raw)
    return Reckoned(last, raw=raw, clamped=clamped, asked=(calendar, raw, last))


def _day(start: date | datetime) -> date:
    return start.astimezone(KYIV).date() if isinstance(start, datetime) else start
