"""What an operator typed into a form, as a value. What is none raises ClientError, as if the server had refused it: it
stands in the form."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import TypeVar

from console import formats
from console.i18n import t
from console.ports import ClientError

T = TypeVar("T")


def day(text: str) -> date:
    return _read(formats.parse_day, text, "typed.day")


def midnight(text: str) -> datetime:
    """The first instant of a day, in Kyiv."""
    return datetime.combine(day(text), time(), formats.KYIV).astimezone(UTC)


def instant(text: str) -> datetime:
    return _read(formats.parse_instant, text, "typed.instant")


def money(text: str) -> int:
    """Kopecks."""
    return _read(formats.parse_money, text, "typed.money")


def _read(how: Callable[[str], T], text: str, message: str) -> T:
    try:
        return how(text)
    except ValueError:
        raise ClientError("INVALID_FIELD", t(message, text=text)) from None
