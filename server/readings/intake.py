"""Readings as they are handed in, what becomes of each, and how they are written down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from server.principal import Principal
from server.readings.history import RegisterHistory
from server.readings.rules import Judgement, Point
from server.readings.ruleset import RuleSet, RuleSets
from server.readings.workflow import RESIDENT
from server.windows.rules import IN_TIME, Placed, Windows, placed
from storage.days import day_of
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx
from storage.repositories.meters import RegisterFacts
from storage.repositories.readings import NewReading
from storage.repositories.scope import Scope


class Problem(NamedTuple):
    """Why a row could not be taken at all."""

    reason: str
    field: str
    rule: str
    message: str


class Entry(NamedTuple):
    """One reading as it was handed in; `problem` where it can't even be judged."""

    register_id: int
    serial: str
    tier: int
    value: int
    read_at: int
    photo: str | None
    problem: Problem | None
    #: What the sender knows of it, as in ESPI, where rules accept it; 0: nothing.
    quality: int = 0
    version: int = 1
    #: Whether somebody accepted it by their own word where it comes from: then the rules ask nobody again.
    decided: bool = False


class Outcome(NamedTuple):
    """What became of an entry."""

    reading_id: int
    judgement: Judgement | None
    history: RegisterHistory | None
    previous: Point | None
    duplicate: bool
    problem: Problem | None
    #: The instant that it counts for, where that is another than the one it was read at.
    deemed_at: int | None = None


@dataclass(slots=True)
class Intake:
    """The readings of one caller."""

    principal: Principal
    scope: Scope
    source: int
    entries: Sequence[Entry]
    #: Of an import: whose, its name, and which row of it the first entry is, from 1.
    import_key: tuple[str, str] | None = None
    first_line: int = 1
    #: Lines of the file that the entries stand on; None: one after another from `first_line`.
    lines: Sequence[int] | None = None
    outcomes: list[Outcome | None] = field(default_factory=list)


#: What a row says beside what came: state, quality, rule set, whether the dial turned, what was found.
Ruling = tuple[int, int, int, bool, str | None]


class Desk:
    """Where rows are made for `most` readings at most, by the rules and windows in force now."""

    def __init__(self, tx: Tx, most: int) -> None:
        self._now = tx.now
        self._ids = iter(new_ids(most)) if most else iter(())
        self._rule_sets = RuleSets.shared(tx)
        self._windows = Windows.shared(tx)

    def rules(self, facts: RegisterFacts) -> RuleSet:
        return self._rule_sets.in_force(facts.utility_id, facts.commodity)

    def window(self, intake: Intake, entry: Entry, facts: RegisterFacts) -> Placed:
        """Where a reading stands to the window of its utility, which is open for residents alone."""
        if intake.source != RESIDENT:
            return IN_TIME
        opening = self._windows.of(facts.utility_id, facts.commodity, day_of(self._now))
        return placed(opening, self._now, entry.read_at)

    def row(
        self, intake: Intake, entry: Entry, facts: RegisterFacts, ruling: Ruling, deemed_at: int | None
    ) -> NewReading:
        state, quality, rule_set, rollover, findings = ruling
        return NewReading(
            next(self._ids),
            facts.register_id,
            entry.value,
            entry.read_at,
            self._now,
            intake.source,
            state,
            quality,
            rule_set,
            int(intake.principal.kind),
            intake.principal.id,
            rollover,
            entry.photo,
            findings,
            entry.version,
            deemed_at,
        )
