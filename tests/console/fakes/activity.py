"""What people did in the app, and crash reports."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from console.activity import Activity, CrashGroup, CrashReport

from .base import NOW, FakeList


def activity(number: int, **changes: Any) -> Activity:
    """The second is from a clock that is ahead, of the third only the network is known any more."""
    kind, screen = (("VISIT", ""), ("PAYMENT", "bills/pay"), ("SCREEN", "readings"))[number % 3]
    made = Activity(
        id=f"a{number}",
        user_id=f"u{number % 4:07}",
        kind=kind,
        at=NOW - timedelta(minutes=7 * number),
        device_at=NOW + timedelta(days=900) if number % 3 == 1 else NOW - timedelta(minutes=7 * number),
        received_at=NOW - timedelta(minutes=7 * number),
        clock="AHEAD" if number % 3 == 1 else "RIGHT",
        ip="" if number % 3 == 2 else "203.0.113.7",
        network="203.0.113.0/24",
        app_version="4.2.1",
        platform="ANDROID",
        os_version="15",
        device="Samsung SM-A515F",
        utility_id="",
        screen=screen,
    )
    return replace(made, **changes)


def crash_group(number: int, **changes: Any) -> CrashGroup:
    """One that is open, one that came back, one that is resolved."""
    state = ("OPEN", "REOPENED", "RESOLVED")[number % 3]
    made = CrashGroup(
        id=f"c{number}",
        signature="ab" * 32,
        platform="ANDROID",
        exception_type="java.lang.NumberFormatException",
        frames=("ua.smart.meter.ReadingForm.send(ReadingForm.kt)", "android.os.Handler.dispatchMessage(Handler.java)"),
        state=state,
        reports=1_204,
        users=87,
        first_seen_at=NOW - timedelta(days=20),
        last_seen_at=NOW - timedelta(minutes=number),
        versions=(("4.10", 1_000), ("4.2.1", 204)),
        days=tuple([0] * 10 + [day * day for day in range(20)]),
        fixed_version="4.9" if state != "OPEN" else "",
        resolved_by="Петро Бондар" if state != "OPEN" else "",
        resolved_at=NOW - timedelta(days=2) if state != "OPEN" else None,
        allowed_calls=("ReopenCrashGroup",) if state == "RESOLVED" else ("ResolveCrashGroup",),
        etag="1",
        last=(CrashReport(NOW, "4.10", "15", "Pixel 8", 'For input string: "12,5"'),),
    )
    return replace(made, **changes)


class FakeCrashes(FakeList[CrashGroup]):
    def __init__(self, total: int, make: Callable[[int], CrashGroup]) -> None:
        super().__init__(total, make)
        self.resolved: list[tuple[str, str]] = []

    async def resolve(self, group: CrashGroup, fixed_version: str) -> CrashGroup:
        self.resolved.append((group.id, fixed_version))
        return self._became(group, "RESOLVED", "ReopenCrashGroup", fixed_version=fixed_version)

    async def reopen(self, group: CrashGroup) -> CrashGroup:
        return self._became(group, "REOPENED", "ResolveCrashGroup")

    def _became(self, group: CrashGroup, state: str, call: str, **changes: Any) -> CrashGroup:
        self.changed[group.id] = replace(group, state=state, allowed_calls=(call,), **changes)
        return self.changed[group.id]
