"""Interval data over the wire: kept exactly, compared with what is there, and indexes only where they are known."""

import gzip
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal as Exact
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import reading_service_pb2 as pb

from server.limits import INTERVALS_TOLD

from ..conftest import Client, House, refused
from ..test_readings import S
from .test_import import a_meter, sent, sums
from .test_intervals import LOADS

DAY = 86_400
#: 00:00 in Kyiv on 2 November 2026.
BEGIN = datetime(2026, 11, 1, 22, tzinfo=UTC)
#: What three days of an hour each are made of.
HOURS = ["0.1"] * 24


def rows(values: Sequence[str], begin: datetime = BEGIN, step: timedelta = timedelta(hours=1)) -> bytes:
    lines = (f"{(begin + place * step):%Y-%m-%dT%H:%M:%SZ},{value}" for place, value in enumerate(values))
    return "\n".join(["start,value", *lines]).encode()


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


async def take(client: Client, register: str, raw: bytes, name: str) -> list[pb.ImportFileResponse]:
    return await sent(client, raw, piece=65_536, register_id=register, import_id=name)


def told(replies: list[pb.ImportFileResponse]) -> list[tuple[int, str]]:
    return [(problem.line, problem.rule) for reply in replies for problem in reply.problems]


async def indexes(client: Client, register: str) -> list[tuple[datetime, str, int]]:
    """Instants, indexes and states of what was imported, oldest first."""
    listed = await client.ReadingService.ListReadings(
        filter=pb.ReadingFilter(register_id=register, source=pb.READING_SOURCE_IMPORT),
        order_by="read_at",
        page_size=1_000,
    )
    return [(one.read_at.ToDatetime(UTC), one.index.value, one.state) for one in listed.readings]


async def kept(client: Client, register: str, begin: datetime = BEGIN, days: int = 9) -> tuple[str, list[int]]:
    """The sum of what is on record, and how many intervals each block has."""
    begin -= timedelta(days=1)
    request = pb.GetIntervalsRequest(
        register_id=register, before=Timestamp(seconds=int(begin.timestamp()) + days * DAY)
    )
    getattr(request, "from").FromSeconds(int(begin.timestamp()))
    reply = await client.ReadingService.GetIntervals(request)
    return reply.sum, [len(one.used) for one in reply.blocks]


async def a_register(client: Client, name: str, **fields: Any) -> str:
    """A register that was read when the intervals begin: 100."""
    return await a_meter(client, name, first="100", installed=int(BEGIN.timestamp()), **fields)


@pytest.mark.parametrize("path", LOADS, ids=lambda path: path.name)
async def test_interval_data_is_kept_exactly_and_yields_the_register(house: House, path: Path) -> None:
    operator = await house.operator("mykola")
    raw = unpacked(path)
    begins = datetime.fromisoformat(raw.decode().splitlines()[1].split(",")[0])
    register = await a_meter(operator, path.name[:40], first="100", installed=int(begins.timestamp()))
    values = [line.rsplit(",", 1)[1] for line in raw.decode().splitlines()[1:]]
    exact = sum(map(Exact, values))
    replies = await take(operator, register, raw, "file")
    assert replies[0].shape.format == pb.FILE_FORMAT_INTERVALS
    assert sums(replies)[3:] == (0, 0)
    assert replies[-1].last_line == len(values) + 1
    assert (
        sum([Exact((await kept(operator, register, begins + timedelta(days=365 * year), 365))[0]) for year in range(9)])
        == exact
    )
    last = (
        await operator.ReadingService.ListReadings(
            filter=pb.ReadingFilter(register_id=register), order_by="read_at desc", page_size=1
        )
    ).readings[0]
    assert Exact(last.index.value) == round(100 + exact, 3)
    again = await take(operator, register, raw, "again")
    assert sums(again)[3] == sum(sums(replies)[:3])
    other = raw.replace(values[5].encode(), b"9.5", 1)
    assert sums(await take(operator, register, other, "other"))[4] == 1


