"""The filter line: free text and name:value, such as `Коваль state:blocked` or `street:"Лісова вулиця"`."""

import shlex
from collections.abc import Collection

from console.models import Query


class UnknownName(ValueError):
    """A condition that the area does not know."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = sorted(known)


def parse(text: str, names: Collection[str], free: str, descending: bool) -> Query:
    """A query; `free` names the condition that free text means, empty where an area takes none.

    Raises UnknownName.
    """
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    conditions: dict[str, str] = {}
    loose = []
    for word in words:
        name, separator, value = word.partition(":")
        if separator and name in names:
            conditions[name] = value
        elif separator and name.isalpha() and name.isascii():
            raise UnknownName(name, names)
        else:
            loose.append(word)
    if loose:
        if not free:
            raise UnknownName(loose[0], names)
        conditions[free] = " ".join(loose)
    return Query(tuple(conditions.items()), descending)


def text_of(query: Query, free: str) -> str:
    """The filter line of a query."""
    parts = [value if name == free else f"{name}:{_quoted(value)}" for name, value in query.conditions]
    return " ".join(parts)


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
