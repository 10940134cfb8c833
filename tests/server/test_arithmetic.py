"""Arithmetic of dials: use adds up to the last digit, with any multiplier and across turns."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.codec import MICRO
from server.readings.arithmetic import quantity, turn_of, turned

multipliers = st.one_of(st.sampled_from([MICRO, 333_333, 40 * MICRO, 1]), st.integers(1, 10**9))


@given(
    st.integers(1, 9),
    multipliers,
    st.integers(0, 10**15),
    st.lists(st.integers(0, 10**14), min_size=1, max_size=30),
)
def test_use_is_what_was_counted_however_the_time_is_divided(
    digits: int, multiplier: int, first: int, steps: list[int]
) -> None:
    counts, turn = [first], turn_of(digits)
    for step in steps:
        counts.append(counts[-1] + step % turn)  # a dial that turns twice between two looks tells nobody
    shown = [count % turn for count in counts]
    parts = [quantity(before, after, after < before, digits, multiplier) for before, after in pairwise(shown)]
    true = Fraction(counts[-1] - counts[0]) * multiplier / MICRO
    assert abs(sum(parts) - true) < 1
    for part, (before, after) in zip(parts, pairwise(counts), strict=True):
        assert abs(part - Fraction(after - before) * multiplier / MICRO) < 1
    middle = len(counts) // 2
    if counts[-1] - counts[0] < turn:
        whole = quantity(shown[0], shown[-1], shown[-1] < shown[0], digits, multiplier)
        assert whole == sum(parts) == sum(parts[:middle]) + sum(parts[middle:])


@pytest.mark.parametrize(
    ("before", "after", "rollover", "used"),
    [
        (100_000_000, 106_500_000, False, 6_500_000),
        (99_998_000_000, 3_000_000, True, 5_000_000),
        (100_000_000, 1_500_000_000, True, 1_400_000_000),  # it did not fall, so it did not turn
        (110_000_000, 108_000_000, False, -2_000_000),
    ],
)
def test_a_turn_is_added_where_the_dial_fell_and_is_known_to_have_turned(
    before: int, after: int, rollover: bool, used: int
) -> None:
    assert quantity(before, after, rollover, 5, MICRO) == used
    assert quantity(before, after, rollover, 5, 40 * MICRO) == 40 * used
    assert turned(before, after, rollover, 5) == (10**5 * MICRO if used == 5_000_000 else 0)


def test_six_months_are_half_a_year() -> None:
    """0.333333 of a unit: six intervals of 0.002 were 3,996 micro-units, one of 0.012 was 3,999."""
    shown = [100 * MICRO + 2_000 * month for month in range(7)]
    months = [quantity(before, after, False, 5, 333_333) for before, after in pairwise(shown)]
    assert sum(months) == quantity(shown[0], shown[-1], False, 5, 333_333) == 4_000
