"""The ledger on both engines: what is kept is what could be reckoned from nothing, in whatever order things come."""

import asyncio
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.billing import access, balances, ledger
from server.billing.ledger import Fate, Outcome
from server.billing.rows import ANOTHER, UNKNOWN_ACCOUNT, UNKNOWN_UTILITY, Entry
from server.readings.ingest import Problem
from storage.engine.feed import ChangeKind, Topic
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.models.billing import Balance, Charge, Payment
from storage.repositories import billing
from storage.repositories.billing import CHARGES, PAYMENTS, Kind
from tests.engines import OpenStore

from ..conftest import START
from .conftest import (
    CONSUMPTION,
    FINANCIAL,
    LOCATION,
    TODAY,
    Ground,
    add_accounts,
    add_partner,
    balance,
    charge,
    grant,
    partner,
    payment,
    take,
)
from .oracle import reckon

BANK = 4  # smartregion.v1.PartnerKind


def from_nothing(tx: Tx, today: str) -> dict[int, billing.Row]:
    """Every balance, reckoned from its charges and payments alone."""
    made = {}
    for row in tx.all(Balance.select()):
        charged = [
            (one.due_on, one.amount) for one in tx.all(Charge.select().where(Charge.account_id == row.account_id))
        ]
        paid = [one.amount for one in tx.all(Payment.select().where(Payment.account_id == row.account_id))]
        found = reckon(charged, paid, today)
        made[row.account_id] = billing.Row(
            row.account_id, row.utility_id, found.charged, found.paid, *found.standing, row.reckoned_on, row.updated_at
        )
    return made


def kept(tx: Tx) -> dict[int, billing.Row]:
    return {row.account_id: balance(tx, row.account_id) for row in tx.all(Balance.select())}


async def agrees(store: Store, today: str = TODAY) -> dict[int, billing.Row]:
    """What is kept is what would be reckoned from nothing."""
    found = await store.read(lambda tx: (kept(tx), from_nothing(tx, today)))
    assert found[0] == found[1]
    return found[0]


