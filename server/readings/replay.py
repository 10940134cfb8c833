"""Replay: what another rule set would have said of the readings that came, without changing any.

Each reading is judged twice against what is known to be true now — the accepted readings before it — once by the
rule set that judged it, once by the other. So the comparison shows the rules and nothing else. Registers are taken a
few at a time, by id: memory does not grow with the history.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from server.accounts.windows import Windows, day_of, placed
from server.readings.heal import CORRECTION, RESIDENT
from server.readings.history import RegisterHistory
from server.readings.rules import TOTAL, Baseline, Judgement, Reading
from server.readings.ruleset import RuleSet, RuleSets
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED, ESTIMATE
from storage.repositories import histories, meters
from storage.repositories.histories import History, Replayed
from storage.repositories.meters import INSTALLATION, REMOVAL, RegisterFacts

#: Readings that are given as examples, at most.
EXAMPLES = 200
#: Sources that no rule judges.
_AS_THEY_ARE = frozenset((INSTALLATION, REMOVAL, CORRECTION))


class Example(NamedTuple):
    """A reading of which the rule sets say different things."""

    reading: Replayed
    facts: RegisterFacts
    before: Judgement
    after: Judgement


@dataclass
class Tally:
    """What came of it so far."""

    registers: int = 0
    readings: int = 0
    #: By the state that each rule set gives.
    moves: Counter[tuple[int, int]] = field(default_factory=Counter)
    #: By rule, how often each finds something.
    found_before: Counter[str] = field(default_factory=Counter)
    found_after: Counter[str] = field(default_factory=Counter)
    examples: int = 0

    def take(self, before: Judgement, after: Judgement) -> bool:
        """Counts a reading; whether it is worth an example."""
        self.readings += 1
        self.moves[before.state, after.state] += 1
        self.found_before.update(found.code for found in before.found)
        self.found_after.update(found.code for found in after.found)
        if before.state == after.state or self.examples >= EXAMPLES:
            return False
        self.examples += 1
        return True


def replay(tx: Tx, numbers: list[int], rules: RuleSet, begin: int, end: int, tally: Tally) -> list[Example]:
    """Judges the readings of registers that were read in [begin, end) by another rule set; examples of what differs."""
    rule_sets, windows = RuleSets.shared(tx), Windows.shared(tx)
    facts = meters.facts_by_id(tx, numbers)
    rows = histories.replayed(tx, numbers, end)
    examples = []
    for number, one in facts.items():
        if rules.utility_id is None and rule_sets.has_own(one.utility_id, one.commodity):
            continue
        tally.registers += 1
        for reading, base in _walk(tx, one, rows[number], windows):
            if reading.read_at < begin:
                continue
            came = Reading(reading.value, reading.read_at, reading.received_at)
            before = rule_sets.of_version(reading.rule_set, one.commodity).judge(came, base)
            after = rules.judge(came, base)
            if tally.take(before, after):
                examples.append(Example(reading, one, before, after))
    return examples


def _walk(tx: Tx, facts: RegisterFacts, rows: list[Replayed], windows: Windows) -> Iterator[tuple[Replayed, Baseline]]:
    """Readings that rules judge, each with what was true before it."""
    history = RegisterHistory(facts, History((), (), -1))
    for place, row in enumerate(rows):
        accepted = row.state == ACCEPTED
        if row.source == ESTIMATE:
            history.estimates += accepted
            continue
        if row.source not in _AS_THEY_ARE:
            earlier = rows[place - 1] if place else None
            same = earlier is not None and earlier.read_at == row.read_at and earlier.source != ESTIMATE
            yield row, _baseline(tx, facts, history, row, earlier.value if same and earlier else None, windows)
        if accepted:
            history.stand(row.read_at, row.value, True)


def _baseline(
    tx: Tx, facts: RegisterFacts, history: RegisterHistory, row: Replayed, conflicting: int | None, windows: Windows
) -> Baseline:
    zones = refused = None
    if facts.summed and facts.tier == TOTAL:
        zones = histories.zones_at(tx, facts.register_id, facts.meter_id, row.read_at, facts.dials)
    if row.source == RESIDENT:
        window = windows.of(facts.utility_id, facts.commodity, day_of(row.received_at))
        refused = placed(window, row.received_at, row.read_at).refused
    return history.baseline(None, conflicting, zones, refused.isoformat() if refused else None)
