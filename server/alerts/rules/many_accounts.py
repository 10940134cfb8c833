"""Many accounts from one address: somebody tries what others' phones gave away, or makes accounts of nobody."""

from collections.abc import Iterable

from server.alerts.events import ADDRESS, Event, Seen, Subject
from server.alerts.rules.base import DAY, MINUTE, WARNING, Feed, Hit, Limit, Rule, Setting, minutes
from server.alerts.windows import Mark


def _hits(event: Event, setting: Setting) -> Iterable[Hit]:
    if not isinstance(event, Seen) or not event.address:
        return ()
    limits = setting.limits
    mark = Mark(event.at, event.user_id, 1, event.what, event.user_id, event.network)
    return (Hit(Subject(ADDRESS, event.address), mark, limits["accounts"], limits["minutes"] * MINUTE),)


MANY_ACCOUNTS = Rule(
    "MANY_ACCOUNTS_ONE_ADDRESS",
    WARNING,
    ("Багато абонентів з однієї адреси", "Many accounts from one address"),
    (
        "Дії різних абонентів з однієї IP-адреси за короткий час. Спільну адресу мобільного оператора вкажіть серед "
        "мереж, які не враховуються.",
        "What different users did from one IP address in a short time. Name the shared address of a mobile operator "
        "among the networks that do not count.",
    ),
    {
        "": (
            "Абонентів з однієї адреси за {span}: {measured} (поріг — {threshold}).",
            "Users from one address within {span}: {measured} (threshold {threshold}).",
        )
    },
    (Limit("accounts", 10, 2, 400, ("Абонентів", "Users")), minutes(60)),
    _hits,
    feeds=(Feed.ACTIVITY,),
    late=DAY,
)
