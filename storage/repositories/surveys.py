"""Surveys, what people answered, and how many gave which answer."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import LAST
from storage.engine.transaction import Tx
from storage.models.surveys import PUBLISHED, Survey, SurveyReply, SurveyTally, SurveyText

_NAME, _ANSWERS, _WORDS = "survey_reply.survey", "survey_reply.answers", "survey_text.words"


def create(tx: Tx, row: Survey) -> None:
    tx.insert(row)
    tx.change(Topic.SURVEYS, row.id, ChangeKind.CREATED)


def update(tx: Tx, row: Survey, **values: Any) -> None:
    """Writes values, one version on."""
    progress(tx, row, **values, version=row.version + 1)


def progress(tx: Tx, row: Survey, **values: Any) -> None:
    """Writes what the time does to a survey, which is no new version of it."""
    tx.run(Survey.update(**values).where(Survey.id == row.id))
    for name, value in values.items():
        setattr(row, name, value)
    tx.change(Topic.SURVEYS, row.id)


def by_id(tx: Tx, survey_id: int) -> Survey | None:
    """A survey, held until the unit ends: whoever answers it stands in line."""
    found: Survey | None = tx.first(tx.lock(Survey.select().where(Survey.id == survey_id)))
    return found


def peek(tx: Tx, survey_id: int) -> Survey | None:
    """A survey, as it is."""
    found: Survey | None = tx.first(Survey.select().where(Survey.id == survey_id))
    return found


def page(tx: Tx, states: Sequence[int], after: int | None, size: int, skip: int) -> tuple[list[Survey], int]:
    """Surveys in these states, or in any, the newest first; and how many there are."""
    query = _in_states(states)
    total = int(query.count(tx.database))
    if after is not None:
        query = query.where(Survey.id < after)
    return tx.all(query.order_by(Survey.id.desc()).limit(size).offset(skip)), total


def behind(tx: Tx, states: Sequence[int], last: int, size: int) -> list[Survey]:
    return tx.all(_in_states(states).where(Survey.id > last).order_by(Survey.id).limit(size))


def watched(tx: Tx, states: Sequence[int], ids: list[int]) -> list[Survey]:
    """Those of the ids that are in these states."""
    return tx.all(_in_states(states).where(Survey.id.in_(ids)))


def _in_states(states: Sequence[int]) -> Any:
    query = Survey.select()
    return query.where(Survey.state.in_(states)) if states else query.where(Survey.id <= LAST)


def published(tx: Tx) -> list[Survey]:
    """Those that are published and not closed, the newest first: few, by a bound."""
    return tx.all(Survey.select().where(Survey.state == PUBLISHED).order_by(Survey.id.desc()))


# -- how many gave which answer


def counts(tx: Tx, survey_ids: Iterable[int]) -> dict[int, str]:
    """The tallies of surveys, as they were written, by survey; those that nobody answered are missing."""
    wanted = list(survey_ids)
    rows = tx.rows(SurveyTally.select().where(SurveyTally.survey_id.in_(wanted))) if wanted else []
    return dict(rows)


def count(tx: Tx, survey_id: int, text: str) -> None:
    """Writes the tally of a survey that is held."""
    tx.sql(
        "INSERT INTO survey_tally (survey_id, counts) VALUES (?, ?) "
        "ON CONFLICT (survey_id) DO UPDATE SET counts = excluded.counts",
        (survey_id, text),
    )


# -- what people answered


class Words(NamedTuple):
    """What somebody wrote to a question, which is told by its place; and the how-manyth they are to do so."""

    question: int
    place: int
    text: str


def reply(tx: Tx, survey_id: int, user_id: int, name: str, answers: str, written: Iterable[Words]) -> None:
    """Keeps what somebody answered. Raises DuplicateValue where they have answered already."""
    tx.insert(
        SurveyReply(
            survey_id=survey_id,
            user_id=user_id,
            answered_at=tx.now,
            survey_sealed=tx.seal(user_id, _NAME, name),
            answers_sealed=tx.seal(user_id, _ANSWERS, answers),
        )
    )
    for one in written:
        tx.insert(
            SurveyText(
                id=secrets.randbelow(LAST) + 1,
                survey_id=survey_id,
                question=one.question,
                place=one.place,
                user_id=user_id,
                words_sealed=tx.seal(user_id, _WORDS, one.text),
            )
        )


def answered_at(tx: Tx, user_id: int, survey_ids: Sequence[int]) -> dict[int, int]:
    """When somebody answered which of these surveys."""
    mine = (SurveyReply.user_id == user_id) & SurveyReply.survey_id.in_(survey_ids)
    query = SurveyReply.select(SurveyReply.survey_id, SurveyReply.answered_at).where(mine)
    return dict(tx.rows(query)) if survey_ids else {}


def answered_by(tx: Tx, survey_id: int, user_ids: Sequence[int]) -> set[int]:
    """Those of the users who have answered a survey."""
    theirs = (SurveyReply.survey_id == survey_id) & SurveyReply.user_id.in_(user_ids)
    return {number for (number,) in tx.rows(SurveyReply.select(SurveyReply.user_id).where(theirs))}


def written(tx: Tx, survey_id: int, told: Mapping[int, int]) -> dict[int, int]:
    """How many texts there are to each question up to a place among them; those of who was erased are not."""
    found = {}
    for question, place in told.items():
        found[question] = int(_texts(survey_id, question, place).count(tx.database))
    return found


def texts(tx: Tx, survey_id: int, question: int, told: int, after: int, size: int) -> list[tuple[int, str]]:
    """What people wrote to a question up to a place among them, with ids, behind one."""
    query = _texts(survey_id, question, told).where(SurveyText.id > after).order_by(SurveyText.id).limit(size)
    rows: list[SurveyText] = tx.all(query)
    tx.keys.get_many({row.user_id for row in rows})
    return [(row.id, tx.unseal(row.user_id, _WORDS, row.words_sealed)) for row in rows]


def _texts(survey_id: int, question: int, told: int) -> Any:
    mine = (SurveyText.survey_id == survey_id) & (SurveyText.question == question) & (SurveyText.place <= told)
    return SurveyText.select().where(mine)
