"""Interval data: sums to the last digit, across clock changes and gaps; said twice it is there once."""

import csv
import gzip
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.windows import day_of
from server.exchange.detection import detected
from server.exchange.intervals import SCALE, Block, Intervals
from server.exchange.lines import Lines
from server.readings.ingest import Problem

LOADS = sorted((Path(__file__).resolve().parents[3] / "server" / "demo" / "load").glob("*.gz"))
BEGIN = datetime(2026, 3, 27, tzinfo=UTC)


def blocks(raw: bytes) -> tuple[list[Block], list[Problem], int]:
    shape = detected(raw[:65_536])
    lines, rows = Lines(shape.encoding), Intervals(shape)
    found = [one for number, line in lines.feed(raw, True) for one in rows.rows(number, line)] + list(rows.rest())
    return (
        [one for one in found if isinstance(one, Block)],
        [one for one in found if not isinstance(one, Block)],
        rows.gaps,
    )


def written(values: list[tuple[datetime, str]]) -> bytes:
    return "\n".join(["start,value", *(f"{at.isoformat()},{value}" for at, value in values)]).encode()


def total(found: list[Block]) -> Decimal:
    return Decimal(sum(sum(block.values) for block in found)).scaleb(-SCALE)


@pytest.mark.parametrize("path", LOADS, ids=lambda path: path.name)
def test_measured_consumption_adds_up_to_the_last_digit(path: Path) -> None:
    raw = gzip.decompress(path.read_bytes())
    rows = list(csv.reader(raw.decode().splitlines()))[1:]
    found, wrong, gaps = blocks(raw)
    assert (wrong, gaps) == ([], 0)
    assert total(found) == sum(Decimal(value) for _, value in rows)
    assert sum(len(block.values) for block in found) == len(rows)
    assert {day_of(block.start) for block in found} == {day_of(block.end - 1) for block in found}
    assert {len(block.values) for block in found} >= {23, 24, 25}  # the clocks changed
    for before, after in pairwise(found):
        assert before.end == after.start
    exact = sum((Decimal(value) for _, value in rows), Decimal(7))
    assert found[-1].index(7_000_000, 1) == round(exact * 10**6)


@pytest.mark.parametrize("path", LOADS, ids=lambda path: path.name)
def test_gaps_are_counted_and_what_is_there_still_adds_up(path: Path) -> None:
    head, *rows = gzip.decompress(path.read_bytes()).decode().splitlines()
    random = Random(5)
    left = [rows[0], *[row for row in rows[1:-1] if random.random() > 0.01], rows[-1]]
    left[1:1] = [rows[1]] if left[1] != rows[1] else []  # the first two tell the step
    found, wrong, gaps = blocks("\n".join([head, *left]).encode())
    assert wrong == []
    assert gaps > 100
    assert total(found) == sum(Decimal(row.split(",")[1]) for row in left)


def test_an_interval_that_is_said_twice_counts_once() -> None:
    hours = [(BEGIN + timedelta(hours=place), "0.5") for place in range(5)]
    found, wrong, _ = blocks(written([*hours[:3], hours[2], *hours[3:]]))
    assert wrong == []
    assert total(found) == Decimal("2.5")


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("2026-03-27T02:00:00+00:00,0.7", "interval.order"),
        ("2026-03-26T02:00:00+00:00,0.7", "interval.order"),
        ("2026-03-27T04:20:00+00:00,0.7", "interval.step"),
        ("2026-03-27T05:00:00+00:00,-0.7", "decimal.negative"),
        ("2026-03-27T05:00:00+00:00,NaN", "decimal.syntax"),
        ("2026-03-27T05:00:00+00:00,1e99", "interval.digits"),
        ("2026-03-27T05:00:00+00:00,0.1234567890123456789", "interval.digits"),
        ("once upon a time,0.7", "date.syntax"),
        ("2026-03-27T05:00:00+00:00", "row.cells"),
    ],
)
def test_a_row_that_is_no_interval_is_named(row: str, rule: str) -> None:
    hours = [(BEGIN + timedelta(hours=place), "0.5") for place in range(4)]
    found, wrong, _ = blocks(written(hours) + b"\n" + row.encode())
    assert [one.rule for one in wrong] == [rule]
    assert total(found) == Decimal(2)


def test_a_single_interval_has_no_length() -> None:
    assert [one.rule for one in blocks(written([(BEGIN, "1")]))[1]] == ["interval.alone"]


@given(st.lists(st.decimals(0, 100, places=18), min_size=2, max_size=80), st.sampled_from([1, 1_000, 10_000]))
def test_no_rounding_adds_up(values: list[Decimal], step: int) -> None:
    found, wrong, _ = blocks(written([(BEGIN + timedelta(hours=at), str(value)) for at, value in enumerate(values)]))
    assert wrong == []
    assert total(found) == sum(values)
    for block in found:
        exact = Decimal(block.until_now).scaleb(6 - SCALE)
        assert abs(block.index(0, step) - exact) <= Decimal(step) / 2
