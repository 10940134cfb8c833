"""PrivacyRequestService: proto in, proto out."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.options_pb2 import Permission
from smartregion.v1.user_service_pb2 import UserState

from server.call import Call
from server.codec import decode_id, iso_date, optional_id
from server.errors import Conflict, IdentityNotProven, InvalidField, NotFound, SamePerson, WrongState
from server.law.book import Law
from server.operators.assignees import able
from server.privacy import asked, deadlines, decisions, duties, erasure, intake, standing, wording
from server.privacy.asked import Change, about_user, found
from server.privacy.completion import Completion, note_scan, said
from server.privacy.kinds import OWN_DATA, PACKAGES, proven
from server.privacy.mapping import deadline_message, duty_message, hold_message, to_filter, to_message, to_messages
from server.privacy.workflow import ANSWERED, WORKFLOW
from server.services import Calls, Services
from server.users.service import found as found_user
from server.watching import Whose
from storage.days import iso_day
from storage.engine.feed import Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.privacy import PrivacyHold
from storage.repositories import operators, privacy, users
from storage.repositories.privacy import Request, RequestFilter

ERASURE = pb.PRIVACY_REQUEST_KIND_ERASURE
_WORK = Permission.PERMISSION_PRIVACY_WORK


class PrivacyRequestService(Calls):
    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._completion = Completion(services)

    async def CreatePrivacyRequest(self, request: Any, call: Call) -> pb.CreatePrivacyRequestResponse:
        intake.check(request.request, call)
        request_id = new_id()

        def unit(tx: Tx) -> pb.CreatePrivacyRequestResponse:
            made = intake.register(tx, request_id, request.request, call, self._services)
            tx.subject = made.id
            call.target("privacy_request", made.id, made.row.user_id or 0)
            return pb.CreatePrivacyRequestResponse(request=to_message(tx, made, call, with_steps=True))

        return await call.write(unit)

    async def GetPrivacyRequest(self, request: Any, call: Call) -> pb.GetPrivacyRequestResponse:
        request_id = decode_id(request.id)

        def query(tx: Tx) -> pb.PrivacyRequest:
            one = found(tx, request_id, call)
            call.target("privacy_request", one.id, one.row.user_id or 0)
            return to_message(tx, one, call, with_steps=True)

        return pb.GetPrivacyRequestResponse(request=await call.read(query))

    async def ListPrivacyRequests(self, request: Any, call: Call) -> pb.ListPrivacyRequestsResponse:
        page = self._services.paging.page(request)
        order, _, direction = (request.order_by or "due_on").partition(" ")
        after = page.pair(str)
        wanted = bounded(to_filter(request.filter), call)

        def query(tx: Tx) -> tuple[list[Request], list[pb.PrivacyRequest], int]:
            rows, total = privacy.page(
                tx, wanted, order=order, descending=bool(direction), after=after, size=page.size, skip=page.skip
            )
            return rows, to_messages(tx, rows, call), total

        rows, messages, total = await call.read(query)
        call.showed(len(rows), (one.row.user_id or 0 for one in rows))
        reply = pb.ListPrivacyRequestsResponse(requests=messages, total_size=total)
        page.end(reply, rows, lambda last: (getattr(last.row, order), last.row.id))
        return reply

    # -- identity and assignment

    async def RecordIdentityProof(self, request: Any, call: Call) -> pb.RecordIdentityProofResponse:
        user_id = optional_id(request.user_id, "user_id")

        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            state = WORKFLOW.next(one.row.state, "proven")
            if user_id is not None and one.row.user_id not in (None, user_id):
                raise Conflict("user_id: the request was registered for another user; withdraw it and register anew")
            if user_id is not None:
                found_user(tx, user_id, call)
            changed = privacy.update(
                tx,
                one,
                state=state,
                user_id=user_id or one.row.user_id,
                proof_method=request.proof.method,
                proof_at=tx.now,
                proof_by_kind=call.principal.kind,
                proof_by_id=call.principal.id,
            )
            return changed, request.proof.method

        return await self._change(request, call, change, pb.RecordIdentityProofResponse)

    async def RecordCopyDestroyed(self, request: Any, call: Call) -> pb.RecordCopyDestroyedResponse:
        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            (now,) = standing.of(tx, [one])
            if not now.copy_left():
                raise WrongState(
                    "a copy is destroyed once a request is decided whose applicant was proven by a document and that "
                    "names a scan, and once"
                )
            return privacy.update(tx, one), request.note

        return await self._change(request, call, change, pb.RecordCopyDestroyedResponse)

    async def AssignPrivacyRequest(self, request: Any, call: Call) -> pb.AssignPrivacyRequestResponse:
        assignee_id = optional_id(request.assignee_id, "assignee_id") or call.principal.id

        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            name = able(tx, assignee_id, _WORK, "privacy.assignee", "requests").display_name
            action = "assigned" if proven(one.row.kind, one.row.proof_at) else "assigned without proof"
            state = WORKFLOW.next(one.row.state, action)
            return privacy.update(tx, one, state=state, assignee_id=assignee_id), name

        return await self._change(request, call, change, pb.AssignPrivacyRequestResponse)

    # -- the clock

    async def ExplainDeadline(self, request: Any, call: Call) -> pb.ExplainDeadlineResponse:
        request_id = decode_id(request.id)

        def query(tx: Tx) -> pb.ExplainDeadlineResponse:
            one = found(tx, request_id, call)
            return deadline_message(tx, self._services, one, call)

        return await call.read(query)

    async def ExtendDeadline(self, request: Any, call: Call) -> pb.ExtendDeadlineResponse:
        until = date.fromisoformat(iso_date(request.until, "until"))
        notices: list[pb.LegalDuty] = []

        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            state = WORKFLOW.next(one.row.state, "extended")
            today = date.fromisoformat(iso_day(tx.now))
            passed = deadlines.passed(self._services, one.row, until, today)
            notices[:] = [duty_message(owed) for owed in deadlines.extension_notices(self._services, one.row, passed)]
            changed = privacy.update(
                tx,
                one,
                state=state,
                due_on=until.isoformat(),
                extended_to=until.isoformat(),
                due_article=passed[0].extension_article,
            )
            return changed, request.reason

        def reply(request: pb.PrivacyRequest) -> pb.ExtendDeadlineResponse:
            return pb.ExtendDeadlineResponse(request=request, notices=notices)

        return await self._change(request, call, change, reply)

    # -- holds

    async def PlaceHold(self, request: Any, call: Call) -> pb.PlaceHoldResponse:
        until = iso_date(request.until, "until")
        hold_id = new_id()

        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            state = WORKFLOW.next(one.row.state, "held")
            if one.row.kind != ERASURE:
                raise WrongState("only an erasure can be put on hold: nothing else destroys data")
            if until < iso_day(tx.now):
                raise InvalidField("until", "privacy.hold_until", "must not be past")
            privacy.add_hold(
                tx,
                PrivacyHold(
                    id=hold_id,
                    request_id=one.id,
                    until=until,
                    placed_by_id=call.principal.id,
                    placed_at=tx.now,
                ),
                request.ground,
            )
            return privacy.update(tx, one, state=state), f"{request.ground} ({until})"

        return await self._change(request, call, change, pb.PlaceHoldResponse)

    async def ReleaseHold(self, request: Any, call: Call) -> pb.ReleaseHoldResponse:
        hold_id = decode_id(request.hold_id, "hold_id")

        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            state = WORKFLOW.next(one.row.state, "freed of a hold")
            hold = next((hold for hold in one.holds if hold.id == hold_id), None)
            if hold is None:
                raise NotFound(f"hold {request.hold_id} not found")
            if hold.row.released_at is None:
                privacy.release_hold(tx, hold)
            return privacy.update(tx, one, state=state), request.reason

        reply = await self._change(request, call, change, pb.ReleaseHoldResponse)
        return await self._carried_out(decode_id(request.id), call, pb.ReleaseHoldResponse) or reply

    # -- previews

    async def PreviewErasure(self, request: Any, call: Call) -> pb.PreviewErasureResponse:
        request_id = decode_id(request.id)

        def query(tx: Tx) -> pb.PreviewErasureResponse:
            one, user_id = about_user(tx, request_id, call)
            names = operators.names(tx, {hold.row.placed_by_id for hold in one.holds})
            in_force = one.holds_in_force(iso_day(tx.now))
            return pb.PreviewErasureResponse(
                lines=erasure.preview(tx, user_id),
                holds=[hold_message(hold, names[hold.row.placed_by_id]) for hold in in_force],
            )

        return await call.read(query)

    # -- the decision, by two

    async def ProposeDecision(self, request: Any, call: Call) -> pb.ProposeDecisionResponse:
        refuses = request.decision == pb.PRIVACY_DECISION_REFUSE
        fulfils = request.decision == pb.PRIVACY_DECISION_FULFIL

        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            state = WORKFLOW.next(one.row.state, "proposed")
            if not refuses and not proven(one.row.kind, one.row.proof_at):
                raise IdentityNotProven("record the proof of identity first")
            if fulfils:
                _check_held(tx, one)
            if request.decision == pb.PRIVACY_DECISION_NOTHING_HELD:
                _check_unknown(tx, one)
            if refuses and not request.article:
                bounds = deadlines.cited(self._services, one.row, "refusal")
                raise InvalidField("article", "privacy.refusal", f"must name the ground in law ({bounds})")
            changed = privacy.update(
                tx,
                one,
                state=state,
                decision=request.decision,
                decision_reason=request.reason,
                decision_article=request.article,
                proposed_by_id=call.principal.id,
                proposed_at=tx.now,
            )
            return changed, request.reason

        return await self._change(request, call, change, pb.ProposeDecisionResponse)

    async def ApproveDecision(self, request: Any, call: Call) -> pb.ApproveDecisionResponse:
        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            if not request.approve:
                return _returned(tx, one), request.note
            WORKFLOW.next(one.row.state, "fulfilled")
            if one.row.proposed_by_id == call.principal.id:
                raise SamePerson("the decision was proposed by you; another operator must approve it")
            return _decided(tx, one, call, self._services.law), request.note

        reply = await self._change(request, call, change, pb.ApproveDecisionResponse)
        return await self._carried_out(decode_id(request.id), call, pb.ApproveDecisionResponse) or reply

    async def _carried_out(self, request_id: int, call: Call, reply_type: Any) -> Any:
        """The request as it is after the erasure that was waiting, if any; None where nothing was."""
        await self._completion.carry_out(request_id)
        message = await call.read(lambda tx: to_message(tx, found(tx, request_id, call), call, with_steps=True))
        return reply_type(request=message)

    # -- the answer

    async def VerifyErasure(self, request: Any, call: Call) -> pb.VerifyErasureResponse:
        request_id = decode_id(request.id)
        run = await call.read(lambda tx: _finished_run(tx, request_id, call))
        scan = await self._completion.scan(run)

        def unit(tx: Tx) -> pb.VerifyErasureResponse:
            one = found(tx, request_id, call)
            changed = note_scan(tx, one, scan)
            privacy.add_step(tx, changed, call.method.name, (call.principal.kind, call.principal.id), said(scan))
            call.target("privacy_request", one.id, one.row.user_id or 0)
            call.detail["clean"] = str(scan.clean).lower()
            return pb.VerifyErasureResponse(
                clean=scan.clean, bytes_scanned=scan.bytes_read, files=scan.names, remains=sorted(scan.remains)
            )

        return await call.write(unit)

    async def WithdrawPrivacyRequest(self, request: Any, call: Call) -> pb.WithdrawPrivacyRequestResponse:
        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            state = WORKFLOW.next(one.row.state, "withdrawn")
            _check_withdrawal(tx, one, request, call)
            if privacy.run_of(tx, one.id) is not None:
                raise WrongState("the erasure has begun and can't be taken back")
            note = "; ".join(filter(None, (request.document_ref, request.reason)))
            return privacy.update(tx, one, state=state, closed_at=tx.now), note

        return await self._change(request, call, change, pb.WithdrawPrivacyRequestResponse)

    async def MarkDuplicate(self, request: Any, call: Call) -> pb.MarkDuplicateResponse:
        earlier_id = decode_id(request.duplicate_of_id, "duplicate_of_id")

        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            WORKFLOW.next(one.row.state, "found a duplicate")
            earlier = found(tx, earlier_id, call)
            intake.check_repeats(tx, one, earlier)
            return intake.repeats(tx, one, earlier), earlier.row.number

        return await self._change(request, call, change, pb.MarkDuplicateResponse)

    async def WatchPrivacyRequests(self, request: Any, call: Call) -> AsyncIterator[pb.WatchPrivacyRequestsResponse]:
        wanted = to_filter(request.filter)

        def messages(tx: Tx, rows: list[Request]) -> list[tuple[int, Any]]:
            return [(one.id, message) for one, message in zip(rows, to_messages(tx, rows, call), strict=True)]

        frames = self._services.watching.watch(
            call,
            request,
            Topic.PRIVACY_REQUESTS,
            lambda tx, last, size: messages(tx, privacy.behind(tx, wanted, last, size)),
            lambda tx, ids: dict(messages(tx, privacy.watched(tx, wanted, ids))),
            "request",
            whose=Whose.of("user_id", at_once=True),
        )
        async for frame in frames:
            yield frame

    async def _change(self, request: Any, call: Call, change: Change, reply_type: Any) -> Any:
        return await asked.change(request, call, change, reply_type)


def bounded(wanted: RequestFilter, call: Call) -> RequestFilter:
    """The filter within what the caller may know of: a resident's own requests."""
    if not call.principal.is_resident:
        return wanted
    other = wanted.user_id not in (None, call.principal.id)
    return replace(wanted, user_id=0 if other else call.principal.id, assignee_id=None)


