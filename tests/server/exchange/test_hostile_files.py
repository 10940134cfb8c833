"""Whatever a file holds, nothing but the documented problems comes out of it, and memory stays flat."""

import tracemalloc
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from smartregion.v1 import reading_service_pb2 as pb

from server.codec import DECIMAL_RULES, MICRO, utc
from server.errors import InvalidField
from server.exchange import espi
from server.exchange.cells import END, PHOTO, SERIAL, cut, instants, is_line, number
from server.exchange.detection import ROLES, SAMPLE, Shape, detected
from server.exchange.espi import Espi
from server.exchange.intervals import LONGEST, SHORTEST, Block, Intervals
from server.exchange.lines import BadLine, Lines
from server.exchange.nem13 import Nem13
from server.exchange.problems import ROW_RULES, Refused
from server.exchange.reader import message, reader, shaped
from server.exchange.table import QUALITIES, VERSIONS, Table
from server.readings.ingest import Entry, Problem

from .test_formats import RECORD

#: (A Refused can't be made of another rule than those of FILE_RULES.)
ROWS = {*ROW_RULES, *DECIMAL_RULES, "string.entity_id"}

#: What somebody once wrote into a cell, and what nobody should.
CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "0",
            "-0",
            "-1",
            "12,5",
            "1.234,5",
            "1" * 5_000,
            "9" * 40,
            "0." + "9" * 40,
            "1e999999999",
            "-1e999999999",
            "0e999999999",
            "1e-999999999",
            "1e18",
            "NaN",
            "sNaN",
            "Infinity",
            "1_0",
            "١٢",
            "²",
            "½",
            "2026-11-01",
            "05.11.2026 08:30",
            "11/05/2026",
            "29.03.2026 03:30",
            "25.10.2026 03:30",
            "2026-11-01T00:00:00+99:00",
            "2026-11-01T00:00:00-00:99",
            "1970-01-01",
            "9999-12-31T23:59:59Z",
            "0001-01-01",
            "00010101000000",
            "99991231235959",
            "20260101000000",
            "=cmd|' /C calc'!A0",
            "'=1",
            "''=1",
            "\x1b[31m",
            "\u202e",
            "a\u2028b",
            "a\x85b",
            "\ufffe",
            "x" * 300,
            '"',
            '""',
            'a"b',
            "a\rb",
            "a;b",
            "ACCEPTED",
            "REVERSED",
            "ESTIMATE",
            "день",
            "99",
            "7",
            "0000000000009",
            "zzzzzzzzzzzzz",
            "А-1",
        ]
    ),
    st.text(max_size=12),
    st.text("0123456789.,-:+TZeE /", max_size=24),
)


def documented(entry: Entry) -> None:
    """A row is a reading that keeps to the contract, or its problem is documented."""
    if entry.problem is not None:
        assert entry.problem.rule in ROWS, entry.problem
        assert entry.problem.message
        assert len(entry.problem.field) <= 200
        return
    assert 0 <= entry.value < 10**12 * MICRO
    assert 0 <= entry.read_at < END
    assert 1 <= entry.tier <= 5
    assert entry.quality in QUALITIES
    assert 0 < entry.version < VERSIONS
    assert len(entry.serial) <= SERIAL
    assert is_line(entry.serial)
    assert len(entry.photo or "") <= PHOTO
    assert is_line(entry.photo or "")
    assert entry.serial or entry.register_id


# -- cells


def rule_of(read: Callable[[], Any]) -> str:
    try:
        read()
    except ValueError as error:
        return str(error)
    return ""


@given(CELLS, st.booleans())
def test_a_cell_is_a_number_or_breaks_a_documented_rule(text: str, comma: bool) -> None:
    assert rule_of(lambda: number(text, comma)) in {"", "decimal.sign", *DECIMAL_RULES}


