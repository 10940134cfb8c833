"""Accounts, their links to users, usage points and reading windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import Tuple, fn

from storage import days
from storage.days import OPEN_END
from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.accounts import Account, AccountEnd, AccountLink, Installation, Meter, ReadingWindow, UsagePoint
from storage.repositories.scope import Scope, of_utilities
from storage.repositories.streets import within


@dataclass(frozen=True)
class AccountFilter:
    user_id: int | None = None
    utility_id: int | None = None
    commodity: int = 0
    usage_point_id: int | None = None
    number: str = ""
    cities: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    #: Accounts that are open on this ISO date.
    open_on: str | None = None


@dataclass
class Contract:
    """An account with its place and the users it is linked to now."""

    row: Account
    place: UsagePoint
    user_ids: list[int]


def of_scope(scope: Scope) -> Any:
    """Accounts that the caller may know of, as a condition."""
    if scope.user_id is not None:
        mine = AccountLink.select(AccountLink.account_id).where(
            (AccountLink.user_id == scope.user_id) & AccountLink.ended_at.is_null()
        )
        return Account.id.in_(mine)
    return of_utilities(scope, Account.utility_id, Account.id)


def _conditions(wanted: AccountFilter, scope: Scope) -> list[Any]:
    made: list[Any] = [of_scope(scope)] if scope.bounded else []
    if wanted.user_id is not None:
        made.append(of_scope(Scope(user_id=wanted.user_id)))
    if wanted.utility_id is not None:
        made.append(Account.utility_id == wanted.utility_id)
    if wanted.commodity:
        made.append(Account.commodity == wanted.commodity)
    if wanted.usage_point_id is not None:
        made.append(Account.usage_point_id == wanted.usage_point_id)
    if wanted.number:
        made.append(Account.number == wanted.number)
    if wanted.cities or wanted.streets:
        made.append(Account.usage_point_id.in_(within(wanted.cities, wanted.streets)))
    if wanted.open_on is not None:
        made.append(
            (Account.effective_from <= wanted.open_on)
            & (Account.effective_to.is_null() | (Account.effective_to >= wanted.open_on))
        )
    return made


def page(
    tx: Tx,
    wanted: AccountFilter,
    scope: Scope,
    *,
    descending: bool,
    after: tuple[str, int] | None,
    size: int,
    skip: int,
) -> tuple[list[Contract], int]:
    """Accounts by number, behind (number, id), and how many the filter leaves."""
    query = Account.select()
    conditions = _conditions(wanted, scope)
    if conditions:
        query = query.where(*conditions)
    total = query.count(tx.database)
    if after is not None:
        number, account_id = after
        if descending:
            behind = (Account.number < number) | ((Account.number == number) & (Account.id < account_id))
        else:
            behind = (Account.number > number) | ((Account.number == number) & (Account.id > account_id))
        query = query.where(behind)
    order = (Account.number.desc(), Account.id.desc()) if descending else (Account.number, Account.id)
    return opened(tx, tx.all(query.order_by(*order).limit(size).offset(skip))), total


def opened(tx: Tx, rows: list[Account]) -> list[Contract]:
    """Accounts with their places and links; two queries for all."""
    places = {
        place.id: place
        for place in tx.all(UsagePoint.select().where(UsagePoint.id.in_([row.usage_point_id for row in rows])))
    }
    linked: dict[int, list[int]] = {}
    links = AccountLink.select().where(
        AccountLink.account_id.in_([row.id for row in rows]) & AccountLink.ended_at.is_null()
    )
    for link in tx.all(links):
        linked.setdefault(link.account_id, []).append(link.user_id)
    return [Contract(row, places[row.usage_point_id], linked.get(row.id, [])) for row in rows]


def get(tx: Tx, account_id: int, scope: Scope) -> Contract | None:
    query = Account.select().where(Account.id == account_id)
    if scope.bounded:
        query = query.where(of_scope(scope))
    found = tx.first(tx.lock(query))
    return opened(tx, [found])[0] if found else None


def by_number(tx: Tx, number: str) -> list[Contract]:
    """Accounts with a number; utilities number as they like, so there may be several."""
    return opened(tx, tx.all(Account.select().where(Account.number == number)))


def create(tx: Tx, account: Account) -> Contract:
    """Raises DuplicateValue where the utility has the number already."""
    tx.insert(account)
    tx.change(Topic.ACCOUNTS, account.id, ChangeKind.CREATED)
    return opened(tx, [account])[0]


def update(tx: Tx, account_id: int, effective_to: str | None) -> Contract:
    """Ends an account, or leaves it open, one version on; the account as it is then."""
    row: Account = tx.first(Account.select().where(Account.id == account_id))
    _, ends_at = days.span(row.effective_from, effective_to)
    _keep_end(tx, row)
    tx.run(
        Account.update(effective_to=effective_to, ends_at=ends_at, version=Account.version + 1).where(
            Account.id == account_id
        )
    )
    tx.change(Topic.ACCOUNTS, account_id)
    return opened(tx, tx.all(Account.select().where(Account.id == account_id)))[0]


def _keep_end(tx: Tx, row: Account) -> None:
    """Keeps what the end of an account is until now. (Of several changes within one millisecond the first is seen.)"""
    here = (AccountEnd.account_id == row.id) & (AccountEnd.until == tx.now)
    if tx.first(AccountEnd.select().where(here)) is None:
        tx.insert(AccountEnd(account_id=row.id, until=tx.now, ends_at=row.ends_at))


def supplied_by_others(tx: Tx, account: Account) -> bool:
    """Whether another utility supplies the place with the service at any time of an account."""
    query = Account.select(Account.id).where(
        (Account.usage_point_id == account.usage_point_id)
        & (Account.commodity == account.commodity)
        & (Account.utility_id != account.utility_id)
        & (Account.begins_at < account.ends_at)
        & (Account.ends_at > account.begins_at)
    )
    return tx.first(query) is not None


def link(tx: Tx, link_id: int, account_id: int, user_id: int) -> None:
    tx.insert(AccountLink(id=link_id, account_id=account_id, user_id=user_id, linked_at=tx.now, ended_at=None))
    tx.change(Topic.ACCOUNTS, account_id)


def unlink(tx: Tx, account_id: int, user_id: int) -> bool:
    """Ends a link; whether there was one."""
    query = AccountLink.update(ended_at=tx.now).where(
        (AccountLink.account_id == account_id) & (AccountLink.user_id == user_id) & AccountLink.ended_at.is_null()
    )
    ended = bool(tx.run(query))
    if ended:
        tx.change(Topic.ACCOUNTS, account_id)
    return ended


def ids_of_user(tx: Tx, user_id: int) -> list[int]:
    """Accounts linked to a user now."""
    query = AccountLink.select(AccountLink.account_id).where(
        (AccountLink.user_id == user_id) & AccountLink.ended_at.is_null()
    )
    return [number for (number,) in tx.rows(query)]


def utilities_of_user(tx: Tx, user_id: int) -> set[int]:
    query = Account.select(Account.utility_id).where(of_scope(Scope(user_id=user_id)))
    return {number for (number,) in tx.rows(query)}


def create_place(tx: Tx, place: UsagePoint) -> None:
    tx.insert(place)


def place_by_id(tx: Tx, usage_point_id: int) -> UsagePoint | None:
    found: UsagePoint | None = tx.first(UsagePoint.select().where(UsagePoint.id == usage_point_id))
    return found


def hold_place(tx: Tx, usage_point_id: int) -> UsagePoint | None:
    """The place, held until the unit ends: nobody else opens an account or installs a meter there meanwhile."""
    found: UsagePoint | None = tx.first(tx.lock(UsagePoint.select().where(UsagePoint.id == usage_point_id)))
    return found


class Building(NamedTuple):
    """A building's own point, its apartments, and the services with a meter for all of it."""

    place: UsagePoint
    apartments: int
    commodities: tuple[int, ...]


