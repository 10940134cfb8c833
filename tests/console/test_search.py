"""The search over everything, from any area."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from console.ports import ClientError
from console.recording.calls import recorded
from console.screens.search import SearchScreen
from console.widgets.form import Form

from .conftest import heard
from .fakes import EVERYTHING, FakeApi
from .test_app import running, shown, table, until
from .test_delivery import form

SIZES = [(80, 24), (150, 44)]


async def opened(pilot: Pilot[None], text: str = "") -> None:
    """The search, with a text in it and whatever was found by that."""
    await pilot.press("F")
    await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
    await pilot.press(*text)
    await until(pilot, lambda: answered(pilot) == text)


def answered(pilot: Pilot[None]) -> str:
    return pilot.app.screen._answered if isinstance(pilot.app.screen, SearchScreen) else ""


def on_screen(pilot: Pilot[None], *parts: str) -> Callable[[], bool]:
    return lambda: all(part in " ".join(shown(pilot.app).replace("│", "").split()) for part in parts)


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_found_stands_under_its_kind_with_what_the_server_says(size: tuple[int, int]) -> None:
    async with running(FakeApi(), "readings", size=size) as pilot:
        await opened(pilot, "20")
        await until(pilot, on_screen(pilot, "Звернення щодо персональних даних", "2026-000002", "на затвердженні"))
        await pilot.press(*["backspace"] * 2, *"Олена")
        await until(pilot, on_screen(pilot, "Абоненти", "Олена Коваль3", "+380670000004"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "area", "key"),
    [
        ("2026", "privacy", "q0000002"),
        ("s-2026", "support", "t1"),
        ("a-2026", "alerts", "l0"),
        ("4000", "debts", "d0"),
        ("+380670000003", "users", "u0000003"),
    ],
)
async def test_enter_leads_to_just_that_row_and_escape_back_to_the_list(
    size: tuple[int, int], text: str, area: str, key: str
) -> None:
    api = FakeApi()
    async with running(api, "works", size=size) as pilot:
        await opened(pilot, text)
        await pilot.press("enter")
        if area == "users":  # works say why they are looked at, and users do not
            await form(pilot, "Абонент може")
            assert api.users.queries == []
            await pilot.press("ctrl+s")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == area)
        await until(pilot, lambda: table(pilot.app).pages.total == 1 and table(pilot.app).cursor_key == key)
        screen: Any = pilot.app.screen
        await until(pilot, lambda: screen._shown is not None and screen._shown.id == key)
        await until(pilot, lambda: bool(screen._side.region.height))
        await pilot.press("escape")
        await until(pilot, lambda: table(pilot.app).pages.total > 1)


async def test_a_meter_leads_to_its_readings() -> None:
    api = FakeApi()
    async with running(api, "works") as pilot:
        await opened(pilot, "wm-")
        await pilot.press("enter")
        await until(pilot, lambda: bool(api.readings.queries) and api.readings.queries[-1].get("meter") == "WM-001234")


async def test_the_server_is_asked_once_when_the_typing_rests() -> None:
    api = FakeApi()
    async with running(api, "works") as pilot:
        await opened(pilot, "Олена")
        assert api.search.asked == ["Олена"]


async def test_an_answer_that_is_late_is_dropped() -> None:
    api = FakeApi()
    async with running(api, "works") as pilot:
        await opened(pilot)
        api.search.free.clear()
        await pilot.press(*"Олена")
        await until(pilot, lambda: api.search.asked == ["Олена"])
        await pilot.press(*["backspace"] * 5, *"s-2026")
        api.search.free.set()
        await until(pilot, lambda: answered(pilot) == "s-2026")
        assert "Коваль" not in shown(pilot.app)


async def test_enter_before_the_answer_goes_where_only_one_is_meant() -> None:
    async with running(FakeApi(), "works") as pilot:
        await opened(pilot)
        await pilot.press(*"S-2026-000001", "enter")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "support")


@pytest.mark.parametrize("size", SIZES)
async def test_too_short_a_text_and_one_that_means_nothing_are_told(size: tuple[int, int]) -> None:
    api = FakeApi(permissions=EVERYTHING - {"ALERTS_READ"})
    async with running(api, "works", size=size) as pilot:
        await pilot.press("F")
        await until(pilot, on_screen(pilot, "принаймні 2 знаки", "абоненти, особові рахунки, лічильники"))
        assert "підозри" not in shown(pilot.app)
        await pilot.press("x")
        await pilot.pause(0.5)
        assert api.search.asked == []
        await pilot.press(*"yz")
        await until(pilot, on_screen(pilot, "За текстом «xyz» нічого не знайдено"))
        await pilot.press("enter", "escape")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "works")


async def test_a_lost_server_is_told_and_asked_again() -> None:
    api = FakeApi()
    async with running(api, "works") as pilot:
        api.search.down = True
        await pilot.press("F")
        await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
        await pilot.press(*"Олена")
        await until(pilot, on_screen(pilot, "Сервер не відповідає"))
        api.search.down = False
        await until(pilot, on_screen(pilot, "Коваль3"))
        assert "Сервер не відповідає" not in shown(pilot.app)


async def test_what_it_is_refused_with_stands_there() -> None:
    api = FakeApi()
    api.search.refusals = [ClientError("PERMISSION_DENIED", "Цього ваша роль не дає.")]
    async with running(api, "works") as pilot:
        await opened(pilot, "Олена")
        await until(pilot, on_screen(pilot, "Цього ваша роль не дає."))


async def test_what_is_found_in_an_area_that_is_closed_to_the_role_is_told_and_leads_nowhere() -> None:
    async with running(FakeApi(permissions=EVERYTHING - {"READINGS_READ"}), "works") as pilot:
        await opened(pilot, "wm-")
        await until(pilot, on_screen(pilot, "WM-001234", "розділ закрито для вашої ролі"))
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, SearchScreen)


async def test_where_there_are_more_they_are_listed_or_the_text_must_say_more() -> None:
    api = FakeApi()
    api.search.more = frozenset({"USER", "ALERT"})
    async with running(api, "works") as pilot:
        await opened(pilot, "Олена")
        await until(pilot, on_screen(pilot, "показати всі в розділі «Абоненти»", "уточніть текст"))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: bool(api.users.queries) and api.users.queries[-1].get("text") == "Олена")


async def test_whoever_has_not_said_why_they_look_is_asked_first() -> None:
    api = FakeApi()
    async with running(api, "audit") as pilot:
        await pilot.press("F")
        await form(pilot, "Абонент може")
        await pilot.press("escape")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "audit")
        await pilot.press("F")
        await form(pilot, "Абонент може")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
        assert api.purposes[-1] == ("SUPPORT", "")


async def test_what_is_typed_at_once_is_searched_for_and_decides_nothing() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        await pilot.press("F", *"axe")
        await until(pilot, lambda: answered(pilot) == "axe")
        assert pilot.app.screen.query_one(Input).value == "axe"
        assert api.readings.done == []


async def test_the_jump_goes_on_to_the_search_where_no_area_is_meant() -> None:
    async with running(FakeApi(), "works") as pilot:
        for text, there in (("2026-000002", "privacy"), ("Олена", "")):
            await pilot.press("colon")
            await until(pilot, lambda: isinstance(pilot.app.screen, Form))
            pilot.app.screen.query_one(Input).value = text
            await pilot.press("enter")
            if there:
                await until(pilot, lambda: table(pilot.app).cursor_key == "q0000002")
        await until(pilot, on_screen(pilot, "Коваль3", "Коваль4"))
        assert pilot.app.screen.query_one(OptionList).highlighted == 1


async def jumped(pilot: Pilot[None], text: str) -> None:
    """The search, opened by a text that means no area: it goes on by itself where one thing is meant."""
    await pilot.press("colon")
    await until(pilot, lambda: isinstance(pilot.app.screen, Form))
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await until(pilot, lambda: answered(pilot) == text)


async def test_a_jump_that_was_refused_goes_nowhere_by_itself_when_something_else_is_typed() -> None:
    api = FakeApi()
    api.search.refusals = [ClientError("LIMIT_EXCEEDED", "Забагато пошуків.")]
    async with running(api, "works") as pilot:
        await jumped(pilot, "2026-00000")
        await until(pilot, on_screen(pilot, "Забагато пошуків."))
        await pilot.press("2")
        await until(pilot, lambda: answered(pilot) == "2026-000002")
        await until(pilot, on_screen(pilot, "Звернення щодо персональних даних"))
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, SearchScreen)


async def test_a_jump_by_too_short_a_text_goes_nowhere_by_itself_when_more_is_typed() -> None:
    async with running(FakeApi(), "works") as pilot:
        await jumped(pilot, "+")
        await until(pilot, on_screen(pilot, "принаймні 2 знаки"))
        pilot.app.screen.query_one(Input).value = "+380670000003"  # as what is pasted comes
        await until(pilot, lambda: answered(pilot) == "+380670000003")
        await until(pilot, on_screen(pilot, "Абоненти"))
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, SearchScreen)


def test_searches_are_recorded_and_settings_that_are_kept_are_not() -> None:
    assert recorded("search", "find")
    assert recorded("settings", "read")
    assert not recorded("settings", "keep")
    assert heard == []
