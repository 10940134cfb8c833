"""An operator who reverses readings again and again: what was accepted is taken back, perhaps for somebody's sake."""

from collections.abc import Iterable

from server.alerts.events import OPERATOR, Called, Event, Subject
from server.alerts.rules.base import MINUTE, WARNING, Hit, Limit, Rule, Setting, minutes
from server.alerts.windows import Mark

_REVERSED = "ReadingService.ReverseReading"


def _hits(event: Event, setting: Setting) -> Iterable[Hit]:
    if not isinstance(event, Called) or event.what != _REVERSED or event.outcome != "OK" or not event.operator_id:
        return ()
    limits = setting.limits
    mark = Mark(event.at, event.id, 1, event.what, event.person_id, "")
    return (Hit(Subject(OPERATOR, event.operator_id), mark, limits["reversals"], limits["minutes"] * MINUTE),)


REPEATED_REVERSALS = Rule(
    "REPEATED_REVERSALS",
    WARNING,
    ("Часте сторнування показань", "Repeated reversals"),
    (
        "Один оператор сторнує багато прийнятих показань.",
        "One operator reverses many accepted readings.",
    ),
    {
        "": (
            "Показань, які сторнував оператор за {span}: {measured} (поріг — {threshold}).",
            "Readings that the operator reversed within {span}: {measured} (threshold {threshold}).",
        )
    },
    (Limit("reversals", 10, 2, 400, ("Сторнувань", "Reversals")), minutes(1_440)),
    _hits,
)
