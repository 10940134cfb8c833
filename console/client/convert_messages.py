"""From the contract's messages to the records of messages.py."""

from smartregion.v1 import common_pb2 as common
from smartregion.v1 import notification_service_pb2 as notification

from console import messages, metering
from console.client.convert import instant, name


def to_notification(message: notification.Notification) -> messages.Notification:
    return messages.Notification(
        id=message.id,
        user_id=message.user_id,
        category=name(notification.NotificationCategory, message.category),
        channel=name(notification.NotificationChannel, message.channel),
        state=name(notification.NotificationState, message.state),
        template=f"{message.template_name} v{message.template_version}",
        language=name(common.Language, message.language),
        subject=message.subject,
        body=message.body,
        recipient=message.recipient_masked,
        suppressed_by=name(notification.SuppressionRule, message.suppressed_by),
        outcome=message.outcome,
        queued_at=instant(message, "queued_at"),
        sent_at=instant(message, "sent_at"),
        attempts=message.attempts,
        parts=message.parts,
        provider=message.provider,
        events=tuple(
            metering.Version(instant(one, "at"), name(notification.NotificationState, one.state), "", one.detail)
            for one in message.events
        ),
        etag=message.etag,
        expires_at=instant(message, "expires_at"),
        next_attempt_at=instant(message, "next_attempt_at"),
        cause=name(notification.NotificationCause, message.cause),
        cause_id=message.cause_id,
        urgency=name(notification.Urgency, message.urgency),
        emergency=message.emergency,
        previous_id=message.previous_id,
        next_id=message.next_id,
        provider_message_id=message.provider_message_id,
        consent_policy=message.consent_policy_version,
        unreadable=tuple(message.unreadable_fields),
    )


def to_template(message: notification.Template) -> messages.Template:
    return messages.Template(
        message.id,
        message.name,
        name(notification.NotificationCategory, message.category),
        message.version,
        message.ukrainian.subject,
        message.ukrainian.body,
        message.english.subject,
        message.english.body,
        tuple(message.placeholders),
        message.etag,
        message.for_campaigns,
    )


def to_preference(message: notification.Preference) -> messages.Preference:
    return messages.Preference(
        name(notification.NotificationCategory, message.category),
        name(notification.NotificationChannel, message.channel),
        message.enabled,
        message.fixed,
    )
