"""Replay: readings as they were handed in, judged by two rule sets against what is known to be true now."""

from collections import Counter
from typing import Any

from google.type.decimal_pb2 import Decimal

from server.codec import MICRO
from server.readings import replay, review
from server.readings.ruleset import RuleSet, built_in
from storage.engine.transaction import Tx

from .dials import ACCEPTED, IN_REVIEW, MONTH, REFUSED, REVERSED, Dial, Handed, counted
from .test_healing import ELECTRICITY, taken, zoned


def replayed(dial: Dial, rules: RuleSet | None = None) -> replay.Tally:
    tally = replay.Tally()
    replay.replay(dial.tx, dial.ids, rules or built_in(dial.commodity), 0, 1 << 60, tally)
    return tally


def test_what_the_rules_said_they_say_again(tx: Tx) -> None:
    """The same rule set differs in nothing: not where readings contradict each other, nor where two are of one
    instant, nor where the dial began anew."""
    for values in ((100, 121, 112), (100, 115, 110, 112), (76, 82, 88, 94, 100, 106, 103), (99_960, 99_990, 3, 8)):
        dial = taken(tx, *values)
        dial.take((2 * MONTH, values[1] + 1))
        assert replayed(dial).moves == Counter((row.state, row.state) for row in dial.rows())


def test_what_was_taken_back_is_neither_judged_nor_in_the_way(tx: Tx) -> None:
    dial = taken(tx, 100, 106, 112)
    dial.take((3 * MONTH, 113))
    assert replayed(dial).found_before["CONFLICT"] == 2
    review.accept(tx, dial.call(), dial.row(3 * MONTH, 113 * MICRO), rollover=False)
    review.reverse(tx, dial.call(), dial.row(3 * MONTH, 113 * MICRO))
    assert [row.state for row in dial.rows()] == [ACCEPTED, ACCEPTED, ACCEPTED, REVERSED]
    tally = replayed(dial)
    assert (tally.readings, dict(tally.moves)) == (3, {(ACCEPTED, ACCEPTED): 3})


def test_what_was_refused_is_judged_and_contests_nothing(tx: Tx) -> None:
    dial = taken(tx, 100, 106, 112)
    dial.take((4 * MONTH, 5))
    dial.take((4 * MONTH, 118))
    tally = replayed(dial)
    assert dict(tally.moves) == {(ACCEPTED, ACCEPTED): 4, (REFUSED, REFUSED): 1}
    assert not tally.found_before["CONFLICT"]


def test_what_people_decided_on_was_in_the_queue_all_the_same(tx: Tx) -> None:
    dial = taken(tx, *range(100, 150, 6))
    dial.take((10 * MONTH, 1_480), (11 * MONTH, 154))
    call: Any = dial.call()
    review.correct(tx, call, dial.row(10 * MONTH), Decimal(value="149"))
    lenient = RuleSet.made(2, dial.commodity, {"limits": {"high_factor": 1_000.0}})
    assert dict(replayed(dial, lenient).moves) == {(ACCEPTED, ACCEPTED): 10, (IN_REVIEW, ACCEPTED): 1}


def test_zones_are_read_once_for_a_register(tx: Tx) -> None:
    dial = Dial(tx, zones=2, commodity=ELECTRICITY)
    dial.hand_in(*zoned(*[(300 + 3 * month, 100 + month, 200 + 2 * month) for month in range(20)]))
    dial.hand_in(Handed(0, 21 * MONTH, 400 * MICRO), Handed(1, 21 * MONTH, 120 * MICRO))
    with counted(tx) as statements:
        tally = replayed(dial)
    assert tally.readings == 62
    assert len(statements) < 6
