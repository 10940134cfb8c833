"""The indexes at both ends of an installation: readings that are accepted as they are."""

from typing import NamedTuple

from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingState

from server.principal import Principal
from server.readings.history import Histories
from server.readings.ruleset import BUILT_IN
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.repositories import readings, standing
from storage.repositories.readings import NewReading

TURNED = "показання на кінець встановлення: лічильник перейшов через нуль ¦ the final index: the dial began anew"


class Boundary(NamedTuple):
    """The index of a register (micro-units) at its installation or removal; whether the dial began anew before it."""

    register_id: int
    at: int
    value: int
    source: int
    rollover: bool = False


def record_boundary(tx: Tx, principal: Principal, end: Boundary, *, said: bool = False) -> None:
    """Writes an end of an installation; `said` where it is by a person's word that the dial began anew. What came before
    it and after must be judged anew (`heal`)."""
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
    )
    readings.insert(tx, [row])
    if said:
        standing.word_of(tx, [row], TURNED, rollover=True)
    Histories.shared(tx).forget([end.register_id])
