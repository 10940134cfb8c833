"""Refusals on record, so that nobody without credentials makes the audit chain grow.

What somebody known was refused is an entry of its own, as long as it comes singly. Refusals of strangers, and of
whoever is refused again and again, are counted: one entry for a caller, a network address and a minute says how many
there were of what.
"""

import asyncio
from collections import Counter
from typing import NamedTuple

from smartregion.v1.options_pb2 import AuditLevel, PrincipalKind

from server.call import Call
from server.limits import REFUSALS_WAITING, REFUSED_COUNTED, REFUSED_RATE, REFUSED_TOLD
from server.pipeline.audit import Looks
from server.pipeline.rate import Limiter
from storage.engine.audit import AuditRecord
from storage.errors import StorageError, Unavailable

#: Outcomes that say somebody tried what they may not.
REFUSALS = frozenset({"UNAUTHENTICATED", "PERMISSION_DENIED", "FAILED_PRECONDITION", "RESOURCE_EXHAUSTED"})

_ANONYMOUS = PrincipalKind.PRINCIPAL_KIND_ANONYMOUS


class Refused(NamedTuple):
    """Who is refused, and from where."""

    kind: int
    id: int
    address: str


#: Strangers past the bound on how many are told apart.
OTHERS = Refused(_ANONYMOUS, 0, "")

Counts = dict[Refused, Counter[tuple[str, str]]]


class Refusals:
    """Notes them without keeping the caller waiting."""

    def __init__(self, looks: Looks, limiter: Limiter) -> None:
        self._looks = looks
        self._limiter = limiter
        self._under_way: set[asyncio.Task[None]] = set()
        #: By call and outcome, since the last turn.
        self._counted: Counts = {}

    def note(self, call: Call, outcome: str) -> None:
        """Notes that a call to an audited method was refused."""
        if call.method.audit == AuditLevel.AUDIT_LEVEL_NONE or outcome not in REFUSALS:
            return
        if self._singly(call):
            task = asyncio.create_task(self._record(call.audit_records(outcome)))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            return
        by = Refused(call.principal.kind, call.principal.id, call.ip)
        self._count(by, Counter({(call.method.full_name, outcome): 1}))

    def _singly(self, call: Call) -> bool:
        """Whether a refusal is told by itself: one that concerns somebody known, as often as the bound lets it."""
        principal = call.principal
        if (principal.kind == _ANONYMOUS and not call.targets) or len(self._under_way) >= REFUSALS_WAITING:
            return False
        return not self._limiter.wait((f"{principal.key}@{call.ip}", "refused"), REFUSED_RATE)

    def _count(self, by: Refused, calls: Counter[tuple[str, str]]) -> None:
        told = by if by in self._counted or len(self._counted) < REFUSED_COUNTED else OTHERS
        self._counted.setdefault(told, Counter()).update(calls)

    async def turn(self) -> int:
        """Puts on record what was counted since the last time; how many entries. Raises StorageError, and counts on."""
        counted, self._counted = self._counted, {}
        if not counted:
            return 0
        try:
            await self._looks.record([_entry(by, calls) for by, calls in counted.items()])
        except StorageError:
            for by, calls in counted.items():
                self._count(by, calls)
            raise
        return len(counted)

    async def _record(self, records: list[AuditRecord]) -> None:
        try:
            await self._looks.record(records)
        except Unavailable:
            return  # the store is closing; the caller has their answer


def _entry(by: Refused, calls: Counter[tuple[str, str]]) -> AuditRecord:
    """One entry, under the call that was refused most often."""
    most = calls.most_common(REFUSED_TOLD)
    (action, outcome), _ = most[0]
    detail = {
        "refused": str(calls.total()),
        "calls": ", ".join(f"{name} {why} ×{number}" for (name, why), number in most),
        **({"ip": by.address} if by.address else {}),
    }
    return AuditRecord(by.kind, by.id, action, outcome, detail=detail)
