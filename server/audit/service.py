"""AuditService: proto in, proto out."""

from collections.abc import AsyncIterator
from typing import Any

from smartregion.v1 import audit_service_pb2 as pb
from smartregion.v1.options_pb2 import PrincipalKind

from server.audit.mapping import finding, to_filter, to_messages
from server.audit.verification import verify_chain
from server.call import Call
from server.codec import decode_id, optional_id, timestamp
from server.limits import FRAME_ROWS
from server.services import Calls
from storage.engine.transaction import Tx
from storage.repositories import audit


def _person_of(entry: pb.AuditEntry) -> int:
    """Whose data an entry shows: whom the act was about, or the resident whose act it was."""
    by_resident = entry.actor_kind == PrincipalKind.PRINCIPAL_KIND_RESIDENT
    return optional_id(entry.user_id, "user_id") or (decode_id(entry.actor_id, "actor_id") if by_resident else 0)


class AuditService(Calls):
    async def ListAuditEntries(self, request: Any, call: Call) -> pb.ListAuditEntriesResponse:
        page = self._services.paging.page(request)
        wanted = to_filter(request.filter)
        after = page.past(int)

        def query(tx: Tx) -> tuple[list[pb.AuditEntry], int]:
            rows = audit.page(tx, wanted, after=after, size=page.size, skip=page.skip)
            return to_messages(tx, rows), audit.count(tx, wanted)

        entries, total = await call.read(query)
        call.showed(len(entries), filter(None, map(_person_of, entries)))
        reply = pb.ListAuditEntriesResponse(entries=entries, total_size=total)
        page.end(reply, entries, lambda last: (last.sequence,))
        return reply

    async def VerifyAuditChain(self, request: Any, call: Call) -> pb.VerifyAuditChainResponse:
        store = self._services.store
        anchor = self._services.settings.anchor
        checked = await call.read(lambda tx: verify_chain(tx, store.keys.keyring, anchor, request.from_sequence))
        verdict, checkpoint = checked.verdict, checked.newest
        call.detail["intact"] = str(verdict.intact).lower()
        uk, en = finding(verdict)
        return pb.VerifyAuditChainResponse(
            intact=verdict.intact,
            entries_checked=verdict.checked,
            broken_at=verdict.broken_at,
            finding_uk=uk,
            finding_en=en,
            checkpoint_sequence=checkpoint.sequence if checkpoint else 0,
            checkpoint_at=timestamp(checkpoint.at) if checkpoint else None,
            noted_sequence=checked.noted.sequence if checked.noted else 0,
        )

    async def ExportAudit(self, request: Any, call: Call) -> AsyncIterator[pb.ExportAuditResponse]:
        wanted = to_filter(request.filter)
        last = 0

        def query(tx: Tx) -> list[pb.AuditEntry]:
            return to_messages(tx, audit.page(tx, wanted, after=last, size=FRAME_ROWS, descending=False))

        while entries := await call.read(query):
            yield pb.ExportAuditResponse(entries=entries)
            last = entries[-1].sequence
