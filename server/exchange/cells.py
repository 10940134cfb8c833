"""What people write into cells: numbers and instants."""

import re
from datetime import UTC, datetime

from server.accounts.windows import KYIV
from server.codec import micro_from_text

#: What stands between thousands.
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'’")
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{3})\d{0,6})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_LOCAL = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?", re.ASCII)


def number(text: str, comma: bool) -> int:
    """Micro-units of an index as it is written, with a decimal comma or a decimal point. Raises ValueError with the
    rule it breaks."""
    plain = text.translate(_SPACES)
    return micro_from_text(plain.replace(".", "").replace(",", ".") if comma else plain.replace(",", ""))


def instant(text: str, day_first: bool) -> int:
    """Milliseconds of a date, with or without a time. A day alone is its first instant; what names no offset is in the
    time of Kyiv. Raises ValueError with the rule it breaks."""
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
    return _milliseconds(local, offset) + int(fraction or 0)


def _milliseconds(local: datetime, offset: str | None) -> int:
    if not 1970 <= local.year < 2100:
        raise ValueError("date.range")
    if offset is not None:
        zone = "+00:00" if offset == "Z" else offset
        stated = datetime.fromisoformat(f"{local.isoformat()}{zone[:3]}:{zone[-2:]}")
    else:
        stated = local.replace(tzinfo=KYIV)
        if stated.astimezone(UTC).astimezone(KYIV).replace(tzinfo=None) != local:
            raise ValueError("date.skipped")
    return max(0, int(stated.timestamp() * 1000))


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
