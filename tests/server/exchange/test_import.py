"""Files over the wire: looked at before, taken row by row, taken once, exported and taken back."""

import io
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import reading_service_pb2 as pb

from server.exchange.cells import since_epoch
from server.exchange.detection import SAMPLE
from server.exchange.lines import Lines
from server.exchange.nem13 import MARKET

from ..conftest import Client, House, refused
from ..test_readings import COLD_WATER, S, a_register
from .test_formats import NEM13
from .test_hostile_files import FEED, SAID

ELECTRICITY = 4


async def sent(client: Client, raw: bytes, piece: int = 4_096, **options: Any) -> list[pb.ImportFileResponse]:
    async def parts() -> AsyncIterator[pb.ImportFileRequest]:
        yield pb.ImportFileRequest(options=pb.FileOptions(**{"import_id": "file", "size": len(raw), **options}))
        for start in range(0, len(raw), piece):
            yield pb.ImportFileRequest(piece=raw[start : start + piece])

    return [reply async for reply in client.ReadingService.ImportFile(parts())]


def sums(replies: list[pb.ImportFileResponse]) -> tuple[int, int, int, int, int]:
    names = ("accepted", "in_review", "refused", "duplicates", "quarantined")
    accepted, in_review, denied, duplicates, quarantined = (
        sum(getattr(reply, name) for reply in replies) for name in names
    )
    return accepted, in_review, denied, duplicates, quarantined


async def a_meter(
    client: Client,
    serial: str,
    digits: int = 6,
    commodity: int = ELECTRICITY,
    first: str = "0",
    installed: int = 1_000_000,
    multiplier: str = "1",
) -> str:
    """A new meter at a new place of a new account; its register. `installed` is in seconds."""
    place = await client.AccountService.CreateUsagePoint(
        usage_point=account.UsagePoint(address={"city": "М", "street": "С", "building": serial[:20]})
    )
    listed = (await client.AccountService.ListAccounts(page_size=1000)).accounts
    utility = next(one.utility_id for one in listed if one.commodity == commodity)
    await client.AccountService.CreateAccount(
        account=account.Account(
            number=f"F-{serial}"[:30],
            utility_id=utility,
            commodity=commodity,
            usage_point_id=place.usage_point.id,
            effective_from={"year": 2000, "month": 1, "day": 1},
        )
    )
    installed = await client.AccountService.InstallMeter(
        usage_point_id=place.usage_point.id,
        meter=account.Meter(
            serial_number=serial,
            commodity=commodity,
            registers=[
                account.Register(tier=1, integer_digits=digits, fraction_digits=3, multiplier=Decimal(value=multiplier))
            ],
        ),
        installed_at=Timestamp(seconds=installed),
        initial_indexes=[account.RegisterIndex(tier=1, index=Decimal(value=first))],
    )
    register: str = installed.meter.registers[0].id
    return register


async def rows_for(client: Client, *extra: str) -> bytes:
    """A table in Windows-1251 with one good row and some others: a minute before the clock of the house."""
    register, last = await a_register(client)
    reading = (await client.ReadingService.ListReadings(filter=pb.ReadingFilter(register_id=register))).readings[0]
    good = f"{reading.meter_serial_number};23.11.2026 11:59;{last + 0.3:.3f}".replace(".", ",").replace(",11,", ".11.")
    return "\r\n".join(["Заводський номер;Дата;Показання", good, *extra]).encode("cp1251")


async def test_a_preview_shows_what_it_is_and_writes_nothing(house: House) -> None:
    operator = await house.operator("mykola")
    raw = await rows_for(operator, "=1+1;20.11.2026;7")
    before = (await operator.ReadingService.ListReadings(page_size=1)).total_size
    (reply,) = await sent(operator, raw, preview=True)
    assert reply.shape.encoding == pb.FILE_ENCODING_WINDOWS_1251
    assert reply.shape.decimal_sign == pb.DECIMAL_SIGN_COMMA
    assert [row.line for row in reply.rows] == [2, 3]
    assert reply.rows[0].read_at.ToDatetime(UTC) == datetime(2026, 11, 23, 9, 59, tzinfo=UTC)
    assert reply.rows[1].error.message == "begins like a formula"
    assert (await operator.ReadingService.ListReadings(page_size=1)).total_size == before


