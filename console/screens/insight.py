"""Figures: today beside the usual day, each over time as a plot and in numbers, whole or parted."""

from collections.abc import Sequence
from datetime import date, timedelta

from textual.app import ComposeResult

from console import formats
from console.i18n import either, enum, t
from console.insight import PARTS, STEPS, Figure, Point, Series
from console.ports import InsightApi
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.plot import Plot
from console.widgets.table import Cell, Column

#: Days of a trend, by its step; those that the detail writes out, and series that it names.
REACH = {"DAY": 28, "WEEK": 26 * 7, "MONTH": 365}
WRITTEN, NAMED = 14, 30
#: How far from the usual is worth a colour, as a share of it; and of what is a share itself.
FAR, FAR_SHARE = 0.25, 0.05
#: Figures of which more is worse. Of shares less is; of other figures it says nothing, as the day is not over.
_BAD_UP = frozenset({"MESSAGE_COST", "DEBT", "DEBTORS", "SUPPORT_ANSWER", "PRIVACY_ANSWER"})


class InsightScreen(ListScreen[Figure]):
    area = "insight"

    def __init__(self, source: InsightApi) -> None:
        super().__init__(source)
        self._insight = source
        self._step = STEPS[0]
        #: What the figures are parted by, where they can be.
        self._part = ""
        self._plot = Plot()

    def columns(self) -> Sequence[Column[Figure]]:
        return (
            Column("insight.figure", 3, lambda one: Cell(enum("insight_metric", one.id)), flexible=True, least=20),
            Column("insight.today", 14, lambda one: Cell(written(one.unit, one.value)), right=True),
            Column("insight.usual", 14, lambda one: Cell(written(one.unit, one.usual), "dim"), right=True),
            Column("insight.against", 9, against_cell, right=True, rank=1),
        )

    def below(self) -> ComposeResult:
        yield self._plot

    def order_name(self) -> str:
        part = enum("trend_part", self._part) if self._part else ""
        return "  ".join(one for one in (enum("trend_step", self._step), part) if one)

    # -- the detail

    async def detail(self, row: Figure) -> Sequence[Block]:
        last = self.today
        part = self._part if self._part in PARTS.get(row.id, ()) else ""
        first = last - timedelta(days=REACH[self._step] - 1)
        series = await self._insight.trend(row.id, first, last, self._step, part)
        whole = series if not part else await self._insight.trend(row.id, first, last, self._step, "")
        points = whole[0].points if whole else ()
        title = t("insight.plot", name=enum("insight_metric", row.id))
        await self._plot.beside([(one.day, one.value, one.usual) for one in points], title)
        name = Block(enum("insight_metric", row.id), lines=[("dim", t(f"insight.about.{row.id}"))])
        return [name, self._parted(row, part, series) if part else self._written(row, points)]

    def _written(self, row: Figure, points: Sequence[Point]) -> Block:
        """The last steps, the newest first."""
        lines = [self._line(self._when(one.day), row, one.value, one.usual) for one in points[: -WRITTEN - 1 : -1]]
        return Block(enum("trend_step", self._step), lines=lines)

    def _parted(self, row: Figure, part: str, series: Sequence[Series]) -> Block:
        """Each part with its last step, and how it went until then."""
        lines = []
        for one in series[:NAMED]:
            last = one.points[-1] if one.points else Point(self.today, None, None)
            lines.append(self._line(named(one), row, last.value, last.usual))
            lines.append(("dim", f"  {formats.sparkline([max(0.0, point.value or 0.0) for point in one.points])}"))
        return Block(enum("trend_part", part), lines=lines or [("dim", t("insight.nothing"))])

    def _line(self, head: str, row: Figure, value: float | None, usual: float | None) -> tuple[str, str]:
        figure = Figure(row.id, row.unit, value, usual)
        against = against_cell(figure)
        usually = f" / {written(row.unit, usual)}" if usual is not None else ""
        return against.tone, f"{head}  {written(row.unit, value)}{usually}  {against.text}".rstrip()

    def _when(self, day: date) -> str:
        return formats.month(day) if self._step == "MONTH" else formats.day(day)

    # -- actions

    def do_insight_step(self) -> None:
        """Days, weeks, months, and days again."""
        self._step = STEPS[(STEPS.index(self._step) + 1) % len(STEPS)]
        self.show_head()
        self._look()

    def do_insight_part(self) -> None:
        """The next way to part the figure under the cursor, and the whole again."""
        row = self.current
        ways = PARTS.get(row.id, ()) if row is not None else ()
        if not ways:
            self.console.tell(t("insight.whole_only"), "warning")
            return
        here = ways.index(self._part) if self._part in ways else 0
        self._part = ways[(here + 1) % len(ways)]
        self.show_head()
        self._look()

    async def do_insight_rebuild(self) -> None:
        build = await self._insight.build()
        if build.state != "SERVED":
            self.console.tell(t("insight.rebuilding", since=formats.instant(build.rebuild_started_at)), "warning")
            return
        text = t("insight.rebuild_text", since=formats.instant(build.served_since))

        async def send(_: dict[str, str]) -> None:
            await self._insight.rebuild()

        fields = [Field("sure", "", phrase=t("insight.rebuild_phrase"))]
        if await self.ask(Form(t("action.insight_rebuild"), fields, text=text, send=send)) is not None:
            self.console.tell(t("insight.rebuild_begun"))


def named(series: Series) -> str:
    """What a series is of."""
    name = either(*series.name)
    if series.kind in ("COMMODITY", "CHANNEL"):
        return enum(series.kind.lower(), name)
    return name or t("insight.together")


def written(unit: str, value: float | None) -> str:
    """A value with its unit; a dash where there is none."""
    if value is None:
        return "—"
    if unit == "SHARE":
        return formats.decimal(f"{100 * value:.1f} %")
    if unit == "HRYVNIA":
        return formats.money(round(100 * value))
    if unit in ("HOURS", "DAYS"):
        return formats.lasting(value * (3_600 if unit == "HOURS" else 86_400))
    return formats.number(round(value))


def against_cell(one: Figure) -> Cell:
    """How far it is from the usual, and whether that is for the worse. A share is told in points."""
    if one.value is None or one.usual is None:
        return Cell("")
    if one.unit == "SHARE":
        moved = one.value - one.usual
        worse, text = moved <= -FAR_SHARE, f"{100 * moved:+.1f}"
    elif one.usual:
        moved = one.value / one.usual - 1
        worse, text = one.id in _BAD_UP and moved >= FAR, f"{100 * moved:+.0f} %"
    else:
        return Cell("")
    return Cell(formats.decimal(text.replace("-", formats.MINUS)), "warn" if worse else "dim")
