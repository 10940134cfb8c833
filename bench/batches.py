"""Batches of 100 and the import stream, with the whole rule set on, against a prepared executemany of the same rows
into the same tables, on both engines; and the server's memory over all of it."""

import asyncio
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import grpc
import grpc.aio
import uvloop
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.reading_service_pb2_grpc import ReadingServiceStub

from bench.engines import postgres
from bench.figures import Figure, alternate
from bench.house import House, readings, serving, town
from server.config import Settings
from storage.connect import connect, is_postgres
from storage.engine.feed import ChangeKind, Topic, pack_ids
from storage.engine.ids import new_ids
from storage.engine.transaction import insert_sql
from storage.models.journal import ChangeRow
from storage.models.readings import Reading

ROWS = 20_000
BATCH = 100
#: Batches under way at once.
IN_FLIGHT = 8
#: Rows that the limit makes durable at once: a batch, as ours is acknowledged.
COMMIT = BATCH
#: So many that batches under way are of different registers: as on the evening of a month, each is read once.
HOUSEHOLDS = 1_000
ROUNDS = 3
#: Registers of the limit are none of the town's: its rows lie in the table and in nobody's history.
BESIDE = 1 << 61

Work = Callable[[House, list[list[pb.NewReading]]], Awaitable[float]]


def limit(settings: Settings) -> float:
    """Rows a second of prepared statements, for the rows that ours has just written and with the same settings, into
    the tables that ours writes: readings, and for each batch its change in the feed."""
    database = connect(settings.database)
    with database.connection_context():
        cursor = database.execute_sql(_WRITTEN)
        columns = tuple(column[0] for column in cursor.description)
        rows = [
            (number, register + BESIDE, *rest)
            for number, (_, register, *rest) in zip(new_ids(ROWS), cursor.fetchall(), strict=True)
        ]
        reading = insert_sql(Reading, columns, 1, is_postgres(database))
        change = insert_sql(ChangeRow, ("topic", "kind", "ids", "at"), 1, is_postgres(database))
        cursor = database.cursor()
        started = time.perf_counter()
        for start in range(0, ROWS, COMMIT):
            batch = rows[start : start + COMMIT]
            database.begin()
            cursor.executemany(reading, batch)
            ids = pack_ids(row[0] for row in batch)
            cursor.execute(change, (Topic.READINGS.value, ChangeKind.CREATED.value, ids, 0))
            database.commit()
        return ROWS / (time.perf_counter() - started)


_WRITTEN = f"SELECT * FROM reading WHERE register_id < {BESIDE} ORDER BY id DESC LIMIT {ROWS}"


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
        yield from _on("SQLite", town(Path(folder), households=HOUSEHOLDS))
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as url:
        yield from _on("PostgreSQL", town(Path(folder) / "house", url, HOUSEHOLDS))


def _on(engine: str, settings: Settings) -> Iterator[Figure]:
    source = readings(settings, 0)

    def run(work: Work, house: House) -> float:
        chunks = [list(islice(source, BATCH)) for _ in range(ROWS // BATCH)]
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work(house, chunks))  # type: ignore[arg-type]

    with serving(settings) as house:
        run(in_a_stream, house)
        early = _peak(house.pid)
        for name, work, target in (("batches of 100", in_batches, 0.40), ("import stream", in_a_stream, 0.35)):
            ours, most = alternate(lambda work=work: run(work, house), lambda: limit(settings), ROUNDS)  # type: ignore[misc]
            said = f"{ours:,.0f} judged rows a second, {most:,.0f} bare ones"
            yield Figure(f"{engine}: {name} / executemany", ours / most, target, True, said)
        said = f"{early:.0f} MiB after the first {ROWS:,}"
        yield Figure(f"{engine}: memory, all rows against those", _peak(house.pid) / early, 1.1, False, said)


def _peak(pid: int) -> float:
    """MiB, the most that a process ever held."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
