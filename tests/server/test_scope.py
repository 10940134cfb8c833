"""Whose a register is: what an account gives sight of, and what nobody may do to what is another's.

Each test is an attack that was carried out against an earlier version, or a neighbour of one.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.partner_service_pb2 import Partner, PartnerKind

from server.codec import MICRO, decode_id, encode_id
from storage.days import midnight
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.accounts import Account, AccountLink, Installation, Meter, Register, UsagePoint
from storage.repositories import readings
from storage.repositories.readings import NewReading

from .billing.conftest import new_payment, payments, wrong
from .conftest import START, Client, House, refused
from .principals import key_of
from .test_readings import COLD_WATER, HOT_WATER, S, new

#: The water, the heat and the gas utility of the town.
WATER, HEAT, GAS = range(3)
DAY = 86_400_000


def at(month: int, day: int, year: int = 2026) -> int:
    """Noon in UTC, milliseconds."""
    return midnight(date(year, month, day)) + DAY // 2


@dataclass
class Flat:
    """A place with a meter for cold water, by way of the store."""

    house: House
    place: int = field(default_factory=new_id)
    meter: int = field(default_factory=new_id)
    register: int = 0

    async def stands(self, *accounts: Account, installed: int = at(1, 10), removed: int | None = None) -> "Flat":
        """Puts the meter in place, with accounts there."""

        def unit(tx: Tx) -> None:
            tx.insert(UsagePoint(id=self.place, city="М", street="Тиха", building="1", apartment=str(self.place % 997)))
            tx.insert(Meter(id=self.meter, serial_number=self.serial, commodity=COLD_WATER))
            self._mounted(tx, installed, removed)
            for one in accounts:
                tx.insert(one)

        await self.house.app.services.store.write(unit)
        return self

    @property
    def serial(self) -> str:
        return f"Ш-{self.meter % 1_000_003:07d}"

    def _mounted(self, tx: Tx, installed: int, removed: int | None) -> None:
        installation, self.register = new_id(), new_id()
        tx.insert(
            Installation(
                id=installation,
                meter_id=self.meter,
                usage_point_id=self.place,
                installed_at=installed,
                removed_at=removed,
            )
        )
        tx.insert(
            Register(
                id=self.register,
                meter_id=self.meter,
                installation_id=installation,
                tier=1,
                integer_digits=5,
                fraction_digits=3,
            )
        )

    def account(self, utility: str, first: str, last: str | None = None) -> Account:
        number = new_id()
        return Account(
            id=number,
            number=f"О-{number}",
            utility_id=decode_id(utility),
            commodity=COLD_WATER,
            usage_point_id=self.place,
            effective_from=first,
            effective_to=last,
        )

    async def read(self, *points: tuple[int, int]) -> None:
        """Accepted readings: instant and index."""

        def unit(tx: Tx) -> None:
            rows = [
                NewReading(new_id(), self.register, value * MICRO, instant, instant, 2, 2, 17, 1, 1, 1)
                for instant, value in points
            ]
            readings.insert(tx, rows)

        await self.house.app.services.store.write(unit)

    async def link(self, row: Account, user: str, linked: int, ended: int | None = None) -> None:
        one = AccountLink(id=new_id(), account_id=row.id, user_id=decode_id(user), linked_at=linked, ended_at=ended)
        await self.house.app.services.store.write(lambda tx: tx.insert(one))

    @property
    def id(self) -> str:
        return encode_id(self.register)


async def utilities(house: House) -> list[str]:
    """Ids of the utilities, in the order of the town."""
    admin = await house.operator("oksana")
    listed = await admin.PartnerService.ListPartners(kind=PartnerKind.PARTNER_KIND_UTILITY, page_size=100)
    by_name = {one.name_en: one.id for one in listed.partners}
    return [by_name[f"Svitlorichensk {name}"] for name in ("Water", "Heat", "Gas", "Energy")]


async def supplies(house: House, utility: str, *commodities: int) -> None:
    """Lets a utility supply other services too."""
    admin = await house.operator("oksana")
    listed = await admin.PartnerService.ListPartners(page_size=100)
    partner = Partner()
    partner.CopyFrom(next(one for one in listed.partners if one.id == utility))
    partner.commodities.extend(commodities)
    await admin.PartnerService.UpdatePartner(partner=partner, update_mask={"paths": ["commodities"]})


async def residents(house: House, count: int) -> list[tuple[str, Client]]:
    """Ids and clients of residents of the town."""
    admin = await house.operator("oksana")
    users = (await admin.UserService.ListUsers(page_size=count)).users
    return [(user.id, await house.resident(user.phone)) for user in users]


def opened(utility: str, place: int, commodity: int, first: str, last: str = "") -> account.Account:
    message = account.Account(
        number=f"Ч-{new_id()}",
        utility_id=utility,
        commodity=commodity,
        usage_point_id=encode_id(place),
        effective_from=day(first),
    )
    if last:
        message.effective_to.CopyFrom(day(last))
    return message


def day(text: str) -> Date:
    found = date.fromisoformat(text)
    return Date(year=found.year, month=found.month, day=found.day)


async def seen(client: Client, flat: Flat, **wanted: Any) -> list[float]:
    """Indexes of a register that a caller sees, oldest first."""
    listed = await client.ReadingService.ListReadings(
        filter=pb.ReadingFilter(register_id=flat.id), order_by="read_at", **wanted
    )
    assert listed.total_size == len(listed.readings)
    return [float(one.index.value) for one in listed.readings]


async def used(client: Client, **which: str) -> list[float]:
    """What a register or a place used, interval by interval, as a caller is told."""
    request = pb.GetConsumptionRequest(commodity=COLD_WATER, before=Timestamp(seconds=START // 1000), **which)
    getattr(request, "from").FromSeconds(0)
    found = (await client.ReadingService.GetConsumption(request)).intervals
    return [float(one.quantity.value) for one in found]


async def hand_in(client: Client, register: str, index: float, instant: int) -> Any:
    return await client.ReadingService.SubmitReading(reading=new(register, index, instant // 1000))


def indexes(value: float) -> list[account.RegisterIndex]:
    return [account.RegisterIndex(tier=1, index=Decimal(value=f"{value:.3f}"))]


def a_meter(commodity: int) -> account.Meter:
    dial = account.Register(tier=1, integer_digits=5, fraction_digits=3)
    return account.Meter(serial_number=f"Н-{new_id()}", commodity=commodity, registers=[dial])


async def take_out(client: Client, meter: str, index: float, instant: int, etag: str = "1") -> Any:
    return await client.AccountService.RemoveMeter(
        meter_id=meter, etag=etag, removed_at=Timestamp(seconds=instant // 1000), final_indexes=indexes(index)
    )


# -- a utility and what is another's


async def test_a_utility_opens_no_account_for_a_service_that_it_does_not_supply(house: House) -> None:
    water, heat, *_ = await utilities(house)
    flat = Flat(house)
    await flat.stands(flat.account(water, "2026-01-01"))
    await flat.read((at(2, 1), 5))
    told = await refused(
        house.utility(HEAT).AccountService.CreateAccount(account=opened(heat, flat.place, COLD_WATER, "2026-01-01"))
    )
    assert told.violations == (("account.commodity", "account.service"),)
    assert await seen(house.utility(HEAT), flat) == []
    assert await seen(house.utility(WATER), flat) == [5]


async def test_where_one_utility_supplies_no_other_opens_an_account_for_that_time(house: House) -> None:
    water, heat, *_ = await utilities(house)
    await supplies(house, heat, COLD_WATER)
    flat = Flat(house)
    await flat.stands(flat.account(water, "2026-01-01"))
    create = house.utility(HEAT).AccountService.CreateAccount
    for first, last in (("2026-03-01", ""), ("2025-01-01", ""), ("2025-12-01", "2026-01-01")):
        told = await refused(create(account=opened(heat, flat.place, COLD_WATER, first, last)))
        assert told.reason == "CONFLICT"
        assert water not in told.message
        assert "2026" not in told.message
    await create(account=opened(heat, flat.place, COLD_WATER, "2025-12-01", "2025-12-31"))
    told = await refused(create(account=opened(water, flat.place, COLD_WATER, "2025-11-01", "2025-11-30")))
    assert told.reason == "NOT_FOUND"  # for itself alone


async def test_an_account_of_long_ago_shows_nothing_of_today(house: House) -> None:
    water, heat, *_ = await utilities(house)
    await supplies(house, heat, COLD_WATER)
    flat = Flat(house)
    await flat.stands(flat.account(water, "2026-01-01"), installed=at(1, 1, 1998))
    await flat.read((at(1, 1, 1999), 1), (at(2, 1), 5), (at(3, 1), 9))
    client = house.utility(HEAT)
    await client.AccountService.CreateAccount(account=opened(heat, flat.place, COLD_WATER, "1999-01-01", "1999-01-02"))
    assert await seen(client, flat) == [1]
    assert (await refused(hand_in(client, flat.id, 12, START - DAY))).reason == "NOT_FOUND"
    assert (await refused(take_out(client, encode_id(flat.meter), 12, START - DAY))).reason == "CONFLICT"
    shown = (await client.AccountService.GetMeter(id=encode_id(flat.meter))).meter
    assert len(shown.installations) == 1
    assert not shown.installations[0].initial_indexes
    assert await used(client, register_id=flat.id) == []
    listed = await client.AccountService.ListMeters(filter=account.MeterFilter(installed_only=True), page_size=1000)
    assert encode_id(flat.meter) not in {one.id for one in listed.meters}


async def test_only_an_operator_ends_the_account_of_another(house: House) -> None:
    water, heat, *_ = await utilities(house)
    await supplies(house, heat, COLD_WATER)
    flat = Flat(house)
    theirs = flat.account(water, "2026-01-01")
    await flat.stands(theirs)
    await flat.read((at(2, 1), 5), (at(7, 5), 9))
    ended = account.Account(id=encode_id(theirs.id), effective_to=day("2026-06-30"), etag="1")
    client, operator = house.utility(HEAT), await house.operator("mykola")
    told = await refused(client.AccountService.UpdateAccount(account=ended, update_mask={"paths": ["effective_to"]}))
    assert told.reason == "NOT_FOUND"
    reply = await operator.AccountService.UpdateAccount(account=ended, update_mask={"paths": ["effective_to"]})
    assert reply.account.etag == "2"
    await client.AccountService.CreateAccount(account=opened(heat, flat.place, COLD_WATER, "2026-07-01"))
    assert await seen(client, flat) == [9]
    assert await seen(house.utility(WATER), flat) == [5]
    # What it judges by now is the other's: and the former supplier can't come back.
    ended.etag = "2"
    ended.ClearField("effective_to")
    told = await refused(
        house.utility(WATER).AccountService.UpdateAccount(account=ended, update_mask={"paths": ["effective_to"]})
    )
    assert told.reason == "CONFLICT"
    assert (await hand_in(client, flat.id, 12, at(8, 1))).reading.state == S.READING_STATE_ACCEPTED
    assert (await refused(hand_in(house.utility(WATER), flat.id, 13, at(9, 1)))).reason == "NOT_FOUND"


async def test_a_meter_is_installed_only_where_its_service_is_supplied_and_the_refusal_tells_nothing(
    house: House,
) -> None:
    water, *_ = await utilities(house)
    full, empty = Flat(house), Flat(house)
    await full.stands(full.account(water, "2026-01-01"))
    await empty.stands(empty.account(water, "2026-01-01"), removed=at(2, 1))

    async def install(client: Client, flat: Flat, commodity: int, instant: int = START - DAY) -> Any:
        return await client.AccountService.InstallMeter(
            meter=a_meter(commodity),
            usage_point_id=encode_id(flat.place),
            installed_at=Timestamp(seconds=instant // 1000),
            initial_indexes=indexes(1),
        )

    for flat in (full, empty):
        for commodity in (COLD_WATER, HOT_WATER):
            told = await refused(install(house.utility(HEAT), flat, commodity))
            assert told.reason == "NOT_FOUND"
            assert told.message == f"usage point {encode_id(flat.place)} not found"
    assert (await refused(install(house.utility(WATER), empty, HOT_WATER))).reason == "NOT_FOUND"
    assert (await refused(install(house.utility(WATER), empty, COLD_WATER, at(6, 1, 2025)))).reason == "NOT_FOUND"
    told = await refused(install(house.utility(WATER), full, COLD_WATER))
    assert told.reason == "CONFLICT"
    assert "2026" not in told.message
    assert (await install(house.utility(WATER), empty, COLD_WATER)).meter.registers


async def test_a_meter_of_another_can_neither_be_named_nor_installed(house: House) -> None:
    water, heat, *_ = await utilities(house)
    await supplies(house, heat, COLD_WATER)
    stored, mine = Flat(house), Flat(house)
    await stored.stands(stored.account(water, "2026-01-01"), removed=at(3, 1))
    await mine.stands(mine.account(heat, "2026-01-01"), removed=at(3, 1))
    told = await refused(
        house.utility(HEAT).AccountService.InstallMeter(
            meter=account.Meter(id=encode_id(stored.meter)),
            usage_point_id=encode_id(mine.place),
            installed_at=Timestamp(seconds=at(4, 1) // 1000),
            initial_indexes=indexes(1),
        )
    )
    assert told.reason == "NOT_FOUND"
    assert (
        await refused(house.utility(HEAT).AccountService.GetMeter(id=encode_id(stored.meter)))
    ).reason == "NOT_FOUND"


async def test_who_supplied_a_place_before_a_meter_came_there_knows_nothing_of_it(house: House) -> None:
    water, heat, *_ = await utilities(house)
    flat = Flat(house)
    await flat.stands(flat.account(heat, "2025-01-01", "2025-12-31"), flat.account(water, "2026-01-01"))
    await flat.read((at(2, 1), 5))
    client = house.utility(HEAT)
    assert (await refused(client.AccountService.GetMeter(id=encode_id(flat.meter)))).reason == "NOT_FOUND"
    request = pb.GetConsumptionRequest(register_id=flat.id, before=Timestamp(seconds=START // 1000))
    getattr(request, "from").FromSeconds(0)
    assert (await refused(client.ReadingService.GetConsumption(request))).reason == "NOT_FOUND"
    assert (await refused(hand_in(client, flat.id, 4, at(12, 1, 2025)))).reason == "NOT_FOUND"


async def test_a_meter_that_went_on_to_another_utility_is_acted_on_by_that_one_alone(house: House) -> None:
    water, heat, *_ = await utilities(house)
    await supplies(house, heat, COLD_WATER)
    mine, theirs = Flat(house), Flat(house)
    await mine.stands(mine.account(heat, "2026-01-01"))
    await theirs.stands(theirs.account(water, "2026-01-01"))
    await moved(house, mine, theirs, 20)
    client = house.utility(HEAT)
    shown = (await client.AccountService.GetMeter(id=encode_id(mine.meter))).meter
    assert [one.usage_point_id for one in shown.installations] == [encode_id(mine.place)]
    assert [one.id for one in shown.registers] == [mine.id]
    told = await refused(take_out(client, encode_id(mine.meter), 25, at(10, 1), shown.etag))
    assert told.reason == "NOT_FOUND"
    taken = await take_out(house.utility(WATER), encode_id(mine.meter), 25, at(10, 1), shown.etag)
    back = client.AccountService.InstallMeter(
        meter=account.Meter(id=encode_id(mine.meter)),
        usage_point_id=encode_id(mine.place),
        installed_at=Timestamp(seconds=at(10, 2) // 1000),
        initial_indexes=indexes(25),
    )
    assert taken.meter.registers
    assert (await refused(back)).reason == "NOT_FOUND"


async def test_a_place_is_added_to_a_building_by_who_supplies_the_building(house: House) -> None:
    operator = await house.operator("mykola")
    building = (await operator.AccountService.ListBuildings(commodity=COLD_WATER)).buildings[0]
    more = account.UsagePoint(parent_id=building.usage_point_id)
    more.address.CopyFrom(building.address)
    more.address.apartment = "666"
    told = await refused(house.utility(GAS).AccountService.CreateUsagePoint(usage_point=more))
    assert told.reason == "NOT_FOUND"
    assert (await house.utility(WATER).AccountService.CreateUsagePoint(usage_point=more)).usage_point.id


@pytest.mark.parametrize("commodity", range(2, 6))
async def test_the_balance_of_what_one_does_not_supply_is_not_found_whatever_there_is(
    house: House, commodity: int
) -> None:
    operator = await house.operator("mykola")
    building = (await operator.AccountService.ListBuildings(commodity=COLD_WATER)).buildings[0]
    request = pb.GetBuildingBalanceRequest(
        usage_point_id=building.usage_point_id, commodity=commodity, before=Timestamp(seconds=START // 1000)
    )
    getattr(request, "from").FromSeconds(START // 1000 - 30 * 86_400)
    told = await refused(house.utility(WATER).ReadingService.GetBuildingBalance(request))
    assert (told.reason, told.message) == ("NOT_FOUND", f"usage point {building.usage_point_id} not found")


# -- a grant


async def granted(house: House, utility: str, *classes: DataClass, until: Date | None = None) -> Client:
    """A utility of its own that was granted to see something of another's accounts: consumption, or these classes."""
    key = await key_of(house, PartnerKind.PARTNER_KIND_UTILITY)
    client, admin = house.client(key), await house.operator("oksana")
    listed = await admin.PartnerService.ListPartners(kind=PartnerKind.PARTNER_KIND_UTILITY, page_size=100)
    await admin.PartnerService.GrantAccess(
        grant={
            "partner_id": listed.partners[-1].id,
            "utility_id": utility,
            "data_classes": classes or [DataClass.DATA_CLASS_CONSUMPTION],
            "purpose": "звірка",
            "legal_ground": "договір",
            "effective_from": day("2026-01-01"),
            "effective_to": until,
        }
    )
    return client


