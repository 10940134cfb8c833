"""Residents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from console.messages import Preference
from console.models import Account, User

from .base import NOW, FakeList


def user(number: int, **changes: Any) -> User:
    return replace(
        User(
            id=f"u{number:07}",
            phone=f"+38067{number:07}",
            email=f"user{number}@example.com",
            first_name="Олена",
            last_name=f"Коваль{number}",
            language="UKRAINIAN",
            state="ACTIVE",
            block_reason="",
            blocked_at=None,
            created_at=NOW - timedelta(hours=number),
            updated_at=NOW,
            accounts=number % 5,
            restricted=False,
            etag="1",
        ),
        **changes,
    )


class FakeUsers(FakeList[User]):
    async def block(self, row: User, reason: str) -> User:
        return self.took(row, state="BLOCKED", block_reason=reason, etag="2")

    async def unblock(self, row: User, reason: str) -> User:
        return self.took(row, state="ACTIVE", etag="3")

    async def update(self, row: User, values: Mapping[str, str], reason: str = "") -> User:
        return self.took(row, **values)

    def __init__(self, total: int, make: Callable[[int], User]) -> None:
        super().__init__(total, make)
        self.linked = [Account("a1", "0012345", "COLD_WATER", "p1", "вул. Лісова, 1, кв. 2")]
        #: The same number at two utilities.
        self.others = [
            Account("a2", "0077777", "GAS", "p2", "вул. Лісова, 3"),
            Account("a3", "0077777", "HEAT", "p3", "вул. Лісова, 3"),
        ]

    async def accounts(self, user_id: str) -> Sequence[Account]:
        return self.linked

    async def accounts_by_number(self, number: str) -> Sequence[Account]:
        return [one for one in self.others if one.number == number]

    async def link(self, user_id: str, account_id: str) -> None:
        self.linked += [one for one in self.others if one.id == account_id]

    async def unlink(self, user_id: str, account_id: str) -> None:
        self.linked = [one for one in self.linked if one.id != account_id]

    async def preferences(self, user_id: str) -> Sequence[Preference]:
        return [Preference("NEWS", "EMAIL", True, False), Preference("SECURITY", "SMS", True, True)]

    async def set_preference(self, user_id: str, category: str, channel: str, on: bool, evidence: str) -> None: ...
