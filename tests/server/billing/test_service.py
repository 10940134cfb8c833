"""BillingService as its callers know it: who reads what, lists by pages, watches, schedules."""

from typing import Any

from google.type.money_pb2 import Money
from smartregion.v1 import audit_service_pb2 as audit
from smartregion.v1 import billing_service_pb2 as pb
from smartregion.v1.common_pb2 import ChangeKind, Commodity, FrameKind
from smartregion.v1.partner_service_pb2 import PARTNER_KIND_BANK

from server.billing import schedule
from server.codec import encode_id

from ..conftest import START, Client, House, refused
from ..principals import key_of
from .conftest import (
    FINANCIAL,
    OPERATIONAL,
    Known,
    a_bank,
    accounts_of,
    charges,
    day,
    new_charge,
    new_payment,
    payments,
    uah,
)

WATER, GAS = 0, 2


async def debtors(house: House, utility: int = WATER) -> list[Known]:
    """Accounts that owe 1, 2, 3 … UAH since October, and as much that is due in December."""
    known = await accounts_of(house, utility)
    rows = [
        new_charge(one.number, f"{number}-{due_on}", 100 * number, due_on)
        for number, one in enumerate(known, 1)
        for due_on in ("2026-10-20", "2026-12-20")
    ]
    assert (await charges(house.utility(utility), *rows)).taken == len(rows)
    return known


async def test_a_balance_says_what_is_owed_what_is_late_and_what_comes(house: House) -> None:
    one = (await accounts_of(house))[0]
    utility = house.utility()
    empty = (await utility.BillingService.GetBalance(account_id=one.id)).balance
    assert (empty.id, empty.balance, empty.overdue) == (one.id, uah(0), uah(0))
    assert not empty.HasField("updated_at")
    await charges(
        utility,
        new_charge(one.number, "1", 20_000, "2026-10-20"),
        new_charge(one.number, "2", 15_050, "2026-11-23"),
        new_charge(one.number, "3", -2_000, "2026-12-20"),
        new_charge(one.number, "4", 10_000, "2026-12-20"),
    )
    await payments(utility, new_payment(one.number, "1", 5_000), new_payment(one.number, "2", -1_000))
    found = (await utility.BillingService.GetBalance(account_id=one.id)).balance
    assert (found.charged, found.paid, found.balance) == (uah(43_050), uah(4_000), uah(39_050))
    assert (found.overdue, found.overdue_since) == (uah(14_000), day("2026-10-20"))
    assert (found.next_due, found.next_due_on) == (uah(15_050), day("2026-11-23"))
    assert (found.account_number, found.commodity) == (one.number, Commodity.COMMODITY_COLD_WATER)
    assert found.address.city == "Світлоріченськ"
    assert found.updated_at.seconds == START // 1000
    house.clock.advance(days=1)
    tomorrow = (await utility.BillingService.GetBalance(account_id=one.id)).balance
    assert (tomorrow.overdue, tomorrow.next_due) == (uah(29_050), uah(10_000))


