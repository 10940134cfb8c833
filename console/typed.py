"""What an operator typed into a form, as a value. What is none raises ClientError, as if the server had refused it: it
stands in the form, beside the field of that name."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import TypeVar

from console import formats
from console.i18n import t
from console.ports import ClientError

T = TypeVar("T")


def wrong(said: str, field: str = "") -> ClientError:
    """What is said of a field that can't be so."""
    return ClientError("INVALID_FIELD", said, fields=[(field, said)] if field else ())


def day(text: str, field: str = "") -> date:
    return _read(formats.parse_day, text, "typed.day", field)


def midnight(text: str, field: str = "") -> datetime:
    """The first instant of a day, in Kyiv."""
    return datetime.combine(day(text, field), time(), formats.KYIV).astimezone(UTC)


def instant(text: str, field: str = "") -> datetime:
    return _read(formats.parse_instant, text, "typed.instant", field)


def money(text: str, field: str = "") -> int:
    """Kopecks."""
    return _read(formats.parse_money, text, "typed.money", field)


def _read(how: Callable[[str], T], text: str, message: str, field: str) -> T:
    try:
        return how(text)
    except ValueError:
        raise wrong(t(message, text=text), field) from None
