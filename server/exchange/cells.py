"""What people write into cells: how a line is cut into them; numbers and instants."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from buf.validate import validate_pb2
from smartregion.v1.reading_service_pb2 import NewReading

from server.codec import MICRO, micro_from_text
from storage.days import KYIV

#: What stands between thousands, besides a comma or a point.
_SPACES = " \u00a0\u202f\u2009'’"
_SIGNS = ",."
_GROUPS = re.compile(rf"[0-9]{{1,3}}([{_SPACES}{_SIGNS}])[0-9]{{3}}(?:\1[0-9]{{3}})*", re.ASCII)
#: One sign that may stand between thousands as well as before decimals.
_EITHER = re.compile(rf"[1-9][0-9]{{0,2}}[{_SIGNS}][0-9]{{3}}", re.ASCII)
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{3})\d{0,6})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_LOCAL = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?", re.ASCII)
_MIDNIGHT = re.compile(r"[T ]0?0:00(:00(\.0+)?)?$", re.ASCII)
_EPOCH = datetime(1970, 1, 1)
#: Where the instants end that the contract takes: with the year 2099; milliseconds.
END = 4_102_444_800_000
#: The clock of no place is further from UTC; hours.
_FURTHEST = 14


def cut(line: str, delimiter: str, count: int) -> list[str]:
    """The cells of a line, of which there must be so many. Raises ValueError with the rule it breaks."""
    if line.count('"') % 2:
        raise ValueError("row.quote")
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a carriage return within the line
        cells = []
    if len(cells) != count:
        raise ValueError("row.cells")
    return cells


def number(text: str, sign: str = "", grouped: bool = False) -> int:
    """Micro-units of an index as it is written; see `plain`. Raises ValueError with the rule it breaks."""
    if text.isdecimal() and text.isascii() and len(text) <= 12:
        return int(text) * MICRO
    return micro_from_text(plain(text, sign, grouped))


def plain(text: str, sign: str = "", grouped: bool = False) -> str:
    """A number with a point before its decimals and nothing between its thousands. `sign` stands before the decimals
    of the file, where that is known, and the other one between its thousands where `grouped` says so; but a number
    that can be read in one way only is read so. Raises ValueError with the rule it breaks: `decimal.sign` where it may
    mean one as well as a thousand times that."""
    text = text.strip(_SPACES)
    last = max(_SIGNS, key=text.rfind)
    if last not in text:
        return _ungrouped(text)
    if text.count(last) > 1:
        if last == sign:
            raise ValueError("decimal.syntax")
        return _ungrouped(text)
    if last != sign and _EITHER.fullmatch(text):
        if not grouped or not sign:
            raise ValueError("decimal.sign")
        return _ungrouped(text)
    whole, _, fraction = text.partition(last)
    return f"{_ungrouped(whole)}.{fraction}"


def _ungrouped(text: str) -> str:
    """A whole number without what stands between its thousands; as it is where that is between something else."""
    found = _GROUPS.fullmatch(text)
    return text.replace(found.group(1), "") if found else text


def decimal_sign(cells: Iterable[str]) -> tuple[str, bool]:
    """The sign before the decimals of a column, where that is told, and whether it is known as well that the other one
    stands between thousands."""
    before: set[str] = set()
    between: set[str] = set()
    either: set[str] = set()
    for cell in cells:
        text = cell.strip(_SPACES)
        last = max(_SIGNS, key=text.rfind)
        if last not in text or not text[0].isdecimal():
            continue
        if text.count(last) > 1:
            between.add(last)
        elif _EITHER.fullmatch(text):
            either.add(last)
        else:
            before.add(last)
            between.update(one for one in _SIGNS if one != last and one in text)
    told = before or {one for one in _SIGNS if between and one not in between} or either
    if len(told) != 1 or before & between:
        return "", False
    return told.pop(), bool(between)


def instant(text: str, day_first: bool) -> int:
    """Milliseconds of a date, with or without a time. A day alone is its first instant; what names no offset is in the
    time of Kyiv, and of an hour that is there twice the first. Raises ValueError with the rule it breaks."""
    return instants(text, day_first)[0]


def instants(text: str, day_first: bool) -> tuple[int, ...]:
    """The same; both instants, where the clocks go through an hour twice that night. Raises ValueError."""
    text = text.strip()
    if matched := _ISO.fullmatch(text):
        year, month, day, hour, minute, second, fraction, offset = matched.groups()
    elif matched := _LOCAL.fullmatch(text):
        first, then, year, hour, minute, second = matched.groups()
        day, month = (first, then) if day_first else (then, first)
        year, fraction, offset = year if len(year) == 4 else f"20{year}", None, None
    elif matched := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second = matched.groups()
        fraction = offset = None
    else:
        raise ValueError("date.syntax")
    try:
        local = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        raise ValueError("date.syntax") from None
    found = _of_kyiv(local) if offset is None else (since_epoch(local) - _offset(offset),)
    return tuple(within(one + int(fraction or 0)) for one in found)


def since_epoch(local: datetime) -> int:
    """Milliseconds of a time in UTC."""
    return (local - _EPOCH) // timedelta(milliseconds=1)


def within(at: int) -> int:
    """An instant that the contract takes. Raises ValueError with the rule it breaks."""
    if not 0 <= at < END:
        raise ValueError("date.range")
    return at


def _offset(text: str) -> int:
    """Milliseconds that an offset is ahead of UTC. Raises ValueError with the rule it breaks."""
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[-2:])
    if minutes > 59 or hours * 60 + minutes > _FURTHEST * 60:
        raise ValueError("date.syntax")
    return (-1 if text[0] == "-" else 1) * (hours * 60 + minutes) * 60_000


def _of_kyiv(local: datetime) -> tuple[int, ...]:
    """Raises ValueError with the rule that is broken."""
    if not 1970 <= local.year < 2100:
        raise ValueError("date.range")
    ahead = _ahead(local.year, local.month, local.day, local.hour)
    if not ahead:
        raise ValueError("date.skipped")
    at = since_epoch(local)
    return tuple(at - one for one in ahead)


@lru_cache(maxsize=100_000)
def _ahead(year: int, month: int, day: int, hour: int) -> tuple[int, ...]:
    """Milliseconds that Kyiv is ahead of UTC in an hour: two numbers where the clocks go through it twice, none where
    they skip it. (They never changed within an hour.)"""
    begins = datetime(year, month, day, hour, tzinfo=KYIV)
    first, then = (begins.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    if first < then:
        return ()
    return tuple(one // timedelta(milliseconds=1) for one in ((first,) if first == then else (first, then)))


def on_day(date: str, time: str) -> str:
    """A date and a time of two cells, as one; a date that was written with midnight is a day."""
    return f"{_MIDNIGHT.sub('', date.strip())} {time.strip()}".strip()


def looks_like_date(text: str) -> bool:
    text = text.strip()
    return bool(
        _ISO.fullmatch(text) or _LOCAL.fullmatch(text) or (_COMPACT.fullmatch(text) and text[:2] in ("19", "20"))
    )


def day_and_month(text: str) -> tuple[int, int] | None:
    """The first two numbers of a date whose order is not said by its form; None where it is."""
    matched = _LOCAL.fullmatch(text.strip())
    return (int(matched.group(1)), int(matched.group(2))) if matched else None


def looks_like_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d \u00a0\u202f]+(?:[.,]\d+)*", text.strip(), re.ASCII))


def whole(text: str, most: int) -> int | None:
    """A whole number up to `most`; None for what is none."""
    if not text.isdecimal() or len(text) > len(str(most)) or int(text) > most:
        return None
    return int(text)


# -- texts: what a file brings keeps to the rules that the contract has for the same field


def _longest(field: str) -> int:
    """How long a text of a reading may be that is handed in."""
    options: Any = NewReading.DESCRIPTOR.fields_by_name[field].GetOptions()
    return int(options.Extensions[validate_pb2.field].string.max_len)


#: Characters of a serial number and of a photo's reference, at most.
SERIAL, PHOTO = _longest("meter_serial_number"), _longest("photo_ref")


def is_line(text: str) -> bool:
    """Whether it is one line of text as the contract means it: no control characters, no space at either end."""
    if text.isprintable():
        return text == text.strip()
    categories = [unicodedata.category(sign)[0] for sign in text]
    return "C" not in categories and "Z" not in (categories[0], categories[-1])