@given(
    CELLS | st.from_regex(r"\A\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{3,9})?)? ?(Z|[+-]\d\d:?\d\d)?\Z"), st.booleans()
)
def test_a_cell_is_an_instant_or_breaks_a_documented_rule(text: str, day_first: bool) -> None:
    assert rule_of(lambda: instants(text, day_first)) in {"", "date.syntax", "date.range", "date.skipped"}
    if not rule_of(lambda: instants(text, day_first)):
        found = instants(text, day_first)
        assert list(found) == sorted(found)
        assert all(0 <= at < END for at in found)


@given(st.lists(CELLS, max_size=4).map(";".join), st.integers(1, 4))
def test_a_line_is_cut_or_breaks_a_documented_rule(line: str, cells: int) -> None:
    assert rule_of(lambda: cut(line, ";", cells)) in {"", "row.cells", "row.quote"}


# -- parsers


@given(st.lists(CELLS, min_size=len(ROLES), max_size=len(ROLES)), st.sampled_from(["", ",", "."]), st.booleans())
def test_a_row_of_a_table_is_a_reading_or_its_problem_is_documented(
    cells: list[str], sign: str, day_first: bool
) -> None:
    roles = {role: place for place, role in enumerate(ROLES)}
    shape = Shape(pb.FILE_FORMAT_CSV, sign=sign, day_first=day_first, columns=tuple(ROLES), roles=roles)
    for line in (";".join(cells), ";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells)):
        for entry in Table(shape).rows(line):
            documented(entry)


@pytest.mark.parametrize(
    ("role", "cell", "rule"),
    [
        ("tier", "1" * 5_000, "tier.known"),
        ("tier", "²", "tier.known"),
        ("date", "2026-11-01T00:00:00+99:00", "date.syntax"),
        ("photo", "p" * 201, "photo.length"),
        ("photo", "\x1b[31m=cmd", "cell.line"),
        ("serial", "\x1b[31m", "cell.line"),
        ("quality", "1" * 5_000, "quality.known"),
        ("version", "1" * 5_000, "version.number"),
        ("version", "0", "version.number"),
        ("register", "x" * 5_000, "string.entity_id"),
    ],
)
def test_what_a_row_of_the_contract_may_not_hold_a_row_of_a_file_may_not_either(
    role: str, cell: str, rule: str
) -> None:
    good = {"serial": "A1", "index": "5", "date": "2026-11-05"}
    names = [name for name in ROLES if name in good or name == role]
    shape = Shape(pb.FILE_FORMAT_CSV, columns=tuple(names), roles={name: place for place, name in enumerate(names)})
    line = ";".join((good | {role: cell})[name] for name in names)
    assert [entry.problem and entry.problem.rule for entry in Table(shape).rows(line)] == [rule]


@given(st.dictionaries(st.integers(0, 19), CELLS, max_size=4), st.sampled_from("IE"))
def test_a_record_of_nem13_is_two_readings_or_its_problem_is_documented(changed: dict[int, str], way: str) -> None:
    record = [changed.get(place, way if place == 7 else cell) for place, cell in enumerate(RECORD.split(","))]
    for entry in Nem13().rows(",".join(record)):
        documented(entry)


STEPS = st.sampled_from([1, 999, 1_000, 60_000, 60_500, 900_000, 3_600_000, 86_400_000, 90_000_000])


@given(st.lists(CELLS | STEPS.map(str), max_size=12), st.sampled_from(["", ",", "."]), st.data())
def test_a_row_of_interval_data_is_kept_or_its_problem_is_documented(
    cells: list[str], sign: str, data: st.DataObject
) -> None:
    shape = Shape(pb.FILE_FORMAT_INTERVALS, sign=sign, columns=("start", "value"))
    rows = Intervals(shape)
    at, told, found = 1_795_000_000_000, "", list[Block | Problem]()
    try:
        for place, cell in enumerate(cells):
            at += data.draw(STEPS)
            instant = f"{at // 1000}" if data.draw(st.booleans()) else utc(at).isoformat()
            line = f"{instant};{cell}" if data.draw(st.booleans()) else f"{cell};{data.draw(CELLS)}"
            found += (what for _, what in rows.rows(place, line))
        found += (what for _, what in rows.rest())
    except Refused as refused:
        told = refused.rule
    assert told in ("", "file.step")
    for what in found:
        if isinstance(what, Block):
            assert SHORTEST <= what.step <= LONGEST
            assert what.step % 1000 == 0
            assert what.values
            assert all(0 <= value < 10**27 for value in what.values)
        else:
            assert what.rule in ROWS


FEED = (
    f'<feed xmlns="{espi.ATOM}" xmlns:e="{espi.ESPI}" xmlns:sr="{espi.OURS}"><entry>'
    '<link rel="self" href="UsagePoint/1"/><title>{title}</title><content><e:UsagePoint/></content></entry>'
    '<entry><link rel="self" href="ReadingType/1"/><content><e:ReadingType>'
    "<e:accumulationBehaviour>{kind}</e:accumulationBehaviour><e:powerOfTenMultiplier>{power}</e:powerOfTenMultiplier>"
    "<e:tou>{tou}</e:tou><e:uom>{uom}</e:uom></e:ReadingType></content></entry>"
    '<entry><link rel="self" href="UsagePoint/1/MeterReading/1"/><link rel="related" href="ReadingType/1"/>'
    "<content><e:MeterReading/></content></entry>"
    '<entry><link rel="up" href="UsagePoint/1/MeterReading/1/IntervalBlock"/><content><e:IntervalBlock>'
    "<e:IntervalReading><e:ReadingQuality><e:quality>{quality}</e:quality></e:ReadingQuality><e:timePeriod>"
    "<e:start>{start}</e:start></e:timePeriod><e:value>{value}</e:value><sr:version>{version}</sr:version>"
    "<sr:state>{state}</sr:state><sr:source>{source}</sr:source><sr:milliseconds>{milliseconds}</sr:milliseconds>"
    "</e:IntervalReading></e:IntervalBlock></content></entry></feed>"
)
SAID = {
    "title": "S1",
    "kind": "1",
    "power": "0",
    "tou": "1",
    "uom": "42",
    "quality": "17",
    "start": "1795000000",
    "value": "5",
    "version": "1",
    "state": "ACCEPTED",
    "source": "IMPORT",
    "milliseconds": "0",
}


def taken(source: Any, raw: bytes, size: int = 1 << 20) -> list[Entry] | str:
    """What is read of a file, or why it is refused."""
    found: list[Entry] = []
    try:
        for start in range(0, len(raw), size):
            found += (entry for _, entry in source.feed(raw[start : start + size]))
        found += (entry for _, entry in source.feed(b"", True))
    except Refused as refused:
        return refused.rule
    return found


def test_the_feed_of_these_tests_is_a_reading() -> None:
    (entry,) = taken(Espi(), FEED.format(**SAID).encode())
    assert isinstance(entry, Entry)
    assert (entry.problem, entry.serial, entry.value, entry.read_at) == (None, "S1", 5 * MICRO, 1_795_000_000_000)


@given(st.dictionaries(st.sampled_from(sorted(SAID)), CELLS, max_size=3))
def test_a_reading_of_a_feed_is_taken_or_its_problem_is_documented(changed: dict[str, str]) -> None:
    said = {name: escape(changed.get(name, text)) for name, text in SAID.items()}
    found = taken(Espi(), FEED.format(**said).encode("utf-8", "replace"))
    for entry in found if isinstance(found, list) else ():
        documented(entry)


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 2_000), st.binary(max_size=6)), max_size=4), st.integers(1, 400))
def test_a_feed_that_was_damaged_gives_documented_problems(damage: list[tuple[int, bytes]], pieces: int) -> None:
    raw = bytearray(FEED.format(**SAID).encode())
    for place, put in damage:
        raw[place : place + len(put)] = put
    found = taken(Espi(), bytes(raw), pieces)
    for entry in found if isinstance(found, list) else ():
        documented(entry)


