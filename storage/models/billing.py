"""Charges, payments and what follows from them. Money in kopecks; days as ISO text in Europe/Kyiv."""

from typing import Any

from peewee import BigIntegerField, IntegerField, SmallIntegerField, TextField

from storage.columns import ACCOUNT_ENDS, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base


def _kopecks() -> BigIntegerField:
    return held(BigIntegerField(default=0), DataClass.FINANCIAL, Purpose.BILLING, Retention.BILLING_TERM, Erasure.KEEP)


def _day(null: bool = False) -> Any:
    field = TextField(null=True) if null else TextField()
    return held(field, DataClass.FINANCIAL, Purpose.BILLING, Retention.BILLING_TERM, Erasure.KEEP)


def _document(null: bool = False) -> Any:
    field = TextField(null=True) if null else TextField()
    return held(field, DataClass.FINANCIAL, Purpose.BILLING, Retention.BILLING_TERM, Erasure.KEEP)


class Charge(Base):
    """What a utility charges an account by one document. Never rewritten: a correction is a charge of its own."""

    KEPT_FROM = ACCOUNT_ENDS

    id = system(BigIntegerField(primary_key=True))
    utility_id = system(BigIntegerField())
    account_id = system(BigIntegerField())
    document_number = _document()
    amount = _kopecks()
    due_on = _day()
    period = _day(null=True)  # first day of the month
    issued_on = _day()
    received_at = system(BigIntegerField())

    class Meta:
        table_name = "charge"
        indexes = ((("utility_id", "document_number"), True), (("account_id", "due_on"), False))


class Payment(Base):
    """What was paid to an account by one document of whoever reported it."""

    KEPT_FROM = ACCOUNT_ENDS

    id = system(BigIntegerField(primary_key=True))
    partner_id = system(BigIntegerField())
    utility_id = system(BigIntegerField())
    account_id = system(BigIntegerField())
    document_number = _document()
    amount = _kopecks()
    paid_at = held(BigIntegerField(), DataClass.FINANCIAL, Purpose.BILLING, Retention.BILLING_TERM, Erasure.KEEP)
    #: Of one that was returned: the document that it takes back, where its reporter names it.
    returned_document = _document(null=True)
    received_at = system(BigIntegerField())

    class Meta:
        table_name = "payment"
        indexes = ((("partner_id", "document_number"), True), (("account_id", "paid_at"), False))


class Balance(Base):
    """What an account owes, as of a day. Follows from its charges and payments."""

    KEPT_FROM = ACCOUNT_ENDS

    account_id = system(BigIntegerField(primary_key=True))
    utility_id = system(BigIntegerField())
    charged = _kopecks()
    paid = _kopecks()
    overdue = _kopecks()
    overdue_since = _day(null=True)
    next_due_on = _day(null=True)
    next_due = _kopecks()
    reckoned_on = system(TextField())
    updated_at = system(BigIntegerField())

    class Meta:
        table_name = "balance"


# Debts are few among balances: indexes of just them, by size and by age. And what falls due next says which balance a
# new day changes.
Balance.add_index(Balance.index(Balance.overdue, Balance.account_id, name="balance_debt", where=(Balance.overdue > 0)))
Balance.add_index(
    Balance.index(
        Balance.overdue_since, Balance.account_id, name="balance_overdue", where=(Balance.overdue_since.is_null(False))
    )
)
Balance.add_index(
    Balance.index(
        Balance.next_due_on, Balance.account_id, name="balance_next_due", where=(Balance.next_due_on.is_null(False))
    )
)


class BillingSchedule(Base):
    """When a utility wants people reminded and told of debts. Partner data, never code."""

    id = system(BigIntegerField(primary_key=True))
    utility_id = system(BigIntegerField())
    commodity = system(SmallIntegerField())
    remind_days_before = system(TextField(default=""))  # numbers, comma-separated
    debt_days_after = system(TextField(default=""))
    smallest_debt = system(BigIntegerField(default=0))  # kopecks
    noted_on = system(TextField(null=True))  # the day whose notices are written
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "billing_schedule"
        indexes = ((("utility_id", "commodity"), True),)


class BillingNotice(Base):
    """That people are to be told of something due or overdue: noted once, so that it causes its messages once."""

    KEPT_FROM = ACCOUNT_ENDS

    id = system(BigIntegerField(primary_key=True))
    account_id = system(BigIntegerField())
    kind = system(SmallIntegerField())
    due_on = _day()
    days = system(SmallIntegerField())  # before or after the due day
    amount = _kopecks()
    at = system(BigIntegerField())
    #: The day in Kyiv: one notice of a kind a day, however often the schedule moves.
    told_on = system(TextField(null=True))

    class Meta:
        table_name = "billing_notice"
        indexes = ((("account_id", "kind", "due_on", "days"), True), (("account_id", "kind", "told_on"), True))


#: Kinds of notice.
DUE, DEBT = 1, 2

TABLES = (Charge, Payment, Balance, BillingSchedule, BillingNotice)
