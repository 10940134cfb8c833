"""A server in memory that keeps the ports' promises, and a clock that stands."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

from console.delivery import (
    Audience,
    Campaign,
    CampaignProgress,
    ChannelSaid,
    Charge,
    Concerned,
    Debt,
    DeliveryRules,
    Estimate,
    Explanation,
    Minute,
    Payment,
    Provider,
    Queue,
    Reach,
    Rendered,
    RuleSaid,
    Schedule,
    Stopped,
    Supplier,
    Work,
)
from console.duties import DataDuty
from console.models import (
    Account,
    AuditEntry,
    Balance,
    Building,
    Cause,
    Change,
    Clock,
    DayNote,
    Deadline,
    DeadlineStep,
    Decision,
    ErasureLine,
    Estimated,
    Examination,
    FileRow,
    Finding,
    Frame,
    ImportAs,
    Imported,
    LegalDuty,
    Neighbour,
    Notification,
    Opening,
    Operator,
    Page,
    Part,
    Preference,
    PrivacyRequest,
    Query,
    Reading,
    Rehearsal,
    Replay,
    Replayed,
    RuleSet,
    Scan,
    Section,
    Shape,
    Summary,
    Template,
    User,
    Verdict,
    Window,
)
from console.places import Place
from console.policies import Difference, Paragraph, PolicyVersion
from console.policies import Reach as PolicyReach
from console.ports import ClientError
from console.support import Canned, Message, Thread
from console.terms import Term

T = TypeVar("T")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EVERYTHING = frozenset(
    {"USERS_READ", "USERS_WRITE", "USERS_BLOCK", "ACCOUNTS_READ", "ACCOUNTS_LINK", "READINGS_READ", "READINGS_REVIEW"}
    | {"NOTIFICATIONS_READ", "NOTIFICATIONS_SEND", "PREFERENCES_READ", "PREFERENCES_WRITE"}
    | {"ACCOUNTS_WRITE", "READINGS_IMPORT", "RULES_WRITE"}
    | {"WORKS_READ", "WORKS_WRITE", "BILLING_READ", "BILLING_WRITE", "DELIVERY_RULES_WRITE"}
    | {"CAMPAIGNS_WRITE", "TEMPLATES_WRITE", "SUPPRESSIONS_WRITE"}
    | {"PRIVACY_READ", "PRIVACY_REGISTER", "PRIVACY_WORK", "PRIVACY_APPROVE", "AUDIT_READ"}
    | {"DATA_DUTIES_READ", "POLICY_READ", "POLICY_WRITE"}
    | {"SUPPORT_READ", "SUPPORT_WRITE", "SUPPORT_WORK"}
)


class FixedClock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


def user(number: int, **changes: Any) -> User:
    return replace(
        User(
            id=f"u{number:07}",
            phone=f"+38067{number:07}",
            email=f"user{number}@example.com",
            first_name="Олена",
            last_name=f"Коваль{number}",
            language="UKRAINIAN",
            state="ACTIVE",
            block_reason="",
            blocked_at=None,
            created_at=NOW - timedelta(hours=number),
            updated_at=NOW,
            accounts=number % 5,
            restricted=False,
            etag="1",
        ),
        **changes,
    )


def reading(number: int, **changes: Any) -> Reading:
    found = Finding("HIGH_USE", "R − R′ ≤ limit", {"daily": "9.5", "limit": "3"}, "Забагато", "Too much")
    return replace(
        Reading(
            id=f"r{number:07}",
            register_id="g1",
            meter_id="m1",
            usage_point_id="p1",
            serial=f"В23-{number:06}",
            commodity="COLD_WATER",
            tier="TOTAL",
            index=str(100 + number),
            consumption="",
            read_at=NOW - timedelta(minutes=number),
            received_at=NOW - timedelta(minutes=number),
            source="RESIDENT",
            state="IN_REVIEW",
            quality="QUESTIONABLE",
            cim_code="3.6.1010",
            address="вул. Лісова, 1, кв. 2",
            findings=(found,),
            versions=(),
            etag="1",
        ),
        **changes,
    )


def request(number: int, **changes: Any) -> PrivacyRequest:
    return replace(
        PrivacyRequest(
            id=f"q{number:07}",
            number=f"2026-{number:06}",
            kind="ERASURE",
            state="AWAITING_APPROVAL",
            channel="LETTER",
            user_id="u0000001",
            applicant="Олена Коваль",
            contact="Річенськ, вул. Лісова, 1",
            text="Прошу знищити мої дані",
            received_on=date(2026, 11, 20),
            due_on=date(2026, 11, 30),
            due_article="2297-VI, art. 8(2)(6)",
            assignee_id="o2",
            assignee="Петро Гнатюк",
            proof="паспорт",
            proof_at=NOW,
            decision="FULFIL",
            decision_reason="законно",
            decision_article="",
            proposed_by="Петро Гнатюк",
            proposed_by_id="o2",
            holds=(),
            rectifications=(),
            steps=(),
            outcome="",
            allowed=frozenset({"ApproveDecision", "WithdrawPrivacyRequest", "PlaceHold"}),
            closed_at=None,
            etag="1",
        ),
        **changes,
    )


class FakeList(Generic[T]):
    """Rows by number, made when they are asked for: a million cost nothing."""

    def __init__(self, total: int, make: Callable[[int], T]) -> None:
        self.total = total
        self.make = make
        self.changed: dict[str, T] = {}
        self.queries: list[Query] = []
        self.fetched: list[tuple[str, int]] = []
        self.down = False
        self.tokens: list[str] = []
        self._watchers: list[asyncio.Queue[Any]] = []

    def _row(self, number: int) -> T:
        row: Any = self.make(number)
        return self.changed.get(row.id, row)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[T]:
        self._check()
        await asyncio.sleep(0)
        self.queries.append(query)
        self.fetched.append((token, skip))
        start = (int(token) if token else 0) + skip
        numbers = range(start, min(start + size, self.total))
        rows = tuple(self._row(n if query.descending else self.total - 1 - n) for n in numbers)
        end = start + len(rows)
        return Page(rows, self.total, str(end) if end < self.total else "")

    async def get(self, key: str) -> T:
        self._check()
        return self._row(int(key[1:]))

    def _check(self) -> None:
        if self.down:
            raise ClientError("UNREACHABLE", "connection refused", lost=True)

    async def watch(self, query: Query, token: str) -> AsyncIterator[Frame[T]]:
        self._check()
        self.tokens.append(token)
        queue: asyncio.Queue[Any] = asyncio.Queue()
        self._watchers.append(queue)
        yield Frame("t0", 0)
        while True:
            frame = await queue.get()
            if isinstance(frame, Exception):
                raise frame
            yield frame

    def tell(self, *changes: Change[T], token: str = "t1") -> None:
        """Tells watchers of changes."""
        for change in changes:
            if change.row is not None:
                self.changed[change.key] = change.row
        for queue in self._watchers:
            queue.put_nowait(Frame(token, 1, tuple(changes)))

    def break_watches(self, error: Exception) -> None:
        for queue in self._watchers:
            queue.put_nowait(error)
        self._watchers.clear()

    def took(self, row: Any, **changes: Any) -> Any:
        changed = replace(row, **changes)
        self.changed[row.id] = changed
        return changed


class FakeUsers(FakeList[User]):
    async def block(self, row: User, reason: str) -> User:
        return self.took(row, state="BLOCKED", block_reason=reason, etag="2")

    async def unblock(self, row: User, reason: str) -> User:
        return self.took(row, state="ACTIVE", etag="3")

    async def update(self, row: User, values: Mapping[str, str], reason: str = "") -> User:
        return self.took(row, **values)

    def __init__(self, total: int, make: Callable[[int], User]) -> None:
        super().__init__(total, make)
        self.linked = [Account("a1", "0012345", "COLD_WATER", "p1", "вул. Лісова, 1, кв. 2")]
        #: The same number at two utilities.
        self.others = [
            Account("a2", "0077777", "GAS", "p2", "вул. Лісова, 3"),
            Account("a3", "0077777", "HEAT", "p3", "вул. Лісова, 3"),
        ]

    async def accounts(self, user_id: str) -> Sequence[Account]:
        return self.linked

    async def accounts_by_number(self, number: str) -> Sequence[Account]:
        return [one for one in self.others if one.number == number]

    async def link(self, user_id: str, account_id: str) -> None:
        self.linked += [one for one in self.others if one.id == account_id]

    async def unlink(self, user_id: str, account_id: str) -> None:
        self.linked = [one for one in self.linked if one.id != account_id]

    async def preferences(self, user_id: str) -> Sequence[Preference]:
        return [Preference("NEWS", "EMAIL", True, False), Preference("SECURITY", "SMS", True, True)]

    async def set_preference(self, user_id: str, category: str, channel: str, on: bool, evidence: str) -> None: ...


class FakeReadings(FakeList[Reading]):
    def __init__(self, total: int, make: Callable[[int], Reading]) -> None:
        super().__init__(total, make)
        self.refusing: set[str] = set()
        self.done: list[tuple[str, str, str]] = []
        self.causes: tuple[Cause, ...] = (Cause("DIGIT_ADDED", 0.93, "Зайва цифра", "A digit too many", "98.5", ""),)
        #: Seconds that a call takes, and how many decisions come through before the server is lost.
        self.slow = 0.0
        self.lost_after = 1_000_000
        self.rehearsed: list[str] = []

    async def _decide(self, what: str, row: Reading, reason: str, state: str) -> Reading:
        await asyncio.sleep(self.slow)
        if len(self.done) >= self.lost_after:
            raise ClientError("UNREACHABLE", "Socket closed", lost=True)
        now = self.changed.get(row.id, row)
        if what != "undo" and now.etag != row.etag:
            raise ClientError("STALE_ETAG", "Хтось змінив це раніше. Перечитайте й повторіть.")
        if row.id in self.refusing:
            raise ClientError("STALE_ETAG", "Хтось змінив це раніше. Перечитайте й повторіть.")
        self.done.append((what, row.id, reason))
        return self.took(row, state=state, etag=str(int(row.etag) + 1))

    async def decide(self, row: Reading, decision: Decision, reason: str) -> Reading:
        states = {"accept": "ACCEPTED", "refuse": "REFUSED", "estimate": "REFUSED"}
        what = f"{decision.kind} {decision.index}{decision.register_id}".strip()
        return await self._decide(what, row, reason, states.get(decision.kind, "CORRECTED"))

    async def rehearse(self, row: Reading, decision: Decision) -> Rehearsal:
        self.rehearsed.append(row.id)
        await asyncio.sleep(self.slow)
        if row.id in self.refusing:
            raise ClientError("STALE_ETAG", "Хтось змінив це раніше. Перечитайте й повторіть.")
        return Rehearsal("ACCEPTED", 1)

    async def undo(self, reading_id: str) -> Reading:
        row = await self.get(reading_id)
        return await self._decide("undo", row, "", "IN_REVIEW")

    async def get(self, key: str) -> Reading:
        return replace(await super().get(key), causes=self.causes)

    async def examine(self, key: str) -> Examination:
        await asyncio.sleep(self.slow)
        found = await self.get(key)
        return Examination(found, "97", "104", "99", "98", "100", "PROFILE", 5.0, (Neighbour("3", 0.2),))

    async def reverse(self, row: Reading, reason: str) -> int:
        await self._decide("reverse", row, reason, "REVERSED")
        return 3

    async def history(self, register_id: str) -> Sequence[Reading]:
        return [
            reading(n, index=str(100 - n), state="ACCEPTED", read_at=NOW - timedelta(days=30 * n)) for n in (3, 2, 1)
        ]


def building(number: int) -> Building:
    return Building(f"b{number}", f"вул. Лісова, {number}", 36, ("COLD_WATER", "ELECTRICITY"))


class FakeBuildings(FakeList[Building]):
    def __init__(self, total: int, make: Callable[[int], Building]) -> None:
        super().__init__(total, make)
        self.asked: list[tuple[str, str, datetime]] = []

    async def balance(self, building_id: str, commodity: str, begin: datetime, before: datetime) -> Balance:
        self.asked.append((building_id, commodity, begin))
        parts = (Part("3", "1.2", "9", 7.8, 78.0, False), Part("4", "5", "", 0.0, 0.0, True))
        return Balance("m³", "110.5", "100.5", "10", 9.2, False, 1, 1, parts)


def window(number: int) -> Window:
    return Window(
        id=f"w{number}",
        utility_id="p1",
        utility_uk="Річенськводоканал",
        utility_en="Richensk Water",
        commodity="COLD_WATER",
        first_day=-2,
        last_day=3,
        deemed_day=1,
        late="ACCEPT",
        missing="AVERAGE_DAILY",
        early="DEEM",
        early_days=2,
        begins=date(2024, 1, 1),
        ends=None,
        etag="1",
        openings=(
            Opening(date(2026, 10, 30), date(2026, 11, 3), date(2026, 11, 1), date(2026, 10, 28)),
            Opening(date(2026, 11, 29), date(2026, 12, 3), date(2026, 12, 1), date(2026, 11, 27)),
        ),
    )


class FakeWindows(FakeList[Window]):
    def __init__(self, total: int, make: Callable[[int], Window]) -> None:
        super().__init__(total, make)
        self.saved: list[Window] = []
        self.estimates: list[tuple[date, bool]] = []
        self.refuse: ClientError | None = None

    async def save(self, window: Window) -> Window:
        if self.refuse is not None and not window.id:
            raise self.refuse
        self.saved.append(window)
        return replace(window, id=window.id or "w9", etag="2")

    async def estimate(self, window: Window, month: date, dry_run: bool) -> AsyncIterator[Estimated]:
        self.estimates.append((month, dry_run))
        yield Estimated(64, {"PROFILE": 2}, {})
        yield Estimated(90, {"PROFILE": 2, "AVERAGE_DAILY": 1}, {"READ": 4})


def work(number: int, **changes: Any) -> Work:
    """Works that begin the more days from now the greater the number; the first go on already."""
    return replace(
        Work(
            id=f"k{number}",
            kind="PLANNED" if number else "EMERGENCY",
            state="ANNOUNCED",
            utility_id="p1",
            utility_uk="Річенськводоканал",
            utility_en="Richensk Water",
            commodity="COLD_WATER",
            places=(Place("Річенськ", "Лісова вулиця", "1", "12", "ODD"),),
            starts_at=NOW - timedelta(hours=1) + timedelta(days=number),
            ends_at=NOW + timedelta(hours=4) + timedelta(days=number),
            reason_uk="Заміна засувки",
            reason_en="Replacement of a gate valve",
            reach=Reach(40, 60, 50, 45, 2, 10, 3),
            etag="1",
        ),
        **changes,
    )


class FakeWorks(FakeList[Work]):
    def __init__(self, total: int, make: Callable[[int], Work]) -> None:
        super().__init__(total, make)
        self.saved: list[tuple[Work, bool]] = []
        self.closed: list[tuple[str, str, str]] = []
        self.concerned = Concerned(41, 63, tuple(f"Лісова вулиця, {number}" for number in range(1, 20, 2)))

    async def suppliers(self) -> Sequence[Supplier]:
        return [
            Supplier("p1", "Річенськводоканал", "Richensk Water", "COLD_WATER"),
            Supplier("p2", "Тепломережі", "Heat Networks", "HEAT"),
        ]

    async def preview(self, work: Work) -> Concerned:
        self._check()
        return self.concerned

    async def save(self, work: Work, silent: bool = False) -> Work:
        self.saved.append((work, silent))
        return self.took(work, id=work.id or "k0", etag="2")

    async def cancel(self, work: Work, note: str) -> Work:
        self.closed.append(("cancel", work.id, note))
        return self.took(work, state="CANCELLED", closing_note=note)

    async def finish(self, work: Work, note: str) -> Work:
        self.closed.append(("finish", work.id, note))
        return self.took(work, state="FINISHED", closing_note=note)


def debt(number: int, **changes: Any) -> Debt:
    """A debt that is the older the greater the number."""
    return replace(
        Debt(
            id=f"d{number}",
            number=f"40000{number:04}",
            utility_id="p1",
            commodity="COLD_WATER",
            address=f"вул. Лісова, {number + 1}",
            charged=250_000,
            paid=100_050,
            balance=149_950,
            overdue=100_000,
            overdue_since=date(2026, 11, 12) - timedelta(days=60 * number),
            next_due_on=date(2026, 12, 12),
            next_due=49_950,
            updated_at=NOW,
        ),
        **changes,
    )


def duty(number: int, **changes: Any) -> DataDuty:
    """A duty that is due the later the greater the number; the first is overdue."""
    made = DataDuty(
        id=f"y{number}",
        partner_id="p1",
        partner_uk="Водоканал",
        partner_en="Waterworks",
        kind="ERASED",
        state="PENDING",
        overdue=number == 0,
        account=f"40000{number:04}",
        user_id="u1",
        fields=(),
        raised_at=NOW,
        due_on=NOW.date() + timedelta(days=5 * number - 1),
        article="2297-VI, art. 21(3)",
        request_number="2026-000006",
        excuse="",
        etag="1",
    )
    return replace(made, **changes)


class FakeDuties(FakeList[DataDuty]):
    async def excuse(self, duty: DataDuty, reason: str) -> DataDuty:
        return replace(duty, state="EXCUSED", overdue=False, excuse=reason)


def thread(number: int, **changes: Any) -> Thread:
    """The first waits, of somebody who is not registered."""
    made = Thread(
        id=f"t{number}",
        number=f"S-2026-{number:06}",
        state="OPEN",
        user_id="u1" if number else "",
        name="Бойко Ганна",
        phone="",
        email="hanna@example.org",
        assignee="",
        received_at=NOW,
        waiting_since=NOW - timedelta(hours=2),
        first_answer=0,
        last_answer=0,
        request_number="",
        excerpt="Де мій рахунок?",
        allowed=("AssignThread", "CloseThread", "HandOverThread", "MergeThreads", "PostMessage"),
        etag="1",
    )
    return replace(made, **changes)


class FakeSupport(FakeList[Thread]):
    posted: tuple[str, str] = ("", "")

    async def messages(self, thread_id: str) -> list[Message]:
        return [Message("INCOMING", "", "Де мій рахунок?\nЧекаю тиждень.", NOW, "")]

    async def canned(self, thread_id: str) -> list[Canned]:
        return [Canned("thanks", "Дякуємо", "Thanks", "Ганно, дякуємо!")]

    async def post(self, thread: Thread, kind: str, text: str) -> Thread:
        self.posted = kind, text
        return replace(thread, state="ANSWERED", waiting_since=None) if kind == "REPLY" else thread

    async def assign(self, thread: Thread) -> Thread:
        return replace(thread, assignee="Оксана")

    async def close(self, thread: Thread) -> Thread:
        return replace(thread, state="CLOSED", waiting_since=None, allowed=("PostMessage",))

    async def merge(self, thread: Thread, into: str) -> Thread:
        return replace(thread, id=into)

    async def hand_over(self, thread: Thread, kind: str) -> Thread:
        return replace(thread, state="CLOSED", request_number="2026-000007", allowed=("PostMessage",))


def term(number: int, **changes: Any) -> Term:
    """The first is two days overdue, the second of a recipient, the third a disclosure."""
    kind, what, state = (
        ("REQUEST", "request_kind.ERASURE", "request_state.IN_PROGRESS"),
        ("DUTY", "duty_kind.ERASED", "duty_state.PENDING"),
        ("DISCLOSURE", "term.study", "disclosure_state.REQUESTED"),
    )[number % 3]
    made = Term(
        id=f"{kind.lower()} {number}",
        kind=kind,
        target=f"t{number}",
        day=NOW.date() + timedelta(days=5 * number - 2),
        number=f"2026-{number:06}",
        what=what,
        state=state,
        whom="Водоканал ¦ Water company",
        article="2297-VI, art. 8(2)(6)",
    )
    return replace(made, **changes)


class FakeDebts(FakeList[Debt]):
    def __init__(self, total: int, make: Callable[[int], Debt]) -> None:
        super().__init__(total, make)
        self.overdue: int | None = 300_000
        self.known: Schedule | None = Schedule("s1", "p1", "COLD_WATER", (7, 1), (1, 14, 30), 5_000, "1")
        self.schedules: list[Schedule] = []

    async def charges(self, account_id: str) -> Sequence[Charge]:
        return [
            Charge("Н-11", 49_950, 49_950, date(2026, 11, 20), date(2026, 12, 12), date(2026, 11, 1)),
            Charge("Н-10", 100_000, 100_000, date(2026, 10, 20), date(2026, 11, 12), date(2026, 10, 1)),
            Charge("Н-09", 100_050, 0, date(2026, 9, 20), date(2026, 10, 12), date(2026, 9, 1)),
        ]

    async def payments(self, account_id: str) -> Sequence[Payment]:
        return [Payment("О-1", 100_050, datetime(2026, 10, 1, 22, 30, tzinfo=UTC))]

    async def schedule(self, utility_id: str, commodity: str) -> Schedule | None:
        return self.known

    async def save_schedule(self, schedule: Schedule) -> Schedule:
        self.schedules.append(schedule)
        self.known = schedule
        return schedule


def provider(number: int) -> Provider:
    """The first is well, the second ails, the third is out and was never asked."""
    at = NOW - timedelta(minutes=10 * number)
    minutes = (Minute(at, 40, 2, 6, 2, 250), Minute(at - timedelta(minutes=9), 10, 0, 0, 0, 50))
    return Provider(
        name=("smsc", "turbosms", "mail")[number],
        channel=("SMS", "SMS", "EMAIL")[number],
        protocol=("smpp", "turbosms", "smtp")[number],
        state=("HEALTHY", "AILING", "OUT")[number],
        health=(1.0, 0.5, 0.0)[number],
        rate=50.0,
        price=65,
        minutes=minutes if number < 2 else (),
        last_error="ESME_RTHROTTLED" if number == 1 else "",
        last_error_at=NOW if number == 1 else None,
        queues=(Queue("BULK", "SMS", 10_000, NOW, more=True), Queue("URGENT", "SMS", 3, NOW + timedelta(hours=1))),
    )


class FakeProviders(FakeList[Provider]):
    def __init__(self, total: int, make: Callable[[int], Provider]) -> None:
        super().__init__(total, make)
        self.known = DeliveryRules(22, 8, 3, ("СТОП", "STOP"), "1")

    async def rules(self) -> DeliveryRules:
        return self.known

    async def save_rules(self, rules: DeliveryRules) -> DeliveryRules:
        if rules.quiet_from > 23:
            raise ClientError("INVALID_FIELD", "Має бути від 0 до 23.")
        self.known = rules
        return rules

    watch: Any = None


def stopped(number: int) -> Stopped:
    reason = ("NO_SUCH_CONTACT", "STOP_KEYWORD", "OPERATOR")[number]
    return Stopped(f"s{number}", "SMS", f"•••••••{number:02}", f"u{number}", reason, "", NOW - timedelta(hours=number))


class FakeStopList(FakeList[Stopped]):
    watch: Any = None

    def __init__(self, total: int, make: Callable[[int], Stopped]) -> None:
        super().__init__(total, make)
        self.added: list[tuple[str, str, str]] = []
        self.released: list[str] = []

    async def suppress(self, user_id: str, channel: str, note: str) -> Stopped:
        self.added.append((user_id, channel, note))
        return stopped(2)

    async def release(self, row: Stopped) -> None:
        self.released.append(row.id)


def template(number: int) -> Template:
    name = ("news", "works_planned")[number]
    return Template(
        f"t{number}",
        name,
        ("NEWS", "WORKS")[number],
        1,
        "Новини" if number == 0 else "Роботи на {street}",
        "Завтра ярмарок." if number == 0 else "Води не буде з {from:instant}.",
        "News" if number == 0 else "Works in {street}",
        "A fair tomorrow." if number == 0 else "No water from {from:instant}.",
        () if number == 0 else ("street", "from"),
        "1",
    )


class FakeTemplates(FakeList[Template]):
    """Renders as the server does: both languages must have the same placeholders, and each its value."""

    watch: Any = None

    def __init__(self, total: int, make: Callable[[int], Template]) -> None:
        super().__init__(total, make)
        self.saved: list[Template] = []
        self.values: list[Mapping[str, str]] = []
        self.refusal: ClientError | None = None

    async def preview(
        self, template: Template, values: Mapping[str, str], transliterate: bool = False
    ) -> tuple[Rendered, Rendered]:
        self._check()
        self.values.append(values)
        names = [
            re.findall(r"\{(\w+)", f"{subject} {body}")
            for subject, body in (
                (template.subject_uk, template.body_uk),
                (template.subject_en, template.body_en),
            )
        ]
        if set(names[0]) != set(names[1]):
            raise ClientError("INVALID_FIELD", "Підстановки різняться.")
        made = []
        for subject, body in ((template.subject_uk, template.body_uk), (template.subject_en, template.body_en)):
            for name in names[0]:
                body = re.sub(rf"\{{{name}(:\w+)?\}}", values[name], body)
                subject = re.sub(rf"\{{{name}(:\w+)?\}}", values[name], subject)
            parts = len(body) // 70 + 1
            encoding = "GSM7" if body.isascii() else "UCS2"
            made.append(Rendered(subject, body, parts, encoding, 70 - len(body) % 70, 3 * (parts > 1), 85 * parts))
        return made[0], made[1]

    async def save(self, template: Template) -> Template:
        if self.refusal is not None:
            raise self.refusal
        self.saved.append(template)
        return replace(template, id=template.id or "t1", version=template.version + 1)


def policy(number: int, **changes: Any) -> PolicyVersion:
    """The first is a draft of Petro's, the second in force, the third what was before it."""
    state = ("DRAFT", "IN_FORCE", "SUPERSEDED")[number]
    published = None if state == "DRAFT" else NOW - timedelta(days=30 * number)
    values: dict[str, Any] = {
        "id": f"v{number}",
        "label": ("2026-12", "2026-11", "2025-06")[number],
        "state": state,
        "text_uk": "# Політика\n\n- Ми зберігаємо телефон.",
        "text_en": "# Policy\n\n- We keep the phone.",
        "summary_uk": "Коротші строки.",
        "summary_en": "Shorter terms.",
        "effective_from": published,
        "published_at": published,
        "announced_at": published,
        "author": "Петро Гнатюк",
        "editor": "Петро Гнатюк",
        "publisher": "" if published is None else "Оксана Литвин",
        "etag": "1",
        "reach": None if published is None else PolicyReach(1_000, 300, 450, 250, 980, 700, 20, 20),
    }
    return PolicyVersion(**(values | changes))


