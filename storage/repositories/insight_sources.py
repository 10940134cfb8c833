"""What figures are counted from: of things that are named, as they change, or of a portion of all that there are.

Instants come as whole hours, of which a day in Kyiv is made; they are added up where nothing of one thing is to be
remembered.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from storage.engine.transaction import Tx
from storage.models.notifications import CANCELLED, DELIVERED, EXPIRED, FAILED_PERMANENT, SENT, SUPPRESSED, UNKNOWN
from storage.models.readings import FROM_RESIDENT

HOUR = 3_600_000
#: Messages of which there is something to tell.
SETTLED = (SENT, DELIVERED, FAILED_PERMANENT, UNKNOWN, SUPPRESSED, EXPIRED, CANCELLED)
#: A number of smartregion.v1.ActivityKind.
_VISIT = 1
#: Rows of a portion.
PORTION = 20_000
REGISTERS = 2_000


class Portion(NamedTuple):
    """Everything with a number behind the first, up to the last."""

    behind: int
    last: int


def portions(tx: Tx, table: str, column: str = "id", size: int = PORTION) -> Iterator[Portion]:
    """All that there is, so many at a time."""
    behind = 0
    while True:
        rows = tx.sql(f"SELECT {column} FROM {table} WHERE {column} > ? ORDER BY {column} LIMIT ?", (behind, size))
        if not rows:
            return
        yield Portion(behind, int(rows[-1][0]))
        behind = int(rows[-1][0])


def _of(
    tx: Tx, statement: str, column: str, wanted: Iterable[int] | Portion, before: tuple[Any, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """Rows of a statement that names `{which}` last of its conditions."""
    if isinstance(wanted, Portion):
        yield from tx.sql(statement.format(which=f"{column} > ? AND {column} <= ?"), (*before, *wanted))
    else:
        listed = list(dict.fromkeys(wanted))
        yield from tx.among(statement.format(which=f"{column} IN ({{marks}})"), listed, before=before)


class HandedIn(NamedTuple):
    """Readings that residents handed in within an hour, of a service in a street."""

    utility_id: int
    commodity: int
    city: str
    street: str
    hour: int
    readings: int


_HANDED_IN = f"""
SELECT a.utility_id, a.commodity, p.city, p.street, r.received_at / {HOUR}, count(*) FROM reading r
JOIN register g ON g.id = r.register_id JOIN installation i ON i.id = g.installation_id
JOIN meter m ON m.id = g.meter_id
JOIN account a ON a.usage_point_id = i.usage_point_id AND a.commodity = m.commodity
  AND a.begins_at <= r.received_at AND a.ends_at > r.received_at
