"""Estimation: what a register would show where nobody read it, how sure that is, and by which method.

Each method says what was used between two instants from what the register itself showed before, as far as it can.
The method is chosen by back-testing: each of the last intervals is hidden in turn and estimated from what came before
it; whoever erred least is asked. The errors made then are what the interval is reckoned from. Pure; indexes are
micro-units that never turn (`unrolled`), instants milliseconds, use in the service's unit.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import isnan, sqrt
from typing import NamedTuple

from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.reading_service_pb2 import EstimationMethod, ReadingQuality

from server.codec import DAY_MS
from server.readings.dial import Dial
from server.windows.rules import month_after
from storage.days import day_of, midnight

#: A year as far as its seasons go, milliseconds.
YEAR = 365 * DAY_MS
#: Intervals that are hidden in turn, at most, and those that a method must have estimated to be trusted, at least.
TESTS, TRUSTED = 12, 3
#: Shorter intervals tell of hours, not of days.
SHORTEST = 5 * DAY_MS
#: The part of the true indexes that lies in the interval.
COVERAGE = 0.9
#: Two-sided quantiles of Student's t for it, by degrees of freedom from 1.
_T = (6.31, 2.92, 2.35, 2.13, 2.02, 1.94, 1.89, 1.86, 1.83, 1.81, 1.80, 1.78)
#: What is not tested is sure to within its own size.
UNTESTED = 1.0

Points = Sequence[tuple[int, int]]
#: Monthly weights of use, January first; their mean is 1.
Profile = tuple[float, ...]


@dataclass(frozen=True)
class Policy:
    """What a utility's data allows for a service."""

    #: In the order of preference, where they err alike.
    methods: tuple[int, ...]
    profile: Profile
    #: What is put for a day where nothing else says anything; None where the utility states nothing.
    default_per_day: float | None = None


class Known(NamedTuple):
    """What an estimate rests on."""

    #: Accepted readings that somebody took, oldest first, unrolled.
    points: Points
    dial: Dial
    policy: Policy
    #: Degree-days of heating by day of the year count, from `degree_origin` on, NaN where a day's temperature is not
    #: known; empty where none is.
    degree_days: Sequence[float] = ()
    degree_origin: int = 0
    #: A daily use so small that it says nothing: what was not used so far may be used from now on.
    least_per_day: float = 0.0


class Estimate(NamedTuple):
    """An index that nobody read, onward. `low` and `high` hold nine in ten of the true ones."""

    value: int
    method: int
    low: int
    high: int
    #: Intervals that the method was tested on, and its mean error in them, in the service's unit a day.
    tests: int
    error: float


def average_daily(known: Known, begin: int, end: int) -> float | None:
    """The average daily use of the last year."""
    points = known.points
    first = max(0, bisect_right(points, (points[-1][0] - YEAR, 0)) - 1)
    length = points[-1][0] - points[first][0]
    if length < SHORTEST:
        return None
    return _used(known, points[first][1], points[-1][1]) / length * (end - begin)


def like_period(known: Known, begin: int, end: int) -> float | None:
    """The daily use of the last time that was as long."""
    points = known.points
    first = len(points) - 2
    while first > 0 and points[-1][0] - points[first][0] < min(end - begin, YEAR) * 0.9:
        first -= 1
    if first < 0 or points[-1][0] - points[first][0] < SHORTEST:
        return None
    return _used(known, points[first][1], points[-1][1]) / (points[-1][0] - points[first][0]) * (end - begin)


def same_period_last_year(known: Known, begin: int, end: int) -> float | None:
    """The use between the same two days a year ago."""
    if end - begin > YEAR:
        return None
    before, after = shown_at(known.points, begin - YEAR), shown_at(known.points, end - YEAR)
    return None if before is None or after is None else _used(known, before, after)


def by_profile(known: Known, begin: int, end: int) -> float | None:
    """The use of the last year, spread over its days as the service's users spread it."""
    points = known.points
    first = max(0, bisect_right(points, (points[-1][0] - YEAR, 0)) - 1)
    weight = weighed(known.policy.profile, points[first][0], points[-1][0])
    if points[-1][0] - points[first][0] < SHORTEST or weight <= 0.5:
        return None
    return _used(known, points[first][1], points[-1][1]) / weight * weighed(known.policy.profile, begin, end)


