"""An access package for ten years of one resident, against the plain queries for the same rows."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from smartregion.v1.privacy_request_service_pb2 import PACKAGE_FORMAT_JSON

from bench.figures import Figure
from bench.house import town
from server.app import open_services
from server.codec import DAY_MS, MICRO
from server.config import Settings
from server.privacy.package import contents
from server.privacy.package.assembly import Assembly
from server.services import Services
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx
from storage.models.billing import Charge, Payment
from storage.models.notifications import Notification, NotificationEvent
from storage.models.readings import Reading
from storage.repositories import subject

#: Readings of others that lie around, and what a resident has of each account and as messages in a month.
OTHERS, MONTHS, MESSAGES = 1_000_000, 120, 10
#: Rows that are written in one transaction.
AT_ONCE = 10_000
ROUNDS = 7
HOUSEHOLDS = 60
DAY = "2026-11-23"


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield asyncio.run(_figure(town(Path(folder), households=HOUSEHOLDS)))


async def _figure(settings: Settings) -> Figure:
    async with opened(settings) as services:
        user_id = await services.store.write(_longest_known)
        await services.store.write(lambda tx: ten_years(tx, user_id))
        for start in range(0, OTHERS, AT_ONCE):
            await services.store.write(partial(_others, start=start))
        plain, package, rows, size = [], [], 0, 0
        for number in range(ROUNDS + 1):
            began = time.perf_counter()
            rows = await services.store.read(lambda tx: _plain(tx, user_id), long=True)
            between = time.perf_counter()
            size = await _packaged(services, user_id)
            ended = time.perf_counter()
            if number:  # the first turn is for warming up
                plain.append(between - began)
                package.append(ended - between)
        slow, fast = sorted(package)[ROUNDS // 2], sorted(plain)[ROUNDS // 2]
        said = f"{rows:,} rows, {size:,} bytes in {slow * 1000:.0f} ms; the queries {fast * 1000:.0f} ms"
        return Figure("access package of ten years / queries", slow / fast, 3.0, False, said)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Services]:
    services = await open_services(settings)
    try:
        yield services
    finally:
        await services.providers.close()
        await services.store.close()


def _longest_known(tx: Tx) -> int:
    """Somebody with as many accounts as anybody."""
    row = tx.sql("SELECT user_id FROM account_link GROUP BY user_id ORDER BY count(*) DESC, user_id LIMIT 1")[0]
    return int(row[0])


def ten_years(tx: Tx, user_id: int) -> None:
    """A reading, a bill and a payment a month for each account, and messages with what became of them."""
    accounts = tx.sql(
        "SELECT a.id, a.utility_id, min(g.id) FROM account_link l JOIN account a ON a.id = l.account_id "
        "JOIN installation i ON i.usage_point_id = a.usage_point_id JOIN meter m ON m.id = i.meter_id "
        "AND m.commodity = a.commodity JOIN register g ON g.installation_id = i.id WHERE l.user_id = ? "
        "GROUP BY a.id, a.utility_id",
        (user_id,),
    )
    begin = tx.now - MONTHS * 30 * DAY_MS
    tx.sql("UPDATE account SET begins_at = ? WHERE id IN (SELECT account_id FROM account_link)", (begin - DAY_MS,))
    tx.sql("UPDATE installation SET installed_at = ? WHERE installed_at > ?", (begin - DAY_MS, begin - DAY_MS))
    for account, utility, register in accounts:
        for n, number in enumerate(new_ids(MONTHS)):
            at = begin + n * 30 * DAY_MS + register % 1_000
            tx.insert(_reading(number, register, n, at))
            document: dict[str, Any] = {"utility_id": utility, "account_id": account, "amount": 10_000}
            document |= {"id": number, "document_number": f"{account}-{n}", "received_at": at}
            tx.insert(Charge(**document, due_on=DAY, issued_on=DAY))
            tx.insert(Payment(**document, partner_id=utility, paid_at=at))
    _messages(tx, user_id, begin)


def _reading(number: int, register: int, place: int, at: int) -> Reading:
    stated = {"source": 1, "state": 2, "quality": 17, "rule_set": 1, "submitter_kind": 3, "submitter_id": 1}
    return Reading(id=number, register_id=register, value=place * 5 * MICRO, read_at=at, received_at=at, **stated)


def _messages(tx: Tx, user_id: int, begin: int) -> None:
    text = "Показання 1234 м³ за 01.11.2026 прийнято. Особовий рахунок 1000123."
    for number in new_ids(MONTHS * MESSAGES):
        sealed = tx.seal(user_id, "notification.body", text)
        stated = {"category": 3, "channel": 1, "state": 4, "template_version": 1, "language": 1, "expires_at": begin}
        row = {"id": number, "user_id": user_id, "template_name": "reading_accepted", "queued_at": begin}
        row |= {"sender_kind": 0, "sender_id": 0}
        tx.insert(Notification(**row, **stated, body_sealed=sealed, sent_at=begin))
        for place in (1, 2):
            tx.insert(NotificationEvent(notification_id=number, number=place, user_id=user_id, at=begin, state=3))


def _others(tx: Tx, start: int) -> None:
    """Readings of registers that are nobody's here."""
    names = list(_reading(1, 1, 1, 1).__data__)
    records = (
        _reading(number, 1 + (start + n) % 20_000, n, tx.now - start - n)
        for n, number in enumerate(new_ids(min(AT_ONCE, OTHERS - start)))
    )
    tx.insert_many(Reading, names, [tuple(record.__data__.values()) for record in records])


def _plain(tx: Tx, user_id: int) -> int:
    """The same rows as they are kept; how many."""
    return sum(
        len(tx.rows(section.model.select(*subject.held_columns(section.model)).where(condition)))
        for section in subject.sections()
        for condition in (subject.of_person(tx, section.model, user_id),)
    )


async def _packaged(services: Services, user_id: int) -> int:
    store = services.store
    head = await store.read(lambda tx: contents.head(tx, user_id, "2026-000001", DAY, services.settings, ()))
    assembly = Assembly(store.read, store.keys.keyring, user_id, head)
    return sum([len(frame) async for frame in assembly.frames(PACKAGE_FORMAT_JSON)])
