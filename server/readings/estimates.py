"""Estimates on record: put where nobody read a register, and trued up as soon as a reading comes.

An estimate follows from the accepted readings around it and from nothing else. Between two of them it lies on the
straight line; behind the last it is what the best allowed method says. So whatever changes around it, reckoning again
gives what would have stood there from the start. A row is never rewritten: another takes its place.
"""

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from smartregion.v1.reading_service_pb2 import EstimationMethod, ReadingQuality, ReadingState

from server.codec import MICRO, encode_id, micro_text
from server.readings import estimation
from server.readings.estimation import INTERPOLATED, INTERPOLATION, WAYS, YEAR, Estimate, Known
from server.readings.history import Histories
from server.readings.rules import quantity_text
from server.readings.ruleset import RuleSet, RuleSets
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.readings import ESTIMATE
from storage.models.readings import Reading as Row
from storage.repositories import degree_days, histories, readings
from storage.repositories.meters import RegisterFacts
from storage.repositories.readings import NewReading

#: Code of the note that an estimate carries instead of a rule's finding, and its CIM quality code.
ESTIMATED, CIM = "ESTIMATED", "3.8.0"
SENTENCES = (
    "Розраховано {way}: з імовірністю 90 % від {low} до {high}.",
    "Estimated {way}: nine in ten lie between {low} and {high}.",
)
#: How far back methods look.
LOOK_BACK = 3 * YEAR
ACCEPTED = int(ReadingState.READING_STATE_ACCEPTED)


class Moved(NamedTuple):
    """An estimate that something else took the place of: consumption of its interval before and after, micro-units."""

    reading_id: int
    state: int
    index_before: int
    index_after: int | None


def known(tx: Tx, several: Sequence[RegisterFacts], since: int, rules: "dict[int, RuleSet]") -> dict[int, Known]:
    """What the estimates of registers rest on, by register; `rules` are the rule sets by register."""
    taken = histories.taken_since(tx, [facts.register_id for facts in several], since - LOOK_BACK)
    heating = degree_days.at_points(tx, {facts.usage_point_id for facts in several})
    made = {}
    for facts in several:
        points = estimation.unrolled(taken[facts.register_id], facts.integer_digits)
        origin, degrees = heating.get(facts.usage_point_id, (0, ()))
        policy = rules[facts.register_id].estimation
        made[facts.register_id] = Known(points, facts.multiplier, policy, degrees, origin)
    return made


def reckoned(base: Known, at: int, step: int, floor: int) -> Estimate | None:
    """The estimate for an instant; never below `floor`, the unrolled index of an estimate before it."""
    place = bisect_left(base.points, (at, 0))
    if not place:
        return None
    if place < len(base.points):
        return estimation.interpolated(base.points[place - 1], base.points[place], at, step)
    found = estimation.estimate(base, at)
    if found is None:
        return None
    index = max(found.value // step * step, floor)
    low, high = found.low // step * step, -(-found.high // step) * step
    return found._replace(value=index, low=min(low, index), high=max(high, index))


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


def method_name(method: int) -> str:
    return EstimationMethod.Name(EstimationMethod.ValueType(method)).removeprefix("ESTIMATION_METHOD_")


def true_up(tx: Tx, facts: RegisterFacts, after: int) -> list[Moved]:
    """Reckons the estimates behind an instant again; those that changed."""
    rows = histories.estimates_after(tx, facts.register_id, after)
    if not rows:
        return []
    rule_sets = RuleSets.shared(tx)
    moved, floor = [], 0
    bases: dict[tuple[int, str], Known] = {}
    for row in rows:
        notes = json.loads(row.findings or "")
        allowed = notes[0][1].get("allowed", "")
        rules = rule_sets.of_version(row.rule_set, facts.commodity)
        if allowed:
            rules = only(rules, tuple(map(int, allowed.split(","))))
        key = row.rule_set, allowed
        base = bases.get(key)
        if base is None:
            base = bases[key] = known(tx, [facts], rows[0].read_at, {facts.register_id: rules})[facts.register_id]
        taken = [one for one in histories.at_instant(tx, facts.register_id, row.read_at) if one.state == ACCEPTED]
        found = None if taken else reckoned(base, row.read_at, step_of(facts), floor)
        floor = found.value if found is not None else floor
        change = _moved(tx, facts, row, found, taken, base, notes)
        if change is not None:
            moved.append(change)
    if moved:
        Histories.shared(tx).forget([facts.register_id])
    return moved


def _moved(
    tx: Tx,
    facts: RegisterFacts,
    row: Row,
    found: Estimate | None,
    taken: Sequence[Row],
    base: Known,
    notes: list[list[Any]],
) -> Moved | None:
    """Puts what was reckoned in the place of an estimate, where that is anything else."""
    if taken:
        _supersede(tx, row, taken[0].id, f"read: {encode_id(taken[0].id)}")
        return Moved(row.id, int(ReadingState.READING_STATE_SUPERSEDED), row.value, taken[0].value)
    if found is None:
        _withdraw(tx, row)
        return Moved(row.id, int(ReadingState.READING_STATE_REVERSED), row.value, None)
    value = found.value % turn_of(facts)
    allowed = notes[0][1].get("allowed", "")
    numbers = numbers_of(found, tuple(map(int, allowed.split(","))) if allowed else ())
    if value == row.value and numbers == notes[0][1]:
        return None
    place = bisect_left(base.points, (row.read_at, 0))
    successor = NewReading(
        id=new_id(),
        register_id=row.register_id,
        value=value,
        read_at=row.read_at,
        received_at=tx.now,
        source=ESTIMATE,
        state=row.state,
        quality=quality(found.method),
        rule_set=row.rule_set,
        submitter_kind=row.submitter_kind,
        submitter_id=row.submitter_id,
        rollover=found.value // turn_of(facts) > base.points[place - 1][1] // turn_of(facts),
        findings=json.dumps([[ESTIMATED, numbers], *notes[1:]]),
    )
    readings.insert(tx, [successor])
    _supersede(tx, row, successor.id, "trued up")
    return Moved(row.id, int(ReadingState.READING_STATE_SUPERSEDED), row.value, value)


def _supersede(tx: Tx, row: Row, by: int, reason: str) -> None:
    state = int(ReadingState.READING_STATE_SUPERSEDED)
    readings.move(tx, row, state=state, quality=row.quality, actor_kind=0, actor_id=0, reason=reason, superseded_by=by)


def _withdraw(tx: Tx, row: Row) -> None:
    state = int(ReadingState.READING_STATE_REVERSED)
    reason = "nothing is left to reckon it from"
    readings.move(tx, row, state=state, quality=row.quality, actor_kind=0, actor_id=0, reason=reason)


def step_of(facts: RegisterFacts) -> int:
    """The smallest difference that the register shows, micro-units."""
    return int(10 ** (6 - facts.fraction_digits))


def turn_of(facts: RegisterFacts) -> int:
    """Where the register begins anew, micro-units."""
    return int(10**facts.integer_digits) * MICRO
