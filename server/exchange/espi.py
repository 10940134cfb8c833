"""ESPI (NAESB REQ.21, "Green Button"): an Atom feed of usage points, reading types and blocks of readings.

Indexes of registers are readings of accumulation behaviour 1 (bulk quantity) and instants of duration zero. A usage
point's title names the meter, `tou` the zone. What ESPI has no word for — the version and the state of a reading —
stands in elements of our own.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape

from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.reading_service_pb2 import ReadingState

from server.codec import MICRO, encode_id
from server.exchange.problems import Refused, problem
from server.exchange.table import bad
from server.readings.ingest import Entry
from storage.repositories.readings import Row

ATOM, ESPI, OURS = "http://www.w3.org/2005/Atom", "http://naesb.org/espi", "urn:smart-region:v1"
DEPTH, TEXT = 64, 100_000
#: Bytes without the end of a tag or a text, and registers in one file, at most.
TOKEN, REGISTERS = 1_000_000, 500_000
#: Accumulation behaviours of an index: bulk quantity, continuous cumulative, cumulative, summation; and of use.
INDEXES, BULK = frozenset((1, 2, 3, 9)), 1


#: ESPI's units that a service of ours is measured in.
CUBIC_METRE, WATT_HOUR, JOULE = 42, 72, 31


class Unit(NamedTuple):
    """How indexes of a service are written: ESPI's commodity and unit, the power of ten, and how many of that are a
    micro-unit."""

    commodity: int
    uom: int
    power: int
    of_micro: int


#: A calorie of the international steam table has 4.1868 joules.
UNITS: dict[int, Unit] = {
    Commodity.COMMODITY_COLD_WATER: Unit(9, CUBIC_METRE, -6, 1),
    Commodity.COMMODITY_HOT_WATER: Unit(9, CUBIC_METRE, -6, 1),
    Commodity.COMMODITY_GAS: Unit(7, CUBIC_METRE, -6, 1),
    Commodity.COMMODITY_ELECTRICITY: Unit(1, WATT_HOUR, -3, 1),
    Commodity.COMMODITY_HEAT: Unit(12, JOULE, -1, 41_868),
}

HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="{ATOM}" xmlns:espi="{ESPI}" xmlns:sr="{OURS}">\n'
    "<id>urn:smart-region:readings</id><title>Readings</title>\n"
)
TAIL = "</feed>\n"


def written(rows: Iterable[Row]) -> str:
    """Entries of readings that come register by register."""
    return "".join(_register(list(group)) for _, group in groupby(rows, lambda row: row.register_id))


def _register(rows: list[Row]) -> str:
    first, unit = rows[0], UNITS[rows[0].commodity]
    number = encode_id(first.register_id)
    place, reading = f"UsagePoint/{number}", f"UsagePoint/{number}/MeterReading/{number}"
    return (
        f'<entry><link rel="self" href="{place}"/><title>{escape(first.serial_number)}</title><content>'
        f"<espi:UsagePoint/></content></entry>\n"
        f'<entry><link rel="self" href="ReadingType/{number}"/><content><espi:ReadingType>'
        f"<espi:accumulationBehaviour>{BULK}</espi:accumulationBehaviour><espi:commodity>{unit.commodity}</espi:commodity>"
        f"<espi:powerOfTenMultiplier>{unit.power}</espi:powerOfTenMultiplier><espi:tou>{first.tier}</espi:tou>"
        f"<espi:uom>{unit.uom}</espi:uom></espi:ReadingType></content></entry>\n"
        f'<entry><link rel="self" href="{reading}"/><link rel="related" href="ReadingType/{number}"/>'
        f"<content><espi:MeterReading/></content></entry>\n"
        f'<entry><link rel="up" href="{reading}/IntervalBlock"/><content><espi:IntervalBlock>'
        f"{''.join(_reading(row, unit) for row in rows)}</espi:IntervalBlock></content></entry>\n"
    )


def _reading(row: Row, unit: Unit) -> str:
    state = ReadingState.Name(ReadingState.ValueType(row.state)).removeprefix("READING_STATE_")
    return (
        f"<espi:IntervalReading><espi:ReadingQuality><espi:quality>{row.quality}</espi:quality></espi:ReadingQuality>"
        f"<espi:timePeriod><espi:duration>0</espi:duration><espi:start>{row.read_at // 1000}</espi:start>"
        f"</espi:timePeriod><espi:value>{row.value * unit.of_micro}</espi:value>"
        f"<sr:id>{encode_id(row.id)}</sr:id><sr:version>{row.version}</sr:version><sr:state>{state}</sr:state>"
        f"<sr:milliseconds>{row.read_at % 1000}</sr:milliseconds></espi:IntervalReading>"
    )


class Espi:
    """Reads a feed piece by piece. Memory is bounded by what describes registers, not by their readings."""

    def __init__(self) -> None:
        self._parser: Any = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._declared
        self._parser.EntityDeclHandler = self._declared
        self._path: list[str] = []
        self._texts: list[str] = []
        self._found: list[tuple[int, Entry]] = []
        self._types: dict[str, dict[str, str]] = {}
        self._type_of: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._entry: dict[str, str] = {}
        self._fields: dict[str, str] = {}
        self._broken = False
        self._quiet = 0

    def feed(self, piece: bytes, last: bool = False) -> Iterator[tuple[int, Entry]]:
        """Readings that this piece completes, with their lines. Raises Refused."""
        if self._broken:
            return
        self._quiet += len(piece)
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            self._broken = True
            cut = error.code in (expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS], _UNCLOSED) or last
            self._found.append((error.lineno, bad(problem("line", "xml.cut" if cut else "xml.syntax"))))
        if self._quiet > TOKEN or len(self._titles) > REGISTERS:
            raise Refused("file.token")
        found, self._found = self._found, []
        yield from found

    def _declared(self, *_: object) -> None:
        raise Refused("file.declarations")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._quiet = 0
        name = tag.rpartition(" ")[2]
        self._path.append(name)
        self._texts.append("")
        if len(self._path) > DEPTH:
            raise Refused("file.depth")
        if name == "entry":
            self._entry = {}
            self._fields = {}
        elif name == "link" and attributes.get("rel") in ("self", "up", "related"):
            self._link(attributes["rel"], attributes.get("href", ""))
        elif name == "IntervalReading":
            self._fields = {}

    def _link(self, rel: str, href: str) -> None:
        if rel != "related" or "/ReadingType/" in f"/{href}":
            self._entry[rel] = href

    def _text(self, text: str) -> None:
        if self._texts and len(self._texts[-1]) < TEXT:
            self._texts[-1] += text

    def _end(self, tag: str) -> None:
        name, text = self._path.pop(), self._texts.pop().strip()
        if name == "IntervalReading":
            self._found.append((self._parser.CurrentLineNumber, self._read()))
        elif name == "entry":
            self._close()
        elif name == "title" and self._path[-1:] == ["entry"]:
            self._entry["title"] = text
        elif name in ("UsagePoint", "ReadingType", "MeterReading"):
            self._entry["kind"] = name
        elif name == "start" and self._path[-1:] != ["timePeriod"]:
            return
        elif text:
            self._fields[name] = text

    def _close(self) -> None:
        """The end of an entry: what it says of registers."""
        here, kind = self._entry.get("self", ""), self._entry.get("kind")
        if kind == "UsagePoint":
            self._titles[here] = self._entry.get("title", "")
        elif kind == "ReadingType":
            self._types[here] = self._fields
        elif kind == "MeterReading":
            self._type_of[here] = self._entry.get("related", "")

    def _read(self) -> Entry:
        reading = self._entry.get("up", "").removesuffix("/IntervalBlock")
        kind = self._types.get(self._type_of.get(reading, ""))
        if kind is None:
            return bad(problem("line", "espi.type"))
        serial = self._titles.get(reading.rpartition("/MeterReading/")[0], "")
        if not serial or len(serial) > 50:
            return bad(problem("line", "espi.register"))
        try:
            if int(kind.get("accumulationBehaviour", "4")) not in INDEXES:
                return bad(problem("line", "espi.delta"))
            value = _micro(int(self._fields["value"]), int(kind.get("uom", "0")), int(kind["powerOfTenMultiplier"]))
            at = int(self._fields["start"]) * 1000 + int(self._fields.get("milliseconds", "0"))
            quality, version = int(self._fields.get("quality", "0")), int(self._fields.get("version", "1"))
            tier = int(self._fields.get("tou") or kind.get("tou") or "1")
        except (KeyError, ValueError):
            return bad(problem("line", "espi.value"))
        if value is None:
            return bad(problem("line", "espi.unit"))
        if not (0 <= value < 10**12 * MICRO and 0 <= at < 4_102_444_800_000 and 0 < version < 10**9):
            return bad(problem("line", "espi.value"))
        return Entry(0, serial, tier if tier in range(1, 6) else 1, value, at, None, None, quality, version)


_UNCLOSED = expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]


def _micro(value: int, uom: int, power: int) -> int | None:
    """Micro-units of a value; None for a unit that no service is measured in, or one that does not come out even."""
    if uom not in (CUBIC_METRE, WATT_HOUR, JOULE) or not -12 <= power <= 12 or abs(value) >= 1 << 63:
        return None
    if uom == JOULE:
        scaled = value * 10 ** max(0, power + 1)
        whole, rest = divmod(scaled, 41_868 * 10 ** max(0, -power - 1))
    else:
        shift = power + (6 if uom == CUBIC_METRE else 3)
        whole, rest = divmod(value * 10 ** max(0, shift), 10 ** max(0, -shift))
    return None if rest else whole
