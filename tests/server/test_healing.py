"""Healing: what the rules make of a register's readings does not depend on the order in which they came."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import NamedTuple

import pytest
from google.type.decimal_pb2 import Decimal
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingSource, RuleSeverity

from server.codec import DAY_MS, MICRO
from server.errors import Conflict, InvalidField
from server.readings import heal, ingest, review, walk
from server.readings.history import Histories
from server.readings.ruleset import RuleSets
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.accounts import Account
from storage.models.readings import Reading
from storage.repositories import histories, meters, rule_sets
from storage.repositories.meters import OPEN_END
from storage.repositories.scope import EVERYTHING

from .dials import (
    ACCEPTED,
    IN_REVIEW,
    MONTH,
    NOW,
    REFUSED,
    REVERSED,
    SOMEBODY,
    Dial,
    Handed,
    Told,
    counted,
    mixed,
)

REVENUE = int(ReadingQuality.READING_QUALITY_REVENUE)
EDITED = int(ReadingQuality.READING_QUALITY_EDITED)
COLD_WATER, ELECTRICITY = 1, 4
#: Rule sets: one that questions much, one that leaves a decrease to people, one that lets several indexes of one
#: instant stand, and one that questions the fourth estimate in a row.
STRICT, LENIENT, SEVERAL, GUESSED = 2, 3, 4, 5


@pytest.fixture(autouse=True, scope="module")
def several_rule_sets(tx: Tx) -> None:
    made = {
        STRICT: {"limits": {"high_factor": 1.0, "floor_per_day": 0.01}},
        LENIENT: {"severities": {"DECREASE": int(RuleSeverity.RULE_SEVERITY_REVIEW)}},
        SEVERAL: {"severities": {"CONFLICT": int(RuleSeverity.RULE_SEVERITY_NOTE)}},
        GUESSED: {"severities": {"PROLONGED_ESTIMATION": int(RuleSeverity.RULE_SEVERITY_REVIEW)}},
    }
    for version, changed in made.items():
        assert rule_sets.create(tx, version, None, COLD_WATER, json.dumps(changed), "").version == version
    RuleSets.forget(tx)


class Decision(NamedTuple):
    """A person's word on a reading."""

    of: Handed
    accept: bool
    rollover: bool


@dataclass(frozen=True)
class Story:
    """What becomes of a meter."""

    handed: list[Handed]
    decisions: list[Decision]
    zones: int = 0
    multiplier: int = MICRO
    #: So few that the largest flow turns the dial within a month, or five.
    digits: int = 5

    def dial(self, tx: Tx) -> Dial:
        commodity = ELECTRICITY if self.zones else COLD_WATER
        return Dial(tx, digits=self.digits, zones=self.zones, multiplier=self.multiplier, commodity=commodity)


#: Most months grow as a household's do; some stand still or are anything. Dials near their end turn.
STEPS = st.lists(st.one_of(st.integers(3, 9), st.sampled_from([0, -3, -12, 60, 3_000, 20_000])), min_size=4, max_size=9)
BEGINNINGS = st.sampled_from([100, 5_000, 99_960, 99_990])


@st.composite
def readings(draw: st.DrawFn, dial: int, commodity: int, digits: int) -> list[Handed]:
    """Of one register: some months twice, some with a quality that the sender states, by several rule sets."""
    made, value, turn = [], draw(BEGINNINGS), 10**digits
    versions = st.sampled_from([0, 0, STRICT, LENIENT]) if commodity == COLD_WATER else st.just(0)
    for month, step in enumerate(draw(STEPS), 1):
        value = (value + step) % turn
        quality = draw(st.sampled_from([0, 0, 0, REVENUE, EDITED]))
        made.append(Handed(dial, month * MONTH, value * MICRO, quality, draw(versions)))
        if draw(st.integers(0, 9)) == 0:
            other = (value + draw(st.sampled_from([1, -2, 500]))) % turn
            made.append(Handed(dial, month * MONTH, other * MICRO, 0, draw(versions)))
    return mixed(made)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    zones = draw(st.sampled_from([0, 0, 2]))
    commodity = ELECTRICITY if zones else COLD_WATER
    digits = draw(st.sampled_from([5, 5, 3]))
    handed = [one for dial in range(zones + 1) for one in draw(readings(dial, commodity, digits))]
    decided = draw(st.lists(st.sampled_from(handed), max_size=2, unique=True))
    decisions = [Decision(one, draw(st.booleans()), draw(st.booleans())) for one in decided]
    return Story(handed, decisions, zones, draw(st.sampled_from([MICRO, 333_333, 2_500_000])), digits)


def months(*values: int, first: int = 1) -> list[Handed]:
    return [Handed(0, (first + place) * MONTH, value * MICRO) for place, value in enumerate(values)]


def zoned(*months: tuple[int, int, int]) -> list[Handed]:
    """Total, day and night of each month."""
    return [
        Handed(dial, (place + 1) * MONTH, value * MICRO)
        for place, month in enumerate(months)
        for dial, value in enumerate(month)
    ]


def decide(dial: Dial, one: Decision) -> None:
    dial.decide(one.of.at, one.of.value, accept=one.accept, dial=one.of.dial, rollover=one.rollover)


def told(dial: Dial, story: Story) -> list[Told]:
    """What is held; of what people decided on not what the rules had found when they did."""
    decided = {(one.of.dial, one.of.at, one.of.value) for one in story.decisions}
    return [one._replace(findings=None) if (one.dial, one.at, one.value) in decided else one for one in dial.told()]


def as_it_went(tx: Tx, story: Story, without: Handed | None = None) -> Dial:
    """A meter to which all of it came in order, and then the decisions."""
    dial = story.dial(tx)
    for handed in story.handed:
        if handed != without:
            dial.hand_in(handed)
    for one in story.decisions:
        if one.of != without:
            decide(dial, one)
    return dial


def in_disorder(tx: Tx, story: Story, order: Random) -> Dial:
    """The same in any order; each decision comes behind its reading."""
    dial = story.dial(tx)
    waiting, came = list(story.decisions), set()
    for handed in order.sample(story.handed, len(story.handed)):
        dial.hand_in(handed)
        came.add(handed)
        for one in [one for one in waiting if one.of in came and order.random() < 0.5]:
            waiting.remove(one)
            decide(dial, one)
    for one in waiting:
        decide(dial, one)
    return dial


