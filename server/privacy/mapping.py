"""Privacy requests as the contract writes them."""

from datetime import date

from smartregion.v1 import privacy_request_service_pb2 as pb

from server.actors import Actor, actor_names
from server.call import Call
from server.codec import date_message, encode_id, from_bits, iso_date, optional_id, timestamp
from server.law.clocks import Clock, Facts
from server.law.explaining import Step, steps
from server.privacy import deadlines, lifting
from server.privacy.deadlines import Owed
from server.privacy.next_steps import next_steps, similar
from server.privacy.workflow import OPEN, allowed_calls
from server.services import Services
from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.models.privacy import PrivacyHold, PrivacyRequest
from storage.repositories import liftings, operators, privacy
from storage.repositories.liftings import Lifting
from storage.repositories.privacy import Request, RequestFilter


def to_filter(message: pb.PrivacyRequestFilter) -> RequestFilter:
    due_until = iso_date(message.due_until, "filter.due_until") if message.HasField("due_until") else ""
    states: tuple[int, ...] = tuple(message.states)
    if message.open_only or due_until:
        states = tuple(state for state in OPEN if not states or state in states) or (-1,)
    return RequestFilter(
        states=states,
        kind=message.kind,
        user_id=optional_id(message.user_id, "filter.user_id"),
        assignee_id=optional_id(message.assignee_id, "filter.assignee_id"),
        due_until=due_until,
    )


def to_message(tx: Tx, request: Request, call: Call, *, with_steps: bool = False) -> pb.PrivacyRequest:
    """A request as the caller may see it; steps belong to the detail."""
    return to_messages(tx, [request], call, with_steps=with_steps)[0]


def to_messages(tx: Tx, requests: list[Request], call: Call, *, with_steps: bool = False) -> list[pb.PrivacyRequest]:
    staff = {
        number
        for request in requests
        for number in (
            request.row.assignee_id,
            request.row.proof_by_id,
            request.row.proposed_by_id,
            *(hold.placed_by_id for hold in request.holds),
        )
        if number
    }
    ends = liftings.latest(tx, [request.id for request in requests if lifting.restricts(request)])
    for end in ends.values():
        staff |= {number for number in (end.row.proposed_by_id, end.row.decided_by_id) if number}
    names = operators.names(tx, staff) if staff else {}
    made = [_message(request, names) for request in requests]
    for request, message in zip(requests, made, strict=True):
        message.allowed_calls.extend(lifting.allowed_calls(request, ends.get(request.id)))
        if request.id in ends:
            message.lifting.CopyFrom(_lifting(ends[request.id], names))
    if with_steps:
        for request, message in zip(requests, made, strict=True):
            message.steps.extend(_steps(tx, request.id))
            _link(tx, request.row, message)
    if call.principal.is_resident:
        for message in made:
            _for_applicant(message)
    return made


def _message(request: Request, names: dict[int, str]) -> pb.PrivacyRequest:
    row, texts = request.row, request.texts
    message = pb.PrivacyRequest(
        id=encode_id(row.id),
        number=row.number,
        kind=row.kind,
        state=row.state,
        channel=row.channel,
        user_id=encode_id(row.user_id),
        applicant_name=texts["applicant_name"],
        applicant_contact=texts["applicant_contact"],
        text=texts["text"],
        letter_id=encode_id(row.letter_id),
        representative_name=texts["representative_name"],
        representative_authority=texts["representative_authority"],
        document_ref=row.document_ref,
        received_on=date_message(row.received_on),
        due_on=date_message(row.due_on),
        due_article=row.due_article,
        regimes=row.regimes.split(),
        circumstances=from_bits(row.circumstances),
        assignee_id=encode_id(row.assignee_id),
        assignee_name=names.get(row.assignee_id or 0, ""),
        holds=[hold_message(hold, names.get(hold.placed_by_id, "")) for hold in request.holds],
        rectifications=[pb.Rectification(field=field, value=value) for field, value in request.rectifications],
        outcome=texts["outcome"],
        allowed_calls=allowed_calls(row.state),
        created_at=timestamp(row.created_at),
        etag=str(row.version),
    )
    if row.closed_at is not None:
        message.closed_at.CopyFrom(timestamp(row.closed_at))  # type: ignore[arg-type]
    if row.proof_at is not None:
        message.identity_proof.CopyFrom(
            pb.IdentityProof(
                method=texts["proof_method"],
                seen_at=timestamp(row.proof_at),
                seen_by=names.get(row.proof_by_id or 0, ""),
            )
        )
    if row.decision:
        message.proposal.CopyFrom(
            pb.Proposal(
                decision=row.decision,
                reason=texts["decision_reason"],
                article=row.decision_article,
                proposed_by=names.get(row.proposed_by_id or 0, ""),
                proposed_by_id=encode_id(row.proposed_by_id),
                proposed_at=timestamp(row.proposed_at),
            )
        )
    return message


def _lifting(one: Lifting, names: dict[int, str]) -> pb.RestrictionLifting:
    row = one.row
    return pb.RestrictionLifting(
        state=row.state,
        ground=row.ground,
        reason=one.texts["reason"],
        proposed_by=names.get(row.proposed_by_id, ""),
        proposed_at=timestamp(row.proposed_at),
        told_on=date_message(row.told_on),
        told_how=one.texts["told_how"],
        decided_by=names.get(row.decided_by_id or 0, ""),
        decided_at=timestamp(row.decided_at),
    )


