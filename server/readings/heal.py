"""Healing: after a reading was accepted late, corrected or reversed, those behind it are judged anew.

What people decided stays; what the rules decided follows from the accepted readings before it, whatever the order in
which they came.
"""

import json
from typing import NamedTuple

from smartregion.v1.reading_service_pb2 import ReadingState

from server.readings.history import Histories, RegisterHistory
from server.readings.rules import Reading, judge
from storage.engine.transaction import Tx
from storage.models.readings import Reading as Row
from storage.repositories import meters, readings
from storage.repositories.meters import INSTALLATION, REMOVAL

ACCEPTED = int(ReadingState.READING_STATE_ACCEPTED)
#: States in which a reading stands for what was handed in; the others are history.
STANDING = (
    int(ReadingState.READING_STATE_ACCEPTED),
    int(ReadingState.READING_STATE_IN_REVIEW),
    int(ReadingState.READING_STATE_REFUSED),
)


class Healed(NamedTuple):
    """A reading that was judged anew with another outcome; consumption in micro-units."""

    reading_id: int
    state_before: int
    state_after: int
    consumption_before: int | None
    consumption_after: int | None


def heal(tx: Tx, register_id: int, after: int, lost: tuple[int, int] | None = None) -> list[Healed]:
    """Judges the readings of a register behind an instant anew; what changed.

    `lost` is the instant and index of an accepted reading that no longer stands: consumption before is told with it.
    """
    Histories.shared(tx).forget([register_id])
    facts = meters.facts_by_id(tx, [register_id])[register_id]
    before = readings.histories(tx, [register_id], after + 1)[register_id]
    history = RegisterHistory(facts, before.accepted, before.seen_until)
    old_previous = lost or (history.accepted[-1] if history.accepted else None)
    rows = [row for row in readings.from_instant(tx, register_id, after + 1) if row.state in STANDING]
    fixed = readings.decided_by_people(tx, [row.id for row in rows])
    changed = []
    for place, row in enumerate(rows):
        previous = history.accepted[-1] if history.accepted else None
        state, rollover, findings = row.state, row.rollover, row.findings
        if row.id not in fixed and row.source not in (INSTALLATION, REMOVAL):
            state, rollover, findings = _judged(row, history, rows[place + 1 :], fixed)
        used_before = _used(row, row.state, row.rollover, old_previous, facts)
        used_after = _used(row, state, rollover, previous, facts)
        if state != row.state or findings != row.findings:
            _rewrite(tx, row, state, rollover, findings)
        if state != row.state or used_before != used_after:
            changed.append(Healed(row.id, row.state, state, used_before, used_after))
        if row.state == ACCEPTED:
            old_previous = (row.read_at, row.value)
        if state == ACCEPTED:
            history.accept(row.read_at, row.value)
    return changed


def _judged(row: Row, history: RegisterHistory, later: list[Row], fixed: set[int]) -> tuple[int, bool, str | None]:
    """State, rollover and findings by the rules. Only a fixed reading behind it can be in its way: the others
    follow from it."""
    standing = [other for other in later if other.state == ACCEPTED and _is_fixed(other, fixed)]
    following = (standing[0].read_at, standing[0].value) if standing else None
    same = [at for at, _ in history.accepted if at == row.read_at]
    conflicting = history.accepted[-1][1] if same else None
    judgement = judge(Reading(row.value, row.read_at, row.received_at), history.baseline(following, conflicting))
    findings = (
        json.dumps([[finding.code, finding.numbers] for finding in judgement.found], ensure_ascii=False)
        if judgement.found
        else None
    )
    return int(judgement.state), judgement.rollover, findings


def _is_fixed(row: Row, fixed: set[int]) -> bool:
    return row.id in fixed or row.source in (INSTALLATION, REMOVAL)


def _rewrite(tx: Tx, row: Row, state: int, rollover: bool, findings: str | None) -> None:
    quality = 17 if state == ACCEPTED else 10
    readings.move(
        tx,
        row,
        state=state,
        quality=quality,
        actor_kind=0,
        actor_id=0,
        reason="judged anew after a change before it",
        rollover=rollover,
        findings=findings,
    )


def _used(
    row: Row, state: int, rollover: bool, previous: tuple[int, int] | None, facts: meters.RegisterFacts
) -> int | None:
    if state != ACCEPTED or previous is None:
        return None
    return quantity(previous[1], row.value, rollover, facts.integer_digits, facts.multiplier)


def quantity(before: int, after: int, rollover: bool, integer_digits: int, multiplier: int) -> int:
    """Consumption between two indexes, all in micro-units."""
    difference = after - before
    if rollover and difference < 0:
        difference += 10**integer_digits * 1_000_000
    return difference * multiplier // 1_000_000
