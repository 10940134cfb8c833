"""What a file of readings shows: a column for each field of the contract's Reading, and who sees it.

A file is one field of bytes to the contract, so that nothing in it is cleared as fields of a message are. What may be
seen is therefore asked for each column, of the field that it shows: a file holds what ListReadings would show.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.reading_service_pb2 import Reading

from server.codec import MICRO, encode_id, utc
from server.exchange.standing import source_name, state_name
from server.policy import data_class
from server.principal import Principal
from storage.repositories.readings import Row

Value = str | int | Decimal | datetime | None


class Column(NamedTuple):
    """A column: its name, the field of Reading that it shows, and its value; of a type that is always the same."""

    name: str
    field: str
    kind: type
    value: Callable[[Row], Any]


COLUMNS = (
    Column("id", "id", str, lambda row: encode_id(row.id)),
    Column("meter_serial_number", "meter_serial_number", str, lambda row: row.serial_number),
    Column("register_id", "register_id", str, lambda row: encode_id(row.register_id)),
    Column("tier", "tier", int, lambda row: row.tier),
    Column("commodity", "commodity", str, lambda row: _commodity(row.commodity)),
    Column("read_at", "read_at", datetime, lambda row: utc(row.read_at)),
    Column("received_at", "received_at", datetime, lambda row: utc(row.received_at)),
    Column("index", "index", Decimal, lambda row: Decimal(row.value) / MICRO),
    Column("state", "state", str, lambda row: state_name(row.state)),
    Column("quality", "quality", int, lambda row: row.quality),
    Column("version", "etag", int, lambda row: row.version),
    Column("street", "address.street", str, lambda row: row.street),
    Column("building", "address.building", str, lambda row: row.building),
    Column("apartment", "address.apartment", str, lambda row: row.apartment),
    Column("source", "source", str, lambda row: source_name(row.source)),
    Column("deemed_at", "deemed_at", datetime, lambda row: None if row.deemed_at is None else utc(row.deemed_at)),
)
#: The names of all of them.
ALL = frozenset(column.name for column in COLUMNS)


def _commodity(number: int) -> str:
    return Commodity.Name(Commodity.ValueType(number)).removeprefix("COMMODITY_")


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


def values(row: Row, seen: frozenset[str]) -> list[Any]:
    """The values of a reading, None for those that are not shown."""
    return [column.value(row) if column.name in seen else None for column in COLUMNS]
