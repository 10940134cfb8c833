"""Whether the server answers, how fast, and since when not."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from enum import Enum

from console.ports import AuthApi, ClientError, Clock
from console.store.live import Backoff

#: Seconds between two looks whether the server is there.
PROBE = 5.0
#: The longest pause between two while it is not.
LOST_PROBE = 5.0


class State(Enum):
    CONNECTING = "connecting"
    CONNECTED = "connected"
    LOST = "lost"


class Connection:
    """What the status bar shows."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.state = State.CONNECTING
        #: Milliseconds there and back, at the last answer.
        self.latency: float | None = None
        #: The last answer: what is on the screen is at least as old when the server is lost.
        self.seen_at: datetime | None = None
        self.listeners: list[Callable[[], None]] = []
        #: Set where the next look need not be waited for.
        self._wake = asyncio.Event()

    async def look_after(self, auth: AuthApi, back: Callable[[], None]) -> None:
        """Looks whether the server is there, until it is cancelled; calls `back` when one that was lost is again."""
        pauses = Backoff(longest=LOST_PROBE)
        lost = False
        while True:
            lost = lost or self.state is State.LOST
            there = await self.probe(auth)
            if there:
                pauses.reset()
                if lost:
                    back()
            lost = not there
            self._wake.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), PROBE if there else pauses.next())

    async def probe(self, auth: AuthApi) -> bool:
        """Asks whether the server is there; whether it is."""
        try:
            latency = await auth.ping()
        except ClientError:
            self.lost()
            return False
        self.answered(latency)
        return True

    def answered(self, latency: float) -> None:
        self.latency = latency
        self.seen_at = self._clock.now()
        self._move(State.CONNECTED)

    def lost(self) -> None:
        self._move(State.LOST)

    def reached(self) -> None:
        """A call came through: a server that was lost is back, however long the next look would have taken."""
        if self.state is State.LOST:
            self.seen_at = self._clock.now()
            self._move(State.CONNECTED)
            self._wake.set()

    def _move(self, state: State) -> None:
        self.state = state
        self.tell()

    def tell(self) -> None:
        """Whoever shows it shows it anew."""
        for listener in list(self.listeners):
            listener()
