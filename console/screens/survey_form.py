"""A survey as it is written: texts in both languages, and questions as lines beside what is understood of them."""

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Label, Static, TextArea

from console import survey_lines
from console.i18n import t
from console.ports import ClientError, SurveysApi
from console.screens.editor import Editor
from console.screens.survey_blocks import SIGNS, Lines
from console.survey_lines import Line
from console.surveys import Option, Question, Survey
from console.widgets.detail import Block


class SurveyForm(Editor[Survey]):
    """The draft as it was saved, or None."""

    DEFAULT_CSS = """
    SurveyForm #questions { height: 12; }
    SurveyForm .intro { height: 4; }
    SurveyForm.narrow #questions { height: 6; }
    """

    def __init__(self, source: SurveysApi, survey: Survey) -> None:
        super().__init__()
        self._source = source
        self._before = survey
        self._titles = {code: Input(getattr(survey, f"title_{code}"), id=f"title_{code}") for code in ("uk", "en")}
        self._intros = {
            code: TextArea(getattr(survey, f"intro_{code}"), id=f"intro_{code}", classes="intro", tab_behavior="focus")
            for code in ("uk", "en")
        }
        self._questions = TextArea(survey_lines.typed(survey.questions), id="questions", tab_behavior="focus")

    def compose(self) -> ComposeResult:
        one = self._before
        yield Static(t("survey_form.edit" if one.id else "survey_form.new"), id="title", markup=False)
        with Horizontal(id="work"):
            with VerticalScroll(id="fields", can_focus=False):
                for code in ("uk", "en"):
                    yield Label(t(f"survey_form.title_{code}"), classes="label", markup=False)
                    yield self._titles[code]
                yield Label(t("survey_form.questions"), classes="label", markup=False)
                yield self._questions
                for code in ("uk", "en"):
                    yield Label(t(f"survey_form.intro_{code}"), classes="label", markup=False)
                    yield self._intros[code]
            with Vertical(id="preview"):
                yield self._side
        yield self._error
        yield Label(t("compose.keys"), id="keys", markup=False)

    def on_mount(self) -> None:
        self.begin_in(self._questions if self._before.id else self._titles["uk"])
        self.draw()

    # -- what is written

    def _lines(self) -> list[Line]:
        return survey_lines.parsed(self._questions.text)

    def written(self) -> Survey:
        """The draft as it stands in the fields; lines that are wrong are left out."""
        return replace(
            self._before,
            title_uk=self._titles["uk"].value.strip(),
            title_en=self._titles["en"].value.strip(),
            intro_uk=self._intros["uk"].text.strip(),
            intro_en=self._intros["en"].text.strip(),
            questions=tuple(line.question for line in self._lines() if line.question is not None),
        )

    @property
    def changed(self) -> bool:
        before = survey_lines.typed(self._before.questions)
        same = replace(self.written(), questions=self._before.questions) == self._before
        return not same or self._questions.text.strip() != before.strip()

    async def save(self) -> Survey:
        wrong = next((line for line in self._lines() if line.fault), None)
        if wrong is not None:
            raise ClientError("INVALID_FIELD", _fault(wrong))
        return await self._source.save(self.written())

    # -- how it reads

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._warned = False
        self.say("")
        self.draw()

    def draw(self) -> None:
        if not self.is_mounted:
            return
        lines = self._lines()
        made: list[Block] = []
        if not lines:
            how: Lines = [("dim", line) for line in t("survey_form.help").splitlines()]
            made.append(Block(t("survey_form.how"), lines=how))
        wrong: Lines = [("bad", f"✖ {_fault(line)}") for line in lines if line.fault]
        if wrong:
            made.append(Block(lines=wrong))  # on top: where there is little room the rest is out of sight
        right = [line.question for line in lines if line.question is not None]
        made += [understood(place, one) for place, one in enumerate(right, 1)]
        self._side.show(made)


def _fault(line: Line) -> str:
    return t("survey_form.fault", number=line.number, fault=line.fault)


def understood(place: int, one: Question) -> Block:
    """A question in both languages, with what may be answered."""
    must = f", {t('survey_form.required')}" if one.required else ""
    lines: Lines = [("", one.text_en), ("dim", f"{t(f'survey_line.{one.kind}')}{must}")]
    if one.kind == "SCALE":
        lines.append(("", f"{one.low}–{one.high}"))
        lines += [("", f"{point} = {_both(label)}") for point, label in _meant(one)]
    lines += [("", f"{SIGNS[one.kind]} {_both(option)}") for option in one.options]
    return Block(f"{place}. {one.text_uk}", lines=lines)


def _meant(one: Question) -> list[tuple[int, Option]]:
    ends = ((one.low, one.low_label), (one.high, one.high_label))
    return [(point, label) for point, label in ends if label.uk]


def _both(one: Option) -> str:
    return f"{one.uk} / {one.en}"
