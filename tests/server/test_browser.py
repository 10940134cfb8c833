"""The console in a browser: a Chromium that a person would use, a server of consoles, and the service behind them."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from ..browser.driver import Page, eventually, running_chromium
from .conftest import PASSWORD, House


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


ENTER, TAB = ("Enter", 13, "\r"), ("Tab", 9)


@asynccontextmanager
async def serving(house: House, folder: Path) -> AsyncIterator[str]:
    """Where the consoles are."""
    words = ["-m", "console", "serve", "--port", str(free_port()), "--target", f"127.0.0.1:{house.app.port}"]
    words += ["--log", str(folder / "console.log")]
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield (await asyncio.wait_for(process.stdout.readline(), 60)).decode().split()[-1]
    finally:
        process.terminate()
        await process.wait()


async def sign_in(page: Page, login: str) -> None:
    await page.sees("Увійти")
    await page.has_the_keys()
    await page.types(login)
    await page.sees(login)
    await page.presses(*TAB)
    await page.sees("Пароль")  # it is drawn anew when it has the focus
    await page.types(PASSWORD)
    await page.sees("•" * len(PASSWORD))
    await page.presses(*ENTER)


async def test_each_browser_session_signs_in_for_itself_and_takes_its_files_along(house: House, tmp_path: Path) -> None:
    async with serving(house, tmp_path) as url, running_chromium(tmp_path) as browser:
        page = await browser.opens(url)
        await sign_in(page, "oksana")
        await page.sees("Оксана")
        other = await browser.opens(url)
        await other.sees("Увійти")
        await page.types("P")
        await page.sees("Збережено")
        await eventually(lambda: list(browser.downloads.glob("smartregion-overview-*.svg")))
        assert not list(Path.cwd().glob("smartregion-overview-*.svg")), "nothing is left on the server"
        assert page.faults == [], "nothing is fetched from elsewhere"
