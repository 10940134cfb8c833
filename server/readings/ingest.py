"""Intake: one path for one reading and for a million.

All that waits — single calls, batches, imports — is judged in one go by the writer: registers and histories are
fetched together, readings of one register are judged in the order of their instants and see each other, rows are
written by one prepared statement.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from smartregion.v1.reading_service_pb2 import ReadingState

from server.principal import Principal
from server.readings.heal import heal
from server.readings.history import Histories, RegisterHistory
from server.readings.rules import RULE_SET, Judgement, Reading, judge
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx
from storage.repositories import meters, readings
from storage.repositories.scope import Scope

ACCEPTED = int(ReadingState.READING_STATE_ACCEPTED)


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


class Outcome(NamedTuple):
    """What became of an entry."""

    reading_id: int
    judgement: Judgement | None
    history: RegisterHistory | None
    previous: tuple[int, int] | None
    duplicate: bool
    problem: Problem | None


@dataclass(slots=True)
class Intake:
    """The readings of one caller."""

    principal: Principal
    scope: Scope
    source: int
    entries: Sequence[Entry]
    #: Of an import: whose, its name, and the line of the first entry.
    import_key: tuple[str, str] | None = None
    first_line: int = 1
    outcomes: list[Outcome | None] = field(default_factory=list)


_UNKNOWN = Problem("NOT_FOUND", "register_id", "register.known", "no such register, or not one of yours")
_AMBIGUOUS = Problem("CONFLICT", "meter_serial_number", "register.unique", "several registers answer to it; use the id")


def take(tx: Tx, intakes: list[Intake]) -> list[list[Outcome]]:
    """Judges and writes what all callers handed in. The handler of the ingest batch."""
    work: dict[int, list[tuple[Intake, int, Entry]]] = {}
    for intake in intakes:
        done = _lines_done(tx, intake)
        intake.outcomes = [None] * len(intake.entries)
        for place, entry, register_id in _resolved(tx, intake, done):
            work.setdefault(register_id, []).append((intake, place, entry))
    _keep_to_scopes(tx, work)
    histories = Histories.shared(tx).of(tx, work)
    pen = _Pen(tx, sum(map(len, work.values())))
    for register_id, wanted in work.items():
        history = histories.get(register_id)
        if len(wanted) > 1:
            wanted.sort(key=_instant)
        for intake, place, entry in wanted:
            if history is None:
                intake.outcomes[place] = _failed(_UNKNOWN)
            else:
                intake.outcomes[place] = pen.write(intake, entry, history)
    pen.close()
    return [[outcome for outcome in intake.outcomes if outcome is not None] for intake in intakes]


def _instant(item: tuple[Intake, int, Entry]) -> int:
    return item[2].read_at


def _failed(problem: Problem) -> Outcome:
    return Outcome(0, None, None, None, False, problem)


def _lines_done(tx: Tx, intake: Intake) -> int:
    """Entries of an import that are durable already; the rest is noted as such, with this transaction."""
    if intake.import_key is None:
        return 0
    durable = readings.import_progress(tx, *intake.import_key)
    last_line = intake.first_line + len(intake.entries) - 1
    if last_line > durable:
        readings.note_import(tx, *intake.import_key, last_line)
    return max(0, min(len(intake.entries), durable - intake.first_line + 1))


def _resolved(tx: Tx, intake: Intake, done: int) -> Iterable[tuple[int, Entry, int]]:
    """Entries with the register each means; those that mean none get their outcome here."""
    serials = {(entry.serial, entry.tier) for entry in intake.entries if entry.problem is None and entry.serial}
    by_serial = meters.ids_by_serial(tx, serials) if serials else {}
    named: list[tuple[int, Entry, int]] = []
    for place, entry in enumerate(intake.entries):
        if place < done:
            intake.outcomes[place] = Outcome(0, None, None, None, True, None)
        elif entry.problem is not None:
            intake.outcomes[place] = _failed(entry.problem)
        elif entry.serial:
            candidates = by_serial.get((entry.serial, entry.tier), [])
            if intake.scope.bounded and len(candidates) > 1:
                candidates = sorted(meters.registers_in_scope(tx, candidates, intake.scope))
            if len(candidates) == 1:
                named.append((place, entry, candidates[0]))
            else:
                intake.outcomes[place] = _failed(_AMBIGUOUS if candidates else _UNKNOWN)
        else:
            named.append((place, entry, entry.register_id))
    return named


def _keep_to_scopes(tx: Tx, work: dict[int, list[tuple[Intake, int, Entry]]]) -> None:
    """Takes out what a caller may not know of; one query for all of them."""
    bounded = [number for number, wanted in work.items() if any(intake.scope.bounded for intake, _, _ in wanted)]
    held = meters.holders(tx, bounded)
    for register_id in bounded:
        holders = held.get(register_id, meters.NOBODY)
        kept = []
        for item in work[register_id]:
            if holders.within(item[0].scope):
                kept.append(item)
            else:
                item[0].outcomes[item[1]] = _failed(_UNKNOWN)
        work[register_id] = kept


class _Pen:
    """Judges entries and gathers their rows."""

    def __init__(self, tx: Tx, most: int) -> None:
        self._tx = tx
        self._ids = iter(new_ids(most)) if most else iter(())
        self._rows: list[tuple[object, ...]] = []
        self._pending: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._late: dict[int, int] = {}

    def write(self, intake: Intake, entry: Entry, history: RegisterHistory) -> Outcome:
        if entry.read_at > history.seen_until:
            base = history.baseline()
        else:
            same = self._same_instant(history.facts.register_id, entry.read_at)
            for reading_id, value in same:
                if value == entry.value:
                    return Outcome(reading_id, None, history, None, True, None)
            conflicting = same[0][1] if same else None
            base = self._earlier(history, entry.read_at).baseline(
                readings.next_accepted(self._tx, history.facts.register_id, entry.read_at), conflicting
            )
        judgement = judge(Reading(entry.value, entry.read_at, self._tx.now), base)
        reading_id = next(self._ids)
        self._add(reading_id, intake, entry, history, judgement)
        return Outcome(reading_id, judgement, history, base.previous, False, None)

    def _same_instant(self, register_id: int, at: int) -> list[tuple[int, int]]:
        """(id, value) of what is on record for an instant, written or about to be."""
        stored = [(row.id, row.value) for row in readings.at_instant(self._tx, register_id, at)]
        return stored + self._pending.get((register_id, at), [])

    def _earlier(self, history: RegisterHistory, at: int) -> RegisterHistory:
        """The history as it was before an instant. What this group wrote so far must be there first."""
        if not history.accepted or history.accepted[-1][0] < at:
            return history
        self._flush()
        register_id = history.facts.register_id
        before = readings.histories(self._tx, [register_id], at)[register_id]
        return RegisterHistory(history.facts, before.accepted, history.seen_until)

    def _add(
        self, reading_id: int, intake: Intake, entry: Entry, history: RegisterHistory, judgement: Judgement
    ) -> None:
        register_id = history.facts.register_id
        self._rows.append(
            (
                reading_id,
                register_id,
                entry.value,
                entry.read_at,
                self._tx.now,
                intake.source,
                int(judgement.state),
                int(judgement.quality),
                RULE_SET,
                int(intake.principal.kind),
                intake.principal.id,
                judgement.rollover,
                entry.photo,
                findings_json(judgement),
                1,
            )
        )
        self._pending.setdefault((register_id, entry.read_at), []).append((reading_id, entry.value))
        accepted = judgement.state == ACCEPTED
        if accepted and (not history.accepted or entry.read_at > history.accepted[-1][0]):
            history.accept(entry.read_at, entry.value)
        elif accepted:
            self._late[register_id] = min(entry.read_at, self._late.get(register_id, entry.read_at))
        history.seen_until = max(history.seen_until, entry.read_at)

    def _flush(self) -> None:
        if self._rows:
            readings.insert(self._tx, self._rows)
            self._rows = []

    def close(self) -> None:
        """Writes what is left. Where a reading came late and was accepted, those after it are judged anew."""
        self._flush()
        for register_id, at in self._late.items():
            heal(self._tx, register_id, at)


def findings_json(judgement: Judgement) -> str | None:
    """Findings as they are kept; None for a clean reading."""
    if not judgement.found:
        return None
    return json.dumps([[finding.code, finding.numbers] for finding in judgement.found], ensure_ascii=False)
