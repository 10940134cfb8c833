"""The law as data: terms, days, months, and what forbids putting an answer off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K

from server.privacy import law
from server.privacy.calendar import UKRAINE, Holiday, Unit, WorkingCalendar, add_months

DAYS = st.dates(date(2011, 1, 1), date(2100, 12, 31))
KINDS = list(law.UKRAINE_2297.answer)


@pytest.mark.parametrize(("kind", "days"), [(K.PRIVACY_REQUEST_KIND_ACCESS, 30), (K.PRIVACY_REQUEST_KIND_ERASURE, 10)])
def test_terms_of_law_2297(kind: int, days: int) -> None:
    found = law.deadline([law.UKRAINE_2297], kind, date(2026, 11, 23))
    assert found.due == date(2026, 11, 23) + timedelta(days=days)


@given(DAYS, st.sampled_from(KINDS))
def test_every_kind_has_a_deadline_behind_its_receipt_that_cites_an_article(received: date, kind: int) -> None:
    for regime in law.REGIMES.values():
        found = law.deadline([regime], kind, received)
        assert found.due > received
        assert found.article
        assert all(step.article and step.uk and step.en for step in found.steps)


@given(DAYS, st.sampled_from(KINDS))
def test_the_strictest_clock_wins(received: date, kind: int) -> None:
    each = [law.deadline([regime], kind, received).due for regime in law.REGIMES.values()]
    assert law.deadline(list(law.REGIMES.values()), kind, received).due == min(each)


def test_ones_own_data_is_never_put_off_under_law_2297() -> None:
    assert law.longest_extension(law.UKRAINE_2297, K.PRIVACY_REQUEST_KIND_ACCESS, date(2026, 1, 1)) is None
    assert law.longest_extension(law.GDPR, K.PRIVACY_REQUEST_KIND_ACCESS, date(2026, 1, 1)) == date(2026, 4, 1)


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


def test_a_term_that_ends_on_a_day_off_rolls_over_where_the_law_says_so() -> None:
    # 2026-10-31 is a Saturday.
    assert law.deadline([law.GDPR], K.PRIVACY_REQUEST_KIND_ACCESS, date(2026, 9, 30)).due == date(2026, 10, 30)
    assert law.deadline([law.GDPR], K.PRIVACY_REQUEST_KIND_ACCESS, date(2026, 10, 1)).due == date(2026, 11, 2)


def test_holidays_are_worked_while_martial_law_lasts() -> None:
    assert UKRAINE.is_working(date(2026, 8, 24))
    assert not UKRAINE.is_working(date(2021, 8, 24))
    assert not UKRAINE.is_working(date(2026, 8, 23))  # a Sunday


@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_one_by_one(start: date, length: int) -> None:
    calendar = WorkingCalendar((Holiday(1, 1), Holiday(5, 1), Holiday(8, 24)))
    end = calendar.add(start, length, Unit.WORKING_DAYS)
    between = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert sum(calendar.is_working(day) for day in between) == length
    assert calendar.is_working(end)
