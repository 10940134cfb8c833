"""Requests about personal data: that one was registered, and what was decided of it."""

from collections.abc import Mapping

from smartregion.v1.notification_service_pb2 import NotificationCause

from server.limits import MESSAGES_AT_ONCE
from server.notifications import outbox
from server.notifications.decision import EMAIL, SMS
from server.notifications.outbox import Event, Recipient
from server.notifications.placeholders import stated
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from server.privacy.package import links
from server.privacy.workflow import ANSWERED, DUPLICATE, REFUSED
from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.repositories import notifications, package_links, privacy
from storage.repositories.privacy import Request

CAUSE = NotificationCause.NOTIFICATION_CAUSE_PRIVACY_REQUEST
REGISTERED, DECIDED = "privacy_request_registered", "privacy_request_answered"
LINK, CODE = "package_link", "package_code"


def _raised(tx: Tx, step: Step, available: Available) -> int:
    for request_id in dict.fromkeys(step.ids):
        request = privacy.by_id(tx, request_id)
        if request is None or not request.row.user_id:
            continue
        if step.kind is ChangeKind.CREATED:
            if request.row.state != DUPLICATE:
                _tell(tx, request, REGISTERED, {"due": request.row.due_on}, available)
            continue
        _tell_of_links(tx, request, available)
        if request.row.state in (*ANSWERED, REFUSED) and not _told(tx, request):
            _tell(tx, request, DECIDED, {"outcome": request.texts["outcome"]}, available)
    return 0


def _tell_of_links(tx: Tx, request: Request, available: Available) -> None:
    """The link goes by one way and its code by another: who reads somebody's letters need not have their phone."""
    keyring = tx.keys.keyring
    for link in package_links.untold(tx, request.id):
        number = {"number": request.row.number}
        code = {**number, "code": links.code(keyring, link.id)}
        url = {**number, "link": links.url(keyring, link), "until": stated(link.expires_at)}
        for template_name, channel, values in ((LINK, EMAIL, url), (CODE, SMS, code)):
            event = Event(template_name, CAUSE, cause_id=request.id, expires_at=link.expires_at, channels=(channel,))
            outbox.tell(tx, event, [Recipient(link.user_id, values, values)], available)
        package_links.told(tx, link)


def _told(tx: Tx, request: Request) -> bool:
    """Whether the answer was told: a request changes after it as well."""
    messages = notifications.of_cause(tx, CAUSE, request.id, request.row.user_id or 0)
    return any(message.template_name == DECIDED for message in messages)


def _tell(tx: Tx, request: Request, template_name: str, said: Mapping[str, str], available: Available) -> None:
    """Writes to the user concerned, where there is one who can still be reached."""
    values = {"number": request.row.number, **said}
    event = Event(template_name, CAUSE, cause_id=request.id, channels=(EMAIL, SMS))
    outbox.tell(tx, event, [Recipient(request.row.user_id or 0, values, values)], available)


PRIVACY = Source("privacy requests", frozenset({Topic.PRIVACY_REQUESTS}), _raised, at_once=MESSAGES_AT_ONCE // 10)