async def test_bad_rows_are_quarantined_with_their_lines_and_the_file_goes_on(house: House) -> None:
    operator = await house.operator("mykola")
    raw = await rows_for(operator, "НЕМАЄ-1;20.11.2026;7", "x;31.02.2026;7", "y;20.11.2026")
    replies = await sent(operator, raw)
    assert replies[0].HasField("shape")
    assert sums(replies) == (1, 0, 0, 0, 3)
    assert replies[-1].last_line == 5
    told = [(problem.line, problem.rule) for reply in replies for problem in reply.problems]
    assert told == [(3, "register.known"), (4, "date.syntax"), (5, "row.cells")]
    kept = await operator.ReadingService.ListImportProblems(import_id="file", page_size=2)
    assert (kept.total_size, [problem.line for problem in kept.problems]) == (3, [3, 4])
    rest = await operator.ReadingService.ListImportProblems(
        import_id="file", page_size=2, page_token=kept.next_page_token
    )
    assert [problem.line for problem in rest.problems] == [5]
    other = await operator.ReadingService.ListImportProblems(import_id="another")
    assert other.total_size == 0


async def test_the_same_file_twice_adds_nothing(house: House) -> None:
    operator = await house.operator("mykola")
    raw = await rows_for(operator)
    assert sums(await sent(operator, raw)) == (1, 0, 0, 0, 0)
    before = (await operator.ReadingService.ListReadings(page_size=1)).total_size
    assert sums(await sent(operator, raw)) == (0, 0, 0, 1, 0)
    assert sums(await sent(operator, raw, import_id="under another name", piece=7)) == (0, 0, 0, 1, 0)
    assert (await operator.ReadingService.ListReadings(page_size=1)).total_size == before


async def test_an_import_that_broke_off_goes_on(house: House) -> None:
    operator = await house.operator("mykola")
    register = await a_meter(operator, "R-1")
    lines = [f"R-1;2026-01-01 {place // 60:02}:{place % 60:02};{place / 1000:.3f}" for place in range(1_200)]
    raw = "\n".join(["serial;date;index", *lines]).encode()

    async def parts() -> AsyncIterator[pb.ImportFileRequest]:
        yield pb.ImportFileRequest(options=pb.FileOptions(import_id="broken"))
        for start in range(0, len(raw), 2_048):
            yield pb.ImportFileRequest(piece=raw[start : start + 2_048])

    call = operator.ReadingService.ImportFile(parts())
    async for reply in call:
        if reply.done:
            call.cancel()
            break
    replies = await sent(operator, raw, import_id="broken")
    assert replies[-1].done == 1_200
    listed = await operator.ReadingService.ListReadings(
        filter=pb.ReadingFilter(register_id=register, source=pb.READING_SOURCE_IMPORT), page_size=1
    )
    assert listed.total_size == 1_200
    assert sums(replies)[4] == 0


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"PK\x03\x04", "file.packed"),
        (b"a;b\n1;2\n", "file.no_serial"),
        (b"<!DOCTYPE a>", "file.declarations"),
    ],
)
async def test_a_file_that_is_none_is_refused_by_its_rule(house: House, raw: bytes, rule: str) -> None:
    operator = await house.operator("mykola")
    assert (await refused(sent(operator, raw))).violations == (("file", rule),)


async def test_the_options_come_first_and_once(house: House) -> None:
    operator = await house.operator("mykola")

    async def twice(first: str) -> AsyncIterator[pb.ImportFileRequest]:
        if first == "piece":
            yield pb.ImportFileRequest(piece=b"x")
        for _ in range(2):
            yield pb.ImportFileRequest(options=pb.FileOptions(import_id="x"))

    async def taken(first: str) -> None:
        async for _ in operator.ReadingService.ImportFile(twice(first)):
            pass

    assert (await refused(taken("piece"))).violations == (("options", "required"),)
    assert (await refused(taken("options"))).violations == (("options", "file.order"),)


async def test_a_utility_imports_for_its_own_meters_only(house: House) -> None:
    operator = await house.operator("mykola")
    raw = await rows_for(operator)
    assert sums(await sent(house.utility(2), raw)) == (0, 0, 0, 0, 1)
    assert sums(await sent(house.utility(0), raw)) == (1, 0, 0, 0, 0)