class FakePolicies(FakeList[PolicyVersion]):
    watch: Any = None

    def __init__(self, total: int, make: Callable[[int], PolicyVersion]) -> None:
        super().__init__(total, make)
        self.saved: list[PolicyVersion] = []
        self.done: list[tuple[str, str, str]] = []
        self.compared: list[tuple[str, str, str]] = []
        self.refusal: ClientError | None = None

    async def compare(self, old: str, new: str, language: str) -> Difference:
        self._check()
        self.compared.append((old, new, language))
        same = Paragraph("SAME", (("SAME", "Пишіть нам."),))
        changed = (("SAME", "Ми зберігаємо "), ("REMOVED", "телефон."), ("ADDED", "пошту."))
        heading = Paragraph("SAME", (("SAME", "# Політика"),))
        gone = Paragraph("REMOVED", (("REMOVED", "Нікому."),))
        return Difference((heading, same, same, Paragraph("CHANGED", changed), gone, same), 2, 1)

    async def save(self, version: PolicyVersion) -> PolicyVersion:
        self.saved.append(version)
        return replace(version, id=version.id or "v9")

    async def publish(self, version: PolicyVersion) -> PolicyVersion:
        if self.refusal is not None:
            raise self.refusal
        self.done.append(("publish", version.id, version.etag))
        return version

    async def discard(self, version: PolicyVersion) -> PolicyVersion:
        self.done.append(("discard", version.id, version.etag))
        return version


