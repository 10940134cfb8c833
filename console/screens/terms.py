"""The calendar of terms: what must be answered by which day, whatever kind of thing it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from rich.text import Text

from console import formats
from console.formats import KYIV
from console.i18n import enum, language, spoken, t
from console.models import Query
from console.ports import Source
from console.screens.listing import ListScreen
from console.screens.windows import months_on
from console.terms import Term
from console.widgets import calendar
from console.widgets.detail import Block
from console.widgets.table import Cell, Column

#: Months that stand under one another.
SHOWN = 2
#: Days before the last one from which it is shown as near.
NEAR = 3
#: Terms that the calendar counts, and days with several of them that are named below it.
MOST, BUSY = 3_000, 8
#: Seconds after which the list is read again: nothing tells what changes in all three of its sources.
RENEW = 60.0
#: The area in which a thing is worked on.
_AREAS = {"REQUEST": "privacy", "DUTY": "duties", "DISCLOSURE": "disclosures"}


class TermsScreen(ListScreen[Term]):
    area = "terms"
    conditions: ClassVar[Sequence[str]] = ("kind",)
    words: ClassVar[Mapping[str, str]] = {"kind": "term_kind"}
    free = ""

    def __init__(self, source: Source[Term]) -> None:
        super().__init__(source)
        #: By how many months the calendar is turned from the month of the row.
        self._turned, self._turned_of = 0, ""

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(RENEW, self.renew_soon)

    def columns(self) -> Sequence[Column[Term]]:
        return (
            Column("column.due", 11, lambda one: Cell(formats.day(one.day), self._tone(one))),
            Column("column.left", 13, self._left),
            Column("column.number", 14, lambda one: Cell(one.number)),
            Column("column.kind", 2, lambda one: Cell(t(one.what)), flexible=True),
            Column("column.whom", 3, lambda one: Cell(spoken(one.whom)), flexible=True, rank=1),
            Column("column.state", 20, lambda one: Cell(t(one.state), "dim"), rank=2),
        )

    @property
    def _today(self) -> date:
        return self.console.clock.now().astimezone(KYIV).date()

    def _tone(self, one: Term) -> str:
        left = (one.day - self._today).days
        return "bad" if left < 0 else "warn" if left <= NEAR else ""

    def _left(self, one: Term) -> Cell:
        """The sign tells what is overdue, beside the colour."""
        left = (one.day - self._today).days
        said = f"‼ {t('term.ago', days=t('days', count=-left))}" if left < 0 else t("days", count=left)
        return Cell(said, self._tone(one))

    def order_name(self) -> str:
        return t("order.due_first" if self.pages.query.descending else "order.due_last")

    async def detail(self, row: Term) -> Sequence[Block]:
        if self._turned_of != row.id:
            self._turned, self._turned_of = 0, row.id
        facts = [
            (t("column.due"), f"{formats.day(row.day)}  {formats.article(row.article, language())}"),
            (t("column.number"), row.number),
            (t("column.whom"), spoken(row.whom)),
            (t("column.state"), t(row.state)),
        ]
        return [Block(f"{enum('term_kind', row.kind)}: {t(row.what)}", facts), await self._calendar(row)]

    async def _calendar(self, row: Term) -> Block:
        page = await self.api.terms.page(Query(), token="", skip=0, size=MOST)
        days = Counter(one.day for one in page.rows)
        first = months_on(row.day.replace(day=1), self._turned)
        lines: list[tuple[str, str | Text]] = []
        for number in range(SHOWN):
            shown = calendar.month(months_on(first, number), lambda day: self._mark(row, days[day], day))
            lines += [*(("", line) for line in shown), ("", "")]
        busiest = [f"{day.strftime('%d.%m')} — {count}" for day, count in sorted(days.items()) if count > 1]
        lines.append(("dim", t("term.legend")))
        if busiest:
            lines.append(("dim", t("term.several", days=", ".join(busiest[:BUSY]))))
        return Block(t("term.calendar"), lines=lines)

    def _mark(self, row: Term, count: int, day: date) -> calendar.Mark:
        """How a day stands to the terms; today is reversed."""
        style = "reverse" if day == self._today else ""
        if not count:
            return " ", style or "dim"
        tone = "red" if day < self._today else "yellow" if (day - self._today).days <= NEAR else "green"
        return "▪" if day == row.day else "▫", f"bold {tone} {style}".strip()

    # -- actions

    def do_term_earlier(self) -> None:
        self._turned -= 1
        self._look()

    def do_term_later(self) -> None:
        self._turned += 1
        self._look()

    def do_term_open(self) -> None:
        """The area where the thing is worked on."""
        row = self.current
        if row is not None:
            due = (("due", formats.day(row.day)),) if row.kind == "REQUEST" else ()
            self.console.go(_AREAS[row.kind], Query(due))
