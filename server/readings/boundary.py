"""The indexes at both ends of an installation: readings that are accepted as they are."""

from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingState

from server.principal import Principal
from server.readings.history import Histories
from server.readings.rules import RULE_SET
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.repositories import readings


def record_boundary(tx: Tx, principal: Principal, register_id: int, at: int, value: int, source: int) -> None:
    """Writes the index (micro-units) of a register at its installation or removal."""
    readings.insert(
        tx,
        [
            (
                new_id(),
                register_id,
                value,
                at,
                tx.now,
                source,
                int(ReadingState.READING_STATE_ACCEPTED),
                int(ReadingQuality.READING_QUALITY_VERIFIED),
                RULE_SET,
                int(principal.kind),
                principal.id,
                False,
                None,
                None,
                1,
            )
        ],
    )
    Histories.shared(tx).forget([register_id])
