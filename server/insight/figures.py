"""What the figures are, reckoned from what was counted by day: pure, and the same for one day and for a trend.

A figure has no value before the first day of which anything is known, on days to come, and where it would be a share or
a mean of nothing.
"""

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from smartregion.v1.insight_service_pb2 import InsightMetric as M
from smartregion.v1.insight_service_pb2 import InsightUnit as U
from smartregion.v1.insight_service_pb2 import TrendGroup as G
from smartregion.v1.insight_service_pb2 import TrendStep

from server.insight.counting import channel_and_state
from server.notifications.campaigns.estimate import spent
from server.notifications.providers import Providers
from storage.models.insight import ACTIVE, CRASHES, DEBTS, MESSAGES, ON_TIME, PRIVACY, READINGS, SUPPORT, VISITS
from storage.models.notifications import DELIVERED, FAILED_PERMANENT, TAKEN
from storage.repositories.campaigns import Carried
from storage.repositories.insight import Cell

#: How many weeks back the usual is looked for, and how many of them must have a value.
WEEKS, WEEKS_LEAST = 8, 3
_HOUR, _DAY = 3_600_000, 86_400_000
Values = dict[date, float | None]
#: Kopecks of what providers carried.
Cost = Callable[[Iterable[Carried]], int]


def prices(providers: Providers) -> Cost:
    return lambda carried: spent(carried, providers)


@dataclass(frozen=True)
class Metric:
    """A figure: from which counts, and how. `value` is given what was counted in a step, and its days so far."""

    unit: int
    counted: tuple[int, ...]
    value: Callable[[Sequence[Cell], int, Cost], float | None]
    #: By what it may be parted.
    groups: frozenset[int] = frozenset()
    #: It tells what there is at the end of a step, and not what came in it.
    stock: bool = False


def _amount(cells: Iterable[Cell]) -> int:
    return sum(one.amount for one in cells)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None


def _active(cells: Sequence[Cell], days: int, cost: Cost) -> float | None:
    return _amount(cells) / days if days else None


def _crash_free(cells: Sequence[Cell], days: int, cost: Cost) -> float | None:
    visits = _amount(one for one in cells if one.metric == VISITS)
    return _share(max(0, visits - _amount(one for one in cells if one.metric == CRASHES)), visits)


def _count(cells: Sequence[Cell], days: int, cost: Cost) -> float | None:
    return float(_amount(cells))


def _on_time(cells: Sequence[Cell], days: int, cost: Cost) -> float | None:
    return _share(_amount(one for one in cells if one.part == ON_TIME), _amount(cells))


def of_states(cells: Iterable[Cell], states: Sequence[int]) -> Iterator[Cell]:
    """Messages that are in one of these states."""
    return (one for one in cells if channel_and_state(one.part)[1] in states)


def _taken(cells: Sequence[Cell], days: int, cost: Cost) -> float | None:
    return float(_amount(of_states(cells, TAKEN)))


def _delivered(cells: Sequence[Cell], days: int, cost: Cost) -> float | None:
    return _share(_amount(of_states(cells, [DELIVERED])), _amount(of_states(cells, [DELIVERED, FAILED_PERMANENT])))


def kopecks(cells: Iterable[Cell], cost: Cost) -> int:
    """What messages cost."""
    return cost(
        Carried(channel_and_state(one.part)[0], one.place, one.amount, one.total) for one in of_states(cells, TAKEN)
    )


def _cost(cells: Sequence[Cell], days: int, cost: Cost) -> float | None:
    return kopecks(cells, cost) / 100


def _debt(cells: Sequence[Cell], days: int, cost: Cost) -> float | None:
    return sum(one.total for one in cells) / 100


def _mean(unit: int) -> Callable[[Sequence[Cell], int, Cost], float | None]:
    def value(cells: Sequence[Cell], days: int, cost: Cost) -> float | None:
        amount = _amount(cells)
        return sum(one.total for one in cells) / amount / unit if amount > 0 else None

    return value


