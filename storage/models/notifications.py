"""Notifications: templates, preferences with their evidence, messages and what became of them."""

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    IntegerField,
    SmallIntegerField,
    TextField,
)

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base

#: Numbers of smartregion.v1.NotificationState.
QUEUED, SENDING, SENT, DELIVERED, FAILED_TEMPORARY = 1, 2, 3, 4, 5
FAILED_PERMANENT, UNKNOWN, SUPPRESSED, EXPIRED, CANCELLED = 6, 7, 8, 9, 10
#: Nobody has it, and it may still be sent or taken back.
WAITING = (QUEUED, FAILED_TEMPORARY)
#: It goes on by itself.
MOVING = (*WAITING, SENDING)
#: It is with the user, or may be: they are taken to have heard it.
LEFT = (SENDING, SENT, DELIVERED, UNKNOWN)
#: A provider took it, or may have taken it: it is paid for.
TAKEN = (SENT, DELIVERED, UNKNOWN)
#: It ended without having been handed over.
NEVER_LEFT = (SUPPRESSED, EXPIRED, CANCELLED)


class Template(Base):
    """A text by name; its versions are rows of their own."""

    id = system(BigIntegerField(primary_key=True))
    name = system(TextField(unique=True))
    category = system(SmallIntegerField())
    updated_at = system(BigIntegerField())
    version = system(IntegerField(default=1))  # also the number of the latest text

    class Meta:
        table_name = "template"


class TemplateVersion(Base):
    """A text in both languages, as it was once."""

    template_id = system(BigIntegerField())
    version = system(IntegerField())
    subject_uk = system(TextField())
    body_uk = system(TextField())
    subject_en = system(TextField())
    body_en = system(TextField())
    created_at = system(BigIntegerField())
    author_id = system(BigIntegerField(default=0))

    class Meta:
        table_name = "template_version"
        primary_key = CompositeKey("template_id", "version")


class Notification(Base):
    """One message to one user over one channel, and its place in the outbox."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("queued_at")

    id = system(BigIntegerField(primary_key=True))
    user_id = system(BigIntegerField(index=True))
    category = system(SmallIntegerField())
    channel = system(SmallIntegerField())
    state = system(SmallIntegerField())
    template_name = system(TextField())
    template_version = system(IntegerField())
    language = system(SmallIntegerField())
    subject_sealed = held(
        BlobField(null=True),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.THREE_YEARS,
        Erasure.SHRED,
    )
    body_sealed = held(
        BlobField(null=True),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.THREE_YEARS,
        Erasure.SHRED,
    )
    recipient_sealed = held(
        BlobField(null=True),
        DataClass.CONTACT,
        Purpose.NOTIFICATION,
        Retention.THREE_YEARS,
        Erasure.SHRED,
    )
    suppressed_by = system(SmallIntegerField(default=0))
    outcome_sealed = held(
        BlobField(null=True),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.THREE_YEARS,
        Erasure.SHRED,
    )
    queued_at = held(
        BigIntegerField(),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.THREE_YEARS,
        Erasure.KEEP,
    )
    sent_at = held(
        BigIntegerField(null=True),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.THREE_YEARS,
        Erasure.KEEP,
    )
    expires_at = system(BigIntegerField())
    due_at = system(BigIntegerField(null=True))  # when the dispatcher looks at it next; null when it is done
    attempts = system(SmallIntegerField(default=0))
    parts = system(SmallIntegerField(default=0))
    provider = system(TextField(default=""))
    provider_message_id = system(TextField(default=""))
    emergency = system(BooleanField(default=False))
    sender_kind = system(SmallIntegerField())
    sender_id = system(BigIntegerField())
    version = system(IntegerField(default=1))
    urgency = system(SmallIntegerField(default=2))  # smartregion.v1.Urgency
    cause = system(SmallIntegerField(default=0))  # smartregion.v1.NotificationCause
    cause_id = system(BigIntegerField(default=0))
    edition = system(IntegerField(default=0))  # of the cause: works change, and are told again
    cascade = system(TextField(default=""))  # channels that are tried if this one fails, a digit each
    previous_id = system(BigIntegerField(null=True))
    next_id = system(BigIntegerField(null=True))
    consent_id = system(BigIntegerField(null=True))  # the preference_change that allowed it
    consent_policy_version = system(TextField(default=""))
    account_id = system(BigIntegerField(null=True))  # that it speaks of, where a user may have several of one cause
    counted_on = system(TextField(null=True))  # the day in whose cap it has a place
    queue = system(BigIntegerField(default=0))  # of the sender in whose turn it goes; 0 is our own
    own_contact = system(BooleanField(default=False))  # it goes to the recipient it was written to, not to the user's

    class Meta:
        table_name = "notification"


# The outbox is what waits: an index of just its rows, by lane.
Notification.add_index(
    Notification.index(
        Notification.urgency,
        Notification.channel,
        Notification.due_at,
        name="notification_due",
        where=(Notification.due_at.is_null(False)),
    )
)
# What a cause has told, in order; most messages of the past have one, few are asked for. New rows go to its end.
Notification.add_index(
    Notification.index(
        Notification.cause_id,
        Notification.cause,
        Notification.id,
        name="notification_of_cause",
        where=(Notification.cause_id > 0),
    )
)
# What of a paused campaign is parked: it waits, and nobody looks at it.
Notification.add_index(
    Notification.index(
        Notification.cause_id,
        name="notification_parked",
        where=(Notification.due_at.is_null() & Notification.state.in_((QUEUED, FAILED_TEMPORARY))),
    )
)
# How many messages of a day somebody has.
Notification.add_index(
    Notification.index(
        Notification.counted_on,
        Notification.user_id,
        name="notification_counted",
        where=(Notification.counted_on.is_null(False)),
    )
)
# Receipts name the provider's id.
Notification.add_index(
    Notification.index(
        Notification.provider_message_id,
        name="notification_at_provider",
        where=(Notification.provider_message_id != ""),
    )
)


class NotificationEvent(Base):
    """A step in the life of a message."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("at")

    notification_id = system(BigIntegerField())
    number = system(SmallIntegerField())
    user_id = system(BigIntegerField(index=True))
    at = held(
        BigIntegerField(),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.THREE_YEARS,
        Erasure.KEEP,
    )
    state = system(SmallIntegerField())
    detail_sealed = held(
        BlobField(null=True),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.THREE_YEARS,
        Erasure.SHRED,
    )
    # Who had the message before, and by what id, where it went to another provider by this step.
    former_provider = system(TextField(null=True))
    former_message_id = system(TextField(null=True))

    class Meta:
        table_name = "notification_event"
        primary_key = CompositeKey("notification_id", "number")