def in_parts(tx: Tx, story: Story, order: Random) -> Dial:
    """The same by groups of which each is taken at once."""
    dial, handed = story.dial(tx), order.sample(story.handed, len(story.handed))
    while handed:
        size = order.randint(1, len(handed))
        part = [one for one in handed[:size] if one.rule_set == handed[0].rule_set]
        dial.hand_in(*part)
        handed = [one for one in handed if one not in part]
    for one in story.decisions:
        decide(dial, one)
    return dial


often = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@often
@given(stories(), st.randoms(use_true_random=False))
@example(Story(months(100, 115, 110, 112), []), Random(1))
@example(Story(months(100, 121, 112), []), Random(2))  # one against one
@example(Story(months(100, 130, 121, 112, 110), []), Random(3))  # everyone against everyone
@example(Story(months(100, 121, 122, 112, 113), []), Random(4))  # two against two
@example(Story(months(99_960, 99_970, 99_980, 99_990, 3, 8), [], multiplier=333_333), Random(5))
@example(Story([*months(100), *months(110, first=2), *months(112, first=2)], []), Random(6))
@example(Story(zoned((300, 100, 200), (330, 110, 190), (360, 120, 240)), [], zones=2), Random(7))
@example(
    Story(months(100, 105, 110, 115, 120, 125, 130, 135, 104), [Decision(months(104, first=9)[0], True, False)]),
    Random(8),
)
def test_the_order_of_arrival_does_not_matter(tx: Tx, story: Story, order: Random) -> None:
    in_order = as_it_went(tx, story)
    expected = told(in_order, story)
    assert in_order.unsettled() == []
    for other in (in_disorder(tx, story, order), in_parts(tx, story, order)):
        assert told(other, story) == expected
        assert other.unsettled() == []
        for dial in range(story.zones + 1):
            assert other.consumption(dial) == in_order.consumption(dial)


@often
@given(stories(), st.data())
def test_reversal_is_the_inverse_of_acceptance(tx: Tx, story: Story, data: st.DataObject) -> None:
    dial = as_it_went(tx, story)
    accepted = [one for one in dial.told() if one.state == ACCEPTED]
    assume(accepted)
    odd = data.draw(st.sampled_from(accepted))
    review.reverse(tx, dial.call(), dial.row(odd.at, odd.value, odd.dial))
    assert dial.row(odd.at, odd.value, odd.dial).state == REVERSED
    handed = next(one for one in story.handed if (one.dial, one.at, one.value) == (odd.dial, odd.at, odd.value))
    without = as_it_went(tx, story, without=handed)
    assert told(dial, story) == told(without, story)
    for number in range(story.zones + 1):
        assert dial.consumption(number) == without.consumption(number)
    assert dial.unsettled() == []


@often
@given(stories(), st.data())
def test_what_is_undone_leaves_what_was_before(tx: Tx, story: Story, data: st.DataObject) -> None:
    dial = as_it_went(tx, story)
    questioned = [one for one in dial.told() if one.state == IN_REVIEW]
    assume(questioned)
    one = data.draw(st.sampled_from(questioned))
    before = dial.told()
    row = dial.row(one.at, one.value, one.dial)
    if data.draw(st.booleans()):
        review.refuse(tx, dial.call(), row)
    else:
        try:
            review.accept(tx, dial.call(), row, rollover=False)
        except (Conflict, InvalidField):
            assume(False)
    assert dial.unsettled() == []
    review.undo(tx, dial.call(), dial.row(one.at, one.value, one.dial))
    assert dial.told() == before
    assert dial.unsettled() == []


@often
@given(stories())
def test_consumption_is_the_sum_of_its_intervals(tx: Tx, story: Story) -> None:
    dial = as_it_went(tx, story)
    for number in range(story.zones + 1):
        accepted = [row for row in dial.rows(number) if row.state == ACCEPTED]
        exact = sum(
            Fraction(after.value - before.value + (10**story.digits * MICRO if after.rollover else 0))
            for before, after in pairwise(accepted)
        )
        assert len(dial.consumption(number)) == max(0, len(accepted) - 1)
        assert abs(sum(dial.consumption(number)) - exact * story.multiplier / MICRO) < 1
        ruled = {one.of.value for one in story.decisions}
        assert all(used >= 0 for used in dial.consumption(number)) or ruled


@often
@given(
    st.integers(0, 599_999),
    st.lists(st.integers(300_000, 400_000), min_size=3, max_size=14),
    st.sampled_from([MICRO, 333_333, 2_500_000, 7]),
    st.randoms(use_true_random=False),
)
def test_a_dial_that_turns_time_and_again_counts_all_that_went_through(
    tx: Tx, first: int, steps: list[int], multiplier: int, order: Random
) -> None:
    """Three digits, a third of a turn a month, no turn in the first: what went through is known, and must come out
    whatever came late."""
    counts = [first]
    for step in steps:
        counts.append(counts[-1] + step)
    dial = Dial(tx, digits=3, multiplier=multiplier, commodity=ELECTRICITY)
    handed = [Handed(0, (place + 1) * MONTH, count * 1_000 % (1_000 * MICRO)) for place, count in enumerate(counts)]
    for one in order.sample(handed, len(handed)):
        dial.hand_in(one)
    assert {one.state for one in dial.told()} == {ACCEPTED}
    true = Fraction((counts[-1] - counts[0]) * 1_000) * multiplier / MICRO
    assert abs(sum(dial.consumption()) - true) < 1
    for used, (before, after) in zip(dial.consumption(), pairwise(counts), strict=True):
        assert abs(used - Fraction((after - before) * 1_000) * multiplier / MICRO) < 1


@often
@given(stories(), st.randoms(use_true_random=False))
def test_taking_the_same_again_adds_nothing(tx: Tx, story: Story, order: Random) -> None:
    dial = as_it_went(tx, story)
    before = dial.told(), [len(dial.rows(number)) for number in range(story.zones + 1)]
    again = dial.hand_in(*order.sample(story.handed, len(story.handed)), *story.handed)
    assert all(outcome.duplicate for outcome in again)
    assert (dial.told(), [len(dial.rows(number)) for number in range(story.zones + 1)]) == before


