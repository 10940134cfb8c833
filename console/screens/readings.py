"""Readings: the review queue first, then everything. What is in review is shown with its likeliest cause, the window of
plausible indexes and the neighbours' use; one key decides, and another takes it back."""

from collections import Counter
from collections.abc import Callable, Sequence
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult

from console import formats, triage
from console.i18n import enum, language, t
from console.models import Cause, Decision, Examination, Finding, Query, Reading
from console.ports import ClientError, Source
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.plot import Plot
from console.widgets.table import Cell, Column

_STATES = {
    "RECEIVED": ("◌", ""),
    "ACCEPTED": ("●", "good"),
    "IN_REVIEW": ("◆", "warn"),
    "REFUSED": ("✖", "bad"),
    "CORRECTED": ("◇", "dim"),
    "REVERSED": ("↺", "bad"),
    "SUPERSEDED": ("○", "dim"),
}
#: Readings that the plot shows.
HISTORY = 25
#: Cells of the longest bar.
BARS = 14
#: As long as the server takes a review back.
UNDO_SECONDS = 30.0
#: What is to be done with a reading, and why.
Plan = Callable[[Reading], tuple[Decision, str]]
UNITS = {"ELECTRICITY": "кВт·год", "HEAT": "Гкал"}


def state_cell(state: str) -> Cell:
    glyph, tone = _STATES.get(state, ("?", ""))
    return Cell(f"{glyph} {enum('reading_state', state)}", tone)


def service(reading: Reading) -> str:
    tier = f", {enum('tier', reading.tier)}" if reading.tier not in ("", "TOTAL") else ""
    return f"{enum('commodity', reading.commodity)}{tier}"


