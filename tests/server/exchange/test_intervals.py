"""Interval data: sums to the last digit, across clock changes and gaps; said twice it is there once."""

import csv
import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import reading_service_pb2 as pb

from server.codec import MICRO
from server.exchange.detection import detected
from server.exchange.intervals import BLOCK_MS, SCALE, Base, Block, Intervals, base_at, exact
from server.exchange.problems import Refused
from server.exchange.reader import lines_of, shaped
from server.readings.dial import Dial
from server.readings.ingest import Problem
from storage.days import KYIV, day_of

LOADS = sorted((Path(__file__).resolve().parents[3] / "server" / "demo" / "load").glob("*.gz"))
BEGIN = datetime(2026, 3, 27, tzinfo=UTC)


def blocks(raw: bytes) -> tuple[list[Block], list[Problem], int]:
    shape = detected(raw[:65_536])
    lines, rows = lines_of(shape), Intervals(shape)
    found = [one for number, line in lines.feed(raw, True) for _, one in rows.rows(number, line)]
    found += (one for _, one in rows.rest())
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
    used = sum(sum(block.values) for block in found)
    assert Base(7 * MICRO, used).shown(Dial(9, 6)) == round(exact * 10**6)


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


@given(st.lists(st.decimals(0, 100, places=18), min_size=2, max_size=80))
def test_no_value_is_rounded(values: list[Decimal]) -> None:
    found, wrong, _ = blocks(written([(BEGIN + timedelta(hours=at), str(value)) for at, value in enumerate(values)]))
    assert wrong == []
    assert total(found) == sum(values)


# -- nights in which the clocks change


