"""A text as it is written: both languages beside how they will read, with SMS parts, cost and what saves a part."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Label, Select, Static, TextArea

from console import sample
from console.choices import CATEGORIES
from console.delivery import Rendered
from console.i18n import enum, t
from console.messages import Template
from console.ports import ClientError, TemplatesApi
from console.screens import rendered
from console.screens.editor import Editor
from console.store.live import Backoff
from console.widgets.detail import Block
from console.work import start

#: Seconds of rest after which what was typed is rendered, and the longest pause before it is tried again.
REST, RETRY = 0.25, 3.0
#: What stands for a text that is not written yet.
BLANK = "..."


class Shown(NamedTuple):
    """How a text reads in each language, and what is wrong with it; empty for nothing."""

    fault: str
    ukrainian: Rendered | None
    english: Rendered | None


class Compose(Editor[Template]):
    """The template as it was saved, or None."""

    def __init__(self, source: TemplatesApi, template: Template) -> None:
        super().__init__()
        self._source = source
        self._before = template
        self._category = Select(
            [(enum("category", name), name) for name in CATEGORIES],
            value=template.category or "NEWS",
            allow_blank=False,
            id="category",
        )
        self._lines = {
            "name": Input(template.name, placeholder="water_off_today", id="name"),
            "subject_uk": Input(template.subject_uk, id="subject_uk"),
            "subject_en": Input(template.subject_en, id="subject_en"),
            "values": Input(placeholder=t("compose.values_hint"), id="values"),
        }
        self._bodies = {
            code: TextArea(getattr(template, f"body_{code}"), id=f"body_{code}", tab_behavior="focus")
            for code in ("uk", "en")
        }
        #: The language of the field that is written in: where there is no room, that is what is shown.
        self._language = "uk"
        self._shown: Shown | None = None

    def compose(self) -> ComposeResult:
        one = self._before
        yield Static(t("compose.edit", name=one.name) if one.id else t("compose.new"), id="title", markup=False)
        with Horizontal(id="work"):
            with VerticalScroll(id="fields", can_focus=False):
                if not one.id:
                    yield Label(t("compose.name"), classes="label", markup=False)
                    yield self._lines["name"]
                    yield Label(t("column.category"), classes="label", markup=False)
                    yield self._category
                for code in ("uk", "en"):
                    yield Label(t(f"compose.subject_{code}"), classes="label", markup=False)
                    yield self._lines[f"subject_{code}"]
                    yield Label(t(f"compose.body_{code}"), classes="label", markup=False)
                    yield self._bodies[code]
                yield Label(t("compose.values"), classes="label", markup=False)
                yield self._lines["values"]
            with Vertical(id="preview"):
                yield self._side
        yield self._error
        yield Label(t("compose.keys"), id="keys", markup=False)

    def on_mount(self) -> None:
        self.begin_in(self._bodies["uk"] if self._before.id else self._lines["name"])
        self._render_soon()

    # -- what is written

    def written(self) -> Template:
        """The template as it stands in the fields."""
        one = self._before
        if not one.id:
            one = replace(one, name=self._line("name"), category=str(self._category.value))
        return replace(
            one,
            subject_uk=self._line("subject_uk"),
            body_uk=self._bodies["uk"].text.strip(),
            subject_en=self._line("subject_en"),
            body_en=self._bodies["en"].text.strip(),
        )

    def _line(self, name: str) -> str:
        return self._lines[name].value.strip()

    @property
    def changed(self) -> bool:
        return self.written() != replace(self._before, category=self._before.category or "NEWS")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        name = event.widget.id or ""
        language = name[-2:] if name.endswith(("_uk", "_en")) else self._language
        if language != self._language:
            self._language = language
            self.draw()

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def _render_soon(self) -> None:
        self._warned = False
        start(self, "render", self._render_text)

    # -- how it reads

    async def _render_text(self) -> None:
        """Renders what is written, once nothing was typed for a moment; what is refused is shown in its place."""
        await asyncio.sleep(REST)
        pauses = Backoff(longest=RETRY)
        while True:
            written = self.written()
            kinds = sample.placeholders(written.subject_uk, written.body_uk, written.subject_en, written.body_en)
            values = sample.filled(kinds, sample.parse(self._line("values")), self.console.clock.now())
            try:
                self._shown = await self._previewed(_complete(written), values)
            except ClientError as error:
                self.console.refused(error)
                said = t("error.lost") if error.lost else error.message
                self._detail([Block(t("error.title"), lines=[("bad", f"✖ {said}")])])
                if not error.lost:
                    return
                await asyncio.sleep(pauses.next())
            else:
                self.console.reached()
                self.draw()
                return

    async def _previewed(self, written: Template, values: Mapping[str, str]) -> Shown:
        """Both languages; where they do not fit together, each for itself beside what is wrong. Raises ClientError for
        a server that is lost and a session that ended."""
        try:
            return Shown("", *await self._source.preview(written, values))
        except ClientError as error:
            if error.lost or error.reason == "UNAUTHENTICATED":
                raise
            return Shown(error.message, *[await self._alone(written, values, code) for code in ("uk", "en")])

    async def _alone(self, written: Template, values: Mapping[str, str], code: str) -> Rendered | None:
        """One language as if the other said the same; None where it is wrong by itself."""
        subject, body = getattr(written, f"subject_{code}"), getattr(written, f"body_{code}")
        alike = replace(written, subject_uk=subject, body_uk=body, subject_en=subject, body_en=body)
        used = {name: values[name] for name in sample.placeholders(subject, body)}
        try:
            return (await self._source.preview(alike, used))[code == "en"]
        except ClientError as error:
            if error.lost:
                raise
            return None

    def draw(self) -> None:
        if self._shown is None or not self.is_mounted:
            return
        shown = self._shown
        blocks = [Block(lines=[("bad", f"✖ {shown.fault}")])] if shown.fault else []
        for code, one in (("uk", shown.ukrainian), ("en", shown.english)):
            if one is not None and (not self.has_class("narrow") or code == self._language):
                blocks.append(rendered.block(one, t(f"compose.reads_{code}")))
        self._detail(blocks)

    def _detail(self, blocks: Sequence[Block]) -> None:
        self._side.show(blocks)

    async def save(self) -> Template:
        return await self._source.save(self.written())


def _complete(one: Template) -> Template:
    """The text with something in each field: what is not written yet hinders nobody from seeing the rest."""
    return replace(
        one,
        name=one.name or "draft",
        subject_uk=one.subject_uk or BLANK,
        body_uk=one.body_uk or BLANK,
        subject_en=one.subject_en or BLANK,
        body_en=one.body_en or BLANK,
    )
