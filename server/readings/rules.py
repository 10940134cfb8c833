"""The rules a reading is held against. Each is a small pure function with a stable code, declared once in RULES.

Indexes are micro-units, instants milliseconds, rates in the service's unit. R is the index, R′ the last accepted one
before it, k the multiplier, d the register's digits. The baseline is the last accepted reading, never the last
received: one bad value must not poison those after it. Which rules run, how grave each is and its thresholds are data:
see server/readings/ruleset.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from smartregion.v1.account_service_pb2 import RegisterTier
from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingState, RuleSeverity

from server.codec import DAY_MS, MICRO, micro_text
from server.readings.dial import Dial

HOUR_MS = 3_600_000
#: An instant and an index.
Point = tuple[int, int]


@dataclass(frozen=True)
class Limits:
    """Thresholds of the rules for one service of one utility."""

    #: The largest flow of a household meter, an hour, in the service's unit.
    cap_per_hour: float
    #: Daily use below which a deviation says nothing.
    floor_per_day: float
    #: Use above this many times the highest of the year is questioned, below this part of the lowest as well.
    high_factor: float = 2.0
    low_factor: float = 0.1
    #: Intervals of the register's own that a usual use is reckoned from, at least.
    usual_intervals: int = 3
    #: Part of that time that may lie in intervals with estimates.
    estimated_share: float = 0.5
    #: Intervals without use, one after another, after which a point in use is questioned.
    zero_intervals: int = 3
    #: Estimates one after another.
    estimated_in_row: int = 3
    #: What the total may differ from the sum of its zones, in the service's unit.
    zone_difference: float = 1.0
    #: A clock may be this much ahead of ours; minutes.
    clock_minutes: int = 10


class Baseline(NamedTuple):
    """What a reading is judged against."""

    dial: Dial
    installed_at: int
    removed_at: int
    #: The end of the meter's verification; after everything where none is known.
    verified_until: int
    #: Instant and index of the accepted reading before it; None where there is none.
    previous: Point | None
    #: The same of a reading after it that it must fit under.
    following: Point | None
    #: Lowest and highest daily use of the accepted intervals before it, and how many they are.
    lowest: float
    highest: float
    intervals: int
    #: The part of those intervals' time in which there are estimates.
    estimated_share: float
    #: Intervals without use right before it.
    idle: int
    #: Another index is on record for the same instant.
    conflicting: int | None = None
    #: The sum of the zones at the same instant, of a register that counts their total.
    zones: int | None = None
    #: It came outside of the window, whose data refuses that: the day the window closed or opens.
    refused_by_window: str | None = None
    #: Estimates that stand in a row right before it.
    estimates: int = 0
    #: The reading before it is as doubtful as it is itself: which of the two is wrong is for a person to say.
    doubted: bool = False


class Reading(NamedTuple):
    value: int
    read_at: int
    received_at: int

    @property
    def point(self) -> Point:
        return self.read_at, self.value


Numbers = dict[str, str]
Check = Callable[[Reading, Baseline, Limits], Numbers | None]


class Rule(NamedTuple):
    """A rule: its check and everything that is said of it. `severity` is what it has where no rule set says
    otherwise."""

    code: str
    cim: str
    severity: int
    formula: str
    uk: str
    en: str
    check: Check


def register_digits(reading: Reading, base: Baseline, _: Limits) -> Numbers | None:
    if base.dial.fits(reading.value):
        return None
    return {
        "index": micro_text(reading.value),
        "integer_digits": str(base.dial.integer_digits),
        "fraction_digits": str(base.dial.fraction_digits),
    }


def future_date(reading: Reading, _: Baseline, limits: Limits) -> Numbers | None:
    ahead = reading.read_at - reading.received_at
    if ahead <= limits.clock_minutes * 60_000:
        return None
    return {"hours": _hours(ahead)}


def before_installation(reading: Reading, base: Baseline, _: Limits) -> Numbers | None:
    if base.installed_at <= reading.read_at:
        return None
    return {"hours": _hours(base.installed_at - reading.read_at)}


def after_removal(reading: Reading, base: Baseline, _: Limits) -> Numbers | None:
    if reading.read_at <= base.removed_at:
        return None
    return {"hours": _hours(reading.read_at - base.removed_at)}


def conflict(reading: Reading, base: Baseline, _: Limits) -> Numbers | None:
    if base.conflicting is None:
        return None
    return {"index": micro_text(reading.value), "on_record": micro_text(base.conflicting)}


def outside_window(_: Reading, base: Baseline, __: Limits) -> Numbers | None:
    return None if base.refused_by_window is None else {"day": base.refused_by_window}


def verification_overdue(reading: Reading, base: Baseline, _: Limits) -> Numbers | None:
    if reading.read_at < base.verified_until:
        return None
    return {"hours": _hours(reading.read_at - base.verified_until)}


def possible(begin: int, end: int, limits: Limits) -> float:
    """What the largest flow passes between two instants, in the service's unit."""
    return limits.cap_per_hour * max(end - begin, HOUR_MS) / HOUR_MS


