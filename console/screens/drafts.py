"""Mails that may hold requests: the one that arrived first, whose clocks will have run longest, before the others."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from console import formats
from console.actions import Action
from console.i18n import enum, t
from console.intake import Draft, Letter
from console.models import Query
from console.ports import DraftsApi
from console.presets import preset
from console.requests import PrivacyRequest
from console.screens.letter_form import letter_asked
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column, signed

_STATES = {"NEW": ("◌", "warn"), "CONFIRMED": ("●", "good"), "DISCARDED": ("○", "dim")}
#: Letters of a text that stand in one field of a form: what is longer is read in the mail.
TEXT_MOST = 20_000


def state_cell(state: str) -> Cell:
    return signed("draft_state", state, _STATES)


class DraftsScreen(ListScreen[Draft]):
    area = "drafts"
    conditions: ClassVar[Sequence[str]] = ("state",)
    words: ClassVar[Mapping[str, str]] = {"state": "draft_state"}
    free = ""
    first = preset("drafts", "new").query

    def __init__(self, source: DraftsApi) -> None:
        super().__init__(source)
        self._drafts = source

    def columns(self) -> Sequence[Column[Draft]]:
        return (
            Column("column.received", 11, lambda one: Cell(formats.day(one.received_on))),
            Column("column.sender", 2, lambda one: Cell(one.sender_name or one.sender_address), flexible=True),
            Column("column.subject", 3, lambda one: Cell(one.subject), flexible=True),
            Column("column.state", 16, lambda one: state_cell(one.state), rank=1),
            Column("column.warnings", 6, _warned, right=True, rank=2),
        )

    def order_name(self) -> str:
        return t("order.arrived")

    def allowed(self, action: Action) -> bool:
        row = self.current
        new = row is not None and row.state == "NEW"
        made = row is not None and bool(row.request_numbers)
        on_row = {"draft_confirm": new, "draft_discard": new, "draft_requests": made}
        return super().allowed(action) and on_row.get(action.id, True)

    async def detail(self, row: Draft) -> Sequence[Block]:
        one = await self._drafts.get(row.id)
        blocks = [
            Block(
                one.subject or t("draft.no_subject"),
                [
                    (t("column.state"), state_cell(one.state).text),
                    (t("column.sender"), f"{one.sender_name} <{one.sender_address}>".strip()),
                    (t("draft.arrived"), f"{formats.instant(one.arrived_at)}, {enum('arrival', one.arrival)}"),
                    (t("draft.sender_user"), one.sender_user_id),
                    (t("draft.requests"), ", ".join(one.request_numbers)),
                    (t("draft.discarded"), one.discard_reason),
                    (t("draft.decided_by"), f"{one.decided_by} {formats.instant(one.decided_at)}".strip()),
                ],
            )
        ]
        if one.warnings:
            blocks.append(Block(t("draft.warnings"), lines=[("warn", enum("mail_warning", w)) for w in one.warnings]))
        blocks.append(Block(t("draft.text"), lines=[("", line) for line in one.text.split("\n")]))
        if one.attachments:
            lines = [
                ("dim", f"{name or t('draft.no_name')}  {kind}  {_size(size)}") for name, kind, size in one.attachments
            ]
            blocks.append(Block(t("draft.attachments"), lines=[*lines, ("dim", t("draft.not_opened"))]))
        return blocks

    # -- actions

    def do_draft_new(self) -> None:
        self.set_condition("state", "" if self.pages.query.get("state") else "new")

    async def do_draft_confirm(self) -> None:
        if self.current is None:
            return
        draft = await self._drafts.get(self.current.id)
        made: list[PrivacyRequest] = []

        async def send(letter: Letter) -> None:
            made.extend(await self._drafts.confirm(draft, letter))

        known = {
            "received_on": formats.day(draft.received_on),
            "applicant": draft.sender_name,
            "contact": draft.sender_address,
            "user_id": draft.sender_user_id,
            "text": draft.text[:TEXT_MOST],
        }
        if await letter_asked(self, t("action.draft_confirm"), known, send, ("EMAIL",)):
            self.console.tell(registered(made))
            self.renew()

    async def do_draft_discard(self) -> None:
        row = self.current
        if row is None:
            return
        fields = [Field("reason", t("form.reason"))]
        form = Form(t("action.draft_discard"), fields, text=f"{row.sender_address}\n{row.subject}")
        await self.worked(form, lambda answers: self._drafts.discard(row, answers["reason"]))

    async def do_draft_import(self) -> None:
        told = ""

        async def send(answers: dict[str, str]) -> None:
            nonlocal told
            draft, known = await self._drafts.take(Path(answers["path"]))
            told = t("draft.known" if known else "draft.taken", subject=draft.subject or t("draft.no_subject"))

        fields = [Field("path", t("draft.path"), hint="~/лист.eml")]
        if await self.ask(Form(t("action.draft_import"), fields, send=send)) is not None:
            self.console.tell(told)
            self.renew()

    def do_draft_requests(self) -> None:
        self.console.go("privacy", Query())


def registered(made: Sequence[PrivacyRequest]) -> str:
    """Which requests a letter became, and the strictest of their days."""
    numbers = ", ".join(one.number for one in made)
    days = [one.due_on for one in made if one.due_on is not None and one.closed_at is None]
    return t("request.created", number=numbers, due=formats.day(min(days, default=None)))


def _warned(one: Draft) -> Cell:
    return Cell(f"⚠ {len(one.warnings)}" if one.warnings else "", "warn")


def _size(size: int) -> str:
    """Kilobytes, begun ones counted."""
    return t("draft.kilobytes", size=formats.number(-(-size // 1024)))