def campaign(number: int, **changes: Any) -> Campaign:
    """The first runs, the second is estimated, the third is a draft."""
    estimate = Estimate(
        1_000, 800, {"PUSH": 500, "SMS": 300}, {"NO_CONSENT": 150, "NO_CONTACT": 50}, 600, 51_000, 95, NOW
    )
    progress = CampaignProgress(
        expanded=900,
        states={
            ("PUSH", "SENT"): 300,
            ("PUSH", "QUEUED"): 200,
            ("SMS", "DELIVERED"): 80,
            ("SMS", "FAILED_PERMANENT"): 15,
            ("SMS", "UNKNOWN"): 5,
        },
        exclusions={"NO_CONSENT": 140},
        errors={"smsc": 20},
        per_second=12.5,
        seconds_left=125,
        parts=200,
        cost=17_000,
    )
    running = number == 0
    return replace(
        Campaign(
            id=f"c{number}",
            name=("Ярмарок", "Опитування", "Чернетка")[number],
            state=("RUNNING", "ESTIMATED", "DRAFT")[number],
            template="news",
            template_version=1,
            category="NEWS",
            values={},
            channels=("PUSH", "SMS"),
            audience=Audience(city="Річенськ", debt_above=50_000),
            transliterate=False,
            stop_at=20,
            scheduled_at=NOW if running else None,
            expires_at=None,
            pause_reason="",
            estimate=estimate if number < 2 else None,
            progress=progress if running else CampaignProgress(),
            created_at=NOW,
            started_at=NOW if running else None,
            finished_at=None,
            etag="1",
        ),
        **changes,
    )


