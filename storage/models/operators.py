"""Operators: the people at the console. They are staff, not data subjects of the app."""

from peewee import BigIntegerField, BlobField, BooleanField, IntegerField, SmallIntegerField, TextField

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base


class Operator(Base):
    """A person at the console, with roles."""

    KEPT_FROM = Clock("last_sign_in_at", rows=False)

    id = system(BigIntegerField(primary_key=True))
    login = held(TextField(unique=True), DataClass.IDENTITY, Purpose.SECURITY, Retention.FOREVER, Erasure.KEEP)
    display_name = held(TextField(), DataClass.IDENTITY, Purpose.SECURITY, Retention.FOREVER, Erasure.KEEP)
    password_hash = system(TextField())  # argon2id
    must_change_password = system(BooleanField(default=True))
    totp_secret_sealed = system(BlobField(null=True))  # with the house's key
    totp_enabled = system(BooleanField(default=False))
    second_factor_required = system(BooleanField(default=False))
    totp_last_step = system(BigIntegerField(default=0))  # a code is good once
    roles = system(IntegerField())  # bit n: role n of smartregion.v1.OperatorRole
    state = system(SmallIntegerField(default=1))
    language = system(SmallIntegerField(default=1))
    failed_attempts = system(SmallIntegerField(default=0))
    locked_until = system(BigIntegerField(default=0))
    last_sign_in_at = held(
        BigIntegerField(null=True),
        DataClass.BEHAVIOUR,
        Purpose.SECURITY,
        Retention.THREE_YEARS,
        Erasure.KEEP,
    )
    created_at = system(BigIntegerField())
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "operator"


class OperatorSettings(Base):
    """How the console of an operator looks. A filter that is kept may name a person."""

    operator_id = system(BigIntegerField(primary_key=True))
    settings_sealed = held(
        BlobField(), DataClass.IDENTITY, Purpose.OPERATION, Retention.FOREVER, Erasure.KEEP
    )  # JSON of the contract's ConsoleSettings, with the house's key
    updated_at = system(BigIntegerField())
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "operator_settings"


class HandOver(Base):
    """What one shift tells the next. It may name people, so it does not stay."""

    KEPT_FROM = Clock("at")

    id = system(BigIntegerField(primary_key=True))
    author_id = system(BigIntegerField())
    at = system(BigIntegerField(index=True))
    text_sealed = held(
        BlobField(null=True), DataClass.IDENTITY, Purpose.OPERATION, Retention.ONE_MONTH, Erasure.KEEP
    )  # with the house's key

    class Meta:
        table_name = "hand_over"


TABLES = (Operator, OperatorSettings, HandOver)
