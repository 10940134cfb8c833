"""The audit log."""

from typing import Any

from smartregion.v1 import audit_service_pb2 as pb
from smartregion.v1 import options_pb2 as options
from smartregion.v1.audit_service_pb2_grpc import AuditServiceStub

from console.client import convert
from console.client.listing import Listing
from console.client.wire import Wire
from console.models import AuditEntry, Page, Query, Verdict
from console.ports import ClientError


class Audit(Listing[AuditEntry]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = AuditServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[AuditEntry]:
        wanted = pb.AuditFilter(
            action=query.get("action"),
            actor_id=query.get("actor"),
            user_id=query.get("user"),
            target_id=query.get("target"),
        )
        request = pb.ListAuditEntriesRequest(filter=wanted)
        return await self._page(self._stub.ListAuditEntries, request, "entries", _to_entry, token, skip, size)

    async def get(self, key: str) -> AuditEntry:
        """The list holds the whole entry: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)

    async def verify(self) -> Verdict:
        reply = await self.wire.call(self._stub.VerifyAuditChain, pb.VerifyAuditChainRequest())
        return Verdict(
            reply.intact,
            reply.entries_checked,
            reply.finding_uk,
            reply.finding_en,
            reply.checkpoint_sequence,
            convert.instant(reply, "checkpoint_at"),
            reply.noted_sequence,
            reply.broken_at,
        )


def _to_entry(message: pb.AuditEntry) -> AuditEntry:
    return AuditEntry(
        sequence=message.sequence,
        at=convert.instant(message, "at"),
        actor_kind=convert.name(options.PrincipalKind, message.actor_kind),
        actor_id=message.actor_id,
        actor=message.actor_name,
        action=message.action,
        target_kind=message.target_kind,
        target_id=message.target_id,
        user_id=message.user_id,
        outcome=message.outcome,
        request_id=message.request_id,
        ip=message.ip_address,
        detail=dict(message.detail),
        hash=message.hash.hex(),
    )
