"""What bounds and carries delivery: devices, contacts to which nothing is sent, quiet hours, how providers fare."""

from peewee import BigIntegerField, BlobField, CompositeKey, DoubleField, IntegerField, SmallIntegerField, TextField

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base


class Device(Base):
    """A device of a resident, by the token that the push service knows it by."""

    SUBJECT = "user_id"

    id = system(BigIntegerField(primary_key=True))
    user_id = system(BigIntegerField(index=True))
    token_sealed = held(
        BlobField(null=True), DataClass.CONTACT, Purpose.NOTIFICATION, Retention.ACCOUNT_LIFE, Erasure.DELETE_ROW
    )
    token_index = held(
        BlobField(unique=True), DataClass.CONTACT, Purpose.NOTIFICATION, Retention.ACCOUNT_LIFE, Erasure.DELETE_ROW
    )
    platform = held(
        SmallIntegerField(),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.ACCOUNT_LIFE,
        Erasure.DELETE_ROW,
    )
    app_version = held(
        TextField(default=""),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.ACCOUNT_LIFE,
        Erasure.DELETE_ROW,
    )
    registered_at = held(
        BigIntegerField(), DataClass.BEHAVIOUR, Purpose.NOTIFICATION, Retention.ACCOUNT_LIFE, Erasure.DELETE_ROW
    )

    class Meta:
        table_name = "device"


class SuppressedContact(Base):
    """A phone or an address of a user to which nothing is sent but duties. It holds for the contact, not for the user:
    a new phone is not on the list."""

    SUBJECT = "user_id"

    id = system(BigIntegerField(primary_key=True))
    user_id = system(BigIntegerField(index=True))
    channel = system(SmallIntegerField())
    contact_sealed = held(
        BlobField(null=True), DataClass.CONTACT, Purpose.NOTIFICATION, Retention.ACCOUNT_LIFE, Erasure.DELETE_ROW
    )
    contact_index = held(
        BlobField(), DataClass.CONTACT, Purpose.NOTIFICATION, Retention.ACCOUNT_LIFE, Erasure.DELETE_ROW
    )
    reason = system(SmallIntegerField())  # smartregion.v1.ContactSuppressionReason
    note_sealed = held(
        BlobField(null=True), DataClass.BEHAVIOUR, Purpose.NOTIFICATION, Retention.ACCOUNT_LIFE, Erasure.DELETE_ROW
    )
    suppressed_at = held(
        BigIntegerField(), DataClass.BEHAVIOUR, Purpose.NOTIFICATION, Retention.ACCOUNT_LIFE, Erasure.DELETE_ROW
    )

    class Meta:
        table_name = "suppressed_contact"
        indexes = ((("contact_index", "channel"), True),)


class DeliveryRules(Base):
    """Quiet hours, caps and stop words: one row."""

    id = system(SmallIntegerField(primary_key=True))
    quiet_from_hour = system(SmallIntegerField())
    quiet_until_hour = system(SmallIntegerField())
    daily_cap = system(SmallIntegerField())
    stop_keywords = system(TextField())  # one a line
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "delivery_rules"


class SenderCount(Base):
    """How many messages a sender wrote to a user on a day of Europe/Kyiv."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("day")

    day = held(TextField(), DataClass.BEHAVIOUR, Purpose.NOTIFICATION, Retention.ONE_DAY, Erasure.DELETE_ROW)
    sender_id = system(BigIntegerField())
    user_id = system(BigIntegerField(index=True))
    messages = held(
        IntegerField(default=0), DataClass.BEHAVIOUR, Purpose.NOTIFICATION, Retention.ONE_DAY, Erasure.DELETE_ROW
    )

    class Meta:
        table_name = "sender_count"
        primary_key = CompositeKey("day", "sender_id", "user_id")


class ProviderMinute(Base):
    """How a provider answered within a minute."""

    provider = system(TextField())
    minute = system(BigIntegerField())  # milliseconds of its beginning
    accepted = system(IntegerField(default=0))
    refused = system(IntegerField(default=0))
    refused_for_now = system(IntegerField(default=0))
    unanswered = system(IntegerField(default=0))
    milliseconds = system(BigIntegerField(default=0))  # of all answers together

    class Meta:
        table_name = "provider_minute"
        primary_key = CompositeKey("provider", "minute")


class ProviderFault(Base):
    """What a provider last said that was no success. It names no recipient."""

    provider = system(TextField(primary_key=True))
    text = system(TextField())
    at = system(BigIntegerField())

    class Meta:
        table_name = "provider_fault"


class ProviderStanding(Base):
    """How who asked a provider last found it."""

    provider = system(TextField(primary_key=True))
    health = system(DoubleField())  # of 0 to 1
    failures = system(IntegerField())  # in a row
    at = system(BigIntegerField())

    class Meta:
        table_name = "provider_standing"


class ProviderCallback(Base):
    """A callback that was taken, by the id that its provider gave it: its signature may cover nothing but the id."""

    provider = system(TextField())
    number = system(TextField())
    digest = system(BlobField())  # of what was said
    at = system(BigIntegerField())

    class Meta:
        table_name = "provider_callback"
        primary_key = CompositeKey("provider", "number")


class Deliverer(Base):
    """A process that hands messages over, and when it last said so."""

    id = system(BigIntegerField(primary_key=True))
    seen_at = system(BigIntegerField())

    class Meta:
        table_name = "deliverer"


class FeedReader(Base):
    """How far one that acts on the change feed has come: moved in the transaction of what it does."""

    name = system(TextField(primary_key=True))
    revision = system(BigIntegerField())  # all up to it is done
    done = system(IntegerField(default=0))  # ids of the next change that are done
    behind = system(BigIntegerField(default=0))  # how far it came within the id after them
    #: The process that acts, and until when no other may.
    holder = system(BigIntegerField(default=0))
    held_until = system(BigIntegerField(default=0))

    class Meta:
        table_name = "feed_reader"


TABLES = (
    Device,
    SuppressedContact,
    DeliveryRules,
    SenderCount,
    ProviderMinute,
    ProviderFault,
    ProviderStanding,
    ProviderCallback,
    Deliverer,
    FeedReader,
)
