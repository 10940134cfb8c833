"""Who comes after somebody learns nothing of what was charged to them and what they paid."""

from typing import Any

from server.billing import notices
from server.codec import decode_id
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.accounts import AccountLink
from storage.models.billing import DEBT
from storage.repositories import billing_notices

from ..conftest import House
from .conftest import accounts_of, charges, day, new_charge, new_payment, payments


async def seen(resident: Any, account_id: str) -> tuple[list[str], list[str]]:
    charged = (await resident.BillingService.ListCharges(account_id=account_id)).charges
    paid = (await resident.BillingService.ListPayments(account_id=account_id)).payments
    return [one.document_number for one in charged], [one.document_number for one in paid]


async def owed(resident: Any, account_id: str) -> int:
    """Kopecks."""
    amount = (await resident.BillingService.GetBalance(account_id=account_id)).balance.balance
    return int(amount.units * 100 + amount.nanos // 10_000_000)


async def test_a_new_tenant_sees_what_was_charged_and_paid_since_they_came(house: House) -> None:
    admin, utility = await house.operator("oksana"), house.utility()
    account = (await accounts_of(house))[0]
    await charges(utility, new_charge(account.number, "old-1", 20_000, "2026-10-20"))
    late = new_charge(account.number, "old-3", 77_700, "2026-12-30")  # falls due when they are gone
    late.issued_on.CopyFrom(day("2026-11-01"))
    await charges(utility, late)
    await payments(utility, new_payment(account.number, "old-2", 20_000))
    users = (await admin.UserService.ListUsers(page_size=100)).users
    number, store = decode_id(account.id), house.app.services.store
    links = await store.read(
        lambda tx: tx.sql("SELECT user_id FROM account_link WHERE account_id = ? AND ended_at IS NULL", (number,))
    )
    here = {user_id for (user_id,) in links}
    newcomer = next(one for one in users if decode_id(one.id) not in here)
    neighbour = next(one for one in users if decode_id(one.id) in here)
    old_charges, old_payments = await seen(await house.resident(neighbour.phone), account.id)
    assert "old-1" in old_charges
    assert "old-2" in old_payments
    house.clock.advance(days=1)

    def moves_in(tx: Tx) -> None:
        tx.run(AccountLink.update(ended_at=tx.now).where(AccountLink.account_id == number))
        link = AccountLink(id=new_id(), account_id=number, user_id=decode_id(newcomer.id), ended_at=None)
        link.linked_at = tx.now
        tx.insert(link)

    await store.write(moves_in)
    resident = await house.resident(newcomer.phone)
    assert await seen(resident, account.id) == ([], [])
    assert await owed(resident, account.id) == 0
    assert account.id not in [one.account_id for one in (await resident.BillingService.ListDebts()).debts]
    house.clock.advance(days=1)
    await charges(utility, new_charge(account.number, "new-1", 10_000, "2026-12-20"))
    await payments(utility, new_payment(account.number, "new-2", 10_000, at=house.clock.now()))
    assert await seen(resident, account.id) == (["new-1"], ["new-2"])
    assert await owed(resident, account.id) == 0  # charged and paid alike


async def test_a_notice_tells_a_newcomer_of_their_own_money_alone(house: House) -> None:
    admin, utility = await house.operator("oksana"), house.utility()
    account = (await accounts_of(house))[0]
    await charges(utility, new_charge(account.number, "old-1", 20_000, "2026-10-20"))
    users = [decode_id(one.id) for one in (await admin.UserService.ListUsers(page_size=100)).users]
    number, store = decode_id(account.id), house.app.services.store
    here = await store.read(lambda tx: billing_notices.users_of(tx, [number])[number])
    newcomer = next(user_id for user_id in users if user_id not in here)
    house.clock.advance(days=1)

    def moves_in(tx: Tx) -> int:
        tx.insert(AccountLink(id=new_id(), account_id=number, user_id=newcomer, ended_at=None, linked_at=tx.now))
        (made,) = billing_notices.note(
            tx, billing_notices.Look(DEBT, "2026-10-21", 1), [(new_id(), number, 20_000)], "2026-10-22"
        )
        return made

    notice = await store.write(moves_in)

    def told(tx: Tx) -> dict[tuple[int, ...], str]:
        return {one.user_ids: one.en["amount"] for one in notices.values(tx, [notice])}

    assert await store.read(told) == {tuple(here): "200.00"}
    house.clock.advance(days=40)
    await charges(utility, new_charge(account.number, "new-1", 5_000, "2026-12-20"))
    house.clock.advance(days=1)

    def later(tx: Tx) -> int:
        (made,) = billing_notices.note(
            tx, billing_notices.Look(DEBT, "2026-12-21", 1), [(new_id(), number, 25_000)], "2026-12-22"
        )
        return made

    notice = await store.write(later)
    assert await store.read(told) == {tuple(here): "250.00", (newcomer,): "50.00"}
