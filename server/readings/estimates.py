"""Estimates on record: put where nobody read a register, and trued up as soon as a reading comes.

An estimate follows from the accepted readings around it and from nothing else. Between two of them it lies on the
straight line; behind the last it is what the best allowed method says. So whatever changes around it, reckoning again
gives what would have stood there from the start. A row is never rewritten: another takes its place.
"""

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingState, RuleSeverity

from server.codec import encode_id, micro_text
from server.readings import estimation
from server.readings.dial import Dial
from server.readings.estimation import INTERPOLATED, INTERPOLATION, WAYS, YEAR, Estimate, Known
from server.readings.history import Histories
from server.readings.rules import quantity_text
from server.readings.ruleset import RuleSet, RuleSets
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED, ESTIMATE, IN_REVIEW
from storage.repositories import degree_days, estimates, histories, readings
from storage.repositories.estimates import Aside, Guess
from storage.repositories.meters import Placed, RegisterFacts
from storage.repositories.readings import NewReading

#: Code of the note that an estimate carries instead of a rule's finding, and its CIM quality code.
ESTIMATED, CIM = "ESTIMATED", "3.8.0"
SENTENCES = (
    "Розраховано {way}: з імовірністю 90 % від {low} до {high}.",
    "Estimated {way}: nine in ten lie between {low} and {high}.",
)
#: How far back methods look.
LOOK_BACK = 3 * YEAR
#: The rule that too many estimates in a row break, and its severities that leave an estimate to people.
PROLONGED = "PROLONGED_ESTIMATION"
_QUESTIONED = (RuleSeverity.RULE_SEVERITY_REVIEW, RuleSeverity.RULE_SEVERITY_REFUSE)
REVERSED = int(ReadingState.READING_STATE_REVERSED)
SUPERSEDED = int(ReadingState.READING_STATE_SUPERSEDED)


class Moved(NamedTuple):
    """An estimate that is not what it was: its state and index now, None where nothing stands there; and those before.
    Indexes are micro-units."""

    reading_id: int
    state: int
    index_before: int
    index_after: int | None
    state_before: int = ACCEPTED


def known(
    tx: Tx, several: Sequence[RegisterFacts | Placed], since: int, rules: Mapping[int, RuleSet]
) -> dict[int, Known]:
    """What the estimates of registers rest on, by register; `rules` are the rule sets by register."""
    taken = histories.taken_since(tx, [facts.register_id for facts in several], since - LOOK_BACK)
    heating = degree_days.at_points(tx, {facts.usage_point_id for facts in several})
    made = {}
    for facts in several:
        dial, one = Dial.of(facts), rules[facts.register_id]
        points = estimation.unrolled(taken[facts.register_id], dial)
        origin, degrees = heating.get(facts.usage_point_id, (0, ()))
        least = one.limits.floor_per_day
        made[facts.register_id] = Known(points, dial, one.estimation, degrees, origin, least)
    return made


def based(base: Known, rules: RuleSet) -> Known:
    """The same readings by another rule set."""
    return base._replace(policy=rules.estimation, least_per_day=rules.limits.floor_per_day)


class Shown(NamedTuple):
    """An estimate as the dial shows it: whatever is told of one or kept."""

    estimate: Estimate
    #: Its onward index, with which those behind it are reckoned.
    onward: int
    #: The dial began anew since the reading before it.
    rollover: bool


def reckoned(base: Known, at: int, floor: int = 0) -> Shown | None:
    """The estimate for an instant; never below `floor`, the onward index of an estimate before it."""
    found, dial = onward(base, at, base.dial.step), base.dial
    if found is None:
        return None
    index = found.value if found.method == INTERPOLATION else max(found.value, floor)
    low, high = dial.window(dial.down(min(found.low, index)), dial.up(max(found.high, index)))
    previous = base.points[bisect_left(base.points, (at, 0)) - 1][1]
    turned = index // dial.turn > previous // dial.turn
    return Shown(found._replace(value=dial.shows(index), low=low, high=high), index, turned)


