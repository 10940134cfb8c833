"""The overview at a million users and ten million readings against a thousand users: its calls as the console makes
them.

Both towns have the same queues; users, readings and what was done in the app lie in the tables as they would, and the
figures are counted of them by the service's own first count.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.figures import Figure
from bench.house import serving, town
from console import needs
from console.client.api import Client
from server.app import open_services
from server.codec import DAY_MS
from server.config import Settings
from server.demo.seed import Access
from server.insight import rebuild
from server.insight.lane import INSIGHT
from storage.connect import connect
from storage.repositories import feed_readers, insight

HOUSEHOLDS, ROUNDS = 60, 40
#: Users and readings; a user reads ten times, a month apart.
FEW, MANY = 1_000, 1_000_000
READINGS = 10
FLATS_A_STREET = 1_000
#: Of the last days: what one user in so many did in the app.
DAYS, ACTIVE_IN = 70, 20
_FIRST = 1_000_000_000

_NUMBERS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) SELECT n FROM c"
_THINGS = (
    "INSERT INTO app_user (id, language, state, restricted, created_at, updated_at, version) "
    f"SELECT {_FIRST} + n, 1, 1, 0, {{now}} - n, {{now}}, 1 FROM numbers",
    "INSERT INTO usage_point (id, city, street, building, apartment, version) SELECT "
    f"{_FIRST} + n, 'Велике', 'вул. ' || (n / {FLATS_A_STREET}), n / 50 % 20, n % 50, 1 FROM numbers",
    "INSERT INTO account (id, number, utility_id, commodity, usage_point_id, effective_from, begins_at, ends_at, "
    f"version) SELECT {_FIRST} + n, 'B' || n, {{utility}}, 1, {_FIRST} + n, '2020-01-01', 0, 1 << 60, 1 FROM numbers",
    "INSERT INTO meter (id, serial_number, model, commodity, version) "
    f"SELECT {_FIRST} + n, 'B' || n, '', 1, 1 FROM numbers",
    "INSERT INTO installation (id, meter_id, usage_point_id, installed_at) "
    f"SELECT {_FIRST} + n, {_FIRST} + n, {_FIRST} + n, 0 FROM numbers",
    "INSERT INTO register (id, meter_id, tier, integer_digits, fraction_digits, multiplier, direction, "
    f"installation_id) SELECT {_FIRST} + n, {_FIRST} + n, 1, 5, 3, 1000000, 1, {_FIRST} + n FROM numbers",
    "INSERT INTO reading (id, register_id, value, read_at, received_at, source, state, quality, rule_set, "
    "submitter_kind, submitter_id, rollover, version) "
    f"SELECT {_FIRST} + n * {READINGS} + m, {_FIRST} + n, m * 1000000, {{now}} - m * 30 * {DAY_MS}, "
    f"{{now}} - m * 30 * {DAY_MS}, 1, 2, 17, 1, 4, {_FIRST} + n, 0, 1 FROM numbers, months ORDER BY n, m DESC",
    "INSERT INTO activity_event (id, gateway_id, event_key, user_id, kind, at, device_at, received_at, clock, "
    "app_version, platform, os_version, device, screen) "
    f"SELECT {_FIRST} + n * {DAYS} + d, 1, {_FIRST} + n * {DAYS} + d, {_FIRST} + n, 1, {{now}} - d * {DAY_MS}, 0, "
    f"{{now}}, 1, '4.2.1', 1, '15', '', '' FROM numbers, days WHERE (n + d) % {ACTIVE_IN} = 0",
)


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        few, _ = _measured(Path(folder) / "few", FEW)
        many, counted = _measured(Path(folder) / "many", MANY)
    said = (
        f"{many * 1000:.1f} ms at {MANY:,} users and {MANY * READINGS:,} readings, {few * 1000:.1f} ms at {FEW:,} users"
    )
    yield Figure("The overview, many / few", many / few, 1.5, False, said)
    rows = MANY * (READINGS + DAYS // ACTIVE_IN)
    said = f"{rows:,} readings and visits counted anew in {counted:.0f} s, SQLite"
    yield Figure("readings and visits counted anew a second", rows / counted, 20_000, True, said)


def _measured(folder: Path, users: int) -> tuple[float, float]:
    """Seconds of an overview, and of the first count."""
    folder.mkdir()
    settings = town(folder, households=HOUSEHOLDS)
    _fill(settings, users)
    counted = asyncio.run(_counted(settings))
    with serving(settings) as house:
        return asyncio.run(_looked(house.target, house.access)), counted


def _fill(settings: Settings, users: int) -> None:
    database = connect(settings.database)
    with database.connection_context():
        for statement in ("PRAGMA synchronous = OFF", "PRAGMA cache_size = -500000"):
            database.execute_sql(statement)
        for name, count in (("numbers", users), ("months", READINGS), ("days", DAYS)):
            column = {"numbers": "n", "months": "m", "days": "d"}[name]
            database.execute_sql(f"CREATE TEMP TABLE {name} ({column} INTEGER PRIMARY KEY)")
            database.execute_sql(f"INSERT INTO {name} {_NUMBERS.format(count=count)}")
        utility = database.execute_sql("SELECT min(id) FROM partner WHERE kind = 1").fetchone()[0]
        now = int(time.time() * 1000)
        for statement in _THINGS:
            with database.atomic():
                database.execute_sql(statement.format(now=now, utility=utility))
        database.execute_sql("ANALYZE")


async def _counted(settings: Settings) -> float:
    """Seconds of the first count of what is there."""
    services = await open_services(settings)
    try:
        await services.store.write(lambda tx: feed_readers.begin(tx, [INSIGHT.name]))
        await services.store.write(insight.begin)
        started = time.perf_counter()
        assert await rebuild.turn(services.store)
        return time.perf_counter() - started
    finally:
        await services.store.close()


async def _looked(target: str, access: Access) -> float:
    """Median seconds of everything that the overview asks for when it counts."""
    client = Client(target)
    try:
        operator = await client.auth.sign_in(access.login, access.password, "")
        seconds = []
        for number in range(ROUNDS + 5):
            started, now = time.perf_counter(), datetime.now(UTC)
            summary, _ = await asyncio.gather(client.overview.summary(now), needs.counted(client, operator, now.date()))
            assert summary.figures
            if number >= 5:  # those before are for warming up
                seconds.append(time.perf_counter() - started)
        return median(seconds)
    finally:
        await client.close()
