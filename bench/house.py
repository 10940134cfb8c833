"""A service in a process of its own, in a seeded town; and readings that it will accept."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import grpc
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import reading_service_pb2 as reading

from server.bootstrap import prepare
from server.codec import DAY_MS, encode_id, micro_text
from server.config import Settings
from server.demo.seed import Access, seed
from storage.connect import connect

HOUSEHOLDS = 400
#: How far `age` goes back; milliseconds.
PAST = 1_500 * DAY_MS


@dataclass(frozen=True)
class House:
    settings: Settings
    access: Access
    pid: int

    @property
    def target(self) -> str:
        return self.settings.listen


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def town(folder: Path, database_url: str = "", households: int = HOUSEHOLDS) -> Settings:
    """A seeded town in an empty folder; in the embedded database, or in another."""
    settings = Settings(data_dir=folder, listen=f"127.0.0.1:{free_port()}", database_url=database_url)
    prepare(settings)
    asyncio.run(seed(settings, households))
    age(settings)
    return settings


@contextmanager
def process(arguments: list[str], target: str, environment: dict[str, str]) -> Iterator[int]:
    """A server in a process, once it takes connections; its pid."""
    running = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with grpc.insecure_channel(target) as channel:
            grpc.channel_ready_future(channel).result(30)
        yield running.pid
    finally:
        running.terminate()
        running.wait(30)


@contextmanager
def serving(settings: Settings) -> Iterator[House]:
    environment = {
        "SMARTREGION_DATA_DIR": str(settings.data_dir),
        "SMARTREGION_LISTEN": settings.listen,
        "SMARTREGION_DATABASE_URL": settings.database_url,
    }
    with process(["-m", "server", "serve"], settings.listen, environment) as pid:
        time.sleep(0.2)
        yield House(settings, Access.load(settings), pid)


def age(settings: Settings) -> None:
    """Moves all that was read and installed into the past, so that there is time for readings after it."""
    database = connect(settings.database)
    with database.connection_context(), database.atomic():
        database.execute_sql(f"UPDATE installation SET installed_at = installed_at - {PAST}")
        database.execute_sql(f"UPDATE account SET begins_at = begins_at - {PAST}")
        database.execute_sql(f"UPDATE reading SET read_at = read_at - {PAST}, received_at = received_at - {PAST}")


def readings(settings: Settings, utility: int) -> Iterator[reading.NewReading]:
    """Readings of a utility's registers that no rule questions, each a day after the one before with the register's
    usual use between them; as many as there are days in the town's past (`age`)."""
    database = connect(settings.database)
    with database.connection_context():
        utilities = database.execute_sql("SELECT id FROM partner WHERE kind = 1 ORDER BY id").fetchall()
        known = database.execute_sql(_LAST.format(utility=utilities[utility][0])).fetchall()
    for day in range(1, PAST // DAY_MS):
        for register, value, first, at, since, digits in known:
            step = 10 ** (6 - digits)
            used = (value - first) * day * DAY_MS // (at - since) // step * step
            yield reading.NewReading(
                register_id=encode_id(register),
                index=Decimal(value=micro_text(value + used)),
                read_at=Timestamp(seconds=at // 1000 + 86_400 * day),
            )


_LAST = """
SELECT r.id, max(d.value), min(d.value), max(d.read_at), min(d.read_at), min(r.fraction_digits)
FROM reading d JOIN register r ON r.id = d.register_id JOIN meter m ON m.id = r.meter_id
JOIN installation i ON i.id = r.installation_id AND i.removed_at IS NULL
JOIN account a ON a.usage_point_id = i.usage_point_id AND a.commodity = m.commodity
WHERE a.utility_id = {utility} AND d.state = 2 GROUP BY r.id
HAVING count(*) > 3 AND max(d.value) > min(d.value) ORDER BY r.id"""
