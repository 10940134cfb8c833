"""How many streams are open at a time: by who opened them, and by the network address they came from. A watch costs
memory and a look at each commit as long as it is open, whoever reads it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from server.call import Call
from server.errors import LimitExceeded
from server.limits import OPEN_STREAMS, OPEN_STREAMS_OF_ADDRESS, OPEN_TO_STRANGERS, OPEN_TO_STRANGERS_OF_ADDRESS


class OpenStreams:
    """Counts them."""

    def __init__(self) -> None:
        self._open = Counter[str]()

    @contextmanager
    def of_call(self, call: Call) -> Iterator[None]:
        """A place for the stream of somebody known, or of a stranger. Raises LimitExceeded."""
        principal = call.principal
        if principal.kind not in OPEN_STREAMS:
            with self.of_stranger(call.ip):
                yield
            return
        with self._places(
            ((principal.key, OPEN_STREAMS[principal.kind]), (f"of {call.ip}", OPEN_STREAMS_OF_ADDRESS)),
        ):
            yield

    @contextmanager
    def of_stranger(self, address: str) -> Iterator[None]:
        """A place for a stream that needs no credentials. Raises LimitExceeded."""
        with self._places(
            ((f"stranger at {address}", OPEN_TO_STRANGERS_OF_ADDRESS), ("strangers", OPEN_TO_STRANGERS)),
        ):
            yield

    @contextmanager
    def _places(self, bounds: Iterable[tuple[str, int]]) -> Iterator[None]:
        bounds = tuple(bounds)
        for key, most in bounds:
            if self._open[key] >= most:
                raise LimitExceeded(f"more than {most:,} streams are open at a time")
        for key, _ in bounds:
            self._open[key] += 1
        try:
            yield
        finally:
            for key, _ in bounds:
                self._open[key] -= 1
                if not self._open[key]:
                    del self._open[key]
