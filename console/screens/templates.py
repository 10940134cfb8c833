"""Texts of messages: how each reads in both languages, what it costs as an SMS, and how one person would get it."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from console import sample
from console.i18n import either, enum, t
from console.messages import Template
from console.ports import TemplatesApi
from console.screens import rendered, values
from console.screens.listing import ListScreen
from console.screens.why import one_person, title_of, why_blocks
from console.widgets.detail import Block
from console.widgets.form import Form
from console.widgets.table import Cell, Column


class TemplatesScreen(ListScreen[Template]):
    area = "templates"
    conditions: ClassVar[Sequence[str]] = ("category",)
    words: ClassVar[Mapping[str, str]] = {"category": "category"}
    free = ""

    def __init__(self, source: TemplatesApi) -> None:
        super().__init__(source)
        self._templates = source

    def columns(self) -> Sequence[Column[Template]]:
        return (
            Column("column.template", 3, lambda one: Cell(one.name), flexible=True),
            Column("column.category", 24, lambda one: Cell(enum("category", one.category))),
            Column("column.edition", 7, lambda one: Cell(str(one.version)), right=True),
            Column("column.subject", 3, _subject, flexible=True, rank=1),
        )

    async def detail(self, row: Template) -> Sequence[Block]:
        kinds = sample.placeholders(row.subject_uk, row.body_uk)
        given = values.examples(kinds, self.console.clock.now())
        uk, en = await self._templates.preview(row, given)
        named = [(f"{{{name}}}", enum("placeholder_kind", kind)) for name, kind in kinds.items()]
        return [
            Block(
                f"{row.name}, {t('template.version', version=row.version)}",
                [(t("column.category"), enum("category", row.category))],
            ),
            rendered.block(uk, t("compose.reads_uk")),
            rendered.block(en, t("compose.reads_en")),
            Block(t("template.placeholders"), named, [] if named else [("dim", t("template.no_placeholders"))]),
        ]

    # -- actions

    async def do_template_create(self) -> None:
        await self._composed(Template("", "", "NEWS", 0, "", "", "", "", ()))

    async def do_template_edit(self) -> None:
        if self.current is not None:
            await self._composed(self.current)

    async def _composed(self, before: Template) -> None:
        from console.screens.compose import Compose

        screen = Compose(self._templates, before)
        typed, self.typed = self.typed, None
        screen.early = typed or []
        saved = await self.app.push_screen_wait(screen)
        if saved is not None:
            self.console.tell(t("template.saved", name=saved.name, version=saved.version))
            self.table.aim(saved.id)
            self.renew()
            self._look()

    async def do_template_recipient(self) -> None:
        """How the text would come to one person: in their language, over which channel, and why."""
        row = self.current
        if row is None:
            return
        person = await one_person(self)
        if person is None:
            return
        kinds = sample.placeholders(row.subject_uk, row.body_uk)
        given = await self._values(row, kinds)
        if given is None:
            return
        from console.screens.reading_room import Pages

        own, found = await self._templates.preview_for(row, given, person.id)
        language = enum("language", person.language)
        shown = [rendered.block(own, f"{person.name}, {language}"), *why_blocks(found)]
        self.app.push_screen(Pages(title_of((person.name, row.name)), shown))

    async def _values(self, row: Template, kinds: dict[str, str]) -> dict[str, str] | None:
        """Values for the placeholders, with examples to begin with; None where it was left."""
        if not kinds:
            return {}
        examples = values.examples(kinds, self.console.clock.now())
        fields = values.fields(kinds, examples, examples)
        typed = await self.ask(Form(row.name, fields, text=row.body_uk, submit=t("form.next")))
        return None if typed is None else values.answered(kinds, typed)


def _subject(one: Template) -> Cell:
    return Cell(either(one.subject_uk, one.subject_en), "dim")