@pytest.mark.parametrize("name", ["x-nope", "cp932", "utf-7", "hex", "idna", "utf-8-sig", "rot13", "a" * 5_000])
def test_an_encoding_that_is_not_known_is_refused_as_such(name: str) -> None:
    assert taken(Espi(), f'<?xml version="1.0" encoding="{name}"?><feed/>'.encode()) == "file.encoding"


@pytest.mark.parametrize("name", ["utf-8", "UTF-8", "windows-1251", "us-ascii", "iso-8859-1"])
def test_an_encoding_that_is_known_is_read(name: str) -> None:
    title = "Л-1" if name == "windows-1251" else "S-1"
    raw = f'<?xml version="1.0" encoding="{name}"?>{FEED.format(**SAID | {"title": title})}'.encode(name)
    (entry,) = taken(Espi(), raw)
    assert isinstance(entry, Entry)
    assert entry.serial == title


# -- whole files

documents = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")),
    st.lists(st.lists(CELLS, max_size=8), max_size=8).map(
        lambda rows: "\n".join(["serial;date;index", *(";".join(row) for row in rows)]).encode("utf-8", "replace")
    ),
    st.lists(st.lists(CELLS, max_size=8), max_size=8).map(
        lambda rows: "\n".join(["serial;date;index", *(";".join(row) for row in rows)]).encode("utf-16", "replace")
    ),
)
shapes = st.builds(
    pb.FileShape,
    format=st.sampled_from(pb.FileFormat.values()),
    encoding=st.sampled_from(pb.FileEncoding.values()),
    delimiter=st.sampled_from(["", ";", ",", "\t", "|", " ", '"', "\n", "\r", "\0", "é", "\u2028", "1", "."]),
    decimal_sign=st.sampled_from(pb.DecimalSign.values()),
    date_order=st.sampled_from(pb.DateOrder.values()),
    columns=st.lists(
        st.builds(pb.FileColumn, number=st.integers(1, 5), role=st.sampled_from(pb.ColumnRole.values())), max_size=4
    ),
)


