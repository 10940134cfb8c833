"""What was understood of a day, an hour or an amount while it is being typed; empty where nothing was. Pure."""

from collections.abc import Callable
from datetime import date

from console import formats
from console.formats import KYIV
from console.i18n import t


def instant(typed: str) -> str:
    """Day and hour, with the day of the week."""
    try:
        found = formats.parse_instant(typed)
    except ValueError:
        return ""
    return f"{_weekday(found.astimezone(KYIV).date())}, {formats.instant(found)}"


def day(typed: str) -> str:
    try:
        found = formats.parse_day(typed)
    except ValueError:
        return ""
    return f"{_weekday(found)}, {formats.day(found)}"


def money(typed: str) -> str:
    try:
        return formats.money(formats.parse_money(typed))
    except ValueError:
        return ""


#: By the kind of a placeholder.
KINDS: dict[str, Callable[[str], str]] = {"instant": instant, "date": day, "money": money}


def _weekday(of: date) -> str:
    return t(f"weekday.{of.weekday()}")
