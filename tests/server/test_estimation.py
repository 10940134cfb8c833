"""Estimation: what each method says, which is chosen, how sure it is; and on record, trued up by what comes."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import cos, nan, pi
from random import Random

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.reading_service_pb2 import EstimationMethod, ReadingState, RuleSeverity

from server.codec import DAY_MS, MICRO
from server.readings import estimating, examination, review
from server.readings.dial import Dial as Digits
from server.readings.estimates import told
from server.readings.estimation import (
    INTERPOLATION,
    POLICIES,
    TRUSTED,
    WAYS,
    Known,
    Policy,
    average_daily,
    by_degree_days,
    by_profile,
    estimate,
    interpolated,
    like_period,
    same_period_last_year,
    shown_at,
    unrolled,
    weighed,
)
from server.readings.heal import Healed, heal, joined
from server.readings.ruleset import RuleSet, RuleSets
from storage.days import midnight
from storage.engine.transaction import Tx
from storage.models.readings import Reading
from storage.repositories import meters, readings
from storage.repositories.scope import EVERYTHING

from .conftest import House
from .dials import ACCEPTED, ESTIMATE, IN_REVIEW, SOMEBODY, Dial, Handed, counted
from .test_readings import HOT_WATER
from .test_review import questioned

M = EstimationMethod
COLD_WATER, GAS = 1, 3
MONTH = 30 * DAY_MS
EVEN = (1.0,) * 12


def known(uses: list[float], policy: Policy | None = None, **changes: object) -> Known:
    """A register that was read every thirty days."""
    points, value = [(0, 0)], 0.0
    for place, use in enumerate(uses, 1):
        value += use
        points.append((place * MONTH, round(value * MICRO)))
    return Known(points, Digits(5, 3), policy or POLICIES[COLD_WATER], **changes)  # type: ignore[arg-type]


def test_each_method_says_what_its_name_says() -> None:
    year = known([3.0] * 6 + [9.0] * 6)
    begin = 12 * MONTH
    assert like_period(year, begin, begin + MONTH) == pytest.approx(9.0)
    assert average_daily(year, begin, begin + 10 * DAY_MS) == pytest.approx(72 / 360 * 10)
    assert same_period_last_year(known([3.0] * 6 + [9.0] * 9), 15 * MONTH, 16 * MONTH) == pytest.approx(3.0, abs=0.1)
    assert by_profile(year, begin, begin + MONTH) == pytest.approx(72 / 360 * 30)
    assert same_period_last_year(known([3.0]), MONTH, 2 * MONTH) is None
    assert average_daily(known([]), 0, MONTH) is None


def test_heating_follows_the_degrees() -> None:
    degrees = [max(0.0, 15 * cos(2 * pi * day / 365)) for day in range(2_000)]
    uses = [sum(0.1 + 0.02 * degree for degree in degrees[30 * month : 30 * month + 30]) for month in range(24)]
    origin = date(1970, 1, 1).toordinal()
    base = known(uses, POLICIES[GAS], degree_days=degrees, degree_origin=origin)
    ahead = sum(0.1 + 0.02 * degree for degree in degrees[720:750])
    assert by_degree_days(base, 24 * MONTH, 25 * MONTH) == pytest.approx(ahead, rel=0.02)
    found = estimate(base, 25 * MONTH)
    assert found is not None
    assert found.method == M.ESTIMATION_METHOD_DEGREE_DAY


def test_a_day_whose_temperature_is_not_known_costs_its_interval_alone() -> None:
    degrees = [max(0.0, 15 * cos(2 * pi * day / 365)) for day in range(2_000)]
    uses = [sum(0.1 + 0.02 * degree for degree in degrees[30 * month : 30 * month + 30]) for month in range(24)]
    ahead = sum(0.1 + 0.02 * degree for degree in degrees[720:750])
    gaps = [nan if day in (15, 400, 700) else degree for day, degree in enumerate(degrees)]
    base = known(uses, POLICIES[GAS], degree_days=gaps, degree_origin=date(1970, 1, 1).toordinal())
    assert by_degree_days(base, 24 * MONTH, 25 * MONTH) == pytest.approx(ahead, rel=0.02)
    assert by_degree_days(base, 23 * MONTH, 24 * MONTH) is None  # the 700th day lies in it
    found = estimate(base, 25 * MONTH)
    assert found is not None
    assert found.method == M.ESTIMATION_METHOD_DEGREE_DAY


def test_whoever_erred_least_is_asked() -> None:
    seasonal = known([2.0 + 8.0 * (place % 12 in (10, 11, 0, 1, 2)) for place in range(36)])
    found = estimate(seasonal, 37 * MONTH)
    assert found is not None
    assert found.method == M.ESTIMATION_METHOD_SAME_PERIOD_LAST_YEAR
    assert found.low <= found.value <= found.high
    assert found.tests >= TRUSTED


def test_only_what_the_utility_allows_is_asked() -> None:
    default = Policy((int(M.ESTIMATION_METHOD_UTILITY_DEFAULT),), EVEN, 0.2)
    found = estimate(known([6.0] * 6, default), 7 * MONTH)
    assert found is not None
    assert (found.method, found.value) == (M.ESTIMATION_METHOD_UTILITY_DEFAULT, 42 * MICRO)
    assert estimate(known([6.0] * 6, Policy((), EVEN)), 7 * MONTH) is None
    assert estimate(known([6.0] * 6), 6 * MONTH) is None  # not behind the last reading


def test_between_two_readings_an_index_lies_on_the_line() -> None:
    found = interpolated((0, 0), (4 * DAY_MS, 10 * MICRO), DAY_MS, 1_000)
    assert (found.value, found.method, found.low, found.high) == (2_500_000, INTERPOLATION, 0, 10 * MICRO)
    assert shown_at([(0, 0), (4, 8)], 3) == 6
    assert shown_at([(0, 0), (4, 8)], 5) is None


def test_a_dial_that_turns_is_unrolled() -> None:
    turned = unrolled([(1, 99 * MICRO, False), (2, 3 * MICRO, True), (3, 7 * MICRO, False)], Digits(2, 3))
    assert turned == [(1, 99 * MICRO), (2, 103 * MICRO), (3, 107 * MICRO)]


@given(st.integers(0, 20_000), st.integers(0, 800))
def test_a_flat_profile_weighs_days(first: int, days: int) -> None:
    begin = first * DAY_MS
    assert weighed(EVEN, begin, begin + days * DAY_MS) == pytest.approx(days)


def test_a_month_weighs_what_its_profile_says() -> None:
    january = tuple(12.0 if month == 0 else 0.0 for month in range(12))
    whole = weighed(january, midnight(date(2026, 1, 1)), midnight(date(2026, 2, 1)))
    assert whole == pytest.approx(31 * 12, rel=0.01)
    assert weighed(january, midnight(date(2026, 3, 1)), midnight(date(2026, 12, 1))) == 0


@given(st.lists(st.floats(0, 1e5), max_size=30), st.integers(1, 4_000))
def test_whatever_came_before_an_estimate_never_goes_back(uses: list[float], days: int) -> None:
    base = known(uses)
    at = base.points[-1][0] + days * DAY_MS
    found = estimate(base, at)
    if found is not None:
        assert base.points[-1][1] <= found.low <= found.value <= found.high


def test_what_was_never_used_may_still_be_used() -> None:
    """One interval without use is no proof that the next is without."""
    idle = known([0.0], least_per_day=0.15)
    found = estimate(idle, 2 * MONTH)
    assert found is not None
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(30 * 0.15 * MICRO)
    stated = estimate(known([0.0], Policy(POLICIES[COLD_WATER].methods, EVEN, 0.3), least_per_day=0.15), 2 * MONTH)
    assert stated is not None
    assert stated.high == pytest.approx(30 * 0.3 * MICRO)


def test_every_method_is_said_in_both_languages() -> None:
    for method in [INTERPOLATION, *WAYS]:
        uk, en = told({"method": str(method), "low": "1.5", "high": "2", "tests": "0", "error": "0"})
        assert "1,5" in uk
        assert "1.5" in en


# -- on record

ends = st.lists(st.integers(0, 9), min_size=3, max_size=9)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_a_reading_trues_up_the_estimates_before_it(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    for month in (3, 4):
        assert len(dial.estimate(month * MONTH)) == 1
    assert [value // MICRO for _, value, _ in dial.standing()] == [100, 106, 112, 118]
    dial.take((5 * MONTH, 136))
    assert [(value // MICRO, guess) for _, value, guess in dial.standing()] == [
        (100, False),
        (106, False),
        (116, True),
        (126, True),
        (136, False),
    ]
    assert sum(dial.consumption()) == 36 * MICRO


def test_a_reading_of_the_same_instant_takes_the_place_of_the_estimate(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    (put,) = dial.estimate(3 * MONTH)
    dial.take((3 * MONTH, 109))
    assert [value // MICRO for _, value, _ in dial.standing()] == [100, 106, 109]
    superseded = next(row for row in dial.rows() if row.id == put.reading_id)
    assert superseded.state == ReadingState.READING_STATE_SUPERSEDED
    assert superseded.superseded_by == dial.rows()[-1].id


def test_estimating_again_puts_nothing(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    assert len(dial.estimate(3 * MONTH)) == 1
    assert dial.estimate(3 * MONTH) == []


def test_too_many_estimates_in_a_row_are_noted(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    for month in range(3, 8):
        dial.estimate(month * MONTH)
    noted = ["PROLONGED_ESTIMATION" in (row.findings or "") for row in dial.rows()]
    assert noted == [False, False, False, False, False, True, True]
    taken = dial.take((8 * MONTH, 140))[0]
    assert taken.judgement is not None
    assert "PROLONGED_ESTIMATION" in [found.code for found in taken.judgement.found]


@quick
@given(ends, st.sets(st.integers(1, 8), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_estimates_end_the_same_whatever_came_first(tx: Tx, uses: list[int], gaps: set[int], order: Random) -> None:
    points = [((place + 1) * MONTH, 100 + sum(uses[: place + 1])) for place in range(len(uses))]
    read = [point for place, point in enumerate(points) if place == 0 or place not in gaps]
    guessed = [at for place, (at, _) in enumerate(points) if place and place in gaps]
    in_order, shuffled = Dial(tx), Dial(tx)
    in_order.take(*read)
    for at in guessed:
        in_order.estimate(at)
    shuffled.take(read[0])
    steps: list[tuple[int, int] | int] = [*read[1:], *guessed]
    for step in order.sample(steps, len(steps)):
        if isinstance(step, int):
            shuffled.estimate(step)
        else:
            shuffled.take(step)
    # An estimate that could not be made when it was asked for is asked for again.
    for at in guessed:
        shuffled.estimate(at)
    assert shuffled.standing() == in_order.standing()
    assert shuffled.consumption() == in_order.consumption()
    assert all(used >= 0 for used in shuffled.consumption())


def test_a_reversal_tells_which_estimates_it_changed(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    dial.estimate(3 * MONTH)
    taken = dial.take((4 * MONTH, 130))[0]
    row = next(row for row in dial.rows() if row.id == taken.reading_id)
    healed = review.reverse(tx, dial.call(), row)
    assert [(one.index_before, one.index_after) for one in healed] == [(118 * MICRO, 112 * MICRO)]


@quick
@given(ends)
def test_reversal_brings_the_estimates_back(tx: Tx, uses: list[int]) -> None:
    dial = Dial(tx)
    dial.take(*[((place + 1) * MONTH, 100 + sum(uses[: place + 1])) for place in range(len(uses))])
    last = len(uses)
    dial.estimate((last + 1) * MONTH)
    before = dial.standing()
    taken = dial.take(((last + 2) * MONTH, 100 + sum(uses) + 10))[0]
    row = next(row for row in dial.rows() if row.id == taken.reading_id)
    if row.state != ReadingState.READING_STATE_ACCEPTED:
        return
    review.reverse(tx, dial.call(), row)
    assert dial.standing() == before


def notes(dial: Dial) -> list[tuple[int, int, str]]:
    """Month, state and how many in a row, of the estimates that stand."""
    return [
        (
            row.read_at // MONTH,
            row.state,
            "".join(told[1].get("periods", "") for told in json.loads(row.findings or "")),
        )
        for row in dial.rows()
        if row.source == ESTIMATE and row.state in (ACCEPTED, IN_REVIEW)
    ]


def test_estimates_in_a_row_are_counted_again_when_a_reading_comes_between(tx: Tx) -> None:
    in_order, late = Dial(tx), Dial(tx)
    late.take((MONTH, 100), (2 * MONTH, 106))
    for month in range(3, 8):
        late.estimate(month * MONTH)
    assert notes(late) == [(month, ACCEPTED, "" if month < 6 else str(month - 2)) for month in range(3, 8)]
    (taken,) = late.take((5 * MONTH, 118))
    in_order.take((MONTH, 100), (2 * MONTH, 106), (5 * MONTH, 118))
    for month in (3, 4, 6, 7):
        in_order.estimate(month * MONTH)
    assert notes(late) == notes(in_order) == [(month, ACCEPTED, "") for month in (3, 4, 6, 7)]
    row = next(one for one in late.rows() if one.id == taken.reading_id)
    review.reverse(tx, late.call(), row)
    # Its own estimate gave way to the reading, and is asked for again.
    assert [month for month, *_ in notes(late)] == [3, 4, 6, 7]
    late.estimate(5 * MONTH)
    assert notes(late) == [(month, ACCEPTED, "" if month < 6 else str(month - 2)) for month in range(3, 8)]


@pytest.fixture
def strict(tx: Tx) -> Iterator[None]:
    """A rule set by which people decide on the fourth estimate in a row."""
    rule_sets = RuleSets.shared(tx)
    severities = {"PROLONGED_ESTIMATION": int(RuleSeverity.RULE_SEVERITY_REVIEW)}
    rule_sets._by_version[77] = RuleSet.made(77, COLD_WATER, {"severities": severities})
    rule_sets._in_force[None, COLD_WATER] = 77
    yield
    rule_sets._in_force.pop((None, COLD_WATER), None)
    del rule_sets._by_version[77]


@pytest.mark.usefixtures("strict")
def test_an_estimate_that_people_are_to_decide_is_left_to_them_once_and_only_while_it_must_be(tx: Tx) -> None:
    dial = Dial(tx)
    dial.hand_in(*(Handed(0, month * MONTH, value * MICRO, rule_set=77) for month, value in ((1, 100), (2, 106))))
    for month in range(3, 7):
        dial.estimate(month * MONTH)
    assert notes(dial)[-1] == (6, IN_REVIEW, "4")
    assert dial.estimate(6 * MONTH) == []
    assert [month for month, *_ in notes(dial)] == [3, 4, 5, 6]
    dial.hand_in(Handed(0, 5 * MONTH, 124 * MICRO, rule_set=77))
    assert notes(dial) == [(3, ACCEPTED, ""), (4, ACCEPTED, ""), (6, ACCEPTED, "")]
    assert sum(dial.consumption()) == 30 * MICRO


@pytest.mark.usefixtures("strict")
def test_an_estimate_that_somebody_accepted_stays_so_until_it_is_another(tx: Tx) -> None:
    dial = Dial(tx)
    dial.hand_in(*(Handed(0, month * MONTH, value * MICRO, rule_set=77) for month, value in ((1, 100), (2, 106))))
    for month in range(3, 7):
        dial.estimate(month * MONTH)
    review.accept(tx, dial.call(), dial.row(6 * MONTH), False)
    assert notes(dial)[-1] == (6, ACCEPTED, "4")
    heal(tx, dial.id, 2 * MONTH)
    assert notes(dial)[-1] == (6, ACCEPTED, "4")
    dial.hand_in(Handed(0, 8 * MONTH, 154 * MICRO, rule_set=77))
    dial.decide(8 * MONTH, 154 * MICRO, accept=True)
    assert notes(dial)[-1] == (6, IN_REVIEW, "4")  # on the line now: another index, that nobody has looked at
    assert dial.row(6 * MONTH, 138 * MICRO).state == IN_REVIEW


def test_one_reading_behind_many_estimates_trues_them_up_by_a_handful_of_statements(tx: Tx) -> None:
    few, many = Dial(tx), Dial(tx)
    made = []
    for dial, estimates in ((few, 2), (many, 60)):
        dial.take((MONTH, 100), (2 * MONTH, 106))
        for day in range(1, estimates + 1):
            dial.estimate(2 * MONTH + day * DAY_MS)
        with counted(tx) as statements:
            dial.take((2 * MONTH + 80 * DAY_MS, 300))
        made.append(len(statements))
        assert len(notes(dial)) == estimates
        superseded = [row for row in dial.rows() if row.state == ReadingState.READING_STATE_SUPERSEDED]
        assert len(superseded) == estimates
        assert all(row.superseded_by for row in superseded)
    assert made[1] <= made[0] + 2, made


def test_one_month_without_use_makes_nothing_certain() -> None:
    found = estimate(known([0.0], least_per_day=0.02), 2 * MONTH)
    assert found is not None
    assert found.value == 0
    assert found.high > found.value


# -- behind a turn of the dial


def turned(tx: Tx) -> Dial:
    """Ten a month; the dial began anew in the fifth."""
    dial = Dial(tx)
    dial.take(*[(month * MONTH, (99_950 + 10 * month) % 10**5) for month in range(1, 7)])
    assert dial.accepted() == [99_960, 99_970, 99_980, 99_990, 0, 10]
    return dial


def interval(row: Reading) -> tuple[float, float]:
    """Between which indexes an estimate lies, as its note has it."""
    numbers = json.loads(row.findings or "")[0][1]
    return float(numbers["low"]), float(numbers["high"])


def test_what_is_told_of_an_estimate_is_what_the_dial_would_show(tx: Tx) -> None:
    dial = turned(tx)
    (first,), (second,) = dial.estimate(7 * MONTH), dial.estimate(8 * MONTH)
    for put, index in ((first, 20), (second, 30)):
        row = dial.row(put.at)
        assert put.estimate.value == row.value == index * MICRO
        assert put.previous == (6 * MONTH, 10 * MICRO)
        assert interval(row) == (put.estimate.low / MICRO, put.estimate.high / MICRO)
        assert 10 <= put.estimate.low / MICRO <= index <= put.estimate.high / MICRO < 1_000
    dial.take((9 * MONTH, 70))
    trued = [row for row in dial.rows() if row.state == ACCEPTED and row.source == ESTIMATE]
    assert [(row.value // MICRO, *interval(row)) for row in trued] == [(30, 10, 70), (50, 10, 70)]


def test_an_interval_in_which_the_dial_begins_anew_ends_below_its_beginning(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 99_960), (2 * MONTH, 99_975), (3 * MONTH, 99_990))
    (put,) = dial.estimate(4 * MONTH)
    row = dial.row(4 * MONTH)
    assert (put.estimate.value, put.rollover) == (row.value, row.rollover) == (5 * MICRO, True)
    assert put.estimate.low >= 99_990 * MICRO
    assert put.estimate.high < 1_000 * MICRO
    assert dial.consumption()[-1] == 15 * MICRO


def test_what_helps_to_decide_behind_a_turn_is_what_the_dial_would_show(tx: Tx) -> None:
    dial = turned(tx)
    dial.take((7 * MONTH, 5_000))
    found = examination.examined(tx, row_of(dial, 7 * MONTH), EVERYTHING)
    assert found.expected_index.value == "20"
    assert [float(one.value) for one in (found.plausible_low, found.plausible_high)] == pytest.approx([11, 34.5])
    assert 10 <= float(found.expected.low.value) <= 20 <= float(found.expected.high.value) < 1_000
    assert found.daily_use == pytest.approx(4_990 / 30)


def test_what_helps_to_decide_on_a_turn_itself_reckons_over_it(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take(*[(month * MONTH, 99_900 + 15 * month) for month in range(1, 7)], (7 * MONTH, 500))
    found = examination.examined(tx, row_of(dial, 7 * MONTH), EVERYTHING)
    assert found.reading.state == IN_REVIEW
    assert found.daily_use == pytest.approx(510 / 30)
    assert float(found.plausible_high.value) < float(found.expected_index.value) + 100 < 200
    assert float(found.plausible_low.value) > 99_990


def row_of(dial: Dial, at: int) -> readings.Row:
    row = readings.get(dial.tx, dial.row(at).id, EVERYTHING)
    assert row is not None
    return row


# -- what changed behind them


def half_guessed(tx: Tx) -> tuple[Dial, int]:
    """A register whose usual use is half known, with a reading far above it in review behind; an instant at which one
    estimate more makes what is usual say nothing."""
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106), (3 * MONTH, 112), (4 * MONTH, 118), (5 * MONTH, 200))
    assert dial.row(5 * MONTH).state == IN_REVIEW
    dial.estimate(MONTH + 15 * DAY_MS)
    return dial, 2 * MONTH + 15 * DAY_MS


def test_an_estimate_tells_what_it_changed_behind_it(tx: Tx) -> None:
    dial, at = half_guessed(tx)
    put = estimating.put(tx, SOMEBODY, list(meters.facts_by_id(tx, [dial.id]).values()), at)
    assert [(one.reading_id, one.state_before, one.state_after) for one in put.healed] == [
        (dial.row(5 * MONTH).id, IN_REVIEW, ACCEPTED)
    ]


def test_an_estimate_in_the_place_of_a_reading_tells_what_both_changed(tx: Tx) -> None:
    dial, at = half_guessed(tx)
    dial.take((at, 5_000))
    row = dial.row(at)
    assert row.state == IN_REVIEW
    number, healed = review.estimate(tx, dial.call(), row)
    assert [(one.reading_id, one.state_before, one.state_after) for one in healed] == [
        (dial.row(5 * MONTH).id, IN_REVIEW, ACCEPTED)
    ]
    assert number not in [one.reading_id for one in healed]


def test_of_two_changes_one_after_the_other_the_first_and_the_last_are_told() -> None:
    accepted, questioned = (
        Healed(1, ACCEPTED, IN_REVIEW, 5, None, None, None),
        Healed(1, IN_REVIEW, ACCEPTED, None, 7, None, None),
    )
    assert joined([accepted], [questioned]) == [Healed(1, ACCEPTED, ACCEPTED, 5, 7, None, None)]
    assert joined([accepted], [questioned._replace(consumption_after=5)]) == []
    guess = Healed(2, ACCEPTED, ACCEPTED, None, None, None, None, 10, 20)
    assert joined([accepted], [guess]) == [accepted, guess]
    assert joined([guess], [guess._replace(index_before=20, index_after=30)]) == [guess._replace(index_after=30)]


async def test_estimates_put_by_a_call_tell_what_they_changed(house: House) -> None:
    operator = await house.operator("mykola")
    reading = await questioned(house, operator, HOT_WATER, more=60)
    listed = await operator.ReadingService.ListReadings(
        filter=pb.ReadingFilter(register_id=reading.register_id, states=[ReadingState.READING_STATE_ACCEPTED]),
        order_by="read_at desc",
        page_size=14,
    )
    instants = [one.read_at.ToSeconds() for one in listed.readings]
    changed = []
    for before, after in pairwise(instants[::-1]):
        wanted = pb.RegistersAt(register_ids=[reading.register_id], at=Timestamp(seconds=(before + after) // 2))
        async for reply in operator.ReadingService.EstimateReadings(registers=wanted):
            changed += [(one.reading_id, one.state_before, one.state_after) for one in reply.healed]
    assert changed == [(reading.id, IN_REVIEW, ACCEPTED)]
