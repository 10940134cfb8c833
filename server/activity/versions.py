"""Versions of the app, in their order."""

import re

_NUMBERS = re.compile(r"[0-9]{1,9}", re.ASCII)
_SUFFIX = re.compile(r"[-+ ]")


def order(version: str) -> tuple[tuple[int, ...], bool]:
    """What versions are ordered by: their numbers, 4.10 behind 4.9; a preview (4.10-beta) before its release."""
    numbers = [int(number) for number in _NUMBERS.findall(_SUFFIX.split(version, maxsplit=1)[0])]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers), "-" not in version


def behind(version: str, other: str) -> bool:
    """Whether a version comes after another."""
    return order(version) > order(other)
