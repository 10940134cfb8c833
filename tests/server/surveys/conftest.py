"""Surveys, from the draft to what people answer."""

from collections.abc import Sequence
from typing import Any

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp
from smartregion.v1 import survey_service_pb2 as pb

from server.codec import decode_id
from server.limits import SMALLEST_GROUP
from server.surveys.tally import Tally
from storage.engine.transaction import Tx
from storage.repositories import surveys

from ..conftest import START, Client, House

HOUR, DAY = 3_600_000, 86_400_000
K = pb.SurveyQuestionKind
SINGLE, MULTIPLE = K.SURVEY_QUESTION_KIND_SINGLE, K.SURVEY_QUESTION_KIND_MULTIPLE
SCALE, TEXT = K.SURVEY_QUESTION_KIND_SCALE, K.SURVEY_QUESTION_KIND_TEXT


def at(milliseconds: int) -> Timestamp:
    made = Timestamp()
    made.FromMilliseconds(milliseconds)
    return made


def options(*pairs: tuple[str, str]) -> list[pb.SurveyOption]:
    return [pb.SurveyOption(text_uk=uk, text_en=en) for uk, en in pairs]


def question(name: str, kind: int, **changes: Any) -> pb.SurveyQuestion:
    said = {"text_uk": f"Питання {name}?", "text_en": f"Question {name}?"}
    if kind in (SINGLE, MULTIPLE):
        said["options"] = options(("Так", "Yes"), ("Ні", "No"), ("Байдуже", "Whatever"))  # type: ignore[assignment]
    if kind == SCALE:
        said |= {"scale_from": 1, "scale_to": 5}  # type: ignore[dict-item]
    return pb.SurveyQuestion(id=name, kind=kind, **{**said, **changes})


def survey(**changes: Any) -> pb.Survey:
    """One question of each kind, the first of which must be answered."""
    asked = [
        question("heat", SINGLE, required=True),
        question("ways", MULTIPLE),
        question("mark", SCALE),
        question("more", TEXT),
    ]
    said = {"title_uk": "Тепло вдома", "title_en": "Heat at home", "questions": asked}
    return pb.Survey(**{**said, **changes})


async def written(client: Client, **changes: Any) -> pb.Survey:
    reply = await client.SurveyService.CreateSurvey(survey=survey(**changes))
    made: pb.Survey = reply.survey
    return made


async def published(house: House, days: int = 7, **changes: Any) -> pb.Survey:
    """Open from now on, for some days."""
    admin = await house.operator("oksana")
    one = await written(admin, **changes)
    closes_at = at(house.clock.now() + days * DAY)
    reply = await admin.SurveyService.PublishSurvey(id=one.id, etag=one.etag, closes_at=closes_at)
    made: pb.Survey = reply.survey
    return made


def chosen(name: str, *places: int) -> pb.SurveyAnswer:
    return pb.SurveyAnswer(question_id=name, options=places)


def said(name: str, text: str) -> pb.SurveyAnswer:
    return pb.SurveyAnswer(question_id=name, text=text)


async def phones(house: House) -> list[str]:
    admin = await house.operator("oksana")
    return [one.phone for one in (await admin.UserService.ListUsers(page_size=100)).users]


async def an_english_one(house: House, number: int = 0) -> Client:
    """A resident who reads English from now on."""
    admin = await house.operator("oksana")
    user = (await admin.UserService.ListUsers(page_size=100)).users[number]
    mine = await house.resident(user.phone)
    user.language = 2
    await mine.UserService.UpdateUser(user=user, update_mask=FieldMask(paths=["language"]))
    return mine


async def answer(client: Client, one: pb.Survey, *answers: pb.SurveyAnswer) -> Any:
    return await client.SurveyService.SubmitAnswers(survey_id=one.id, answers=answers)


async def crowd(house: House, one: pb.Survey, people: Sequence[dict[int, tuple[int, ...]]]) -> None:
    """People who answered before, of whom nothing but their count is there: by the place of the question."""

    def unit(tx: Tx) -> None:
        number = decode_id(one.id)
        tally = Tally.parse(surveys.counts(tx, [number]).get(number, ""))
        for answers in people:
            tally.take(answers, SMALLEST_GROUP)
        surveys.count(tx, number, tally.text())

    await house.app.services.store.write(unit)


@pytest.fixture
async def quiet(house: House) -> House:
    """The house at a standstill: nothing is raised, and nothing sent, but by the test."""
    await house.app.delivery.close()
    await house.app.raising.close()
    return house


__all__ = ["START"]
