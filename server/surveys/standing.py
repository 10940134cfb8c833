"""Whether a survey is open, and for whom: asked anew each time, for people move in and out of its audience."""

from collections.abc import Sequence

from smartregion.v1.user_service_pb2 import UserState

from server import addressees
from server.codec import encode_id
from server.errors import AlreadyExists, InvalidField, NotFound, Violation
from server.limits import SMALLEST_GROUP
from server.surveys import contents
from server.surveys.tally import Tally
from server.surveys.workflow import CLOSED, PUBLISHED, WORKFLOW
from storage.engine.transaction import Tx
from storage.models.surveys import Survey
from storage.repositories import activity, audiences, surveys
from storage.repositories.outbox import Due

OVER = ("Опитування вже завершено.", "The survey is over.")
ANSWERED = ("Ви вже пройшли це опитування.", "You have taken the survey already.")


def is_open(row: Survey, now: int) -> bool:
    return row.state == PUBLISHED and (row.opens_at or 0) <= now < (row.closes_at or 0)


def is_for(tx: Tx, row: Survey, user_id: int) -> bool:
    """Whether a user is in its audience now."""
    audience = addressees.of(tx, contents.audience(row))
    return audience is not None and audiences.contains(tx, audience, user_id)


def audience_size(tx: Tx, row: Survey) -> int:
    audience = addressees.of(tx, contents.audience(row))
    return 0 if audience is None else audiences.counted(tx, audience)


def unknown(survey_id: int) -> NotFound:
    return NotFound(f"survey {encode_id(survey_id)} not found")


def waiting_for(tx: Tx, user_id: int) -> list[Survey]:
    """Surveys that are open, are for a user and wait for their answer, the newest first."""
    rows = [row for row in surveys.published(tx) if is_open(row, tx.now)]
    answered = surveys.answered_at(tx, user_id, [row.id for row in rows])
    return [row for row in rows if row.id not in answered and is_for(tx, row, user_id)]


def to_answer(tx: Tx, survey_id: int, user_id: int) -> Survey:
    """A survey that a user may answer now, held until the unit ends. Raises NotFound where they may not know of it,
    AlreadyExists where they have answered, InvalidField with the rule that keeps them from it."""
    row = surveys.by_id(tx, survey_id)
    if row is None or row.state not in (PUBLISHED, CLOSED) or (row.opens_at or 0) > tx.now:
        raise unknown(survey_id)
    if surveys.answered_at(tx, user_id, [row.id]):
        rule = Violation("survey_id", "survey.answered", "was answered by you already")
        raise AlreadyExists(f"{rule.field}: {rule.message}", violations=(rule,))
    if not is_open(row, tx.now):
        raise InvalidField("survey_id", "survey.closed", "is closed")
    _check_person(tx, user_id)
    if not is_for(tx, row, user_id):
        raise InvalidField("survey_id", "survey.audience", "is meant for others")
    return row


def _check_person(tx: Tx, user_id: int) -> None:
    person = activity.standing(tx, [user_id]).get(user_id)
    if person is None or person.state != UserState.USER_STATE_ACTIVE:
        raise InvalidField("survey_id", "survey.account", "is answered by accounts that are neither blocked nor erased")
    if person.restricted:
        raise InvalidField("survey_id", "user.restricted", "can't be answered while your data is only stored")


# -- what the time does to it


def pass_on(tx: Tx, survey_id: int) -> None:
    """Opens or closes a survey whose time has come."""
    row = surveys.by_id(tx, survey_id)
    if row is None or row.state != PUBLISHED:
        return
    if (row.closes_at or 0) <= tx.now:
        close(tx, row)
    elif row.opened_at is None and (row.opens_at or 0) <= tx.now:
        surveys.progress(tx, row, opened_at=tx.now)


def close(tx: Tx, row: Survey) -> None:
    """Closes a survey; with that the rest of its answers is told. Raises WrongState."""
    state = WORKFLOW.next(row.state, "closed")
    counted = surveys.counts(tx, [row.id]).get(row.id, "")
    if counted:
        tally = Tally.parse(counted)
        tally.close()
        surveys.count(tx, row.id, tally.text())
    surveys.update(tx, row, state=state, closed_at=tx.now, updated_at=tx.now)


def told_of(people: int) -> int:
    """A number of people as far as it may be told."""
    return people if people >= SMALLEST_GROUP else 0


# -- invitations that make no sense any more


def outdated(tx: Tx, rows: Sequence[Due]) -> dict[int, tuple[str, str]]:
    """Those of the invitations whose survey is over, or whose reader has answered, with why."""
    said: dict[int, tuple[str, str]] = {}
    for survey_id in {row.cause_id for row in rows}:
        survey = surveys.peek(tx, survey_id)
        listed = [row for row in rows if row.cause_id == survey_id]
        if survey is None or not is_open(survey, tx.now):
            said.update((row.id, OVER) for row in listed)
            continue
        answered = surveys.answered_by(tx, survey_id, [row.user_id for row in listed])
        said.update((row.id, ANSWERED) for row in listed if row.user_id in answered)
    return said
