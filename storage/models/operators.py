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


TABLES = (Operator,)
