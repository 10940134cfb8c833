"""What waits for a person stands beside its area, in the tabs and in the menu, as the overview has it."""

import asyncio
from collections.abc import Collection
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from console.models import Change
from console.needs import AREAS_OF_NEEDS, NEEDS, Counted, worst
from console.ports import ClientError
from console.screens.area import mark
from console.screens.areas import AreaMenu
from console.store import waiting
from console.store.waiting import Waiting

from .fakes import EVERYTHING, FakeApi, reading
from .test_app import running, shown, until


def first(pilot: Pilot[None]) -> str:
    return (shown(pilot.app).splitlines() or [""])[0]


def counts(**found: int) -> list[Counted]:
    return [Counted(one, found.get(one.id, 0)) for one in NEEDS]


@pytest.mark.parametrize("size", [(80, 24), (150, 44)])
async def test_tabs_say_how_many_wait_and_the_way_to_the_others_their_sum(size: tuple[int, int]) -> None:
    async with running(FakeApi(), "readings", size=size) as pilot:
        await until(pilot, lambda: "3 Показання·40" in first(pilot))
        assert "·5" in first(pilot)
        assert "‼3" in first(pilot)  # overdue requests, and not those that are merely open
        assert "g …‼23" in first(pilot)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(pilot.app.screen, AreaMenu))
        for part in ("Роботи ‼3", "Розсилки ·3", "Передача даних ·5", "Обов'язки одержувачів ‼3", "Esc"):
            assert part in shown(pilot.app)


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("area", ["overview", "duties", "activity"])
async def test_whatever_waits_the_tabs_fit_eighty_columns(language: str, area: str) -> None:
    api = FakeApi()
    for need in NEEDS:
        getattr(api, need.area).total = 12_345
    async with running(api, size=(80, 24), language=language) as pilot:
        console: Any = pilot.app
        console.go(area)
        await until(pilot, lambda: getattr(console.screen, "area", "") == area and "‼99+" in first(pilot))
        for part in (" 3", " 4", " 5", " 9", "·99+", "g …‼99+"):
            assert part in first(pilot)
        assert cell_len(first(pilot).rstrip()) <= 80


async def test_nothing_is_counted_of_what_the_roles_do_not_show() -> None:
    api = FakeApi(permissions=EVERYTHING - {"READINGS_READ", "ALERTS_READ"})
    async with running(api, "users") as pilot:
        await until(pilot, lambda: "‼3" in first(pilot))
        assert api.readings.counted == api.alerts.counted == []
        assert api.works.counted != []


async def test_the_overview_and_the_tabs_count_once() -> None:
    api = FakeApi()
    async with running(api) as pilot:
        await until(pilot, lambda: "показання на розгляді" in shown(pilot.app) and "‼3" in first(pilot))
        asked = sum(len(getattr(api, area).counted) for area in AREAS_OF_NEEDS)
        assert asked == len(NEEDS)


async def test_what_changes_before_ones_eyes_is_counted_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SOON", 0.05)
    api = FakeApi()
    async with running(api, "readings") as pilot:
        await until(pilot, lambda: "Показання·40" in first(pilot))
        api.readings.total = 39
        api.readings.tell(Change("deleted", reading(0).id, None))
        await until(pilot, lambda: "Показання·39" in first(pilot))
        assert len(api.works.counted) == 1, "only what changed was counted again"


async def test_the_next_operator_sees_nothing_of_the_last_ones_counts() -> None:
    async with running(FakeApi(), "users") as pilot:
        console: Any = pilot.app
        await until(pilot, lambda: console.waiting.counted)
        await pilot.press("f10")
        await until(pilot, lambda: not console.waiting.counted)
        assert not console.waiting.standing


def test_of_an_area_the_worst_is_told_once() -> None:
    found = worst(counts(critical=1, suspicions=40, unsent=2, requests=9, review=100))
    assert {area: mark(one) for area, one in found.items()} == {"alerts": "‼1", "privacy": "·2", "readings": "·99+"}
    assert mark() == ""
    assert mark(found["privacy"], found["alerts"]) == "‼3"


async def test_what_could_not_be_counted_stands_as_it_was_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SOON", 0.0)
    monkeypatch.setattr(waiting, "AGAIN", 0.0)
    asked: list[Collection[str]] = []
    failed: list[ClientError] = []
    broken: list[Exception] = []

    async def count(areas: Collection[str]) -> list[Counted]:
        asked.append(areas)
        if len(asked) == 2:
            raise ClientError("UNREACHABLE", "lost", lost=True)
        if len(asked) == 3:
            raise KeyError("what nobody thought of")
        return counts(review=len(asked))

    one = Waiting(failed.append, broken.append, lambda: 0.01)
    task = asyncio.ensure_future(one.run(count))
    seen: list[int | None] = []
    twice = asyncio.Event()

    def heard() -> None:
        seen.append(one.of("review"))
        if len(seen) == 2:
            twice.set()

    one.listeners.append(heard)
    await asyncio.wait_for(twice.wait(), 20)
    task.cancel()
    assert seen == [1, 4]
    assert (len(failed), [type(one) for one in broken]) == (1, [KeyError])
    assert one.of("nothing") is None
