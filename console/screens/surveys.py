"""Surveys: what residents are asked, how far the invitation came, and how they answer, as far as it may be told."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import ClassVar

from console import formats, saving, typed, understood
from console.actions import Action
from console.delivery import Audience
from console.i18n import either, language, t
from console.ports import SurveysApi
from console.screens import audience_form, survey_blocks
from console.screens.listing import ListScreen
from console.screens.survey_blocks import state_cell, title
from console.surveys import Survey
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

BLANK = Survey(
    id="",
    state="DRAFT",
    title_uk="",
    title_en="",
    intro_uk="",
    intro_en="",
    questions=(),
    question_count=0,
    audience=Audience(),
    opens_at=None,
    closes_at=None,
    closed_at=None,
    invited_at=None,
    author="",
    editor="",
    publisher="",
    answered=0,
    allowed=(),
    etag="",
)
#: Days for which a survey is open where nobody says otherwise, and texts that are shown at once.
OPEN_DAYS, TEXTS = 14, 200


class SurveysScreen(ListScreen[Survey]):
    area = "surveys"
    conditions: ClassVar[Sequence[str]] = ("state",)
    words: ClassVar[Mapping[str, str]] = {"state": "survey_state"}
    free = ""

    def __init__(self, source: SurveysApi) -> None:
        super().__init__(source)
        self._surveys = source

    def columns(self) -> Sequence[Column[Survey]]:
        return (
            Column("column.survey", 3, lambda one: Cell(title(one)), flexible=True),
            Column("column.state", 15, lambda one: state_cell(one, self.console.clock.now())),
            Column("column.answered", 9, _answered, right=True),
            Column("column.questions", 7, lambda one: Cell(str(one.question_count), "dim"), right=True, rank=2),
            Column("column.until", 14, self._until, rank=1),
        )

    def _until(self, one: Survey) -> Cell:
        return Cell(formats.short_instant(one.closed_at or one.closes_at, self.console.clock.now()), "dim")

    def allowed(self, action: Action) -> bool:
        row = self.current
        if not super().allowed(action):
            return False
        if action.id in ("survey_texts", "survey_export"):
            return row is not None and row.state in ("PUBLISHED", "CLOSED")
        return not action.call or (row is not None and action.call in row.allowed)

    async def detail(self, row: Survey) -> Sequence[Block]:
        one = await self._surveys.get(row.id)
        results = await self._surveys.results(row.id) if one.state in ("PUBLISHED", "CLOSED") else None
        return survey_blocks.blocks(one, results, self.console.clock.now())

    def do_survey_open(self) -> None:
        self.set_condition("state", "" if self.pages.query.get("state") else "published")

    # -- writing

    async def do_survey_create(self) -> None:
        await self._written(BLANK)

    async def do_survey_edit(self) -> None:
        if self.current is not None:
            await self._written(await self._surveys.get(self.current.id))

    async def _written(self, before: Survey) -> None:
        from console.screens.survey_form import SurveyForm

        screen = SurveyForm(self._surveys, before)
        typed, self.typed = self.typed, None
        screen.early = typed or []
        saved = await self.app.push_screen_wait(screen)
        if saved is not None:
            self.console.tell(t("survey.saved", title=title(saved)))
            self._aim(saved)

    async def do_survey_audience(self) -> None:
        """Whom it is for; a new one is for everybody."""
        row = self.current
        if row is None:
            return
        before = await self._surveys.get(row.id)
        suppliers = await self.api.works.suppliers() if self.operator.may("ACCOUNTS_READ") else ()

        async def send(answers: dict[str, str]) -> Survey:
            return await self._surveys.set_audience(before, audience_form.answered(before.audience, answers))

        fields = audience_form.fields(before.audience, suppliers)
        form = Form(f"{t('action.survey_audience')}: {title(row)}", fields, text=t("survey.audience_text"))
        await self._sent(form, send, "survey.audience_kept")

    # -- publishing and ending

    async def do_survey_publish(self) -> None:
        """Just what was read. What was sent can't be called back: the number of people is typed."""
        row = self.current
        if row is None:
            return
        one = await self._surveys.get(row.id)
        size = one.audience_size or 0

        async def send(answers: dict[str, str]) -> Survey:
            opens = typed.instant(answers["opens"], "opens") if answers["opens"] else None
            closes = typed.instant(answers["closes"], "closes")
            return await self._surveys.publish(one, opens, closes)

        until = self.console.clock.now() + timedelta(days=OPEN_DAYS)
        example = formats.instant(until)
        fields = [
            Field("opens", t("survey.opens_asked"), required=False, reads=understood.instant, example=example),
            Field("closes", t("survey.closes_asked"), example, reads=understood.instant, example=example),
            Field("phrase", "", phrase=str(size)),
        ]
        text = t("survey.publish_text", count=size, number=formats.number(size), asked=len(one.questions))
        form = Form(f"{t('action.survey_publish')}: {title(one)}", fields, text=text, danger=True)
        await self._sent(form, send, "survey.published")

    async def do_survey_close(self) -> None:
        await self._ended("close", self._surveys.close, "survey.is_closed")

    async def do_survey_discard(self) -> None:
        await self._ended("discard", self._surveys.discard, "survey.discarded")

    async def _ended(self, name: str, end: Callable[[Survey], Awaitable[Survey]], done: str) -> None:
        row = self.current
        if row is None:
            return
        fields = [Field("phrase", "", phrase=t(f"survey.{name}_phrase"))]
        form = Form(f"{t(f'action.survey_{name}')}: {title(row)}", fields, text=t(f"survey.{name}_text"), danger=True)

        async def send(_: dict[str, str]) -> Survey:
            return await end(await self._surveys.get(row.id))

        await self._sent(form, send, done)

    async def _sent(self, form: Form, work: Callable[[dict[str, str]], Awaitable[Survey]], done: str) -> None:
        """Asks, and does it; what it is refused with stands in the form."""
        made: list[Survey] = []

        async def send(answers: dict[str, str]) -> None:
            made[:] = [await work(answers)]

        form.send_with(send)
        if await self.ask(form) is not None and made:
            self.console.tell(t(done, title=title(made[0])))
            self._aim(made[0])

    def _aim(self, one: Survey) -> None:
        self.table.aim(one.id)
        self.renew()
        self._look()

    # -- what people answered

    async def do_survey_texts(self) -> None:
        """What people wrote to one of the questions that ask for their own words."""
        row = self.current
        if row is None:
            return
        one = await self._surveys.get(row.id)
        choices = [(each.id, either(each.text_uk, each.text_en)) for each in one.questions if each.kind == "TEXT"]
        if not choices:
            self.console.tell(t("survey.no_words"), "warning")
            return
        chosen = choices[0][0]
        if len(choices) > 1:
            fields = [Field("question", t("survey.question"), chosen, choices)]
            answers = await self.ask(Form(t("action.survey_texts"), fields, text=title(one)))
            if answers is None:
                return
            chosen = answers["question"]
        from console.screens.reading_room import Pages

        texts = await self._surveys.texts(one.id, chosen, TEXTS)
        lines: survey_blocks.Lines = [("", part) for text in texts for part in (*text.splitlines(), "")]
        shown = Block(dict(choices)[chosen], lines=lines or [("dim", t("survey.no_texts"))])
        self.app.push_screen(Pages(title(one), [shown]))

    async def do_survey_export(self) -> None:
        """The results as a file; what people wrote as well, where the operator may read it."""
        row = self.current
        if row is None:
            return
        texts = False
        if self.operator.may("SURVEYS_WRITE"):
            fields = [Field("texts", t("survey.with_texts"), "no", audience_form.yes_no())]
            answers = await self.ask(Form(t("action.survey_export"), fields, text=title(row)))
            if answers is None:
                return
            texts = answers["texts"] == "yes"
        path = await saving.stored(f"survey-{row.id}.csv", self._surveys.export(row.id, language(), texts))
        self.console.tell(t("request.saved", path=path))


def _answered(one: Survey) -> Cell:
    return Cell(formats.number(one.answered) if one.answered else "—", "" if one.answered else "dim")
