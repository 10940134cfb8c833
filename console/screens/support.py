"""Support: who waits longest comes first, and a thread reads as the conversation that it is."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar

from rich.text import Text

from console import formats
from console.actions import Action
from console.i18n import either, enum, t
from console.models import Query
from console.ports import SupportApi
from console.screens import rendered
from console.screens.listing import ListScreen
from console.support import Message, Thread
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column, signed

_STATES = {"OPEN": ("◌", "warn"), "ANSWERED": ("●", "good"), "CLOSED": ("○", "dim")}
_SIGNS = {"INCOMING": ("◂", ""), "REPLY": ("▸", "good"), "NOTE": ("·", "dim")}
#: The call behind each action of this screen.
_CALLS = {
    "support_reply": "PostMessage",
    "support_note": "PostMessage",
    "support_assign": "AssignThread",
    "support_close": "CloseThread",
    "support_merge": "MergeThreads",
    "support_hand_over": "HandOverThread",
}
#: The template by which a reply is sent.
REPLY = "support_reply"
#: Lines that are seen of what is written.
TEXT_LINES = 6
#: Threads of the queue among which the one that stays is chosen.
_MERGEABLE = 50
_KINDS = ("ACCESS", "COPY", "ERASURE", "OBJECTION", "RESTRICTION", "CONSENT_WITHDRAWAL")


class SupportScreen(ListScreen[Thread]):
    area = "support"
    conditions: ClassVar[Sequence[str]] = ("state", "unassigned", "user", "assignee")
    words: ClassVar[Mapping[str, str]] = {"state": "thread_state"}
    free = ""

    def __init__(self, source: SupportApi) -> None:
        super().__init__(source)
        self._support = source

    def columns(self) -> Sequence[Column[Thread]]:
        return (
            Column("support.waits", 11, self._waits),
            Column("column.number", 13, lambda one: Cell(one.number, "dim"), rank=2),
            Column("column.name", 2, lambda one: Cell(one.name), flexible=True),
            Column("support.said", 4, lambda one: Cell(" ".join(one.excerpt.split())), flexible=True, rank=1),
            Column("column.state", 14, state_cell),
            Column("column.assignee", 2, lambda one: Cell(one.assignee), flexible=True, rank=3),
        )

    def _waits(self, one: Thread) -> Cell:
        if one.waiting_since is None:
            return Cell("—", "dim")
        return Cell(formats.lasting((self.console.clock.now() - one.waiting_since).total_seconds()), "warn")

    def allowed(self, action: Action) -> bool:
        row, call = self.current, _CALLS.get(action.id)
        return super().allowed(action) and (call is None or (row is not None and call in row.allowed))

    async def detail(self, row: Thread) -> Sequence[Block]:
        answered = [formats.lasting(one) if one else "" for one in (row.first_answer, row.last_answer)]
        told = [
            (t("column.name"), row.name),
            (t("support.who"), t("support.user") if row.user_id else t("support.stranger")),
            (t("support.phone"), row.phone),
            (t("support.email"), row.email),
            (t("column.state"), state_cell(row).text),
            (t("column.assignee"), row.assignee),
            (t("support.received"), formats.instant(row.received_at)),
            (t("support.first_answer"), answered[0]),
            (t("support.last_answer"), answered[1]),
            (t("column.request"), row.request_number),
        ]
        said = [line for one in await self._support.messages(row.id) for line in _said(one)]
        return [Block(row.number, [(name, text) for name, text in told if text]), Block(t("support.talk"), lines=said)]

    async def do_support_reply(self) -> None:
        one = self.current
        if one is None:
            return
        ready = await self._support.canned(one.id)
        fields = [Field("text", t("support.reply"), lines=TEXT_LINES, counts=await self._as_sms(one))]
        if ready:
            titles = [(each.name, either(each.title_uk, each.title_en)) for each in ready]
            fills = {"text": {each.name: each.filled for each in ready}}
            choices = [("", t("support.own_words")), *titles]
            fields.append(Field("canned", t("support.canned"), choices=choices, required=False, fills=fills))
        form = Form(t("action.support_reply"), fields, text=f"{one.name}: {one.excerpt}", submit=t("form.send"))
        await self.worked(form, lambda answers: self._support.post(one, "REPLY", answers["text"]))

    async def _as_sms(self, one: Thread) -> Callable[[str], Awaitable[str]] | None:
        """Says how many SMS a reply is, of whoever may get it as one: everybody but a stranger without a phone."""
        if not (one.phone or one.user_id) or not self.operator.may("NOTIFICATIONS_READ"):
            return None
        templates = await self.api.notifications.templates()
        reply = next((each for each in templates if each.name == REPLY), None)
        if reply is None:
            return None

        async def counted(text: str) -> str:
            # A message has no line breaks but those of its template.
            values = {"number": one.number, "text": " ".join(text.split()) or "…"}
            read = (await self.api.templates.preview(reply, values))[one.language == "ENGLISH"]
            return f"{t('support.as_sms')}: {rendered.parts(read)[0][1]}"

        return counted

    async def do_support_note(self) -> None:
        one = self.current
        if one is None:
            return
        form = Form(t("action.support_note"), [Field("text", t("form.note"), lines=TEXT_LINES)])
        await self.worked(form, lambda answers: self._support.post(one, "NOTE", answers["text"]))

    async def do_support_assign(self) -> None:
        if self.current is not None:
            self.took(await self._support.assign(self.current))

    async def do_support_close(self) -> None:
        if self.current is not None:
            self.took(await self._support.close(self.current))

    async def do_support_merge(self) -> None:
        one = self.current
        if one is None:
            return
        page = await self._support.page(Query(), token="", skip=0, size=_MERGEABLE)
        others = [each for each in page.rows if each.id != one.id and one.user_id in ("", each.user_id)]
        choices = [(each.id, f"{each.number}  {each.name}") for each in others]
        if not choices:
            self.notify(t("support.no_other"))
            return
        field = Field("into", t("support.into"), value=choices[0][0], choices=choices, names=("into_id",))
        form = Form(t("action.support_merge"), [field], text=t("support.merge_text"))
        await self.worked(form, lambda answers: self._support.merge(one, answers["into"]))

    async def do_support_hand_over(self) -> None:
        one = self.current
        if one is None:
            return
        kinds = [(kind, enum("request_kind", kind)) for kind in _KINDS]
        field = Field("kind", t("column.kind"), value=kinds[0][0], choices=kinds)
        form = Form(t("action.support_hand_over"), [field], text=t("support.hand_over_text"))
        await self.worked(form, lambda answers: self._support.hand_over(one, answers["kind"]))

    def do_support_unassigned(self) -> None:
        self.set_condition("unassigned", "" if self.pages.query.get("unassigned") else "yes")


def state_cell(one: Thread) -> Cell:
    return signed("thread_state", one.state, _STATES)


def _said(one: Message) -> list[tuple[str, str | Text]]:
    """A message with who said it and when, and what became of a reply."""
    sign, tone = _SIGNS.get(one.kind, ("?", ""))
    way = enum("notification_state", one.delivery) if one.delivery else ""
    who = one.author or enum("message_kind", one.kind)
    head = "  ".join(part for part in (f"{sign} {who}", formats.instant(one.at), way) if part)
    return [("dim", head), *((tone, line) for line in one.text.splitlines()), ("", "")]
