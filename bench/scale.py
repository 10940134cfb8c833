"""A hundred million readings against one million: rows taken a second, and the time of a page, on both engines.

The readings are made in bulk by SQL, month by month as they would have come. Rows are taken as the service takes them:
judged by the whole rule set against histories that nobody has in memory, durable a thousand at a time.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from smartregion.v1.options_pb2 import PrincipalKind

from bench.engines import LARGE, postgres
from bench.figures import Figure
from server.codec import DAY_MS, MICRO
from server.principal import Principal
from server.readings import ingest
from storage.connect import connect, is_postgres
from storage.engine import schema
from storage.engine.ids import first_id_at
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.keys.keystore import KeyStore
from storage.repositories import readings
from storage.repositories.readings import ReadingFilter
from storage.repositories.scope import EVERYTHING

FEW, MANY = 1_000_000, 100_000_000
MONTHS = 36
GROUP, GROUPS = 1_000, 30
PAGES = 60
#: The first reading's instant, with which ids begin (2024-01-05); the others follow so far apart.
BEGIN = 19_727 * DAY_MS
MONTH = 27 * DAY_MS

_NUMBERS = {
    True: "SELECT n FROM generate_series(1, {registers}) AS n",
    False: "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {registers}) SELECT n FROM c",
}
_THINGS = (
    "INSERT INTO usage_point (id, city, street, building, apartment, version) "
    "SELECT n, 'М', 'С', '1', n, 1 FROM numbers",
    "INSERT INTO meter (id, serial_number, model, commodity, version) SELECT n, n, '', 1, 1 FROM numbers",
    "INSERT INTO register (id, meter_id, tier, integer_digits, fraction_digits, multiplier, direction, installation_id)"
    " SELECT n, n, 1, 5, 3, 1000000, 1, n FROM numbers",
    "INSERT INTO installation (id, meter_id, usage_point_id, installed_at) SELECT n, n, n, 0 FROM numbers",
)
_READINGS = (
    "INSERT INTO reading (id, register_id, value, read_at, received_at, source, state, quality, rule_set, "
    "submitter_kind, submitter_id, rollover, version) "
    f"SELECT first_id + n, n, (100 + 6 * m + (n + m) / 2 * 2 - n) * {MICRO}, at, at, 1, 2, 17, 1, 3, n, {{no}}, 1 "
    "FROM numbers CROSS JOIN months {part}"
)
#: The indexes of the table beside its key.
_INDEXES = {
    True: "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'reading' AND indexname <> 'reading_pkey'",
    False: "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'reading' AND type = 'index' AND sql IS NOT NULL",
}


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _compared(
            "SQLite", [f"sqlite:///{Path(folder) / name}.db" for name in ("few", "many")], Path(folder)
        )
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder), LARGE) as url:
        database = connect(url)
        with database.connection_context():
            database.connection().autocommit = True
            for name in ("few", "many"):
                database.execute_sql(f"CREATE DATABASE {name}")
        urls = [url.replace("/postgres?", f"/{name}?") for name in ("few", "many")]
        yield from _compared("PostgreSQL", urls, Path(folder))


def _compared(engine: str, urls: list[str], folder: Path) -> Iterator[Figure]:
    """Both sizes lie side by side, and are asked in turns."""
    for url, rows in zip(urls, (FEW, MANY), strict=True):
        _fill(url, rows // MONTHS)
    few, many = asyncio.run(_measured(urls, folder))
    said = f"{many[0]:,.0f} rows a second, {few[0]:,.0f} at a hundredth"
    yield Figure(f"{engine}: taking rows at {MANY:,}", many[0] / few[0], 0.8, True, said)
    said = f"{many[1]:.2f} ms, {few[1]:.2f} ms at a hundredth"
    yield Figure(f"{engine}: a page of the newest", few[1] / many[1], 0.8, True, said)
    said = f"{many[2]:.2f} ms, {few[2]:.2f} ms at a hundredth"
    yield Figure(f"{engine}: a page of a register", few[2] / many[2], 0.8, True, said)


def _fill(url: str, registers: int) -> None:
    """Months of readings, as they lie in each engine: by month as they came, or by register. The indexes are made
    behind them, as a restored backup makes them."""
    schema.migrate(url)
    database = connect(url)
    with database.connection_context():
        on_postgres = is_postgres(database)
        if on_postgres:
            database.connection().autocommit = True
        database.execute_sql("CREATE TEMP TABLE numbers (n BIGINT PRIMARY KEY)")
        database.execute_sql("INSERT INTO numbers " + _NUMBERS[on_postgres].format(registers=registers))
        if not on_postgres:
            database.execute_sql("PRAGMA synchronous = OFF")
            database.execute_sql("PRAGMA cache_size = -1000000")
        for statement in _THINGS:
            database.execute_sql(statement)
        database.execute_sql("CREATE TEMP TABLE months (m INTEGER PRIMARY KEY, at BIGINT, first_id BIGINT)")
        for month in range(MONTHS):
            at = BEGIN + month * MONTH
            database.execute_sql(f"INSERT INTO months VALUES ({month}, {at}, {first_id_at(at)})")
        indexes = database.execute_sql(_INDEXES[on_postgres]).fetchall()
        for name, _ in indexes:
            database.execute_sql(f"DROP INDEX {name}")
        for part in [f"WHERE m = {month} ORDER BY n" for month in range(MONTHS)] if on_postgres else ["ORDER BY n, m"]:
            database.execute_sql(_READINGS.format(no="false" if on_postgres else 0, part=part))
        for _, definition in indexes:
            database.execute_sql(definition)
        database.execute_sql("VACUUM ANALYZE reading" if on_postgres else "ANALYZE")


async def _measured(urls: list[str], folder: Path) -> list[list[float]]:
    """For each size: rows a second, milliseconds of a page of the newest, and of a page of one register."""
    keys = KeyStore.open(f"sqlite:///{folder / 'keys' / 'keys.db'}", folder / "keys" / "keyring.json", create=True)
    stores = [await Store.open(url, keys) for url in urls]
    sizes = FEW // MONTHS, MANY // MONTHS
    somebody = Principal(PrincipalKind.PRINCIPAL_KIND_OPERATOR, 7, frozenset())
    random, seconds = Random(7), [[], []]  # type: ignore[var-annotated]
    for group in range(GROUPS):
        for store, registers, spent in zip(stores, sizes, seconds, strict=True):
            at = BEGIN + (MONTHS + group // 10) * MONTH
            value = (100 + 7 * (MONTHS + group // 10)) * MICRO
            chosen = random.sample(range(1, registers + 1), GROUP)
            entries = [ingest.Entry(number, "", 1, value, at + group, None, None) for number in chosen]
            intake = ingest.Intake(somebody, EVERYTHING, 4, entries)
            await store.write(lambda tx: tx.memory.clear())
            started = time.perf_counter()
            outcomes: Any = await store.batch(ingest.take).submit(intake, weight=GROUP)
            spent.append(time.perf_counter() - started)
            assert sum(one.judgement.state == 2 for one in outcomes) > 0.98 * GROUP
    newest = await _pages(stores, lambda _: ReadingFilter(), "id", sizes)
    of_one = await _pages(stores, lambda number: ReadingFilter(register_id=number), "read_at", sizes)
    for store in stores:
        await store.close()
    return [[GROUP / median(seconds[size]), newest[size], of_one[size]] for size in (0, 1)]


async def _pages(stores: list[Store], wanted: Any, order: str, sizes: tuple[int, int]) -> list[float]:
    """Milliseconds of a page of 100, for each size."""
    random, spent = Random(8), [[], []]  # type: ignore[var-annotated]

    def page(tx: Tx, number: int) -> float:
        started = time.perf_counter()
        readings.page(tx, wanted(number), EVERYTHING, order=(order,), descending=True, after=None, size=100, skip=0)
        return (time.perf_counter() - started) * 1000

    for _ in range(PAGES):
        for size, store in enumerate(stores):
            number = random.randrange(1, sizes[size])
            spent[size].append(await store.read(lambda tx, number=number: page(tx, number)))
    return [median(times) for times in spent]
