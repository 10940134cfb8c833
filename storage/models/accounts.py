"""Accounts, usage points, meters and reading windows. A place is not a person and stays plain."""

from typing import Any

from peewee import BigIntegerField, CompositeKey, IntegerField, SmallIntegerField, TextField

from storage import days
from storage.columns import ACCOUNT_ENDS, Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base


class UsagePoint(Base):
    """The place that is metered; it survives the exchange of a meter."""

    id = system(BigIntegerField(primary_key=True))
    parent_id = system(BigIntegerField(null=True, index=True))  # the building's own point
    city = held(TextField(), DataClass.LOCATION, Purpose.SERVICE, Retention.FOREVER, Erasure.KEEP)
    street = held(TextField(), DataClass.LOCATION, Purpose.SERVICE, Retention.FOREVER, Erasure.KEEP)
    building = held(TextField(), DataClass.LOCATION, Purpose.SERVICE, Retention.FOREVER, Erasure.KEEP)
    apartment = held(TextField(default=""), DataClass.LOCATION, Purpose.SERVICE, Retention.FOREVER, Erasure.KEEP)
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "usage_point"
        indexes = ((("city", "street", "building", "apartment"), False),)


class Account(Base):
    """A contract with one utility for one service at one usage point."""

    KEPT_FROM = Clock("ends_at")

    id = system(BigIntegerField(primary_key=True))
    number = held(TextField(), DataClass.FINANCIAL, Purpose.BILLING, Retention.BILLING_TERM, Erasure.KEEP)
    utility_id = system(BigIntegerField())
    commodity = system(SmallIntegerField())
    usage_point_id = system(BigIntegerField(index=True))
    effective_from = system(TextField())  # ISO date
    effective_to = system(TextField(null=True))
    #: The days as instants: the first, and the first behind the last. They follow from the days, here and in
    #: `accounts.update`; a row without them gives nobody sight of anything.
    begins_at = system(BigIntegerField())
    ends_at = system(BigIntegerField())
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "account"
        indexes = ((("utility_id", "number"), True), (("number",), False))

    def __init__(self, *positional: Any, **values: Any) -> None:
        super().__init__(*positional, **values)
        if "effective_from" in values and "begins_at" not in values:
            self.begins_at, self.ends_at = days.span(self.effective_from, self.effective_to)


class AccountEnd(Base):
    """What the end of an account was until an instant at which it was changed; it goes with the account."""

    account_id = system(BigIntegerField())
    until = system(BigIntegerField())
    ends_at = system(BigIntegerField())

    class Meta:
        table_name = "account_end"
        primary_key = CompositeKey("account_id", "until")


class AccountLink(Base):
    """Which user an account belongs to, and from when to when. After erasure the user is a number only."""

    SUBJECT = "user_id"
    KEPT_FROM = ACCOUNT_ENDS

    id = system(BigIntegerField(primary_key=True))
    account_id = held(
        BigIntegerField(index=True),
        DataClass.FINANCIAL,
        Purpose.BILLING,
        Retention.BILLING_TERM,
        Erasure.KEEP,
    )
    user_id = system(BigIntegerField(index=True))
    linked_at = held(BigIntegerField(), DataClass.BEHAVIOUR, Purpose.SERVICE, Retention.ACCOUNT_LIFE, Erasure.KEEP)
    ended_at = held(
        BigIntegerField(null=True),
        DataClass.BEHAVIOUR,
        Purpose.SERVICE,
        Retention.ACCOUNT_LIFE,
        Erasure.KEEP,
    )

    class Meta:
        table_name = "account_link"


class Meter(Base):
    """A device."""

    id = system(BigIntegerField(primary_key=True))
    serial_number = held(TextField(index=True), DataClass.LOCATION, Purpose.SERVICE, Retention.FOREVER, Erasure.KEEP)
    model = system(TextField(default=""))
    commodity = system(SmallIntegerField())
    verification_due = system(TextField(null=True))  # ISO date
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "meter"


class Register(Base):
    """One counting dial of a meter, for as long as the meter is in one place: installed again, it gets another."""

    id = system(BigIntegerField(primary_key=True))
    meter_id = system(BigIntegerField(index=True))
    installation_id = system(BigIntegerField(index=True))
    tier = system(SmallIntegerField())
    integer_digits = system(SmallIntegerField())
    fraction_digits = system(SmallIntegerField())
    multiplier = system(BigIntegerField(default=1_000_000))  # micro-units
    direction = system(SmallIntegerField(default=1))

    class Meta:
        table_name = "register"


class Installation(Base):
    """A meter at a usage point. Its indexes at both ends are readings (INSTALLATION, REMOVAL)."""

    id = system(BigIntegerField(primary_key=True))
    meter_id = system(BigIntegerField(index=True))
    usage_point_id = system(BigIntegerField(index=True))
    installed_at = system(BigIntegerField())
    removed_at = system(BigIntegerField(null=True))

    class Meta:
        table_name = "installation"


class ReadingWindow(Base):
    """When a utility takes readings of a service. Partner data, never code."""

    id = system(BigIntegerField(primary_key=True))
    utility_id = system(BigIntegerField(index=True))
    commodity = system(SmallIntegerField())
    first_day = system(SmallIntegerField())
    last_day = system(SmallIntegerField())
    deemed_day = system(SmallIntegerField(default=0))
    late_policy = system(SmallIntegerField())
    missing_policy = system(SmallIntegerField())
    early_policy = system(SmallIntegerField(default=1))
    early_days = system(SmallIntegerField(default=0))
    effective_from = system(TextField())
    effective_to = system(TextField(null=True))
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "reading_window"


TABLES = (UsagePoint, Account, AccountEnd, AccountLink, Meter, Register, Installation, ReadingWindow)