@often
@given(stories(), st.data())
def test_what_is_sent_once_more_with_some_behind_it_adds_those(tx: Tx, story: Story, data: st.DataObject) -> None:
    """As an import that goes on where it was cut off, from a line that was taken already."""
    handed = sorted(story.handed, key=lambda one: one.at)
    cut = data.draw(st.integers(0, len(handed)))
    handed = handed[:cut] + [one._replace(rule_set=0) for one in handed[cut:]]
    whole, dial = story.dial(tx), story.dial(tx)
    for one in handed:
        whole.hand_in(one)
    for one in handed[:cut]:
        dial.hand_in(one)
    again = dial.hand_in(*(one._replace(rule_set=0) for one in handed))
    assert [outcome.duplicate for outcome in again] == [place < cut for place in range(len(handed))]
    assert dial.told() == whole.told()


@pytest.mark.parametrize("seed", range(4))
def test_a_walk_ends_no_sooner_than_nothing_behind_can_come_out_otherwise(tx: Tx, seed: int) -> None:
    random = Random(seed)
    dial, value, handed = Dial(tx), 100, []
    for month in range(90):
        value += random.choice([6, 6, 5, 7, 7, 6, 0, -4, 40])
        handed.append(Handed(0, (month + 1) * DAY_MS * 7, value % 10**5 * MICRO))
    late = set(random.sample(range(90), 12))
    dial.hand_in(*(one for place, one in enumerate(handed) if place not in late))
    for place in random.sample(sorted(late), len(late)):
        dial.hand_in(handed[place])
        assert dial.unsettled() == []
    for row in random.sample([row for row in dial.rows() if row.state == ACCEPTED], 6):
        if dial.row(row.read_at).state == ACCEPTED:
            review.reverse(tx, dial.call(), dial.row(row.read_at))
        assert dial.unsettled() == []


# -- who is right, where readings contradict each other


def taken(tx: Tx, *values: int, late: Iterable[int] = ()) -> Dial:
    """A register with one reading a month; those at some places came last, one by one."""
    dial, handed, behind = Dial(tx), months(*values), list(late)
    dial.hand_in(*(one for place, one in enumerate(handed) if place not in behind))
    for place in behind:
        dial.hand_in(handed[place])
    return dial


def verdicts(dial: Dial) -> dict[int, int]:
    return {one.value // MICRO: one.state for one in dial.told()}


A, R, F = ACCEPTED, IN_REVIEW, REFUSED


@pytest.mark.parametrize(
    ("values", "late", "states"),
    [
        # A typo that came late: nobody knows which of the two is wrong, so neither stands.
        ((100, 121, 112), (1,), (A, R, R)),
        ((100, 121, 112), (), (A, R, R)),
        # Half a year of six a month knows: fifteen in a month are nothing like it, nor three in two.
        ((76, 82, 88, 94, 100, 115, 112), (5,), (A, A, A, A, A, R, A)),
        ((76, 82, 88, 94, 100, 106, 103), (), (A, A, A, A, A, A, R)),
        ((76, 82, 88, 94, 100, 106, 103), (5,), (A, A, A, A, A, A, R)),
        ((76, 82, 88, 94, 100, 115, 112), (), (A, A, A, A, A, R, A)),
        # Two against one.
        ((100, 115, 110, 112), (), (A, R, A, A)),
        ((100, 115, 110, 112), (1,), (A, R, A, A)),
        ((100, 121, 122, 112), (), (A, A, A, F)),
        ((100, 121, 122, 112), (3,), (A, A, A, F)),
        # As many on either side: all of them.
        ((100, 121, 122, 112, 113), (), (A, R, R, R, R)),
        ((100, 130, 121, 112), (), (A, R, R, R)),
        # Three against two, and three against three until a fourth comes.
        ((100, 121, 122, 112, 113, 114), (), (A, R, R, A, A, A)),
        ((100, 121, 122, 123, 112, 113, 114), (), (A, R, R, R, R, R, R)),
        ((100, 121, 122, 123, 112, 113, 114, 115), (), (A, R, R, R, A, A, A, A)),
        # What lies below the accepted ones for longer than that is no witness.
        ((100, 106, 112, 118, 50, 51, 52), (), (A, A, A, A, F, F, F)),
        # A dial that began anew speaks against nothing.
        ((99_960, 99_970, 99_980, 99_990, 3, 8), (), (A,) * 6),
        ((99_960, 99_970, 99_980, 99_990, 3, 8), (0, 3), (A,) * 6),
        ((99_960, 99_970, 99_980, 99_990, 3, 8), (4,), (A,) * 6),
        ((*range(99_900, 99_961, 15), 99_990, 99_987, 3), (), (A, A, A, A, A, R, R, A)),
        ((*range(99_900, 99_961, 15), 99_990, 3, 99_987), (), (A, A, A, A, A, A, A, R)),
        # Nobody knows what is usual: nor then whether it did.
        ((99_960, 99_990, 99_987, 3), (), (A, R, R, R)),
        ((99_960, 99_990, 3, 99_987), (), (A, R, R, R)),
        # Nor does it keep a slip of the finger behind its turn.
        ((99_970, 99_980, 99_990, 60, 3, 8), (), (A, A, A, R, A, A)),
    ],
)
def test_who_is_right_is_told_by_those_around(
    tx: Tx, values: tuple[int, ...], late: tuple[int, ...], states: tuple[int, ...]
) -> None:
    dial = taken(tx, *values, late=late)
    assert verdicts(dial) == dict(zip(values, states, strict=True))
    assert dial.unsettled() == []


def test_a_late_reading_refuses_no_accepted_one(tx: Tx) -> None:
    """Whatever comes late, one alone: what was accepted is accepted still, or a person is asked."""
    random = Random(15)
    for _ in range(60):
        values = [100]
        for _ in range(random.randint(2, 8)):
            values.append(values[-1] + random.choice([5, 6, 7, 0, 1, 12]))
        dial = taken(tx, *values)
        before = {one.at for one in dial.told() if one.state == ACCEPTED}
        at = random.randint(1, len(values)) * MONTH - random.randint(1, 29) * DAY_MS
        dial.take((at, max(0, random.choice(values) + random.randint(-9, 30))))
        assert not [one for one in dial.told() if one.at in before and one.state == REFUSED]


def test_what_is_as_doubtful_as_another_says_against_which(tx: Tx) -> None:
    dial = taken(tx, 100, 121, 112)
    high, low = (json.loads(one.findings or "[]") for one in dial.told()[1:])
    assert (high[0][0], high[0][1]["after"]) == ("LATER_LOWER", "112")
    assert (low[0][0], low[0][1]["before"]) == ("DECREASE", "121")


def test_one_bad_value_is_outvoted_by_the_two_behind_it(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 115))
    doubtful = dial.take((3 * MONTH, 110))[0]
    assert doubtful.judgement is not None
    assert doubtful.judgement.state == IN_REVIEW
    behind = dial.take((4 * MONTH, 112))[0]
    assert behind.judgement is not None
    assert behind.judgement.state == ACCEPTED  # the reply tells how it ended, not how it began
    assert dial.accepted() == [100, 110, 112]
    assert dial.states()[1][2] == IN_REVIEW


