"""Letters and mails between the contract and the console."""

from smartregion.v1 import intake_draft_pb2 as pb
from smartregion.v1 import privacy_request_service_pb2 as privacy

from console.client.convert import day, instant, name, number
from console.client.listing import date_of
from console.intake import Draft, Letter, Part


def to_draft(message: pb.IntakeDraft) -> Draft:
    return Draft(
        id=message.id,
        state=name(pb.IntakeDraftState, message.state),
        arrived_at=instant(message, "arrived_at"),
        arrival=name(pb.MailArrival, message.arrival),
        received_on=day(message, "received_on"),
        sender_name=message.sender_name,
        sender_address=message.sender_address,
        subject=message.subject,
        text=message.text,
        attachments=tuple((one.name, one.media_type, one.size_bytes) for one in message.attachments),
        warnings=tuple(name(pb.MailWarning, one) for one in message.warnings),
        size=message.size_bytes,
        sender_user_id=message.sender_user_id,
        request_numbers=tuple(message.request_numbers),
        discard_reason=message.discard_reason,
        decided_by=message.decided_by,
        decided_at=instant(message, "decided_at"),
        etag=message.etag,
    )


def from_letter(letter: Letter) -> privacy.IncomingLetter:
    """Raises ClientError where what was typed is no day."""
    return privacy.IncomingLetter(
        channel=number(privacy.IntakeChannel, letter.channel),
        received_on=date_of(letter.received_on, "received_on") if letter.received_on else None,
        document_ref=letter.document,
        user_id=letter.user_id,
        applicant_name=letter.applicant,
        applicant_contact=letter.contact,
        representative_name=letter.representative,
        representative_authority=letter.authority,
        parts=[from_part(one) for one in letter.parts],
    )


def from_part(part: Part) -> privacy.LetterPart:
    circumstance = number(privacy.RequestCircumstance, part.circumstance) if part.circumstance else 0
    return privacy.LetterPart(
        kind=number(privacy.PrivacyRequestKind, part.kind),
        text=part.text,
        rectifications=[privacy.Rectification(field=part.field, value=part.value)] if part.field else [],
        regimes=part.regimes.replace(",", " ").upper().split(),
        circumstances=[circumstance] if circumstance else [],
    )
