"""Figures as they are reckoned from counts: values, what is usual, and where there is nothing to tell."""

from datetime import date, timedelta

import pytest
from smartregion.v1.insight_service_pb2 import InsightMetric as M
from smartregion.v1.insight_service_pb2 import TrendStep

from server.insight import figures
from server.insight.counting import part_of
from server.insight.figures import METRICS, Known
from storage.models.insight import ACTIVE, CRASHES, DEBTS, LATE, MESSAGES, ON_TIME, READINGS, SUPPORT, VISITS
from storage.models.notifications import DELIVERED, FAILED_PERMANENT, SENT, SUPPRESSED
from storage.repositories.insight import Cell

TODAY = date(2026, 11, 23)
DAY, WEEK, MONTH = TrendStep.TREND_STEP_DAY, TrendStep.TREND_STEP_WEEK, TrendStep.TREND_STEP_MONTH
SMS, HOUR = 2, 3_600_000
KNOWN = Known(TODAY, lambda carried: sum(50 * one.parts for one in carried), dict.fromkeys(range(1, 10), "2026-09-01"))


def cell(metric: int, amount: int, total: int = 0, part: int = 0, day: date = TODAY, place: str = "") -> Cell:
    return Cell(metric, day.isoformat(), 0, 0, part, place, amount, total)


def value(metric: int, *cells: Cell, step: int = DAY, known: Known = KNOWN) -> float | None:
    first = figures.start(TODAY, step)
    return figures.values(METRICS[metric], cells, [first], step, known)[first]


@pytest.mark.parametrize(
    ("metric", "cells", "expected"),
    [
        (M.INSIGHT_METRIC_ACTIVE_USERS, [cell(ACTIVE, 7)], 7),
        (M.INSIGHT_METRIC_ACTIVE_USERS, [], 0),
        (M.INSIGHT_METRIC_CRASH_FREE, [cell(VISITS, 200), cell(CRASHES, 3)], 0.985),
        (M.INSIGHT_METRIC_CRASH_FREE, [cell(VISITS, 2), cell(CRASHES, 3)], 0),
        (M.INSIGHT_METRIC_CRASH_FREE, [cell(CRASHES, 3)], None),
        (M.INSIGHT_METRIC_READINGS, [cell(READINGS, 3, part=ON_TIME), cell(READINGS, 1, part=LATE)], 4),
        (M.INSIGHT_METRIC_READINGS_ON_TIME, [cell(READINGS, 3, part=ON_TIME), cell(READINGS, 1, part=LATE)], 0.75),
        (M.INSIGHT_METRIC_READINGS_ON_TIME, [], None),
        (M.INSIGHT_METRIC_SUPPORT_ANSWER, [cell(SUPPORT, 4, 6 * HOUR)], 1.5),
        (M.INSIGHT_METRIC_SUPPORT_ANSWER, [], None),
    ],
)
def test_a_figure_is_reckoned_from_what_was_counted(metric: int, cells: list[Cell], expected: float | None) -> None:
    assert value(metric, *cells) == expected


def test_messages_are_told_by_what_became_of_them_and_cost_where_a_provider_took_them() -> None:
    cells = [
        cell(MESSAGES, 2, 4, part_of(SMS, SENT), place="lviv"),
        cell(MESSAGES, 3, 3, part_of(SMS, DELIVERED), place="lviv"),
        cell(MESSAGES, 1, 9, part_of(SMS, FAILED_PERMANENT)),
        cell(MESSAGES, 5, 0, part_of(SMS, SUPPRESSED)),
    ]
    assert value(M.INSIGHT_METRIC_MESSAGES, *cells) == 5
    assert value(M.INSIGHT_METRIC_MESSAGES_DELIVERED, *cells) == 0.75
    assert value(M.INSIGHT_METRIC_MESSAGE_COST, *cells) == 3.5


def test_what_is_owed_stands_until_it_is_paid() -> None:
    cells = [
        Cell(DEBTS, "", 0, 0, 0, "", 2, 50_000),
        cell(DEBTS, 1, 20_000, day=TODAY - timedelta(days=2)),
        cell(DEBTS, -2, -60_000),
    ]
    days = [TODAY - timedelta(days=number) for number in (3, 2, 1, 0)]
    debt, debtors = (
        figures.values(METRICS[metric], cells, days, DAY, KNOWN)
        for metric in (M.INSIGHT_METRIC_DEBT, M.INSIGHT_METRIC_DEBTORS)
    )
    assert list(debt.values()) == [500, 700, 700, 100]
    assert list(debtors.values()) == [2, 3, 3, 1]


def test_days_to_come_and_days_before_anything_is_known_have_no_value() -> None:
    days = [date(2026, 8, 31), date(2026, 9, 1), TODAY, TODAY + timedelta(days=1)]
    found = figures.values(METRICS[M.INSIGHT_METRIC_READINGS], [], days, DAY, KNOWN)
    assert list(found.values()) == [None, 0, 0, None]
    nothing = Known(TODAY, KNOWN.cost)
    assert value(M.INSIGHT_METRIC_READINGS, known=nothing) is None


def test_active_users_of_a_week_are_the_mean_of_its_days_so_far() -> None:
    wednesday = Known(TODAY + timedelta(days=2), KNOWN.cost, KNOWN.first)
    cells = [cell(ACTIVE, 10), cell(ACTIVE, 20, day=TODAY + timedelta(days=2))]
    assert value(M.INSIGHT_METRIC_ACTIVE_USERS, *cells, step=WEEK, known=wednesday) == 10
    assert value(M.INSIGHT_METRIC_READINGS, step=WEEK, known=wednesday) == 0


def test_the_usual_is_the_median_of_the_same_weekday_and_needs_three_of_them() -> None:
    weeks: dict[date, float | None] = {TODAY - timedelta(weeks=number): float(number) for number in range(1, 9)}
    others: dict[date, float | None] = {TODAY - timedelta(days=number): 1_000.0 for number in (1, 2, 6, 63)}
    assert figures.usual(weeks | others, TODAY, DAY) == 4.5
    assert figures.usual({**weeks, TODAY - timedelta(weeks=8): None}, TODAY, DAY) == 4
    assert figures.usual(dict(list(weeks.items())[:3]), TODAY, WEEK) == 2
    assert figures.usual(dict(list(weeks.items())[:2]), TODAY, DAY) is None
    assert figures.usual(weeks, TODAY, MONTH) is None


def test_steps_are_days_weeks_from_monday_and_months() -> None:
    first, last = date(2026, 11, 26), date(2026, 12, 8)
    assert len(figures.starts(first, last, DAY)) == 13
    assert figures.starts(first, last, WEEK) == [date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7)]
    assert figures.starts(first, last, MONTH) == [date(2026, 11, 1), date(2026, 12, 1)]
