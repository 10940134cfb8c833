"""Serving until a signal: SIGTERM and Ctrl+C drain, a second one does not wait."""

import asyncio
import gc
import signal

from server import logs
from server.app import App
from server.config import Settings


async def serve(settings: Settings) -> int:
    """Serves until SIGTERM or SIGINT. Raises ValueError, StorageError, OSError where it can't start."""
    logs.configure(settings.log_level)
    app = await App.start(settings)
    collect_seldom()
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    await ending.wait()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(number)
    await app.drain()
    return 0


def collect_seldom() -> None:
    """The collector of a process that serves: what was made at start stays, and need not be walked again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