async def test_charges_come_newest_first_with_what_is_not_paid_of_each(house: House) -> None:
    one = (await accounts_of(house))[0]
    utility = house.utility()
    months = [f"2026-{month:02d}-20" for month in range(1, 13)]
    await charges(utility, *(new_charge(one.number, on, 10_000, on) for on in months))
    await charges(utility, new_charge(one.number, "пільга", -5_000, "2026-06-20"))
    await payments(utility, new_payment(one.number, "1", 90_000), new_payment(one.number, "2", 2_500))
    whole = await utility.BillingService.ListCharges(account_id=one.id)
    assert whole.total_size == 13
    assert [charge.document_number for charge in whole.charges][:2] == ["2026-12-20", "2026-11-20"]
    unpaid = {charge.document_number: charge.unpaid for charge in whole.charges}
    assert unpaid.pop("2026-12-20") == unpaid.pop("2026-11-20") == uah(10_000)
    assert unpaid.pop("2026-10-20") == uah(2_500)
    assert all(rest == uah(0) for rest in unpaid.values())
    first = whole.charges[0]
    assert (first.period, first.issued_on, first.amount) == (day("2026-12-01"), day("2026-12-01"), uah(10_000))
    by_pages, token = [], ""
    while True:
        page = await utility.BillingService.ListCharges(account_id=one.id, page_size=2, page_token=token)
        by_pages += page.charges
        if not (token := page.next_page_token):
            break
    assert by_pages == list(whole.charges)
    paid = await utility.BillingService.ListPayments(account_id=one.id, page_size=1)
    assert (paid.total_size, paid.payments[0].amount, paid.payments[0].partner_id) == (2, uah(2_500), one.utility_id)
    rest = await utility.BillingService.ListPayments(account_id=one.id, page_size=1, page_token=paid.next_page_token)
    assert [payment.document_number for payment in rest.payments] == ["1"]


# -- debts


async def listed(client: Client, size: int = 100, **request: Any) -> list[pb.Balance]:
    """All pages."""
    found, token = [], ""
    while True:
        page = await client.BillingService.ListDebts(page_size=size, page_token=token, **request)
        found += page.debts
        if not (token := page.next_page_token):
            assert page.total_size == len(found)
            assert page.total_overdue == uah(sum(one.overdue.units * 100 for one in found))
            return found


async def test_debts_come_by_size_or_by_age_page_by_page(house: House) -> None:
    known = await debtors(house)
    client = await house.operator("iryna")
    found = await listed(client)
    assert [one.id for one in found] == [one.id for one in known[::-1]]
    assert await listed(client, size=2) == found
    skipped = await client.BillingService.ListDebts(page_size=2, skip=1)
    assert list(skipped.debts) == found[1:3]
    oldest = new_charge(known[0].number, "давній", 100, "2026-01-20")
    await charges(house.utility(), oldest)
    by_age = await listed(client, size=2, order_by="overdue_since")
    assert by_age[0].id == known[0].id
    assert [one.overdue_since for one in by_age] == sorted(
        (one.overdue_since for one in by_age), key=lambda date: (date.year, date.month, date.day)
    )


async def test_pages_hold_though_debts_are_equal(house: House) -> None:
    known = await accounts_of(house)
    await charges(house.utility(), *(new_charge(one.number, one.number, 700, "2026-10-20") for one in known))
    client = await house.operator("iryna")
    for order in ("", "overdue desc", "overdue_since"):
        found = await listed(client, size=1, order_by=order)
        assert sorted(one.id for one in found) == sorted(one.id for one in known)


async def test_debts_by_filter(house: House) -> None:
    known = await debtors(house)
    gas = await debtors(house, GAS)
    client = await house.operator("iryna")

    async def ids(**wanted: Any) -> list[str]:
        return sorted(one.id for one in await listed(client, filter=pb.BalanceFilter(**wanted)))

    everybody = sorted(one.id for one in [*known, *gas])
    assert await ids() == everybody
    assert await ids(utility_id=known[0].utility_id) == sorted(one.id for one in known)
    assert await ids(commodity=Commodity.COMMODITY_GAS) == sorted(one.id for one in gas)
    assert await ids(overdue_above=uah(100 * (len(known) - 1)), utility_id=known[0].utility_id) == [known[-1].id]
    assert await ids(overdue_since=day("2026-10-19")) == []
    assert await ids(overdue_since=day("2026-10-20")) == everybody
    assert await ids(city="Світлоріченськ") == everybody
    told = await refused(listed(client, filter=pb.BalanceFilter(city="Київ")))
    assert told.violations == (("filter.city", "city.known"),)
    one = (await client.BillingService.GetBalance(account_id=known[0].id)).balance
    there = await ids(street=one.address.street, city=one.address.city)
    assert known[0].id in there
    name = one.address.street.removeprefix("вул. ")
    for written in (name, name.upper(), f"{name} вулиця", f"вулиця {name.lower()}"):
        assert await ids(street=written) == there, written
    mine = await ids(user_id=known[0].user_ids[0])
    assert known[0].id in mine
    assert len(mine) < len(everybody)


