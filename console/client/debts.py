"""Debts: what accounts owe, their documents, and when utilities tell of it."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from smartregion.v1 import billing_service_pb2 as pb
from smartregion.v1 import common_pb2 as common
from smartregion.v1.billing_service_pb2_grpc import BillingServiceStub

from console import formats
from console.client import convert, convert_delivery
from console.client.listing import Listing, date_of, enum, invalid
from console.client.wire import Wire, request_id
from console.delivery import Charge, Debt, Payment, Schedule
from console.models import Frame, Page, Query

#: Documents of each kind that a ledger shows, at most.
DOCUMENTS = 500


class Debts(Listing[Debt]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = BillingServiceStub(wire.channel)
        #: What the debts of the list that was read last are together.
        self.overdue: int | None = None

    def _filter(self, query: Query) -> pb.BalanceFilter:
        wanted = pb.BalanceFilter(
            commodity=enum(common.Commodity, query, "service"),
            user_id=query.get("user"),
            city=query.get("city"),
            street=query.get("street"),
        )
        if above := query.get("above"):
            try:
                wanted.overdue_above.CopyFrom(convert_delivery.money(formats.parse_money(above)))
            except ValueError:
                raise invalid("above", above, ["500", "1234,50"]) from None
        if since := query.get("since"):
            wanted.overdue_since.CopyFrom(date_of(since, "since"))
        return wanted

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Debt]:
        request = pb.ListDebtsRequest(
            filter=self._filter(query),
            order_by="overdue desc" if query.descending else "overdue_since",
            page_token=token,
            skip=skip,
            page_size=size,
        )
        reply = await self.wire.call(self._stub.ListDebts, request)
        self.overdue = convert_delivery.kopecks(reply.total_overdue)
        return Page(tuple(map(convert_delivery.to_debt, reply.debts)), reply.total_size, reply.next_page_token)

    async def get(self, key: str) -> Debt:
        reply = await self.wire.call(self._stub.GetBalance, pb.GetBalanceRequest(account_id=key))
        return convert_delivery.to_debt(reply.balance)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Debt]]:
        request = pb.WatchBalancesRequest(filter=self._filter(query), resume_token=token, skip_snapshot=True)
        return self._frames(self._stub.WatchBalances, request, "balance", convert_delivery.to_debt)

    async def charges(self, account_id: str) -> Sequence[Charge]:
        request = pb.ListChargesRequest(account_id=account_id, page_size=DOCUMENTS)
        reply = await self.wire.call(self._stub.ListCharges, request)
        return [convert_delivery.to_charge(one) for one in reply.charges]

    async def payments(self, account_id: str) -> Sequence[Payment]:
        request = pb.ListPaymentsRequest(account_id=account_id, page_size=DOCUMENTS)
        reply = await self.wire.call(self._stub.ListPayments, request)
        return [convert_delivery.to_payment(one) for one in reply.payments]

    async def schedule(self, utility_id: str, commodity: str) -> Schedule | None:
        request = pb.ListBillingSchedulesRequest(utility_id=utility_id)
        reply = await self.wire.call(self._stub.ListBillingSchedules, request)
        found = (convert_delivery.to_schedule(one) for one in reply.schedules)
        return next((one for one in found if one.commodity == commodity), None)

    async def save_schedule(self, schedule: Schedule) -> Schedule:
        message = pb.BillingSchedule(
            id=schedule.id,
            utility_id=schedule.utility_id,
            commodity=common.Commodity.ValueType(convert.number(common.Commodity, schedule.commodity)),
            remind_days_before=schedule.remind,
            debt_days_after=schedule.debt,
            smallest_debt=convert_delivery.money(schedule.smallest),
            etag=schedule.etag,
        )
        request = pb.UpsertBillingScheduleRequest(schedule=message, request_id=request_id())
        reply = await self.wire.call(self._stub.UpsertBillingSchedule, request)
        return convert_delivery.to_schedule(reply.schedule)
