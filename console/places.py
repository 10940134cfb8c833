"""Where works are done, as one line that is typed and read:
`Світлоріченськ, вул. Садова, 1–12, непарні; Світлоріченськ, Лугова`.

A place is city, street, and the building or the range of buildings, with the side of the street last; places are parted
by semicolons. A usage point is written by its id behind a `#`. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Between the first and the last building; what is typed may be any dash, with a hyphen between two numbers.
DASH = "–"
_RANGE = re.compile(r"\s*[–—−…]\s*|\s*\.\.+\s*|\s+-\s+|(?<=[0-9])-(?=[0-9])")
_SIDES = {"ODD": ("непарні", "odd"), "EVEN": ("парні", "even")}
_BY_WORD = {word: side for side, words in _SIDES.items() for word in words}


@dataclass(frozen=True)
class Place:
    """A usage point, or a street, or some buildings of it."""

    city: str = ""
    street: str = ""
    first: str = ""
    last: str = ""
    #: ODD or EVEN; empty for both sides.
    parity: str = ""
    point_id: str = ""


class NotAPlace(ValueError):
    """What was typed names no street, or says more than a place has."""


def text_of(places: Sequence[Place], language: str) -> str:
    return "; ".join(_text(one, language) for one in places)


def _text(one: Place, language: str) -> str:
    if one.point_id:
        return f"#{one.point_id}"
    parts = [one.city, one.street]
    if one.first:
        parts.append(f"{one.first}{DASH}{one.last}" if one.last else one.first)
    if one.parity:
        parts.append(_SIDES[one.parity][language != "uk"])
    return ", ".join(parts)


def short(one: Place, language: str) -> str:
    """A place without its city."""
    text = _text(one, language)
    return text if one.point_id else text.removeprefix(f"{one.city}, ")


def parse(text: str) -> tuple[Place, ...]:
    """Places as they were typed. Raises NotAPlace with what is not one."""
    return tuple(_place(part.strip()) for part in text.split(";") if part.strip())


def _place(text: str) -> Place:
    if text.startswith("#") and text[1:].strip():
        return Place(point_id=text[1:].strip())
    parts = [part.strip() for part in text.split(",")]
    side = _BY_WORD.get(parts[-1].lower(), "")
    if side:
        parts.pop()
    if len(parts) not in (2, 3) or not all(parts):
        raise NotAPlace(text)
    first, last = _buildings(parts[2]) if len(parts) == 3 else ("", "")
    return Place(parts[0], parts[1], first, last, side)


def _buildings(text: str) -> tuple[str, str]:
    found = [part.strip() for part in _RANGE.split(text)]
    if len(found) > 2 or not all(found):
        raise NotAPlace(text)
    return found[0], found[1] if len(found) == 2 else ""
