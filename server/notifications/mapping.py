"""Templates, messages and preferences as the contract writes them."""

from collections.abc import Iterable

from smartregion.v1 import notification_service_pb2 as pb

from server.billing import money
from server.codec import encode_id, milliseconds, optional_id, timestamp
from server.notifications import placeholders, sentences, sms
from server.notifications.placeholders import Kind
from server.notifications.templates import SECRET, for_campaigns
from storage.models.notifications import WAITING, Notification
from storage.repositories.notifications import CurrentTemplate, Message, MessageFilter

SUPPRESSED = pb.NotificationState.NOTIFICATION_STATE_SUPPRESSED
KINDS = {
    Kind.TEXT: pb.PlaceholderKind.PLACEHOLDER_KIND_TEXT,
    Kind.NUMBER: pb.PlaceholderKind.PLACEHOLDER_KIND_NUMBER,
    Kind.MONEY: pb.PlaceholderKind.PLACEHOLDER_KIND_MONEY,
    Kind.DATE: pb.PlaceholderKind.PLACEHOLDER_KIND_DATE,
    Kind.INSTANT: pb.PlaceholderKind.PLACEHOLDER_KIND_INSTANT,
}


def template_message(current: CurrentTemplate) -> pb.Template:
    row, text = current.row, current.text
    names = placeholders.names_in(f"{text.subject_uk}\n{text.body_uk}", "template")
    return pb.Template(
        id=encode_id(row.id),
        name=row.name,
        category=row.category,
        version=row.version,
        ukrainian=pb.TemplateText(subject=text.subject_uk, body=text.body_uk),
        english=pb.TemplateText(subject=text.subject_en, body=text.body_en),
        placeholders=names,
        placeholder_kinds=[KINDS[kind] for kind in names.values()],
        updated_at=timestamp(row.updated_at),
        etag=str(row.version),
        for_campaigns=for_campaigns(row.name, row.category),
    )


def rendered_text(subject: str, body: str, part_kopecks: int = 0) -> pb.RenderedText:
    """A text with what it is and costs as an SMS, at the price of a part."""
    text = sms.split(body)
    return pb.RenderedText(
        subject=subject,
        body=body,
        sms_parts=len(text.parts),
        sms_encoding=pb.SmsEncoding.SMS_ENCODING_GSM7 if text.gsm7 else pb.SmsEncoding.SMS_ENCODING_UCS2,
        sms_characters_left=text.left,
        sms_characters_over=sms.over(body),
        sms_cost=money.message(len(text.parts) * part_kopecks),
    )


def notification_message(message: Message, events: Iterable[tuple[int, int, str]] = ()) -> pb.Notification:
    row = message.row
    secret = row.template_name in SECRET
    return pb.Notification(
        id=encode_id(row.id),
        user_id=encode_id(row.user_id),
        category=row.category,
        channel=row.channel,
        state=row.state,
        template_name=row.template_name,
        template_version=row.template_version,
        language=row.language,
        subject="" if secret else message.subject,
        body="" if secret else message.body,
        suppressed_by=row.suppressed_by,
        outcome=said(row, row.state, message.outcome),
        queued_at=timestamp(row.queued_at),
        sent_at=timestamp(row.sent_at),
        expires_at=timestamp(row.expires_at),
        next_attempt_at=timestamp(row.due_at) if row.state in WAITING else None,
        attempts=row.attempts,
        parts=row.parts,
        provider=row.provider,
        provider_message_id=row.provider_message_id,
        events=[
            pb.NotificationEvent(at=timestamp(at), state=state, detail=said(row, state, detail))
            for at, state, detail in events
        ],
        emergency=row.emergency,
        recipient_masked=masked(message.recipient, row.channel),
        etag=str(row.version),
        cause=row.cause,
        cause_id=encode_id(row.cause_id),
        urgency=row.urgency,
        previous_id=encode_id(row.previous_id),
        next_id=encode_id(row.next_id),
        consent_id=encode_id(row.consent_id),
        consent_policy_version=row.consent_policy_version,
        unreadable_fields=[_FIELDS.get(name, name) for name in message.unreadable],
    )


#: Fields of the contract that are named otherwise than the columns.
_FIELDS = {"recipient": "recipient_masked"}


def said(row: Notification, state: int, text: str) -> str:
    """What is told of a step: of a suppression, the rule that did it, where nothing closer was said."""
    return text or (sentences.suppressed(row.suppressed_by, row.language) if state == SUPPRESSED else "")


def masked(recipient: str, channel: int) -> str:
    """A recipient as lists show it: +380•••••4567, o•••@example.org; nothing for push."""
    if not recipient or channel == pb.NotificationChannel.NOTIFICATION_CHANNEL_PUSH:
        return ""
    local, at, domain = recipient.rpartition("@")
    if at:
        return f"{local[:1]}•••@{domain}"
    return f"{recipient[:4]}{'•' * max(0, len(recipient) - 8)}{recipient[-4:]}"


def to_filter(message: pb.NotificationFilter) -> MessageFilter:
    return MessageFilter(
        user_id=optional_id(message.user_id, "filter.user_id"),
        states=tuple(message.states),
        category=message.category,
        channel=message.channel,
        queued_from=milliseconds(message.queued_from) if message.HasField("queued_from") else None,
        queued_before=milliseconds(message.queued_before) if message.HasField("queued_before") else None,
        cause=message.cause,
        cause_id=optional_id(message.cause_id, "filter.cause_id"),
        provider=message.provider,
    )
