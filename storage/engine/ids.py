"""Identifiers: 63 bits, ordered by time, drawn without asking a database.

41 bits of milliseconds since 2024, 10 bits that tell processes apart, 12 bits of sequence.
"""

import secrets
import threading
import time
from itertools import chain

EPOCH = 1_704_067_200_000  # 2024-01-01T00:00:00Z
NODE_BITS = 10
SEQUENCE_BITS = 12


class IdSource:
    """Draws ids that grow, also where the clock stands or goes back. Thread-safe."""

    def __init__(self, node: int | None = None) -> None:
        self._node = secrets.randbelow(1 << NODE_BITS) if node is None else node
        self._lock = threading.Lock()
        self._last = 0  # milliseconds and sequence, as one number

    def draw(self) -> int:
        return self.draw_many(1)[0]

    def draw_many(self, count: int) -> list[int]:
        """`count` ids in rising order."""
        return [*chain.from_iterable(self.draw_runs(count))]

    def draw_runs(self, count: int) -> list[range]:
        """The same, as runs of ids that follow each other: those of a millisecond."""
        with self._lock:
            now = (time.time_ns() // 1_000_000 - EPOCH) << SEQUENCE_BITS
            first = max(now, self._last + 1)
            behind = first + count
            self._last = behind - 1
        runs = []
        while first < behind:
            until = min(behind, (first >> SEQUENCE_BITS) + 1 << SEQUENCE_BITS)
            runs.append(range(self._id(first), self._id(until - 1) + 1))
            first = until
        return runs

    def _id(self, tick: int) -> int:
        mask = (1 << SEQUENCE_BITS) - 1
        return (tick >> SEQUENCE_BITS) << (NODE_BITS + SEQUENCE_BITS) | self._node << SEQUENCE_BITS | tick & mask


_source = IdSource()
new_id = _source.draw
new_ids = _source.draw_many
new_runs = _source.draw_runs


#: The last id that there can be.
LAST = (1 << 63) - 1


def first_id_at(instant: int) -> int:
    """The smallest id that can be drawn at an instant (milliseconds); behind the year 2093, in which ids end, the last
    that there is."""
    return min(max(0, instant - EPOCH) << (NODE_BITS + SEQUENCE_BITS), LAST)
