"""Works: what is done where, and whom it concerns."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, time
from typing import Any

from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import work_service_pb2 as pb
from smartregion.v1.account_service_pb2_grpc import AccountServiceStub
from smartregion.v1.work_service_pb2_grpc import WorkServiceStub

from console.client import convert, convert_delivery
from console.client.listing import Listing, enum, enums, invalid, stamp
from console.client.wire import Wire, request_id
from console.delivery import Concerned, Supplier, Work
from console.formats import KYIV, parse_day
from console.models import Frame, Page, Query


class Works(Listing[Work]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = WorkServiceStub(wire.channel)
        self._accounts: Any = AccountServiceStub(wire.channel)

    def _filter(self, query: Query) -> pb.WorkFilter:
        wanted = pb.WorkFilter(
            commodity=enum(common.Commodity, query, "service"),
            kind=enum(pb.WorkKind, query, "kind"),
            states=enums(pb.WorkState, query, "state"),
            before=_midnight(query, "before"),
        )
        if query.get("from"):
            getattr(wanted, "from").CopyFrom(_midnight(query, "from"))
        return wanted

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Work]:
        ordered = "open_emergencies" if query.descending else "starts_at"
        request = pb.ListWorksRequest(filter=self._filter(query), order_by=ordered)
        return await self._page(self._stub.ListWorks, request, "works", convert_delivery.to_work, token, skip, size)

    async def get(self, key: str) -> Work:
        reply = await self.wire.call(self._stub.GetWork, pb.GetWorkRequest(id=key))
        return convert_delivery.to_work(reply.work)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Work]]:
        request = pb.WatchWorksRequest(filter=self._filter(query), resume_token=token, skip_snapshot=True)
        return self._frames(self._stub.WatchWorks, request, "work", convert_delivery.to_work)

    async def suppliers(self) -> Sequence[Supplier]:
        """Utilities with the services that they supply, as far as it is known when they take readings."""
        request = account.ListReadingWindowsRequest(page_size=1000)
        reply = await self.wire.call(self._accounts.ListReadingWindows, request)
        found = (
            Supplier(
                one.utility_id,
                one.utility_name_uk,
                one.utility_name_en,
                convert.name(common.Commodity, one.commodity),
            )
            for one in reply.windows
        )
        return list({one.id: one for one in found}.values())

    async def preview(self, work: Work) -> Concerned:
        request = pb.PreviewWorkRequest(work=convert_delivery.from_work(work))
        reply = await self.wire.call(self._stub.PreviewWork, request)
        return Concerned(reply.usage_points, reply.users, tuple(reply.buildings), tuple(reply.left_out))

    async def save(self, work: Work, silent: bool = False) -> Work:
        message = convert_delivery.from_work(work)
        if work.id:
            request = pb.UpdateWorkRequest(work=message, silent=silent, request_id=request_id())
            return convert_delivery.to_work((await self.wire.call(self._stub.UpdateWork, request)).work)
        made = pb.CreateWorkRequest(work=message, request_id=request_id())
        return convert_delivery.to_work((await self.wire.call(self._stub.CreateWork, made)).work)

    async def cancel(self, work: Work, note: str) -> Work:
        request = pb.CancelWorkRequest(id=work.id, etag=work.etag, note=note, request_id=request_id())
        return convert_delivery.to_work((await self.wire.call(self._stub.CancelWork, request)).work)

    async def finish(self, work: Work, note: str) -> Work:
        request = pb.FinishWorkRequest(id=work.id, etag=work.etag, note=note, request_id=request_id())
        return convert_delivery.to_work((await self.wire.call(self._stub.FinishWork, request)).work)


def _midnight(query: Query, name: str) -> Any:
    """The first instant of a day that is a condition; None where it is not given. Raises ClientError."""
    text = query.get(name)
    if not text:
        return None
    try:
        return stamp(datetime.combine(parse_day(text), time(), KYIV))
    except ValueError:
        raise invalid(name, text, ["23.11.2026"]) from None
