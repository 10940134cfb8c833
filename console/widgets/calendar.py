"""A month as a grid of weeks, each day in a style of its own."""

from calendar import Calendar
from collections.abc import Callable, Sequence
from datetime import date

from rich.text import Text

from console import formats
from console.i18n import t

#: What a day is marked with, and its style.
Mark = tuple[str, str]


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
