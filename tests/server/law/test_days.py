"""Working days as they stood over time: holidays, days off in place of them, and their suspension."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.privacy_request_service_pb2 import DayKind as D

from server.law import book
from server.law.calendar import WorkingCalendar, add_months
from server.law.model import easter

DAYS = st.dates(date(2011, 1, 1), date(2099, 12, 31))
UA = book.packaged().calendars["ua"]
PEACE = book.load(martial_law_until=date(2027, 2, 1)).calendars["ua"]


def kind(day: date, calendar: WorkingCalendar = UA) -> str:
    found = calendar.note(day)
    return D.Name(found.kind).removeprefix("DAY_KIND_") if found else "WORKED"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # Constitution Day stands through all of it.
        (date(2021, 6, 28), "HOLIDAY"),
        (date(2022, 6, 28), "HOLIDAY_WORKED"),
        # Christmas: one, then two, then the other one.
        (date(2017, 1, 7), "DAY_OFF"),
        (date(2017, 1, 9), "HOLIDAY_MOVED"),
        (date(2016, 12, 26), "WORKED"),
        (date(2017, 12, 25), "HOLIDAY"),
        (date(2022, 1, 7), "HOLIDAY"),
        # May had two days of labour until 2017.
        (date(2017, 5, 2), "HOLIDAY"),
        (date(2018, 5, 2), "WORKED"),
        # The day of defenders came in 2015.
        (date(2014, 10, 14), "WORKED"),
        (date(2015, 10, 14), "HOLIDAY"),
        # The day before the suspension began, and its first.
        (date(2022, 3, 8), "HOLIDAY"),
        (date(2022, 3, 24), "WORKED"),
        (date(2022, 8, 24), "HOLIDAY_WORKED"),
        (date(2022, 4, 25), "WORKED"),
    ],
)
def test_holidays_stand_as_they_stood_on_their_day(day: date, expected: str) -> None:
    assert kind(day) == expected


@pytest.mark.parametrize(
    ("year", "moved"),
    [
        # As the Ministry of Social Policy and the State Labour Service announced them.
        (2017, ["2017-01-02", "2017-01-09", "2017-04-17", "2017-06-05", "2017-10-16"]),
        (2016, ["2016-05-03", "2016-06-20"]),
        (2021, ["2021-05-03", "2021-05-04", "2021-05-10", "2021-06-21", "2021-12-27"]),
    ],
)
def test_a_holiday_on_a_day_off_takes_the_next_working_day(year: int, moved: list[str]) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [day.isoformat() for day in days if kind(day) == "HOLIDAY_MOVED"] == moved


@pytest.mark.parametrize(
    "day", ["2014-04-20", "2016-05-01", "2021-05-02", "2022-04-24", "2024-05-05", "2026-04-12", "2027-05-02"]
)
def test_easter_is_that_of_the_orthodox_church(day: str) -> None:
    assert easter(int(day[:4])).isoformat() == day


def test_holidays_are_worked_while_martial_law_lasts_and_off_again_after_it() -> None:
    assert kind(date(2026, 8, 24)) == "HOLIDAY_WORKED"
    assert kind(date(2026, 8, 24), PEACE) == "HOLIDAY_WORKED"
    assert kind(date(2027, 3, 8), PEACE) == "HOLIDAY"
    assert kind(date(2027, 3, 8)) == "HOLIDAY_WORKED"
    # A holiday that fell on a Sunday of the war leaves no day off behind.
    assert kind(date(2027, 5, 3), PEACE) == "HOLIDAY_MOVED"
    assert kind(date(2027, 5, 3)) == "WORKED"
    assert not UA.is_working(date(2026, 8, 23))  # a Sunday, war or not


def test_a_day_tells_in_both_languages_why_it_is_off_or_counts() -> None:
    worked, off, moved = UA.note(date(2026, 8, 24)), UA.note(date(2026, 8, 23)), UA.note(date(2017, 10, 16))
    assert worked
    assert off
    assert moved
    assert worked.uk == "День незалежності України: на час воєнного стану — робочий день (2136-IX, ст. 6(6))"
    assert "martial law" in worked.en
    # The suspension was read in the law itself; which days art. 73 named when, in secondary sources.
    assert (worked.confirmed, moved.confirmed, off.confirmed) == (True, False, True)
    assert (off.uk, off.en) == ("неділя", "Sunday")
    assert "14.10.2017" in moved.uk
    assert "2017-10-14" in moved.en


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_its_last(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_one_by_one(start: date, length: int) -> None:
    end = PEACE.add_working(start, length)
    between = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert sum(PEACE.is_working(day) for day in between) == length
    assert PEACE.is_working(end)