def by_degree_days(known: Known, begin: int, end: int) -> float | None:
    """A daily use with and one without heating, fitted to the intervals by least squares."""
    ahead = _degrees(known, begin, end)
    if ahead is None:
        return None
    seen = []
    for start, stop in pairwise(known.points[-25:]):
        degrees, days = _degrees(known, start[0], stop[0]), (stop[0] - start[0]) / DAY_MS
        if degrees is not None and stop[0] - start[0] >= SHORTEST:
            seen.append((degrees / days, _used(known, start[1], stop[1]) / days, days))
    if len(seen) < 6:
        return None
    total = sum(days for *_, days in seen)
    middle = sum(degrees * days for degrees, _, days in seen) / total
    usual = sum(used * days for _, used, days in seen) / total
    spread = sum(days * (degrees - middle) ** 2 for degrees, _, days in seen)
    if not spread:
        return None
    slope = sum(days * (degrees - middle) * (used - usual) for degrees, used, days in seen) / spread
    days = (end - begin) / DAY_MS
    return max(0.0, (usual + slope * (ahead / days - middle)) * days)


def by_default(known: Known, begin: int, end: int) -> float | None:
    """What the utility's data puts for a day."""
    per_day = known.policy.default_per_day
    return None if per_day is None else per_day * (end - begin) / DAY_MS


Method = Callable[[Known, int, int], float | None]


class Way(NamedTuple):
    """A method: how it reckons, which quality its result has, and what it is called."""

    use: Method
    quality: int
    uk: str
    en: str


_REFERENCE = int(ReadingQuality.READING_QUALITY_REFERENCE_DAY_ESTIMATE)
_PROJECTED = int(ReadingQuality.READING_QUALITY_PROJECTED)
INTERPOLATION = int(EstimationMethod.ESTIMATION_METHOD_INTERPOLATION)
WAYS: dict[int, Way] = {
    EstimationMethod.ESTIMATION_METHOD_AVERAGE_DAILY: Way(
        average_daily, _PROJECTED, "за середньодобовим споживанням", "by the average daily use"
    ),
    EstimationMethod.ESTIMATION_METHOD_SAME_PERIOD_LAST_YEAR: Way(
        same_period_last_year, _REFERENCE, "за той самий період торік", "by the same period last year"
    ),
    EstimationMethod.ESTIMATION_METHOD_LIKE_PERIOD: Way(
        like_period, _REFERENCE, "за попередній такий самий період", "by the last period of the same length"
    ),
    EstimationMethod.ESTIMATION_METHOD_DEGREE_DAY: Way(
        by_degree_days, _PROJECTED, "за градусо-добами", "by degree-days"
    ),
    EstimationMethod.ESTIMATION_METHOD_PROFILE: Way(by_profile, _PROJECTED, "за профілем послуги", "by the profile"),
    EstimationMethod.ESTIMATION_METHOD_UTILITY_DEFAULT: Way(
        by_default, _PROJECTED, "за нормою постачальника", "by the utility's default"
    ),
}
#: What an estimate between two readings is called; it is no choice, and never a forecast.
INTERPOLATED = ("між двома показаннями", "between two readings")

_M = EstimationMethod
_ALL = (
    int(_M.ESTIMATION_METHOD_SAME_PERIOD_LAST_YEAR),
    int(_M.ESTIMATION_METHOD_DEGREE_DAY),
    int(_M.ESTIMATION_METHOD_PROFILE),
    int(_M.ESTIMATION_METHOD_AVERAGE_DAILY),
    int(_M.ESTIMATION_METHOD_LIKE_PERIOD),
    int(_M.ESTIMATION_METHOD_UTILITY_DEFAULT),
)
_EVEN = (1.0,) * 12
#: What is allowed, and how use is spread over the year, where no rule set says otherwise.
POLICIES: dict[int, Policy] = {
    Commodity.COMMODITY_COLD_WATER: Policy(_ALL, _EVEN),
    Commodity.COMMODITY_HOT_WATER: Policy(_ALL, _EVEN),
    Commodity.COMMODITY_GAS: Policy(_ALL, (2.10, 1.90, 1.55, 0.90, 0.40, 0.30, 0.25, 0.25, 0.35, 0.85, 1.40, 1.75)),
    Commodity.COMMODITY_ELECTRICITY: Policy(
        _ALL, (1.15, 1.10, 1.05, 1.00, 0.90, 0.88, 0.90, 0.90, 0.92, 1.00, 1.08, 1.12)
    ),
    Commodity.COMMODITY_HEAT: Policy(_ALL, (2.60, 2.35, 1.85, 0.60, 0.0, 0.0, 0.0, 0.0, 0.0, 0.70, 1.70, 2.20)),
}


