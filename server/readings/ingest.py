"""Intake: one path for one reading and for a million.

All that waits — single calls, batches, imports — is judged in one go by the writer: registers and histories are
fetched together, readings of one register are judged in the order of their instants and see each other, rows are
written by one prepared statement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingState

from server.accounts.windows import IN_TIME, Windows, day_of, placed
from server.principal import Principal
from server.readings.heal import ON_RECORD, RESIDENT, Healed, findings_json, heal
from server.readings.history import Histories, RegisterHistory, before
from server.readings.rules import Judgement, Reading
from server.readings.ruleset import RuleSets
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx
from storage.repositories import histories, imports, meters, readings
from storage.repositories.readings import NewReading
from storage.repositories.scope import Scope

ACCEPTED = int(ReadingState.READING_STATE_ACCEPTED)
#: Qualities that a sender may state: they say more than that the rules found nothing.
STATED = frozenset(
    map(
        int,
        (
            ReadingQuality.READING_QUALITY_EDITED,
            ReadingQuality.READING_QUALITY_REFERENCE_DAY_ESTIMATE,
            ReadingQuality.READING_QUALITY_INTERPOLATED,
            ReadingQuality.READING_QUALITY_PROJECTED,
            ReadingQuality.READING_QUALITY_VERIFIED,
            ReadingQuality.READING_QUALITY_REVENUE,
        ),
    )
)


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


class Outcome(NamedTuple):
    """What became of an entry."""

    reading_id: int
    judgement: Judgement | None
    history: RegisterHistory | None
    previous: tuple[int, int] | None
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
    #: Of an import: whose, its name, and the line of the first entry.
    import_key: tuple[str, str] | None = None
    first_line: int = 1
    #: Lines of the file that the entries stand on; None: one after another from `first_line`.
    lines: Sequence[int] | None = None
    outcomes: list[Outcome | None] = field(default_factory=list)


_UNKNOWN = Problem("NOT_FOUND", "register_id", "register.known", "no such register, or not one of yours")
_AMBIGUOUS = Problem("CONFLICT", "meter_serial_number", "register.unique", "several registers answer to it; use the id")


def take(tx: Tx, intakes: list[Intake]) -> list[list[Outcome]]:
    """Judges and writes what all callers handed in. The handler of the ingest batch."""
    work: dict[int, list[tuple[Intake, int, Entry]]] = {}
    imports = _Imports(tx)
    for intake in intakes:
        done = imports.lines_done(intake)
        intake.outcomes = [None] * len(intake.entries)
        for place, entry, register_id in _resolved(tx, intake, done):
            work.setdefault(register_id, []).append((intake, place, entry))
    histories = Histories.shared(tx).of(tx, work)
    _keep_to_scopes(tx, work, histories)
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
    changed = pen.close()
    imports.note()
    for intake in intakes:
        if intake.import_key is not None:
            _quarantine(tx, intake)
    return [[_after(outcome, changed) for outcome in intake.outcomes if outcome is not None] for intake in intakes]


def _after(outcome: Outcome, changed: dict[int, Healed]) -> Outcome:
    """An outcome as it is at the end of the group."""
    healed = changed.get(outcome.reading_id) if changed else None
    if healed is None or healed.judgement is None or outcome.judgement is None:
        return outcome
    return outcome._replace(judgement=healed.judgement, previous=healed.previous)


def _instant(item: tuple[Intake, int, Entry]) -> int:
    return item[2].read_at


def _failed(problem: Problem) -> Outcome:
    return Outcome(0, None, None, None, False, problem)


class _Imports:
    """How far imports are; each is asked for and noted once for a group."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._durable: dict[tuple[str, str], int] = {}
        self._taken: dict[tuple[str, str], int] = {}

    def lines_done(self, intake: Intake) -> int:
        """Entries of an import that are durable already; the rest will be, with this transaction."""
        key = intake.import_key
        if key is None:
            return 0
        if key not in self._durable:
            self._durable[key] = self._taken[key] = imports.progress(self._tx, *key)
        durable = self._taken[key]
        self._taken[key] = max(durable, intake.first_line + len(intake.entries) - 1)
        return max(0, min(len(intake.entries), durable - intake.first_line + 1))

    def note(self) -> None:
        for key, last_line in self._taken.items():
            if last_line > self._durable[key]:
                imports.note_progress(self._tx, *key, last_line)


