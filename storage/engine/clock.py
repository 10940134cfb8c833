"""Time is injected, so that ten years pass in a test."""

import time
from typing import Protocol


class Clock(Protocol):
    def now(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""


class SystemClock:
    def now(self) -> int:
        return time.time_ns() // 1_000_000


class FixedClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: int) -> None:
        self._now = now

    def now(self) -> int:
        return self._now

    def advance(self, *, milliseconds: int = 0, days: int = 0) -> None:
        self._now += milliseconds + days * 86_400_000


SYSTEM_CLOCK = SystemClock()
