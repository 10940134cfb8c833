"""The ledger: one path for charges and for payments. All of a batch is looked up together, its balances are held,
its documents are written by one statement, and the balances move with them, in one transaction.

A document is known by who reports it and its number. That makes a push idempotent: whoever lost a reply sends the
batch again.
"""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from server.billing import access, balances
from server.billing.returns import Paid, Returns
from server.billing.rows import ANOTHER, UNKNOWN_ACCOUNT, UNKNOWN_UTILITY, Entry
from server.principal import Principal
from server.readings.ingest import Problem
from storage.days import iso_day
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx
from storage.repositories import billing
from storage.repositories.billing import PAYMENTS, Contents, Document, Kind


class Fate(Enum):
    TAKEN = "taken"
    #: On record already, with the same contents.
    DUPLICATE = "duplicate"


Outcome = Fate | Problem


class Batch(NamedTuple):
    """What one partner pushed at once."""

    partner: Principal
    rows: Sequence[Entry | Problem]


def take(kind: Kind, tx: Tx, batches: list[Batch]) -> list[list[Outcome]]:
    """Writes what is new of the batches; what became of each row. Raises DuplicateValue where another writer takes a
    document number at the same moment: then it is on record, and a second try finds it."""
    named = [_named(tx, batch) for batch in batches]
    utilities = {one.account_id: one.entry.utility_id for rows in named for one in rows if isinstance(one, _Named)}
    held, created = billing.hold(tx, utilities, iso_day(tx.now))
    pen = _Pen(tx, kind)
    outcomes = [pen.write_all(batch.partner.id, rows) for batch, rows in zip(batches, named, strict=True)]
    billing.add(tx, kind, pen.documents())
    balances.move(tx, kind, pen.moved, held, created)
    return outcomes


class _Named(NamedTuple):
    """An entry with the account it means."""

    entry: Entry
    account_id: int

    @property
    def contents(self) -> Contents:
        return self.account_id, self.entry.amount, *self.entry.terms

    @property
    def paid(self) -> Paid:
        """Of a payment."""
        returned = self.entry.terms[1]
        assert returned is None or isinstance(returned, str)
        return Paid(self.account_id, self.entry.document_number, self.entry.amount, returned)


def _named(tx: Tx, batch: Batch) -> list[_Named | Problem]:
    """The rows of a batch with their accounts, as far as the partner may report for them."""
    allowed = access.reported(tx, batch.partner)
    numbers: dict[int, dict[str, None]] = {}
    for row in batch.rows:
        if isinstance(row, Entry) and row.utility_id in allowed:
            numbers.setdefault(row.utility_id, {})[row.account_number] = None
    accounts = {
        utility_id: billing.accounts_by_number(tx, utility_id, wanted) for utility_id, wanted in numbers.items()
    }
    found: list[_Named | Problem] = []
    for row in batch.rows:
        if isinstance(row, Problem):
            found.append(row)
        elif row.utility_id not in allowed:
            found.append(UNKNOWN_UTILITY)
        elif (account_id := accounts[row.utility_id].get(row.account_number)) is None:
            found.append(UNKNOWN_ACCOUNT)
        else:
            found.append(_Named(row, account_id))
    return found


class _Pen:
    """Tells what is new from what is known, and gathers it."""

    def __init__(self, tx: Tx, kind: Kind) -> None:
        self._tx = tx
        self._kind = kind
        self._written: list[tuple[int, _Named]] = []
        self._known: dict[int, dict[str, Contents]] = {}
        self._returns: dict[int, Returns] = {}
        #: Kopecks by account.
        self.moved: dict[int, int] = {}

    def write_all(self, partner_id: int, rows: list[_Named | Problem]) -> list[Outcome]:
        numbers = [row.entry.document_number for row in rows if isinstance(row, _Named)]
        known = self._known.setdefault(partner_id, {})
        known |= billing.known(self._tx, self._kind, partner_id, set(numbers) - known.keys())
        if self._kind is PAYMENTS:
            returns = self._returns.setdefault(partner_id, Returns(self._tx, partner_id))
            returns.prepare(row.paid for row in rows if isinstance(row, _Named))
        return [row if isinstance(row, Problem) else self._write(partner_id, row, known) for row in rows]

    def _write(self, partner_id: int, row: _Named, known: dict[str, Contents]) -> Outcome:
        number, contents = row.entry.document_number, row.contents
        on_record = known.get(number)
        if on_record is not None:
            return Fate.DUPLICATE if on_record == contents else ANOTHER
        if self._kind is PAYMENTS:
            returns, payment = self._returns[partner_id], row.paid
            if (problem := returns.refused(payment)) is not None:
                return problem
            returns.took(payment)
        known[number] = contents
        self._written.append((partner_id, row))
        self.moved[row.account_id] = self.moved.get(row.account_id, 0) + row.entry.amount
        return Fate.TAKEN

    def documents(self) -> list[Document]:
        """What is new, with the ids it gets."""
        ids = new_ids(len(self._written)) if self._written else []
        return [
            Document(number, partner_id, row.entry.utility_id, row.entry.document_number, row.contents)
            for number, (partner_id, row) in zip(ids, self._written, strict=True)
        ]
