"""Values of columns as people read them in a package."""

from collections.abc import Callable, Sequence
from typing import Any

from smartregion.v1 import notification_service_pb2 as notification
from smartregion.v1.common_pb2 import Language

from server import words
from server.codec import encode_id, micro_text, utc
from server.words import UKRAINIAN
from storage.models.policies import EXPLICIT
from storage.repositories.subject import Section

Shown = Callable[[Any], str]


def row_writer(section: Section, instant: Callable[[int], str]) -> Callable[[Sequence[Any]], list[str]]:
    """Writes rows of a section, with instants as `instant` has them. Nothing and the empty text are empty."""
    shown = [_shown(section.table, column.name, instant) for column in section.columns]

    def written(row: Sequence[Any]) -> list[str]:
        return ["" if value is None or value == "" else show(value) for show, value in zip(shown, row, strict=True)]

    return written


def utc_text(milliseconds: int) -> str:
    """For machines: ISO 8601."""
    return utc(milliseconds).isoformat()


def kyiv_text(milliseconds: int) -> str:
    """For people."""
    return words.instant(milliseconds, UKRAINIAN)


def _shown(table: str, name: str, instant: Callable[[int], str]) -> Shown:
    if name.endswith("_index"):
        return lambda value: "є"  # a search digest says only that it is there
    if name.endswith("_at") or name == "at":
        return instant
    if (table, name) == ("reading", "value"):
        return micro_text
    return _NAMED.get(name, _plain)


def _plain(value: Any) -> str:
    return _yes_or_no(value) if isinstance(value, bool) else str(value)


def _yes_or_no(value: Any) -> str:
    return "так" if value else "ні"


def _hryvnias(kopecks: int) -> str:
    sign, (units, rest) = "-" if kopecks < 0 else "", divmod(abs(kopecks), 100)
    return f"{sign}{units}.{rest:02d}"


_NAMED: dict[str, Shown] = {
    "account_id": encode_id,
    "language": lambda number: Language.Name(number).removeprefix("LANGUAGE_").lower(),
    "category": lambda number: notification.NotificationCategory.Name(number).removeprefix("NOTIFICATION_CATEGORY_"),
    "channel": lambda number: notification.NotificationChannel.Name(number).removeprefix("NOTIFICATION_CHANNEL_"),
    "how": lambda number: "натисканням у застосунку" if number == EXPLICIT else "користуванням застосунком",
    "platform": lambda number: notification.DevicePlatform.Name(number).removeprefix("DEVICE_PLATFORM_"),
    "enabled": _yes_or_no,
    **dict.fromkeys(("amount", "charged", "paid", "overdue", "next_due"), _hryvnias),
}
