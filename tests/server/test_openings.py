"""Openings of reading windows: noted once, told by the feed, settled by the window's data; and estimates by a call."""

from datetime import date, timedelta
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.account_service_pb2 import LatePolicy, MissingPolicy

from server.codec import MICRO
from server.readings import estimating, openings
from server.readings.consumption import intervals
from server.windows.rules import Window, period, placed
from storage.days import midnight
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.repositories import histories, meters

from .conftest import Client, House, refused
from .dials import Dial
from .test_readings import COLD_WATER, S, a_register, new

#: The house wakes up on 23 November 2026; water is read from the 20th to the 25th.
CLOSED = date(2026, 11, 26)


async def estimates_of(client: Client, **fields: Any) -> list[pb.EstimateReadingsResponse]:
    return [frame async for frame in client.ReadingService.EstimateReadings(pb.EstimateReadingsRequest(**fields))]


async def water(client: Client) -> tuple[str, pb.MissingReadings]:
    windows = (await client.AccountService.ListReadingWindows(page_size=100)).windows
    window = next(one for one in windows if one.commodity == COLD_WATER)
    return window.utility_id, pb.MissingReadings(
        utility_id=window.utility_id, commodity=COLD_WATER, month=Date(year=2026, month=11, day=1)
    )


def openings_of(house: House, column: str) -> Any:
    store = house.app.services.store
    return store.read(lambda tx: tx.sql(f"SELECT count(*) FROM window_opening WHERE {column}"))


async def test_a_window_opens_and_closes_once_and_what_is_missing_is_estimated(house: House) -> None:
    store = house.app.services.store
    await openings.turn(store)
    await openings.turn(store)
    assert (await openings_of(house, "closed_at IS NULL"))[0][0] == 2  # cold and hot water
    house.clock.advance(milliseconds=midnight(CLOSED) + 3_600_000 - house.clock.now())
    operator = await house.operator("mykola")
    await openings.turn(store)
    await openings.turn(store)
    assert (await openings_of(house, "settled_at IS NOT NULL"))[0][0] >= 1
    listed = await operator.ReadingService.ListReadings(
        filter=pb.ReadingFilter(source=pb.READING_SOURCE_ESTIMATE, commodity=COLD_WATER), page_size=100
    )
    assert listed.readings
    first = listed.readings[0]
    assert first.estimate.method == pb.ESTIMATION_METHOD_AVERAGE_DAILY
    assert first.read_at.ToSeconds() * 1000 == midnight(CLOSED - timedelta(days=1))
    assert first.findings[0].message_uk.startswith("Розраховано за середньодобовим споживанням")
    told = await store.read(lambda tx: tx.sql("SELECT count(*) FROM change WHERE topic = ?", (Topic.WINDOWS,)))
    assert told[0][0] >= 3  # both opened and closed, and in the same month no third


async def test_nothing_is_estimated_while_the_window_is_open(house: House) -> None:
    operator = await house.operator("mykola")
    _, missing = await water(operator)
    stub = operator.ReadingService.EstimateReadings(pb.EstimateReadingsRequest(missing=missing))
    found = await refused(_first(stub))
    assert found.reason == "CONFLICT"
    assert "2026-11-25" in found.message


async def test_a_dry_run_says_the_same_and_puts_nothing(house: House) -> None:
    house.clock.advance(milliseconds=midnight(CLOSED) + 3_600_000 - house.clock.now())
    operator = await house.operator("mykola")
    _, missing = await water(operator)
    dry = await estimates_of(operator, missing=missing, dry_run=True)
    listing = pb.ReadingFilter(source=pb.READING_SOURCE_ESTIMATE, commodity=COLD_WATER)
    assert (await operator.ReadingService.ListReadings(filter=listing)).total_size == 0
    wet = await estimates_of(operator, missing=missing)
    assert [(one.register_id, one.index) for one in dry[0].estimated] == [
        (one.register_id, one.index) for one in wet[0].estimated
    ]
    assert all(one.reading_id for one in wet[0].estimated)
    assert not any(one.reading_id for one in dry[0].estimated)
    again = await estimates_of(operator, missing=missing)
    assert {one.reason for one in again[0].not_estimated} == {pb.NOT_ESTIMATED_REASON_ESTIMATED}


