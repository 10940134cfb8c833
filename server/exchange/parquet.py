"""Readings as Parquet: a column each, with the types that they have, in row groups as they come."""

import io
from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.reading_service_pb2 import ReadingSource, ReadingState

from server.codec import MICRO, encode_id
from storage.repositories.readings import Row

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("register_id", pa.string()),
        ("meter_serial_number", pa.string()),
        ("tier", pa.int8()),
        ("commodity", pa.dictionary(pa.int8(), pa.string())),
        ("read_at", pa.timestamp("ms", tz="UTC")),
        ("received_at", pa.timestamp("ms", tz="UTC")),
        ("deemed_at", pa.timestamp("ms", tz="UTC")),
        ("index", pa.decimal128(18, 6)),
        ("source", pa.dictionary(pa.int8(), pa.string())),
        ("state", pa.dictionary(pa.int8(), pa.string())),
        ("quality", pa.int8()),
        ("version", pa.int32()),
        ("street", pa.string()),
        ("building", pa.string()),
        ("apartment", pa.string()),
    ]
)


class Parquet:
    """Writes rows, and gives the bytes that have come of them so far."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self._writer = pq.ParquetWriter(self._buffer, SCHEMA, compression="zstd")

    def rows(self, rows: Sequence[Row]) -> bytes:
        """The bytes of another row group."""
        self._writer.write_batch(pa.RecordBatch.from_pylist(list(map(_record, rows)), schema=SCHEMA))
        return self._taken()

    def end(self) -> bytes:
        """The bytes of the file's end."""
        self._writer.close()
        return self._taken()

    def _taken(self) -> bytes:
        made = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return made


def _record(row: Row) -> dict[str, object]:
    return {
        "id": encode_id(row.id),
        "register_id": encode_id(row.register_id),
        "meter_serial_number": row.serial_number,
        "tier": row.tier,
        "commodity": Commodity.Name(Commodity.ValueType(row.commodity)).removeprefix("COMMODITY_"),
        "read_at": row.read_at,
        "received_at": row.received_at,
        "deemed_at": row.deemed_at,
        "index": Decimal(row.value) / MICRO,
        "source": ReadingSource.Name(ReadingSource.ValueType(row.source)).removeprefix("READING_SOURCE_"),
        "state": ReadingState.Name(ReadingState.ValueType(row.state)).removeprefix("READING_STATE_"),
        "quality": row.quality,
        "version": row.version,
        "street": row.street,
        "building": row.building,
        "apartment": row.apartment,
    }
