"""Payments that were returned: none takes back what was never paid.

A reporter returns of an account at most what it has reported of it, and of a document that it names at most what is
left of that document. Without this a bank or a payment system could put every account it may report for into debt.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from server.readings.ingest import Problem
from storage.engine.transaction import Tx
from storage.repositories import billing

#: What becomes of returns that nothing stands behind.
NEVER_PAID = Problem(
    "CONFLICT", "amount", "payment.returned", "more is returned than the partner has reported of the account"
)
NO_SUCH_PAYMENT = Problem(
    "NOT_FOUND", "returned_document", "payment.known", "no payment of this number by the partner to this account"
)
MORE_THAN_LEFT = Problem(
    "CONFLICT", "amount", "payment.left", "more is returned than is left of the document that is named"
)


class Paid(NamedTuple):
    """A payment, or one that was returned, as it is to be written."""

    account_id: int
    document_number: str
    amount: int
    returned_document: str | None


class Returns:
    """What one partner has reported of accounts, and what is left of its documents: on record, and in this unit. The
    balances of the accounts are held, so that nobody else moves them meanwhile."""

    def __init__(self, tx: Tx, partner_id: int) -> None:
        self._tx = tx
        self._partner_id = partner_id
        #: Kopecks on record, of those that were asked for.
        self._stored: dict[int, int] = {}
        self._stored_left: dict[tuple[int, str], int] = {}
        #: Kopecks of this unit.
        self._moved = Counter[int]()
        self._moved_left = Counter[tuple[int, str]]()

    def prepare(self, payments: Iterable[Paid]) -> None:
        """Looks up all at once what the returns among the payments are held against."""
        returns = [one for one in payments if one.amount < 0]
        accounts = {one.account_id for one in returns} - self._stored.keys()
        if accounts:
            self._stored |= billing.reported(self._tx, self._partner_id, accounts)
        named = {one.returned_document for one in returns if one.returned_document}
        named -= {document for _, document in self._stored_left}
        if named:
            self._stored_left |= billing.left(self._tx, self._partner_id, named)

    def refused(self, payment: Paid) -> Problem | None:
        """Why a payment can't be taken back; None where it can, or is no return."""
        if payment.amount >= 0:
            return None
        if payment.returned_document:
            place = payment.account_id, payment.returned_document
            if place not in self._stored_left and place not in self._moved_left:
                return NO_SUCH_PAYMENT
            if self._stored_left.get(place, 0) + self._moved_left[place] + payment.amount < 0:
                return MORE_THAN_LEFT
        paid = self._stored.get(payment.account_id, 0) + self._moved[payment.account_id]
        return NEVER_PAID if paid + payment.amount < 0 else None

    def took(self, payment: Paid) -> None:
        self._moved[payment.account_id] += payment.amount
        document = payment.returned_document or payment.document_number
        if payment.amount >= 0 or payment.returned_document:
            self._moved_left[payment.account_id, document] += payment.amount
