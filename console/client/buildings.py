"""Buildings with meters of their own, and their balance."""

from datetime import datetime
from typing import Any

from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.account_service_pb2_grpc import AccountServiceStub
from smartregion.v1.reading_service_pb2_grpc import ReadingServiceStub

from console.client import convert, convert_metering
from console.client.listing import Listing, enum, stamp
from console.client.wire import Wire
from console.metering import Balance, Building
from console.models import Page, Query
from console.ports import ClientError


class Buildings(Listing[Building]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._accounts: Any = AccountServiceStub(wire.channel)
        self._readings: Any = ReadingServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Building]:
        request = account.ListBuildingsRequest(
            street=query.get("street"), commodity=enum(common.Commodity, query, "service")
        )
        method = self._accounts.ListBuildings
        return await self._page(method, request, "buildings", convert_metering.to_building, token, skip, size)

    async def get(self, key: str) -> Building:
        """The list holds all of it: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)

    async def balance(self, building_id: str, commodity: str, begin: datetime, before: datetime) -> Balance:
        request = pb.GetBuildingBalanceRequest(
            usage_point_id=building_id, commodity=convert.number(common.Commodity, commodity), before=stamp(before)
        )
        getattr(request, "from").CopyFrom(stamp(begin))
        return convert_metering.to_balance(await self.wire.call(self._readings.GetBuildingBalance, request))
