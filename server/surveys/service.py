"""SurveyService: proto in, proto out."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

from smartregion.v1 import survey_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import NotificationCause
from smartregion.v1.options_pb2 import Permission

from server import etags
from server.call import Call
from server.codec import decode_id, encode_id, timestamp
from server.errors import InvalidField, LimitExceeded, PermissionDenied
from server.limits import FRAME_ROWS, SMALLEST_GROUP, SURVEYS_OPEN
from server.services import Calls
from server.surveys import answers, contents, export, mapping, standing
from server.surveys.results import words_told
from server.surveys.tally import Tally
from server.surveys.workflow import DRAFT, WORKFLOW
from storage.engine.feed import Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.surveys import Survey
from storage.repositories import notifications, surveys
from storage.repositories.surveys import Words

CAUSE = NotificationCause.NOTIFICATION_CAUSE_SURVEY


class SurveyService(Calls):
    # -- writing

    async def CreateSurvey(self, request: Any, call: Call) -> pb.CreateSurveyResponse:
        def unit(tx: Tx) -> pb.CreateSurveyResponse:
            contents.check(tx, request.survey)
            author = call.principal.id
            row = Survey(
                id=new_id(),
                state=DRAFT,
                author_id=author,
                editor_id=author,
                created_at=tx.now,
                updated_at=tx.now,
                version=1,
                **contents.columns(request.survey),
            )
            surveys.create(tx, row)
            return pb.CreateSurveyResponse(survey=_noted(tx, row, call))

        return await call.write(unit)

    async def UpdateSurvey(self, request: Any, call: Call) -> pb.UpdateSurveyResponse:
        survey_id = decode_id(request.survey.id, "survey.id")

        def unit(tx: Tx) -> pb.UpdateSurveyResponse:
            row = _held(tx, survey_id, request.survey.etag)
            state = WORKFLOW.next(row.state, "changed")
            merged = mapping.messages(tx, [row], call, whole=True)[0]
            paths = etags.merge(merged, request.survey, request.update_mask, contents.CHANGEABLE, "survey")
            call.validate(merged, "survey")
            contents.check(tx, merged)
            values = contents.columns(merged, paths)
            surveys.update(tx, row, **values, state=state, editor_id=call.principal.id, updated_at=tx.now)
            call.detail["fields"] = ",".join(paths)
            return pb.UpdateSurveyResponse(survey=_noted(tx, row, call))

        return await call.write(unit)

    async def PublishSurvey(self, request: Any, call: Call) -> pb.PublishSurveyResponse:
        def change(tx: Tx, row: Survey) -> None:
            state = WORKFLOW.next(row.state, "published")
            opens_at, closes_at = contents.opening(request, tx.now)
            if len(surveys.published(tx)) >= SURVEYS_OPEN:
                raise LimitExceeded(f"id: at most {SURVEYS_OPEN} surveys are published at a time; close one first")
            surveys.update(
                tx,
                row,
                state=state,
                opens_at=opens_at,
                closes_at=closes_at,
                opened_at=tx.now if opens_at == tx.now else None,
                publisher_id=call.principal.id,
                published_at=tx.now,
                updated_at=tx.now,
            )

        return await self._change(request, call, change, pb.PublishSurveyResponse)

    async def CloseSurvey(self, request: Any, call: Call) -> pb.CloseSurveyResponse:
        return await self._change(request, call, standing.close, pb.CloseSurveyResponse)

    async def DiscardSurvey(self, request: Any, call: Call) -> pb.DiscardSurveyResponse:
        def change(tx: Tx, row: Survey) -> None:
            surveys.update(tx, row, state=WORKFLOW.next(row.state, "discarded"), updated_at=tx.now)

        return await self._change(request, call, change, pb.DiscardSurveyResponse)

    async def _change(self, request: Any, call: Call, change: Callable[[Tx, Survey], None], reply_type: Any) -> Any:
        survey_id = decode_id(request.id)

        def unit(tx: Tx) -> Any:
            row = _held(tx, survey_id, request.etag)
            change(tx, row)
            return reply_type(survey=_noted(tx, row, call))

        return await call.write(unit)

    # -- reading

    async def GetSurvey(self, request: Any, call: Call) -> pb.GetSurveyResponse:
        survey_id = decode_id(request.id)

        def query(tx: Tx) -> pb.GetSurveyResponse:
            row = _visible(tx, survey_id, call)
            reply = pb.GetSurveyResponse(survey=mapping.messages(tx, [row], call, whole=True)[0])
            if not call.principal.is_operator:
                return reply
            if WORKFLOW.allowed(row.state):
                reply.audience_size = standing.audience_size(tx, row)
            if row.opened_at is not None:
                reply.reach.CopyFrom(mapping.reach(notifications.reached(tx, CAUSE, [row.id])[row.id]))
            return reply

        # Its audience is counted for an operator: nobody else waits for that.
        return await call.read(query, long=call.principal.is_operator)

    async def ListSurveys(self, request: Any, call: Call) -> pb.ListSurveysResponse:
        page = self._services.paging.page(request)

        def query(tx: Tx) -> pb.ListSurveysResponse:
            if call.principal.is_resident:
                found = standing.waiting_for(tx, call.principal.id)
                rows = [row for row in found if not page.after or row.id < page.after[0]]
                rows, total = rows[page.skip : page.skip + page.size], len(found)
            else:
                states = tuple(request.filter.states)
                rows, total = surveys.page(tx, states, page.past(int), page.size, page.skip)
            reply = pb.ListSurveysResponse(surveys=mapping.messages(tx, rows, call), total_size=total)
            page.end(reply, rows, lambda last: (last.id,))
            return reply

        return await call.read(query)

    async def WatchSurveys(self, request: Any, call: Call) -> AsyncIterator[pb.WatchSurveysResponse]:
        states = tuple(request.filter.states)

        def listed(tx: Tx, rows: list[Survey]) -> list[tuple[int, Any]]:
            return [(row.id, made) for row, made in zip(rows, mapping.messages(tx, rows, call), strict=True)]

        frames = self._services.watching.watch(
            call,
            request,
            Topic.SURVEYS,
            lambda tx, last, size: listed(tx, surveys.behind(tx, states, last, size)),
            lambda tx, ids: dict(listed(tx, surveys.watched(tx, states, ids))),
            "survey",
        )
        async for frame in frames:
            yield frame

    # -- answers

    async def SubmitAnswers(self, request: Any, call: Call) -> pb.SubmitAnswersResponse:
        survey_id, user_id = decode_id(request.survey_id, "survey_id"), call.principal.id

        def unit(tx: Tx) -> pb.SubmitAnswersResponse:
            row = standing.to_answer(tx, survey_id, user_id)
            questions = contents.questions(row)
            answered = answers.checked(questions, request.answers)
            tally = Tally.parse(surveys.counts(tx, [row.id]).get(row.id, ""))
            moved = tally.take(answered.counted(), SMALLEST_GROUP)
            surveys.count(tx, row.id, tally.text())
            written = [Words(place, tally.written(place), text) for place, text in answered.words.items()]
            surveys.reply(tx, row.id, user_id, row.title_uk, answers.in_words(questions, answered), written)
            if moved:
                tx.change(Topic.SURVEYS, row.id)
            tx.subject = user_id
            return pb.SubmitAnswersResponse(survey_id=encode_id(row.id), answered_at=timestamp(tx.now))

        return await call.write(unit)

    # -- results

    async def GetResults(self, request: Any, call: Call) -> pb.GetResultsResponse:
        survey_id = decode_id(request.id)

        def query(tx: Tx) -> pb.GetResultsResponse:
            row = _visible(tx, survey_id, call)
            return pb.GetResultsResponse(results=mapping.results(row, *mapping.results_of(tx, row)))

        return await call.read(query)

    async def ListSurveyTexts(self, request: Any, call: Call) -> pb.ListSurveyTextsResponse:
        survey_id = decode_id(request.id)
        page = self._services.paging.page(request)

        def query(tx: Tx) -> pb.ListSurveyTextsResponse:
            row = _visible(tx, survey_id, call)
            place = _question_of_words(row, request.question_id)
            found = _texts(tx, row.id, place, page.past(int) or 0, page.size)
            reply = pb.ListSurveyTextsResponse(texts=[text for _, text in found])
            page.end(reply, found, lambda last: (last[0],))
            call.detail["rows"] = str(len(found))
            return reply

        # Whose the texts are the audit log is not told: read one by one, they would have names by it.
        call.target("survey", survey_id)
        return await call.read(query)

    async def ExportResults(self, request: Any, call: Call) -> AsyncIterator[pb.ExportResultsResponse]:
        survey_id = decode_id(request.id)
        if request.texts and Permission.PERMISSION_SURVEYS_WRITE not in call.principal.permissions:
            raise PermissionDenied("texts: what people wrote is for those who hold PERMISSION_SURVEYS_WRITE")
        call.target("survey", survey_id)
        row = await call.read(lambda tx: _visible(tx, survey_id, call))
        _, told = await call.read(lambda tx: mapping.results_of(tx, row))
        yield pb.ExportResultsResponse(csv=export.lines([export.HEAD]))
        for place, question in enumerate(contents.questions(row)):
            yield pb.ExportResultsResponse(csv=export.lines(export.groups(question, told[place], request.language)))
            if not request.texts or question.kind != mapping.TEXT:
                continue
            last = 0
            read = partial(_texts, survey_id=row.id, place=place, size=FRAME_ROWS)
            while found := await call.read(partial(read, after=last), long=True):
                rows = export.texts(question, (text for _, text in found), request.language)
                yield pb.ExportResultsResponse(csv=export.lines(rows))
                last = found[-1][0]


def _texts(tx: Tx, survey_id: int, place: int, after: int, size: int) -> list[tuple[int, str]]:
    """Texts to a question with their ids, behind one, as far as they are told."""
    told = Tally.parse(surveys.counts(tx, [survey_id]).get(survey_id, "")).of(place).told.people
    if not words_told(surveys.written(tx, survey_id, {place: told})[place]).people:
        return []
    return surveys.texts(tx, survey_id, place, told, after, size)


def _question_of_words(row: Survey, question_id: str) -> int:
    """The place of a question that is answered in one's own words. Raises InvalidField."""
    for place, question in enumerate(contents.questions(row)):
        if question.id == question_id and question.kind == mapping.TEXT:
            return place
    raise InvalidField("question_id", "survey.text_question", "must be one that is answered in one's own words")


def _held(tx: Tx, survey_id: int, etag: str) -> Survey:
    """A survey as it was read, held until the unit ends. Raises NotFound, StaleEtag."""
    row = surveys.by_id(tx, survey_id)
    if row is None:
        raise standing.unknown(survey_id)
    etags.require(etag, row.version, "survey")
    return row


def _visible(tx: Tx, survey_id: int, call: Call) -> Survey:
    """A survey that the caller may know of: a resident of one that is open, and for them or answered by them. Raises
    NotFound."""
    row = surveys.peek(tx, survey_id)
    if row is None:
        raise standing.unknown(survey_id)
    if call.principal.is_resident:
        user_id = call.principal.id
        known = surveys.answered_at(tx, user_id, [row.id]) or standing.is_for(tx, row, user_id)
        if not standing.is_open(row, tx.now) or not known:
            raise standing.unknown(survey_id)
    return row


def _noted(tx: Tx, row: Survey, call: Call) -> pb.Survey:
    """The survey whole, named for the audit log."""
    call.target("survey", row.id)
    return mapping.messages(tx, [row], call, whole=True)[0]