async def test_interval_data_needs_a_register_that_is_known_where_it_begins(house: House) -> None:
    operator = await house.operator("mykola")
    assert (await refused(sent(operator, rows(HOURS)))).violations == (("file", "file.register"),)
    assert (await refused(sent(operator, rows(HOURS), register_id="0000000000009"))).reason == "NOT_FOUND"
    register = await a_register(operator, "I-1")
    for days in (-1, 20):
        raw = rows([*HOURS, "x"], BEGIN + timedelta(days=days))
        told = await refused(take(operator, register, raw, f"{days}"))
        assert told.violations == (("file", "interval.base"),)
    assert await indexes(operator, register) == []
    assert (await kept(operator, register, days=40))[0] == "0"


async def test_a_file_goes_on_from_the_use_on_record_even_where_the_last_index_is_in_review(house: House) -> None:
    """A day whose index nobody has accepted is not lost to the days behind it."""
    operator = await house.operator("mykola")
    register = await a_register(operator, "I-2")
    for day, value in enumerate(["0.1"] * 6 + ["400", "0.1"]):
        replies = await take(operator, register, rows([value] * 24, BEGIN + timedelta(days=day)), f"day {day}")
        assert sums(replies)[4] == 0
    found = [(index, state) for _, index, state in await indexes(operator, register)]
    assert found[5] == ("114.4", S.READING_STATE_ACCEPTED)
    assert found[6][1] != S.READING_STATE_ACCEPTED
    assert [index for index, _ in found[6:]] == ["9714.4", "9716.8"]


async def test_half_a_day_and_then_the_whole_day_is_one_day(house: House) -> None:
    operator = await house.operator("mykola")
    register = await a_register(operator, "I-3")
    values = [f"0.{hour:02}" for hour in range(24)]
    await take(operator, register, rows(values[:12]), "half")
    replies = await take(operator, register, rows(values), "whole")
    assert (sums(replies)[4], sums(replies)[3]) == (0, 0)
    exact = sum(map(Exact, values))
    assert await kept(operator, register) == (str(exact), [12, 12])
    assert (await indexes(operator, register))[-1][:2] == (BEGIN + timedelta(days=1), str(100 + exact))
    again = await take(operator, register, rows(values[6:20], BEGIN + timedelta(hours=6)), "middle")
    assert sums(again)[4] == 0
    assert await kept(operator, register) == (str(exact), [12, 12])


@pytest.mark.parametrize(("first", "hours", "step"), [(6, 6, 60), (0, 24, 60), (23, 2, 60), (6, 12, 30), (6, 6, 15)])
async def test_use_that_contradicts_what_is_there_is_left_wherever_it_begins(
    house: House, first: int, hours: int, step: int
) -> None:
    operator = await house.operator("mykola")
    register = await a_register(operator, "I-4")
    await take(operator, register, rows(["0.001"] * 24), "truth")
    other = rows(["5"] * hours, BEGIN + timedelta(hours=first), timedelta(minutes=step))
    replies = await take(operator, register, other, "other")
    assert told(replies)[0] == (2, "interval.conflict")
    assert (await kept(operator, register))[1][0] == 24
    listed = await operator.ReadingService.ListImportProblems(import_id="other")
    assert [(one.line, one.rule) for one in listed.problems] == told(replies)
    if first + hours <= 24:
        assert (await kept(operator, register))[0] == "0.024"
        assert len(await indexes(operator, register)) == 1


async def test_behind_a_gap_the_index_is_told_again_once_it_is_known(house: House) -> None:
    operator = await house.operator("mykola")
    register = await a_register(operator, "I-5")
    lines = rows(["1"] * 96).splitlines()
    raw = b"\n".join([*lines[:25], *lines[49:]])  # without the second day
    replies = await take(operator, register, raw, "gap")
    assert (told(replies), replies[-1].gaps) == ([(26, "interval.gap")], 1)
    assert [index for _, index, _ in await indexes(operator, register)] == ["124"]
    assert await kept(operator, register) == ("72", [24, 24, 24])
    later = BEGIN + timedelta(days=2)
    reading = pb.NewReading(
        register_id=register, index=Decimal(value="150"), read_at=Timestamp(seconds=int(later.timestamp()))
    )
    await operator.ReadingService.SubmitReading(reading=reading)
    assert told(await take(operator, register, raw, "again")) == []
    assert [index for _, index, _ in await indexes(operator, register)] == ["124", "174", "198"]
    assert await kept(operator, register) == ("72", [24, 24, 24])


