"""Whether the server answers, how fast, and since when not."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from console.ports import AuthApi, ClientError, Clock


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
        self.seen_at = self._clock.now()
        if self.state is State.LOST:
            self._move(State.CONNECTED)

    def _move(self, state: State) -> None:
        self.state = state
        self.tell()

    def tell(self) -> None:
        """Whoever shows it shows it anew."""
        for listener in list(self.listeners):
            listener()
