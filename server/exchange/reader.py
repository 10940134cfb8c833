"""One way to read every file: pieces of bytes in, readings with their lines out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol

from smartregion.v1 import reading_service_pb2 as pb

from server.errors import InvalidField
from server.exchange.detection import Shape, detected, with_roles
from server.exchange.espi import Espi
from server.exchange.lines import Lines
from server.exchange.nem13 import Nem13
from server.exchange.table import Table
from server.readings.ingest import Entry

_ENCODINGS = {
    pb.FILE_ENCODING_UTF_8: "utf-8",
    pb.FILE_ENCODING_WINDOWS_1251: "cp1251",
    pb.FILE_ENCODING_UTF_16_LE: "utf-16-le",
    pb.FILE_ENCODING_UTF_16_BE: "utf-16-be",
}
_ENCODING_NUMBERS = {name: number for number, name in _ENCODINGS.items()}
_SIGNS = {pb.DECIMAL_SIGN_POINT: ".", pb.DECIMAL_SIGN_COMMA: ","}
_SIGN_NUMBERS = {sign: number for number, sign in _SIGNS.items()}
#: What can't stand between the cells of a line.
_NO_DELIMITERS = '"\r\n\0'


class Reader(Protocol):
    def feed(self, piece: bytes, last: bool = False, cut: bool = False) -> Iterator[tuple[int, Entry]]:
        """Readings that this piece completes, with their lines; `cut` where nobody knows that the last piece is the
        end of the file. Raises Refused."""
        ...


class _ByLine:
    """Files whose readings stand on lines of their own."""

    def __init__(self, lines: Lines, rows: Table | Nem13) -> None:
        self._lines = lines
        self._rows = rows

    def feed(self, piece: bytes, last: bool = False, cut: bool = False) -> Iterator[tuple[int, Entry]]:
        for number, line in self._lines.feed(piece, last, cut):
            for entry in self._rows.rows(line):
                yield number, entry


def reader(shape: Shape) -> Reader:
    """What reads files of a shape. Raises Refused where the shape does not tell enough."""
    if shape.format == pb.FILE_FORMAT_ESPI:
        return Espi()
    if shape.format == pb.FILE_FORMAT_NEM13:
        return _ByLine(Lines(shape.encoding), Nem13())
    return _ByLine(lines_of(shape), Table(shape))


def lines_of(shape: Shape) -> Lines:
    """What gives the lines of a table behind its head."""
    return Lines(shape.encoding, shape.head, shape.end.encode())


def shaped(sample: bytes, wanted: pb.FileShape) -> Shape:
    """What a file is that begins so, and what the caller says of it. Raises Refused, InvalidField."""
    if wanted.delimiter and wanted.delimiter in _NO_DELIMITERS:
        raise InvalidField("options.shape.delimiter", "delimiter.known", "must not be a quotation mark or end a line")
    shape = detected(sample, wanted.format, _ENCODINGS.get(wanted.encoding, ""), wanted.delimiter)
    roles = _roles(shape, wanted)
    if roles != shape.roles:
        shape = with_roles(shape, sample, roles)
    if wanted.decimal_sign:
        shape = replace(shape, sign=_SIGNS[wanted.decimal_sign], grouped=True)
    if wanted.date_order:
        shape = replace(shape, day_first=wanted.date_order == pb.DATE_ORDER_DAY_FIRST)
    return shape


def _roles(shape: Shape, wanted: pb.FileShape) -> dict[str, int]:
    """Places of columns by what they hold; what the caller says of a column overrules its name. Raises InvalidField."""
    roles = dict(shape.roles)
    for place, column in enumerate(wanted.columns):
        if column.number > len(shape.columns):
            raise InvalidField(
                f"options.shape.columns[{place}].number", "column.known", f"must be at most {len(shape.columns)}"
            )
        roles = {role: number for role, number in roles.items() if number != column.number - 1}
        if column.role:
            roles[_role_name(column.role)] = column.number - 1
    if shape.format == pb.FILE_FORMAT_INTERVALS:
        date = roles.setdefault("date", 0)
        others = (place for place in range(len(shape.columns)) if place not in (date, roles.get("time")))
        roles.setdefault("index", next(others, 1))
    return roles


def _role_name(role: int) -> str:
    return pb.ColumnRole.Name(pb.ColumnRole.ValueType(role)).removeprefix("COLUMN_ROLE_").lower()


def message(shape: Shape) -> pb.FileShape:
    """A shape as the contract writes it."""
    by_place = {place: role for role, place in shape.roles.items()}
    order = pb.DATE_ORDER_UNSPECIFIED
    if shape.day_first is not None:
        order = pb.DATE_ORDER_DAY_FIRST if shape.day_first else pb.DATE_ORDER_MONTH_FIRST
    table: dict[str, Any] = {}
    if shape.format in (pb.FILE_FORMAT_CSV, pb.FILE_FORMAT_INTERVALS):
        table = {
            "delimiter": shape.delimiter,
            "decimal_sign": _SIGN_NUMBERS.get(shape.sign, 0),
            "date_order": order,
            "columns": [
                pb.FileColumn(
                    number=place + 1,
                    name=name,
                    role=pb.ColumnRole.Value(f"COLUMN_ROLE_{by_place[place].upper()}") if place in by_place else 0,
                )
                for place, name in enumerate(shape.columns)
            ],
        }
    return pb.FileShape(
        format=pb.FileFormat.ValueType(shape.format), encoding=_ENCODING_NUMBERS.get(shape.encoding, 0), **table
    )
