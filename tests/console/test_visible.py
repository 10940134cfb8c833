"""No text from data drives the terminal: whatever residents write, it is shown and not obeyed."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color

from console import visible
from console.app import Console
from console.settings import AreaSettings, SavedFilter, Settings
from console.shell.harmless import HARMLESS
from console.widgets.detail import Block, Detail
from console.widgets.form import Field, Form
from console.widgets.table import _fit

from .fakes import FakeApi
from .test_app import running, shown, until

#: What would clear the screen, write the clipboard, set a title, turn the line around, be a link or an action.
NASTY = "\x1b[2J\x1b]52;c;cm0=\x07\x9b31m\u202eliam\u2066\x08\x00\r[@click=app.quit]x[/] [link=https://evil]y[/]"
ANYTHING = st.text(st.characters(), max_size=40) | st.text(st.sampled_from(NASTY + "а́🙂\u200d\t\n"), max_size=40)


def obeyed(text: str) -> list[str]:
    """Characters that a terminal acts on, or that turn what follows."""
    bidi = {*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"}
    return [
        one for one in text if ord(one) < 32 or 0x7F <= ord(one) < 0xA0 or one in bidi or 0xD800 <= ord(one) < 0xE000
    ]


@given(ANYTHING)
def test_nothing_that_is_drawn_is_obeyed_and_no_line_grows(text: str) -> None:
    (out,) = HARMLESS.apply([Segment(text, Style(link="https://evil", bold=True))], Color(0, 0, 0))
    assert not obeyed(out.text)
    assert cell_len(out.text) <= cell_len(text)
    assert out.style is not None
    assert out.style.link is None
    assert out.style.bold


@given(ANYTHING, st.integers(0, 30), st.booleans())
def test_a_cell_of_a_table_shows_controls_in_exactly_its_width(text: str, width: int, right: bool) -> None:
    cell = _fit(text, width, right)
    assert not obeyed(cell)
    assert cell_len(cell) == width


@given(ANYTHING)
def test_what_is_obeyed_is_shown_by_a_picture(text: str) -> None:
    assert not obeyed(visible.line(text))
    assert not [one for one in obeyed(visible.lines(text)) if one not in "\n\t"]
    assert len(visible.line(text)) == len(text)


class Nasty:
    """A port, a server, whose free text is what somebody evil wrote. What has a meaning (ids, states) stays."""

    def __init__(self, within: Any) -> None:
        self._within = within

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._within, name)
        if hasattr(found, "page") or name in ("overview", "auth", "meters", "files", "search", "settings"):
            return Nasty(found)
        if not callable(found) or name in ("watch", "speak", "look_for"):
            return found

        async def asked(*arguments: Any, **named: Any) -> Any:
            return spoilt(await found(*arguments, **named))

        return asked


def spoilt(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() and not any(one in value for one in " @+") else NASTY
    if isinstance(value, tuple | list):
        return type(value)(map(spoilt, value))
    if isinstance(value, Mapping):
        return {key: spoilt(one) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: spoilt(getattr(value, one.name)) for one in fields(value) if one.init})
    return value


async def test_no_screen_lets_data_drive_the_terminal() -> None:
    within = FakeApi()
    within.settings.settings = Settings(areas={"works": AreaSettings(filters=(SavedFilter("мій", "стан:так"),))})
    api: Any = Nasty(within)
    async with running(api, "users") as pilot:
        app: Any = pilot.app
        assert isinstance(app, Console)
        seen = 0
        for area in ("users", "support", "privacy", "works", "overview"):
            app.go(area)
            await until(pilot, lambda area=area: getattr(app.screen, "area", "") == area)
            await until(pilot, lambda area=area: area == "overview" or app.screen._shown is not None)
            await pilot.pause()
            harmless(app)
            seen += "[@click" in shown(app)
        assert seen > 2, "the texts are there to read"
        app.go("works")
        await until(pilot, lambda: getattr(app.screen, "area", "") == "works")
        for keys in (["L"], ["escape", "F", *"Олена"]):
            await pilot.press(*keys)
            await until(pilot, lambda: not hasattr(app.screen, "area") and "[@click" in shown(app))
            harmless(app)


def harmless(app: Any) -> None:
    for segment in (segment for strip in app.screen._compositor.render_strips() for segment in strip):
        assert not obeyed(segment.text)
        assert segment.style is None or segment.style.link is None
        assert segment.style is None or "@click" not in segment.style.meta


async def test_choices_and_details_take_no_markup() -> None:
    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield Detail()

        def on_mount(self) -> None:
            self.query_one(Detail).show([Block(NASTY, [("a", NASTY)], [("", NASTY)])])

    app = Page()
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.pause()
        assert shown(app).count("[@click=app.quit]") == 3
        await app.push_screen(Form(NASTY, [Field("a", NASTY, "a", choices=[("a", NASTY)])], text=NASTY))
        await pilot.pause()
        assert shown(app).count("[@click=app.quit]") == 7, "the form, and the detail beneath"
