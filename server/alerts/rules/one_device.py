"""One device that registers for many users: a phone on which somebody goes through other people's accounts."""

from collections.abc import Iterable

from server.alerts.events import DEVICE, Called, Event, Subject
from server.alerts.rules.base import DAY, WARNING, Hit, Limit, Rule, Setting
from server.alerts.windows import Mark


def _hits(event: Event, setting: Setting) -> Iterable[Hit]:
    if not isinstance(event, Called) or not event.device or event.outcome != "OK":
        return ()
    limits = setting.limits
    mark = Mark(event.at, event.person_id, 1, event.what, event.person_id, event.network)
    return (Hit(Subject(DEVICE, event.device), mark, limits["users"], limits["days"] * DAY),)


ONE_DEVICE = Rule(
    "ONE_DEVICE_MANY_USERS",
    WARNING,
    ("Один пристрій — багато абонентів", "One device, many users"),
    (
        "Один і той самий пристрій реєструють для сповіщень різні абоненти.",
        "The same device is registered for messages by different users.",
    ),
    {
        "": (
            "Абонентів на одному пристрої за {span}: {measured} (поріг — {threshold}).",
            "Users on one device within {span}: {measured} (threshold {threshold}).",
        )
    },
    (
        Limit("users", 4, 2, 100, ("Абонентів", "Users")),
        Limit("days", 7, 1, 90, ("За скільки діб", "Window, days")),
    ),
    _hits,
)
