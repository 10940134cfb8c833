"""Interval data: use by the hour or the quarter of an hour, as blocks of one day each, and the index at each day's end.

A file has two columns, the start of an interval and what was used in it. Values are kept exactly as they are written,
however many digits they have; the index is rounded once, where it is told, so that no rounding adds up. A gap ends a
block and begins another. Days are days in Kyiv, whatever the clocks do: in the night in which an hour comes twice, rows
without an offset mean first the one and then the other, as they follow one another.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from server.codec import DAY_MS, MICRO
from server.exchange.cells import cut, instants, on_day, plain
from server.exchange.detection import Shape
from server.exchange.lines import BadLine
from server.exchange.problems import Refused, problem
from server.readings.dial import Dial
from server.readings.ingest import Problem
from storage.days import day_of

#: Digits behind the point that are kept.
SCALE = 18
MOST = Decimal(10) ** 9
#: Lengths of an interval; milliseconds. So a day has at most 1,500 of them.
SHORTEST, LONGEST = 60_000, DAY_MS
#: Rows that tell how long an interval is.
TELLING = 12
#: A block is shorter: its intervals begin on one day, of at most 25 hours.
BLOCK_MS = 25 * 3_600_000 + LONGEST
#: As people write it, and programs: with an exponent.
_USE = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{0,40})?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)


@dataclass(frozen=True)
class Block:
    """Equal intervals without a gap, of one day; milliseconds, and use in 10^-18 of the service's unit."""

    start: int
    step: int
    values: tuple[int, ...]
    #: The line of the first in its file; 0 for one of none.
    line: int = 0

    @property
    def end(self) -> int:
        return self.start + self.step * len(self.values)

    def on_border(self, at: int) -> bool:
        """Whether an instant is outside, or where an interval ends or begins."""
        return not self.start < at < self.end or (at - self.start) % self.step == 0

    def used(self, begin: int, before: int) -> int:
        """Use in [begin, before), which are borders of intervals."""
        first, behind = (max(0, at - self.start) // self.step for at in (begin, before))
        return sum(self.values[first:behind])


#: What a row says: the instants that its start may mean, and its use in 10^-18 of the unit.
Said = tuple[tuple[int, ...], int]


@dataclass
class Intervals:
    """Reads lines of interval data. Raises Refused where the order of day and month is not told.

    How long an interval is, is told by most of the first rows: there may be a gap already between the first two.
    """

    shape: Shape
    gaps: int = 0
    _values: list[int] = field(default_factory=list)
    _start: int = 0
    _line: int = 0
    _step: int = 0
    #: The interval before this one: start and value.
    _last: tuple[int, int] | None = None
    #: Rows that wait until the step is known, with their lines.
    _held: list[tuple[int, Said]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.shape.day_first is None:
            raise Refused("file.day_month")
        roles = self.shape.roles
        self._date, self._time = roles.get("date", 0), roles.get("time")
        others = (place for place in range(len(self.shape.columns)) if place not in (self._date, self._time))
        self._place = roles.get("index", next(others, 1))

    def rows(self, number: int, line: str | BadLine) -> Iterator[tuple[int, Block | Problem]]:
        """Blocks that a line completes, or why it can't be taken, with the line of each. Raises Refused."""
        said = self.said(line)
        if isinstance(said, Problem):
            yield number, said
        elif said is not None and self._step:
            yield from self._row(number, said)
        elif said is not None:
            self._held.append((number, said))
            if len(self._held) == TELLING:
                yield from self._begun()

    def said(self, line: str | BadLine) -> Said | Problem | None:
        """What a line says by itself, or why it can't be taken; None of an empty one."""
        if isinstance(line, BadLine):
            return problem("line", line.rule)
        if not line.strip():
            return None
        try:
            cells = cut(line, self.shape.delimiter, len(self.shape.columns))
            start = cells[self._date] if self._time is None else on_day(cells[self._date], cells[self._time])
            return instants(start, bool(self.shape.day_first)), self._use(cells[self._place])
        except ValueError as error:
            return problem("line", str(error))

    def _begun(self) -> Iterator[tuple[int, Block | Problem]]:
        held, self._held = self._held, []
        self._step = _usual(said[0][0] for _, said in held)
        for number, said in held:
            yield from self._row(number, said)

    def _row(self, number: int, said: Said) -> Iterator[tuple[int, Block | Problem]]:
        possible, value = said
        if self._last is None:
            self._begin(number, possible[0], value)
            return
        before, same = self._last
        at = self._meant(possible, before)
        if at == before and value == same:
            return  # said twice
        if at <= before:
            yield number, problem("line", "interval.order")
            return
        if not self._step:
            self._step = _length(at - before)
        gap = at - before != self._step
        if gap and (at - before) % self._step:
            yield number, problem("line", "interval.step")
            return
        self.gaps += gap
        if gap or day_of(at) != day_of(self._start):
            block = self._block()
            yield block.line, block
            self._begin(number, at, value)
        else:
            self._add(at, value)

    def _meant(self, possible: tuple[int, ...], before: int) -> int:
        """Which of two instants a row means: the one that follows, else the first that lies ahead, else what was said
        before."""
        ahead = [at for at in possible if at > before]
        if before + self._step in ahead:
            return before + self._step
        return ahead[0] if ahead else possible[-1]

    def _use(self, text: str) -> int:
        text = plain(text, self.shape.sign or ".", self.shape.grouped)
        if _USE.fullmatch(text) is None:
            raise ValueError("decimal.syntax")
        value = Decimal(text)
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
        self._last = at, value

    def _block(self) -> Block:
        return Block(self._start, self._step, tuple(self._values), self._line)

    def rest(self) -> Iterator[tuple[int, Block | Problem]]:
        """What is left at the end of the file, or why there is nothing; with its line. Raises Refused."""
        if self._held:
            yield from self._begun()
        if self._values:
            yield self._line, self._block() if self._step else problem("line", "interval.alone")


def _usual(starts: Iterable[int]) -> int:
    """The length that most intervals have, of those that begin so one after another; 0 where nothing tells. Raises
    Refused."""
    lengths = Counter(then - first for first, then in pairwise(starts) if then > first)
    return _length(max(lengths, key=lambda one: (lengths[one], -one))) if lengths else 0


def _length(step: int) -> int:
    """A length that intervals may have. Raises Refused."""
    if not SHORTEST <= step <= LONGEST or step % 1000:
        raise Refused("file.step")
    return step


# -- from use to indexes


class Base(NamedTuple):
    """An accepted index, and what was used since until some instant, in 10^-18 of the service's unit."""

    at_first: int
    used: int = 0

    def after(self, use: int) -> "Base":
        return Base(self.at_first, self.used + use)

    def shown(self, dial: Dial) -> int:
        """What a dial shows after it, rounded once; micro-units."""
        part = 10**SCALE * dial.multiplier * dial.step
        return dial.shows(self.at_first + (self.used * MICRO * MICRO + part // 2) // part * dial.step)


def base_at(start: int, accepted: Mapping[int, int], there: Iterable[Block], dial: Dial) -> Base | None:
    """What is known of a register at an instant: an accepted reading of that very instant, or one from which the use
    on record leads there without a gap; None where neither is. `accepted` are indexes by instant.

    A reading that is what an earlier one and the use since make of it says nothing new: it was told so from there,
    and rounded, and roundings must not add up.
    """
    chain = _leading_to(start, there)
    begin = chain[-1].start if chain else start
    found: Base | None = None
    since = start
    for at in sorted(at for at in accepted if begin <= at <= start):
        if not all(one.on_border(at) for one in chain):
            continue
        told = found.after(_used(chain, since, at)) if found is not None else None
        found = told if told is not None and told.shown(dial) == accepted[at] else Base(accepted[at])
        since = at
    return found.after(_used(chain, since, start)) if found is not None else None


def _leading_to(start: int, there: Iterable[Block]) -> list[Block]:
    """Blocks one after another without a gap, of which the last reaches an instant; the newest first."""
    chain: list[Block] = []
    begin = start
    for one in sorted(there, key=lambda one: one.start, reverse=True):
        if one.start < begin <= one.end and one.on_border(begin):
            chain.append(replace(one, values=one.values[: (begin - one.start) // one.step]))
            begin = one.start
    return chain


def _used(blocks: Iterable[Block], begin: int, before: int) -> int:
    return sum(one.used(begin, before) for one in blocks)


def exact(value: int, scale: int = SCALE) -> str:
    """A decimal text with every digit that says something."""
    whole, fraction = divmod(value, 10**scale)
    return f"{whole}.{fraction:0{scale}d}".rstrip("0").rstrip(".") if scale else str(whole)
