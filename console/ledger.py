"""What an account was charged and paid, line by line, and when its owner hears of it next. Pure; money in kopecks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from console.delivery import Charge, Debt, Payment, Schedule
from console.formats import KYIV


@dataclass(frozen=True)
class Line:
    """A document and what the account owed behind it."""

    day: date | None
    document: str
    #: What was charged; negative for what was paid.
    amount: int
    balance: int
    #: What of a charge is not paid.
    unpaid: int = 0
    due_on: date | None = None
    payment: bool = False


@dataclass(frozen=True)
class Notice:
    """Of what somebody will be told, and when, if nothing is paid until then."""

    on: date
    debt: bool
    amount: int
    #: The day on which it is to be paid, or since which it is overdue.
    day: date


def lines(balance: int, charges: Sequence[Charge], payments: Sequence[Payment]) -> list[Line]:
    """The documents of an account, newest first; the balance of the first is what the account owes now."""
    made = [
        Line(one.issued_on, one.document, one.amount, 0, unpaid=one.unpaid, due_on=one.due_on) for one in charges
    ] + [
        Line(one.paid_at.astimezone(KYIV).date() if one.paid_at else None, one.document, -one.amount, 0, payment=True)
        for one in payments
    ]
    made.sort(key=lambda line: (line.day or date.min, line.payment), reverse=True)
    counted = []
    for line in made:
        counted.append(Line(line.day, line.document, line.amount, balance, line.unpaid, line.due_on, line.payment))
        balance -= line.amount
    return counted


def notices(debt: Debt, schedule: Schedule, today: date) -> list[Notice]:
    """The next reminders and notices of debt that the schedule brings from today on, the first first."""
    return sorted(_notices(debt, schedule, today), key=lambda one: (one.on, one.debt))


def _notices(debt: Debt, schedule: Schedule, today: date) -> Iterator[Notice]:
    if debt.next_due_on is not None and debt.next_due > 0:
        for before in schedule.remind:
            on = debt.next_due_on - timedelta(days=before)
            if on >= today:
                yield Notice(on, False, debt.next_due, debt.next_due_on)
    if debt.overdue_since is not None and debt.overdue >= max(1, schedule.smallest):
        for after in schedule.debt:
            on = debt.overdue_since + timedelta(days=after)
            if on >= today:
                yield Notice(on, True, debt.overdue, debt.overdue_since)
