"""Reading windows: what must hold of them. Pure."""

from typing import Any

from server.errors import Conflict, InvalidField
from storage.models.accounts import ReadingWindow


def check(values: dict[str, Any], others: list[ReadingWindow]) -> None:
    """Raises InvalidField or Conflict where a window contradicts itself or another of the same service."""
    begin, end = values["effective_from"], values["effective_to"]
    if end is not None and end < begin:
        raise InvalidField("window.effective_to", "date.order", "must not be before effective_from")
    first, last = values["first_day"], values["last_day"]
    if (first > 0) == (last > 0) and first > last:
        raise InvalidField("window.last_day", "day.order", "must not be before first_day")
    if first > 0 > last and first > 28 + last + 1:
        raise InvalidField("window.last_day", "day.order", "must not be before first_day in a short month")
    for other in others:
        if (other.effective_to is None or other.effective_to >= begin) and (end is None or end >= other.effective_from):
            raise Conflict(f"a window of this service is in force from {other.effective_from} already; end it first")