def test_two_indexes_of_one_instant_are_for_a_person(tx: Tx) -> None:
    first, second = Dial(tx), Dial(tx)
    first.take((MONTH, 100), (2 * MONTH, 110))
    first.take((2 * MONTH, 112))
    second.take((MONTH, 100), (2 * MONTH, 112))
    second.take((2 * MONTH, 110))
    assert first.told() == second.told()
    assert verdicts(first) == {100: A, 110: R, 112: R}
    review.refuse(tx, first.call(), first.row(2 * MONTH, 112 * MICRO))
    assert verdicts(first) == {100: A, 110: A, 112: F}
    review.accept(tx, second.call(), second.row(2 * MONTH, 112 * MICRO), rollover=False)
    assert verdicts(second) == {100: A, 110: R, 112: A}
    with pytest.raises(Conflict, match="same instant"):
        review.accept(tx, second.call(), second.row(2 * MONTH, 110 * MICRO), rollover=False)


def test_where_a_rule_set_lets_both_stand_the_lower_is_the_earlier(tx: Tx) -> None:
    told = []
    for values in ((110, 112), (112, 110)):
        dial = Dial(tx)
        dial.take((MONTH, 100))
        for value in values:
            dial.hand_in(Handed(0, 2 * MONTH, value * MICRO, 0, SEVERAL))
        dial.take((3 * MONTH, 111), (4 * MONTH, 118))
        assert [used // MICRO for used in dial.consumption()][:2] == [10, 2]
        assert dial.unsettled() == []
        told.append(dial.told())
    assert told[0] == told[1]


def test_an_index_that_is_refused_for_itself_contests_nothing(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106), (3 * MONTH, 112))
    dial.take((4 * MONTH, 5))
    dial.take((4 * MONTH, 118))
    assert verdicts(dial) == {100: A, 106: A, 112: A, 5: F, 118: A}


def test_what_people_decided_stays(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100))
    odd = dial.take((2 * MONTH, 4_000))[0]
    review.accept(tx, dial.call(), next(row for row in dial.rows() if row.id == odd.reading_id), False)
    dial.take((3 * MONTH, 110), (4 * MONTH, 112), (5 * MONTH, 115))
    assert dial.accepted() == [100, 4_000]


@pytest.mark.parametrize("many", [12, 150])
def test_what_people_decided_bounds_all_that_lies_before(tx: Tx, many: int) -> None:
    """However far back: all but the first two readings before it are above what somebody accepted."""
    rising = list(range(100, 100 + 3 * many, 3))
    dial = Dial(tx)
    dial.take(*[((place + 1) * DAY_MS * 4, value) for place, value in enumerate(rising)])
    at = (many + 1) * DAY_MS * 4
    dial.take((at, 104))
    row = dial.row(at)
    assert row.state == REFUSED
    dial.decide(row.read_at, row.value, accept=True)
    assert dial.accepted() == [100, 103, 104]
    assert dial.unsettled() == []
    dial.take((DAY_MS, 99))  # and what comes late before all of them is no way around it
    assert dial.accepted() == [99, 100, 103, 104]
    review.reverse(tx, dial.call(), dial.row(at))
    assert dial.accepted() == [99, *rising]


def test_nothing_behind_what_people_decided_speaks_against_what_lies_before_it(tx: Tx) -> None:
    dial = taken(tx, 100, 115, 120)
    dial.decide(3 * MONTH, 120 * MICRO, accept=True)
    dial.hand_in(*months(110, 111, 112, first=4))
    assert verdicts(dial) == {100: A, 115: A, 120: A, 110: F, 111: F, 112: F}


def test_where_a_person_said_that_the_dial_began_anew_nothing_before_yields(tx: Tx) -> None:
    dial = taken(tx, 95_000, 95_010, 95_020)
    dial.take((3 * MONTH + DAY_MS, 40))
    row = dial.row(3 * MONTH + DAY_MS)
    dial.decide(row.read_at, row.value, accept=True, rollover=True)  # more than the largest flow: somebody knows better
    assert dial.accepted() == [95_000, 95_010, 95_020, 40]
    assert dial.consumption()[-1] == 5_020 * MICRO
    dial.take((2 * MONTH + DAY_MS, 95_012))
    assert dial.accepted() == [95_000, 95_010, 95_012, 95_020, 40]
    for at in (3 * MONTH, 2 * MONTH + DAY_MS, 2 * MONTH, MONTH):
        review.reverse(tx, dial.call(), dial.row(at))
    assert [(row.value, row.rollover) for row in dial.rows() if row.state == ACCEPTED] == [(40 * MICRO, False)]


# -- what a turn of the dial is