ACCOUNTS = ("100", "200", "300")
documents = st.integers(0, 14)
entries = st.one_of(
    st.builds(
        lambda account, number, amount, due: (CHARGES, charge(account, f"Н-{number}", amount, due)),
        st.sampled_from(ACCOUNTS),
        documents,
        st.integers(-20_000, 60_000),
        st.sampled_from(["2026-08-20", "2026-09-20", "2026-10-20", "2026-11-22", "2026-11-23", "2026-12-20"]),
    ),
    st.builds(
        lambda account, number, amount: (PAYMENTS, payment(account, f"П-{number}", amount)),
        st.sampled_from(ACCOUNTS),
        documents,
        st.integers(0, 60_000),
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(entries, max_size=40), st.randoms(use_true_random=False), st.data())
async def test_any_order_any_batches_and_any_repetition_end_in_the_same_balances(
    ground: Ground, pushed: list[tuple[Kind, Entry]], random: Random, data: st.DataObject
) -> None:
    """The first of a number counts; those that come again change nothing."""
    first = {(kind.table, entry.document_number): (kind, entry) for kind, entry in reversed(pushed)}
    wanted = list(first.values())
    left = [*wanted, *random.choices(wanted, k=len(wanted) // 2)] if wanted else []
    random.shuffle(left)
    parts = []
    while left:
        size = data.draw(st.integers(1, len(left)))
        parts.append(left[:size])
        left = left[size:]

    def undone(tx: Tx) -> None:
        for part in parts:
            for kind in (CHARGES, PAYMENTS):
                take(tx, kind, *(entry for of, entry in part if of is kind))
            assert kept(tx) == from_nothing(tx, TODAY)
        sums = Counter[tuple[str, int]]()
        for kind, entry in wanted:
            sums[kind.table, ground.accounts[entry.account_number]] += entry.amount
        for account_id, row in kept(tx).items():
            assert (row.charged, row.paid) == (sums["charge", account_id], sums["payment", account_id])
        raise Undone

    with pytest.raises(Undone):
        await ground.store.write(undone)


class Undone(Exception):
    """Ends a unit so that nothing of it stays."""


async def test_the_same_document_again_is_a_duplicate_and_with_other_contents_a_conflict(ground: Ground) -> None:
    first = charge("100", "Р-1", 15_000)
    assert await ground.take(CHARGES, first, first) == [Fate.TAKEN, Fate.DUPLICATE]
    assert await ground.take(CHARGES, first) == [Fate.DUPLICATE]
    others = [
        charge("200", "Р-1", 15_000),
        charge("100", "Р-1", 15_001),
        charge("100", "Р-1", 15_000, "2026-12-21"),
        first._replace(terms=("2026-12-20", None, "2026-12-01")),
        first._replace(terms=("2026-12-20", "2026-12-01", "2026-12-02")),
    ]
    assert await ground.take(CHARGES, *others) == [ANOTHER] * 5
    assert (await ground.balance("100")).charged == 15_000
    paid = payment("100", "К-1", 5_000)
    assert await ground.take(PAYMENTS, paid, paid._replace(terms=(START + 1, None)), paid) == [
        Fate.TAKEN,
        ANOTHER,
        Fate.DUPLICATE,
    ]
    assert (await ground.balance("100")).paid == 5_000
    await agrees(ground.store)


async def test_a_number_of_one_partner_is_not_that_of_another(ground: Ground) -> None:
    def unit(tx: Tx) -> list[list[Outcome]]:
        add_partner(tx, 2)
        add_partner(tx, 9, BANK)
        add_accounts(tx, 2, ["100"])
        grant(tx, 9, 1, FINANCIAL)
        return [
            take(tx, CHARGES, charge("100", "1", 100)),
            take(tx, CHARGES, charge("100", "1", 200, utility=2), by=2),
            take(tx, PAYMENTS, payment("100", "1", 10)),
            take(tx, PAYMENTS, payment("100", "1", 20), by=9, of_kind=BANK),
        ]

    assert await ground.store.write(unit) == [[Fate.TAKEN]] * 4
    row = await ground.balance("100")
    assert (row.charged, row.paid) == (100, 30)


async def test_several_batches_of_one_group_see_each_other(ground: Ground) -> None:
    def unit(tx: Tx) -> list[list[Outcome]]:
        batches = [
            ledger.Batch(partner(1), [charge("100", "1", 100), charge("100", "2", 200)]),
            ledger.Batch(partner(1), [charge("100", "2", 200), charge("100", "1", 7)]),
        ]
        return ledger.take(CHARGES, tx, batches)

    assert await ground.store.write(unit) == [[Fate.TAKEN, Fate.TAKEN], [Fate.DUPLICATE, ANOTHER]]
    assert (await ground.balance("100")).charged == 300


async def test_bad_rows_keep_nobody_else_back(ground: Ground) -> None:
    bad = Problem("INVALID_FIELD", "amount", "money.range", "too much")

    def unit(tx: Tx) -> list[Outcome]:
        add_partner(tx, 2)
        add_accounts(tx, 2, ["777"])
        rows = [
            charge("100", "1", 100),
            bad,
            charge("777", "2", 100),  # another utility's
            charge("100", "3", 100, utility=2),
            charge("no", "4", 100),
            charge("200", "5", 100),
        ]
        return ledger.take(CHARGES, tx, [ledger.Batch(partner(1), rows)])[0]

    assert await ground.store.write(unit) == [
        Fate.TAKEN,
        bad,
        UNKNOWN_ACCOUNT,
        UNKNOWN_UTILITY,
        UNKNOWN_ACCOUNT,
        Fate.TAKEN,
    ]
    assert await ground.count(Charge) == 2
    await agrees(ground.store)


async def test_a_partner_has_to_do_with_money_where_it_was_granted_so_as_of_now(ground: Ground) -> None:
    def unit(tx: Tx) -> list[frozenset[int]]:
        for number in (2, 3, 5):
            add_partner(tx, number)
        grant(tx, 9, 1, FINANCIAL)
        grant(tx, 9, 2, CONSUMPTION, LOCATION)
        grant(tx, 9, 3, FINANCIAL, until="2026-11-22")
        grant(tx, 5, 1, FINANCIAL)
        return [access.utilities(tx, one) for one in (partner(9, BANK), partner(5), partner(8, BANK))]

    assert await ground.store.write(unit) == [{1}, {1, 5}, frozenset()]


async def test_the_feed_tells_of_balances_as_they_move(ground: Ground) -> None:
    before = ground.store.hub.revision
    await ground.take(CHARGES, charge("100", "1", 100), charge("200", "2", 100))
    await ground.take(PAYMENTS, payment("100", "1", 100))
    await ground.take(PAYMENTS, payment("100", "1", 100))  # known: nothing moved
    await ground.store.hub.poll()
    told = [(one.kind, set(one.ids)) for one in await ground.store.hub.after(before) if one.topic is Topic.BALANCES]
    one, two = ground.accounts["100"], ground.accounts["200"]
    assert told == [(ChangeKind.CREATED, {one, two}), (ChangeKind.UPDATED, {one})]


async def test_a_new_day_is_reckoned_by_what_comes_in(ground: Ground) -> None:
    await ground.take(CHARGES, charge("100", "1", 100, "2026-11-23"))
    assert (await ground.balance("100"))[4:8] == (0, None, "2026-11-23", 100)
    ground.clock.advance(days=1)
    await ground.take(CHARGES, charge("100", "2", 50, "2026-12-20"))
    assert (await ground.balance("100"))[4:8] == (100, "2026-11-23", "2026-12-20", 50)
    await agrees(ground.store, "2026-11-24")


async def test_old_debts_are_found_behind_the_recent_charges(ground: Ground) -> None:
    """Charges of years, of which only the last two months are looked at first."""
    months = [f"{year}-{month:02d}-20" for year in (2024, 2025, 2026) for month in range(1, 13)]
    await ground.take(CHARGES, *(charge("100", on, 100, on) for on in months))
    assert (await ground.balance("100"))[4:8] == (3_500, "2024-01-20", "2026-12-20", 100)
    await ground.pay("100", 3_250)
    assert (await ground.balance("100"))[4:8] == (250, "2026-09-20", "2026-12-20", 100)
    await ground.pay("100", 300)
    assert (await ground.balance("100"))[4:8] == (0, None, "2026-12-20", 50)
    await agrees(ground.store)


async def test_a_group_that_fails_moves_nothing(ground: Ground) -> None:
    await ground.take(CHARGES, charge("100", "1", 100))
    was = await agrees(ground.store)

    def spoiled(tx: Tx) -> None:
        take(tx, CHARGES, charge("100", "2", 100), charge("200", "3", 100))
        raise Undone

    with pytest.raises(Undone):
        await ground.store.write(spoiled)
    assert await agrees(ground.store) == was
    assert await ground.count(Charge) == 1


async def test_many_writers_at_once_lose_nothing(ground: Ground, open_store: OpenStore) -> None:
    """Two processes, several streams each, all for the same three accounts, each batch sent twice."""
    stores = [ground.store, await open_store()]

    async def stream(number: int) -> list[Outcome]:
        random, found = Random(number), []
        for batch in range(6):
            store = stores[random.randrange(2)]
            kind = (CHARGES, PAYMENTS)[random.randrange(2)]
            rows = []
            for row in range(12):
                account, name, amount = random.choice(ACCOUNTS), f"{number}-{batch}-{row}", random.randint(-50, 900)
                rows.append(charge(account, name, amount) if kind is CHARGES else payment(account, name, abs(amount)))
            for _ in range(2):
                found += await store.write(lambda tx, k=kind, r=rows: take(tx, k, *r))
        return found

    outcomes = Counter(
        outcome.value if isinstance(outcome, Fate) else outcome.rule
        for found in await asyncio.gather(*map(stream, range(8)))
        for outcome in found
    )
    assert outcomes == {"taken": 8 * 6 * 12, "duplicate": 8 * 6 * 12}
    assert await ground.count(Charge) + await ground.count(Payment) == 8 * 6 * 12
    assert len(await agrees(ground.store)) == 3


async def test_one_number_for_two_accounts_at_the_same_moment_is_taken_once(
    ground: Ground, open_store: OpenStore
) -> None:
    """Nothing is held that both want, so one of them finds out when it writes, and on its second try."""
    from server.pushing import written

    stores = [ground.store, await open_store()]
    doors = [store.batch(lambda tx, batches: ledger.take(CHARGES, tx, batches)) for store in stores]

    async def push(account: str, number: int) -> Outcome:
        entry = charge(account, f"Р-{number}", 100)
        return (await written(ledger.Batch(partner(1), [entry]), doors[account == "200"]))[0]

    for number in range(25):
        found = await asyncio.gather(push("100", number), push("200", number))
        assert sorted(map(str, found)) == sorted(map(str, [Fate.TAKEN, ANOTHER]))
    rows = await agrees(ground.store)
    assert sum(row.charged for row in rows.values()) == 2_500


async def test_a_number_that_is_always_taken_at_the_same_moment_is_tried_so_often(ground: Ground) -> None:
    from server.limits import PUSH_TRIES
    from server.pushing import written

    tries = 0

    def refuse(tx: Tx, batches: list[Any]) -> Any:
        nonlocal tries
        tries += 1
        raise DuplicateValue

    with pytest.raises(DuplicateValue):
        await written(ledger.Batch(partner(1), [charge("100", "1", 1)]), ground.store.batch(refuse))
    assert tries == PUSH_TRIES


async def test_a_balance_that_the_day_has_not_come_to_is_told_as_of_today(ground: Ground) -> None:
    await ground.take(CHARGES, charge("100", "1", 100, "2026-11-23"))
    ground.clock.advance(days=1)
    found = await ground.store.read(lambda tx: balances.current(tx, balance(tx, ground.accounts["100"])))
    assert found[4:8] == (100, "2026-11-23", None, 0)
    assert (await ground.balance("100")).overdue == 0  # reading writes nothing
