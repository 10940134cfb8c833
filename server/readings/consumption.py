"""Consumption: derived from accepted readings, never kept. It runs through the exchange of a meter."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from server.readings.dial import Dial
from storage.models.accounts import Meter, Register
from storage.repositories.histories import Taken
from storage.repositories.scope import Sight


class Interval(NamedTuple):
    """Consumption between two accepted readings, one after another, of one register."""

    register: Register
    meter: Meter
    start: Taken
    end: Taken
    #: Micro-units of the service's unit.
    quantity: int

    @property
    def rollover(self) -> bool:
        return self.end.value < self.start.value


def intervals(
    registers: Sequence[tuple[Register, Meter]], accepted: Iterable[Taken], begin: int, before: int
) -> list[Interval]:
    """Intervals that end in [begin, before), oldest first. `accepted` is ordered by register and instant."""
    known = {register.id: (register, meter) for register, meter in registers}
    made = []
    previous: Taken | None = None
    for reading in accepted:
        if previous is not None and previous.register_id == reading.register_id and begin <= reading.read_at < before:
            register, meter = known[reading.register_id]
            used = Dial.of(register).quantity(previous.value, reading.value, reading.rollover)
            made.append(Interval(register, meter, previous, reading, used))
        previous = reading
    return sorted(made, key=lambda interval: (interval.end.read_at, interval.register.id))


def seen_intervals(
    registers: Sequence[tuple[Register, Meter]],
    accepted: Iterable[Taken],
    seen: Mapping[int, Sequence[Sight]],
    begin: int,
    before: int,
) -> list[Interval]:
    """The same of what somebody may know of, by the times in which they may know of each register: an interval never
    reaches over a time that is hidden from them."""
    parts: dict[int, list[Taken]] = {}
    for reading in accepted:
        for place, sight in enumerate(seen[reading.register_id]):
            if sight.covers(reading.read_at):
                parts.setdefault(place, []).append(reading)
    found = [one for part in parts.values() for one in intervals(registers, part, begin, before)]
    return sorted(found, key=lambda interval: (interval.end.read_at, interval.register.id))


def totals(found: Iterable[Interval]) -> dict[tuple[int, int], int]:
    """The sum of the intervals by commodity and tier, micro-units. What was given back to the network counts
    on its own registers and is not taken off here."""
    sums: dict[tuple[int, int], int] = {}
    for interval in found:
        key = (interval.meter.commodity, interval.register.tier)
        sums[key] = sums.get(key, 0) + interval.quantity
    return sums
