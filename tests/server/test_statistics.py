"""Usage statistics never show a group smaller than k, and no two answers can be put together to see one."""

import itertools
from typing import Any

import grpc
from google.type.date_pb2 import Date
from hypothesis import given, settings
from hypothesis import strategies as st
from smartregion.v1 import partner_service_pb2 as pb

from server.limits import SMALLEST_GROUP
from server.partners.statistics import Group, groups
from storage.repositories.statistics import HOW, Used

from .conftest import House, refused

CITIES = ("Річенськ", "Лісове", "Яр", "")
USED = st.lists(
    st.builds(
        Used, st.integers(1, 2), st.sampled_from(CITIES), st.integers(1, 40), st.sampled_from(HOW), st.booleans()
    ),
    max_size=80,
)


@settings(max_examples=300, deadline=None)
@given(USED, st.integers(2, 10))
def test_no_group_and_no_part_of_one_is_smaller_than_k(used: list[Used], k: int) -> None:
    """Nor is what the groups of a service leave out of its people: that is nobody, or it can't be told how many."""
    shown = groups(used, k)
    for one in shown:
        assert one.people >= k
        parts = [part for part in (one.on_time, one.late, one.nothing) if part is not None]
        assert not parts or (len(parts) == 3 and min(parts) >= k and sum(parts) == one.people)
        use = [part for part in (one.used, one.used_not) if part is not None]
        assert not use or (len(use) == 2 and min(use) >= k and sum(use) == one.people)
    for commodity in (1, 2):
        here = {(one.city, one.user_id) for one in used if one.commodity == commodity}
        cities = [one.city for one in shown if one.commodity == commodity]
        assert len(cities) == len(set(cities))
        left_out = {user for city, user in here if city not in cities and "" not in cities}
        assert not left_out or not cities, "towns that are too small are with the others, or nothing is shown"


@settings(max_examples=100, deadline=None)
@given(USED, st.integers(2, 6))
def test_a_difference_of_groups_is_no_smaller_group(used: list[Used], k: int) -> None:
    """Subtracting shown numbers of one answer from each other never isolates fewer than k people of a group."""
    for one in groups(used, k):
        if one.on_time is None:
            continue
        parts = (one.on_time, one.late or 0, one.nothing or 0)
        for pair in itertools.combinations(parts, 2):
            assert one.people - sum(pair) >= k


def test_a_small_town_is_with_the_others_and_takes_the_smallest_shown_where_it_must() -> None:
    def people(city: str, first: int, count: int) -> list[Used]:
        return [Used(1, city, first + number, HOW[number % 3]) for number in range(count)]

    used = [*people("A", 0, 40), *people("B", 100, 12), *people("C", 200, 3)]
    assert [(one.city, one.people) for one in groups(used, 10)] == [("A", 40), ("", 15)]
    assert [(one.city, one.people) for one in groups([*used, *people("D", 300, 9)], 10)] == [
        ("A", 40),
        ("B", 12),
        ("", 12),
    ]
    assert groups(people("A", 0, 9), 10) == []
    assert groups(people("A", 0, 30), 10) == [Group(1, "A", 30, 10, 10, 10)]


def test_use_of_the_app_is_told_apart_from_readings_and_somebody_of_two_towns_used_it_once() -> None:
    used = [Used(1, "A", number, HOW[0], number < 12) for number in range(30)]
    assert groups(used, 10) == [Group(1, "A", 30, None, None, None, 12, 18)]
    twice = [Used(1, city, number, HOW[2], city == "C") for city in ("B", "C") for number in range(9)]
    assert groups([*twice, Used(1, "C", 100, HOW[2])], 10) == [Group(1, "", 10, None, None, None)]


async def test_the_same_question_has_the_same_answer_though_the_town_has_changed(house: House) -> None:
    client = house.utility()
    utility_id = (await client.AccountService.ListAccounts(page_size=1)).accounts[0].utility_id
    asked: dict[str, Any] = {"utility_id": utility_id, "month": Date(year=2026, month=10, day=1)}
    first: pb.GetUsageStatisticsResponse = await client.PartnerService.GetUsageStatistics(**asked)
    assert first.smallest_group == SMALLEST_GROUP
    assert all(group.people >= SMALLEST_GROUP for group in first.groups)
    await house.app.services.store.write(lambda tx: tx.sql("UPDATE account_link SET user_id = 1"))
    assert await client.PartnerService.GetUsageStatistics(**asked) == first
    operator = await house.operator("oksana")
    assert await operator.PartnerService.GetUsageStatistics(**asked) == first


async def test_only_whole_months_that_are_settled_and_utilities_of_the_grant_can_be_asked_about(house: House) -> None:
    client, other = house.utility(), house.utility(1)
    utility_id = (await client.AccountService.ListAccounts(page_size=1)).accounts[0].utility_id
    for month in (Date(year=2026, month=10, day=2), Date(year=2026, month=11, day=1), Date(year=2027, month=1, day=1)):
        told = await refused(client.PartnerService.GetUsageStatistics(utility_id=utility_id, month=month))
        assert told.violations == (("month", "statistics.month"),)
    month = Date(year=2026, month=10, day=1)
    told = await refused(other.PartnerService.GetUsageStatistics(utility_id=utility_id, month=month))
    assert told.code is grpc.StatusCode.NOT_FOUND
