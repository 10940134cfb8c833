"""What is owed, reckoned from charges and payments. Pure; money in kopecks, days as ISO text in Europe/Kyiv.

Payments pay the charge that falls due first. A negative charge (a correction, a subsidy) counts as paid from the moment
it is known, whenever it falls due, and a negative payment (one that was returned) takes back what it paid. So what is
not paid yet is the end of the charges: those that fall due last, until they add up to the balance. That is why a
balance is kept without reading the history behind it.

What is paid back beyond all payments is owed, but belongs to no charge, so it never falls due.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Due(NamedTuple):
    """What falls due on one day; negative charges left out."""

    on: str
    amount: int


class Standing(NamedTuple):
    """What of a balance is late, and what comes next."""

    overdue: int = 0
    #: The day of the oldest charge that is overdue.
    overdue_since: str | None = None
    #: The next day on which something falls due that is not paid, and how much.
    next_due_on: str | None = None
    next_due: int = 0


def unpaid(balance: int, amounts: Iterable[int]) -> Iterator[int]:
    """What is not paid of charges, the one that falls due last first: as far as the balance goes."""
    for amount in amounts:
        rest = max(0, min(amount, balance))
        balance -= rest
        yield rest


def standing(balance: int, dues: Iterable[Due], today: str) -> Standing:
    """How a balance stands on a day. `dues` come from the last day back, at least as far as they add up to the
    balance. A charge is in time on its due day."""
    overdue, since, next_on, following = 0, None, None, 0
    for on, amount in dues:
        if balance <= 0:
            break
        rest = min(amount, balance)
        balance -= rest
        if on < today:
            overdue, since = overdue + rest, on
        else:
            next_on, following = on, rest
    return Standing(overdue, since, next_on, following)
