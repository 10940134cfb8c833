"""Surveys and their results as the contract writes them."""

from collections.abc import Iterable, Sequence

from google.type.decimal_pb2 import Decimal
from smartregion.v1 import survey_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import NotificationState

from server.call import Call
from server.codec import encode_id, timestamp
from server.limits import SMALLEST_GROUP
from server.surveys import contents
from server.surveys.results import Told, told, words_told
from server.surveys.standing import told_of
from server.surveys.tally import ANYTHING, Tally
from server.surveys.workflow import CLOSED, allowed_calls
from storage.engine.transaction import Tx
from storage.models.surveys import Survey
from storage.repositories import operators, surveys

_S = NotificationState
_FAILED = (_S.NOTIFICATION_STATE_FAILED_PERMANENT, _S.NOTIFICATION_STATE_EXPIRED)
_SUPPRESSED, _CANCELLED = _S.NOTIFICATION_STATE_SUPPRESSED, _S.NOTIFICATION_STATE_CANCELLED
TEXT = pb.SurveyQuestionKind.SURVEY_QUESTION_KIND_TEXT


def messages(tx: Tx, rows: Sequence[Survey], call: Call, *, whole: bool = False) -> list[pb.Survey]:
    """Surveys as the caller may see them; `whole` with introductions and questions."""
    if call.principal.is_resident:
        answered = surveys.answered_at(tx, call.principal.id, [row.id for row in rows])
        return [_own(row, answered.get(row.id), whole) for row in rows]
    names = operators.names(
        tx, {one for row in rows for one in (row.author_id, row.editor_id, row.publisher_id) if one}
    )
    counts = surveys.counts(tx, [row.id for row in rows])
    made = []
    for row in rows:
        message = _message(row, whole)
        message.audience.CopyFrom(contents.audience(row))
        message.author, message.editor = names.get(row.author_id, ""), names.get(row.editor_id, "")
        message.publisher = names.get(row.publisher_id or 0, "")
        message.answered = told_of(Tally.parse(counts.get(row.id, "")).of(ANYTHING).told.people)
        message.created_at.FromMilliseconds(row.created_at)
        message.updated_at.FromMilliseconds(row.updated_at)
        if row.invited_at is not None:
            message.invited_at.FromMilliseconds(row.invited_at)
        message.allowed_calls.extend(allowed_calls(row.state, own=False))
        made.append(message)
    return made


def _own(row: Survey, answered_at: int | None, whole: bool) -> pb.Survey:
    message = _message(row, whole)
    if answered_at is not None:
        message.answered_at.FromMilliseconds(answered_at)
    else:
        message.allowed_calls.extend(allowed_calls(row.state, own=True))
    return message


def _message(row: Survey, whole: bool) -> pb.Survey:
    questions = contents.questions(row)
    message = pb.Survey(
        id=encode_id(row.id),
        title_uk=row.title_uk,
        title_en=row.title_en,
        state=row.state,
        opens_at=timestamp(row.opens_at),
        closes_at=timestamp(row.closes_at),
        closed_at=timestamp(row.closed_at),
        published_at=timestamp(row.published_at),
        question_count=len(questions),
        etag=str(row.version),
    )
    if whole:
        message.intro_uk, message.intro_en = row.intro_uk, row.intro_en
        message.questions.extend(questions)
    return message


def reach(by_state: dict[int, int]) -> pb.SurveyReach:
    """Users by the state of the last message that invited them."""
    suppressed = by_state.get(_SUPPRESSED, 0)
    return pb.SurveyReach(
        told=sum(by_state.values()) - suppressed - by_state.get(_CANCELLED, 0),
        delivered=by_state.get(_S.NOTIFICATION_STATE_DELIVERED, 0),
        failed=sum(by_state.get(state, 0) for state in _FAILED),
        suppressed=suppressed,
    )


def results_of(tx: Tx, row: Survey) -> tuple[int, list[Told]]:
    """How many people answered, and what is told of each question."""
    tally = Tally.parse(surveys.counts(tx, [row.id]).get(row.id, ""))
    questions = contents.questions(row)
    texts = [place for place, question in enumerate(questions) if question.kind == TEXT]
    kept = surveys.written(tx, row.id, {place: tally.of(place).told.people for place in texts})
    found = [
        words_told(kept[place]) if place in kept else told(question, tally.of(place).told)
        for place, question in enumerate(questions)
    ]
    return told_of(tally.of(ANYTHING).told.people), found


def results(row: Survey, people: int, found: Iterable[Told]) -> pb.SurveyResults:
    message = pb.SurveyResults(
        survey_id=encode_id(row.id), smallest_group=SMALLEST_GROUP, final=row.state == CLOSED, people=people
    )
    for question, one in zip(contents.questions(row), found, strict=True):
        result = message.questions.add(question_id=question.id, people=one.people, withheld=one.withheld)
        for group in one.groups:
            result.groups.add(answers=group.answers, people=group.people)
        if one.mean is not None:
            result.mean.CopyFrom(Decimal(value=f"{one.mean // 100}.{one.mean % 100:02d}"))
    return message
