"""What a file is: its format, encoding, delimiter, decimal sign, the order of day and month, and its columns — told
from its beginning, and shown before anything is written."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from smartregion.v1.reading_service_pb2 import FileFormat

from server.exchange.cells import day_and_month, decimal_sign, is_line, looks_like_date, looks_like_number
from server.exchange.problems import Refused

#: Bytes that are looked at.
SAMPLE = 65_536
MOST_COLUMNS = 100
#: Lines that tell what divides the cells, and among them those of which one may be the head.
LOOKED_AT, TITLES = 100, 20
#: Characters of a column's name, at most: whatever is said of its cells names it.
_NAME = 200
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
#: What stands at the beginning of a workbook, which is a zip as well.
_WORKBOOK = (b"[Content_Types].xml", b"xl/", b"opendocument.spreadsheet")
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
        "лічильник №",
        "номер лічильника",
        "№ лічильника",
        "№ ліч",
        "заводський номер",
        "заводський номер лічильника",
        "заводський №",
        "зав. №",
        "зав. номер",
        "серійний номер",
        "серійний №",
        "прилад обліку",
        "прилад обліку №",
        "номер приладу обліку",
        "№ приладу обліку",
        "заводський номер приладу обліку",
        "засіб обліку",
        "номер засобу обліку",
        "№ засобу обліку",
    ),
    "register": ("register_id", "register", "регістр"),
    "tier": ("tier", "zone", "зона", "тарифна зона", "зона доби"),
    "index": (
        "index",
        "reading",
        "value",
        "read",
        "показання",
        "показання лічильника",
        "показання приладу обліку",
        "покази",
        "покази лічильника",
        "покази приладу обліку",
        "показник",
        "показники",
        "показ",
        "поточні показання",
        "поточне показання",
        "поточні покази",
        "поточний показник",
        "поточний показ",
        "показ. поточне",
        "показ. поточні",
        "показання поточне",
        "показання поточні",
        "нове показання",
        "нові показання",
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
        "дата зняття показань",
        "дата зняття показів",
        "дата показання",
        "дата показань",
        "дата показів",
        "дата та час",
        "дата і час",
        "дата й час",
        "дата/час",
        "дата передачі",
        "знято",
    ),
    "time": ("time", "час", "час зняття", "час показання", "час показань"),
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
    #: The sign before decimals; empty where the file does not tell.
    sign: str = ""
    #: Whether the other sign is known to stand between thousands.
    grouped: bool = False
    #: None: the file does not tell.
    day_first: bool | None = True
    #: The line of its head; 0: it has none.
    head: int = 0
    #: What ends its lines.
    end: str = "\n"
    columns: tuple[str, ...] = ()
    #: Place of a column by what it holds.
    roles: dict[str, int] = field(default_factory=dict)


def detected(sample: bytes, wanted: int = 0, encoding: str = "", delimiter: str = "") -> Shape:
    """The shape of a file that begins so; of a wanted format, encoding and delimiter, where they are said. Raises
    Refused."""
    if not sample.strip():
        raise Refused("file.empty")
    if sample.startswith(_PACKED):
        workbook = sample.startswith(b"PK") and any(mark in sample for mark in _WORKBOOK)
        raise Refused("file.workbook" if workbook else "file.packed")
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
    intervals = not told and shape.head and shape.columns[:2] == ("start", "value")
    return replace(shape, format=FileFormat.FILE_FORMAT_INTERVALS if intervals else FileFormat.FILE_FORMAT_CSV)


def _encoding(sample: bytes) -> str:
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    if sample.count(b"\0") > len(sample) // 10:
        return _wide(sample)
    told = [line for line in sample.split(b"\n")[:-1] or [sample] if not line.isascii()]
    return "utf-8" if 2 * sum(map(_is_utf_8, told)) >= len(told) else "cp1251"


def _wide(sample: bytes) -> str:
    """UTF-16 without its mark: digits and line ends have a NUL on one side, always the same. Raises Refused."""
    even, odd = sample[::2].count(b"\0"), sample[1::2].count(b"\0")
    for nuls, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if others * 50 < nuls and "\n" in _text(sample, name):
            return name
    raise Refused("file.binary")


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
    text = _text(sample, shape.encoding)
    rows = [row for number, row in _rows(_lines(text, shape.end), shape.delimiter) if number > shape.head]
    return replace(shape, roles=roles, **_told(rows, roles))


def _table(text: str, encoding: str, delimiter: str) -> Shape:
    end = "\r" if "\r" in text and "\n" not in text else "\n"
    lines = _lines(text, end)
    delimiter = delimiter or _delimiter([line for _, line in lines[:LOOKED_AT]])
    numbered = _rows(lines, delimiter)
    place = _place_of_head([row for _, row in numbered[:LOOKED_AT]])
    if not numbered or not 2 <= len(numbered[place or 0][1]) <= MOST_COLUMNS:
        raise Refused("file.columns")
    rows = [row for _, row in numbered]
    if place is None:
        columns = tuple(str(number) for number in range(1, len(rows[0]) + 1))
        roles = _roles_by_content(rows[:LOOKED_AT])
    else:
        columns = tuple(_name_of(cell) for cell in rows[place])
        roles = _roles_by_name(columns)
        rows = rows[place + 1 :]
    head = 0 if place is None else numbered[place][0]
    told = _told(rows, roles)
    return Shape(0, encoding, delimiter, head=head, end=end, columns=columns, roles=roles, **told)


def _place_of_head(rows: Sequence[Sequence[str]]) -> int | None:
    """Which row is the head: the first with the names of two columns; else, where the first row that is as wide as
    most holds no date, that one. None where there is none."""
    for place, row in enumerate(rows[:TITLES]):
        known = _roles_by_name([_name_of(cell) for cell in row])
        if len(known) > 1 or (known and not place):
            return place
    widths = Counter(map(len, rows))
    width = max(widths, key=lambda one: (widths[one], one), default=0)
    first = next((place for place, row in enumerate(rows) if len(row) == width), 0)
    if not rows or first >= TITLES or any(map(looks_like_date, rows[first])):
        return None
    return first


def _told(rows: Sequence[Sequence[str]], roles: dict[str, int]) -> dict[str, Any]:
    """What the rows of a table tell of its numbers and dates."""

    def column(role: str) -> list[str]:
        place = roles.get(role)
        return [] if place is None else [row[place] for row in rows if place < len(row)]

    sign, grouped = decimal_sign(column("index"))
    return {"sign": sign, "grouped": grouped, "day_first": _day_first(column("date"))}


def _lines(text: str, end: str) -> list[tuple[int, str]]:
    """The lines of a file's beginning that hold something, with their numbers."""
    lines = [line.removesuffix("\r") for line in text.split(end)]
    if lines[-1].strip() and len(lines) > 3:
        lines.pop()  # it may be cut
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip() and "\0" not in line]


