"""Interval data: use by the hour or so, exactly as it came."""

from collections.abc import Iterable
from typing import NamedTuple

from storage.engine.transaction import Tx
from storage.models.readings import IntervalBlock


class Stored(NamedTuple):
    """Equal intervals of a day without a gap; milliseconds, and values in 10^-scale of the service's unit."""

    start: int
    step: int
    scale: int
    values: tuple[int, ...]

    @property
    def end(self) -> int:
        return self.start + self.step * len(self.values)


def between(tx: Tx, register_id: int, begin: int, before: int) -> list[Stored]:
    """Blocks of a register that begin in [begin, before), in order."""
    rows = tx.sql(
        "SELECT start, step, scale, used FROM interval_block WHERE register_id = ? AND start >= ? AND start < ? "
        "ORDER BY start",
        (register_id, begin, before),
    )
    return [Stored(start, step, scale, tuple(map(int, used.split()))) for start, step, scale, used in rows]


def insert(tx: Tx, register_id: int, blocks: Iterable[Stored]) -> None:
    rows = [(register_id, one.start, one.step, one.scale, " ".join(map(str, one.values))) for one in blocks]
    tx.insert_many(IntervalBlock, ("register_id", "start", "step", "scale", "used"), rows)
