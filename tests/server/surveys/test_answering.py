"""Residents answer once, and only what they are asked; whoever may not is told which rule keeps them from it."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import grpc
import pytest
from smartregion.v1 import survey_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import Audience
from smartregion.v1.user_service_pb2 import UserState

from server.codec import decode_id
from server.errors import InvalidField
from server.limits import SMALLEST_GROUP
from server.surveys import standing
from server.surveys.tally import ANYTHING, Tally
from storage.engine.transaction import Tx
from storage.repositories import surveys, users
from storage.repositories.users import Person

from ..conftest import START, House, refused
from .conftest import DAY, an_english_one, answer, at, chosen, phones, published, said, written

YES, NO = chosen("heat", 1), chosen("heat", 2)


async def counted(house: House, one: pb.Survey) -> Tally:
    number = decode_id(one.id)
    found = await house.app.services.store.read(lambda tx: surveys.counts(tx, [number]))
    return Tally.parse(found.get(number, ""))


async def test_a_resident_is_asked_until_they_have_answered(house: House) -> None:
    mine = await house.resident((await phones(house))[0])
    one, other = await published(house), await published(house, title_uk="Вода вдома")
    assert [row.id for row in (await mine.SurveyService.ListSurveys()).surveys] == [other.id, one.id]
    seen = (await mine.SurveyService.GetSurvey(id=one.id)).survey
    assert [question.id for question in seen.questions] == ["heat", "ways", "mark", "more"]
    assert (seen.author, seen.answered, list(seen.allowed_calls)) == ("", 0, ["SubmitAnswers"])
    assert not seen.HasField("audience")
    done = await answer(mine, one, YES, chosen("ways", 3, 1), pb.SurveyAnswer(question_id="mark", point=5))
    assert done.answered_at.ToMilliseconds() == START
    assert [row.id for row in (await mine.SurveyService.ListSurveys()).surveys] == [other.id]
    again = (await mine.SurveyService.GetSurvey(id=one.id)).survey
    assert (again.answered_at.ToMilliseconds(), list(again.allowed_calls)) == (START, [])
    tally = await counted(house, one)
    assert (tally.of(0).coming.answers, tally.of(1).coming.answers) == ({1: 1}, {1: 1, 3: 1})
    assert (tally.of(2).coming.answers, tally.written(3)) == ({5: 1}, 0)


async def test_one_person_answers_once_however_often_they_send(house: House) -> None:
    mine = await house.resident((await phones(house))[0])
    one = await published(house)
    request = pb.SubmitAnswersRequest(survey_id=one.id, answers=[YES], request_id=str(uuid.uuid4()))
    first = await mine.SurveyService.SubmitAnswers(request)
    assert await mine.SurveyService.SubmitAnswers(request) == first
    request.answers[0].CopyFrom(NO)
    assert (await refused(mine.SurveyService.SubmitAnswers(request))).reason == "REQUEST_ID_REUSED"
    again = await refused(answer(mine, one, NO))
    assert (again.reason, again.violations) == ("ALREADY_EXISTS", (("survey_id", "survey.answered"),))
    assert (await counted(house, one)).of(0).coming.answers == {1: 1}


async def test_of_two_devices_at_once_one_answer_counts(house: House) -> None:
    phone = (await phones(house))[0]
    one = await published(house)
    devices = [await house.resident(phone) for _ in range(4)]
    done = await asyncio.gather(*(answer(device, one, YES) for device in devices), return_exceptions=True)
    assert sum(isinstance(reply, pb.SubmitAnswersResponse) for reply in done) == 1
    assert {reply.code() for reply in done if isinstance(reply, grpc.aio.AioRpcError)} == {
        grpc.StatusCode.ALREADY_EXISTS
    }
    assert (await counted(house, one)).of(ANYTHING).coming.people == 1


@pytest.mark.parametrize(
    ("answers", "field", "rule"),
    [
        ([], "answers", "repeated.min_items"),
        ([chosen("ways", 1)], "answers", "survey.required"),
        ([YES, chosen("weather", 1)], "answers[1].question_id", "survey.question"),
        ([YES, chosen("heat", 2)], "answers[1].question_id", "survey.once"),
        ([chosen("heat", 1, 2)], "answers[0].options", "survey.one_option"),
        ([chosen("heat")], "answers[0].options", "survey.chosen"),
        ([chosen("heat", 4)], "answers[0].options[0]", "survey.option"),
        ([YES, chosen("ways", 1, 0)], "answers[1].options[1]", "survey.option"),
        ([YES, chosen("ways", 1, 1)], "answers[1].options", "repeated.unique"),
        ([YES, chosen("ways", -1)], "answers[1].options[0]", "survey.option"),
        ([YES, pb.SurveyAnswer(question_id="mark", point=0)], "answers[1].point", "survey.point"),
        ([YES, pb.SurveyAnswer(question_id="mark", point=6)], "answers[1].point", "survey.point"),
        ([YES, pb.SurveyAnswer(question_id="mark")], "answers[1].point", "survey.point"),
        ([YES, pb.SurveyAnswer(question_id="mark", point=3, text="так")], "answers[1].text", "survey.not_of_kind"),
        ([pb.SurveyAnswer(question_id="heat", point=1)], "answers[0].point", "survey.not_of_kind"),
        ([YES, said("more", " \n ")], "answers[1].text", "survey.text"),
        ([YES, said("more", "\u3164")], "answers[1].text", "survey.text"),
        ([YES, said("more", "а\u202eб")], "answers[1].text", "string.text"),
        ([YES, said("more", "я" * 2001)], "answers[1].text", "string.max_len"),
        ([YES, pb.SurveyAnswer(question_id="")], "answers[1].question_id", "string.min_len"),
    ],
)
async def test_an_answer_that_is_none_names_the_field_and_the_rule(
    house: House, answers: list[pb.SurveyAnswer], field: str, rule: str
) -> None:
    mine = await house.resident((await phones(house))[0])
    one = await published(house)
    assert (field, rule) in (await refused(answer(mine, one, *answers))).violations
    assert (await counted(house, one)).of(ANYTHING).coming.people == 0


async def test_who_is_not_meant_neither_sees_it_nor_answers_it(house: House) -> None:
    mine, other = await an_english_one(house), await house.resident((await phones(house))[1])
    one = await published(house, audience=Audience(language=2))
    assert [row.id for row in (await mine.SurveyService.ListSurveys()).surveys] == [one.id]
    assert not (await other.SurveyService.ListSurveys()).surveys
    assert (await refused(other.SurveyService.GetSurvey(id=one.id))).reason == "NOT_FOUND"
    wrong = await refused(answer(other, one, YES))
    assert ("survey_id", "survey.audience") in wrong.violations


async def test_what_is_not_open_is_not_known_and_what_is_over_is_closed(house: House) -> None:
    desk, phone = await house.operator("oksana"), (await phones(house))[0]
    mine = await house.resident(phone)
    draft = await written(desk)
    assert (await refused(answer(mine, draft, YES))).reason == "NOT_FOUND"
    assert (await refused(mine.SurveyService.GetSurvey(id=draft.id))).reason == "NOT_FOUND"
    later = await desk.SurveyService.PublishSurvey(
        id=draft.id, etag=draft.etag, opens_at=at(START + DAY), closes_at=at(START + 2 * DAY)
    )
    assert (await refused(answer(mine, later.survey, YES))).reason == "NOT_FOUND"
    assert not (await mine.SurveyService.ListSurveys()).surveys
    house.clock.advance(milliseconds=2 * DAY)
    over = await refused(answer(mine, later.survey, YES))
    assert ("survey_id", "survey.closed") in over.violations
    assert not (await mine.SurveyService.ListSurveys()).surveys


def blocked(tx: Tx, person: Person) -> None:
    users.update(tx, person, state=UserState.USER_STATE_BLOCKED)


def erased(tx: Tx, person: Person) -> None:
    users.update(tx, person, state=UserState.USER_STATE_ERASED)


def restricted(tx: Tx, person: Person) -> None:
    users.update(tx, person, restricted=True)


@pytest.mark.parametrize(
    ("change", "rule"), [(blocked, "survey.account"), (erased, "survey.account"), (restricted, "user.restricted")]
)
async def test_who_is_blocked_erased_or_only_stored_does_not_answer(
    house: House, change: Callable[[Tx, Person], None], rule: str
) -> None:
    """By whatever way they came past the session, which ends with the block."""
    one = await published(house)
    admin = await house.operator("oksana")
    user_id = decode_id((await admin.UserService.ListUsers(page_size=1)).users[0].id)

    def unit(tx: Tx) -> Any:
        person = users.get_any(tx, user_id)
        assert person is not None
        change(tx, person)
        with pytest.raises(InvalidField) as caught:
            standing.to_answer(tx, decode_id(one.id), user_id)
        return caught.value.violations[0]

    wrong = await house.app.services.store.write(unit)
    assert (wrong.field, wrong.rule) == ("survey_id", rule)


async def test_on_postgresql_people_who_answer_at_once_are_all_counted(postgres_house: House) -> None:
    house = postgres_house
    one = await published(house)
    people = [await house.resident(phone) for phone in await phones(house)]
    assert len(people) >= SMALLEST_GROUP
    await asyncio.gather(*(answer(mine, one, (YES, NO)[place % 2]) for place, mine in enumerate(people)))
    tally = await counted(house, one)
    assert tally.written(ANYTHING) == tally.written(0) == len(people)
    steps = tally.of(0)
    assert sum(part.answers[2] for part in (steps.told, steps.held, steps.coming)) == len(people) // 2