def local(begin: datetime, hours: int, step: timedelta = timedelta(hours=1)) -> list[str]:
    """Starts of intervals in the time of Kyiv without an offset, as meters' systems write them."""
    return [f"{(begin + step * place).astimezone(KYIV):%Y-%m-%d %H:%M}" for place in range(hours)]


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(minutes=30), timedelta(minutes=15)])
@pytest.mark.parametrize("rising", [False, True])
@pytest.mark.parametrize(
    "begin", [datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 3, 28, 20, tzinfo=UTC)], ids=["October", "March"]
)
def test_an_hour_that_comes_twice_is_kept_twice(begin: datetime, rising: bool, step: timedelta) -> None:
    values = [Decimal(place + 1 if rising else 1) for place in range(30 * (timedelta(hours=1) // step))]
    rows = [f"{at},{value}" for at, value in zip(local(begin, len(values), step), values, strict=True)]
    found, wrong, gaps = blocks("\n".join(["start,value", *rows]).encode())
    assert (wrong, gaps) == ([], 0)
    assert total(found) == sum(values)
    assert found[0].start == int(begin.timestamp() * 1000)
    for before, after in pairwise(found):
        assert before.end == after.start


def test_in_that_hour_too_what_is_said_twice_counts_once() -> None:
    starts = local(datetime(2026, 10, 24, 23, tzinfo=UTC), 4)  # 02, 03, 03 and 04 o'clock
    assert starts[1] == starts[2]
    rows = [f"{at},1" for at in (*starts[:3], starts[2], starts[3])]
    found, wrong, gaps = blocks("\n".join(["start,value", *rows]).encode())
    assert (wrong, gaps, total(found)) == ([], 0, Decimal(4))


def test_a_cell_in_quotation_marks_may_hold_the_delimiter() -> None:
    rows = [f'"2026-03-27T{hour:02}:00:00Z","1,5"' for hour in range(4)]
    raw = "\n".join(["start,value", *rows]).encode()
    shape = detected(raw)
    assert (shape.delimiter, shape.sign) == (",", ",")
    assert total(blocks(raw)[0]) == Decimal(6)


# -- how long intervals may be


@pytest.mark.parametrize("step", [timedelta(milliseconds=1), timedelta(seconds=59), timedelta(days=2)])
def test_intervals_of_a_length_that_nobody_measures_are_refused(step: timedelta) -> None:
    with pytest.raises(Refused) as caught:
        blocks(written([(BEGIN + step * place, "1") for place in range(9)]))
    assert caught.value.rule == "file.step"


def test_a_day_has_so_many_intervals_at_most() -> None:
    minutes = [(datetime(2026, 10, 24, 21, tzinfo=UTC) + timedelta(minutes=place), "1") for place in range(3_000)]
    found, wrong, _ = blocks(written(minutes))
    assert wrong == []
    assert max(len(block.values) for block in found) == 1_500  # in the night of 25 hours
    assert all(block.end - block.start < BLOCK_MS for block in found)


# -- from use to indexes

HOUR, DAY = 3_600_000, 86_400_000
WHOLE = Dial(5, 3)


def block(start: int, *values: str, step: int = HOUR) -> Block:
    return Block(start, step, tuple(int(Decimal(value) * 10**SCALE) for value in values))


def test_an_index_is_known_where_somebody_read_it() -> None:
    assert base_at(DAY, {DAY: 5 * MICRO}, [], WHOLE) == Base(5 * MICRO)
    assert base_at(DAY, {DAY - 1: 5 * MICRO}, [], WHOLE) is None
    assert base_at(DAY, {}, [block(0, *["1"] * 24)], WHOLE) is None


def test_an_index_is_known_where_the_use_on_record_leads_without_a_gap() -> None:
    there = [block(0, *["0.1"] * 24), block(DAY, *["4"] * 24)]
    known = base_at(2 * DAY, {0: 112 * MICRO}, there, WHOLE)
    assert known is not None
    assert known.shown(WHOLE) == 210_400_000
    assert base_at(2 * DAY + HOUR, {0: 112 * MICRO}, there, WHOLE) is None
    assert base_at(2 * DAY, {0: 112 * MICRO}, there[1:], WHOLE) is None
    within = base_at(2 * DAY, {DAY + HOUR: 120 * MICRO}, there, WHOLE)
    assert within is not None
    assert within.shown(WHOLE) == 212 * MICRO
    assert base_at(2 * DAY, {DAY + 1: 120 * MICRO}, there, WHOLE) is None  # within an interval


def test_a_reading_that_says_something_else_is_what_counts() -> None:
    there = [block(0, *["1"] * 24), block(DAY, *["1"] * 24)]
    known = base_at(2 * DAY, {0: 100 * MICRO, DAY: 130 * MICRO}, there, WHOLE)
    assert known == Base(130 * MICRO, 24 * 10**SCALE)


@given(st.lists(st.decimals(0, 5, places=18), min_size=1, max_size=30), st.sampled_from([MICRO, 40 * MICRO, 333_333]))
def test_files_of_a_day_each_round_as_one_file_does(days: list[Decimal], multiplier: int) -> None:
    dial = Dial(5, 3, multiplier)
    accepted, there = {0: 7 * MICRO}, list[Block]()
    for day, use in enumerate(days):
        known = base_at(day * DAY, accepted, there, dial)
        assert known is not None
        there.append(block(day * DAY, str(use), step=DAY))
        accepted[(day + 1) * DAY] = known.after(sum(there[-1].values)).shown(dial)
    exact = 7 + sum(days) / (Decimal(multiplier) / MICRO)
    assert abs(Decimal(accepted[len(days) * DAY]) / MICRO - exact) <= Decimal("0.0005")


def test_a_dial_counts_what_its_multiplier_says_and_begins_anew() -> None:
    assert Base(0, 100 * 10**SCALE).shown(Dial(5, 3, 40 * MICRO)) == 2_500_000
    assert Base(99_999 * MICRO, 3 * 10**SCALE).shown(WHOLE) == 2 * MICRO


@pytest.mark.parametrize("missing", [(1,), (1, 2), (2, 4), (1, 23)])
def test_a_gap_among_the_first_rows_is_no_longer_interval(missing: tuple[int, ...]) -> None:
    begin = datetime(2026, 5, 31, 21, tzinfo=UTC)
    rows = [(begin + timedelta(hours=hour), "0.5") for hour in range(48) if hour not in missing]
    found, wrong, gaps = blocks(written(rows))
    assert wrong == []
    assert gaps == len({hour for hour in missing if hour + 1 not in missing})
    assert {block.step for block in found} == {3_600_000}
    assert total(found) == Decimal("0.5") * (48 - len(missing))


def test_one_row_that_begins_elsewhere_is_set_apart_and_not_the_others() -> None:
    begin = datetime(2026, 5, 31, 21, tzinfo=UTC)
    starts = [begin + timedelta(hours=hour) for hour in range(10)]
    starts.insert(2, begin + timedelta(minutes=90))
    found, wrong, gaps = blocks(written([(at, "1") for at in starts]))
    assert [one.rule for one in wrong] == ["interval.step"]
    assert (gaps, [len(block.values) for block in found]) == (0, [10])


def test_interval_data_that_does_not_tell_day_and_month_is_not_taken() -> None:
    raw = b"start;value\n01/02/2026 00:00;0,5\n01/02/2026 01:00;0,5\n01/02/2026 02:00;0,5\n"
    shape = detected(raw)
    assert (shape.format, shape.day_first) == (pb.FILE_FORMAT_INTERVALS, None)
    with pytest.raises(Refused) as caught:
        Intervals(shape)
    assert caught.value.rule == "file.day_month"
    said = shaped(raw, pb.FileShape(date_order=pb.DATE_ORDER_DAY_FIRST))
    (first,) = [said_ for said_ in [Intervals(said).said("01/02/2026 00:00;0,5")] if not isinstance(said_, Problem)]
    assert first == ((int(datetime(2026, 1, 31, 22, tzinfo=UTC).timestamp() * 1000),), 5 * 10 ** (SCALE - 1))


def test_a_use_is_not_multiplied_by_the_sign_it_is_written_with() -> None:
    begin = datetime(2026, 5, 31, 21, tzinfo=UTC)
    written_so = ["1", "2", "0,5", "0.5", "1,234", "1e-3"]
    rows = [f"{begin + timedelta(hours=hour):%Y-%m-%dT%H:%M:%SZ};{value}" for hour, value in enumerate(written_so)]
    shape = replace(detected(b"start;value\n2026-01-01;1\n2026-01-02;1\n"), sign="")
    said = [Intervals(shape).said(row) for row in rows]
    uses = [one.rule if isinstance(one, Problem) else exact(one[1]) if one else "" for one in said]
    assert uses == ["1", "2", "0.5", "0.5", "decimal.sign", "0.001"]


def test_interval_data_with_columns_of_other_names_is_read_by_what_they_hold() -> None:
    raw = "Дата;Час;Споживання\n01.06.2026;00:00;0,5\n01.06.2026;01:00;0,25\n01.06.2026;02:00;0,25\n".encode()
    shape = shaped(raw, pb.FileShape(format=pb.FILE_FORMAT_INTERVALS))
    lines, rows = lines_of(shape), Intervals(shape)
    found = [one for number, line in lines.feed(raw, True) for _, one in rows.rows(number, line)]
    (block,) = [*found, *(one for _, one in rows.rest())]
    assert isinstance(block, Block)
    assert (block.start, block.step) == (int(datetime(2026, 5, 31, 21, tzinfo=UTC).timestamp() * 1000), 3_600_000)
    assert total([block]) == 1
