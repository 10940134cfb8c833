"""What was done, and who looked, before the reply leaves."""

from collections.abc import Awaitable, Callable

from smartregion.v1.options_pb2 import AuditLevel

from server.call import Call
from server.policy import Method
from server.services import Services
from storage.engine.audit import AuditRecord
from storage.engine.store import Batch, Store
from storage.engine.transaction import Tx


class Looks:
    """Writes audit records that belong to no transaction of the caller's own."""

    def __init__(self, store: Store) -> None:
        self._batch: Batch[list[AuditRecord], None] = store.batch(_append)

    async def record(self, records: list[AuditRecord]) -> None:
        """Durable when it returns; what waits together is written together."""
        await self._batch.submit(records)


def _append(tx: Tx, waiting: list[list[AuditRecord]]) -> list[None]:
    for records in waiting:
        for record in records:
            tx.audit(record)
    return [None] * len(waiting)


def stage(services: Services, method: Method, looks: Looks) -> Callable[[Call], Awaitable[None]]:
    """A look is on record before the data leaves; a change was recorded in its own transaction, or is here."""

    async def finish(call: Call) -> None:
        if method.audit != AuditLevel.AUDIT_LEVEL_NONE and not call.audit_written:
            await looks.record(call.audit_records("OK"))

    return finish
