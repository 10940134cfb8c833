"""Causes: why a reading failed, likeliest first, and the index that was meant.

Each explanation says how likely it would have made what came. What a register should show is forecast from its own
intervals, those of the same season first, with heavy tails (Student's t). A slip of the finger came from some index
that was meant: its likelihood is the forecast's for that index, shared among the slips that it could have suffered. The
other explanations take the index as it came, each with the use that it would bring about. A number that none of them
makes likely stays unexplained. Pure; indexes are micro-units, instants milliseconds, use in the service's unit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import exp, log, pi, sqrt
from typing import NamedTuple

from smartregion.v1.reading_service_pb2 import CauseKind

from server.codec import DAY_MS, MICRO
from server.readings.dial import Dial
from server.readings.history import Span
from server.readings.rules import HOUR_MS, Limits

YEAR_DAYS = 365.25
#: Weight of an interval half a year off the season, and of one that is a year older.
OFF_SEASON, YEAR_OLD = 0.15, 0.7
#: Degrees of freedom of the forecast, and its narrowest spread as a part of the use.
FREEDOM, NARROWEST = 4.0, 0.12
#: Causes below this are not worth a word, and the most that are told.
LEAST, MOST = 0.02, 4
#: A leak is so many times the usual use, give or take; the spread is that of its logarithm.
LEAK_TIMES, LEAK_SPREAD = 7.0, 0.7
#: How often the decimals that came are of another number than those read so far.
OTHER_DECIMALS = 0.15
#: Keys that a finger hits instead: neighbours on a telephone's pad.
NEIGHBOURS = {
    "1": "24",
    "2": "135",
    "3": "26",
    "4": "157",
    "5": "2468",
    "6": "359",
    "7": "48",
    "8": "5790",
    "9": "68",
    "0": "8",
}
#: Noughts behind a first digit that go unseen with it, at most.
NOUGHTS = 3
#: How often a number comes that nothing here explains: then each of as many digits is as likely.
UNEXPLAINED = 0.05
#: How often each happens before anything is known of the reading.
PRIOR: dict[int, float] = {
    CauseKind.CAUSE_KIND_DIGIT_ADDED: 0.10,
    CauseKind.CAUSE_KIND_DIGIT_DROPPED: 0.10,
    CauseKind.CAUSE_KIND_DIGITS_TRANSPOSED: 0.10,
    CauseKind.CAUSE_KIND_DIGIT_MISTYPED: 0.12,
    CauseKind.CAUSE_KIND_DECIMAL_POINT: 0.08,
    CauseKind.CAUSE_KIND_ZONES_SWAPPED: 0.12,
    CauseKind.CAUSE_KIND_OTHER_METER: 0.08,
    CauseKind.CAUSE_KIND_ROLLOVER: 0.05,
    CauseKind.CAUSE_KIND_EXCHANGE: 0.05,
    CauseKind.CAUSE_KIND_LEAK: 0.10,
    CauseKind.CAUSE_KIND_STOPPED_METER: 0.05,
    CauseKind.CAUSE_KIND_TAMPERING: 0.045,
    CauseKind.CAUSE_KIND_CHANGED_USE: 0.04,
}


@dataclass(frozen=True)
class Register:
    """A register as it stood before the reading."""

    register_id: int
    meter_id: int
    commodity: int
    dial: Dial
    #: Instant and index of the last accepted reading; a register without one explains nothing.
    previous: tuple[int, int] | None
    spans: Sequence[Span]
    limits: Limits
    #: The index that came for this register at the same instant.
    came: int | None = None
    #: The next accepted index, which none before it can exceed.
    following: int | None = None

    def fits_under(self, index: int) -> bool:
        """Whether what was accepted later leaves room for an index."""
        return self.following is None or index <= self.following


class Cause(NamedTuple):
    """An explanation. `corrected` is the index that was meant, `register_id` the register, where it is another."""

    kind: int
    probability: float
    corrected: int | None = None
    register_id: int | None = None


class Forecast:
    """Use of a register between its last accepted reading and an instant: a location and a spread."""

    def __init__(self, register: Register, read_at: int) -> None:
        assert register.previous is not None
        self._register = register
        begin, self._before = register.previous
        self.days = max(read_at - begin, HOUR_MS) / DAY_MS
        daily, spread = _usual(register, begin, read_at)
        self.daily = daily
        self.use = daily * self.days
        # The rest of a day and the last digit are uncertain however regular the use.
        self.spread = max(spread, NARROWEST * daily) * self.days + 0.5 * daily + 2 * register.dial.step / MICRO
        #: What the largest flow passes in that time: no index beyond it can be right.
        self.most = register.limits.cap_per_hour * 24 * self.days

    def quantity(self, index: int) -> float:
        """Use in the service's unit, were this the index; negative below the last one."""
        return self._register.dial.units(index - self._before)

    def onward(self, index: int) -> float:
        """The same over a turn of the dial, where it is below the last one."""
        used = self.quantity(index)
        return used if used >= 0 else used + self._register.dial.units(self._register.dial.turn)

    def likelihood(self, index: int, grain: int) -> float:
        """The probability of just this index, of those that are `grain` apart."""
        dial, used = self._register.dial, self.onward(index)
        if used > self.most or index >= dial.turn or not self._register.fits_under(index):
            return 0.0
        return self.density(used) * dial.units(grain)

    def density(self, used: float) -> float:
        """Student's t around the location."""
        away = (used - self.use) / self.spread
        return _T / self.spread * (1 + away * away / FREEDOM) ** (-(FREEDOM + 1) / 2)