async def test_what_is_paid_or_not_yet_late_is_no_debt(house: House) -> None:
    known = await debtors(house)
    one = known[-1]
    client = await house.operator("iryna")
    await payments(house.utility(), new_payment(one.number, "1", 100 * len(known)))
    assert one.id not in {debt.id for debt in await listed(client)}
    await payments(house.utility(), new_payment(one.number, "2", -1))
    assert (await client.BillingService.ListDebts(filter=pb.BalanceFilter(overdue_above=uah(0)))).debts[-1].id == one.id


async def test_a_filter_that_can_not_be_meant_is_refused(house: House) -> None:
    client = await house.operator("iryna")
    for wrong_filter, field, rule in (
        (pb.BalanceFilter(overdue_above=Money(currency_code="EUR", units=1)), "overdue_above", "money.currency"),
        (pb.BalanceFilter(overdue_above=Money(currency_code="UAH", units=-1)), "overdue_above", "money.negative"),
        (pb.BalanceFilter(overdue_above=Money(currency_code="UAH", units=10**18)), "overdue_above", "money.range"),
        (pb.BalanceFilter(overdue_since=day("2026-11-31")), "overdue_since", "date.valid"),
    ):
        told = await refused(client.BillingService.ListDebts(filter=wrong_filter))
        assert told.violations == ((f"filter.{field}", rule),)
        stream = client.BillingService.WatchBalances(filter=wrong_filter)
        assert (await refused(stream.read())).violations == told.violations


async def test_a_page_token_is_of_one_filter_and_order(house: House) -> None:
    await debtors(house)
    client = await house.operator("iryna")
    token = (await client.BillingService.ListDebts(page_size=1)).next_page_token
    told = await refused(client.BillingService.ListDebts(page_size=1, page_token=token, order_by="overdue_since"))
    assert told.reason == "INVALID_PAGE_TOKEN"


# -- who may know what


async def test_a_utility_knows_of_its_own_accounts_only(house: House) -> None:
    known = await debtors(house)
    gas = house.utility(GAS)
    assert await listed(gas) == []
    for call in ("GetBalance", "ListCharges", "ListPayments"):
        told = await refused(getattr(gas.BillingService, call)(account_id=known[0].id))
        assert told.reason == "NOT_FOUND"
    told = await refused(gas.BillingService.GetBalance(account_id=encode_id(5)))
    assert told.reason == "NOT_FOUND"
    assert len(await listed(house.utility(WATER))) == len(known)


async def test_a_bank_knows_what_it_was_granted_and_sees_no_more_of_it(house: House) -> None:
    known = await debtors(house)
    gas = await debtors(house, GAS)
    bank = await a_bank(house, (known[0].utility_id, (FINANCIAL,)))
    found = await listed(bank)
    assert len(found) == len(known)
    assert found[0].overdue.units == len(known)
    assert found[0].account_number
    assert not found[0].HasField("address")
    assert (await refused(bank.BillingService.GetBalance(account_id=gas[0].id))).reason == "NOT_FOUND"
    told = await refused(bank.BillingService.ListDebts(filter=pb.BalanceFilter(street="вулиця Садова")))
    assert told.reason == "PERMISSION_DENIED"


async def test_who_was_granted_other_data_does_not_learn_who_owes(house: House) -> None:
    known = await debtors(house)
    bank = await a_bank(house, (known[0].utility_id, (OPERATIONAL,)))
    page = await bank.BillingService.ListDebts()
    assert (page.total_size, list(page.debts)) == (0, [])
    assert (await refused(bank.BillingService.GetBalance(account_id=known[0].id))).reason == "NOT_FOUND"
    none = house.client(await key_of(house, PARTNER_KIND_BANK))
    assert (await none.BillingService.ListDebts()).total_size == 0


