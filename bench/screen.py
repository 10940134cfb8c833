"""The console: first paint against an empty Textual app; key to paint and memory, a million rows against a hundred; and
key to paint while the server tells of 2,000 changes a second, against a still screen."""

import asyncio
import os
import pty
import select
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from smartregion.v1 import common_pb2, user_service_pb2
from textual import events

from bench.figures import Figure, alternate
from console.app import Console
from console.client import convert
from console.widgets.table import VirtualTable
from tests.console.fakes import FakeApi, FixedClock

ROUNDS = 7
KEYS = 150
#: Changes a second of the flood, in frames of so many, as the server sends them when it falls behind.
FLOOD, IN_FRAME = 2_000, 50
_EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("Smart Region")
Empty().run()
"""


def first_paint(arguments: list[str]) -> float:
    """Seconds from the start of a program to its name on a real terminal."""
    started = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="36")
        os.execv(sys.executable, [sys.executable, *arguments])
    seen = b""
    while b"Smart Region" not in seen:
        ready, _, _ = select.select([terminal], [], [], 20)
        if not ready:
            raise TimeoutError(seen[-200:])
        seen += os.read(terminal, 65536)
    elapsed = time.perf_counter() - started
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(terminal)
    return elapsed


class Keys:
    """Times keys: from the press until a paint shows the cursor where the key put it, with what is written to the
    terminal for it."""

    def __init__(self, app: Any, table: Any) -> None:
        self._app, self._table = app, table
        self._wanted = -1
        self._painted = asyncio.Event()
        display = app._display

        def displayed(screen: Any, renderable: Any) -> None:
            if hasattr(renderable, "render_segments"):
                renderable.render_segments(app.console)
            display(screen, renderable)
            if self._wanted == table.cursor:
                self._painted.set()

        app._display = displayed

    async def move(self, step: int = 1) -> float:
        """Seconds of the key that leads one row down, or up."""
        self._painted.clear()
        self._wanted = self._table.cursor + step
        key = events.Key("j", "j") if step > 0 else events.Key("k", "k")
        key.set_sender(self._app)
        started = time.perf_counter()
        self._app._driver.send_message(key)
        await asyncio.wait_for(self._painted.wait(), 30)
        return time.perf_counter() - started


async def flood(api: Any) -> None:
    """Changes of users, most of them on the pages that are shown: decoded and converted as ever, without end."""

    def frame(start: int) -> bytes:
        numbers = (999_999 - (start + place) * 7 % 2_000 for place in range(IN_FRAME))
        users = (user_service_pb2.User(id=f"u{number:07}", phone="+380671234567") for number in numbers)
        kind = common_pb2.CHANGE_KIND_UPDATED
        changes = [user_service_pb2.UserChange(kind=kind, user=user) for user in users]
        return user_service_pb2.WatchUsersResponse(changes=changes).SerializeToString()

    frames = [frame(start) for start in range(0, 2_000, IN_FRAME)]
    began, sent = time.perf_counter(), 0
    while True:
        message = user_service_pb2.WatchUsersResponse.FromString(frames[sent // IN_FRAME % len(frames)])
        api.users.tell(*convert.frame(message, "user", convert.to_user).changes)
        sent += IN_FRAME
        await asyncio.sleep(max(0.0, began + sent / FLOOD - time.perf_counter()))


async def open_users(app: Any, pilot: Any) -> Any:
    """The list of users, once it is there."""
    while getattr(app.screen, "area", "") != "overview":
        await pilot.pause(0.05)
    app.go("users")
    while getattr(app.screen, "area", "") != "users" or not app.screen.query_one(VirtualTable).pages.loaded:
        await pilot.pause(0.05)
    return app.screen.query_one(VirtualTable)


async def keys_to_paint(flooded: bool) -> float:
    """The 95th percentile of the seconds from a key to its paint."""
    api = FakeApi(users=1_000_000)
    app = Console(lambda: api, "bench", login="a", password="b", clock=FixedClock())
    async with app.run_test(size=(140, 40)) as pilot:
        keys = Keys(app, await open_users(app, pilot))
        flooding = asyncio.create_task(flood(api)) if flooded else None
        times = []
        for _ in range(2 * KEYS):
            times.append(await keys.move())
            await asyncio.sleep(0.02)
        if flooding is not None:
            flooding.cancel()
        return statistics.quantiles(times, n=20)[-1]


async def press(rows: int) -> tuple[float, int]:
    """Median seconds from a key to its paint in a list of so many users, and the peak memory in KiB."""
    app = Console(lambda: FakeApi(users=rows), "bench", login="a", password="b", clock=FixedClock())
    async with app.run_test(size=(140, 40)) as pilot:
        keys = Keys(app, await open_users(app, pilot))
        times = []
        for end, step in (("home", 1), ("end", -1)):
            await pilot.press(end)
            await pilot.pause(0.5)
            times += [await keys.move(step) for _ in range(KEYS // 2)]
        return statistics.median(times), peak_memory()


def peak_memory() -> int:
    """KiB that this process held at most, since it was executed."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def pressed(rows: int) -> tuple[float, int]:
    """The same in a process of its own, so that memory is its own."""
    code = f"import asyncio; from bench.screen import press; print(*asyncio.run(press({rows})))"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    seconds, memory = output.split()
    return float(seconds), int(memory)


def figures() -> Iterator[Figure]:
    console = ["-m", "console", "--target", "127.0.0.1:1"]
    ours, empty = alternate(lambda: first_paint(console), lambda: first_paint(["-c", _EMPTY]), ROUNDS)
    said = f"{ours * 1000:.0f} ms, an empty app {empty * 1000:.0f} ms"
    yield Figure("First paint / empty Textual app", ours / empty, 2.0, False, said)

    memory: dict[int, int] = {}

    def key(rows: int) -> float:
        seconds, memory[rows] = pressed(rows)
        return seconds

    million, hundred = alternate(lambda: key(1_000_000), lambda: key(100), 3)
    said = f"{million * 1000:.1f} ms at a million rows, {hundred * 1000:.1f} ms at a hundred"
    yield Figure("Key to paint, million / hundred", million / hundred, 1.5, False, said)
    said = f"{memory[1_000_000] / 1024:.0f} MiB at a million rows, {memory[100] / 1024:.0f} MiB at a hundred"
    yield Figure("Memory, million / hundred", memory[1_000_000] / memory[100], 1.2, False, said)

    busy, still = alternate(lambda: asyncio.run(keys_to_paint(True)), lambda: asyncio.run(keys_to_paint(False)), 3)
    said = f"p95 {busy * 1000:.1f} ms while {FLOOD:,} changes a second come, {still * 1000:.1f} ms when none do"
    yield Figure("Key to paint, flooded / still", busy / still, 2.0, False, said)


if __name__ == "__main__":
    print(asyncio.run(press(1_000_000)))