#: Γ(5/2) / (√(4π)·Γ(2)): the height of Student's t with four degrees of freedom.
_T = (3 * sqrt(pi) / 4) / sqrt(FREEDOM * pi)


def _usual(register: Register, begin: int, end: int) -> tuple[float, float]:
    """Daily use and its spread, from the register's own intervals, weighted by season and age."""
    middle, at = (begin + end) / 2, float(begin)
    weighted: list[tuple[float, float]] = []
    for span in reversed(register.spans):
        away = (middle - (at - span.length / 2)) / DAY_MS
        at -= span.length
        if span.daily is not None:
            season = abs((away + YEAR_DAYS / 2) % YEAR_DAYS - YEAR_DAYS / 2) / (YEAR_DAYS / 2)
            weighted.append((OFF_SEASON**season * YEAR_OLD ** (away / YEAR_DAYS), span.daily))
    total = sum(weight for weight, _ in weighted)
    if not total:
        return register.limits.floor_per_day, 2 * register.limits.floor_per_day
    mean = sum(weight * daily for weight, daily in weighted) / total
    spread = sqrt(sum(weight * (daily - mean) ** 2 for weight, daily in weighted) / total)
    few = 1 + 2 / len(weighted)  # what little is known says little
    return mean, max(spread, NARROWEST * mean) * few + 0.05 * register.limits.floor_per_day


