"""Readings, buildings, windows, rules and files."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from console.imports import FileRow, ImportAs, Imported, Shape
from console.metering import (
    Balance,
    Building,
    Cause,
    Decision,
    Dial,
    Estimated,
    Estimation,
    Examination,
    Exchange,
    Finding,
    Meter,
    Neighbour,
    Opening,
    Part,
    Reading,
    Rehearsal,
    Replay,
    Replayed,
    RuleSet,
    Window,
)
from console.ports import ClientError

from .base import NOW, FakeList


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
        #: The names of the goes that decisions were part of; how many were on their way at once, at most; and how many
        #: are done before the server is asked too fast, once.
        self.went: list[str] = []
        self.at_once = self._running = 0
        self.too_fast_after = 1_000_000

    async def _decide(self, what: str, row: Reading, reason: str, state: str) -> Reading:
        self._running += 1
        self.at_once = max(self.at_once, self._running)
        await asyncio.sleep(self.slow)
        self._running -= 1
        if len(self.done) >= self.too_fast_after:
            self.too_fast_after = 1_000_000
            raise ClientError("RATE_LIMITED", "Забагато викликів", retry_after=0.01)
        if len(self.done) >= self.lost_after:
            raise ClientError("UNREACHABLE", "Socket closed", lost=True)
        now = self.changed.get(row.id, row)
        if what != "undo" and now.etag != row.etag:
            raise ClientError("STALE_ETAG", "Хтось змінив це раніше. Перечитайте й повторіть.")
        if row.id in self.refusing:
            raise ClientError("STALE_ETAG", "Хтось змінив це раніше. Перечитайте й повторіть.")
        self.done.append((what, row.id, reason))
        return self.took(row, state=state, etag=str(int(row.etag) + 1))

    async def decide(self, row: Reading, decision: Decision, reason: str, one_go: str = "") -> Reading:
        self.went.append(one_go)
        states = {"accept": "ACCEPTED", "refuse": "REFUSED", "estimate": "REFUSED"}
        what = f"{decision.kind} {decision.index}{decision.register_id}".strip()
        decided = await self._decide(what, row, reason, states.get(decision.kind, "CORRECTED"))
        return replace(decided, put=decision.index)

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


class FakeMeters:
    def __init__(self) -> None:
        self.exchanged: list[Exchange] = []

    async def get(self, meter_id: str) -> Meter:
        return Meter(meter_id, "В23-000000", "COLD_WATER", (Dial("g1", "TOTAL", 5, 3, "1"),), "1")

    async def exchange(self, meter: Meter, exchange: Exchange) -> Meter:
        self.exchanged.append(exchange)
        return Meter("m2", exchange.serial, meter.commodity, (Dial("g2", "TOTAL", 5, 3, "1"),), "1")


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


def rules(number: int) -> RuleSet:
    return RuleSet(
        version=number + 1,
        utility_id="",
        utility_uk="",
        utility_en="",
        commodity="COLD_WATER",
        severities={"HIGH_USE": "REFUSE" if number else "REVIEW", "ZERO_USE": "REVIEW"},
        limits={"high_factor": 1.5 if number else 2.0},
        estimation=Estimation(("LIKE_PERIOD", "UTILITY_DEFAULT"), (1.0,) * 12, 0.3 if number else None),
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
