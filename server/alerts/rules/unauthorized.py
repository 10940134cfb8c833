"""Somebody reports that another uses their account (mission M17): an alert at once."""

from collections.abc import Iterable

from server.alerts.events import OPERATOR, USER, Called, Event, Subject
from server.alerts.rules.base import CRITICAL, DAY, Hit, Rule, Setting
from server.alerts.windows import Mark, single

#: The entry that AuthService.ReportUnauthorizedUse leaves beside its own.
REPORTED = "security.unauthorized_use_reported"


def _hits(event: Event, setting: Setting) -> Iterable[Hit]:
    if not isinstance(event, Called) or event.what != REPORTED:
        return ()
    kind = USER if event.target_kind == "user" else OPERATOR
    mark = Mark(event.at, event.id, 1, event.what, event.person_id, "")
    return (Hit(Subject(kind, event.target_id), mark, 1, DAY, single),)


UNAUTHORIZED_USE = Rule(
    "UNAUTHORIZED_USE",
    CRITICAL,
    ("Заявлено про чужий вхід", "Unauthorised use reported"),
    (
        "Абонент або оператор повідомив, що його обліковим записом користується хтось інший.",
        "A user or an operator reported that somebody else uses their account.",
    ),
    {
        "": (
            "Абонент заявив, що обліковим записом користується хтось інший.",
            "Somebody else is reported to use the account.",
        )
    },
    (),
    _hits,
)
