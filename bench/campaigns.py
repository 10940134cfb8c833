"""A campaign to a million users: writing its messages against one INSERT … SELECT of the same rows, in which memory;
and its estimate against the plain query that counts the same audience."""

import asyncio
import os
import resource
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from smartregion.v1 import notification_service_pb2 as pb

from bench.engines import postgres
from bench.figures import Figure, alternate
from server.bootstrap import prepare
from server.config import Settings
from server.limits import EXPANSION_ROWS, EXPANSION_ROWS_MOST
from server.notifications.campaigns import contents, estimate, expansion, plan
from server.notifications.campaigns.workflow import RUNNING
from server.notifications.channels.http import Http
from server.notifications.providers import Providers
from server.notifications.templates import seed_templates
from storage.engine.clock import SYSTEM_CLOCK
from storage.engine.ids import new_id, new_ids
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.keys.keystore import KeyStore
from storage.models.accounts import Account, AccountLink, UsagePoint
from storage.models.campaigns import Campaign
from storage.models.delivery import Device, SuppressedContact
from storage.models.notifications import Preference
from storage.models.people import User
from storage.repositories import audiences, campaigns, notifications
from storage.repositories.audiences import Audience

#: Users, and how many are written at once.
USERS = int(os.environ.get("BENCH_USERS", "1000000"))
PART = 1_000
UTILITIES, CITIES = 10, 20
NEWS = pb.NotificationCategory.NOTIFICATION_CATEGORY_NEWS
SAID = {"title": "Новини", "text": "Вода буде до вечора"}
AVAILABLE = (1, 3, 2)
ROUNDS = 3
EARLIER = 1_600_000_000_000
#: Rows of the limit are told from ours by their ids.
BESIDE = 1 << 61


# -- a crowd


def crowd(tx: Tx, ids: Sequence[int], first: int) -> None:
    """Users as they are found: some without an address, some of whom it is confirmed; with a flat and an account each.
    A few chose something, have a device, or are on the list of those to which nothing is sent."""
    blob = os.urandom(60)
    rows, points, accounts, links = [], [], [], []
    for number, user_id in enumerate(ids, first):
        phone, email = os.urandom(32), os.urandom(32) if number % 10 < 8 else None
        confirmed = EARLIER if number % 10 < 7 else None
        rows.append((user_id, blob, blob, blob, blob, phone, phone, email, confirmed, 1 + number % 2, 1, False))
        city, street = f"Місто {number % CITIES}", f"Вулиця {number % 997}"
        points.append((user_id, city, street, str(number % 90), str(number % 200), 1))
        accounts.append(
            (user_id, str(number), 1 + number % UTILITIES, 1 + number % 5, user_id, "2020-01-01", 0, 1 << 62, 1)
        )
        links.append((user_id, user_id, user_id, EARLIER))
    tx.insert_many(User, _USER, [(*row, EARLIER, EARLIER, 1) for row in rows])
    tx.insert_many(UsagePoint, ("id", "city", "street", "building", "apartment", "version"), points)
    tx.insert_many(Account, _ACCOUNT, accounts)
    tx.insert_many(AccountLink, ("id", "account_id", "user_id", "linked_at"), links)
    tx.insert_many(
        Preference,
        ("user_id", "category", "channel", "enabled", "change_id"),
        [(user_id, NEWS, 3, False, user_id) for user_id in ids[::25]],
    )
    devices = [(user_id, user_id, blob, os.urandom(32), 1, "1.0", EARLIER) for user_id in ids[::20]]
    tx.insert_many(Device, _DEVICE, devices)
    stopped = [(row[0], row[0], 2, blob, row[5], 4, EARLIER) for row in rows[::100]]
    tx.insert_many(SuppressedContact, _STOPPED, stopped)


_USER = (
    "id", "phone_sealed", "email_sealed", "first_name_sealed", "last_name_sealed", "phone_index", "phone_tail_index",
    "email_index", "email_confirmed_at", "language", "state", "restricted", "created_at", "updated_at", "version",
)  # fmt: skip
_ACCOUNT = (
    "id", "number", "utility_id", "commodity", "usage_point_id", "effective_from", "begins_at", "ends_at", "version",
)  # fmt: skip
_DEVICE = ("id", "user_id", "token_sealed", "token_index", "platform", "app_version", "registered_at")
_STOPPED = ("id", "user_id", "channel", "contact_sealed", "contact_index", "reason", "suppressed_at")


async def peopled(settings: Settings, count: int) -> Store:
    """A house with a crowd."""
    store = await Store.open(settings.database, KeyStore.open(settings.key_store, settings.keyring_path))
    await store.write(lambda tx: seed_templates(tx) and None)
    for first in range(0, count, PART):
        ids = new_ids(min(PART, count - first))
        await store.write(partial(crowd, ids=ids, first=first))
    await store.write(lambda tx: tx.sql("ANALYZE") and None)
    return store


