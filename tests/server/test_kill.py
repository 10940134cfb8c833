"""The server is killed fifty times under load: no acknowledged write is lost, and none is done twice."""

import asyncio
import random
import shutil
import socket
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.reading_service_pb2_grpc import ReadingServiceStub

from server.codec import decode_id, encode_id
from server.config import Settings
from server.demo.seed import Access

from . import processes
from .conftest import rid

KILLS = 50
IN_FLIGHT = 32
#: A second of 2025 at which the town reads nothing; a minute lies between two readings.
FIRST = 1_764_547_207

Place = tuple[int, int]


def faults(acknowledged: Iterable[tuple[Place, int]], stored: Iterable[tuple[Place, int]]) -> list[str]:
    """What is wrong: an acknowledged write that is not there, or one that is there twice."""
    listed = list(stored)
    there = set(listed)
    found = [f"lost {place}" for place, number in acknowledged if (place, number) not in there]
    counted = Counter(place for place, _ in listed)
    return found + [f"doubled {place}" for place, count in counted.items() if count > 1]


def test_the_checker_catches_a_dropped_and_a_doubled_write() -> None:
    written = [((1, 10), 101), ((1, 20), 102), ((2, 10), 103)]
    assert faults(written, written) == []
    assert faults(written, written[:-1]) == ["lost (2, 10)"]
    assert faults(written, [*written, ((2, 10), 104)]) == ["doubled (2, 10)"]
    assert faults(written, [*written[:-1], ((2, 10), 104)]) == ["lost (2, 10)"]


@dataclass
class Load:
    """Submits readings for ever; what was not answered is sent again with the same request_id."""

    registers: list[int]
    sent: int = 0
    waiting: list[tuple[Place, pb.SubmitReadingRequest]] = field(default_factory=list)
    acknowledged: list[tuple[Place, int]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def next(self) -> tuple[Place, pb.SubmitReadingRequest]:
        if self.waiting:
            return self.waiting.pop()
        register = self.registers[self.sent % len(self.registers)]
        at = FIRST + 60 * (self.sent // len(self.registers))
        self.sent += 1
        reading = pb.NewReading(
            register_id=encode_id(register), index=Decimal(value="5"), read_at=Timestamp(seconds=at)
        )
        return (register, at * 1000), pb.SubmitReadingRequest(reading=reading, request_id=rid())

    async def run(self, stub: Any, key: str) -> None:
        while True:
            place, request = self.next()
            try:
                reply = await stub.SubmitReading(request, metadata=(("authorization", f"Bearer {key}"),), timeout=10)
            except grpc.RpcError as error:
                self.waiting.append((place, request))
                self.refusals.append(str(error))
                return
            except asyncio.CancelledError:
                self.waiting.append((place, request))
                raise
            self.acknowledged.append((place, decode_id(reply.reading.id)))


def registers_of(database: Path, key_number: int) -> list[int]:
    """Registers at places that the utility of a key supplies."""
    with sqlite3.connect(database) as connection:
        utilities = [row[0] for row in connection.execute("SELECT id FROM partner WHERE kind = 1 ORDER BY id")]
        rows = connection.execute(
            "SELECT r.id FROM register r JOIN meter m ON m.id = r.meter_id"
            " JOIN installation i ON i.id = r.installation_id AND i.removed_at IS NULL"
            " JOIN account a ON a.usage_point_id = i.usage_point_id AND a.commodity = m.commodity"
            " WHERE a.utility_id = ?",
            (utilities[key_number],),
        )
        return [row[0] for row in rows]


def stored(folder: Path) -> list[tuple[Place, int]]:
    """What is written of the load; whoever only reads leaves the log of a killed writer to the next start."""
    with closing(sqlite3.connect(f"file:{folder / 'smartregion.db'}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT register_id, read_at, id FROM reading WHERE read_at >= ?", (FIRST * 1000,))
        return [((register, at), number) for register, at, number in rows]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(settings: Settings) -> ForkServerProcess:
    words = ["--data-dir", str(settings.data_dir), "serve", "--listen", settings.listen]
    return processes.start(words, log(settings))


def log(settings: Settings) -> Path:
    return settings.data_dir / "server.log"


@pytest.mark.xdist_group("kill")
async def test_fifty_kills_lose_nothing_and_double_nothing(town: Path, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    shutil.copytree(town, folder)
    settings = Settings(data_dir=folder, listen=f"127.0.0.1:{free_port()}")
    key = Access.load(settings).utility_keys[0]
    load = Load(registers_of(folder / "smartregion.db", 0))
    chance = random.Random(2297)
    unanswered = 0
    for _ in range(KILLS):
        before = len(load.acknowledged)
        server = start(settings)
        try:
            async with grpc.aio.insecure_channel(settings.listen) as channel:
                try:
                    await asyncio.wait_for(channel.channel_ready(), 120)
                except TimeoutError:
                    raise AssertionError(f"{server.exitcode}: {log(settings).read_text()}") from None
                stub: Any = ReadingServiceStub(channel)
                callers = [asyncio.ensure_future(load.run(stub, key)) for _ in range(IN_FLIGHT)]
                while len(load.acknowledged) == before:
                    await asyncio.sleep(0.01)
                    assert not all(caller.done() for caller in callers), load.refusals[-IN_FLIGHT:]
                await asyncio.sleep(chance.uniform(0.0, 0.25))
                server.kill()
                await asyncio.gather(*callers, return_exceptions=True)
        finally:
            server.kill()
            server.join()
        assert len(load.waiting) == IN_FLIGHT, "it was not killed under load"
        written = {place for place, _ in stored(folder)}
        unanswered += sum(place in written for place, _ in load.waiting)
    assert unanswered, "nothing was written without being answered, so nothing could have been done twice"
    with sqlite3.connect(folder / "smartregion.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert faults(load.acknowledged, stored(folder)) == []
