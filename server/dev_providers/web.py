"""What the providers that speak HTTP share."""

import asyncio
import json
from typing import Any

from aiohttp import web

from server.dev_providers.faults import Dice

BODY_BYTES = 4 * 1024 * 1024


class Site:
    """An application on a port of this machine."""

    def __init__(self, app: web.Application) -> None:
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.5)

    async def start(self, port: int = 0) -> int:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        await self._runner.cleanup()


async def body_of(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request; an empty one where it is none."""
    try:
        found = json.loads(await request.read() or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def lost(request: web.Request) -> web.Response:
    """Cuts the connection instead of an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def misbehaved(request: web.Request, dice: Dice) -> web.Response | None:
    """What is answered before anything is taken; None where it may be."""
    faults = dice.faults
    await asyncio.sleep(faults.slow / 1000)
    if dice.closes():
        return lost(request)
    if dice.falls(faults.throttle):
        return web.Response(status=429, headers={"Retry-After": "1"}, text="{}")
    if dice.falls(faults.garbage):
        return web.Response(text="<html>this is no JSON</html>")
    return None
