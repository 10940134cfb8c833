"""BillingService: proto in, proto out."""

from collections.abc import AsyncIterator
from functools import partial
from itertools import chain
from typing import Any

from smartregion.v1 import billing_service_pb2 as pb
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.partner_service_pb2 import PartnerKind

from server import etags, pushing
from server.billing import access, balances, ledger, mapping, money, rows
from server.billing.pushing import reply
from server.call import Call
from server.codec import decode_id, encode_id, optional_id
from server.errors import AlreadyExists, InvalidField, NotFound, PermissionDenied
from server.limits import SHOWN_NAMED
from server.services import Calls, Services
from server.watching import Whose
from storage.engine.feed import Topic
from storage.engine.ids import new_id
from storage.engine.store import Batch as Door
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.models.billing import BillingSchedule
from storage.repositories import accounts, billing, billing_notices, partners
from storage.repositories.accounts import Contract
from storage.repositories.billing import ALL_TIME, CHARGES, PAYMENTS, Row, Since

UTILITY = PartnerKind.PARTNER_KIND_UTILITY
#: Whose the balances of a watch are.
_WHOSE = Whose(
    lambda one: decode_id(one.id), lambda tx, keys: chain.from_iterable(billing_notices.users_of(tx, keys).values())
)


class BillingService(Calls):
    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._charges: Door[ledger.Batch, list[ledger.Outcome]] = services.store.batch(partial(ledger.take, CHARGES))
        self._payments: Door[ledger.Batch, list[ledger.Outcome]] = services.store.batch(partial(ledger.take, PAYMENTS))

    # -- pushed

    async def PushCharges(self, requests: AsyncIterator[Any], call: Call) -> AsyncIterator[pb.PushChargesResponse]:
        check = self._services.validator.check

        def read(request: pb.PushChargesRequest) -> ledger.Batch:
            days = rows.Days.about(call.now)
            read_in = [rows.charge(row, call.principal.id, check, days) for row in request.charges]
            return ledger.Batch(call.principal, read_in)

        async for part, outcomes in pushing.taken(pushing.parts(requests, read), self._charges):
            yield reply(pb.PushChargesResponse(), part, outcomes)

    async def PushPayments(self, requests: AsyncIterator[Any], call: Call) -> AsyncIterator[pb.PushPaymentsResponse]:
        check = self._services.validator.check
        own = call.principal.id if call.principal.partner_kind == UTILITY else None

        def read(request: pb.PushPaymentsRequest) -> ledger.Batch:
            read_in = [rows.payment(row, own, check, call.now) for row in request.payments]
            return ledger.Batch(call.principal, read_in)

        async for part, outcomes in pushing.taken(pushing.parts(requests, read), self._payments):
            yield reply(pb.PushPaymentsResponse(), part, outcomes)

    # -- read

    async def GetBalance(self, request: Any, call: Call) -> pb.GetBalanceResponse:
        account_id = decode_id(request.account_id, "account_id")
        call.target("account", account_id)

        def query(tx: Tx) -> pb.Balance:
            contract, row, _ = _account(tx, account_id, call)
            return mapping.balance(contract, row)

        return pb.GetBalanceResponse(balance=await call.read(query))

    async def ListDebts(self, request: Any, call: Call) -> pb.ListDebtsResponse:
        page = self._services.paging.page(request)
        oldest_first = request.order_by == "overdue_since"
        after: Any = page.after

        def query(tx: Tx) -> billing.Debts:
            found = billing.debts(
                tx,
                _filter(tx, request.filter, call),
                access.scope(tx, call.principal),
                oldest_first=oldest_first,
                after=after,
                size=page.size,
                skip=page.skip,
            )
            named = found.rows if len(found.rows) <= SHOWN_NAMED else []
            users = billing_notices.users_of(tx, [one.row.account_id for one in named])
            call.showed(len(found.rows), chain.from_iterable(users.values()))
            return found

        found = await call.read(query)
        reply = pb.ListDebtsResponse(
            debts=map(mapping.shown, found.rows), total_size=found.total, total_overdue=money.message(found.overdue)
        )
        page.end(
            reply,
            [one.row for one in found.rows],
            lambda last: (last.overdue_since if oldest_first else last.overdue, last.account_id),
        )
        return reply

    async def ListCharges(self, request: Any, call: Call) -> pb.ListChargesResponse:
        account_id = decode_id(request.account_id, "account_id")
        page = self._services.paging.page(request)
        after: Any = page.after
        call.target("account", account_id)

        def query(tx: Tx) -> pb.ListChargesResponse:
            _, row, since = _account(tx, account_id, call)
            found, total = billing.charges(tx, account_id, since, after, page.size, page.skip)
            reply = pb.ListChargesResponse(total_size=total)
            if found:
                newer = billing.charged_behind(tx, account_id, since, (found[0].due_on, found[0].id))
                reply.charges.extend(mapping.charges(found, row.balance - newer))
            page.end(reply, found, lambda last: (last.due_on, last.id))
            return reply

        return await call.read(query)

    async def ListPayments(self, request: Any, call: Call) -> pb.ListPaymentsResponse:
        account_id = decode_id(request.account_id, "account_id")
        page = self._services.paging.page(request)
        after: Any = page.after
        call.target("account", account_id)

        def query(tx: Tx) -> pb.ListPaymentsResponse:
            *_, since = _account(tx, account_id, call)
            found, total = billing.payments(tx, account_id, since, after, page.size, page.skip)
            reply = pb.ListPaymentsResponse(payments=map(mapping.payment, found), total_size=total)
            page.end(reply, found, lambda last: (last.paid_at, last.id))
            return reply

        return await call.read(query)

    async def WatchBalances(self, request: Any, call: Call) -> AsyncIterator[pb.WatchBalancesResponse]:
        wanted = await call.read(lambda tx: _filter(tx, request.filter, call))
        frames = self._services.watching.watch(
            call,
            request,
            Topic.BALANCES,
            lambda tx, last, size: [
                (one.row.account_id, mapping.shown(one))
                for one in billing.behind(tx, wanted, access.scope(tx, call.principal), last, size)
            ],
            lambda tx, ids: {
                one.row.account_id: mapping.shown(one)
                for one in billing.watched(tx, wanted, ids, access.scope(tx, call.principal))
            },
            "balance",
            whose=_WHOSE,
        )
        async for frame in frames:
            yield frame

    # -- schedules

    async def UpsertBillingSchedule(self, request: Any, call: Call) -> pb.UpsertBillingScheduleResponse:
        message = request.schedule
        schedule_id = optional_id(message.id, "schedule.id")
        utility_id = optional_id(message.utility_id, "schedule.utility_id")
        if utility_id is None and call.principal.is_partner:
            utility_id = call.principal.id
        if utility_id is None:
            raise InvalidField("schedule.utility_id", "required", "must name a utility")
        values = mapping.schedule_values(message)
        fresh_id = new_id()

        def unit(tx: Tx) -> pb.UpsertBillingScheduleResponse:
            _own_utility(tx, utility_id, call)
            if schedule_id is None:
                row = _created(tx, fresh_id, utility_id, message.commodity, values)
            else:
                current = billing_notices.schedule_by_id(tx, schedule_id)
                if current is None or (current.utility_id, current.commodity) != (utility_id, message.commodity):
                    raise NotFound(f"schedule {message.id} of this utility and service not found")
                etags.require(message.etag, current.version, "schedule")
                row = billing_notices.update_schedule(tx, schedule_id, **values)
            call.target("billing_schedule", row.id)
            return pb.UpsertBillingScheduleResponse(schedule=mapping.schedule(row))

        return await call.write(unit)

    async def ListBillingSchedules(self, request: Any, call: Call) -> pb.ListBillingSchedulesResponse:
        wanted = optional_id(request.utility_id, "utility_id")
        utilities = call.scope().utility_ids
        if wanted is not None:
            utilities = frozenset({wanted}) if utilities is None or wanted in utilities else frozenset()
        found = await call.read(lambda tx: billing_notices.schedules(tx, utilities))
        return pb.ListBillingSchedulesResponse(schedules=map(mapping.schedule, found))


