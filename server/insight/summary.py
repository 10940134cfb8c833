"""The summary of a day: its figures beside the usual ones, and the services and channels of which they are made."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from smartregion.v1 import insight_service_pb2 as pb
from smartregion.v1.insight_service_pb2 import InsightBuildState, TrendStep

from server.billing import money
from server.codec import date_message, encode_id, timestamp
from server.insight import figures
from server.insight.counting import channel_and_state
from server.insight.figures import METRICS, Known, Metric
from storage.days import day_of
from storage.engine.transaction import Tx
from storage.models.insight import (
    ACTIVE,
    BUILDING,
    CRASHES,
    DEBTS,
    EARLY,
    LATE,
    MESSAGES,
    ON_TIME,
    PRIVACY,
    READINGS,
    SERVED,
    SUPPORT,
    VISITS,
)
from storage.models.notifications import DELIVERED, FAILED_PERMANENT, NEVER_LEFT, TAKEN
from storage.repositories import insight, partners
from storage.repositories.insight import SUMMARY, Cell

#: What is counted of a day by itself.
_OF_A_DAY = (ACTIVE, VISITS, CRASHES, READINGS, MESSAGES, SUPPORT, PRIVACY)
_DAY = TrendStep.TREND_STEP_DAY


def build(tx: Tx) -> pb.InsightBuild:
    """Which count is served, and whether another is made."""
    states = pb.InsightBuildState
    rows = insight.builds(tx)
    row, other = rows[SERVED], rows.get(BUILDING)
    state = states.INSIGHT_BUILD_STATE_REBUILDING if other else states.INSIGHT_BUILD_STATE_SERVED
    return pb.InsightBuild(
        state=InsightBuildState.INSIGHT_BUILD_STATE_FIRST if row.partial else state,
        generation=row.generation,
        served_since=timestamp(row.served_at),
        rebuild_started_at=timestamp(other.begun_at) if other else None,
    )


def known(tx: Tx, cost: figures.Cost, generation: int) -> Known:
    """What is known now."""
    return Known(day_of(tx.now), cost, insight.first_days(tx, generation, (*_OF_A_DAY, DEBTS)))


def summary(tx: Tx, day: date, cost: figures.Cost) -> pb.InsightSummary:
    """The summary of a day as it stands."""
    generation = insight.served(tx)
    wanted = [*figures.behind(day), day]
    cells = insight.on_days(tx, generation, _OF_A_DAY, [one.isoformat() for one in wanted])
    first = wanted[0].isoformat()
    cells += insight.before(tx, generation, DEBTS, first)
    cells += insight.between(tx, generation, DEBTS, first, day.isoformat())
    reckoned = _Reckoned(day, wanted, known(tx, cost, generation))
    return pb.InsightSummary(
        id=encode_id(SUMMARY),
        day=date_message(day.isoformat()),
        figures=[reckoned.figure(number, cells) for number in METRICS],
        services=_services(tx, reckoned, cells),
        channels=_channels(reckoned, cells, cost),
        build=build(tx),
        as_of=timestamp(tx.now),
    )


class _Reckoned:
    """Figures of a day and of those with which it is compared."""

    def __init__(self, day: date, wanted: Sequence[date], known: Known) -> None:
        self._day, self._wanted, self._known = day, wanted, known

    def of(self, metric: Metric, cells: Iterable[Cell]) -> dict[str, float]:
        """The value and the usual, where there are any."""
        mine = [one for one in cells if one.metric in metric.counted]
        found = figures.values(metric, mine, self._wanted, _DAY, self._known)
        both = {"value": found[self._day], "usual": figures.usual(found, self._day, _DAY)}
        return {name: value for name, value in both.items() if value is not None}

    def usual(self, number: int, cells: Iterable[Cell]) -> float | None:
        return self.of(METRICS[number], cells).get("usual")

    def figure(self, number: int, cells: Iterable[Cell]) -> pb.InsightFigure:
        metric = METRICS[number]
        return pb.InsightFigure(metric=number, unit=metric.unit, **self.of(metric, cells))

    def today(self, cells: Iterable[Cell]) -> list[Cell]:
        return [one for one in cells if one.day == self._day.isoformat()]


def _services(tx: Tx, reckoned: _Reckoned, cells: Sequence[Cell]) -> list[pb.ServiceInsight]:
    parted = _parted(cells, (READINGS, DEBTS), lambda one: (one.utility_id, one.commodity))
    names = partners.names(tx, [utility_id for utility_id, _ in parted])
    made = []
    for (utility_id, commodity), mine in sorted(parted.items()):
        today = reckoned.today(one for one in mine if one.metric == READINGS)
        debts = [one for one in mine if one.metric == DEBTS]
        by_part = {part: sum(one.amount for one in today if one.part == part) for part in (ON_TIME, EARLY, LATE)}
        name_uk, name_en = names.get(utility_id, ("", ""))
        made.append(
            pb.ServiceInsight(
                utility_id=encode_id(utility_id),
                utility_name_uk=name_uk,
                utility_name_en=name_en,
                commodity=commodity,
                on_time=by_part[ON_TIME],
                early=by_part[EARLY],
                late=by_part[LATE],
                usual_readings=reckoned.usual(pb.INSIGHT_METRIC_READINGS, mine),
                debtors=sum(one.amount for one in debts),
                debt=money.message(sum(one.total for one in debts)),
            )
        )
    return made


def _channels(reckoned: _Reckoned, cells: Sequence[Cell], cost: figures.Cost) -> list[pb.ChannelInsight]:
    made = []
    parted = _parted(cells, (MESSAGES,), lambda one: channel_and_state(one.part)[0])
    for channel, mine in sorted(parted.items()):
        today = reckoned.today(mine)
        taken, delivered, failed, not_sent = (
            sum(one.amount for one in figures.of_states(today, states))
            for states in (TAKEN, (DELIVERED,), (FAILED_PERMANENT,), NEVER_LEFT)
        )
        made.append(
            pb.ChannelInsight(
                channel=channel,
                taken=taken,
                delivered=delivered,
                failed=failed,
                not_sent=not_sent,
                cost=money.message(figures.kopecks(today, cost)),
                usual_taken=reckoned.usual(pb.INSIGHT_METRIC_MESSAGES, mine),
            )
        )
    return made


def _parted(cells: Iterable[Cell], metrics: Sequence[int], by: Callable[[Cell], Any]) -> dict[Any, list[Cell]]:
    found: dict[Any, list[Cell]] = {}
    for one in cells:
        if one.metric in metrics:
            found.setdefault(by(one), []).append(one)
    return found
