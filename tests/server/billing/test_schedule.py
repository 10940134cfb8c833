"""The turn of the day: what is late since, and who is told, once each, whenever and however often it comes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.billing import mapping, notices, schedule
from server.billing.notices import Told
from server.demo.causes import keep_no_quiet_hours
from server.limits import DEBT_NOTICE_LATE_DAYS
from server.notifications.templates import BUILT_IN
from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.accounts import AccountLink
from storage.models.billing import DEBT, DUE, BillingNotice, BillingSchedule
from storage.repositories import accounts, billing_notices
from storage.repositories.billing_notices import Look

from .conftest import COLD_WATER, Ground, add_accounts
from .test_ledger import agrees

TODAY = date(2026, 11, 23)
before = st.lists(st.integers(0, 30), max_size=5, unique=True).map(sorted)
after = st.lists(st.integers(1, 60), max_size=8, unique=True).map(sorted)


def looked_for(today: date, remind: Sequence[int], debts: Sequence[int]) -> dict[tuple[int, int], int]:
    """Days by kind and distance of the due day from today, ahead or past."""
    return {
        (look.kind, abs((date.fromisoformat(look.due_on) - today).days)): look.days
        for look in schedule.looks(today, remind, debts)
    }


@given(before, after)
def test_each_due_day_is_looked_for_once_and_by_the_notice_that_is_its_turn(
    remind: list[int], debts: list[int]
) -> None:
    found = list(schedule.looks(TODAY, remind, debts))
    assert len({(look.kind, look.due_on) for look in found}) == len(found)
    by_distance = looked_for(TODAY, remind, debts)
    for distance in range(32):
        turns = [days for days in remind if days >= distance]
        assert by_distance.get((DUE, distance)) == min(turns, default=None)
    for age in range(80):
        turns = [days for days in debts if days <= age <= days + DEBT_NOTICE_LATE_DAYS]
        assert by_distance.get((DEBT, age)) == max(turns, default=None)


def test_a_charge_is_not_late_on_its_due_day() -> None:
    assert all(look.due_on < TODAY.isoformat() for look in schedule.looks(TODAY, [], [1]))
    assert list(schedule.looks(TODAY, [0], [])) == [Look(DUE, "2026-11-23", 0)]


# -- on both engines


async def set_schedule(ground: Ground, remind: str = "1,5", debts: str = "1,10", smallest: int = 0) -> BillingSchedule:
    row = BillingSchedule(
        id=new_id(),
        utility_id=1,
        commodity=COLD_WATER,
        remind_days_before=remind,
        debt_days_after=debts,
        smallest_debt=smallest,
        version=1,
    )
    await ground.store.write(lambda tx: billing_notices.create_schedule(tx, row))
    return row


async def turn(ground: Ground, days: int = 0) -> list[tuple[str, str, int, int]]:
    """Turns the day, twice; the notices that are new: template, due day, days, amount."""
    ground.clock.advance(days=days)
    known = {row.id for row in await noticed(ground)}
    await schedule.turn(ground.store)
    await schedule.turn(ground.store)
    names = {DUE: "due", DEBT: "debt"}
    return [(names[row.kind], row.due_on, row.days, row.amount) for row in await noticed(ground) if row.id not in known]


async def noticed(ground: Ground) -> list[Any]:
    return await ground.store.read(lambda tx: tx.all(BillingNotice.select().order_by(BillingNotice.id)))


async def told(ground: Ground) -> list[Told]:
    ids = [row.id for row in await noticed(ground)]
    return await ground.store.read(lambda tx: notices.values(tx, ids))


async def test_a_month_of_somebody_who_does_not_pay(ground: Ground) -> None:
    await set_schedule(ground)
    await ground.charge("100", 10_000, "2026-12-01")
    said = {}
    for number in range(40):
        found = await turn(ground, days=min(number, 1))
        if found:
            said[(TODAY + timedelta(days=number)).isoformat()] = found
        await agrees(ground.store, (TODAY + timedelta(days=number)).isoformat())
    assert said == {
        "2026-11-26": [("due", "2026-12-01", 5, 10_000)],
        "2026-11-30": [("due", "2026-12-01", 1, 10_000)],
        "2026-12-02": [("debt", "2026-12-01", 1, 10_000)],
        "2026-12-11": [("debt", "2026-12-01", 10, 10_000)],
    }


async def test_who_pays_hears_no_more(ground: Ground) -> None:
    await set_schedule(ground)
    await ground.charge("100", 10_000, "2026-12-01")
    assert await turn(ground, days=3) == [("due", "2026-12-01", 5, 10_000)]
    await ground.pay("100", 4_000)
    assert await turn(ground, days=4) == [("due", "2026-12-01", 1, 6_000)]
    await ground.pay("100", 6_000)
    assert await turn(ground, days=5) == []


async def test_after_days_of_downtime_nobody_is_reminded_of_what_is_past(ground: Ground) -> None:
    """Due on December 1st; down from November 24th. Reminders of 5 and 1 days before were missed."""
    await set_schedule(ground, remind="1,3,5", debts="1,3,10")
    await ground.charge("100", 10_000, "2026-12-01")
    assert await turn(ground) == []
    assert await turn(ground, days=6) == [("due", "2026-12-01", 3, 10_000)]  # the 29th: one of the two
    assert await turn(ground, days=5) == [("debt", "2026-12-01", 3, 10_000)]  # the 4th: the later of two
    assert (await ground.balance("100")).overdue == 10_000
    assert await turn(ground, days=20) == []  # the 24th: the tenth day is long over
    await agrees(ground.store, "2026-12-24")


async def test_debts_of_long_ago_are_not_told_of_when_a_schedule_begins(ground: Ground) -> None:
    await ground.charge("100", 10_000, "2025-01-20")
    await set_schedule(ground)
    assert await turn(ground) == []


async def test_small_debts_are_not_told_of(ground: Ground) -> None:
    await set_schedule(ground, remind="", debts="1", smallest=5_000)
    await ground.charge("100", 4_999, "2026-11-22")
    assert await turn(ground) == []
    await ground.charge("100", 1, "2026-11-22")
    assert await turn(ground, days=1) == [("debt", "2026-11-22", 1, 5_000)]


async def test_nothing_is_said_before_the_morning(ground: Ground) -> None:
    await set_schedule(ground)
    await ground.charge("100", 10_000, "2026-11-23")
    ground.clock.advance(milliseconds=12 * 3_600_000 + 1_800_000)  # 00:30 of the 24th
    await schedule.turn(ground.store)
    assert (await ground.balance("100")).overdue == 10_000
    assert await noticed(ground) == []
    assert await turn(ground) == []
    ground.clock.advance(milliseconds=8 * 3_600_000 + 1_800_000)  # 09:00
    assert await turn(ground) == [("debt", "2026-11-23", 1, 10_000)]


async def test_where_nobody_keeps_quiet_hours_no_morning_is_waited_for(ground: Ground) -> None:
    await set_schedule(ground)
    await ground.charge("100", 10_000, "2026-11-23")
    ground.clock.advance(milliseconds=12 * 3_600_000 + 1_800_000)  # 00:30 of the 24th
    await ground.store.write(keep_no_quiet_hours)
    assert await turn(ground) == [("debt", "2026-11-23", 1, 10_000)]


async def test_an_account_of_nobody_gets_no_notice_until_somebody_is_linked(ground: Ground) -> None:
    await set_schedule(ground)
    await ground.charge("200", 10_000, "2026-11-26")
    assert await turn(ground) == []
    await ground.store.write(lambda tx: accounts.link(tx, new_id(), ground.accounts["200"], 8))
    assert await turn(ground, days=1) == [("due", "2026-11-26", 5, 10_000)]


async def test_a_schedule_that_changes_is_followed_the_same_day(ground: Ground) -> None:
    row = await set_schedule(ground, remind="1", debts="")
    await ground.charge("100", 10_000, "2026-11-26")
    assert await turn(ground) == []
    await ground.store.write(lambda tx: billing_notices.update_schedule(tx, row.id, remind_days_before="3"))
    assert await turn(ground) == [("due", "2026-11-26", 3, 10_000)]
    await ground.store.write(lambda tx: billing_notices.update_schedule(tx, row.id, remind_days_before="4"))
    assert await turn(ground) == []  # a later one was given already


async def test_a_schedule_that_moves_all_day_tells_nobody_twice(ground: Ground) -> None:
    """However it moves, and whatever is charged back-dated between."""
    row = await set_schedule(ground, remind="", debts="1")
    await ground.charge("100", 10_000, "2026-11-10")
    said = []
    for after in range(13, 5, -1):
        await ground.store.write(
            lambda tx, after=after: billing_notices.update_schedule(tx, row.id, debt_days_after=str(after))  # type: ignore[misc]
        )
        said += await turn(ground)
        await ground.charge("100", 1, (TODAY - timedelta(days=after + 20)).isoformat())
        await ground.store.write(
            lambda tx, after=after: billing_notices.update_schedule(tx, row.id, debt_days_after=str(after + 20))  # type: ignore[misc]
        )
        said += await turn(ground)
    assert said == [("debt", "2026-11-10", 13, 10_000)]
    await ground.store.write(lambda tx: billing_notices.update_schedule(tx, row.id, debt_days_after="34"))
    assert await turn(ground, days=1) == [("debt", "2026-10-21", 34, 10_008)]


async def test_a_schedule_that_changes_while_notices_are_written_is_not_taken_as_done(ground: Ground) -> None:
    row = await set_schedule(ground, remind="1", debts="")
    await ground.store.write(lambda tx: billing_notices.update_schedule(tx, row.id, remind_days_before="3"))
    await ground.store.write(lambda tx: billing_notices.mark_noted(tx, row, "2026-11-23"))
    assert len(await ground.store.read(lambda tx: billing_notices.not_noted(tx, "2026-11-23"))) == 1


async def test_services_and_utilities_have_schedules_of_their_own(ground: Ground) -> None:
    def unit(tx: Tx) -> None:
        add_accounts(tx, 2, ["900"], user=7)
        for utility, commodity in ((1, 3), (2, COLD_WATER)):
            made = BillingSchedule(id=new_id(), utility_id=utility, commodity=commodity, remind_days_before="9")
            billing_notices.create_schedule(tx, made)

    await ground.store.write(unit)
    await ground.charge("100", 10_000, "2026-12-02")
    assert await turn(ground) == []


async def test_many_are_reckoned_and_told_page_by_page(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("server.billing.schedule", "server.billing.balances"):
        monkeypatch.setattr(f"{module}.BILLING_ROWS", 7)
    monkeypatch.setattr("storage.repositories.billing_notices._AT_ONCE", 3)
    numbers = [f"М-{number}" for number in range(40)]
    ground.accounts.update(await ground.store.write(lambda tx: add_accounts(tx, 1, numbers, user=9)))
    await set_schedule(ground, remind="0", debts="1")
    for number in numbers:
        await ground.charge(number, 100, "2026-11-23")
    before = ground.store.hub.revision
    assert len(await turn(ground)) == 40
    assert len(await turn(ground, days=1)) == 40
    assert len(await agrees(ground.store, "2026-11-24")) == 40
    assert all(len(change.ids) <= 7 for change in await ground.store.hub.after(before))


async def test_two_processes_at_once_write_each_notice_once(ground: Ground, open_store: Any) -> None:
    import asyncio

    other = await open_store()
    numbers = [f"М-{number}" for number in range(60)]
    ground.accounts.update(await ground.store.write(lambda tx: add_accounts(tx, 1, numbers, user=9)))
    await set_schedule(ground, remind="3", debts="1")
    for number in numbers:
        await ground.charge(number, 100, "2026-11-23")
    ground.clock.advance(days=1)
    before = ground.store.hub.revision
    await asyncio.gather(*(schedule.turn(store) for store in (ground.store, other, ground.store, other)))
    assert len(await noticed(ground)) == 60
    await ground.store.hub.poll()
    raised = [
        number
        for change in await ground.store.hub.after(before)
        if change.topic is Topic.BILLING_NOTICES
        for number in change.ids
    ]
    assert sorted(raised) == [row.id for row in await noticed(ground)]
    await agrees(ground.store, "2026-11-24")


async def test_the_feed_tells_of_each_notice_once(ground: Ground) -> None:
    await set_schedule(ground)
    await ground.charge("100", 10_000, "2026-11-28")
    before = ground.store.hub.revision
    await turn(ground)
    changes = [one for one in await ground.store.hub.after(before) if one.topic is Topic.BILLING_NOTICES]
    assert [(one.kind, one.ids) for one in changes] == [
        (ChangeKind.CREATED, tuple(row.id for row in await noticed(ground)))
    ]


# -- what is told


async def test_a_reminder_says_until_when_and_how_much(ground: Ground) -> None:
    await set_schedule(ground)
    await ground.charge("100", 123_450, "2026-11-28")
    await turn(ground)
    (one,) = await told(ground)
    assert one.template_name == "payment_due"
    assert one.user_ids == (7,)
    assert one.uk == {"date": "2026-11-28", "amount": "1234.50", "service": "холодна вода", "account": "100"}
    assert one.en == {"date": "2026-11-28", "amount": "1234.50", "service": "cold water", "account": "100"}
    assert one.expires_at == 1_795_903_200_000  # 2026-11-29 00:00 in Kyiv


async def test_a_debt_is_told_as_of_the_day_on_which_it_is_told(ground: Ground) -> None:
    await set_schedule(ground)
    await ground.charge("100", 10_000, "2026-11-22")
    await turn(ground)
    await ground.pay("100", 2_500)
    ground.clock.advance(days=1)
    (one,) = await told(ground)
    assert (one.template_name, one.uk["date"], one.uk["amount"]) == ("debt", "2026-11-24", "75.00")
    ground.clock.advance(days=2)
    assert await told(ground) == []  # three days on nobody wants it any more


@pytest.mark.parametrize("due_on", ["2026-11-28", "2026-11-22"])
async def test_what_was_paid_meanwhile_is_not_told(ground: Ground, due_on: str) -> None:
    await set_schedule(ground, smallest=100)
    await ground.charge("100", 10_000, due_on)
    assert len(await turn(ground)) == 1
    await ground.pay("100", 9_950 if due_on == "2026-11-22" else 10_000)
    assert await told(ground) == []


async def test_only_those_are_told_whose_account_it_still_is(ground: Ground) -> None:
    def unit(tx: Tx) -> None:
        account = ground.accounts["100"]
        accounts.link(tx, new_id(), account, 8)
        tx.run(AccountLink.update(linked_at=tx.now).where(AccountLink.account_id == account))  # they came together
        tx.insert(AccountLink(id=new_id(), account_id=account, user_id=9, linked_at=tx.now + 1, ended_at=tx.now + 2))

    await ground.store.write(unit)
    await set_schedule(ground)
    await ground.charge("100", 10_000, "2026-11-28")
    await turn(ground)
    assert [one.user_ids for one in await told(ground)] == [(7, 8)]
    for user in (7, 8):
        await ground.store.write(lambda tx, one=user: accounts.unlink(tx, ground.accounts["100"], one))
    assert await told(ground) == []


async def test_reminders_end_with_their_due_day(ground: Ground) -> None:
    await set_schedule(ground)
    await ground.charge("100", 10_000, "2026-11-28")
    await turn(ground)
    ground.clock.advance(days=5)
    assert len(await told(ground)) == 1
    ground.clock.advance(days=1)
    assert await told(ground) == []


def test_the_values_are_those_that_the_built_in_texts_want() -> None:
    from server.notifications.placeholders import names_in

    texts = {one.name: one for one in BUILT_IN}
    for name in (notices.PAYMENT_DUE, notices.DEBT):
        for body in (texts[name].body_uk, texts[name].body_en):
            assert set(names_in(body, "body")) == {"date", "amount", "service", "account"}


@given(before)
def test_days_of_a_schedule_are_kept_as_they_were_said(days: list[int]) -> None:
    assert mapping.days(",".join(map(str, days))) == days
