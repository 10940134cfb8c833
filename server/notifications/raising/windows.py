"""Reminders of readings: when a window opens, and again before its end, to those of whom none counts yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import NotificationCause

from server import words
from server.limits import MESSAGES_AT_ONCE
from server.notifications import outbox
from server.notifications.outbox import Event, Recipient
from server.notifications.raising.source import Available, Source
from server.notifications.raising.steps import Step
from server.readings import estimating, openings
from server.readings.openings import Gap
from server.units import SERVICES
from server.words import ENGLISH, UKRAINIAN
from storage.days import midnight
from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.repositories import billing_notices, window_openings
from storage.repositories.outbox import Due
from storage.repositories.window_openings import Supplied

#: Templates, and the edition of what is told of one opening: the later one makes the earlier needless.
OPENS, ENDS = ("reading_reminder", 1), ("reading_window_closing", 2)
#: Why a reminder is withdrawn, in Ukrainian and in English.
HANDED_IN = ("Показання вже надійшли.", "The readings have come meanwhile.")


def _raised(tx: Tx, step: Step, available: Available) -> int:
    """Some hundred accounts of an opening; the last of them, 0 where there are no more."""
    (opening_id,) = step.ids
    gap = openings.gap_by_id(tx, opening_id)
    template_name, edition = OPENS if step.kind == ChangeKind.CREATED else ENDS
    if gap is None or _over(gap) <= tx.now:
        return 0
    supplied = window_openings.supplied(tx, gap.utility_id, gap.commodity, tx.now, step.behind, MESSAGES_AT_ONCE)
    event = Event(
        template_name,
        NotificationCause.NOTIFICATION_CAUSE_READING_WINDOW,
        cause_id=opening_id,
        edition=edition,
        expires_at=_over(gap),
    )
    outbox.tell(tx, event, _recipients(tx, gap, supplied), available)
    return supplied[-1].account_id if len(supplied) == MESSAGES_AT_ONCE else 0


def _over(gap: Gap) -> int:
    """The end of the last day; milliseconds."""
    return midnight(gap.closes + timedelta(days=1))


def _recipients(tx: Tx, gap: Gap, supplied: Sequence[Supplied]) -> list[Recipient]:
    registers = [register for one in supplied for register in one.registers]
    missing = frozenset(estimating.missing(tx, registers, gap.from_, gap.closed_at))
    without = {one.account_id: one.number for one in supplied if not missing.isdisjoint(one.registers)}
    users = billing_notices.users_of(tx, without)
    return [
        Recipient(user_id, _values(gap, number, UKRAINIAN), _values(gap, number, ENGLISH), account_id=account_id)
        for account_id, number in without.items()
        for user_id in users.get(account_id, ())
    ]


def _values(gap: Gap, number: str, language: Language) -> Mapping[str, str]:
    return {
        "service": words.pick(SERVICES[gap.commodity], language),
        "date": gap.closes.isoformat(),
        "account": number,
    }


def outdated(tx: Tx, rows: Sequence[Due]) -> dict[int, tuple[str, str]]:
    """Those of the reminders whose account lacks no reading any more, with why."""
    accounts: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.account_id is not None:
            accounts[row.cause_id].add(row.account_id)
    handed_in: set[tuple[int, int]] = set()
    for opening_id, listed in accounts.items():
        gap = openings.gap_by_id(tx, opening_id)
        if gap is None:
            continue
        registers = window_openings.registers_of(tx, listed, tx.now)
        every = [register for some in registers.values() for register in some]
        missing = frozenset(estimating.missing(tx, every, gap.from_, gap.closed_at))
        handed_in |= {(opening_id, one) for one in listed if missing.isdisjoint(registers.get(one, ()))}
    return {row.id: HANDED_IN for row in rows if (row.cause_id, row.account_id) in handed_in}


WINDOWS = Source("reading windows", frozenset({Topic.WINDOW_OPENINGS}), _raised, at_once=1)
