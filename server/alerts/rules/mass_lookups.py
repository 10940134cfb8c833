"""Somebody who looks at more people than their work asks for: an operator, or a partner by its key."""

from collections.abc import Iterable

from server.alerts.events import KEY, OPERATOR, Called, Event, Subject
from server.alerts.rules.base import CRITICAL, MINUTE, Hit, Limit, Rule, Setting, minutes
from server.alerts.windows import Mark


def _hits(event: Event, setting: Setting) -> Iterable[Hit]:
    if not isinstance(event, Called) or not event.look or event.outcome != "OK":
        return
    subject = caller(event)
    if subject is None:
        return
    limits = setting.limits
    span = limits["minutes"] * MINUTE
    if event.person_id:
        mark = Mark(event.at, event.person_id, 1, event.what, event.person_id, event.network)
        persons = limits["by_operator" if event.operator_id else "by_key"]
        yield Hit(subject, mark, persons, span, series="persons")
    if event.rows:
        # Whoever has a list open reads it again as it changes: that is one look at it.
        mark = Mark(event.at, event.read or event.id, event.rows, event.what, 0, event.network)
        yield Hit(subject, mark, limits["rows"], span, series="rows")


def caller(event: Called) -> Subject | None:
    """The operator, or the key of the partner, who called."""
    if event.operator_id:
        return Subject(OPERATOR, event.operator_id)
    return Subject(KEY, event.key_id) if event.key_id else None


MASS_LOOKUPS = Rule(
    "MASS_LOOKUPS",
    CRITICAL,
    ("Масовий перегляд даних", "Mass look-ups"),
    (
        "Оператор або ключ партнера по одному відкриває чи знаходить багатьох людей або читає надто довгі переліки. "
        "Одна людина чи одна сторінка переліку рахується один раз, хоч би скільки разів її перечитано.",
        "An operator or a partner's key opens or finds many people one by one, or reads lists that are too long. "
        "A person, or a page of a list, counts once, however often it is read again.",
    ),
    {
        "persons": (
            "Людей, чиї дані відкрито за {span}: {measured} (поріг — {threshold}).",
            "People whose data was opened within {span}: {measured} (threshold {threshold}).",
        ),
        "rows": (
            "Рядків переліків, переглянутих за {span}: {measured} (поріг — {threshold}).",
            "Rows of lists that were read within {span}: {measured} (threshold {threshold}).",
        ),
    },
    (
        Limit("by_operator", 100, 5, 400, ("Людей на оператора", "People, by an operator")),
        Limit("by_key", 300, 5, 400, ("Людей на ключ партнера", "People, by a partner's key")),
        Limit("rows", 20_000, 100, 10_000_000, ("Рядків переліків", "Rows of lists")),
        minutes(60),
    ),
    _hits,
)
