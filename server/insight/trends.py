"""Trends: a figure over time beside the usual, whole or parted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from smartregion.v1 import insight_service_pb2 as pb
from smartregion.v1.insight_service_pb2 import TrendGroup, TrendStep

from server.codec import calendar_date, date_message, encode_id, optional_id
from server.errors import InvalidField
from server.insight import figures
from server.insight.counting import channel_and_state
from server.insight.figures import METRICS, Known, Metric
from server.insight.summary import build, known
from server.limits import SMALLEST_GROUP, TREND_STEPS, TREND_STREETS
from server.small_groups import apart
from storage.engine.transaction import Tx
from storage.models.insight import STREETS
from storage.repositories import insight, partners
from storage.repositories.insight import Cell, Narrow

#: What a trend is parted by: a utility, a service, a channel or a street.
_BY: dict[int, Callable[[Cell], int]] = {
    TrendGroup.TREND_GROUP_UNSPECIFIED: lambda one: 0,
    TrendGroup.TREND_GROUP_UTILITY: lambda one: one.utility_id,
    TrendGroup.TREND_GROUP_COMMODITY: lambda one: one.commodity,
    TrendGroup.TREND_GROUP_CHANNEL: lambda one: channel_and_state(one.part)[0],
}


@dataclass(frozen=True)
class Asked:
    """What a trend is wanted of."""

    metric: Metric
    step: int
    group: int
    #: First days of its steps.
    steps: tuple[date, ...]
    narrow: Narrow

    @classmethod
    def of(cls, request: Any) -> "Asked":
        """Raises InvalidField."""
        metric = METRICS[request.metric]
        first, last = calendar_date(request.__getattribute__("from"), "from"), calendar_date(request.to, "to")
        if last < first:
            raise InvalidField("to", "date.order", "must not be before from")
        if (last - first).days > TREND_STEPS * 31:
            raise InvalidField("to", "insight.steps", f"at most {TREND_STEPS} steps may lie between")
        steps = figures.starts(first, last, request.step)
        if len(steps) > TREND_STEPS:
            raise InvalidField("to", "insight.steps", f"at most {TREND_STEPS} steps may lie between")
        if request.group and request.group not in metric.groups:
            raise InvalidField("group", "insight.group", "this figure is not parted so")
        narrow = Narrow(optional_id(request.utility_id, "utility_id") or 0, request.commodity)
        if any(narrow) and TrendGroup.TREND_GROUP_UTILITY not in metric.groups:
            raise InvalidField("utility_id" if narrow.utility_id else "commodity", "insight.narrow", "must be empty")
        return cls(metric, request.step, request.group, tuple(steps), narrow)

    @property
    def looked_at(self) -> list[date]:
        """The steps, and those before them that say what is usual."""
        if self.step == TrendStep.TREND_STEP_MONTH:
            return list(self.steps)
        return figures.starts(figures.behind(self.steps[0])[0], self.steps[-1], self.step)

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last day that is looked at."""
        last = figures.after(self.steps[-1], self.step) - timedelta(days=1)
        return self.looked_at[0].isoformat(), last.isoformat()


def trends(tx: Tx, asked: Asked, cost: figures.Cost) -> pb.GetTrendsResponse:
    generation = insight.served(tx)
    knowing = known(tx, cost, generation)
    reply = pb.GetTrendsResponse(unit=asked.metric.unit, build=build(tx))
    if asked.group == TrendGroup.TREND_GROUP_STREET:
        for street, cells in _by_street(tx, generation, asked).items():
            reply.series.append(pb.TrendSeries(street=street, points=_points(asked, cells, knowing)))
        return reply
    parted: dict[int, list[Cell]] = {} if asked.group else {0: []}
    for one in _cells(tx, generation, asked):
        parted.setdefault(_BY[asked.group](one), []).append(one)
    of_utilities = asked.group == TrendGroup.TREND_GROUP_UTILITY
    names = partners.names(tx, list(parted)) if of_utilities else {}
    for number, cells in sorted(parted.items()):
        series = pb.TrendSeries(points=_points(asked, cells, knowing))
        if of_utilities:
            series.utility_id = encode_id(number)
            series.utility_name_uk, series.utility_name_en = names.get(number, ("", ""))
        elif asked.group == TrendGroup.TREND_GROUP_COMMODITY:
            series.commodity = number  # type: ignore[assignment]
        elif asked.group == TrendGroup.TREND_GROUP_CHANNEL:
            series.channel = number  # type: ignore[assignment]
        reply.series.append(series)
    return reply


def _cells(tx: Tx, generation: int, asked: Asked) -> list[Cell]:
    """What was counted in the days that are looked at; of a stock also what came before."""
    first, last = asked.days
    found: list[Cell] = []
    for counted in asked.metric.counted:
        if asked.metric.stock:
            found += insight.before(tx, generation, counted, first, asked.narrow)
        found += insight.between(tx, generation, counted, first, last, asked.narrow)
    return found


def _by_street(tx: Tx, generation: int, asked: Asked) -> dict[str, list[Cell]]:
    """The streets with most readings, the most first; those that are too small to stand alone, and those that are too
    many to be told, together as "". A street is as large as it has households of the service that is asked about: what
    one flat alone has would be told of that flat."""
    first, last = asked.days
    sizes = insight.places(tx, generation, STREETS, first, last, asked.narrow)
    order = sorted(sizes, key=lambda street: (-sizes[street], street))
    told, rest = order[:TREND_STREETS], order[TREND_STREETS:]
    people = {street: _households(tx, [street], asked.narrow) for street in told}
    if rest:
        people[""] = _households(tx, rest, asked.narrow)
    alone, together = apart(people, lambda several: sum(people[one] for one in several), SMALLEST_GROUP, never=("",))
    shown = [street for street in told if street in alone]
    found: dict[str, list[Cell]] = {street: [] for street in shown}
    for one in insight.at_places(tx, generation, STREETS, first, last, asked.narrow, shown):
        found[one.place].append(one)
    if together:
        taken = [one._replace(amount=-one.amount) for cells in found.values() for one in cells]
        found[""] = [*_cells(tx, generation, asked), *taken]
    return found


def _households(tx: Tx, streets: Sequence[str], narrow: Narrow) -> int:
    """Households of streets that may be behind the figures, counted up to those of the smallest group."""
    found = 0
    for one in streets:
        if found >= SMALLEST_GROUP:
            break
        city, _, street = one.partition(", ")
        found += insight.households(tx, city, street, narrow, SMALLEST_GROUP - found)
    return found


def _points(asked: Asked, cells: Sequence[Cell], knowing: Known) -> list[pb.TrendPoint]:
    found = figures.values(asked.metric, cells, asked.looked_at, asked.step, knowing)
    return [
        pb.TrendPoint(
            day=date_message(first.isoformat()),
            value=found[first],
            usual=figures.usual(found, first, asked.step),
        )
        for first in asked.steps
    ]
