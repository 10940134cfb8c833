"""Rows of a table (CSV) as readings."""

import csv
from collections.abc import Callable, Sequence

from smartregion.v1.account_service_pb2 import RegisterTier
from smartregion.v1.reading_service_pb2 import ReadingQuality

from server.codec import decode_id
from server.errors import InvalidField
from server.exchange.cells import instant, number
from server.exchange.detection import Shape
from server.exchange.lines import BadLine
from server.exchange.problems import Refused, problem
from server.readings.ingest import Entry, Problem

#: A cell that begins so is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TIERS = {name.removeprefix("REGISTER_TIER_").lower(): value for name, value in RegisterTier.items()}
_TIERS |= {"": 1, "разом": 1, "загальний": 1, "день": 2, "ніч": 3, "пік": 4, "напівпік": 5}
_QUALITIES = set(ReadingQuality.values())
#: Makes a number of a cell; raises ValueError with the rule it breaks.
Reader = Callable[[str], int]


class Table:
    """Reads lines of a table, one a reading. Raises Refused where the columns are not told."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        if "serial" not in shape.roles and "register" not in shape.roles:
            raise Refused("file.no_serial")
        for role in ("index", "date"):
            if role not in shape.roles:
                raise Refused(f"file.no_{role}")
        if shape.day_first is None:
            raise Refused("file.day_month")
        self._head = shape.header

    def rows(self, line: str | BadLine) -> list[Entry]:
        """The reading of a line; none of the head or an empty line."""
        if isinstance(line, BadLine):
            return [bad(problem("line", line.rule))]
        if self._head:
            self._head = False
            return []
        if not line.strip():
            return []
        if line.count('"') % 2:
            return [bad(problem("line", "row.quote"))]
        try:
            cells = next(csv.reader([line], delimiter=self._shape.delimiter))
        except csv.Error:  # a carriage return within the line
            return [bad(problem("line", "row.cells"))]
        if len(cells) != len(self._shape.columns):
            return [bad(problem("line", "row.cells"))]
        return [self._entry(cells)]

    def _entry(self, cells: Sequence[str]) -> Entry:
        try:
            return Entry(
                self._register(cells),
                self._serial(cells),
                self._tier(cells),
                self._of("index", lambda text: number(text, self._shape.decimal_comma), cells),
                self._of("date", lambda text: instant(text, bool(self._shape.day_first)), cells),
                self._cell(cells, "photo") or None,
                None,
                self._of("quality", _quality, cells),
                self._of("version", _version, cells),
            )
        except _Bad as error:
            return bad(error.problem)

    def _cell(self, cells: Sequence[str], role: str) -> str:
        place = self._shape.roles.get(role)
        return "" if place is None else cells[place].strip()

    def _of(self, role: str, read: Reader, cells: Sequence[str]) -> int:
        """A cell as a number. Raises _Bad."""
        try:
            return read(self._cell(cells, role))
        except ValueError as error:
            raise _Bad(problem(self._name(role), str(error))) from None

    def _name(self, role: str) -> str:
        return self._shape.columns[self._shape.roles[role]]

    def _register(self, cells: Sequence[str]) -> int:
        text = self._cell(cells, "register")
        if not text:
            return 0
        try:
            return decode_id(text, self._name("register"))
        except InvalidField as error:
            found = error.violations[0]
            raise _Bad(Problem("INVALID_FIELD", found.field, found.rule, found.message)) from None

    def _serial(self, cells: Sequence[str]) -> str:
        if "serial" not in self._shape.roles:
            return ""
        text = self._cell(cells, "serial")
        if text[:1] == "'" and text[1:].startswith(FORMULA):
            return text[1:]  # as we write it ourselves
        if self._cell(cells, "register"):
            return ""
        for broken, rule in ((not text, "cell.empty"), (len(text) > 50, "cell.length")):
            if broken:
                raise _Bad(problem(self._name("serial"), rule))
        if text.startswith(FORMULA):
            raise _Bad(problem(self._name("serial"), "cell.formula"))
        return text

    def _tier(self, cells: Sequence[str]) -> int:
        text = self._cell(cells, "tier").lower()
        if text.isdecimal() and int(text) in RegisterTier.values():
            return int(text) or 1
        if text not in _TIERS:
            raise _Bad(problem(self._name("tier"), "tier.known"))
        return _TIERS[text]


class _Bad(Exception):
    def __init__(self, found: Problem) -> None:
        super().__init__(found.rule)
        self.problem = found


def bad(found: Problem) -> Entry:
    """A row that can't be taken."""
    return Entry(0, "", 1, 0, 0, None, found)


def _quality(text: str) -> int:
    if not text:
        return 0
    if not text.isdecimal() or len(text) > 3 or int(text) not in _QUALITIES:
        raise ValueError("quality.known")
    return int(text)


def _version(text: str) -> int:
    if not text:
        return 1
    if not text.isdecimal() or len(text) > 9 or not int(text):
        raise ValueError("version.number")
    return int(text)
