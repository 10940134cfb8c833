"""The time of a replay: it goes on at a speed, stands, and jumps."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

#: Speeds, one after another.
SPEEDS = (1.0, 2.0, 5.0, 10.0, 60.0)
#: Seconds that are waited for at once.
LONGEST = 60.0


class ReplayClock:
    """Seconds since a recording began; a Clock, too. Never behind its end."""

    def __init__(self, began: datetime, ends: float, speed: float = 1.0, tick: Callable[[], float] = monotonic) -> None:
        self._began, self.ends, self._tick = began, ends, tick
        self._anchor, self._since = 0.0, tick()
        self.speed, self.paused = speed, False
        self._changed = asyncio.Event()

    @property
    def at(self) -> float:
        passed = 0.0 if self.paused else (self._tick() - self._since) * self.speed
        return min(self._anchor + passed, self.ends)

    def now(self) -> datetime:
        return self._began + timedelta(seconds=self.at)

    def instant(self, at: float) -> datetime:
        return self._began + timedelta(seconds=at)

    def pause(self) -> None:
        """Stands, or goes on."""
        self._move(self.at)
        self.paused = not self.paused

    def faster(self) -> None:
        """The next speed; behind the last, the first."""
        self._move(self.at)
        self.speed = next((one for one in SPEEDS if one > self.speed), SPEEDS[0])

    def jump(self, at: float) -> None:
        self._move(min(max(at, 0.0), self.ends))

    def _move(self, at: float) -> None:
        self._anchor, self._since = at, self._tick()
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, at: float) -> None:
        """Waits until it is so late, however often the speed changes meanwhile."""
        while (left := at - self.at) > 0:
            changed = self._changed
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), None if self.paused else min(left / self.speed, LONGEST))