def apartments_of(tx: Tx, usage_point_id: int) -> list[UsagePoint]:
    """The places that belong to a building's own point."""
    return tx.all(UsagePoint.select().where(UsagePoint.parent_id == usage_point_id))


def buildings(
    tx: Tx, streets: Sequence[str] | None, commodity: int, after: tuple[str, str, int] | None, size: int, skip: int
) -> tuple[list[Building], int]:
    """Buildings with a point of their own by street and number, behind (street, building, id), and how many."""
    child = UsagePoint.alias()
    query = UsagePoint.select().where(
        UsagePoint.id.in_(child.select(child.parent_id).where(~child.parent_id.is_null()))
    )
    if streets is not None:
        query = query.where(UsagePoint.street.in_(streets))
    if commodity:
        metered = Installation.select(Installation.usage_point_id).join(Meter, on=(Meter.id == Installation.meter_id))
        query = query.where(UsagePoint.id.in_(metered.where(Meter.commodity == commodity)))
    total = query.count(tx.database)
    if after is not None:
        query = query.where(Tuple(UsagePoint.street, UsagePoint.building, UsagePoint.id) > after)
    order = (UsagePoint.street, UsagePoint.building, UsagePoint.id)
    places = tx.all(query.order_by(*order).limit(size).offset(skip))
    ids = [place.id for place in places]
    counted = dict(
        tx.rows(
            UsagePoint.select(UsagePoint.parent_id, fn.count(UsagePoint.id))
            .where(UsagePoint.parent_id.in_(ids))
            .group_by(UsagePoint.parent_id)
        )
    )
    services: dict[int, set[int]] = {}
    own = (
        Installation.select(Installation.usage_point_id, Meter.commodity)
        .join(Meter, on=(Meter.id == Installation.meter_id))
        .where(Installation.usage_point_id.in_(ids))
    )
    for place_id, service in tx.rows(own):
        services.setdefault(place_id, set()).add(service)
    made = [Building(place, counted[place.id], tuple(sorted(services.get(place.id, ())))) for place in places]
    return made, total


