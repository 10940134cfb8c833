"""NEM13: accumulated meter data, one record 250 a register and period (AEMO, Meter Data File Format, section 4).

A record states two reads and the quantity between them. It is taken where they agree: the quantity is the difference,
or what it is when the dial began anew; of a register that counts what is fed in (direction I) it is the same below
zero. The digits of the dial are those of the read, leading zeros and all. What contradicts itself is quarantined whole.
"""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation

from smartregion.v1.reading_service_pb2 import ReadingQuality

from server.codec import micro_from_text
from server.exchange.lines import BadLine
from server.exchange.problems import problem
from server.exchange.table import bad
from server.readings.ingest import Entry

#: The national electricity market's time, all year round.
MARKET = timezone(timedelta(hours=10))
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
        _agree(record, previous, current)
    except ValueError as error:
        rule = str(error)
        return [bad(problem("index" if rule.startswith("decimal.") else "line", rule))]
    if instants[0] >= instants[1]:
        return [bad(problem("line", "nem13.order"))]
    if record[19].upper() != "KWH":
        return [bad(problem("line", "nem13.unit"))]
    serial = f"{record[1]}/{record[6]}/{record[4]}"
    qualities = (_QUALITY.get(record[10][:1], 0), _QUALITY.get(record[15][:1], 0))
    return [
        Entry(0, serial, 1, value, at, None, None, quality)
        for value, at, quality in zip(values, instants, qualities, strict=True)
    ]


def _instant(text: str) -> int:
    try:
        return int(datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=MARKET).astimezone(UTC).timestamp() * 1000)
    except ValueError:
        raise ValueError("date.syntax") from None


def _agree(record: list[str], previous: str, current: str) -> None:
    """Raises ValueError where the stated quantity is not what the two indexes say."""
    try:
        stated = Decimal(record[18])
    except InvalidOperation:
        raise ValueError("decimal.syntax") from None
    if not stated.is_finite():
        raise ValueError("decimal.syntax")
    difference = Decimal(current) - Decimal(previous)
    turned = difference + 10 ** len(current.partition(".")[0])
    counted = -stated if record[7] == "I" else stated
    if counted == difference >= 0 or (difference < 0 and counted == turned):
        return
    raise ValueError("nem13.decrease" if stated == difference < 0 else "nem13.quantity")
