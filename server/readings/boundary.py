"""The indexes at both ends of an installation: readings that are accepted as they are."""

from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingState

from server.principal import Principal
from server.readings.history import Histories
from server.readings.ruleset import BUILT_IN
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.repositories import readings
from storage.repositories.readings import NewReading


def record_boundary(tx: Tx, principal: Principal, register_id: int, at: int, value: int, source: int) -> None:
    """Writes the index (micro-units) of a register at its installation or removal. What came before it and after must
    be judged anew (`heal`)."""
    readings.insert(
        tx,
        [
            NewReading(
                id=new_id(),
                register_id=register_id,
                value=value,
                read_at=at,
                received_at=tx.now,
                source=source,
                state=int(ReadingState.READING_STATE_ACCEPTED),
                quality=int(ReadingQuality.READING_QUALITY_VERIFIED),
                rule_set=BUILT_IN,
                submitter_kind=int(principal.kind),
                submitter_id=principal.id,
            )
        ],
    )
    Histories.shared(tx).forget([register_id])