@settings(max_examples=500, deadline=None)
@given(documents, shapes, st.integers(1, 60))
def test_no_file_does_more_than_be_refused_and_pieces_do_not_matter(
    raw: bytes, wanted: pb.FileShape, pieces: int
) -> None:
    try:
        shape = shaped(raw[:SAMPLE], wanted)
    except (Refused, InvalidField):
        return
    assert message(shape).ByteSize() < 100_000

    def attempt(size: int) -> list[Entry] | str:
        try:
            return taken(reader(shape), raw, size)
        except Refused as refused:
            return refused.rule

    whole = attempt(1 << 20)
    assert attempt(pieces) == whole
    for entry in whole if isinstance(whole, list) else ():
        documented(entry)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["utf-8", "cp1251", "utf-16-le", "utf-16-be"]), st.integers(1, 60))
def test_bytes_are_lines_whatever_they_are(raw: bytes, encoding: str, pieces: int) -> None:
    def read(size: int) -> list[tuple[int, str]]:
        source, found = Lines(encoding), list[tuple[int, str | BadLine]]()
        for start in range(0, len(raw), size):
            found += source.feed(raw[start : start + size])
        found += source.feed(b"", True)
        return [(number, line.rule if isinstance(line, BadLine) else line) for number, line in found]

    assert read(pieces) == read(1 << 20)


def test_rows_before_the_place_for_which_a_file_is_refused_are_given_first() -> None:
    raw = FEED.format(**SAID).encode().replace(b"</feed>", b"<a>" * 100)
    source = Espi()
    found: list[Entry] = []
    with pytest.raises(Refused):  # noqa: PT012
        for _, entry in source.feed(raw, True):
            found.append(entry)
    assert [entry.value for entry in found] == [5 * MICRO]


# -- memory

HEAD = f'<feed xmlns="{espi.ATOM}" xmlns:e="{espi.ESPI}">'.encode()


def long_addresses() -> Iterator[bytes]:
    for place in count():
        yield b'<entry><link rel="self" href="ReadingType/%d%s"/><content><e:ReadingType/></content></entry>' % (
            place,
            b"x" * 200_000,
        )