def turn(start: Point, end: Point, base: Baseline, limits: Limits) -> float | None:
    """Use between two readings of which the later is below, in the service's unit, had the dial begun anew; None where
    the meter can't have passed so much."""
    used = base.dial.units(end[1] - start[1] + base.dial.turn)
    return used if used <= possible(start[0], end[0], limits) else None


def a_day(start: Point, end: Point, base: Baseline, limits: Limits) -> float | None:
    """Daily use between two readings, over a turn where the later one is below; of less than a day as if it were all of
    that day's. None where there can have been none."""
    used = base.dial.units(end[1] - start[1]) if end[1] >= start[1] else turn(start, end, base, limits)
    return None if used is None else used * DAY_MS / max(end[0] - start[0], DAY_MS)


def turns(start: Point, end: Point, base: Baseline, limits: Limits) -> bool:
    """Whether it is presumed that the dial began anew between two readings of which the later is below: that means a
    usual use, however little is known of it."""
    daily = a_day(start, end, base, limits)
    return daily is not None and daily <= highest_usual(base, limits)


def highest_usual(base: Baseline, limits: Limits) -> float:
    """Daily use above which it is questioned. Of a history that says nothing that is what says nothing itself."""
    return base.highest * limits.high_factor + limits.floor_per_day


def tells_usual(base: Baseline, limits: Limits) -> bool:
    """Whether the register's own history says enough of what is usual."""
    return base.intervals >= limits.usual_intervals and base.estimated_share <= limits.estimated_share


def decrease(reading: Reading, base: Baseline, limits: Limits) -> Numbers | None:
    if base.previous is None or reading.value >= base.previous[1]:
        return None
    if turn(base.previous, reading.point, base, limits) is not None:
        return None
    return _turn(reading, base.previous, base, limits)


def rollover(reading: Reading, base: Baseline, limits: Limits) -> Numbers | None:
    if base.previous is None or reading.value >= base.previous[1]:
        return None
    if turn(base.previous, reading.point, base, limits) is None:
        return None
    return _turn(reading, base.previous, base, limits)


def _turn(reading: Reading, previous: Point, base: Baseline, limits: Limits) -> Numbers:
    return {
        "index": micro_text(reading.value),
        "before": micro_text(previous[1]),
        "wrapped": quantity_text(base.dial.units(reading.value - previous[1] + base.dial.turn)),
        "cap": quantity_text(possible(previous[0], reading.read_at, limits)),
    }


def later_lower(reading: Reading, base: Baseline, limits: Limits) -> Numbers | None:
    if base.following is None or reading.value <= base.following[1] or _turns_behind(reading, base, limits):
        return None
    return {"index": micro_text(reading.value), "after": micro_text(base.following[1])}