async def test_a_resident_knows_of_their_own_accounts_as_long_as_they_are_theirs(house: House) -> None:
    known = await debtors(house)
    admin = await house.operator("oksana")
    mine = known[0]
    user = (await admin.UserService.GetUser(id=mine.user_ids[0])).user
    resident = await house.resident(user.phone)
    found = await listed(resident)
    assert {one.id for one in found} == {one.id for one in known if user.id in one.user_ids}
    assert (await resident.BillingService.GetBalance(account_id=mine.id)).balance.overdue == uah(100)
    assert (await resident.BillingService.ListCharges(account_id=mine.id)).total_size == 2
    strangers = next(one for one in known if user.id not in one.user_ids)
    for call in ("GetBalance", "ListCharges", "ListPayments"):
        told = await refused(getattr(resident.BillingService, call)(account_id=strangers.id))
        assert told.reason == "NOT_FOUND"
    filtered = pb.BalanceFilter(user_id=strangers.user_ids[0])
    assert (await resident.BillingService.ListDebts(filter=filtered)).total_size == 0
    await admin.AccountService.UnlinkAccount(user_id=user.id, account_id=mine.id)
    assert (await refused(resident.BillingService.GetBalance(account_id=mine.id))).reason == "NOT_FOUND"


async def test_a_new_holder_knows_nothing_of_the_money_of_the_one_before(house: House) -> None:
    """As of readings (decision 8). What comes after the move is theirs, and owed as if nothing had been before."""
    admin, utility = await house.operator("oksana"), house.utility()
    one = (await accounts_of(house))[0]
    await charges(utility, new_charge(one.number, "before", 20_000, "2026-10-20"))
    await payments(utility, new_payment(one.number, "before", 5_000))
    users = (await admin.UserService.ListUsers(page_size=100)).users
    newcomer = next(user for user in users if user.id not in one.user_ids)
    house.clock.advance(days=1)
    house.forget_sessions()
    admin = await house.operator("oksana")
    for user_id in one.user_ids:
        await admin.AccountService.UnlinkAccount(user_id=user_id, account_id=one.id)
    await admin.AccountService.LinkAccount(user_id=newcomer.id, account_id=one.id)
    calls = (await house.resident(newcomer.phone)).BillingService
    assert (await calls.ListCharges(account_id=one.id)).total_size == 0
    assert (await calls.ListPayments(account_id=one.id)).total_size == 0
    empty = (await calls.GetBalance(account_id=one.id)).balance
    assert (empty.charged, empty.paid, empty.overdue) == (uah(0), uah(0), uah(0))
    assert not empty.HasField("overdue_since")
    assert not empty.HasField("updated_at")
    assert one.id not in {debt.id for debt in (await calls.ListDebts()).debts}
    house.clock.advance(days=30)
    await charges(utility, new_charge(one.number, "after", 3_000, "2026-12-20"))
    await payments(utility, new_payment(one.number, "after", 1_000, at=house.clock.now()))
    calls = (await house.resident(newcomer.phone)).BillingService
    (charge,) = (await calls.ListCharges(account_id=one.id)).charges
    assert (charge.document_number, charge.unpaid) == ("after", uah(2_000))
    (paid,) = (await calls.ListPayments(account_id=one.id)).payments
    assert paid.document_number == "after"
    theirs = (await calls.GetBalance(account_id=one.id)).balance
    assert (theirs.balance, theirs.overdue, theirs.next_due) == (uah(2_000), uah(2_000), uah(0))
    whole = (await utility.BillingService.GetBalance(account_id=one.id)).balance
    assert whole.balance == uah(17_000)


