"""Readings as CSV: UTF-8, semicolon, decimal point, with a header line."""

import csv
import io
from collections.abc import Iterable

from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.reading_service_pb2 import ReadingState

from server.codec import encode_id, micro_text, utc
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
    "street",
    "building",
    "apartment",
)
#: A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_bytes(rows: Iterable[Row], header: bool) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    if header:
        writer.writerow(HEADER)
    for row in rows:
        writer.writerow(
            (
                encode_id(row.id),
                cell(row.serial_number),
                encode_id(row.register_id),
                row.tier,
                Commodity.Name(row.commodity).removeprefix("COMMODITY_"),
                utc(row.read_at).isoformat(),
                utc(row.received_at).isoformat(),
                micro_text(row.value),
                ReadingState.Name(row.state).removeprefix("READING_STATE_"),
                row.quality,
                cell(row.street or ""),
                cell(row.building or ""),
                cell(row.apartment or ""),
            )
        )
    return buffer.getvalue().encode()
