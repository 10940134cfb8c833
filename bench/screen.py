"""The console: first paint against an empty Textual app; key to paint and memory, a million rows against a hundred."""

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

from bench.figures import Figure, alternate

ROUNDS = 7
KEYS = 150
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


async def press(rows: int) -> tuple[float, int]:
    """Median seconds from a key to its paint in a list of so many users, and the peak memory in KiB."""
    from console.app import Console
    from console.widgets.table import VirtualTable
    from tests.console.fakes import FakeApi, FixedClock

    app = Console(lambda: FakeApi(users=rows), "bench", login="a", password="b", clock=FixedClock())
    async with app.run_test(size=(140, 40)) as pilot:
        while getattr(app.screen, "area", "") != "overview":
            await pilot.pause(0.05)
        app.go("users")
        while getattr(app.screen, "area", "") != "users" or not app.screen.query_one(VirtualTable).pages.loaded:
            await pilot.pause(0.05)
        for key in ("end", "pageup", "pageup", "home"):
            await pilot.press(key)
            await pilot.pause(0.1)
        times = []
        for number in range(KEYS):
            started = time.perf_counter()
            await pilot.press("j" if number % 50 < 40 else "pagedown")
            times.append(time.perf_counter() - started)
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


if __name__ == "__main__":
    print(asyncio.run(press(1_000_000)))
