"""Filters of readings, to the ends of time."""

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import reading_service_pb2 as pb

from storage.engine.ids import first_id_at

from .conftest import House

#: The first and the last second that the contract takes, and those around which something ends within.
SECONDS = [0, 1, 60, 1_704_067_200, 1_795_428_000, 3_903_090_335, 3_903_090_336, 4_102_444_740, 4_102_444_799]


@given(st.integers(-(10**15), 10**15), st.integers(0, 10**15))
def test_ids_of_every_instant_fit_and_grow_with_it(instant: int, later: int) -> None:
    assert 0 <= first_id_at(instant) <= first_id_at(instant + later) < 1 << 63


@pytest.mark.parametrize("name", ["received_from", "received_before", "read_from", "read_before"])
async def test_every_instant_of_the_contract_may_be_asked_for(house: House, name: str) -> None:
    operator = await house.operator("mykola")
    service = operator.ReadingService
    total = (await service.ListReadings(page_size=1)).total_size
    counts = []
    for seconds in SECONDS:
        wanted = pb.ReadingFilter(**{name: Timestamp(seconds=seconds, nanos=999_999_999)})
        counts.append((await service.ListReadings(filter=wanted, page_size=1)).total_size)
        async for _ in service.ExportReadings(filter=wanted, format=pb.EXPORT_FORMAT_CSV):
            break
    first, last = (total, 0) if name.endswith("from") else (0, total)
    assert (counts[0], counts[-1]) == (first, last)
    assert counts == sorted(counts, reverse=name.endswith("from"))
