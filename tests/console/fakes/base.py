"""What all fakes share: a clock that stands still, and a list that remembers what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from console.models import Change, Frame, Page, Query
from console.ports import ClientError

T = TypeVar("T")


NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


EVERYTHING = frozenset(
    {"USERS_READ", "USERS_WRITE", "USERS_BLOCK", "ACCOUNTS_READ", "ACCOUNTS_LINK", "READINGS_READ", "READINGS_REVIEW"}
    | {"NOTIFICATIONS_READ", "NOTIFICATIONS_SEND", "PREFERENCES_READ", "PREFERENCES_WRITE"}
    | {"ACCOUNTS_WRITE", "METERS_WRITE", "READINGS_IMPORT", "RULES_WRITE"}
    | {"WORKS_READ", "WORKS_WRITE", "BILLING_READ", "BILLING_WRITE", "DELIVERY_RULES_WRITE"}
    | {"CAMPAIGNS_WRITE", "TEMPLATES_WRITE", "SUPPRESSIONS_WRITE"}
    | {"PRIVACY_READ", "PRIVACY_REGISTER", "PRIVACY_WORK", "PRIVACY_APPROVE", "PRIVACY_PACKAGES", "PRIVACY_WITHDRAW"}
    | {"AUDIT_READ"}
    | {"DATA_DUTIES_READ", "POLICY_READ", "POLICY_WRITE", "PARTNERS_READ", "PARTNERS_WRITE"}
    | {"DISCLOSURES_READ", "DISCLOSURES_WORK", "DISCLOSURES_APPROVE", "ACTIVITY_READ", "CRASHES_WORK"}
    | {"SUPPORT_READ", "SUPPORT_WRITE", "SUPPORT_WORK", "SURVEYS_READ", "SURVEYS_WRITE"}
    | {"ALERTS_READ", "ALERTS_WORK", "ALERT_RULES_WRITE", "HAND_OVERS", "INSIGHT_READ", "INSIGHT_REBUILD"}
)


class FixedClock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


class FakeList(Generic[T]):
    """Rows by number, made when they are asked for: a million cost nothing."""

    def __init__(self, total: int, make: Callable[[int], T]) -> None:
        self.total = total
        self.make = make
        self.changed: dict[str, T] = {}
        self.queries: list[Query] = []
        #: What only its number was asked for.
        self.counted: list[Query] = []
        self.fetched: list[tuple[str, int]] = []
        self.down = False
        self.tokens: list[str] = []
        self._watchers: list[asyncio.Queue[Any]] = []

    def _row(self, number: int) -> T:
        row: Any = self.make(number)
        return self.changed.get(row.id, row)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[T]:
        self._check()
        await asyncio.sleep(0)
        (self.counted if size == 1 else self.queries).append(query)
        self.fetched.append((token, skip))
        start = (int(token) if token else 0) + skip
        numbers = range(start, min(start + size, self.total))
        rows = tuple(self._row(n if query.descending else self.total - 1 - n) for n in numbers)
        end = start + len(rows)
        return Page(rows, self.total, str(end) if end < self.total else "")

    async def get(self, key: str) -> T:
        self._check()
        return self._row(int(key[1:]))

    def _check(self) -> None:
        if self.down:
            raise ClientError("UNREACHABLE", "connection refused", lost=True)

    async def watch(self, query: Query, token: str) -> AsyncIterator[Frame[T]]:
        self._check()
        self.tokens.append(token)
        queue: asyncio.Queue[Any] = asyncio.Queue()
        self._watchers.append(queue)
        yield Frame("t0", 0)
        while True:
            frame = await queue.get()
            if isinstance(frame, Exception):
                raise frame
            yield frame

    def tell(self, *changes: Change[T], token: str = "t1") -> None:
        """Tells watchers of changes."""
        for change in changes:
            if change.row is not None:
                self.changed[change.key] = change.row
        for queue in self._watchers:
            queue.put_nowait(Frame(token, 1, tuple(changes)))

    def break_watches(self, error: Exception) -> None:
        for queue in self._watchers:
            queue.put_nowait(error)
        self._watchers.clear()

    def took(self, row: Any, **changes: Any) -> Any:
        changed = replace(row, **changes)
        self.changed[row.id] = changed
        return changed
