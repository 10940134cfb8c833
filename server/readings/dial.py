"""Dials: how a register shows what was used, in one place.

Indexes are micro-units of what the dial shows, multipliers micro-units too, quantities micro-units of the service's
unit. A product of the two has twelve digits behind the point and is rounded once, where an index becomes what it stands
for; a quantity is the difference of two such. So use adds up to the last digit however a time is divided: the use of a
year is the sum of its months', with any multiplier and across turns of the dial.

An index is either as the dial shows it, or *onward*: on one scale with others, as if the dial never began anew.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from server.codec import MICRO


class HasDial(Protocol):
    """Whatever says what its dial is like."""

    @property
    def integer_digits(self) -> int: ...
    @property
    def fraction_digits(self) -> int: ...
    @property
    def multiplier(self) -> int: ...


@dataclass(frozen=True)
class Dial:
    """Digits before and behind the point, and how much of the service's unit one of the dial's own is."""

    integer_digits: int
    fraction_digits: int
    multiplier: int = MICRO

    @classmethod
    def of(cls, register: HasDial) -> "Dial":
        return cls(register.integer_digits, register.fraction_digits, register.multiplier)

    @cached_property
    def step(self) -> int:
        """The smallest difference that it shows."""
        return int(10 ** (6 - self.fraction_digits))

    @cached_property
    def turn(self) -> int:
        """Where it begins anew."""
        return int(10**self.integer_digits) * MICRO

    def fits(self, index: int) -> bool:
        """Whether it can show an index."""
        return index < self.turn and index % self.step == 0

    def down(self, index: int) -> int:
        """The next index below that has no more digits behind the point than it shows."""
        return index // self.step * self.step

    def up(self, index: int) -> int:
        """The next one above."""
        return -self.down(-index)

    def shows(self, onward: int) -> int:
        """What it shows of an onward index."""
        return onward % self.turn

    def turned(self, before: int, after: int, rollover: bool) -> int:
        """What is added to the later of two indexes so that they are on one scale: a turn where the dial fell and is
        known to have begun anew, and nothing else. (A flag on an index that did not fall says nothing.)"""
        return self.turn if rollover and after < before else 0

    def window(self, low: int, high: int) -> tuple[int, int]:
        """What it shows of two onward indexes and what lies between them, less than a turn of it. Where it begins anew
        in between, the second is below the first."""
        return self.shows(low), self.shows(min(high, low + self.turn - self.step))

    def counted(self, index: int) -> int:
        """What an index stands for, rounded half up. A whole turn stands for a whole number, so indexes of different
        turns round alike."""
        return (index * self.multiplier + MICRO // 2) // MICRO

    def quantity(self, before: int, after: int, rollover: bool = False) -> int:
        """Use between two indexes; below zero where the dial went back."""
        return self.counted(after + self.turned(before, after, rollover)) - self.counted(before)

    def units(self, difference: int) -> float:
        """A difference of indexes in the service's unit, for rates and forecasts."""
        return difference * self.multiplier / MICRO / MICRO

    def difference(self, units: float) -> int:
        """And the other way."""
        return round(units * MICRO * MICRO / self.multiplier)
