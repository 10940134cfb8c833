"""Text for people: a module for each area, with its Ukrainian and its English side by side.

A module that is put here is read: there is no list of them.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules


def gathered(code: str) -> Mapping[str, str]:
    """Messages of a language, "uk" or "en", by id. Raises ValueError for an id that two modules give."""
    texts: dict[str, str] = {}
    for module in sorted(one.name for one in iter_modules(__path__)):
        own: dict[str, str] = getattr(import_module(f"{__name__}.{module}"), code.upper())
        twice = texts.keys() & own.keys()
        if twice:
            raise ValueError(f"texts.{module} gives again: {', '.join(sorted(twice))}")
        texts |= own
    return texts
