"""How often a list that stands open is read again: each reading is a look at the people in it."""

from typing import Any

import pytest
from textual.pilot import Pilot

from console.models import Change
from console.screens import listing

from .fakes import FakeApi, reading
from .test_app import running, shown, table, until


async def changing(pilot: Pilot[None], api: FakeApi, change: Change[Any], times: int) -> int:
    """How often the list is read while something like that goes on."""
    before = len(api.readings.queries)
    for _ in range(times):
        api.readings.tell(change)
        await pilot.pause(0.06)
    return len(api.readings.queries) - before


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "RENEW", 0.05)


async def test_what_changes_beside_the_filter_of_a_long_list_is_no_cause_to_read_it_again() -> None:
    api = FakeApi()
    api.readings.total = 5_000
    async with running(api, "readings") as pilot:
        gone = Change[Any]("deleted", "r9999999", None)
        assert await changing(pilot, api, gone, 3) <= 1  # how many there are may be another number now
        assert await changing(pilot, api, gone, 12) == 0


async def test_while_rows_go_on_coming_a_list_is_read_again_now_and_then() -> None:
    api = FakeApi()
    api.readings.total = 5_000
    async with running(api, "readings") as pilot:
        come = Change("created", "r9999999", reading(9_999_999))
        api.readings.total = 5_001
        api.readings.tell(come)
        await until(pilot, lambda: table(pilot.app).pages.total == 5_001)  # the first of them is seen at once
        assert await changing(pilot, api, come, 12) == 0


async def test_the_last_of_many_that_came_is_seen_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PACE", 0.5)
    api = FakeApi()
    api.readings.total = 5_000
    async with running(api, "readings") as pilot:
        for number in range(5):
            api.readings.total += 1
            api.readings.tell(Change("created", f"r999999{number}", reading(9_999_990 + number)))
            await pilot.pause(0.02)
        await until(pilot, lambda: table(pilot.app).pages.total == 5_005)
        assert "5\N{NARROW NO-BREAK SPACE}005" in shown(pilot.app)


async def test_a_list_that_nobody_sees_any_more_is_not_read_when_its_time_comes() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        console: Any = pilot.app
        api.readings.tell(Change("created", "r9999999", reading(9_999_999)))
        await pilot.pause()
        console.go("users")
        await until(pilot, lambda: getattr(console.screen, "area", "") == "users")
        before = len(api.readings.queries)
        await pilot.pause(0.3)
        assert len(api.readings.queries) == before
        console.go("readings")
        await until(pilot, lambda: len(api.readings.queries) > before)