def records(path: Path) -> Iterator[tuple[int, list[str], str]]:
    """Records of accumulated data of a file: the line, the fields, and the serial number of the register."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("250,"):
            record = line.split(",")
            yield number, record, f"{record[1]}/{record[6]}/{record[4]}"


async def nem13_taken(client: Client) -> tuple[dict[str, str], list[list[pb.ImportFileResponse]]]:
    """Registers by serial number with as many digits as their records show, and what became of each file."""
    digits: dict[str, int] = {}
    for path in NEM13:
        for _, record, serial in records(path):
            digits[serial] = max(digits.get(serial, 0), len(record[13].partition(".")[0]))
    registers = {serial: await a_meter(client, serial, width) for serial, width in digits.items()}
    return registers, [await sent(client, path.read_bytes(), import_id=path.name) for path in NEM13]


async def test_every_nem13_record_is_taken_with_its_quantity_or_refused(house: House) -> None:
    operator = await house.operator("mykola")
    _, results = await nem13_taken(operator)
    _, _, _, _, quarantined = sums([reply for replies in results for reply in replies])
    assert quarantined == 14
    for path, replies in zip(NEM13, results, strict=True):
        assert replies[-1].done == 2 * len(list(records(path))) - sum(reply.quarantined for reply in replies)
    listed = await operator.ReadingService.ListReadings(
        filter=pb.ReadingFilter(meter_serial_number="NEM1313041/13041/11", source=pb.READING_SOURCE_IMPORT),
        order_by="read_at",
    )
    assert [reading.index.value for reading in listed.readings] == ["96393", "40"]


async def test_the_use_between_the_readings_of_a_nem13_record_is_what_it_states(house: House) -> None:
    operator = await house.operator("mykola")
    registers, results = await nem13_taken(operator)
    await accept_all(operator)
    stated, used = dict[tuple[str, int], Fraction](), dict[tuple[str, int], Fraction]()
    for path, replies in zip(NEM13, results, strict=True):
        quarantined = {problem.line for reply in replies for problem in reply.problems}
        for line, record, serial in records(path):
            if line not in quarantined:
                stated[path.name, line] = abs(Fraction(record[18]))
                used[path.name, line] = await use_between(operator, registers[serial], record[9], record[14])
    assert len(stated) == 35
    assert used == stated


async def accept_all(client: Client) -> None:
    """Accepts what is in review, the earliest first; what is below the reading before it as a turn of the dial."""
    queue = pb.ReadingFilter(states=[S.READING_STATE_IN_REVIEW])
    while found := (await client.ReadingService.ListReadings(filter=queue, order_by="received_at")).readings:
        first = min(found, key=lambda one: one.read_at.ToMilliseconds())
        turned = any(one.code == "ROLLOVER" for one in first.findings)
        await client.ReadingService.ReviewReading(
            id=first.id, etag=first.etag, reason="так у файлі", accept=pb.AcceptReading(rollover=turned)
        )


async def use_between(client: Client, register: str, begin: str, end: str) -> Fraction:
    """Use between two instants, written in the market's time, at which a register was read."""
    instants = [int(since_epoch(datetime.strptime(text, "%Y%m%d%H%M%S")) - MARKET) // 1000 for text in (begin, end)]
    request = pb.GetConsumptionRequest(register_id=register, before=Timestamp(seconds=instants[1] + 1))
    getattr(request, "from").FromSeconds(instants[0] + 1)
    told = await client.ReadingService.GetConsumption(request)
    assert told.intervals[-1].to.ToSeconds() == instants[1]
    return sum((Fraction(one.quantity.value) for one in told.intervals), Fraction(0))


@pytest.mark.parametrize("format", [pb.EXPORT_FORMAT_CSV, pb.EXPORT_FORMAT_ESPI])
async def test_what_is_exported_is_taken_back_as_what_it_is(house: House, format: int) -> None:
    operator = await house.operator("mykola")
    wanted = pb.ReadingFilter(commodity=COLD_WATER, states=[S.READING_STATE_ACCEPTED])
    total = (await operator.ReadingService.ListReadings(filter=wanted, page_size=1)).total_size
    frames = [frame async for frame in operator.ReadingService.ExportReadings(filter=wanted, format=format)]
    raw = b"".join(frame.csv or frame.piece for frame in frames)
    assert sums(await sent(operator, raw)) == (0, 0, 0, total, 0)


async def test_parquet_is_exported_in_one_file(house: House) -> None:
    operator = await house.operator("mykola")
    total = (await operator.ReadingService.ListReadings(page_size=1)).total_size
    frames = [frame async for frame in operator.ReadingService.ExportReadings(format=pb.EXPORT_FORMAT_PARQUET)]
    assert pq.read_table(io.BytesIO(b"".join(frame.piece for frame in frames))).num_rows == total


# -- what a file costs the others


@pytest.fixture
def fed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, bool]]:
    """How many bytes were parsed at a time, and whether that held up the loop of the service."""
    seen: list[tuple[int, bool]] = []
    whole, loop = Lines.feed, threading.get_ident()

    def feed(self: Lines, piece: bytes, last: bool = False, cut: bool = False) -> Iterator[Any]:
        seen.append((len(piece), threading.get_ident() == loop))
        return whole(self, piece, last, cut)

    monkeypatch.setattr(Lines, "feed", feed)
    return seen


