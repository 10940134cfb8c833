"""Delivery through a channel that does nothing: messages a second of processor time, from the audience to the answer on
record, against prepared statements that write and change the same rows; and how long an urgent message takes from its
event to its hand-over while a campaign goes out, against an idle house."""

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import NotificationCause
from smartregion.v1.notification_service_pb2 import NotificationState as S

from bench import campaigns as crowds
from bench.figures import Figure
from bench.kills import SMS, TEMPLATE
from server.app import open_services
from server.bootstrap import prepare
from server.config import Settings
from server.limits import BULK_ROWS_MOST
from server.notifications import outbox
from server.notifications.campaigns.running import Campaigns
from server.notifications.channels import Answer, Letter, Outcome
from server.notifications.channels.http import Http
from server.notifications.delivery.dispatcher import Dispatcher
from server.notifications.outbox import Event, Recipient
from server.notifications.providers import Provider, Providers
from server.notifications.templates import seed_templates
from server.services import Services
from storage.connect import connect
from storage.engine.clock import SYSTEM_CLOCK
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx, insert_sql
from storage.models.notifications import Notification, NotificationEvent
from storage.repositories import campaigns, notifications, users

#: Messages of the throughput, and of the campaign that urgent ones overtake.
MESSAGES = 20_000
CAMPAIGN = int(os.environ.get("BENCH_MESSAGES", "200000"))
#: Rows that the limit makes durable at once: as a lane of the outbox does.
COMMIT = BULK_ROWS_MOST
#: Urgent messages that are timed, and the seconds between them.
URGENT, BETWEEN = 300, 0.02
BESIDE = 1 << 61


class Null:
    """A channel that takes everything at once, and notes when urgent letters come."""

    name = "null"

    def __init__(self) -> None:
        self.urgent: dict[str, float] = {}
        self.came = asyncio.Event()

    async def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        now = time.perf_counter()
        for letter in letters:
            if letter.urgent:
                self.urgent[letter.id] = now
                self.came.set()
        return [Outcome(Answer.ACCEPTED, provider_message_id=letter.id) for letter in letters]

    async def close(self) -> None:
        pass


async def opened(settings: Settings, count: int, channel: Null) -> Services:
    """A house whose users have keys and phones, and whose SMS go nowhere."""
    services = await open_services(settings)
    providers = Providers((Provider(channel, SMS, "null", 1e9),), Http(SYSTEM_CLOCK))
    services = replace(services, providers=providers)
    ids = new_ids(count)
    await services.store.write(lambda tx: seed_templates(tx) and None)
    await asyncio.to_thread(services.store.keys.create_many, ids)
    for start in range(0, count, 100):
        part = list(enumerate(ids[start : start + 100], start))
        await services.store.write(lambda tx, part=part: _add(tx, part))  # type: ignore[misc]
    return services


def _add(tx: Tx, part: Sequence[tuple[int, int]]) -> None:
    for number, user_id in part:
        contact = {"phone": f"+38063{number:07d}", "email": f"bench{number}@example.org"}
        users.add(tx, user_id, **contact, first_name="Ім'я", last_name="Прізвище", language=1, at=tx.now)


# -- throughput


async def throughput(settings: Settings) -> tuple[float, int]:
    """Seconds of processor time for a campaign from the audience to the last answer, and its id."""
    channel = Null()
    services = await opened(settings, MESSAGES, channel)
    try:
        campaign_id = await services.store.write(lambda tx: crowds.running(tx, pb.Audience(), TEMPLATE))
        started = time.process_time()
        await Campaigns(services).turn()
        sent = await Dispatcher(services).run_once()
        assert sent == MESSAGES, sent
        return time.process_time() - started, campaign_id
    finally:
        await services.store.close()


