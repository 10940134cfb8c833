"""Values of columns as people read them in a package."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

from smartregion.v1 import notification_service_pb2 as notification
from smartregion.v1.activity_service_pb2 import ActivityKind
from smartregion.v1.common_pb2 import Language

from server import words
from server.codec import encode_id, micro_text, utc
from server.notifications.categories import CATEGORIES, CHANNEL_TITLES
from server.words import UKRAINIAN
from storage.models.policies import EXPLICIT
from storage.repositories.subject import UNREADABLE, Section

Shown = Callable[[Any], str]
#: What stands where something is held, and was damaged in the database.
DAMAGED = "пошкоджено, прочитати не вдалося"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def row_writer(section: Section, *, for_people: bool) -> Callable[[Sequence[Any]], list[str]]:
    """Writes rows of a section, for people or for machines. Nothing and the empty text are empty, and what is held and
    does not open says so."""
    shown = [_shown(section.table, column.name, for_people) for column in section.columns]

    def one(show: Shown, value: Any) -> str:
        return DAMAGED if value is UNREADABLE else "" if value is None or value == "" else show(value)

    def written(row: Sequence[Any]) -> list[str]:
        return [one(show, value) for show, value in zip(shown, row, strict=True)]

    return written


def utc_text(milliseconds: int) -> str:
    """For machines: ISO 8601."""
    return utc(milliseconds).isoformat()


def kyiv_text(milliseconds: int) -> str:
    """For people."""
    return words.instant(milliseconds, UKRAINIAN)


def _shown(table: str, name: str, for_people: bool) -> Shown:
    if name.endswith("_index"):
        return lambda value: "є"  # a search digest says only that it is there
    if name.endswith("_at") or name == "at":
        return kyiv_text if for_people else utc_text
    if (table, name) == ("reading", "value"):
        return _measured if for_people else micro_text
    if for_people and name in _MONEY:
        return partial(words.money, language=UKRAINIAN)
    own = f"{table}.{name}"
    named = own if own in _NAMED else name
    if for_people and named in _SAID:
        return partial(_said, _SAID[named], _NAMED[named])
    return _NAMED.get(named, _plain_to_people if for_people else _plain)


def _said(said: Mapping[str, str], named: Shown, value: Any) -> str:
    """A name of the contract in words; one that has none, as it is."""
    name = named(value)
    return said.get(name, name)


def _plain(value: Any) -> str:
    return _yes_or_no(value) if isinstance(value, bool) else str(value)


def _plain_to_people(value: Any) -> str:
    """A day is kept as ISO 8601 writes it; what only looks like one is text."""
    text = _plain(value)
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return words.day(date.fromisoformat(text), UKRAINIAN)
    return text


def _measured(micro: int) -> str:
    return words.number(micro_text(micro), UKRAINIAN)


def _yes_or_no(value: Any) -> str:
    return "так" if value else "ні"


def _hryvnias(kopecks: int) -> str:
    sign, (units, rest) = "-" if kopecks < 0 else "", divmod(abs(kopecks), 100)
    return f"{sign}{units}.{rest:02d}"


def _name(enum: Any, prefix: str) -> Shown:
    """The name of a number in the contract; the number itself where it has none."""

    def shown(number: Any) -> str:
        return str(enum.Name(number)).removeprefix(prefix) if number in enum.values() else str(number)

    return shown


_MONEY = ("amount", "charged", "paid", "overdue", "next_due")
#: By the name of the column, or of table and column where the name alone means several things.
_NAMED: dict[str, Shown] = {
    "account_id": encode_id,
    "utility_id": encode_id,
    "activity_event.kind": _name(ActivityKind, "ACTIVITY_KIND_"),
    "language": _name(Language, "LANGUAGE_"),
    "category": _name(notification.NotificationCategory, "NOTIFICATION_CATEGORY_"),
    "channel": _name(notification.NotificationChannel, "NOTIFICATION_CHANNEL_"),
    "how": lambda number: "натисканням у застосунку" if number == EXPLICIT else "користуванням застосунком",
    "platform": _name(notification.DevicePlatform, "DEVICE_PLATFORM_"),
    "enabled": _yes_or_no,
    **dict.fromkeys(_MONEY, _hryvnias),
}
#: Names of the contract in words, for people.
_SAID: dict[str, Mapping[str, str]] = {
    "language": {"UKRAINIAN": "українська", "ENGLISH": "англійська"},
    "category": {
        _name(notification.NotificationCategory, "NOTIFICATION_CATEGORY_")(number): one.title[0].lower()
        for number, one in CATEGORIES.items()
    },
    "platform": {"UNSPECIFIED": "не вказано", "ANDROID": "Android", "IOS": "iOS"},
    "activity_event.kind": {
        "VISIT": "запуск застосунку",
        "SIGN_IN": "вхід",
        "SIGN_OUT": "вихід",
        "SCREEN": "перегляд екрана",
        "READING": "передання показання",
        "CHARGES": "перегляд нарахувань",
        "PAYMENT": "оплата",
        "NOTIFICATION": "відкриття сповіщення",
        "WORKS": "перегляд робіт і відключень",
        "ACCOUNT_LINKED": "прив'язка особового рахунку",
        "ACCOUNT_UNLINKED": "відв'язка особового рахунку",
        "SETTINGS": "зміна налаштувань",
        "SUPPORT": "запит до підтримки",
        "SURVEY": "участь в опитуванні",
    },
    "channel": {
        _name(notification.NotificationChannel, "NOTIFICATION_CHANNEL_")(number): title[0]
        for number, title in CHANNEL_TITLES.items()
    },
}
