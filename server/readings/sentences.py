"""What the rules found, said to people: numbers, spans of time and units as each language writes them."""

from collections.abc import Mapping

from server.readings.rules import BY_CODE
from server.units import UNITS

_MINUTES, _HOURS, _DAYS = ("хв", "min"), ("год", "h"), ("дн.", "days")


def sentences(code: str, numbers: Mapping[str, str], commodity: int) -> tuple[str, str]:
    """The finding of a rule in Ukrainian and in English; empty for a code that is no rule's."""
    rule = BY_CODE.get(code)
    if rule is None:
        return "", ""
    return said(rule.uk, numbers, commodity, 0), said(rule.en, numbers, commodity, 1)


def said(template: str, numbers: Mapping[str, str], commodity: int, language: int) -> str:
    """A template with its numbers in place; language 0 is Ukrainian, 1 English. `hours` becomes a span of time."""
    words = {name: number(text, language) for name, text in numbers.items()}
    if "hours" in numbers:
        words["hours"] = span(float(numbers["hours"]), language)
    if "day" in numbers:
        words["day"] = day(numbers["day"], language)
    unit = UNITS[commodity][language] if commodity in UNITS else ""
    return template.format_map({"unit": unit, **words})


def number(text: str, language: int) -> str:
    return text.replace(".", ",") if language == 0 else text


def day(iso: str, language: int) -> str:
    """A day from its ISO form."""
    year, month, date = iso.split("-")
    return f"{date}.{month}.{year}" if language == 0 else iso


def span(hours: float, language: int) -> str:
    """A span of time in the unit that suits it."""
    if hours < 1:
        amount, unit = hours * 60, _MINUTES
    elif hours < 48:
        amount, unit = hours, _HOURS
    else:
        amount, unit = hours / 24, _DAYS
    return f"{amount:.0f} {unit[language]}"
