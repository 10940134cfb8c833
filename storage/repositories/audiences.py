"""Whom a campaign is for: users by their account, their language and their use of the app."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED, ESTIMATE, IN_REVIEW
from storage.repositories import facts
from storage.repositories.facts import UserFacts
from storage.repositories.parts import Part, Where
from storage.repositories.users import ERASED


@dataclass(frozen=True)
class Audience:
    """What must hold of a user; empty values ask for nothing. City, street, service, utility, debt and reading are
    asked of one account: somebody is meant where one of theirs fits in all of it."""

    cities: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    commodity: int = 0
    utility_id: int | None = None
    #: Kopecks that are overdue, more than these.
    debt_above: int | None = None
    #: No reading counts for an instant from the first on and before the second; milliseconds.
    unread: tuple[int, int] | None = None
    language: int = 0
    #: Had a session in the app since then, or had none; milliseconds.
    active_since: int | None = None
    inactive_since: int | None = None

    @property
    def by_account(self) -> bool:
        stated = (self.cities, self.commodity, self.utility_id, self.debt_above, self.unread)
        return any(one not in ((), 0, None) for one in stated)


_DIALS = """FROM installation i JOIN meter m ON m.id = i.meter_id AND m.commodity = a.commodity
    JOIN register g ON g.installation_id = i.id"""
_HERE = "i.usage_point_id = a.usage_point_id AND i.removed_at IS NULL"
_METERED = f"EXISTS (SELECT 1 {_DIALS} WHERE {_HERE})"
_UNREAD = f"""NOT EXISTS (SELECT 1 {_DIALS} JOIN reading r ON r.register_id = g.id WHERE {_HERE}
    AND r.state IN ({ACCEPTED}, {IN_REVIEW}) AND r.source <> {ESTIMATE}
    AND coalesce(r.deemed_at, r.read_at) >= ? AND coalesce(r.deemed_at, r.read_at) < ?)"""
_SESSION = "EXISTS (SELECT 1 FROM session s WHERE s.user_id = u.id AND s.last_used_at >= ?)"


def _account(audience: Audience, now: int) -> tuple[str, Where]:
    """The tables of an account `a` that fits, with its link `l`, and the conditions of it."""
    tables, where = "account_link l JOIN account a ON a.id = l.account_id", Where()
    where.add("l.ended_at IS NULL AND a.begins_at <= ? AND a.ends_at > ?", now, now)
    if audience.cities:
        tables += " JOIN usage_point p ON p.id = a.usage_point_id"
    for column, names in (("p.city", audience.cities), ("p.street", audience.streets)):
        if names:
            where.add(f"{column} IN ({', '.join('?' * len(names))})", *names)
    if audience.utility_id is not None:
        where.add("a.utility_id = ?", audience.utility_id)
    if audience.commodity:
        where.add("a.commodity = ?", audience.commodity)
    if audience.debt_above is not None:
        tables += " JOIN balance b ON b.account_id = a.id"
        where.add("b.overdue > ?", audience.debt_above)
    if audience.unread is not None:
        where.add(_METERED)
        where.add(_UNREAD, *audience.unread)
    return tables, where


def _where(audience: Audience, now: int, *, one_by_one: bool) -> Where:
    """What must hold of app_user u. The account is looked for from each user, or the users from the accounts: that is
    quicker where they are all wanted at once."""
    where = Where()
    where.add(f"u.state <> {ERASED}")
    if audience.language:
        where.add("u.language = ?", audience.language)
    if audience.active_since is not None:
        where.add(_SESSION, audience.active_since)
    if audience.inactive_since is not None:
        where.add(f"NOT {_SESSION}", audience.inactive_since)
    if audience.by_account:
        tables, account = _account(audience, now)
        conditions = " AND ".join(account.conditions)
        text = (
            f"EXISTS (SELECT 1 FROM {tables} WHERE l.user_id = u.id AND {conditions})"
            if one_by_one
            else f"u.id IN (SELECT l.user_id FROM {tables} WHERE {conditions})"
        )
        where.add_part(Part(text, account.parameters))
    return where


def counted(tx: Tx, audience: Audience) -> int:
    """Users in it."""
    where = _where(audience, tx.now, one_by_one=False)
    return int(tx.sql(f"SELECT count(*) FROM app_user u {where.text}", where.parameters)[0][0])


def contains(tx: Tx, audience: Audience, user_id: int) -> bool:
    """Whether a user is in it."""
    where = _where(audience, tx.now, one_by_one=True)
    where.add("u.id = ?", user_id)
    return bool(tx.sql(f"SELECT 1 FROM app_user u {where.text}", where.parameters))


def grouped(tx: Tx, audience: Audience, category: int, day: str) -> Counter[UserFacts]:
    """How many of its users have the same facts. What app_user itself says is grouped of all; of those of whom another
    table says something, who are few, more is known: they are taken from one group into another."""
    where = _where(audience, tx.now, one_by_one=False)
    told = facts.told_elsewhere(tx.postgres, category, day)
    asked = _once if audience.by_account else _by_index
    codes: Counter[int] = Counter()
    for *row, bits, count in asked(tx, where, told):
        code = facts.bare_code(row)
        if bits is None:
            codes[code] += int(count)
        else:
            codes[code] -= int(count)
            codes[code + int(bits)] += int(count)
    return Counter({UserFacts.of_code(code): count for code, count in codes.items() if count})


def _by_index(tx: Tx, where: Where, told: Part) -> Iterator[tuple[Any, ...]]:
    """Groups of all users, and of those who are told of elsewhere: with bits, and None for the first. An index has the
    first in order."""
    yield from tx.sql(
        f"SELECT {facts.BARE}, NULL, count(*) FROM app_user u {where.text} GROUP BY {facts.BARE}", where.parameters
    )
    yield from tx.sql(
        f"SELECT {facts.BARE}, e.bits, count(*) FROM ({told.text}) e JOIN app_user u ON u.id = e.user_id {where.text} "
        f"GROUP BY {facts.BARE}, e.bits",
        (*told.parameters, *where.parameters),
    )


def _once(tx: Tx, where: Where, told: Part) -> Iterator[tuple[Any, ...]]:
    """The same, where it takes long to find the users: they are looked for once."""
    named = ", ".join(f"f{number}" for number in range(6))
    listed = ", ".join(f"{one} AS f{number}" for number, one in enumerate(facts.BARE.split(", ")))
    yield from tx.sql(
        f"WITH a AS MATERIALIZED (SELECT u.id, {listed} FROM app_user u {where.text}) "
        f"SELECT {named}, NULL AS bits, count(*) FROM a GROUP BY {named} UNION ALL "
        f"SELECT {named}, e.bits, count(*) FROM a JOIN ({told.text}) e ON e.user_id = a.id GROUP BY {named}, e.bits",
        (*where.parameters, *told.parameters),
    )


class Ahead(NamedTuple):
    """What comes next of an audience: its users up to an id, and whether that were all."""

    user_ids: list[int]
    until: int
    last: bool


def ahead(tx: Tx, audience: Audience, behind: int, looked_through: int, most: int) -> Ahead:
    """The next users of an audience, `most` of them, by id and behind one. Where anything is asked of them only so many
    are looked through, so that an audience that is few and far between holds nobody up."""
    where = _where(audience, tx.now, one_by_one=True)
    where.add("u.id > ?", behind)
    asked = audience != Audience()
    until, last = _stretch(tx, behind, looked_through) if asked else (None, True)
    if until is not None:
        where.add("u.id <= ?", until)
    rows = tx.sql(f"SELECT u.id FROM app_user u {where.text} ORDER BY u.id LIMIT ?", (*where.parameters, most))
    ids = [int(number) for (number,) in rows]
    if len(ids) == most:
        return Ahead(ids, ids[-1], False)
    return Ahead(ids, until or (ids[-1] if ids else behind), last)


def _stretch(tx: Tx, behind: int, users: int) -> tuple[int | None, bool]:
    """The last of so many users behind an id, None where there are none; and whether nobody is behind it."""
    until, there = tx.sql(
        "SELECT max(id), count(*) FROM (SELECT id FROM app_user WHERE id > ? ORDER BY id LIMIT ?) w", (behind, users)
    )[0]
    return until, int(there) < users
