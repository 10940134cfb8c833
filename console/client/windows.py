"""Reading windows, and estimates for what was not read in them."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

from google.type.date_pb2 import Date
from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.account_service_pb2_grpc import AccountServiceStub
from smartregion.v1.reading_service_pb2_grpc import ReadingServiceStub

from console.client import convert, convert_metering
from console.client.listing import Listing, enum
from console.client.wire import Wire, request_id
from console.formats import KYIV
from console.metering import Estimated, Window
from console.models import Page, Query
from console.ports import ClientError

#: How far back and ahead the calendar can be turned.
PAST, FUTURE = timedelta(days=430), timedelta(days=220)


class Windows(Listing[Window]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._accounts: Any = AccountServiceStub(wire.channel)
        self._readings: Any = ReadingServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Window]:
        today = datetime.now(KYIV).date()
        request = account.ListReadingWindowsRequest(
            commodity=enum(common.Commodity, query, "service"),
            openings_from=_date(today - PAST),
            openings_before=_date(today + FUTURE),
        )
        method = self._accounts.ListReadingWindows
        return await self._page(method, request, "windows", convert_metering.to_window, token, skip, size)

    async def get(self, key: str) -> Window:
        """The list holds all of it: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)

    async def save(self, window: Window) -> Window:
        message = account.ReadingWindow(
            id=window.id,
            utility_id=window.utility_id,
            commodity=convert.number(common.Commodity, window.commodity),
            first_day=window.first_day,
            last_day=window.last_day,
            deemed_day=window.deemed_day,
            late_policy=convert.number(account.LatePolicy, window.late),
            missing_policy=convert.number(account.MissingPolicy, window.missing),
            early_policy=convert.number(account.EarlyPolicy, window.early),
            early_days=window.early_days,
            effective_from=_date(window.begins),
            effective_to=_date(window.ends),
            etag=window.etag,
        )
        request = account.UpsertReadingWindowRequest(window=message, request_id=request_id())
        return convert_metering.to_window((await self.wire.call(self._accounts.UpsertReadingWindow, request)).window)

    async def estimate(self, window: Window, month: date, dry_run: bool) -> AsyncIterator[Estimated]:
        missing = pb.MissingReadings(
            utility_id=window.utility_id,
            commodity=convert.number(common.Commodity, window.commodity),
            month=_date(month),
        )
        request = pb.EstimateReadingsRequest(missing=missing, dry_run=dry_run)
        methods: Counter[str] = Counter()
        left: Counter[str] = Counter()
        async for reply in self.wire.stream(self._readings.EstimateReadings, request):
            methods.update(convert.name(pb.EstimationMethod, one.estimate.method) for one in reply.estimated)
            left.update(convert.name(pb.NotEstimatedReason, one.reason) for one in reply.not_estimated)
            yield Estimated(reply.done, dict(methods), dict(left))


def _date(value: date | None) -> Date | None:
    return None if value is None else Date(year=value.year, month=value.month, day=value.day)