def _rows(lines: Iterable[tuple[int, str]], delimiter: str) -> list[tuple[int, list[str]]]:
    return [(number, row) for number, line in lines for row in _cells(line, delimiter)]


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
        role = _BY_NAME.get(name) or _BY_NAME.get(_without_unit(name))
        if role is not None:
            roles.setdefault(role, place)
    if "date" not in roles and "time" in roles:
        roles["date"] = roles.pop("time")
    return roles


def _without_unit(name: str) -> str:
    """A name without what follows it: a unit behind a comma or in brackets, a colon, a full stop."""
    return " ".join(re.split(r"[,(\[]", name, maxsplit=1)[0].rstrip(" .:").replace("№", " № ").split())


def _roles_by_content(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Of a file without a head: the first column is the meter; dates show themselves; the last number is the index."""
    width = min(map(len, rows))
    dates = [place for place in range(width) if all(looks_like_date(row[place]) for row in rows)]
    numbers = [
        place for place in range(1, width) if place not in dates and all(looks_like_number(row[place]) for row in rows)
    ]
    roles = {} if 0 in dates else {"serial": 0}
    return roles | ({"date": dates[0]} if dates else {}) | ({"index": numbers[-1]} if numbers else {})


def _may_be_date(first: int, second: int) -> bool:
    return 1 <= min(first, second) <= 12 and max(first, second) <= 31


def _day_first(cells: Sequence[str]) -> bool | None:
    """Whether the day comes before the month; None where nothing tells. A date that is none in either order tells
    nothing: its row is quarantined, and the others are read."""
    pairs = [pair for pair in map(day_and_month, cells) if pair is not None and _may_be_date(*pair)]
    if not pairs:
        return True
    day_leads, month_leads = any(first > 12 for first, _ in pairs), any(second > 12 for _, second in pairs)
    if day_leads != month_leads:
        return day_leads
    dotted = all("." in cell for cell in cells if day_and_month(cell) is not None)
    return True if dotted and not month_leads else None
