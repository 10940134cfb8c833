"""Values as they are typed on a command line, for fields as the contract has them."""

import re
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from google.protobuf import json_format, message_factory
from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.decimal_pb2 import Decimal as Number
from google.type.money_pb2 import Money

from console import formats
from console.client.convert_delivery import money
from console.client.listing import stamp
from console.clock import SystemClock

_INTEGERS = {FieldDescriptor.CPPTYPE_INT32: 31, FieldDescriptor.CPPTYPE_INT64: 63, FieldDescriptor.CPPTYPE_UINT32: 32}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1, "вчора": -1, "сьогодні": 0, "завтра": 1}


def parse(field: FieldDescriptor, text: str) -> Any:
    """What a text is to a field: a message, a number, bytes; of an enum a list of numbers, as commas separate them.
    Raises ValueError."""
    if field.message_type is not None:
        return _MESSAGES.get(field.message_type.full_name, _json(field))(text)
    if field.enum_type is not None:
        return [_enum(field.enum_type, one) for one in text.split(",")]
    if field.type == FieldDescriptor.TYPE_BYTES:
        return _bytes(text)
    if field.cpp_type in _INTEGERS:
        return _integer(text, _INTEGERS[field.cpp_type])
    if field.cpp_type == FieldDescriptor.CPPTYPE_DOUBLE:
        return float(formats.plain_decimal(text))
    return text


def is_value(field: FieldDescriptor) -> bool:
    """Whether a field is typed as one word, though it is a message."""
    return field.message_type is None or field.message_type.full_name in _MESSAGES


def names(enum: EnumDescriptor) -> Mapping[str, int]:
    """Values of an enum by short names such as in-review."""
    prefix = enum.values[0].name.removesuffix("UNSPECIFIED")
    return {one.name.removeprefix(prefix).lower().replace("_", "-"): one.number for one in enum.values if one.number}


def example(field: FieldDescriptor) -> str:
    """How a value is written."""
    if field.message_type is not None:
        return _EXAMPLES.get(field.message_type.name, "JSON")
    if field.enum_type is not None:
        return "|".join(names(field.enum_type))
    if field.type == FieldDescriptor.TYPE_BYTES:
        return "@FILE"
    return "N" if field.cpp_type in (*_INTEGERS, FieldDescriptor.CPPTYPE_DOUBLE) else "TEXT"


def _enum(enum: EnumDescriptor, text: str) -> int:
    known = names(enum)
    found = known.get(text.strip().lower().replace("_", "-"))
    if found is None:
        raise ValueError(f"{text!r}: {', '.join(known)}")
    return found


def _integer(text: str, bits: int) -> int:
    value = int(text)
    if not -(2**bits) <= value < 2**bits:
        raise ValueError(text)
    return value


def _bytes(text: str) -> bytes:
    """What is in a file: @FILE, or @- for what is handed in."""
    if text == "@-":
        return sys.stdin.buffer.read()
    if not text.startswith("@"):
        raise ValueError("@FILE")
    try:
        return Path(text[1:]).expanduser().read_bytes()
    except OSError as error:
        raise ValueError(f"{text[1:]}: {error.strerror}") from None


def _day(text: str) -> date:
    if text.lower() in _DAYS:
        return SystemClock().now().astimezone(formats.KYIV).date() + timedelta(days=_DAYS[text.lower()])
    return formats.parse_day(text)


def _date(text: str) -> Date:
    day = _day(text)
    return Date(year=day.year, month=day.month, day=day.day)


def _instant(text: str) -> Timestamp:
    """ISO 8601, or a day with or without its hour; what names no offset is of Kyiv, a day alone its beginning."""
    try:
        return stamp(datetime.combine(_day(text), time(), formats.KYIV).astimezone(UTC))
    except ValueError:
        pass
    try:
        return stamp(formats.parse_instant(text))
    except ValueError:
        at = datetime.fromisoformat(text)
        return stamp((at if at.tzinfo else at.replace(tzinfo=formats.KYIV)).astimezone(UTC))


def _decimal(text: str) -> Number:
    plain = formats.plain_decimal(text)
    try:
        finite = Decimal(plain).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        raise ValueError(text)
    return Number(value=plain)


def _money(text: str) -> Money:
    return money(formats.parse_money(text))


def _duration(text: str) -> Duration:
    """Seconds, minutes, hours or days: 90s, 15m, 2h, 1d."""
    found = re.fullmatch("([0-9]{1,9})([smhd])", text)
    if found is None:
        raise ValueError(text)
    made = Duration()
    made.FromSeconds(int(found[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86_400}[found[2]])
    return made


def _json(field: FieldDescriptor) -> Callable[[str], Any]:
    kind: Any = field.message_type

    def parsed(text: str) -> Any:
        made = message_factory.GetMessageClass(kind)()
        try:
            return json_format.Parse(text, made)
        except json_format.ParseError as error:
            raise ValueError(str(error)) from None

    return parsed


_MESSAGES: Mapping[str, Callable[[str], Any]] = {
    "google.protobuf.Timestamp": _instant,
    "google.protobuf.Duration": _duration,
    "google.type.Date": _date,
    "google.type.Decimal": _decimal,
    "google.type.Money": _money,
}
_EXAMPLES = {
    "Timestamp": "2026-11-23T14:05",
    "Duration": "15m",
    "Date": "23.11.2026",
    "Decimal": "1234,5",
    "Money": "1234,50",
}
