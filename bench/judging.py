"""What judging one reading against three years of history costs, and what of that is ours beyond the queries."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, cast

from smartregion.v1.options_pb2 import PrincipalKind

from bench.figures import Figure
from server.codec import DAY_MS, MICRO
from server.principal import Principal
from server.readings import ingest
from server.readings.history import Histories, RegisterHistory
from server.readings.rules import Reading
from server.readings.ruleset import built_in
from storage.connect import connect
from storage.engine import schema
from storage.engine.transaction import Tx
from storage.models.accounts import Installation, Meter, Register, UsagePoint
from storage.repositories import histories, meters, readings
from storage.repositories.readings import NewReading
from storage.repositories.scope import EVERYTHING

REGISTERS, MONTHS, ROUNDS = 400, 36, 5
NOW = 2_000 * DAY_MS


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'data.db'}"
        schema.migrate(url)
        database = connect(url)
        database.begin()
        tx = Tx(database, cast(Any, None), NOW)
        _fill(tx)
        numbers = list(range(1, REGISTERS + 1))
        judged = median(_timed(lambda: _judge(tx, numbers)) for _ in range(ROUNDS))
        queries = median(_timed(lambda: _query(tx, numbers)) for _ in range(ROUNDS))
        taken = median(_timed(lambda round_=round_: _take(tx, numbers, round_)) for round_ in range(ROUNDS))
        database.rollback()
        database.close()
    ours = 100 * (taken - queries) / taken
    said = f"{queries:.0f} µs of queries one by one; of it the rules alone {judged:.1f} µs"
    yield Figure("taking one reading, three years behind it", taken, 1_000, False, said, "µs")
    yield Figure("share of it that is ours", ours, 60, False, "history, rules, findings, the row", "%")


def _timed(work: Callable[[], None]) -> float:
    """Microseconds a register."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1e6 / REGISTERS


def _fill(tx: Tx) -> None:
    rows = []
    for number in range(1, REGISTERS + 1):
        tx.insert(UsagePoint(id=number, city="М", street="С", building="1", apartment=str(number)))
        tx.insert(Meter(id=number, serial_number=str(number), commodity=1))
        tx.insert(
            Register(id=number, meter_id=number, installation_id=number, tier=1, integer_digits=5, fraction_digits=3)
        )
        tx.insert(Installation(id=number, meter_id=number, usage_point_id=number, installed_at=0))
        for month in range(MONTHS):
            at, value = (month + 1) * 30 * DAY_MS, (100 + 6 * month + month % 3) * MICRO
            rows.append(NewReading(number * 100 + month, number, value, at, at, 1, 2, 17, 1, 3, 1))
    readings.insert(tx, rows)


def _judge(tx: Tx, numbers: list[int]) -> None:
    """The rules alone, over a history that is at hand."""
    rules, base = built_in(1), _history(tx).baseline()
    for _ in numbers:
        rules.judge(Reading((320 + MONTHS) * MICRO, NOW, NOW), base)


def _history(tx: Tx) -> RegisterHistory:
    return RegisterHistory(meters.facts_by_id(tx, [1])[1], histories.of(tx, [1])[1])


def _query(tx: Tx, numbers: list[int]) -> None:
    for number in numbers:
        meters.facts_by_id(tx, [number])
        histories.of(tx, [number])


def _take(tx: Tx, numbers: list[int], round_: int) -> None:
    """One by one, with nothing of the register in memory."""
    somebody = Principal(PrincipalKind.PRINCIPAL_KIND_OPERATOR, 7, frozenset())
    for number in numbers:
        Histories.shared(tx).forget([number])
        value, at = (320 + MONTHS + round_) * MICRO, NOW - 10 * DAY_MS + round_ * DAY_MS
        entry = ingest.Entry(number, "", 1, value, at, None, None)
        ingest.take(tx, [ingest.Intake(somebody, EVERYTHING, 4, [entry])])
