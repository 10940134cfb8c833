"""Works on a list and a calendar: what is done where, whom it concerns, and how far the word of it came."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import ClassVar

from console import formats
from console.actions import Action
from console.delivery import Concerned, Work
from console.i18n import enum, t
from console.models import Query
from console.ports import Source
from console.screens import work_blocks, work_form
from console.screens.listing import ListScreen
from console.screens.work_blocks import days_of, kind_cell, state_cell, where
from console.widgets import calendar
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

#: Works of the calendar's months that are named below it.
NAMED = 12
#: Works of the calendar's months, at most.
MOST = 1_000
#: Works from the answers of a form. Raises ClientError.
Wanted = Callable[[dict[str, str]], Work]
#: What is done to works that are announced.
_OPEN = frozenset({"work_change", "work_postpone", "work_cancel", "work_finish"})


class WorksScreen(ListScreen[Work]):
    area = "works"
    conditions: ClassVar[Sequence[str]] = ("state", "kind", "service", "from", "before")
    words: ClassVar[Mapping[str, str]] = {"state": "work_state", "kind": "work_kind", "service": "commodity"}
    free = ""

    def __init__(self, source: Source[Work]) -> None:
        super().__init__(source)
        #: By how many months the calendar is turned from the month in which the works begin.
        self._turned = calendar.Turned()

    def columns(self) -> Sequence[Column[Work]]:
        return (
            Column("column.work_kind", 11, kind_cell),
            Column("column.service", 9, lambda one: Cell(enum("commodity_short", one.commodity)), rank=2),
            Column("column.where", 3, lambda one: Cell(where(one)), flexible=True),
            Column("column.time", 25, self._time),
            Column("column.state", 12, lambda one: state_cell(one, self._now), rank=1),
            Column("column.people", 7, lambda one: Cell(formats.number(one.reach.users)), right=True),
        )

    @property
    def _now(self) -> datetime:
        return self.console.clock.now()

    def _time(self, one: Work) -> Cell:
        return Cell(formats.span(one.starts_at, one.ends_at), "" if one.state == "ANNOUNCED" else "dim")

    def order_name(self) -> str:
        return t("order.emergencies_first" if self.pages.query.descending else "order.begins_first")

    def allowed(self, action: Action) -> bool:
        row = self.current
        open_one = row is not None and row.state == "ANNOUNCED"
        return super().allowed(action) and (open_one or action.id not in _OPEN)

    async def detail(self, row: Work) -> Sequence[Block]:
        one = await self.api.works.get(row.id)
        return [work_blocks.facts(one, self._now), work_blocks.reach(one), *await self._calendar(one)]

    async def _calendar(self, row: Work) -> Sequence[Block]:
        """Two months with the days of these works and of the others that the filter leaves, which are named below."""
        begins, _ = days_of(row)
        first = self._turned.first(begins, row.id)
        before = calendar.months_on(first, calendar.SHOWN)
        kept = tuple(one for one in self.pages.query.conditions if one[0] not in ("from", "before"))
        wanted = Query((*kept, ("from", first.isoformat()), ("before", before.isoformat())), descending=False)
        found = (await self.api.works.page(wanted, token="", skip=0, size=MOST)).rows
        others = [one for one in found if one.id != row.id]
        taken = work_blocks.taken(others, first, before)
        lines = calendar.months(first, lambda day: work_blocks.mark(row, taken.get(day, 0), day, self.today))
        lines.append(("dim", t("work.legend")))
        blocks = [Block(t("work.calendar"), lines=lines)]
        if others:
            named = [work_blocks.named_line(one, self._now) for one in others[:NAMED]]
            more = [("dim", t("work.more", count=len(others) - NAMED))] if len(others) > NAMED else []
            blocks.append(Block(t("work.others"), lines=[*named, *more]))
        return blocks

    # -- actions

    def do_work_open(self) -> None:
        self.set_condition("state", "" if self.pages.query.get("state") else "announced")

    def do_work_earlier(self) -> None:
        self._turned.by(-1)
        self._look()

    def do_work_later(self) -> None:
        self._turned.by(1)
        self._look()

    def do_work_messages(self) -> None:
        if self.current is not None:
            self.console.go("notifications", Query((("cause", "work"), ("about", self.current.id))))

    async def do_work_create(self) -> None:
        """Announces works, once it was shown whom they concern."""
        suppliers = await self.api.works.suppliers()
        if not suppliers:
            self.console.tell(t("work.no_supplier"), "warning")
            return
        blank = work_form.blank(suppliers[0], self._now)
        fields = [*work_form.what(suppliers, self._now), *work_form.asked(blank)]

        def wanted(answers: dict[str, str]) -> Work:
            chosen = next(one for one in suppliers if one.id == answers["supplier"])
            named = replace(blank, utility_id=chosen.utility_id, commodity=chosen.commodity, kind=answers["kind"])
            return work_form.answered(named, answers)

        made = await self._announced("work_create", fields, wanted)
        if made is not None:
            self.table.aim(made.id)
            self.renew()

    async def do_work_change(self) -> None:
        if self.current is not None:
            row = await self.api.works.get(self.current.id)
            fields = [*work_form.asked(row), work_form.silence()]
            wanted = partial(work_form.answered, row)
            made = await self._announced("work_change", fields, wanted, work_blocks.about(row))
            if made is not None:
                self.took(made)

    async def do_work_postpone(self) -> None:
        """The same works at another time."""
        if self.current is not None:
            row = await self.api.works.get(self.current.id)
            wanted = partial(work_form.timed, row)
            made = await self._announced("work_postpone", work_form.times(row), wanted, work_blocks.about(row))
            if made is not None:
                self.took(made)

    async def _announced(self, action: str, fields: list[Field], wanted: Wanted, about: str = "") -> Work | None:
        """Asks, saying which works it is `about`, shows whom it concerns, and sends it if that is confirmed; else asks
        again."""
        while True:
            found: list[tuple[Work, Concerned]] = []

            async def look(answers: dict[str, str], found: list[tuple[Work, Concerned]] = found) -> None:
                made = wanted(answers)
                found[:] = [(made, await self.api.works.preview(made))]

            form = Form(t(f"action.{action}"), fields, text=about, submit=t("work.look"), send=look)
            answers = await self.ask(form, step=0)
            if answers is None:
                return None
            made, concerned = found[0]
            silent = answers.get("silent") == "yes"
            if (sent := await self._confirmed(made, concerned, silent)) is not None:
                return sent

    async def _confirmed(self, made: Work, concerned: Concerned, silent: bool) -> Work | None:
        """Shows who will be told, and sends; None where it was left."""
        sent: list[Work] = []

        async def send(_: dict[str, str]) -> None:
            sent.append(await self.api.works.save(made, silent))

        title = t("work.will_concern" if made.id else "work.will_tell", count=concerned.users)
        submit = t("work.save_silently" if silent else "work.announce")
        text = "\n".join(work_blocks.who(made, concerned, silent, self._now))
        form = Form(title, [], text=text, submit=submit, send=send)
        if await self.ask(form) is None:
            return None
        said = "work.saved" if silent else "work.changed" if made.id else "work.announced"
        self.console.tell(t(said, count=concerned.users))
        return sent[0]

    async def do_work_cancel(self) -> None:
        row = self.current
        if row is None:
            return

        async def send(answers: dict[str, str]) -> None:
            self.took(await self.api.works.cancel(row, answers["note"]))

        fields = [
            Field("note", t("work.note_cancel"), required=False),
            Field("phrase", "", phrase=t("work.cancel_phrase")),
        ]
        text = f"{work_blocks.line(row)}\n{t('work.cancel_text', count=row.reach.told)}"
        if (
            await self.ask(
                Form(t("action.work_cancel"), fields, text=text, danger=True, submit=t("work.cancel_go"), send=send)
            )
            is not None
        ):
            self.console.tell(t("work.cancelled", count=row.reach.told))

    async def do_work_finish(self) -> None:
        row = self.current
        if row is None:
            return

        async def send(answers: dict[str, str]) -> None:
            self.took(await self.api.works.finish(row, answers["note"]))

        fields = [Field("note", t("work.note_finish"), required=False)]
        text = f"{work_blocks.line(row)}\n{t('work.finish_text')}"
        if await self.ask(Form(t("action.work_finish"), fields, text=text, send=send)) is not None:
            self.console.tell(t("work.finished"))
