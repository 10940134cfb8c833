"""What was done, and who looked, before the reply leaves."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from smartregion.v1.options_pb2 import AuditLevel

from server.call import Call
from server.codec import optional_id
from server.policy import Method
from server.services import Services
from storage.engine.audit import AuditRecord
from storage.engine.store import Batch, Store
from storage.engine.transaction import Tx

#: Keys the digests by which readings of one list are known again: what was asked for can't be guessed from them, and
#: after a restart a list is counted once more.
_KEY = secrets.token_bytes(16)


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
    """A look is on record before the data leaves, with what its request says that it is for; a change was recorded in
    its own transaction, or is here. A look by somebody's number, in a filter or without one, is a look at them,
    whatever it finds; so is a list that shows one person."""
    person = _person_asked(method)
    look = method.audit == AuditLevel.AUDIT_LEVEL_LOOK
    says_why = look and "purpose" in method.request_type.DESCRIPTOR.fields_by_name

    async def finish(call: Call) -> None:
        if method.audit != AuditLevel.AUDIT_LEVEL_NONE and not call.audit_written:
            number = person(call.request) if person is not None else None
            if number and not call.principal.is_resident and all(one.person_id != number for one in call.targets):
                call.target("user", number, number)
            if look and len(call.shown) == 1 and not call.targets:
                call.target("user", call.shown[0], call.shown[0])
            if look and "rows" in call.detail:
                call.detail["list"] = _list_of(call)
            if says_why:
                call.detail["reason"] = call.request.purpose
            await looks.record(call.audit_records("OK"))

    return finish


def _list_of(call: Call) -> str:
    """Names what was read: the same where somebody reads the same place of the same list again, as an open screen does.
    Of another's it tells nothing, not even to whoever guesses what they looked for."""
    asked = call.principal.key.encode() + call.method.path.encode() + call.request.SerializeToString(deterministic=True)
    return hashlib.blake2b(asked, digest_size=8, key=_KEY).hexdigest()


def _person_asked(method: Method) -> Callable[[Any], int | None] | None:
    """How a look says whose data it wants; None where it can't."""
    if method.audit != AuditLevel.AUDIT_LEVEL_LOOK:
        return None
    fields = method.request_type.DESCRIPTOR.fields_by_name
    within = fields["filter"].message_type if "filter" in fields else None
    if within is not None and "user_id" in within.fields_by_name:
        return lambda request: optional_id(request.filter.user_id, "filter.user_id")
    return (lambda request: optional_id(request.user_id, "user_id")) if "user_id" in fields else None
