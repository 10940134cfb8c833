"""From the contract's messages to the records of requests.py."""

from smartregion.v1 import privacy_request_service_pb2 as privacy

from console import metering, requests
from console.client.convert import day, instant, name


def to_request(message: privacy.PrivacyRequest) -> requests.PrivacyRequest:
    proposal, proof = message.proposal, message.identity_proof
    return requests.PrivacyRequest(
        id=message.id,
        number=message.number,
        kind=name(privacy.PrivacyRequestKind, message.kind),
        state=name(privacy.PrivacyRequestState, message.state),
        channel=name(privacy.IntakeChannel, message.channel),
        user_id=message.user_id,
        applicant=message.applicant_name,
        contact=message.applicant_contact,
        text=message.text,
        received_on=day(message, "received_on"),
        due_on=day(message, "due_on"),
        due_article=message.due_article,
        assignee_id=message.assignee_id,
        assignee=message.assignee_name,
        proof=proof.method,
        proof_at=instant(proof, "seen_at"),
        decision=name(privacy.PrivacyDecision, proposal.decision),
        decision_reason=proposal.reason,
        decision_article=proposal.article,
        proposed_by=proposal.proposed_by,
        proposed_by_id=proposal.proposed_by_id,
        holds=tuple(
            requests.Hold(one.id, one.ground, day(one, "until"), one.placed_by, not one.HasField("released_at"))
            for one in message.holds
        ),
        rectifications=tuple((one.field, one.value) for one in message.rectifications),
        steps=tuple(
            metering.Version(
                instant(one, "at"), name(privacy.PrivacyRequestState, one.state), one.actor, f"{one.call} {one.note}"
            )
            for one in message.steps
        ),
        outcome=message.outcome,
        allowed=frozenset(message.allowed_calls),
        closed_at=instant(message, "closed_at"),
        etag=message.etag,
        document=message.document_ref,
        regimes=tuple(message.regimes),
        circumstances=tuple(name(privacy.RequestCircumstance, one) for one in message.circumstances),
        representative=message.representative_name,
        authority=message.representative_authority,
        letter_due_on=day(message, "letter_due_on"),
        siblings=tuple(map(_to_link, message.siblings)),
        duplicate_of=_to_link(message.duplicate_of) if message.HasField("duplicate_of") else None,
        similar=tuple(map(_to_link, message.similar)),
        lifting=_to_lifting(message.lifting) if message.HasField("lifting") else None,
        letters=tuple(name(privacy.LetterKind, one) for one in message.letters),
        recordable=tuple(name(privacy.LetterKind, one) for one in message.recordable_letters),
        owed=name(privacy.LetterKind, message.letter_owed) if message.letter_owed else "",
        decisions=tuple(name(privacy.PrivacyDecision, one) for one in message.decisions),
        remains=message.remains,
        unreadable=tuple(message.unreadable_fields),
    )


def _to_link(message: privacy.RequestLink) -> requests.RequestLink:
    return requests.RequestLink(
        message.id,
        message.number,
        name(privacy.PrivacyRequestKind, message.kind),
        name(privacy.PrivacyRequestState, message.state),
        day(message, "due_on"),
        message.repeatable,
    )


def _to_lifting(message: privacy.RestrictionLifting) -> requests.Lifting:
    return requests.Lifting(
        name(privacy.RestrictionLiftingState, message.state),
        name(privacy.LiftingGround, message.ground),
        message.reason,
        message.proposed_by,
        day(message, "told_on"),
        message.told_how,
        message.decided_by,
    )


def to_deadline(message: privacy.ExplainDeadlineResponse) -> requests.Deadline:
    return requests.Deadline(
        day(message, "due_on"),
        message.days_left,
        tuple(
            requests.Clock(
                one.regime,
                one.title_uk,
                one.title_en,
                day(one, "due_on"),
                day(one, "extendable_to"),
                tuple(_to_deadline_step(step) for step in one.steps),
            )
            for one in message.clocks
        ),
        tuple(to_duty(one) for one in message.duties),
        tuple(
            requests.NextStep(name(privacy.NextStepKind, one.kind), one.article, day(one, "due_on"))
            for one in message.next_steps
        ),
    )


def _to_deadline_step(message: privacy.DeadlineStep) -> requests.DeadlineStep:
    days = tuple(
        requests.DayNote(day(one, "date"), name(privacy.DayKind, one.kind), one.text_uk, one.text_en)
        for one in message.days
    )
    return requests.DeadlineStep(
        message.article, day(message, "date"), message.text_uk, message.text_en, message.unconfirmed, days
    )


def to_duty(message: privacy.LegalDuty) -> requests.LegalDuty:
    return requests.LegalDuty(
        message.article,
        message.text_uk,
        message.text_en,
        message.whom_uk,
        message.whom_en,
        day(message, "due_on"),
        message.unconfirmed,
        tuple(message.contents_uk),
        tuple(message.contents_en),
        message.code,
    )
