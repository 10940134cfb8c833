"""Ways in that are refused again and again: somebody guesses an operator's password, or codes from one address."""

from collections.abc import Iterable

from server.alerts.events import ADDRESS, OPERATOR, Called, Event, Subject
from server.alerts.rules.base import MINUTE, WARNING, Hit, Limit, Rule, Setting, minutes
from server.alerts.windows import Mark


def _hits(event: Event, setting: Setting) -> Iterable[Hit]:
    if not isinstance(event, Called) or not event.refused:
        return
    limits = setting.limits
    mark = Mark(event.at, event.id, event.refused, event.what, 0, event.network)
    if event.target_kind == "operator" and event.target_id:
        subject = Subject(OPERATOR, event.target_id)
        yield Hit(subject, mark, limits["of_operator"], limits["minutes"] * MINUTE, series="operator")
    if event.address:
        subject = Subject(ADDRESS, event.address)
        yield Hit(subject, mark, limits["of_address"], limits["minutes"] * MINUTE, series="address")


SIGN_IN_FAILURES = Rule(
    "SIGN_IN_FAILURES",
    WARNING,
    ("Невдалі спроби входу", "Failed sign-ins"),
    (
        "Відмови у вході чи підтвердженні коду: для одного оператора або з однієї адреси.",
        "Sign-ins and codes that were refused: of one operator, or from one address.",
    ),
    {
        "operator": (
            "Невдалих спроб увійти під цим оператором за {span}: {measured} (поріг — {threshold}).",
            "Failed sign-ins of this operator within {span}: {measured} (threshold {threshold}).",
        ),
        "address": (
            "Невдалих спроб входу з цієї адреси за {span}: {measured} (поріг — {threshold}).",
            "Failed sign-ins from this address within {span}: {measured} (threshold {threshold}).",
        ),
    },
    (
        Limit("of_operator", 5, 2, 400, ("Для одного оператора", "Of one operator")),
        Limit("of_address", 20, 2, 400, ("З однієї адреси", "From one address")),
        minutes(60),
    ),
    _hits,
)
