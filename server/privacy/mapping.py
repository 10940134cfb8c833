"""Privacy requests as the contract writes them."""

from datetime import date

from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.letter_dispatch_pb2 import LetterDispatch

from server.actors import Actor, actor_names
from server.call import Call
from server.codec import date_message, encode_id, from_bits, iso_date, optional_id, timestamp
from server.law.clocks import Clock, Facts
from server.law.explaining import Step, steps
from server.privacy import deadlines, dispatch, intake, standing
from server.privacy.deadlines import Owed
from server.privacy.next_steps import next_steps, similar
from server.privacy.standing import Standing
from server.privacy.workflow import ANSWERED, OPEN, REFUSED
from server.services import Services
from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.models.privacy import PrivacyRequest, PrivacyStep
from storage.repositories import operators, privacy
from storage.repositories.liftings import Lifting
from storage.repositories.privacy import Hold, Request, RequestFilter

#: Where the contract names what does not open otherwise than the columns.
_FIELDS = {
    "proof_method": "identity_proof.method",
    "decision_reason": "proposal.reason",
    "decision_article": "proposal.article",
}
#: Of those, what is between the people who work on a request.
_AMONG_US = "proposal."


def to_filter(message: pb.PrivacyRequestFilter) -> RequestFilter:
    due_until = iso_date(message.due_until, "filter.due_until") if message.HasField("due_until") else ""
    states: tuple[int, ...] = tuple(message.states)
    if message.unsent_only:
        states = tuple(state for state in (*ANSWERED, REFUSED) if not states or state in states) or (-1,)
    if message.open_only or due_until:
        states = tuple(state for state in OPEN if not states or state in states) or (-1,)
    return RequestFilter(
        states=states,
        kind=message.kind,
        user_id=optional_id(message.user_id, "filter.user_id"),
        assignee_id=optional_id(message.assignee_id, "filter.assignee_id"),
        due_until=due_until,
        unsent=standing.ANSWERS if message.unsent_only else (),
        copy_left=standing.COPY_LEFT if message.copy_left_only else None,
    )


def to_message(tx: Tx, request: Request, call: Call, *, with_steps: bool = False) -> pb.PrivacyRequest:
    """A request as the caller may see it; steps belong to the detail."""
    return to_messages(tx, [request], call, with_steps=with_steps)[0]


def to_messages(tx: Tx, requests: list[Request], call: Call, *, with_steps: bool = False) -> list[pb.PrivacyRequest]:
    found = standing.of(tx, requests)
    names = operators.names(tx, {number for one in found for number in _staff(one)})
    made = [_message(one, names) for one in found]
    if with_steps:
        for request, message in zip(requests, made, strict=True):
            message.steps.extend(_steps(tx, request.id))
            _link(tx, request, message)
    if call.principal.is_resident:
        for message in made:
            _for_applicant(message)
    return made


def _staff(one: Standing) -> set[int]:
    """Those who work here and are named in a request."""
    row = one.request.row
    found = {
        row.assignee_id,
        row.proof_by_id,
        row.proposed_by_id,
        *(hold.row.placed_by_id for hold in one.request.holds),
    }
    if one.end is not None:
        found |= {one.end.row.proposed_by_id, one.end.row.decided_by_id}
    return {number for number in found if number}


def _message(one: Standing, names: dict[int, str]) -> pb.PrivacyRequest:
    """What came in and when it is due, then who works on it and what may be done."""
    row, texts = one.request.row, one.request.texts
    message = pb.PrivacyRequest(
        id=encode_id(row.id),
        number=row.number,
        kind=row.kind,
        state=row.state,
        channel=row.channel,
        user_id=encode_id(row.user_id),
        applicant_name=texts.shown("applicant_name"),
        applicant_contact=texts.shown("applicant_contact"),
        text=texts.shown("text"),
        letter_id=encode_id(row.letter_id),
        representative_name=texts.shown("representative_name"),
        representative_authority=texts.shown("representative_authority"),
        document_ref=texts.shown("document_ref"),
        received_on=date_message(row.received_on),
        due_on=date_message(row.due_on),
        due_article=row.due_article,
        regimes=row.regimes.split(),
        circumstances=from_bits(row.circumstances),
        rectifications=[pb.Rectification(field=field, value=value or "") for field, value in one.request.wanted],
        created_at=timestamp(row.created_at),
        etag=str(row.version),
    )
    message.MergeFrom(_worked_on(one, names))
    return message


def _worked_on(one: Standing, names: dict[int, str]) -> pb.PrivacyRequest:
    row, texts = one.request.row, one.request.texts
    return pb.PrivacyRequest(
        assignee_id=encode_id(row.assignee_id),
        assignee_name=names.get(row.assignee_id or 0, ""),
        identity_proof=_proof(one.request, names),
        proposal=_proposal(one.request, names),
        holds=[hold_message(hold, names.get(hold.row.placed_by_id, "")) for hold in one.request.holds],
        outcome=texts.shown("outcome"),
        closed_at=timestamp(row.closed_at),
        lifting=_lifting(one.end, names) if one.end is not None else None,
        allowed_calls=one.calls(),
        letters=one.letters(),
        letter_owed=one.owed(),
        decisions=one.decisions(),
        remains=one.remains,
        recordable_letters=one.to_record(),
        unreadable_fields=_unreadable(one),
    )