# Few messages go from one provider to another.
NotificationEvent.add_index(
    NotificationEvent.index(
        NotificationEvent.former_message_id,
        name="notification_event_former",
        where=(NotificationEvent.former_message_id.is_null(False)),
    )
)


class PreferenceChange(Base):
    """What a user wished for a category and channel, when and how: the last one counts, all are evidence."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("at", of="preference_change")  # of the change that took its place

    id = system(BigIntegerField(primary_key=True))
    user_id = system(BigIntegerField(index=True))
    category = held(
        SmallIntegerField(),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.THREE_YEARS,
        Erasure.KEEP,
    )
    channel = held(
        SmallIntegerField(),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.THREE_YEARS,
        Erasure.KEEP,
    )
    enabled = held(BooleanField(), DataClass.BEHAVIOUR, Purpose.NOTIFICATION, Retention.THREE_YEARS, Erasure.KEEP)
    at = held(
        BigIntegerField(),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.THREE_YEARS,
        Erasure.KEEP,
    )
    origin = system(SmallIntegerField())
    actor_kind = system(SmallIntegerField())
    actor_id = system(BigIntegerField())
    policy_version = system(TextField(default=""))
    evidence_sealed = held(
        BlobField(null=True),
        DataClass.BEHAVIOUR,
        Purpose.LEGAL,
        Retention.THREE_YEARS,
        Erasure.SHRED,
    )

    class Meta:
        table_name = "preference_change"


class Preference(Base):
    """The last of a user's changes for a category and channel: what counts now."""

    SUBJECT = "user_id"

    user_id = system(BigIntegerField())
    category = held(
        SmallIntegerField(),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.ACCOUNT_LIFE,
        Erasure.KEEP,
    )
    channel = held(
        SmallIntegerField(),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.ACCOUNT_LIFE,
        Erasure.KEEP,
    )
    enabled = held(BooleanField(), DataClass.BEHAVIOUR, Purpose.NOTIFICATION, Retention.ACCOUNT_LIFE, Erasure.KEEP)
    change_id = system(BigIntegerField())

    class Meta:
        table_name = "preference"
        primary_key = CompositeKey("user_id", "category", "channel")


TABLES = (Template, TemplateVersion, Notification, NotificationEvent, PreferenceChange, Preference)
