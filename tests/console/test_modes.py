"""A console that only looks, and what is taken along from a screen."""

import csv
import stat
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from smartregion import v1
from smartregion.v1 import options_pb2 as options

from console import actions, formats, saving, sheet
from console.client import Client
from console.client.looking import looks
from console.imports import ImportAs
from console.models import Page, Query
from console.modes import Modes
from console.ports import ClientError
from console.widgets import plain_plot

from .conftest import heard
from .fakes import NOW, FakeApi, user
from .test_app import running, shown, told, until


def methods() -> list[Any]:
    """Every method of the contract."""
    modules = [
        import_module(one.name) for one in iter_modules(v1.__path__, "smartregion.v1.") if one.name.endswith("_pb2")
    ]
    services = [one for module in modules for one in module.DESCRIPTOR.services_by_name.values()]
    return [method for service in services for method in service.methods]


def policy(method: Any) -> options.CallPolicy:
    kept: options.CallPolicy = method.GetOptions().Extensions[options.policy]
    return kept


def path(method: Any) -> str:
    return f"/{method.containing_service.full_name}/{method.name}"


# -- looking alone


async def test_a_console_that_only_looks_offers_nothing_that_changes_and_says_so() -> None:
    async with running(FakeApi(), "users", modes=Modes(read_only=True)) as pilot:
        screen: Any = pilot.app.screen
        offered = {action.id for action in screen.offered()}
        assert {"user_readings", "filter", "table", "sign_out"} <= offered
        assert not any(action.changes for action in screen.offered())
        assert "лише перегляд" in shown(pilot.app)
        await pilot.press("b")  # blocks, elsewhere
        assert pilot.app.screen is screen
        screen.perform(actions.by_id("user_block"))
        assert "Зараз не можна" in heard[-1]


def test_what_is_offered_to_whoever_only_looks_is_a_look_by_the_contract() -> None:
    kept = [one for one in actions.ACTIONS if not one.changes]
    of_call = {method.name: method for method in methods()}
    assert all(looks(path(of_call[one.call])) for one in kept if one.call)
    with_looks = {
        method.GetOptions().Extensions[options.policy].permission for method in methods() if looks(path(method))
    }
    needed = {options.Permission.Value(f"PERMISSION_{one.permission}") for one in kept if one.permission}
    assert needed <= with_looks


def test_no_call_that_the_audit_log_keeps_as_a_change_is_a_look() -> None:
    changing = {path(method) for method in methods() if policy(method).audit == options.AUDIT_LEVEL_CHANGE}
    assert len(changing) > 90
    assert {one.rpartition("/")[2] for one in changing if looks(one)} == {"SignInOperator", "SignOut"}
    assert looks("/smartregion.v1.UserService/ListUsers")
    assert looks("/grpc.health.v1.Health/Check")


async def test_what_changes_is_refused_below_the_screens_too() -> None:
    client = Client("127.0.0.1:1", read_only=True)
    try:
        with pytest.raises(ClientError) as refused:
            await client.users.block(user(1), "because")
        assert refused.value.reason == "READ_ONLY"
        with pytest.raises(ClientError) as refused:
            await anext(client.files.take(Path(__file__), ImportAs()))
        assert refused.value.reason == "READ_ONLY"
        with pytest.raises(ClientError) as refused:
            await client.users.page(Query(), token="", skip=0, size=1)
        assert refused.value.lost, "a look is sent, and finds no server"
    finally:
        await client.close()


# -- what is taken along


def files(folder: Path, pattern: str) -> list[Path]:
    return list(folder.glob(pattern))


