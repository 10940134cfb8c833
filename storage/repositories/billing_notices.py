"""When utilities want people told of what is due or late, and who was. Money in kopecks, days as ISO text."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from storage.chunks import chunks
from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.billing import DEBT, BillingSchedule


def schedules(tx: Tx, utility_ids: Iterable[int] | None = None) -> list[BillingSchedule]:
    """By utility and service; None for those of all."""
    query = BillingSchedule.select()
    if utility_ids is not None:
        query = query.where(BillingSchedule.utility_id.in_(sorted(utility_ids)))
    return tx.all(query.order_by(BillingSchedule.utility_id, BillingSchedule.commodity))


def schedule_by_id(tx: Tx, schedule_id: int) -> BillingSchedule | None:
    found: BillingSchedule | None = tx.first(tx.lock(BillingSchedule.select().where(BillingSchedule.id == schedule_id)))
    return found


def create_schedule(tx: Tx, schedule: BillingSchedule) -> None:
    """Raises DuplicateValue where the utility has one for the service."""
    tx.insert(schedule)


def update_schedule(tx: Tx, schedule_id: int, **values: Any) -> BillingSchedule:
    """Writes values, one version on; its notices are looked for anew."""
    change = BillingSchedule.update(**values, noted_on=None, version=BillingSchedule.version + 1)
    tx.run(change.where(BillingSchedule.id == schedule_id))
    found: BillingSchedule = tx.first(BillingSchedule.select().where(BillingSchedule.id == schedule_id))
    return found


def not_noted(tx: Tx, today: str) -> list[BillingSchedule]:
    """Schedules whose notices of the day are not all written."""
    query = BillingSchedule.select().where(BillingSchedule.noted_on.is_null() | (BillingSchedule.noted_on < today))
    return tx.all(query)


def mark_noted(tx: Tx, schedule: BillingSchedule, today: str) -> None:
    """Unless it was changed meanwhile."""
    same = (BillingSchedule.id == schedule.id) & (BillingSchedule.version == schedule.version)
    tx.run(BillingSchedule.update(noted_on=today).where(same))


# -- notices

_STANDING = """
SELECT b.account_id, {amount} FROM balance b JOIN account a ON a.id = b.account_id
WHERE b.{day} = ? AND b.account_id > ? AND b.utility_id = ? AND a.commodity = ? AND {amount} >= ?
  AND EXISTS (SELECT 1 FROM account_link l WHERE l.account_id = b.account_id AND l.ended_at IS NULL)
ORDER BY b.account_id LIMIT ?"""
#: Of notices of one due day, a later one makes an earlier one needless.
_TOLD = """
SELECT account_id FROM billing_notice
WHERE account_id IN ({{marks}}) AND kind = ? AND due_on = ? AND days {later} ?"""


class Look(NamedTuple):
    """Whom to look for: kind of notice, the due day, and how many days before or after it they are to be told."""

    kind: int
    due_on: str
    days: int


def standing_so(tx: Tx, schedule: BillingSchedule, look: Look, last: int, limit: int) -> list[tuple[int, int]]:
    """Accounts of somebody by what falls due next, or by what has been overdue for longest, with the amount; behind
    one."""
    debt = look.kind == DEBT
    amount, day = ("b.overdue", "overdue_since") if debt else ("b.next_due", "next_due_on")
    least = schedule.smallest_debt if debt else 1
    parameters = (look.due_on, last, schedule.utility_id, schedule.commodity, least, limit)
    found = tx.sql(_STANDING.format(amount=amount, day=day), parameters)
    return [(int(number), int(kopecks)) for number, kopecks in found]


def told_already(tx: Tx, look: Look, account_ids: Iterable[int]) -> set[int]:
    """Those of the accounts that have such a notice, or a later one. (Asked apart: where notices are being written by
    the hundred thousand, a planner that knows of none yet would read all of them for each account.)"""
    statement = _TOLD.format(later=">=" if look.kind == DEBT else "<=")
    return {int(one[0]) for one in tx.among(statement, account_ids, after=look)}


#: Notices that one statement writes.
_AT_ONCE = 100


def note(tx: Tx, look: Look, rows: Sequence[tuple[int, int, int]], today: str) -> list[int]:
    """Writes notices, as (id, account, amount), and tells of them; which of them are new. An account that has one of
    the kind of today gets no other."""
    made: list[int] = []
    for chunk in chunks(rows, _AT_ONCE):
        written = tx.sql(
            "INSERT INTO billing_notice (id, account_id, kind, due_on, days, amount, at, told_on) VALUES "
            + ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?)"] * len(chunk))
            + " ON CONFLICT DO NOTHING RETURNING id",
            [value for number, account, amount in chunk for value in (number, account, *look, amount, tx.now, today)],
        )
        made += [int(one[0]) for one in written]
    if made:
        tx.change(Topic.BILLING_NOTICES, sorted(made), ChangeKind.CREATED)
    return made


class Noted(NamedTuple):
    """A notice with the account it is about, as that stands now."""

    id: int
    account_id: int
    kind: int
    due_on: str
    at: int
    number: str
    commodity: int
    overdue: int
    overdue_since: str | None
    next_due_on: str | None
    next_due: int
    #: Of the schedule, as it is now.
    smallest_debt: int


def noted(tx: Tx, notice_ids: Iterable[int]) -> list[Noted]:
    statement = (
        "SELECT n.id, n.account_id, n.kind, n.due_on, n.at, a.number, a.commodity, b.overdue, b.overdue_since, "
        "b.next_due_on, b.next_due, coalesce(s.smallest_debt, 0) FROM billing_notice n "
        "JOIN account a ON a.id = n.account_id JOIN balance b ON b.account_id = n.account_id "
        "LEFT JOIN billing_schedule s ON s.utility_id = a.utility_id AND s.commodity = a.commodity "
        "WHERE n.id IN ({marks}) ORDER BY n.id"
    )
    return [Noted(*one) for one in tx.among(statement, notice_ids)]


def users_of(tx: Tx, account_ids: Iterable[int]) -> dict[int, list[int]]:
    """Users that accounts are linked to now."""
    statement = (
        "SELECT account_id, user_id FROM account_link WHERE ended_at IS NULL AND account_id IN ({marks}) ORDER BY id"
    )
    found: dict[int, list[int]] = {}
    for account_id, user_id in tx.among(statement, dict.fromkeys(account_ids)):
        found.setdefault(int(account_id), []).append(int(user_id))
    return found
