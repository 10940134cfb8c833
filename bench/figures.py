"""A measured ratio and what it is held against."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    #: The promise: at least or at most this.
    target: float
    at_least: bool
    #: Both sides of the ratio, in words.
    said: str
    unit: str = ""

    @property
    def holds(self) -> bool:
        return self.value >= self.target if self.at_least else self.value <= self.target

    def line(self) -> str:
        sign = "≥" if self.at_least else "≤"
        mark = "holds" if self.holds else "FALLS SHORT"
        return f"{self.name:<42} {self.value:>8.2f} {self.unit:<4} {sign} {self.target:<6g} {mark:<12} {self.said}"


def alternate(one: Callable[[], float], two: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Medians of two measurements taken in turns; the first turn of each is for warming up."""
    firsts, seconds = [], []
    for number in range(rounds + 1):
        pair = one(), two()
        if number:
            firsts.append(pair[0])
            seconds.append(pair[1])
    return median(firsts), median(seconds)