def place_in_scope(
    tx: Tx, usage_point_id: int, scope: Scope, *, commodity: int = 0, begin: int = -OPEN_END, before: int = OPEN_END
) -> bool:
    """Whether the caller may know what is metered there: all, or of one service; ever, or in a time."""
    if not scope.bounded:
        return True
    query = Account.select(Account.id).where(
        (Account.usage_point_id == usage_point_id)
        & of_scope(scope)
        & (Account.begins_at < before)
        & (Account.ends_at > begin)
    )
    if commodity:
        query = query.where(Account.commodity == commodity)
    return tx.first(query) is not None


def windows(
    tx: Tx, utility_id: int | None, commodity: int, after: int | None, size: int, skip: int
) -> tuple[list[ReadingWindow], int]:
    """Reading windows by id, and how many there are."""
    query = ReadingWindow.select()
    if utility_id is not None:
        query = query.where(ReadingWindow.utility_id == utility_id)
    if commodity:
        query = query.where(ReadingWindow.commodity == commodity)
    total = query.count(tx.database)
    if after is not None:
        query = query.where(ReadingWindow.id > after)
    return tx.all(query.order_by(ReadingWindow.id).limit(size).offset(skip)), total


def window_by_id(tx: Tx, window_id: int) -> ReadingWindow | None:
    found: ReadingWindow | None = tx.first(tx.lock(ReadingWindow.select().where(ReadingWindow.id == window_id)))
    return found


def windows_of(tx: Tx, utility_id: int, commodity: int) -> list[ReadingWindow]:
    query = ReadingWindow.select().where(
        (ReadingWindow.utility_id == utility_id) & (ReadingWindow.commodity == commodity)
    )
    return tx.all(query)


def all_windows(tx: Tx) -> list[ReadingWindow]:
    return tx.all(ReadingWindow.select())


def create_window(tx: Tx, window: ReadingWindow) -> None:
    tx.insert(window)


def update_window(tx: Tx, window_id: int, **values: Any) -> ReadingWindow:
    tx.run(ReadingWindow.update(**values, version=ReadingWindow.version + 1).where(ReadingWindow.id == window_id))
    found: ReadingWindow = tx.first(ReadingWindow.select().where(ReadingWindow.id == window_id))
    return found
