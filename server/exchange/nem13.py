"""NEM13: accumulated meter data, one record 250 a register and period (AEMO, Meter Data File Format, section 4).

A record states two reads and the quantity between them. It is taken where they agree: the quantity is the difference,
or what it is when the dial began anew; of a register that counts what is fed in (direction I) it is the same below
zero. The digits of the dial are those of the read, leading zeros and all. What contradicts itself is quarantined whole.
"""

import re
from datetime import datetime

from smartregion.v1.reading_service_pb2 import ReadingQuality

from server.codec import micro_from_text
from server.exchange.cells import SERIAL, is_line, since_epoch, within
from server.exchange.lines import BadLine
from server.exchange.problems import problem
from server.exchange.table import bad
from server.readings.dial import Dial
from server.readings.ingest import Entry

#: The national electricity market's time is ten hours ahead of UTC, all year round; milliseconds.
MARKET = 10 * 3_600_000
_INSTANT = re.compile(r"\d{14}", re.ASCII)
#: Fields of a record 250, at least.
FIELDS = 20
#: By the first letter of a quality method: actual, substituted, final substituted, estimated.
_QUALITY = {
    "A": 0,
    "S": int(ReadingQuality.READING_QUALITY_EDITED),
    "F": int(ReadingQuality.READING_QUALITY_EDITED),
    "E": int(ReadingQuality.READING_QUALITY_PROJECTED),
}
#: Records that hold no reads.
_OTHERS = ("100", "550", "900")


class Nem13:
    """Reads lines of a NEM13 file: two readings for each record 250."""

    def rows(self, line: str | BadLine) -> list[Entry]:
        if isinstance(line, BadLine):
            return [bad(problem("line", line.rule))]
        record = line.split(",")
        if not line.strip() or record[0] in _OTHERS:
            return []
        if record[0] != "250":
            return [bad(problem("line", "nem13.record"))]
        if len(record) < FIELDS:
            return [bad(problem("line", "nem13.fields"))]
        return _reads([cell.strip() for cell in record])


def _reads(record: list[str]) -> list[Entry]:
    """Both reads of a record 250, or why it can't be taken."""
    previous, current = record[8], record[13]
    try:
        values = micro_from_text(previous), micro_from_text(current)
        instants = _instant(record[9]), _instant(record[14])
        _agree(values[1] - values[0], len(current.partition(".")[0]), record[18], record[7])
    except ValueError as error:
        rule = str(error)
        return [bad(problem("index" if rule.startswith("decimal.") else "line", rule))]
    if instants[0] >= instants[1]:
        return [bad(problem("line", "nem13.order"))]
    if record[19].upper() != "KWH":
        return [bad(problem("line", "nem13.unit"))]
    serial = f"{record[1]}/{record[6]}/{record[4]}"
    if len(serial) > SERIAL or not is_line(serial):
        return [bad(problem("line", "nem13.serial"))]
    qualities = (_QUALITY.get(record[10][:1], 0), _QUALITY.get(record[15][:1], 0))
    return [
        Entry(0, serial, 1, value, at, None, None, quality)
        for value, at, quality in zip(values, instants, qualities, strict=True)
    ]


def _instant(text: str) -> int:
    """Milliseconds of an instant in the market's time. Raises ValueError with the rule it breaks."""
    try:
        local = datetime.strptime(text, "%Y%m%d%H%M%S") if _INSTANT.fullmatch(text) else None
    except ValueError:
        local = None
    if local is None:
        raise ValueError("date.syntax")
    return within(since_epoch(local) - MARKET)


def _agree(difference: int, digits: int, stated: str, direction: str) -> None:
    """Raises ValueError where the stated quantity is not what the two indexes say; micro-units, and the digits of the
    dial."""
    quantity = -micro_from_text(stated[1:]) if stated.startswith("-") else micro_from_text(stated)
    turned = difference + Dial(digits, 6).turn
    counted = -quantity if direction == "I" else quantity
    if counted == difference >= 0 or (difference < 0 and counted == turned):
        return
    raise ValueError("nem13.decrease" if quantity == difference < 0 else "nem13.quantity")
