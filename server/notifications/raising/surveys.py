"""Surveys that open: their audience is invited, except who switched surveys off (mission M3)."""

from smartregion.v1.notification_service_pb2 import NotificationCause, Urgency

from server import addressees
from server.limits import EXPANSION_LOOKED_THROUGH, MESSAGES_AT_ONCE, SURVEY_NOTICE_MS
from server.notifications import outbox
from server.notifications.outbox import Event, Recipient
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from server.surveys import contents, standing
from storage.days import iso_day
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.repositories import audiences, surveys
from storage.repositories.audiences import Ahead

TEMPLATE = "survey_invitation"


def _raised(tx: Tx, step: Step, available: Available) -> int:
    """Some hundred users of the audience; how far it came, 0 where there are no more."""
    (survey_id,) = step.ids
    row = surveys.peek(tx, survey_id)
    if row is None or row.opened_at is None or row.invited_at is not None or not standing.is_open(row, tx.now):
        return 0
    closes_at = row.closes_at or 0
    audience = addressees.of(tx, contents.audience(row))
    ahead = Ahead([], 0, True)
    if audience is not None:
        ahead = audiences.ahead(tx, audience, step.behind, EXPANSION_LOOKED_THROUGH, MESSAGES_AT_ONCE)
    uk, en = ({"title": title, "date": iso_day(closes_at)} for title in (row.title_uk, row.title_en))
    event = Event(
        TEMPLATE,
        NotificationCause.NOTIFICATION_CAUSE_SURVEY,
        cause_id=row.id,
        expires_at=min(closes_at, tx.now + SURVEY_NOTICE_MS),
        urgency=Urgency.URGENCY_BULK,
    )
    outbox.tell(tx, event, [Recipient(user_id, uk, en) for user_id in ahead.user_ids], available)
    if not ahead.last:
        return ahead.until
    surveys.progress(tx, row, invited_at=tx.now)
    return 0


SURVEYS = Source("surveys", frozenset({Topic.SURVEYS}), _raised, at_once=1)
