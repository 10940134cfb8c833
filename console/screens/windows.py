"""Reading windows on a calendar: when each utility takes readings, what becomes of late ones, and estimates for those
that did not come."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from console import formats, typed
from console.i18n import either, enum, t
from console.metering import Estimated, Opening, RuleSet, Window
from console.ports import ClientError, Source
from console.screens.listing import ListScreen
from console.widgets import calendar
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

#: Days that anything here counts, at most; what the contract allows is the server's to say.
MOST_DAYS = 366
#: Years in which windows begin and end.
FIRST_YEAR, LAST_YEAR = 2000, 2099
_LATE = ("ACCEPT", "DEEM_NEXT", "REFUSE")
_EARLY = ("ACCEPT", "DEEM", "REFUSE")
_MISSING = ("NONE", "AVERAGE_DAILY", "PLANNED_VOLUME", "BEST_ESTIMATE")


def utility(one: Window | RuleSet) -> str:
    return either(one.utility_uk, one.utility_en)


class WindowsScreen(ListScreen[Window]):
    area = "windows"
    conditions: ClassVar[Sequence[str]] = ("service",)
    words: ClassVar[Mapping[str, str]] = {"service": "commodity"}
    free = ""

    def __init__(self, source: Source[Window]) -> None:
        super().__init__(source)
        self._turned = calendar.Turned()

    def columns(self) -> Sequence[Column[Window]]:
        return (
            Column("column.utility", 3, lambda one: Cell(utility(one)), flexible=True),
            Column("column.service", 15, lambda one: Cell(enum("commodity", one.commodity))),
            Column("column.days", 17, lambda one: Cell(f"{_day(one.first_day)} – {_day(one.last_day)}"), right=True),
            Column("column.opening", 19, self._next, rank=1),
            Column("column.in_force", 14, lambda one: Cell(_in_force(one), "dim"), rank=2),
        )

    def _next(self, one: Window) -> Cell:
        """The opening that is, or the next."""
        for opening in one.openings:
            if opening.closes >= self.today:
                tone = "good" if opening.opens <= self.today else "dim"
                return Cell(calendar.short(opening.opens, opening.closes), tone)
        return Cell("", "dim")

    async def detail(self, row: Window) -> Sequence[Block]:
        lines = calendar.months(self._turned.first(self.today), lambda day: self._mark(row, day))
        lines.append(("dim", t("window.legend")))
        return [Block(_title(row), lines=lines), _policies(row)]

    def _mark(self, window: Window, day: date) -> calendar.Mark:
        """How a day stands to the openings."""
        style = "reverse" if day == self.today else ""
        for one in window.openings:
            if one.opens <= day <= one.closes:
                sign = "◆" if day == one.deemed else "▪"
                return sign, f"bold green {style}".strip()
            if day == one.deemed:
                return "◆", f"bold {style}".strip()
            if one.early_from is not None and one.early_from <= day < one.opens:
                return "▫", f"yellow {style}".strip()
        return " ", style or "dim"

    # -- actions

    def do_window_earlier(self) -> None:
        self._turned.by(-1)
        self._look()

    def do_window_later(self) -> None:
        self._turned.by(1)
        self._look()

    async def do_window_change(self) -> None:
        row = self.table.current
        if row is None:
            return

        async def send(answers: dict[str, str]) -> None:
            ends = _day_typed(answers["ends"], "ends") if answers["ends"] else None
            await self.api.windows.save(replace(_answered(row, answers), ends=ends))

        fields = [*_asked(row), Field("ends", t("window.ends"), formats.day(row.ends), required=False)]
        if await self.ask(Form(t("action.window_change"), fields, text=_title(row), send=send)) is not None:
            self._saved()

    async def do_window_next(self) -> None:
        """Other days from a day on: the window that is ends the day before."""
        row = self.table.current
        if row is None:
            return

        async def send(answers: dict[str, str]) -> None:
            begins = _day_typed(answers["begins"], "begins")
            following = replace(_answered(row, answers), id="", etag="", begins=begins, ends=None)
            ended = await self.api.windows.save(replace(row, ends=begins - timedelta(days=1)))
            try:
                await self.api.windows.save(following)
            except ClientError:
                await self.api.windows.save(replace(ended, ends=row.ends))  # what was to follow it did not come about
                raise

        first = formats.day(calendar.months_on(self.today, 1))
        fields = [Field("begins", t("window.begins"), first), *_asked(row)]
        if await self.ask(Form(t("action.window_next"), fields, text=_title(row), send=send)) is not None:
            self._saved()

    def _saved(self) -> None:
        self.console.tell(t("window.saved"))
        self.renew()

    async def do_window_estimate(self) -> None:
        """Estimates what was not read in the opening that closed last; shows first what that would be."""
        row = self.table.current
        closed = [one for one in row.openings if one.closes < self.today] if row is not None else []
        if row is None or not closed:
            self.console.tell(t("window.none_closed"), "warning")
            return
        would = await self._estimated(row, closed[-1], dry_run=True)
        if would is None or not would.put:
            self.console.tell(t("window.nothing_missing"))
            return
        opening = closed[-1]
        title = t("window.would_estimate", count=would.put)
        which = f"{_title(row)}, {formats.day(opening.opens)} – {formats.day(opening.closes)}"
        said = [which, t("window.estimate_until", day=formats.day(opening.deemed or opening.closes)), "", *_sums(would)]
        if await self.ask(Form(title, [], text="\n".join(said), submit=t("form.go_on"))) is None:
            return
        done = await self._estimated(row, closed[-1], dry_run=False)
        self.console.tell(t("window.estimated", count=done.put if done is not None else 0))

    async def _estimated(self, row: Window, opening: Opening, dry_run: bool) -> Estimated | None:
        """Runs it to its end, saying how far it is."""
        from console.screens.progress import Working

        working = Working(t("window.estimating"))
        await self.app.push_screen(working)
        found: Estimated | None = None
        try:
            async for found in self.api.windows.estimate(row, opening.closes, dry_run):
                working.show([t("window.looked", count=found.registers), *_sums(found)])
                if working.stopped:
                    return None
        finally:
            working.dismiss()
        return found


def _title(row: Window) -> str:
    return f"{utility(row)}, {enum('commodity', row.commodity)}"


def _day(number: int) -> str:
    """A day of the month; one counted from its end says so."""
    return str(number) if number > 0 else t("window.last") if number == -1 else t("window.from_end", number=-number)


def _in_force(one: Window) -> str:
    return t("window.until", day=formats.day(one.ends)) if one.ends else t("window.since", day=formats.day(one.begins))


def _policies(one: Window) -> Block:
    early = enum("early_policy", one.early) if one.early_days else ""
    return Block(
        t("window.policies"),
        [
            (t("window.deemed"), str(one.deemed_day) if one.deemed_day else t("window.as_read")),
            (t("window.late"), enum("late_policy", one.late)),
            (t("window.early"), f"{t('days', count=one.early_days)}: {early}" if early else t("window.no_early")),
            (t("window.missing"), enum("missing_policy", one.missing)),
            (t("window.begins"), formats.day(one.begins)),
            (t("window.ends"), formats.day(one.ends)),
        ],
    )


def _sums(found: Estimated) -> list[str]:
    lines = [f"{count} × {enum('estimation_method', method)}" for method, count in found.by_method.items()]
    return lines + [f"{count} × {enum('not_estimated', reason)}" for reason, count in found.left.items()]


def _asked(row: Window) -> list[Field]:
    return [
        Field("first_day", t("window.first_day"), str(row.first_day), hint=t("window.day_hint")),
        Field("last_day", t("window.last_day"), str(row.last_day), hint=t("window.day_hint")),
        Field("deemed_day", t("window.deemed_day"), str(row.deemed_day)),
        Field("late", t("window.late"), row.late, _choices("late_policy", _LATE)),
        Field("early", t("window.early"), row.early or "ACCEPT", _choices("early_policy", _EARLY)),
        Field("early_days", t("window.early_days"), str(row.early_days)),
        Field("missing", t("window.missing"), row.missing, _choices("missing_policy", _MISSING)),
    ]


def _choices(kind: str, values: Sequence[str]) -> list[tuple[str, str]]:
    return [(value, enum(kind, value)) for value in values]


def _answered(row: Window, answers: dict[str, str]) -> Window:
    numbers = {name: _number(name, answers[name]) for name in ("first_day", "last_day", "deemed_day", "early_days")}
    policies = {name: answers[name] for name in ("late", "early", "missing")}
    return replace(row, **numbers, **policies)  # type: ignore[arg-type]


def _number(name: str, text: str) -> int:
    """A whole number as typed. Raises ClientError for one that no day of a month can be."""
    try:
        number = int(formats.plain_decimal(text.replace("−", "-")))
    except ValueError:
        number = MOST_DAYS + 1
    if abs(number) > MOST_DAYS:
        raise typed.wrong(t("window.number_typed", field=t(f"window.{name}"), text=text), name)
    return number


def _day_typed(text: str, field: str) -> date:
    """A day as typed. Raises ClientError for one that is none, or of another century."""
    day = typed.day(text, field)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise typed.wrong(t("window.day_range", text=text, first=FIRST_YEAR, last=LAST_YEAR), field)
    return day
