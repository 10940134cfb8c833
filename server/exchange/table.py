"""Rows of a table (CSV) as readings."""

from collections.abc import Callable, Sequence

from smartregion.v1.account_service_pb2 import RegisterTier
from smartregion.v1.reading_service_pb2 import ReadingQuality

from server.codec import decode_id
from server.errors import InvalidField
from server.exchange.cells import PHOTO, SERIAL, cut, instant, is_line, number, on_day, whole
from server.exchange.detection import Shape
from server.exchange.lines import BadLine
from server.exchange.problems import Refused, problem
from server.exchange.standing import stated
from server.readings.ingest import Entry, Problem

#: A cell that begins so is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_RISKY = frozenset(("'", *FORMULA))
_TIERS = {name.removeprefix("REGISTER_TIER_").lower(): value for name, value in RegisterTier.items()}
_TIERS |= {"": 1, "разом": 1, "загальний": 1, "день": 2, "ніч": 3, "пік": 4, "напівпік": 5}
_TIER_NUMBERS = frozenset(RegisterTier.values())
#: Qualities that ESPI knows.
QUALITIES = frozenset(ReadingQuality.values())
#: Makes a number of a cell; raises ValueError with the rule it breaks.
Reader = Callable[[str], int]


class Table:
    """Reads lines of a table, one a reading. Raises Refused where the columns are not told."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._roles = shape.roles
        if "serial" not in shape.roles and "register" not in shape.roles:
            raise Refused("file.no_serial")
        for role in ("index", "date"):
            if role not in shape.roles:
                raise Refused(f"file.no_{role}")
        if shape.day_first is None:
            raise Refused("file.day_month")

    def rows(self, line: str | BadLine) -> list[Entry]:
        """The reading of a line; none of an empty one."""
        if isinstance(line, BadLine):
            return [bad(problem("line", line.rule))]
        if not line.strip():
            return []
        try:
            cells = cut(line, self._shape.delimiter, len(self._shape.columns))
        except ValueError as error:
            return [bad(problem("line", str(error)))]
        return [self._entry(cells)]

    def _entry(self, cells: Sequence[str]) -> Entry:
        try:
            said = stated(self._cell(cells, "state"), self._cell(cells, "source"))
            if said.rule:
                raise _Bad(problem(self._name(said.rule.partition(".")[0]), said.rule))
            quality = self._of("quality", _quality, cells)
            return Entry(
                self._register(cells),
                self._serial(cells),
                self._tier(cells),
                self._of("index", self._index, cells),
                self._instant(cells),
                self._photo(cells),
                None,
                quality,
                self._of("version", _version, cells),
                said.decided(quality),
            )
        except _Bad as error:
            return bad(error.problem)

    def _index(self, text: str) -> int:
        return number(text, self._shape.sign, self._shape.grouped)

    def _instant(self, cells: Sequence[str]) -> int:
        """Raises _Bad."""
        date = self._cell(cells, "date")
        if "time" in self._roles:
            date = on_day(date, self._cell(cells, "time"))
        try:
            return instant(date, bool(self._shape.day_first))
        except ValueError as error:
            raise _Bad(problem(self._name("date"), str(error))) from None

    def _cell(self, cells: Sequence[str], role: str) -> str:
        place = self._roles.get(role)
        return "" if place is None else cells[place].strip()

    def _of(self, role: str, read: Reader, cells: Sequence[str]) -> int:
        """A cell as a number. Raises _Bad."""
        try:
            return read(self._cell(cells, role))
        except ValueError as error:
            raise _Bad(problem(self._name(role), str(error))) from None

    def _name(self, role: str) -> str:
        """What the column is called; what is said of one that is not there is said of the line."""
        place = self._roles.get(role)
        return "line" if place is None else self._shape.columns[place]

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
        """The serial number; where the register is named as well, it need not be there."""
        if "serial" not in self._roles:
            return ""
        cell = self._cell(cells, "serial")
        text = unescaped(cell)
        rule = _serial_rule(text, cell)
        if not rule:
            return text
        if self._cell(cells, "register"):
            return ""
        raise _Bad(problem(self._name("serial"), rule))

    def _photo(self, cells: Sequence[str]) -> str | None:
        text = self._cell(cells, "photo")
        if not text:
            return None
        if len(text) > PHOTO or not is_line(text):
            raise _Bad(problem(self._name("photo"), "photo.length" if len(text) > PHOTO else "cell.line"))
        return text

    def _tier(self, cells: Sequence[str]) -> int:
        text = self._cell(cells, "tier").lower()
        found = _TIERS[text] if text in _TIERS else whole(text, 99)
        if found not in _TIER_NUMBERS:
            raise _Bad(problem(self._name("tier"), "tier.known"))
        return found or 1


class _Bad(Exception):
    def __init__(self, found: Problem) -> None:
        super().__init__(found.rule)
        self.problem = found


def bad(found: Problem) -> Entry:
    """A row that can't be taken."""
    return Entry(0, "", 1, 0, 0, None, found)


def escaped(text: str) -> str:
    """A text that no spreadsheet takes for a formula, and that comes back as it was."""
    return f"'{text}" if text[:1] in _RISKY and text.lstrip("'").startswith(FORMULA) else text


def unescaped(text: str) -> str:
    """A text as it was before it was escaped."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def _serial_rule(text: str, cell: str) -> str:
    """The rule that a serial number breaks; `cell` is how it was written."""
    if not text:
        return "cell.empty"
    if len(text) > SERIAL:
        return "cell.length"
    if not is_line(text):
        return "cell.line"
    return "cell.formula" if cell == text and text.startswith(FORMULA) else ""


def _quality(text: str) -> int:
    if not text:
        return 0
    found = whole(text, 99)
    if found not in QUALITIES:
        raise ValueError("quality.known")
    return found or 0


def _version(text: str) -> int:
    found = whole(text, VERSIONS - 1) if text else 1
    if not found:
        raise ValueError("version.number")
    return found


#: A reading has fewer versions.
VERSIONS = 10**9
