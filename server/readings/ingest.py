"""Intake: one path for one reading and for a million.

All that waits — single calls, batches, imports — is judged in one go by the writer: registers and histories are
fetched together, readings of one register are judged in the order of their instants and see each other, rows are
written by one prepared statement.
"""

from collections.abc import Iterable

from server.readings.heal import STATED, Healing, heal_total, kept, stated
from server.readings.history import Histories, RegisterHistory
from server.readings.intake import Desk
from server.readings.intake import Entry as Entry  # as they are called wherever readings are handed in
from server.readings.intake import Intake as Intake
from server.readings.intake import Outcome as Outcome
from server.readings.intake import Problem as Problem
from server.readings.late import Aside, Late, Latecomers, stood_of
from server.readings.rules import TOTAL, Judgement, Reading
from server.readings.walk import Verdict
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED
from storage.repositories import imports, meters, readings, standing
from storage.repositories.meters import RegisterFacts
from storage.repositories.readings import NewReading

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


class _Pen:
    """Judges entries and gathers their rows.

    What comes behind all that is there is judged at once. What comes late, or says something of others, is judged with
    those around it when all of the group is there; so a row is written once, as it ends.
    """

    def __init__(self, tx: Tx, most: int) -> None:
        self._tx = tx
        self._desk = Desk(tx, most)
        self._rows: list[NewReading] = []
        self._late: dict[int, list[Late]] = {}
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
        self._aside: list[Aside] = []
        self._outdone: dict[int, Verdict] = {}

    def write(self, intake: Intake, place: int, entry: Entry, history: RegisterHistory) -> Outcome | None:
        """What becomes of an entry; None where that is known at the end only."""
        facts = history.facts
        if entry.read_at <= history.seen_until or entry.decided:
            self._histories[facts.register_id] = history
            self._late.setdefault(facts.register_id, []).append(Late(intake, place, entry))
            return None
        window = self._desk.window(intake, entry, facts)
        refused = window.refused.isoformat() if window.refused else None
        base = history.baseline(None, None, None, refused)
        judgement = self._desk.rules(facts).judge(Reading(entry.value, entry.read_at, self._tx.now), base)
        reading_id = self._add(intake, entry, history, judgement, window.deemed_at)
        if history.estimates or history.speaks_against_another(entry.value) or facts.summed:
            self._disturb(history, entry, reading_id, refused)
        history.stand(entry.read_at, entry.value, judgement.state == ACCEPTED)
        history.seen_until = entry.read_at
        return Outcome(reading_id, judgement, history, base.previous, False, None, window.deemed_at)

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
        self, intake: Intake, entry: Entry, history: RegisterHistory, judgement: Judgement, deemed_at: int | None
    ) -> int:
        """Gathers a row that is judged; its id."""
        quality, findings = judgement.quality, None
        if judgement.found or entry.quality:
            quality, findings = kept(judgement, entry.quality if entry.quality in STATED else 0)
        ruling = judgement.state, quality, judgement.rule_set, judgement.rollover, findings
        row = self._desk.row(intake, entry, history.facts, ruling, deemed_at)
        self._rows.append(row)
        return row.id

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
            settled = Latecomers(self._tx, self._desk, self._histories[number], apart[number]).settle(late)
            apart[number] = list(settled.fresh.values())
            self._rows += settled.done
            self._aside += settled.aside
            self._outdone |= settled.outdone
            self._decided |= settled.decided
            self._outside |= settled.outside
            if settled.disturbed:
                self._disturbed.setdefault(number, set()).update(settled.disturbed)
        for number in apart.keys() - self._disturbed.keys():
            self._rows += apart.pop(number)  # what came late was there already: the rest stays as it was judged
        return apart

    def _judged(self, facts: RegisterFacts, fresh: list[NewReading], changed: dict[int, Verdict]) -> Healing:
        """Walks along a register, and puts the fresh rows among those to be written, each as it ends."""
        number, at = facts.register_id, self._disturbed[facts.register_id]
        decided = [row for row in fresh if row.id in self._decided]
        healing = Healing(
            self._tx,
            facts,
            at,
            fresh=list(map(stood_of, fresh)),
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


def _is_total(facts: RegisterFacts) -> bool:
    """Whether a register is the sum of others."""
    return facts.summed and facts.tier == TOTAL
