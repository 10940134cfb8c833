"""Formats: what a file is, what its cells say, and that no file, however hostile, does more than be refused."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from smartregion.v1 import reading_service_pb2 as pb

from server.codec import DECIMAL_RULES, MICRO, micro_text
from server.errors import InvalidField
from server.exchange import csv_export, espi
from server.exchange.cells import PHOTO, SERIAL, decimal_sign, instant, instants, number
from server.exchange.detection import MOST_COLUMNS, SAMPLE, Shape, detected
from server.exchange.lines import LINE_BYTES
from server.exchange.nem13 import Nem13
from server.exchange.parquet import Parquet
from server.exchange.problems import FILE_RULES, ROW_RULES, Refused
from server.exchange.reader import message, reader, shaped
from server.exchange.standing import source_name, state_name
from server.readings.ingest import Entry
from server.texts import RULES_UK
from storage.repositories.readings import Row

NEM13 = sorted((Path(__file__).resolve().parents[3] / "examples" / "nem13").glob("*.csv"))
UKRAINIAN = "Лічильник;Дата;Показання\nВ-1001;05.11.2026;1 234,567\nВ-1002;25.11.2026;12,5\n"


def read(raw: bytes, **wanted: Any) -> list[Entry]:
    return [entry for _, entry in lines(raw, **wanted)]


def lines(raw: bytes, pieces: int = 1 << 20, **wanted: Any) -> list[tuple[int, Entry]]:
    source = reader(shaped(raw[:65_536], pb.FileShape(**wanted)))
    found: list[tuple[int, Entry]] = []
    for start in range(0, len(raw), pieces):
        found += source.feed(raw[start : start + pieces])
    return [*found, *source.feed(b"", True)]


def rules(entries: list[Entry]) -> list[str]:
    return [entry.problem.rule if entry.problem else "" for entry in entries]


# -- cells


@given(st.integers(0, 10**18 - 1))
def test_a_number_reads_the_same_with_comma_and_with_point(value: int) -> None:
    text = micro_text(value)
    assert number(text, ".") == number(text.replace(".", ","), ",") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1\u00a0234", 1234),
        ("1'234.50", 1234.5),
        ("130,5", 130.5),
        ("130.5", 130.5),
        ("0,125", 0.125),
        ("1305,500", 1305.5),
        ("1.234.567", 1234567),
    ],
)
@pytest.mark.parametrize("sign", ["", ",", "."])
def test_a_number_that_can_be_read_in_one_way_only_is_read_so(text: str, value: float, sign: str) -> None:
    if text.count(sign or "?") > 1:
        with pytest.raises(ValueError, match="syntax"):
            number(text, sign)
    else:
        assert number(text, sign) == round(value * MICRO)


@pytest.mark.parametrize("text", ["105,125", "1.234"])
def test_what_may_mean_a_thousand_times_as_much_is_read_by_what_is_known(text: str) -> None:
    written, other = (",", ".") if "," in text else (".", ",")
    digits = text.replace(written, "")
    assert number(text, written) == int(digits) * 1_000
    assert number(text, other, True) == int(digits) * MICRO
    for sign, grouped in ((other, False), ("", False), ("", True)):
        with pytest.raises(ValueError, match=r"decimal\.sign"):
            number(text, sign, grouped)


@pytest.mark.parametrize("text", ["13 05", "1 234 56,7", "1.23,4", "12,34.5", "1,2,3", "1.234,567.8", "1 234.567,8"])
def test_what_groups_no_thousands_is_no_number(text: str) -> None:
    for sign in ("", ",", "."):
        with pytest.raises(ValueError, match=r"decimal\.syntax"):
            number(text, sign)


@given(
    st.from_regex(r"[0-9]{1,7}([ ,.'][0-9]{1,4}){0,3}", fullmatch=True), st.sampled_from(["", ",", "."]), st.booleans()
)
def test_no_sign_multiplies_a_number_by_a_power_of_ten(text: str, sign: str, grouped: bool) -> None:
    """Whatever is taken: the digits before the decimals are those before the last sign, or groups of three follow."""
    try:
        value = number(text, sign, grouped)
    except ValueError:
        return
    *whole, last = re.split(r"[ ,.']", text)
    grouped_all = not whole or (len(whole[0]) <= 3 and all(len(part) == 3 for part in (*whole[1:], last)))
    as_decimal = int("".join(whole) or "0") * MICRO + int(last.ljust(6, "0")[:6])
    assert value in ({int("".join((*whole, last))) * MICRO} if grouped_all else set()) | {as_decimal}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["1", "20", "x", ""], ("", False)),
        (["1", "105,125"], (",", False)),
        (["105.125", "1,305"], ("", False)),
        (["100.5", "105,125"], (".", False)),
        (["100.5", "102,5"], ("", False)),
        (["1,234.5", "105,125"], (".", True)),
        (["1.234.567"], (",", True)),
        (["1,234.5", "102,5"], ("", False)),
        (["1.234.567", "1,234,567"], ("", False)),
    ],
)
def test_a_column_tells_its_decimal_sign_or_not(cells: list[str], told: tuple[str, bool]) -> None:
    assert decimal_sign(cells) == told


@pytest.mark.parametrize("before", [100, 1_500])
def test_decimals_that_begin_late_multiply_nothing(before: int) -> None:
    rows = [f"Т-1;{100 + place};{1 + place % 28:02}.{1 + place // 28 % 12:02}.2026" for place in range(before)]
    late = ["Т-18;130,5;01.11.2026", "Т-18;260,5;02.11.2026", "Т-18;105,125;03.11.2026", "Т-18;1 305,5;04.11.2026"]
    raw = "\n".join(["Лічильник;Показання;Дата", *rows, *late, ""]).encode("cp1251")
    found = read(raw)[-4:]
    told = len(raw) <= SAMPLE
    assert [entry.value for entry in found] == [130_500_000, 260_500_000, 105_125_000 if told else 0, 1_305_500_000]
    assert rules(found) == ["", "", "" if told else "decimal.sign", ""]


def test_comma_and_point_in_one_file_multiply_nothing() -> None:
    raw = b"meter;index;date\nA1;100.5;2026-11-01\nA1;101.5;2026-11-02\nA1;102,5;2026-11-03\nA1;105,125;2026-11-04\n"
    found = read(raw)
    assert [entry.value for entry in found] == [100_500_000, 101_500_000, 102_500_000, 0]
    assert rules(found)[-1] == "decimal.sign"
    said = read(raw, decimal_sign=pb.DECIMAL_SIGN_COMMA)
    assert [entry.value for entry in said] == [100_500_000, 101_500_000, 102_500_000, 105_125_000]


@pytest.mark.parametrize("text", ["2026-11-05", "05.11.2026", "05/11/2026", "5.11.26", "20261105", "2026-11-05 00:00"])
def test_a_day_is_its_first_instant_in_kyiv(text: str) -> None:
    assert instant(text, True) == int(datetime(2026, 11, 4, 22, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2026-02-30", "date.syntax"),
        ("вчора", "date.syntax"),
        ("29.03.2026 03:30", "date.skipped"),
        ("1812-06-24", "date.range"),
        ("2026-11-05T10:00", ""),
        ("25.10.2026 03:30", ""),  # there twice; the first
        ("2026-11-01T00:00:00+99:00", "date.syntax"),
        ("2026-11-01T00:00:00+02:60", "date.syntax"),
        ("1970-01-01", "date.range"),  # in Kyiv that was in 1969 still
        ("1970-01-01T00:00:00+14:00", "date.range"),
        ("2099-12-31T23:59:00-03:00", "date.range"),
        ("0001-01-01T00:00:00Z", "date.range"),
        ("9999-12-31T23:59:59Z", "date.range"),
    ],
)
def test_an_instant_lies_in_time_and_in_the_years_of_the_contract(text: str, rule: str) -> None:
    if not rule:
        assert instant(text, True) > 0
        return
    with pytest.raises(ValueError, match=rule):
        instant(text, True)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)))
def test_an_instant_that_names_its_offset_comes_back(at: datetime) -> None:
    at = at.replace(tzinfo=UTC, microsecond=at.microsecond // 1000 * 1000)
    assert instant(at.isoformat(), True) == round(at.timestamp() * 1000)


def test_an_hour_that_is_there_twice_has_two_instants() -> None:
    first, second = instants("25.10.2026 03:30", True)
    assert (second - first, instant("25.10.2026 03:30", True)) == (3_600_000, first)
    assert len(instants("25.10.2026 04:00", True)) == len(instants("2026-10-25T03:30:00+03:00", True)) == 1


# -- what a file is


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_a_ukrainian_table_is_understood_in_every_encoding(encoding: str) -> None:
    raw = UKRAINIAN.encode(encoding)
    shape = detected(raw)
    assert (shape.delimiter, shape.sign, shape.day_first) == (";", ",", True)
    assert shape.roles == {"serial": 0, "date": 1, "index": 2}
    assert [(entry.serial, entry.value) for entry in read(raw)] == [("В-1001", 1_234_567_000), ("В-1002", 12_500_000)]


def test_a_table_without_a_head_shows_its_columns_by_what_is_in_them() -> None:
    shape = detected(b"1001,2026-11-01,55.5\n1002,2026-11-02,7.25\n1003,2026-11-02,7.25\n")
    assert (shape.head, shape.roles) == (0, {"serial": 0, "date": 1, "index": 2})


@pytest.mark.parametrize(
    ("dates", "day_first"),
    [
        (("26.11.2026", "45.13.2026"), True),  # what is no date at all tells nothing
        (("26.11.2026", "00.17.2026"), True),
        (("13/11/2026", "05/11/2026"), True),
        (("11/13/2026", "11/05/2026"), False),
        (("05/11/2026", "06/11/2026"), None),
        (("13/11/2026", "11/13/2026"), None),
        (("05.11.2026", "06.11.2026"), True),
        (("2026-11-05", "2026-11-06"), True),
    ],
)
def test_the_order_of_day_and_month_is_told_or_asked_for(dates: tuple[str, str], day_first: bool | None) -> None:
    raw = f"serial,date,index\nA1,{dates[0]},5\nA2,{dates[1]},6\nA3,{dates[1]},6\n".encode()
    assert detected(raw).day_first is day_first
    if day_first is None:
        with pytest.raises(Refused, match="day or the month"):
            read(raw)
        assert len(read(raw, date_order=pb.DATE_ORDER_DAY_FIRST)) == 3


def test_what_the_caller_says_overrules_what_the_file_tells() -> None:
    raw = b"a;b;c\nX1;7,5;05.11.2026\nX2;8,5;05.11.2026\n"
    with pytest.raises(Refused, match="serial"):
        read(raw)
    columns = [
        pb.FileColumn(number=1, role=pb.COLUMN_ROLE_SERIAL),
        pb.FileColumn(number=2, role=pb.COLUMN_ROLE_INDEX),
        pb.FileColumn(number=3, role=pb.COLUMN_ROLE_DATE),
    ]
    found = read(raw, columns=columns, decimal_sign=pb.DECIMAL_SIGN_COMMA)
    assert [entry.value for entry in found] == [7_500_000, 8_500_000]
    shape = message(shaped(raw, pb.FileShape(columns=columns)))
    assert [column.role for column in shape.columns] == [1, 4, 5]


def test_columns_that_the_caller_names_tell_their_own_decimal_sign_and_order_of_dates() -> None:
    raw = b"a;b;c\nX1;7,5;05/11/2026\nX2;8,5;06/11/2026\nX3;8,5;06/11/2026\n"
    columns = [pb.FileColumn(number=place, role=role) for place, role in ((1, 1), (2, 4), (3, 5))]
    with pytest.raises(Refused, match="day or the month"):
        read(raw, columns=columns)
    found = read(raw, columns=columns, date_order=pb.DATE_ORDER_DAY_FIRST)
    assert [entry.value for entry in found] == [7_500_000, 8_500_000, 8_500_000]


@pytest.mark.parametrize("delimiter", [":", "^", " ", "é", "\u2028", "\t"])
def test_a_table_may_be_cut_by_any_sign_that_the_caller_names(delimiter: str) -> None:
    lines = (
        ("serial", "index", "date"),
        ("X1", "5", "2026-11-05"),
        ("X2", "6", "2026-11-05"),
        ("X3", "6", "2026-11-05"),
    )
    found = read("\n".join(map(delimiter.join, lines)).encode(), delimiter=delimiter)
    assert [(entry.serial, entry.value) for entry in found] == [("X1", 5 * MICRO), ("X2", 6 * MICRO), ("X3", 6 * MICRO)]


def test_another_delimiter_finds_the_columns_anew() -> None:
    raw = b"serial;tier;index;date|index|x\nX1;1;1;2026-11-01|2|1\n"
    with pytest.raises(Refused, match="serial"):
        read(raw, delimiter="|")
    assert shaped(raw, pb.FileShape(delimiter="|")).roles == {"index": 1}
    for delimiter in '"\n\r\0':
        with pytest.raises(InvalidField, match="quotation mark"):
            shaped(raw, pb.FileShape(delimiter=delimiter))


def test_what_stands_before_the_head_is_passed_over() -> None:
    raw = b"\n  \nA\0B;x;y\nserial;date;index\nA1;2026-11-05;5\nA2;2026-11-05;6\nA3;2026-11-05;6\n"
    assert [(line, entry.serial) for line, entry in lines(raw)] == [(3, ""), (5, "A1"), (6, "A2"), (7, "A3")]


def test_the_name_of_a_column_is_short_and_can_be_shown() -> None:
    raw = ("a\x1b[31m" + "x" * 60_000 + ";serial;date;index\n1;A1;2026-11-05;5\n").encode()
    name = detected(raw).columns[0]
    assert len(name) <= 200
    assert name.isprintable()


@pytest.mark.parametrize(
    "head",
    [
        "Особовий рахунок;Номер лічильника;Попередні показання;Поточні показання;Дата показань",
        "№ ліч.;Покази;Дата зняття показань",
        "Лічильник №;Показники;Дата",
        "Зав. №;Показання лічильника;Дата та час",
        "Зав.№;Показання (м³);Дата:",
        "Номер приладу обліку;Показання, кВт·год;Дата",
        "Номер лічильника;Показ. поточне;Дата",
    ],
)
def test_heads_as_utilities_write_them_are_known(head: str) -> None:
    cells = head.split(";")
    row = "1001;Т-19;100;103,5;25.02.2026" if len(cells) == 5 else "Т-19;103,5;25.02.2026"
    (entry,) = read(f"{head}\n{row}\n".encode())
    assert (entry.problem, entry.serial, entry.value) == (None, "Т-19", 103_500_000)


def test_titles_above_the_head_are_passed_over() -> None:
    titles = "Звіт за листопад 2026 р.;;;\n\nТОВ «Водоканал»\n"
    found = lines(f"{titles}Лічильник;Показання;Дата;Фото\nТ-1;101,5;01.02.2026;\nТ-1;102;02.02.2026;\n".encode())
    assert [(line, entry.serial, entry.value) for line, entry in found] == [
        (5, "Т-1", 101_500_000),
        (6, "Т-1", 102_000_000),
    ]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_lines_may_end_as_they_do_on_any_machine(end: str, encoding: str) -> None:
    raw = end.join(["Лічильник;Показання;Дата", "Т-1;1,5;01.02.2026", "Т-2;2,5;02.02.2026", ""]).encode(encoding)
    for pieces in (7, 1 << 20):
        assert [(line, entry.serial) for line, entry in lines(raw, pieces)] == [(2, "Т-1"), (3, "Т-2")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [UKRAINIAN, "serial;date;index\r\nA1;2026-11-05;5\r\n"])
def test_utf_16_needs_no_mark(encoding: str, text: str) -> None:
    assert detected(text.encode(encoding)).encoding == encoding
    assert rules(read(text.encode(encoding))) == [""] * (text.count("\n") - 1)


def test_a_date_and_a_time_may_have_columns_of_their_own() -> None:
    rows = "Т-1;1;01.02.2026;08:30\nТ-1;2;01.02.2026;18:30\nТ-1;3;02.02.2026 00:00:00;9:05\nТ-1;4;03.02.2026;\n"
    found = read(f"Лічильник;Показання;Дата;Час\n{rows}Т-1;5;04.02.2026;вранці\n".encode())
    local = [datetime(2026, 2, 1, 6, 30), datetime(2026, 2, 1, 16, 30), datetime(2026, 2, 2, 7, 5)]
    local.append(datetime(2026, 2, 2, 22))
    assert [entry.read_at for entry in found[:-1]] == [int(at.replace(tzinfo=UTC).timestamp() * 1000) for at in local]
    assert rules(found)[-1] == "date.syntax"
    (alone,) = read("Лічильник;Показання;Час\nТ-1;1;01.02.2026 08:30\n".encode())
    assert alone.read_at == found[0].read_at


def test_a_last_line_that_nothing_ends_counts_where_the_file_is_known_to_be_whole() -> None:
    raw = "Лічильник;Дата;Показання\nТ-1;01.02.2026;101\nТ-1;01.03.2026;11".encode()
    source = reader(shaped(raw, pb.FileShape()))
    assert rules([entry for _, entry in source.feed(raw, True, True)]) == ["", "line.cut"]
    assert [entry.value for entry in read(raw)] == [101 * MICRO, 11 * MICRO]
    ended = reader(shaped(raw, pb.FileShape()))
    assert rules([entry for _, entry in ended.feed(raw + b"5\n \t", True, True)]) == ["", ""]


# -- hostile files


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "file.empty"),
        (b" \n ", "file.empty"),
        (b"PK\x03\x04" + b"\0" * 100, "file.packed"),
        (b"\x1f\x8b\x08" + b"\0" * 100, "file.packed"),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "file.workbook"),
        (b"PK\x03\x04" + b"\0" * 26 + b"xl/worksheets/sheet1.xml", "file.workbook"),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "file.workbook"),
        (b"%PDF-1.7", "file.binary"),
        (b"\0" * 5_000, "file.binary"),
        (b";".join([b"x"] * 10_000) + b"\n", "file.columns"),
        (b"one column\n1\n2\n", "file.columns"),
        (b"serial;date\n1;2026-11-01\n", "file.no_index"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><feed>&a;</feed>', "file.declarations"),
        (b"<a>" * 100, "file.depth"),
        (b'<feed a="' + b"x" * 2_000_000, "file.token"),
    ],
)
def test_a_file_that_can_not_be_taken_says_why(raw: bytes, rule: str) -> None:
    with pytest.raises(Refused) as caught:
        read(raw)
    assert caught.value.rule == rule


def test_a_bad_row_is_named_and_the_file_goes_on() -> None:
    raw = (
        (
            "Лічильник;Дата;Показання\n"
            "В-1;05.11.2026;10,5\n"
            "=cmd|' /C calc'!A0;05.11.2026;10,5\n"
            ";05.11.2026;10,5\n"
            "В-2;31.02.2026;10,5\n"
            "В-3;05.11.2026;десять\n"
            "В-4;05.11.2026\n"
            'В-"5;05.11.2026;10,5\n'
            "В-6;05.11.2026;-1\n"
            "В-7;05.11.2026;10,5\n"
        ).encode()
        + b"\xff\xfe\xfd;05.11.2026;1\nA\0B;05.11.2026;1\n"
        + b"x" * 70_000
        + "\nВ-8;05.11.2026;1\nВ-9;05.".encode()
    )
    found = lines(raw, encoding=pb.FILE_ENCODING_UTF_8)
    assert rules([entry for _, entry in found]) == [
        "",
        "cell.formula",
        "cell.empty",
        "date.syntax",
        "decimal.syntax",
        "row.cells",
        "row.quote",
        "decimal.negative",
        "",
        "text.encoding",
        "text.nul",
        "line.length",
        "",
        "row.cells",  # cut in the middle
    ]
    assert [line for line, _ in found] == list(range(2, 16))


def test_a_line_without_an_end_takes_no_memory() -> None:
    source = reader(shaped(UKRAINIAN.encode(), pb.FileShape()))
    found = [entry for _ in range(64) for _, entry in source.feed(b"x" * 1_000_000)]
    assert rules(found) == ["line.length"]
    assert len(source._lines._rest) <= 65_536 + 1_000_000  # type: ignore[attr-defined]


def test_half_a_character_spoils_its_line_and_no_more() -> None:
    raw = UKRAINIAN.encode("utf-16-le")
    assert rules(read(raw + b"\x41", encoding=pb.FILE_ENCODING_UTF_16_LE)) == ["", "", "text.encoding"]
    lone = UKRAINIAN.replace("В-1001", "В-\ud800").encode("utf-16-le", "surrogatepass")
    assert rules(read(lone, encoding=pb.FILE_ENCODING_UTF_16_LE)) == ["text.encoding", ""]


def test_every_rule_is_a_sentence_that_goes_on_from_its_field() -> None:
    assert set(RULES_UK) >= {*FILE_RULES, *ROW_RULES, *DECIMAL_RULES}
    assert all(text[0].islower() and not text.endswith(".") for text in [*FILE_RULES.values(), *ROW_RULES.values()])


def test_rules_name_the_bounds_that_they_keep() -> None:
    assert str(SERIAL) in ROW_RULES["cell.length"] + ROW_RULES["nem13.serial"]
    assert str(PHOTO) in ROW_RULES["photo.length"]
    assert f"{LINE_BYTES:,}" in ROW_RULES["line.length"]
    assert f"{espi.DESCRIBED:,}" in ROW_RULES["espi.type"] + ROW_RULES["espi.register"]
    assert f"{espi.NAMES:,}" in FILE_RULES["file.names"]
    assert f"{2 * espi.NAME}" in FILE_RULES["file.names"]
    assert str(MOST_COLUMNS) in FILE_RULES["file.columns"]


# -- NEM13


RECORD = "250,N1,11,1,11,11,S1,E,10.0,20040101000000,A,,,20.0,20040201000000,A,,,10,kWh"


def records() -> Iterator[tuple[str, list[str], list[Entry]]]:
    for path in NEM13:
        for place, entry_line in enumerate(path.read_text().splitlines(), 1):
            if entry_line.startswith("250,"):
                yield f"{path.name}:{place}", entry_line.split(","), Nem13().rows(entry_line)


def test_every_record_is_taken_with_its_quantity_or_refused_for_its_contradiction() -> None:
    refused = {}
    for name, record, entries in records():
        if entries[0].problem is not None:
            refused[name] = entries[0].problem.rule
            continue
        first, second = entries
        used = Decimal(second.value - first.value) / MICRO
        if used < 0:
            used += 10 ** len(record[13].partition(".")[0])
        assert abs(Decimal(record[18])) == used
    assert len(refused) == 14
    assert {name for name, rule in refused.items() if rule == "nem13.quantity"} == {
        "nem13_12_INTEGM_NEMMCO.csv:2",
        "nem13_SCENARIO13_TCAUSTM_NEMMCO.csv:2",
        "nem13_SCENARIO15_TCAUSTM_NEMMCO.csv:4",
    }


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({8: "abc"}, "decimal.syntax"),
        ({14: "20041301000000"}, "date.syntax"),
        ({18: "NaN"}, "decimal.syntax"),
        ({18: "1"}, "nem13.quantity"),
        ({19: "MJ"}, "nem13.unit"),
        ({9: "20250101000000"}, "nem13.order"),
        ({7: "I", 18: "1e999999999"}, "decimal.syntax"),
        ({18: "-1e999999999"}, "decimal.syntax"),
        ({9: "00010101000000"}, "date.range"),
        ({14: "99991231235959"}, "date.range"),
        ({9: "19700101050000"}, "date.range"),
        ({14: "2004021"}, "date.syntax"),
        ({6: "x" * 60}, "nem13.serial"),
        ({6: "\x1b[31m"}, "nem13.serial"),
    ],
)
def test_a_record_that_is_wrong_is_refused_by_its_rule(changed: dict[int, str], rule: str) -> None:
    record = [*RECORD.split(","), ""]
    assert rules(Nem13().rows(",".join(record))) == ["", ""]
    for place, text in changed.items():
        record[place] = text
    assert rules(Nem13().rows(",".join(record))) == [rule]


# -- there and back


SERIALS = st.text(st.characters(categories=["L", "N"], include_characters="=-'&<"), min_size=1, max_size=9)
ESTIMATE = int(pb.READING_SOURCE_ESTIMATE)
#: States that nobody has settled otherwise.
COUNTS = (1, 2, 3)


@st.composite
def readings(draw: st.DrawFn) -> Row:
    commodity = draw(st.integers(1, 5))
    return Row(
        id=draw(st.integers(1, 1 << 40)),
        register_id=draw(st.integers(1, 3)),
        value=draw(st.integers(0, 10**11 - 1)),
        read_at=draw(st.integers(0, 4 * 10**12)),
        received_at=draw(st.integers(0, 4 * 10**12)),
        source=draw(st.integers(1, 8)),
        state=draw(st.integers(1, 7)),
        quality=draw(st.sampled_from([7, 8, 9, 10, 12, 14, 17, 18, 19])),
        rule_set=1,
        rollover=False,
        superseded_by=None,
        photo_ref=None,
        findings=None,
        version=draw(st.integers(1, 99)),
        meter_id=1,
        tier=draw(st.integers(1, 5)),
        multiplier=MICRO,
        integer_digits=5,
        fraction_digits=3,
        commodity=commodity,
        serial_number=draw(SERIALS),
        usage_point_id=1,
        city="М",
        street="С",
        building="1",
        apartment="=2",
        previous_value=None,
        deemed_at=draw(st.none() | st.integers(0, 4 * 10**12)),
    )


Kept = tuple[int, int, int, int, bool]


def kept(entries: list[Entry]) -> list[Kept | str]:
    return [
        entry.problem.rule
        if entry.problem
        else (entry.value, entry.read_at, entry.quality, entry.version, entry.decided)
        for entry in entries
    ]


def meant(rows: list[Row]) -> list[Kept | str]:
    """What must come back: all that counts where it comes from and was read, and whether somebody decided so."""
    return [
        "state.counts"
        if row.state not in COUNTS
        else "source.estimate"
        if row.source == ESTIMATE
        else (row.value, row.read_at, row.quality, row.version, row.state == 2 and row.quality in (7, 18))
        for row in rows
    ]


@given(st.lists(readings(), min_size=1, max_size=6))
def test_what_counts_comes_back_from_csv_as_what_it_was(rows: list[Row]) -> None:
    found = read(csv_export.head() + csv_export.lines(rows))
    assert kept(found) == meant(rows)
    assert [entry.serial for entry in found if not entry.problem] == [
        row.serial_number for row in rows if row.state in COUNTS and row.source != ESTIMATE
    ]


@given(st.lists(readings(), min_size=1, max_size=6))
def test_what_counts_comes_back_from_espi_as_what_it_was(rows: list[Row]) -> None:
    rows = [row._replace(commodity=row.register_id, tier=1, serial_number=f"<{row.register_id}>&") for row in rows]
    rows.sort(key=lambda row: row.register_id)
    document = (espi.HEAD + espi.written(rows) + espi.TAIL).encode()
    found = read(document)
    assert kept(found) == meant(rows)
    assert {entry.serial for entry in found if not entry.problem} <= {row.serial_number for row in rows}


@settings(max_examples=20, deadline=None)
@given(st.lists(readings(), min_size=1, max_size=6))
def test_value_quality_version_state_and_source_stand_in_parquet(rows: list[Row]) -> None:
    file = Parquet()
    table = pq.read_table(io.BytesIO(b"".join(map(file.rows, (rows[:3], rows[3:] or rows[:1]))) + file.end()))
    table = table.slice(0, len(rows))
    assert [int(value * MICRO) for value in table["index"].to_pylist()] == [row.value for row in rows]
    assert table["quality"].to_pylist() == [row.quality for row in rows]
    assert table["version"].to_pylist() == [row.version for row in rows]
    assert table["state"].to_pylist() == [state_name(row.state) for row in rows]
    assert table["source"].to_pylist() == [source_name(row.source) for row in rows]
    instants_of = [None if at is None else round(at.timestamp() * 1000) for at in table["deemed_at"].to_pylist()]
    assert instants_of == [row.deemed_at for row in rows]


@pytest.mark.parametrize(
    ("state", "source", "quality", "told"),
    [
        ("", "", "7", False),
        ("accepted", "", "7", True),
        ("ACCEPTED", "CORRECTION", "18", True),
        ("ACCEPTED", "", "17", False),
        ("IN_REVIEW", "", "7", False),
        ("REVERSED", "", "7", "state.counts"),
        ("SUPERSEDED", "ESTIMATE", "7", "state.counts"),
        ("ACCEPTED", "ESTIMATE", "12", "source.estimate"),
        ("прийнято", "", "", "state.known"),
        ("", "телефон", "", "source.known"),
    ],
)
def test_a_row_says_what_it_stands_for(state: str, source: str, quality: str, told: bool | str) -> None:
    raw = f"serial;date;index;state;source;quality\nA1;2026-11-05;5;{state};{source};{quality}\n".encode()
    (entry,) = read(raw)
    assert (entry.problem.rule if entry.problem else entry.decided) == told


def test_a_feed_that_is_cut_gives_what_stood_before() -> None:
    taken = (1, 1, 5 * MICRO, 0, 0, 1, 2, 17, 1, False, None, None, None, 1)
    row = Row(*taken, 1, 1, MICRO, 5, 3, 1, "S", 1, *[""] * 4, None, None)
    document = (espi.HEAD + espi.written([row]) + espi.TAIL).encode()
    cut = document[: document.rindex(b"</content>") - 10]
    assert rules(read(cut)) == ["", "xml.cut"]
    assert rules(read(document.replace(b"</espi:value>", b"</wrong>"))) == ["xml.syntax"]


def test_a_foreign_feed_of_use_is_told_how_to_come() -> None:
    document = (
        f'<feed xmlns="{espi.ATOM}" xmlns:e="{espi.ESPI}"><entry><link rel="self" href="UsagePoint/1"/>'
        "<title>S1</title><content><e:UsagePoint/></content></entry><entry><link rel='self' href='ReadingType/1'/>"
        "<content><e:ReadingType><e:accumulationBehaviour>4</e:accumulationBehaviour></e:ReadingType></content></entry>"
        "<entry><link rel='self' href='UsagePoint/1/MeterReading/1'/><link rel='related' href='ReadingType/1'/>"
        "<content><e:MeterReading/></content></entry><entry>"
        "<link rel='up' href='UsagePoint/1/MeterReading/1/IntervalBlock'/><content>"
        "<e:IntervalBlock><e:IntervalReading><e:value>5</e:value></e:IntervalReading></e:IntervalBlock>"
        "</content></entry></feed>"
    )
    assert rules(read(document.encode())) == ["espi.delta"]


def test_the_shape_is_said_in_the_words_of_the_contract() -> None:
    said = message(detected(UKRAINIAN.encode("cp1251")))
    assert said.encoding == pb.FILE_ENCODING_WINDOWS_1251
    assert said.decimal_sign == pb.DECIMAL_SIGN_COMMA
    assert [column.name for column in said.columns] == ["лічильник", "дата", "показання"]
    assert isinstance(detected(UKRAINIAN.encode()), Shape)