def onward(base: Known, at: int, step: int = 1) -> Estimate | None:
    """The onward index at an instant between two readings or behind the last, to a step."""
    place = bisect_left(base.points, (at, 0))
    if not place:
        return None
    if place < len(base.points):
        return estimation.interpolated(base.points[place - 1], base.points[place], at, step)
    found = estimation.estimate(base, at)
    return None if found is None else found._replace(value=found.value // step * step)


def only(rules: RuleSet, methods: tuple[int, ...]) -> RuleSet:
    """A rule set that allows these methods and no others."""
    return replace(rules, estimation=replace(rules.estimation, methods=methods))


def quality(method: int) -> int:
    return int(ReadingQuality.READING_QUALITY_INTERPOLATED) if method == INTERPOLATION else WAYS[method].quality


def numbers_of(found: Estimate, allowed: tuple[int, ...]) -> dict[str, str]:
    """What an estimate keeps of itself."""
    numbers = {
        "method": str(found.method),
        "low": micro_text(found.low),
        "high": micro_text(found.high),
        "tests": str(found.tests),
        "error": quantity_text(found.error),
    }
    return numbers | ({"allowed": ",".join(map(str, allowed))} if allowed else {})


def told(numbers: dict[str, str]) -> tuple[str, str]:
    """The note of an estimate in Ukrainian and in English."""
    method = int(numbers["method"])
    words = INTERPOLATED if method == INTERPOLATION else (WAYS[method].uk, WAYS[method].en)
    uk = {name: text.replace(".", ",") for name, text in numbers.items()}
    return SENTENCES[0].format(**uk | {"way": words[0]}), SENTENCES[1].format(**numbers | {"way": words[1]})


def noted(found: Estimate, allowed: tuple[int, ...], in_row: int, rules: RuleSet) -> tuple[int, list[list[Any]]]:
    """The state and the notes of an estimate that is the `in_row`-th behind the last reading; `allowed` are the methods
    where they were narrowed."""
    notes: list[list[Any]] = [[ESTIMATED, numbers_of(found, allowed)]]
    severity = rules.severities[PROLONGED]
    if in_row <= rules.limits.estimated_in_row or severity == RuleSeverity.RULE_SEVERITY_OFF:
        return ACCEPTED, notes
    notes.append([PROLONGED, {"periods": str(in_row)}])
    return IN_REVIEW if severity in _QUESTIONED else ACCEPTED, notes


def true_up(tx: Tx, facts: RegisterFacts, after: int) -> list[Moved]:
    """Reckons the estimates behind an instant again, which is that of an accepted reading or before all; those that
    changed."""
    guesses = estimates.standing_after(tx, facts.register_id, after)
    if not guesses:
        return []
    truing = _Truing(tx, facts, guesses)
    for guess in guesses:
        truing.take(guess)
    return truing.settle()


class _Truing:
    """Goes along the estimates of a register, and puts what is reckoned in the place of what is there."""

    def __init__(self, tx: Tx, facts: RegisterFacts, guesses: Sequence[Guess]) -> None:
        self._tx = tx
        self._facts = facts
        self._rule_sets = RuleSets.shared(tx)
        number, rules = facts.register_id, self._rule_sets.of_version(guesses[0].rule_set, facts.commodity)
        self._base = known(tx, [facts], guesses[0].read_at, {number: rules})[number]
        self._taken = estimates.taken_at(tx, number, [guess.read_at for guess in guesses])
        self._accepted_by_people = estimates.accepted_by_people(tx, guesses)
        #: The onward index of the estimate before; how many stand since the reading before, and which that is.
        self._floor = self._in_row = self._place = 0
        self._fresh: list[NewReading] = []
        self._aside: list[Aside] = []
        self._moved: list[Moved] = []

    def take(self, guess: Guess) -> None:
        taken = self._taken.get(guess.read_at)
        if taken is not None:
            self._put_aside(guess, SUPERSEDED, taken[0], f"read: {encode_id(taken[0])}", taken[1])
            return
        allowed = _allowed(guess)
        rules = self._rule_sets.of_version(guess.rule_set, self._facts.commodity)
        base = based(self._base, only(rules, allowed) if allowed else rules)
        in_place = self._facts.installed_at <= guess.read_at <= self._facts.removed_at
        found = reckoned(base, guess.read_at, self._floor) if in_place else None
        if found is None:
            self._put_aside(guess, REVERSED, None, "nothing is left to reckon it from", None)
            return
        self._floor = found.onward
        place = bisect_left(base.points, (guess.read_at, 0))
        self._in_row = self._in_row + 1 if place == self._place else 1
        self._place = place
        state, notes = noted(found.estimate, allowed, self._in_row, rules)
        self._compare(guess, found, state, notes)

    def _compare(self, guess: Guess, found: Shown, state: int, notes: list[list[Any]]) -> None:
        """Leaves an estimate that is as it was made from the start."""
        value, told = found.estimate.value, json.loads(guess.findings)
        if (value, notes[0]) == (guess.value, told[0]):
            state = ACCEPTED if guess.id in self._accepted_by_people else state
            if (state, notes) != (guess.state, told):
                self._aside.append(Aside(guess, state, json.dumps(notes), None, "estimates in a row counted again"))
                self._moved.append(Moved(guess.id, state, guess.value, value, guess.state))
            return
        successor = NewReading(
            id=new_id(),
            register_id=guess.register_id,
            value=value,
            read_at=guess.read_at,
            received_at=self._tx.now,
            source=ESTIMATE,
            state=state,
            quality=quality(found.estimate.method),
            rule_set=guess.rule_set,
            submitter_kind=guess.submitter_kind,
            submitter_id=guess.submitter_id,
            rollover=found.rollover,
            findings=json.dumps(notes),
        )
        self._fresh.append(successor)
        self._put_aside(guess, SUPERSEDED, successor.id, "trued up", value)

    def _put_aside(self, guess: Guess, state: int, by: int | None, reason: str, index: int | None) -> None:
        self._aside.append(Aside(guess, state, guess.findings, by, reason))
        self._moved.append(Moved(guess.id, state, guess.value, index, guess.state))

    def settle(self) -> list[Moved]:
        """Writes it all down."""
        if self._fresh:
            readings.insert(self._tx, self._fresh)
        estimates.put_aside(self._tx, self._aside)
        if self._aside:
            Histories.shared(self._tx).forget([self._facts.register_id])
        return self._moved


def _allowed(guess: Guess) -> tuple[int, ...]:
    """The methods that an estimate was narrowed to; empty where it was not."""
    allowed = json.loads(guess.findings)[0][1].get("allowed", "")
    return tuple(map(int, allowed.split(","))) if allowed else ()
