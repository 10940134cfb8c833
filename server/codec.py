"""Between the contract's types and what the house reckons with: ids, instants, dates, decimals."""

import re
from datetime import UTC, date, datetime

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.decimal_pb2 import Decimal

from server.errors import InvalidField

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
#: Two letters by ten bits: lists are full of ids.
_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]
#: To the digits that int() reads; what is no letter of an id becomes none of them.
_DIGITS = {ord(letter): digit for letter, digit in zip(_ALPHABET, "0123456789abcdefghijklmnopqrstuv", strict=True)}
_TO_DIGITS = {code: _DIGITS.get(code, "!") for code in range(128)}
_ID_LENGTH = 13

MICRO = 1_000_000
#: Milliseconds of a day.
DAY_MS = 86_400_000
INTEGER_DIGITS = 12
FRACTION_DIGITS = 6
_DECIMAL = re.compile(r"([0-9]{1,40})(?:\.([0-9]{0,40}))?", re.ASCII)


def encode_id(number: int | None) -> str:
    """An id as the contract writes it: 13 characters of Crockford's base 32; empty for none."""
    if not number:
        return ""
    return (
        _ALPHABET[number >> 60]
        + _PAIRS[number >> 50 & 1023]
        + _PAIRS[number >> 40 & 1023]
        + _PAIRS[number >> 30 & 1023]
        + _PAIRS[number >> 20 & 1023]
        + _PAIRS[number >> 10 & 1023]
        + _PAIRS[number & 1023]
    )


def decode_id(text: str, field: str = "id") -> int:
    """The number of an id. Raises InvalidField naming the field."""
    try:
        number = int(text.translate(_TO_DIGITS), 32) if len(text) == _ID_LENGTH and text.isascii() else -1
    except ValueError:
        number = -1
    if not 0 <= number < 1 << 63:
        raise InvalidField(field, "string.entity_id", "must be an identifier of 13 characters")
    return number


def optional_id(text: str, field: str = "id") -> int | None:
    """As decode_id; None for the empty text."""
    return decode_id(text, field) if text else None


def timestamp(milliseconds: int | None) -> Timestamp | None:
    if milliseconds is None:
        return None
    return Timestamp(seconds=milliseconds // 1000, nanos=milliseconds % 1000 * 1_000_000)


def milliseconds(instant: Timestamp) -> int:
    return instant.seconds * 1000 + instant.nanos // 1_000_000


def date_message(iso: str | None) -> Date | None:
    if not iso:
        return None
    year, month, day = iso.split("-")
    return Date(year=int(year), month=int(month), day=int(day))


def iso_date(message: Date, field: str) -> str:
    """ISO text of a whole date between 1900 and 2199. Raises InvalidField naming the field."""
    return calendar_date(message, field).isoformat()


def calendar_date(message: Date, field: str) -> date:
    try:
        found = date(message.year, message.month, message.day)
    except ValueError:
        found = date.min
    if not 1900 <= found.year < 2200:
        raise InvalidField(field, "date.valid", "must be a day of the calendar between 1900 and 2199")
    return found


def optional_date(message: Date, present: bool, field: str) -> str | None:
    return iso_date(message, field) if present else None


def utc(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def micro_from_text(text: str) -> int:
    """Micro-units of a decimal text. Raises ValueError with the rule it breaks: `decimal.syntax`,
    `decimal.negative`, `decimal.integer_digits` (12), `decimal.fraction_digits` (6)."""
    matched = _DECIMAL.fullmatch(text)
    if matched is None:
        raise ValueError("decimal.negative" if text.startswith("-") else "decimal.syntax")
    whole, fraction = matched.group(1).lstrip("0"), (matched.group(2) or "").rstrip("0")
    if len(whole) > INTEGER_DIGITS:
        raise ValueError("decimal.integer_digits")
    if len(fraction) > FRACTION_DIGITS:
        raise ValueError("decimal.fraction_digits")
    return int(whole or "0") * MICRO + int(fraction.ljust(FRACTION_DIGITS, "0"))


DECIMAL_RULES = {
    "decimal.syntax": "must be a decimal number such as 123.45",
    "decimal.negative": "must not be negative",
    "decimal.integer_digits": "must have at most 12 digits before the point",
    "decimal.fraction_digits": "must have at most 6 digits after the point",
}


def micro(value: Decimal, field: str) -> int:
    """As micro_from_text, for a message. Raises InvalidField naming the field and the rule."""
    try:
        return micro_from_text(value.value)
    except ValueError as error:
        rule = str(error)
        raise InvalidField(field, rule, DECIMAL_RULES[rule]) from None


def micro_text(value: int) -> str:
    """The shortest decimal text of micro-units, such as 20 or -0.5."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    whole, fraction = divmod(value, MICRO)
    return f"{sign}{whole}.{fraction:06d}".rstrip("0") if fraction else f"{sign}{whole}"


def decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value=micro_text(value))


def bits(numbers: "list[int] | tuple[int, ...]") -> int:
    """A set of small numbers as one integer: bit n for number n."""
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def from_bits(mask: int) -> list[int]:
    return [number for number in range(mask.bit_length()) if mask >> number & 1]
