"""Batches of 100 and the import stream against a prepared executemany of the same rows into the same tables."""

import asyncio
import sqlite3
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import grpc
import grpc.aio
import uvloop
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.reading_service_pb2_grpc import ReadingServiceStub

from bench.figures import Figure, alternate
from bench.house import House, readings, serving, town
from server.config import Settings
from storage.engine.connect import SQLITE_PRAGMAS
from storage.engine.ids import new_ids

ROWS = 20_000
BATCH = 100
#: Batches under way at once.
IN_FLIGHT = 8
#: Rows that the limit makes durable at once: a batch, as ours is acknowledged.
COMMIT = BATCH
ROUNDS = 3


def limit(settings: Settings, source: Iterator[pb.NewReading]) -> float:
    """Rows a second of one prepared statement, on the same file with the same settings and indexes."""
    with sqlite3.connect(settings.data_dir / "smartregion.db", isolation_level=None) as connection:
        for name, value in SQLITE_PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(reading)")]
        sample = connection.execute("SELECT * FROM reading LIMIT 1").fetchone()
        statement = f"INSERT INTO reading ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        numbers = iter(new_ids(ROWS))
        rows = [(next(numbers), *sample[1:3], one.read_at.seconds * 1000, *sample[4:]) for one in islice(source, ROWS)]
        started = time.perf_counter()
        for start in range(0, ROWS, COMMIT):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(statement, rows[start : start + COMMIT])
            connection.execute("COMMIT")
        return ROWS / (time.perf_counter() - started)


async def in_batches(house: House, chunks: list[list[pb.NewReading]]) -> float:
    metadata = (("authorization", f"Bearer {house.access.utility_keys[0]}"),)
    async with grpc.aio.insecure_channel(house.target) as channel:
        stub: Any = ReadingServiceStub(channel)
        waiting = iter(chunks)

        async def caller() -> None:
            for chunk in waiting:
                request = pb.BatchSubmitReadingsRequest(readings=chunk, request_id=str(uuid.uuid4()))
                reply = await stub.BatchSubmitReadings(request, metadata=metadata)
                assert all(one.state == pb.READING_STATE_ACCEPTED for one in reply.outcomes), reply.outcomes[0]

        started = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(IN_FLIGHT)))
        return ROWS / (time.perf_counter() - started)


async def in_a_stream(house: House, chunks: list[list[pb.NewReading]]) -> float:
    metadata = (("authorization", f"Bearer {house.access.utility_keys[0]}"),)
    import_id = str(uuid.uuid4())

    async def requests() -> AsyncIterator[pb.ImportReadingsRequest]:
        for number, chunk in enumerate(chunks):
            yield pb.ImportReadingsRequest(import_id=import_id, first_line=number * BATCH + 1, readings=chunk)

    async with grpc.aio.insecure_channel(house.target) as channel:
        stub: Any = ReadingServiceStub(channel)
        started = time.perf_counter()
        taken = 0
        async for reply in stub.ImportReadings(requests(), metadata=metadata):
            taken += reply.accepted
        assert taken == ROWS, taken
        return ROWS / (time.perf_counter() - started)


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        settings = town(Path(folder))
        source = readings(settings, 0)

        def run(work: Any, house: House) -> float:
            chunks = [list(islice(source, BATCH)) for _ in range(ROWS // BATCH)]
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                return runner.run(work(house, chunks))

        with serving(settings) as house:
            for name, work in (("Batches of 100", in_batches), ("Import stream", in_a_stream)):
                ours, most = alternate(
                    lambda work=work: run(work, house),
                    lambda: limit(settings, source),
                    ROUNDS,  # type: ignore[misc]
                )
                said = f"{ours:,.0f} judged rows a second, {most:,.0f} bare ones"
                yield Figure(f"{name} / executemany", ours / most, 0.40, True, said)
