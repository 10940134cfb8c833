"""The filter line: free text and name:value, such as `Коваль state:blocked` or `вулиця:"Лісова вулиця"`.

Names and values are understood as the contract has them and as the screen writes them, in either language, with a space
or an underscore between words: `стан:на_розгляді` is `state:in_review`.
"""

import shlex
from collections.abc import Collection, Mapping
from functools import cache

from console.i18n import LANGUAGES, catalogue, enum, t
from console.models import Query


class UnknownName(ValueError):
    """A condition that the area does not know."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = sorted(known)


class UnknownValue(ValueError):
    """A value that a condition does not have; all as they were typed, and what there is in the words of the screen."""

    def __init__(self, name: str, value: str, known: Collection[str]) -> None:
        super().__init__(value)
        self.name = name
        self.value = value
        self.known = list(known)


def parse(
    text: str, names: Collection[str], free: str, descending: bool, kinds: Mapping[str, str] | None = None
) -> Query:
    """A query; `free` names the condition that free text means, empty where an area takes none. `kinds` are the kinds
    of values that conditions have, where those are words of the catalogue.

    Raises UnknownName, UnknownValue.
    """
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    conditions: dict[str, str] = {}
    loose = []
    for word in words:
        typed, separator, value = word.partition(":")
        name = _name(typed, names)
        if separator and name in names:
            kind = (kinds or {}).get(name)
            conditions[name] = ",".join(_value(kind, typed, part) for part in value.split(",")) if kind else value
        elif separator and name.isalpha() and name.isascii():
            raise UnknownName(typed, names)
        else:
            loose.append(word)
    if loose:
        if not free:
            raise UnknownName(loose[0], names)
        conditions[free] = " ".join(loose)
    return Query(tuple(conditions.items()), descending)


def text_of(query: Query, free: str, kinds: Mapping[str, str] | None = None) -> str:
    """The filter line of a query, in the language of the screen."""
    parts = []
    for name, value in query.conditions:
        kind = (kinds or {}).get(name)
        shown = ",".join(map(plain, (enum(kind, one.upper()) for one in value.split(",")))) if kind else value
        parts.append(shown if name == free else f"{name_of(name)}:{_quoted(shown)}")
    return " ".join(parts)


def name_of(name: str) -> str:
    """What a condition is called in the language of the screen."""
    return t(f"filter.name.{name}")


def plain(words: str) -> str:
    """Words as one that can be typed without quotation marks."""
    return words.strip().lower().replace("’", "'").replace(" ", "_")


def _name(typed: str, names: Collection[str]) -> str:
    """The condition that a name in any language means; as it is where none is meant."""
    meant = (
        name
        for name in names
        for language in LANGUAGES
        if plain(typed) == plain(catalogue(language)[f"filter.name.{name}"])
    )
    return typed if typed in names else next(meant, typed)


def _value(kind: str, name: str, typed: str) -> str:
    """The value that words in any language mean, or its name in the contract. Raises UnknownValue where none is
    meant."""
    meant = _values(kind)
    if not typed or typed.lower() in meant.values():
        return typed.lower()
    if plain(typed) not in meant:
        known = dict.fromkeys(meant.values())
        raise UnknownValue(name, typed, [plain(enum(kind, one.upper())) for one in known])
    return meant[plain(typed)]


@cache
def _values(kind: str) -> dict[str, str]:
    """Values of a kind by their words."""
    prefix = f"{kind}."
    return {
        plain(words): message.removeprefix(prefix).lower()
        for language in LANGUAGES
        for message, words in catalogue(language).items()
        if message.startswith(prefix)
    }


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
