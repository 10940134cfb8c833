"""The balance of a building: its sums, and who explains the difference."""

from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import reading_service_pb2 as pb

from server.codec import DAY_MS, MICRO
from server.readings.balance import Use, used, weighed
from server.readings.dial import Dial
from server.readings.estimation import POLICIES, Known
from storage.repositories.meters import OPEN_END, Placed

from .conftest import House, refused
from .test_readings import COLD_WATER

HEAT = 5
uses = st.builds(Use, st.integers(1, 99), st.integers(0, 10**9), st.none() | st.integers(0, 10**9), st.booleans())


@given(uses, st.lists(uses, max_size=20))
def test_the_sums_add_up_and_the_worst_come_first(building: Use, apartments: list[Use]) -> None:
    found = weighed(building, apartments)
    assert found.apartments + found.imbalance == building.quantity
    assert sum(part.use.quantity for part in found.parts) == found.apartments
    contributions = [part.contribution for part in found.parts]
    assert contributions == sorted(contributions, reverse=True)
    assert all(0 <= contribution <= abs(found.imbalance) for contribution in contributions)
    assert not any(part.contribution for part in found.parts if part.use.estimated or building.estimated)


def test_who_fell_below_their_forecast_explains_a_loss_and_who_rose_above_it_a_surplus() -> None:
    low, high, even = Use(1, 2, 10, False), Use(2, 30, 10, False), Use(3, 10, 10, False)
    lost = weighed(Use(0, 60, None, False), [even, low, high])
    assert [(part.use.usage_point_id, part.contribution) for part in lost.parts][:2] == [(1, 8), (2, 0)]
    surplus = weighed(Use(0, 30, None, False), [even, low, high])
    assert [(part.use.usage_point_id, part.contribution) for part in surplus.parts][:1] == [(2, 12)]  # all of it


def test_nobody_explains_more_than_all_of_it_nor_what_was_not_read_nor_what_meters_are_off_by() -> None:
    flats = [Use(number, 100 - 60 * (number == 1) + 57 * (number == 2), 100, False) for number in range(1, 13)]
    together = sum(one.quantity for one in flats)
    loss = weighed(Use(0, together + 40, None, False), flats)
    assert [part.contribution for part in loss.parts][:2] == [40, 0]  # 150 % of it otherwise
    for building in (Use(0, together + 20, None, False), Use(0, together + 40, None, True)):
        assert not any(part.contribution for part in weighed(building, flats).parts)
    unread = [use._replace(estimated=True) for use in flats]
    assert not any(part.contribution for part in weighed(Use(0, together + 40, None, False), unread).parts)


def test_a_cold_month_is_nobodys_fault() -> None:
    house = [Use(number, 50, 100, False) for number in range(6)]
    found = weighed(Use(0, 400, None, False), [*house, Use(9, 5, 100, False)])
    assert [(part.use.usage_point_id, part.contribution) for part in found.parts][:2] == [(9, 45), (0, 0)]


def test_a_register_is_counted_from_the_lines_between_its_readings() -> None:
    month = 30 * DAY_MS
    points = [(place * month, (100 + 6 * place) * MICRO) for place in range(8)]
    one = Placed(1, 9, 1, 1, 5, 3, MICRO, 0, OPEN_END, None)
    known = Known(points, Dial(5, 3), POLICIES[COLD_WATER])
    within = used(one, known, month // 2, month // 2 + 2 * month)
    assert within is not None
    assert (within.quantity, within.estimated) == (12 * MICRO, False)
    ahead = used(one, known, 6 * month, 8 * month)
    assert ahead is not None
    assert ahead.estimated
    assert abs(ahead.quantity - 12 * MICRO) < MICRO // 10
    assert used(one, known._replace(points=[]), 0, month) is None


async def test_a_house_is_balanced_against_its_own_meter(house: House) -> None:
    operator = await house.operator("mykola")
    listed = await operator.AccountService.ListBuildings(commodity=COLD_WATER)
    assert listed.buildings
    building = listed.buildings[0]
    now = house.clock.now() // 1000
    request = pb.GetBuildingBalanceRequest(
        usage_point_id=building.usage_point_id, commodity=COLD_WATER, before=Timestamp(seconds=now - 35 * 86_400)
    )
    getattr(request, "from").FromSeconds(now - 65 * 86_400)
    found = await operator.ReadingService.GetBuildingBalance(request)
    assert len(found.parts) + found.without_meter == building.apartments
    assert found.unit == "m³"
    total = float(found.apartments.value) + float(found.imbalance.value)
    assert abs(total - float(found.building.value)) < 0.001
    assert 0 < found.imbalance_percent < 100
    backwards = pb.GetBuildingBalanceRequest(
        usage_point_id=building.usage_point_id, commodity=COLD_WATER, before=Timestamp(seconds=1)
    )
    getattr(backwards, "from").FromSeconds(2)
    assert (await refused(operator.ReadingService.GetBuildingBalance(backwards))).violations == (
        ("before", "timestamp.gt"),
    )
    request.commodity = HEAT
    assert (await refused(operator.ReadingService.GetBuildingBalance(request))).reason == "CONFLICT"


async def test_an_apartment_is_no_building(house: House) -> None:
    operator = await house.operator("mykola")
    now = house.clock.now() // 1000
    request = pb.GetBuildingBalanceRequest(commodity=COLD_WATER, before=Timestamp(seconds=now))
    getattr(request, "from").FromSeconds(now - 30 * 86_400)
    meters = (await operator.AccountService.ListMeters(page_size=1000)).meters
    place = next(one.installations[-1] for one in meters if one.installations[-1].address.apartment)
    request.usage_point_id = place.usage_point_id
    told = await refused(operator.ReadingService.GetBuildingBalance(request))
    assert told.violations == (("usage_point_id", "place.building"),)


async def test_a_utility_sees_the_balance_of_its_own_service_only(house: House) -> None:
    operator = await house.operator("mykola")
    building = (await operator.AccountService.ListBuildings(commodity=COLD_WATER)).buildings[0]
    now = house.clock.now() // 1000
    request = pb.GetBuildingBalanceRequest(
        usage_point_id=building.usage_point_id, commodity=COLD_WATER, before=Timestamp(seconds=now)
    )
    getattr(request, "from").FromSeconds(now - 30 * 86_400)
    assert (await house.utility(0).ReadingService.GetBuildingBalance(request)).parts
    assert (await refused(house.utility(2).ReadingService.GetBuildingBalance(request))).reason == "NOT_FOUND"
