"""Pictures of a shift for docs/shift.md, taken on a terminal of 80 by 24 against the demo that `make run` starts:
`python -m scripts.pictures`. What is pressed and typed here is what an operator presses and types, in an invented town.
"""

import asyncio
import base64
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, Select, TextArea

from console.app import Console
from console.client import Client
from console.screens.sign_in import SignInScreen
from console.shell.files import drawing
from console.widgets.form import Form
from server.demo.seed import PASSWORD
from tests.browser.driver import Page, running_chromium
from tests.console.test_app import shown, until

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"


class Shift:
    """An operator at the console: presses, waits for what is to be seen, and keeps a picture of it."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self._pilot = pilot
        self._app: Any = pilot.app

    def shown(self) -> str:
        return shown(self._app)

    async def until(self, holds: Callable[[], bool]) -> None:
        await until(self._pilot, holds)

    async def sees(self, *texts: str) -> None:
        await self.until(lambda: all(text in self.shown() for text in texts))

    async def press(self, *keys: str) -> None:
        await self._pilot.press(*keys)

    async def area(self, area: str, *keys: str) -> None:
        """Goes there, and waits until the first row is read."""
        await self.press(*keys)
        await self.until(lambda: getattr(self._app.screen, "area", "") == area)
        if hasattr(self._app.screen, "pages"):
            await self.until(lambda: self._app.screen.pages.loaded)
        await self._pilot.pause(1.0)

    @property
    def current(self) -> str:
        """The key of the row under the cursor."""
        return str(self._app.screen.table.cursor_key)

    async def form(self, title: str, **values: str) -> None:
        """Fills in a form that comes up."""
        await self.until(lambda: isinstance(self._app.screen, Form) and title in self.shown())
        for name, value in values.items():
            widget = self._app.screen.query_one(f"#field-{name}")
            if isinstance(widget, TextArea):
                widget.text = value
            else:
                assert isinstance(widget, Input | Select)
                widget.value = value
            await self._pilot.pause(0.2)

    async def picture(self, name: str) -> None:
        await self._pilot.pause(0.5)
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.svg").write_text(drawing(self._app), encoding="utf-8")
        print(f"\n--- {name}\n{self.shown()}", flush=True)


async def shift(target: str) -> None:
    app = Console(lambda: Client(target), target)
    async with app.run_test(size=(80, 24)) as pilot:
        one = Shift(pilot)
        await one.until(lambda: isinstance(app.screen, SignInScreen))
        await pilot.press(*"oksana", "tab")
        await one.picture("1-sign-in")
        await pilot.press(*PASSWORD, "enter")
        await one.sees("Чекає на людину")
        await pilot.pause(5.0)
        await one.picture("2-overview")
        await readings(one)
        await emergency(one)
        await alert(one)
        await letter(one)
        await angry_message(one)
        await search(one)
        await hand_over(one)


async def readings(one: Shift) -> None:
    await one.area("readings", "3")
    await one.picture("3-readings")
    await one.press("enter")
    while "Що, ймовірно, сталося" not in one.shown():  # of some no cause is told
        await one.press("escape", "j", "enter")
        await asyncio.sleep(2)
    await one.picture("4-reading")
    decided = one.current
    await one.press("f")
    await one.until(lambda: one.current != decided)  # the next one stands there
    await one.press("escape")


async def emergency(one: Shift) -> None:
    await one.area("works", "g", "w")
    await one.press("n")
    await one.form("оголосити", kind="EMERGENCY", places="Світлоріченськ, вул. Набережна", usual="PIPE")
    await one.press("ctrl+s")
    await one.sees("Буде сповіщено")
    await one.picture("5-whom-it-concerns")
    await one.press("ctrl+s")
    await one.sees("‼ аварійні", "тривають")
    await one.picture("6-emergency")


async def alert(one: Shift) -> None:
    await one.area("alerts", "g", "a")
    await one.press("a", "enter")
    await one.sees("◐ на розгляді")
    await one.picture("7-alert")
    await one.press("escape")


async def letter(one: Shift) -> None:
    await one.area("privacy", "5")
    await one.press("n")
    await one.form(
        "зареєструвати", applicant="Мельник Олена Іванівна", contact="вул. Набережна, 57, кв. 19", document="вх. 411"
    )
    await one.press("ctrl+s")
    await one.form("зареєструвати: ", kind="ACCESS", text="прошу надати всі мої дані")
    await one.press("ctrl+s")
    await one.sees("Мельник")
    await one.picture("8-letter")


async def angry_message(one: Shift) -> None:
    await one.area("support", "g", "f")
    await one.press("a")
    await one.press("enter")
    await one.picture("9-support")
    await one.press("r")
    await one.form("відповісти", text="Вибачте за незручності: бригада вже на місці, воду дамо до 22:00.")
    await one.press("ctrl+s")
    await asyncio.sleep(2)
    await one.picture("10-answered")
    await one.press("escape")


async def search(one: Shift) -> None:
    await one.press("F")
    await one.form("мета перегляду")
    await one.press("ctrl+s")
    await one.sees("Пошук")
    await one.press(*"Мельник")
    await one.sees("показати всі")
    await one.picture("11-search")
    await one.press("escape")


async def hand_over(one: Shift) -> None:
    await one.area("handovers", "g", "h")
    await one.press("n")
    await one.form("передати", text="Порив на Набережній: бригада на місці, перевірити о 23:00.")
    await one.press("ctrl+s")
    await one.sees("Порив на Набережній")
    await one.picture("12-hand-over")


#: Keys without a letter, as browsers call and number them.
KEYS = {"tab": ("Tab", 9), "enter": ("Enter", 13), "escape": ("Escape", 27), "down": ("ArrowDown", 40)}


class Tab:
    """An operator at a browser: nothing but keys, and what the page shows."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def press(self, *keys: str) -> None:
        """A letter each, or by their names."""
        for key in keys:
            if key in KEYS:
                name, code = KEYS[key]
                await self._page.presses(name, code, "\r" if key == "enter" else "")
            elif key.startswith("ctrl+"):
                await self._page.presses(key[-1], ord(key[-1].upper()), control=True)
            else:
                await self._page.types(key)
            await asyncio.sleep(0.3)

    async def types(self, text: str) -> None:
        await self._page.types(text)

    async def sees(self, *texts: str) -> None:
        for text in texts:
            try:
                await self._page.sees(text)
            except AssertionError:
                await self.picture("failed")
                raise

    async def picture(self, name: str) -> None:
        await asyncio.sleep(3)
        taken = await self._page.call("Page.captureScreenshot", format="png")
        (FOLDER / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))
        print(f"--- {name}", flush=True)


