"""A village of one utility, small enough to know everybody: who lives where, and what they were told."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from smartregion.v1.notification_service_pb2 import NotificationState
from smartregion.v1.partner_service_pb2 import PartnerKind
from smartregion.v1.work_service_pb2 import WorkKind

from server.notifications.templates import seed_templates
from server.works import concerned, telling
from server.works.workflow import ANNOUNCED, CANCELLED, FINISHED
from storage.engine.transaction import Tx
from storage.models.accounts import Account, AccountLink, UsagePoint
from storage.models.notifications import Notification
from storage.models.partners import Partner
from storage.models.works import Work
from storage.repositories import users, works
from storage.repositories.works import Place, Said

HOUR = 3_600_000
DAY = 24 * HOUR
#: 2026-11-23T10:00:00Z
START = 1_795_428_000_000
UTILITY, COMMODITY, CITY = 1, 1, "Село"
PLANNED, EMERGENCY = WorkKind.WORK_KIND_PLANNED, WorkKind.WORK_KIND_EMERGENCY
S = NotificationState
QUEUED, SENT, CANCELLED_MESSAGE = S.NOTIFICATION_STATE_QUEUED, S.NOTIFICATION_STATE_SENT, S.NOTIFICATION_STATE_CANCELLED
SMS = 2

#: By user: where they have an account. Anna and Borys share a home, Vira has two, Danylo a flat, Zoya one elsewhere.
ANNA, BORYS, VIRA, DANYLO, HALYNA, ZOYA = range(101, 107)
LOWER, UPPER, SIDE = "вул. Долішня", "вул. Горішня", "пров. Бічний"
POINTS: dict[int, tuple[str, str, str, int | None]] = {
    1: (LOWER, "1", "", None),
    2: (LOWER, "2", "", None),
    3: (LOWER, "2а", "", None),
    4: (LOWER, "12/1", "", None),  # the house's own point
    5: (LOWER, "12/1", "3", 4),
    6: (LOWER, "12/1", "4", 4),
    7: (UPPER, "1", "", None),
    8: (SIDE, "5", "", None),
}
HOMES: dict[int, tuple[int, ...]] = {ANNA: (1,), BORYS: (1,), VIRA: (2, 7), DANYLO: (5,), HALYNA: (6,), ZOYA: (8,)}


def settle(tx: Tx) -> None:
    """Makes the village, and the texts of the messages."""
    seed_templates(tx)
    tx.insert(
        Partner(
            id=UTILITY,
            kind=PartnerKind.PARTNER_KIND_UTILITY,
            name_uk="Водоканал",
            name_en="Water",
            commodities=1 << COMMODITY,
            created_at=tx.now,
        )
    )
    for number, (street, building, apartment, parent) in POINTS.items():
        tx.insert(
            UsagePoint(
                id=number, parent_id=parent, city=CITY, street=street, building=building, apartment=apartment, version=1
            )
        )
    for user, homes in HOMES.items():
        users.create(
            tx,
            user,
            phone=f"+380671112{user}",
            email=f"u{user}@example.com",
            first_name="Ім'я",
            last_name="Прізвище",
            language=2 if user == ZOYA else 1,
        )
        for point in homes:
            account(tx, user * 10 + point, point, user)


def account(tx: Tx, number: int, point: int, user: int | None, **values: Any) -> None:
    row = {
        "utility_id": UTILITY,
        "commodity": COMMODITY,
        "effective_from": "2020-01-01",
        "effective_to": None,
        "version": 1,
        **values,
    }
    tx.insert(Account(id=number, number=str(number), usage_point_id=point, **row))
    if user is not None:
        tx.insert(AccountLink(id=number, account_id=number, user_id=user, linked_at=tx.now, ended_at=None))


def unlink(tx: Tx, user: int) -> None:
    tx.run(AccountLink.update(ended_at=tx.now).where(AccountLink.user_id == user))


def on(street: str, first: str = "", last: str = "", parity: int = 0) -> Place:
    return Place(None, CITY, street, first, last, parity)


def at(point: int) -> Place:
    return Place(point, "", "", "", "", 0)


def announce(tx: Tx, places: Sequence[Place], *, kind: int = PLANNED, said: Said | None = None) -> Work:
    said = said or Said(START + DAY, START + DAY + 8 * HOUR, "заміна засувки", "a valve is replaced")
    row = Work(
        id=500,
        kind=kind,
        state=ANNOUNCED,
        utility_id=UTILITY,
        commodity=COMMODITY,
        **said._asdict(),
        author_kind=2,
        author_id=1,
        created_at=tx.now,
        updated_at=tx.now,
        closed_at=None,
    )
    row.edition, row.told_edition, row.version, row.closing_note = 1, 0, 1, ""
    works.create(tx, row, tuple(places))
    return row


def change(tx: Tx, row: Work, places: Sequence[Place], said: Said | None = None, *, silent: bool = False) -> None:
    values = said._asdict() if said else {}
    works.update(tx, row, tuple(places), edition=row.edition + (not silent), **values)


def close(tx: Tx, row: Work, places: Sequence[Place], *, cancelled: bool) -> None:
    works.update(
        tx,
        row,
        tuple(places),
        state=CANCELLED if cancelled else FINISHED,
        edition=row.edition + (cancelled or tx.now < row.ends_at),
        closed_at=tx.now,
    )


def said_of(row: Work) -> Said:
    return Said(row.starts_at, row.ends_at, row.reason_uk, row.reason_en)


def turn(tx: Tx, row: Work) -> int:
    """As telling.spread, in one unit."""
    last: int | None = 0
    while last is not None:
        last = telling.withdraw(tx, row.id, last)
    work, tellings = telling.due(tx, row.id)
    told = sum(telling.say(tx, one, one.recipients, [SMS]) for one in tellings)
    if work is not None:
        works.told(tx, row.id, work.edition)
    return told


def messages(tx: Tx) -> list[Notification]:
    """All that were written, oldest first."""
    return tx.all(Notification.select().order_by(Notification.id))


def body(tx: Tx, message: Notification) -> str:
    return tx.unseal(message.user_id, "notification.body", message.body_sealed)


def become(tx: Tx, message: Notification, state: int) -> None:
    """What a channel made of a message."""
    waits = state in (S.NOTIFICATION_STATE_QUEUED, S.NOTIFICATION_STATE_FAILED_TEMPORARY)
    tx.run(
        Notification.update(state=state, due_at=tx.now if waits else None, version=Notification.version + 1).where(
            Notification.id == message.id
        )
    )


def send_all(tx: Tx, state: int = SENT) -> None:
    for message in messages(tx):
        if message.state == QUEUED:
            become(tx, message, state)


def whom(row: Work, tx: Tx, places: Sequence[Place]) -> dict[int, concerned.Addresses]:
    service = concerned.supply_of(row.utility_id, row.commodity, row.starts_at, row.ends_at)
    return concerned.found(tx, service, places).addresses()


def undone(tx: Tx) -> AbstractContextManager[Any]:
    """A part of a transaction, to be rolled back."""
    made: AbstractContextManager[Any] = tx.database.savepoint()
    return made
