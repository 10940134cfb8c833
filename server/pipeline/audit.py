"""What was done, and who looked, before the reply leaves."""

import asyncio
from collections.abc import Awaitable, Callable

from smartregion.v1.options_pb2 import AuditLevel

from server.call import Call
from server.policy import Method
from server.services import Services
from storage.engine.audit import AuditRecord
from storage.engine.store import Batch, Store
from storage.engine.transaction import Tx
from storage.errors import Unavailable

#: Refusals that are on their way into the log; past it they are counted by the metrics only.
REFUSALS_WAITING = 1_000


class Looks:
    """Writes audit records that belong to no transaction of the caller's own."""

    def __init__(self, store: Store) -> None:
        self._batch: Batch[list[AuditRecord], None] = store.batch(_append)
        self._refusals: set[asyncio.Task[None]] = set()

    async def record(self, records: list[AuditRecord]) -> None:
        """Durable when it returns; what waits together is written together."""
        await self._batch.submit(records)

    def refused(self, call: Call, outcome: str) -> None:
        """Notes that a call to an audited method was refused; does not keep the caller waiting."""
        if call.method.audit == AuditLevel.AUDIT_LEVEL_NONE or outcome not in REFUSALS:
            return
        if len(self._refusals) < REFUSALS_WAITING:
            task = asyncio.create_task(self._record_refusal(call.audit_records(outcome)))
            self._refusals.add(task)
            task.add_done_callback(self._refusals.discard)

    async def _record_refusal(self, records: list[AuditRecord]) -> None:
        try:
            await self.record(records)
        except Unavailable:
            return  # the store is closing; the caller has their answer


#: Outcomes that say somebody tried what they may not.
REFUSALS = frozenset({"UNAUTHENTICATED", "PERMISSION_DENIED", "FAILED_PRECONDITION", "RESOURCE_EXHAUSTED"})


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
