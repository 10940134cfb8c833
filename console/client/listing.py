"""What every list of the contract has in common: pages by token, and a watch."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from console import formats
from console import query as query_line
from console.client import convert
from console.client.wire import Wire
from console.i18n import t
from console.models import Frame, Page, Query
from console.ports import ClientError

T = TypeVar("T")


class Listing(Generic[T]):
    """A list whose service the subclass names."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    async def _page(
        self, method: Any, request: Any, rows_field: str, to_row: Callable[[Any], T], token: str, skip: int, size: int
    ) -> Page[T]:
        request.page_token, request.skip, request.page_size = token, skip, size
        reply = await self.wire.call(method, request)
        return Page(tuple(map(to_row, getattr(reply, rows_field))), reply.total_size, reply.next_page_token)

    async def _frames(
        self, method: Any, request: Any, field: str, to_row: Callable[[Any], T]
    ) -> AsyncIterator[Frame[T]]:
        async for message in self.wire.stream(method, request):
            yield convert.frame(message, field, to_row)


def order(query: Query, column: str) -> str:
    return f"{column} desc" if query.descending else column


def invalid(name: str, value: str, known: list[str]) -> ClientError:
    """A condition that can't be read, in the words of the screen; `known` is how it is written."""
    listed = ", ".join(known)
    said = t("filter.not_read", name=query_line.name_of(name), value=value, known=listed)
    return ClientError("INVALID_FIELD", said, fields=[(name, said)])


def enum(kind: Any, query: Query, name: str) -> int:
    """A condition that is a value of an enum; 0 where it is not given. Raises ClientError naming what there is."""
    text = query.get(name)
    try:
        return convert.number(kind, text) if text else 0
    except ValueError:
        raise invalid(name, text, [one.lower() for one in convert.names(kind)]) from None


def enums(kind: Any, query: Query, name: str) -> list[int]:
    """As enum, for several values with commas between them."""
    parts = [part for part in query.get(name).split(",") if part]
    return [enum(kind, Query(((name, part),)), name) for part in parts]


def stamp(value: datetime) -> Timestamp:
    made = Timestamp()
    made.FromDatetime(value)
    return made


def date_of(text: str, name: str) -> Date:
    """A day as typed. Raises ClientError."""
    try:
        found = formats.parse_day(text)
    except ValueError:
        raise invalid(name, text, ["23.11.2026"]) from None
    return Date(year=found.year, month=found.month, day=found.day)
