"""What the town's app tells of visits is taken in whole, and its crashes make a few groups."""

from random import Random

from server.demo.visits import CRASHES, Visit

from ..conftest import House
from .conftest import users_of


async def test_visits_are_told_through_the_gateway_and_crashes_make_few_groups(house: House) -> None:
    gateway, random = house.gateway(), Random(4)
    user = (await users_of(house))[0]
    told = 0
    for number in range(40):
        visit = Visit(_Stub(gateway), gateway.credentials(), random, user.id, f"203.0.113.{number + 1}")
        await visit.ends()
        await gateway.ActivityService.ReportCrash(visit.crash())
        told += len(visit._events)
    support = await house.operator("oksana")
    assert (await support.ActivityService.ListActivity()).total_size == told
    groups = (await support.ActivityService.ListCrashGroups()).groups
    assert 1 <= len(groups) <= max(map(len, CRASHES.values()))
    assert sum(group.reports for group in groups) >= 40


class _Stub:
    """The service as generated stubs call it."""

    def __init__(self, client: object) -> None:
        self._service = client.ActivityService  # type: ignore[attr-defined]

    async def ReportCrash(self, request: object, metadata: object) -> object:
        return await self._service.ReportCrash(request)

    def RecordActivity(self, requests: object, metadata: object) -> object:
        return self._service.RecordActivity(requests)
