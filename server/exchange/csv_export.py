"""Readings as CSV: UTF-8, semicolon, decimal point, with a header line."""

import csv
import io
from collections.abc import Iterable

from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.reading_service_pb2 import ReadingState

from server.codec import encode_id, micro_text, utc
from server.exchange.table import FORMULA
from storage.repositories.readings import Row

HEADER = (
    "id",
    "meter_serial_number",
    "register_id",
    "tier",
    "commodity",
    "read_at",
    "received_at",
    "index",
    "state",
    "quality",
    "version",
    "street",
    "building",
    "apartment",
)


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def head() -> bytes:
    """The line that names the columns."""
    return _written([HEADER])


def lines(rows: Iterable[Row]) -> bytes:
    """A line for each reading."""
    return _written(map(_cells, rows))


def _cells(row: Row) -> tuple[object, ...]:
    return (
        encode_id(row.id),
        cell(row.serial_number),
        encode_id(row.register_id),
        row.tier,
        Commodity.Name(Commodity.ValueType(row.commodity)).removeprefix("COMMODITY_"),
        utc(row.read_at).isoformat(),
        utc(row.received_at).isoformat(),
        micro_text(row.value),
        ReadingState.Name(ReadingState.ValueType(row.state)).removeprefix("READING_STATE_"),
        row.quality,
        row.version,
        cell(row.street or ""),
        cell(row.building or ""),
        cell(row.apartment or ""),
    )


def _written(rows: Iterable[Iterable[object]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()