async def test_a_grant_to_see_is_none_to_write(house: House) -> None:
    water, *_ = await utilities(house)
    client = await granted(house, water)
    flat = Flat(house)
    await flat.stands(flat.account(water, "2026-01-01"))
    await flat.read((at(2, 1), 5))
    assert await seen(client, flat) == [5]
    assert (await refused(hand_in(client, flat.id, 6, START - DAY))).reason == "NOT_FOUND"
    batch = await client.ReadingService.BatchSubmitReadings(readings=[new(flat.id, 6, (START - DAY) // 1000)])
    assert [one.error.reason for one in batch.outcomes] == ["NOT_FOUND"]

    async def rows() -> AsyncIterator[Any]:
        yield pb.ImportReadingsRequest(import_id="ч", first_line=1, readings=[new(flat.id, 6, (START - DAY) // 1000)])

    acknowledged = [reply async for reply in client.ReadingService.ImportReadings(rows())]
    assert [one.error.reason for one in acknowledged[0].exceptions] == ["NOT_FOUND"]
    assert (await refused(take_out(client, encode_id(flat.meter), 6, START - DAY))).reason == "NOT_FOUND"
    exchange = client.AccountService.ExchangeMeter(
        meter_id=encode_id(flat.meter),
        etag="1",
        exchanged_at=Timestamp(seconds=START // 1000 - 60),
        final_indexes=indexes(6),
        new_meter=a_meter(COLD_WATER),
        initial_indexes=indexes(0),
    )
    assert (await refused(exchange)).reason == "NOT_FOUND"
    assert await seen(client, flat) == [5]


async def test_a_grant_ends_with_its_last_day_in_kyiv(house: House) -> None:
    water, *_ = await utilities(house)
    client = await granted(house, water, until=Date(year=2026, month=11, day=23))
    flat = Flat(house)
    await flat.stands(flat.account(water, "2026-01-01"))
    await flat.read((at(2, 1), 5))
    house.clock.advance(milliseconds=midnight(date(2026, 11, 24)) - house.clock.now() - 1)
    assert await seen(client, flat) == [5]
    house.clock.advance(milliseconds=61_000)
    assert (await refused(seen(client, flat))).reason == "PERMISSION_DENIED"


async def test_a_grant_to_see_money_is_none_to_report_payments(house: House) -> None:
    water, *_ = await utilities(house)
    client = await granted(house, water, DataClass.DATA_CLASS_FINANCIAL)
    flat = Flat(house)
    flat.account(water, "2026-01-01")
    reply = await payments(client, new_payment("1", "К-1", -5_000, water))
    assert (reply.taken, wrong(reply)) == (0, [(1, "NOT_FOUND", "utility_id", "utility.known")])


@pytest.mark.parametrize(
    ("key", "needed"),
    [
        ({"phone": "+380501234567"}, "phone: needs a grant of the data class CONTACT"),
        ({"phone_last_four": "4567"}, "phone_last_four: needs a grant of the data class CONTACT"),
        ({"email": "a@example.org"}, "email: needs a grant of the data class CONTACT"),
        ({"name": "Олена"}, "name: needs a grant of the data class IDENTITY"),
        ({"account_number": "1"}, "account_number: needs a grant of the data class FINANCIAL"),
    ],
)
async def test_nobody_is_looked_for_by_what_a_grant_does_not_show(
    house: House, key: dict[str, str], needed: str
) -> None:
    water, *_ = await utilities(house)
    client = await granted(house, water)
    told = await refused(client.UserService.LookupUser(**key))
    assert (told.reason, told.message) == ("PERMISSION_DENIED", needed)


# -- a meter that moves


async def moved(house: House, flat: Flat, to: Flat, index: float) -> str:
    """Takes the meter of a flat to another, whose own goes to the store; the register that it has there."""
    operator = await house.operator("mykola")
    for one in (flat, to):
        await take_out(operator, encode_id(one.meter), index, at(9, 1))
    installed = await operator.AccountService.InstallMeter(
        meter=account.Meter(id=encode_id(flat.meter)),
        usage_point_id=encode_id(to.place),
        installed_at=Timestamp(seconds=at(9, 2) // 1000),
        initial_indexes=indexes(index),
    )
    fresh: str = installed.meter.registers[0].id
    return fresh


async def two_households(house: House) -> tuple[Flat, Client, Flat, Client]:
    water, *_ = await utilities(house)
    made: list[Any] = []
    for user, client in await residents(house, 2):
        flat = Flat(house)
        contract = flat.account(water, "2026-01-01")
        await flat.stands(contract)
        await flat.link(contract, user, at(1, 2))
        made += [flat, client]
    await made[0].read((at(2, 1), 5), (at(3, 1), 9))
    return made[0], made[1], made[2], made[3]


async def test_what_a_moved_meter_counted_stays_with_each_household(house: House) -> None:
    mine, me, theirs, them = await two_households(house)
    fresh = await moved(house, mine, theirs, 20)
    assert fresh != mine.id
    there = Flat(house, theirs.place, mine.meter, decode_id(fresh))
    assert (await hand_in(them, fresh, 21, at(9, 20))).reading.usage_point_id == encode_id(theirs.place)
    assert await seen(me, mine) == [5, 9, 20]
    assert await seen(me, there) == []
    assert await seen(them, mine) == []
    assert await seen(them, there) == [20, 21]
    assert (await refused(hand_in(me, fresh, 22, at(10, 1)))).reason == "NOT_FOUND"
    late = await hand_in(me, mine.id, 22, at(10, 1))
    assert [found.code for found in late.reading.findings] == ["AFTER_REMOVAL"]
    by_meter = pb.ReadingFilter(meter_id=encode_id(mine.meter), states=[S.READING_STATE_ACCEPTED])
    for client, own in ((me, [20, 9, 5]), (them, [21, 20])):
        listed = await client.ReadingService.ListReadings(filter=by_meter, order_by="read_at desc")
        assert [float(one.index.value) for one in listed.readings] == own
    shown = [(await client.AccountService.GetMeter(id=encode_id(mine.meter))).meter for client in (me, them)]
    places = [[one.usage_point_id for one in meter.installations] for meter in shown]
    assert places == [[encode_id(mine.place)], [encode_id(theirs.place)]]


async def test_a_move_puts_no_consumption_from_one_place_into_another(house: House) -> None:
    mine, _, theirs, _ = await two_households(house)
    await moved(house, mine, theirs, 20)
    operator = await house.operator("mykola")
    assert await used(operator, usage_point_id=encode_id(mine.place)) == [4, 11]
    assert await used(operator, usage_point_id=encode_id(theirs.place)) == []


async def test_a_serial_number_means_the_register_of_the_place_where_the_meter_was_then(house: House) -> None:
    mine, _, theirs, _ = await two_households(house)
    fresh = await moved(house, mine, theirs, 20)
    operator = await house.operator("mykola")
    rows = [
        pb.NewReading(
            meter_serial_number=mine.serial,
            index=Decimal(value=f"{index:.3f}"),
            read_at=Timestamp(seconds=instant // 1000),
        )
        for index, instant in ((12, at(4, 1)), (20.4, at(9, 1) + DAY // 2), (22, at(10, 1)), (1, at(6, 1, 2025)))
    ]
    outcomes = (await operator.ReadingService.BatchSubmitReadings(readings=rows)).outcomes
    assert not [one.error for one in outcomes if one.error.reason]
    listed = [(await operator.ReadingService.GetReading(id=one.reading_id)).reading for one in outcomes]
    assert [one.register_id for one in listed] == [mine.id, mine.id, fresh, mine.id]
    found = [[code.code for code in one.findings] for one in listed]
    assert found == [[], ["AFTER_REMOVAL"], [], ["BEFORE_INSTALLATION"]]


# -- one place, one tenant after another


async def tenants(house: House) -> tuple[Flat, Sequence[Client], Sequence[Account]]:
    """A flat in which one tenant followed another in July."""
    water, *_ = await utilities(house)
    flat = Flat(house)
    contracts = flat.account(water, "2026-01-01", "2026-06-30"), flat.account(water, "2026-07-01")
    await flat.stands(*contracts)
    people = await residents(house, 2)
    for contract, (user, _), linked in zip(contracts, people, (at(1, 2), at(7, 3)), strict=True):
        await flat.link(contract, user, linked)
    await flat.read((at(2, 1), 5), (at(3, 1), 9), (at(7, 1), 25), (at(8, 1), 28))
    return flat, [client for _, client in people], contracts


async def test_tenants_of_one_place_see_each_their_own_time(house: House) -> None:
    flat, (former, latter), _ = await tenants(house)
    assert await seen(former, flat) == [5, 9]
    assert await seen(latter, flat) == [25, 28]
    assert await seen(house.utility(WATER), flat) == [5, 9, 25, 28]
    listed = await latter.ReadingService.ListReadings(filter=pb.ReadingFilter(register_id=flat.id), order_by="read_at")
    since = [one.consumption.value if one.HasField("consumption") else None for one in listed.readings]
    assert since == [None, "3"]  # what was used before, and so the index before, is the former tenant's
    assert [await used(client, register_id=flat.id) for client in (former, latter)] == [[4], [3]]
    assert (await refused(former.ReadingService.GetReading(id=listed.readings[0].id))).reason == "NOT_FOUND"
    assert (await refused(hand_in(former, flat.id, 30, at(9, 1)))).reason == "NOT_FOUND"
    assert (await refused(hand_in(latter, flat.id, 6, at(2, 15)))).reason == "NOT_FOUND"
    as_of = {"as_of": Timestamp(seconds=START // 1000 - 3600)}
    assert await seen(latter, flat, **as_of) == [25, 28]


async def test_who_is_linked_to_an_account_after_another_sees_from_then_on(house: House) -> None:
    water, *_ = await utilities(house)
    flat = Flat(house)
    contract = flat.account(water, "2026-01-01")
    await flat.stands(contract)
    await flat.read((at(2, 1), 5), (at(5, 1), 12), (at(8, 1), 28))
    (one, first), (other, second) = await residents(house, 2)
    await flat.link(contract, one, at(6, 1))
    assert await seen(first, flat) == [5, 12, 28]  # the whole time of their account, though linked in June
    await flat.link(contract, other, at(7, 1))
    assert await seen(first, flat) == [5, 12, 28]
    assert await seen(second, flat) == [28]
    assert (await refused(hand_in(second, flat.id, 13, at(5, 20)))).reason == "NOT_FOUND"
    await first.AccountService.UnlinkAccount(account_id=encode_id(contract.id))
    assert await seen(first, flat) == []
    assert await seen(second, flat) == [28]  # the former holder's time stays theirs


async def test_an_account_that_is_over_is_not_linked_by_its_number(house: House) -> None:
    water, *_ = await utilities(house)
    flat = Flat(house)
    over, open_now = flat.account(water, "2026-01-01", "2026-06-30"), flat.account(water, "2026-07-01")
    await flat.stands(over, open_now)
    ((_, stranger),) = await residents(house, 1)
    link = stranger.AccountService.LinkAccount
    told = await refused(link(account_number=over.number, meter_serial_number=flat.serial))
    assert told.reason == "NOT_FOUND"
    assert (await link(account_number=open_now.number, meter_serial_number=flat.serial)).account.id


async def test_a_meter_that_is_elsewhere_by_now_proves_nothing(house: House) -> None:
    mine, _, theirs, _ = await two_households(house)
    water, *_ = await utilities(house)
    contract = mine.account(water, "2026-01-01")
    await house.app.services.store.write(lambda tx: tx.insert(contract))
    await moved(house, mine, theirs, 20)
    *_, (_, stranger) = await residents(house, 3)
    told = await refused(
        stranger.AccountService.LinkAccount(account_number=contract.number, meter_serial_number=mine.serial)
    )
    assert told.reason == "NOT_FOUND"