def unrolled(readings: Sequence[tuple[int, int, bool]], dial: Dial) -> list[tuple[int, int]]:
    """Instants and onward indexes, from (instant, index, whether the dial turned before it)."""
    made: list[tuple[int, int]] = []
    turns = before = 0
    for at, value, rollover in readings:
        turns += dial.turned(before, value, rollover)
        made.append((at, value + turns))
        before = value
    return made


def estimate(known: Known, at: int) -> Estimate | None:
    """The likeliest index at an instant behind the last reading; None where no allowed method says anything."""
    if not known.points or at <= known.points[-1][0]:
        return None
    begin, last = known.points[-1]
    best: tuple[tuple[bool, float, int], int, float, list[float]] | None = None
    for place, method in enumerate(known.policy.methods):
        use = WAYS[method].use(known, begin, at)
        if use is None or use < 0:
            continue
        errors = tested(known, method)
        trusted = len(errors) >= TRUSTED
        rank = (not trusted, _mean(errors) if trusted else 0.0, place)
        if best is None or rank < best[0]:
            best = rank, method, use, errors
    if best is None:
        return None
    _, method, use, errors = best
    days = (at - begin) / DAY_MS
    half = _half(errors) * days if len(errors) >= TRUSTED else max(use, days * _least(known)) * UNTESTED
    index, away = last + known.dial.difference(use), known.dial.difference(half)
    low, high = max(last, index - away), index + away
    return Estimate(index, method, low, high, len(errors), _mean(errors))


def interpolated(before: tuple[int, int], after: tuple[int, int], at: int, step: int) -> Estimate:
    """The index on the straight line between two readings; the true one lies between them."""
    span = after[1] - before[1]
    index = before[1] + span * (at - before[0]) // (after[0] - before[0])
    return Estimate(index // step * step, INTERPOLATION, before[1], after[1], 0, 0.0)


def tested(known: Known, method: int) -> list[float]:
    """The errors of a method, in the service's unit a day, over the last intervals, each hidden in turn."""
    points, errors = known.points, []
    for place in range(max(1, len(points) - TESTS), len(points)):
        (begin, before), (end, after) = points[place - 1], points[place]
        if end - begin < SHORTEST:
            continue
        use = WAYS[method].use(known._replace(points=points[:place]), begin, end)
        if use is not None:
            errors.append((use - _used(known, before, after)) * DAY_MS / (end - begin))
    return errors


def _half(errors: Sequence[float]) -> float:
    """Half of the interval, a day: Student's t over the errors that were made."""
    count = len(errors)
    spread = sqrt(sum(error * error for error in errors) / count)
    return _T[min(count, len(_T)) - 1] * spread * sqrt(1 + 1 / count)


def _mean(errors: Sequence[float]) -> float:
    return sum(map(abs, errors)) / len(errors) if errors else 0.0


def _least(known: Known) -> float:
    """A daily use that can't be excluded: what the utility puts by default, or a little."""
    return known.policy.default_per_day or known.least_per_day


def shown_at(points: Points, at: int) -> int | None:
    """The index at an instant between two readings; None outside of them."""
    place = bisect_right(points, (at, 1 << 62))
    if place == 0:
        return None
    before = points[place - 1]
    if before[0] == at:
        return before[1]
    if place == len(points):
        return None
    after = points[place]
    return before[1] + (after[1] - before[1]) * (at - before[0]) // (after[0] - before[0])


def weighed(profile: Profile, begin: int, end: int) -> float:
    """Days between two instants, each with the weight of its month."""
    total, at = 0.0, begin
    while at < end:
        month, after = _month(at // DAY_MS)
        stop = min(end, after)
        total += profile[month - 1] * (stop - at) / DAY_MS
        at = stop
    return total


@lru_cache(maxsize=100_000)
def _month(day_number: int) -> tuple[int, int]:
    """The month in Kyiv in which a day since the epoch begins, and the instant of the next; by whole days."""
    day = day_of(day_number * DAY_MS)
    after = month_after(day)
    return day.month, max(midnight(after), (day_number + 1) * DAY_MS)


def _degrees(known: Known, begin: int, end: int) -> float | None:
    """Degree-days between two instants; None where a day's temperature is not known."""
    first, last = day_of(begin).toordinal() - known.degree_origin, day_of(end).toordinal() - known.degree_origin
    if first < 0 or last > len(known.degree_days) or first >= last:
        return None
    total = sum(known.degree_days[first:last])
    return None if isnan(total) else total


def _used(known: Known, before: int, after: int) -> float:
    return known.dial.units(after - before)


def origin(day: date) -> int:
    """A day as `degree_origin` counts it."""
    return day.toordinal()