async def test_the_register_counts_by_its_multiplier(house: House) -> None:
    operator = await house.operator("mykola")
    register = await a_register(operator, "I-6", multiplier="40")
    await take(operator, register, rows(["2"] * 24), "file")
    assert [index for _, index, _ in await indexes(operator, register)] == ["101.2"]
    request = pb.GetConsumptionRequest(register_id=register, before=Timestamp(seconds=int(BEGIN.timestamp()) + 9 * DAY))
    getattr(request, "from").FromSeconds(int(BEGIN.timestamp()))
    reply = await operator.ReadingService.GetConsumption(request)
    assert [one.quantity.value for one in reply.totals] == ["48"]


async def test_problems_of_a_file_are_kept_where_it_has_nothing_good(house: House) -> None:
    operator = await house.operator("mykola")
    register = await a_register(operator, "I-7")
    raw = b"start,value\n" + b"".join(b"2026-11-22 00:00,x%d\n" % place for place in range(150))
    replies = await take(operator, register, raw, "bad")
    assert (len(told(replies)), sums(replies)[4]) == (100, 150)
    listed = await operator.ReadingService.ListImportProblems(import_id="bad", page_size=1_000)
    assert ([one.line for one in listed.problems], listed.total_size) == (list(range(2, 152)), 150)
    alone = b"start,value\nzz,1\n2026-11-02T00:00:00+02:00,1\nzz,1\n"
    replies = await take(operator, register, alone, "alone")
    assert sorted(told(replies)) == [(2, "date.syntax"), (3, "interval.alone"), (4, "date.syntax")]
    listed = await operator.ReadingService.ListImportProblems(import_id="alone")
    assert [(one.line, one.rule) for one in listed.problems] == sorted(told(replies))


async def test_what_stood_before_a_place_that_ends_a_file_is_kept_with_its_problems(house: House) -> None:
    operator = await house.operator("mykola")
    register = await a_register(operator, "I-8")
    raw = b"start,value\nzz,1\n2026-11-22T00:00:00Z,1\n2026-11-22T00:00:01Z,1\n"
    assert (await refused(take(operator, register, raw, "seconds"))).violations == (("file", "file.step"),)
    listed = await operator.ReadingService.ListImportProblems(import_id="seconds")
    assert [(one.line, one.rule) for one in listed.problems] == [(2, "date.syntax")]


async def test_intervals_that_are_too_many_for_one_message_are_asked_for_in_parts(house: House) -> None:
    operator = await house.operator("mykola")
    register = await a_register(operator, "I-9", digits=9)
    minutes = INTERVALS_TOLD + 1_000
    begin = BEGIN - timedelta(minutes=minutes)
    earlier = await a_meter(operator, "I-10", first="0", installed=int(begin.timestamp()), digits=9)
    await take(operator, earlier, rows(["0.001"] * minutes, begin, timedelta(minutes=1)), "minutes")
    told = await refused(kept(operator, earlier, begin, 90))
    assert told.violations == (("before", "interval.many"),)
    assert sum((await kept(operator, earlier, begin, 30))[1]) > 20_000
    assert await indexes(operator, register) == []


async def test_interval_data_that_broke_off_is_sent_again_whole(house: House) -> None:
    operator = await house.operator("mykola")
    register = await a_register(operator, "INT-CUT")
    whole = rows(HOURS * 3)
    cut = whole[: whole.index(b"2026-11-04T07") + 21]  # in the middle of a value of the third day
    assert sums(await sent(operator, cut, register_id=register, size=0))[4] == 1
    assert told([*await take(operator, register, whole, "file")]) == []
    assert await kept(operator, register) == ("7.2", [24, 24, 9, 15])
    assert [(at.day, index) for at, index, _ in await indexes(operator, register)] == [
        (2, "102.4"),
        (3, "104.8"),
        (4, "105.7"),
        (4, "107.2"),
    ]
    listed = await operator.ReadingService.ListImportProblems(import_id="file")
    assert listed.total_size == 0
