"""Healing: what the rules make of a register's readings does not depend on the order in which they came."""

from random import Random

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from smartregion.v1.reading_service_pb2 import ReadingState

from server.codec import DAY_MS, MICRO
from server.readings import review
from server.readings.history import Histories
from storage.engine.transaction import Tx

from .dials import ACCEPTED, Dial

IN_REVIEW = int(ReadingState.READING_STATE_IN_REVIEW)
REFUSED = int(ReadingState.READING_STATE_REFUSED)

#: A month and an index: most grow as a household's do, some are anything.
MONTHS = st.lists(
    st.one_of(st.integers(3, 9), st.sampled_from([0, -12, 60, 3_000, 20_000])), min_size=4, max_size=9
).map(lambda steps: [(30 * DAY_MS * (month + 1), 100 + sum(steps[: month + 1])) for month, _ in enumerate(steps)])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MONTHS, st.randoms(use_true_random=False))
@example([(30 * DAY_MS, 100), (60 * DAY_MS, 115), (90 * DAY_MS, 110), (120 * DAY_MS, 112)], Random(1))
def test_the_order_of_arrival_does_not_matter(tx: Tx, points: list[tuple[int, int]], order: Random) -> None:
    in_order, shuffled, at_once = Dial(tx), Dial(tx), Dial(tx)
    for point in points:
        in_order.take(point)
    mixed = order.sample(points, len(points))
    for point in mixed:
        shuffled.take(point)
    at_once.take(*mixed)
    assert shuffled.states() == in_order.states()
    assert at_once.states() == in_order.states()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MONTHS, st.data())
def test_reversal_is_the_inverse_of_acceptance(tx: Tx, points: list[tuple[int, int]], data: st.DataObject) -> None:
    dial, without = Dial(tx), Dial(tx)
    odd = data.draw(st.integers(0, len(points) - 1))
    for place, point in enumerate(points):
        dial.take(point)
        if place != odd:
            without.take(point)
    row = dial.rows()[odd]
    if row.state != ACCEPTED:
        return
    review.reverse(tx, dial.call(), row)
    left = [state for state in dial.states() if state[2] != int(ReadingState.READING_STATE_REVERSED)]
    assert left == without.states()
    assert dial.consumption() == without.consumption()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MONTHS)
def test_consumption_is_the_sum_of_its_intervals(tx: Tx, points: list[tuple[int, int]]) -> None:
    dial = Dial(tx)
    dial.take(*points)
    accepted = dial.rows()
    accepted = [row for row in accepted if row.state == ACCEPTED]
    turns = sum(row.rollover for row in accepted)
    if accepted:
        whole = accepted[-1].value - accepted[0].value + turns * 10**5 * MICRO
        assert sum(dial.consumption()) == whole
    assert all(used >= 0 for used in dial.consumption())


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MONTHS)
def test_taking_the_same_again_adds_nothing(tx: Tx, points: list[tuple[int, int]]) -> None:
    dial = Dial(tx)
    dial.take(*points)
    before = dial.states()
    again = dial.take(*points, *points)
    assert all(outcome.duplicate for outcome in again)
    assert dial.states() == before


def test_one_bad_value_is_outvoted_by_the_two_behind_it(tx: Tx) -> None:
    dial = Dial(tx)
    month = 30 * DAY_MS
    dial.take((month, 100), (2 * month, 115))
    refused = dial.take((3 * month, 110))[0]
    assert refused.judgement is not None
    assert refused.judgement.state == REFUSED
    taken = dial.take((4 * month, 112))[0]
    assert taken.judgement is not None
    assert taken.judgement.state == ACCEPTED  # the reply tells how it ended, not how it began
    assert dial.accepted() == [100, 110, 112]
    assert dial.states()[1][2] == IN_REVIEW


def test_a_year_behind_a_bad_reading_heals_at_once(tx: Tx) -> None:
    dial = Dial(tx)
    month = 30 * DAY_MS
    dial.take((month, 100))
    bad = dial.take((2 * month, 4_000))[0]
    review.accept(tx, dial.call(), next(row for row in dial.rows() if row.id == bad.reading_id), False)
    dial.take(*[((3 + number) * month, 110 + 5 * number) for number in range(12)])
    assert dial.accepted() == [100, 4_000]
    healed = review.reverse(tx, dial.call(), next(row for row in dial.rows() if row.id == bad.reading_id))
    assert len(healed) == 12
    assert dial.accepted() == [100, *(110 + 5 * number for number in range(12))]
    assert {one.state_before for one in healed} == {REFUSED}


def test_what_people_decided_stays(tx: Tx) -> None:
    dial = Dial(tx)
    month = 30 * DAY_MS
    dial.take((month, 100))
    odd = dial.take((2 * month, 4_000))[0]
    review.accept(tx, dial.call(), next(row for row in dial.rows() if row.id == odd.reading_id), False)
    dial.take((3 * month, 110), (4 * month, 112), (5 * month, 115))
    assert dial.accepted() == [100, 4_000]


def test_a_reading_is_judged_anew_by_the_rule_set_that_judged_it(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((30 * DAY_MS, 100))
    taken = dial.take((60 * DAY_MS, 101))[0]
    tx.sql("UPDATE reading SET rule_set = 77 WHERE id = ?", (taken.reading_id,))
    dial.take((45 * DAY_MS, 100))
    assert {row.id: row.rule_set for row in dial.rows()}[taken.reading_id] == 77


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([0.5, 1, 30])), min_size=3, max_size=30))
def test_a_history_that_moved_on_is_as_one_read_anew(tx: Tx, steps: list[tuple[int, float]]) -> None:
    dial = Dial(tx)
    at, value = 30 * DAY_MS, 100
    dial.take((at, value))
    history = Histories.shared(tx).of(tx, [dial.id])[dial.id]
    for used, days in steps:
        at, value = at + int(days * DAY_MS), value + used
        judgement = dial.take((at, value))[0].judgement
        assert judgement is not None
        history.stand(at, value * MICRO, judgement.state == ACCEPTED)
    anew = Histories.shared(tx).of(tx, [dial.id])[dial.id]
    assert history.baseline() == anew.baseline()
    assert history.spans == anew.spans
    assert history.standing == anew.standing
