"""Meters for whole buildings: what their apartments used, some loss on the way, and now and then somebody who helps
themselves past their own meter."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import count
from random import Random

from smartregion.v1.account_service_pb2 import RegisterTier
from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingSource, ReadingState

from server.codec import MICRO
from server.readings.dial import Dial
from server.readings.estimation import Points, shown_at, unrolled
from server.readings.ruleset import BUILT_IN
from storage.days import midnight
from storage.engine.ids import first_id_at, new_id
from storage.engine.transaction import Tx
from storage.models.accounts import Account, Installation, Meter, Register, UsagePoint
from storage.models.readings import Reading
from storage.repositories import histories, meters, readings
from storage.repositories.meters import Placed
from storage.repositories.readings import NewReading

MONTHS = 12
#: Apartments from which on a house is worth a meter of its own.
APARTMENTS = 6
#: The day of the month on which a house's meter is read.
SERVICES = {Commodity.COMMODITY_COLD_WATER: 25, Commodity.COMMODITY_ELECTRICITY: 1}
#: What is lost between the house's meter and its apartments', least and most.
LOSS = (0.01, 0.045)
#: Houses with somebody who bypasses their meter, for so many readings, and what is still counted then.
DISHONEST, BYPASSED, COUNTED = 0.3, 4, 0.15


def write(tx: Tx, today: date, random: Random) -> None:
    """Gives each larger house its own point and meters, by what was seeded for its apartments."""
    houses: dict[tuple[str, str, str], list[int]] = {}
    for number, *house in tx.sql(
        "SELECT id, city, street, building FROM usage_point WHERE apartment <> '' ORDER BY id"
    ):
        houses.setdefault((house[0], house[1], house[2]), []).append(int(number))
    numbers = count(1)
    for (city, street, building), apartments in houses.items():
        if len(apartments) < APARTMENTS:
            continue
        place = new_id()
        tx.insert(UsagePoint(id=place, city=city, street=street, building=building))
        tx.many("UPDATE usage_point SET parent_id = ? WHERE id = ?", [(place, number) for number in apartments])
        for commodity, day in SERVICES.items():
            _house_meter(tx, place, commodity, _days(today, day), random, numbers)


def _days(today: date, day: int) -> list[date]:
    """The days on which a house's meter was read, oldest first."""
    month, found = today.replace(day=1), list[date]()
    while len(found) < MONTHS:
        if month.replace(day=day) < today:
            found.append(month.replace(day=day))
        month = (month - timedelta(days=1)).replace(day=1)
    return found[::-1]


def _house_meter(tx: Tx, place: int, commodity: int, days: list[date], random: Random, numbers: Iterator[int]) -> None:
    instants = [midnight(day) for day in days]
    placed = meters.of_building(tx, place, commodity, instants[0], tx.now)
    taken = histories.taken_since(tx, [one.register_id for one in placed], 0)
    points = {one.register_id: unrolled(taken[one.register_id], Dial.of(one)) for one in placed}
    if not placed:
        return
    loss = 1 + random.uniform(*LOSS)
    begin = _together(points.values(), instants[0])
    indexes = [round(loss * (_together(points.values(), at) - begin)) // 1000 * 1000 for at in instants]
    register = _meter(tx, place, commodity, placed[0].utility_id or 0, instants[0])
    rows = [
        _reading(register, 1_000 * MICRO + index, at, place_in_row, next(numbers))
        for place_in_row, (index, at) in enumerate(zip(indexes, instants, strict=True))
    ]
    readings.insert(tx, rows)
    if commodity == Commodity.COMMODITY_COLD_WATER and random.random() < DISHONEST:
        _bypass(tx, random.choice(placed))


def _together(several: Iterable[Points], at: int) -> int:
    """The sum of what registers counted until an instant; past the last reading as in the time before it."""
    total = 0
    for points in several:
        shown = shown_at(points, at)
        if shown is None and at > points[-1][0] and len(points) > 1:
            (first, low), (last, high) = points[-2:]
            shown = high + (high - low) * (at - last) // (last - first)
        total += shown if shown is not None else points[0][1]
    return total


def _meter(tx: Tx, place: int, commodity: int, utility_id: int, installed_at: int) -> int:
    """A new meter at the house's own point; its register."""
    meter, register, installation = new_id(), new_id(), new_id()
    prefix = "БВ" if commodity == Commodity.COMMODITY_COLD_WATER else "БЕ"
    tx.insert(
        Meter(id=meter, serial_number=f"{prefix}-{meter % 1_000_000:06d}", model="будинковий", commodity=commodity)
    )
    tx.insert(
        Register(
            id=register,
            meter_id=meter,
            installation_id=installation,
            tier=int(RegisterTier.REGISTER_TIER_TOTAL),
            integer_digits=7,
            fraction_digits=3,
        )
    )
    tx.insert(Installation(id=installation, meter_id=meter, usage_point_id=place, installed_at=installed_at))
    number = f"Б-{place % 10_000_000:07d}-{commodity}"
    tx.insert(
        Account(
            id=new_id(),
            number=number,
            utility_id=utility_id,
            commodity=commodity,
            usage_point_id=place,
            effective_from="2020-01-01",
        )
    )
    return register


def _reading(register: int, value: int, at: int, place: int, number: int) -> NewReading:
    """The reading of a house's meter. Ids tell the order of receipt; half a minute apart they meet no others'."""
    source = ReadingSource.READING_SOURCE_PARTNER if place else ReadingSource.READING_SOURCE_INSTALLATION
    return NewReading(
        id=first_id_at(at + 30_000) + number,
        register_id=register,
        value=value,
        read_at=at,
        received_at=at + 30_000,
        source=int(source),
        state=int(ReadingState.READING_STATE_ACCEPTED),
        quality=int(ReadingQuality.READING_QUALITY_VERIFIED),
        rule_set=BUILT_IN,
        submitter_kind=0,
        submitter_id=0,
    )


def _bypass(tx: Tx, one: Placed) -> None:
    """From some reading on, an apartment's meter counts only a part."""
    rows = tx.all(Reading.select().where(Reading.register_id == one.register_id).order_by(Reading.read_at))
    if len(rows) <= BYPASSED + 1:
        return
    base = rows[-BYPASSED - 1].value
    for row in rows[-BYPASSED:]:
        counted = base + round((row.value - base) * COUNTED) // 1000 * 1000
        tx.run(Reading.update(value=counted).where(Reading.id == row.id))
