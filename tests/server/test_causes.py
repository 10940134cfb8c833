"""Causes: what most likely happened to a reading that failed, and the index that was meant."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.reading_service_pb2 import CauseKind as K

from server.codec import DAY_MS, MICRO
from server.readings.causes import MOST, PRIOR, Cause, Register, causes, slips
from server.readings.dial import Dial
from server.readings.explanations import EXPLANATIONS, numbers
from server.readings.history import Span
from server.readings.ruleset import LIMITS
from server.readings.sentences import said
from server.words import ENGLISH, UKRAINIAN

COLD_WATER = 1
MONTH = 30 * DAY_MS
#: A household of four: six cubic metres a month, now five, now seven.
USES = (6, 5, 6, 7, 6, 6, 5, 7, 6, 6, 5, 6)


def register(index: float = 1_234, uses: tuple[int, ...] = USES, **changes: Any) -> Register:
    values: dict[str, Any] = {
        "register_id": 1,
        "meter_id": 1,
        "commodity": COLD_WATER,
        "dial": Dial(5, 3),
        "previous": (len(uses) * MONTH, round(index * 1000) * 1000),
        "spans": [Span(MONTH, use / 30, False) for use in uses],
        "limits": LIMITS[COLD_WATER],
    }
    return Register(**{**values, **changes})


def explained(one: Register, index: float, *others: Register) -> Cause:
    assert one.previous is not None
    return causes(one, round(index * 1000) * 1000, one.previous[0] + MONTH, others)[0]


@pytest.mark.parametrize(
    ("last", "came", "kind", "meant"),
    [
        (1_234, 12_401, K.CAUSE_KIND_DIGIT_ADDED, 1_240),
        (1_234, 140, K.CAUSE_KIND_DIGIT_DROPPED, 1_240),
        (80_043, 48, K.CAUSE_KIND_DIGIT_DROPPED, 80_048),
        (1_263, 2_169, K.CAUSE_KIND_DIGITS_TRANSPOSED, 1_269),
        (1_234, 1_540, K.CAUSE_KIND_DIGIT_MISTYPED, 1_240),
        (12.345, 18_480, K.CAUSE_KIND_DECIMAL_POINT, 18.48),
        (99_997, 3, K.CAUSE_KIND_ROLLOVER, None),
        (1_234, 2, K.CAUSE_KIND_EXCHANGE, None),
        (1_234, 1_282, K.CAUSE_KIND_LEAK, None),
        (1_234, 1_234, K.CAUSE_KIND_STOPPED_METER, None),
        (1_234, 1_231, K.CAUSE_KIND_TAMPERING, None),
    ],
)
def test_the_likeliest_cause_comes_first(last: float, came: float, kind: int, meant: float | None) -> None:
    first = explained(register(last), came)
    assert (K.Name(first.kind), first.corrected and first.corrected / MICRO) == (K.Name(kind), meant)


@pytest.mark.parametrize(
    ("digits", "last", "came", "kind", "meant"),
    [
        (5, 98_750, 9_880, K.CAUSE_KIND_DIGIT_DROPPED, 98_800),
        (5, 75_650, 5_700, K.CAUSE_KIND_DIGIT_DROPPED, 75_700),
        (4, 9_750, 800, K.CAUSE_KIND_DIGIT_DROPPED, 9_800),
        # Behind a turn, as anywhere.
        (5, 99_980, 300, K.CAUSE_KIND_DIGIT_ADDED, 30),
        (4, 9_960, 10, K.CAUSE_KIND_ROLLOVER, None),
    ],
)
def test_a_slip_that_could_be_a_turn_of_the_dial_is_told_as_a_slip(
    digits: int, last: int, came: int, kind: int, meant: int | None
) -> None:
    """Electricity, fifty a month: the largest flow passes thirty thousand."""
    first = explained(register(last, (50,) * 12, dial=Dial(digits, 1), limits=LIMITS[4]), came)
    assert (K.Name(first.kind), first.corrected and first.corrected / MICRO) == (K.Name(kind), meant)


def test_an_index_of_another_meter_names_it() -> None:
    kitchen, bathroom = register(234), register(811, register_id=2, meter_id=2)
    assert explained(kitchen, 817, bathroom)[::2] == (K.CAUSE_KIND_OTHER_METER, 817 * MICRO)
    assert explained(kitchen, 817, bathroom).register_id == 2


def test_zones_that_both_came_are_told_apart_by_both() -> None:
    day, night = register(8_100, tuple(20 * use for use in USES)), register(3_050, tuple(8 * use for use in USES))
    night = replace(night, register_id=2, came=8_220 * MICRO)
    first = explained(day, 3_098, night)
    assert (first.kind, first.corrected, first.register_id) == (K.CAUSE_KIND_ZONES_SWAPPED, 8_220 * MICRO, 2)


def test_what_was_accepted_later_leaves_no_room_above_it() -> None:
    free = register(1_234)
    assert explained(free, 12_401).corrected == 1_240 * MICRO
    assert free.previous is not None
    bound = replace(free, following=1_236 * MICRO)
    found = causes(bound, 12_401 * MICRO, free.previous[0] + MONTH)
    assert all(cause.corrected is None or cause.corrected <= 1_236 * MICRO for cause in found)
    assert causes(bound, 1_300 * MICRO, free.previous[0] + MONTH) == []


def test_a_number_that_nothing_makes_likely_stays_unexplained() -> None:
    """One key away lies an index, but thirty times the usual use away from what is to be expected."""
    one = register(1_228)
    assert one.previous is not None
    assert causes(one, 2_465_040_000, one.previous[0] + MONTH) == []
    assert explained(one, 2_234).corrected == 1_234 * MICRO


@pytest.mark.parametrize("hours", [1, 7, 24 * 30])
def test_no_index_beyond_what_the_meter_can_have_passed_is_explained_as_right(hours: int) -> None:
    one = register(1_234)
    assert one.previous is not None
    most = one.limits.cap_per_hour * hours
    as_it_came = {K.CAUSE_KIND_CHANGED_USE, K.CAUSE_KIND_LEAK}

    def kinds(used: float) -> set[int]:
        value = round((1_234 + used) * 1000) * 1000
        return {cause.kind for cause in causes(one, value, one.previous[0] + hours * 3_600_000)}

    assert kinds(min(most * 0.5, 60)) & as_it_came
    assert not kinds(most + 1) & as_it_came
    for cause in causes(one, round((1_234 + most + 1) * 1000) * 1000, one.previous[0] + hours * 3_600_000):
        assert cause.corrected is None or cause.corrected <= (1_234 + most) * MICRO


def test_a_rollover_beyond_what_the_meter_can_have_passed_is_none() -> None:
    one = register(50_000)
    assert one.previous is not None
    found = causes(one, 3 * MICRO, one.previous[0] + 7 * 3_600_000)
    assert K.CAUSE_KIND_ROLLOVER not in {cause.kind for cause in found}


def test_nothing_to_compare_with_explains_nothing() -> None:
    assert causes(register(previous=None), 5 * MICRO, MONTH) == []
    assert causes(register(), 5 * MICRO, 0) == []


def test_the_digits_behind_the_point_keep_their_places() -> None:
    assert all(len(meant) >= 3 for _, meant, _ in slips("12345", 3))


def test_nobody_types_noughts_in_front() -> None:
    swapped = {K.CAUSE_KIND_DIGITS_TRANSPOSED, K.CAUSE_KIND_DIGIT_MISTYPED}
    assert not [meant for kind, meant, _ in slips("8031", 0) if kind in swapped and meant[0] == "0"]
    assert (K.CAUSE_KIND_DIGITS_TRANSPOSED, "0831", 3) in slips("8031", 3)


@pytest.mark.parametrize("last", [135, 135.25])
@pytest.mark.parametrize(("typed", "meant"), [(140_125, 140.125), (14_012, 140.12)])
def test_a_point_that_was_left_out_is_the_cause_however_the_register_was_read_before(
    last: float, typed: int, meant: float
) -> None:
    found = monthly(last, typed)
    assert (found[0].kind, found[0].corrected) == (K.CAUSE_KIND_DECIMAL_POINT, round(meant * MICRO))
    assert found[0].probability > 0.9


@pytest.mark.parametrize(("last", "first"), [(135, K.CAUSE_KIND_DIGIT_ADDED), (135.25, K.CAUSE_KIND_DECIMAL_POINT)])
def test_where_a_digit_too_many_explains_as_much_as_a_point_left_out_both_are_told(last: float, first: int) -> None:
    found = {cause.kind: cause for cause in monthly(last, 1_401)}
    assert next(iter(found)) == first
    assert found[K.CAUSE_KIND_DECIMAL_POINT].corrected == 140_100_000
    assert found[K.CAUSE_KIND_DIGIT_ADDED].corrected == 140_000_000
    assert all(cause.probability > 0.1 for cause in found.values())


def test_no_point_was_left_out_of_a_number_that_has_one() -> None:
    one = monthly(135, 1_401.5)
    assert K.CAUSE_KIND_DECIMAL_POINT not in {cause.kind for cause in one}


def monthly(last: float, typed: float) -> list[Cause]:
    """Causes of an index a month after the last of some, where five units are used a month."""
    one = register(last, (5,) * 8, dial=Dial(6, 3))
    assert one.previous is not None
    return causes(one, round(typed * MICRO), one.previous[0] + MONTH)


def test_every_cause_has_a_prior_a_formula_and_a_sentence_in_both_languages() -> None:
    kinds = {kind for kind in K.values() if kind}
    assert set(PRIOR) == set(EXPLANATIONS) == kinds
    assert len({one.formula for one in EXPLANATIONS.values()}) == len(kinds)
    one = register()
    assert one.previous is not None
    told = numbers(Cause(K.CAUSE_KIND_DIGIT_ADDED, 1.0, 5 * MICRO), one, 7 * MICRO, one.previous[0] + MONTH)
    for one_told in EXPLANATIONS.values():
        for language, text in ((UKRAINIAN, one_told.uk), (ENGLISH, one_told.en)):
            assert "{" not in said(text, told, COLD_WATER, language)


def test_the_numbers_of_a_cause_are_those_of_its_formula() -> None:
    one = register(1_234)
    assert one.previous is not None
    at = one.previous[0] + MONTH
    slip = causes(one, 12_401 * MICRO, at)[0]
    told = numbers(slip, one, 12_401 * MICRO, at)
    assert 5 < float(told.pop("usual")) < 7
    assert told == {"index": "12401", "before": "1234", "used": "11167", "meant": "1240"}
    turned = register(99_997)
    assert numbers(Cause(K.CAUSE_KIND_ROLLOVER, 1.0), turned, 3 * MICRO, at)["used"] == "6"
    assert numbers(Cause(K.CAUSE_KIND_TAMPERING, 1.0), turned, 3 * MICRO, at)["used"] == "0"


@given(
    st.integers(0, 99_999_999),
    st.integers(0, 10**12),
    st.integers(1, 4_000),
    st.lists(st.integers(0, 50), max_size=12),
    st.sampled_from([0, 3, 6]),
)
def test_whatever_came_the_explanations_are_few_sorted_and_probable(
    last: int, came: int, days: int, uses: list[int], fraction_digits: int
) -> None:
    step = 10 ** (6 - fraction_digits)
    one = register(uses=tuple(uses), dial=Dial(5, fraction_digits))
    one = replace(one, previous=(0, last // step * step))
    found = causes(one, came // step * step, days * DAY_MS)
    chances = [cause.probability for cause in found]
    assert chances == sorted(chances, reverse=True)
    assert len(found) <= MOST
    assert sum(chances) <= 1 + 1e-9
    assert all(chance > 0 for chance in chances)
    assert all(cause.corrected is None or 0 <= cause.corrected < one.dial.turn for cause in found)
    assert all(pb.CauseKind.Name(cause.kind) for cause in found)
