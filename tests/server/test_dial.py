"""Arithmetic of dials: use adds up to the last digit, with any multiplier and across turns."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.codec import MICRO
from server.readings.dial import Dial

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
    counts, dial = [first], Dial(digits, 6, multiplier)
    for step in steps:
        counts.append(counts[-1] + step % dial.turn)  # a dial that turns twice between two looks tells nobody
    shown = [dial.shows(count) for count in counts]
    parts = [dial.quantity(before, after, after < before) for before, after in pairwise(shown)]
    true = Fraction(counts[-1] - counts[0]) * multiplier / MICRO
    assert abs(sum(parts) - true) < 1
    for part, (before, after) in zip(parts, pairwise(counts), strict=True):
        assert abs(part - Fraction(after - before) * multiplier / MICRO) < 1
    middle = len(counts) // 2
    if counts[-1] - counts[0] < dial.turn:
        whole = dial.quantity(shown[0], shown[-1], shown[-1] < shown[0])
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
    assert Dial(5, 6).quantity(before, after, rollover) == used
    assert Dial(5, 6, 40 * MICRO).quantity(before, after, rollover) == 40 * used
    assert Dial(5, 6).turned(before, after, rollover) == (10**5 * MICRO if used == 5_000_000 else 0)


def test_six_months_are_half_a_year() -> None:
    """0.333333 of a unit: six intervals of 0.002 were 3,996 micro-units, one of 0.012 was 3,999."""
    shown = [100 * MICRO + 2_000 * month for month in range(7)]
    dial = Dial(5, 3, 333_333)
    months = [dial.quantity(before, after) for before, after in pairwise(shown)]
    assert sum(months) == dial.quantity(shown[0], shown[-1]) == 4_000


@given(st.integers(1, 9), st.integers(0, 6), st.integers(0, 10**15))
def test_what_a_dial_shows_of_an_index_it_can_show(whole: int, behind: int, index: int) -> None:
    dial = Dial(whole, behind)
    shown = dial.shows(dial.down(index))
    assert dial.fits(shown)
    assert (index - shown) % dial.turn < dial.step
    assert dial.down(index) <= index <= dial.up(index)
    assert dial.up(index) - dial.down(index) == (dial.step if index % dial.step else 0)
    assert not dial.fits(dial.turn)
    assert dial.fits(index) == (index < dial.turn and index == dial.down(index))


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_difference_is_the_same_in_the_units_of_the_service_and_back(multiplier: int, index: int) -> None:
    dial = Dial(6, 6, multiplier)
    assert dial.difference(dial.units(index)) == index