def _check_withdrawal(tx: Tx, one: Request, request: Any, call: Call) -> None:
    """An operator ends nobody's request alone: the applicant's document is named, and who proposed a decision, also one
    that was returned, does not take away the decision of another. Raises InvalidField, SamePerson."""
    if call.principal.is_resident:
        return
    if not request.document_ref.strip():
        raise InvalidField(
            "document_ref", "privacy.withdrawal", "must name the document by which the applicant takes it back"
        )
    if call.principal.id in privacy.actors_of(tx, one.id, "ProposeDecision"):
        raise SamePerson("a decision was proposed by you; another operator must record that the request is withdrawn")


def _check_held(tx: Tx, one: Request) -> None:
    """That there is somebody whose data can be changed, restricted or destroyed. Raises Conflict."""
    if one.row.kind not in OWN_DATA - PACKAGES:
        return
    if one.row.user_id is None:
        raise Conflict(
            "user_id: the request names no user, so there is nothing to carry out; refuse it, or decide that nothing "
            "is held"
        )
    if _erased(tx, one):
        raise Conflict("user_id: the person was erased already; decide that nothing is held")


def _check_unknown(tx: Tx, one: Request) -> None:
    """That nothing can be held: the request is about the applicant's own data, and they were found to be nobody here,
    or were erased. Raises Conflict."""
    if one.row.kind not in OWN_DATA:
        raise Conflict("decision: the request demands nothing of the applicant's own data")
    if one.row.user_id is not None and not _erased(tx, one):
        raise Conflict("decision: the request names a user, about whom something is held")