def test_a_rollover_questions_nothing_and_counts(tx: Tx) -> None:
    dial = Dial(tx)
    for place, value in enumerate((99_960, 99_970, 99_980, 99_990, 3, 8, 14, 20)):
        outcome = dial.take(((place + 1) * MONTH, value))[0]
        assert outcome.judgement is not None
        assert outcome.judgement.state == ACCEPTED
        assert set(verdicts(dial).values()) == {ACCEPTED}
    assert [used // MICRO for used in dial.consumption()] == [10, 10, 10, 13, 5, 6, 6]


def test_the_end_of_an_installation_behind_a_turn_questions_nothing_before_it(tx: Tx) -> None:
    dial = taken(tx, 99_960, 99_970, 99_980, 99_990, 3)
    removal = dial.take((6 * MONTH, 8))[0].reading_id
    tx.sql("UPDATE reading SET source = ? WHERE id = ?", (int(ReadingSource.READING_SOURCE_REMOVAL), removal))
    assert dial.unsettled() == []
    dial.take((2 * MONTH + DAY_MS, 99_971))
    assert set(verdicts(dial).values()) == {ACCEPTED}


def test_accepting_asks_for_a_turn_where_the_index_fell_and_nowhere_else(tx: Tx) -> None:
    dial = taken(tx, *range(100, 130, 5))
    dial.take((7 * MONTH, 1_500))
    row = dial.row(7 * MONTH)
    assert row.state == IN_REVIEW
    with pytest.raises(InvalidField, match="not below"):
        review.accept(tx, dial.call(), row, rollover=True)
    assert dial.row(7 * MONTH).state == IN_REVIEW
    review.accept(tx, dial.call(), row, rollover=False)
    assert dial.consumption()[-1] == 1_375 * MICRO


def a_turn_to_correct(tx: Tx) -> tuple[Dial, Reading]:
    """Ten a month up to the end of the dial, and an index in review behind it."""
    dial = taken(tx, *range(99_950, 99_991, 10))
    dial.take((6 * MONTH, 1_500))
    assert dial.row(6 * MONTH).state == IN_REVIEW
    return dial, dial.row(6 * MONTH)


def test_a_correction_behind_the_end_of_the_dial_is_a_turn_where_the_use_is_usual(tx: Tx) -> None:
    dial, row = a_turn_to_correct(tx)
    review.correct(tx, dial.call(), row, Decimal(value="9"))
    assert dial.accepted()[-2:] == [99_990, 9]
    assert dial.consumption()[-1] == 19 * MICRO
    dial.take((7 * MONTH, 19))
    assert dial.accepted()[-1] == 19
    assert dial.unsettled() == []


def test_a_correction_to_an_unusual_turn_is_one_where_somebody_says_so(tx: Tx) -> None:
    dial, row = a_turn_to_correct(tx)
    with pytest.raises(InvalidField, match="say so with rollover"):
        review.correct(tx, dial.call(), row, Decimal(value="900"))
    review.correct(tx, dial.call(), row, Decimal(value="900"), rollover=True)
    assert dial.consumption()[-1] == 910 * MICRO
    dial.take((4 * MONTH + 3 * DAY_MS, 99_981))  # judged anew with those around it
    assert dial.accepted() == [99_950, 99_960, 99_970, 99_980, 99_981, 99_990, 900]
    assert dial.unsettled() == []
    review.undo(tx, dial.call(), dial.row(6 * MONTH, 1_500 * MICRO))
    assert dial.row(6 * MONTH, 1_500 * MICRO).state == IN_REVIEW


def test_an_index_is_accepted_before_a_turn_that_nobody_has_seen_yet_where_its_use_is_usual(tx: Tx) -> None:
    for behind, usual in ((1, True), (30, False)):
        dial = taken(tx, 0, 99_998, behind)
        assert verdicts(dial) == {0: A, 99_998: R, behind: A}
        if not usual:
            with pytest.raises(InvalidField, match="above the accepted one after it"):
                review.accept(tx, dial.call(), dial.row(2 * MONTH), rollover=False)
            continue
        review.accept(tx, dial.call(), dial.row(2 * MONTH), rollover=False)
        assert dial.consumption() == [99_998 * MICRO, 3 * MICRO]


def test_an_index_is_moved_behind_a_turn_as_it_is_corrected(tx: Tx) -> None:
    dial, row = a_turn_to_correct(tx)
    here = meters.facts_by_id(tx, [dial.id])[dial.id]
    other = Dial(tx)
    tx.sql(
        "UPDATE installation SET usage_point_id = ? WHERE id = (SELECT installation_id FROM register WHERE id = ?)",
        (here.usage_point_id, other.id),
    )
    other.take(*[(month * MONTH, 99_600 + 50 * month) for month in range(1, 6)])
    with pytest.raises(InvalidField, match="say so with rollover"):
        review.move(tx, dial.call(), row, other.id)
    review.move(tx, dial.call(), row, other.id, rollover=True)
    assert other.consumption()[-1] == 1_650 * MICRO


def test_what_is_accepted_before_a_turn_may_be_above_what_lies_behind_it(tx: Tx) -> None:
    dial = taken(tx, 99_900, 99_902, 99_904, 99_906)
    dial.take((6 * MONTH, 3))
    dial.take((5 * MONTH, 99_990))
    row = dial.row(5 * MONTH)
    assert row.state == IN_REVIEW  # so much in a month is unusual
    review.accept(tx, dial.call(), row, rollover=False)
    assert dial.accepted() == [99_900, 99_902, 99_904, 99_906, 99_990, 3]
    assert sum(dial.consumption()) == 103 * MICRO


def short(tx: Tx, digits: int, *values: int, late: Iterable[int] = ()) -> Dial:
    """The same of an electricity meter whose dial the largest flow turns within a month."""
    dial, handed, behind = Dial(tx, digits=digits, commodity=ELECTRICITY), months(*values), list(late)
    dial.hand_in(*(one for place, one in enumerate(handed) if place not in behind))
    for place in behind:
        dial.hand_in(handed[place])
    return dial


@pytest.mark.parametrize(("digits", "last", "typed"), [(5, 98_750, 9_880), (5, 75_650, 5_700), (4, 9_750, 800)])
@pytest.mark.parametrize("months_before", [12, 1])
def test_a_mistyped_index_is_no_turn_of_the_dial(
    tx: Tx, digits: int, last: int, typed: int, months_before: int
) -> None:
    """A digit was dropped: the meter can have passed a turn, but nobody used so much. It harms nothing behind it."""
    dial = short(tx, digits, *range(last - 50 * months_before, last + 1, 50))
    at = (months_before + 2) * MONTH
    dial.take((at, typed))
    assert dial.row(at).state == R
    assert [code for code, _ in json.loads(dial.row(at).findings or "")] == ["HIGH_USE", "ROLLOVER"]
    dial.take((at + MONTH, last + 100), (at + 2 * MONTH, last + 150))
    assert dial.accepted()[-3:] == [last, last + 100, last + 150]
    assert {used // MICRO for used in dial.consumption()} == {50, 100}
    assert dial.unsettled() == []


@pytest.mark.parametrize(("digits", "end"), [(5, 100_000), (4, 10_000)])
def test_a_turn_of_the_dial_with_a_usual_use_is_accepted(tx: Tx, digits: int, end: int) -> None:
    dial = short(tx, digits, *(value % end for value in range(end - 220, end + 200, 50)))
    assert {one.state for one in dial.told()} == {ACCEPTED}
    assert set(dial.consumption()) == {50 * MICRO}
    dial = short(tx, digits, *(value % end for value in range(end - 220, end + 200, 50)), late=(4, 5, 0))
    assert {one.state for one in dial.told()} == {ACCEPTED}


def test_a_turn_with_no_history_behind_it_is_questioned_unless_it_means_a_use_that_says_nothing(tx: Tx) -> None:
    assert verdicts(short(tx, 4, 9_970, 20)) == {9_970: A, 20: A}
    dial = short(tx, 4, 9_970, 170, 300)
    assert verdicts(dial) == {9_970: A, 170: R, 300: R}
    review.accept(tx, dial.call(), dial.row(2 * MONTH), rollover=True)
    assert verdicts(dial) == {9_970: A, 170: A, 300: A}
    assert dial.consumption() == [200 * MICRO, 130 * MICRO]


def test_a_slip_is_no_turn_for_a_later_reading_either(tx: Tx) -> None:
    """On a dial that may have turned within the month a slip is outvoted as on any other, and yields to what a person
    decided on."""
    known = tuple(range(9_000, 9_400, 50))
    for late in ((), (8,)):
        dial = short(tx, 4, *known, 9_460, 9_450, 9_500, late=late)
        assert [one.state for one in dial.told()[8:]] == [R, A, A]
        assert sum(dial.consumption()) == 500 * MICRO
        assert dial.unsettled() == []
    dial = short(tx, 4, *known, 9_400, 9_450)
    dial.decide(10 * MONTH, 9_450 * MICRO, accept=True)
    dial.take((9 * MONTH + DAY_MS, 9_460))
    assert dial.row(9 * MONTH + DAY_MS).state == R
    assert dial.consumption()[-1] == 50 * MICRO
    assert dial.unsettled() == []


# -- totals and their zones


def total(dial: Dial, at: int = MONTH) -> tuple[int, list[str]]:
    row = dial.row(at)
    return row.state, [code for code, _ in json.loads(row.findings or "[]")]


def test_what_becomes_of_a_zone_is_heard_by_the_total(tx: Tx) -> None:
    dial = Dial(tx, zones=2, commodity=ELECTRICITY)
    dial.hand_in(*zoned((300, 100, 150)))
    assert total(dial) == (IN_REVIEW, ["ZONE_SUM"])
    night = dial.row(MONTH, dial=2)
    review.reverse(tx, dial.call(), night)
    assert total(dial) == (ACCEPTED, [])
    dial.hand_in(Handed(2, MONTH, 200 * MICRO))
    assert total(dial) == (ACCEPTED, [])
    dial.decide(MONTH, 200 * MICRO, accept=False, dial=2)
    dial.hand_in(Handed(2, MONTH, 190 * MICRO))
    assert total(dial) == (IN_REVIEW, ["ZONE_SUM"])
    dial.hand_in(Handed(2, MONTH, 191 * MICRO))  # two indexes of one instant show no sum
    assert total(dial) == (ACCEPTED, [])


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 0, 1)])
def test_a_total_is_judged_by_its_zones_whichever_came_last(tx: Tx, order: tuple[int, ...]) -> None:
    for alone in (True, False):
        dial = Dial(tx, zones=2, commodity=ELECTRICITY)
        handed = [zoned((300, 100, 150))[place] for place in order]
        if alone:
            for one in handed:
                dial.hand_in(one)
        else:
            dial.hand_in(*handed)
        assert total(dial) == (IN_REVIEW, ["ZONE_SUM"])


