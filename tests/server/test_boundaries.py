"""What contradicts itself at boundaries: exchanges out of order, windows over one another, readings outside them."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import reading_service_pb2 as pb

from server.accounts import meters as placing
from server.codec import DAY_MS, MICRO
from server.readings import estimating
from server.readings.boundary import correct_boundary
from server.readings.heal import Healed
from storage.days import midnight
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.accounts import UsagePoint
from storage.repositories import histories, meters, readings
from storage.repositories.scope import EVERYTHING

from .conftest import Client, House, refused
from .dials import MONTH, NOW, SOMEBODY, Dial
from .test_readings import COLD_WATER, S, a_register, new

WHOEVER: Any = SimpleNamespace(principal=SOMEBODY, own_scope=lambda: EVERYTHING)


async def exchange(client: Client, register: str, index: float, seconds: int, serial: str, **turn: bool) -> Any:
    """Exchanges the meter of a register for a new one that shows nothing."""
    meters = (await client.AccountService.ListMeters(page_size=1000)).meters
    device = next(one for one in meters if any(dial.id == register for dial in one.registers))
    return await client.AccountService.ExchangeMeter(
        meter_id=device.id,
        etag=device.etag,
        exchanged_at=Timestamp(seconds=seconds),
        final_indexes=[account.RegisterIndex(register_id=register, index=Decimal(value=f"{index:.3f}"), **turn)],
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


async def test_a_meter_whose_dial_began_anew_is_exchanged_where_that_is_said(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    at = house.clock.now() // 1000 - 3600
    told = await refused(exchange(operator, register, last - 1, at, "В-ОБЕРТ-1"))
    assert told.violations == (("final_indexes", "reading.decrease"),)
    done = await exchange(operator, register, last - 1, at, "В-ОБЕРТ-1", rollover=True)
    assert done.removed_meter.installations[-1].final_indexes[0].index.value == f"{last - 1:.3f}".rstrip("0").rstrip(
        "."
    )


async def test_nothing_was_before_the_first_index_of_a_meter(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    meters = (await operator.AccountService.ListMeters(page_size=1000)).meters
    device = next(one for one in meters if any(dial.id == register for dial in one.registers))
    first = account.RegisterIndex(tier=1, index=Decimal(value="5"), rollover=True)
    fresh = account.Meter(serial_number="В-ПОЧАТОК-1", commodity=COLD_WATER)
    fresh.registers.add(tier=1, integer_digits=5, fraction_digits=3)
    told = await refused(
        operator.AccountService.ExchangeMeter(
            meter_id=device.id,
            etag=device.etag,
            exchanged_at=Timestamp(seconds=house.clock.now() // 1000 - 3600),
            final_indexes=[account.RegisterIndex(register_id=register, index=Decimal(value=f"{last:.3f}"))],
            new_meter=fresh,
            initial_indexes=[first],
        )
    )
    assert told.violations == (("initial_indexes[0].rollover", "reading.rollover"),)


async def the_end(client: Client, register: str, source: Any) -> pb.Reading:
    """The reading that is an end of an installation."""
    wanted = pb.ReadingFilter(register_id=register, source=source, states=[S.READING_STATE_ACCEPTED])
    found: pb.Reading = (await client.ReadingService.ListReadings(filter=wanted)).readings[0]
    return found


async def test_indexes_of_an_exchange_are_put_right_at_both_meters(house: House) -> None:
    operator, water, gas = await house.operator("mykola"), house.utility(0), house.utility(2)
    register, last = await a_register(operator)
    at = house.clock.now() // 1000 - 3600
    done = await exchange(operator, register, last + 90, at, "В-ПОМИЛКА-1")
    final = await the_end(operator, register, pb.READING_SOURCE_REMOVAL)
    right = {"id": final.id, "etag": final.etag, "index": Decimal(value=f"{last + 9:.3f}"), "reason": "описка в акті"}
    assert (await refused(gas.ReadingService.CorrectBoundaryIndex(**right))).reason == "NOT_FOUND"
    reply = await water.ReadingService.CorrectBoundaryIndex(**right)
    assert (reply.reading.state, reply.reading.superseded_by) == (S.READING_STATE_SUPERSEDED, reply.replacement.id)
    assert float(reply.replacement.consumption.value) == pytest.approx(9)
    meter = (await operator.AccountService.GetMeter(id=done.removed_meter.id)).meter
    assert float(meter.installations[-1].final_indexes[0].index.value) == pytest.approx(last + 9)
    assert meter.etag != done.removed_meter.etag
    fresh = done.installed_meter.registers[0].id
    first = await the_end(operator, fresh, pb.READING_SOURCE_INSTALLATION)
    kept = await refused(operator.ReadingService.ReverseReading(id=first.id, etag=first.etag, reason="описка"))
    assert "CorrectBoundaryIndex" in kept.message
    for index, rule in (("1000000", "register.digits"), ("1.2345", "register.digits")):
        wrong = right | {"id": first.id, "etag": first.etag, "index": Decimal(value=index)}
        assert (await refused(operator.ReadingService.CorrectBoundaryIndex(**wrong))).violations == (("index", rule),)
    stale = right | {"id": first.id, "etag": "9"}
    assert (await refused(operator.ReadingService.CorrectBoundaryIndex(**stale))).reason == "STALE_ETAG"


async def test_a_reading_that_is_no_end_of_an_installation_is_not_corrected_as_one(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    taken = (
        await operator.ReadingService.SubmitReading(reading=new(register, last + 0.1, house.clock.now() // 1000 - 60))
    ).reading
    told = await refused(
        operator.ReadingService.CorrectBoundaryIndex(
            id=taken.id, etag=taken.etag, index=Decimal(value="1"), reason="описка"
        )
    )
    assert (told.reason, "no end of an installation" in told.message) == ("CONFLICT", True)


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


async def a_resident(house: House) -> tuple[Client, pb.Reading]:
    """Somebody whose cold water was read, and their newest reading."""
    officer = await house.operator("petro")
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
            return resident, max(last, key=lambda one: one.read_at.ToSeconds())
    raise AssertionError("nobody's cold water was read")


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
    resident, newest = await a_resident(house)
    index = float(newest.index.value) + 0.1
    reply = await resident.ReadingService.SubmitReading(
        reading=new(newest.register_id, index, house.clock.now() // 1000 - 60)
    )
    assert reply.reading.state == state
    codes = [found.code for found in reply.reading.findings]
    assert ("OUTSIDE_WINDOW" in codes) == (state == S.READING_STATE_REFUSED)
    deemed = reply.reading.deemed_at.ToSeconds() * 1000 if reply.reading.HasField("deemed_at") else None
    assert deemed == (midnight(date(2026, 12, 25)) if late == account.LATE_POLICY_DEEM_NEXT else None)


# -- in a transaction that never ends


def taken_out(dial: Dial, at: int, value: int, *, rollover: bool = False) -> None:
    """Removes the meter of a dial with its final index."""
    device = meters.get(dial.tx, meters.facts_by_id(dial.tx, [dial.id])[dial.id].meter_id, EVERYTHING)
    assert device is not None
    said = frozenset({1} if rollover else ())
    placing.remove(dial.tx, WHOEVER, device, at, {1: value * MICRO}, "removed_at", said)


def put_back(dial: Dial, place: int, at: int, value: int) -> Dial:
    """Installs the meter of a dial somewhere; the dial that it has there."""
    tx, meter_id = dial.tx, meters.facts_by_id(dial.tx, [dial.id])[dial.id].meter_id
    device = meters.get(tx, meter_id, EVERYTHING)
    assert device is not None
    placing.install(tx, WHOEVER, device.row, device.registers, place, at, {1: value * MICRO})
    again = meters.get(tx, meter_id, EVERYTHING)
    assert again is not None
    made = Dial(tx)
    made.id = made.ids[0] = again.registers[0].id
    return made


def place_of(dial: Dial) -> int:
    return meters.facts_by_id(dial.tx, [dial.id])[dial.id].usage_point_id


def elsewhere(tx: Tx) -> int:
    place = new_id()
    tx.insert(UsagePoint(id=place, city="М", street="С", building="2"))
    return place


def test_an_estimate_is_no_hindrance_to_a_final_index_below_it(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    dial.estimate(3 * MONTH)
    assert dial.accepted() == [100, 106, 112]
    taken_out(dial, 4 * MONTH, 108)
    assert [(value // MICRO, guess) for _, value, guess in dial.standing()] == [
        (100, False),
        (106, False),
        (107, True),
        (108, False),
    ]


def test_an_estimate_behind_a_removal_is_withdrawn(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    (put,) = dial.estimate(3 * MONTH)
    taken_out(dial, 3 * MONTH - DAY_MS, 108)
    assert dial.accepted() == [100, 106, 108]
    assert next(row.state for row in dial.rows() if row.id == put.reading_id) == S.READING_STATE_REVERSED


def test_a_final_index_trues_up_the_estimates_before_it_as_a_reading_does(tx: Tx) -> None:
    removed, read = Dial(tx), Dial(tx)
    for dial in (removed, read):
        dial.take((MONTH, 100), (2 * MONTH, 106))
        dial.estimate(3 * MONTH)
    taken_out(removed, 4 * MONTH, 136)
    read.take((4 * MONTH, 136))
    assert removed.accepted() == read.accepted() == [100, 106, 121, 136]


def test_a_final_index_below_the_last_reading_is_refused(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    with pytest.raises(placing.InvalidField, match="final_indexes"):
        taken_out(dial, 3 * MONTH, 105)
    with pytest.raises(placing.Conflict, match="after that"):
        taken_out(dial, 2 * MONTH - 1, 105)


def test_a_dial_that_turned_is_closed_at_what_it_shows(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take(*[(month * MONTH, 99_950 + 10 * month) for month in range(1, 5)])
    taken_out(dial, 5 * MONTH, 3)
    assert dial.accepted() == [99_960, 99_970, 99_980, 99_990, 3]
    assert dial.consumption()[-1] == 13 * MICRO
    assert dial.unsettled() == []


def test_an_unusual_turn_before_a_final_index_is_one_where_somebody_says_so(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take(*[(month * MONTH, 99_950 + 10 * month) for month in range(1, 5)])
    with pytest.raises(placing.InvalidField, match="rollover"):
        taken_out(dial, 5 * MONTH, 900)
    taken_out(dial, 5 * MONTH, 900, rollover=True)
    assert dial.consumption()[-1] == 910 * MICRO
    dial.take((3 * MONTH + DAY_MS, 99_981))  # judged anew with those around it: they fit under that end
    assert dial.accepted() == [99_960, 99_970, 99_980, 99_981, 99_990, 900]
    assert dial.unsettled() == []


def test_a_final_index_that_is_not_below_the_last_reading_is_no_turn(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    with pytest.raises(placing.InvalidField, match="not below"):
        taken_out(dial, 3 * MONTH, 112, rollover=True)


def test_a_reading_behind_the_removal_that_was_to_be_decided_is_refused_with_it(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take(*[(month * MONTH, 100 + 6 * month) for month in range(1, 6)], (6 * MONTH, 1_500))
    assert dial.row(6 * MONTH).state == S.READING_STATE_IN_REVIEW
    taken_out(dial, 6 * MONTH - DAY_MS, 135)
    assert dial.row(6 * MONTH).state == S.READING_STATE_REFUSED
    assert "AFTER_REMOVAL" in (dial.row(6 * MONTH).findings or "")


def test_a_meter_that_comes_back_at_nothing_begins_anew(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    taken_out(dial, 3 * MONTH, 112)
    again = put_back(dial, place_of(dial), 4 * MONTH, 0)
    again.take((5 * MONTH, 6), (6 * MONTH, 12))
    assert dial.consumption() == [6 * MICRO, 6 * MICRO]
    assert again.consumption() == [6 * MICRO, 6 * MICRO]  # and nothing on the bench
    assert [one.estimate.value for one in again.estimate(7 * MONTH)] == [18 * MICRO]


def test_what_comes_late_of_an_earlier_place_is_judged_by_the_time_there(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106), (3 * MONTH, 112))
    taken_out(dial, 5 * MONTH, 124)
    there = put_back(dial, elsewhere(tx), 8 * MONTH, 130)
    there.take((9 * MONTH, 140))
    dial.take((4 * MONTH, 118))
    assert dial.accepted() == [100, 106, 112, 118, 124]
    assert there.accepted() == [130, 140]
    assert [row.read_at for row in there.rows()] == [8 * MONTH, 9 * MONTH]


def test_a_register_that_is_gone_is_not_estimated(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    taken_out(dial, 3 * MONTH, 112)
    facts = list(meters.facts_by_id(tx, [dial.id]).values())
    put = estimating.put(tx, SOMEBODY, facts, 4 * MONTH)
    assert put.made == []
    assert [reason for _, reason in put.left] == ["NOT_INSTALLED"]


def corrected(dial: Dial, at: int, index: str, **turn: bool) -> tuple[int, list[Healed]]:
    """The same end of an installation with another index."""
    (row,) = [row for row in dial.rows() if row.read_at == at and row.state == S.READING_STATE_ACCEPTED]
    return correct_boundary(dial.tx, dial.call("описка в акті"), row, Decimal(value=index), turn.get("rollover", False))


def test_a_first_index_that_was_wrong_is_put_right_and_all_that_hung_on_it_heals(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take((MONTH, 100), (2 * MONTH, 106))
    taken_out(dial, 3 * MONTH, 112)
    again = put_back(dial, place_of(dial), 4 * MONTH, 90_000)
    again.take((5 * MONTH, 6), (6 * MONTH, 12))
    assert again.accepted() == [90_000]
    tx.now += 60_000
    replacement, healed = corrected(again, 4 * MONTH, "0")
    assert again.accepted() == [0, 6, 12]
    assert again.consumption() == [6 * MICRO, 6 * MICRO]
    assert [(one.reading_id, one.state_after) for one in healed] == [
        (again.row(month * MONTH).id, S.READING_STATE_ACCEPTED) for month in (5, 6)
    ]
    assert again.unsettled() == []
    # What was held before is held for then, with who corrected it and why.
    held = histories.accepted_of(tx, [again.id], tx.now - 30_000)
    assert [one.value for one in held] == [90_000 * MICRO]
    first = again.row(4 * MONTH, 90_000 * MICRO)
    assert (first.state, first.superseded_by) == (S.READING_STATE_SUPERSEDED, replacement)
    assert readings.versions(tx, first.id)[-1].reason == "описка в акті"
    again.take((4 * MONTH + DAY_MS, 1))
    assert again.accepted() == [0, 1, 6, 12]
    tx.now = NOW


def test_a_final_index_that_was_wrong_is_put_right_above_what_was_read(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take(*[(month * MONTH, 94 + 6 * month) for month in range(1, 6)])
    taken_out(dial, 6 * MONTH, 1_300)
    with pytest.raises(placing.InvalidField, match="rollover"):
        corrected(dial, 6 * MONTH, "123")
    corrected(dial, 6 * MONTH, "130")
    assert dial.accepted() == [100, 106, 112, 118, 124, 130]
    assert dial.consumption()[-1] == 6 * MICRO
    corrected(dial, 6 * MONTH, "131")  # and once more
    assert dial.consumption()[-1] == 7 * MICRO
    assert dial.unsettled() == []


def test_a_final_index_is_corrected_to_one_behind_a_turn_where_that_is_said(tx: Tx) -> None:
    dial = Dial(tx)
    dial.take(*[(month * MONTH, 99_950 + 10 * month) for month in range(1, 5)])
    taken_out(dial, 5 * MONTH, 99_999)
    with pytest.raises(placing.InvalidField, match="say so with rollover"):
        corrected(dial, 5 * MONTH, "900")
    corrected(dial, 5 * MONTH, "900", rollover=True)
    assert dial.consumption()[-1] == 910 * MICRO
    dial.take((3 * MONTH + DAY_MS, 99_981))
    assert dial.accepted() == [99_960, 99_970, 99_980, 99_981, 99_990, 900]
    corrected(dial, 5 * MONTH, "3")
    assert dial.consumption()[-1] == 13 * MICRO


def test_a_first_index_stays_below_what_was_accepted_behind_it(tx: Tx) -> None:
    dial = Dial(tx)
    taken_out(dial, 3 * MONTH, 0)
    again = put_back(dial, place_of(dial), 4 * MONTH, 10)
    again.take((5 * MONTH, 16))
    with pytest.raises(placing.InvalidField, match="above the accepted one after it"):
        corrected(again, 4 * MONTH, "17")
    with pytest.raises(placing.InvalidField, match="not below"):
        corrected(again, 4 * MONTH, "12", rollover=True)
    corrected(again, 4 * MONTH, "12")
    assert again.consumption() == [4 * MICRO]
