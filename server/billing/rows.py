"""Rows of a push: each is taken in, or answered with what is wrong with it."""

from collections.abc import Callable
from typing import NamedTuple

from google.protobuf.message import Message
from google.type.date_pb2 import Date
from smartregion.v1 import billing_service_pb2 as pb

from server.billing import money
from server.codec import calendar_date, decode_id, iso_date, milliseconds
from server.errors import InvalidField
from server.limits import CHARGE_AHEAD_YEARS, CHARGE_BACK_YEARS, PAID_AHEAD_MS, PAID_BACK_MS
from server.readings.ingest import Problem
from server.texts import row_said
from storage.days import iso_day

#: Holds a row against the rules of the contract. Raises InvalidField.
Check = Callable[[Message], None]


class Entry(NamedTuple):
    """A charge or a payment as it was pushed, read and sound in itself."""

    utility_id: int
    account_number: str
    document_number: str
    amount: int
    #: Due day, period and day of issue of a charge; the instant of a payment and the document that it returns.
    terms: tuple[str | int | None, ...]


#: What becomes of rows that do not fit what is on record.
UNKNOWN_ACCOUNT = Problem("NOT_FOUND", "account_number", "account.known", "no such account, or not one of yours")
UNKNOWN_UTILITY = Problem("NOT_FOUND", "utility_id", "utility.known", "no such utility, or none that lets you")
ANOTHER = Problem("CONFLICT", "document_number", "document.same", "is on record with other contents")


class Days(NamedTuple):
    """The first and the last day that a charge may name, as ISO text."""

    first: str
    last: str

    @classmethod
    def about(cls, now: int) -> "Days":
        today = iso_day(now)
        year, rest = int(today[:4]), today[4:]
        return cls(f"{year - CHARGE_BACK_YEARS}{rest}", f"{year + CHARGE_AHEAD_YEARS}{rest}")

    def read(self, day: Date, field: str) -> str:
        """Raises InvalidField naming the field."""
        read = iso_date(day, field)
        if not self.first <= read <= self.last:
            raise InvalidField(field, "charge.day", f"must lie between {self.first} and {self.last}")
        return read


def charge(row: pb.NewCharge, utility_id: int, check: Check, days: Days) -> Entry | Problem:
    """A charge that a utility pushed."""
    try:
        check(row)
        terms = (
            days.read(row.due_on, "due_on"),
            _month(row.period, days) if row.HasField("period") else None,
            days.read(row.issued_on, "issued_on"),
        )
        amount = money.kopecks(row.amount, "amount")
    except InvalidField as error:
        return broken(error)
    return Entry(utility_id, row.account_number, row.document_number, amount, terms)


def payment(row: pb.NewPayment, own_utility: int | None, check: Check, now: int) -> Entry | Problem:
    """A payment that was pushed by a utility, or by somebody else, who must say whose account it is for."""
    try:
        check(row)
        utility_id = decode_id(row.utility_id, "utility_id") if row.utility_id else own_utility
        if utility_id is None:
            raise InvalidField("utility_id", "utility.stated", "must say whose account it is")
        paid_at = milliseconds(row.paid_at)
        if paid_at > now + PAID_AHEAD_MS:
            raise InvalidField("paid_at", "timestamp.future", "must not lie in the future")
        if paid_at < now - PAID_BACK_MS:
            raise InvalidField("paid_at", "payment.old", "must not lie more than ten years back")
        amount = money.kopecks(row.amount, "amount")
        if row.returned_document and amount >= 0:
            raise InvalidField("returned_document", "payment.negative", "stands with a negative amount only")
    except InvalidField as error:
        return broken(error)
    terms = (paid_at, row.returned_document or None)
    return Entry(utility_id, row.account_number, row.document_number, amount, terms)


def _month(period: Date, days: Days) -> str:
    if calendar_date(period, "period").day != 1:
        raise InvalidField("period", "date.month", "must be the first day of a month")
    return days.read(period, "period")


def broken(error: InvalidField) -> Problem:
    """The first rule that a row breaks."""
    first = error.violations[0]
    return Problem(error.reason_name, first.field, first.rule, first.message)


def error_message(line: int, problem: Problem) -> pb.BillingRowError:
    return pb.BillingRowError(
        line=line,
        reason=problem.reason,
        field=problem.field,
        rule=problem.rule,
        message=problem.message,
        message_uk=row_said(problem.reason, problem.rule),
    )