def _erased(tx: Tx, one: Request) -> bool:
    person = users.get_any(tx, one.row.user_id or 0)
    return person is not None and person.row.state == UserState.USER_STATE_ERASED


def _returned(tx: Tx, one: Request) -> Request:
    """Back to work, without the proposal."""
    action = "returned" if proven(one.row.kind, one.row.proof_at) else "returned without proof"
    return privacy.update(
        tx,
        one,
        state=WORKFLOW.next(one.row.state, action),
        decision=0,
        decision_reason="",
        decision_article="",
        proposed_by_id=None,
        proposed_at=None,
    )


def _decided(tx: Tx, one: Request, call: Call, law: Law) -> Request:
    """What was proposed, carried out; an erasure is put where it waits for its stages."""
    if one.row.decision == pb.PRIVACY_DECISION_REFUSE:
        words = wording.both(wording.OUTCOMES["refused"])
        outcome = words.format(reason=one.texts["decision_reason"], article=one.texts["decision_article"])
        action = "refused"
    elif one.row.decision == pb.PRIVACY_DECISION_NOTHING_HELD:
        _check_unknown(tx, one)
        outcome, action = wording.both(wording.OUTCOMES["unknown"]), "fulfilled"
    elif one.row.kind == ERASURE:
        _check_held(tx, one)
        state = WORKFLOW.next(one.row.state, "put to erasure")
        return privacy.update(tx, one, state=state, approved_by_id=call.principal.id)
    else:
        _check_held(tx, one)
        outcome = decisions.carry_out(tx, one, call)
        duties.raise_for(tx, one, law)
        outcome = duties.outcome_of(tx, one.id, outcome)
        action = "carried out here" if duties.owing(tx, one.id) else "fulfilled"
    return privacy.update(
        tx,
        one,
        state=WORKFLOW.next(one.row.state, action),
        approved_by_id=call.principal.id,
        outcome=outcome,
        closed_at=tx.now,
    )


def _finished_run(tx: Tx, request_id: int, call: Call) -> Any:
    """The erasure behind a request. Raises NotFound, WrongState."""
    one = found(tx, request_id, call)
    run = privacy.run_of(tx, request_id)
    if run is not None and not privacy.needles_of(tx, run):
        raise WrongState("the proof of this erasure is past its term: what to look for is destroyed")
    if run is None or one.row.state not in ANSWERED:
        raise WrongState(f"there is something to verify after an erasure; this one is {WORKFLOW.name(one.row.state)}")
    return run
