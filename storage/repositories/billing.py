"""Charges, payments and the balances that follow from them. Money in kopecks, days as ISO text. Writing is SQL by hand:
it is the hot path."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import SQL, Tuple

from storage.chunks import chunks
from storage.days import OPEN_END
from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.accounts import Account, AccountLink, UsagePoint
from storage.models.billing import Balance, Charge, Payment
from storage.repositories.scope import SHOWN_FROM, Scope, of_utilities
from storage.repositories.streets import within

# -- documents


@dataclass(frozen=True)
class Kind:
    """Charges or payments: where they are kept, and by what a document is known again."""

    model: type[Charge] | type[Payment]
    table: str
    #: Within whose documents a number is unique.
    holder: str
    #: What a document says beside its account and its amount.
    terms: tuple[str, ...]


CHARGES = Kind(Charge, "charge", "utility_id", ("due_on", "period", "issued_on"))
PAYMENTS = Kind(Payment, "payment", "partner_id", ("paid_at", "returned_document"))

#: Account, amount and terms: what must be the same where a document comes again.
Contents = tuple[Any, ...]


def accounts_by_number(tx: Tx, utility_id: int, numbers: Iterable[str]) -> dict[str, int]:
    """Ids of a utility's accounts; unknown numbers are missing."""
    statement = "SELECT number, id FROM account WHERE utility_id = ? AND number IN ({marks})"
    return {number: int(found) for number, found in tx.among(statement, numbers, before=(utility_id,))}


def known(tx: Tx, kind: Kind, holder_id: int, numbers: Iterable[str]) -> dict[str, Contents]:
    """What is on record under document numbers."""
    columns = ", ".join(("document_number", "account_id", "amount", *kind.terms))
    statement = f"SELECT {columns} FROM {kind.table} WHERE {kind.holder} = ? AND document_number IN ({{marks}})"
    return {number: tuple(contents) for number, *contents in tx.among(statement, numbers, before=(holder_id,))}


def reported(tx: Tx, partner_id: int, account_ids: Iterable[int]) -> dict[int, int]:
    """What a partner has reported of accounts as paid, in sum; accounts of which it reported none are missing."""
    statement = (
        "SELECT account_id, sum(amount) FROM payment WHERE partner_id = ? AND account_id IN ({marks}) "
        "GROUP BY account_id"
    )
    return {int(account): int(paid) for account, paid in tx.among(statement, account_ids, before=(partner_id,))}


def left(tx: Tx, partner_id: int, numbers: Collection[str]) -> dict[tuple[int, str], int]:
    """What is left of a partner's payments when what was returned of them is taken off, by account and document
    number; those that are not on record are missing."""
    paid = (
        "SELECT account_id, document_number, amount FROM payment "
        "WHERE partner_id = ? AND amount >= 0 AND document_number IN ({marks})"
    )
    made = {(int(one[0]), str(one[1])): int(one[2]) for one in tx.among(paid, numbers, before=(partner_id,))}
    returned = (
        "SELECT account_id, returned_document, sum(amount) FROM payment WHERE partner_id = ? "
        "AND account_id IN ({marks}) AND returned_document IS NOT NULL GROUP BY account_id, returned_document"
    )
    for account, document, amount in tx.among(returned, {account for account, _ in made}, before=(partner_id,)):
        if (place := (int(account), str(document))) in made:
            made[place] += int(amount)
    return made


class Document(NamedTuple):
    """A charge or a payment to be written."""

    id: int
    #: The one who reports it; of a charge it is the utility.
    partner_id: int
    utility_id: int
    document_number: str
    contents: Contents


def add(tx: Tx, kind: Kind, documents: Iterable[Document]) -> None:
    """Raises DuplicateValue where another writer has just taken a document number."""
    reporter = ("partner_id",) if kind is PAYMENTS else ()
    columns = ("id", *reporter, "utility_id", "document_number", "account_id", "amount", *kind.terms, "received_at")
    rows = [
        (one.id, *((one.partner_id,) if reporter else ()), one.utility_id, one.document_number, *one.contents, tx.now)
        for one in documents
    ]
    tx.insert_many(kind.model, columns, rows)