def _turns_behind(reading: Reading, base: Baseline, limits: Limits) -> bool:
    """Whether the dial may have begun anew before the later, lower reading: it can have, and that means no unusual use
    which would not have been without this reading."""
    assert base.following is not None
    since = a_day(reading.point, base.following, base, limits)
    if since is None or base.previous is None or not tells_usual(base, limits):
        return since is not None
    without, highest = a_day(base.previous, base.following, base, limits), highest_usual(base, limits)
    return since <= highest or without is None or without > highest


def physical_cap(reading: Reading, base: Baseline, limits: Limits) -> Numbers | None:
    if base.previous is None or reading.value <= base.previous[1]:
        return None
    at, before = base.previous
    used, most = base.dial.units(reading.value - before), possible(at, reading.read_at, limits)
    if used <= most:
        return None
    return {"used": quantity_text(used), "cap": quantity_text(most), "hours": _hours(reading.read_at - at)}


def daily_use(reading: Reading, base: Baseline, limits: Limits) -> float | None:
    """Average daily use since the baseline; None where the register's own history says too little to compare it."""
    if base.previous is None or reading.read_at - base.previous[0] < DAY_MS or not tells_usual(base, limits):
        return None
    return a_day(base.previous, reading.point, base, limits)


def high_use(reading: Reading, base: Baseline, limits: Limits) -> Numbers | None:
    daily, limit = daily_use(reading, base, limits), highest_usual(base, limits)
    if daily is None and base.previous is not None and reading.value < base.previous[1]:
        # Of a turn it is asked however little is known of what is usual; see `turns`.
        daily = a_day(base.previous, reading.point, base, limits)
    if daily is None or daily <= limit:
        return None
    return _compared(daily, limit, base.highest)


def low_use(reading: Reading, base: Baseline, limits: Limits) -> Numbers | None:
    daily = daily_use(reading, base, limits)
    limit = base.lowest * limits.low_factor
    if daily is None or daily >= limit or base.lowest <= limits.floor_per_day:
        return None
    return _compared(daily, limit, base.lowest)


def _compared(daily: float, limit: float, usual: float) -> Numbers:
    return {"daily": quantity_text(daily), "limit": quantity_text(limit), "usual": quantity_text(usual)}


def zero_use(reading: Reading, base: Baseline, limits: Limits) -> Numbers | None:
    if base.previous is None or reading.value != base.previous[1] or base.idle + 1 != limits.zero_intervals:
        return None
    if base.highest <= limits.floor_per_day or reading.read_at - base.previous[0] < DAY_MS:
        return None
    return {"index": micro_text(reading.value), "intervals": str(base.idle + 1), "usual": quantity_text(base.highest)}


def zone_sum(reading: Reading, base: Baseline, limits: Limits) -> Numbers | None:
    if base.zones is None or abs(reading.value - base.zones) <= limits.zone_difference * MICRO:
        return None
    return {
        "index": micro_text(reading.value),
        "zones": micro_text(base.zones),
        "difference": quantity_text(abs(reading.value - base.zones) / MICRO),
    }


def prolonged_estimation(_: Reading, base: Baseline, limits: Limits) -> Numbers | None:
    return None if base.estimates <= limits.estimated_in_row else {"periods": str(base.estimates)}


def quantity_text(amount: float) -> str:
    """Four significant digits, never an exponent."""
    places = 0 if amount >= 1000 else 1 if amount >= 100 else 2 if amount >= 10 else 3 if amount >= 1 else 4
    text = f"{amount:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _hours(milliseconds: int) -> str:
    return quantity_text(milliseconds / HOUR_MS)


_NOTE = RuleSeverity.RULE_SEVERITY_NOTE
_REVIEW = RuleSeverity.RULE_SEVERITY_REVIEW
_REFUSE = RuleSeverity.RULE_SEVERITY_REFUSE