def _unreadable(one: Standing) -> list[str]:
    """What does not open, as the contract names it."""
    ends = one.end.texts.unreadable if one.end is not None else ()
    return [*(_FIELDS.get(name, name) for name in one.request.unreadable), *(f"lifting.{name}" for name in ends)]


def _proof(request: Request, names: dict[int, str]) -> pb.IdentityProof | None:
    row = request.row
    if row.proof_at is None:
        return None
    return pb.IdentityProof(
        method=request.texts.shown("proof_method"),
        seen_at=timestamp(row.proof_at),
        seen_by=names.get(row.proof_by_id or 0, ""),
    )


def _proposal(request: Request, names: dict[int, str]) -> pb.Proposal | None:
    row = request.row
    if not row.decision:
        return None
    return pb.Proposal(
        decision=row.decision,
        reason=request.texts.shown("decision_reason"),
        article=request.texts.shown("decision_article"),
        proposed_by=names.get(row.proposed_by_id or 0, ""),
        proposed_by_id=encode_id(row.proposed_by_id),
        proposed_at=timestamp(row.proposed_at),
    )


def _lifting(one: Lifting, names: dict[int, str]) -> pb.RestrictionLifting:
    row = one.row
    return pb.RestrictionLifting(
        state=row.state,
        ground=row.ground,
        reason=one.texts.shown("reason"),
        proposed_by=names.get(row.proposed_by_id, ""),
        proposed_at=timestamp(row.proposed_at),
        told_on=date_message(row.told_on),
        told_how=one.texts.shown("told_how"),
        decided_by=names.get(row.decided_by_id or 0, ""),
        decided_at=timestamp(row.decided_at),
    )


def _link(tx: Tx, request: Request, message: pb.PrivacyRequest) -> None:
    """What else came in its letter, what it repeats, and what is like it."""
    row = request.row
    parts = privacy.of_letter(tx, row.letter_id) if row.letter_id is not None else []
    message.siblings.extend(_link_to(one) for one in parts if one.id != row.id)
    due = min((one.due_on for one in parts if one.state in OPEN), default=None)
    if due is not None:
        message.letter_due_on.CopyFrom(date_message(due))
    repeated = privacy.row_of(tx, row.duplicate_of) if row.duplicate_of is not None else None
    if repeated is not None:
        message.duplicate_of.CopyFrom(_link_to(repeated))
    for one in privacy.opened(tx, similar(tx, row)):
        link = _link_to(one.row)
        link.repeatable = intake.may_repeat(tx, request, one)
        message.similar.append(link)


def _link_to(row: PrivacyRequest) -> pb.RequestLink:
    return pb.RequestLink(
        id=encode_id(row.id), number=row.number, kind=row.kind, state=row.state, due_on=date_message(row.due_on)
    )


def hold_message(hold: Hold, placed_by: str) -> pb.Hold:
    row = hold.row
    return pb.Hold(
        id=encode_id(row.id),
        ground=hold.ground or "",
        until=date_message(row.until),
        placed_by=placed_by,
        placed_at=timestamp(row.placed_at),
        released_at=timestamp(row.released_at),
    )


def _steps(tx: Tx, request_id: int) -> list[pb.PrivacyStep]:
    found = privacy.steps(tx, request_id)
    actors: set[Actor] = {(step.actor_kind, step.actor_id) for step, _ in found}
    names = actor_names(tx, actors)
    return [_step_of(step, names[step.actor_kind, step.actor_id], note) for step, note in found]


def _step_of(step: PrivacyStep, actor: str, note: str) -> pb.PrivacyStep:
    message = pb.PrivacyStep(
        at=timestamp(step.at), call=step.call, state=step.state, actor=actor, note=note, letter=step.letter_kind
    )
    if step.letter_kind:
        day = date.fromisoformat(step.sent_on or "")
        message.note = dispatch.said(dispatch.Dispatch(day, step.sent_way, note))
        message.dispatch.CopyFrom(LetterDispatch(sent_on=date_message(step.sent_on), way=step.sent_way, reference=note))
    return message


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
        if step.HasField("dispatch"):
            step.dispatch.ClearField("reference")
    for name in ("letters", "letter_owed", "decisions", "remains", "recordable_letters"):
        message.ClearField(name)
    own = {"WithdrawPrivacyRequest", "DownloadAccessPackage"}
    told = [name for name in message.unreadable_fields if not name.startswith(_AMONG_US)]
    del message.unreadable_fields[:]
    message.unreadable_fields.extend(told)
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
