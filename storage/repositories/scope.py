"""Whose rows somebody may know of, and the one rule by which an account gives sight of what is metered.

An account shows the registers that are at its place, of its service, while both the account and the installation last,
and of them what was read in its time (docs/decisions/0008). A utility sees by its accounts. A resident sees by the
accounts linked to them now: the whole time of the account, unless somebody else was linked to it before them; then from
their own link on. A partner that a grant lets see accounts of a utility no longer sees those of people whose processing
is restricted; the utility itself does, for its contract and billing (docs/decisions/0027).

What was seen at an instant (`sights_then`) follows from the links and the ends of accounts as they were on record then.
It says what somebody asks about, never what they may know: that is what holds now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import SQL

from storage.days import OPEN_END
from storage.models.people import ERASED
from storage.repositories.parts import Part


@dataclass(frozen=True)
class Scope:
    """A resident's own rows, or those of the accounts of some utilities; both None for no bound."""

    user_id: int | None = None
    utility_ids: frozenset[int] | None = None
    #: The partner that looks: of a utility that is another it does not see whose processing is restricted
    #: (docs/decisions/0027). None for who is no partner.
    partner_id: int | None = None

    @property
    def bounded(self) -> bool:
        return self.user_id is not None or self.utility_ids is not None

    @property
    def of_others(self) -> bool:
        """Whether a partner looks at accounts of utilities that it is not."""
        return self.partner_id is not None and bool((self.utility_ids or frozenset()) - {self.partner_id})


EVERYTHING = Scope()


class Sight(NamedTuple):
    """A time whose readings somebody may know of: from `begin` on, before `end`; milliseconds."""

    begin: int
    end: int

    def covers(self, at: int) -> bool:
        return self.begin <= at < self.end


ALWAYS = Sight(-OPEN_END, OPEN_END)

#: The instant from which an account `a` shows anything to the user of its link `l`.
SHOWN_FROM = """CASE WHEN l.linked_at > a.begins_at AND EXISTS (
    SELECT 1 FROM account_link e WHERE e.account_id = a.id AND e.user_id <> l.user_id AND e.linked_at < l.linked_at)
    THEN l.linked_at ELSE a.begins_at END"""


#: Accounts of people whose processing is restricted: few, found by the index of what delivery asks of users.
_RESTRICTED = """SELECT rl.account_id FROM app_user ru JOIN account_link rl ON rl.user_id = ru.id
    WHERE ru.state IN (1, 2) AND ru.restricted = TRUE AND rl.ended_at IS NULL"""


def _lasting(one: str) -> str:
    """Whether something with a begin and an end lasts while an installation `i` does."""
    return f"{one}.begins_at < coalesce(i.removed_at, {OPEN_END}) AND {one}.ends_at > i.installed_at"


#: Whether an account `a` gives sight of an installation `i` of a meter `m`.
SHOWS = f"a.usage_point_id = i.usage_point_id AND a.commodity = m.commodity AND {_lasting('a')}"


def sights(scope: Scope) -> Part:
    """Places and services with the times in which a bounded scope knows of them, as a table `s`: usage_point_id,
    commodity, begins_at, ends_at."""
    if scope.user_id is not None:
        return Part(
            f"(SELECT a.usage_point_id, a.commodity, {SHOWN_FROM} AS begins_at, a.ends_at FROM account_link l "
            "JOIN account a ON a.id = l.account_id WHERE l.user_id = ? AND l.ended_at IS NULL) s",
            (scope.user_id,),
        )
    utilities: list[Any] = sorted(scope.utility_ids or ())
    which = f"a.utility_id IN ({','.join('?' * len(utilities)) or 'NULL'})"
    if scope.of_others:
        which += f" AND (a.utility_id = ? OR a.id NOT IN ({_RESTRICTED}))"
        utilities.append(scope.partner_id)
    return _of_accounts(which, utilities)


def of_utilities(scope: Scope, utility: Any, account: Any) -> Any:
    """The condition under which somebody bound to utilities knows of rows with these columns."""
    made = utility.in_(sorted(scope.utility_ids or ()))
    if scope.of_others:
        made &= (utility == scope.partner_id) | account.not_in(SQL(f"({_RESTRICTED})"))
    return made


#: The end of an account `a` as it was on record at an instant.
_ENDED_THEN = (
    "coalesce((SELECT t.ends_at FROM account_end t WHERE t.account_id = a.id AND t.until > {at} "
    "ORDER BY t.until LIMIT 1), a.ends_at)"
)


def sights_then(as_of: int, *, user_id: int | None = None, account_id: int | None = None) -> Part:
    """The same of a user by the links that were on record at an instant, or of an account; nothing of a user who was
    erased since."""
    ends = _ENDED_THEN.format(at=int(as_of))
    if user_id is None:
        columns = f"a.usage_point_id, a.commodity, a.begins_at, {ends} AS ends_at"
        return Part(f"(SELECT {columns} FROM account a WHERE a.id = ?) s", (account_id,))
    return Part(
        f"(SELECT a.usage_point_id, a.commodity, {SHOWN_FROM} AS begins_at, {ends} AS ends_at FROM account_link l "
        "JOIN account a ON a.id = l.account_id JOIN app_user u ON u.id = l.user_id "
        f"WHERE l.user_id = ? AND u.state <> {ERASED} AND l.linked_at <= ? "
        "AND (l.ended_at IS NULL OR l.ended_at > ?)) s",
        (user_id, as_of, as_of),
    )


def sights_of_person(user_id: int) -> str:
    """The same of everything that was ever theirs: links that have ended too, up to their ends. (Without parameters:
    it stands inside of conditions that are not written by hand.)"""
    return (
        f"(SELECT a.usage_point_id, a.commodity, {SHOWN_FROM} AS begins_at, "
        "CASE WHEN l.ended_at < a.ends_at THEN l.ended_at ELSE a.ends_at END AS ends_at "
        f"FROM account_link l JOIN account a ON a.id = l.account_id WHERE l.user_id = {int(user_id)}) s"
    )


def sights_of_account(account_id: int) -> Part:
    """The same of one account, whoever is linked to it."""
    return _of_accounts("a.id = ?", (account_id,))


def _of_accounts(which: str, parameters: Sequence[Any]) -> Part:
    columns = "a.usage_point_id, a.commodity, a.begins_at, a.ends_at"
    return Part(f"(SELECT {columns} FROM account a WHERE {which}) s", parameters)


def in_place(seen: Part) -> Part:
    """From where such a table `s` gives sight of installations `i` of meters `m`; a select takes what it wants."""
    return Part(
        f"FROM {seen.text} JOIN installation i ON i.usage_point_id = s.usage_point_id AND {_lasting('s')} "
        "JOIN meter m ON m.id = i.meter_id AND m.commodity = s.commodity",
        seen.parameters,
    )


def read_in(seen: Part) -> Part:
    """The condition under which such a table gives sight of a reading `r`. (The list of registers finds a few among a
    hundred million readings; which instants of theirs are shown is asked of each.)"""
    listed = in_place(seen)
    return Part(
        f"r.register_id IN (SELECT g1.id {listed.text} JOIN register g1 ON g1.installation_id = i.id) AND EXISTS ("
        "SELECT 1 FROM register g2 JOIN installation i ON i.id = g2.installation_id JOIN meter m ON m.id = i.meter_id "
        f"JOIN {seen.text} ON s.usage_point_id = i.usage_point_id AND s.commodity = m.commodity "
        "WHERE g2.id = r.register_id AND s.begins_at <= r.read_at AND r.read_at < s.ends_at)",
        (*listed.parameters, *seen.parameters),
    )
