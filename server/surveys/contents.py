"""What somebody writes of a survey: as the contract has it, what must hold of it, and as it lies in its row."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message
from smartregion.v1 import survey_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import Audience
from smartregion.v1.survey_service_pb2 import SurveyQuestionKind as K

from server import addressees
from server.codec import milliseconds
from server.errors import InvalidField
from server.limits import SURVEY_AHEAD_MS, SURVEY_SHORTEST_MS
from storage.engine.transaction import Tx
from storage.models.surveys import Survey

#: Fields that a draft may be given.
CHANGEABLE = ("title_uk", "title_en", "intro_uk", "intro_en", "questions", "audience")
CHOICES = (K.SURVEY_QUESTION_KIND_SINGLE, K.SURVEY_QUESTION_KIND_MULTIPLE)
_SCALE = ("scale_from", "scale_to", "from_label_uk", "from_label_en", "to_label_uk", "to_label_en")
_LABELS = (("from_label_uk", "from_label_en"), ("to_label_uk", "to_label_en"))


# -- as it lies in its row


def columns(survey: pb.Survey, paths: Iterable[str] = CHANGEABLE) -> dict[str, Any]:
    """The named fields as columns."""
    values = {path: getattr(survey, path) for path in paths}
    if "questions" in values:
        values["questions"] = _json(pb.Survey(questions=survey.questions))
    if "audience" in values:
        values["audience"] = _json(survey.audience)
    return values


def _json(message: Message) -> str:
    return json_format.MessageToJson(message, indent=None, ensure_ascii=False)


def questions(row: Survey) -> Sequence[pb.SurveyQuestion]:
    """To be read, not to be written."""
    return _questions(row.questions)


@lru_cache(maxsize=64)
def _questions(text: str) -> Sequence[pb.SurveyQuestion]:
    return tuple(json_format.Parse(text, pb.Survey()).questions)


def audience(row: Survey) -> Audience:
    return json_format.Parse(row.audience, Audience())


# -- what must hold of it


def check(tx: Tx, survey: pb.Survey) -> None:
    """Raises InvalidField where what is written contradicts itself, NotFound where it names a utility that isn't."""
    _both(survey, "intro_uk", "intro_en", "survey")
    named = Counter(question.id for question in survey.questions)
    for place, question in enumerate(survey.questions):
        field = f"survey.questions[{place}]"
        if named[question.id] > 1:
            raise InvalidField(f"{field}.id", "survey.question_id", "must be another one than those of other questions")
        _check_question(question, field)
    addressees.check(tx, survey.audience, "survey.audience")


def _check_question(question: pb.SurveyQuestion, field: str) -> None:
    if question.kind in CHOICES:
        _check_options(question.options, f"{field}.options")
    elif question.options:
        raise InvalidField(f"{field}.options", "survey.not_of_kind", "belongs to questions of other kinds")
    if question.kind == K.SURVEY_QUESTION_KIND_SCALE:
        if question.scale_from >= question.scale_to:
            raise InvalidField(f"{field}.scale_to", "survey.scale", "must be above scale_from")
        for uk, en in _LABELS:
            _both(question, uk, en, field)
        return
    for name in _SCALE:
        if getattr(question, name):
            raise InvalidField(f"{field}.{name}", "survey.not_of_kind", "belongs to questions of other kinds")


def _check_options(options: Sequence[pb.SurveyOption], field: str) -> None:
    if len(options) < 2:
        raise InvalidField(field, "survey.options", "must be two at least")
    for name in ("text_uk", "text_en"):
        said = [getattr(option, name).casefold() for option in options]
        for place, text in enumerate(said):
            if text in said[:place]:
                raise InvalidField(f"{field}[{place}].{name}", "survey.same_options", "is there already")


def _both(message: Message, uk: str, en: str, field: str) -> None:
    """Raises InvalidField where a text is there in one language only."""
    said = {name: bool(getattr(message, name)) for name in (uk, en)}
    if len(set(said.values())) > 1:
        lacking = min(said, key=lambda name: said[name])
        raise InvalidField(f"{field}.{lacking}", "survey.both_languages", "must be there in both languages or in none")


def opening(request: Any, now: int) -> tuple[int, int]:
    """From when and until when a survey is open, as it is to be published; milliseconds. Raises InvalidField."""
    opens_at = milliseconds(request.opens_at) if request.HasField("opens_at") else now
    closes_at = milliseconds(request.closes_at)
    if opens_at < now:
        raise InvalidField("opens_at", "survey.opens_at", "must lie ahead; leave it out to open now")
    if closes_at < opens_at + SURVEY_SHORTEST_MS or closes_at > now + SURVEY_AHEAD_MS:
        rule = "must be an hour after it opens at the earliest, and a year from now at the latest"
        raise InvalidField("closes_at", "survey.closes_at", rule)
    return opens_at, closes_at