def long_titles() -> Iterator[bytes]:
    for place in count():
        yield b'<entry><link rel="self" href="UsagePoint/%d"/><title>%s</title><e:UsagePoint/></entry>' % (
            place,
            b"x" * 99_000,
        )


def many_things() -> Iterator[bytes]:
    for place in count():
        yield b"".join(
            b'<entry><link rel="self" href="%s/%d"/><title>S%d</title><link rel="related" href="ReadingType/%d"/>'
            b"<e:uom>42</e:uom><e:%s/></entry>" % (kind, place, place, place, kind)
            for kind in (b"UsagePoint", b"ReadingType", b"MeterReading")
        )


def many_readings() -> Iterator[bytes]:
    yield b'<entry><link rel="up" href="UsagePoint/1/MeterReading/1/IntervalBlock"/>'
    while True:
        yield b"<e:IntervalReading><e:value>5</e:value></e:IntervalReading>" * 1_000


def fields_of_one_entry() -> Iterator[bytes]:
    yield b"<entry>"
    for place in count():
        yield b"".join(b'<e:uom a="%d">%d</e:uom><e:tou/>' % (place + one, one) for one in range(1_000))


def comments() -> Iterator[bytes]:
    while True:
        yield b"<!--" + b"x" * 100_000 + b"--><entry/>"


@pytest.mark.parametrize(
    "endless", [long_addresses, long_titles, many_things, many_readings, fields_of_one_entry, comments]
)
def test_memory_stays_flat_however_long_a_feed_is(
    endless: Callable[[], Iterator[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espi, "DESCRIBED", 1_000)
    source, held = Espi(), list[int]()
    list(source.feed(HEAD))
    pieces = endless()
    tracemalloc.start()
    try:
        for _ in range(3):
            sent = 0
            while sent < 3_000_000:
                piece = next(pieces)
                sent += len(piece)
                for _ in source.feed(piece):
                    pass
            held.append(tracemalloc.get_traced_memory()[0])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert held[2] - held[1] < 200_000, held
    assert peak < 8_000_000


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        (lambda place: b"<n%d/>" % place, "file.names"),
        (lambda place: b'<e:uom a%d="1"/>' % place, "file.names"),
        (lambda place: b'<a xmlns:p%d="x"/>' % place, "file.names"),
        (lambda place: b'<a xmlns="u%d"/>' % place, "file.names"),
        (lambda place: b"<n%d%s/>" % (place, b"x" * 900_000), "file.names"),
        (lambda place: b"<entry>", "file.depth"),
        (lambda place: b"x" * 100_000, "file.token"),
        (lambda place: b"<!--" + b"x" * 100_000 + b"-->", "file.token"),
    ],
)
def test_what_a_parser_keeps_to_the_end_is_bounded(part: Callable[[int], bytes], rule: str) -> None:
    source = Espi()

    def endless() -> Iterator[Entry]:
        yield from (entry for _, entry in source.feed(HEAD))
        for place in range(20_000):
            yield from (entry for _, entry in source.feed(part(place)))

    with pytest.raises(Refused) as caught:
        list(endless())
    assert caught.value.rule == rule


def test_a_tag_that_comes_byte_by_byte_is_not_read_again_with_each() -> None:
    """The parser begins anew with a tag that is not finished; so it is given much at once."""
    source, given_to = Espi(), list[int]()
    parse = source._parser.Parse

    class Counting:
        CurrentLineNumber = 1

        def Parse(self, data: bytes, last: bool) -> None:
            given_to.append(len(data))
            parse(data, last)

    source._parser = Counting()
    with pytest.raises(Refused):  # noqa: PT012
        list(source.feed(b'<feed a="'))
        for _ in range(60_000):
            list(source.feed(b"x" * 20))
    assert len(given_to) <= 1_200_000 // espi.PIECE + 1


def test_a_beginning_that_is_no_table_is_refused() -> None:
    for raw in (b"\xef\xbb\xbf", b"\n\n\n", b"\xff\xfe", b"a\rb;c\rd", b'";";"', b"\0;\0\n" * 3):
        with pytest.raises(Refused):
            reader(detected(raw))
