"""Surveys at the console: bars that say no more than they may, questions that are written as lines, and publishing."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, TextArea

from console import i18n, survey_lines
from console.models import Change
from console.ports import ClientError
from console.screens.survey_form import SurveyForm
from console.surveys import Option, Question, Results

from .fakes import FakeApi
from .fakes.surveys import QUESTIONS, RESULTS, survey
from .test_app import running, shown, told, until
from .test_delivery import fill, form
from .test_policies import offered

WIDE = (150, 44)


def flat(pilot: Any) -> str:
    """The screen without what wraps lines of the detail."""
    return " ".join(shown(pilot.app).replace("▏", " ").split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ("▶ триває", "1. Чи тепло вдома? *", "40 відповідей", " 70 %", "Ні / Байдуже", "середня оцінка 2,00")),
        ("en", ("▶ open", "1. Is it warm at home? *", "40 answers", " 70 %", "No / Whatever", "2.00 on average")),
    ],
)
async def test_an_open_survey_shows_bars_in_both_languages(language: str, words: tuple[str, ...]) -> None:
    async with running(FakeApi(), "surveys", size=(150, 70), language=language) as pilot:
        await until(pilot, lambda: words[1] in shown(pilot.app))
        for part in words:
            assert part in shown(pilot.app), part
        assert {"survey_close", "survey_texts", "survey_export"} <= offered(pilot)
        assert not {"survey_edit", "survey_publish", "survey_discard"} & offered(pilot)


async def test_it_is_reached_by_its_keys_and_read_on_a_small_terminal() -> None:
    async with running(FakeApi(), "users", size=(80, 24)) as pilot:
        await pilot.press("g", "n")
        await until(pilot, lambda: "Тепло вдома 0" in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "Річенськ" in shown(pilot.app) or "Результати" in shown(pilot.app))


async def test_bars_move_when_the_server_says_that_results_did() -> None:
    api = FakeApi()
    async with running(api, "surveys", size=(150, 70)) as pilot:
        await until(pilot, lambda: "Відповіли 40 абонентів" in shown(pilot.app))
        api.surveys.told = Results(10, False, 60, RESULTS)
        api.surveys.tell(Change("updated", "v0", survey(0, answered=60)))
        await until(pilot, lambda: "Відповіли 60 абонентів" in shown(pilot.app))


async def test_what_may_not_be_told_says_why() -> None:
    api = FakeApi()
    hidden = (*RESULTS[:1], RESULTS[1], type(RESULTS[0])(30, (), (), ""), type(RESULTS[0])(0, (), (), ""))
    api.surveys.told = Results(10, True, 0, hidden)
    async with running(api, "surveys", size=(150, 90)) as pilot:
        await until(pilot, lambda: "лише кілька абонентів: Пил" in flat(pilot))
        for part in ("Розподіл не показано: майже всі відповіли однаково", "Відповідей ще замало"):
            assert part in flat(pilot), part
        assert "числа оновлюються" not in flat(pilot)


async def test_a_survey_is_published_by_typing_for_how_many_it_is() -> None:
    api = FakeApi()
    api.surveys.refusal = ClientError("INVALID_FIELD", "опитування має тривати щонайменше годину")
    async with running(api, "surveys", size=WIDE) as pilot:
        await until(pilot, lambda: "Тепло вдома 2" in shown(pilot.app))
        await pilot.press("down", "down")
        await until(pilot, lambda: "survey_publish" in offered(pilot))
        await pilot.press("y")
        await form(pilot, "абонентів")
        fill(pilot, closes="07.12.2026 20:00", phrase="123")
        await pilot.press("ctrl+s")
        assert api.surveys.done == ()
        fill(pilot, phrase="1234")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "щонайменше годину" in shown(pilot.app))
        api.surveys.refusal = None
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "опубліковано" in told(pilot.app))
        what, key, opens, closes = api.surveys.done
        assert (what, key, opens, closes.isoformat()) == ("publish", "v2", None, "2026-12-07T18:00:00+00:00")


async def test_an_open_one_is_closed_by_typing() -> None:
    api = FakeApi()
    async with running(api, "surveys", size=WIDE) as pilot:
        await until(pilot, lambda: "survey_close" in offered(pilot))
        await pilot.press("f")
        await form(pilot)
        fill(pilot, phrase="завершити")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.surveys.done == ("close", "v0"))


async def test_own_words_are_read_as_they_were_written() -> None:
    async with running(FakeApi(), "surveys", size=WIDE) as pilot:
        await until(pilot, lambda: "survey_texts" in offered(pilot))
        await pilot.press("v")
        await until(pilot, lambda: "[bold]Нічого[/]" in shown(pilot.app))
        assert "Утеплити під'їзд." in shown(pilot.app)


async def test_results_are_saved_with_texts_where_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    api = FakeApi()
    async with running(api, "surveys", size=WIDE) as pilot:
        await until(pilot, lambda: "survey_export" in offered(pilot))
        await pilot.press("d")
        await form(pilot)
        fill(pilot, texts="yes")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "survey-v0.csv" in told(pilot.app))
        assert api.surveys.exported == ("v0", "uk", True)
    assert (tmp_path / "survey-v0.csv").read_bytes().startswith(b"question;")


async def test_who_only_reads_surveys_writes_none_and_reads_no_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    api = FakeApi(permissions=frozenset({"SURVEYS_READ"}))
    async with running(api, "surveys", size=WIDE) as pilot:
        await until(pilot, lambda: "survey_export" in offered(pilot))
        assert not {"survey_create", "survey_close", "survey_texts"} & offered(pilot)
        await pilot.press("d")
        await until(pilot, lambda: api.surveys.exported == ("v0", "uk", False))


# -- writing


def written(pilot: Any, **texts: str) -> None:
    for name, text in texts.items():
        widget = pilot.app.screen.query_one(f"#{name}")
        assert isinstance(widget, Input | TextArea)
        if isinstance(widget, Input):
            widget.value = text
        else:
            widget.text = text


async def test_a_new_survey_is_written_as_lines_beside_what_is_understood() -> None:
    api = FakeApi()
    async with running(api, "surveys", size=WIDE) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: "Як писати питання" in shown(pilot.app))
        written(pilot, title_uk="Вода", title_en="Water", questions="одне* | Чи є вода? | Is there water? | Так / Yes")
        await until(pilot, lambda: "потрібно від 2 до 20 варіантів" in shown(pilot.app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "рядок 1: потрібно" in shown(pilot.app))
        assert api.surveys.saved is None
        first = "одне* | Чи є вода? | Is there water? | Так / Yes; Ні / No"
        written(pilot, questions=f"{first}\n\nтекст | Що ще? | What else?")
        await until(pilot, lambda: "1. Чи є вода?" in shown(pilot.app) and "2. Що ще?" in shown(pilot.app))
        for part in ("одне, обов'язкове", "○ Так / Yes", "What else?"):
            assert part in shown(pilot.app), part
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.surveys.saved is not None)
        assert api.surveys.saved is not None
        assert api.surveys.saved.questions == (
            Question("q1", "SINGLE", "Чи є вода?", "Is there water?", True, (Option("Так", "Yes"), Option("Ні", "No"))),
            Question("q2", "TEXT", "Що ще?", "What else?"),
        )
        assert (api.surveys.saved.id, api.surveys.saved.title_en) == ("", "Water")


async def test_a_draft_that_was_not_changed_is_left_at_once_and_another_by_a_second_escape() -> None:
    api = FakeApi()
    async with running(api, "surveys", size=WIDE) as pilot:
        await pilot.press("down", "down")
        await until(pilot, lambda: "survey_edit" in offered(pilot))
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, SurveyForm))
        assert survey_lines.typed(QUESTIONS) == pilot.app.screen.query_one("#questions", TextArea).text
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, SurveyForm))
        await until(pilot, lambda: pilot.app.screen.running is None)  # type: ignore[attr-defined]
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, SurveyForm))
        written(pilot, title_en="Cold")
        await pilot.press("escape")
        await until(pilot, lambda: "Esc" in shown(pilot.app).splitlines()[-2])
        assert isinstance(pilot.app.screen, SurveyForm)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, SurveyForm))
        assert api.surveys.saved is None


async def test_whom_it_is_for_is_asked_like_a_campaign() -> None:
    api = FakeApi()
    async with running(api, "surveys", size=WIDE) as pilot:
        await pilot.press("down", "down")
        await until(pilot, lambda: "survey_audience" in offered(pilot))
        await pilot.press("a")
        await form(pilot)
        fill(pilot, city="Яр", debt="12,50")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.surveys.done[:2] == ("audience", "v2"))
        assert (api.surveys.done[2].city, api.surveys.done[2].debt_above) == ("Яр", 1250)


TEXTS = st.text(st.sampled_from("аіЇzQ09 |;/\\*-–."), min_size=1, max_size=12).map(str.strip).filter(bool)
OPTIONS = st.builds(Option, TEXTS, TEXTS)


def distinct(options: list[Option]) -> bool:
    sides = [one.uk.casefold() for one in options], [one.en.casefold() for one in options]
    return all(len(set(side)) == len(side) for side in sides)


CHOICES = st.builds(
    lambda kind, uk, en, required, options: Question("", kind, uk, en, required, tuple(options)),
    st.sampled_from(("SINGLE", "MULTIPLE")),
    TEXTS,
    TEXTS,
    st.booleans(),
    st.lists(OPTIONS, min_size=2, max_size=5).filter(distinct),
)
SCALES = st.builds(
    lambda uk, en, low, more, ends: Question("", "SCALE", uk, en, False, (), low, low + more, *ends),
    TEXTS,
    TEXTS,
    st.integers(0, 5),
    st.integers(1, 5),
    st.tuples(st.just(Option("", "")) | OPTIONS, st.just(Option("", "")) | OPTIONS),
)
WORDS = st.builds(lambda uk, en: Question("", "TEXT", uk, en), TEXTS, TEXTS)


@pytest.mark.parametrize("language", ["uk", "en"])
@given(st.lists(CHOICES | SCALES | WORDS, min_size=1, max_size=4))
def test_lines_are_understood_as_what_they_were_written_from(language: str, questions: list[Question]) -> None:
    i18n.use(language)
    try:
        lines = survey_lines.parsed(survey_lines.typed(questions))
    finally:
        i18n.use("uk")
    assert [line.fault for line in lines] == [""] * len(questions)
    for place, (line, one) in enumerate(zip(lines, questions, strict=True), 1):
        assert line.question == type(one)(**{**vars(one), "id": f"q{place}"})


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("питання | а | b | в / c; г / d", "не вид питання"),
        ("одне | а", "має бути: вид"),
        ("одне | а |  | в / c; г / d", "має бути: вид"),
        ("одне | а | b | в / c; г / d | е", "має бути: вид"),
        ("одне | а | b", "від 2 до 20"),
        ("одне | а | b | в; г", "обома мовами"),
        ("одне | а | b | в / c; В / d", "повторюються"),
        ("текст | а | b | в / c", "варіантів не треба"),
        ("шкала | а | b | 5–1", "1–5"),
        ("шкала | а | b | 1–11", "1–5"),
        ("шкала | а | b | 1–5; в / c; г / d; е / f", "1–5"),
    ],
)
def test_a_line_that_is_not_understood_says_why(typed: str, fault: str) -> None:
    (line,) = survey_lines.parsed(typed)
    assert line.question is None
    assert fault in line.fault


def test_kinds_are_words_of_either_language_and_a_scale_has_ends_of_its_own() -> None:
    lines = survey_lines.parsed("scale* | а | b\n\nТЕКСТ | а | b\n single | а | b | 24/7 / 24/7; ні / no")
    assert [line.number for line in lines] == [1, 3, 4]
    scale, words, single = (line.question for line in lines)
    assert scale is not None
    assert (scale.kind, scale.required, scale.low, scale.high) == ("SCALE", True, 1, 5)
    assert words is not None
    assert words.kind == "TEXT"
    assert single is not None
    assert single.options == (Option("24/7", "24/7"), Option("ні", "no"))


def test_more_questions_than_there_may_be_are_told() -> None:
    lines = survey_lines.parsed("текст | а | b\n" * 51)
    assert "не більше ніж 50" in lines[50].fault
