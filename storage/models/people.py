"""Users and how they prove their phone: who is registered in the app."""

from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    IntegerField,
    SmallIntegerField,
)

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base

#: Numbers of smartregion.v1.UserState.
ACTIVE, BLOCKED, ERASED = 1, 2, 3


class User(Base):
    """A resident registered in the app. What names or reaches them is sealed with their own key."""

    SUBJECT = "id"
    KEPT_FROM = Clock("blocked_at", rows=False)

    id = system(BigIntegerField(primary_key=True))
    phone_sealed = held(BlobField(null=True), DataClass.CONTACT, Purpose.SERVICE, Retention.ACCOUNT_LIFE, Erasure.SHRED)
    email_sealed = held(BlobField(null=True), DataClass.CONTACT, Purpose.SERVICE, Retention.ACCOUNT_LIFE, Erasure.SHRED)
    first_name_sealed = held(
        BlobField(null=True), DataClass.IDENTITY, Purpose.SERVICE, Retention.ACCOUNT_LIFE, Erasure.SHRED
    )
    last_name_sealed = held(
        BlobField(null=True), DataClass.IDENTITY, Purpose.SERVICE, Retention.ACCOUNT_LIFE, Erasure.SHRED
    )
    phone_index = held(
        BlobField(null=True, unique=True),
        DataClass.CONTACT,
        Purpose.SERVICE,
        Retention.ACCOUNT_LIFE,
        Erasure.NULL,
    )
    phone_tail_index = held(
        BlobField(null=True, index=True),
        DataClass.CONTACT,
        Purpose.SERVICE,
        Retention.ACCOUNT_LIFE,
        Erasure.NULL,
    )
    email_index = held(
        BlobField(null=True, index=True),
        DataClass.CONTACT,
        Purpose.SERVICE,
        Retention.ACCOUNT_LIFE,
        Erasure.NULL,
    )
    email_confirmed_at = held(
        BigIntegerField(null=True), DataClass.CONTACT, Purpose.SERVICE, Retention.ACCOUNT_LIFE, Erasure.NULL
    )
    language = held(
        SmallIntegerField(default=1),
        DataClass.BEHAVIOUR,
        Purpose.NOTIFICATION,
        Retention.ACCOUNT_LIFE,
        Erasure.KEEP,
    )
    state = system(SmallIntegerField(default=1, index=True))  # smartregion.v1.UserState
    block_reason_sealed = held(
        BlobField(null=True), DataClass.BEHAVIOUR, Purpose.SECURITY, Retention.THREE_YEARS, Erasure.SHRED
    )
    blocked_at = held(
        BigIntegerField(null=True), DataClass.BEHAVIOUR, Purpose.SECURITY, Retention.THREE_YEARS, Erasure.NULL
    )
    restricted = system(BooleanField(default=False))
    created_at = system(BigIntegerField(index=True))
    updated_at = system(BigIntegerField())
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "app_user"  # "user" is reserved in PostgreSQL


# What the rules of delivery ask of a user's own row: an audience is counted by it.
User.add_index(
    User.index(
        User.state,
        User.restricted,
        User.language,
        User.phone_index.is_null(),
        User.email_index.is_null(),
        User.email_confirmed_at.is_null(),
        name="app_user_facts",
    )
)


# An address that somebody only claims keeps nobody out.
User.add_index(
    User.index(
        User.email_index, unique=True, name="app_user_email_confirmed", where=User.email_confirmed_at.is_null(False)
    )
)


class UserNameWord(Base):
    """A whole word of a user's name, as a blind index."""

    SUBJECT = "user_id"

    word_index = held(BlobField(), DataClass.IDENTITY, Purpose.SERVICE, Retention.ACCOUNT_LIFE, Erasure.DELETE_ROW)
    user_id = system(BigIntegerField(index=True))

    class Meta:
        table_name = "user_name_word"
        primary_key = CompositeKey("word_index", "user_id")


