"""Activity through the gateway's stream, each event held against the contract, its user known and its address sealed,
against a prepared executemany of the same rows into the same tables, on both engines; both durable."""

import asyncio
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import grpc.aio
import uvloop
from google.protobuf.timestamp_pb2 import Timestamp
from smartregion.v1 import activity_service_pb2 as pb
from smartregion.v1.activity_service_pb2_grpc import ActivityServiceStub

from bench.engines import postgres
from bench.figures import Figure, alternate
from bench.house import House, serving, town
from server.codec import encode_id
from server.config import Settings
from storage.connect import connect, is_postgres
from storage.engine.feed import ChangeKind, Topic, pack_ids
from storage.engine.ids import new_ids
from storage.engine.transaction import insert_sql
from storage.models.activity import ActivityEvent
from storage.models.journal import ChangeRow

ROWS = 20_000
BATCH = 500
ROUNDS = 3
#: What somebody does in one visit, at one address.
VISIT = 8
#: The gateway of the rows of the limit.
BESIDE = 1 << 61
DEVICES = ("Samsung SM-A515F", "Xiaomi 23053RN02Y", "iPhone 15", "Pixel 8")


def events(settings: Settings) -> Iterator[pb.NewActivity]:
    """Visits of the town's users, each from an address of its own, without end."""
    database, random = connect(settings.database), Random(6)
    with database.connection_context():
        users = [encode_id(number) for (number,) in database.execute_sql("SELECT id FROM app_user").fetchall()]
    while True:
        user, device = random.choice(users), random.choice(DEVICES)
        ip = f"{random.randint(11, 99)}.{random.randint(0, 255)}.{random.randint(0, 255)}.{random.randint(1, 254)}"
        for _ in range(VISIT):
            yield pb.NewActivity(
                event_id=str(uuid.UUID(int=random.getrandbits(128), version=4)),
                user_id=user,
                kind=random.randint(1, 14),
                happened_at=Timestamp(seconds=int(time.time()) - random.randint(0, 3_600)),
                ip_address=ip,
                app_version=f"4.{random.randint(0, 9)}.1",
                platform=1,
                os_version="15",
                device=device,
                screen=random.choice(("home", "readings", "bills", "works")),
            )


def limit(settings: Settings) -> float:
    """Rows a second of prepared statements, for the rows that ours has just written and with the same settings, into
    the tables that ours writes: events, and for each batch its change in the feed."""
    database = connect(settings.database)
    with database.connection_context():
        cursor = database.execute_sql(_WRITTEN)
        columns = tuple(column[0] for column in cursor.description)
        rows = [
            (number, BESIDE, uuid.uuid4().bytes, *rest)
            for number, (_, _, _, *rest) in zip(new_ids(ROWS), cursor.fetchall(), strict=True)
        ]
        event = insert_sql(ActivityEvent, columns, 1, is_postgres(database))
        change = insert_sql(ChangeRow, ("topic", "kind", "ids", "at"), 1, is_postgres(database))
        cursor = database.cursor()
        started = time.perf_counter()
        for start in range(0, ROWS, BATCH):
            batch = rows[start : start + BATCH]
            database.begin()
            cursor.executemany(event, batch)
            ids = pack_ids(row[0] for row in batch)
            cursor.execute(change, (Topic.ACTIVITY.value, ChangeKind.CREATED.value, ids, 0))
            database.commit()
        return ROWS / (time.perf_counter() - started)


_WRITTEN = f"SELECT * FROM activity_event WHERE gateway_id < {BESIDE} ORDER BY id DESC LIMIT {ROWS}"


async def in_a_stream(house: House, chunks: list[list[pb.NewActivity]]) -> float:
    metadata = (("authorization", f"Bearer {house.access.gateway_key}"),)

    async def requests() -> AsyncIterator[pb.RecordActivityRequest]:
        for number, chunk in enumerate(chunks):
            yield pb.RecordActivityRequest(first_line=number * BATCH + 1, events=chunk)

    async with grpc.aio.insecure_channel(house.target) as channel:
        stub: Any = ActivityServiceStub(channel)
        started = time.perf_counter()
        taken = 0
        async for reply in stub.RecordActivity(requests(), metadata=metadata):
            taken += reply.taken
        assert taken == ROWS, taken
        return ROWS / (time.perf_counter() - started)


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield _on("SQLite", town(Path(folder)))
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as url:
        yield _on("PostgreSQL", town(Path(folder) / "house", url))


def _on(engine: str, settings: Settings) -> Figure:
    source = events(settings)

    def run(house: House) -> float:
        chunks = [list(islice(source, BATCH)) for _ in range(ROWS // BATCH)]
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(in_a_stream(house, chunks))

    with serving(settings) as house:
        ours, most = alternate(lambda: run(house), lambda: limit(settings), ROUNDS)
    said = f"{ours:,.0f} events a second, {most:,.0f} bare rows"
    return Figure(f"{engine}: activity / executemany", ours / most, 0.35, True, said)
