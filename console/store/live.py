"""A watch that outlives its connection: retried with backoff and jitter, resumed from the last token."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from random import Random
from typing import Generic, TypeVar

from console.models import Change, Frame
from console.ports import ClientError

T = TypeVar("T")

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 20.0
#: Reasons for which a token is of no use any more: the list is read anew.
_GAPS = frozenset({"REVISION_TOO_OLD", "INVALID_RESUME_TOKEN"})
#: Reasons that no repetition cures.
_FINAL = frozenset({"PERMISSION_DENIED", "UNAUTHENTICATED", "INVALID_FIELD", "MALFORMED_MESSAGE", "UNKNOWN_CALL"})


class Backoff:
    """Pauses that double, each shortened by up to a half so that consoles do not come back together."""

    def __init__(self, random: Random | None = None, longest: float = LONGEST_PAUSE) -> None:
        self._random = random or Random()
        self._pause = FIRST_PAUSE
        self._longest = longest

    def next(self) -> float:
        pause, self._pause = self._pause, min(self._pause * 2, self._longest)
        return pause * self._random.uniform(0.5, 1.0)

    def reset(self) -> None:
        self._pause = FIRST_PAUSE


class Live(Generic[T]):
    """Runs a watch for ever; tells what changed, and when the list must be read anew."""

    def __init__(
        self,
        open_watch: Callable[[str], AsyncIterator[Frame[T]]],
        on_changes: Callable[[tuple[Change[T], ...]], None],
        on_gap: Callable[[], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Random | None = None,
    ) -> None:
        self._open = open_watch
        self._on_changes = on_changes
        self._on_gap = on_gap
        self._sleep = sleep
        self._backoff = Backoff(random)
        self.token = ""

    async def run(self) -> None:
        """Until it is cancelled, or the server says that the watch is not allowed."""
        while True:
            try:
                async for frame in self._open(self.token):
                    self._take(frame)
            except ClientError as error:
                if error.reason in _FINAL:
                    return
                if error.reason in _GAPS:
                    self.token = ""
                    self._on_gap()
            if not self.token:
                self._on_gap()  # without a token, what happened meanwhile is not told again
            await self._sleep(self._backoff.next())

    def _take(self, frame: Frame[T]) -> None:
        self._backoff.reset()
        if frame.token:
            self.token = frame.token
        if frame.changes:
            self._on_changes(frame.changes)
