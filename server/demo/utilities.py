"""What the utilities do all day: works that are announced, moved, called off and finished, charges and payments that
come in one by one. All of it through the contract; whom to tell of it the service finds out by itself."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import grpc
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.money_pb2 import Money
from smartregion.v1 import billing_service_pb2 as billing
from smartregion.v1 import billing_service_pb2_grpc, work_service_pb2_grpc
from smartregion.v1 import work_service_pb2 as work
from smartregion.v1.common_pb2 import Commodity

from server.demo.calling import Metadata, new_request_id, quietly
from server.demo.seed import CITY, Access
from server.demo.town import UTILITIES, Device, Household
from storage.days import KYIV

#: Seconds between what is done to works, between documents, and between looks at whom to tell of them; on average.
WORKS_PAUSE, DOCUMENTS_PAUSE, NOTICES_PAUSE = 20.0, 10.0, 50.0
#: Works that are announced at a time, and people whom one of them concerns at most: nobody watches a flood.
AT_A_TIME, CONCERNED = 6, 25
#: Part of the documents that are payments, and of the charges those that should have been paid already.
PAYMENTS, LATE = 0.4, 0.3
REASONS: dict[int, tuple[tuple[str, str], ...]] = {
    Commodity.COMMODITY_COLD_WATER: (
        ("заміна засувки", "a gate valve is replaced"),
        ("промивання мережі", "the pipes are flushed"),
    ),
    Commodity.COMMODITY_HOT_WATER: (("ремонт теплообмінника", "a heat exchanger is repaired"),),
    Commodity.COMMODITY_HEAT: (("усунення витоку в тепломережі", "a leak in the heating network is mended"),),
    Commodity.COMMODITY_GAS: (("перевірка газопроводу", "the gas main is inspected"),),
    Commodity.COMMODITY_ELECTRICITY: (
        ("заміна трансформатора", "a transformer is replaced"),
        ("ремонт повітряної лінії", "an overhead line is repaired"),
    ),
}
PLANNED, EMERGENCY = work.WorkKind.WORK_KIND_PLANNED, work.WorkKind.WORK_KIND_EMERGENCY


@dataclass
class Utilities:
    """All utilities of one town over one channel."""

    access: Access
    channel: "grpc.aio.Channel"
    households: Sequence[Household]
    random: Random
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    #: Works that are not over, oldest first.
    announced: list[work.Work] = field(default_factory=list)
    documents: int = 0

    def __post_init__(self) -> None:
        self.works = work_service_pb2_grpc.WorkServiceStub(self.channel)
        self.bills = billing_service_pb2_grpc.BillingServiceStub(self.channel)
        #: Before the numbers of documents: those of another run are others.
        self.begun = f"{self.now():%y%m%d%H%M%S}"

    async def run(self) -> None:
        """Until it is cancelled."""
        await asyncio.gather(
            self._again(WORKS_PAUSE, self.see_to_works),
            self._again(DOCUMENTS_PAUSE, self.send_document),
            self._again(NOTICES_PAUSE, self.look_for_notices),
        )

    async def _again(self, pause: float, what: Callable[[], Awaitable[None]]) -> None:
        while True:
            await quietly(what)
            await asyncio.sleep(self.random.expovariate(1 / pause))

    def of(self, commodity: int) -> Metadata:
        """The credentials of the utility that supplies a service."""
        number = next(place for place, one in enumerate(UTILITIES) if commodity in one.commodities)
        return (("authorization", f"Bearer {self.access.utility_keys[number]}"),)

    # -- works

    async def see_to_works(self) -> None:
        """Announces works, or does something to those that are known for longest."""
        if len(self.announced) < self.random.randint(1, AT_A_TIME):
            await self._announce()
            return
        oldest = self.announced.pop(0)
        credentials = self.of(oldest.commodity)
        if oldest.kind == EMERGENCY:
            finished = work.FinishWorkRequest(id=oldest.id, etag=oldest.etag, request_id=new_request_id())
            await self.works.FinishWork(finished, metadata=credentials)
        elif oldest.edition > 1 or self.random.random() < 0.3:
            off = work.CancelWorkRequest(
                id=oldest.id, etag=oldest.etag, note="немає матеріалів", request_id=new_request_id()
            )
            await self.works.CancelWork(off, metadata=credentials)
        else:
            for instant in (oldest.starts_at, oldest.ends_at):
                instant.seconds += 86_400
            moved = work.UpdateWorkRequest(work=oldest, request_id=new_request_id())
            self.announced.append((await self.works.UpdateWork(moved, metadata=credentials)).work)

    async def _announce(self) -> None:
        """At a house where not too many live."""
        for _ in range(10):
            household = self.random.choice(self.households)
            wanted = self._works(household)
            credentials = self.of(wanted.commodity)
            try:
                preview = await self.works.PreviewWork(work.PreviewWorkRequest(work=wanted), metadata=credentials)
            except grpc.aio.AioRpcError as error:
                if error.code() is not grpc.StatusCode.INVALID_ARGUMENT:
                    raise
                continue  # another utility's house
            if 0 < preview.users <= CONCERNED:
                request = work.CreateWorkRequest(work=wanted, request_id=new_request_id())
                self.announced.append((await self.works.CreateWork(request, metadata=credentials)).work)
                return

    def _works(self, household: Household) -> work.Work:
        commodity = self.random.choice(household.devices).commodity
        emergency = self.random.random() < 0.35
        now = self.now().astimezone(KYIV).replace(minute=0, second=0, microsecond=0)
        begin = now if emergency else (now + timedelta(days=self.random.randint(1, 4))).replace(hour=9)
        uk, en = self.random.choice(REASONS[commodity])
        return work.Work(
            kind=EMERGENCY if emergency else PLANNED,
            commodity=commodity,
            places=[
                work.WorkPlace(city=CITY, street=household.street, first_building=household.building, last_building="")
            ],
            starts_at=_instant(begin),
            ends_at=_instant(begin + timedelta(hours=self.random.randint(3, 8))),
            reason_uk=uk,
            reason_en=en,
        )

    # -- bills

    async def send_document(self) -> None:
        """A charge that somebody finds in their account, or a payment that they made."""
        device = self.random.choice(self.random.choice(self.households).devices)
        self.documents += 1
        number = f"{self.begun}-{self.documents}"
        amount = self.random.randint(60_00, 2_400_00)
        money = Money(currency_code="UAH", units=amount // 100, nanos=amount % 100 * 10_000_000)
        if self.random.random() < PAYMENTS:
            await self._pay(device, number, money)
        else:
            await self._charge(device, number, money)

    async def _charge(self, device: Device, number: str, money: Money) -> None:
        today = self.now().astimezone(KYIV).date()
        late = self.random.random() < LATE
        due_on = today - timedelta(days=1) if late else today + timedelta(days=self.random.choice([1, 3]))
        charge = billing.NewCharge(
            account_number=device.account_number,
            document_number=number,
            amount=money,
            due_on=_day(due_on),
            issued_on=_day(today - timedelta(days=20)),
        )

        async def sent() -> AsyncIterator[billing.PushChargesRequest]:
            yield billing.PushChargesRequest(first_line=1, charges=[charge])

        async for _ in self.bills.PushCharges(sent(), metadata=self.of(device.commodity)):
            pass

    async def _pay(self, device: Device, number: str, money: Money) -> None:
        payment = billing.NewPayment(
            account_number=device.account_number,
            document_number=number,
            amount=money,
            paid_at=_instant(self.now()),
        )

        async def sent() -> AsyncIterator[billing.PushPaymentsRequest]:
            yield billing.PushPaymentsRequest(first_line=1, payments=[payment])

        async for _ in self.bills.PushPayments(sent(), metadata=self.of(device.commodity)):
            pass

    async def look_for_notices(self) -> None:
        """A schedule that is written again is gone through at once, where otherwise the next morning would do."""
        commodity = self.random.choice(sorted(REASONS))
        credentials = self.of(commodity)
        reply = await self.bills.ListBillingSchedules(billing.ListBillingSchedulesRequest(), metadata=credentials)
        for schedule in reply.schedules:
            request = billing.UpsertBillingScheduleRequest(schedule=schedule, request_id=new_request_id())
            await self.bills.UpsertBillingSchedule(request, metadata=credentials)


def _instant(at: datetime) -> Timestamp:
    return Timestamp(seconds=int(at.timestamp()))


def _day(day: date) -> Date:
    return Date(year=day.year, month=day.month, day=day.day)
