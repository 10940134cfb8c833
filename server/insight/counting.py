"""How things count: the same for what has just changed and for all that there is, so that a rebuilt figure is the one
that was kept up to date. Each function takes ids, or a portion of everything."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from server.windows.rules import IN_TIME, Standing, Windows, placed
from storage.days import day_of, iso_day, midnight
from storage.engine.transaction import Tx
from storage.models.insight import (
    ACTIVE,
    CRASHES,
    DEBTS,
    EARLY,
    LATE,
    MESSAGES,
    ON_TIME,
    PRIVACY,
    READINGS,
    STREETS,
    SUPPORT,
    VISITS,
)
from storage.models.notifications import TAKEN
from storage.repositories import insight_sources as sources
from storage.repositories.insight import Counts, Fact, Key, visitor
from storage.repositories.insight_sources import HOUR, Message, Portion

#: Days for which it is known how a message, a crash or a visitor was counted. Nothing of an older day is counted as it
#: comes: an app hands in what it kept for 30 days, and a message has its fate within a week.
MOVING_DAYS = 45
Wanted = Iterable[int] | Portion
Facts = Mapping[int, Fact | None]
_PARTS = {Standing.IN_TIME: ON_TIME, Standing.EARLY: EARLY, Standing.LATE: LATE}
#: Channel and state of a message in one number.
_STATES = 16


def part_of(channel: int, state: int) -> int:
    return channel * _STATES + state


def channel_and_state(part: int) -> tuple[int, int]:
    return divmod(part, _STATES)


def horizon(now: int) -> date:
    """The first day of which things still move."""
    return day_of(now) - timedelta(days=MOVING_DAYS)


@lru_cache(maxsize=100_000)
def _day(hour: int) -> str:
    """Kyiv's clocks are a whole number of hours off."""
    return iso_day(hour * HOUR)


# -- what is added and never moves


def readings(tx: Tx, wanted: Wanted, counts: Counts) -> None:
    """What residents handed in, by service and by street; on time is what came while the window was open, or where
    there is none."""
    windows = Windows.shared(tx)
    for one in sources.handed_in(tx, wanted):
        at = one.hour * HOUR
        window = windows.of(one.utility_id, one.commodity, day_of(at))
        part = _PARTS[(placed(window, at, at) if window else IN_TIME).standing]
        of = (_day(one.hour), one.utility_id, one.commodity, part)
        counts.add(Key(READINGS, *of), one.readings)
        counts.add(Key(STREETS, *of, f"{one.city}, {one.street}"), one.readings)


def visits(tx: Tx, ids: Iterable[int], counts: Counts) -> dict[int, Fact]:
    """Visits of the app; and who did something on which day, once each."""
    first = horizon(tx.now).isoformat()
    seen: dict[tuple[int, str], None] = {}
    for one in sources.done(tx, ids):
        day = iso_day(one.at)
        if day < first:
            continue
        seen[one.user_id, day] = None
        if one.visit:
            counts.add(Key(VISITS, day), 1)
    return {visitor(tx, user_id, day): Fact(Key(ACTIVE, day)) for user_id, day in seen}


def visits_of(tx: Tx, day: date, counts: Counts) -> dict[int, Fact]:
    """The same of a whole day."""
    begin, end = midnight(day), midnight(day + timedelta(days=1))
    stated = day.isoformat()
    counts.add(Key(VISITS, stated), sources.visits(tx, begin, end))
    if day < horizon(tx.now):
        counts.add(Key(ACTIVE, stated), sources.visitors_counted(tx, begin, end))
        return {}
    return {visitor(tx, user, stated): Fact(Key(ACTIVE, stated)) for user in sources.visitors(tx, begin, end)}


# -- what moves


def messages(tx: Tx, wanted: Wanted, counts: Counts) -> Facts:
    """Messages by channel, state and provider, with their parts of SMS, on the day on which they were queued."""
    since = midnight(horizon(tx.now))
    found = _named(wanted)
    for one in sources.messages(tx, wanted, since):
        found[one.id] = Fact(_of_message(one), 1, one.parts)
    if isinstance(wanted, Portion):
        for one in sources.messages_before(tx, wanted, since):
            counts.add(_of_message(one), one.messages, one.parts)
    return found


def _of_message(one: Message) -> Key:
    """Only of what was paid for is told by whom."""
    provider = one.provider if one.state in TAKEN else ""
    return Key(MESSAGES, _day(one.hour), part=part_of(one.channel, one.state), place=provider)


def crashes(tx: Tx, wanted: Wanted, counts: Counts) -> Facts:
    """Crashes by day. A group has a number for each of its days."""
    first = horizon(tx.now).isoformat()
    found: dict[int, Fact | None] = {}
    for one in sources.crashed(tx, wanted):
        key = Key(CRASHES, one.day)
        if one.day >= first:
            found[visitor(tx, one.group_id, one.day)] = Fact(key, one.reports)
        elif isinstance(wanted, Portion):
            counts.add(key, one.reports)
    return found


def debts(tx: Tx, wanted: Wanted, counts: Counts) -> Facts:
    """Accounts with something overdue, and how much."""
    found = _named(wanted)
    for one in sources.overdue(tx, wanted):
        found[one.account_id] = Fact(Key(DEBTS, "", one.utility_id, one.commodity), 1, one.overdue)
    return found


def support(tx: Tx, wanted: Wanted, counts: Counts) -> Facts:
    """Threads by the day of their first answer, and how long that took; milliseconds."""
    found = _named(wanted)
    for one in sources.answered(tx, wanted):
        found[one.id] = Fact(Key(SUPPORT, iso_day(one.at)), 1, one.took)
    return found


def privacy(tx: Tx, wanted: Wanted, counts: Counts) -> Facts:
    """Requests by the day of their end, and how long that took from the day of receipt; milliseconds."""
    found = _named(wanted)
    for one in sources.ended(tx, wanted):
        took = one.at - midnight(date.fromisoformat(one.received_on))
        found[one.id] = Fact(Key(PRIVACY, iso_day(one.at)), 1, max(0, took))
    return found


def _named(wanted: Wanted) -> dict[int, Fact | None]:
    """What is named and not found any more counts no more."""
    return {} if isinstance(wanted, Portion) else dict.fromkeys(wanted)


#: What moves, by the number of its figure: how it counts, and the table and column by which all of it is gone through.
MOVING: dict[int, tuple[Callable[[Tx, Wanted, Counts], Facts], str, str]] = {
    MESSAGES: (messages, "notification", "id"),
    CRASHES: (crashes, "crash_group", "id"),
    DEBTS: (debts, "balance", "account_id"),
    SUPPORT: (support, "support_thread", "id"),
    PRIVACY: (privacy, "privacy_request", "id"),
}
