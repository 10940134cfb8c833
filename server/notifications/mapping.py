"""Templates, messages and preferences as the contract writes them."""

from collections.abc import Iterable

from smartregion.v1 import notification_service_pb2 as pb

from server.codec import encode_id, milliseconds, optional_id, timestamp
from server.notifications import placeholders, sms
from storage.repositories.notifications import CurrentTemplate, Message, MessageFilter


def template_message(current: CurrentTemplate) -> pb.Template:
    row, text = current.row, current.text
    names = [*placeholders.names_in(text.subject_uk, "subject"), *placeholders.names_in(text.body_uk, "body")]
    return pb.Template(
        id=encode_id(row.id),
        name=row.name,
        category=row.category,
        version=row.version,
        ukrainian=pb.TemplateText(subject=text.subject_uk, body=text.body_uk),
        english=pb.TemplateText(subject=text.subject_en, body=text.body_en),
        placeholders=dict.fromkeys(names),
        updated_at=timestamp(row.updated_at),
        etag=str(row.version),
    )


def rendered_text(subject: str, body: str) -> pb.RenderedText:
    text = sms.split(body)
    return pb.RenderedText(
        subject=subject,
        body=body,
        sms_parts=len(text.parts),
        sms_encoding=pb.SmsEncoding.SMS_ENCODING_GSM7 if text.gsm7 else pb.SmsEncoding.SMS_ENCODING_UCS2,
        sms_characters_left=text.left,
    )


def notification_message(message: Message, events: Iterable[tuple[int, int, str]] = ()) -> pb.Notification:
    row = message.row
    waits = row.state == pb.NotificationState.NOTIFICATION_STATE_FAILED_TEMPORARY
    return pb.Notification(
        id=encode_id(row.id),
        user_id=encode_id(row.user_id),
        category=row.category,
        channel=row.channel,
        state=row.state,
        template_name=row.template_name,
        template_version=row.template_version,
        language=row.language,
        subject=message.subject,
        body=message.body,
        suppressed_by=row.suppressed_by,
        outcome=message.outcome,
        queued_at=timestamp(row.queued_at),
        sent_at=timestamp(row.sent_at),
        expires_at=timestamp(row.expires_at),
        next_attempt_at=timestamp(row.due_at) if waits else None,
        attempts=row.attempts,
        parts=row.parts,
        provider=row.provider,
        provider_message_id=row.provider_message_id,
        events=[pb.NotificationEvent(at=timestamp(at), state=state, detail=detail) for at, state, detail in events],
        emergency=row.emergency,
        recipient_masked=masked(message.recipient, row.channel),
        etag=str(row.version),
    )


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
    )
