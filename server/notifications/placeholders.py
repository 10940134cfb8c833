"""Placeholders: `{name}` or `{name:kind}` in a text, each replaced by a value and nothing else.

A kind says what a value must look like, and lets one value be written as each language writes it: a date of a campaign
is stated once and read by everybody.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from smartregion.v1.common_pb2 import Language

from server import words
from server.errors import InvalidField
from server.words import UKRAINIAN
from storage.days import KYIV

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]{0,63})(?::([a-z]{1,16}))?\}")
#: What would break a line, hide or turn text around: controls, formats, surrogates, what is of nobody, separators of
#: lines; letters that are drawn as nothing; and more marks over one letter than any language puts there.
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_MARKS = 3
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONEY = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,2})?")


class Kind(Enum):
    """What the value of a placeholder is; the value is the word in the text."""

    #: One line, as it stands.
    TEXT = "text"
    #: Such as 12.5 or 12,5.
    NUMBER = "number"
    #: Hryvnias: at most two digits after the point or comma.
    MONEY = "money"
    #: A day, such as 2026-11-25.
    DATE = "date"
    #: An instant with its offset, such as 2026-11-25T14:00:00+02:00; it is shown as the clocks of Kyiv show it.
    INSTANT = "instant"


def names_in(text: str, field: str) -> dict[str, Kind]:
    """The placeholders by name, in order. Raises InvalidField where a brace belongs to none, a kind is unknown, or a
    name has two kinds."""
    found: dict[str, Kind] = {}
    for name, word in _PLACEHOLDER.findall(text):
        try:
            kind = Kind(word or "text")
        except ValueError:
            kinds = ", ".join(one.value for one in Kind)
            raise InvalidField(field, "template.kind", f"{{{name}:{word}}} must be one of {kinds}") from None
        if found.setdefault(name, kind) is not kind:
            raise InvalidField(field, "template.one_kind", f"{{{name}}} has two kinds")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        raise InvalidField(field, "template.braces", "a brace may only enclose a placeholder such as {name}")
    return found


def check_values(names: Mapping[str, Kind], values: Mapping[str, str], field: str = "values") -> None:
    """Raises InvalidField where a value is missing, is one too many, is no line, or is not of its kind."""
    for name in names:
        if name not in values:
            raise InvalidField(f"{field}.{name}", "template.value_missing", "the text needs a value for it")
    for name, value in values.items():
        if name not in names:
            raise InvalidField(f"{field}.{name[:64]}", "template.value_unknown", "the text has no such placeholder")
        if _odd(value):
            raise InvalidField(f"{field}.{name}", "template.value_line", "must be one line without control characters")
        try:
            written(names[name], value, UKRAINIAN)
        except ValueError:
            raise InvalidField(f"{field}.{name}", "template.value_kind", _MUST_BE[names[name]]) from None


def tamed(value: str) -> str:
    """A value of our own records on one line: it must not keep a message back."""
    return " ".join("".join(" " if hidden(letter) else letter for letter in value).split()) if _odd(value) else value


def blank(text: str) -> bool:
    """Whether there is nothing to read in a text."""
    return all(hidden(letter) or letter.isspace() for letter in text)


def hidden(letter: str) -> bool:
    """Whether a letter breaks a line, turns text around or is not seen."""
    return unicodedata.category(letter) in _HIDDEN or letter in _BLANK


def _joins(value: str, place: int) -> bool:
    """Whether a joiner makes one picture of two, as in a family of emoji."""
    if value[place] != "\u200d" or not 0 < place < len(value) - 1:
        return False
    before, after = (unicodedata.category(value[at]) for at in (place - 1, place + 1))
    return before in ("So", "Sk", "Mn") and after == "So"


def _odd(value: str) -> bool:
    if value.isascii():
        return not value.isprintable()
    marks = 0
    for place, letter in enumerate(value):
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks > _MARKS or (hidden(letter) and not _joins(value, place)):
            return True
    return False


def fill(text: str, values: Mapping[str, str], language: Language = UKRAINIAN) -> str:
    """The text with its values; what a value looks like is never read again. Raises ValueError where one is not of its
    kind."""
    return _PLACEHOLDER.sub(
        lambda found: written(Kind(found.group(2) or "text"), values[found.group(1)], language), text
    )


def written(kind: Kind, value: str, language: Language) -> str:
    """A value as a language writes it. Raises ValueError where it is not of the kind."""
    return value if kind is Kind.TEXT else _WRITTEN[kind](value, language)


def stated(milliseconds: int) -> str:
    """An instant as a value, in the time of Kyiv."""
    return datetime.fromtimestamp(milliseconds // 1000, KYIV).isoformat()


def _number(value: str, language: Language) -> str:
    if not _NUMBER.fullmatch(value):
        raise ValueError(value)
    return words.number(value, language)


def _money(value: str, language: Language) -> str:
    if not _MONEY.fullmatch(value):
        raise ValueError(value)
    return words.number(f"{Decimal(value.replace(',', '.')):.2f}", language)


def _date(value: str, language: Language) -> str:
    if not _DAY.fullmatch(value):  # Python reads weeks as well: 2026-W48-3
        raise ValueError(value)
    return words.day(date.fromisoformat(value), language)


def _instant(value: str, language: Language) -> str:
    if not _DAY.match(value):
        raise ValueError(value)
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError(value)
    try:
        here = found.astimezone(KYIV)
    except OverflowError:
        raise ValueError(value) from None
    return words.clock(here, language)


_WRITTEN: dict[Kind, Callable[[str, Language], str]] = {
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
}
_MUST_BE = {
    Kind.TEXT: "must be text",
    Kind.NUMBER: "must be a number such as 12.5",
    Kind.MONEY: "must be an amount such as 1234.50",
    Kind.DATE: "must be a day such as 2026-11-25",
    Kind.INSTANT: "must be an instant with its offset, such as 2026-11-25T14:00:00+02:00",
}