@dataclass
class _Weighing:
    """Explanations of one reading with their likelihoods."""

    register: Register
    value: int
    read_at: int
    others: Sequence[Register]
    forecast: Forecast = field(init=False)
    #: What the reader reads to: whole units, or all that the dial shows; micro-units.
    grain: int = field(init=False)
    weights: dict[tuple[int, int | None], tuple[float, int | None, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.forecast = Forecast(self.register, self.read_at)
        previous = self.register.previous
        whole = self.value % MICRO == 0 and previous is not None and previous[1] % MICRO == 0
        self.grain = MICRO if whole else self.register.dial.step

    @property
    def behind(self) -> int:
        """Digits behind the point that were typed."""
        return self.register.dial.fraction_digits if self.grain == self.register.dial.step else 0

    def add(self, kind: int, likelihood: float, corrected: int | None = None, register_id: int | None = None) -> None:
        """Likelihoods of one kind add up; the most likely index stands for it."""
        if likelihood <= 0:
            return
        key = kind, register_id
        total, best, most = self.weights.get(key, (0.0, None, -1.0))
        if likelihood > most:
            best, most = corrected, likelihood
        self.weights[key] = total + likelihood * PRIOR[kind], best, most

    def causes(self) -> list[Cause]:
        unexplained = UNEXPLAINED / 10 ** len(str(self.value // self.grain))
        total = unexplained + sum(weight for weight, _, _ in self.weights.values())
        made = [
            Cause(kind, weight / total, corrected, register_id)
            for (kind, register_id), (weight, corrected, _) in self.weights.items()
            if weight / total >= LEAST
        ]
        return sorted(made, key=lambda cause: -cause.probability)[:MOST]


def causes(register: Register, value: int, read_at: int, others: Sequence[Register] = ()) -> list[Cause]:
    """Why an index that failed came, likeliest first; empty where there is nothing to compare it with."""
    if register.previous is None or read_at <= register.previous[0]:
        return []
    weighing = _Weighing(register, value, read_at, others)
    _slips(weighing)
    _left_out(weighing)
    _other_registers(weighing)
    _as_it_came(weighing)
    return weighing.causes()


def _slips(weighing: _Weighing) -> None:
    """A finger that slipped on an index that was meant."""
    register, forecast = weighing.register, weighing.forecast
    typed = str(weighing.value // weighing.grain).rjust(weighing.behind + 1, "0")
    for kind, meant, ways in slips(typed, weighing.behind):
        index = int(meant) * weighing.grain
        if index < register.dial.turn and index != weighing.value:
            weighing.add(kind, forecast.likelihood(index, weighing.grain) / ways, index)


#: A slip, the digits that were meant, and how many slips of its kind those could have suffered.
Slip = tuple[int, str, int]


def slips(typed: str, fraction_digits: int) -> Iterator[Slip]:
    """Digits that may have been meant where these were typed. The digits behind the point keep their places, and nobody
    types noughts in front."""
    point = len(typed) - fraction_digits
    whole, rest = typed[:point], typed[point:]
    yield from _added(whole, rest)
    yield from _dropped(whole, rest)
    for kind, meant, ways in chain(_transposed(typed), _mistyped(typed)):
        if meant[0] != "0" or point == 1:
            yield kind, meant, ways


def _added(whole: str, rest: str) -> Iterator[Slip]:
    for place in range(len(whole) if len(whole) > 1 else 0):
        yield CauseKind.CAUSE_KIND_DIGIT_ADDED, whole[:place] + whole[place + 1 :] + rest, 10 * len(whole)


def _dropped(whole: str, rest: str) -> Iterator[Slip]:
    for place in range(len(whole) + 1):
        for digit in "0123456789" if place else "123456789":
            yield CauseKind.CAUSE_KIND_DIGIT_DROPPED, whole[:place] + digit + whole[place:] + rest, len(whole) + 1
    for lost in range(1, NOUGHTS + 1):  # with the first digit go the noughts behind it
        for digit in "123456789":
            yield CauseKind.CAUSE_KIND_DIGIT_DROPPED, digit + "0" * lost + whole + rest, len(whole) + lost + 1


def _transposed(typed: str) -> Iterator[Slip]:
    for place in range(len(typed) - 1):
        if typed[place] != typed[place + 1]:
            swapped = typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
            yield CauseKind.CAUSE_KIND_DIGITS_TRANSPOSED, swapped, len(typed) - 1


def _mistyped(typed: str) -> Iterator[Slip]:
    for place, digit in enumerate(typed):
        for meant in NEIGHBOURS[digit]:
            changed = typed[:place] + meant + typed[place + 1 :]
            yield CauseKind.CAUSE_KIND_DIGIT_MISTYPED, changed, len(typed) * len(NEIGHBOURS[meant])


def _left_out(weighing: _Weighing) -> None:
    """A point that was left out, before as many decimals as the dial shows or fewer: a whole number came. Who has read
    whole units so far seldom begins to read decimals; who has read all of them seldom reads fewer."""
    register, forecast = weighing.register, weighing.forecast
    if weighing.value % MICRO:
        return
    for decimals in range(1, register.dial.fraction_digits + 1):
        index, lost = divmod(weighing.value, 10**decimals)
        if not lost and index >= MICRO:
            as_usual = decimals == weighing.behind
            grain = min(weighing.grain, 10 ** (6 - decimals))
            share = 1.0 if as_usual else OTHER_DECIMALS
            weighing.add(CauseKind.CAUSE_KIND_DECIMAL_POINT, forecast.likelihood(index, grain) * share, index)


def _other_registers(weighing: _Weighing) -> None:
    """The index of another register: a zone of the same meter, or another meter."""
    for other in weighing.others:
        if other.previous is None or other.previous[0] >= weighing.read_at:
            continue
        forecast = Forecast(other, weighing.read_at)
        likelihood = _fitting(weighing, weighing.value, other, forecast)
        if other.meter_id != weighing.register.meter_id:
            weighing.add(CauseKind.CAUSE_KIND_OTHER_METER, likelihood, weighing.value, other.register_id)
        elif other.came is None:
            weighing.add(CauseKind.CAUSE_KIND_ZONES_SWAPPED, likelihood / 2, weighing.value, other.register_id)
        else:
            # Both came, so both tell: what each would have to show if they are not swapped, against if they are.
            straight = max(forecast.likelihood(other.came, weighing.grain), 1e-12)
            crossed = min(_fitting(weighing, other.came, weighing.register, weighing.forecast) / straight, 1e6)
            weighing.add(CauseKind.CAUSE_KIND_ZONES_SWAPPED, likelihood * crossed, other.came, other.register_id)


def _fitting(weighing: _Weighing, value: int, register: Register, forecast: Forecast) -> float:
    """The likelihood of an index on a register that it may have been read from."""
    return forecast.likelihood(register.dial.down(value), weighing.grain)


def _as_it_came(weighing: _Weighing) -> None:
    """The index is right, and something happened."""
    register, forecast, value = weighing.register, weighing.forecast, weighing.value
    used = forecast.quantity(value)
    usual = max(forecast.use, forecast.spread)
    step = register.dial.units(weighing.grain)
    if used < 0:
        turned = forecast.onward(value)
        if turned <= forecast.most:
            weighing.add(CauseKind.CAUSE_KIND_ROLLOVER, forecast.density(turned) * step)
        shown = register.dial.units(value)
        if shown <= 2 * usual:
            weighing.add(CauseKind.CAUSE_KIND_EXCHANGE, step / (2 * usual))
        weighing.add(CauseKind.CAUSE_KIND_TAMPERING, exp(used / (2 * usual)) / (2 * usual) * step)
    elif used == 0:
        weighing.add(CauseKind.CAUSE_KIND_STOPPED_METER, 1.0)
    elif register.fits_under(value) and used <= forecast.most:
        if used > forecast.use + forecast.spread:
            weighing.add(CauseKind.CAUSE_KIND_LEAK, _around(used, LEAK_TIMES * usual, LEAK_SPREAD) * step)
        weighing.add(CauseKind.CAUSE_KIND_CHANGED_USE, _around(used, usual, 1.0) * step)


def _around(used: float, middle: float, spread: float) -> float:
    """The density of a use of which little more than its order of magnitude is known (log-normal)."""
    away = log(used / middle) / spread
    return exp(-away * away / 2) / (used * spread * sqrt(2 * pi))