class FakeCampaigns(FakeList[Campaign]):
    def __init__(self, total: int, make: Callable[[int], Campaign]) -> None:
        super().__init__(total, make)
        self.done: list[tuple[str, str, Any]] = []
        self.saved: list[Campaign] = []
        self.refusal: ClientError | None = None

    def _did(self, what: str, row: Campaign, answer: Any, **changes: Any) -> Campaign:
        if self.refusal is not None:
            raise self.refusal
        self.done.append((what, row.id, answer))
        changed: Campaign = self.took(row, **changes)
        return changed

    async def save(self, campaign: Campaign) -> Campaign:
        if self.refusal is not None:
            raise self.refusal
        self.saved.append(campaign)
        return replace(campaign, id=campaign.id or "c2")

    async def estimate(self, row: Campaign) -> Campaign:
        return self._did("estimate", row, None, state="ESTIMATED", estimate=campaign(0).estimate)

    async def schedule(self, row: Campaign, at: datetime | None) -> Campaign:
        return self._did("schedule", row, at, state="SCHEDULED", scheduled_at=at)

    async def pause(self, row: Campaign) -> Campaign:
        return self._did("pause", row, None, state="PAUSED", pause_reason="OPERATOR")

    async def resume(self, row: Campaign) -> Campaign:
        return self._did("resume", row, None, state="RUNNING", pause_reason="")

    async def cancel(self, row: Campaign) -> Campaign:
        return self._did("cancel", row, None, state="CANCELLED")

    async def resend(self, row: Campaign, unknown_too: bool) -> int:
        self._did("resend", row, unknown_too)
        return 20 if unknown_too else 15