def _quarantine(tx: Tx, intake: Intake) -> None:
    """Notes which rows of an import could not be taken, and why."""
    assert intake.import_key is not None
    lines = intake.lines or range(intake.first_line, intake.first_line + len(intake.entries))
    found = [
        imports.Problem(line, *outcome.problem)
        for line, outcome in zip(lines, intake.outcomes, strict=True)
        if outcome is not None and outcome.problem is not None
    ]
    if found:
        imports.note_problems(tx, *intake.import_key, found)


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


def _keep_to_scopes(
    tx: Tx, work: dict[int, list[tuple[Intake, int, Entry]]], histories: dict[int, RegisterHistory]
) -> None:
    """Takes out what a caller may not know of; one query for all of them. The utility that supplies the place needs
    none."""
    asked = []
    for number, wanted in work.items():
        supplier = histories[number].facts.utility_id if number in histories else None
        if not all(intake.scope.supplies(supplier) for intake, _, _ in wanted):
            asked.append(number)
    held = meters.holders(tx, asked)
    for register_id in asked:
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
        self._rows: list[NewReading] = []
        #: Registers whose readings must be judged anew, from which instant on.
        self._disturbed: dict[int, int] = {}
        self._rule_sets = RuleSets.shared(tx)
        self._windows = Windows.shared(tx)

    def write(self, intake: Intake, entry: Entry, history: RegisterHistory) -> Outcome:
        facts = history.facts
        late = entry.read_at <= history.seen_until
        conflicting = None
        if late:
            for reading_id, value, state in self._same_instant(facts.register_id, entry.read_at):
                if value == entry.value:
                    return Outcome(reading_id, None, history, None, True, None)
                if state in ON_RECORD:
                    conflicting = value
            history = self._earlier(history, entry.read_at)
        window = IN_TIME
        if intake.source == RESIDENT:
            opening = self._windows.of(facts.utility_id, facts.commodity, day_of(self._tx.now))
            window = placed(opening, self._tx.now, entry.read_at)
        base = history.baseline(None, conflicting, None, window.refused.isoformat() if window.refused else None)
        rules = self._rule_sets.in_force(facts.utility_id, facts.commodity)
        judgement = rules.judge(Reading(entry.value, entry.read_at, self._tx.now), base)
        reading_id = next(self._ids)
        self._add(reading_id, intake, entry, history, judgement, window.deemed_at)
        if late or history.estimates or history.speaks_against_another(entry.value) or facts.summed:
            self._disturb(facts.register_id, entry.read_at)
            if facts.summed and facts.total_id is not None:
                self._disturb(facts.total_id, entry.read_at)
        history.stand(entry.read_at, entry.value, judgement.state == ACCEPTED)
        history.seen_until = max(history.seen_until, entry.read_at)
        return Outcome(reading_id, judgement, history, base.previous, False, None, window.deemed_at)

    def _disturb(self, register_id: int, at: int) -> None:
        self._disturbed[register_id] = min(at, self._disturbed.get(register_id, at))

    def _same_instant(self, register_id: int, at: int) -> list[tuple[int, int, int]]:
        """(id, value, state) of what is on record for an instant, written or about to be."""
        self._flush()
        return [(row.id, row.value, row.state) for row in histories.at_instant(self._tx, register_id, at)]

    def _earlier(self, history: RegisterHistory, at: int) -> RegisterHistory:
        """The history as it was before an instant."""
        made = before(self._tx, history.facts, at)
        made.seen_until = history.seen_until
        return made

    def _add(
        self,
        reading_id: int,
        intake: Intake,
        entry: Entry,
        history: RegisterHistory,
        judgement: Judgement,
        deemed_at: int | None,
    ) -> None:
        self._rows.append(
            NewReading(
                reading_id,
                history.facts.register_id,
                entry.value,
                entry.read_at,
                self._tx.now,
                intake.source,
                judgement.state,
                entry.quality if entry.quality in STATED and judgement.state == ACCEPTED else judgement.quality,
                judgement.rule_set,
                int(intake.principal.kind),
                intake.principal.id,
                judgement.rollover,
                entry.photo,
                findings_json(judgement),
                entry.version,
                deemed_at,
            )
        )

    def _flush(self) -> None:
        if self._rows:
            readings.insert(self._tx, self._rows)
            self._rows = []

    def close(self) -> dict[int, Healed]:
        """Writes what is left, and judges anew where a reading came late or speaks against another; what changed."""
        self._flush()
        changed: dict[int, Healed] = {}
        for register_id, at in self._disturbed.items():
            changed |= {healed.reading_id: healed for healed in heal(self._tx, register_id, at)}
        return changed