def _account(tx: Tx, account_id: int, call: Call) -> tuple[Contract, Row, Since]:
    """An account that the caller may know of, with its balance of today and the time that they know of. Raises
    NotFound."""
    contract = accounts.get(tx, account_id, access.scope(tx, call.principal))
    if contract is None:
        raise NotFound(f"account {encode_id(account_id)} not found")
    call.showed_of(contract.user_ids)
    row = billing.row(tx, account_id) or Row(account_id, contract.row.utility_id)
    since = access.since(tx, call.principal, account_id)
    return contract, balances.current(tx, row) if since == ALL_TIME else balances.known(tx, row, since), since


def _filter(tx: Tx, message: pb.BalanceFilter, call: Call) -> billing.BalanceFilter:
    """Raises InvalidField, and PermissionDenied where a partner would learn by a filter what it may not see."""
    by_place = bool(message.city or message.street)
    if by_place and call.principal.is_partner and DataClass.DATA_CLASS_LOCATION not in call.principal.data_classes:
        raise PermissionDenied("filter: city and street need a grant of LOCATION")
    return mapping.balance_filter(tx, message)


def _own_utility(tx: Tx, utility_id: int, call: Call) -> None:
    """Raises NotFound where there is no such utility, or a partner names another than itself."""
    partner = partners.by_id(tx, utility_id)
    foreign = call.principal.is_partner and utility_id != call.principal.id
    if foreign or partner is None or partner.kind != UTILITY:
        raise NotFound(f"utility {encode_id(utility_id)} not found")


def _created(tx: Tx, number: int, utility_id: int, commodity: int, values: dict[str, object]) -> BillingSchedule:
    row = BillingSchedule(id=number, utility_id=utility_id, commodity=commodity, version=1, **values)
    try:
        billing_notices.create_schedule(tx, row)
    except DuplicateValue:
        raise AlreadyExists("schedule: the utility has one for this service; change that") from None
    return row
