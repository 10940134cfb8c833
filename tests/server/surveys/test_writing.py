"""Surveys as operators write them: what must hold of one, what each state allows, and when it opens and closes."""

from typing import Any

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from smartregion.v1 import survey_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import Audience

from server.limits import SURVEYS_OPEN
from server.surveys import schedule

from ..conftest import START, Client, House, refused
from .conftest import (
    DAY,
    HOUR,
    MULTIPLE,
    SCALE,
    SINGLE,
    TEXT,
    an_english_one,
    at,
    options,
    published,
    question,
    survey,
    written,
)

S = pb.SurveyState


async def test_a_draft_is_changed_published_and_closed_and_each_state_says_what_it_allows(house: House) -> None:
    desk = await house.operator("daryna")
    service = desk.SurveyService
    one = await written(desk, intro_uk="Навіщо.", intro_en="Why.")
    assert (one.state, one.author, one.question_count) == (S.SURVEY_STATE_DRAFT, "Дарина Кравець", 4)
    assert list(one.allowed_calls) == ["DiscardSurvey", "PublishSurvey", "UpdateSurvey"]
    change = pb.Survey(id=one.id, etag=one.etag, title_uk="Вода вдома", questions=[question("only", TEXT)])
    mask = FieldMask(paths=["title_uk", "questions"])
    two = (await service.UpdateSurvey(survey=change, update_mask=mask)).survey
    assert (two.title_uk, two.title_en, two.intro_uk) == ("Вода вдома", "Heat at home", "Навіщо.")
    assert [one.id for one in two.questions] == ["only"]
    stale = await refused(service.PublishSurvey(id=one.id, etag=one.etag, closes_at=at(START + DAY)))
    assert stale.reason == "STALE_ETAG"
    three = (await service.PublishSurvey(id=two.id, etag=two.etag, closes_at=at(START + DAY))).survey
    assert (three.state, list(three.allowed_calls)) == (S.SURVEY_STATE_PUBLISHED, ["CloseSurvey"])
    change.etag = three.etag
    for call in (
        service.UpdateSurvey(survey=change, update_mask=mask),
        service.PublishSurvey(id=two.id, etag=three.etag, closes_at=at(START + DAY)),
        service.DiscardSurvey(id=two.id, etag=three.etag),
    ):
        assert (await refused(call)).reason == "WRONG_STATE"
    four = (await service.CloseSurvey(id=two.id, etag=three.etag)).survey
    assert (four.state, list(four.allowed_calls)) == (S.SURVEY_STATE_CLOSED, [])
    assert four.closed_at.ToMilliseconds() == START


async def test_a_draft_that_was_given_up_is_no_more_to_be_published(house: House) -> None:
    desk = await house.operator("daryna")
    one = await written(desk)
    gone = (await desk.SurveyService.DiscardSurvey(id=one.id, etag=one.etag)).survey
    assert gone.state == S.SURVEY_STATE_DISCARDED
    again = desk.SurveyService.PublishSurvey(id=one.id, etag=gone.etag, closes_at=at(START + DAY))
    assert (await refused(again)).reason == "WRONG_STATE"


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"title_uk": "Ой"}, "survey.title_uk", "string.min_len"),
        ({"title_en": "a\x1b[2Jb"}, "survey.title_en", "string.line"),
        ({"intro_uk": "Навіщо."}, "survey.intro_en", "survey.both_languages"),
        ({"questions": []}, "survey.questions", "repeated.min_items"),
        ({"questions": [question(f"q{n}", TEXT) for n in range(51)]}, "survey.questions", "repeated.max_items"),
        ({"questions": [question("a", TEXT), question("a", TEXT)]}, "survey.questions[0].id", "survey.question_id"),
        ({"questions": [question("Ї", TEXT)]}, "survey.questions[0].id", "string.pattern"),
        ({"questions": [question("a", 0)]}, "survey.questions[0].kind", "enum.not_in"),
        ({"questions": [question("a", 9)]}, "survey.questions[0].kind", "enum.defined_only"),
        ({"questions": [question("a", TEXT, text_en="")]}, "survey.questions[0].text_en", "string.min_len"),
        (
            {"questions": [question("a", SINGLE, options=options(("Так", "Yes")))]},
            "survey.questions[0].options",
            "survey.options",
        ),
        (
            {"questions": [question("a", MULTIPLE, options=options(("Так", "Yes"), ("так", "No")))]},
            "survey.questions[0].options[1].text_uk",
            "survey.same_options",
        ),
        (
            {"questions": [question("a", SINGLE, options=options(*[(f"в{n}", f"o{n}") for n in range(21)]))]},
            "survey.questions[0].options",
            "repeated.max_items",
        ),
        (
            {"questions": [question("a", TEXT, options=options(("1", "1")))]},
            "survey.questions[0].options",
            "survey.not_of_kind",
        ),
        ({"questions": [question("a", SINGLE, scale_to=5)]}, "survey.questions[0].scale_to", "survey.not_of_kind"),
        ({"questions": [question("a", SCALE, scale_from=5)]}, "survey.questions[0].scale_to", "survey.scale"),
        ({"questions": [question("a", SCALE, scale_to=11)]}, "survey.questions[0].scale_to", "int32.gte_lte"),
        (
            {"questions": [question("a", SCALE, to_label_en="good")]},
            "survey.questions[0].to_label_uk",
            "survey.both_languages",
        ),
        ({"audience": Audience(street="Хрещатик")}, "survey.audience.street", "audience.city"),
        ({"audience": Audience(city="Нарнія")}, "survey.audience.city", "city.known"),
        ({"audience": Audience(no_reading_in_window=True)}, "survey.audience.no_reading_in_window", "audience.window"),
    ],
)
async def test_what_contradicts_itself_is_refused_with_field_and_rule(
    house: House, changes: dict[str, Any], field: str, rule: str
) -> None:
    desk = (await house.operator("daryna")).SurveyService
    assert (field, rule) in (await refused(desk.CreateSurvey(survey=survey(**changes)))).violations


