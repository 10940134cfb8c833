"""Which cities and streets the register of usage points has, as it writes them."""

from collections.abc import Sequence
from typing import Any

from storage.engine.transaction import Tx
from storage.models.accounts import UsagePoint

#: From one value to the next by the index of addresses: however many points there are, as many steps as cities.
_CITIES = """c(city) AS (
    SELECT min(city) FROM usage_point
    UNION ALL SELECT (SELECT min(city) FROM usage_point WHERE city > c.city) FROM c WHERE c.city IS NOT NULL)"""
_STREETS = """s(city, street) AS (
    SELECT c.city, (SELECT min(street) FROM usage_point WHERE city = c.city) FROM c WHERE {which}
    UNION ALL SELECT s.city, (SELECT min(street) FROM usage_point WHERE city = s.city AND street > s.street)
    FROM s WHERE s.street IS NOT NULL)"""


def cities(tx: Tx) -> list[str]:
    return [city for (city,) in tx.sql(f"WITH RECURSIVE {_CITIES} SELECT city FROM c WHERE city IS NOT NULL")]


def of_cities(tx: Tx, wanted: Sequence[str]) -> list[tuple[str, str]]:
    """City and street of every street of these cities; of all where none is named."""
    which = f"c.city IN ({', '.join('?' * len(wanted))})" if wanted else "c.city IS NOT NULL"
    statement = f"WITH RECURSIVE {_CITIES}, {_STREETS.format(which=which)} SELECT city, street FROM s"
    return [(city, street) for city, street in tx.sql(f"{statement} WHERE street IS NOT NULL", tuple(wanted))]


def within(cities: Sequence[str], streets: Sequence[str]) -> Any:
    """Ids of the usage points in them, by the names of the register; an empty sequence asks for nothing."""
    places = UsagePoint.select(UsagePoint.id)
    for column, names in ((UsagePoint.city, cities), (UsagePoint.street, streets)):
        places = places.where(column.in_(names)) if names else places
    return places
