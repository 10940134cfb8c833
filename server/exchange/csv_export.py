"""Readings as CSV: UTF-8, semicolon, decimal point, with a header line."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from server.codec import MICRO, micro_text
from server.exchange.columns import ALL, COLUMNS, Value, values
from server.exchange.table import escaped
from storage.repositories.readings import Row


def head() -> bytes:
    """The line that names the columns."""
    return _written([[column.name for column in COLUMNS]])


def lines(rows: Iterable[Row], shown: frozenset[str] = ALL) -> bytes:
    """A line for each reading, with the columns that are shown; the others are empty."""
    return _written([_text(value) for value in values(row, shown)] for row in rows)


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat()
        case Decimal():
            return micro_text(int(value * MICRO))
        case int():
            return str(value)
    return escaped(value)


def _written(rows: Iterable[Iterable[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()