def running(tx: Tx, audience: pb.Audience, template_name: str = "news") -> int:
    """A campaign that has begun, and has written nothing yet; its id."""
    template = notifications.template_by_name(tx, template_name)
    assert template is not None
    said = pb.Campaign(name="Новини", template_name=template_name, values=SAID, audience=audience)
    row = Campaign(
        id=new_id(),
        state=RUNNING,
        template_version=template.row.version,
        created_at=tx.now,
        started_at=tx.now,
        author_id=1,
        **contents.columns(said, template.row.category),
    )
    campaigns.create(tx, row)
    return int(row.id)


# -- the estimate


def counting(tx: Tx, audience: Audience) -> float:
    started = time.perf_counter()
    audiences.counted(tx, audience)
    return time.perf_counter() - started


def estimating(tx: Tx, campaign_id: int, audience: Audience) -> float:
    started = time.perf_counter()
    row = campaigns.peek(tx, campaign_id)
    assert row is not None
    made = plan.of(tx, row, AVAILABLE)
    estimate.estimated(estimate.counted(tx, audience, made), made, Providers((), Http(SYSTEM_CLOCK)))
    return time.perf_counter() - started


async def estimates(store: Store, engine: str) -> Iterator[Figure]:
    campaign_id = await store.write(lambda tx: running(tx, pb.Audience()))
    found = []
    for name, audience in (
        ("everybody", Audience()),
        ("a utility", Audience(utility_id=3)),
        ("a city, a service, a language", Audience(cities=("Місто 7",), commodity=3, language=2)),
    ):
        count, ours = await store.read(
            lambda tx, of=audience: alternate(  # type: ignore[misc]
                partial(counting, tx, of), partial(estimating, tx, campaign_id, of), ROUNDS
            )
        )
        users = await store.read(lambda tx, of=audience: audiences.counted(tx, of))  # type: ignore[misc]
        said = f"{users:,} users: {ours * 1000:,.0f} ms against {count * 1000:,.0f} ms"
        found.append(Figure(f"estimate, {name}, {engine}", ours / count, 2.0, False, said, "x"))
    return iter(found)


# -- the expansion


async def expanding(store: Store) -> tuple[float, float, int]:
    """Seconds to write the messages of a campaign to everybody, by how many megabytes the process grew, and its id."""
    campaign_id = await store.write(lambda tx: running(tx, pb.Audience()))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pace = store.pace(EXPANSION_ROWS, EXPANSION_ROWS_MOST)
    started = time.perf_counter()
    while await expansion.step(store, campaign_id, AVAILABLE, pace):
        pass
    seconds = time.perf_counter() - started
    return seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, campaign_id


def limit(tx: Tx, campaign_id: int) -> float:
    """Seconds of one INSERT … SELECT of the rows that ours has written, into the same table once more."""
    columns = [name for name in notifications.NewMessage._fields if name not in ("id", "cause_id", "user_id")]
    listed = ", ".join(f'"{name}"' for name in columns)
    tx.sql(
        f"CREATE TEMPORARY TABLE staged AS SELECT id + {BESIDE} AS id, user_id + {BESIDE} AS user_id, "
        f"cause_id + 1 AS cause_id, {listed} FROM notification WHERE cause_id = ? AND cause = 2 ORDER BY id",
        (campaign_id,),
    )
    started = time.perf_counter()
    tx.sql(
        f"INSERT INTO notification (id, user_id, cause_id, {listed}) SELECT id, user_id, cause_id, {listed} FROM staged"
    )
    return time.perf_counter() - started


async def expansions(settings: Settings, store: Store, engine: str) -> Iterator[Figure]:
    seconds, grown, campaign_id = await expanding(store)
    written = await store.read(lambda tx: campaigns.tallies(tx, [campaign_id])[campaign_id])
    count = sum(one.messages for one in written)
    alone = await asyncio.to_thread(_alone, settings, campaign_id)
    said = f"{count:,} messages: {seconds:.1f} s against {alone:.1f} s"
    return iter(
        (
            Figure(f"expansion, {engine}", seconds / alone, 3.0, False, said, "x"),
            Figure(f"memory while it expands, {engine}", grown, 64, False, "growth of the process", "MB"),
        )
    )


def _alone(settings: Settings, campaign_id: int) -> float:
    """The limit on a connection of its own, made durable."""
    from storage.connect import connect

    database = connect(settings.database)
    keys = KeyStore.open(settings.key_store, settings.keyring_path)
    with database.connection_context():
        tx = Tx(database, keys, SYSTEM_CLOCK.now())
        with database.atomic():
            seconds = limit(tx, campaign_id)
            started = time.perf_counter()
        return seconds + time.perf_counter() - started


async def measured(settings: Settings, engine: str) -> list[Figure]:
    store = await peopled(settings, USERS)
    try:
        found = list(await estimates(store, engine))
        return [*found, *await expansions(settings, store, engine)]
    finally:
        await store.close()


def figures() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), listen="127.0.0.1:0")
        prepare(settings)
        yield from asyncio.run(measured(settings, "SQLite"))
    with TemporaryDirectory() as folder, postgres(Path(folder)) as url:
        settings = Settings(data_dir=Path(folder), listen="127.0.0.1:0", database_url=url)
        prepare(settings)
        yield from asyncio.run(measured(settings, "PostgreSQL"))