async def test_who_looked_at_a_balance_and_who_pushed_is_on_record(house: House) -> None:
    one = (await accounts_of(house))[0]
    await charges(house.utility(), new_charge(one.number, "1", 100))
    await (await house.operator("iryna")).BillingService.GetBalance(account_id=one.id)
    auditor = await house.operator("taras")
    entries = (await auditor.AuditService.ListAuditEntries(filter=audit.AuditFilter(), page_size=50)).entries
    actions = {(entry.action, entry.actor_name): entry for entry in entries}
    assert actions["BillingService.GetBalance", "Ірина Савчук"].target_id == one.id
    assert ("BillingService.PushCharges", "Світлоріченськводоканал") in actions
    for user_id in one.user_ids:
        found = await auditor.AuditService.ListAuditEntries(filter=audit.AuditFilter(user_id=user_id))
        assert "BillingService.GetBalance" in {entry.action for entry in found.entries}


# -- watches


async def test_a_watch_opens_with_what_is_and_goes_on_with_what_moves(house: House) -> None:
    known = await debtors(house)
    client = await house.operator("iryna")
    big = pb.BalanceFilter(overdue_above=uah(100))
    stream = client.BillingService.WatchBalances(filter=big)
    snapshot = await stream.read()
    assert {change.balance.id for change in snapshot.changes} == {one.id for one in known[1:]}
    assert {change.kind for change in snapshot.changes} == {ChangeKind.CHANGE_KIND_SNAPSHOT}
    assert (await stream.read()).position.kind == FrameKind.FRAME_KIND_SYNCED
    await charges(house.utility(), new_charge(known[0].number, "ще", 500, "2026-10-20"))
    frame = await stream.read()
    assert [(change.balance.id, change.balance.overdue) for change in frame.changes] == [(known[0].id, uah(600))]
    await payments(house.utility(), new_payment(known[0].number, "все", 10_000))
    gone = await stream.read()
    assert [(change.kind, change.balance.id) for change in gone.changes] == [
        (ChangeKind.CHANGE_KIND_DELETED, known[0].id)
    ]
    stream.cancel()
    resumed = client.BillingService.WatchBalances(filter=big, resume_token=frame.position.resume_token)
    assert [change.balance.id for change in (await resumed.read()).changes] == [known[0].id]
    resumed.cancel()


async def test_a_new_day_comes_down_the_watch(house: House) -> None:
    one = (await accounts_of(house))[0]
    await charges(house.utility(), new_charge(one.number, "1", 100, "2026-11-23"))
    stream = house.utility().BillingService.WatchBalances(skip_snapshot=True)
    await stream.read()
    house.clock.advance(days=1)
    await schedule.turn(house.app.services.store)
    (change,) = (await stream.read()).changes
    assert (change.kind, change.balance.overdue) == (ChangeKind.CHANGE_KIND_UPDATED, uah(100))
    stream.cancel()


async def test_a_partner_is_not_told_of_others_balances(house: House) -> None:
    water, gas = (await accounts_of(house))[0], (await accounts_of(house, GAS))[0]
    stream = house.utility(GAS).BillingService.WatchBalances()
    assert (await stream.read()).position.kind == FrameKind.FRAME_KIND_SYNCED
    await charges(house.utility(), new_charge(water.number, "1", 100))
    await charges(house.utility(GAS), new_charge(gas.number, "1", 100))
    seen: list[str] = []
    while not seen:
        seen += [change.balance.id for change in (await stream.read()).changes]
    assert seen == [gas.id]
    stream.cancel()


# -- schedules


def wanted(**fields: Any) -> pb.BillingSchedule:
    values = {"commodity": Commodity.COMMODITY_COLD_WATER, "remind_days_before": [5, 1], "debt_days_after": [30, 3]}
    return pb.BillingSchedule(**{**values, **fields})


