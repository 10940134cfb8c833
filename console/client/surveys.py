"""Surveys: the list, a draft, what becomes of it, and what is told of the answers."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from smartregion.v1 import common_pb2 as common
from smartregion.v1 import survey_service_pb2 as pb
from smartregion.v1.survey_service_pb2_grpc import SurveyServiceStub

from console.client import convert
from console.client.convert_delivery import from_audience, to_audience
from console.client.listing import Listing, enums, stamp
from console.client.wire import Wire, request_id
from console.delivery import Audience
from console.models import Frame, Page, Query
from console.surveys import Group, Option, Question, Reach, Result, Results, Survey

#: What a draft is given; its audience goes by itself.
_FIELDS = ("title_uk", "title_en", "intro_uk", "intro_en", "questions")


class Surveys(Listing[Survey]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = SurveyServiceStub(wire.channel)

    def _filter(self, query: Query) -> pb.SurveyFilter:
        return pb.SurveyFilter(states=enums(pb.SurveyState, query, "state"))

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Survey]:
        request = pb.ListSurveysRequest(filter=self._filter(query))
        return await self._page(self._stub.ListSurveys, request, "surveys", to_survey, token, skip, size)

    async def get(self, key: str) -> Survey:
        """With its questions, the size of its audience and how far the invitation came."""
        reply = await self.wire.call(self._stub.GetSurvey, pb.GetSurveyRequest(id=key))
        return to_survey(reply.survey, reply)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Survey]]:
        request = pb.WatchSurveysRequest(filter=self._filter(query), resume_token=token, skip_snapshot=not token)
        return self._frames(self._stub.WatchSurveys, request, "survey", to_survey)

    async def save(self, survey: Survey) -> Survey:
        if survey.id:
            return await self._update(_message(survey), _FIELDS)
        made = pb.CreateSurveyRequest(survey=_message(survey), request_id=request_id())
        return to_survey((await self.wire.call(self._stub.CreateSurvey, made)).survey)

    async def set_audience(self, survey: Survey, audience: Audience) -> Survey:
        message = pb.Survey(id=survey.id, etag=survey.etag, audience=from_audience(audience))
        return await self._update(message, ("audience",))

    async def _update(self, message: pb.Survey, fields: Sequence[str]) -> Survey:
        request = pb.UpdateSurveyRequest(survey=message, request_id=request_id())
        request.update_mask.paths.extend(fields)
        return to_survey((await self.wire.call(self._stub.UpdateSurvey, request)).survey)

    async def publish(self, survey: Survey, opens_at: datetime | None, closes_at: datetime) -> Survey:
        request = pb.PublishSurveyRequest(
            id=survey.id,
            etag=survey.etag,
            opens_at=None if opens_at is None else stamp(opens_at),
            closes_at=stamp(closes_at),
            request_id=request_id(),
        )
        return to_survey((await self.wire.call(self._stub.PublishSurvey, request)).survey)

    async def close(self, survey: Survey) -> Survey:
        request = pb.CloseSurveyRequest(id=survey.id, etag=survey.etag, request_id=request_id())
        return to_survey((await self.wire.call(self._stub.CloseSurvey, request)).survey)

    async def discard(self, survey: Survey) -> Survey:
        request = pb.DiscardSurveyRequest(id=survey.id, etag=survey.etag, request_id=request_id())
        return to_survey((await self.wire.call(self._stub.DiscardSurvey, request)).survey)

    async def results(self, survey_id: str) -> Results:
        found = (await self.wire.call(self._stub.GetResults, pb.GetResultsRequest(id=survey_id))).results
        return Results(found.smallest_group, found.final, found.people, tuple(map(_result, found.questions)))

    async def texts(self, survey_id: str, question_id: str, most: int) -> Sequence[str]:
        request = pb.ListSurveyTextsRequest(id=survey_id, question_id=question_id, page_size=most)
        return tuple((await self.wire.call(self._stub.ListSurveyTexts, request)).texts)

    async def export(self, survey_id: str, language: str, texts: bool) -> AsyncIterator[bytes]:
        spoken = common.LANGUAGE_UKRAINIAN if language == "uk" else common.LANGUAGE_ENGLISH
        request = pb.ExportResultsRequest(id=survey_id, language=spoken, texts=texts)
        async for frame in self.wire.stream(self._stub.ExportResults, request):
            yield frame.csv


def to_survey(message: pb.Survey, reply: pb.GetSurveyResponse | None = None) -> Survey:
    counted = reply is not None and message.state in (pb.SURVEY_STATE_DRAFT, pb.SURVEY_STATE_PUBLISHED)
    return Survey(
        id=message.id,
        state=convert.name(pb.SurveyState, message.state),
        title_uk=message.title_uk,
        title_en=message.title_en,
        intro_uk=message.intro_uk,
        intro_en=message.intro_en,
        questions=tuple(map(_question, message.questions)),
        question_count=message.question_count,
        audience=to_audience(message.audience),
        opens_at=convert.instant(message, "opens_at"),
        closes_at=convert.instant(message, "closes_at"),
        closed_at=convert.instant(message, "closed_at"),
        invited_at=convert.instant(message, "invited_at"),
        author=message.author,
        editor=message.editor,
        publisher=message.publisher,
        answered=message.answered,
        allowed=tuple(message.allowed_calls),
        etag=message.etag,
        audience_size=reply.audience_size if reply is not None and counted else None,
        reach=_reach(reply.reach) if reply is not None and reply.HasField("reach") else None,
    )


def _reach(one: pb.SurveyReach) -> Reach:
    return Reach(one.told, one.delivered, one.failed, one.suppressed)


def _question(message: pb.SurveyQuestion) -> Question:
    return Question(
        id=message.id,
        kind=convert.name(pb.SurveyQuestionKind, message.kind),
        text_uk=message.text_uk,
        text_en=message.text_en,
        required=message.required,
        options=tuple(Option(one.text_uk, one.text_en) for one in message.options),
        low=message.scale_from,
        high=message.scale_to,
        low_label=Option(message.from_label_uk, message.from_label_en),
        high_label=Option(message.to_label_uk, message.to_label_en),
    )


def _result(message: pb.SurveyQuestionResult) -> Result:
    groups = tuple(Group(tuple(one.answers), one.people) for one in message.groups)
    return Result(message.people, groups, tuple(message.withheld), message.mean.value)


def _message(survey: Survey) -> pb.Survey:
    made = pb.Survey(
        id=survey.id,
        etag=survey.etag,
        title_uk=survey.title_uk,
        title_en=survey.title_en,
        intro_uk=survey.intro_uk,
        intro_en=survey.intro_en,
    )
    for one in survey.questions:
        made.questions.add(
            id=one.id,
            kind=convert.number(pb.SurveyQuestionKind, one.kind),
            text_uk=one.text_uk,
            text_en=one.text_en,
            required=one.required,
            options=[pb.SurveyOption(text_uk=option.uk, text_en=option.en) for option in one.options],
            scale_from=one.low,
            scale_to=one.high,
            from_label_uk=one.low_label.uk,
            from_label_en=one.low_label.en,
            to_label_uk=one.high_label.uk,
            to_label_en=one.high_label.en,
        )
    return made
