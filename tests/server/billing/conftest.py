"""Utilities with accounts on both engines: in a bare store for rules and races, and behind a running service."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.money_pb2 import Money
from smartregion.v1 import billing_service_pb2 as pb
from smartregion.v1 import partner_service_pb2 as partner_pb
from smartregion.v1.options_pb2 import DataClass, PrincipalKind
from smartregion.v1.partner_service_pb2 import PartnerKind

from server.billing import ledger, money
from server.billing.ledger import Outcome
from server.billing.rows import Entry
from server.codec import bits, timestamp
from server.config import Settings
from server.principal import Principal
from storage.engine.clock import FixedClock
from storage.engine.ids import new_id
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.accounts import Account, AccountLink, UsagePoint
from storage.models.billing import Balance
from storage.models.partners import AccessGrant, Partner
from storage.repositories import billing
from storage.repositories.billing import CHARGES, PAYMENTS, Kind

from ..conftest import START, Client, House, opened
from ..principals import key_of

TODAY = "2026-11-23"
COLD_WATER = 1


# -- a bare store


def partner(number: int, kind: int = PartnerKind.PARTNER_KIND_UTILITY) -> Principal:
    return Principal(PrincipalKind.PRINCIPAL_KIND_PARTNER, number, frozenset(), partner_kind=kind)


def charge(account: str, document: str, amount: int, due_on: str = "2026-12-20", utility: int = 1) -> Entry:
    return Entry(utility, account, document, amount, (due_on, f"{due_on[:7]}-01", f"{due_on[:7]}-01"))


def payment(
    account: str, document: str, amount: int, paid_at: int = START, utility: int = 1, returns: str | None = None
) -> Entry:
    return Entry(utility, account, document, amount, (paid_at, returns))


def take(tx: Tx, kind: Kind, *entries: Entry, by: int = 1, of_kind: int = 1) -> list[Outcome]:
    return ledger.take(kind, tx, [ledger.Batch(partner(by, of_kind), entries)])[0]


def add_accounts(tx: Tx, utility: int, numbers: Iterable[str], user: int = 0) -> dict[str, int]:
    """Accounts of a utility, by number; linked to a user where there is one."""
    place = new_id()
    tx.insert(UsagePoint(id=place, city="Світлоріченськ", street="вулиця Садова", building="1"))
    made = {}
    for number in numbers:
        made[number] = new_id()
        tx.insert(
            Account(
                id=made[number],
                number=number,
                utility_id=utility,
                commodity=COLD_WATER,
                usage_point_id=place,
                effective_from="2020-01-01",
                effective_to=None,
                version=1,
            )
        )
        if user:
            tx.insert(AccountLink(id=new_id(), account_id=made[number], user_id=user, linked_at=0, ended_at=None))
    return made


def add_partner(tx: Tx, number: int, kind: int = PartnerKind.PARTNER_KIND_UTILITY) -> None:
    tx.insert(Partner(id=number, kind=kind, name_uk="Партнер", name_en="Partner", created_at=0))


def grant(tx: Tx, partner_id: int, utility_id: int, *classes: int, until: str | None = None) -> None:
    tx.insert(
        AccessGrant(
            id=new_id(),
            partner_id=partner_id,
            utility_id=utility_id,
            data_classes=bits(classes),
            purpose="оплата",
            legal_ground="договір",
            effective_from="2024-01-01",
            effective_to=until,
            created_at=0,
            revoked_at=None,
        )
    )


def balance(tx: Tx, account_id: int) -> billing.Row:
    found = billing.row(tx, account_id)
    assert found is not None
    return found


@dataclass
class Ground:
    """A store in which utility 1 has three accounts, the first of them a user's."""

    store: Store
    clock: FixedClock
    accounts: dict[str, int]

    async def take(self, kind: Kind, *entries: Entry) -> list[Outcome]:
        return await self.store.write(lambda tx: take(tx, kind, *entries))

    async def charge(self, account: str, amount: int, due_on: str) -> None:
        await self.take(CHARGES, charge(account, f"{account}-{due_on}-{new_id()}", amount, due_on))

    async def pay(self, account: str, amount: int) -> None:
        await self.take(PAYMENTS, payment(account, str(new_id()), amount))

    async def balance(self, account: str) -> billing.Row:
        return await self.store.read(lambda tx: balance(tx, self.accounts[account]))

    async def count(self, model: type = Balance) -> int:
        return await self.store.read(lambda tx: len(tx.all(model.select())))