def _link(tx: Tx, row: PrivacyRequest, message: pb.PrivacyRequest) -> None:
    """What else came in its letter, what it repeats, and what is like it."""
    parts = privacy.of_letter(tx, row.letter_id) if row.letter_id is not None else []
    message.siblings.extend(_link_to(one) for one in parts if one.id != row.id)
    due = min((one.due_on for one in parts if one.state in OPEN), default=None)
    if due is not None:
        message.letter_due_on.CopyFrom(date_message(due))
    repeated = privacy.row_of(tx, row.duplicate_of) if row.duplicate_of is not None else None
    if repeated is not None:
        message.duplicate_of.CopyFrom(_link_to(repeated))
    message.similar.extend(map(_link_to, similar(tx, row)))


def _link_to(row: PrivacyRequest) -> pb.RequestLink:
    return pb.RequestLink(
        id=encode_id(row.id), number=row.number, kind=row.kind, state=row.state, due_on=date_message(row.due_on)
    )


def hold_message(hold: PrivacyHold, placed_by: str) -> pb.Hold:
    return pb.Hold(
        id=encode_id(hold.id),
        ground=hold.ground,
        until=date_message(hold.until),
        placed_by=placed_by,
        placed_at=timestamp(hold.placed_at),
        released_at=timestamp(hold.released_at),
    )


def _steps(tx: Tx, request_id: int) -> list[pb.PrivacyStep]:
    found = privacy.steps(tx, request_id)
    actors: set[Actor] = {(step.actor_kind, step.actor_id) for step, _ in found}
    names = actor_names(tx, actors)
    return [
        pb.PrivacyStep(
            at=timestamp(step.at),
            call=step.call,
            state=step.state,
            actor=names[step.actor_kind, step.actor_id],
            note=note,
        )
        for step, note in found
    ]


def _for_applicant(message: pb.PrivacyRequest) -> None:
    """Leaves out what is between the people who work on it."""
    message.ClearField("assignee_id")
    message.ClearField("assignee_name")
    message.ClearField("proposal")
    if message.HasField("lifting"):
        message.lifting.ClearField("proposed_by")
        message.lifting.ClearField("decided_by")
    message.ClearField("similar")  # of somebody else, perhaps
    if message.HasField("identity_proof"):
        message.identity_proof.ClearField("seen_by")
    for hold in message.holds:
        hold.ClearField("placed_by")
    for step in message.steps:
        step.ClearField("actor")
        step.ClearField("note")
    own = {"WithdrawPrivacyRequest"}
    kept = [name for name in message.allowed_calls if name in own]
    del message.allowed_calls[:]
    message.allowed_calls.extend(kept)


def deadline_message(tx: Tx, services: Services, request: Request, call: Call) -> pb.ExplainDeadlineResponse:
    row, today = request.row, date.fromisoformat(iso_day(tx.now))
    facts = deadlines.facts_of(services, row)
    found = [_clock_message(clock, facts) for clock in deadlines.clocks_of(services, row)]
    return pb.ExplainDeadlineResponse(
        due_on=date_message(row.due_on),
        days_left=(date.fromisoformat(row.due_on) - today).days,
        steps=found[0].steps if found else (),
        clocks=found,
        duties=[duty_message(owed) for owed in deadlines.owed(services, row)],
        next_steps=() if call.principal.is_resident else next_steps(tx, services, request),
    )


def _clock_message(clock: Clock, facts: Facts) -> pb.DeadlineClock:
    longest = clock.extension[1].due if clock.extension else None
    return pb.DeadlineClock(
        regime=clock.regime.code,
        title_uk=clock.regime.title_uk,
        title_en=clock.regime.title_en,
        due_on=date_message(clock.due.isoformat()),
        article=clock.article,
        unconfirmed=not clock.confirmed,
        extendable_to=date_message(longest.isoformat()) if longest else None,
        steps=[_step_message(step) for step in steps(clock, facts)],
    )


def _step_message(step: Step) -> pb.DeadlineStep:
    return pb.DeadlineStep(
        article=step.article,
        date=date_message(step.day.isoformat()),
        text_uk=step.uk,
        text_en=step.en,
        unconfirmed=not step.confirmed,
        days=[
            pb.DayNote(date=date_message(note.day.isoformat()), kind=note.kind, text_uk=note.uk, text_en=note.en)
            for note in step.days
        ],
    )


def duty_message(owed: Owed) -> pb.LegalDuty:
    duty = owed.duty
    return pb.LegalDuty(
        regime=owed.regime.code,
        code=duty.code,
        article=owed.regime.cited(duty),
        text_uk=duty.uk,
        text_en=duty.en,
        whom_uk=duty.whom_uk,
        whom_en=duty.whom_en,
        due_on=date_message(owed.due.isoformat()) if owed.due else None,
        unconfirmed=not duty.confirmed,
        contents_uk=duty.contents_uk,
        contents_en=duty.contents_en,
    )
