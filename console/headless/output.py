"""What a call answered, as people and programs read it: a table, CSV, JSON."""

import csv
import io
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from rich.cells import cell_len, set_cell_size

from console import formats, sheet, visible
from console.client.convert_delivery import kopecks
from console.headless.words import label_of, short, word_of

#: Cells of a column at most, where a terminal has no room for all; and between two columns.
_MOST, _GAP = 36, 2
#: Fields that are marks for programs.
_MARKS = frozenset({"etag", "sha256", "hash"})
Path = tuple[FieldDescriptor, ...]
Words = Mapping[str, Callable[[Any], str]]


def rows_field(message: Descriptor) -> FieldDescriptor | None:
    """The field of a reply that is its list; None where it is about one thing."""
    return next((field for field in message.fields if field.is_repeated and field.message_type is not None), None)


def as_json(message: Message, *, line: bool = False) -> str:
    made = json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    text = json.dumps(made, ensure_ascii=False, indent=None if line else 2)
    return "".join(_numbered(one) if one != "\n" and visible.obeyed(one) else one for one in text)


def _numbered(one: str) -> str:
    """A character by its number, as JSON has it: of one beyond the first 65,536, by those of its two halves."""
    halves = one.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{halves[at : at + 4]}" for at in range(0, len(halves), 4))


class Table:
    """Rows of one kind, printed as they come; as wide as the terminal, and with everything where there is none."""

    def __init__(self, kind: Descriptor) -> None:
        self._columns = [path for path in _leaves(kind, (), _SHOWN) if _tells(path)]
        self._widths: list[tuple[Path, int]] = []
        #: Cells that there are on a line; None where nobody looks and nothing is cut off.
        self._room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None

    def lines(self, rows: Sequence[Message]) -> Iterator[str]:
        """The first rows decide which columns there are, and the head stands above them."""
        if not self._widths and rows:
            self._widths = self._laid_out(rows)
            yield self._line([_title(column) for column, _ in self._widths])
        for row in rows:
            yield self._line([_cell(row, column, _SHOWN, _word, ", ") for column, _ in self._widths])

    def _laid_out(self, rows: Sequence[Message]) -> list[tuple[Path, int]]:
        """The columns that say anything and for which there is room, and the cells of each. Ids of other things give
        way to what people read."""
        room, found = self._room, {}
        for column in sorted(self._columns, key=lambda path: path[-1].name.endswith("_id")):
            cells = [_cell(row, column, _SHOWN, _word, ", ") for row in rows]
            wide = max(cell_len(one) for one in (_title(column), *cells))
            wide = wide if room is None else min(wide, _MOST)
            if any(cells) and (room is None or wide <= room):
                found[column] = wide
                room = None if room is None else room - wide - _GAP
        return [(column, found[column]) for column in self._columns if column in found]

    def _line(self, cells: Sequence[str]) -> str:
        parts = [_fit(cell, wide, self._room is not None) for cell, (_, wide) in zip(cells, self._widths, strict=True)]
        return (" " * _GAP).join(parts).rstrip()


class Csv:
    """Rows for programs and spreadsheets: every field by its name in the contract, values as it writes them."""

    def __init__(self, kind: Descriptor) -> None:
        self._columns = list(_leaves(kind, (), _RAW))
        self._headed = False

    def lines(self, rows: Sequence[Message]) -> Iterator[str]:
        if not self._headed:
            self._headed = True
            yield _csv_line([".".join(step.name for step in path) for path in self._columns])
        for row in rows:
            yield _csv_line([sheet.unarmed(_cell(row, path, _RAW, _value, ",")) for path in self._columns])


class Lines:
    """A row as JSON on each line."""

    def __init__(self, kind: Descriptor) -> None: ...

    def lines(self, rows: Sequence[Message]) -> Iterator[str]:
        return (as_json(row, line=True) for row in rows)


def detail(message: Message) -> Iterator[str]:
    """One thing in full: a line for each field that says anything, and the lists in it below."""
    kind: Any = message.DESCRIPTOR
    cells = ((path, _cell(message, path, _SHOWN, _word, ", ")) for path in _leaves(kind, (), _SHOWN))
    pairs = [(_title(path), cell) for path, cell in cells if cell]
    wide = max((cell_len(title) for title, _ in pairs), default=0)
    for title, cell in pairs:
        yield f"{_fit(title, wide)}  {cell}"
    yield from _lists(message)


