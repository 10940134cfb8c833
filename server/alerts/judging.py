"""What the rules make of events: pure, but for the windows, which remember."""

from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass
from typing import NamedTuple

from server.alerts.events import Event
from server.alerts.rules.base import Hit, Setting
from server.alerts.windows import Mark, Place, Window

Windows = MutableMapping[str, Window]


class Counted(NamedTuple):
    """An event as one rule counts it."""

    setting: Setting
    hit: Hit
    event: Event

    @property
    def key(self) -> str:
        """Of the window that it falls into."""
        return f"{self.setting.rule.code}:{self.hit.key}"


@dataclass
class Found:
    """What a rule found of one subject, together."""

    #: The last event that brought it.
    counted: Counted
    #: Marks that fire, by which they are told apart.
    marks: dict[Place, Mark]
    #: How many of them were not counted before, and the most that was measured.
    new: int
    measured: int


def counted(at: Callable[[Event], Iterable[Setting]], events: Iterable[Event]) -> list[Counted]:
    """How the events count, by what judges each (`RuleBook.at`). What comes from a network that a rule passes over does
    not."""
    return [
        Counted(setting, hit, event)
        for event in events
        for setting in at(event)
        if not (setting.passed and setting.passes(event.network))
        for hit in setting.rule.hits(event, setting)
    ]


def judge(several: Iterable[Counted], windows: Windows) -> list[Found]:
    """What they bring; windows that are not there are made. They are taken in one by one and looked at together: what
    fires follows from all of them."""
    taken: dict[str, list[Place]] = {}
    last: dict[str, Counted] = {}
    for one in several:
        key = one.key
        window = windows.get(key)
        if window is None:
            window = windows[key] = Window(one.hit.span)
        place = window.take(one.hit.mark, one.event.received_at, one.setting.rule.late)
        if place is not None:
            taken.setdefault(key, []).append(place)
            last[key] = one
        elif window.moved:
            taken.setdefault(key, [])
            last[key] = one
    found = []
    for key, new in taken.items():
        one = last[key]
        fired = windows[key].settle(new, one.hit.threshold, one.hit.fires)
        if fired is not None:
            found.append(Found(one, dict(fired.marks), fired.new, fired.measured))
    return found
