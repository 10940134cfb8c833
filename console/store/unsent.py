"""What was typed into forms and has not come through: who was refused, or left by Escape, finds it there again."""

from collections.abc import Mapping
from typing import NamedTuple


class Place(NamedTuple):
    """Where it was typed: for which action on which row, into a form that asks for what, which of several alike."""

    action: str
    row: str
    asks: tuple[str, ...]
    step: int | None


class Unsent:
    """It is kept until the action that asked for it comes to its end, or the operator signs out."""

    def __init__(self) -> None:
        self._kept: dict[Place, Mapping[str, str]] = {}
        self._action = self._row = ""
        #: Whether the form that was asked last was left.
        self._left = False

    def begin(self, action: str, row: str) -> None:
        """An action begins that may ask."""
        self._action, self._row, self._left = action, row, False

    def of(self, asks: tuple[str, ...], step: int | None) -> Mapping[str, str]:
        """What was typed there before, by field."""
        return self._kept.get(self._place(asks, step), {})

    def keep(self, asks: tuple[str, ...], step: int | None, written: Mapping[str, str], *, left: bool) -> None:
        self._left = left
        place = self._place(asks, step)
        self._kept.pop(place, None)
        if written:
            self._kept[place] = written

    def done(self) -> None:
        """The action came to its end; what was typed came through, unless its last form was left."""
        if not self._left:
            self._kept = {
                place: written
                for place, written in self._kept.items()
                if (place.action, place.row) != (self._action, self._row)
            }

    def _place(self, asks: tuple[str, ...], step: int | None) -> Place:
        return Place(self._action, self._row, asks, step)
