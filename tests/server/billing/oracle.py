"""A balance reckoned from all charges and payments at once: what the ledger keeps is held against it."""

from collections.abc import Iterable
from typing import NamedTuple

from server.billing.reckoning import Due, Standing, standing


def by_day(charges: Iterable[tuple[str, int]]) -> list[Due]:
    """Charges, as (due day, amount), by the day on which they fall due, the last first."""
    found: dict[str, int] = {}
    for on, amount in charges:
        if amount > 0:
            found[on] = found.get(on, 0) + amount
    return [Due(on, found[on]) for on in sorted(found, reverse=True)]


class Reckoned(NamedTuple):
    """A whole balance."""

    charged: int
    paid: int
    standing: Standing

    @property
    def balance(self) -> int:
        """Negative where more was paid than charged."""
        return self.charged - self.paid


def reckon(charges: Iterable[tuple[str, int]], payments: Iterable[int], today: str) -> Reckoned:
    """The balance of charges, as (due day, amount), and payments on a day, from nothing else."""
    listed = list(charges)
    charged, paid = sum(amount for _, amount in listed), sum(payments)
    return Reckoned(charged, paid, standing(charged - paid, by_day(listed), today))