def test_an_estimate_of_a_zone_is_no_reading_of_it(tx: Tx) -> None:
    dial = Dial(tx, zones=2, commodity=ELECTRICITY)
    dial.hand_in(*zoned((300, 100, 200), (330, 110, 220)))
    dial.hand_in(Handed(0, 3 * MONTH, 400 * MICRO), Handed(1, 3 * MONTH, 120 * MICRO))
    assert total(dial, 3 * MONTH) == (ACCEPTED, [])
    dial.id = dial.ids[2]
    assert dial.estimate(3 * MONTH)
    assert total(dial, 3 * MONTH) == (ACCEPTED, [])
    assert dial.unsettled() == []


def test_a_meter_that_moved_is_judged_by_where_it_is(tx: Tx) -> None:
    """Its total by the zones of the same installation, its readings by those of the same place, also when one of the
    first place is taken back."""
    here = Dial(tx, zones=2, commodity=ELECTRICITY)
    here.hand_in(*zoned((300, 100, 200), (330, 110, 220)))
    there = here.moved(2 * MONTH)
    there.hand_in(*(one._replace(at=one.at + MONTH) for one in zoned((50, 10, 20), (60, 20, 40))))
    assert total(there, 2 * MONTH) == (IN_REVIEW, ["ZONE_SUM"])
    assert total(there, 3 * MONTH) == (ACCEPTED, [])
    review.reverse(tx, here.call(), here.row(2 * MONTH, dial=2))
    assert total(here, 2 * MONTH) == (ACCEPTED, [])
    assert [total(there, at)[0] for at in (2 * MONTH, 3 * MONTH)] == [IN_REVIEW, ACCEPTED]
    here.hand_in(Handed(2, 3 * MONTH, 230 * MICRO))
    assert here.row(3 * MONTH, dial=2).state == REFUSED
    assert here.unsettled() == there.unsettled() == []
    assert here.consumption(1) == [10 * MICRO] == there.consumption(1)


