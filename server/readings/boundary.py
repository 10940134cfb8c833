"""The indexes at both ends of an installation: readings that are accepted as they are, and corrected by another."""

import json
from typing import Any, NamedTuple

from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingState

from server.call import Call
from server.codec import encode_id, micro
from server.errors import Conflict, InvalidField
from server.principal import Principal
from server.readings import stated
from server.readings.dial import Dial
from server.readings.heal import Healed, heal
from server.readings.history import Histories
from server.readings.ruleset import BUILT_IN
from server.readings.workflow import WORKFLOW
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.readings import Reading
from storage.repositories import meters, readings, standing
from storage.repositories.meters import INSTALLATION, REMOVAL
from storage.repositories.readings import NewReading

TURNED = "показання на кінець встановлення: лічильник перейшов через нуль ¦ the final index: the dial began anew"


class Boundary(NamedTuple):
    """The index of a register (micro-units) at its installation or removal; whether the dial began anew before it."""

    register_id: int
    at: int
    value: int
    source: int
    rollover: bool = False


def record_boundary(tx: Tx, principal: Principal, end: Boundary, *, said: str = "", instead_of: int = 0) -> int:
    """Writes an end of an installation, or another in its place; its id. `said` is why, where it is by a person's word
    that the dial began anew. What came before it and after must be judged anew (`heal`)."""
    row = NewReading(
        id=new_id(),
        register_id=end.register_id,
        value=end.value,
        read_at=end.at,
        received_at=tx.now,
        source=end.source,
        state=int(ReadingState.READING_STATE_ACCEPTED),
        quality=int(ReadingQuality.READING_QUALITY_VERIFIED),
        rule_set=BUILT_IN,
        submitter_kind=int(principal.kind),
        submitter_id=principal.id,
        rollover=end.rollover,
        findings=json.dumps([["CORRECTED", {"from": encode_id(instead_of)}]]) if instead_of else None,
    )
    readings.insert(tx, [row])
    if said:
        standing.word_of(tx, [row], said, rollover=True)
    Histories.shared(tx).forget([end.register_id])
    return row.id


def correct_boundary(tx: Tx, call: Call, row: Reading, index: Any, rollover: bool) -> tuple[int, list[Healed]]:
    """Puts another index in the place of an end of an installation: the id of the new reading, and what changed around
    it. Raises Conflict, InvalidField, WrongState."""
    if row.source not in (INSTALLATION, REMOVAL):
        raise Conflict("the reading is no end of an installation; review or reverse it")
    state = WORKFLOW.next(row.state, "superseded")
    facts, point = meters.facts_by_id(tx, [row.register_id])[row.register_id], (row.read_at, micro(index, "index"))
    if not Dial.of(facts).fits(point[1]):
        raise InvalidField("index", "register.digits", "does not fit the digits of the register")
    fell = stated.turned(tx, facts, point, rollover, "index")
    stated.under_next(tx, facts, point, fell, "index")
    end = Boundary(row.register_id, *point, row.source, fell)
    said = call.request.reason if rollover else ""
    replacement = record_boundary(tx, call.principal, end, said=said, instead_of=row.id)
    readings.move(
        tx,
        row,
        state=state,
        quality=row.quality,
        actor_kind=int(call.principal.kind),
        actor_id=call.principal.id,
        reason=call.request.reason,
        superseded_by=replacement,
    )
    meters.touch(tx, facts.meter_id)
    lost = row.read_at, row.value
    return replacement, heal(tx, row.register_id, row.read_at, lost=lost, gained=(replacement,))
