"""What the invented town is asked: one open survey, one that is over, one draft; and its people answer."""

from datetime import date
from random import Random

import pytest
from smartregion.v1.survey_service_pb2 import SurveyState as S

from server.demo import surveys
from server.surveys import answers, contents
from storage.engine.transaction import Tx

from ..conftest import House
from .conftest import answer, phones


@pytest.mark.parametrize("asked", [surveys.OPEN, surveys.CLOSED, surveys.WRITTEN])
def test_what_is_asked_could_be_published_and_what_is_drawn_be_answered(asked: surveys.Asked, tx: Tx) -> None:
    contents.check(tx, asked.survey)
    random = Random(5)
    for _ in range(100):
        answers.checked(asked.survey.questions, surveys.drawn(asked.survey.questions, asked.words, random))


async def test_residents_are_asked_what_they_have_not_answered_and_nobody_is_invited_anew(quiet: House) -> None:
    today = date.fromisoformat(quiet.access.today)
    await surveys.write(quiet.app.services.store, today)
    desk = (await quiet.operator("daryna")).SurveyService
    listed = (await desk.ListSurveys()).surveys
    assert [one.state for one in listed] == [S.SURVEY_STATE_DRAFT, S.SURVEY_STATE_PUBLISHED, S.SURVEY_STATE_CLOSED]
    _, open_now, closed = listed
    results = (await desk.GetResults(id=closed.id)).results
    assert (results.final, results.people > 10) == (True, True)
    waiting = 0
    for phone in await phones(quiet):
        mine = await quiet.resident(phone)
        for one in (await mine.SurveyService.ListSurveys()).surveys:
            assert one.id == open_now.id
            seen = (await mine.SurveyService.GetSurvey(id=one.id)).survey
            await answer(mine, seen, *surveys.drawn(seen.questions, surveys.OPEN.words, Random(waiting)))
            waiting += 1
    assert waiting > 0
    await quiet.app.raising.run_once()
    told = await quiet.app.services.store.read(lambda tx: tx.sql("SELECT count(*) FROM notification WHERE cause = 11"))
    assert told == [(0,)]
