"""What an operator keeps on the server: how the console looks, which columns, which filters."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from console.__main__ import _parser
from console.actions import AREAS
from console.app import Console, _screen
from console.i18n import language
from console.models import Query
from console.modes import Modes
from console.ports import ClientError
from console.screens.filters import SavedFilters
from console.screens.picker import Marks, Picker
from console.screens.sign_in import SignInScreen
from console.settings import AreaSettings, SavedFilter, Settings
from console.store.keeper import Keeper
from console.widgets.form import Form

from .conftest import heard
from .fakes import FakeApi, FixedClock
from .fakes.desk import FakeSettings
from .test_app import running, shown, table, told, until
from .test_delivery import fill, form

BLOCKED = SavedFilter("мої", "стан:заблоковано")


def api_with(**kept: Any) -> FakeApi:
    api = FakeApi()
    api.settings.settings = Settings(etag="1", **kept)
    return api


def shown_columns(pilot: Pilot[None]) -> list[str]:
    return [one.id for one in table(pilot.app).columns]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.shell.desk.PAUSE", 0.05)


# -- how it looks


async def test_theme_and_language_are_those_that_were_kept() -> None:
    async with running(api_with(theme="smart-light", language="en"), "users") as pilot:
        await until(pilot, lambda: "Registered" in shown(pilot.app))
        assert pilot.app.theme == "smart-light"


async def test_what_was_said_when_it_was_opened_counts_more() -> None:
    api = api_with(theme="smart-light", language="en", areas={"users": AreaSettings(("phone",))})
    async with running(api, "users", theme="smart-contrast", language="uk") as pilot:
        await until(pilot, lambda: shown_columns(pilot) == ["phone"])
        assert (pilot.app.theme, language()) == ("smart-contrast", "uk")
        assert api.settings.kept == []


@pytest.mark.parametrize("words", [[], ["--theme", "smart-light", "--language", "en"]])
def test_flags_that_were_not_given_say_nothing(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SMARTREGION_LANGUAGE", raising=False)
    parsed = _parser().parse_args(words)
    assert (parsed.theme, parsed.language) == (("smart-light", "en") if words else ("", ""))


async def test_what_is_switched_is_kept() -> None:
    api = api_with(refresh=45)
    async with running(api, "users") as pilot:
        await pilot.press("f2", "f3")
        await until(pilot, lambda: bool(api.settings.kept) and api.settings.kept[-1].theme == "smart-light")
        assert api.settings.kept[-1] == Settings("smart-light", "en", 45, {}, api.settings.kept[-1].etag)
        await pilot.press("f2")  # as the other tests have it
        await until(pilot, lambda: api.settings.kept[-1].language == "uk")


@pytest.mark.parametrize("size", [(80, 24), (150, 44)])
async def test_all_of_it_is_one_form(size: tuple[int, int]) -> None:
    api = api_with(refresh=7)
    async with running(api, "users", size=size) as pilot:
        await pilot.press("O")
        await form(pilot, "Зберігаються на сервері")
        fill(pilot, theme="smart-contrast", refresh="15")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.settings.kept))
        assert replace(api.settings.kept[-1], etag="") == Settings("smart-contrast", "uk", 15)
        assert pilot.app.theme == "smart-contrast"


async def test_who_signs_in_next_gets_their_own() -> None:
    api = api_with(theme="smart-light")
    async with running(api, "users") as pilot:
        await until(pilot, lambda: pilot.app.theme == "smart-light")
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        assert pilot.app.theme == "smart-dark"


async def test_signing_out_does_not_lose_what_was_just_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.shell.desk.PAUSE", 60.0)
    api = api_with()
    async with running(api, "users") as pilot:
        await until(pilot, lambda: pilot.app.desk._keeper is not None)  # type: ignore[attr-defined]
        await pilot.press("f3", "f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        assert api.settings.kept[-1].theme == "smart-light"


@pytest.mark.parametrize("error", [ClientError("INTERNAL", "Не вдалося."), ClientError("UNREACHABLE", "x", lost=True)])
async def test_a_failure_is_told_once_and_hinders_nothing(error: ClientError) -> None:
    api = api_with()
    api.settings.refusals = [error] * 3
    async with running(api, "users") as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: len(api.settings.refusals) < 3 and "Налаштування" in told(pilot.app))
        await pilot.press("j")
        assert table(pilot.app).cursor == 1
        if error.lost:
            await until(pilot, lambda: bool(api.settings.kept))
        assert len([one for one in heard if "Налаштування" in one]) == 1


# -- columns


async def test_columns_are_hidden_and_stay_so() -> None:
    api = api_with()
    async with running(api, "users") as pilot:
        assert {"registered", "email"} <= set(shown_columns(pilot))
        await pilot.press("C")
        await until(pilot, lambda: isinstance(pilot.app.screen, Picker))
        marks = pilot.app.screen.query_one(Marks)
        marks.deselect("registered")
        marks.deselect("email")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: shown_columns(pilot) == ["name", "phone", "accounts", "state"])
        await until(pilot, lambda: bool(api.settings.kept))
        assert api.settings.kept[-1].of("users").columns == ("name", "phone", "accounts", "state")
    async with running(api, "users") as pilot:
        await until(pilot, lambda: shown_columns(pilot) == ["name", "phone", "accounts", "state"])


async def test_they_stand_in_the_order_that_was_kept_and_all_are_kept_as_none() -> None:
    api = api_with(areas={"users": AreaSettings(("phone", "gone", "name"))})
    async with running(api, "users") as pilot:
        await until(pilot, lambda: shown_columns(pilot) == ["phone", "name"])
        await pilot.press("C")
        await until(pilot, lambda: isinstance(pilot.app.screen, Picker))
        pilot.app.screen.query_one(Marks).deselect_all()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "хоча б один стовпець" in told(pilot.app))
        assert api.settings.kept == []


async def test_a_column_that_tells_nothing_now_can_be_chosen_all_the_same() -> None:
    """Among readings of one state the state is not shown."""
    api = api_with(areas={"readings": AreaSettings(("service", "state"))})
    async with running(api, "readings") as pilot:
        await until(pilot, lambda: shown_columns(pilot) == ["service"])
        pilot.app.screen.start(Query())  # type: ignore[attr-defined]
        await until(pilot, lambda: shown_columns(pilot) == ["service", "state"])


@pytest.mark.parametrize("area", [area.id for area in AREAS if area.id != "overview"])
def test_every_list_has_columns_by_whose_names_they_are_kept(area: str) -> None:
    made: Any = _screen(area, FakeApi())
    names = [one.id for one in made.columns()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z][a-z0-9_]{0,39}", name) for name in names)


# -- filters


@pytest.mark.parametrize("size", [(80, 24), (150, 44)])
async def test_a_filter_is_kept_put_on_and_put_away(size: tuple[int, int]) -> None:
    api = api_with()
    async with running(api, "users", size=size) as pilot:
        await pilot.press("L")
        await until(pilot, lambda: "ще немає збережених фільтрів" in shown(pilot.app))
        await pilot.press("n")
        await until(pilot, lambda: "нічого зберігати" in told(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "users")
        pilot.app.screen.start(Query((("state", "blocked"), ("text", "Коваль"))))  # type: ignore[attr-defined]
        await pilot.press("L")
        await until(pilot, lambda: isinstance(pilot.app.screen, SavedFilters))
        await pilot.press("n")
        await form(pilot, "Зберегти фільтр")
        await pilot.press(*"mine", "enter")
        await until(pilot, lambda: bool(api.settings.kept))
        await until(pilot, lambda: isinstance(pilot.app.screen, SavedFilters))
        (kept,) = api.settings.kept[-1].of("users").filters
        assert (kept.name, "Коваль" in kept.line) == ("mine", True)
        await pilot.press("escape")
        pilot.app.screen.start(Query())  # type: ignore[attr-defined]
        await pilot.press("L")
        await until(pilot, lambda: "mine" in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: api.users.queries[-1] == Query((("state", "blocked"), ("text", "Коваль"))))
        await pilot.press("L")
        await until(pilot, lambda: isinstance(pilot.app.screen, SavedFilters))
        await pilot.press("x")
        await until(pilot, lambda: not api.settings.kept[-1].areas)


async def test_a_filter_of_another_language_is_understood_and_one_of_another_console_refused() -> None:
    there = (BLOCKED, SavedFilter("чужий", "колір:синій"))
    api = api_with(areas={"users": AreaSettings(filters=there)})
    async with running(api, "users", language="en") as pilot:
        await pilot.press("L")
        await until(pilot, lambda: "стан:заблоковано" in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: api.users.queries[-1].get("state") == "blocked")
        await pilot.press("L")
        await until(pilot, lambda: isinstance(pilot.app.screen, SavedFilters))
        await pilot.press("down", "enter")
        await until(pilot, lambda: api.users.queries[-1].get("text") == "колір:синій" or "колір" in told(pilot.app))


@pytest.mark.parametrize(
    ("name", "said"), [("н" * 61, "до 60 знаків"), ("двадцять перший", "Збережено вже 20 фільтрів")]
)
async def test_what_the_server_would_not_keep_is_said_in_the_form(name: str, said: str) -> None:
    full = AreaSettings(filters=tuple(SavedFilter(f"ф{number}", "Коваль") for number in range(20)))
    api = api_with(areas={"users": full})
    async with running(api, "users") as pilot:
        pilot.app.screen.start(Query((("text", "Коваль"),)))  # type: ignore[attr-defined]
        await pilot.press("L")
        await until(pilot, lambda: isinstance(pilot.app.screen, SavedFilters))
        await pilot.press("n")
        await form(pilot)
        pilot.app.screen.query_one(Input).value = name
        await pilot.press("enter")
        await until(pilot, lambda: said in shown(pilot.app))
        assert isinstance(pilot.app.screen, Form)
        assert api.settings.kept == []


async def test_a_console_that_only_looks_puts_filters_on_and_keeps_nothing() -> None:
    api = api_with(areas={"users": AreaSettings(filters=(BLOCKED,))})
    async with running(api, "users", modes=Modes(read_only=True)) as pilot:
        await pilot.press("f3", "L")
        await until(pilot, lambda: isinstance(pilot.app.screen, SavedFilters) and "мої" in shown(pilot.app))
        assert "зберегти" not in shown(pilot.app)
        await pilot.press("x", "n", "enter")
        await until(pilot, lambda: api.users.queries[-1].get("state") == "blocked")
        await pilot.pause(0.3)
        assert api.settings.kept == []


# -- telling the server


async def kept_by(source: FakeSettings, *changes: Callable[[Settings], Settings]) -> Keeper:
    failed: list[ClientError] = []
    keeper = Keeper(source, lambda: None, failed.append, pause=0.0)
    task = asyncio.ensure_future(keeper.run())
    await asyncio.sleep(0.01)
    for change in changes:
        keeper.change(change)
    await asyncio.sleep(0.1)
    task.cancel()
    return keeper


async def test_changes_that_follow_each_other_are_told_together() -> None:
    source = FakeSettings()
    await kept_by(source, lambda one: replace(one, theme="a"), lambda one: replace(one, theme="b", refresh=5))
    assert source.kept == [Settings("b", "", 5, {}, "1")]


async def test_of_two_consoles_of_one_operator_none_undoes_what_the_other_kept() -> None:
    source = FakeSettings()
    first = await kept_by(source, lambda one: one.changing("users", AreaSettings(filters=(BLOCKED,))))
    await kept_by(source, lambda one: replace(one, theme="smart-light"))
    first.change(lambda one: replace(one, refresh=5))
    await first.tell()
    assert source.settings == Settings("smart-light", "", 5, {"users": AreaSettings(filters=(BLOCKED,))}, "3")


async def test_what_changes_while_something_is_refused_is_told_still() -> None:
    source, asked = FakeSettings(), asyncio.Event()
    refused = source.keep

    async def keep(settings: Settings) -> Settings:
        if not asked.is_set():
            asked.set()
            await asyncio.sleep(0.05)
            raise ClientError("INVALID_FIELD", "Так не можна.")
        return await refused(settings)

    source.keep = keep  # type: ignore[method-assign]
    keeper = Keeper(source, lambda: None, lambda error: None, pause=0.0)
    task = asyncio.ensure_future(keeper.run())
    keeper.change(lambda one: replace(one, theme="refused"))
    await asked.wait()
    keeper.change(lambda one: replace(one, refresh=5))
    await asyncio.sleep(0.2)
    task.cancel()
    assert [(one.theme, one.refresh) for one in source.kept] == [("", 5)]


async def test_what_was_changed_before_they_were_read_counts_more() -> None:
    source = FakeSettings()
    source.settings = Settings("smart-light", etag="4")
    keeper = Keeper(source, lambda: None, lambda error: None, pause=0.0)
    keeper.change(lambda one: replace(one, theme="smart-contrast"))
    task = asyncio.ensure_future(keeper.run())
    await asyncio.sleep(0.1)
    task.cancel()
    assert (keeper.settings.theme, source.settings.theme) == ("smart-contrast", "smart-contrast")


async def test_nothing_is_kept_of_a_recording() -> None:
    """What was refused before anybody looked is nobody's concern."""
    api = FakeApi()
    app = Console(lambda: api, "x", clock=FixedClock(), modes=Modes(read_only=True))
    assert not app.desk.kept