BLANK = b"\n" * ((1 << 20) - 1)
TABLE = b"serial;index;date\nX1;1;2026-11-01\n"


@pytest.mark.parametrize(
    "raw",
    [TABLE + BLANK[: -len(TABLE)], TABLE + BLANK * 3, TABLE, TABLE * 3_000],
    ids=["a megabyte", "three megabytes", "a row", "rows"],
)
async def test_a_preview_reads_the_beginning_and_holds_nobody_up(
    house: House, fed: list[tuple[int, bool]], raw: bytes
) -> None:
    operator = await house.operator("mykola")
    (reply,) = await sent(operator, raw, piece=1 << 20, preview=True)
    assert 1 <= len(reply.rows) <= 20
    assert sum(size for size, _ in fed) <= SAMPLE
    assert not any(on_loop for _, on_loop in fed)


@pytest.mark.parametrize(
    "raw",
    [
        TABLE + BLANK,
        b"100,NEM13,200001010000,A,B\n" + BLANK,
        b"start,value\n" + b"".join(b"2026-11-%02dT00:00:00Z,1\n" % day for day in range(1, 20)) + BLANK,
    ],
    ids=["table", "nem13", "intervals"],
)
async def test_no_file_is_parsed_on_the_loop(house: House, fed: list[tuple[int, bool]], raw: bytes) -> None:
    operator = await house.operator("mykola")
    register = await a_meter(operator, "T-1", installed=1_793_491_200)
    await sent(operator, raw, piece=1 << 20, register_id=register)
    assert sum(size for size, _ in fed) == len(raw)
    assert not any(on_loop for _, on_loop in fed)


async def test_a_preview_shows_what_comes_before_the_place_for_which_a_file_is_refused(house: House) -> None:
    operator = await house.operator("mykola")
    feed = FEED.format(**SAID).encode()
    (reply,) = await sent(operator, feed.replace(b"</feed>", b"<a>" * 100), preview=True)
    assert [row.meter_serial_number for row in reply.rows] == ["S1"]
    told = await refused(sent(operator, b"<a>" * 100, preview=True))
    assert told.violations == (("file", "file.depth"),)


async def test_rows_before_the_place_for_which_a_file_is_refused_are_taken(house: House) -> None:
    operator = await house.operator("mykola")
    register = await a_meter(operator, "S1", installed=1_794_000_000, commodity=COLD_WATER)
    raw = FEED.format(**SAID).encode().replace(b"</feed>", b"<a>" * 100)
    assert (await refused(sent(operator, raw))).violations == (("file", "file.depth"),)
    listed = await operator.ReadingService.ListReadings(
        filter=pb.ReadingFilter(register_id=register, source=pb.READING_SOURCE_IMPORT)
    )
    assert [one.index.value for one in listed.readings] == ["5"]


@pytest.mark.parametrize(
    ("raw", "shape", "rule"),
    [
        (TABLE, {"delimiter": '"'}, "delimiter.known"),
        (TABLE, {"delimiter": "\n"}, "delimiter.known"),
        (TABLE, {"delimiter": "é"}, "file.columns"),
        (TABLE, {"delimiter": " "}, "file.columns"),
        (b'<?xml version="1.0" encoding="x-nope"?><feed/>', {}, "file.encoding"),
    ],
)
@pytest.mark.parametrize("preview", [False, True])
async def test_what_the_caller_says_of_a_file_breaks_nothing(
    house: House, raw: bytes, shape: dict[str, str], rule: str, preview: bool
) -> None:
    operator = await house.operator("mykola")
    told = await refused(sent(operator, raw, shape=pb.FileShape(**shape), preview=preview))
    assert [found for _, found in told.violations] == [rule]


