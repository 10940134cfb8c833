"""Interval data: use by the hour or the quarter of an hour, as blocks of one day each, and the index at each day's end.

A file has two columns, the start of an interval and what was used in it. Values are kept exactly as they are written,
however many digits they have; the index is rounded once, where it is told, so that no rounding adds up. A gap ends a
block and begins another. Days are days in Kyiv, whatever the clocks do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from server.accounts.windows import day_of
from server.codec import MICRO
from server.exchange.cells import instant
from server.exchange.detection import Shape
from server.exchange.lines import BadLine
from server.exchange.problems import problem
from server.readings.ingest import Problem

#: Digits behind the point that are kept.
SCALE = 18
MOST = Decimal(10) ** 9


@dataclass(frozen=True)
class Block:
    """Equal intervals without a gap, of one day; milliseconds, and use in 10^-18 of the service's unit."""

    start: int
    step: int
    values: tuple[int, ...]
    #: The line of the first, and all that was used in the file until the end of this block.
    line: int
    until_now: int

    @property
    def end(self) -> int:
        return self.start + self.step * len(self.values)

    def index(self, base: int, step: int) -> int:
        """What the register shows at the end, micro-units, from `base` at the start of the file, in steps of its
        dial."""
        used = self.until_now * MICRO
        return base + (used + 10**SCALE * step // 2) // (10**SCALE * step) * step


@dataclass
class Intervals:
    """Reads lines of interval data."""

    shape: Shape
    gaps: int = 0
    _head: bool = True
    _values: list[int] = field(default_factory=list)
    _start: int = 0
    _line: int = 0
    _step: int = 0
    _sum: int = 0
    #: The interval before this one: start and value.
    _last: tuple[int, int] | None = None

    def rows(self, number: int, line: str | BadLine) -> Iterator[Block | Problem]:
        """Blocks that a line completes, or why it can't be taken."""
        if self._head:
            self._head = False
            if self.shape.header:
                return
        if isinstance(line, BadLine):
            yield problem("line", line.rule)
        elif line.strip():
            yield from self._row(number, line.split(self.shape.delimiter))

    def _row(self, number: int, cells: list[str]) -> Iterator[Block | Problem]:
        if len(cells) < 2:
            yield problem("line", "row.cells")
            return
        try:
            at, value = instant(cells[0].strip().strip('"'), bool(self.shape.day_first)), self._use(cells[1])
        except ValueError as error:
            yield problem("line", str(error))
            return
        if self._last is None:
            self._begin(number, at, value)
            return
        before, same = self._last
        if at == before and value == same:
            return  # said twice
        if at <= before:
            yield problem("line", "interval.order")
            return
        if not self._step:
            self._step = at - before
        gap = at - before != self._step
        if gap and (at - before) % self._step:
            yield problem("line", "interval.step")
            return
        self.gaps += gap
        if gap or day_of(at) != day_of(self._start):
            yield self._block()
            self._begin(number, at, value)
        else:
            self._add(at, value)

    def _use(self, text: str) -> int:
        text = text.strip().strip('"')
        if self.shape.decimal_comma:
            text = text.replace(",", ".")
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise ValueError("decimal.syntax") from None
        if not value.is_finite():
            raise ValueError("decimal.syntax")
        if value < 0:
            raise ValueError("decimal.negative")
        if value >= MOST or -int(value.as_tuple().exponent) > SCALE:
            raise ValueError("interval.digits")
        return int(value.scaleb(SCALE))

    def _begin(self, number: int, at: int, value: int) -> None:
        self._start, self._line, self._values = at, number, []
        self._add(at, value)

    def _add(self, at: int, value: int) -> None:
        self._values.append(value)
        self._sum += value
        self._last = at, value

    def _block(self) -> Block:
        return Block(self._start, self._step, tuple(self._values), self._line, self._sum)

    def rest(self) -> Iterator[Block | Problem]:
        """The last block, at the end of the file."""
        if self._values and not self._step:
            yield problem("line", "interval.alone")
        elif self._values:
            yield self._block()
