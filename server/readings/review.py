"""Review: a person accepts, refuses or corrects what the rules questioned, or takes back what was accepted."""

import json
from typing import Any

from smartregion.v1.reading_service_pb2 import ReadingQuality

from server import etags
from server.call import Call
from server.codec import encode_id, micro
from server.errors import Conflict, InvalidField, NotFound
from server.limits import BATCH_MS, UNDO_MS
from server.readings import estimating, stated
from server.readings import rules as rules_of
from server.readings.dial import Dial
from server.readings.heal import Healed, heal, joined, window_day
from server.readings.history import Histories, before
from server.readings.ruleset import RuleSets
from server.readings.workflow import WORKFLOW
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED, CORRECTION, ESTIMATE, IN_REVIEW, REFUSED, Reading, ReadingVersion
from storage.repositories import histories, meters, readings, review_batches, standing
from storage.repositories.meters import INSTALLATION, REMOVAL, RegisterFacts
from storage.repositories.readings import NewReading


def held(tx: Tx, reading_id: int, etag: str | None, *others: int) -> Reading:
    """A reading with its register held, and other registers; in a version of it where one is given. Registers are held
    before readings, by everybody. Raises NotFound, StaleEtag."""
    histories.lock_registers(tx, [*readings.registers_of(tx, [reading_id]), *others])
    row = readings.by_id(tx, reading_id)
    if row is None:
        raise NotFound(f"reading {encode_id(reading_id)} not found")
    if etag is not None:
        etags.require(etag, row.version, "reading")
    return row


def accept(tx: Tx, call: Call, row: Reading, rollover: bool) -> list[Healed]:
    state = WORKFLOW.next(row.state, "accepted")
    facts = meters.facts_by_id(tx, [row.register_id])[row.register_id]
    turned = stated.must_fit(tx, facts, (row.read_at, row.value), rollover, "accept.rollover")
    _move(tx, call, row, state, ReadingQuality.READING_QUALITY_VERIFIED, rollover=turned)
    return heal(tx, row.register_id, row.read_at, gained=(row.id,))


def refuse(tx: Tx, call: Call, row: Reading) -> list[Healed]:
    _move(tx, call, row, WORKFLOW.next(row.state, "refused"), ReadingQuality.READING_QUALITY_QUESTIONABLE)
    return heal(tx, row.register_id, row.read_at)


def estimate(tx: Tx, call: Call, row: Reading) -> tuple[int, list[Healed]]:
    """Refuses a reading and puts an estimate where it stood; the id of that. Raises Conflict."""
    healed = refuse(tx, call, row)
    facts = meters.facts_by_id(tx, [row.register_id])[row.register_id]
    put = estimating.put(tx, call.principal, [facts], row.read_at)
    if put.left:
        raise Conflict(f"nothing can be estimated there: {put.left[0][1]}")
    return put.made[0].reading_id, joined(healed, put.healed)


def correct(tx: Tx, call: Call, row: Reading, index: Any, rollover: bool = False) -> tuple[int, list[Healed]]:
    """Puts another index in the place of the one that came; the id of the new reading."""
    value = micro(index, "correct.index")
    return _replace(tx, call, row, row.register_id, value, rollover, "correct.index")


def move(tx: Tx, call: Call, row: Reading, register_id: int, rollover: bool = False) -> tuple[int, list[Healed]]:
    """Puts the index on the register that it belongs to; the id of the new reading."""
    if register_id == row.register_id or not meters.registers_by_id(tx, register_id):
        raise InvalidField("move.register_id", "register.known", "must name another register")
    if not meters.one_household(tx, row.register_id, register_id, row.read_at):
        raise InvalidField("move.register_id", "register.household", "must be at the same place, or the same people's")
    return _replace(tx, call, row, register_id, row.value, rollover, "move.register_id")


def _replace(
    tx: Tx, call: Call, row: Reading, register_id: int, value: int, rollover: bool, field: str
) -> tuple[int, list[Healed]]:
    state = WORKFLOW.next(row.state, "corrected")
    facts = meters.facts_by_id(tx, [register_id])[register_id]
    if not Dial.of(facts).fits(value):
        raise InvalidField(field, "register.digits", "does not fit the digits of the register")
    if not facts.installed_at <= row.read_at <= facts.removed_at:
        raise InvalidField(field, "register.installed", "the register was not in place then")
    turned = stated.must_fit(tx, facts, (row.read_at, value), rollover, field)
    if row.state == REFUSED:
        _must_pass(tx, row, facts, value, field)
    replacement = NewReading(
        id=new_id(),
        register_id=register_id,
        value=value,
        read_at=row.read_at,
        received_at=tx.now,
        source=CORRECTION,
        state=ACCEPTED,
        quality=int(ReadingQuality.READING_QUALITY_EDITED),
        rule_set=row.rule_set,
        submitter_kind=int(call.principal.kind),
        submitter_id=call.principal.id,
        rollover=turned,
        photo_ref=row.photo_ref,
        findings=json.dumps([["CORRECTED", {"from": encode_id(row.id)}]]),
        deemed_at=row.deemed_at,
    )
    _put(tx, call, replacement, rollover)
    _move(tx, call, row, state, row.quality, superseded_by=replacement.id)
    registers = dict.fromkeys((row.register_id, register_id))
    healed = [one for changed in registers for one in heal(tx, changed, row.read_at, gained=(replacement.id,))]
    return replacement.id, healed


