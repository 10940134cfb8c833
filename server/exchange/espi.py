"""ESPI (NAESB REQ.21, "Green Button"): an Atom feed of usage points, reading types and blocks of readings.

Indexes of registers are readings of accumulation behaviour 1 (bulk quantity) and instants of duration zero. A usage
point's title names the meter, `tou` the zone. What ESPI has no word for — the version, the state and the source of a
reading — stands in elements of our own.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Generic, NamedTuple, TypeVar
from xml.parsers import expat
from xml.sax.saxutils import escape

from smartregion.v1.common_pb2 import Commodity

from server.codec import MICRO, encode_id
from server.exchange.cells import END, SERIAL, is_line
from server.exchange.columns import ALL
from server.exchange.problems import Refused, problem
from server.exchange.standing import source_name, state_name, stated
from server.exchange.table import QUALITIES, VERSIONS, bad
from server.readings.ingest import Entry
from storage.repositories.readings import Row

ATOM, ESPI, OURS = "http://www.w3.org/2005/Atom", "http://naesb.org/espi", "urn:smart-region:v1"
#: What is kept while a feed is read, at most: elements inside one another, characters of a text and of a name or
#: address, names of elements, attributes and prefixes (the parser keeps each of them to the end), bytes without the
#: beginning of an element, and usage points, reading types and meter readings, of each of which the one that was needed
#: longest ago goes first.
DEPTH, TEXT, NAME, NAMES, TOKEN, DESCRIBED = 64, 1_000, 200, 1_000, 1_000_000, 20_000
#: Bytes that the parser is given at once, at least: it reads what is unfinished again with each piece.
PIECE = 65_536
#: Encodings that are known; what another one means is not asked of whatever codecs Python has.
ENCODINGS = frozenset(("utf-8", "utf-16", "us-ascii", "iso-8859-1", "windows-1251"))
#: Elements whose texts say something of a reading or its register, and those of our own.
_OURS = frozenset(("version", "state", "source", "milliseconds"))
_SAID = _OURS | {"accumulationBehaviour", "uom", "powerOfTenMultiplier", "tou", "quality", "start", "value"}
_KINDS = ("UsagePoint", "ReadingType", "MeterReading")
#: Accumulation behaviours of an index: bulk quantity, continuous cumulative, cumulative, summation; and of use.
INDEXES, BULK = frozenset((1, 2, 3, 9)), 1
T = TypeVar("T")
_NUMBER = re.compile(r"-?[0-9]{1,30}", re.ASCII).fullmatch


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


def written(rows: Iterable[Row], shown: frozenset[str] = ALL) -> str:
    """Entries of readings that come register by register, with the columns that are shown."""
    return "".join(_register(list(group), shown) for _, group in groupby(rows, lambda row: row.register_id))


def _register(rows: list[Row], shown: frozenset[str]) -> str:
    first, unit = rows[0], UNITS[rows[0].commodity]
    number = encode_id(first.register_id)
    place, reading = f"UsagePoint/{number}", f"UsagePoint/{number}/MeterReading/{number}"
    title = escape(first.serial_number) if "meter_serial_number" in shown else ""
    return (
        f'<entry><link rel="self" href="{place}"/><title>{title}</title><content>'
        f"<espi:UsagePoint/></content></entry>\n"
        f'<entry><link rel="self" href="ReadingType/{number}"/><content><espi:ReadingType>'
        f"<espi:accumulationBehaviour>{BULK}</espi:accumulationBehaviour><espi:commodity>{unit.commodity}</espi:commodity>"
        f"<espi:powerOfTenMultiplier>{unit.power}</espi:powerOfTenMultiplier><espi:tou>{first.tier}</espi:tou>"
        f"<espi:uom>{unit.uom}</espi:uom></espi:ReadingType></content></entry>\n"
        f'<entry><link rel="self" href="{reading}"/><link rel="related" href="ReadingType/{number}"/>'
        f"<content><espi:MeterReading/></content></entry>\n"
        f'<entry><link rel="up" href="{reading}/IntervalBlock"/><content><espi:IntervalBlock>'
        f"{''.join(_reading(row, unit, shown) for row in rows)}</espi:IntervalBlock></content></entry>\n"
    )


def _reading(row: Row, unit: Unit, shown: frozenset[str]) -> str:
    when = rest = value = ""
    if "read_at" in shown:
        when = (
            f"<espi:timePeriod><espi:duration>0</espi:duration><espi:start>{row.read_at // 1000}</espi:start>"
            "</espi:timePeriod>"
        )
        rest = f"<sr:milliseconds>{row.read_at % 1000}</sr:milliseconds>"
    if "index" in shown:
        value = f"<espi:value>{row.value * unit.of_micro}</espi:value>"
    return (
        f"<espi:IntervalReading><espi:ReadingQuality><espi:quality>{row.quality}</espi:quality></espi:ReadingQuality>"
        f"{when}{value}<sr:id>{encode_id(row.id)}</sr:id><sr:version>{row.version}</sr:version>"
        f"<sr:state>{state_name(row.state)}</sr:state><sr:source>{source_name(row.source)}</sr:source>{rest}"
        "</espi:IntervalReading>"
    )


class Kind(NamedTuple):
    """What the readings of a ReadingType are; None for a power of ten that is not told."""

    accumulation: int
    uom: int
    power: int | None
    tou: int

    @classmethod
    def of(cls, fields: dict[str, str]) -> "Kind":
        """Raises ValueError."""
        power = fields.get("powerOfTenMultiplier")
        return cls(
            _int(fields.get("accumulationBehaviour", "4")),
            _int(fields.get("uom", "0")),
            None if power is None else _int(power),
            _int(fields.get("tou", "0")),
        )


class _Described(Generic[T]):
    """What was said of things by their addresses, so many of them."""

    def __init__(self) -> None:
        self._said: OrderedDict[str, T] = OrderedDict()

    def put(self, address: str, said: T) -> None:
        if address:
            self._said[address] = said
            self._said.move_to_end(address)
        if len(self._said) > DESCRIBED:
            self._said.popitem(last=False)

    def get(self, address: str) -> T | None:
        if address in self._said:
            self._said.move_to_end(address)
        return self._said.get(address)


class Espi:
    """Reads a feed piece by piece. Memory is bounded, however long the feed is and whatever is in it."""

    def __init__(self) -> None:
        self._parser = self._made()
        self._waiting = b""
        #: What is called how, of all names that were met.
        self._names: dict[str, str] = {}
        self._path: list[str] = []
        self._texts: list[str] = []
        self._found: list[tuple[int, Entry]] = []
        self._types: _Described[Kind | None] = _Described()
        self._type_of: _Described[str] = _Described()
        self._titles: _Described[str] = _Described()
        self._entry: dict[str, str] = {}
        self._fields: dict[str, str] = {}
        self._broken = False
        self._quiet = 0

    def _made(self) -> Any:
        parser: Any = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declares
        parser.StartNamespaceDeclHandler = self._prefix
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._declared
        parser.EntityDeclHandler = self._declared
        return parser

    def feed(self, piece: bytes, last: bool = False, cut: bool = False) -> Iterator[tuple[int, Entry]]:
        """Readings that this piece completes, with their lines. Raises Refused, behind those before the place."""
        self._waiting += piece
        if self._broken or not (last or len(self._waiting) >= PIECE):
            return
        waiting, self._waiting = self._waiting, b""
        refused = self._parsed(waiting, False)
        if last and refused is None and not self._broken:
            refused = self._parsed(b"", True)
        found, self._found = self._found, []
        yield from found
        if refused is not None:
            raise refused

    def _parsed(self, waiting: bytes, last: bool) -> Refused | None:
        self._quiet += len(waiting)
        try:
            self._parser.Parse(waiting, last)
        except Refused as refused:
            self._broken = True
            return refused
        except expat.ExpatError as error:
            self._broken = True
            cut = error.code in (expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS], _UNCLOSED) or last
            self._found.append((error.lineno, bad(problem("line", "xml.cut" if cut else "xml.syntax"))))
        return Refused("file.token") if self._quiet > TOKEN else None

    # -- what the parser tells; each raises Refused

    def _declares(self, _: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise Refused("file.encoding")

    def _declared(self, *_: object) -> None:
        raise Refused("file.declarations")

    def _prefix(self, prefix: str | None, uri: str | None) -> None:
        for name in (prefix or "", uri or ""):
            if name not in self._names:
                self._named(name)

    def _named(self, name: str) -> str:
        """Counts a name that is met for the first time, and tells what it is called here: its name without the
        namespace, but nothing where one of ours stands in another's namespace, or one of theirs in ours."""
        space, _, local = name.rpartition(" ")
        self._names[name] = local if (space == OURS) == (local in _OURS) else ""
        if len(name) > 2 * NAME or len(self._names) > NAMES:
            raise Refused("file.names")
        return self._names[name]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._quiet = 0
        name = self._names.get(tag)
        if name is None:
            name = self._named(tag)
        for attribute in attributes:
            if attribute not in self._names:
                self._named(attribute)
        self._path.append(name)
        self._texts.append("")
        if len(self._path) > DEPTH:
            raise Refused("file.depth")
        if name == "link":
            if attributes.get("rel") in ("self", "up", "related"):
                self._link(attributes["rel"], attributes.get("href", ""))
        elif name == "IntervalReading":
            self._fields = {}
        elif name == "entry":
            self._entry = {}
            self._fields = {}

    def _link(self, rel: str, href: str) -> None:
        if len(href) <= NAME and (rel != "related" or "/ReadingType/" in f"/{href}"):
            self._entry[rel] = href

    def _text(self, text: str) -> None:
        if self._texts:
            self._texts[-1] += text[: TEXT - len(self._texts[-1])]

    def _end(self, _: str) -> None:
        name, text = self._path.pop(), self._texts.pop()
        if name in _SAID:
            text = text.strip()
            if text and (name != "start" or self._path[-1:] == ["timePeriod"]):
                self._fields[name] = text
        elif name == "IntervalReading":
            self._found.append((self._parser.CurrentLineNumber, self._read()))
        elif name == "entry":
            self._close()
        elif name == "title" and self._path[-1:] == ["entry"]:
            text = text.strip()
            self._entry["title"] = text if len(text) <= SERIAL else ""
        elif name in _KINDS:
            self._entry["kind"] = name

    def _close(self) -> None:
        """The end of an entry: what it says of registers."""
        here, kind = self._entry.get("self", ""), self._entry.get("kind")
        if kind == "UsagePoint":
            self._titles.put(here, self._entry.get("title", ""))
        elif kind == "ReadingType":
            try:
                self._types.put(here, Kind.of(self._fields))
            except ValueError:
                self._types.put(here, None)
        elif kind == "MeterReading":
            self._type_of.put(here, self._entry.get("related", ""))

    def _read(self) -> Entry:
        reading = self._entry.get("up", "").removesuffix("/IntervalBlock")
        kind = self._types.get(self._type_of.get(reading) or "")
        if kind is None:
            return bad(problem("line", "espi.type"))
        serial = self._titles.get(reading.rpartition("/MeterReading/")[0]) or ""
        if not serial or not is_line(serial):
            return bad(problem("line", "espi.register"))
        if kind.accumulation not in INDEXES:
            return bad(problem("line", "espi.delta"))
        try:
            return self._of(kind, serial)
        except ValueError as error:
            return bad(problem("line", str(error)))

    def _of(self, kind: Kind, serial: str) -> Entry:
        """Raises ValueError with the rule that is broken."""
        fields = self._fields
        said = stated(fields.get("state", ""), fields.get("source", ""))
        if said.rule:
            raise ValueError(said.rule)
        at = _number(fields, "start", None) * 1000 + _number(fields, "milliseconds", 0)
        version, tier = _number(fields, "version", 1), _number(fields, "tou", kind.tou) or 1
        quality = _number(fields, "quality", 0)
        value = _micro(_number(fields, "value", None), kind.uom, kind.power)
        if not (0 <= value < 10**12 * MICRO and 0 <= at < END and 0 < version < VERSIONS):
            raise ValueError("espi.value")
        if tier not in range(1, 6):
            raise ValueError("tier.known")
        quality = quality if quality in QUALITIES else 0
        return Entry(0, serial, tier, value, at, None, None, quality, version, said.decided(quality))


