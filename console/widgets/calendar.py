"""Months as grids of weeks, each day in a style of its own."""

from calendar import Calendar
from collections.abc import Callable, Sequence
from datetime import date

from rich.text import Text

from console import formats
from console.i18n import t

#: What a day is marked with, and its style.
Mark = tuple[str, str]
#: Months that stand under one another.
SHOWN = 2


def months_on(first: date, months: int) -> date:
    """The first day of a month so many months behind that of a day."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


class Turned:
    """By how many months a calendar is turned from where it begins; that of another row begins anew."""

    def __init__(self) -> None:
        self._months, self._row = 0, ""

    def by(self, months: int) -> None:
        self._months += months

    def first(self, begins: date, row: str = "") -> date:
        """The first day that is shown."""
        if row != self._row:
            self._months, self._row = 0, row
        return months_on(begins, self._months)


def months(first: date, mark: Callable[[date], Mark]) -> list[tuple[str, str | Text]]:
    """SHOWN months as lines of a detail, an empty one behind each."""
    lines: list[tuple[str, str | Text]] = []
    for number in range(SHOWN):
        lines += [*(("", line) for line in month(months_on(first, number), mark)), ("", "")]
    return lines


def month(first: date, mark: Callable[[date], Mark]) -> Sequence[Text]:
    """Lines of a month: its name, the days of the week, and its weeks from Monday on. `mark` says what stands before
    a day, one cell wide."""
    title = f"{t(f'month.{first.month}')} {first.year}"
    lines = [Text(title, style="bold"), Text(t("calendar.week"), style="dim")]
    for week in Calendar().monthdatescalendar(first.year, first.month):
        line = Text()
        for day in week:
            if day.month != first.month:
                line.append("    ")
                continue
            sign, style = mark(day)
            line.append(f"{sign}{day.day:>2}", style=style)
            line.append(" ")
        lines.append(line)
    return lines


def short(first: date, last: date) -> str:
    """Two days as a span, such as 30.10 – 03.11.2026."""
    return f"{first.strftime('%d.%m')} – {formats.day(last)}"
