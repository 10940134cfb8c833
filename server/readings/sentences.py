"""What the rules found, said to people: numbers, spans of time and units as each language writes them."""

from collections.abc import Mapping
from datetime import date

from smartregion.v1.common_pb2 import Language

from server import words
from server.readings.rules import BY_CODE
from server.units import UNITS
from server.words import ENGLISH, UKRAINIAN

_MINUTES, _HOURS, _DAYS = ("хв", "min"), ("год", "h"), ("дн.", "days")


def sentences(code: str, numbers: Mapping[str, str], commodity: int) -> tuple[str, str]:
    """The finding of a rule in Ukrainian and in English; empty for a code that is no rule's."""
    rule = BY_CODE.get(code)
    if rule is None:
        return "", ""
    return said(rule.uk, numbers, commodity, UKRAINIAN), said(rule.en, numbers, commodity, ENGLISH)


def said(template: str, numbers: Mapping[str, str], commodity: int, language: Language) -> str:
    """A template with its numbers (`words.Number`) in place. `hours` becomes a span of time, `day` (ISO) a day."""
    written: dict[str, str] = {name: words.Number(words.number(text, language)) for name, text in numbers.items()}
    if "hours" in numbers:
        written["hours"] = span(float(numbers["hours"]), language)
    if "day" in numbers:
        written["day"] = words.day(date.fromisoformat(numbers["day"]), language)
    unit = words.pick(UNITS[commodity], language) if commodity in UNITS else ""
    return template.format_map({"unit": unit, **written})


def span(hours: float, language: Language) -> str:
    """A span of time in the unit that suits it."""
    if hours < 1:
        amount, unit = hours * 60, _MINUTES
    elif hours < 48:
        amount, unit = hours, _HOURS
    else:
        amount, unit = hours / 24, _DAYS
    return f"{amount:.0f} {words.pick(unit, language)}"
