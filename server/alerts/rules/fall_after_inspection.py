"""Use that falls once the inspector has left: what a resident hands in behind a verified reading of their meter."""

from collections.abc import Iterable

from smartregion.v1.common_pb2 import Commodity

from server.alerts.events import USER, Event, Handed, Subject
from server.alerts.rules.base import DAY, WARNING, Feed, Hit, Limit, Rule, Setting
from server.alerts.windows import Mark, single
from server.codec import micro_text

#: Gas and heat fall with the season, whoever looked.
_SEASONAL = frozenset({Commodity.COMMODITY_GAS, Commodity.COMMODITY_HEAT})


def _hits(event: Event, setting: Setting) -> Iterable[Hit]:
    if not isinstance(event, Handed) or event.commodity in _SEASONAL or event.before <= 0:
        return ()
    limits = setting.limits
    fall = 100 * (event.before - event.since) // event.before
    if event.days < limits["least_days"] or fall < limits["percent"]:
        return ()
    said = f"{_shown(event.before)} → {_shown(event.since)}"
    mark = Mark(event.at, event.id, fall, event.what, event.user_id, said)
    return (Hit(Subject(USER, event.user_id), mark, limits["percent"], DAY, single),)


def _shown(micro: int) -> str:
    """A use a day, to the thousandth."""
    return micro_text(round(micro, -3))


READINGS_FALL = Rule(
    "READINGS_FALL_AFTER_INSPECTION",
    WARNING,
    ("Споживання впало після перевірки", "Use that fell after an inspection"),
    (
        "Після перевіреного показання абонент передає значно менше споживання на добу, ніж було до нього. Газ і тепло "
        "не враховуються: вони змінюються з сезоном.",
        "Behind a verified reading a user hands in much less use a day than before it. Gas and heat do not count: they "
        "change with the season.",
    ),
    {
        "": (
            "Добове споживання після перевірки менше на {measured} % (поріг — {threshold} %).",
            "Daily use since the inspection is {measured} % less (threshold {threshold} %).",
        )
    },
    (
        Limit("percent", 70, 10, 100, ("Падіння, %", "Fall, %")),
        Limit("least_days", 14, 3, 180, ("Щонайменше діб після перевірки", "Days since the inspection, at least")),
    ),
    _hits,
    feeds=(Feed.READINGS,),
)
