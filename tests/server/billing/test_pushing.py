"""Charges and payments as they are pushed: streams, their breaks, and whatever else may come down them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.money_pb2 import Money
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import billing_service_pb2 as pb
from smartregion.v1.partner_service_pb2 import PARTNER_KIND_APP_GATEWAY, PARTNER_KIND_STATE_BODY

from server import pushing
from server.billing import rows
from server.billing.ledger import Batch, Fate
from server.billing.rows import Days, Entry
from server.errors import InvalidField
from server.readings.ingest import Problem
from server.texts import RULES_UK
from server.validation import RequestValidator
from storage.days import midnight

from ..conftest import START, House, refusal
from ..principals import key_of
from .conftest import (
    FINANCIAL,
    OPERATIONAL,
    a_bank,
    accounts_of,
    charges,
    day,
    new_charge,
    new_payment,
    partner,
    payments,
    pushed,
    uah,
    wrong,
)

MANY = 1000
#: As of START, 2026-11-23.
DAYS = Days.about(START)


def batch(first: int, *listed: pb.NewCharge) -> pb.PushChargesRequest:
    return pb.PushChargesRequest(first_line=first, charges=listed)


async def test_a_stream_of_batches_is_answered_in_order_once_durable(house: House) -> None:
    known = await accounts_of(house)
    listed = [new_charge(known[number % len(known)].number, f"Р-{number}", 100) for number in range(2_500)]
    requests = [batch(first + 1, *listed[first : first + MANY]) for first in range(0, len(listed), MANY)]
    replies = await pushed(house.utility().BillingService.PushCharges, *requests)
    assert [(one.first_line, one.last_line, one.taken) for one in replies] == [
        (1, 1_000, 1_000),
        (1_001, 2_000, 1_000),
        (2_001, 2_500, 500),
    ]
    admin = await house.operator("oksana")
    balances = [(await admin.BillingService.GetBalance(account_id=one.id)).balance for one in known]
    assert sum(one.charged.units for one in balances) == 2_500
    assert all(one.next_due_on == day("2026-12-20") and one.next_due == one.charged for one in balances)


async def test_a_stream_that_broke_is_sent_again_and_nothing_is_charged_twice(house: House) -> None:
    """The connection ends behind the first reply, while more is on its way; the whole file is sent again."""
    known = (await accounts_of(house))[0]
    requests = [
        batch(1 + 50 * part, *(new_charge(known.number, f"Р-{part}-{row}", 100) for row in range(50)))
        for part in range(4)
    ]
    utility = house.utility()
    held = asyncio.Event()

    async def broken() -> AsyncIterator[Any]:
        for request in requests[:3]:
            yield request
        await held.wait()

    stream = utility.BillingService.PushCharges(broken())
    assert (await stream.read()).taken == 50
    stream.cancel()
    held.set()
    with pytest.raises(asyncio.CancelledError):
        await stream.read()
    replies = await pushed(utility.BillingService.PushCharges, *requests)
    assert [one.taken + one.duplicates for one in replies] == [50] * 4
    assert replies[0].duplicates == 50
    assert replies[3].taken == 50
    found = (await utility.BillingService.GetBalance(account_id=known.id)).balance
    assert found.charged == uah(20_000)
    listed = await utility.BillingService.ListCharges(account_id=known.id, page_size=1000)
    assert listed.total_size == 200


async def test_two_streams_with_the_same_file_at_once_charge_it_once(house: House) -> None:
    known = await accounts_of(house)
    listed = [new_charge(known[number % len(known)].number, f"Р-{number}", 100) for number in range(400)]
    requests = [batch(first + 1, *listed[first : first + 100]) for first in range(0, 400, 100)]
    found = await asyncio.gather(
        *(pushed(house.utility().BillingService.PushCharges, *order) for order in (requests, requests, requests))
    )
    assert sum(reply.taken for replies in found for reply in replies) == 400
    assert sum(reply.duplicates for replies in found for reply in replies) == 800
    debts = [await house.utility().BillingService.GetBalance(account_id=one.id) for one in known]
    assert sum(one.balance.charged.units for one in debts) == 400


async def test_a_batch_that_does_not_follow_ends_the_stream_behind_the_replies(house: House) -> None:
    known = (await accounts_of(house))[0]
    stream = house.utility().BillingService.PushCharges(
        iter([batch(5, new_charge(known.number, "1", 100), new_charge(known.number, "2", 100)), batch(6)])
    )
    assert (await stream.read()).last_line == 6
    with pytest.raises(grpc.RpcError) as caught:
        await stream.read()
    assert refusal(caught.value).violations[0][0] == "charges"  # an empty batch is none
    stream = house.utility().BillingService.PushCharges(
        iter([batch(5, new_charge(known.number, "3", 100)), batch(5, new_charge(known.number, "4", 100))])
    )
    assert (await stream.read()).taken == 1
    with pytest.raises(grpc.RpcError) as caught:
        await stream.read()
    told = refusal(caught.value)
    assert told.violations == (("first_line", "import.rising"),)
    again = await charges(house.utility(), new_charge(known.number, "3", 100), new_charge(known.number, "4", 100))
    assert (again.taken, again.duplicates) == (1, 1)


async def test_an_empty_stream_is_no_error(house: House) -> None:
    assert await pushed(house.utility().BillingService.PushCharges) == []


async def test_too_many_rows_are_refused_whole(house: House) -> None:
    known = (await accounts_of(house))[0]
    row = new_charge(known.number, "1", 100)
    with pytest.raises(grpc.RpcError) as caught:
        await charges(house.utility(), *[row] * 1_001)
    assert refusal(caught.value).code is grpc.StatusCode.INVALID_ARGUMENT


# -- rows that can't be taken


def spoiled(**changes: Any) -> pb.NewCharge:
    """A sound charge with something wrong with it."""
    row = new_charge("100", "Р-1", 100)
    for name, value in changes.items():
        if value is None:
            row.ClearField(name)
        elif isinstance(value, str):
            setattr(row, name, value)
        else:
            getattr(row, name).CopyFrom(value)
    return row


@pytest.mark.parametrize(
    ("row", "field", "rule"),
    [
        (pb.NewCharge(), "account_number", "string.min_len"),
        (spoiled(account_number=""), "account_number", "string.min_len"),
        (spoiled(account_number="1" * 51), "account_number", "string.max_len"),
        (spoiled(account_number=" 1"), "account_number", "string.line"),
        (spoiled(document_number="1\x00"), "document_number", "string.line"),
        (spoiled(document_number="1\n2"), "document_number", "string.line"),
        (spoiled(document_number="Р" * 61), "document_number", "string.max_len"),
        (spoiled(amount=None), "amount", "required"),
        (spoiled(amount=Money()), "amount", "money.currency"),
        (spoiled(amount=Money(currency_code="USD", units=5)), "amount", "money.currency"),
        (spoiled(amount=Money(currency_code="UAH", nanos=123)), "amount", "money.kopecks"),
        (spoiled(amount=Money(currency_code="UAH", units=10**18)), "amount", "money.range"),
        (spoiled(amount=Money(currency_code="UAH", units=1, nanos=-10_000_000)), "amount", "money.sign"),
        (spoiled(due_on=None), "due_on", "required"),
        (spoiled(due_on=Date()), "due_on", "date.valid"),
        (spoiled(due_on=Date(year=2026, month=2, day=30)), "due_on", "date.valid"),
        (spoiled(due_on=Date(year=2026, month=2)), "due_on", "date.valid"),
        (spoiled(due_on=Date(year=1899, month=12, day=31)), "due_on", "date.valid"),
        (spoiled(due_on=Date(year=2200, month=1, day=1)), "due_on", "date.valid"),
        (spoiled(due_on=Date(year=2**31 - 1, month=-1, day=1)), "due_on", "date.valid"),
        (spoiled(period=Date(year=2026, month=11, day=2)), "period", "date.month"),
        (spoiled(period=Date(year=2026, month=13, day=1)), "period", "date.valid"),
        (spoiled(issued_on=None), "issued_on", "required"),
        (spoiled(issued_on=Date(year=-5, month=1, day=1)), "issued_on", "date.valid"),
        (spoiled(due_on=day("1900-01-01")), "due_on", "charge.day"),
        (spoiled(due_on=day("2199-12-31")), "due_on", "charge.day"),
        (spoiled(due_on=day("2016-11-22")), "due_on", "charge.day"),
        (spoiled(due_on=day("2028-11-24")), "due_on", "charge.day"),
        (spoiled(issued_on=day("2016-11-22")), "issued_on", "charge.day"),
        (spoiled(issued_on=day("2028-11-24")), "issued_on", "charge.day"),
        (spoiled(period=day("2016-11-01")), "period", "charge.day"),
        (spoiled(period=day("2028-12-01")), "period", "charge.day"),
    ],
)
def test_a_row_that_breaks_a_rule_says_which(row: pb.NewCharge, field: str, rule: str) -> None:
    found = rows.charge(row, 1, RequestValidator().check, DAYS)
    assert isinstance(found, Problem)
    assert (found.reason, found.field, found.rule) == ("INVALID_FIELD", field, rule)
    told = rows.error_message(7, found)
    assert told.message_uk != told.message
    assert told.line == 7


@pytest.mark.parametrize("named", ["2016-11-23", "2028-11-23"])
def test_the_days_of_a_charge_lie_ten_years_back_to_two_ahead(named: str) -> None:
    found = rows.charge(spoiled(due_on=day(named), issued_on=day(named)), 1, RequestValidator().check, DAYS)
    assert isinstance(found, Entry)
    assert (found.terms[0], found.terms[2]) == (named, named)


def test_days_about_the_29th_of_february() -> None:
    leap = Days.about(midnight(date(2028, 2, 29)))
    assert leap.read(day("2018-03-01"), "due_on") == "2018-03-01"
    assert leap.read(day("2030-02-28"), "due_on") == "2030-02-28"
    for behind in ("2018-02-28", "2030-03-01"):
        with pytest.raises(InvalidField):
            leap.read(day(behind), "due_on")


async def test_a_charge_of_another_century_is_refused_by_its_row(house: House) -> None:
    known = (await accounts_of(house))[0].number
    reply = await charges(
        house.utility(),
        new_charge(known, "Р-1", 100, "1900-01-20"),
        new_charge(known, "Р-2", 100),
        new_charge(known, "Р-3", 100, "2199-12-20"),
    )
    assert wrong(reply) == [(line, "INVALID_FIELD", "due_on", "charge.day") for line in (1, 3)]
    assert reply.taken == 1


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"utility_id": "no"}, "utility_id", "string.entity_id"),
        ({"utility_id": ""}, "utility_id", "utility.stated"),
        ({"paid_at": None}, "paid_at", "required"),
        ({"paid_at": Timestamp(seconds=-1)}, "paid_at", "timestamp.gte_lt"),
        ({"paid_at": Timestamp(seconds=4_102_444_800)}, "paid_at", "timestamp.gte_lt"),
        ({"paid_at": Timestamp(seconds=START // 1000 + 86_401)}, "paid_at", "timestamp.future"),
        ({"paid_at": Timestamp(seconds=START // 1000 - 3_653 * 86_400 - 1)}, "paid_at", "payment.old"),
        ({"paid_at": Timestamp(seconds=5, nanos=2_000_000_000)}, "paid_at", "timestamp.valid"),
        ({"amount": None}, "amount", "required"),
        ({"returned_document": "К-0"}, "returned_document", "payment.negative"),
    ],
)
def test_a_payment_that_breaks_a_rule_says_which(changes: dict[str, Any], field: str, rule: str) -> None:
    row = new_payment("100", "К-1", 100, "0000000000001")
    for name, value in changes.items():
        if value is None:
            row.ClearField(name)
        elif isinstance(value, str):
            setattr(row, name, value)
        else:
            getattr(row, name).CopyFrom(value)
    found = rows.payment(row, None, RequestValidator().check, START)
    assert isinstance(found, Problem)
    assert (found.field, found.rule) == (field, rule)
    assert rows.error_message(1, found).message_uk != found.message


def test_all_that_may_be_wrong_with_a_row_is_said_in_ukrainian() -> None:
    assert {rows.UNKNOWN_ACCOUNT.rule, rows.UNKNOWN_UTILITY.rule, rows.ANOTHER.rule} <= set(RULES_UK)


any_text = st.text(max_size=70)
any_date = st.builds(Date, year=st.integers(-(2**31), 2**31 - 1), month=st.integers(-5, 20), day=st.integers(-5, 40))
any_money = st.builds(
    Money,
    currency_code=st.sampled_from(["UAH", "UAH", "EUR", ""]),
    units=st.integers(-(2**63), 2**63 - 1) | st.integers(-1000, 1000),
    nanos=st.integers(-(2**31), 2**31 - 1) | st.sampled_from([0, 500_000_000]),
)


@given(
    st.builds(
        pb.NewCharge,
        account_number=any_text,
        document_number=any_text,
        amount=any_money,
        due_on=any_date,
        issued_on=any_date,
    )
)
def test_no_row_makes_anything_but_an_entry_or_a_problem(row: pb.NewCharge) -> None:
    found = rows.charge(row, 1, _CHECK, DAYS)
    if isinstance(found, Problem):
        assert found.reason == "INVALID_FIELD"
        assert rows.error_message(1, found).message_uk
    else:
        assert abs(found.amount) <= 10**11
        assert found.account_number.strip() == found.account_number != ""


_CHECK = RequestValidator().check


async def test_bad_rows_are_named_and_the_rest_is_taken(house: House) -> None:
    own, other = (await accounts_of(house))[0], (await accounts_of(house, 2))[0]
    good = new_charge(own.number, "Р-1", 100)
    bad_amount = new_charge(own.number, "Р-2", 100)
    bad_amount.amount.nanos = 1
    again = new_charge(own.number, "Р-1", 101)
    reply = await charges(
        house.utility(),
        good,
        pb.NewCharge(),
        bad_amount,
        good,
        again,
        new_charge(other.number, "Р-3", 100),
        new_charge("немає", "Р-4", 100),
        new_charge(own.number, "Р-5", 100),
    )
    assert (reply.taken, reply.duplicates) == (2, 1)
    assert wrong(reply) == [
        (2, "INVALID_FIELD", "account_number", "string.min_len"),
        (3, "INVALID_FIELD", "amount", "money.kopecks"),
        (5, "CONFLICT", "document_number", "document.same"),
        (6, "NOT_FOUND", "account_number", "account.known"),
        (7, "NOT_FOUND", "account_number", "account.known"),
    ]
    assert (await house.utility().BillingService.GetBalance(account_id=own.id)).balance.charged == uah(200)


async def test_a_utility_reports_payments_to_itself_and_to_nobody_else(house: House) -> None:
    own, other = (await accounts_of(house))[0], (await accounts_of(house, 2))[0]
    reply = await payments(
        house.utility(),
        new_payment(own.number, "К-1", 500),
        new_payment(own.number, "К-2", 500, own.utility_id),
        new_payment(other.number, "К-3", 500, other.utility_id),
    )
    assert reply.taken == 2
    assert wrong(reply) == [(3, "NOT_FOUND", "utility_id", "utility.known")]
    found = (await house.utility().BillingService.GetBalance(account_id=own.id)).balance
    assert (found.paid, found.balance, found.overdue) == (uah(1_000), uah(-1_000), uah(0))


async def test_a_bank_reports_payments_where_it_was_granted_financial_data(house: House) -> None:
    water, gas = (await accounts_of(house))[0], (await accounts_of(house, 2))[0]
    bank = await a_bank(house, (water.utility_id, (FINANCIAL,)), (gas.utility_id, (OPERATIONAL,)))
    reply = await payments(
        bank,
        new_payment(water.number, "К-1", 500, water.utility_id),
        new_payment(gas.number, "К-2", 500, gas.utility_id),
        new_payment(water.number, "К-3", 500),
    )
    assert reply.taken == 1
    assert wrong(reply) == [
        (2, "NOT_FOUND", "utility_id", "utility.known"),
        (3, "INVALID_FIELD", "utility_id", "utility.stated"),
    ]
    stream = bank.BillingService.PushCharges(iter([batch(1, new_charge(water.number, "1", 1))]))
    with pytest.raises(grpc.RpcError) as caught:
        await stream.read()
    assert refusal(caught.value).reason == "PERMISSION_DENIED"


async def test_a_grant_that_is_revoked_ends_the_stream_that_rested_on_it(house: House) -> None:
    water = (await accounts_of(house))[0]
    bank = await a_bank(house, (water.utility_id, (FINANCIAL,)))
    admin = await house.operator("oksana")
    revoked = asyncio.Event()

    async def requests() -> AsyncIterator[Any]:
        for number in (1, 2):
            row = new_payment(water.number, f"К-{number}", 500, water.utility_id)
            yield pb.PushPaymentsRequest(first_line=number, payments=[row])
            await revoked.wait()

    stream = bank.BillingService.PushPayments(requests())
    assert (await stream.read()).taken == 1
    grants = (await admin.PartnerService.ListGrants()).grants
    (grant,) = (one for one in grants if one.purpose == "оплата послуг")
    await admin.PartnerService.RevokeGrant(id=grant.id, reason="кінець договору")
    revoked.set()
    with pytest.raises(grpc.RpcError) as caught:
        await stream.read()
    assert refusal(caught.value).reason == "UNAUTHENTICATED"


@pytest.mark.parametrize("kind", [PARTNER_KIND_STATE_BODY, PARTNER_KIND_APP_GATEWAY])
async def test_others_push_nothing(house: House, kind: int) -> None:
    client = house.client(await key_of(house, kind))
    stream = client.BillingService.PushPayments(iter([pb.PushPaymentsRequest(first_line=1)]))
    with pytest.raises(grpc.RpcError) as caught:
        await stream.read()
    assert refusal(caught.value).reason == "PERMISSION_DENIED"


# -- how batches pass


class Door:
    """Takes batches when it is let; notes what it is given."""

    def __init__(self) -> None:
        self.given: list[int] = []
        self.open = asyncio.Event()

    async def submit(self, batch: Batch, weight: int = 1) -> list[Any]:
        self.given.append(weight)
        await self.open.wait()
        return [Fate.TAKEN] * weight


async def test_one_batch_is_read_while_another_is_written_and_no_more() -> None:
    door, read = Door(), []

    async def parts() -> AsyncIterator[pushing.Part[Batch]]:
        for number in range(1, 6):
            read.append(number)
            yield pushing.Part(number, Batch(partner(1), [Problem("", "", "", "")]))

    replies = pushing.taken(parts(), door)  # type: ignore[arg-type]
    first = asyncio.create_task(anext(replies))
    await asyncio.sleep(0.02)
    assert (door.given, read) == ([1], [1, 2])
    door.open.set()
    assert (await first)[0].first == 1
    assert [part.first async for part, _ in replies] == [2, 3, 4, 5]


async def test_what_ends_a_stream_comes_behind_the_replies_to_what_came_before() -> None:
    door = Door()
    door.open.set()

    async def parts() -> AsyncIterator[pushing.Part[Batch]]:
        yield pushing.Part(1, Batch(partner(1), [Problem("", "", "", "")]))
        raise ConnectionError

    replies = pushing.taken(parts(), door)  # type: ignore[arg-type]
    assert (await anext(replies))[0].first == 1
    with pytest.raises(ConnectionError):
        await anext(replies)


async def test_a_stream_that_is_left_leaves_nobody_reading() -> None:
    door, ended = Door(), asyncio.Event()

    async def parts() -> AsyncIterator[pushing.Part[Batch]]:
        try:
            yield pushing.Part(1, Batch(partner(1), [Problem("", "", "", "")]))
            await asyncio.Event().wait()
        finally:
            ended.set()

    replies = pushing.taken(parts(), door)  # type: ignore[arg-type]
    waiting = asyncio.create_task(anext(replies))
    await asyncio.sleep(0.02)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.wait_for(ended.wait(), 1)
