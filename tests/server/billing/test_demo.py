"""Charges, payments and debts of the invented town."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from server.billing import schedule
from server.demo import charges, town
from storage.engine.store import Store
from storage.models.billing import BillingNotice
from storage.repositories.billing import BalanceFilter, debts
from storage.repositories.scope import EVERYTHING

from ..conftest import House
from .test_ledger import agrees

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("day", [TODAY, date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 26), date(2026, 8, 31)])
def test_on_every_day_some_service_is_a_week_ahead_of_its_due_day(day: date) -> None:
    devices = [device for household in town.households(day, 40) for device in household.devices]
    listed = [bill for device in devices for bill in charges.bills(device, day)]
    ahead = {(bill.due_on - day).days for bill in listed}
    assert any(0 <= days <= 7 for days in ahead)
    assert all(bill.issued_on <= day for bill in listed)
    assert len({bill.number for bill in listed}) == len(listed)
    assert {bill.commodity for bill in listed} == set(map(int, charges.PRICES))
    assert all(0 <= bill.amount < 1_000_000 for bill in listed)


def test_most_pay_in_time_and_some_do_not() -> None:
    random = Random(7)
    bill = charges.Bill(1, "1", date(2026, 10, 1), date(2026, 11, 12), 10_000)
    told = Counter[str]()
    for _ in range(2_000):
        day, amount = charges.paid(bill, random.random(), random)
        assert bill.issued_on < day <= bill.due_on + timedelta(days=25)
        told["in time" if day <= bill.due_on else "late" if amount == 10_000 else "half" if amount else "never"] += 1
    assert told["in time"] > 1_500
    assert all(told[kind] > 20 for kind in ("late", "half", "never"))


async def test_the_town_is_charged_once_however_often_it_is_pushed(house: House) -> None:
    store: Store = house.app.services.store
    access = house.access
    today = date.fromisoformat(access.today)
    households = list(town.households(today, access.households))
    first = await charges.push(store, today, households)
    assert first.charges == sum(len(list(charges.bills(device, today))) for one in households for device in one.devices)
    assert 0 < first.payments < first.charges
    assert await charges.push(store, today, households) == (0, 0)
    await agrees(store)
    found = await store.read(
        lambda tx: debts(tx, BalanceFilter(), EVERYTHING, oldest_first=False, after=None, size=10, skip=0)
    )
    assert found.total > 0
    await schedule.turn(store)
    assert await store.read(lambda tx: len(tx.all(BillingNotice.select()))) > 0
