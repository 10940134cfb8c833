"""Readings: the review queue first, then everything; the history of the register as a plot."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult

from console import formats
from console.i18n import enum, language, t
from console.models import Query, Reading
from console.ports import ClientError
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
Work = Callable[[Reading], Awaitable[Reading]]
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
        reading = await self.api.readings.get(row.id)
        blocks = [
            Block(
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
        ]
        for found in reading.findings:
            numbers = "  ".join(f"{name} = {formats.decimal(value)}" for name, value in found.numbers.items())
            said = found.uk if language() == "uk" else found.en
            lines = [("warn", said), ("dim", found.formula), ("", numbers)]
            blocks.append(Block(t(f"rule.{found.code}"), lines=[line for line in lines if line[1]]))
        if reading.versions:
            lines = [
                (
                    "",
                    f"{formats.instant(one.at)}  {enum('reading_state', one.state)}  {_who(one.actor)}  {one.reason}",
                )
                for one in reading.versions
            ]
            blocks.append(Block(t("reading.versions"), lines=lines))
        await self._draw_history(reading)
        return blocks

    async def _draw_history(self, reading: Reading) -> None:
        """Indexes of the register as they were accepted, with the one that is looked at at its end."""
        try:
            history = list(await self.api.readings.history(reading.register_id))
        except ClientError:
            return
        if reading.state != "ACCEPTED":
            history.append(reading)
        if len(history) < 2:
            return
        points = [(one.read_at, float(one.index)) for one in history if one.read_at is not None]
        await self.query_one(Plot).line(points[-HISTORY:], t("reading.history"))

    # -- actions

    def do_reading_queue(self) -> None:
        self.set_condition("state", "" if self.pages.query.get("state") else "in_review")

    async def do_reading_accept(self) -> None:
        rows = self.table.chosen()
        if not rows:
            return
        reason = await self.reason(t("reading.accept_title", count=len(rows)))
        if reason:
            await self._each(rows, t("action.reading_accept"), lambda one: self.api.readings.accept(one, reason))

    async def do_reading_refuse(self) -> None:
        rows = self.table.chosen()
        if not rows:
            return
        reason = await self.reason(t("reading.refuse_title", count=len(rows)))
        if reason:
            await self._each(rows, t("action.reading_refuse"), lambda one: self.api.readings.refuse(one, reason))

    async def _each(self, rows: Sequence[Reading], title: str, work: Work) -> None:
        if len(rows) == 1:
            self.took(await work(rows[0]))
        else:
            await self.in_bulk(rows, work, title)

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
            self.took(await self.api.readings.correct(reading, answers["index"], answers["reason"]))

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


def _who(actor: str) -> str:
    return t(f"actor.{actor}") if actor in ("rules", "resident") else actor