async def test_a_file_holds_no_more_than_the_contract_takes(house: House) -> None:
    operator = await house.operator("mykola")
    register = await a_meter(operator, "P-1")
    rows = [
        ("5", "2026-11-20 10:00", "\x1b[31m=cmd|calc!A1" + "p" * 60_000),
        ("5", "2026-11-20 10:01", "\x1b[31m"),
        ("5", "2026-11-20T10:00:00+99:00", ""),
        ("5", "2100-01-01", ""),
        ("5", "2026-11-20 10:02", "p" * 200),
    ]
    raw = "\n".join(["register;index;date;photo", *(f"{register};{';'.join(row)}" for row in rows)]).encode()
    replies = await sent(operator, raw)
    told = [(problem.line, problem.rule) for reply in replies for problem in reply.problems]
    assert told == [(2, "photo.length"), (3, "cell.line"), (4, "date.syntax"), (5, "date.range")]
    assert sum(sums(replies)[:3]) == 1
    again = await sent(operator, raw, import_id="again")
    assert sums(again)[3:] == (1, 4)


# -- what broke off, what is wrong at first, and what is said of a file


async def imported(client: Client, register: str) -> list[str]:
    """What is on record of what was imported, oldest first."""
    listed = await client.ReadingService.ListReadings(
        filter=pb.ReadingFilter(register_id=register, source=pb.READING_SOURCE_IMPORT),
        order_by="read_at",
        page_size=1_000,
    )
    return [one.index.value for one in listed.readings]


@pytest.mark.parametrize("size", [0, 1_000], ids=["nobody says its size", "its size is said"])
async def test_a_file_that_broke_off_is_sent_again_whole_and_nothing_is_lost_nor_halved(
    house: House, size: int
) -> None:
    operator = await house.operator("mykola")
    register = await a_meter(operator, f"CUT-{size}", first="90")
    lines = [f"CUT-{size};{index};2026-{month:02}-01" for month, index in ((2, "101"), (3, "1145"), (4, "1150"))]
    whole = "\n".join(["serial;index;date", *lines]).encode()
    cut = whole[: whole.index(b"1145") + 3]
    if size:
        assert (await refused(sent(operator, cut, size=len(whole)))).violations == (("file", "file.size"),)
    else:
        assert sums(await sent(operator, cut, size=0)) == (1, 0, 0, 0, 1)
    told = (await operator.ReadingService.ListImportProblems(import_id="file")).problems
    assert [(one.line, one.rule) for one in told] == [(3, "line.cut")]
    assert await imported(operator, register) == ["101"]
    assert sums(await sent(operator, whole))[3:] == (1, 0)
    assert await imported(operator, register) == ["101", "1145", "1150"]
    assert (await operator.ReadingService.ListImportProblems(import_id="file")).total_size == 0


async def test_a_file_that_is_longer_than_was_said_is_not_what_was_meant(house: House) -> None:
    operator = await house.operator("mykola")
    await a_meter(operator, "LONG-1")
    raw = b"serial;index;date\nLONG-1;1;2026-02-01\n"
    assert (await refused(sent(operator, raw, size=len(raw) - 1))).violations == (("file", "file.size"),)
    (preview,) = await sent(operator, raw, size=10 * len(raw), preview=True)
    assert len(preview.rows) == 1


async def test_what_was_quarantined_is_tried_again(house: House) -> None:
    operator = await house.operator("mykola")
    await a_meter(operator, "OLD-1")
    raw = b"serial;index;date\nNEW-1;101;2026-02-01\nOLD-1;101;2026-02-01\nNEW-1;x;2026-02-02\n"
    assert sums(await sent(operator, raw)) == (1, 0, 0, 0, 2)
    register = await a_meter(operator, "NEW-1", first="90")
    assert sums(await sent(operator, raw)) == (1, 0, 0, 1, 1)
    assert await imported(operator, register) == ["101"]
    told = (await operator.ReadingService.ListImportProblems(import_id="file")).problems
    assert [(one.line, one.rule) for one in told] == [(4, "decimal.syntax")]