class Since(NamedTuple):
    """The time of an account whose money somebody may know of: charges issued from a day on, payments made from an
    instant on."""

    day: str
    instant: int


ALL_TIME = Since("", -OPEN_END)


def later_holders(tx: Tx, account_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """Residents whom another was linked to their account before, by account and user, with the instant of their link:
    from then on the account shows them its money. Everybody else is shown all of it."""
    statement = (
        f"SELECT l.account_id, l.user_id, min({SHOWN_FROM}), min(a.begins_at) FROM account_link l "
        "JOIN account a ON a.id = l.account_id WHERE l.ended_at IS NULL AND l.account_id IN ({marks}) "
        "GROUP BY l.account_id, l.user_id"
    )
    rows = tx.among(statement, dict.fromkeys(account_ids))
    return {(int(account), int(user)): int(begin) for account, user, begin, whole in rows if begin != whole}


def charges(
    tx: Tx, account_id: int, since: Since, after: tuple[str, int] | None, size: int, skip: int
) -> tuple[list[Charge], int]:
    """Charges of an account, those that fall due last first, behind (due day, id), and how many there are."""
    known = (Charge.account_id == account_id) & (Charge.issued_on >= since.day)
    return _documents(tx, Charge, Charge.due_on, known, after, size, skip)


def payments(
    tx: Tx, account_id: int, since: Since, after: tuple[int, int] | None, size: int, skip: int
) -> tuple[list[Payment], int]:
    """Payments to an account, the last first, behind (instant, id), and how many there are."""
    known = (Payment.account_id == account_id) & (Payment.paid_at >= since.instant)
    return _documents(tx, Payment, Payment.paid_at, known, after, size, skip)


def _documents(
    tx: Tx, model: Any, moment: Any, known: Any, after: tuple[Any, int] | None, size: int, skip: int
) -> tuple[list[Any], int]:
    query = model.select().where(known)
    total = query.count(tx.database)
    if after is not None:
        query = query.where(Tuple(moment, model.id) < after)
    return tx.all(query.order_by(moment.desc(), model.id.desc()).limit(size).offset(skip)), total


def charged_behind(tx: Tx, account_id: int, since: Since, last: tuple[str, int]) -> int:
    """Positive charges of an account that come after (due day, id), in sum."""
    rows = tx.sql(
        "SELECT sum(amount) FROM charge WHERE account_id = ? AND issued_on >= ? AND amount > 0 "
        "AND (due_on, id) > (?, ?)",
        (account_id, since.day, *last),
    )
    return int(rows[0][0] or 0)


def sums(tx: Tx, account_id: int, since: Since) -> tuple[int, int]:
    """What was charged to an account and what was paid."""
    rows = tx.sql(
        "SELECT (SELECT sum(amount) FROM charge WHERE account_id = ? AND issued_on >= ?), "
        "(SELECT sum(amount) FROM payment WHERE account_id = ? AND paid_at >= ?)",
        (account_id, since.day, account_id, since.instant),
    )
    charged, paid = rows[0]
    return int(charged or 0), int(paid or 0)


# -- balances


class Row(NamedTuple):
    """A balance as it is kept."""

    account_id: int
    utility_id: int
    charged: int = 0
    paid: int = 0
    overdue: int = 0
    overdue_since: str | None = None
    next_due_on: str | None = None
    next_due: int = 0
    #: The day for which the four before it hold.
    reckoned_on: str = ""
    updated_at: int = 0

    @property
    def balance(self) -> int:
        return self.charged - self.paid


_NAMES = ", ".join(Row._fields)


def row(tx: Tx, account_id: int) -> Row | None:
    rows = tx.sql(f"SELECT {_NAMES} FROM balance WHERE account_id = ?", (account_id,))
    return Row(*rows[0]) if rows else None


def hold(tx: Tx, utilities: Mapping[int, int], today: str) -> tuple[dict[int, Row], set[int]]:
    """Balances of accounts (with the utility of each), held until the unit ends, and which of them are new. They are
    held in the order of ids, so that two writers wait for one another and never both."""
    wanted = sorted(utilities)
    found = _held(tx, wanted)
    missing = [number for number in wanted if number not in found]
    if missing:
        tx.many(
            "INSERT INTO balance (account_id, utility_id, charged, paid, overdue, next_due, reckoned_on, updated_at) "
            "VALUES (?, ?, 0, 0, 0, 0, ?, ?) ON CONFLICT (account_id) DO NOTHING",
            [(number, utilities[number], today, tx.now) for number in missing],
        )
        found |= _held(tx, missing)
    return found, set(missing)


def held(tx: Tx, account_ids: Iterable[int]) -> list[Row]:
    """Balances, held in the order of ids until the unit ends."""
    return list(_held(tx, sorted(account_ids)).values())


def _held(tx: Tx, account_ids: Sequence[int]) -> dict[int, Row]:
    locked = " FOR UPDATE" if tx.postgres else ""  # SQLite has one writer at a time
    statement = f"SELECT {_NAMES} FROM balance WHERE account_id IN ({{marks}}) ORDER BY account_id{locked}"
    return {one[0]: Row(*one) for one in tx.among(statement, account_ids)}


def due_days(tx: Tx, account_ids: Iterable[int], since: str, issued_from: str = "") -> dict[int, list[tuple[str, int]]]:
    """What falls due of accounts from a day on, by day, the last first, of charges issued from a day on; negative
    charges left out."""
    statement = (
        "SELECT account_id, due_on, sum(amount) FROM charge WHERE account_id IN ({marks}) AND due_on >= ? "
        "AND issued_on >= ? AND amount > 0 GROUP BY account_id, due_on ORDER BY account_id, due_on DESC"
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for account_id, on, amount in tx.among(statement, account_ids, after=(since, issued_from)):
        found.setdefault(int(account_id), []).append((on, int(amount)))
    return found


def save(tx: Tx, rows: Sequence[Row], created: set[int]) -> None:
    """Writes balances as they are now, and tells of them."""
    tx.many(
        "UPDATE balance SET charged = ?, paid = ?, overdue = ?, overdue_since = ?, next_due_on = ?, next_due = ?, "
        "reckoned_on = ?, updated_at = ? WHERE account_id = ?",
        [(*one[2:], one.account_id) for one in rows],
    )
    for kind, wanted in ((ChangeKind.CREATED, True), (ChangeKind.UPDATED, False)):
        ids = [one.account_id for one in rows if (one.account_id in created) is wanted]
        if ids:
            tx.change(Topic.BALANCES, ids, kind)


def outdated(tx: Tx, today: str, limit: int) -> list[int]:
    """Accounts whose balance a day before today has changed since: what came next is late now."""
    rows = tx.sql(
        "SELECT account_id FROM balance WHERE next_due_on < ? ORDER BY next_due_on, account_id LIMIT ?", (today, limit)
    )
    return [int(one[0]) for one in rows]


# -- lists of balances


@dataclass(frozen=True)
class BalanceFilter:
    """What of the balances is wanted; empty values ask for nothing."""

    utility_id: int | None = None
    commodity: int = 0
    user_id: int | None = None
    cities: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    overdue_above: int | None = None
    overdue_since: str | None = None


class Shown(NamedTuple):
    """A balance with what is shown beside it."""

    row: Row
    number: str
    commodity: int
    city: str
    street: str
    building: str
    apartment: str


_SHOWN = (
    *(getattr(Balance, name) for name in Row._fields),
    Account.number,
    Account.commodity,
    UsagePoint.city,
    UsagePoint.street,
    UsagePoint.building,
    UsagePoint.apartment,
)
#: Literal, so that the partial index is found with whatever parameters.
_OVERDUE = SQL("overdue > 0")


def _shown(tx: Tx, query: Any) -> list[Shown]:
    width = len(Row._fields)
    return [Shown(Row(*one[:width]), *one[width:]) for one in tx.rows(query)]


def _joined(*conditions: Any) -> Any:
    query = (
        Balance.select(*_SHOWN)
        .join(Account, on=(Account.id == Balance.account_id))
        .join(UsagePoint, on=(UsagePoint.id == Account.usage_point_id))
    )
    return query.where(*conditions) if conditions else query


def _of_user(user_id: int) -> Any:
    links = AccountLink.select(AccountLink.account_id)
    return Balance.account_id.in_(links.where((AccountLink.user_id == user_id) & AccountLink.ended_at.is_null()))


def _of_first_holder(user_id: int) -> Any:
    """Accounts that show a resident the whole of their time: what is kept of others counts what they may not know."""
    whole = (
        "SELECT l.account_id FROM account_link l JOIN account a ON a.id = l.account_id "
        f"WHERE l.user_id = {int(user_id)} AND l.ended_at IS NULL AND {SHOWN_FROM} = a.begins_at"
    )
    return Balance.account_id.in_(SQL(f"({whole})"))


def _conditions(wanted: BalanceFilter, scope: Scope) -> list[Any]:
    made: list[Any] = []
    if scope.user_id is not None:
        made.append(_of_first_holder(scope.user_id))
    elif scope.utility_ids is not None:
        made.append(of_utilities(scope, Balance.utility_id, Balance.account_id))
    if wanted.user_id is not None:
        made.append(_of_user(wanted.user_id))
    if wanted.utility_id is not None:
        made.append(Balance.utility_id == wanted.utility_id)
    if wanted.overdue_above is not None:
        made.append(Balance.overdue > wanted.overdue_above)
    if wanted.overdue_since is not None:
        made.append(Balance.overdue_since <= wanted.overdue_since)
    of_account: list[Any] = [Account.commodity == wanted.commodity] if wanted.commodity else []
    if wanted.cities or wanted.streets:
        of_account.append(Account.usage_point_id.in_(within(wanted.cities, wanted.streets)))
    if of_account:
        made.append(Balance.account_id.in_(Account.select(Account.id).where(*of_account)))
    return made


class Debts(NamedTuple):
    """A page of them, and how many the filter leaves on all pages with what they owe together."""

    rows: list[Shown]
    total: int
    overdue: int


def debts(
    tx: Tx,
    wanted: BalanceFilter,
    scope: Scope,
    *,
    oldest_first: bool,
    after: tuple[Any, int] | None,
    size: int,
    skip: int,
) -> Debts:
    """Balances with something overdue: the largest first, behind (overdue, account), or the oldest first, behind
    (overdue since, account)."""
    conditions = [_OVERDUE, *_conditions(wanted, scope)]
    counted = Balance.select(SQL("count(*)"), SQL("coalesce(sum(overdue), 0)")).where(*conditions)
    total, overdue = tx.rows(counted)[0]
    key: tuple[Any, Any] = (Balance.overdue_since if oldest_first else Balance.overdue, Balance.account_id)
    order = key if oldest_first else tuple(column.desc() for column in key)
    if oldest_first:
        conditions.append(Balance.overdue_since.is_null(False))  # for its index
    if after is not None:
        conditions.append(Tuple(*key) > after if oldest_first else Tuple(*key) < after)
    rows = _shown(tx, _joined(*conditions).order_by(*order).limit(size).offset(skip))
    return Debts(rows, int(total), int(overdue))


def behind(tx: Tx, wanted: BalanceFilter, scope: Scope, last: int, size: int) -> list[Shown]:
    """Balances by account, behind one."""
    conditions = _conditions(wanted, scope)
    query = _joined(*conditions, Balance.account_id > last)
    return _shown(tx, query.order_by(Balance.account_id).limit(size))


def watched(tx: Tx, wanted: BalanceFilter, account_ids: Sequence[int], scope: Scope) -> list[Shown]:
    """Those of the accounts that the filter lets through."""
    conditions = _conditions(wanted, scope)
    return [
        one for chunk in chunks(account_ids) for one in _shown(tx, _joined(*conditions, Balance.account_id.in_(chunk)))
    ]
