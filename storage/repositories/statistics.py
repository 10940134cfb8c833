"""How people used the service in a month, and the answers about it that were given."""

from collections.abc import Iterable
from typing import NamedTuple

from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.models.duties import UsageStatistic
from storage.models.readings import FROM_RESIDENT

#: Handed in while a window was open, at another time only, or nothing; the best first.
HOW = ON_TIME, LATE, NOTHING = (0, 1, 2)


class Used(NamedTuple):
    """Somebody with an account of a service in a town, and what they did."""

    commodity: int
    city: str
    user_id: int
    how: int
    #: Whether they did anything in the app.
    active: bool = False


def used(tx: Tx, utility_id: int, begin: int, end: int) -> list[Used]:
    """One for everybody with an account of a utility between two instants, for each service and town; but for those
    whose processing is restricted (docs/decisions/0027)."""
    rows = tx.sql(
        "SELECT DISTINCT a.commodity, p.city, l.user_id, a.usage_point_id FROM account a "
        "JOIN account_link l ON l.account_id = a.id AND l.linked_at < ? AND (l.ended_at IS NULL OR l.ended_at >= ?) "
        "JOIN app_user u ON u.id = l.user_id AND NOT u.restricted "
        "JOIN usage_point p ON p.id = a.usage_point_id WHERE a.utility_id = ? AND a.begins_at < ? AND a.ends_at > ?",
        (end, begin, utility_id, end, begin),
    )
    read = _handed_in(tx, utility_id, begin, end)
    found: dict[tuple[int, str, int], int] = {}
    for commodity, city, user_id, point in rows:
        key = (commodity, city, user_id)
        how = read.get((commodity, point, user_id), NOTHING)
        found[key] = min(how, found.get(key, NOTHING))
    active = _active(tx, {user_id for _, _, user_id in found}, begin, end)
    return [Used(*key, how, key[2] in active) for key, how in sorted(found.items())]


def _active(tx: Tx, user_ids: Iterable[int], begin: int, end: int) -> set[int]:
    """Those who did something in the app between two instants."""
    statement = "SELECT DISTINCT user_id FROM activity_event WHERE at >= ? AND at < ? AND user_id IN ({marks})"
    return {user_id for (user_id,) in tx.among(statement, user_ids, before=(begin, end))}


def _handed_in(tx: Tx, utility_id: int, begin: int, end: int) -> dict[tuple[int, int, int], int]:
    """By service, place and user: whether a reading of theirs came while a window was open."""
    opened: dict[int, list[tuple[str, str]]] = {}
    for commodity, opens, closes in tx.sql(
        "SELECT w.commodity, o.opens, o.closes FROM window_opening o JOIN reading_window w ON w.id = o.window_id "
        "WHERE w.utility_id = ?",
        (utility_id,),
    ):
        opened.setdefault(commodity, []).append((opens, closes))
    found: dict[tuple[int, int, int], int] = {}
    for commodity, point, user_id, received_at in tx.sql(
        "SELECT DISTINCT m.commodity, i.usage_point_id, r.submitter_id, r.received_at FROM reading r "
        "JOIN register g ON g.id = r.register_id JOIN installation i ON i.id = g.installation_id "
        "JOIN meter m ON m.id = i.meter_id WHERE r.register_id IN (SELECT g1.id FROM account a "
        "JOIN installation i1 ON i1.usage_point_id = a.usage_point_id JOIN register g1 ON g1.installation_id = i1.id "
        "WHERE a.utility_id = ?) AND r.source = ? AND r.read_at >= ? AND r.read_at < ?",
        (utility_id, FROM_RESIDENT, begin, end),
    ):
        day = iso_day(received_at)
        in_time = any(opens <= day <= closes for opens, closes in opened.get(commodity, ()))
        key = (commodity, point, user_id)
        found[key] = min(ON_TIME if in_time else LATE, found.get(key, LATE))
    return found


def kept(tx: Tx, utility_id: int, month: str) -> UsageStatistic | None:
    """The answer that was given for a month (ISO date of its first day)."""
    query = UsageStatistic.select().where((UsageStatistic.utility_id == utility_id) & (UsageStatistic.month == month))
    found: UsageStatistic | None = tx.first(query)
    return found


def keep(tx: Tx, utility_id: int, month: str, smallest_group: int, groups: str) -> UsageStatistic:
    """Keeps an answer; the one that counts, where another was quicker."""
    values = {"utility_id": utility_id, "month": month, "made_at": tx.now, "smallest_group": smallest_group}
    tx.run(UsageStatistic.insert(**values, groups=groups).on_conflict_ignore())
    made = kept(tx, utility_id, month)
    assert made is not None
    return made
