"""Days as instants. Contracts, grants and windows go by days of Europe/Kyiv; what happens, by milliseconds."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")
#: Later than anything ends.
OPEN_END = 1 << 62


def day_of(instant: int) -> date:
    """The day in Kyiv of an instant in milliseconds."""
    return datetime.fromtimestamp(instant / 1000, KYIV).date()


def iso_day(instant: int) -> str:
    """The same as text."""
    return day_of(instant).isoformat()


@lru_cache(maxsize=10_000)
def midnight(day: date) -> int:
    """Milliseconds of the first instant of a day in Kyiv. (The clocks never change at midnight there.)"""
    local = datetime(day.year, day.month, day.day, tzinfo=KYIV)
    return int(local.astimezone(UTC).timestamp() * 1000)


def span(first: str, last: str | None) -> tuple[int, int]:
    """The first instant of an ISO day, and the first behind another; OPEN_END where there is none."""
    begin = midnight(date.fromisoformat(first))
    return begin, OPEN_END if last is None else midnight(date.fromisoformat(last) + timedelta(days=1))
