"""The screens, driven by keys as an operator does, against a server in memory."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import Any

import pytest
from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static

from console.app import Console
from console.models import Change
from console.ports import ClientError
from console.screens.listing import ListScreen
from console.screens.sign_in import SignInScreen
from console.store.connection import State
from console.widgets.action_bar import ActionBar
from console.widgets.form import Form
from console.widgets.status import StatusBar
from console.widgets.table import VirtualTable

from .conftest import heard
from .fakes import EVERYTHING, FakeApi, FixedClock, reading, user

#: Seconds that anything may take, on a machine that is busy with other things.
PATIENCE = 120.0


@asynccontextmanager
async def running(
    api: FakeApi, area: str = "", size: tuple[int, int] = (140, 40), notifications: bool = False, **options: Any
) -> AsyncIterator[Pilot[None]]:
    """A console of somebody signed in, showing an area; what is told is seen only where a test wants it."""
    options |= {"area": area} if area else {}
    app = Console(lambda: api, "test:7443", login="oksana", password="secret", clock=FixedClock(), **options)
    async with app.run_test(size=size, notifications=notifications) as pilot:
        await until(pilot, lambda: not isinstance(app.screen, SignInScreen))
        if area:
            await until(pilot, lambda: getattr(app.screen, "area", "") == area)
            await until(pilot, lambda: bool(app.screen.query(VirtualTable)) and table(app).pages.loaded)
            await read(pilot)
        yield pilot


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until:
        if holds():
            return
        await pilot.pause(0.05)
    raise AssertionError("it never came to that:\n" + shown(pilot.app))


async def read(pilot: Pilot[None]) -> None:
    """Until the detail of the row under the cursor is shown, and painted."""
    screen: Any = pilot.app.screen
    await until(pilot, lambda: screen._shown is not None and screen._shown.id == screen.table.cursor_key)
    await pilot.pause()
    await until(pilot, lambda: not (screen._dirty_widgets or screen._layout_required))


async def idle(pilot: Pilot[None]) -> None:
    """Until no action runs: another key would be refused."""
    screen: Any = pilot.app.screen
    await until(pilot, lambda: screen.running is None)


def told(app: Any) -> str:
    """What was told, the last at the end."""
    return "\n".join(heard)


def table(app: Any) -> VirtualTable[Any]:
    found: VirtualTable[Any] = app.screen.query_one(VirtualTable)
    return found


def shown(app: Any) -> str:
    """All text on the screen, with what it lets through of those beneath."""
    visible_screen_stack.set(app._background_screens)
    return "\n".join("".join(segment.text for segment in line) for line in app.screen._compositor.render_strips())


# -- signing in


async def test_wrong_credentials_are_told_and_a_second_factor_is_asked_for() -> None:
    api = FakeApi()
    api.auth.refusals = [
        ClientError("WRONG_CREDENTIALS", "Логін, пароль або код неправильні."),
        ClientError("SECOND_FACTOR_REQUIRED", "Введіть код."),
    ]
    app = Console(lambda: api, "test:7443", clock=FixedClock())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*"oksana", "tab", *"secre", "enter")
        await until(pilot, lambda: "неправильні" in shown(app))
        await pilot.press(*"secret", "enter")  # in the place of the other: nobody can see what stands there
        await until(pilot, lambda: app.screen.has_class("second"))
        await pilot.press(*"123456", "enter")
        await until(pilot, lambda: getattr(app.screen, "area", "") == "overview")
    assert api.auth.signed_in[-1] == ("oksana", "secret", "123456")


async def test_who_signed_out_leaves_no_password_behind() -> None:
    api = FakeApi()
    app = Console(lambda: api, "test:7443", clock=FixedClock())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*"oksana", "tab", *"secret", "enter")
        await until(pilot, lambda: getattr(app.screen, "area", "") == "overview")
        await pilot.press("f2")
        await until(pilot, lambda: "Overview" in shown(app))
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, SignInScreen))
        await until(pilot, lambda: "Ви вийшли" in shown(app))  # theirs was English, the console's own is not
        assert app.screen.query_one("#password", Input).value == ""
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen, SignInScreen)
        await pilot.press(*"secret", "enter")
        await until(pilot, lambda: getattr(app.screen, "area", "") == "overview")


async def test_a_temporary_password_is_changed_before_anything_is_shown() -> None:
    api = FakeApi()
    api.auth.must_change = True
    app = Console(lambda: api, "test:7443", login="nova", password="temporary", clock=FixedClock())
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press(*"new-one", "tab", *"new-one", "enter")
        await until(pilot, lambda: getattr(app.screen, "area", "") == "overview")
    assert api.auth.passwords == [("temporary", "new-one")]


async def test_a_second_factor_that_is_required_is_set_up_before_anything_is_shown() -> None:
    api = FakeApi()
    api.auth.must_enrol = True
    app = Console(lambda: api, "test:7443", login="nova", password="secret", clock=FixedClock())
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Form))
        await until(pilot, lambda: "JBSW Y3DP EHPK 3PXP" in shown(app))
        await pilot.press(*"000000", "enter")
        await until(pilot, lambda: "Неправильний код." in shown(app))
        app.screen.query_one("#field-code", Input).value = "123 456"
        await pilot.press("enter")
        await until(pilot, lambda: getattr(app.screen, "area", "") == "overview")
    assert api.auth.confirmed == ["123456"]


async def test_signing_out_leads_back_to_the_first_screen_and_in_again() -> None:
    async with running(FakeApi()) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "users")
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen))
        pilot.app.screen.query_one("#login", Input).value = "oksana"
        pilot.app.screen.query_one("#password", Input).value = "secret"
        await pilot.press("enter")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "overview")


async def test_what_is_still_on_its_way_when_somebody_signs_out_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    api = FakeApi()
    asked, gone = asyncio.Event(), asyncio.Event()

    async def get(user_id: str) -> Any:
        asked.set()
        await gone.wait()
        return api.users.make(0)

    async def pop_screen(app: Console) -> Any:  # the first thing after nobody is signed in any more
        gone.set()
        await asyncio.sleep(0.05)
        return await pop(app)

    pop = Console.pop_screen
    monkeypatch.setattr(Console, "pop_screen", pop_screen)
    api.users.get = get  # type: ignore[method-assign]
    async with running(api) as pilot:
        await pilot.press("2")
        await asyncio.wait_for(asked.wait(), PATIENCE)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(pilot.app.screen, SignInScreen) and not pilot.app.workers)


@pytest.mark.parametrize(("permissions", "first"), [(EVERYTHING, "debts"), (frozenset({"USERS_READ"}), "overview")])
async def test_the_area_that_is_asked_for_comes_first_where_the_roles_allow_it(
    permissions: frozenset[str], first: str
) -> None:
    api = FakeApi(permissions=permissions)
    app = Console(lambda: api, "test:7443", login="oksana", password="secret", area="debts")
    async with app.run_test() as pilot:
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == first)


# -- lists


async def test_the_overview_shows_what_there_is_to_do() -> None:
    async with running(FakeApi()) as pilot:
        await until(pilot, lambda: "2026-000001" in shown(pilot.app))
        text = shown(pilot.app)
        for part in ("Показання на розгляді", "Найближчі строки", "Доставка за добу", "за годину"):
            assert part in text


async def test_what_the_server_can_not_read_is_told_apart_from_what_there_is_not() -> None:
    """Nobody with a damaged name was erased."""
    api = FakeApi(users=3)
    fields = {"first_name": "", "last_name": "", "phone": "", "unreadable": ("phone", "last_name")}
    api.users.changed["u0000000"] = user(0, **fields)
    async with running(api, "users") as pilot:
        await until(pilot, lambda: shown(pilot.app).count("пошкоджено") >= 4)
        assert "Дані знищено" not in shown(pilot.app)


async def test_a_million_rows_scroll_with_a_handful_of_pages() -> None:
    api = FakeApi(users=1_000_000)
    async with running(api, "users") as pilot:
        await pilot.press("end")
        await until(pilot, lambda: "Коваль999999" in shown(pilot.app))
        await pilot.press("home")
        await until(pilot, lambda: table(pilot.app).cursor_key == "u0000000")
        assert len(api.users.fetched) < 8


async def test_the_cursor_stays_on_its_row_when_rows_come_above() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        await pilot.press("j", "j", "j")
        key = table(pilot.app).cursor_key
        assert key == "u0000003"
        line = table(pilot.app).cursor - round(table(pilot.app).scroll_y)
        before = api.users.make
        api.users.make = lambda number: user(90_000 + number) if number < 2 else before(number - 2)
        api.users.total += 2
        api.users.tell(Change("created", "u0090000", user(90_000)), Change("created", "u0090001", user(90_001)))
        await until(pilot, lambda: table(pilot.app).cursor == 5)
        assert table(pilot.app).cursor_key == key
        assert table(pilot.app).cursor - round(table(pilot.app).scroll_y) in (line, 5)


async def test_a_changed_row_is_drawn_where_it_stands() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        api.users.tell(Change("updated", "u0000002", replace(user(2), state="BLOCKED")))
        await until(pilot, lambda: "заблоковано" in shown(pilot.app))
        assert table(pilot.app).cursor == 0


async def test_what_nobody_sees_is_read_again_once_somebody_does() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        await read(pilot)
        await pilot.press("1")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "overview")
        before = len(api.users.queries)
        for _ in range(3):
            api.users.tell(Change("created", "u0090000", user(90_000)))
            await pilot.pause(0.5)
        assert len(api.users.queries) == before
        await pilot.press("2")
        await until(pilot, lambda: len(api.users.queries) == before + 1)


async def test_filter_and_order_are_the_servers_to_do() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        await pilot.press("slash")
        await pilot.press(*"Koval state:blocked", "enter")
        await until(pilot, lambda: api.users.queries[-1].get("state") == "blocked")
        assert api.users.queries[-1].get("text") == "Koval"
        await pilot.press("o")
        await until(pilot, lambda: not api.users.queries[-1].descending)
        await pilot.press("slash")
        pilot.app.screen.query_one("#filter", Input).value = "streat:x"
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert api.users.queries[-1].get("state") == "blocked"


async def test_the_detail_follows_the_cursor() -> None:
    async with running(FakeApi(), "users") as pilot:
        await until(pilot, lambda: "0012345" in shown(pilot.app))
        await pilot.press("down")
        await until(pilot, lambda: "user1@example.com" in shown(pilot.app))


async def test_keys_work_on_the_ukrainian_layout() -> None:
    async with running(FakeApi(), "users") as pilot:
        pilot.app.post_message(__import__("textual.events").events.Key("cyrillic_small_letter_o", "о"))
        await until(pilot, lambda: table(pilot.app).cursor == 1)


# -- actions


async def test_blocking_asks_why_and_shows_what_became_of_it() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        await pilot.press("b")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, Form)  # a reason is needed
        await pilot.press(*"fraud", "enter")
        await until(pilot, lambda: "заблоковано" in shown(pilot.app))
    assert api.users.changed["u0000000"].block_reason == "fraud"


async def test_an_account_is_linked_by_its_number_and_unlinked() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press(*"0088888", "enter")
        await until(pilot, lambda: "0088888 немає" in told(pilot.app))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press(*"0077777", "enter")
        await until(pilot, lambda: bool(pilot.app.screen.query("#field-account")))
        pilot.app.screen.query_one("#field-account", Select).value = "a3"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "0077777" in shown(pilot.app))
        assert [one.id for one in api.users.linked] == ["a1", "a3"]
        await pilot.press("x")
        await until(pilot, lambda: bool(pilot.app.screen.query("#field-account")))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: [one.id for one in api.users.linked] == ["a3"])


async def test_marked_readings_are_rehearsed_then_accepted_together_and_refusals_are_counted() -> None:
    api = FakeApi()
    api.readings.refusing = {"r0000001"}
    async with running(api, "readings") as pilot:
        await pilot.press("space", "space", "space")
        assert set(table(pilot.app).marks) == {"r0000000", "r0000001", "r0000002"}
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        said = shown(pilot.app)
        assert "прийняти: 3 показання" in said
        assert "2 × прийнято" in said
        assert "зміняться ще 2 показання" in said
        assert "1 × Хтось змінив" in said
        assert api.readings.done == []
        await pilot.press("enter")
        await until(pilot, lambda: "Хтось змінив" in shown(pilot.app) and not isinstance(pilot.app.screen, Form))
        assert "Esc — закрити" in shown(pilot.app)
        await pilot.press("escape")
        await pilot.pause(0.2)
        assert set(table(pilot.app).marks) == {"r0000001"}  # what was not done stays marked
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: len(api.readings.done) == 4)
    assert [row for _, row, _ in api.readings.done] == ["r0000000", "r0000002", "r0000000", "r0000002"]
    assert [what for what, *_ in api.readings.done] == ["accept", "accept", "undo", "undo"]


async def test_a_range_is_marked_from_the_last_mark_to_the_cursor() -> None:
    async with running(FakeApi(), "readings") as pilot:
        await pilot.press("down", "space", "down", "down", "down", "M")
        assert set(table(pilot.app).marks) == {f"r000000{number}" for number in range(1, 6)}


async def test_one_reading_is_decided_by_one_key_and_taken_back_by_another() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        await until(pilot, lambda: "Зайва цифра" in shown(pilot.app))
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: "ви ще нічого не вирішували" in told(pilot.app))
        await idle(pilot)
        await pilot.press("f")
        await until(pilot, lambda: len(api.readings.done) == 1)
        assert api.readings.done[0] == ("correct 98.5", "r0000000", "Зайва цифра ¦ A digit too many")
        await until(pilot, lambda: "виправити за причиною: 100 м³ → 98,5 м³, вул. Лісова" in told(pilot.app))
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: len(api.readings.done) == 2)
        await until(pilot, lambda: "Скасовано рішення «виправити за причиною»: 100 м³" in told(pilot.app))
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: "Скасовувати пізно" in told(pilot.app))
        await pilot.press("down")
        await read(pilot)
        key = table(pilot.app).cursor_key
        await pilot.press("e")
        await until(pilot, lambda: len(api.readings.done) == 3)
        assert api.readings.done[2][:2] == ("estimate", key)


async def test_what_helps_to_decide_stands_beside_the_queue() -> None:
    async with running(FakeApi(), "readings", size=(140, 80)) as pilot:
        await until(pilot, lambda: "Зайва цифра" in shown(pilot.app))
        said = shown(pilot.app)
        for part in ("93%", "f — виправити показання", "97 – 104 м³", "профіль послуги", "кв. 3", "вул. Лісова, 1"):
            assert part in said
        for part in ("на добу 9,5 м³ · межа 3 м³", "найбільше за рік", "Було", "99 м³", "Різниця"):
            assert part in said


async def test_a_building_is_balanced_month_by_month_and_service_by_service() -> None:
    api = FakeApi()
    async with running(api, "buildings") as pilot:
        await until(pilot, lambda: "Небаланс 10 м³  9,2 %" in shown(pilot.app))
        said = shown(pilot.app)
        assert "кв. 3" in said
        assert "78 %" in said
        assert "~5" in said
        await pilot.press("s")
        await until(pilot, lambda: api.buildings.asked[-1][1] == "ELECTRICITY")
        await pilot.press("comma")
        await until(pilot, lambda: api.buildings.asked[-1][2].month == 10)
        await pilot.press("full_stop")
        await until(pilot, lambda: api.buildings.asked[-1][2].month == 11)


async def test_windows_stand_on_a_calendar_that_can_be_turned() -> None:
    async with running(FakeApi(), "windows") as pilot:
        await until(pilot, lambda: "Листопад 2026" in shown(pilot.app))
        said = shown(pilot.app)
        for part in ("▪29", "▪30", "▫27", "◆ 1", "Річенськводоканал", "2-й від кінця – 3", "29.11 – 03.12.2026"):
            assert part in said
        await pilot.press("comma")
        await until(pilot, lambda: "Жовтень 2026" in shown(pilot.app))
        await pilot.press("full_stop", "full_stop")
        await until(pilot, lambda: "Січень 2027" in shown(pilot.app))


async def test_a_window_that_follows_ends_the_one_before_it_and_only_if_it_comes_about() -> None:
    api = FakeApi()
    async with running(api, "windows") as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        pilot.app.screen.query_one("#field-begins", Input).value = "01.01.2027"
        pilot.app.screen.query_one("#field-last_day", Input).value = "5"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(api.windows.saved) == 2)
        ended, following = api.windows.saved
        assert (ended.id, str(ended.ends)) == ("w0", "2026-12-31")
        assert (following.id, str(following.begins), following.last_day) == ("", "2027-01-01", 5)

        api.windows.refuse = ClientError("CONFLICT", "період уже є")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(api.windows.saved) == 4)
        assert api.windows.saved[-1].ends is None


async def test_what_is_missing_is_estimated_after_it_was_shown() -> None:
    api = FakeApi()
    async with running(api, "windows") as pilot:
        await pilot.press("m")
        await until(pilot, lambda: "Буде розраховано 3 показання" in shown(pilot.app))
        said = shown(pilot.app)
        for part in (
            "2 × профіль послуги",
            "Річенськводоканал",
            "30.10.2026 – 03.11.2026",
            "Показання станом на 01.11.2026",
        ):
            assert part in said
        await pilot.press("escape")
        await pilot.pause(0.2)
        assert [dry_run for _, dry_run in api.windows.estimates] == [True]
        await pilot.press("m")
        await until(pilot, lambda: "Буде розраховано 3 показання" in shown(pilot.app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: any("Розраховано 3 показання" in one.message for one in pilot.app._notifications))
        assert api.windows.estimates[-1] == (date(2026, 11, 3), False)


async def test_a_threshold_is_replayed_before_it_is_put_in_force() -> None:
    api = FakeApi()
    async with running(api, "rules") as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        pilot.app.screen.query_one("#field-value", Input).value = "1,2"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(api.rules.made) == 1)
        assert api.rules.made[0].limits == {"high_factor": 1.2}

        await pilot.press("p")
        await until(pilot, lambda: "вбудований уже діяв" in told(pilot.app))
        await pilot.press("down", "p")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Черга на перевірку" in shown(pilot.app))
        parts = ("4 × прийнято → на розгляді", "надмірне споживання: 2 → 6  +4", "950,5")
        await until(pilot, lambda: all(part in shown(pilot.app) for part in parts))
        assert api.rules.replayed[0][0] == 2
        assert api.rules.replayed[0][1].isoformat() == "2025-11-01T00:00:00+02:00"

        await pilot.press("y")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        pilot.app.screen.query_one("#field-phrase", Input).value = "2"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.rules.activated == [2])


async def test_a_file_is_looked_at_before_it_is_imported_and_goes_on_where_it_broke_off() -> None:
    api = FakeApi()
    api.files.breaks = 1
    async with running(api, "readings") as pilot:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        pilot.app.screen.query_one("#field-path", Input).value = "/tmp/показання.csv"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "день чи місяць" in shown(pilot.app))
        assert "Windows-1251" in shown(pilot.app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "В23-000001  100,5" in shown(pilot.app))
        assert "✖ зле" in shown(pilot.app)
        assert not api.files.taken
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Готово" in shown(pilot.app))
        said = shown(pilot.app)
        for part in ("599 рядків", "прийнято: 580", "у карантині: 2", "уже були: 10", "✖ порожньо"):
            assert part in said
        assert [order for _, order in api.files.taken] == ["DAY_FIRST", "DAY_FIRST"]
        await pilot.press("escape")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "readings")


async def test_a_file_that_is_not_there_is_told() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        pilot.app.screen.query_one("#field-path", Input).value = "missing.csv"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "немає такого файлу" in shown(pilot.app))
        assert pilot.app.screen.query_one("#field-path", Input).value == "missing.csv"


async def test_where_there_is_no_room_enter_shows_the_detail_instead_of_the_list() -> None:
    async with running(FakeApi(), "readings", size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        assert "Зайва цифра" not in shown(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: "Зайва цифра" in shown(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: "Зайва цифра" not in shown(pilot.app))


async def test_what_cant_be_undone_is_confirmed_by_typing_it() -> None:
    api = FakeApi()
    async with running(api, "privacy") as pilot:
        await pilot.press("y")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press("tab", *"wrong", "enter")
        await pilot.pause(0.1)
        assert api.privacy.approved == []
        pilot.app.screen.query_one("#field-phrase", Input).value = "2026-000000"
        await pilot.press("enter")
        await until(pilot, lambda: bool(api.privacy.approved))
    assert api.privacy.approved == [("q0000000", True)]


async def test_who_is_blocked_is_unblocked_and_nobody_else() -> None:
    api = FakeApi()
    api.users.make = lambda number: user(number, state="BLOCKED" if number else "ACTIVE")
    async with running(api, "users") as pilot:
        screen: Any = pilot.app.screen
        await read(pilot)

        def offered() -> set[str]:
            return {action.id for action in screen.offered()} & {"user_block", "user_unblock"}

        assert offered() == {"user_block"}
        await pilot.press("down")
        await until(pilot, lambda: offered() == {"user_unblock"})


async def test_only_what_roles_and_state_allow_is_offered() -> None:
    api = FakeApi(permissions=frozenset({"USERS_READ", "PRIVACY_READ"}))
    async with running(api, "users") as pilot:
        bar = [action.id for action in pilot.app.screen.offered()]  # type: ignore[attr-defined]
        assert "user_block" not in bar
        await pilot.press("b")
        await pilot.pause(0.1)
        assert not isinstance(pilot.app.screen, Form)
        await pilot.press("3")
        await pilot.pause(0.2)
        assert getattr(pilot.app.screen, "area", "") == "users"
    api = FakeApi()
    async with running(api, "privacy") as pilot:
        offered = [action.id for action in pilot.app.screen.offered()]  # type: ignore[attr-defined]
        assert "request_approve" in offered
        assert "request_assign" not in offered
        assert "request_package" not in offered


async def test_a_refused_action_is_told_and_nothing_falls_over() -> None:
    api = FakeApi()
    api.readings.refusing = {"r0000000"}
    async with running(api, "readings") as pilot:
        await pilot.press("x")
        await until(pilot, lambda: "Хтось змінив" in told(pilot.app))
        assert table(pilot.app).current.state == "IN_REVIEW"


# -- language, theme, help, jump


async def test_the_language_is_switched_while_running() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: "Registered" in shown(pilot.app))
        assert api.languages[-1] == "en"
        await until(pilot, lambda: "600 rows" in shown(pilot.app))
        await pilot.press("f2")
        await until(pilot, lambda: "Зареєстровано" in shown(pilot.app))


async def test_help_lists_every_action_and_jump_goes_anywhere() -> None:
    async with running(FakeApi(), "users") as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: "Клавіші" in shown(pilot.app))
        await pilot.press("escape")
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        pilot.app.screen.query_one(Input).value = "аудит"
        await pilot.press("enter")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "audit")


async def test_all_themes_draw() -> None:
    async with running(FakeApi(), "users") as pilot:
        for _ in range(3):
            await pilot.press("f3")
            await pilot.pause(0.1)
        assert pilot.app.theme == "smart-dark"


# -- the connection


async def test_a_lost_server_is_shown_and_what_is_on_the_screen_stays() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        app: Any = pilot.app
        api.users.down = api.auth.down = True
        api.users.break_watches(ClientError("UNREACHABLE", "lost", lost=True))
        app.connection.lost()
        await until(pilot, lambda: "втрачено" in shown(app))
        assert "Коваль3" in shown(app)
        await pilot.press("j", "j")
        assert table(app).cursor == 2
        api.users.down = api.auth.down = False
        await app.connection.probe(api.auth)
        await until(pilot, lambda: app.connection.state is State.CONNECTED)
        await until(pilot, lambda: len(api.users.tokens) > 1)
        assert api.users.tokens[-1] == "t0"
        assert not app.screen.query_one(StatusBar).has_class("lost")


async def test_an_ended_session_leads_back_to_signing_in() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        app: Any = pilot.app
        app.refused(ClientError("UNAUTHENTICATED", "the session has ended"))
        await until(pilot, lambda: isinstance(app.screen, SignInScreen))
        await until(pilot, lambda: "Сеанс завершено" in shown(app))


# -- start


def test_the_first_screen_imports_no_grpc() -> None:
    code = (
        "import sys, console.app, console.__main__;"
        "heavy = {'grpc', 'google', 'smartregion', 'plotext', 'server', 'storage'};"
        "sys.exit(', '.join(heavy & {name.split('.')[0] for name in sys.modules}) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


async def test_columns_give_way_where_there_is_no_room() -> None:
    async with running(FakeApi(), "privacy", size=(110, 30)) as pilot:
        text = shown(pilot.app)
        assert "Знищення" in text
        assert "на затвердженні" in text
        assert "Виконавець  " not in text.splitlines()[2]


async def test_narrow_terminals_show_the_list_alone() -> None:
    async with running(FakeApi(), "users", size=(80, 24)) as pilot:
        assert isinstance(pilot.app.screen, ListScreen)
        assert pilot.app.screen.has_class("narrow")
        assert "+380670000001" in shown(pilot.app)
        assert pilot.app.screen.query_one(ActionBar).size.height == 1
        assert pilot.app.screen.query_one("#head", Static).size.height == 1


def test_every_permission_that_actions_name_is_in_the_contract() -> None:
    from smartregion.v1.options_pb2 import Permission

    from console import actions

    named = {one.permission for one in (*actions.ACTIONS, *actions.AREAS) if one.permission}
    assert {f"PERMISSION_{name}" for name in named} <= set(Permission.keys())
    assert named <= EVERYTHING
    assert reading(1).state == "IN_REVIEW"
