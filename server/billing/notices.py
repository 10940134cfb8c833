"""What people are told of a notice, once somebody raises it: as the account stands then, not as it stood."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from server import words
from server.billing import access, balances
from server.limits import MESSAGE_LIFE_MS
from server.units import SERVICES
from server.words import ENGLISH, UKRAINIAN
from storage.days import day_of, midnight
from storage.engine.transaction import Tx
from storage.models.billing import DUE
from storage.repositories import billing, billing_notices
from storage.repositories.billing_notices import Noted

#: Templates by kind of notice.
PAYMENT_DUE, DEBT = "payment_due", "debt"


class Told(NamedTuple):
    """What to tell whom of a notice."""

    notice_id: int
    template_name: str
    user_ids: tuple[int, ...]
    #: Values of the template's placeholders, in Ukrainian and in English.
    uk: dict[str, str]
    en: dict[str, str]
    #: When it is of no use any more: a reminder with its due day; milliseconds.
    expires_at: int


def values(tx: Tx, notice_ids: Iterable[int]) -> list[Told]:
    """What the notices tell, by their ids. One that is of no account any more is left out: it was paid meanwhile, its
    time is over, or nobody is linked to the account."""
    found = billing_notices.noted(tx, notice_ids)
    users = billing_notices.users_of(tx, [one.account_id for one in found])
    later = billing.later_holders(tx, users)
    to: defaultdict[Noted, list[int]] = defaultdict(list)
    for one in found:
        for user_id in users.get(one.account_id, ()):
            begin = later.get((one.account_id, user_id))
            to[one if begin is None else _known(tx, one, begin)].append(user_id)
    told = [_told(one, tuple(user_ids), tx.now) for one, user_ids in to.items() if _holds(one)]
    return [one for one in told if one.expires_at > tx.now]


def _known(tx: Tx, one: Noted, begin: int) -> Noted:
    """A notice as it stands of the money that somebody knows of whose link began at an instant."""
    row = billing.row(tx, one.account_id)
    assert row is not None  # a notice is of a balance
    own = balances.known(tx, row, access.since_link(begin))
    return one._replace(
        overdue=own.overdue, overdue_since=own.overdue_since, next_due_on=own.next_due_on, next_due=own.next_due
    )


def _holds(one: Noted) -> bool:
    """Whether it is still true."""
    if one.kind == DUE:
        return one.next_due_on == one.due_on and one.next_due > 0
    late = one.overdue_since is not None and one.overdue_since <= one.due_on
    return late and one.overdue >= one.smallest_debt


def _told(one: Noted, user_ids: tuple[int, ...], now: int) -> Told:
    reminder = one.kind == DUE
    due_on = date.fromisoformat(one.due_on)
    day = due_on if reminder else day_of(now)
    amount = one.next_due if reminder else one.overdue
    uk, en = (
        {
            "date": day.isoformat(),
            "amount": words.money(amount, ENGLISH),
            "service": words.pick(SERVICES[one.commodity], language),
            "account": one.number,
        }
        for language in (UKRAINIAN, ENGLISH)
    )
    expires_at = midnight(due_on + timedelta(days=1)) if reminder else one.at + MESSAGE_LIFE_MS
    return Told(one.id, PAYMENT_DUE if reminder else DEBT, user_ids, uk, en, expires_at)
