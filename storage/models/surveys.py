"""Surveys, what people answered, and how many gave which answer.

Who answered what stands under the person's own key and nowhere else: no query tells of it. How many did is counted as
they answer, without them, so that the counts outlast every person.
"""

from typing import Any

from peewee import BigIntegerField, BlobField, CompositeKey, IntegerField, SmallIntegerField, TextField

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base

#: Numbers of smartregion.v1.SurveyState.
DRAFT, PUBLISHED, CLOSED, DISCARDED = 1, 2, 3, 4
_CLOSED = Clock("closed_at", of="survey", by="survey_id")


def _answered(field: Any) -> Any:
    """A column of what somebody answered: their erasure takes the row."""
    return held(field, DataClass.BEHAVIOUR, Purpose.SURVEYS, Retention.ONE_YEAR, Erasure.DELETE_ROW)


class Survey(Base):
    """Questions to residents, in both languages. Once published they stay as they are."""

    id = system(BigIntegerField(primary_key=True))
    title_uk = system(TextField())
    title_en = system(TextField())
    intro_uk = system(TextField(default=""))
    intro_en = system(TextField(default=""))
    questions = system(TextField())  # JSON of the SurveyQuestions of the contract, in order
    audience = system(TextField())  # JSON of the contract's Audience
    state = system(SmallIntegerField())
    opens_at = system(BigIntegerField(null=True))
    closes_at = system(BigIntegerField(null=True))
    opened_at = system(BigIntegerField(null=True))  # since when its audience is being invited
    invited_at = system(BigIntegerField(null=True))  # when the last of them was
    closed_at = system(BigIntegerField(null=True))
    author_id = system(BigIntegerField())
    editor_id = system(BigIntegerField())
    publisher_id = system(BigIntegerField(null=True))
    created_at = system(BigIntegerField())
    updated_at = system(BigIntegerField())
    published_at = system(BigIntegerField(null=True))
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "survey"
        indexes = ((("state", "id"), False),)


class SurveyTally(Base):
    """How many people gave which answer; of no persons, so erasure leaves it."""

    survey_id = system(BigIntegerField(primary_key=True))
    counts = system(TextField())  # JSON, as server/surveys/tally.py writes it

    class Meta:
        table_name = "survey_tally"


class SurveyReply(Base):
    """What one person answered, once, in words as they would be told of it."""

    SUBJECT = "user_id"
    KEPT_FROM = _CLOSED

    survey_id = system(BigIntegerField())
    user_id = system(BigIntegerField(index=True))
    answered_at = _answered(BigIntegerField())
    survey_sealed = _answered(BlobField())
    answers_sealed = _answered(BlobField())

    class Meta:
        table_name = "survey_reply"
        primary_key = CompositeKey("survey_id", "user_id")


class SurveyText(Base):
    """What somebody wrote to one question in their own words, for reading without their name: the id is drawn by lot,
    so that the order tells of nobody."""

    SUBJECT = "user_id"
    KEPT_FROM = _CLOSED

    id = system(BigIntegerField(primary_key=True))
    survey_id = system(BigIntegerField())
    question = system(SmallIntegerField())  # its place in the survey, from 0
    place = system(BigIntegerField())  # the how-manyth it is to the question, from 1
    user_id = system(BigIntegerField(index=True))
    words_sealed = _answered(BlobField())

    class Meta:
        table_name = "survey_text"
        indexes = ((("survey_id", "question", "id", "place"), False),)


TABLES = (Survey, SurveyTally, SurveyReply, SurveyText)
