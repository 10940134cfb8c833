"""Arithmetic of dials: turns, multipliers and use, in one place.

Indexes are micro-units of what the dial shows, multipliers micro-units too, use is micro-units of the service's unit.
A product of the two has twelve digits behind the point and is rounded once, where an index becomes what it stands for;
use is the difference of two such. So use adds up to the last digit however a time is divided: the use of a year is the
sum of its months', with any multiplier and across turns of the dial.
"""

from server.codec import MICRO


def step_of(fraction_digits: int) -> int:
    """The smallest difference that a dial shows."""
    return int(10 ** (6 - fraction_digits))


def turn_of(integer_digits: int) -> int:
    """Where a dial begins anew."""
    return int(10**integer_digits) * MICRO


def turned(before: int, after: int, rollover: bool, integer_digits: int) -> int:
    """What is added to the later of two indexes so that they are on one scale: a turn where the dial fell and is known
    to have begun anew, and nothing else. (A flag on an index that did not fall says nothing.)"""
    return turn_of(integer_digits) if rollover and after < before else 0


def counted(index: int, multiplier: int) -> int:
    """What an index stands for in the service's unit, rounded half up. A whole turn stands for a whole number, so
    indexes of different turns round alike."""
    return (index * multiplier + MICRO // 2) // MICRO


def quantity(before: int, after: int, rollover: bool, integer_digits: int, multiplier: int) -> int:
    """Use between two indexes; below zero where the dial went back."""
    onward = after + turned(before, after, rollover, integer_digits)
    return counted(onward, multiplier) - counted(before, multiplier)
