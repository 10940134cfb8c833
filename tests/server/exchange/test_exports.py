"""Exports over the wire: each shows what ListReadings would; and taken into another house it is there what it was."""

import csv
import io
from typing import Any

import pyarrow.parquet as pq
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.options_pb2 import DataClass

from server import policy
from server.exchange.columns import ALL, COLUMNS, shown
from server.exchange.espi import Espi
from server.principal import NOBODY, Principal

from ..conftest import Client, House, StartHouse, rid
from ..test_readings import S
from ..test_streams import granted
from .test_hostile_files import taken
from .test_import import a_meter, sent, sums

DAY = 86_400
#: A year before the clock of the house, at midnight in UTC.
BEGIN = 1_763_856_000
CLASSES = [number for number in DataClass.values() if number > DataClass.DATA_CLASS_OPERATIONAL]
FORMATS = [pb.EXPORT_FORMAT_CSV, pb.EXPORT_FORMAT_ESPI]


async def exported(client: Client, format: int, **wanted: Any) -> bytes:
    frames = client.ReadingService.ExportReadings(filter=pb.ReadingFilter(**wanted), format=format)
    return b"".join([frame.csv or frame.piece async for frame in frames])


def table(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode()), delimiter=";"))


# -- who sees what


def test_what_a_column_shows_is_what_the_contract_says_of_its_field() -> None:
    """Column by column, against what is left of a message in which everything is set."""
    for granted_class in [None, *CLASSES]:
        seen = frozenset() if granted_class is None else frozenset({granted_class})
        whole = pb.Reading(
            id="i",
            register_id="r",
            meter_serial_number="s",
            tier=1,
            commodity=1,
            index=Decimal(value="1"),
            read_at=Timestamp(seconds=1),
            received_at=Timestamp(seconds=1),
            deemed_at=Timestamp(seconds=1),
            state=2,
            quality=17,
            etag="1",
            source=1,
            address={"city": "c", "street": "s", "building": "b", "apartment": "a"},
        )
        policy.project(whole, seen)
        left = set()
        for column in COLUMNS:
            value: Any = whole
            for name in column.field.split("."):
                value = getattr(value, name)
            if value != type(value)():
                left.add(column.name)
        principal = Principal(policy.PrincipalKind.PRINCIPAL_KIND_PARTNER, 1, frozenset(), data_classes=seen)
        assert shown(principal) == left, granted_class
    assert shown(NOBODY) == ALL


@pytest.mark.parametrize("granted_class", [DataClass.DATA_CLASS_CONSUMPTION, DataClass.DATA_CLASS_LOCATION])
async def test_a_file_holds_what_a_list_would_show(house: House, granted_class: DataClass) -> None:
    client = await granted(house, [granted_class])
    listed = {one.id: one for one in (await client.ReadingService.ListReadings(page_size=1_000)).readings}
    rows = table(await exported(client, pb.EXPORT_FORMAT_CSV))
    assert {row["id"] for row in rows} >= set(listed)
    for row in rows:
        one = listed.get(row["id"])
        if one is None:
            continue
        assert row["meter_serial_number"] == one.meter_serial_number
        assert (row["street"], row["apartment"]) == (one.address.street, one.address.apartment)
        assert row["index"] == one.index.value
        assert bool(row["read_at"]) == one.HasField("read_at")
        assert row["quality"] == str(one.quality)
    consumption = granted_class == DataClass.DATA_CLASS_CONSUMPTION
    assert {bool(row["index"]) for row in rows} == {consumption}
    assert {bool(row["meter_serial_number"]) for row in rows} == {not consumption}
    file = pq.read_table(io.BytesIO(await exported(client, pb.EXPORT_FORMAT_PARQUET)))
    for name in ("meter_serial_number", "street", "building", "apartment"):
        assert (file[name].null_count == len(rows)) == consumption
    for name in ("index", "read_at"):
        assert (file[name].null_count == len(rows)) == (not consumption)
    document = (await exported(client, pb.EXPORT_FORMAT_ESPI)).decode()
    assert ("<title></title>" in document) == consumption
    assert ("<espi:value>" in document) == ("<espi:start>" in document) == consumption
    assert document.count("<espi:IntervalReading>") == len(rows)


async def test_a_file_without_columns_is_well_formed_and_taken_by_nobody(house: House) -> None:
    client = await granted(house, [DataClass.DATA_CLASS_CONSUMPTION])
    found = taken(Espi(), await exported(client, pb.EXPORT_FORMAT_ESPI))
    assert isinstance(found, list)
    assert {entry.problem and entry.problem.rule for entry in found} == {"espi.register"}


# -- into another house


async def take(client: Client, register: str, index: str, day: int) -> pb.Reading:
    reading = pb.NewReading(
        register_id=register, index=Decimal(value=index), read_at=Timestamp(seconds=BEGIN + day * DAY)
    )
    return (await client.ReadingService.SubmitReading(reading=reading)).reading


async def review(client: Client, one: pb.Reading, **decision: Any) -> pb.ReviewReadingResponse:
    return await client.ReadingService.ReviewReading(
        id=one.id, etag=one.etag, reason="перевірено", request_id=rid(), **decision
    )