#: Every rule, in the order in which they are asked. What can't be is refused; where a person may know better, a person
#: looks; a rollover with a usual use is what registers do.
RULES: tuple[Rule, ...] = (
    Rule(
        "REGISTER_DIGITS",
        "3.6.1001",
        _REFUSE,
        "R < 10^d",
        "Показання {index} не вміщається в лічильник: {integer_digits:цифра/цифри/цифр} до коми, "
        "{fraction_digits} після.",
        "The index {index} does not fit the register: {integer_digits:digit/digits} before the point, "
        "{fraction_digits} after it.",
        register_digits,
    ),
    Rule(
        "FUTURE_DATE",
        "3.6.1002",
        _REFUSE,
        "read-at ≤ received-at + tolerance",
        "Показання датовано на {hours} пізніше, ніж його отримано.",
        "The reading is dated {hours} after it was received.",
        future_date,
    ),
    Rule(
        "BEFORE_INSTALLATION",
        "3.6.1003",
        _REFUSE,
        "installed-at ≤ read-at",
        "Показання датовано на {hours} раніше, ніж встановлено лічильник.",
        "The reading is dated {hours} before the meter was installed.",
        before_installation,
    ),
    Rule(
        "AFTER_REMOVAL",
        "3.6.1004",
        _REFUSE,
        "read-at ≤ removed-at",
        "Показання датовано на {hours} пізніше, ніж знято лічильник.",
        "The reading is dated {hours} after the meter was removed.",
        after_removal,
    ),
    Rule(
        "CONFLICT",
        "3.6.1005",
        _REVIEW,
        "one instant, one index",
        "На цей самий час уже є показання {on_record}; надійшло {index}.",
        "For the same instant {on_record} is on record; now came {index}.",
        conflict,
    ),
    Rule(
        "DECREASE",
        "3.6.1006",
        _REFUSE,
        "R ≥ R′ or R − R′ + 10^d ≤ cap × h",
        "Показання {index} менше за попереднє {before}; перехід через нуль означав би {wrapped} {unit}, "
        "а лічильник міг пропустити щонайбільше {cap} {unit}.",
        "The index {index} is below the one before, {before}; a rollover would mean {wrapped} {unit}, "
        "and the meter can have passed {cap} {unit} at most.",
        decrease,
    ),
    Rule(
        "LATER_LOWER",
        "3.6.1008",
        _REVIEW,
        "R ≤ R″ or R″ − R + 10^d ≤ cap × h, not unusual where R″ − R′ is not",
        "Показання {index} більше за пізніше показання {after}.",
        "The index {index} is above a later one, {after}.",
        later_lower,
    ),
    Rule(
        "PHYSICAL_CAP",
        "3.6.1009",
        _REVIEW,
        "(R − R′)·k ≤ cap × h",
        "Спожито {used} {unit} за {hours}; лічильник міг пропустити щонайбільше {cap} {unit}.",
        "{used} {unit} used in {hours}; the meter can have passed {cap} {unit} at most.",
        physical_cap,
    ),
    Rule(
        "HIGH_USE",
        "3.6.1010",
        _REVIEW,
        "(R − R′ [+ 10^d])·k / days ≤ high·max + floor",
        "Споживання {daily} {unit} на добу вище за межу {limit}; найбільше за рік було {usual}.",
        "Daily use of {daily} {unit} is above the limit of {limit}; the highest of the year was {usual}.",
        high_use,
    ),
    Rule(
        "LOW_USE",
        "3.6.1011",
        _REVIEW,
        "(R − R′ [+ 10^d])·k / days ≥ low·min",
        "Споживання {daily} {unit} на добу нижче за межу {limit}; найменше за рік було {usual}.",
        "Daily use of {daily} {unit} is below the limit of {limit}; the lowest of the year was {usual}.",
        low_use,
    ),
    Rule(
        "ZERO_USE",
        "3.6.1012",
        _REVIEW,
        "R = R′ for n intervals",
        "Показання {index} не змінюється вже {intervals:період/періоди/періодів} поспіль; "
        "зазвичай на добу буває до {usual} {unit}.",
        "The index {index} has not moved for {intervals:interval/intervals}; usual daily use is up to {usual} {unit}.",
        zero_use,
    ),
    Rule(
        "ROLLOVER",
        "2.4.1",
        _NOTE,
        "R − R′ + 10^d ≤ cap × h",
        "Лічильник перейшов через нуль: {before} → {index}, спожито {wrapped} {unit}.",
        "The register began anew: {before} → {index}, {wrapped} {unit} used.",
        rollover,
    ),
    Rule(
        "OUTSIDE_WINDOW",
        "3.6.1013",
        _REFUSE,
        "opens ≤ received-at ≤ closes",
        "Постачальник приймає показання лише у визначені дні; найближчий такий день — {day}.",
        "The utility takes readings on its own days only; the nearest is {day}.",
        outside_window,
    ),
    Rule(
        "VERIFICATION_OVERDUE",
        "3.6.1014",
        _NOTE,
        "read-at < verification-due",
        "Строк повірки лічильника минув {hours} тому.",
        "The meter's verification ran out {hours} before.",
        verification_overdue,
    ),
    Rule(
        "ZONE_SUM",
        "3.6.1015",
        _REVIEW,
        "|total − Σ zones| ≤ ε",
        "Загальне показання {index} і сума за зонами {zones} розходяться на {difference} {unit}.",
        "The total {index} and the sum of the zones {zones} differ by {difference} {unit}.",
        zone_sum,
    ),
    Rule(
        "PROLONGED_ESTIMATION",
        "3.6.1016",
        _NOTE,
        "estimates in a row ≤ n",
        "Показань не було тривалий час: поспіль розраховано {periods:період/періоди/періодів}.",
        "Nobody has read the meter for long: estimates stand for {periods:period/periods} in a row.",
        prolonged_estimation,
    ),
)
BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
#: What may harm most first: the order of the review queue. Rules that are not named come last.
URGENCY = ("PHYSICAL_CAP", "CONFLICT", "LATER_LOWER", "HIGH_USE", "ZONE_SUM", "ZERO_USE", "LOW_USE")
#: A register whose index must be the sum of the others of its meter.
TOTAL = int(RegisterTier.REGISTER_TIER_TOTAL)