async def test_a_change_is_held_against_the_same_rules(house: House) -> None:
    desk = await house.operator("daryna")
    one = await written(desk)
    change = pb.Survey(id=one.id, etag=one.etag, questions=[question("a", SCALE, scale_from=5)])
    wrong = await refused(desk.SurveyService.UpdateSurvey(survey=change, update_mask=FieldMask(paths=["questions"])))
    assert ("survey.questions[0].scale_to", "survey.scale") in wrong.violations
    mask = FieldMask(paths=["state"])
    assert (
        await refused(desk.SurveyService.UpdateSurvey(survey=change, update_mask=mask))
    ).reason == "INVALID_FIELD_MASK"


@pytest.mark.parametrize(
    ("opens", "closes", "field", "rule"),
    [
        (-HOUR, DAY, "opens_at", "survey.opens_at"),
        (HOUR, 2 * HOUR - 1, "closes_at", "survey.closes_at"),
        (HOUR, 0, "closes_at", "survey.closes_at"),
        (HOUR, 367 * DAY, "closes_at", "survey.closes_at"),
        (HOUR, None, "closes_at", "required"),
    ],
)
async def test_a_survey_opens_ahead_and_closes_within_a_year(
    house: House, opens: int, closes: int | None, field: str, rule: str
) -> None:
    desk = await house.operator("daryna")
    one = await written(desk)
    ends = {} if closes is None else {"closes_at": at(START + closes)}
    wrong = await refused(
        desk.SurveyService.PublishSurvey(id=one.id, etag=one.etag, opens_at=at(START + opens), **ends)
    )
    assert (field, rule) in wrong.violations


async def test_so_many_are_published_at_a_time(house: House) -> None:
    desk = await house.operator("daryna")
    for _ in range(SURVEYS_OPEN):
        await published(house)
    one = await written(desk)
    full = desk.SurveyService.PublishSurvey(id=one.id, etag=one.etag, closes_at=at(START + DAY))
    assert (await refused(full)).reason == "LIMIT_EXCEEDED"


async def test_it_opens_and_closes_when_its_time_has_come(house: House) -> None:
    store = house.app.services.store

    async def later(milliseconds: int) -> Client:
        house.clock.advance(milliseconds=milliseconds)
        house.forget_sessions()
        await schedule.turn(store)
        return await house.operator("daryna")

    desk = await house.operator("daryna")
    one = await written(desk)
    await desk.SurveyService.PublishSurvey(
        id=one.id, etag=one.etag, opens_at=at(START + HOUR), closes_at=at(START + 3 * HOUR)
    )
    desk = await later(HOUR - 1)
    before = await desk.SurveyService.GetSurvey(id=one.id)
    assert not before.HasField("reach")
    assert before.audience_size > 10
    desk = await later(1)
    assert (await desk.SurveyService.GetSurvey(id=one.id)).HasField("reach")
    desk = await later(2 * HOUR)
    after = (await desk.SurveyService.GetSurvey(id=one.id)).survey
    assert (after.state, after.closed_at.ToMilliseconds()) == (S.SURVEY_STATE_CLOSED, START + 3 * HOUR)


async def test_the_audience_is_counted_before_it_is_asked(house: House) -> None:
    desk = await house.operator("daryna")
    everybody = (await desk.SurveyService.GetSurvey(id=(await written(desk)).id)).audience_size
    await an_english_one(house)
    english = await written(desk, audience=Audience(language=2))
    assert (await desk.SurveyService.GetSurvey(id=english.id)).audience_size == 1 < everybody


async def test_lists_leave_out_what_is_long_and_are_told_by_state(house: House) -> None:
    desk = (await house.operator("daryna")).SurveyService
    one, two = await published(house), await written(await house.operator("daryna"))
    listed = (await desk.ListSurveys()).surveys
    assert [row.id for row in listed] == [two.id, one.id]
    assert [(len(row.questions), row.question_count) for row in listed] == [(0, 4), (0, 4)]
    drafts = await desk.ListSurveys(filter=pb.SurveyFilter(states=[S.SURVEY_STATE_DRAFT]))
    assert ([row.id for row in drafts.surveys], drafts.total_size) == ([two.id], 1)
    first = await desk.ListSurveys(page_size=1)
    then = await desk.ListSurveys(page_size=1, page_token=first.next_page_token)
    assert [row.id for row in (*first.surveys, *then.surveys)] == [two.id, one.id]
