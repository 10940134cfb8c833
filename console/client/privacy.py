"""Privacy requests: the list, each step, the previews and the answers."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.privacy_request_service_pb2_grpc import PrivacyRequestServiceStub

from console.client import convert
from console.client.listing import Listing, date_of, enum, enums
from console.client.wire import Wire, request_id
from console.models import Deadline, ErasureLine, Frame, LegalDuty, Page, PrivacyRequest, Query, Scan, Section


class Privacy(Listing[PrivacyRequest]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = PrivacyRequestServiceStub(wire.channel)

    def _filter(self, query: Query) -> pb.PrivacyRequestFilter:
        due = query.get("due")
        return pb.PrivacyRequestFilter(
            states=enums(pb.PrivacyRequestState, query, "state"),
            kind=enum(pb.PrivacyRequestKind, query, "kind"),
            user_id=query.get("user"),
            due_until=date_of(due, "due") if due else None,
            open_only=query.get("open") in ("yes", "true", "1", "так"),
        )

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[PrivacyRequest]:
        # The nearest deadline comes first unless the order is turned round.
        request = pb.ListPrivacyRequestsRequest(
            filter=self._filter(query), order_by="due_on" if query.descending else "due_on desc"
        )
        return await self._page(
            self._stub.ListPrivacyRequests, request, "requests", convert.to_request, token, skip, size
        )

    async def get(self, key: str) -> PrivacyRequest:
        reply = await self.wire.call(self._stub.GetPrivacyRequest, pb.GetPrivacyRequestRequest(id=key))
        return convert.to_request(reply.request)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[PrivacyRequest]]:
        request = pb.WatchPrivacyRequestsRequest(filter=self._filter(query), resume_token=token, skip_snapshot=True)
        return self._frames(self._stub.WatchPrivacyRequests, request, "request", convert.to_request)

    async def _step(self, method: Any, request: Any) -> PrivacyRequest:
        request.request_id = request_id()
        return convert.to_request((await self.wire.call(method, request)).request)

    async def create(self, values: Mapping[str, str]) -> PrivacyRequest:
        wanted = pb.PrivacyRequest(
            kind=convert.number(pb.PrivacyRequestKind, values["kind"]),
            channel=convert.number(pb.IntakeChannel, values["channel"]),
            user_id=values.get("user_id", ""),
            applicant_name=values["applicant"],
            applicant_contact=values["contact"],
            text=values.get("text", ""),
            document_ref=values.get("document", ""),
            received_on=date_of(values["received_on"], "received_on"),
        )
        if values.get("field"):
            wanted.rectifications.add(field=values["field"], value=values.get("value", ""))
        return await self._step(self._stub.CreatePrivacyRequest, pb.CreatePrivacyRequestRequest(request=wanted))

    async def prove(self, request: PrivacyRequest, method: str, user_id: str) -> PrivacyRequest:
        message = pb.RecordIdentityProofRequest(
            id=request.id, etag=request.etag, proof=pb.IdentityProof(method=method), user_id=user_id
        )
        return await self._step(self._stub.RecordIdentityProof, message)

    async def assign(self, request: PrivacyRequest) -> PrivacyRequest:
        message = pb.AssignPrivacyRequestRequest(id=request.id, etag=request.etag)
        return await self._step(self._stub.AssignPrivacyRequest, message)

    async def extend(
        self, request: PrivacyRequest, until: str, reason: str
    ) -> tuple[PrivacyRequest, Sequence[LegalDuty]]:
        """The request, and who must be told of the extension."""
        message = pb.ExtendDeadlineRequest(
            id=request.id, etag=request.etag, until=date_of(until, "until"), reason=reason, request_id=request_id()
        )
        reply = await self.wire.call(self._stub.ExtendDeadline, message)
        return convert.to_request(reply.request), [convert.to_duty(one) for one in reply.notices]

    async def hold(self, request: PrivacyRequest, ground: str, until: str) -> PrivacyRequest:
        message = pb.PlaceHoldRequest(id=request.id, etag=request.etag, ground=ground, until=date_of(until, "until"))
        return await self._step(self._stub.PlaceHold, message)

    async def release(self, request: PrivacyRequest, hold_id: str, reason: str) -> PrivacyRequest:
        message = pb.ReleaseHoldRequest(id=request.id, etag=request.etag, hold_id=hold_id, reason=reason)
        return await self._step(self._stub.ReleaseHold, message)

    async def propose(self, request: PrivacyRequest, fulfil: bool, reason: str, article: str) -> PrivacyRequest:
        decision = pb.PRIVACY_DECISION_FULFIL if fulfil else pb.PRIVACY_DECISION_REFUSE
        message = pb.ProposeDecisionRequest(
            id=request.id, etag=request.etag, decision=decision, reason=reason, article=article
        )
        return await self._step(self._stub.ProposeDecision, message)

    async def approve(self, request: PrivacyRequest, approve: bool, note: str) -> PrivacyRequest:
        message = pb.ApproveDecisionRequest(id=request.id, etag=request.etag, approve=approve, note=note)
        return await self._step(self._stub.ApproveDecision, message)

    async def withdraw(self, request: PrivacyRequest, reason: str) -> PrivacyRequest:
        message = pb.WithdrawPrivacyRequestRequest(id=request.id, etag=request.etag, reason=reason)
        return await self._step(self._stub.WithdrawPrivacyRequest, message)

    async def deadline(self, request_id: str) -> Deadline:
        reply = await self.wire.call(self._stub.ExplainDeadline, pb.ExplainDeadlineRequest(id=request_id))
        return convert.to_deadline(reply)

    async def erasure(self, request_id: str) -> Sequence[ErasureLine]:
        reply = await self.wire.call(self._stub.PreviewErasure, pb.PreviewErasureRequest(id=request_id))
        return [
            ErasureLine(
                one.table,
                one.column,
                convert.name(pb.ErasureAction, one.action),
                one.rows,
                one.ground_uk,
                one.ground_en,
            )
            for one in reply.lines
        ]

    async def sections(self, request_id: str) -> Sequence[Section]:
        reply = await self.wire.call(self._stub.PreviewAccessPackage, pb.PreviewAccessPackageRequest(id=request_id))
        return [
            Section(
                one.title_uk,
                one.title_en,
                one.rows,
                "; ".join(one.purposes_uk),
                ", ".join(one.recipients),
                one.retention_uk,
            )
            for one in reply.sections
        ]

    async def package(self, request_id: str, html: bool) -> bytes:
        form = pb.PACKAGE_FORMAT_HTML if html else pb.PACKAGE_FORMAT_JSON
        request = pb.DownloadAccessPackageRequest(id=request_id, format=form)
        return b"".join([part.chunk async for part in self.wire.stream(self._stub.DownloadAccessPackage, request)])

    async def verify(self, request_id: str) -> Scan:
        request = pb.VerifyErasureRequest(id=request_id, request_id=_fresh())
        reply = await self.wire.call(self._stub.VerifyErasure, request)
        return Scan(reply.clean, reply.bytes_scanned, tuple(reply.files), tuple(reply.remains))


_fresh = request_id
