"""What is owed, against the plain story of it: money comes in, and pays what falls due first."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.billing.reckoning import Standing, standing, unpaid

from .oracle import by_day, reckon

BEGIN = date(2026, 10, 1)
days = st.integers(0, 90).map(lambda number: (BEGIN + timedelta(days=number)).isoformat())
kopecks = st.integers(-50_000, 100_000)
charges = st.lists(st.tuples(days, kopecks), max_size=12)
payments = st.lists(kopecks, max_size=8)


def told_plainly(listed: list[tuple[str, int]], paid: list[int], today: str) -> tuple[Standing, list[int]]:
    """All that was paid or credited is one purse; charges are paid from it one after the other."""
    purse = max(0, sum(paid) - sum(amount for _, amount in listed if amount < 0))
    rests: dict[str, int] = {}
    left = []
    for on, amount in sorted(one for one in listed if one[1] > 0):
        taken = min(purse, amount)
        purse -= taken
        left.append(amount - taken)
        if amount > taken:
            rests[on] = rests.get(on, 0) + amount - taken
    late = {on: rest for on, rest in rests.items() if on < today}
    ahead = {on: rest for on, rest in rests.items() if on >= today}
    coming = min(ahead, default=None)
    return Standing(
        sum(late.values()), min(late, default=None), coming, ahead[coming] if coming is not None else 0
    ), left


@given(charges, payments, days)
def test_the_end_of_the_charges_is_what_is_not_paid(listed: list[tuple[str, int]], paid: list[int], today: str) -> None:
    found = reckon(listed, paid, today)
    expected, left = told_plainly(listed, paid, today)
    assert found.standing == expected
    assert found.balance == sum(amount for _, amount in listed) - sum(paid)
    owed = sorted((one for one in listed if one[1] > 0), reverse=True)
    assert list(unpaid(found.balance, [amount for _, amount in owed]))[::-1] == left


@given(charges, payments, days, st.randoms())
def test_the_order_in_which_documents_come_does_not_matter(
    listed: list[tuple[str, int]], paid: list[int], today: str, random: object
) -> None:
    mixed, moved = list(listed), list(paid)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    random.shuffle(moved)  # type: ignore[attr-defined]
    assert reckon(mixed, moved, today) == reckon(listed, paid, today)


@given(charges, payments, days)
def test_no_more_is_overdue_or_due_than_is_owed(listed: list[tuple[str, int]], paid: list[int], today: str) -> None:
    found = reckon(listed, paid, today)
    stands = found.standing
    assert 0 <= stands.overdue + stands.next_due <= max(0, found.balance)
    assert (stands.overdue > 0) == (stands.overdue_since is not None)
    assert (stands.next_due > 0) == (stands.next_due_on is not None)
    assert stands.overdue_since is None or stands.overdue_since < today
    assert stands.next_due_on is None or stands.next_due_on >= today


@given(charges, payments, days, st.integers(0, 20))
def test_time_makes_things_late_and_nothing_else(
    listed: list[tuple[str, int]], paid: list[int], today: str, ahead: int
) -> None:
    later = (date.fromisoformat(today) + timedelta(days=ahead)).isoformat()
    before, after = reckon(listed, paid, today), reckon(listed, paid, later)
    assert after.balance == before.balance
    assert after.standing.overdue >= before.standing.overdue
    unchanged = before.standing.next_due_on is None or before.standing.next_due_on >= later
    assert unchanged == (after.standing == before.standing)  # so a new day is found by what comes next


@given(charges, payments, days)
def test_the_charges_behind_the_balance_need_not_be_read(
    listed: list[tuple[str, int]], paid: list[int], today: str
) -> None:
    found = reckon(listed, paid, today)
    dues, needed = by_day(listed), []
    for due in dues:
        if sum(one.amount for one in needed) >= found.balance:
            break
        needed.append(due)
    assert standing(found.balance, needed, today) == found.standing


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-12-20", Standing(0, None, "2026-12-20", 100)),
        ("2026-12-21", Standing(100, "2026-12-20", "2027-01-20", 50)),
        ("2027-01-21", Standing(150, "2026-12-20", None, 0)),
    ],
)
def test_a_due_day_is_still_in_time(today: str, expected: Standing) -> None:
    assert reckon([("2027-01-20", 50), ("2026-12-20", 100)], [], today).standing == expected


def test_a_subsidy_counts_at_once_and_a_returned_payment_is_owed_again() -> None:
    charged = [("2026-10-20", 300), ("2026-11-20", 300), ("2026-12-20", -200)]
    assert reckon(charged, [], "2026-11-23").standing == Standing(400, "2026-10-20", None, 0)
    assert reckon(charged, [100], "2026-11-23").standing == Standing(300, "2026-11-20", None, 0)
    assert reckon(charged, [100, -100], "2026-11-23") == reckon(charged, [], "2026-11-23")._replace(paid=0)


def test_what_is_paid_back_beyond_all_payments_never_falls_due() -> None:
    found = reckon([("2026-10-20", 300)], [-500], "2026-11-23")
    assert (found.balance, found.standing.overdue) == (800, 300)
