"""Ids rise, none is drawn twice, whatever the clock does."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.engine.ids import EPOCH, NODE_BITS, SEQUENCE_BITS, IdSource, first_id_at

AT_ONCE = 1 << SEQUENCE_BITS


@given(counts=st.lists(st.integers(0, 3 * AT_ONCE), min_size=1, max_size=6))
def test_ids_rise_however_many_are_drawn_at_once(counts: list[int]) -> None:
    source = IdSource(7)
    drawn = [number for count in counts for number in source.draw_many(count)]
    assert len(drawn) == sum(counts)
    assert all(one < other for one, other in pairwise(drawn))
    assert {number >> SEQUENCE_BITS & (1 << NODE_BITS) - 1 for number in drawn} <= {7}


def test_a_run_is_of_one_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: (EPOCH + 5) * 1_000_000)
    runs = IdSource(1).draw_runs(2 * AT_ONCE + 3)
    assert [len(run) for run in runs] == [AT_ONCE, AT_ONCE, 3]
    assert [run.start for run in runs] == [first_id_at(EPOCH + at) + AT_ONCE for at in (5, 6, 7)]


def test_ids_rise_where_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    source = IdSource(1)
    before = source.draw()
    monkeypatch.setattr(time, "time_ns", lambda: EPOCH * 1_000_000)
    assert source.draw() > before