class PhoneVerification(Base):
    """A code sent to a phone. The phone may belong to nobody yet, so it is sealed with the house's key."""

    KEPT_FROM = Clock("created_at")

    id = system(BigIntegerField(primary_key=True))
    gateway_id = system(BigIntegerField())
    phone_sealed = held(BlobField(null=True), DataClass.CONTACT, Purpose.SECURITY, Retention.ONE_DAY, Erasure.NULL)
    phone_index = held(BlobField(index=True), DataClass.CONTACT, Purpose.SECURITY, Retention.ONE_DAY, Erasure.KEEP)
    code_hash = system(BlobField())
    attempts = system(SmallIntegerField(default=0))
    created_at = system(BigIntegerField(index=True))
    expires_at = system(BigIntegerField())
    confirmed_at = system(BigIntegerField(null=True))
    used_at = system(BigIntegerField(null=True))

    class Meta:
        table_name = "phone_verification"


class EmailVerification(Base):
    """A code sent to the address of a user, who proves with it that they read what comes there."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("created_at")

    id = system(BigIntegerField(primary_key=True))
    user_id = system(BigIntegerField(index=True))
    email_index = held(
        BlobField(index=True), DataClass.CONTACT, Purpose.SECURITY, Retention.ONE_DAY, Erasure.DELETE_ROW
    )
    code_hash = system(BlobField())
    attempts = system(SmallIntegerField(default=0))
    created_at = system(BigIntegerField(index=True))
    expires_at = system(BigIntegerField())
    confirmed_at = system(BigIntegerField(null=True))

    class Meta:
        table_name = "email_verification"


class Session(Base):
    """A signed-in operator or resident. The token is stored as its SHA-256."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("last_used_at")

    id = system(BigIntegerField(primary_key=True))
    token_hash = system(BlobField(unique=True))
    operator_id = system(BigIntegerField(null=True, index=True))
    user_id = system(BigIntegerField(null=True, index=True))
    gateway_id = system(BigIntegerField(null=True))  # the app gateway of a resident's session
    started_at = held(BigIntegerField(), DataClass.BEHAVIOUR, Purpose.SECURITY, Retention.THREE_YEARS, Erasure.KEEP)
    last_used_at = held(BigIntegerField(), DataClass.BEHAVIOUR, Purpose.SECURITY, Retention.THREE_YEARS, Erasure.KEEP)
    expires_at = system(BigIntegerField())
    ended_at = system(BigIntegerField(null=True))
    # Sealed with the resident's key; of an operator with the house's.
    ip_sealed = held(BlobField(null=True), DataClass.BEHAVIOUR, Purpose.SECURITY, Retention.THREE_YEARS, Erasure.SHRED)
    client_sealed = held(
        BlobField(null=True), DataClass.BEHAVIOUR, Purpose.SECURITY, Retention.THREE_YEARS, Erasure.SHRED
    )

    class Meta:
        table_name = "session"


class SecurityEvent(Base):
    """What happened to the security of a resident's account. The message that tells of it has the same id."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("at")

    id = system(BigIntegerField(primary_key=True))
    user_id = system(BigIntegerField(index=True))
    kind = held(SmallIntegerField(), DataClass.BEHAVIOUR, Purpose.SECURITY, Retention.THREE_YEARS, Erasure.KEEP)
    at = held(BigIntegerField(), DataClass.BEHAVIOUR, Purpose.SECURITY, Retention.THREE_YEARS, Erasure.KEEP)
    #: The phone or the address before the change, until a message to it is written.
    contact_sealed = held(BlobField(null=True), DataClass.CONTACT, Purpose.SECURITY, Retention.ONE_DAY, Erasure.SHRED)

    class Meta:
        table_name = "security_event"


TABLES = (User, UserNameWord, PhoneVerification, EmailVerification, Session, SecurityEvent)
