"""What a reading costs on the disk, with its indexes, on both engines."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, cast

from bench.engines import postgres
from bench.figures import Figure
from server.codec import DAY_MS, MICRO
from storage.connect import connect
from storage.engine import schema
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx
from storage.repositories import readings
from storage.repositories.readings import NewReading

ROWS, REGISTERS = 300_000, 10_000


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield Figure("bytes a reading, SQLite", _sqlite(Path(folder)), 160, False, f"{ROWS:,} rows, table and indexes")
        yield Figure("bytes a reading, PostgreSQL", _postgres(Path(folder)), 260, False, f"{ROWS:,} rows, with indexes")


def _filled(url: str) -> Any:
    schema.migrate(url)
    database = connect(url)
    database.connect(reuse_if_open=True)
    random, numbers = Random(7), new_ids(ROWS + REGISTERS)
    registers, ids = numbers[:REGISTERS], numbers[REGISTERS:]
    with database.atomic():
        tx = Tx(database, cast(Any, None), 0)
        rows = [
            NewReading(
                ids[place],
                registers[place % REGISTERS],
                (random.randint(10, 90_000) * MICRO) + place % 1000 * 1000,
                (20_000 + place // REGISTERS * 30) * DAY_MS + random.randint(0, DAY_MS),
                (20_000 + place // REGISTERS * 30) * DAY_MS + random.randint(0, DAY_MS),
                1,
                2,
                17,
                1,
                3,
                registers[place % REGISTERS],
            )
            for place in range(ROWS)
        ]
        readings.insert(tx, rows)
    return database


def _sqlite(folder: Path) -> float:
    path = folder / "data.db"
    database = _filled(f"sqlite:///{path}")
    (used,) = database.execute_sql(
        "SELECT sum(pgsize) FROM dbstat WHERE name IN ('reading', 'reading_of_register', 'reading_in_review')"
    ).fetchone()
    database.close()
    return float(used) / ROWS


def _postgres(folder: Path) -> float:
    with postgres(folder) as url:
        database = _filled(url)
        (used,) = database.execute_sql("SELECT pg_total_relation_size('reading')").fetchone()
        database.close()
    return float(used) / ROWS