class ReadingsScreen(ListScreen[Reading]):
    area = "readings"
    conditions: ClassVar[Sequence[str]] = ("state", "service", "source", "meter", "rule", "user", "register")
    free = "meter"
    first = Query((("state", "in_review"),))

    def __init__(self, source: Source[Reading]) -> None:
        super().__init__(source)
        #: What is known of the reading under the cursor, where it is in review.
        self._examined: Examination | None = None
        #: Readings that were decided last, and until when that can be taken back.
        self._undoable: tuple[list[str], float] = ([], 0.0)

    def columns(self) -> Sequence[Column[Reading]]:
        return (
            Column("column.received", 14, self._received, rank=3),
            Column("column.service", 3, lambda one: Cell(service(one)), flexible=True),
            Column("column.index", 11, lambda one: Cell(formats.decimal(one.index)), right=True),
            Column(
                "column.consumption", 9, lambda one: Cell(formats.decimal(one.consumption), "dim"), right=True, rank=4
            ),
            Column("column.state", 15, lambda one: state_cell(one.state)),
            Column("column.findings", 4, self._findings, flexible=True, rank=1),
            Column("column.address", 3, lambda one: Cell(one.address, "dim"), flexible=True, rank=2),
        )

    def _received(self, one: Reading) -> Cell:
        return Cell(formats.short_instant(one.received_at, self.console.clock.now()), "dim")

    def _findings(self, one: Reading) -> Cell:
        return Cell(", ".join(t(f"rule.{found.code}") for found in one.findings), "warn")

    def below(self) -> ComposeResult:
        yield Plot()

    async def detail(self, row: Reading) -> Sequence[Block]:
        if row.state != "IN_REVIEW":
            self._examined = None
            reading = await self.api.readings.get(row.id)
            await self._draw_history(reading, None)
            return [*_findings(reading), _facts(reading), *_versions(reading)]
        examined = self._examined = await self.api.readings.examine(row.id)
        reading = examined.reading
        await self._draw_history(reading, examined)
        return [
            *_causes(reading),
            *_findings(reading),
            _window(examined),
            *_neighbours(examined),
            _facts(reading),
            *_versions(reading),
        ]

    async def _draw_history(self, reading: Reading, examined: Examination | None) -> None:
        """Indexes of the register as they were accepted; of one in review also where it would be plausible."""
        try:
            history = list(await self.api.readings.history(reading.register_id))
        except ClientError:
            return
        points = [(one.read_at, float(one.index)) for one in history if one.read_at is not None]
        plot = self.query_one(Plot)
        if examined is None or reading.read_at is None:
            if len(points) > 1:
                await plot.line(points[-HISTORY:], t("reading.history"))
            return
        points = [point for point in points if point[0] < reading.read_at]
        if points:
            between = (float(examined.low), float(examined.high)) if examined.high else None
            came = reading.read_at, float(reading.index)
            await plot.window(points[-HISTORY:], came, between, t("reading.history"))

    # -- actions

    def do_reading_queue(self) -> None:
        self.set_condition("state", "" if self.pages.query.get("state") else "in_review")

    async def do_reading_accept(self) -> None:
        await self._decide(lambda one: (Decision("accept"), t("reading.reason_accept")))

    async def do_reading_refuse(self) -> None:
        await self._decide(lambda one: (Decision("refuse"), _said(one) or t("reading.reason_refuse")))

    async def do_reading_estimate(self) -> None:
        await self._decide(lambda one: (Decision("estimate"), t("reading.reason_estimate")))

    async def do_reading_fix(self) -> None:
        """Does what the likeliest cause asks for."""
        rows = self.table.chosen()
        if not rows:
            return
        looked = [await self._with_causes(row) for row in rows]
        known = [one for one in looked if one.causes]
        if not known:
            self.console.tell(t("reading.no_cause"), "warning")
            return
        await self._decide(lambda one: (triage.fix(one, one.causes[0]), _in_words(one.causes[0])), known)

    async def _with_causes(self, row: Reading) -> Reading:
        here = self._examined
        if here is not None and here.reading.id == row.id and here.reading.etag == row.etag:
            return here.reading
        return await self.api.readings.get(row.id)

    async def _decide(self, plan: Plan, rows: Sequence[Reading] | None = None) -> None:
        """One reading is decided at once, because it can be taken back; many are rehearsed and shown before."""
        rows = rows if rows is not None else self.table.chosen()
        if len(rows) == 1:
            decision, reason = plan(rows[0])
            self._leave(await self.api.readings.decide(rows[0], decision, reason))
            self._decided(rows)
            return
        planned = [row for row in rows if row.state == "IN_REVIEW"]
        if not planned or not await self._rehearsed(planned, plan):
            return
        done: list[Reading] = []

        async def work(row: Reading) -> Reading:
            decision, reason = plan(row)
            decided = await self.api.readings.decide(row, decision, reason)
            done.append(row)
            return decided

        await self.in_bulk(planned, work, t("reading.deciding"))
        self._decided(done)

    async def _rehearsed(self, rows: Sequence[Reading], plan: Plan) -> bool:
        """Shows what would become of each, and asks whether to go on."""
        states: Counter[str] = Counter()
        refused: Counter[str] = Counter()
        changed = 0
        for row in rows:
            try:
                found = await self.api.readings.rehearse(row, plan(row)[0])
            except ClientError as error:
                refused[error.message] += 1
                if error.lost:
                    raise
                continue
            states[found.state] += 1
            changed += found.changed
        lines = [f"{count} × {enum('reading_state', state)}" for state, count in states.most_common()]
        lines += [t("reading.rehearsed_others", count=changed)] if changed else []
        lines += [f"{count} × {sentence}" for sentence, count in refused.most_common(5)]
        title = t("reading.rehearsed", count=len(rows))
        return await self.ask(Form(title, [], text="\n".join(lines), submit=t("form.go_on"))) is not None

    def _leave(self, decided: Reading) -> None:
        """A reading that was decided leaves the queue at once: the next one is under the cursor."""
        self.took(decided)
        if self.pages.query.get("state").upper() == "IN_REVIEW" and decided.state != "IN_REVIEW":
            self.table.drop(decided.id)
            self.show_head()

    def _decided(self, rows: Sequence[Reading]) -> None:
        """Keeps what was decided, so that it can be taken back for a while."""
        if rows:
            self._undoable = ([row.id for row in rows], monotonic() + UNDO_SECONDS)
            self.console.tell(t("reading.decided", count=len(rows)))

    async def do_reading_undo(self) -> None:
        numbers, until = self._undoable
        self._undoable = ([], 0.0)
        if not numbers or monotonic() > until:
            self.console.tell(t("reading.nothing_to_undo"), "warning")
            return
        for number in numbers:
            self.took(await self.api.readings.undo(number))
        self.renew_soon()
        self.console.tell(t("reading.undone", count=len(numbers)))

    async def do_reading_correct(self) -> None:
        reading = self.table.current
        if reading is None:
            return
        answers = await self.ask(
            Form(
                t("action.reading_correct"),
                [Field("index", t("column.index"), formats.decimal(reading.index)), Field("reason", t("form.reason"))],
                text=f"{service(reading)}, {reading.address}, {reading.serial}",
            )
        )
        if answers:
            decision = Decision("correct", index=answers["index"])
            self._leave(await self.api.readings.decide(reading, decision, answers["reason"]))
            self._decided([reading])

    async def do_reading_import(self) -> None:
        from console.screens.importing import import_file

        await import_file(self)
        self.renew()

    async def do_reading_reverse(self) -> None:
        reading = self.table.current
        if reading is None:
            return
        reason = await self.reason(
            t("action.reading_reverse"),
            danger=True,
            phrase=formats.decimal(reading.index),
            text=t("reading.reverse_text", address=reading.address, service=service(reading)),
        )
        if reason:
            healed = await self.api.readings.reverse(reading, reason)
            self.console.tell(t("reading.reversed", count=healed))


