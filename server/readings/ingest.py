"""Intake: one path for one reading and for a million.

All that waits — single calls, batches, imports — is judged in one go by the writer: registers and histories are
fetched together, readings of one register are judged in the order of their instants and see each other, rows are
written by one prepared statement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from server.principal import Principal
from server.readings.heal import STATED, Healing, heal_total, kept, stated
from server.readings.history import NOTHING_BEFORE, Histories, RegisterHistory
from server.readings.rules import TOTAL, Judgement, Reading
from server.readings.ruleset import RuleSets
from server.readings.walk import Verdict
from server.readings.words import OPEN, REASON, SUPERSEDED, Order, order
from server.readings.workflow import RECEIVED, RESIDENT
from server.windows.rules import IN_TIME, Placed, Windows, placed
from storage.days import day_of
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED
from storage.repositories import imports, meters, readings, standing
from storage.repositories.meters import RegisterFacts
from storage.repositories.readings import NewReading
from storage.repositories.scope import Scope
from storage.repositories.standing import Stood, There


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
    #: Of an import: whose, its name, and which row of it the first entry is, from 1.
    import_key: tuple[str, str] | None = None
    first_line: int = 1
    #: Lines of the file that the entries stand on; None: one after another from `first_line`.
    lines: Sequence[int] | None = None
    outcomes: list[Outcome | None] = field(default_factory=list)


#: Why a reading that was decided where it comes from is accepted.
ELSEWHERE = "accepted by hand where it comes from"
_UNKNOWN = Problem("NOT_FOUND", "register_id", "register.known", "no such register, or not one of yours")
_AMBIGUOUS = Problem("CONFLICT", "meter_serial_number", "register.unique", "several registers answer to it; use the id")


def take(tx: Tx, intakes: list[Intake]) -> list[list[Outcome]]:
    """Judges and writes what all callers handed in. The handler of the ingest batch."""
    work: dict[int, list[tuple[Intake, int, Entry]]] = {}
    for intake in intakes:
        intake.outcomes = [None] * len(intake.entries)
        for place, entry, register_id in _resolved(tx, intake):
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
                intake.outcomes[place] = pen.write(intake, place, entry, history)
    changed = pen.close()
    for intake in intakes:
        if intake.import_key is not None:
            _quarantine(tx, intake)
    return [[_after(outcome, changed) for outcome in intake.outcomes if outcome is not None] for intake in intakes]


def _after(outcome: Outcome, changed: dict[int, Verdict]) -> Outcome:
    """An outcome as it is at the end of the group."""
    verdict = changed.get(outcome.reading_id) if changed else None
    if verdict is None or verdict.judgement is None or outcome.duplicate:
        return outcome
    return outcome._replace(judgement=verdict.judgement, previous=verdict.previous)


def _instant(item: tuple[Intake, int, Entry]) -> int:
    return item[2].read_at


def _failed(problem: Problem) -> Outcome:
    return Outcome(0, None, None, None, False, problem)


def _quarantine(tx: Tx, intake: Intake) -> None:
    """Notes which rows of an import could not be taken, and why, in the place of what was noted of them before. An
    import that begins anew has no others."""
    assert intake.import_key is not None
    if not intake.entries:
        return
    lines = intake.lines or range(intake.first_line, intake.first_line + len(intake.entries))
    found = [
        imports.Problem(line, *outcome.problem)
        for line, outcome in zip(lines, intake.outcomes, strict=True)
        if outcome is not None and outcome.problem is not None
    ]
    imports.forget(tx, *intake.import_key, *((0, None) if intake.first_line == 1 else (lines[0], lines[-1])))
    imports.note_problems(tx, *intake.import_key, found)


def _resolved(tx: Tx, intake: Intake) -> Iterable[tuple[int, Entry, int]]:
    """Entries with the register each means; those that mean none get their outcome here."""
    serials = {(entry.serial, entry.tier) for entry in intake.entries if entry.problem is None and entry.serial}
    by_serial = meters.ids_by_serial(tx, serials) if serials else {}
    named: list[tuple[int, Entry, int]] = []
    for place, entry in enumerate(intake.entries):
        if entry.problem is not None:
            intake.outcomes[place] = _failed(entry.problem)
        elif entry.serial:
            candidates = meters.answering(by_serial.get((entry.serial, entry.tier), ()), entry.read_at)
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
        facts = histories[number].facts if number in histories else None
        if facts is None or not all(facts.within(intake.scope, entry.read_at) for intake, _, entry in wanted):
            asked.append(number)
    held = meters.holders(tx, asked)
    for register_id in asked:
        holders = held.get(register_id, meters.NOBODY)
        kept = []
        for item in work[register_id]:
            if holders.within(item[0].scope, item[2].read_at):
                kept.append(item)
            else:
                item[0].outcomes[item[1]] = _failed(_UNKNOWN)
        work[register_id] = kept


class _Late(NamedTuple):
    """An entry that came late, or at the instant of another."""

    intake: Intake
    place: int
    entry: Entry


class _Aside(NamedTuple):
    """A reading in whose place another of the same person stands."""

    reading_id: int
    by: int
    principal: Principal

    def put(self, tx: Tx) -> None:
        reading = readings.by_id(tx, self.reading_id)
        assert reading is not None, "it was found or written a moment ago"
        readings.move(
            tx,
            reading,
            state=SUPERSEDED,
            quality=reading.quality,
            actor_kind=int(self.principal.kind),
            actor_id=self.principal.id,
            reason=REASON,
            superseded_by=self.by,
        )


class _Pen:
    """Judges entries and gathers their rows.

    What comes behind all that is there is judged at once. What comes late, or says something of others, is judged with
    those around it when all of the group is there; so a row is written once, as it ends.
    """

    def __init__(self, tx: Tx, most: int) -> None:
        self._tx = tx
        self._ids = iter(new_ids(most)) if most else iter(())
        self._rows: list[NewReading] = []
        self._late: dict[int, list[_Late]] = {}
        #: Registers whose readings must be judged anew, and the instants at which something changed.
        self._disturbed: dict[int, set[int]] = {}
        #: The same of those whose total must be.
        self._summed: dict[int, set[int]] = {}
        self._histories: dict[int, RegisterHistory] = {}
        #: Readings that are accepted by the word of whoever hands them in.
        self._decided: set[int] = set()
        #: Days of windows that refuse readings, by id.
        self._outside: dict[int, str] = {}
        #: What somebody said otherwise later, in the same group: it is put aside once it is there.
        self._aside: list[_Aside] = []
        self._outdone: dict[int, Verdict] = {}
        self._rule_sets = RuleSets.shared(tx)
        self._windows = Windows.shared(tx)

    def write(self, intake: Intake, place: int, entry: Entry, history: RegisterHistory) -> Outcome | None:
        """What becomes of an entry; None where that is known at the end only."""
        facts = history.facts
        if entry.read_at <= history.seen_until or entry.decided:
            self._histories[facts.register_id] = history
            self._late.setdefault(facts.register_id, []).append(_Late(intake, place, entry))
            return None
        window = self._window(intake, entry, history)
        refused = window.refused.isoformat() if window.refused else None
        base = history.baseline(None, None, None, refused)
        rules = self._rule_sets.in_force(facts.utility_id, facts.commodity)
        judgement = rules.judge(Reading(entry.value, entry.read_at, self._tx.now), base)
        reading_id = next(self._ids)
        self._add(reading_id, intake, entry, history, judgement, window.deemed_at)
        if history.estimates or history.speaks_against_another(entry.value) or facts.summed:
            self._disturb(history, entry, reading_id, refused)
        history.stand(entry.read_at, entry.value, judgement.state == ACCEPTED)
        history.seen_until = entry.read_at
        return Outcome(reading_id, judgement, history, base.previous, False, None, window.deemed_at)

    def _window(self, intake: Intake, entry: Entry, history: RegisterHistory) -> Placed:
        if intake.source != RESIDENT:
            return IN_TIME
        facts = history.facts
        opening = self._windows.of(facts.utility_id, facts.commodity, day_of(self._tx.now))
        return placed(opening, self._tx.now, entry.read_at)

    def _disturb(self, history: RegisterHistory, entry: Entry, reading_id: int, refused: str | None) -> None:
        """Notes that a reading may say something of others: of those of its register, or of the total of its meter."""
        facts = history.facts
        if refused:
            self._outside[reading_id] = refused
        if facts.summed and facts.tier != TOTAL:
            self._histories[facts.register_id] = history
            self._summed.setdefault(facts.register_id, set()).add(entry.read_at)
            if not history.estimates and not history.speaks_against_another(entry.value):
                return
        self._histories[facts.register_id] = history
        self._disturbed.setdefault(facts.register_id, set()).add(entry.read_at)

    def _add(
        self,
        reading_id: int,
        intake: Intake,
        entry: Entry,
        history: RegisterHistory,
        judgement: Judgement,
        deemed_at: int | None,
    ) -> None:
        quality, findings = judgement.quality, None
        if judgement.found or entry.quality:
            quality, findings = kept(judgement, entry.quality if entry.quality in STATED else 0)
        self._rows.append(
            NewReading(
                reading_id,
                history.facts.register_id,
                entry.value,
                entry.read_at,
                self._tx.now,
                intake.source,
                judgement.state,
                quality,
                judgement.rule_set,
                int(intake.principal.kind),
                intake.principal.id,
                judgement.rollover,
                entry.photo,
                findings,
                entry.version,
                deemed_at,
            )
        )

    def close(self) -> dict[int, Verdict]:
        """Writes what is gathered, and judges anew where a reading came late or says something of others; verdicts of
        readings of the group that were given in the end."""
        fresh = self._set_apart() if self._histories else {}
        changed = dict(self._outdone)
        healings, totals = [], dict[int, set[int]]()
        for number, history in self._histories.items():
            facts, moved = history.facts, set(self._summed.get(number, ()))
            if number in self._disturbed and not _is_total(facts):
                healings.append(self._judged(facts, fresh.get(number, []), changed))
                moved |= healings[-1].moved
            if moved and facts.total_id is not None and facts.summed:
                totals.setdefault(facts.total_id, set()).update(moved)
        self._write(healings)
        # What the zones show is in the store now; the totals rest on it.
        for number, moved in totals.items():
            if number in self._histories:
                self._disturbed.setdefault(number, set()).update(standing.standing_at(self._tx, number, moved))
            else:
                heal_total(self._tx, self._zone_of(number), moved)
        for number in self._disturbed:
            facts = self._histories[number].facts
            if self._disturbed[number] and _is_total(facts):
                self._write([self._judged(facts, fresh.get(number, []), changed)])
        return changed

    def _write(self, healings: list[Healing]) -> None:
        if self._rows:
            readings.insert(self._tx, self._rows)
            for aside in self._aside:
                aside.put(self._tx)
            self._aside = []
            standing.word_of(self._tx, [row for row in self._rows if row.id in self._decided], ELSEWHERE)
            self._rows = []
        for healing in healings:
            healing.settle()

    def _zone_of(self, total_id: int) -> RegisterFacts:
        """Any of the registers that a total sums up."""
        found = (history.facts for history in self._histories.values())
        return next(facts for facts in found if facts.total_id == total_id)

    def _set_apart(self) -> dict[int, list[NewReading]]:
        """Rows of the registers that are judged anew, by register, with those that came late; the others are left."""
        apart: dict[int, list[NewReading]] = {number: [] for number in self._disturbed.keys() | self._late.keys()}
        left: list[NewReading] = []
        for row in self._rows:
            apart.get(row.register_id, left).append(row)
        self._rows = left
        for number, late in self._late.items():
            apart[number] = self._came_late(self._histories[number], late, apart[number])
        for number in apart.keys() - self._disturbed.keys():
            self._rows += apart.pop(number)  # what came late was there already: the rest stays as it was judged
        return apart

    def _came_late(
        self, history: RegisterHistory, late: Sequence[_Late], beside: Sequence[NewReading]
    ) -> list[NewReading]:
        """Rows of what came late, without a verdict, with those beside it; what is there already gets its outcome
        here, and what the same person says otherwise now is put aside."""
        known = self._known(history, late, beside)
        fresh = {row.id: row for row in beside}
        for intake, place, entry in late:
            here = known.setdefault(entry.read_at, [])
            orders = [self._order(intake, entry, one) for one in here]
            if Order.SAME in orders:
                same = here[orders.index(Order.SAME)]
                intake.outcomes[place] = Outcome(same.id, None, history, None, True, None)
                if same.state in OPEN and Order.LATER in orders:  # they say now what somebody else had said
                    self._replace(same.id, intake, here, orders, fresh)
                    self._disturbed.setdefault(history.facts.register_id, set()).add(entry.read_at)
                continue
            window = self._window(intake, entry, history)
            row = self._unjudged(intake, entry, history, window)
            if window.refused:
                self._outside[row.id] = window.refused.isoformat()
            # What became of it is known when the group is judged; the outcome waits for that.
            intake.outcomes[place] = Outcome(row.id, None, history, None, False, None, window.deemed_at)
            if Order.EARLIER in orders:
                self._said_again(row, here[orders.index(Order.EARLIER)].id, intake, row)
                here.append(_there(row._replace(state=SUPERSEDED)))
                continue
            self._disturbed.setdefault(history.facts.register_id, set()).add(entry.read_at)
            self._replace(row.id, intake, here, orders, fresh)
            decided_here = any(
                one.state == ACCEPTED and (one.id in self._decided or one.id not in fresh) for one in here
            )
            if entry.decided and not decided_here and self._may_stand(row, history):
                self._decided.add(row.id)
                row = row._replace(state=ACCEPTED, quality=entry.quality)
            here.append(_there(row))
            fresh[row.id] = row
        return list(fresh.values())

    def _replace(
        self, by: int, intake: Intake, here: list[There], orders: Sequence[Order], fresh: dict[int, NewReading]
    ) -> None:
        """Puts aside those of an instant that the same person means otherwise now."""
        for number, (one, how) in enumerate(zip(here, orders, strict=True)):
            if how is Order.LATER:
                self._said_again(one, by, intake, fresh.pop(one.id, None))
                here[number] = one._replace(state=SUPERSEDED)

    def _known(
        self, history: RegisterHistory, late: Sequence[_Late], beside: Sequence[NewReading]
    ) -> dict[int, list[There]]:
        """What is there of the instants of what came late, in the store and in the group."""
        known: dict[int, list[There]] = {}
        instants = {one.entry.read_at for one in late}
        for there in standing.of_instants(self._tx, history.facts.register_id, instants):
            known.setdefault(there.read_at, []).append(there)
        for row in beside:
            if row.read_at in instants:
                known.setdefault(row.read_at, []).append(_there(row))
        return known

    def _order(self, intake: Intake, entry: Entry, there: There) -> Order:
        if there.value != entry.value and there.id in self._decided:
            return Order.APART
        return order(self._tx, intake.principal, intake.source, entry.value, entry.version, there)

    def _said_again(self, first: There | NewReading, by: int, intake: Intake, fresh: NewReading | None) -> None:
        """Puts aside what the same person means otherwise: at once where it is in the store, for nothing is held
        against it any more; else when it is there."""
        aside = _Aside(first.id, by, intake.principal)
        if fresh is None:
            aside.put(self._tx)
            return
        self._rows.append(fresh)
        self._aside.append(aside)
        judgement = Judgement(SUPERSEDED, fresh.quality, False, (), fresh.rule_set)
        self._outdone[first.id] = Verdict(_stood(fresh), SUPERSEDED, False, judgement, None, None)

    def _may_stand(self, row: NewReading, history: RegisterHistory) -> bool:
        """Whether what is known of the register leaves room for a reading, whoever decided on it."""
        base = RegisterHistory(history.facts, NOTHING_BEFORE).baseline()
        rules = self._rule_sets.of_version(row.rule_set, history.facts.commodity)
        return rules.judge(Reading(row.value, row.read_at, row.received_at), base).state == ACCEPTED

    def _unjudged(self, intake: Intake, entry: Entry, history: RegisterHistory, window: Placed) -> NewReading:
        facts = history.facts
        return NewReading(
            next(self._ids),
            facts.register_id,
            entry.value,
            entry.read_at,
            self._tx.now,
            intake.source,
            RECEIVED,
            entry.quality if entry.quality in STATED else 0,
            self._rule_sets.in_force(facts.utility_id, facts.commodity).version,
            int(intake.principal.kind),
            intake.principal.id,
            False,
            entry.photo,
            None,
            entry.version,
            window.deemed_at,
        )

    def _judged(self, facts: RegisterFacts, fresh: list[NewReading], changed: dict[int, Verdict]) -> Healing:
        """Walks along a register, and puts the fresh rows among those to be written, each as it ends."""
        number, at = facts.register_id, self._disturbed[facts.register_id]
        decided = [row for row in fresh if row.id in self._decided]
        healing = Healing(
            self._tx,
            facts,
            at,
            fresh=list(map(_stood, fresh)),
            decided=[row.id for row in decided],
            outside=self._outside,
        )
        healing.walk(
            min((standing.higher_since(self._tx, number, row.read_at, row.value) for row in decided), default=None)
        )
        for row in fresh:
            verdict = healing.verdicts.get(row.id)
            if verdict is None:
                self._rows.append(row)  # behind the end of the walk: it stays as it was judged at first
                continue
            judgement = verdict.judgement
            if judgement is None:
                judgement = Judgement(ACCEPTED, row.quality, verdict.rollover, (), row.rule_set)
            changed[row.id] = verdict._replace(judgement=judgement)
            quality, findings = kept(judgement, stated(verdict.row))
            self._rows.append(
                row._replace(state=judgement.state, quality=quality, rollover=judgement.rollover, findings=findings)
            )
        return healing


def _there(row: NewReading) -> There:
    """A row that is not written yet, as one that is there."""
    return There(
        row.id,
        row.read_at,
        row.value,
        row.state,
        row.source,
        row.quality,
        row.version,
        row.submitter_kind,
        row.submitter_id,
    )


def _stood(row: NewReading) -> Stood:
    """A row that is not written yet, as a walk takes it."""
    return Stood(
        row.id,
        row.register_id,
        row.value,
        row.read_at,
        row.received_at,
        row.source,
        row.state,
        row.quality,
        row.rule_set,
        row.rollover,
        None,
        row.findings,
        row.version,
    )


def _is_total(facts: RegisterFacts) -> bool:
    """Whether a register is the sum of others."""
    return facts.summed and facts.tier == TOTAL
