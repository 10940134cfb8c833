"""Readings as Parquet: a column each, with the types that they have, in row groups as they come."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from server.codec import MICRO
from server.exchange.columns import ALL, COLUMNS, Column, Kind
from storage.repositories.readings import Row

_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.NUMBER: pa.int32(),
    Kind.INSTANT: pa.timestamp("ms", tz="UTC"),
    Kind.INDEX: pa.decimal128(18, 6),
}
#: Of columns with few different values.
_NARROW = {
    "tier": pa.int8(),
    "quality": pa.int8(),
    "commodity": pa.dictionary(pa.int8(), pa.string()),
    "state": pa.dictionary(pa.int8(), pa.string()),
    "source": pa.dictionary(pa.int8(), pa.string()),
}


def _type(column: Column) -> pa.DataType:
    return _NARROW.get(column.name, _TYPES[column.kind])


SCHEMA = pa.schema([(column.name, _type(column)) for column in COLUMNS])


def _array(column: Column, rows: Sequence[Row], shown: frozenset[str]) -> pa.Array:
    if column.name not in shown:
        return pa.nulls(len(rows), _type(column))
    values: list[Any] = [column.value(row) for row in rows]
    if column.kind is Kind.INDEX:
        values = [Decimal(value) / MICRO for value in values]
    return pa.array(values, _type(column))


class Parquet:
    """Writes rows, and gives the bytes that have come of them so far."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self._writer = pq.ParquetWriter(self._buffer, SCHEMA, compression="zstd")

    def rows(self, rows: Sequence[Row], shown: frozenset[str] = ALL) -> bytes:
        """The bytes of another row group, with the columns that are shown; the others are null."""
        arrays = [_array(column, rows, shown) for column in COLUMNS]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=SCHEMA))
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
