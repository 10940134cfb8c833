"""Whom a utility supplies: usage points, and the users who have an account there, by address."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from storage.engine.transaction import Tx
from storage.repositories.users import ERASED


class Supply(NamedTuple):
    """A utility's service over some days, ISO dates: an account counts that is in force on one of them."""

    utility_id: int
    commodity: int
    first_day: str
    last_day: str


class Supplied(NamedTuple):
    """A usage point that is supplied, and somebody who has an account there; None where nobody has."""

    usage_point_id: int
    city: str
    street: str
    building: str
    apartment: str
    user_id: int | None


#: Accounts in force and links not ended; and all that there ever were, for those who were told once.
_IN_FORCE = "AND a.effective_from <= ? AND (a.effective_to IS NULL OR a.effective_to >= ?)"
_LINKED = "AND l.ended_at IS NULL"
_FROM = f"""
FROM account a JOIN usage_point p ON p.id = a.usage_point_id {{in_force}}
LEFT JOIN account_link l ON l.account_id = a.id {{linked}}
LEFT JOIN app_user u ON u.id = l.user_id AND u.state <> {ERASED}
WHERE {{utility}} = ? AND a.commodity = ? """
_NOW = _FROM.format(in_force=_IN_FORCE, linked=_LINKED, utility="a.utility_id")
_EVER = _FROM.format(in_force="", linked="", utility="a.utility_id")
#: Where places or users are named the way leads from them: the sign keeps out the index of a utility's accounts, which
#: may be all there are.
_NOW_AT = _FROM.format(in_force=_IN_FORCE, linked=_LINKED, utility="+a.utility_id")
_EVER_AT = _FROM.format(in_force="", linked="", utility="+a.utility_id")
_COLUMNS = "SELECT p.id, p.city, p.street, p.building, p.apartment, u.id "


def _parameters(supply: Supply, ever: bool) -> tuple[object, ...]:
    return (*(() if ever else (supply.last_day, supply.first_day)), supply.utility_id, supply.commodity)


def _among(
    tx: Tx, supply: Supply, ever: bool, condition: str, wanted: Iterable[object], *before: object
) -> Iterator[Supplied]:
    statement = f"{_COLUMNS}{_EVER_AT if ever else _NOW_AT} AND {condition} IN ({{marks}})"
    return map(Supplied._make, tx.among(statement, wanted, before=(*_parameters(supply, ever), *before)))


def everywhere(tx: Tx, supply: Supply, *, ever: bool = False) -> Iterator[Supplied]:
    """All of it; `ever` takes accounts and links that have ended, too."""
    return map(Supplied._make, tx.sql(_COLUMNS + (_EVER if ever else _NOW), _parameters(supply, ever)))


def at_points(tx: Tx, supply: Supply, usage_point_ids: Iterable[int], *, ever: bool = False) -> Iterator[Supplied]:
    return _among(tx, supply, ever, "p.id", usage_point_ids)


def at_buildings(
    tx: Tx, supply: Supply, city: str, street: str, buildings: Iterable[str], *, ever: bool = False
) -> Iterator[Supplied]:
    return _among(tx, supply, ever, "p.city = ? AND p.street = ? AND p.building", buildings, city, street)


def of_users(tx: Tx, supply: Supply, user_ids: Iterable[int], *, ever: bool = False) -> Iterator[Supplied]:
    """Where these users have an account of the service; `ever` takes those that they had, too."""
    return _among(tx, supply, ever, "l.user_id", user_ids)


def counted(tx: Tx, supply: Supply) -> tuple[int, int]:
    """Usage points and users that it reaches everywhere."""
    statement = f"SELECT count(DISTINCT p.id), count(DISTINCT u.id) {_NOW}"
    points, users = tx.sql(statement, _parameters(supply, ever=False))[0]
    return int(points), int(users)


def houses(tx: Tx, supply: Supply) -> list[tuple[str, str, str]]:
    """City, street and building of every house that it reaches."""
    statement = f"SELECT DISTINCT p.city, p.street, p.building {_NOW}"
    return [(city, street, building) for city, street, building in tx.sql(statement, _parameters(supply, ever=False))]


def buildings_of(tx: Tx, city: str, street: str) -> list[str]:
    """Numbers of the buildings of a street in which anything is metered."""
    rows = tx.sql("SELECT DISTINCT building FROM usage_point WHERE city = ? AND street = ?", (city, street))
    return [building for (building,) in rows]


def below(tx: Tx, usage_point_id: int) -> set[int]:
    """A point and all that belong to it: a building's apartments, by way of its entrances where they have points."""
    found = fresh = {usage_point_id}
    while fresh:
        fresh = tx.numbers("SELECT id FROM usage_point WHERE parent_id IN ({marks})", fresh) - found
        found = found | fresh
    return found


class Home(NamedTuple):
    """Where somebody has an account, and with whom; ISO dates."""

    utility_id: int
    commodity: int
    effective_from: str
    effective_to: str | None
    usage_point_id: int
    city: str
    street: str
    building: str


_HOMES = """
SELECT a.utility_id, a.commodity, a.effective_from, a.effective_to, p.id, p.city, p.street, p.building
FROM account_link l JOIN account a ON a.id = l.account_id JOIN usage_point p ON p.id = a.usage_point_id
WHERE l.user_id = ? AND l.ended_at IS NULL"""


def homes(tx: Tx, user_id: int) -> list[Home]:
    """The accounts to which a user is linked now."""
    return [Home(*row) for row in tx.sql(_HOMES, (user_id,))]


def above(tx: Tx, usage_point_id: int) -> set[int]:
    """A point with its parent, and that one's, up to the last."""
    found: set[int] = set()
    fresh = {usage_point_id}
    while fresh:
        found |= fresh
        parents = tx.among("SELECT parent_id FROM usage_point WHERE id IN ({marks})", fresh)
        fresh = {number for (number,) in parents if number is not None} - found
    return found
