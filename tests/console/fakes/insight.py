"""Figures: people and readings as usual, a debt that grew."""

from collections.abc import Sequence
from datetime import date, timedelta

from console.insight import PARTS, Build, Figure, Point, Series

from .base import NOW, FakeList

FIGURES = (
    Figure("ACTIVE_USERS", "COUNT", 1_240.0, 1_200.0),
    Figure("CRASH_FREE", "SHARE", 0.9931, 0.9974),
    Figure("READINGS", "COUNT", 310.0, 305.0),
    Figure("DEBT", "HRYVNIA", 182_450.5, 120_000.0),
    Figure("SUPPORT_ANSWER", "HOURS", None, 2.5),
)
_NAMES = {
    "UTILITY": [("Водоканал", "Vodokanal"), ("Тепломережі", "Heat Grid")],
    "COMMODITY": [("COLD_WATER", "COLD_WATER")],
    "CHANNEL": [("SMS", "SMS")],
    "STREET": [("Річенськ, вул. Лісова", "Річенськ, вул. Лісова"), ("", "")],
}


def figure(number: int) -> Figure:
    return FIGURES[number]


class FakeInsight(FakeList[Figure]):
    state = "SERVED"
    rebuilt = 0
    #: Figure, step and part of each trend that was asked for.
    trends: tuple[tuple[str, str, str], ...] = ()

    async def get(self, key: str) -> Figure:
        return next(one for one in FIGURES if one.id == key)

    async def figures(self) -> Sequence[Figure]:
        return FIGURES

    async def trend(self, metric: str, first: date, last: date, step: str, part: str) -> Sequence[Series]:
        assert not part or part in PARTS[metric]
        self.trends += ((metric, step, part),)
        days = [last - timedelta(days=number) for number in range(6, -1, -1)]
        points = tuple(Point(day, 100.0 + day.day, 120.0) for day in days)
        return tuple(Series(part, name, points) for name in (_NAMES[part] if part else [("", "")]))

    async def build(self) -> Build:
        return Build(self.state, 3, NOW, NOW if self.state != "SERVED" else None)

    async def rebuild(self) -> Build:
        self.rebuilt += 1
        return Build("REBUILDING", 3, NOW, NOW)
