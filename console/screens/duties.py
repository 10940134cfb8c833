"""Duties of those who received somebody's data: the nearest deadline first, what is overdue marked."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import ClassVar

from console import formats, saving, terms
from console.actions import Action
from console.duties import DataDuty
from console.i18n import either, enum, t
from console.ports import DutiesApi
from console.presets import preset
from console.screens.dispatch_form import dispatch_fields
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column, signed

_STATES = {"PENDING": ("◌", ""), "ANSWERED": ("●", "good"), "EXCUSED": ("○", "dim"), "TOLD": ("●", "good")}


def state_cell(one: DataDuty) -> Cell:
    """The glyph and the word tell what is overdue, beside the colour."""
    if one.overdue:
        return Cell(f"‼ {t('duty.overdue')}", "bad")
    return signed("duty_state", one.state, _STATES)


def partner(one: DataDuty) -> str:
    return either(one.partner_uk, one.partner_en)


def _sent(one: DataDuty) -> str:
    """How a recipient that is no partner was told; empty for a partner."""
    if not one.by_letter:
        return ""
    how = one.dispatch
    if how is None:
        return t("duty.not_sent")
    return f"{formats.day(how.sent_on)}  {enum('letter_way', how.way)}  {how.reference}  {how.by}"


class DutiesScreen(ListScreen[DataDuty]):
    area = "duties"
    conditions: ClassVar[Sequence[str]] = ("state", "kind", "partner", "overdue")
    words: ClassVar[Mapping[str, str]] = {"state": "duty_state", "kind": "duty_kind", "overdue": "yes_no"}
    free = ""
    first = preset("duties", "pending").query

    def __init__(self, source: DutiesApi) -> None:
        super().__init__(source)
        self._duties = source

    def columns(self) -> Sequence[Column[DataDuty]]:
        return (
            Column("column.partner", 3, lambda one: Cell(partner(one)), flexible=True),
            Column("column.kind", 2, lambda one: Cell(enum("duty_kind", one.kind)), flexible=True),
            Column("column.account", 12, lambda one: Cell(one.account), rank=1),
            Column("column.due", 11, self._due),
            Column("column.state", 18, state_cell),
            Column("column.request", 12, lambda one: Cell(one.request_number, "dim"), rank=2),
        )

    def _due(self, one: DataDuty) -> Cell:
        left = formats.days_left(one.due_on, self.console.clock.now()) if one.state == "PENDING" else None
        return Cell(formats.day(one.due_on), terms.tone(left))

    def allowed(self, action: Action) -> bool:
        row = self.current
        if not super().allowed(action):
            return False
        pending = row is not None and row.state == "PENDING"
        by_letter = row is not None and row.by_letter
        return {"duty_excuse": pending, "duty_sent": pending and by_letter, "duty_letter": row is not None}.get(
            action.id, True
        )

    async def detail(self, row: DataDuty) -> Sequence[Block]:
        told = [
            (t("column.state"), state_cell(row).text),
            (t("column.account"), row.account),
            (t("column.user"), row.user_id),
            (t("column.request"), row.request_number or t("duty.of_change")),
            (t("duty.raised"), formats.instant(row.raised_at)),
            (t("column.due"), f"{formats.day(row.due_on)}  {formats.article(row.article)}"),
            (t("duty.fields"), ", ".join(t(f"column.{name}") for name in row.fields)),
            (t("duty.excuse"), row.excuse),
            (t("duty.by_letter"), _sent(row)),
            (t("duty.untold"), t("duty.untold_text") if row.untold else ""),
        ]
        title = f"{partner(row)}: {enum('duty_kind', row.kind)}"
        blocks = [Block(title, [(name, text) for name, text in told if text])]
        if row.outcome:
            receipt = [
                (t("duty.outcome"), enum("duty_outcome", row.outcome)),
                (t("duty.done_at"), formats.instant(row.done_at)),
                (t("duty.done_by"), row.done_by),
                (t("form.note"), row.note),
                ("SHA-256", row.sha256),
            ]
            blocks.append(Block(t("duty.receipt"), receipt))
        return blocks

    async def do_duty_excuse(self) -> None:
        one = self.table.current
        if one is None:
            return
        text = f"{partner(one)}: {enum('duty_kind', one.kind)}\n{t('duty.excuse_text')}"
        form = Form(t("action.duty_excuse"), [Field("reason", t("form.reason"))], text=text)
        await self.worked(form, lambda answers: self._duties.excuse(one, answers["reason"]))

    async def do_duty_letter(self) -> None:
        if self.table.current is not None:
            name, body = await self._duties.letter(self.table.current)
            self.console.tell(t("request.saved", path=await asyncio.to_thread(saving.save, name, body)))

    async def do_duty_sent(self) -> None:
        one = self.table.current
        if one is None:
            return
        fields = dispatch_fields(formats.day(self.today))
        form = Form(t("action.duty_sent"), fields, text=partner(one))
        await self.worked(form, lambda answers: self._duties.sent(one, answers))

    def do_duty_overdue(self) -> None:
        self.set_condition("overdue", "" if self.pages.query.get("overdue") else "yes")
