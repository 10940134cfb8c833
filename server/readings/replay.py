"""Replay: what another rule set would have said of the readings that came, without changing any.

Each reading is judged twice against what is known to be true now (the accepted readings before it), once by the rule
set that judged it, once by the other. So the comparison shows the rules and nothing else. What was taken back is no
reading any more; what people decided on is judged like the others. Registers are taken a few at a time, by id: memory
does not grow with the history.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from server.readings.heal import RulesOf
from server.readings.history import NOTHING_BEFORE, RegisterHistory
from server.readings.rules import TOTAL, Judgement, Reading
from server.readings.ruleset import RuleSet, RuleSets
from server.readings.walk import Walk, instants
from server.readings.workflow import RESIDENT
from server.windows.rules import Windows, placed
from storage.days import day_of
from storage.engine.transaction import Tx
from storage.repositories import meters, standing
from storage.repositories.meters import RegisterFacts
from storage.repositories.standing import Stood

#: Readings that are given as examples, at most.
EXAMPLES = 200


class Example(NamedTuple):
    """A reading of which the rule sets say different things."""

    reading: Stood
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
    rows = standing.handed_in(tx, numbers, end)
    decided = standing.decided(tx, [row for several in rows.values() for row in several])
    examples = []
    for number, one in facts.items():
        if rules.utility_id is None and rule_sets.has_own(one.utility_id, one.commodity):
            continue
        tally.registers += 1
        walk = Walk(
            RegisterHistory(one, NOTHING_BEFORE),
            RulesOf(rule_sets, one.commodity),
            _Outside(windows, one),
            _zones(tx, one, rows[number]),
            as_it_is=True,
        )
        for verdicts in walk.along(instants(rows[number], decided)):
            for reading, _, _, before, base, _ in verdicts:
                if before is None or base is None or reading.read_at < begin:
                    continue
                after = rules.judge(Reading(reading.value, reading.read_at, reading.received_at), base)
                if tally.take(before, after):
                    examples.append(Example(reading, one, before, after))
    return examples


def _zones(tx: Tx, facts: RegisterFacts, rows: list[Stood]) -> dict[int, int]:
    """What the zones of a total show, where a register is one."""
    if not rows or not facts.summed or facts.tier != TOTAL:
        return {}
    return standing.zone_sums(tx, facts, rows[0].read_at, rows[-1].read_at)


class _Outside:
    """The day of the window that refuses a reading: another rule set may ask what the one that judged it did not."""

    def __init__(self, windows: Windows, facts: RegisterFacts) -> None:
        self._windows = windows
        self._facts = facts

    def __call__(self, row: Stood) -> str | None:
        if row.source != RESIDENT:
            return None
        window = self._windows.of(self._facts.utility_id, self._facts.commodity, day_of(row.received_at))
        refused = placed(window, row.received_at, row.read_at).refused
        return refused.isoformat() if refused else None
