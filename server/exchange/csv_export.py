"""Readings as CSV: UTF-8, semicolon, decimal point, with a header line."""

import csv
import io
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from server.codec import micro_text, utc
from server.exchange.columns import ALL, COLUMNS, Column, Kind
from server.exchange.table import escaped
from storage.repositories.readings import Row

#: How a value is written.
_WRITTEN: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: escaped,
    Kind.NUMBER: str,
    Kind.INSTANT: lambda at: utc(at).isoformat(),
    Kind.INDEX: micro_text,
}


def head() -> bytes:
    """The line that names the columns."""
    return _written([[column.name for column in COLUMNS]])


def lines(rows: Iterable[Row], shown: frozenset[str] = ALL) -> bytes:
    """A line for each reading, with the columns that are shown; the others are empty."""
    cells = _cells(shown)
    return _written([cell(row) for cell in cells] for row in rows)


@cache
def _cells(shown: frozenset[str]) -> tuple[Callable[[Row], str], ...]:
    return tuple(_cell(column) if column.name in shown else _hidden for column in COLUMNS)


def _cell(column: Column) -> Callable[[Row], str]:
    value, written = column.value, _WRITTEN[column.kind]

    def cell(row: Row) -> str:
        found = value(row)
        return "" if found is None else written(found)

    return cell


def _hidden(_: Row) -> str:
    return ""


def _written(rows: Iterable[Iterable[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()