def _lists(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.message_type is None or field.message_type.full_name in _SHOWN:
            continue
        if not field.is_repeated:
            yield from _lists(value)
        elif not field.message_type.GetOptions().map_entry:
            yield from ("", f"{label_of(field.name) or field.name.replace('_', ' ')}:")
            yield from Table(field.message_type).lines(list(value))


def _title(path: Path) -> str:
    """What a column is called in the console's language; as in the contract where it has no word, or is an id."""
    name = path[-1].name
    return ("" if name.endswith("_id") else label_of(name)) or name.replace("_", " ")


def _leaves(message: Descriptor, before: Path, whole: Words) -> Iterator[Path]:
    """Fields that one cell can show, at every depth; a message within itself is passed over."""
    for field in message.fields:
        inside = field.message_type
        if inside is None or inside.full_name in whole:
            yield (*before, field)
        elif not field.is_repeated and inside not in {step.containing_type for step in before}:
            yield from _leaves(inside, (*before, field), whole)


def _tells(path: Path) -> bool:
    """Whether a column is for people."""
    return len(path) <= 2 and path[-1].name not in _MARKS and path[-1].type != FieldDescriptor.TYPE_BYTES


def _cell(row: Message, path: Path, whole: Words, said: Callable[[FieldDescriptor, Any], str], between: str) -> str:
    """What stands at the end of a path; empty where nothing does. No text of it drives a terminal."""
    message: Any = row
    for step in path[:-1]:
        if not message.HasField(step.name):
            return ""
        message = getattr(message, step.name)
    field = path[-1]
    if field.has_presence and not message.HasField(field.name):
        return ""
    value = getattr(message, field.name)
    words = whole[field.message_type.full_name] if field.message_type is not None else None
    parts = [words(one) if words else said(field, one) for one in (value if field.is_repeated else [value])]
    return visible.line(between.join(parts))


def _word(field: FieldDescriptor, value: Any) -> str:
    """A value as operators read it."""
    if field.enum_type is not None:
        return word_of(field.enum_type, value)
    if field.type == FieldDescriptor.TYPE_BOOL:
        return "✓" if value else ""
    if field.type == FieldDescriptor.TYPE_BYTES:
        return f"{len(value)} B" if value else ""
    return str(value)


def _value(field: FieldDescriptor, value: Any) -> str:
    """A value as programs read it."""
    if field.enum_type is not None:
        return short(field.enum_type, value)
    if field.type == FieldDescriptor.TYPE_BOOL:
        return "true" if value else "false"
    return value.hex() if field.type == FieldDescriptor.TYPE_BYTES else str(value)


def _fit(text: str, width: int, cut: bool = False) -> str:
    length = cell_len(text)
    return f"{set_cell_size(text, width - 1)}…" if cut and length > width else text + " " * (width - length)


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _day(value: Any) -> date:
    """A day; of a month without one its first."""
    return date(value.year, value.month or 1, value.day or 1)


def _instant(value: Any) -> datetime:
    return datetime.fromtimestamp(value.seconds + value.nanos / 1e9, UTC)


def _amount(value: Any) -> str:
    whole, rest = divmod(abs(kopecks(value)), 100)
    return f"{'-' if kopecks(value) < 0 else ''}{whole}.{rest:02}"


def _place(value: Any) -> str:
    return ", ".join(filter(None, (value.city, value.street, value.building, value.apartment)))


#: Messages that one cell shows, as people read them and as programs do.
_SHOWN: Words = {
    "google.protobuf.Timestamp": lambda value: formats.instant(_instant(value)),
    "google.protobuf.Duration": lambda value: formats.lasting(value.seconds),
    "google.type.Date": lambda value: formats.day(_day(value)),
    "google.type.Decimal": lambda value: formats.decimal(value.value),
    "google.type.Money": lambda value: formats.money(kopecks(value)),
    "smartregion.v1.Address": _place,
}
_RAW: Words = {
    "google.protobuf.Timestamp": lambda value: value.ToJsonString(),
    "google.protobuf.Duration": lambda value: value.ToJsonString(),
    "google.type.Date": lambda value: _day(value).isoformat(),
    "google.type.Decimal": lambda value: value.value,
    "google.type.Money": _amount,
}
