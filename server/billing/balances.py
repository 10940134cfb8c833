"""Balances as they are kept: every charge, every payment and every new day moves them, and nothing else does.

A balance could be reckoned from nothing but its charges and payments at any time; what is kept is that, done early.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from server.billing import reckoning
from server.billing.reckoning import Due
from server.limits import BILLING_ROWS, RECENT_DAYS
from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.repositories import billing
from storage.repositories.billing import CHARGES, Kind, Row, Since


def reckoned(tx: Tx, rows: Sequence[Row], today: str) -> list[Row]:
    """Balances as they stand on a day, by what was charged and paid."""
    owing = [row for row in rows if row.balance > 0]
    recent = (date.fromisoformat(today) - timedelta(days=RECENT_DAYS)).isoformat()
    dues = billing.due_days(tx, [row.account_id for row in owing], recent)
    older = [row.account_id for row in owing if sum(one[1] for one in dues.get(row.account_id, ())) < row.balance]
    dues |= billing.due_days(tx, older, "")
    return [_as_of(tx, row, dues.get(row.account_id, []), today) for row in rows]


def _as_of(tx: Tx, row: Row, dues: list[tuple[str, int]], today: str) -> Row:
    stands = reckoning.standing(row.balance, map(Due._make, dues), today)
    return Row(row.account_id, row.utility_id, row.charged, row.paid, *stands, reckoned_on=today, updated_at=tx.now)


def move(tx: Tx, kind: Kind, amounts: Mapping[int, int], rows: Mapping[int, Row], created: set[int]) -> None:
    """Adds what was charged or paid to balances that are held, in kopecks by account."""
    changed = []
    for account_id, amount in amounts.items():
        row = rows[account_id]
        changed.append(
            row._replace(charged=row.charged + amount) if kind is CHARGES else row._replace(paid=row.paid + amount)
        )
    billing.save(tx, reckoned(tx, changed, iso_day(tx.now)), created)


def turn(tx: Tx) -> int:
    """Reckons balances anew that the day has changed, up to a bound; how many."""
    today = iso_day(tx.now)
    rows = billing.held(tx, billing.outdated(tx, today, BILLING_ROWS))
    billing.save(tx, reckoned(tx, rows, today), set())
    return len(rows)


def current(tx: Tx, row: Row) -> Row:
    """A balance as of today, also where the turn of the day has not come to it yet."""
    today = iso_day(tx.now)
    late = row.next_due_on is not None and row.next_due_on < today
    return reckoned(tx, [row], today)[0]._replace(updated_at=row.updated_at) if late else row


def known(tx: Tx, row: Row, since: Since) -> Row:
    """A balance as of today of nothing but what somebody knows of: to a new holder the one before owes nothing."""
    charged, paid = billing.sums(tx, row.account_id, since)
    dues = billing.due_days(tx, [row.account_id], "", since.day).get(row.account_id, [])
    told = _as_of(tx, row._replace(charged=charged, paid=paid), dues, iso_day(tx.now))
    return told._replace(updated_at=row.updated_at if charged or paid else 0)