JOIN usage_point p ON p.id = a.usage_point_id
WHERE r.source = {FROM_RESIDENT} AND {{which}} GROUP BY 1, 2, 3, 4, 5"""


def handed_in(tx: Tx, wanted: Iterable[int] | Portion) -> Iterator[HandedIn]:
    """Of these readings, or of a portion of the registers. Each counts for the account of its place when it came."""
    column = "r.register_id" if isinstance(wanted, Portion) else "r.id"
    return map(HandedIn._make, _of(tx, _HANDED_IN, column, wanted))


class Message(NamedTuple):
    """A message, or several alike (then without a number)."""

    id: int
    hour: int
    channel: int
    state: int
    provider: str
    parts: int
    messages: int


_SETTLED = f"state IN {SETTLED}"
_MESSAGES = f"SELECT id, queued_at / {HOUR}, channel, state, provider, parts, 1 FROM notification WHERE {_SETTLED}"
_ALIKE = (
    f"SELECT 0, queued_at / {HOUR}, channel, state, provider, sum(parts), count(*) FROM notification WHERE {_SETTLED} "
    "AND queued_at < ? AND {which} GROUP BY 2, 3, 4, 5"
)


def messages(tx: Tx, wanted: Iterable[int] | Portion, since: int) -> Iterator[Message]:
    """Those that were queued since an instant, and of which there is something to tell."""
    return map(Message._make, _of(tx, _MESSAGES + " AND queued_at >= ? AND {which}", "id", wanted, (since,)))


def messages_before(tx: Tx, portion: Portion, instant: int) -> Iterator[Message]:
    """Those that were queued before an instant, counted by what is alike."""
    for number, hour, channel, state, provider, parts, count in _of(tx, _ALIKE, "id", portion, (instant,)):
        yield Message(number, hour, channel, state, provider, int(parts), count)


class Overdue(NamedTuple):
    """An account with something overdue; kopecks."""

    account_id: int
    utility_id: int
    commodity: int
    overdue: int


_OVERDUE = """
SELECT b.account_id, b.utility_id, a.commodity, b.overdue FROM balance b JOIN account a ON a.id = b.account_id
WHERE b.overdue > 0 AND {which}"""


def overdue(tx: Tx, wanted: Iterable[int] | Portion) -> Iterator[Overdue]:
    """Of these accounts, or of a portion of them."""
    return map(Overdue._make, _of(tx, _OVERDUE, "b.account_id", wanted))


class Answered(NamedTuple):
    """A thread with its first answer: when, and after how long; milliseconds."""

    id: int
    at: int
    took: int


_ANSWERED = """
SELECT id, received_at + first_answer_ms, first_answer_ms FROM support_thread
WHERE first_answer_ms IS NOT NULL AND {which}"""


def answered(tx: Tx, wanted: Iterable[int] | Portion) -> Iterator[Answered]:
    return map(Answered._make, _of(tx, _ANSWERED, "id", wanted))


class Ended(NamedTuple):
    """A privacy request that was dealt with: when (milliseconds), and the day of its receipt (ISO)."""

    id: int
    at: int
    received_on: str


_ENDED = """
SELECT id, closed_at, received_on FROM privacy_request
WHERE closed_at IS NOT NULL AND duplicate_of IS NULL AND {which}"""


def ended(tx: Tx, wanted: Iterable[int] | Portion) -> Iterator[Ended]:
    return map(Ended._make, _of(tx, _ENDED, "id", wanted))


# -- the app


class Done(NamedTuple):
    """Something that somebody did in the app."""

    user_id: int
    at: int
    visit: bool


def done(tx: Tx, ids: Iterable[int]) -> Iterator[Done]:
    rows = tx.among("SELECT user_id, at, kind FROM activity_event WHERE id IN ({marks})", dict.fromkeys(ids))
    return (Done(user_id, at, kind == _VISIT) for user_id, at, kind in rows)


def first_done(tx: Tx) -> int | None:
    """When the first thing was done of which anything is kept; milliseconds."""
    found = tx.sql("SELECT min(at) FROM activity_event")[0][0]
    return None if found is None else int(found)


def visits(tx: Tx, begin: int, end: int) -> int:
    """Visits between two instants."""
    rows = tx.sql("SELECT count(*) FROM activity_event WHERE at >= ? AND at < ? AND kind = ?", (begin, end, _VISIT))
    return int(rows[0][0])


def visitors(tx: Tx, begin: int, end: int) -> list[int]:
    """Who did something between two instants."""
    return [
        user for (user,) in tx.sql("SELECT DISTINCT user_id FROM activity_event WHERE at >= ? AND at < ?", (begin, end))
    ]


def visitors_counted(tx: Tx, begin: int, end: int) -> int:
    """How many did."""
    rows = tx.sql("SELECT count(DISTINCT user_id) FROM activity_event WHERE at >= ? AND at < ?", (begin, end))
    return int(rows[0][0])


class Crashed(NamedTuple):
    """Crashes of one group on a day (ISO)."""

    group_id: int
    day: str
    reports: int


_CRASHED = "SELECT group_id, day, sum(reports) FROM crash_day WHERE {which} GROUP BY group_id, day"


def crashed(tx: Tx, wanted: Iterable[int] | Portion) -> list[Crashed]:
    """Of these groups, or of a portion of them."""
    return [Crashed(group, day, int(reports)) for group, day, reports in _of(tx, _CRASHED, "group_id", wanted)]
