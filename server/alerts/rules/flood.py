"""Floods of messages: what an operator or a partner sends by hand, and codes that somebody has sent to phones."""

from collections.abc import Iterable

from server.alerts.events import ADDRESS, Called, Event, Subject
from server.alerts.rules.base import MINUTE, WARNING, Hit, Limit, Rule, Setting, minutes
from server.alerts.rules.mass_lookups import caller
from server.alerts.windows import Mark

_SENT, _CODE = "NotificationService.SendNotification", "AuthService.StartPhoneVerification"


def _hits(event: Event, setting: Setting) -> Iterable[Hit]:
    if not isinstance(event, Called) or event.outcome != "OK" or event.what not in (_SENT, _CODE):
        return
    limits = setting.limits
    span = limits["minutes"] * MINUTE
    mark = Mark(event.at, event.id, 1, event.what, event.person_id, event.network)
    if event.what == _CODE:
        if event.address:
            yield Hit(Subject(ADDRESS, event.address), mark, limits["codes"], span, series="codes")
        return
    subject = caller(event)
    if subject is not None:
        yield Hit(subject, mark, limits["messages"], span, series="messages")


MESSAGE_FLOOD = Rule(
    "MESSAGE_FLOOD",
    WARNING,
    ("Забагато сповіщень", "A flood of messages"),
    (
        "Оператор або ключ партнера вручну надсилає багато сповіщень, або з однієї адреси замовляють багато SMS-кодів.",
        "An operator or a partner's key sends many messages by hand, or many codes by SMS are asked for from one "
        "address.",
    ),
    {
        "messages": (
            "Сповіщень, надісланих вручну за {span}: {measured} (поріг — {threshold}).",
            "Messages sent by hand within {span}: {measured} (threshold {threshold}).",
        ),
        "codes": (
            "SMS-кодів, замовлених з однієї адреси за {span}: {measured} (поріг — {threshold}).",
            "Codes by SMS asked for from one address within {span}: {measured} (threshold {threshold}).",
        ),
    },
    (
        Limit("messages", 100, 5, 400, ("Сповіщень", "Messages")),
        Limit("codes", 20, 3, 400, ("SMS-кодів з адреси", "Codes by SMS, from an address")),
        minutes(60),
    ),
    _hits,
)
