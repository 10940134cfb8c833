"""Replaying a rule set over a long history: readings a second, and memory that does not grow with it."""

import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from bench.figures import Figure
from server.codec import DAY_MS, MICRO
from server.readings import replay
from server.readings.ruleset import RuleSet
from storage.connect import connect
from storage.engine import schema
from storage.engine.transaction import Tx
from storage.repositories import meters

#: Registers with three years of monthly readings each: ten million readings, and a tenth of them to compare with.
REGISTERS, MONTHS, BATCH = 277_778, 36, 64

_FILL = (
    "INSERT INTO usage_point SELECT n, NULL, 'М', 'С', '1', n, 1 FROM numbers",
    "INSERT INTO meter (id, serial_number, model, commodity, version) SELECT n, n, '', 1, 1 FROM numbers",
    "INSERT INTO register (id, meter_id, tier, integer_digits, fraction_digits, multiplier, direction, installation_id)"
    " SELECT n, n, 1, 5, 3, 1000000, 1, n FROM numbers",
    "INSERT INTO installation (id, meter_id, usage_point_id, installed_at) SELECT n, n, n, 0 FROM numbers",
    f"""INSERT INTO reading (id, register_id, value, read_at, received_at, source, state, quality, rule_set,
            submitter_kind, submitter_id, rollover, version)
        SELECT n * 100 + m, n, (100 + 6 * m + (n * 7 + m * 3) % 5) * {MICRO}, (m + 1) * 30 * {DAY_MS},
            (m + 1) * 30 * {DAY_MS}, 1, 2, 17, 1, 3, 1, 0, 1
        FROM numbers, (WITH RECURSIVE months(m) AS (SELECT 0 UNION ALL SELECT m + 1 FROM months WHERE m < {MONTHS - 1})
            SELECT m FROM months)""",
)


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'data.db'}"
        schema.migrate(url)
        database = connect(url)
        database.connect(reuse_if_open=True)
        database.execute_sql("PRAGMA synchronous = OFF")
        database.execute_sql("CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY)")
        database.execute_sql(
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) "
            "INSERT INTO numbers SELECT n FROM c",
            (REGISTERS,),
        )
        for statement in _FILL:
            database.execute_sql(statement)
        tx = Tx(database, cast(Any, None), 1 << 50)
        rules = RuleSet.made(2, 1, {"limits": {"high_factor": 1.0, "floor_per_day": 0.0, "usual_intervals": 1}})
        started, tally, last, early = time.perf_counter(), replay.Tally(), 0, 0.0
        while batch := meters.of_service(tx, 1, None, last, BATCH):
            last = batch[-1]
            replay.replay(tx, batch, rules, 0, 1 << 50, tally)
            if not early and tally.readings >= REGISTERS * MONTHS // 10:
                early = _peak()
        seconds = time.perf_counter() - started
        database.close()
    said = f"{tally.readings:,} readings in {seconds:.0f} s; {_changed(tally):,} would be judged otherwise"
    yield Figure("readings replayed a second", tally.readings / seconds, 20_000, True, said)
    yield Figure("memory, ten million against one", _peak() / early, 1.1, False, f"{early:.0f} MiB at a tenth")


def _changed(tally: replay.Tally) -> int:
    return sum(count for (before, after), count in tally.moves.items() if before != after)


def _peak() -> float:
    """MiB, the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
