"""The turn of the day in Kyiv: what was due yesterday is late today, and who is to be told of what is due or late.

A day is never a moment: the turn may come late, twice or in several processes, and does only what is not done yet.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from server.billing import balances
from server.billing.mapping import days
from server.codec import utc
from server.limits import BILLING_ROWS, DEBT_NOTICE_LATE_DAYS, NOTICES_HOUR
from storage.days import KYIV
from storage.engine.ids import new_ids
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.billing import DEBT, DUE, BillingSchedule
from storage.repositories import billing_notices, delivery_rules
from storage.repositories.billing_notices import Look


def looks(today: date, remind: Sequence[int], debts: Sequence[int]) -> Iterator[Look]:
    """Whom to look for on a day, by a utility's schedule: days before and after the due day, rising.

    A reminder that was missed is made up for as long as the due day is ahead, by one alone. A notice of a debt that
    was missed is made up for within a week.
    """
    least = 0
    for before in remind:
        for distance in range(least, before + 1):
            yield Look(DUE, (today + timedelta(days=distance)).isoformat(), before)
        least = before + 1
    for position, after in enumerate(debts):
        for age in range(after, min([after + DEBT_NOTICE_LATE_DAYS + 1, *debts[position + 1 : position + 2]])):
            yield Look(DEBT, (today - timedelta(days=age)).isoformat(), after)


async def turn(store: Store) -> None:
    """Reckons balances anew that the day has changed, then writes the notices of the day from its morning on; where
    nobody keeps quiet hours, from its begin."""
    while await store.write(balances.turn) == BILLING_ROWS:
        pass
    now = utc(store.clock.now()).astimezone(KYIV)
    quiet_from, quiet_until, _ = await store.read(delivery_rules.peek)
    if now.hour >= NOTICES_HOUR or quiet_from == quiet_until:
        await note_day(store, now.date())


async def note_day(store: Store, today: date) -> None:
    """Writes the notices of a day that are not written yet."""
    for schedule in await store.read(lambda tx: billing_notices.not_noted(tx, today.isoformat())):
        await _note(store, schedule, today)


async def _note(store: Store, schedule: BillingSchedule, today: date) -> None:
    """Writes the notices of one schedule."""
    for look in looks(today, days(schedule.remind_days_before), days(schedule.debt_days_after)):
        last = 0
        while page := await store.read(partial(_page, schedule=schedule, look=look, last=last)):
            last = page.last
            if page.found:
                await store.write(partial(_noted, look=look, found=page.found, today=today.isoformat()))
    await store.write(lambda tx: billing_notices.mark_noted(tx, schedule, today.isoformat()))


class _Page(NamedTuple):
    """Accounts that are to be told, with the amount, and how far they were looked for."""

    found: list[tuple[int, int]]
    last: int


def _page(tx: Tx, schedule: BillingSchedule, look: Look, last: int) -> _Page | None:
    standing = billing_notices.standing_so(tx, schedule, look, last, BILLING_ROWS)
    if not standing:
        return None
    told = billing_notices.told_already(tx, look, [account_id for account_id, _ in standing])
    return _Page([one for one in standing if one[0] not in told], standing[-1][0])


def _noted(tx: Tx, look: Look, found: list[tuple[int, int]], today: str) -> int:
    ids = new_ids(len(found))
    made = billing_notices.note(tx, look, [(number, *one) for number, one in zip(ids, found, strict=True)], today)
    return len(made)
