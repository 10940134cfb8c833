"""Estimating: puts estimates where nobody read a register."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from server.principal import Principal
from server.readings.dial import Dial
from server.readings.estimates import known, noted, only, quality, reckoned
from server.readings.estimation import Estimate, Known
from server.readings.heal import Healed, heal
from server.readings.history import Histories
from server.readings.ruleset import RuleSet, RuleSets
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.readings import ESTIMATE
from storage.repositories import histories, readings
from storage.repositories.meters import RegisterFacts
from storage.repositories.readings import NewReading


class Put(NamedTuple):
    """An estimate for a register at an instant, as its dial shows it, with the row that holds it; 0 where it was only
    reckoned."""

    facts: RegisterFacts
    at: int
    estimate: Estimate
    reading_id: int
    #: The accepted reading that it goes out from.
    previous: tuple[int, int]
    #: The dial began anew since that.
    rollover: bool


class Estimated(NamedTuple):
    """What was put, why not where not, and what changed behind it."""

    made: list[Put]
    left: list[tuple[RegisterFacts, str]]
    healed: list[Healed]


def put(
    tx: Tx,
    principal: Principal,
    several: Sequence[RegisterFacts],
    at: int,
    methods: tuple[int, ...] = (),
    *,
    dry_run: bool = False,
) -> Estimated:
    """Estimates registers for an instant, by these methods or those of the rule set."""
    rule_sets = RuleSets.shared(tx)
    rules = {facts.register_id: rule_sets.in_force(facts.utility_id, facts.commodity) for facts in several}
    if methods:
        rules = {number: only(one, methods) for number, one in rules.items()}
    if not dry_run:
        histories.lock_registers(tx, rules)
    bases = known(tx, several, at, rules)
    before = histories.of(tx, rules, at + 1)
    made, left, rows = [], [], []
    for facts in several:
        dial = Dial.of(facts)
        reason = _hindered(facts, bases[facts.register_id], at)
        earlier = [point for point in before[facts.register_id].accepted if point.estimated]
        if reason is None and any(point.at == at for point in earlier):
            reason = "ESTIMATED"
        points = bases[facts.register_id].points
        previous = points[bisect_left(points, (at, 0)) - 1] if reason is None else (at, 0)
        floor = max((_unrolled(point.value, previous, dial) for point in earlier if point.at > previous[0]), default=0)
        found = None if reason else reckoned(bases[facts.register_id], at, floor)
        if found is None:
            left.append((facts, reason or "NO_METHOD"))
            continue
        known_at, known_index = previous
        number = 0 if dry_run else new_id()
        put_one = Put(facts, at, found.estimate, number, (known_at, dial.shows(known_index)), found.rollover)
        made.append(put_one)
        if not dry_run:
            in_row = sum(point.at > previous[0] for point in earlier) + 1
            rows.append(_row(tx, principal, put_one, rules[facts.register_id], in_row, bool(methods)))
    healed = list[Healed]()
    if rows:
        readings.insert(tx, rows)
        Histories.shared(tx).forget([row.register_id for row in rows])
        for row in rows:
            if before[row.register_id].seen_until > at:  # what came behind it knows now that this time was estimated
                healed += heal(tx, row.register_id, at)
    return Estimated(made, left, healed)


def _unrolled(index: int, previous: tuple[int, int], dial: Dial) -> int:
    """The onward index of an estimate behind a reading, whose own is given."""
    within = previous[1] - dial.shows(previous[1]) + index
    return within if within >= previous[1] else within + dial.turn


def _hindered(facts: RegisterFacts, base: Known, at: int) -> str | None:
    """Why a register can't be estimated for an instant; None where it can."""
    if not facts.installed_at <= at <= facts.removed_at:
        return "NOT_INSTALLED"
    if not base.points or base.points[0][0] > at:
        return "NO_HISTORY"
    place = bisect_left(base.points, (at, 0))
    return "READ" if place < len(base.points) and base.points[place][0] == at else None


def _row(tx: Tx, principal: Principal, one: Put, rules: RuleSet, in_row: int, narrowed: bool) -> NewReading:
    facts, found = one.facts, one.estimate
    state, notes = noted(found, rules.estimation.methods if narrowed else (), in_row, rules)
    return NewReading(
        id=one.reading_id,
        register_id=facts.register_id,
        value=found.value,
        read_at=one.at,
        received_at=tx.now,
        source=ESTIMATE,
        state=state,
        quality=quality(found.method),
        rule_set=rules.version,
        submitter_kind=int(principal.kind),
        submitter_id=principal.id,
        rollover=one.rollover,
        findings=json.dumps(notes),
    )


def missing(tx: Tx, register_ids: Iterable[int], begin: int, before: int) -> list[int]:
    """Those of the registers of which nobody handed in a reading that counts in [begin, before)."""
    wanted = list(register_ids)
    there = histories.read_between(tx, wanted, begin, before)
    return [number for number in wanted if number not in there]