def limit(settings: Settings, campaign_id: int) -> float:
    """Seconds of processor time in which prepared statements write the same rows and change them twice, each time with
    its event; so many at once are made durable."""
    database = connect(settings.database)
    columns = notifications.NewMessage._fields
    listed = ", ".join(f'"{name}"' for name in columns)
    with database.connection_context():
        rows = database.execute_sql(f"SELECT {listed} FROM notification WHERE cause_id = {campaign_id}").fetchall()
        place = columns.index("user_id")
        made = [(row[0] + BESIDE, *row[1:place], row[place] + BESIDE, *row[place + 1 :]) for row in rows]
        cursor = database.cursor()
        started = time.process_time()
        for part in (made[start : start + COMMIT] for start in range(0, len(made), COMMIT)):
            with database.atomic():
                cursor.executemany(insert_sql(Notification, columns, 1, False), part)
        event = insert_sql(
            NotificationEvent, ("notification_id", "number", "user_id", "at", "state", "detail_sealed"), 1, False
        )
        for number, state in ((2, S.NOTIFICATION_STATE_SENDING), (3, S.NOTIFICATION_STATE_SENT)):
            due = None if state == S.NOTIFICATION_STATE_SENT else SYSTEM_CLOCK.now()
            for part in (made[start : start + COMMIT] for start in range(0, len(made), COMMIT)):
                with database.atomic():
                    cursor.executemany(
                        "UPDATE notification SET state = ?, due_at = ?, attempts = 1, provider = 'null', version = ? "
                        "WHERE id = ?",
                        [(state, due, number, row[0]) for row in part],
                    )
                    cursor.executemany(event, [(row[0], number, row[place], 0, state, None) for row in part])
        return time.process_time() - started


# -- urgent messages


INSTANT = {"instant": "2026-11-25T10:00:00+02:00"}


async def urgent(services: Services, channel: Null, user_ids: Sequence[int]) -> list[float]:
    """Milliseconds from the event to the hand-over of urgent messages, one after the other; in order of size."""
    event = Event("security_alert", NotificationCause.NOTIFICATION_CAUSE_SECURITY, channels=(SMS,))
    found = []
    for number in range(URGENT):
        to = Recipient(user_ids[number % len(user_ids)], INSTANT, INSTANT)
        channel.came.clear()
        started = time.perf_counter()
        await services.store.write(lambda tx, to=to: outbox.tell(tx, event, [to], (SMS,)))  # type: ignore[misc]
        async with asyncio.timeout(30):
            await channel.came.wait()
        (came,) = channel.urgent.values()
        channel.urgent.clear()
        found.append((came - started) * 1000)
        await asyncio.sleep(BETWEEN)
    return sorted(found)


async def overtaking(settings: Settings) -> Iterator[Figure]:
    channel = Null()
    services = await opened(settings, CAMPAIGN, channel)
    store = services.store
    dispatcher, running = Dispatcher(services), Campaigns(services)
    tasks = [asyncio.create_task(one) for one in (*(lane.run() for lane in dispatcher.lanes), running.run())]
    try:
        ids = await store.read(lambda tx: [row[0] for row in tx.sql("SELECT id FROM app_user ORDER BY id LIMIT 500")])
        await urgent(services, channel, ids)  # for warming up
        idle = await urgent(services, channel, ids)
        campaign_id = await store.write(lambda tx: crowds.running(tx, pb.Audience(), TEMPLATE))
        await asyncio.sleep(0.5)
        busy = await urgent(services, channel, ids)
        left = await store.read(lambda tx: _left(tx, campaign_id))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(Exception):
            await store.close()
    at_99 = URGENT * 99 // 100
    said = (
        f"{busy[at_99]:.0f} ms against {idle[at_99]:.0f} ms (median {busy[URGENT // 2]:.0f}, {idle[URGENT // 2]:.0f}); "
        f"{left:,} of {CAMPAIGN:,} were left"
    )
    return iter((Figure("urgent message in a campaign, p99", busy[at_99] / idle[at_99], 2.0, False, said, "x"),))


def _left(tx: Tx, campaign_id: int) -> int:
    row = campaigns.peek(tx, campaign_id)
    assert row is not None
    return CAMPAIGN - row.expanded + campaigns.moving(tx, campaign_id)


def figures() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), listen="127.0.0.1:0")
        prepare(settings)
        ours, campaign_id = asyncio.run(throughput(settings))
        alone = limit(settings, campaign_id)
        said = f"{MESSAGES / ours:,.0f} a second of processor time against {MESSAGES / alone:,.0f}"
        yield Figure("messages through a null channel", alone / ours, 0.3, True, said, "x")
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), listen="127.0.0.1:0")
        prepare(settings)
        yield from asyncio.run(overtaking(settings))
