"""Degree-days: how cold a town's days were."""

from collections.abc import Iterable

from storage.engine.transaction import Tx

#: Heating degree-days of a run of days, the first of them as an ordinal.
Run = tuple[int, tuple[float, ...]]


def record(tx: Tx, city: str, days: Iterable[tuple[int, float]]) -> None:
    """Writes the degree-days of a town by ordinal of the day; what was there is replaced."""
    tx.many(
        "INSERT INTO degree_day (city, day, heating) VALUES (?, ?, ?) "
        "ON CONFLICT (city, day) DO UPDATE SET heating = excluded.heating",
        [(city, day, heating) for day, heating in days],
    )


def at_points(tx: Tx, usage_point_ids: Iterable[int]) -> dict[int, Run]:
    """The newest unbroken run of days by place; places whose town has none are missing."""
    if not tx.sql("SELECT 1 FROM degree_day LIMIT 1"):
        return {}
    cities = dict(tx.among("SELECT id, city FROM usage_point WHERE id IN ({marks})", usage_point_ids))
    runs = {city: _run(tx, city) for city in set(cities.values())}
    return {place: run for place, city in cities.items() if (run := runs[city])[1]}


def _run(tx: Tx, city: str) -> Run:
    rows = tx.sql("SELECT day, heating FROM degree_day WHERE city = ? ORDER BY day DESC", (city,))
    found: list[float] = []
    for place, (day, heating) in enumerate(rows):
        if day != rows[0][0] - place:
            break
        found.append(float(heating))
    return (int(rows[0][0]) - len(found) + 1 if rows else 0), tuple(reversed(found))
