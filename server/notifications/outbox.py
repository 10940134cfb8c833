"""The way into the outbox: any unit of work queues a message, and it goes out with the commit or not at all."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import NotificationChannel, NotificationState

from server.codec import encode_id
from server.errors import InvalidField, NotFound
from server.limits import MESSAGE_LIFE_MS
from server.notifications import placeholders, sms
from server.notifications.categories import CATEGORIES
from server.notifications.decision import RULE_TEXTS, Facts, stopped_by
from server.principal import Principal
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.repositories import notifications, users
from storage.repositories.notifications import CurrentTemplate, Message
from storage.repositories.users import Person

KYIV = ZoneInfo("Europe/Kyiv")
UKRAINIAN = Language.LANGUAGE_UKRAINIAN


def instant_text(milliseconds: int) -> str:
    """An instant as people in Ukraine read it."""
    return datetime.fromtimestamp(milliseconds / 1000, KYIV).strftime("%d.%m.%Y %H:%M")


def queue(
    tx: Tx,
    *,
    user_id: int,
    template_name: str,
    channel: NotificationChannel,
    values: Mapping[str, str],
    sender: Principal | None = None,
    emergency: bool = False,
    expires_at: int | None = None,
) -> int:
    """Queues a message by the name of its template; its id. It is QUEUED, or SUPPRESSED with the rule that did it.

    Raises NotFound without such a user or template, InvalidField where the values do not fit the text.
    """
    person = users.get_any(tx, user_id)
    template = notifications.template_by_name(tx, template_name)
    if person is None:
        raise NotFound(f"user {encode_id(user_id)} not found")
    if template is None:
        raise NotFound(f"template {template_name} not found")
    return write(tx, person, template, channel, values, sender, emergency, expires_at).id


def write(
    tx: Tx,
    person: Person,
    template: CurrentTemplate,
    channel: NotificationChannel,
    values: Mapping[str, str],
    sender: Principal | None,
    emergency: bool,
    expires_at: int | None,
) -> Message:
    """As `queue`, for a user and a template at hand."""
    subject, body = rendered(template, person.row.language, values)
    recipient = recipient_of(person, channel)
    rule = stopped_by(facts_of(tx, person, template.row.category, channel, emergency))
    row = Notification(
        id=new_id(),
        user_id=person.id,
        category=template.row.category,
        channel=channel,
        state=NotificationState.NOTIFICATION_STATE_SUPPRESSED if rule else NotificationState.NOTIFICATION_STATE_QUEUED,
        template_name=template.row.name,
        template_version=template.row.version,
        language=person.row.language,
        suppressed_by=rule,
        queued_at=tx.now,
        sent_at=None,
        expires_at=expires_at if expires_at is not None else tx.now + MESSAGE_LIFE_MS,
        due_at=None if rule else tx.now,
        attempts=0,
        parts=len(sms.split(body).parts) if channel == NotificationChannel.NOTIFICATION_CHANNEL_SMS else 0,
        provider="",
        provider_message_id="",
        emergency=emergency,
        sender_kind=sender.kind if sender else 0,
        sender_id=sender.id if sender else 0,
        version=1,
    )
    return notifications.queue(
        tx, row, subject=subject, body=body, recipient=recipient, outcome=rule_text(rule, person.row.language)
    )


def rule_text(rule: int, language: int) -> str:
    """The rule in a sentence; empty for none."""
    return RULE_TEXTS[rule][0 if language == UKRAINIAN else 1] if rule else ""


def facts_of(tx: Tx, person: Person, category: int, channel: int, emergency: bool) -> Facts:
    return Facts(
        category=CATEGORIES[category],
        user_state=person.row.state,
        restricted=person.row.restricted,
        has_contact=bool(recipient_of(person, channel)),
        wish=notifications.wish(tx, person.id, category, channel),
        emergency=emergency,
    )


def recipient_of(person: Person, channel: int) -> str:
    """Where a message goes: a phone, an address; for push the user's id, by which the gateway knows the device."""
    match channel:
        case NotificationChannel.NOTIFICATION_CHANNEL_SMS:
            return person.phone
        case NotificationChannel.NOTIFICATION_CHANNEL_EMAIL:
            return person.email
        case NotificationChannel.NOTIFICATION_CHANNEL_PUSH:
            return encode_id(person.id)
    raise InvalidField("channel", "enum.defined_only", "must be a channel")


def rendered(template: CurrentTemplate, language: int, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body in the user's language. Raises InvalidField where the values do not fit."""
    text = template.text
    subject, body = (text.subject_uk, text.body_uk) if language == UKRAINIAN else (text.subject_en, text.body_en)
    names = list(dict.fromkeys([*placeholders.names_in(subject, "subject"), *placeholders.names_in(body, "body")]))
    placeholders.check_values(names, values)
    return placeholders.fill(subject, values), placeholders.fill(body, values)
