"""The detail of a reading in blocks: what came, why it may have, what would be plausible, who decided what."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from console import formats, triage
from console.i18n import BOTH, either, enum, known, spoken, t
from console.metering import Cause, Examination, Finding, Reading
from console.widgets.detail import Block
from console.widgets.table import Cell, signed

_STATES = {
    "RECEIVED": ("◌", ""),
    "ACCEPTED": ("●", "good"),
    "IN_REVIEW": ("◆", "warn"),
    "REFUSED": ("✖", "bad"),
    "CORRECTED": ("◇", "dim"),
    "REVERSED": ("↺", "bad"),
    "SUPERSEDED": ("○", "dim"),
}
#: Cells of the longest bar.
BARS = 14
#: Letters of one language in a reason that is kept in both: the contract takes 500.
REASON = 240
#: Numbers of findings in the order in which they are read, those with the unit of the service first.
_MEASURED = (
    "before",
    "index",
    "after",
    "on_record",
    "used",
    "wrapped",
    "cap",
    "daily",
    "limit",
    "usual",
    "zones",
    "difference",
    "low",
    "high",
)
_PLAIN = ("hours", "intervals", "periods", "day", "integer_digits", "fraction_digits")


def state_cell(state: str) -> Cell:
    return signed("reading_state", state, _STATES)


def service(reading: Reading) -> str:
    tier = f", {enum('tier', reading.tier)}" if reading.tier not in ("", "TOTAL") else ""
    return f"{enum('commodity', reading.commodity)}{tier}"


def short_service(reading: Reading) -> str:
    """The service in one word; of a zone, with the zone."""
    tier = f" {enum('tier_short', reading.tier)}" if reading.tier not in ("", "TOTAL") else ""
    return f"{enum('commodity_short', reading.commodity)}{tier}"


def named(reading: Reading) -> str:
    """A reading in a few words, to say which was meant, and what was put in its place."""
    index = formats.measured(reading.index, reading.commodity)
    put = f" → {formats.measured(reading.put, reading.commodity)}" if reading.put else ""
    return f"{index}{put}, {reading.address or reading.serial}"


def in_words(one: Cause | Finding) -> str:
    return either(one.uk, one.en)


def kept_reason(found: Sequence[Cause | Finding]) -> str:
    """What was found, as a reason that everybody reads in their own language; empty for nothing."""
    if not found:
        return ""
    texts = (" ".join(one.uk for one in found), " ".join(one.en for one in found))
    return BOTH.join(text[:REASON] for text in texts)


def decided_by(reading: Reading) -> str:
    """Who made of a reading what it is now, when and why; of one that nobody decided, its state."""
    state = enum("reading_state", reading.state)
    if not reading.versions:
        return state
    last = reading.versions[-1]
    said = f"{state}: {who(last.actor)}, {formats.instant(last.at)}"
    return f"{said}. {spoken(last.reason)}" if last.reason else said


def who(actor: str) -> str:
    return t(f"actor.{actor}") if actor in ("rules", "resident") else actor


def head(reading: Reading, history: Sequence[Reading]) -> Block:
    """What came, where, and what somebody read there before; estimates are no baseline."""
    unit = formats.unit(reading.commodity)
    pairs = [(t("column.address"), reading.address), (t("column.meter"), reading.serial)]
    before = [
        one
        for one in history
        if one.read_at is not None and reading.read_at is not None and one.read_at < reading.read_at
        if one.source != "ESTIMATE"
    ]
    if before:
        last = before[-1]
        pairs.append((t("reading.before"), f"{formats.decimal(last.index)} {unit}  {formats.instant(last.read_at)}"))
        pairs.append(_used(reading, last))
    pairs.append((t("reading.read_at"), formats.instant(reading.read_at)))
    return Block(f"{service(reading)}  {formats.decimal(reading.index)} {unit}", pairs)


def _used(reading: Reading, last: Reading) -> tuple[str, str]:
    """What was used since, where the server says it, with the meter's multiplier and any turn of the dial; else how far
    the dial moved, to the last digit."""
    if reading.consumption:
        return t("column.consumption"), formats.measured(reading.consumption, reading.commodity)
    moved = Decimal(reading.index) - Decimal(last.index)
    return t("reading.difference"), formats.measured(f"{moved.normalize():+f}", reading.commodity)


def gone(reading: Reading) -> list[Block]:
    """That a reading is no longer of the list, and why."""
    return [Block(t("reading.gone"), lines=[("warn", decided_by(reading)), ("dim", t("reading.gone_hint"))])]


def causes(reading: Reading) -> list[Block]:
    """Likeliest first; the first is what the key for it does."""
    if not reading.causes:
        return []
    first, *others = reading.causes
    lines = [("good", f"{first.probability:.0%}  {in_words(first)}"), ("dim", t(f"reading.fix.{_fix_of(reading)}"))]
    follows = f"reading.next.{first.kind}"
    lines += [("dim", t(follows))] if known(follows) else []
    lines += [("", f"{one.probability:.0%}  {in_words(one)}") for one in others]
    return [Block(t("reading.causes"), lines=lines)]


def _fix_of(reading: Reading) -> str:
    decision = triage.fix(reading, reading.causes[0])
    if decision is None:
        return "refused" if reading.state == "REFUSED" else "none"
    return "rollover" if decision.rollover else decision.kind


def findings(reading: Reading) -> list[Block]:
    """What each rule found, what it asks for, and the numbers that it used."""
    blocks = []
    for found in reading.findings:
        rule = t(f"formula.{found.code}") if known(f"formula.{found.code}") else found.formula
        lines = [("warn", in_words(found)), ("dim", rule), ("", _numbers(found.numbers, reading.commodity))]
        blocks.append(Block(t(f"rule.{found.code}"), lines=[line for line in lines if line[1]]))
    return blocks


def _numbers(numbers: Mapping[str, str], commodity: str) -> str:
    """Always in the same order, by names that people read, each with its unit."""
    said = [
        f"{t(f'number.{name}')} {formats.measured(numbers[name], commodity)}" for name in _MEASURED if name in numbers
    ]
    for name in _PLAIN:
        if name in numbers:
            text = formats.day(date.fromisoformat(numbers[name])) if name == "day" else formats.decimal(numbers[name])
            said.append(f"{t(f'number.{name}')} {text}")
    return " · ".join(said)


def window(examined: Examination) -> Block:
    """Between which indexes it would be plausible, and what would be estimated."""
    unit = formats.unit(examined.reading.commodity)
    pairs = [(t("reading.came"), f"{formats.decimal(examined.reading.index)} {unit}")]
    if examined.high:
        pairs.append((t("reading.plausible"), f"{_between(examined.low, examined.high)} {unit}"))
    if examined.expected:
        pairs.append((t("reading.expected"), f"{formats.decimal(examined.expected)} {unit}"))
        pairs.append(("90 %", f"{_between(examined.expected_low, examined.expected_high)} {unit}"))
        pairs.append((t("reading.method"), enum("estimation_method", examined.method)))
    pairs.append((t("reading.photo"), examined.reading.photo or t("reading.no_photo")))
    return Block(t("reading.window"), pairs)


def _between(low: str, high: str) -> str:
    return f"{formats.decimal(low)} – {formats.decimal(high)}"


def neighbours(examined: Examination) -> list[Block]:
    """Daily use of the nearest apartments, and of this one, as bars."""
    if not examined.neighbours:
        return []
    here = ("warn", t("reading.here"), max(examined.daily, 0.0))
    rows = [here, *[("", t("reading.apartment", number=one.apartment), one.daily) for one in examined.neighbours]]
    most = max(daily for *_, daily in rows[1:]) or 1.0
    width = max(len(name) for _, name, _ in rows)
    lines = []
    for tone, name, daily in rows:
        filled = min(BARS, round(BARS * daily / most))
        over = "▶" if daily > most else ""
        lines.append((tone, f"{name:<{width}} {'█' * filled}{over} {formats.quantity(str(daily))}".rstrip()))
    return [Block(f"{t('reading.neighbours')}, {formats.unit(examined.reading.commodity)}", lines=lines)]


def facts(reading: Reading) -> Block:
    return Block(
        t("reading.facts"),
        [
            (t("column.state"), state_cell(reading.state).text),
            (t("column.received"), formats.instant(reading.received_at)),
            (t("column.consumption"), formats.measured(reading.consumption, reading.commodity)),
            (t("reading.source"), enum("reading_source", reading.source)),
            (t("reading.quality"), f"{enum('reading_quality', reading.quality)} {reading.cim_code}"),
        ],
    )


def versions(reading: Reading) -> list[Block]:
    lines = [
        ("", f"{formats.instant(one.at)}  {enum('reading_state', one.state)}  {who(one.actor)}  {spoken(one.reason)}")
        for one in reading.versions
    ]
    return [Block(t("reading.versions"), lines=lines)] if lines else []
