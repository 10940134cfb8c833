"""Reading windows: the openings of a month, and the day a reading counts for, across the change of the clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.account_service_pb2 import EarlyPolicy, LatePolicy

from server.errors import Conflict, InvalidField
from server.windows.rules import Standing, Window, Windows, check, nearest, open_on, openings, period, placed
from storage.days import KYIV, day_of, midnight
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.accounts import ReadingWindow


def window(first: int, last: int, deemed: int = 0, late: int = 1, early: int = 1, days: int = 0) -> Window:
    return Window(first, last, deemed, late, 1, early, days, "2020-01-01", None)


GAS, ELECTRICITY, WATER = window(1, 5, 1), window(-2, 3, 1), window(20, 25)


def ms(text: str) -> int:
    """A Kyiv wall-clock time in milliseconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=KYIV).astimezone(UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("one", "month", "opens", "closes", "deemed"),
    [
        (GAS, "2026-11-01", "2026-11-01", "2026-11-05", "2026-11-01"),
        (ELECTRICITY, "2026-03-01", "2026-02-27", "2026-03-03", "2026-03-01"),
        (ELECTRICITY, "2028-03-01", "2028-02-28", "2028-03-03", "2028-03-01"),
        (ELECTRICITY, "2027-01-01", "2026-12-30", "2027-01-03", "2027-01-01"),
        (window(25, -1), "2026-02-01", "2026-02-25", "2026-02-28", None),
    ],
)
def test_a_window_opens_once_a_month(one: Window, month: str, opens: str, closes: str, deemed: str | None) -> None:
    found = period(one, date.fromisoformat(month))
    assert (found.opens.isoformat(), found.closes.isoformat()) == (opens, closes)
    assert (found.deemed.isoformat() if found.deemed else None) == deemed


def test_in_the_window_a_reading_counts_for_the_deemed_day() -> None:
    at = ms("2026-10-30T21:00")
    assert placed(ELECTRICITY, at, at).deemed_at == ms("2026-11-01T00:00")
    assert placed(WATER, ms("2026-11-21T09:00"), ms("2026-11-21T09:00")).deemed_at is None


def test_an_index_of_another_month_is_not_moved_into_this_one() -> None:
    assert placed(GAS, ms("2026-11-02T10:00"), ms("2026-10-07T10:00")).deemed_at is None


def test_late_readings_go_by_the_utilitys_policy() -> None:
    at = ms("2026-11-10T10:00")
    assert placed(GAS, at, at).standing is Standing.LATE
    assert placed(GAS, at, at).refused is None
    following = window(1, 5, 1, late=LatePolicy.LATE_POLICY_DEEM_NEXT)
    assert placed(following, at, at).deemed_at == ms("2026-12-01T00:00")
    strict = window(1, 5, 1, late=LatePolicy.LATE_POLICY_REFUSE)
    assert placed(strict, at, at).refused == date(2026, 12, 1)


def test_early_readings_have_a_policy_of_their_own() -> None:
    at = ms("2026-11-18T10:00")
    early = window(20, 25, 20, late=LatePolicy.LATE_POLICY_REFUSE, early=EarlyPolicy.EARLY_POLICY_DEEM, days=3)
    assert placed(early, at, at).standing is Standing.EARLY
    assert placed(early, at, at).deemed_at == ms("2026-11-20T00:00")
    before = ms("2026-11-16T10:00")
    assert placed(early, before, before).refused == date(2026, 11, 20)


def test_the_first_early_day_is_early_and_the_day_before_it_late() -> None:
    one = window(20, 25, days=3)
    assert nearest(one, date(2026, 11, 17))[0] is Standing.EARLY
    assert nearest(one, date(2026, 11, 16))[0] is Standing.LATE


def test_what_was_read_on_an_early_day_and_comes_in_time_counts_for_the_deemed_day() -> None:
    one, came = window(20, 25, 25, days=3), ms("2026-11-21T09:00")
    assert placed(one, came, ms("2026-11-17T09:00")).deemed_at == ms("2026-11-25T00:00")
    assert placed(one, came, ms("2026-11-16T09:00")).deemed_at is None


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2027-03-28"])
def test_days_begin_at_midnight_in_kyiv_when_the_clocks_change(day: str) -> None:
    begins = date.fromisoformat(day)
    assert midnight(begins) == ms(f"{day}T00:00")
    assert day_of(midnight(begins)) == begins
    assert day_of(midnight(begins) - 1) == begins - timedelta(days=1)
    assert midnight(begins + timedelta(days=1)) - midnight(begins) != 86_400_000


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from([GAS, ELECTRICITY, WATER, window(25, -1)]))
def test_every_day_belongs_to_the_opening_it_lies_in_or_the_next(day: date, one: Window) -> None:
    standing, found = nearest(one, day)
    assert day <= found.closes
    assert (standing is Standing.IN_TIME) == (found.opens <= day)
    assert (found.opens - day).days <= 31


