"""What a rule remembers of one subject: a set of marks within the length of its window. Pure.

Time is cut into slots, twelve to a window. What happens again within a slot is the same mark, from when it was first;
so the marks, and which of them fire, follow from the events and not from their order, and an event that comes twice
changes nothing.
"""

import json
from collections.abc import Callable, Iterable, Sequence
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


#: Which marks new ones make fire, against a threshold, and how much was measured.
Fires = Callable[["Window", Sequence[Place], int], tuple[Iterable[Place], int]]


class Fired(NamedTuple):
    """What new marks brought: marks that fire now, or earlier than was known; how much was measured."""

    marks: list[tuple[Place, Mark]]
    #: How many of them were not counted before.
    new: int
    measured: int


class Window:
    """The marks of one subject; `span` is the length of the rule's window, milliseconds."""

    __slots__ = ("changed", "count", "fired", "moved", "oldest", "size", "slots", "span", "weight")

    def __init__(self, span: int, packed: str = "") -> None:
        self.span = span
        self.size = max(1, span // SLOTS)
        #: By slot and value.
        self.slots: dict[int, dict[int, Mark]] = {}
        #: How many they are, what they weigh together, and their first slot at the earliest.
        self.count = self.weight = self.oldest = 0
        self.fired: frozenset[Place] = frozenset()
        #: Marks that had fired, and happened earlier than was known.
        self.moved: tuple[Place, ...] = ()
        self.changed = False
        for *columns, fired in json.loads(packed) if packed else ():
            place = self._put(Mark._make(columns))
            if fired:
                self.fired |= {place}

    def _put(self, mark: Mark) -> Place:
        """A mark whose place is free."""
        slot = mark.at // self.size
        if not self.count or slot < self.oldest:
            self.oldest = slot
        self.slots.setdefault(slot, {})[mark.value] = mark
        self.count += 1
        self.weight += mark.weight
        return slot, mark.value

    def packed(self) -> str:
        listed = [(*self.mark(place), int(place in self.fired)) for place in sorted(self.places())]
        return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))

    def places(self) -> list[Place]:
        return [(slot, value) for slot, marks in self.slots.items() for value in marks]

    def mark(self, place: Place) -> Mark:
        return self.slots[place[0]][place[1]]

    def until(self, late: int) -> int:
        """From when no event can meet what is remembered here."""
        return (max(self.slots, default=0) + 2) * self.size + self.span + late

    def take(self, mark: Mark, now: int, late: int) -> Place | None:
        """Takes a mark in; its place, where there was none before. `now` is the time of the stream: what is older than
        it by more than `late` is passed over."""
        if mark.at < now - late:
            return None
        before = (now - self.span - late) // self.size - 1
        if self.count and self.oldest < before:
            self._forget(before)
        slot = mark.at // self.size
        marks = self.slots.get(slot)
        known = marks.get(mark.value) if marks else None
        if known is None:
            self.changed = True
            return self._put(mark)
        if marks is not None and mark.at < known.at:
            marks[mark.value] = mark
            self.changed = True
            if (slot, mark.value) in self.fired:
                self.moved = (*self.moved, (slot, mark.value))
        return None

    def settle(self, new: Sequence[Place], threshold: int, fires: Fires) -> Fired | None:
        """What the marks bring that were taken in since the last time, `new` those that were not there before."""
        if not self.moved and fires is dense and self.weight < threshold:
            return None  # as nearly always
        there = [place for place in new if place[1] in self.slots.get(place[0], ())]
        found, measured = fires(self, there, threshold) if there else ((), 0)
        fresh = sorted(set(found) - self.fired)
        self.fired = self.fired.union(fresh)
        moved, self.moved = self.moved, ()
        marks = [(place, self.mark(place)) for place in (*moved, *fresh)]
        if self.count > MARKS_MOST:
            self._drop(sorted(self.places())[:-MARKS_MOST])
        return Fired(marks, len(fresh), measured) if marks else None

    def near(self, slot: int) -> list[Place]:
        """Marks that may stand in one window with a slot."""
        return [
            (other, value) for other, marks in self.slots.items() if -SLOTS < other - slot < SLOTS for value in marks
        ]

    def _forget(self, before: int) -> None:
        for slot in [slot for slot in self.slots if slot < before]:
            self._drop([(slot, value) for value in self.slots[slot]])

    def _drop(self, places: Sequence[Place]) -> None:
        for slot, value in places:
            self.weight -= self.slots[slot].pop(value).weight
            if not self.slots[slot]:
                del self.slots[slot]
        self.count -= len(places)
        self.oldest = min(self.slots, default=0)
        self.fired = self.fired.difference(places)
        self.moved = tuple(place for place in self.moved if place not in places)
        self.changed = True


def dense(window: Window, new: Sequence[Place], threshold: int) -> tuple[Iterable[Place], int]:
    """Marks of every window around the new ones in which as much is counted as the threshold says, each value once."""
    begin, end = min(new)[0] - SLOTS, max(new)[0] + SLOTS
    slots = sorted(slot for slot in window.slots if begin < slot < end)
    counts: dict[int, int] = {}
    found: set[int] = set()
    total = most = first = 0
    for last, slot in enumerate(slots):
        for value, mark in window.slots[slot].items():
            seen = counts.get(value, 0)
            counts[value] = seen + 1
            total += 0 if seen else mark.weight
        while slot - slots[first] >= SLOTS:
            for value, mark in window.slots[slots[first]].items():
                counts[value] -= 1
                total -= 0 if counts[value] else mark.weight
            first += 1
        if total >= threshold:
            found.update(slots[first : last + 1])
            most = max(most, total)
    return [(slot, value) for slot in found for value in window.slots[slot]], most


def single(window: Window, new: Sequence[Place], threshold: int) -> tuple[Iterable[Place], int]:
    """Every mark fires by itself; what is measured is the largest weight."""
    return new, max(window.mark(place).weight for place in new)


def newcomer(window: Window, new: Sequence[Place], threshold: int) -> tuple[Iterable[Place], int]:
    """Values that were not there within a window before, while others were; how many values are known then."""
    marks = [window.mark(place) for place in window.places()]
    found, most = [], 0
    for place in new:
        mark = window.mark(place)
        before = {one.value for one in marks if one is not mark and one.at <= mark.at}
        if before and mark.value not in before:
            found.append(place)
            most = max(most, len(before) + 1)
    return found, most
