"""A partner's key that comes from where it never came from: it may be in other hands."""

from collections.abc import Iterable

from server.alerts.events import KEY, Called, Event, Subject
from server.alerts.rules.base import DAY, WARNING, Hit, Limit, Rule, Setting
from server.alerts.rules.travel import number_of
from server.alerts.windows import Mark, newcomer


def _hits(event: Event, setting: Setting) -> Iterable[Hit]:
    """What the app gateway does for residents comes from their addresses, and says nothing of its key."""
    if not isinstance(event, Called) or not event.key_id or event.through_gateway or not event.network:
        return ()
    mark = Mark(event.at, number_of(event.network), 1, event.what, 0, event.network)
    return (Hit(Subject(KEY, event.key_id), mark, 1, setting.limits["days"] * DAY, newcomer),)


KEY_FROM_NEW_PLACE = Rule(
    "KEY_FROM_NEW_PLACE",
    WARNING,
    ("Ключ із нової мережі", "A key from a new place"),
    (
        "Ключ партнера працює з мережі, з якої досі не працював. Перша мережа нового ключа не рахується.",
        "A partner's key works from a network that it did not work from before. The first network of a new key does "
        "not count.",
    ),
    {
        "": (
            "Ключ працює з нової мережі; мереж за {span}: {measured}.",
            "The key works from a new network; networks within {span}: {measured}.",
        )
    },
    (Limit("days", 30, 1, 365, ("Скільки діб пам'ятати мережі", "Days for which networks are remembered")),),
    _hits,
)