def rules(number: int) -> RuleSet:
    return RuleSet(
        version=number + 1,
        utility_id="",
        utility_uk="",
        utility_en="",
        commodity="COLD_WATER",
        severities={"HIGH_USE": "REFUSE" if number else "REVIEW", "ZERO_USE": "REVIEW"},
        limits={"high_factor": 1.5 if number else 2.0},
        note="літо" if number else "",
        created_at=NOW,
        activated_at=None,
        in_force=not number,
    )


class FakeRules(FakeList[RuleSet]):
    def __init__(self, total: int, make: Callable[[int], RuleSet]) -> None:
        super().__init__(total, make)
        self.made: list[RuleSet] = []
        self.activated: list[int] = []
        self.replayed: list[tuple[int, datetime]] = []

    async def create(self, rules: RuleSet) -> RuleSet:
        self.made.append(rules)
        return replace(rules, version=7)

    async def activate(self, version: int) -> RuleSet:
        self.activated.append(version)
        return rules(version - 1)

    async def replay(self, version: int, begin: datetime) -> AsyncIterator[Replay]:
        self.replayed.append((version, begin))
        example = Replayed("В23-000001", NOW, "950.5", "ACCEPTED", "IN_REVIEW", (), ("HIGH_USE",))
        yield Replay(1, 2, 50, 1, 3, {}, {}, (example,))
        moves = {("ACCEPTED", "ACCEPTED"): 90, ("ACCEPTED", "IN_REVIEW"): 4}
        yield Replay(2, 2, 100, 2, 6, moves, {"HIGH_USE": (2, 6), "ZERO_USE": (1, 1)}, ())


