"""Degree-days: how cold a town's days were."""

from collections.abc import Iterable
from math import nan

from storage.days import day_of
from storage.engine.transaction import Tx

#: Heating degree-days of one day after another, the first of them as an ordinal; NaN of one that is not known.
Days = tuple[int, tuple[float, ...]]
#: Days that are looked at: so many before today, and those ahead.
BACK, AHEAD = 3_660, 366


def record(tx: Tx, city: str, days: Iterable[tuple[int, float]]) -> None:
    """Writes the degree-days of a town by ordinal of the day; what was there is replaced."""
    tx.many(
        "INSERT INTO degree_day (city, day, heating) VALUES (?, ?, ?) "
        "ON CONFLICT (city, day) DO UPDATE SET heating = excluded.heating",
        [(city, day, heating) for day, heating in days],
    )


def at_points(tx: Tx, usage_point_ids: Iterable[int]) -> dict[int, Days]:
    """The days of the last ten years and of the next, by place; places whose town has none are missing."""
    if not tx.sql("SELECT 1 FROM degree_day LIMIT 1"):
        return {}
    cities = dict(tx.among("SELECT id, city FROM usage_point WHERE id IN ({marks})", usage_point_ids))
    known = {city: days for city in set(cities.values()) if (days := _days(tx, city)) is not None}
    return {place: known[city] for place, city in cities.items() if city in known}


def _days(tx: Tx, city: str) -> Days | None:
    today = day_of(tx.now).toordinal()
    rows = tx.sql(
        "SELECT day, heating FROM degree_day WHERE city = ? AND day BETWEEN ? AND ? ORDER BY day",
        (city, today - BACK, today + AHEAD),
    )
    if not rows:
        return None
    first, last = rows[0][0], rows[-1][0]
    found = [nan] * (last - first + 1)
    for day, heating in rows:
        found[day - first] = float(heating)
    return first, tuple(found)