def test_openings_between_two_days_are_those_that_touch_them() -> None:
    found = openings(ELECTRICITY, date(2026, 11, 2), date(2026, 12, 31))
    assert [(one.opens.isoformat(), one.closes.isoformat()) for one in found] == [
        ("2026-10-30", "2026-11-03"),
        ("2026-11-29", "2026-12-03"),
        ("2026-12-30", "2027-01-03"),
    ]
    early = openings(window(1, 5, days=3), date(2026, 12, 1), date(2026, 12, 2))
    assert [one.early_from for one in early] == [date(2026, 11, 28)]


# -- days in force

#: Open from the 20th to the 25th; in force from 22 November to 23 December 2026.
CUT = replace(WATER, effective_from="2026-11-22", effective_to="2026-12-23")


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        ("2026-11-21", None),  # not in force yet
        ("2026-11-22", "2026-11-20"),
        ("2026-11-25", "2026-11-20"),
        ("2026-11-26", None),  # closed
        ("2026-12-20", "2026-12-20"),
        ("2026-12-23", "2026-12-20"),  # the last day in force is one
        ("2026-12-24", None),
    ],
)
def test_a_window_is_open_on_days_on_which_it_is_in_force(day: str, opens: str | None) -> None:
    found = open_on(CUT, date.fromisoformat(day))
    assert (found and found.opens.isoformat()) == opens


@pytest.mark.parametrize(
    ("begin", "before", "opens"),
    [
        ("2026-10-01", "2027-03-01", ["2026-11-20", "2026-12-20"]),
        ("2026-11-01", "2026-11-22", []),
        ("2026-11-01", "2026-11-23", ["2026-11-20"]),
        ("2026-12-23", "2026-12-24", ["2026-12-20"]),
        ("2026-12-24", "2026-12-26", []),
    ],
)
def test_the_calendar_shows_a_window_when_it_is_open_on_one_of_the_days(
    begin: str, before: str, opens: list[str]
) -> None:
    found = openings(CUT, date.fromisoformat(begin), date.fromisoformat(before))
    assert [one.opens.isoformat() for one in found] == opens


def row(**values: Any) -> ReadingWindow:
    base: dict[str, Any] = {"first_day": 20, "last_day": 25, "effective_from": "2026-01-01", "effective_to": None}
    return ReadingWindow(utility_id=1, commodity=1, deemed_day=0, late_policy=1, missing_policy=1, **base | values)


def checked(*others: ReadingWindow, **values: Any) -> None:
    base: dict[str, Any] = {"first_day": 20, "last_day": 25, "effective_from": "2026-01-01", "effective_to": None}
    check(base | values, list(others))


@pytest.mark.parametrize(("first", "last", "fits"), [(27, -2, True), (28, -2, False), (28, -1, True), (29, -1, False)])
def test_a_window_holds_in_the_shortest_month(first: int, last: int, fits: bool) -> None:
    if fits:
        checked(first_day=first, last_day=last)
        return
    with pytest.raises(InvalidField) as told:
        checked(first_day=first, last_day=last)
    assert [(one.field, one.rule) for one in told.value.violations] == [("window.last_day", "day.order")]


@pytest.mark.parametrize(
    ("values", "fits"),
    [
        ({"effective_from": "2026-06-30"}, False),
        ({"effective_from": "2026-07-01"}, True),
        ({"effective_from": "2025-01-01", "effective_to": "2026-01-01"}, False),
        ({"effective_from": "2025-01-01", "effective_to": "2025-12-31"}, True),
    ],
)
def test_two_windows_of_a_service_share_no_day(values: dict[str, str], fits: bool) -> None:
    other = row(effective_to="2026-06-30")
    if fits:
        checked(other, **values)
        return
    with pytest.raises(Conflict):
        checked(other, **values)


async def test_a_window_that_was_undone_is_forgotten(store: Store) -> None:
    """Where one process writes, windows stay in memory; one that never came about must not."""

    def breaks(tx: Tx) -> None:
        tx.insert(row(id=1, version=1))
        Windows.forget(tx)
        assert Windows.shared(tx).of(1, 1, date(2026, 11, 1)) is not None
        raise Conflict("undone")

    with pytest.raises(Conflict):
        await store.write(breaks)
    assert await store.write(lambda tx: Windows.shared(tx).of(1, 1, date(2026, 11, 1))) is None
