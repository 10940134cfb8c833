"""100,000 generated cases agree with a reckoning made another way; and what holds of every term."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K
from smartregion.v1.privacy_request_service_pb2 import RequestCircumstance as C

from server.law import book, clocks, reckoning
from server.law.calendar import WorkingCalendar
from server.law.clocks import Facts
from server.law.model import Term, Unit

from . import independent

#: Of terms, and of requests under several laws.
DUTY_CASES, REQUEST_CASES = 90_000, 10_000
ENDS = (None, date(2022, 3, 24), date(2026, 12, 31), date(2031, 5, 2))
LAWS = [book.load(martial_law_until=end) for end in ENDS]
OTHERS = [independent.Days(end) for end in ENDS]
DAYS = st.dates(date(2019, 1, 1), date(2060, 12, 31))
PEACE = LAWS[1].calendars["ua"]
CALENDARS = st.sampled_from([law.calendars["ua"] for law in LAWS])
UNITS = st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS])


def _days(random: Random, count: int) -> Iterator[date]:
    first, last = date(2018, 6, 1).toordinal(), date(2069, 12, 31).toordinal()
    for _ in range(count):
        yield date.fromordinal(random.randint(first, last))


def test_ninety_thousand_terms_agree_with_a_reckoning_made_another_way() -> None:
    random, table = Random(2297), list(independent.TERMS.items())
    for start in _days(random, DUTY_CASES):
        place = random.randrange(len(ENDS))
        (regime, duty), (length, unit) = random.choice(table)
        begins: date | datetime = start
        expected = OTHERS[place].due(length, unit, start)
        if unit == "h" and random.random() < 0.5:
            begins = datetime(start.year, start.month, start.day, random.randrange(24), 30, tzinfo=UTC)
            expected = independent.hours_on(begins, length)
        found = reckoning.due(LAWS[place], regime, duty, begins).due
        assert found == expected, (regime, duty, begins, ENDS[place])


def test_ten_thousand_requests_under_several_laws_agree_with_a_reckoning_made_another_way() -> None:
    random = Random(8248)
    kinds, codes = [number for number in K.values() if number], list(LAWS[0].regimes)
    for start in _days(random, REQUEST_CASES):
        place, kind = random.randrange(len(ENDS)), random.choice(kinds)
        regimes = tuple(random.sample(codes, random.randint(1, len(codes))))
        circumstances = frozenset(random.sample([1, 2], random.randint(0, 2)))
        named = frozenset(C.Name(one).removeprefix("REQUEST_CIRCUMSTANCE_") for one in circumstances)
        expected = {}
        for code in regimes:
            term = independent.answers(code, K.Name(kind).removeprefix("PRIVACY_REQUEST_KIND_"), named)
            if term:
                expected[code] = OTHERS[place].due(*term, start)
        found = clocks.clocks(LAWS[place], Facts(kind, start, regimes, circumstances))
        assert {clock.regime.code: clock.due for clock in found} == expected
        assert [clock.due for clock in found] == sorted(expected.values())


def test_the_other_reckoning_knows_nothing_of_the_product_and_every_term() -> None:
    tree = ast.parse(Path(independent.__file__).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules == {"bisect", "datetime", "zoneinfo"}
    held = {(code, one.code) for code, regime in LAWS[0].regimes.items() for one in regime.duties if one.term}
    assert held == set(independent.TERMS)


# -- what holds of every term


def term(unit: Unit, length: int) -> Term:
    return Term(length=length, unit=unit, rolls_over=unit in (Unit.CALENDAR_DAYS, Unit.MONTHS))


@given(CALENDARS, DAYS, UNITS, st.integers(1, 40))
def test_a_term_never_ends_before_it_begins(calendar: WorkingCalendar, start: date, unit: Unit, length: int) -> None:
    assert reckoning.of_term(calendar, term(unit, length), start).due > start


@given(CALENDARS, DAYS, UNITS, st.integers(1, 40), st.integers(1, 40))
def test_who_writes_later_is_never_answered_earlier(
    calendar: WorkingCalendar, start: date, unit: Unit, length: int, later: int
) -> None:
    one = term(unit, length)
    second = reckoning.of_term(calendar, one, start + timedelta(days=later)).due
    assert reckoning.of_term(calendar, one, start).due <= second


@given(CALENDARS, DAYS, UNITS, st.integers(1, 40))
def test_a_longer_term_never_ends_earlier(calendar: WorkingCalendar, start: date, unit: Unit, length: int) -> None:
    shorter = reckoning.of_term(calendar, term(unit, length), start).due
    assert shorter <= reckoning.of_term(calendar, term(unit, length + 1), start).due


@given(CALENDARS, DAYS, UNITS, st.integers(1, 40))
def test_what_counts_working_days_or_rolls_over_ends_on_a_working_day(
    calendar: WorkingCalendar, start: date, unit: Unit, length: int
) -> None:
    assert calendar.is_working(reckoning.of_term(calendar, term(unit, length), start).due)


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_the_days_told_of_are_those_between_the_working_days_and_the_calendar_days(
    calendar: WorkingCalendar, start: date, length: int
) -> None:
    found = reckoning.of_term(calendar, term(Unit.WORKING_DAYS, length), start)
    skipped = [note for note in found.days if not calendar.is_working(note.day)]
    assert (found.due - start).days == length + len(skipped)


@given(DAYS, st.integers(1, 40))
def test_martial_law_only_ever_makes_a_term_of_working_days_shorter(start: date, length: int) -> None:
    war = LAWS[0].calendars["ua"]
    one = term(Unit.WORKING_DAYS, length)
    assert reckoning.of_term(war, one, start).due <= reckoning.of_term(PEACE, one, start).due


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_hours_are_counted_over_days_off_and_changes_of_the_clock(start: datetime) -> None:
    found = reckoning.due(LAWS[1], "EU-GDPR", "breach-notice", start)
    assert found.due_at == start + timedelta(hours=72)


def test_a_term_that_ends_on_a_day_off_rolls_over_where_the_law_says_so() -> None:
    # 2026-10-31 is a Saturday.
    found = reckoning.due(LAWS[0], "EU-GDPR", "answer", date(2026, 9, 30))
    assert (found.due, found.rolled) == (date(2026, 10, 30), False)
    found = reckoning.due(LAWS[0], "EU-GDPR", "answer", date(2026, 10, 1))
    assert (found.due, found.raw, found.rolled) == (date(2026, 11, 2), date(2026, 11, 1), True)
    assert [note.en for note in found.days] == ["Sunday"]


def test_what_has_no_term_and_what_is_not_in_force_are_told_apart_from_a_day() -> None:
    with pytest.raises(LookupError, match="has no term"):
        reckoning.due(LAWS[0], "UA-2297-VI", "destruction", date(2026, 1, 1))
    with pytest.raises(LookupError, match="is in force on 2013-12-31"):
        reckoning.due(LAWS[0], "UA-2297-VI", "access", date(2013, 12, 31))
    with pytest.raises(book.LawError, match="no UA-1-I"):
        reckoning.due(LAWS[0], "UA-1-I", "access", date(2026, 1, 1))
