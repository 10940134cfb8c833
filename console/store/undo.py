"""What was decided a moment ago and can be taken back, the last first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

#: As long as the server takes a review back; where several were decided in one go, behind the last that was decided or
#: taken back.
UNDO_SECONDS = 30.0
#: Decisions that are kept: more than anybody makes in that time by hand.
MOST = 100


class Was(NamedTuple):
    """A reading as it was before somebody decided about it."""

    id: str
    name: str
    state: str
    usage_point_id: str


@dataclass
class Decided:
    """One decision: what it was, the readings that it was about, by id, and until when it can be taken back."""

    what: str
    rows: dict[str, Was]
    until: float

    def taken_back(self, now: float) -> None:
        """One of its readings was: the others can be for a while from now on."""
        self.until = now + UNDO_SECONDS


@dataclass
class Undo:
    """A stack. Instants are seconds of a clock that never goes back."""

    _made: list[Decided] = field(default_factory=list)
    #: Whether anything was ever decided: that it is too late is another thing than that there is nothing.
    any: bool = False

    def push(self, what: str, rows: Iterable[Was], now: float) -> None:
        self._made = [*self._made, Decided(what, {one.id: one for one in rows}, now + UNDO_SECONDS)][-MOST:]
        self.any = True

    def last(self, now: float) -> Decided | None:
        """The last decision of which something can still be taken back; it stays until nothing of it is left."""
        self._made = [one for one in self._made if one.rows and one.until > now]
        return self._made[-1] if self._made else None