def test_zones_are_read_once_for_all_of_a_walk(tx: Tx) -> None:
    for readings in (6, 40):
        dial = Dial(tx, zones=2, commodity=ELECTRICITY)
        weeks = [(300 + 3 * week, 100 + week, 200 + 2 * week) for week in range(readings)]
        handed = [one._replace(at=one.at // 30 * 7) for one in zoned(*weeks)]
        dial.hand_in(*handed)
        with counted(tx) as statements:
            dial.unsettled()
        assert sum("JOIN reading" in one for one in statements) == 1


# -- what the sender stated


def quality_of(dial: Dial) -> list[tuple[int, int, int]]:
    return [(one.value // MICRO, one.state, one.quality) for one in dial.told()]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1), (1, 3, 0, 2)])
def test_a_stated_quality_stays_with_its_reading_through_all_verdicts(tx: Tx, order: tuple[int, ...]) -> None:
    dial, handed = Dial(tx), [one._replace(quality=REVENUE) for one in months(100, 150, 112, 118)]
    for place in order:
        dial.hand_in(handed[place])
    assert quality_of(dial) == [(100, A, REVENUE), (150, R, 10), (112, A, REVENUE), (118, A, REVENUE)]


def test_a_stated_quality_comes_back_when_what_hid_it_is_reversed(tx: Tx) -> None:
    dial = Dial(tx)
    dial.hand_in(*months(100))
    dial.hand_in(*months(900, first=2))
    dial.decide(2 * MONTH, 900 * MICRO, accept=True)
    dial.hand_in(months(112, first=3)[0]._replace(quality=REVENUE))
    assert quality_of(dial)[-1] == (112, F, 10)
    review.reverse(tx, dial.call(), dial.row(2 * MONTH))
    assert quality_of(dial)[-1] == (112, A, REVENUE)
    assert dial.row(3 * MONTH).findings is None


def test_what_a_window_said_of_a_reading_when_it_came_stays(tx: Tx) -> None:
    dial = taken(tx, 100, 112)
    refused = dial.take((3 * MONTH, 118))[0].reading_id
    kept = json.dumps([["OUTSIDE_WINDOW", {"day": "2026-12-01"}]])
    tx.sql("UPDATE reading SET state = ?, findings = ?, source = 1 WHERE id = ?", (REFUSED, kept, refused))
    Histories.shared(tx).forget([dial.id])
    dial.take((MONTH + DAY_MS, 101))
    assert (dial.row(3 * MONTH).state, dial.row(3 * MONTH).findings) == (REFUSED, kept)


def test_what_was_accepted_by_hand_where_it_comes_from_is_accepted_here(tx: Tx) -> None:
    dial = taken(tx, 100, 106, 112)
    far = ingest.Entry(dial.id, "", 1, 4_000 * MICRO, 4 * MONTH, None, None, EDITED, 1, True)
    too_long = far._replace(value=4_000_000 * MICRO, read_at=5 * MONTH)
    other = far._replace(value=4_001 * MICRO)
    intake = ingest.Intake(SOMEBODY, EVERYTHING, 4, [far, too_long, other])
    states = [outcome.judgement and outcome.judgement.state for outcome in ingest.take(tx, [intake])[0]]
    assert states == [ACCEPTED, REFUSED, IN_REVIEW]  # no decision makes a dial longer, nor two indexes one
    assert dial.row(4 * MONTH).quality == EDITED
    dial.take((3 * MONTH + DAY_MS, 4_200), (6 * MONTH, 120))
    assert dial.accepted() == [100, 106, 112, 4_000]
    assert dial.unsettled() == []


def test_what_is_decided_behind_others_makes_them_yield_at_once(tx: Tx) -> None:
    dial = taken(tx, *range(100, 160, 5))
    entry = ingest.Entry(dial.id, "", 1, 104 * MICRO, 14 * MONTH, None, None, EDITED, 1, True)
    ingest.take(tx, [ingest.Intake(SOMEBODY, EVERYTHING, 4, [entry])])
    assert dial.accepted() == [100, 104]
    assert dial.unsettled() == []


# -- estimates in between


def test_no_number_of_estimates_hides_what_was_read(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((DAY_MS, 100), (11 * DAY_MS, 106))
    for day in range(60):
        assert dial.estimate((12 + day) * DAY_MS)
    behind = dial.take((80 * DAY_MS, 5))[0]
    assert behind.judgement is not None
    assert behind.judgement.state == REFUSED
    assert behind.previous == (11 * DAY_MS, 106 * MICRO)
    assert ("PROLONGED_ESTIMATION", {"periods": "60"}) in [tuple(one) for one in behind.judgement.found]
    history = histories.of(tx, [dial.id])[dial.id]
    assert [point.value // MICRO for point in history.accepted if not point.estimated] == [100, 106]


# -- one transaction


def test_a_year_behind_a_bad_reading_heals_at_once(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100))
    bad = dial.take((2 * MONTH, 4_000))[0]
    review.accept(tx, dial.call(), next(row for row in dial.rows() if row.id == bad.reading_id), False)
    dial.take(*[((3 + number) * MONTH, 110 + 5 * number) for number in range(12)])
    assert dial.accepted() == [100, 4_000]
    with counted(tx) as statements:
        healed = review.reverse(tx, dial.call(), next(row for row in dial.rows() if row.id == bad.reading_id))
    assert len(healed) == 12
    assert dial.accepted() == [100, *(110 + 5 * number for number in range(12))]
    assert {one.state_before for one in healed} == {REFUSED}
    assert [one.consumption_after for one in healed] == [10 * MICRO, *[5 * MICRO] * 11]
    assert len(statements) < 25


def judged_meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many readings walks judged since."""
    count = 0
    one = walk.Walk._against

    def counting(self: walk.Walk, *arguments: object) -> object:
        nonlocal count
        count += 1
        return one(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(walk.Walk, "_against", counting)
    return lambda: count


def quarters(tx: Tx, many: int) -> Dial:
    """A register that is read every quarter of an hour."""
    dial = Dial(tx)
    dial.take((DAY_MS, 10))
    for first in range(0, many, 500):
        dial.take(*[(2 * DAY_MS + place * 900_000, 100 + place // 100) for place in range(first, first + 500)])
    return dial


def test_a_late_reading_costs_the_same_however_many_lie_behind(tx: Tx, monkeypatch: pytest.MonkeyPatch) -> None:
    costs = []
    for many in (500, 4_000):
        dial = quarters(tx, many)
        judged = judged_meanwhile(monkeypatch)
        with counted(tx) as statements:
            dial.take((DAY_MS + 900_000, 20))
        costs.append((len(statements), judged()))
    assert costs[0] == costs[1]
    assert costs[1][0] < 15
    assert costs[1][1] < 60


def test_backfilling_costs_by_the_group_and_not_by_the_row(tx: Tx) -> None:
    costs = []
    for many in (50, 500):
        dial = Dial(tx)
        dial.take((0, 100), (900 * DAY_MS, 900))
        with counted(tx) as statements:
            outcomes = dial.take(*[((place + 1) * DAY_MS // 2, 101 + place // 10) for place in range(many)])
        assert all(one.judgement is not None and one.judgement.state == ACCEPTED for one in outcomes)
        costs.append(len([one for one in statements if not one.startswith("INSERT")]))
        with counted(tx) as statements:
            again = dial.take(*[((place + 1) * DAY_MS // 2, 101 + place // 10) for place in range(many)])
        assert all(one.duplicate for one in again)
        costs.append(len(statements))
    assert max(costs) < 20


def test_what_all_behind_hang_on_heals_by_few_statements(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100))
    dial.take((2 * MONTH, 4_000))
    dial.decide(2 * MONTH, 4_000 * MICRO, accept=True)
    dial.take(*[(2 * MONTH + (place + 1) * 3_600_000, 110 + place // 50) for place in range(1_500)])
    with counted(tx) as statements:
        healed = review.reverse(tx, dial.call(), dial.row(2 * MONTH))
    assert len(healed) == 1_500
    assert len(dial.accepted()) == 1_501
    assert len([one for one in statements if not one.startswith("INSERT")]) < 30
    assert len(statements) < 80  # a hundred versions are written by each


def test_one_that_was_accepted_tells_what_it_changed_behind_it(tx: Tx) -> None:
    dial = taken(tx, 100, 106, 112, 118, 124, 130)
    between = 5 * MONTH + 15 * DAY_MS
    dial.take((between, 127), (between, 128))
    healed = review.accept(tx, dial.call(), dial.row(between, 127 * MICRO), rollover=False)
    told = {one.reading_id: (one.consumption_before, one.consumption_after) for one in healed}
    assert told == {dial.row(6 * MONTH).id: (6 * MICRO, 3 * MICRO)}
    back = review.undo(tx, dial.call(), dial.row(between, 127 * MICRO))
    told = {one.reading_id: (one.consumption_before, one.consumption_after) for one in back}
    assert told == {dial.row(6 * MONTH).id: (3 * MICRO, 6 * MICRO)}


def test_one_that_was_taken_back_tells_what_it_changed_behind_it(tx: Tx) -> None:
    dial = taken(tx, 100, 106, 112)
    healed = review.reverse(tx, dial.call(), dial.row(2 * MONTH))
    told = [(one.reading_id, one.consumption_before, one.consumption_after) for one in healed]
    assert told == [(dial.row(3 * MONTH).id, 6 * MICRO, 12 * MICRO)]


def test_an_estimate_tells_what_it_was_before(tx: Tx) -> None:
    dial = Dial(tx)
    dial.hand_in(*(one._replace(rule_set=GUESSED) for one in months(100, 106)))
    for month in range(3, 7):
        assert dial.estimate(month * MONTH)
    healed = review.reverse(tx, dial.call(), dial.row(2 * MONTH))
    assert [(one.state_before, one.state_after) for one in healed] == [(A, REVERSED)] * 3 + [(R, REVERSED)]


def test_a_reading_is_judged_anew_by_the_rule_set_that_judged_it(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((30 * DAY_MS, 100))
    last = dial.take((60 * DAY_MS, 101))[0]
    tx.sql("UPDATE reading SET rule_set = 77 WHERE id = ?", (last.reading_id,))
    dial.take((45 * DAY_MS, 100))
    assert {row.id: row.rule_set for row in dial.rows()}[last.reading_id] == 77


def test_a_row_is_written_once_as_it_ends(tx: Tx) -> None:
    """What came late is judged with those around it before it is written: it has one version, not two."""
    dial = taken(tx, 100, 106, 112)
    dial.take((3 * MONTH - DAY_MS, 5))
    rows: list[Reading] = dial.rows()
    assert [(row.state, row.version) for row in rows] == [(A, 1), (A, 1), (F, 1), (A, 1)]


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


def test_what_is_kept_in_memory_is_read_anew_when_another_begins_to_supply(tx: Tx) -> None:
    dial = Dial(tx)
    place = meters.facts_by_id(tx, [dial.id])[dial.id].usage_point_id
    for number, (begins, ends) in enumerate(((0, NOW + 50), (NOW + 50, OPEN_END)), 1):
        account = Account(id=new_id(), number=f"{dial.id}-{number}", utility_id=number, commodity=COLD_WATER)
        account.usage_point_id, account.effective_from, account.begins_at, account.ends_at = place, "", begins, ends
        tx.insert(account)
    dial.take((MONTH, 100))
    kept = Histories.shared(tx)
    try:
        for moment, supplier in ((NOW, 1), (NOW + 49, 1), (NOW + 50, 2)):
            tx.now = moment
            assert kept.of(tx, [dial.id])[dial.id].facts.utility_id == supplier
            while tx.done:
                tx.done.pop()()
    finally:
        tx.now = NOW


def test_the_numbers_of_states_are_those_of_the_contract() -> None:
    assert (heal.ACCEPTED, walk.IN_REVIEW, walk.REFUSED) == (ACCEPTED, IN_REVIEW, REFUSED)
    assert int(ReadingSource.READING_SOURCE_ESTIMATE) == walk.ESTIMATE
    assert {int(ReadingSource.READING_SOURCE_CORRECTION), 5, 6} == set(walk.AS_THEY_ARE)
    assert NOW > 24 * MONTH