async def test_a_utility_keeps_its_own_schedule_and_changes_what_it_read(house: House) -> None:
    utility = house.utility()
    made = (await utility.BillingService.UpsertBillingSchedule(schedule=wanted(smallest_debt=uah(5_000)))).schedule
    assert (list(made.remind_days_before), list(made.debt_days_after)) == ([1, 5], [3, 30])
    assert (made.smallest_debt, made.etag) == (uah(5_000), "1")
    told = await refused(utility.BillingService.UpsertBillingSchedule(schedule=wanted()))
    assert told.reason == "ALREADY_EXISTS"
    made.remind_days_before[:] = [7]
    changed = (await utility.BillingService.UpsertBillingSchedule(schedule=made)).schedule
    assert (changed.etag, list(changed.remind_days_before)) == ("2", [7])
    told = await refused(utility.BillingService.UpsertBillingSchedule(schedule=made))
    assert told.reason == "STALE_ETAG"
    assert list((await utility.BillingService.ListBillingSchedules()).schedules) == [changed]
    other = house.utility(GAS)
    assert list((await other.BillingService.ListBillingSchedules()).schedules) == []
    assert list((await other.BillingService.ListBillingSchedules(utility_id=made.utility_id)).schedules) == []
    for stolen in (changed, wanted(utility_id=made.utility_id)):
        assert (await refused(other.BillingService.UpsertBillingSchedule(schedule=stolen))).reason == "NOT_FOUND"
    moved = pb.BillingSchedule()
    moved.CopyFrom(changed)
    moved.commodity = Commodity.COMMODITY_GAS
    assert (await refused(utility.BillingService.UpsertBillingSchedule(schedule=moved))).reason == "NOT_FOUND"


async def test_an_operator_keeps_schedules_of_utilities_that_they_name(house: House) -> None:
    admin = await house.operator("oksana")
    told = await refused(admin.BillingService.UpsertBillingSchedule(schedule=wanted()))
    assert told.violations == (("schedule.utility_id", "required"),)
    bank = (await admin.PartnerService.ListPartners(kind=PARTNER_KIND_BANK)).partners[0]
    for nobody in (bank.id, encode_id(5)):
        told = await refused(admin.BillingService.UpsertBillingSchedule(schedule=wanted(utility_id=nobody)))
        assert told.reason == "NOT_FOUND"
    own = (await accounts_of(house))[0].utility_id
    made = (await admin.BillingService.UpsertBillingSchedule(schedule=wanted(utility_id=own))).schedule
    assert list((await admin.BillingService.ListBillingSchedules()).schedules) == [made]
    told = await refused((await house.operator("iryna")).BillingService.UpsertBillingSchedule(schedule=made))
    assert told.reason == "PERMISSION_DENIED"


async def test_a_schedule_that_can_not_be_kept_is_refused(house: House) -> None:
    wrong_fields: tuple[tuple[dict[str, Any], str], ...] = (
        ({"commodity": 0}, "commodity"),
        ({"remind_days_before": [31]}, "remind_days_before[0]"),
        ({"remind_days_before": [1, 1]}, "remind_days_before"),
        ({"debt_days_after": [0]}, "debt_days_after[0]"),
        ({"debt_days_after": list(range(1, 14))}, "debt_days_after"),
        ({"smallest_debt": Money(currency_code="UAH", units=-1)}, "smallest_debt"),
        ({"smallest_debt": Money(units=1)}, "smallest_debt"),
    )
    for fields, field in wrong_fields:
        told = await refused(house.utility().BillingService.UpsertBillingSchedule(schedule=wanted(**fields)))
        assert told.violations[0][0] == f"schedule.{field}"


async def test_the_same_request_gives_the_same_reply(house: House) -> None:
    request = pb.UpsertBillingScheduleRequest(schedule=wanted(), request_id="2b0a8f5e-6f3b-4b8e-9a52-0d8d0b1c2d3e")
    first = await house.utility().BillingService.UpsertBillingSchedule(request)
    assert await house.utility().BillingService.UpsertBillingSchedule(request) == first
