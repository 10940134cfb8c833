"""The calendar of terms: what must be done by which day, whatever kind of thing it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from console import formats, terms
from console.i18n import enum, spoken, t
from console.models import Query
from console.ports import Source
from console.screens.listing import ListScreen
from console.terms import Term
from console.widgets import calendar
from console.widgets.detail import Block
from console.widgets.table import Cell, Column

#: Days with several terms that are named below the calendar.
BUSY = 8
#: Seconds after which the list is read again: nothing tells what changes in all of its sources.
RENEW = 60.0
#: The area in which a thing is worked on.
_AREAS = {"REQUEST": "privacy", "DUTY": "duties", "DISCLOSURE": "disclosures"}
_COLOURS = {"bad": "red", "warn": "yellow", "": "green"}


class TermsScreen(ListScreen[Term]):
    area = "terms"
    conditions: ClassVar[Sequence[str]] = ("kind",)
    words: ClassVar[Mapping[str, str]] = {"kind": "term_kind"}
    free = ""

    def __init__(self, source: Source[Term]) -> None:
        super().__init__(source)
        self._turned = calendar.Turned()

    def on_mount(self) -> None:
        super().on_mount()
        self.every(RENEW, self.renew_soon)

    def columns(self) -> Sequence[Column[Term]]:
        return (
            Column("column.due", 11, lambda one: Cell(formats.day(one.day), terms.tone(self._left(one.day)))),
            Column("column.left", 13, self._days),
            Column("column.number", 14, lambda one: Cell(one.number)),
            Column("column.kind", 2, lambda one: Cell(t(one.what)), flexible=True),
            Column("column.whom", 3, lambda one: Cell(spoken(one.whom)), flexible=True, rank=1),
            Column("column.state", 22, lambda one: Cell(t(one.state), "dim"), rank=2),
        )

    def _left(self, day: date) -> int:
        return (day - self.today).days

    def _days(self, one: Term) -> Cell:
        """The sign tells what is overdue, beside the colour."""
        left = self._left(one.day)
        said = f"‼ {t('term.ago', days=t('days', count=-left))}" if left < 0 else t("days", count=left)
        return Cell(said, terms.tone(left))

    def order_name(self) -> str:
        return t("order.due_first" if self.pages.query.descending else "order.due_last")

    async def detail(self, row: Term) -> Sequence[Block]:
        facts = [
            (t("column.due"), f"{formats.day(row.day)}  {formats.article(row.article)}".strip()),
            (t("column.number"), row.number),
            (t("column.whom"), spoken(row.whom)),
            (t("column.state"), t(row.state)),
        ]
        return [Block(f"{enum('term_kind', row.kind)}: {t(row.what)}", facts), self._calendar(row)]

    def _calendar(self, row: Term) -> Block:
        """Of the terms in the list, as far as it was read."""
        listed = map(self.pages.row, range(self.pages.total))
        days = Counter(one.day for one in listed if one is not None)
        first = self._turned.first(row.day, row.id)
        lines = calendar.months(first, lambda day: self._mark(row, days[day], day))
        lines.append(("dim", t("term.legend")))
        busiest = [f"{day.strftime('%d.%m')} — {count}" for day, count in sorted(days.items()) if count > 1]
        if busiest:
            lines.append(("dim", t("term.several", days=", ".join(busiest[:BUSY]))))
        return Block(t("term.calendar"), lines=lines)

    def _mark(self, row: Term, count: int, day: date) -> calendar.Mark:
        """How a day stands to the terms; today is reversed."""
        style = "reverse" if day == self.today else ""
        if not count:
            return " ", style or "dim"
        colour = _COLOURS[terms.tone(self._left(day))]
        return "▪" if day == row.day else "▫", f"bold {colour} {style}".strip()

    # -- actions

    def do_term_earlier(self) -> None:
        self._turned.by(-1)
        self._look()

    def do_term_later(self) -> None:
        self._turned.by(1)
        self._look()

    def do_term_open(self) -> None:
        """The area where the thing is worked on."""
        row = self.current
        if row is not None:
            due = (("due", formats.day(row.day)),) if row.kind == "REQUEST" else ()
            self.console.go(_AREAS[row.kind], Query(due))