async def browser_shift(page: Page) -> None:
    """The shift once more, as a browser shows it."""
    tab = Tab(page)
    await tab.sees("Увійти")
    await page.has_the_keys()
    await tab.types("oksana")
    await tab.press("tab")
    await tab.types(PASSWORD)
    await tab.press("enter")
    await tab.sees("Чекає на людину")
    await tab.picture("13-browser")
    await tab.press("3")
    await tab.sees("Показання")
    await asyncio.sleep(2)
    await tab.press("enter")
    await tab.picture("14-browser-reading")
    await tab.press("f", "escape", "g", "w", "n")
    await tab.sees("оголосити")
    await tab.press("tab", "enter", "down", "enter", "tab")  # works: an emergency; then where
    await tab.types("Світлоріченськ, вул. Набережна")
    await tab.press("tab", "tab", "tab", "enter", "down", "enter")  # when it is left as it is; a usual reason
    await tab.press("ctrl+s")
    await tab.sees("Буде сповіщено")
    await tab.picture("15-browser-emergency")
    await tab.press("ctrl+s")
    await tab.sees("аварійні")
    await tab.press("g", "a", "a", "enter")
    await tab.picture("16-browser-alert")
    await tab.press("escape", "5", "n")
    await tab.sees("зареєструвати")
    await tab.press("tab", "tab")  # by letter, received today
    await tab.types("Мельник Олена Іванівна")
    await tab.press("tab")
    await tab.types("вул. Набережна, 57, кв. 19")
    await tab.press("tab", "tab", "tab", "tab")
    await tab.types("вх. 411")
    await tab.press("ctrl+s", "tab")  # access to one's data
    await tab.types("прошу надати всі мої дані")
    await tab.press("ctrl+s")
    await asyncio.sleep(2)
    await tab.picture("17-browser-letter")
    await tab.press("g", "f")
    await asyncio.sleep(2)
    await tab.press("a", "enter", "r")
    await tab.sees("відповісти")
    await tab.types("Вибачте за незручності: бригада вже на місці, воду дамо до 22:00.")
    await tab.picture("18-browser-reply")
    await tab.press("ctrl+s")
    await tab.press("escape", "g", "h", "n")
    await tab.sees("передати")
    await tab.types("Порив на Набережній: бригада на місці, перевірити о 23:00.")
    await tab.press("ctrl+s")
    await tab.sees("Порив на Набережній")
    await tab.picture("19-browser-hand-over")


async def browser(target: str) -> None:
    words = ["-m", "console", "serve", "--port", "8089", "--target", target]
    serving = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
    assert serving.stdout is not None
    try:
        url = (await serving.stdout.readline()).decode().split()[-1]
        with TemporaryDirectory() as folder:
            async with running_chromium(Path(folder)) as chromium:
                await browser_shift(await chromium.opens(url))
    finally:
        serving.terminate()
        await serving.wait()


if __name__ == "__main__":
    town = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:7443"
    asyncio.run(shift(town))
    asyncio.run(browser(town))