_SERVICES = frozenset({G.TREND_GROUP_UTILITY, G.TREND_GROUP_COMMODITY})
_PLACES = _SERVICES | {G.TREND_GROUP_STREET}
_CHANNELS = frozenset({G.TREND_GROUP_CHANNEL})
_COUNT, _SHARE, _MONEY = U.INSIGHT_UNIT_COUNT, U.INSIGHT_UNIT_SHARE, U.INSIGHT_UNIT_HRYVNIA
METRICS: dict[int, Metric] = {
    M.INSIGHT_METRIC_ACTIVE_USERS: Metric(_COUNT, (ACTIVE,), _active),
    M.INSIGHT_METRIC_CRASH_FREE: Metric(_SHARE, (VISITS, CRASHES), _crash_free),
    M.INSIGHT_METRIC_READINGS: Metric(_COUNT, (READINGS,), _count, _PLACES),
    M.INSIGHT_METRIC_READINGS_ON_TIME: Metric(_SHARE, (READINGS,), _on_time, _PLACES),
    M.INSIGHT_METRIC_MESSAGES: Metric(_COUNT, (MESSAGES,), _taken, _CHANNELS),
    M.INSIGHT_METRIC_MESSAGES_DELIVERED: Metric(_SHARE, (MESSAGES,), _delivered, _CHANNELS),
    M.INSIGHT_METRIC_MESSAGE_COST: Metric(_MONEY, (MESSAGES,), _cost, _CHANNELS),
    M.INSIGHT_METRIC_DEBT: Metric(_MONEY, (DEBTS,), _debt, _SERVICES, stock=True),
    M.INSIGHT_METRIC_DEBTORS: Metric(_COUNT, (DEBTS,), _count, _SERVICES, stock=True),
    M.INSIGHT_METRIC_SUPPORT_ANSWER: Metric(U.INSIGHT_UNIT_HOURS, (SUPPORT,), _mean(_HOUR)),
    M.INSIGHT_METRIC_PRIVACY_ANSWER: Metric(U.INSIGHT_UNIT_DAYS, (PRIVACY,), _mean(_DAY)),
}


def start(day: date, step: int) -> date:
    """The first day of the step in which a day lies."""
    if step == TrendStep.TREND_STEP_WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == TrendStep.TREND_STEP_MONTH else day


def after(first: date, step: int) -> date:
    """The first day behind a step."""
    if step == TrendStep.TREND_STEP_WEEK:
        return first + timedelta(days=7)
    if step == TrendStep.TREND_STEP_MONTH:
        return (first + timedelta(days=31)).replace(day=1)
    return first + timedelta(days=1)


def starts(first: date, last: date, step: int) -> list[date]:
    """The first days of the steps from one day to another."""
    found = [start(first, step)]
    while (following := after(found[-1], step)) <= last:
        found.append(following)
    return found


@dataclass(frozen=True)
class Known:
    """What is known when a figure is reckoned."""

    today: date
    cost: Cost
    #: The first day of which anything is known, by what is counted.
    first: Mapping[int, str] = field(default_factory=dict)

    def since(self, metric: Metric) -> date | None:
        days = [self.first[one] for one in metric.counted if one in self.first]
        return date.fromisoformat(min(days)) if days else None


def values(metric: Metric, cells: Iterable[Cell], wanted: Sequence[date], step: int, known: Known) -> Values:
    """The value of each step that is wanted, by its first day, in rising order. Of a stock, `cells` have what came
    before on a day before any."""
    since = known.since(metric)
    by_start: dict[date | None, list[Cell]] = {}
    for one in cells:
        by_start.setdefault(start(date.fromisoformat(one.day), step) if one.day else None, []).append(one)
    found: Values = {}
    standing = by_start.pop(None, [])
    left = sorted(by_start.items(), key=lambda item: str(item[0]))
    for first in wanted:
        last = min(after(first, step) - timedelta(days=1), known.today)
        if since is None or last < since or first > known.today:
            found[first] = None
            continue
        if metric.stock:
            while left and str(left[0][0]) <= first.isoformat():
                standing += left.pop(0)[1]
            found[first] = metric.value(standing, 1, known.cost)
        else:
            days = (last - max(first, since)).days + 1
            found[first] = metric.value(by_start.get(first, []), days, known.cost)
    return found


def behind(first: date) -> list[date]:
    """Where the usual of a day or a week is looked for, the farthest first."""
    return [first - timedelta(weeks=number) for number in range(WEEKS, 0, -1)]


def usual(found: Mapping[date, float | None], first: date, step: int) -> float | None:
    """The median of the weeks before; None for months, and where too few of them have a value."""
    if step == TrendStep.TREND_STEP_MONTH:
        return None
    there = [value for value in map(found.get, behind(first)) if value is not None]
    return statistics.median(there) if len(there) >= WEEKS_LEAST else None