def _in_words(one: Cause | Finding) -> str:
    return one.uk if language() == "uk" else one.en


def _said(reading: Reading) -> str:
    return " ".join(_in_words(found) for found in reading.findings)[:500]


def _causes(reading: Reading) -> list[Block]:
    """Likeliest first; the first is what the key for it does."""
    if not reading.causes:
        return []
    first, *others = reading.causes
    lines = [("good", f"{first.probability:.0%}  {_in_words(first)}"), ("dim", t(f"reading.fix.{_fix_of(reading)}"))]
    lines += [("", f"{one.probability:.0%}  {_in_words(one)}") for one in others]
    return [Block(t("reading.causes"), lines=lines)]


def _fix_of(reading: Reading) -> str:
    decision = triage.fix(reading, reading.causes[0])
    return "rollover" if decision.rollover else decision.kind


def _findings(reading: Reading) -> list[Block]:
    """What each rule found, with its formula and the numbers it used."""
    blocks = []
    for found in reading.findings:
        numbers = "  ".join(f"{name} = {formats.decimal(value)}" for name, value in found.numbers.items())
        lines = [("warn", _in_words(found)), ("dim", found.formula), ("", numbers)]
        blocks.append(Block(t(f"rule.{found.code}"), lines=[line for line in lines if line[1]]))
    return blocks


def _window(examined: Examination) -> Block:
    """Between which indexes it would be plausible, and what would be estimated."""
    pairs = [(t("reading.came"), formats.decimal(examined.reading.index))]
    if examined.high:
        pairs.append((t("reading.plausible"), _between(examined.low, examined.high)))
    if examined.expected:
        pairs.append((t("reading.expected"), formats.decimal(examined.expected)))
        pairs.append(("90 %", _between(examined.expected_low, examined.expected_high)))
        pairs.append((t("reading.method"), enum("estimation_method", examined.method)))
    pairs.append((t("reading.photo"), examined.reading.photo or t("reading.no_photo")))
    return Block(t("reading.window"), pairs)


def _between(low: str, high: str) -> str:
    return f"{formats.decimal(low)} – {formats.decimal(high)}"


def _neighbours(examined: Examination) -> list[Block]:
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
        lines.append((tone, f"{name:<{width}} {'█' * filled}{over} {formats.decimal(f'{daily:.3g}')}"))
    return [Block(t("reading.neighbours"), lines=lines)]


def _facts(reading: Reading) -> Block:
    return Block(
        f"{service(reading)}  {formats.decimal(reading.index)} {UNITS.get(reading.commodity, 'м³')}",
        [
            (t("column.state"), state_cell(reading.state).text),
            (t("reading.read_at"), formats.instant(reading.read_at)),
            (t("column.received"), formats.instant(reading.received_at)),
            (t("column.consumption"), formats.decimal(reading.consumption)),
            (t("column.meter"), reading.serial),
            (t("column.address"), reading.address),
            (t("reading.source"), enum("reading_source", reading.source)),
            (t("reading.quality"), f"{enum('reading_quality', reading.quality)} {reading.cim_code}"),
        ],
    )


def _versions(reading: Reading) -> list[Block]:
    lines = [
        ("", f"{formats.instant(one.at)}  {enum('reading_state', one.state)}  {_who(one.actor)}  {one.reason}")
        for one in reading.versions
    ]
    return [Block(t("reading.versions"), lines=lines)] if lines else []


def _who(actor: str) -> str:
    return t(f"actor.{actor}") if actor in ("rules", "resident") else actor
