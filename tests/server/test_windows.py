"""Reading windows: the openings of a month, and the day a reading counts for, across the change of the clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.account_service_pb2 import EarlyPolicy, LatePolicy

from server.windows.rules import Standing, Window, nearest, openings, period, placed
from storage.days import KYIV, day_of, midnight


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
