"""What the town's households are charged for what their meters counted, and what they pay of it: most in time, some
late, some in part, some never. By the same path as the pushes of partners, so that it may be repeated."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import islice
from random import Random
from typing import NamedTuple

from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.partner_service_pb2 import PartnerKind

from server.billing import ledger
from server.billing.ledger import Fate
from server.billing.rows import Entry
from server.codec import from_bits
from server.demo import town
from server.demo.town import Device, Household
from server.limits import BILLING_ROWS
from server.principal import Principal
from server.windows.rules import month_after
from storage.days import midnight
from storage.engine.ids import new_id
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.billing import BillingSchedule
from storage.repositories import billing_notices, partners
from storage.repositories.billing import CHARGES, PAYMENTS, Kind

MONTHS = 4
#: Kopecks of a unit of each service, as households in Ukraine paid about 2025.
PRICES = {
    Commodity.COMMODITY_COLD_WATER: 3_038,
    Commodity.COMMODITY_HOT_WATER: 9_789,
    Commodity.COMMODITY_GAS: 796,
    Commodity.COMMODITY_ELECTRICITY: 432,
    Commodity.COMMODITY_HEAT: 165_441,
}
#: The day of the month up to which use is charged, and the day of the next on which it falls due: on every day of a
#: month some service is a week ahead of its due day.
READ_DAY = 25
DUE_DAYS = {
    Commodity.COMMODITY_ELECTRICITY: 5,
    Commodity.COMMODITY_COLD_WATER: 12,
    Commodity.COMMODITY_GAS: 20,
    Commodity.COMMODITY_HOT_WATER: 25,
    Commodity.COMMODITY_HEAT: 28,
}
#: Of households: those that pay in time, those that pay late, those that pay a half; the others pay nothing.
IN_TIME, LATE, HALF = 0.80, 0.12, 0.04
#: Reminders and notices of debts, in days before and after the due day; kopecks.
REMIND, TELL, SMALLEST = "1,3,7", "1,10,30", 5_000


class Bill(NamedTuple):
    commodity: int
    account: str
    #: The first day of the month that it is for.
    period: date
    due_on: date
    amount: int

    @property
    def number(self) -> str:
        return f"{self.account}-{self.period:%Y%m}"

    @property
    def issued_on(self) -> date:
        return self.period.replace(day=READ_DAY + 1)


def bills(device: Device, today: date, months: int = MONTHS) -> Iterator[Bill]:
    """What a device's use was charged with until a day, the latest first."""
    price = PRICES[device.commodity]
    period = today.replace(day=1)
    for _ in range(months + 1):
        before = (period - timedelta(days=1)).replace(day=READ_DAY)
        until = period.replace(day=READ_DAY)
        if device.installed <= before and until < today:
            used = sum(
                dial.index(device.installed, until) - dial.index(device.installed, before) for dial in device.dials
            )
            due_on = month_after(period).replace(day=DUE_DAYS[device.commodity])
            yield Bill(int(device.commodity), device.account_number, period, due_on, round(used * price))
        period = (period - timedelta(days=1)).replace(day=1)


def paid(bill: Bill, habit: float, random: Random) -> tuple[date, int]:
    """When a household of some habit (0 to 1) pays a bill, and how much of it."""
    if habit < IN_TIME:
        return bill.issued_on + timedelta(days=random.randint(1, (bill.due_on - bill.issued_on).days)), bill.amount
    late = bill.due_on + timedelta(days=random.randint(3, 25))
    if habit < IN_TIME + LATE:
        return late, bill.amount
    return late, bill.amount // 2 if habit < IN_TIME + LATE + HALF else 0


class Pushed(NamedTuple):
    """Documents that were new."""

    charges: int
    payments: int


async def push(store: Store, today: date, households: Iterable[Household], months: int = MONTHS) -> Pushed:
    """Writes charges and payments until a day for households that are on record, and when people are told of them."""
    utilities = await store.write(_schedules)
    random = Random(town.SEED)
    charges: list[Entry] = []
    payments: list[Entry] = []
    for household in households:
        habit = random.random()
        for device in household.devices:
            for bill in bills(device, today, months):
                utility = utilities[bill.commodity]
                terms = (bill.due_on.isoformat(), bill.period.isoformat(), bill.issued_on.isoformat())
                charges.append(Entry(utility, bill.account, bill.number, bill.amount, terms))
                day, amount = paid(bill, habit, random)
                at = midnight(day) + random.randint(8 * 60, 20 * 60) * 60_000
                if amount and day < today:
                    payments.append(Entry(utility, bill.account, f"{bill.number}-1", amount, (at, None)))
    return Pushed(await _taken(store, CHARGES, charges), await _taken(store, PAYMENTS, payments))


async def _taken(store: Store, kind: Kind, entries: list[Entry]) -> int:
    """How many of the documents were new."""
    by_utility: dict[int, list[Entry]] = {}
    for entry in entries:
        by_utility.setdefault(entry.utility_id, []).append(entry)
    taken = 0
    for utility_id, listed in by_utility.items():
        waiting = iter(listed)
        while part := list(islice(waiting, BILLING_ROWS)):
            batch = ledger.Batch(_utility(utility_id), part)
            (outcomes,) = await store.write(partial(_take, kind=kind, batch=batch))
            taken += outcomes.count(Fate.TAKEN)
    return taken


def _take(tx: Tx, kind: Kind, batch: ledger.Batch) -> list[list[ledger.Outcome]]:
    return ledger.take(kind, tx, [batch])


def _utility(utility_id: int) -> Principal:
    utility = PartnerKind.PARTNER_KIND_UTILITY
    return Principal(PrincipalKind.PRINCIPAL_KIND_PARTNER, utility_id, frozenset(), partner_kind=utility)


def _schedules(tx: Tx) -> dict[int, int]:
    """Gives each utility a schedule for each of its services, where it has none; the utilities by service."""
    known = {(row.utility_id, row.commodity) for row in billing_notices.schedules(tx)}
    found = {}
    for row in partners.page(tx, PartnerKind.PARTNER_KIND_UTILITY, None, 100, 0)[0]:
        for commodity in from_bits(row.commodities):
            found[commodity] = row.id
            if (row.id, commodity) not in known:
                billing_notices.create_schedule(
                    tx,
                    BillingSchedule(
                        id=new_id(),
                        utility_id=row.id,
                        commodity=commodity,
                        remind_days_before=REMIND,
                        debt_days_after=TELL,
                        smallest_debt=SMALLEST,
                        version=1,
                    ),
                )
    return found
