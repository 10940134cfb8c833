"""Whom works concern: usage points by address, and the users who have an account of the utility's service there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from server import streets
from server.codec import encode_id
from server.errors import InvalidField
from server.limits import WORK_SHOWN_MS
from server.works import places as rules
from storage.days import day_of
from storage.engine.transaction import Tx
from storage.repositories import supply, works
from storage.repositories.supply import Supplied, Supply
from storage.repositories.works import Near, Place

#: City, street, building, and the apartment where the works name its own point.
Address = tuple[str, str, str, str]
Addresses = tuple[Address, ...]


@dataclass
class Concerned:
    """Usage points, and users with the points at which they are concerned."""

    points: dict[int, Address] = field(default_factory=dict)
    users: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def add(self, rows: Iterable[Supplied], named_point: int | None) -> bool:
        """Takes what one place names; whether that is anything."""
        found = False
        for point, city, street, building, apartment, user in rows:
            found = True
            bare = city, street, building, ""
            named = (city, street, building, apartment) if point == named_point else bare
            self.points[point] = named if self.points.get(point, named) == named else bare
            if user is not None:
                known = self.users.get(user, ())
                if point not in known:
                    self.users[user] = (*known, point)
        return found

    @property
    def counts(self) -> tuple[int, int]:
        return len(self.points), len(self.users)

    def addresses(self) -> dict[int, Addresses]:
        """The addresses of each user, in order. People of one house share one tuple."""

        @cache
        def in_order(found: frozenset[Address]) -> Addresses:
            return tuple(sorted(found, key=order))

        return {
            user: in_order(frozenset(self.points[point] for point in points)) for user, points in self.users.items()
        }


def order(address: Address) -> tuple[str, str, rules.Key, rules.Key]:
    city, street, building, apartment = address
    return city, street, rules.key(building), rules.key(apartment)


def supply_of(utility_id: int, commodity: int, starts_at: int, ends_at: int) -> Supply:
    """A service over the days of Europe/Kyiv on which works are done."""
    return Supply(utility_id, commodity, day_of(starts_at).isoformat(), day_of(ends_at).isoformat())


def found(tx: Tx, service: Supply, places: Sequence[Place], *, ever: bool = False) -> Concerned:
    """Whom works at these places concern, everybody where there are none; `ever` takes those who have left, too."""
    made = Concerned()
    if not places:
        made.add(supply.everywhere(tx, service, ever=ever), None)
    for place in places:
        made.add(_rows(tx, service, place, ever), place.usage_point_id)
    return made


def found_of(tx: Tx, service: Supply, places: Sequence[Place], user_ids: Iterable[int]) -> Concerned:
    """As `found`, of a few users alone: everybody need not be looked up."""
    rows = list(supply.of_users(tx, service, user_ids))
    made = Concerned()
    if not places:
        made.add(rows, None)
    for place in places:
        below = set() if place.usage_point_id is None else supply.below(tx, place.usage_point_id)
        made.add((row for row in rows if _at(place, row, below)), place.usage_point_id)
    return made


def located(tx: Tx, places: Sequence[Place], name: str) -> tuple[Place, ...]:
    """Places with city and street as the register writes them: a street that it writes in two ways is two places.
    Raises InvalidField where a street is not in it, or where what was written may be several."""
    made: list[Place] = []
    for number, place in enumerate(places):
        if place.usage_point_id is not None:
            made.append(place)
        else:
            pairs = streets.one(tx, place.city, place.street, f"{name}[{number}]")
            made += [place._replace(city=city, street=street) for city, street in pairs]
    return tuple(dict.fromkeys(made))


def required(tx: Tx, service: Supply, places: Sequence[Place], name: str) -> Concerned:
    """As `found`. Raises InvalidField where a place names nobody whom the utility supplies with the service."""
    made = Concerned()
    for number, place in enumerate(places):
        if not made.add(_rows(tx, service, place, False), place.usage_point_id):
            raise _nobody(place, f"{name}[{number}]")
    return made


def counted(tx: Tx, service: Supply, places: Sequence[Place], name: str) -> tuple[int, int]:
    """Usage points and users, as `required`; everybody is counted where there are no places."""
    return required(tx, service, places, name).counts if places else supply.counted(tx, service)


def houses(tx: Tx, service: Supply, made: Concerned, places: Sequence[Place]) -> list[tuple[str, str, str]]:
    """City, street and building of every house that is concerned, in their natural order."""
    known = {address[:3] for address in made.points.values()} if places else supply.houses(tx, service)
    return sorted(known, key=lambda house: order((*house, "")))


def beside(tx: Tx, service: Supply, places: Sequence[Place], made: Concerned) -> list[tuple[str, str, str]]:
    """City, street and building of supplied houses that the ranges leave out by a letter or a fraction alone."""
    found: set[tuple[str, str, str]] = set()
    for place in places:
        if place.last_building:
            near = [one for one in supply.buildings_of(tx, place.city, place.street) if rules.beside(place, one)]
            rows = supply.at_buildings(tx, service, place.city, place.street, near)
            found.update((row.city, row.street, row.building) for row in rows)
    found -= {address[:3] for address in made.points.values()}
    return sorted(found, key=lambda house: order((*house, "")))


def _rows(tx: Tx, service: Supply, place: Place, ever: bool) -> Iterable[Supplied]:
    if place.usage_point_id is not None:
        return supply.at_points(tx, service, supply.below(tx, place.usage_point_id), ever=ever)
    named = [one for one in supply.buildings_of(tx, place.city, place.street) if rules.names(place, one)]
    return supply.at_buildings(tx, service, place.city, place.street, named, ever=ever)


def _nobody(place: Place, name: str) -> InvalidField:
    """The field that is to blame for a place that names nobody."""
    if place.usage_point_id is not None:
        part = "usage_point_id"
    else:
        part = "first_building" if place.first_building else "street"
    words = "names nobody whom the utility supplies with the service"
    return InvalidField(f"{name}.{part}", "place.nobody", words, place=_written(place))


def _written(place: Place) -> str:
    if place.usage_point_id is not None:
        return encode_id(place.usage_point_id)
    ends = [one for one in (place.first_building, place.last_building) if one]
    return ", ".join(one for one in (place.city, place.street, "–".join(ends)) if one)


def of_resident(tx: Tx, user_id: int) -> frozenset[int]:
    """Works that concern a resident's own addresses and are not long over."""
    since = tx.now - WORK_SHOWN_MS
    mine: set[int] = set()
    for home in supply.homes(tx, user_id):
        points = supply.above(tx, home.usage_point_id)
        for near in works.near(tx, home, points, since):
            if _in_force(home, near) and _above(near.place, home, points):
                mine.add(near.work_id)
    return frozenset(mine)


def _in_force(home: supply.Home, near: Near) -> bool:
    first, last = day_of(near.first_at).isoformat(), day_of(near.last_at).isoformat()
    return home.effective_from <= last and (home.effective_to is None or home.effective_to >= first)


def _above(place: Place | None, home: supply.Home, points: set[int]) -> bool:
    if place is None:
        return True
    if place.usage_point_id is not None:
        return place.usage_point_id in points
    return rules.names(place, home.building)


def _at(place: Place, row: Supplied, below: set[int]) -> bool:
    """Whether a place names what is supplied; `below` are the points that belong to the point that it names."""
    if place.usage_point_id is not None:
        return row.usage_point_id in below
    return (place.city, place.street) == (row.city, row.street) and rules.names(place, row.building)