def _int(text: str) -> int:
    """Raises ValueError with the rule that is broken."""
    if _NUMBER(text) is None:
        raise ValueError("espi.value")
    return int(text)


def _number(fields: dict[str, str], name: str, unsaid: int | None) -> int:
    """A number of a reading; raises ValueError where it is none, or not there and must be."""
    text = fields.get(name)
    if text is not None:
        return _int(text)
    if unsaid is None:
        raise ValueError("espi.value")
    return unsaid


_UNCLOSED = expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]


def _micro(value: int, uom: int, power: int | None) -> int:
    """Micro-units of a value. Raises ValueError for a unit that no service is measured in, and for a value that does
    not come out even."""
    if power is None:
        raise ValueError("espi.value")
    if uom not in (CUBIC_METRE, WATT_HOUR, JOULE) or not -12 <= power <= 12 or abs(value) >= 1 << 63:
        raise ValueError("espi.unit")
    if uom == JOULE:
        scaled = value * 10 ** max(0, power + 1)
        whole, rest = divmod(scaled, 41_868 * 10 ** max(0, -power - 1))
    else:
        shift = power + (6 if uom == CUBIC_METRE else 3)
        whole, rest = divmod(value * 10 ** max(0, shift), 10 ** max(0, -shift))
    if rest:
        raise ValueError("espi.unit")
    return whole