class Found(NamedTuple):
    """What a rule found: its code and the numbers it used."""

    code: str
    numbers: Numbers


class Judgement(NamedTuple):
    state: int
    quality: int
    rollover: bool
    found: tuple[Found, ...]
    #: Version of the rule set that judged.
    rule_set: int


#: What is found of an index that fell below one that is as doubtful as it is.
FALLS = ("DECREASE", "HIGH_USE")
#: Rules that run, each with its severity.
Active = tuple[tuple[str, Check, int], ...]

ACCEPTED = int(ReadingState.READING_STATE_ACCEPTED)
_STATE = {
    int(_NOTE): ACCEPTED,
    int(_REVIEW): int(ReadingState.READING_STATE_IN_REVIEW),
    int(_REFUSE): int(ReadingState.READING_STATE_REFUSED),
}
VALIDATED = int(ReadingQuality.READING_QUALITY_VALIDATED)
QUESTIONABLE = int(ReadingQuality.READING_QUALITY_QUESTIONABLE)


def judge(reading: Reading, base: Baseline, limits: Limits, active: Active, version: int) -> Judgement:
    """Every rule's say; the gravest decides."""
    found: list[Found] | None = None
    gravest = int(_NOTE)
    for code, check, severity in active:
        numbers = check(reading, base, limits)
        if numbers is not None:
            found = found or []
            found.append(Found(code, numbers))
            if base.doubted and code in FALLS:
                severity = min(severity, int(_REVIEW))
            gravest = max(gravest, severity)
    if found is None:
        return Judgement(ACCEPTED, VALIDATED, False, (), version)
    state = _STATE[gravest]
    quality = VALIDATED if state == ACCEPTED else QUESTIONABLE
    turned = any(finding.code == "ROLLOVER" for finding in found)
    return Judgement(state, quality, turned, tuple(found), version)
