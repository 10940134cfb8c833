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


def counted(at: Callable[[int], Iterable[Setting]], events: Iterable[Event]) -> list[Counted]:
    """How the events count, by what judges an event of an instant (`RuleBook.at`). What comes from a network that a
    rule passes over does not."""
    return [
        Counted(setting, hit, event)
        for event in events
        for setting in at(event.at)
        if not setting.passes(event.network)
        for hit in setting.rule.hits(event, setting)
    ]


def judge(several: Iterable[Counted], windows: Windows) -> list[Found]:
    """What they bring; windows that are not there are made."""
    found: dict[str, Found] = {}
    for one in several:
        setting, hit, event = one
        key = one.key
        window = windows.get(key)
        if window is None:
            window = windows[key] = Window(hit.span)
        fired = window.add(hit.mark, event.received_at, setting.rule.late, hit.threshold, hit.fires)
        if fired is None:
            continue
        before = found.get(key)
        if before is None:
            found[key] = Found(one, dict(fired.marks), fired.new, fired.measured)
        else:
            before.counted = one
            before.marks.update(fired.marks)
            before.new += fired.new
            before.measured = max(before.measured, fired.measured)
    return list(found.values())
