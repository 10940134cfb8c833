"""A small place in storage, and what happens there: for the figures that are counted of it."""

from typing import Any

from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.accounts import Account, Installation, Meter, ReadingWindow, Register, UsagePoint
from storage.models.activity import CrashGroup
from storage.models.billing import Balance
from storage.models.notifications import QUEUED, Notification
from storage.models.privacy import PrivacyRequest
from storage.models.readings import FROM_RESIDENT
from storage.models.support import SupportThread
from storage.repositories import activity, readings
from storage.repositories.activity import NewEvent
from storage.repositories.readings import NewReading

UTILITY, COLD = 900, 1
HOUR, DAY = 3_600_000, 86_400_000


def built(tx: Tx) -> None:
    """Three flats in two streets with a meter, an account and nothing owed; readings are taken from the 20th to the
    25th."""
    for number, street in ((1, "вул. Лісова"), (2, "вул. Лісова"), (3, "вул. Річна")):
        tx.insert(UsagePoint(id=number, city="Річенськ", street=street, building="1", apartment=str(number)))
        tx.insert(
            Account(
                id=number,
                number=f"A{number}",
                utility_id=UTILITY,
                commodity=COLD,
                usage_point_id=number,
                effective_from="2020-01-01",
            )
        )
        tx.insert(Meter(id=number, serial_number=f"M{number}", commodity=COLD))
        tx.insert(Installation(id=number, meter_id=number, usage_point_id=number, installed_at=0))
        tx.insert(
            Register(id=number, meter_id=number, installation_id=number, tier=1, integer_digits=5, fraction_digits=3)
        )
        tx.insert(Balance(account_id=number, utility_id=UTILITY, reckoned_on="2026-11-23", updated_at=tx.now))
    tx.insert(
        ReadingWindow(
            id=1,
            utility_id=UTILITY,
            commodity=COLD,
            first_day=20,
            last_day=25,
            late_policy=1,
            missing_policy=1,
            effective_from="2020-01-01",
        )
    )
    tx.keys.create_many(range(101, 110))


def hand_in(tx: Tx, register: int, at: int, source: int = FROM_RESIDENT) -> None:
    number = new_id()
    readings.insert(tx, [NewReading(number, register, number % 1_000, at, at, source, 2, 17, 1, 4, 101)])


def visit(tx: Tx, user_id: int, at: int, kind: int = 1) -> None:
    number = new_id()
    rest = (None, None, None, "4.2.1", 1, "15", "Samsung", None, "home")
    activity.add(tx, [NewEvent(number, 1, number.to_bytes(16, "big"), user_id, kind, at, at, at, 1, *rest)])


def message(tx: Tx, number: int, state: int = QUEUED, **values: Any) -> None:
    """A new message; or what has become of one."""
    if tx.sql("SELECT 1 FROM notification WHERE id = ?", (number,)):
        tx.run(Notification.update(state=state, **values).where(Notification.id == number))
        tx.change(Topic.NOTIFICATIONS, number)
        return
    stated: dict[str, Any] = {"category": 1, "channel": 2, "template_name": "", "template_version": 1, "language": 1}
    stated |= {"queued_at": tx.now, "expires_at": tx.now + DAY, "sender_kind": 2, "sender_id": 1}
    tx.insert(Notification(id=number, user_id=101, state=state, **{**stated, **values}))
    tx.change(Topic.NOTIFICATIONS, number, ChangeKind.CREATED)


def crash(tx: Tx, group: int, day: str) -> None:
    if not tx.sql("SELECT 1 FROM crash_group WHERE id = ?", (group,)):
        stated = {"signature": bytes([group]), "platform": 1, "exception_type": "E", "frames": ""}
        tx.insert(CrashGroup(id=group, first_seen_at=tx.now, last_seen_at=tx.now, last_version="1", **stated))
    tx.sql(
        "INSERT INTO crash_day (group_id, day, app_version, reports) VALUES (?, ?, '1', 1) "
        "ON CONFLICT (group_id, day, app_version) DO UPDATE SET reports = crash_day.reports + 1",
        (group, day),
    )
    tx.change(Topic.CRASHES, group)


def owe(tx: Tx, account_id: int, kopecks: int) -> None:
    tx.run(Balance.update(overdue=kopecks).where(Balance.account_id == account_id))
    tx.change(Topic.BALANCES, account_id)


def thread(tx: Tx, number: int, answered_after: int | None = None) -> None:
    """Somebody writes; or is answered after so many milliseconds."""
    if tx.sql("SELECT 1 FROM support_thread WHERE id = ?", (number,)):
        tx.run(SupportThread.update(first_answer_ms=answered_after).where(SupportThread.id == number))
        tx.change(Topic.SUPPORT_THREADS, number)
        return
    stated = {"number": str(number), "state": 1, "sealed_by": 0, "language": 1, "received_at": tx.now}
    tx.insert(SupportThread(id=number, last_at=tx.now, queue_at=tx.now, first_answer_ms=answered_after, **stated))
    tx.change(Topic.SUPPORT_THREADS, number, ChangeKind.CREATED)


def request(tx: Tx, number: int, received_on: str, closed_at: int | None = None) -> None:
    """Somebody demands; or it is ended, or taken up again."""
    if tx.sql("SELECT 1 FROM privacy_request WHERE id = ?", (number,)):
        tx.run(PrivacyRequest.update(closed_at=closed_at).where(PrivacyRequest.id == number))
        tx.change(Topic.PRIVACY_REQUESTS, number)
        return
    stated = {"number": str(number), "kind": 1, "state": 1, "channel": 1, "received_on": received_on}
    tx.insert(
        PrivacyRequest(id=number, due_on=received_on, due_article="", created_at=tx.now, closed_at=closed_at, **stated)
    )
    tx.change(Topic.PRIVACY_REQUESTS, number, ChangeKind.CREATED)
