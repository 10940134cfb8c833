"""What a file is: its format, encoding, delimiter, decimal sign, the order of day and month, and its columns — told
from its beginning, and shown before anything is written."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from smartregion.v1.reading_service_pb2 import FileFormat

from server.exchange.cells import day_and_month, is_line, looks_like_date, looks_like_number
from server.exchange.problems import Refused

#: Bytes that are looked at.
SAMPLE = 65_536
MOST_COLUMNS = 100
#: Characters of a column's name, at most: whatever is said of its cells names it.
_NAME = 200
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_BINARY = (b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1", b"SQLite format 3")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DELIMITERS = ";\t|,"

#: What a column holds, by what its head may say.
ROLES: dict[str, tuple[str, ...]] = {
    "serial": (
        "meter_serial_number",
        "serial",
        "serial_number",
        "meter",
        "meter_serial",
        "лічильник",
        "номер лічильника",
        "№ лічильника",
        "заводський номер",
        "заводський №",
        "серійний номер",
    ),
    "register": ("register_id", "register", "регістр"),
    "tier": ("tier", "zone", "зона", "тарифна зона"),
    "index": (
        "index",
        "reading",
        "value",
        "read",
        "показання",
        "показник",
        "показ",
        "поточні показання",
        "поточний показник",
        "значення",
    ),
    "date": (
        "read_at",
        "date",
        "datetime",
        "timestamp",
        "start",
        "дата",
        "дата зняття",
        "дата показання",
        "знято",
        "час",
    ),
    "photo": ("photo_ref", "photo", "фото"),
    "quality": ("quality", "якість"),
    "version": ("version", "версія"),
    "state": ("state", "стан"),
    "source": ("source", "джерело"),
}
_BY_NAME = {name: role for role, names in ROLES.items() for name in names}


@dataclass(frozen=True)
class Shape:
    """How a file is to be read."""

    format: int
    encoding: str = "utf-8"
    delimiter: str = ";"
    decimal_comma: bool = False
    #: None: the file does not tell.
    day_first: bool | None = True
    header: bool = True
    columns: tuple[str, ...] = ()
    #: Place of a column by what it holds.
    roles: dict[str, int] = field(default_factory=dict)


def detected(sample: bytes, wanted: int = 0, encoding: str = "", delimiter: str = "") -> Shape:
    """The shape of a file that begins so; of a wanted format, encoding and delimiter, where they are said. Raises
    Refused."""
    if not sample.strip():
        raise Refused("file.empty")
    if sample.startswith(_PACKED):
        raise Refused("file.packed")
    if sample.startswith(_BINARY):
        raise Refused("file.binary")
    encoding = encoding or _encoding(sample)
    text = _text(sample, encoding)
    found = wanted or _format(text)
    if found in (FileFormat.FILE_FORMAT_ESPI, FileFormat.FILE_FORMAT_NEM13):
        return Shape(found, encoding, ",")
    shape = _table(text, encoding, delimiter)
    if found != FileFormat.FILE_FORMAT_UNSPECIFIED:
        return replace(shape, format=found)
    told = "serial" in shape.roles or "register" in shape.roles
    intervals = not told and shape.header and shape.columns[:2] == ("start", "value")
    return replace(shape, format=FileFormat.FILE_FORMAT_INTERVALS if intervals else FileFormat.FILE_FORMAT_CSV)


def _encoding(sample: bytes) -> str:
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    if sample.count(b"\0") > len(sample) // 10:
        raise Refused("file.binary")
    told = [line for line in sample.split(b"\n")[:-1] or [sample] if not line.isascii()]
    return "utf-8" if 2 * sum(map(_is_utf_8, told)) >= len(told) else "cp1251"


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _text(sample: bytes, encoding: str) -> str:
    return sample.decode(encoding, "replace").removeprefix("\ufeff")


def _format(text: str) -> int:
    start = text.lstrip()
    if start.startswith("<"):
        return int(FileFormat.FILE_FORMAT_ESPI)
    if start.startswith("100,NEM13"):
        return int(FileFormat.FILE_FORMAT_NEM13)
    return int(FileFormat.FILE_FORMAT_UNSPECIFIED)


def with_roles(shape: Shape, sample: bytes, roles: dict[str, int]) -> Shape:
    """The same file with other columns for the index or the date: their decimal sign and order of day and month are
    told by what is in them."""
    if not shape.columns:
        return shape
    rows = _rows(_text(sample, shape.encoding), shape.delimiter)
    return replace(shape, roles=roles, **_told(rows[1:] if shape.header else rows, roles))


def _table(text: str, encoding: str, delimiter: str) -> Shape:
    delimiter = delimiter or _delimiter(_lines(text))
    rows = _rows(text, delimiter)
    if not rows or len(rows[0]) > MOST_COLUMNS or len(rows[0]) < 2:
        raise Refused("file.columns")
    head = tuple(_name_of(cell) for cell in rows[0])
    header = any(cell in _BY_NAME for cell in head) or not any(map(looks_like_date, rows[0]))
    roles = _roles_by_name(head) if header else _roles_by_content(rows)
    columns = head if header else tuple(str(number) for number in range(1, len(rows[0]) + 1))
    told = _told(rows[1:] if header else rows, roles)
    return Shape(0, encoding, delimiter, header=header, columns=columns, roles=roles, **told)


def _told(rows: Sequence[Sequence[str]], roles: dict[str, int]) -> dict[str, Any]:
    """What the rows of a table tell of its numbers and dates."""

    def column(role: str) -> list[str]:
        place = roles.get(role)
        return [] if place is None else [row[place] for row in rows if place < len(row)]

    return {"decimal_comma": _comma(column("index")), "day_first": _day_first(column("date"))}


def _lines(text: str) -> list[str]:
    """The first lines of a file that hold something."""
    lines = [line.removesuffix("\r") for line in text.split("\n", 200)[:200]]
    lines = [line for line in lines if line.strip() and "\0" not in line][:100]
    return lines[:-1] if len(lines) > 2 else lines  # the last may be cut


def _rows(text: str, delimiter: str) -> list[list[str]]:
    return [row for line in _lines(text) for row in _cells(line, delimiter)]


def _cells(line: str, delimiter: str) -> list[list[str]]:
    """The cells of a line, as the one row that it is; no row where it can't be cut."""
    try:
        return list(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        return []


def _name_of(cell: str) -> str:
    """A cell of the head as it may be shown."""
    name = cell.strip().lower()[:_NAME]
    return name if is_line(name) else "".join(sign for sign in name if sign.isprintable()).strip()


def _delimiter(lines: Sequence[str]) -> str:
    """The one that cuts most lines into the same number of cells, and into most of them."""

    def rank(delimiter: str) -> tuple[float, int]:
        counts = Counter(len(row) for line in lines for row in _cells(line, delimiter))
        cells, times = counts.most_common(1)[0] if counts else (1, 0)
        return (times / max(1, len(lines)) if cells > 1 else 0.0), cells

    return max(_DELIMITERS, key=rank)


def _roles_by_name(head: Sequence[str]) -> dict[str, int]:
    roles: dict[str, int] = {}
    for place, name in enumerate(head):
        role = _BY_NAME.get(name) or _BY_NAME.get(name.split(",")[0].strip())
        if role is not None:
            roles.setdefault(role, place)
    return roles


def _roles_by_content(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Of a file without a head: the first column is the meter; dates show themselves; the last number is the index."""
    width = min(map(len, rows))
    dates = [place for place in range(width) if all(looks_like_date(row[place]) for row in rows)]
    numbers = [
        place for place in range(1, width) if place not in dates and all(looks_like_number(row[place]) for row in rows)
    ]
    roles = {} if 0 in dates else {"serial": 0}
    return roles | ({"date": dates[0]} if dates else {}) | ({"index": numbers[-1]} if numbers else {})


def _comma(cells: Sequence[str]) -> bool:
    """Whether decimals are written with a comma. The last sign of a number is its decimal sign; where a sign comes
    twice in a number, it stands between thousands."""
    votes = 0
    for cell in cells:
        comma, point = cell.rfind(","), cell.rfind(".")
        if comma > point and cell.count(",") == 1:
            votes += 1
        elif point > comma and cell.count(".") == 1:
            votes -= 1
        elif cell.count(".") > 1:
            votes += 1
        elif cell.count(",") > 1:
            votes -= 1
    return votes > 0


def _day_first(cells: Sequence[str]) -> bool | None:
    """Whether the day comes before the month; None where nothing tells."""
    pairs = [pair for pair in map(day_and_month, cells) if pair is not None]
    if not pairs:
        return True
    day_leads, month_leads = any(first > 12 for first, _ in pairs), any(second > 12 for _, second in pairs)
    if day_leads != month_leads:
        return day_leads
    dotted = all("." in cell for cell in cells if day_and_month(cell) is not None)
    return True if dotted and not month_leads else None
