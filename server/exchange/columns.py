"""What a file of readings shows: a column for each field of the contract's Reading, and who sees it.

A file is one field of bytes to the contract, so that nothing in it is cleared as fields of a message are. What may be
seen is therefore asked for each column, of the field that it shows: a file holds what ListReadings would show.
"""

from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.reading_service_pb2 import Reading

from server.codec import encode_id
from server.exchange.standing import source_name, state_name
from server.policy import data_class
from server.principal import Principal
from storage.repositories.readings import Row


class Kind(Enum):
    """What the values of a column are, where there are any."""

    TEXT = "text"
    NUMBER = "whole number"
    INSTANT = "milliseconds"
    INDEX = "micro-units"


class Column(NamedTuple):
    """A column: its name, the field of Reading that it shows, and its value."""

    name: str
    field: str
    kind: Kind
    value: Callable[[Row], Any]


@cache
def _commodity(number: int) -> str:
    return Commodity.Name(Commodity.ValueType(number)).removeprefix("COMMODITY_")


COLUMNS = (
    Column("id", "id", Kind.TEXT, lambda row: encode_id(row.id)),
    Column("meter_serial_number", "meter_serial_number", Kind.TEXT, lambda row: row.serial_number),
    Column("register_id", "register_id", Kind.TEXT, lambda row: encode_id(row.register_id)),
    Column("tier", "tier", Kind.NUMBER, lambda row: row.tier),
    Column("commodity", "commodity", Kind.TEXT, lambda row: _commodity(row.commodity)),
    Column("read_at", "read_at", Kind.INSTANT, lambda row: row.read_at),
    Column("received_at", "received_at", Kind.INSTANT, lambda row: row.received_at),
    Column("index", "index", Kind.INDEX, lambda row: row.value),
    Column("state", "state", Kind.TEXT, lambda row: state_name(row.state)),
    Column("quality", "quality", Kind.NUMBER, lambda row: row.quality),
    Column("version", "etag", Kind.NUMBER, lambda row: row.version),
    Column("street", "address.street", Kind.TEXT, lambda row: row.street),
    Column("building", "address.building", Kind.TEXT, lambda row: row.building),
    Column("apartment", "address.apartment", Kind.TEXT, lambda row: row.apartment),
    Column("source", "source", Kind.TEXT, lambda row: source_name(row.source)),
    Column("deemed_at", "deemed_at", Kind.INSTANT, lambda row: row.deemed_at),
)
#: The names of all of them.
ALL = frozenset(column.name for column in COLUMNS)


def shown(principal: Principal) -> frozenset[str]:
    """The columns that somebody sees, as fields of a message are cleared: all but for a partner."""
    return _shown(principal.data_classes) if principal.is_partner else ALL


@cache
def _shown(granted: frozenset[DataClass]) -> frozenset[str]:
    seen = granted | {DataClass.DATA_CLASS_OPERATIONAL}
    return frozenset(column.name for column in COLUMNS if _classes(column.field) <= seen)


def _classes(path: str) -> set[DataClass]:
    """The classes of a field of Reading and of those around it."""
    described: Any = Reading.DESCRIPTOR
    found = set()
    for name in path.split("."):
        field = described.fields_by_name[name]
        found.add(data_class(field))
        described = field.message_type
    return found
