"""Privacy requests: the list, each step, the previews and the answers."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.privacy_request_service_pb2_grpc import PrivacyRequestServiceStub

from console.client import convert, convert_intake, convert_requests
from console.client.dispatch import from_answers
from console.client.listing import Listing, date_of, enum, enums
from console.client.wire import Wire, request_id
from console.intake import Letter, Part
from console.models import Frame, Page, Query
from console.requests import Deadline, ErasureLine, LegalDuty, PrivacyRequest, Scan, Section


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
            open_only=query.get("open") == "yes",
            unsent_only=query.get("unsent") == "yes",
            copy_left_only=query.get("copy") == "yes",
        )

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[PrivacyRequest]:
        # The nearest deadline comes first unless the order is turned round.
        request = pb.ListPrivacyRequestsRequest(
            filter=self._filter(query), order_by="due_on" if query.descending else "due_on desc"
        )
        return await self._page(
            self._stub.ListPrivacyRequests, request, "requests", convert_requests.to_request, token, skip, size
        )

    async def get(self, key: str) -> PrivacyRequest:
        reply = await self.wire.call(self._stub.GetPrivacyRequest, pb.GetPrivacyRequestRequest(id=key))
        return convert_requests.to_request(reply.request)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[PrivacyRequest]]:
        request = pb.WatchPrivacyRequestsRequest(filter=self._filter(query), resume_token=token, skip_snapshot=True)
        return self._frames(self._stub.WatchPrivacyRequests, request, "request", convert_requests.to_request)

    async def _step(self, method: Any, request: Any) -> PrivacyRequest:
        request.request_id = request_id()
        return convert_requests.to_request((await self.wire.call(method, request)).request)

    async def register(self, letter: Letter) -> Sequence[PrivacyRequest]:
        request = pb.RegisterLetterRequest(letter=convert_intake.from_letter(letter), request_id=request_id())
        return [
            convert_requests.to_request(one)
            for one in (await self.wire.call(self._stub.RegisterLetter, request)).requests
        ]

    async def add_part(self, request: PrivacyRequest, part: Part) -> PrivacyRequest:
        message = pb.AddLetterPartRequest(id=request.id, etag=request.etag, part=convert_intake.from_part(part))
        return await self._step(self._stub.AddLetterPart, message)

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
        return convert_requests.to_request(reply.request), [convert_requests.to_duty(one) for one in reply.notices]

    async def hold(self, request: PrivacyRequest, ground: str, until: str) -> PrivacyRequest:
        message = pb.PlaceHoldRequest(id=request.id, etag=request.etag, ground=ground, until=date_of(until, "until"))
        return await self._step(self._stub.PlaceHold, message)

    async def release(self, request: PrivacyRequest, hold_id: str, reason: str) -> PrivacyRequest:
        message = pb.ReleaseHoldRequest(id=request.id, etag=request.etag, hold_id=hold_id, reason=reason)
        return await self._step(self._stub.ReleaseHold, message)

    async def propose(self, request: PrivacyRequest, decision: str, reason: str, article: str) -> PrivacyRequest:
        decided = convert.number(pb.PrivacyDecision, decision)
        message = pb.ProposeDecisionRequest(
            id=request.id, etag=request.etag, decision=decided, reason=reason, article=article
        )
        return await self._step(self._stub.ProposeDecision, message)

    async def approve(self, request: PrivacyRequest, approve: bool, note: str) -> PrivacyRequest:
        message = pb.ApproveDecisionRequest(id=request.id, etag=request.etag, approve=approve, note=note)
        return await self._step(self._stub.ApproveDecision, message)

    async def withdraw(self, request: PrivacyRequest, document: str, reason: str) -> PrivacyRequest:
        message = pb.WithdrawPrivacyRequestRequest(
            id=request.id, etag=request.etag, document_ref=document, reason=reason
        )
        return await self._step(self._stub.WithdrawPrivacyRequest, message)

    async def repeat(self, request: PrivacyRequest, of: str) -> PrivacyRequest:
        message = pb.MarkDuplicateRequest(id=request.id, etag=request.etag, duplicate_of_id=of)
        return await self._step(self._stub.MarkDuplicate, message)

    async def propose_lifting(self, request: PrivacyRequest, ground: str, reason: str) -> PrivacyRequest:
        number = convert.number(pb.LiftingGround, ground)
        message = pb.ProposeLiftingRequest(id=request.id, etag=request.etag, ground=number, reason=reason)
        return await self._step(self._stub.ProposeLifting, message)

    async def tell_lifting(self, request: PrivacyRequest, told_on: str, how: str) -> PrivacyRequest:
        day = date_of(told_on, "told_on")
        message = pb.RecordLiftingNoticeRequest(id=request.id, etag=request.etag, told_on=day, how=how)
        return await self._step(self._stub.RecordLiftingNotice, message)

    async def approve_lifting(self, request: PrivacyRequest, approve: bool, note: str) -> PrivacyRequest:
        message = pb.ApproveLiftingRequest(id=request.id, etag=request.etag, approve=approve, note=note)
        return await self._step(self._stub.ApproveLifting, message)

    async def deadline(self, request_id: str) -> Deadline:
        reply = await self.wire.call(self._stub.ExplainDeadline, pb.ExplainDeadlineRequest(id=request_id))
        return convert_requests.to_deadline(reply)

    async def erasure(self, request_id: str) -> Sequence[ErasureLine]:
        reply = await self.wire.call(self._stub.PreviewErasure, pb.PreviewErasureRequest(id=request_id))
        return [
            ErasureLine(
                (one.table_uk, one.table_en),
                (one.column_uk, one.column_en),
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

    async def package(self, request_id: str, form: str) -> AsyncIterator[bytes]:
        wanted = convert.number(pb.PackageFormat, form)
        request = pb.DownloadAccessPackageRequest(id=request_id, format=wanted)
        async for part in self.wire.stream(self._stub.DownloadAccessPackage, request):
            yield part.chunk

    async def link(self, request: PrivacyRequest) -> PrivacyRequest:
        message = pb.CreatePackageLinkRequest(id=request.id, etag=request.etag)
        return await self._step(self._stub.CreatePackageLink, message)

    async def letters(self, request_id: str, kind: str, form: str) -> Sequence[tuple[str, bytes]]:
        request = pb.RenderLetterRequest(
            id=request_id, kind=convert.number(pb.LetterKind, kind), format=convert.number(pb.LetterFormat, form)
        )
        reply = await self.wire.call(self._stub.RenderLetter, request)
        return [(one.file_name, one.content) for one in reply.letters]

    async def sent(self, request: PrivacyRequest, answers: Mapping[str, str]) -> PrivacyRequest:
        message = pb.RecordLetterSentRequest(
            id=request.id,
            etag=request.etag,
            kind=convert.number(pb.LetterKind, answers["kind"]),
            dispatch=from_answers(answers),
        )
        return await self._step(self._stub.RecordLetterSent, message)

    async def copy_destroyed(self, request: PrivacyRequest, note: str) -> PrivacyRequest:
        message = pb.RecordCopyDestroyedRequest(id=request.id, etag=request.etag, note=note)
        return await self._step(self._stub.RecordCopyDestroyed, message)

    async def verify(self, request_id: str) -> Scan:
        request = pb.VerifyErasureRequest(id=request_id, request_id=_fresh())
        reply = await self.wire.call(self._stub.VerifyErasure, request)
        return Scan(reply.clean, reply.bytes_scanned, tuple(reply.files), tuple(reply.remains))


_fresh = request_id
