"""What a rule remembers of one subject: a set of marks within the length of its window. Pure.

Time is cut into slots, twelve to a window. What happens again within a slot is the same mark, from when it was first;
so the marks, and which of them fire, follow from the events and not from their order, and an event that comes twice
changes nothing.
"""

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

#: Slots of a window.
SLOTS = 12
#: Marks of one subject that are remembered: the last ones. No threshold asks for more (server/alerts/rules).
MARKS_MOST = 500

#: Tells a mark apart within its window: the slot and what is counted.
Place = tuple[int, int]


class Mark(NamedTuple):
    """An event as a rule counts it."""

    at: int
    #: What is counted once in a slot: a user, a network, the event itself.
    value: int
    weight: int
    what: str
    #: The user whom it concerned, or 0.
    person: int
    #: What is told of it beside, such as its network.
    said: str


#: Which marks a new one makes fire, and how much was measured.
Fires = Callable[["Window", Place, int], tuple[Iterable[Place], int]]


class Fired(NamedTuple):
    """What a new mark brought: marks that fire now, or earlier than was known; how much was measured."""

    marks: list[tuple[Place, Mark]]
    #: How many of them were not counted before.
    new: int
    measured: int


class Window:
    """The marks of one subject; `span` is the length of the rule's window, milliseconds."""

    __slots__ = ("changed", "fired", "marks", "size", "span")

    def __init__(self, span: int, packed: str = "") -> None:
        self.span = span
        self.size = max(1, span // SLOTS)
        self.marks: dict[Place, Mark] = {}
        self.fired: set[Place] = set()
        self.changed = False
        for *columns, fired in json.loads(packed) if packed else ():
            mark = Mark._make(columns)
            place = self.place(mark)
            self.marks[place] = mark
            if fired:
                self.fired.add(place)

    def packed(self) -> str:
        listed = [(*mark, int(place in self.fired)) for place, mark in sorted(self.marks.items())]
        return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))

    def until(self, late: int) -> int:
        """From when no event can meet what is remembered here."""
        return max((mark.at for mark in self.marks.values()), default=0) + self.span + self.size + late

    def place(self, mark: Mark) -> Place:
        return mark.at // self.size, mark.value

    def add(self, mark: Mark, now: int, late: int, threshold: int, fires: Fires) -> Fired | None:
        """Takes a mark in; what it brings, if anything. `now` is the time of the stream: what is older than it by more
        than `late` is passed over."""
        if mark.at < now - late:
            return None
        self._forget((now - self.span - late) // self.size - 1)
        place = self.place(mark)
        known = self.marks.get(place)
        if known is not None and known.at <= mark.at:
            return None
        self.marks[place] = mark
        self.changed = True
        if known is not None:
            return Fired([(place, mark)], 0, 0) if place in self.fired else None
        found, measured = fires(self, place, threshold)
        fresh = sorted(set(found) - self.fired)
        self.fired.update(fresh)
        fired = Fired([(one, self.marks[one]) for one in fresh], len(fresh), measured) if fresh else None
        self._bound()
        return fired

    def near(self, slot: int) -> list[Place]:
        """Marks that may stand in one window with a slot."""
        return [place for place in self.marks if -SLOTS < place[0] - slot < SLOTS]

    def _forget(self, before: int) -> None:
        for place in [place for place in self.marks if place[0] < before]:
            self._drop(place)

    def _bound(self) -> None:
        if len(self.marks) > MARKS_MOST:
            for place in sorted(self.marks)[:-MARKS_MOST]:
                self._drop(place)

    def _drop(self, place: Place) -> None:
        del self.marks[place]
        self.fired.discard(place)
        self.changed = True


def dense(window: Window, new: Place, threshold: int) -> tuple[Iterable[Place], int]:
    """Marks of every window around the new one in which as much is counted as the threshold says, each value once."""
    near = window.near(new[0])
    if sum(window.marks[place].weight for place in near) < threshold:
        return (), 0
    found: set[Place] = set()
    most = 0
    for first in range(new[0] - SLOTS + 1, new[0] + 1):
        within = [place for place in near if first <= place[0] < first + SLOTS]
        total = sum({place[1]: window.marks[place].weight for place in within}.values())
        if total >= threshold:
            found.update(within)
            most = max(most, total)
    return found, most


def single(window: Window, new: Place, threshold: int) -> tuple[Iterable[Place], int]:
    """Every mark fires by itself; what is measured is its weight."""
    return (new,), window.marks[new].weight


def newcomer(window: Window, new: Place, threshold: int) -> tuple[Iterable[Place], int]:
    """A value that was not there within a window before, while others were; how many values are known then."""
    mark = window.marks[new]
    before = [one for place, one in window.marks.items() if place != new and one.at <= mark.at]
    if not before or any(one.value == mark.value for one in before):
        return (), 0
    return (new,), len({one.value for one in before}) + 1