COLUMNS = ((1, "SERIAL", "Лічильник"), (2, "INDEX", ""), (3, "DATE", "дата"))


class FakeFiles:
    """A file whose dates tell nothing until somebody says what comes first."""

    def __init__(self) -> None:
        self.taken: list[tuple[Path, str]] = []
        self.said: list[ImportAs] = []
        self.breaks = 0

    async def preview(self, path: Path, said: ImportAs) -> Imported:
        self.said.append(said)
        date_order = said.date_order
        if path.name == "missing.csv":
            raise ClientError("NOT_FOUND", f"{path}: немає такого файлу")
        shape = Shape("CSV", "WINDOWS_1251", ";", "COMMA", date_order, COLUMNS)
        rows = (FileRow(2, "В23-000001", "TOTAL", "100.5", NOW, "", ""), FileRow(3, "", "", "", None, "зле", "bad"))
        return Imported(shape, rows if date_order else (), 0, 0, 0, 0, 0, 0, 0, 0, ())

    async def take(self, path: Path, said: ImportAs) -> AsyncIterator[Imported]:
        self.taken.append((path, said.date_order))
        self.said.append(said)
        yield Imported(
            None, (), 500, 499, 490, 5, 2, 0, 2, 0, (FileRow(7, "", "", "", None, "порожньо", "empty"),), 1, 2
        )
        if self.breaks:
            self.breaks -= 1
            raise ClientError("UNREACHABLE", "", lost=True)
        yield Imported(None, (), 600, 599, 90, 0, 0, 10, 0, 0, (), 2, 2)


