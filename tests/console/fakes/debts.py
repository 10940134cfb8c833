"""Debts and their ledgers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from console.delivery import (
    Charge,
    Debt,
    Payment,
    Schedule,
)

from .base import NOW, FakeList


def debt(number: int, **changes: Any) -> Debt:
    """A debt that is the older the greater the number."""
    return replace(
        Debt(
            id=f"d{number}",
            number=f"40000{number:04}",
            utility_id="p1",
            commodity="COLD_WATER",
            address=f"вул. Лісова, {number + 1}",
            charged=250_000,
            paid=100_050,
            balance=149_950,
            overdue=100_000,
            overdue_since=date(2026, 11, 12) - timedelta(days=60 * number),
            next_due_on=date(2026, 12, 12),
            next_due=49_950,
            updated_at=NOW,
        ),
        **changes,
    )


class FakeDebts(FakeList[Debt]):
    def __init__(self, total: int, make: Callable[[int], Debt]) -> None:
        super().__init__(total, make)
        self.overdue: int | None = 300_000
        self.known: Schedule | None = Schedule("s1", "p1", "COLD_WATER", (7, 1), (1, 14, 30), 5_000, "1")
        self.schedules: list[Schedule] = []

    async def charges(self, account_id: str) -> Sequence[Charge]:
        return [
            Charge("Н-11", 49_950, 49_950, date(2026, 11, 20), date(2026, 12, 12), date(2026, 11, 1)),
            Charge("Н-10", 100_000, 100_000, date(2026, 10, 20), date(2026, 11, 12), date(2026, 10, 1)),
            Charge("Н-09", 100_050, 0, date(2026, 9, 20), date(2026, 10, 12), date(2026, 9, 1)),
        ]

    async def payments(self, account_id: str) -> Sequence[Payment]:
        return [Payment("О-1", 100_050, datetime(2026, 10, 1, 22, 30, tzinfo=UTC))]

    async def schedule(self, utility_id: str, commodity: str) -> Schedule | None:
        return self.known

    async def save_schedule(self, schedule: Schedule) -> Schedule:
        self.schedules.append(schedule)
        self.known = schedule
        return schedule