async def a_year(client: Client, register: str) -> None:
    """Readings that came to every end there is: accepted, in review, refused, corrected, reversed, estimated,
    estimated and trued up, accepted by hand."""
    for month in range(1, 5):
        await take(client, register, str(100 + 6 * month), 30 * month)
    too_high = await take(client, register, "4000", 150)
    assert too_high.state == S.READING_STATE_IN_REVIEW
    await review(client, too_high, correct=pb.CorrectReading(index=Decimal(value="130")))
    again = (await client.ReadingService.GetReading(id=(await take(client, register, "136", 180)).id)).reading
    await client.ReadingService.ReverseReading(id=again.id, etag=again.etag, reason="помилка", request_id=rid())
    by_hand = await take(client, register, "190", 210)
    assert by_hand.state == S.READING_STATE_IN_REVIEW
    await review(client, by_hand, accept=pb.AcceptReading())
    assert (await take(client, register, "50", 240)).state == S.READING_STATE_REFUSED
    for day in (225, 270):
        at = pb.RegistersAt(register_ids=[register], at=Timestamp(seconds=BEGIN + day * DAY))
        (frame,) = [
            frame async for frame in client.ReadingService.EstimateReadings(pb.EstimateReadingsRequest(registers=at))
        ]
        assert frame.estimated
        if day == 225:
            await take(client, register, "198", 255)
    assert (await take(client, register, "9000", 300)).state == S.READING_STATE_IN_REVIEW


Told = tuple[int, str, int, int]


async def held(client: Client, register: str, *, imported: bool = False) -> list[Told]:
    """What stands for what somebody read: instant, index, quality and state."""
    listed = await client.ReadingService.ListReadings(
        filter=pb.ReadingFilter(register_id=register), order_by="read_at", page_size=1_000
    )
    return [
        (one.read_at.seconds, one.index.value, one.quality, one.state)
        for one in listed.readings
        if imported or (one.state in (2, 3) and one.source != pb.READING_SOURCE_ESTIMATE)
    ]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("by_utility", [False, True])
async def test_in_another_house_a_reading_is_what_it_was(
    start_house: StartHouse, format: int, by_utility: bool
) -> None:
    here, there = await start_house(), await start_house()
    serial = "R-2026"
    operator = await here.operator("mykola")
    register = await a_meter(operator, serial, first="100", installed=BEGIN, commodity=1)
    await a_year(operator, register)
    raw = await exported(operator, format, register_id=register)
    other = await there.operator("mykola")
    foreign = await a_meter(other, serial, first="100", installed=BEGIN, commodity=1)
    assert foreign != register
    client = there.utility(0) if by_utility else other
    replies = await sent(client, raw)
    rules = sorted(problem.rule for reply in replies for problem in reply.problems)
    states = [
        one.state
        for one in (
            await operator.ReadingService.ListReadings(filter=pb.ReadingFilter(register_id=register), page_size=1_000)
        ).readings
    ]
    left_out = [state for state in states if state in (4, 5, 6, 7)]
    assert {4, 5, 6, 7} == set(left_out)
    assert rules == ["source.estimate"] * rules.count("source.estimate") + ["state.counts"] * len(left_out)
    assert rules.count("source.estimate") == 2
    was = await held(operator, register)
    assert await held(other, foreign) == was
    assert {quality for _, _, quality, _ in was} >= {pb.READING_QUALITY_EDITED, pb.READING_QUALITY_VERIFIED}
    assert await held(other, foreign, imported=True) == was  # nothing else came
    again = await sent(client, raw, import_id="again")
    assert sums(again)[:3] == (0, 0, 0)
    assert await held(other, foreign, imported=True) == was


async def test_what_somebody_accepted_by_hand_stays_accepted_when_those_around_it_change(
    start_house: StartHouse,
) -> None:
    here, there = await start_house(), await start_house()
    operator, other = await here.operator("mykola"), await there.operator("mykola")
    register = await a_meter(operator, "R-7", first="100", installed=BEGIN, commodity=1)
    await a_year(operator, register)
    raw = await exported(operator, pb.EXPORT_FORMAT_CSV, register_id=register)
    foreign = await a_meter(other, "R-7", first="100", installed=BEGIN, commodity=1)
    await sent(other, raw)
    await take(other, foreign, "125", 130)  # comes late, and everything behind is judged anew
    by_word = [one for one in await held(other, foreign) if one[1] in ("130", "190")]
    assert [(quality, state) for _, _, quality, state in by_word] == [
        (pb.READING_QUALITY_EDITED, S.READING_STATE_ACCEPTED),
        (pb.READING_QUALITY_VERIFIED, S.READING_STATE_ACCEPTED),
    ]


async def test_a_row_names_its_register_where_it_is_known_and_its_meter_elsewhere(house: House) -> None:
    operator = await house.operator("mykola")
    register = await a_meter(operator, "R-8", first="100", installed=BEGIN)
    head = "register_id;meter_serial_number;read_at;index\n"
    for number, (named, serial, index, told) in enumerate(
        [
            (register, "nobody's", "101", (1, 0)),
            ("0000000000009", "R-8", "102", (1, 0)),
            ("0000000000009", "nobody's", "103", (0, 1)),
            ("0000000000009", "", "103", (0, 1)),
            (register, "", "103", (1, 0)),
        ]
    ):
        raw = f"{head}{named};{serial};2026-01-{number + 10};{index}\n".encode()
        replies = await sent(operator, raw, import_id=f"{number}")
        assert (sums(replies)[0], sums(replies)[4]) == told, (named, serial)