@pytest.fixture
async def ground(store: Store, clock: FixedClock) -> Ground:
    def unit(tx: Tx) -> dict[str, int]:
        add_partner(tx, 1)
        return add_accounts(tx, 1, ["100"], user=7) | add_accounts(tx, 1, ["200", "300"])

    return Ground(store, clock, await store.write(unit))


# -- a running service


def uah(kopecks: int) -> Money:
    return money.message(kopecks)


def day(iso: str) -> Date:
    year, month, number = map(int, iso.split("-"))
    return Date(year=year, month=month, day=number)


def new_charge(account: str, document: str, kopecks: int, due_on: str = "2026-12-20") -> pb.NewCharge:
    issued = day(f"{due_on[:7]}-01")
    return pb.NewCharge(
        account_number=account,
        document_number=document,
        amount=uah(kopecks),
        due_on=day(due_on),
        period=issued,
        issued_on=issued,
    )


def new_payment(account: str, document: str, kopecks: int, utility_id: str = "", at: int = START) -> pb.NewPayment:
    return pb.NewPayment(
        utility_id=utility_id,
        account_number=account,
        document_number=document,
        amount=uah(kopecks),
        paid_at=timestamp(at) or Timestamp(),
    )


@pytest.fixture
def copied(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a service over a copy of the town, on each engine."""
    folder = tmp_path / "house"
    if engine == "sqlite":
        shutil.copytree(request.getfixturevalue("town"), folder)
        yield Settings(data_dir=folder, listen="127.0.0.1:0")
        return
    yield request.getfixturevalue("on_postgresql")


@pytest.fixture
async def house(copied: Settings) -> AsyncIterator[House]:
    made = await opened(copied)
    yield made
    await made.close()


@dataclass(frozen=True)
class Known:
    """An account of the town."""

    id: str
    number: str
    utility_id: str
    user_ids: tuple[str, ...]


async def accounts_of(house: House, utility: int = 0) -> list[Known]:
    """Accounts of one of the town's utilities that are somebody's, by number."""
    listed = await house.utility(utility).AccountService.ListAccounts(page_size=1000)
    return [Known(one.id, one.number, one.utility_id, tuple(one.user_ids)) for one in listed.accounts if one.user_ids]


async def pushed(call: Callable[[AsyncIterator[Any]], Any], *requests: Any) -> list[Any]:
    """The replies to a stream of requests."""

    async def sent() -> AsyncIterator[Any]:
        for request in requests:
            yield request

    return [reply async for reply in call(sent())]


async def charges(client: Client, *rows: pb.NewCharge) -> pb.PushChargesResponse:
    """The reply to one batch."""
    (reply,) = await pushed(client.BillingService.PushCharges, pb.PushChargesRequest(first_line=1, charges=rows))
    return reply


async def payments(client: Client, *rows: pb.NewPayment) -> pb.PushPaymentsResponse:
    (reply,) = await pushed(client.BillingService.PushPayments, pb.PushPaymentsRequest(first_line=1, payments=rows))
    return reply


def wrong(reply: Any) -> list[tuple[int, str, str, str]]:
    """Line, reason, field and rule of each row that was not taken; said in both languages."""
    assert all(error.message and error.message_uk for error in reply.errors)
    return [(error.line, error.reason, error.field, error.rule) for error in reply.errors]


async def a_bank(house: House, *granted: tuple[str, tuple[int, ...]]) -> Client:
    """A bank with grants of utilities, as (utility's id, data classes)."""
    secret = await key_of(house, PartnerKind.PARTNER_KIND_BANK)
    admin = await house.operator("oksana")
    bank = (await admin.PartnerService.ListPartners(kind=PartnerKind.PARTNER_KIND_BANK)).partners[-1]
    for utility_id, classes in granted:
        wanted = partner_pb.Grant(
            partner_id=bank.id,
            utility_id=utility_id,
            data_classes=classes,
            purpose="оплата послуг",
            legal_ground="договір",
            effective_from=day("2024-01-01"),
        )
        await admin.PartnerService.GrantAccess(grant=wanted)
    return house.client(secret)


FINANCIAL = DataClass.DATA_CLASS_FINANCIAL
OPERATIONAL = DataClass.DATA_CLASS_OPERATIONAL
LOCATION = DataClass.DATA_CLASS_LOCATION
CONSUMPTION = DataClass.DATA_CLASS_CONSUMPTION
