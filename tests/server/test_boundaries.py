"""What contradicts itself at boundaries: exchanges out of order, windows over one another, readings outside them."""

from datetime import date
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import account_service_pb2 as account

from server.accounts.windows import midnight

from .conftest import Client, House, refused
from .test_readings import COLD_WATER, S, a_register, new


async def exchange(client: Client, register: str, index: float, seconds: int, serial: str) -> Any:
    """Exchanges the meter of a register for a new one that shows nothing."""
    meters = (await client.AccountService.ListMeters(page_size=1000)).meters
    device = next(one for one in meters if any(dial.id == register for dial in one.registers))
    return await client.AccountService.ExchangeMeter(
        meter_id=device.id,
        etag=device.etag,
        exchanged_at=Timestamp(seconds=seconds),
        final_indexes=[account.RegisterIndex(register_id=register, index=Decimal(value=f"{index:.3f}"))],
        new_meter=account.Meter(
            serial_number=serial,
            commodity=COLD_WATER,
            registers=[account.Register(tier=1, integer_digits=5, fraction_digits=3)],
        ),
        initial_indexes=[account.RegisterIndex(tier=1, index=Decimal(value="0"))],
    )


async def test_an_exchange_before_the_installation_is_refused_and_nothing_half_done_stays(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    told = await refused(exchange(operator, register, last, 86_400, "В-РАНО-1"))
    assert told.violations or told.reason in ("CONFLICT", "WRONG_STATE"), told
    listed = await operator.AccountService.ListMeters(page_size=1000)
    assert "В-РАНО-1" not in {one.serial_number for one in listed.meters}
    taken = await operator.ReadingService.SubmitReading(
        reading=new(register, last + 0.1, house.clock.now() // 1000 - 60)
    )
    assert taken.reading.state == S.READING_STATE_ACCEPTED


async def test_of_two_exchanges_at_one_instant_the_second_is_refused(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    at = house.clock.now() // 1000 - 3600
    first = await exchange(operator, register, last + 0.1, at, "В-ПЕРШИЙ-1")
    fresh = first.installed_meter.registers[0].id
    told = await refused(exchange(operator, fresh, 0, at, "В-ДРУГИЙ-1"))
    assert told.violations or told.reason in ("CONFLICT", "WRONG_STATE"), told
    again = await refused(exchange(operator, register, last + 0.1, at, "В-ТРЕТІЙ-1"))
    assert again.violations or again.reason in ("CONFLICT", "WRONG_STATE", "STALE_ETAG"), again
    listed = await operator.AccountService.ListMeters(page_size=1000)
    assert not {"В-ДРУГИЙ-1", "В-ТРЕТІЙ-1"} & {one.serial_number for one in listed.meters}


async def the_window(client: Client) -> Any:
    windows = (await client.AccountService.ListReadingWindows(page_size=100)).windows
    return next(one for one in windows if one.commodity == COLD_WATER)


async def test_a_window_over_another_of_the_same_service_is_refused(house: House) -> None:
    admin = await house.operator("oksana")
    mine = await the_window(admin)
    assert mine.utility_name_uk
    second = account.ReadingWindow()
    second.CopyFrom(mine)
    second.id = second.etag = ""
    second.effective_from.CopyFrom(Date(year=2027, month=1, day=1))
    told = await refused(admin.AccountService.UpsertReadingWindow(window=second))
    assert told.reason == "CONFLICT"
    assert len((await admin.AccountService.ListReadingWindows(commodity=COLD_WATER)).windows) == 1


async def test_openings_are_told_for_two_years_at_most(house: House) -> None:
    admin = await house.operator("oksana")
    begin = Date(year=2026, month=11, day=1)
    asked = {"openings_from": begin, "openings_before": Date(year=2027, month=1, day=1), "commodity": COLD_WATER}
    window = (await admin.AccountService.ListReadingWindows(**asked)).windows[0]
    assert [(one.opens.month, one.opens.day, one.closes.day) for one in window.openings] == [(11, 20, 25), (12, 20, 25)]
    asked["openings_before"] = Date(year=2030, month=1, day=1)
    told = await refused(admin.AccountService.ListReadingWindows(**asked))
    assert told.violations == (("openings_before", "date.range"),)


@pytest.mark.parametrize(
    ("late", "state"),
    [
        (account.LATE_POLICY_ACCEPT, S.READING_STATE_ACCEPTED),
        (account.LATE_POLICY_REFUSE, S.READING_STATE_REFUSED),
        (account.LATE_POLICY_DEEM_NEXT, S.READING_STATE_ACCEPTED),
    ],
)
async def test_a_resident_who_is_late_is_told_by_the_utilitys_policy(house: House, late: Any, state: int) -> None:
    admin = await house.operator("oksana")
    window = await the_window(admin)
    window.late_policy, window.deemed_day = late, 25
    await admin.AccountService.UpsertReadingWindow(window=window)
    house.clock.advance(milliseconds=midnight(date(2026, 11, 27)) + 36_000_000 - house.clock.now())
    officer = await house.operator("petro")  # the session of before is over
    for user in (await officer.UserService.ListUsers(page_size=100)).users:
        resident = await house.resident(user.phone)
        own = [
            dial.id
            for meter in (await resident.AccountService.ListMeters(page_size=100)).meters
            if meter.commodity == COLD_WATER
            for dial in meter.registers
        ]
        history = (await resident.ReadingService.ListReadings(page_size=100)).readings
        last = [one for one in history if one.register_id in own and one.state == S.READING_STATE_ACCEPTED]
        if last:
            break
    newest = max(last, key=lambda one: one.read_at.ToSeconds())
    index = float(newest.index.value) + 0.1
    reply = await resident.ReadingService.SubmitReading(
        reading=new(newest.register_id, index, house.clock.now() // 1000 - 60)
    )
    assert reply.reading.state == state
    codes = [found.code for found in reply.reading.findings]
    assert ("OUTSIDE_WINDOW" in codes) == (state == S.READING_STATE_REFUSED)
    deemed = reply.reading.deemed_at.ToSeconds() * 1000 if reply.reading.HasField("deemed_at") else None
    assert deemed == (midnight(date(2026, 12, 25)) if late == account.LATE_POLICY_DEEM_NEXT else None)
