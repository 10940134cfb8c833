"""Works on the networks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from console.delivery import (
    Concerned,
    Reach,
    Supplier,
    Work,
)
from console.places import Place

from .base import NOW, FakeList


def work(number: int, **changes: Any) -> Work:
    """Works that begin the more days from now the greater the number; the first go on already."""
    return replace(
        Work(
            id=f"k{number}",
            kind="PLANNED" if number else "EMERGENCY",
            state="ANNOUNCED",
            utility_id="p1",
            utility_uk="Річенськводоканал",
            utility_en="Richensk Water",
            commodity="COLD_WATER",
            places=(Place("Річенськ", "Лісова вулиця", "1", "12", "ODD"),),
            starts_at=NOW - timedelta(hours=1) + timedelta(days=number),
            ends_at=NOW + timedelta(hours=4) + timedelta(days=number),
            reason_uk="Заміна засувки",
            reason_en="Replacement of a gate valve",
            reach=Reach(40, 60, 50, 45, 2, 10, 3),
            etag="1",
        ),
        **changes,
    )


class FakeWorks(FakeList[Work]):
    def __init__(self, total: int, make: Callable[[int], Work]) -> None:
        super().__init__(total, make)
        self.saved: list[tuple[Work, bool]] = []
        self.closed: list[tuple[str, str, str]] = []
        self.concerned = Concerned(41, 63, tuple(f"Лісова вулиця, {number}" for number in range(1, 20, 2)))

    async def suppliers(self) -> Sequence[Supplier]:
        return [
            Supplier("p1", "Річенськводоканал", "Richensk Water", "COLD_WATER"),
            Supplier("p2", "Тепломережі", "Heat Networks", "HEAT"),
        ]

    async def preview(self, work: Work) -> Concerned:
        self._check()
        return self.concerned

    async def save(self, work: Work, silent: bool = False) -> Work:
        self.saved.append((work, silent))
        return self.took(work, id=work.id or "k0", etag="2")

    async def cancel(self, work: Work, note: str) -> Work:
        self.closed.append(("cancel", work.id, note))
        return self.took(work, state="CANCELLED", closing_note=note)

    async def finish(self, work: Work, note: str) -> Work:
        self.closed.append(("finish", work.id, note))
        return self.took(work, state="FINISHED", closing_note=note)
