"""A service in a process of its own, in a seeded town; and readings that it will accept."""

import asyncio
import os
import socket
import sqlite3
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
from server.codec import encode_id, micro_text
from server.config import Settings
from server.demo.seed import Access, seed

HOUSEHOLDS = 400


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


def town(folder: Path) -> Settings:
    """A seeded town in an empty folder."""
    settings = Settings(data_dir=folder, listen=f"127.0.0.1:{free_port()}")
    prepare(settings)
    asyncio.run(seed(settings, HOUSEHOLDS))
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
    environment = {"SMARTREGION_DATA_DIR": str(settings.data_dir), "SMARTREGION_LISTEN": settings.listen}
    with process(["-m", "server", "serve"], settings.listen, environment) as pid:
        time.sleep(0.2)
        yield House(settings, Access.load(settings), pid)


def readings(settings: Settings, utility: int) -> Iterator[reading.NewReading]:
    """Readings of a utility's registers without end, each a minute after the one before, that no rule questions."""
    with sqlite3.connect(settings.data_dir / "smartregion.db") as connection:
        utilities = [row[0] for row in connection.execute("SELECT id FROM partner WHERE kind = 1 ORDER BY id")]
        last = connection.execute(
            "SELECT d.register_id, d.value, d.read_at FROM reading d"
            " JOIN register r ON r.id = d.register_id JOIN meter m ON m.id = r.meter_id"
            " JOIN installation i ON i.meter_id = m.id AND i.removed_at IS NULL"
            " JOIN account a ON a.usage_point_id = i.usage_point_id AND a.commodity = m.commodity"
            " WHERE a.utility_id = ? AND d.state = 2 GROUP BY d.register_id HAVING d.read_at = max(d.read_at)",
            (utilities[utility],),
        ).fetchall()
    minute = 0
    while True:
        minute += 1
        for register, value, at in last:
            yield reading.NewReading(
                register_id=encode_id(register),
                index=Decimal(value=micro_text(value)),
                read_at=Timestamp(seconds=at // 1000 + 60 * minute),
            )
