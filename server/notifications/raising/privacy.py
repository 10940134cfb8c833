"""Requests about personal data: that one was registered, and what was decided of it."""

from collections.abc import Mapping
from datetime import date

from smartregion.v1.notification_service_pb2 import NotificationCause

from server import words
from server.limits import MESSAGES_AT_ONCE
from server.notifications import outbox
from server.notifications.decision import EMAIL, SMS
from server.notifications.outbox import Event, Recipient
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from server.privacy.workflow import ANSWERED, DUPLICATE, REFUSED
from server.words import ENGLISH, UKRAINIAN
from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.repositories import notifications, privacy
from storage.repositories.privacy import Request

CAUSE = NotificationCause.NOTIFICATION_CAUSE_PRIVACY_REQUEST
REGISTERED, DECIDED = "privacy_request_registered", "privacy_request_answered"


def _raised(tx: Tx, step: Step, available: Available) -> int:
    for request_id in dict.fromkeys(step.ids):
        request = privacy.by_id(tx, request_id)
        if request is None or not request.row.user_id:
            continue
        if step.kind is ChangeKind.CREATED:
            if request.row.state != DUPLICATE:
                due = date.fromisoformat(request.row.due_on)
                uk, en = ({"due": words.day(due, language)} for language in (UKRAINIAN, ENGLISH))
                _tell(tx, request, REGISTERED, uk, en, available)
        elif request.row.state in (*ANSWERED, REFUSED) and not _told(tx, request):
            outcome = {"outcome": request.texts["outcome"]}
            _tell(tx, request, DECIDED, outcome, outcome, available)
    return 0


def _told(tx: Tx, request: Request) -> bool:
    """Whether the answer was told: a request changes after it as well."""
    messages = notifications.of_cause(tx, CAUSE, request.id, request.row.user_id or 0)
    return any(message.template_name == DECIDED for message in messages)


def _tell(
    tx: Tx, request: Request, template_name: str, uk: Mapping[str, str], en: Mapping[str, str], available: Available
) -> None:
    """Writes to the user concerned, where there is one who can still be reached."""
    number = {"number": request.row.number}
    event = Event(template_name, CAUSE, cause_id=request.id, channels=(EMAIL, SMS))
    outbox.tell(tx, event, [Recipient(request.row.user_id or 0, {**number, **uk}, {**number, **en})], available)


PRIVACY = Source("privacy requests", frozenset({Topic.PRIVACY_REQUESTS}), _raised, at_once=MESSAGES_AT_ONCE // 10)