class FakeNotifications(FakeList[Notification]):
    def __init__(self, total: int, make: Callable[[int], Notification]) -> None:
        super().__init__(total, make)
        self.done: list[tuple[str, str]] = []
        self.explained: list[tuple[str, str, str]] = []
        self.refusing: set[str] = set()

    async def retry(self, row: Notification) -> Notification:
        return self._did("retry", row, "QUEUED")

    async def cancel(self, row: Notification) -> Notification:
        return self._did("cancel", row, "CANCELLED")

    def _did(self, what: str, row: Notification, state: str) -> Notification:
        if row.id in self.refusing:
            raise ClientError("WRONG_STATE", "Стан уже інший.")
        self.done.append((what, row.id))
        changed: Notification = self.took(row, state=state, etag="2")
        return changed

    async def explain(self, user_id: str, about: str, key: str) -> Explanation:
        self.explained.append((user_id, about, key))
        consent = RuleSaid("NO_CONSENT", "STOPS", "Згоди на рекламу немає.", "There is no consent.")
        quiet = RuleSaid("QUIET_HOURS", "DELAYS", "Зачекає до 08:00.", "Waits until 08:00.")
        return Explanation(
            (
                ChannelSaid("PUSH", (consent, RuleSaid("QUIET_HOURS", "NOT_ASKED", "—", "—")), False, None),
                ChannelSaid("SMS", (replace(consent, answer="PASSES", uk="Згода є."), quiet), True, NOW),
            ),
            "SMS",
            about == "campaign",
        )

    async def templates(self) -> Sequence[Template]:
        return [Template("t1", "news", "NEWS", 1, "{title}", "{text}", "{title}", "{text}", ("title", "text"))]

    async def send(self, user_id: str, template: str, channel: str, values: Mapping[str, str]) -> Notification:
        return notification(1)


def notification(number: int, **changes: Any) -> Notification:
    return replace(_notification(number), **changes)


def _notification(number: int) -> Notification:
    return Notification(
        id=f"n{number:07}",
        user_id="u0000001",
        category="NEWS",
        channel="SMS",
        state="SENT",
        template="news v1",
        language="UKRAINIAN",
        subject="Новини",
        body="Вода буде до вечора",
        recipient="+380•••••0001",
        suppressed_by="",
        outcome="",
        queued_at=NOW,
        sent_at=NOW,
        attempts=1,
        parts=1,
        provider="file",
        events=(),
        etag="1",
    )