async def test_a_stream_that_is_sent_again_tries_what_was_quarantined(house: House) -> None:
    operator = await house.operator("mykola")

    async def batches() -> AsyncIterator[pb.ImportReadingsRequest]:
        for line in (1, 2):
            yield pb.ImportReadingsRequest(
                import_id="stream",
                first_line=line,
                readings=[
                    pb.NewReading(
                        meter_serial_number="LATER-1",
                        tier=1,
                        index=Decimal(value=str(100 + line)),
                        read_at=Timestamp(seconds=1_790_000_000 + line * 86_400),
                    )
                ],
            )

    async def run() -> list[int]:
        return [reply.accepted async for reply in operator.ReadingService.ImportReadings(batches())]

    assert sum(await run()) == 0
    assert (await operator.ReadingService.ListImportProblems(import_id="stream")).total_size == 2
    await a_meter(operator, "LATER-1", first="90")
    assert sum(await run()) == 2
    assert (await operator.ReadingService.ListImportProblems(import_id="stream")).total_size == 0


async def test_another_file_and_another_way_to_read_it_are_taken_under_one_name(house: House) -> None:
    operator = await house.operator("mykola")
    first, second = await a_meter(operator, "ONE-1"), await a_meter(operator, "TWO-1")
    raw = b"serial;index;date\nONE-1;101;03/02/2026\n"
    other = b"serial;index;date\nTWO-1;101;2026-02-01\n"
    assert sums(await sent(operator, raw, shape=pb.FileShape(date_order=pb.DATE_ORDER_MONTH_FIRST)))[3:] == (0, 0)
    assert sums(await sent(operator, raw, shape=pb.FileShape(date_order=pb.DATE_ORDER_DAY_FIRST)))[3:] == (0, 0)
    assert await imported(operator, first) == ["101", "101"]
    assert sums(await sent(operator, other))[3:] == (0, 0)
    assert await imported(operator, second) == ["101"]


async def test_a_preview_of_heads_that_nobody_knows_shows_the_columns(house: House) -> None:
    operator = await house.operator("mykola")
    await a_meter(operator, "HEAD-1")
    raw = "Пристрій;Стан на дату;Накопичено\nHEAD-1;01.02.2026;7,5\nHEAD-1;02.02.2026;8,5\n".encode()
    (reply,) = await sent(operator, raw, preview=True)
    assert [(one.number, one.name, one.role) for one in reply.shape.columns] == [
        (1, "пристрій", 0),
        (2, "стан на дату", 0),
        (3, "накопичено", 0),
    ]
    (problem,) = reply.problems
    assert (problem.line, problem.rule, len(reply.rows)) == (0, "file.no_serial", 0)
    assert problem.error.message_uk == "У файлі немає стовпця з номером лічильника."
    roles = (pb.COLUMN_ROLE_SERIAL, pb.COLUMN_ROLE_DATE, pb.COLUMN_ROLE_INDEX)
    shape = pb.FileShape(columns=[pb.FileColumn(number=place, role=role) for place, role in enumerate(roles, 1)])
    (reply,) = await sent(operator, raw, preview=True, shape=shape)
    assert ([row.index.value for row in reply.rows], len(reply.problems)) == (["7.5", "8.5"], 0)
    assert sums(await sent(operator, raw, shape=shape))[3:] == (0, 0)
    (asked,) = await sent(operator, b"serial;index;date\nHEAD-1;1;03/02/2026\n", preview=True)
    assert [one.rule for one in asked.problems] == ["file.day_month"]
    assert (await refused(sent(operator, b"PK\x03\x04", preview=True))).violations == (("file", "file.packed"),)


async def test_a_preview_of_interval_data_shows_its_rows(house: House) -> None:
    operator = await house.operator("mykola")
    rows = [f"2026-02-01 {hour:02}:00;0,{hour + 1}" for hour in range(24)]
    (reply,) = await sent(operator, "\n".join(["start;value", *rows, "x;1"]).encode(), preview=True)
    assert reply.shape.format == pb.FILE_FORMAT_INTERVALS
    assert [(row.line, row.used) for row in reply.rows[:2]] == [(2, "0.1"), (3, "0.2")]
    assert reply.rows[0].read_at.ToDatetime(UTC) == datetime(2026, 1, 31, 22, tzinfo=UTC)
    assert len(reply.rows) == 20
    (reply,) = await sent(operator, b"start;value\n2026-02-01 00:00;1\nx;1\n", preview=True)
    assert [row.error.message for row in reply.rows][1].startswith("is no date")