def _put(tx: Tx, call: Call, replacement: NewReading, rollover: bool) -> None:
    """Writes what a person puts in the place of a reading, with their word that the dial began anew before it."""
    readings.insert(tx, [replacement])
    if rollover:
        standing.word_of(tx, [replacement], call.request.reason, rollover=True)


def undo(tx: Tx, call: Call, row: Reading) -> list[Healed]:
    """Takes back what the caller decided a moment ago; what changed behind it. Raises Conflict, WrongState."""
    before, last = ([None, None, *readings.versions(tx, row.id)])[-2:]
    mine = last is not None and (last.actor_kind, last.actor_id) == (int(call.principal.kind), call.principal.id)
    if last is None or before is None or before.state not in (IN_REVIEW, REFUSED) or not mine:
        raise Conflict("the last that became of it was no review of yours")
    if tx.now - _decided_until(tx, last) > UNDO_MS:
        raise Conflict(f"the review is more than {UNDO_MS // 1000} seconds ago; reverse the reading instead")
    # What the rules had refused is in review for a moment only: they judge it anew.
    by_person = before.state == REFUSED and before.actor_kind > 0
    state = WORKFLOW.next(row.state, "undone, a person had refused it" if by_person else "undone")
    if row.superseded_by is not None:
        histories.lock_registers(tx, readings.registers_of(tx, [row.superseded_by]))
    put = _put_by(tx, row, last.at)
    # What no longer stands, by register.
    lost = {row.register_id: (row.read_at, row.value) if row.state == ACCEPTED else None}
    for one in put:
        lost[one.register_id] = None if one.source == ESTIMATE else (one.read_at, one.value)
        _move(tx, call, one, WORKFLOW.next(one.state, "reversed"), one.quality)
    quality = ReadingQuality.READING_QUALITY_QUESTIONABLE
    _move(tx, call, row, state, quality, batch_id=last.batch_id, rollover=False, superseded_by=None)
    return [one for changed, was in lost.items() for one in heal(tx, changed, row.read_at, was)]


def _decided_until(tx: Tx, last: ReadingVersion) -> int:
    """When the deciding that a decision was part of came to its end. While decisions of a batch are being taken back it
    goes on, so that who began in time can finish."""
    if last.batch_id is None:
        return last.at
    began_at, last_at = review_batches.span(tx, last.batch_id, last.actor_kind, last.actor_id)
    return max(last.at, min(last_at, began_at + BATCH_MS))


def _put_by(tx: Tx, row: Reading, at: int) -> list[Reading]:
    """What a review put in the place of a reading: a correction, or an estimate of that very moment."""
    if row.superseded_by is not None:
        put = readings.by_id(tx, row.superseded_by)
        return [put] if put is not None and put.state == ACCEPTED else []
    estimates = histories.estimates_after(tx, row.register_id, row.read_at - 1)
    return [one for one in estimates if one.read_at == row.read_at and one.received_at == at and one.state == ACCEPTED]


def reverse(tx: Tx, call: Call, row: Reading) -> list[Healed]:
    """Takes an accepted reading back; what changed behind it."""
    if row.source in (INSTALLATION, REMOVAL):
        raise Conflict("the index of an installation is corrected, not reversed: CorrectBoundaryIndex")
    _move(tx, call, row, WORKFLOW.next(row.state, "reversed"), row.quality)
    return heal(tx, row.register_id, row.read_at, lost=(row.read_at, row.value))


def _move(tx: Tx, call: Call, row: Reading, state: int, quality: int, **values: Any) -> None:
    values.setdefault("batch_id", getattr(call.request, "batch_id", "") or None)
    readings.move(
        tx,
        row,
        state=int(state),
        quality=int(quality),
        actor_kind=int(call.principal.kind),
        actor_id=call.principal.id,
        reason=getattr(call.request, "reason", "") or "рішення скасовано ¦ undone",
        **values,
    )
    Histories.shared(tx).forget([row.register_id])


def _must_pass(tx: Tx, row: Reading, facts: RegisterFacts, value: int, field: str) -> None:
    """What was refused is taken neither as it came nor where the rules that judged it would refuse what was meant as
    well, such as for the window that it came outside of. Raises InvalidField."""
    if (facts.register_id, value) == (row.register_id, row.value):
        raise InvalidField(field, "reading.other", "is the index that was refused")
    base = before(tx, facts, row.read_at).baseline(refused_by_window=window_day(row.findings))
    rule_sets, own = RuleSets.shared(tx), facts.register_id == row.register_id
    rules = (
        rule_sets.of_version(row.rule_set, facts.commodity)
        if own
        else rule_sets.in_force(facts.utility_id, facts.commodity)
    )
    judgement = rules.judge(rules_of.Reading(value, row.read_at, row.received_at), base)
    if judgement.state == REFUSED:
        codes = ", ".join(found.code for found in judgement.found)
        raise InvalidField(field, "reading.refused", f"would be refused as well: {codes}")
