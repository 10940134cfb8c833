"""The rules a reading is held against. Each is a small pure function with a stable code.

Indexes are micro-units, instants milliseconds. R is the index, R′ the last accepted one before it, k the multiplier,
d the register's digits. The baseline is the last accepted reading, never the last received: one bad value must not
poison those after it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingState

from server.codec import DAY_MS, MICRO, micro_text

RULE_SET = 1
HOUR_MS = 3_600_000
#: A clock may be this much ahead of ours; milliseconds.
CLOCK_TOLERANCE_MS = 10 * 60_000
#: Accepted intervals that a usual use is reckoned from, at least.
USUAL_INTERVALS = 3


@dataclass(frozen=True)
class Plausible:
    """What is plausible of a service, in its unit."""

    #: The largest flow of a household meter, an hour: Qmax of a DN15 water meter and of a G6 gas meter,
    #: 3 × 63 A at 230 V, the output of a flat's heat meter.
    cap_per_hour: float
    #: Daily use below which a deviation says nothing.
    floor_per_day: float


PLAUSIBLE: dict[int, Plausible] = {
    Commodity.COMMODITY_COLD_WATER: Plausible(3.0, 0.3),
    Commodity.COMMODITY_HOT_WATER: Plausible(3.0, 0.3),
    Commodity.COMMODITY_GAS: Plausible(10.0, 2.0),
    Commodity.COMMODITY_ELECTRICITY: Plausible(43.5, 6.0),
    Commodity.COMMODITY_HEAT: Plausible(0.05, 0.02),
}
#: Use above this many times the highest of the year is questioned, below this part of the lowest as well.
HIGH_FACTOR = 2.5
LOW_FACTOR = 0.1


class Baseline(NamedTuple):
    """What a reading is judged against."""

    integer_digits: int
    fraction_digits: int
    multiplier: int
    commodity: int
    installed_at: int
    removed_at: int
    #: Instant and index of the accepted reading before it; None where there is none.
    previous: tuple[int, int] | None
    #: The same of the accepted reading after it, for one that comes late.
    following: tuple[int, int] | None
    #: Lowest and highest daily use of the accepted intervals before it, and how many they are.
    lowest: float
    highest: float
    intervals: int
    #: Another index is on record for the same instant.
    conflicting: int | None


class Reading(NamedTuple):
    value: int
    read_at: int
    received_at: int


class Found(NamedTuple):
    """What a rule found: its code and the numbers it used."""

    code: str
    numbers: dict[str, str]


class Judgement(NamedTuple):
    state: int
    quality: int
    rollover: bool
    found: tuple[Found, ...]


Rule = Callable[[Reading, Baseline], Found | None]


def register_digits(reading: Reading, base: Baseline) -> Found | None:
    """R < 10^d, and no more fraction digits than the register shows."""
    if reading.value < 10**base.integer_digits * MICRO and reading.value % 10 ** (6 - base.fraction_digits) == 0:
        return None
    return Found(
        "REGISTER_DIGITS",
        {
            "index": micro_text(reading.value),
            "integer_digits": str(base.integer_digits),
            "fraction_digits": str(base.fraction_digits),
        },
    )


def future_date(reading: Reading, _: Baseline) -> Found | None:
    """read-at ≤ received-at + clock tolerance."""
    ahead = reading.read_at - reading.received_at
    if ahead <= CLOCK_TOLERANCE_MS:
        return None
    return Found("FUTURE_DATE", {"minutes_ahead": str(ahead // 60_000)})


def outside_installation(reading: Reading, base: Baseline) -> Found | None:
    """installed-at ≤ read-at ≤ removed-at."""
    if base.installed_at <= reading.read_at <= base.removed_at:
        return None
    if reading.read_at < base.installed_at:
        return Found("BEFORE_INSTALLATION", {"days": _days(base.installed_at - reading.read_at)})
    return Found("AFTER_REMOVAL", {"days": _days(reading.read_at - base.removed_at)})


def conflict(reading: Reading, base: Baseline) -> Found | None:
    """One instant of one register has one index."""
    if base.conflicting is None:
        return None
    return Found("CONFLICT", {"index": micro_text(reading.value), "on_record": micro_text(base.conflicting)})


def decrease(reading: Reading, base: Baseline) -> Found | None:
    """R ≥ R′, or R − R′ + 10^d ≤ cap × hours: then the register began anew (rollover)."""
    if base.previous is None or reading.value >= base.previous[1]:
        return None
    at, before = base.previous
    wrapped = (reading.value - before + 10**base.integer_digits * MICRO) * base.multiplier / MICRO / MICRO
    cap = PLAUSIBLE[base.commodity].cap_per_hour * (reading.read_at - at) / HOUR_MS
    numbers = {
        "index": micro_text(reading.value),
        "before": micro_text(before),
        "wrapped": f"{wrapped:g}",
        "cap": f"{cap:.6g}",
    }
    return Found("ROLLOVER" if wrapped <= cap else "DECREASE", numbers)


def later_lower(reading: Reading, base: Baseline) -> Found | None:
    """A reading that comes late must fit under the next accepted one."""
    if base.following is None or reading.value <= base.following[1]:
        return None
    return Found("LATER_LOWER", {"index": micro_text(reading.value), "after": micro_text(base.following[1])})


def physical_cap(reading: Reading, base: Baseline) -> Found | None:
    """(R − R′)·k ≤ cap × hours."""
    if base.previous is None or reading.value <= base.previous[1]:
        return None
    at, before = base.previous
    used = (reading.value - before) * base.multiplier / MICRO / MICRO
    cap = PLAUSIBLE[base.commodity].cap_per_hour * max(reading.read_at - at, HOUR_MS) / HOUR_MS
    if used <= cap:
        return None
    return Found("PHYSICAL_CAP", {"used": f"{used:.6g}", "cap": f"{cap:.6g}", "days": _days(reading.read_at - at)})


def unusual_use(reading: Reading, base: Baseline) -> Found | None:
    """(R − R′)·k / days between the lowest and the highest of the register's own last twelve intervals,
    widened by a factor and a floor."""
    if base.previous is None or base.intervals < USUAL_INTERVALS or reading.value < base.previous[1]:
        return None
    at, before = base.previous
    days = (reading.read_at - at) / DAY_MS
    if days < 1:
        return None
    daily = (reading.value - before) * base.multiplier / MICRO / MICRO / days
    floor = PLAUSIBLE[base.commodity].floor_per_day
    high, low = base.highest * HIGH_FACTOR + floor, base.lowest * LOW_FACTOR
    if daily > high:
        return Found("HIGH_USE", {"daily": f"{daily:.4g}", "limit": f"{high:.4g}", "usual": f"{base.highest:.4g}"})
    if daily < low and base.lowest > floor:
        return Found("LOW_USE", {"daily": f"{daily:.4g}", "limit": f"{low:.4g}", "usual": f"{base.lowest:.4g}"})
    return None


def _days(milliseconds: int) -> str:
    return f"{milliseconds / DAY_MS:.1f}"


#: In the order in which they are asked. The number of a rule is its CIM code, 3.6.(1000 + n).
RULES: tuple[Rule, ...] = (
    register_digits,
    future_date,
    outside_installation,
    conflict,
    decrease,
    later_lower,
    physical_cap,
    unusual_use,
)

#: What becomes of a reading in which a rule found something. What can't be is refused; where a person may know
#: better, a person looks; a plausible rollover is what registers do.
OUTCOME: dict[str, int] = {
    "REGISTER_DIGITS": ReadingState.READING_STATE_REFUSED,
    "FUTURE_DATE": ReadingState.READING_STATE_REFUSED,
    "BEFORE_INSTALLATION": ReadingState.READING_STATE_REFUSED,
    "AFTER_REMOVAL": ReadingState.READING_STATE_REFUSED,
    "CONFLICT": ReadingState.READING_STATE_IN_REVIEW,
    "DECREASE": ReadingState.READING_STATE_REFUSED,
    "ROLLOVER": ReadingState.READING_STATE_ACCEPTED,
    "LATER_LOWER": ReadingState.READING_STATE_IN_REVIEW,
    "PHYSICAL_CAP": ReadingState.READING_STATE_IN_REVIEW,
    "HIGH_USE": ReadingState.READING_STATE_IN_REVIEW,
    "LOW_USE": ReadingState.READING_STATE_IN_REVIEW,
}
CIM: dict[str, str] = {code: f"3.6.{1001 + number}" for number, code in enumerate(OUTCOME)} | {"ROLLOVER": "2.4.1"}
_SEVERITY = (
    ReadingState.READING_STATE_ACCEPTED,
    ReadingState.READING_STATE_IN_REVIEW,
    ReadingState.READING_STATE_REFUSED,
)
_QUALITY = {
    ReadingState.READING_STATE_ACCEPTED: ReadingQuality.READING_QUALITY_VALIDATED,
    ReadingState.READING_STATE_IN_REVIEW: ReadingQuality.READING_QUALITY_QUESTIONABLE,
    ReadingState.READING_STATE_REFUSED: ReadingQuality.READING_QUALITY_QUESTIONABLE,
}
CLEAN = Judgement(ReadingState.READING_STATE_ACCEPTED, ReadingQuality.READING_QUALITY_VALIDATED, False, ())


def judge(reading: Reading, base: Baseline) -> Judgement:
    """Every rule's say; the gravest decides."""
    found = []
    for rule in RULES:
        finding = rule(reading, base)
        if finding is not None:
            found.append(finding)
    if not found:
        return CLEAN
    state = max((OUTCOME[finding.code] for finding in found), key=_SEVERITY.index)
    rollover = state == ReadingState.READING_STATE_ACCEPTED
    return Judgement(state, _QUALITY[state], rollover, tuple(found))  # type: ignore[index]