class FakePrivacy(FakeList[PrivacyRequest]):
    def __init__(self, total: int, make: Callable[[int], PrivacyRequest]) -> None:
        super().__init__(total, make)
        self.approved: list[tuple[str, bool]] = []
        self.linked: list[str] = []
        self.extended: list[tuple[str, str]] = []

    async def approve(self, row: PrivacyRequest, approve: bool, note: str) -> PrivacyRequest:
        self.approved.append((row.id, approve))
        return self.took(row, state="FULFILLED" if approve else "IN_PROGRESS", allowed=frozenset())

    async def deadline(self, request_id: str) -> Deadline:
        weekend = DayNote(date(2026, 11, 28), "DAY_OFF", "субота", "Saturday")
        worked = DayNote(date(2026, 8, 24), "HOLIDAY_WORKED", "День незалежності: робочий", "Independence Day: worked")
        own = DeadlineStep("2297-VI, art. 8(2)(6)", date(2026, 11, 30), "вимога", "a demand", True)
        days = DeadlineStep(
            "5076-VI, art. 24(2)", date(2026, 12, 1), "п'ять днів", "five days", False, (weekend, worked)
        )
        clocks = (
            Clock("UA-2297-VI", "Закон № 2297-VI", "Law 2297-VI", date(2026, 11, 30), None, (own,)),
            Clock("UA-5076-VI", "Закон № 5076-VI", "Law 5076-VI", date(2026, 12, 1), date(2026, 12, 22), (days,)),
        )
        return Deadline(date(2026, 11, 30), 7, clocks, (self.notice,))

    #: What an extension demands.
    notice = LegalDuty(
        article="5076-VI, art. 24(2)",
        uk="про продовження повідомляють письмово",
        en="an extension is told in writing",
        whom_uk="адвоката",
        whom_en="the lawyer",
        due_on=date(2026, 12, 1),
        unconfirmed=True,
        contents_uk=("новий строк",),
        contents_en=("the new term",),
    )

    async def extend(self, row: PrivacyRequest, until: str, reason: str) -> tuple[PrivacyRequest, Sequence[LegalDuty]]:
        self.extended.append((row.id, until))
        return self.took(row), [self.notice]

    async def erasure(self, request_id: str) -> Sequence[ErasureLine]:
        return [ErasureLine("app_user", "phone_sealed", "SHRED", 1, "", "")]

    async def sections(self, request_id: str) -> Sequence[Section]:
        return [Section("Обліковий запис", "Account", 1, "надання послуг", "Водоканал", "доки існує")]

    async def package(self, request_id: str, form: str) -> AsyncIterator[bytes]:
        yield form.encode()
        yield b"!"

    async def link(self, row: PrivacyRequest) -> PrivacyRequest:
        self.linked.append(row.id)
        return self.took(row, etag="2")

    async def letters(self, request_id: str, kind: str, form: str) -> Sequence[tuple[str, bytes]]:
        return [(f"letter-{kind.lower()}-{number}.{form.lower()}", kind.encode()) for number in (1, 2)]

    async def verify(self, request_id: str) -> Scan:
        return Scan(True, 1_000_000, ("smartregion.db",), ())

    def __getattr__(self, name: str) -> Any:
        async def step(row: PrivacyRequest, *answers: Any) -> PrivacyRequest:
            return self.took(row, etag="2")

        return step


class FakeAudit:
    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[AuditEntry]:
        entry = AuditEntry(
            1,
            NOW,
            "OPERATOR",
            "o1",
            "Оксана Литвин",
            "UserService.GetUser",
            "user",
            "u1",
            "u1",
            "OK",
            "r1",
            "::1",
            {},
            "ff",
        )
        return Page((entry,), 1, "")

    async def get(self, key: str) -> AuditEntry:
        raise ClientError("NOT_FOUND", key)

    async def verify(self) -> Verdict:
        return Verdict(True, 1, "Ланцюг цілий.", "The chain is whole.", 1)


class FakeOverview:
    async def summary(self, now: datetime) -> Summary:
        return Summary(4, 2, {"SENT": 10, "FAILED_PERMANENT": 1}, 1, (request(1),), 600)

    async def minutes(self, now: datetime) -> Sequence[int]:
        return [number % 7 for number in range(60)]


class FakeAuth:
    def __init__(self, permissions: frozenset[str]) -> None:
        self.permissions = permissions
        self.down = False
        self.refusals: list[ClientError] = []
        self.signed_in: list[tuple[str, str, str]] = []
        self.must_change = False
        self.passwords: list[tuple[str, str]] = []

    async def sign_in(self, login: str, password: str, code: str) -> Operator:
        self.signed_in.append((login, password, code))
        if self.refusals:
            raise self.refusals.pop(0)
        return Operator("o1", login, "Оксана Литвин", ("SUPPORT",), self.permissions, self.must_change)

    async def change_password(self, old: str, new: str) -> None:
        self.passwords.append((old, new))

    async def sign_out(self) -> None: ...

    async def ping(self) -> float:
        if self.down:
            raise ClientError("UNREACHABLE", "down", lost=True)
        return 4.0


class FakeApi:
    """Everything, in memory."""

    def __init__(self, users: int = 600, permissions: frozenset[str] = EVERYTHING) -> None:
        self.target = "test:7443"
        self.users = FakeUsers(users, user)
        self.readings = FakeReadings(40, reading)
        self.buildings = FakeBuildings(7, building)
        self.windows = FakeWindows(2, window)
        self.works = FakeWorks(3, work)
        self.debts = FakeDebts(3, debt)
        self.duties = FakeDuties(3, duty)
        self.support = FakeSupport(3, thread)
        self.terms: FakeList[Term] = FakeList(3, term)
        self.providers = FakeProviders(3, provider)
        self.stoplist = FakeStopList(3, stopped)
        self.templates = FakeTemplates(2, template)
        self.campaigns = FakeCampaigns(3, campaign)
        self.rules = FakeRules(2, rules)
        self.files = FakeFiles()
        self.notifications = FakeNotifications(5, notification)
        self.policies = FakePolicies(3, policy)
        self.privacy = FakePrivacy(3, request)
        self.audit = FakeAudit()
        self.overview = FakeOverview()
        self.auth = FakeAuth(permissions)
        self.languages: list[str] = []

    def speak(self, language: str) -> None:
        self.languages.append(language)

    async def close(self) -> None: ...