async def test_a_screen_and_a_list_are_saved_and_a_number_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(FakeApi(users=450), "users") as pilot:
        await pilot.press("P")
        await until(pilot, lambda: "Збережено" in told(pilot.app))
        (picture,) = files(tmp_path, "*.svg")
        assert picture.name in heard[-1]
        assert stat.S_IMODE(picture.stat().st_mode) == 0o600
        text = picture.read_text()
        assert "Коваль" in text
        assert "@font-face" not in text, "it would be fetched from somebody else's host"
        await pilot.press("E")
        await until(pilot, lambda: bool(files(tmp_path, "*.csv")) and "весь список" in told(pilot.app))
        (file,) = files(tmp_path, "*.csv")
        rows = list(csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=";"))
        assert len(rows) == 451
        assert rows[0][-1] == "id"
        assert rows[450][-1] == "u0000449"
        await pilot.press("j", "Y")
        assert pilot.app.clipboard == "u0000001"


async def test_a_list_of_which_the_server_gave_a_part_is_said_to_be_a_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    api = FakeApi(users=450)
    given = api.users.page

    async def page(query: Query, *, token: str, skip: int, size: int) -> Page[Any]:
        if token:
            raise ClientError("UNREACHABLE", "gone", lost=True)
        return await given(query, token=token, skip=skip, size=size)

    async with running(api, "users") as pilot:
        monkeypatch.setattr(api.users, "page", page)
        await pilot.press("E")
        await until(pilot, lambda: "лише частину списку: 200 з 450" in told(pilot.app))


def test_no_cell_of_a_file_is_a_formula_or_a_control() -> None:
    body = sheet.written(
        ["a"], [["=1+1"], ["-cmd|' /C calc'!A0"], ["+380671234567"], ["−12,50 ₴"], ["a\x1b[2J"], ["\t@x"]]
    )
    assert body.decode("utf-8-sig").splitlines()[1:] == [
        "'=1+1",
        "'-cmd|' /C calc'!A0",
        "+380671234567",
        "−12,50 ₴",
        "a␛[2J",
        "'\t@x",
    ]


def test_a_browser_is_handed_files_and_none_is_read_or_written_here(tmp_path: Path) -> None:
    handed: dict[str, bytes] = {}
    saving.hand_over_by(handed.__setitem__)
    try:
        assert saving.save("../list.csv", b"x") == "list.csv"
        assert handed == {"list.csv": b"x"}
        with pytest.raises(PermissionError):
            saving.own(tmp_path / "any")
    finally:
        saving.hand_over_by(None)
    kept = Modes(browser=True)
    assert not kept.offers(actions.by_id("reading_import"))
    assert kept.offers(actions.by_id("request_package"))


# -- plain terminals


def test_plain_plots_are_ascii_and_say_the_figures() -> None:
    bars = plain_plot.bars([1.0, 2.0, 3.0, 9.0], ["14:00", "14:01", "14:02", "14:03"], 40, 2)
    assert [line.split() for line in bars] == [["14:00", "######", "3"], ["14:02", "#########################", "12"]]
    points = [(NOW, 100.0), (NOW, 200.0)]
    assert [line.split()[1] for line in plain_plot.line(points, 60, 9)] == ["100", "200"]
    came = plain_plot.window(points, (NOW, 900.0), (210.0, 240.0), 60, 9)
    assert came[-2].endswith("210 .. 240")
    assert came[-1].endswith("x")
    formats.draw_plainly(True)
    try:
        drawn = formats.sparkline([0.0, 1.0, 8.0]) + formats.bar(1, 2, 4)
    finally:
        formats.draw_plainly(False)
    assert "".join([*bars, *came, drawn]).isascii()


async def test_without_colours_the_cursor_and_the_tab_are_seen_at_80_by_24(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(FakeApi(), "users", size=(80, 24), colourless=True) as pilot:
        strips = pilot.app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style is not None]
        assert all(one.color is None or one.color.is_default for one in styles)
        assert all(one.bgcolor is None or one.bgcolor.is_default for one in styles)
        tab = next(segment for segment in strips[0] if "2" in segment.text)
        assert tab.style is not None
        assert tab.style.reverse
        cursor = next(strip for strip in strips if "▸" in strip.text)
        assert any(segment.style is not None and segment.style.reverse for segment in cursor)