async def test_named_registers_are_estimated_and_trued_up(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    now = house.clock.now() // 1000
    at = Timestamp(seconds=now - 60)
    (frame,) = await estimates_of(operator, registers=pb.RegistersAt(register_ids=[register, "0000000000009"], at=at))
    assert [one.reason for one in frame.not_estimated] == [pb.NOT_ESTIMATED_REASON_UNKNOWN]
    (put,) = frame.estimated
    assert float(put.estimate.low.value) <= float(put.index.value) <= float(put.estimate.high.value)
    taken = await operator.ReadingService.SubmitReading(reading=new(register, last + 0.5, now))
    assert taken.reading.state == S.READING_STATE_ACCEPTED
    before = (await operator.ReadingService.GetReading(id=put.reading_id)).reading
    assert before.state == S.READING_STATE_SUPERSEDED
    after = (await operator.ReadingService.GetReading(id=before.superseded_by)).reading
    assert after.estimate.method == pb.ESTIMATION_METHOD_INTERPOLATION
    assert after.quality == pb.READING_QUALITY_INTERPOLATED
    ahead = await refused(
        _first(
            operator.ReadingService.EstimateReadings(
                pb.EstimateReadingsRequest(
                    registers=pb.RegistersAt(register_ids=[register], at=Timestamp(seconds=now + 86_400))
                )
            )
        )
    )
    assert ahead.violations == (("registers.at", "timestamp.past"),)


async def test_degree_days_are_kept_by_town(house: House) -> None:
    operator = await house.operator("mykola")
    record = operator.ReadingService.RecordDegreeDays
    made = await record(city="Світлоріченськ", first_day=Date(year=2026, month=1, day=1), heating=[18.0, 17.5])
    assert made.days == 2
    again = await record(city="Світлоріченськ", first_day=Date(year=2026, month=1, day=2), heating=[16.0])
    assert again.days == 1
    rows = await house.app.services.store.read(lambda tx: tx.sql("SELECT heating FROM degree_day ORDER BY day"))
    assert [heating for (heating,) in rows] == [18.0, 16.0]
    near = await refused(record(city="Світлорічинськ", first_day=Date(year=2026, month=1, day=1), heating=[1.0]))
    assert near.violations == (("city", "city.near"),)
    assert "nearest: Світлоріченськ" in near.message
    same = await record(city="м. світлоріченськ", first_day=Date(year=2026, month=1, day=1), heating=[15.0])
    assert same.days == 1
    rows = await house.app.services.store.read(lambda tx: tx.sql("SELECT heating FROM degree_day ORDER BY day"))
    assert [heating for (heating,) in rows] == [15.0, 16.0]
    bad = await refused(record(city="К", first_day=Date(year=2026, month=2, day=30), heating=[1.0]))
    assert bad.violations == (("first_day", "date.valid"),)


async def _first(stream: Any) -> Any:
    return [frame async for frame in stream]


# -- for which day a reading counts


def ms(day: str, hour: int = 0) -> int:
    return midnight(date.fromisoformat(day)) + hour * 3_600_000


def window(first: int, last: int, deemed: int) -> Window:
    late, best = int(LatePolicy.LATE_POLICY_DEEM_NEXT), int(MissingPolicy.MISSING_POLICY_BEST_ESTIMATE)
    return Window(first, last, deemed, late, best, 1, 0, "1970-01-01", None)


def missing_of(tx: Tx, dial: Dial, one: Window, month: str) -> bool:
    """Whether a register has no reading for the opening of a month."""
    gap = openings.gap(one, period(one, date.fromisoformat(month)), 1, 1)
    return estimating.missing(tx, [dial.id], gap.from_, gap.closed_at) == [dial.id]


def handed_in(tx: Tx, dial: Dial, one: Window, read_at: int, received_at: int, value: int) -> None:
    """A reading, counting for the day that the window says."""
    dial.take((read_at, value))
    deemed = placed(one, received_at, read_at).deemed_at
    tx.sql("UPDATE reading SET deemed_at = ? WHERE register_id = ? AND read_at = ?", (deemed, dial.id, read_at))


def test_a_late_reading_is_not_missing_in_the_opening_that_it_counts_for(tx: Tx) -> None:
    dial, water = Dial(tx), window(20, 25, 25)
    came = ms("1970-04-28", 10)
    handed_in(tx, dial, water, came, came, 112)
    assert missing_of(tx, dial, water, "1970-04-01")
    assert not missing_of(tx, dial, water, "1970-05-01")
    assert missing_of(tx, dial, water, "1970-06-01")


@pytest.mark.parametrize("deemed", [0, 1, 22, 28])
def test_a_reading_in_time_is_not_missing_whatever_day_it_counts_for(tx: Tx, deemed: int) -> None:
    dial, water = Dial(tx), window(20, 25, deemed)
    handed_in(tx, dial, water, ms("1970-04-21", 10), ms("1970-04-21", 11), 112)
    assert not missing_of(tx, dial, water, "1970-04-01")
    assert missing_of(tx, dial, water, "1970-03-01")
    assert missing_of(tx, dial, water, "1970-05-01")


def test_consumption_goes_by_when_registers_were_read(tx: Tx) -> None:
    dial, water = Dial(tx), window(20, 25, 25)
    dial.take((ms("1970-03-28"), 100))
    came = ms("1970-04-28", 10)
    handed_in(tx, dial, water, came, came, 112)
    registers, accepted = meters.registers_by_id(tx, dial.id), histories.accepted_of(tx, [dial.id])
    (april,) = intervals(registers, accepted, ms("1970-04-01"), ms("1970-05-01"))
    assert (april.start.read_at, april.end.read_at, april.quantity) == (ms("1970-03-28"), came, 12 * MICRO)
    assert intervals(registers, accepted, ms("1970-05-01"), ms("1970-06-01")) == []


async def test_an_opening_is_settled_once_the_day_that_its_readings_count_for_has_come(house: House) -> None:
    """The window of water closes on the 25th; here its readings count for the 28th."""
    store = house.app.services.store
    await store.write(lambda tx: tx.sql("UPDATE reading_window SET deemed_day = 28"))
    await openings.turn(store)
    house.clock.advance(milliseconds=midnight(CLOSED) + 3_600_000 - house.clock.now())
    await openings.turn(store)
    assert (await openings_of(house, "closed_at IS NOT NULL"))[0][0] >= 1
    assert (await openings_of(house, "settled_at IS NOT NULL"))[0][0] == 0
    house.clock.advance(milliseconds=midnight(date(2026, 11, 28)) - house.clock.now())
    await openings.turn(store)
    assert (await openings_of(house, "settled_at IS NOT NULL"))[0][0] >= 1
    operator = await house.operator("mykola")
    listed = await operator.ReadingService.ListReadings(
        filter=pb.ReadingFilter(source=pb.READING_SOURCE_ESTIMATE, commodity=COLD_WATER), page_size=1
    )
    assert listed.readings[0].read_at.ToSeconds() * 1000 == midnight(date(2026, 11, 28))


async def test_of_the_end_of_a_window_that_is_in_force_no_more_nobody_is_told(house: House) -> None:
    """Water is open from the 20th to the 25th, and its windows end with the 23rd."""
    store = house.app.services.store
    await openings.turn(store)
    assert (await openings_of(house, "end_told_at IS NOT NULL"))[0][0] == 0
    await store.write(lambda tx: tx.sql("UPDATE reading_window SET effective_to = '2026-11-23'"))
    house.clock.advance(milliseconds=midnight(date(2026, 11, 24)) - house.clock.now())
    await openings.turn(store)
    assert (await openings_of(house, "end_told_at IS NOT NULL"))[0][0] == 0
    await store.write(lambda tx: tx.sql("UPDATE reading_window SET effective_to = NULL"))
    await openings.turn(store)
    assert (await openings_of(house, "end_told_at IS NOT NULL"))[0][0] == 2
