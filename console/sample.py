"""Placeholders of a text that is being written, and values to try them with. Pure.

A placeholder is {name} or {name:kind}; values are typed on one line: `street=Лісова; sum=120.50`.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime

from console import formats
from console.formats import KYIV

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z]+))?\}")


def placeholders(*texts: str) -> dict[str, str]:
    """Names with their kinds as they are written, in the order in which they first stand; text where none is said."""
    found: dict[str, str] = {}
    for text in texts:
        for name, kind in _PLACEHOLDER.findall(text):
            found.setdefault(name, kind or "text")
    return found


def example(name: str, kind: str, now: datetime) -> str:
    """A value of a kind, as the contract writes it; of a text its name, so that one sees what stands where."""
    local = now.astimezone(KYIV).replace(second=0, microsecond=0)
    values = {"number": "12.5", "money": "1234.50", "date": local.date().isoformat(), "instant": local.isoformat()}
    return values.get(kind, f"[{name}]")


def stated(kind: str, typed: str) -> str:
    """A value as the contract writes it, of what an operator typed; as it is, where that is none of the kind."""
    try:
        if kind == "date":
            return formats.parse_day(typed).isoformat()
        if kind == "instant":
            return formats.parse_instant(typed).astimezone(KYIV).isoformat()
        if kind == "money":
            whole, rest = divmod(abs(kopecks := formats.parse_money(typed)), 100)
            return f"{'-' if kopecks < 0 else ''}{whole}.{rest:02}"
    except ValueError:
        return typed
    return formats.plain_decimal(typed) if kind == "number" else typed


def shown(kind: str, value: str) -> str:
    """A value of the contract as operators write it."""
    try:
        if kind == "date":
            return formats.day(date.fromisoformat(value))
        if kind == "instant":
            return formats.instant(datetime.fromisoformat(value))
    except ValueError:
        return value
    return formats.decimal(value) if kind in ("number", "money") else value


def filled(kinds: Mapping[str, str], typed: Mapping[str, str], now: datetime) -> dict[str, str]:
    """A value for every placeholder: the one that was typed, else an example."""
    return {
        name: stated(kind, typed[name]) if typed.get(name) else example(name, kind, now) for name, kind in kinds.items()
    }


def parse(line: str) -> dict[str, str]:
    """Values by name; what is not name=value is passed over: it is still being typed."""
    pairs = (part.partition("=") for part in line.split(";"))
    return {name.strip(): value.strip() for name, sign, value in pairs if sign and name.strip() and value.strip()}


def text_of(values: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in values.items())
