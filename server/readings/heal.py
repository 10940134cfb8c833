"""Healing: after a reading came late, was decided, corrected or reversed, those around it are judged anew.

What people decided stays; what the rules decided follows from the readings themselves, whatever the order in which
they came. Readings are judged in the order of their instants, each against the accepted ones before it. Where two of
the next few readings would both be accepted without it and are both below it, it is the odd one and they are not: one
bad value must not poison those after it.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

from smartregion.v1.reading_service_pb2 import ReadingSource, ReadingState

from server.accounts.windows import Windows, day_of, placed
from server.readings import estimates
from server.readings.history import Histories, before
from server.readings.rules import TOTAL, Judgement, Reading
from server.readings.ruleset import RuleSets
from storage.engine.transaction import Tx
from storage.models.readings import ESTIMATE
from storage.models.readings import Reading as Row
from storage.repositories import histories, meters, readings
from storage.repositories.histories import LOOKAHEAD
from storage.repositories.meters import INSTALLATION, REMOVAL, RegisterFacts

ACCEPTED = int(ReadingState.READING_STATE_ACCEPTED)
RESIDENT = int(ReadingSource.READING_SOURCE_RESIDENT)
CORRECTION = int(ReadingSource.READING_SOURCE_CORRECTION)
#: States in which a reading stands for what was handed in; the others are history.
STANDING = (
    int(ReadingState.READING_STATE_ACCEPTED),
    int(ReadingState.READING_STATE_IN_REVIEW),
    int(ReadingState.READING_STATE_REFUSED),
)
#: Those that another index of the same instant contradicts.
ON_RECORD = STANDING[:2]
#: Later readings that must agree against one.
WITNESSES = 2


class Healed(NamedTuple):
    """A reading that was judged anew with another outcome; consumption in micro-units."""

    reading_id: int
    state_before: int
    state_after: int
    consumption_before: int | None
    consumption_after: int | None
    #: The new judgement, and the accepted reading that it rests on.
    judgement: Judgement | None
    previous: tuple[int, int] | None
    #: Of an estimate that was trued up: its index before and after, micro-units.
    index_before: int | None = None
    index_after: int | None = None


def heal(tx: Tx, register_id: int, at: int, lost: tuple[int, int] | None = None) -> list[Healed]:
    """Judges the readings of a register around and behind an instant anew; what changed.

    `lost` is the instant and index of an accepted reading that no longer stands: consumption before is told with it.
    """
    Histories.shared(tx).forget([register_id])
    facts = meters.facts_by_id(tx, [register_id])[register_id]
    healing = _Healing(tx, facts, histories.standing_before(tx, register_id, at))
    trued_from = healing.accepted_until
    changed = healing.run(lost)
    for moved in estimates.true_up(tx, facts, trued_from):
        changed.append(
            Healed(
                moved.reading_id, ACCEPTED, moved.state, None, None, None, None, moved.index_before, moved.index_after
            )
        )
    return changed


class _Healing:
    """One walk along a register."""

    def __init__(self, tx: Tx, facts: RegisterFacts, begin: int) -> None:
        self._tx = tx
        self._facts = facts
        self._history = before(tx, facts, begin)
        rows = histories.from_instant(tx, facts.register_id, begin)
        self._rows = [row for row in rows if row.state in STANDING and row.source != ESTIMATE]
        #: Instants of the estimates that stand between them.
        self._guessed = [row.read_at for row in rows if row.state == ACCEPTED and row.source == ESTIMATE]
        people = readings.decided_by_people(tx, [row.id for row in self._rows])
        #: Readings that are as they are: by a person's word, or as the ends of an installation.
        self._fixed = people | {row.id for row in self._rows if row.source in (INSTALLATION, REMOVAL, CORRECTION)}
        self._rule_sets = RuleSets.shared(tx)
        self._windows = Windows.shared(tx)

    @property
    def accepted_until(self) -> int:
        """The instant of the newest accepted reading so far; -1 where there is none."""
        return self._history.last[0] if self._history.last is not None else -1

    def run(self, lost: tuple[int, int] | None) -> list[Healed]:
        history = self._history
        old_previous = history.last
        changed = []
        for place, row in enumerate(self._rows):
            if lost is not None and lost[0] < row.read_at:
                old_previous, lost = lost, None
            self._count_guessed(row.read_at)
            previous = history.last
            judgement = None if row.id in self._fixed else self._judged(row, place)
            state = row.state if judgement is None else judgement.state
            rollover = row.rollover if judgement is None else judgement.rollover
            used_before = self._used(row, row.state, row.rollover, old_previous)
            used_after = self._used(row, state, rollover, previous)
            if judgement is not None and (state != row.state or findings_json(judgement) != row.findings):
                self._rewrite(row, judgement)
            if state != row.state or used_before != used_after:
                changed.append(Healed(row.id, row.state, state, used_before, used_after, judgement, previous))
            if row.state == ACCEPTED:
                old_previous = (row.read_at, row.value)
            row.state = state
            history.stand(row.read_at, row.value, state == ACCEPTED)
        return changed

    def _count_guessed(self, until: int) -> None:
        while self._guessed and self._guessed[0] < until:
            del self._guessed[0]
            self._history.estimates += 1

    def _judged(self, row: Row, place: int) -> Judgement:
        """By the rules that judged it first, against what stands before it now."""
        later = self._rows[place + 1 :]
        same = [other for other in self._rows[:place] if other.read_at == row.read_at and other.state in ON_RECORD]
        conflicting = same[0].value if same else None
        first = self._by_rules(row, self._following(row, later), conflicting)
        if first.state != ACCEPTED or not self._outvoted(row, later):
            return first
        witness = next(other for other in later if other.value < row.value)
        return self._by_rules(row, (witness.read_at, witness.value), conflicting)

    def _by_rules(
        self, row: Row, following: tuple[int, int] | None = None, conflicting: int | None = None
    ) -> Judgement:
        facts = self._facts
        zones = None
        if facts.summed and facts.tier == TOTAL:
            zones = histories.zones_at(self._tx, facts.register_id, facts.meter_id, row.read_at, facts.dials)
        refused = None
        if row.source == RESIDENT:
            window = self._windows.of(facts.utility_id, facts.commodity, day_of(row.received_at))
            refused = placed(window, row.received_at, row.read_at).refused
        base = self._history.baseline(following, conflicting, zones, refused.isoformat() if refused else None)
        rules = self._rule_sets.of_version(row.rule_set, facts.commodity)
        return rules.judge(Reading(row.value, row.read_at, row.received_at), base)

    def _following(self, row: Row, later: Sequence[Row]) -> tuple[int, int] | None:
        """The next accepted reading that is as it is; the others behind follow from this one."""
        for other in later:
            if other.id in self._fixed and other.state == ACCEPTED and other.read_at > row.read_at:
                return other.read_at, other.value
        return None

    def _outvoted(self, row: Row, later: Sequence[Row]) -> bool:
        """Whether the readings behind it agree against it."""
        witnesses, last = 0, -1
        for other in later[:LOOKAHEAD]:
            below = last <= other.value < row.value and other.id not in self._fixed
            if below and self._by_rules(other).state == ACCEPTED:
                witnesses, last = witnesses + 1, other.value
        return witnesses >= WITNESSES

    def _rewrite(self, row: Row, judgement: Judgement) -> None:
        readings.move(
            self._tx,
            row,
            state=judgement.state,
            quality=judgement.quality,
            actor_kind=0,
            actor_id=0,
            reason="judged anew after a change around it",
            rollover=judgement.rollover,
            findings=findings_json(judgement),
        )

    def _used(self, row: Row, state: int, rollover: bool, previous: tuple[int, int] | None) -> int | None:
        if state != ACCEPTED or previous is None:
            return None
        return quantity(previous[1], row.value, rollover, self._facts.integer_digits, self._facts.multiplier)


#: Made once: an encoder for each reading would cost more than its work.
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def findings_json(judgement: Judgement) -> str | None:
    """Findings as they are kept; None for a clean reading."""
    if not judgement.found:
        return None
    return _ENCODE([[finding.code, finding.numbers] for finding in judgement.found])


def quantity(before: int, after: int, rollover: bool, integer_digits: int, multiplier: int) -> int:
    """Consumption between two indexes, all in micro-units."""
    difference = after - before
    if rollover and difference < 0:
        difference += 10**integer_digits * 1_000_000
    return difference * multiplier // 1_000_000
