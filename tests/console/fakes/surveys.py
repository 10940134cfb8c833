"""Surveys and how people answered them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from console.delivery import Audience
from console.ports import ClientError
from console.surveys import Group, Option, Question, Reach, Result, Results, Survey

from .base import NOW, FakeList

_YES, _NO, _BOTH = Option("Так", "Yes"), Option("Ні", "No"), Option("Байдуже", "Whatever")
QUESTIONS = (
    Question("q1", "SINGLE", "Чи тепло вдома?", "Is it warm at home?", True, (_YES, _NO, _BOTH)),
    Question("q2", "MULTIPLE", "Що заважає?", "What is wrong?", False, (Option("Шум", "Noise"), Option("Пил", "Dust"))),
    Question(
        "q3",
        "SCALE",
        "Як вам послуга?",
        "How is it?",
        False,
        (),
        1,
        3,
        Option("погано", "bad"),
        Option("добре", "good"),
    ),
    Question("q4", "TEXT", "Що змінити?", "What to change?"),
)
RESULTS = (
    Result(40, (Group((1,), 28), Group((2, 3), 12)), (), ""),
    Result(30, (Group((1,), 18),), (2,), ""),
    Result(36, (Group((1,), 12), Group((2,), 12), Group((3,), 12)), (), "2.00"),
    Result(20, (), (), ""),
)


def survey(number: int, **changes: Any) -> Survey:
    """An open one, a closed one, a draft, and one that opens tomorrow."""
    state, allowed = (
        ("PUBLISHED", ("CloseSurvey",)),
        ("CLOSED", ()),
        ("DRAFT", ("DiscardSurvey", "PublishSurvey", "UpdateSurvey")),
        ("PUBLISHED", ("CloseSurvey",)),
    )[number % 4]
    begun = NOW + timedelta(days=1) if number == 3 else NOW - timedelta(days=2)
    open_ever = state != "DRAFT"
    made = Survey(
        id=f"v{number}",
        state=state,
        title_uk=f"Тепло вдома {number}",
        title_en=f"Heat at home {number}",
        intro_uk="Навіщо питаємо.",
        intro_en="Why we ask.",
        questions=QUESTIONS,
        question_count=len(QUESTIONS),
        audience=Audience(city="Річенськ"),
        opens_at=begun if open_ever else None,
        closes_at=NOW + timedelta(days=5) if open_ever else None,
        closed_at=NOW if state == "CLOSED" else None,
        invited_at=NOW if number == 0 else None,
        author="Дарина Кравець",
        editor="Дарина Кравець",
        publisher="Оксана Литвин" if open_ever else "",
        answered=40 if number == 0 else 0,
        allowed=allowed,
        etag="1",
        audience_size=1234 if state != "CLOSED" else None,
        reach=Reach(1200, 900, 3, 34) if number == 0 else None,
    )
    return replace(made, **changes)


class FakeSurveys(FakeList[Survey]):
    told = Results(10, False, 40, RESULTS)
    refusal: ClientError | None = None
    saved: Survey | None = None
    done: tuple[Any, ...] = ()
    exported: tuple[str, str, bool] = ("", "", False)

    def _do(self, *done: Any) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.done = done

    async def save(self, survey: Survey) -> Survey:
        self._do("save", survey.id)
        self.saved = survey
        return replace(survey, id=survey.id or "v2")

    async def set_audience(self, survey: Survey, audience: Audience) -> Survey:
        self._do("audience", survey.id, audience)
        return self.took(survey, audience=audience)  # type: ignore[no-any-return]

    async def publish(self, survey: Survey, opens_at: datetime | None, closes_at: datetime) -> Survey:
        self._do("publish", survey.id, opens_at, closes_at)
        return self.took(survey, state="PUBLISHED", allowed=("CloseSurvey",))  # type: ignore[no-any-return]

    async def close(self, survey: Survey) -> Survey:
        self._do("close", survey.id)
        return self.took(survey, state="CLOSED", allowed=(), closed_at=NOW)  # type: ignore[no-any-return]

    async def discard(self, survey: Survey) -> Survey:
        self._do("discard", survey.id)
        return self.took(survey, state="DISCARDED", allowed=())  # type: ignore[no-any-return]

    async def results(self, survey_id: str) -> Results:
        return self.told

    async def texts(self, survey_id: str, question_id: str, most: int) -> Sequence[str]:
        return ("Утеплити під'їзд.", "[bold]Нічого[/]\nне треба.")

    async def export(self, survey_id: str, language: str, texts: bool) -> AsyncIterator[bytes]:
        self.exported = survey_id, language, texts
        yield b"question;kind;answer;people\r\n"
