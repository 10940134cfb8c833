"""The console in a browser: a process of its own for every browser session, in which the operator signs in."""

import logging
import os
import re
import shlex
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server

#: Sessions at once: each is a process.
MOST_SESSIONS = 40
#: Cells of a terminal, whatever a browser says.
LEAST, MOST = 20, 500
LOOPBACK = ("127.0.0.1", "localhost")
#: What a child must not inherit: every operator signs in for themselves.
SECRETS = ("SMARTREGION_USER", "SMARTREGION_PASSWORD")
#: A style sheet that the page would fetch from somebody else's host.
_ELSEWHERE = re.compile(r"<link[^>]*https://[^>]*>")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def serve(parsed: Namespace) -> int:
    """Serves until it is stopped; 2 where it would be open to others without TLS."""
    if parsed.host not in LOOPBACK and not parsed.public_url.startswith("https://"):
        print("smartregion: beyond loopback it needs --public-url https://… of a proxy that ends TLS", file=sys.stderr)
        return 2
    for name in SECRETS:
        os.environ.pop(name, None)
    ConsoleServer(command(parsed), parsed.host, parsed.port, parsed.public_url.rstrip("/")).serve()
    return 0


def command(parsed: Namespace) -> str:
    """The console of one session, with what was said of the server and its screens; never with a login."""
    said = {name: getattr(parsed, name) for name in ("target", "language", "theme", "area", "plots", "log")}
    said |= {name: getattr(parsed, name) for name in ("ca", "certificate", "key")}
    words = [sys.executable, "-m", "console", "console"]
    words += [word for name, value in said.items() if value for word in (f"--{name}", str(value))]
    words += [f"--{name.replace('_', '-')}" for name in ("insecure", "read_only") if getattr(parsed, name)]
    return f"exec {shlex.join(words)}"  # without a shell in between, the console sees when the server is gone


class ConsoleServer(Server):
    """Textual's server, with a limit, and open to no page but its own."""

    def __init__(self, command: str, host: str, port: int, public_url: str = "") -> None:
        super().__init__(command, host=host, port=port, title="Smart Region", public_url=public_url or None)
        self.sessions = 0
        #: Where a page may come from that opens a session.
        self.origins = {origin(public_url)} if public_url else {f"http://{name}:{port}" for name in LOOPBACK}

    def initialize_logging(self) -> None:
        """Without what a traceback would tell of people."""
        logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # consoles end by themselves when this one has ended

    async def on_startup(self, app: web.Application) -> None:
        print(f"smartregion: {self.public_url}", flush=True)

    async def _make_app(self) -> web.Application:
        app: web.Application = await super()._make_app()
        app.middlewares.append(self._guarded)
        return app

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        resize = app_service.set_terminal_size

        async def bounded(width: Any, height: Any) -> None:
            await resize(_cells(width), _cells(height))

        setattr(app_service, "set_terminal_size", bounded)  # noqa: B010
        await super()._process_messages(websocket, app_service)

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path != "/ws":
            answer = await handler(request)
            if isinstance(answer, web.Response) and answer.text is not None:
                answer.text = _ELSEWHERE.sub("", answer.text)
            if not answer.prepared:
                answer.headers.update(self._headers())
            return answer
        if request.headers.get("Origin") not in self.origins:
            raise web.HTTPForbidden(text="another page")
        if self.sessions >= MOST_SESSIONS:
            raise web.HTTPServiceUnavailable(text="too many sessions")
        asked = {name: str(_cells(request.query.get(name, 80))) for name in ("width", "height")}
        self.sessions += 1
        try:
            return await handler(request.clone(rel_url=request.rel_url.with_query(asked)))
        finally:
            self.sessions -= 1

    def _headers(self) -> dict[str, str]:
        own = " ".join(sorted(self.origins))
        sockets = own.replace("http", "ws")
        policy = (
            f"default-src 'none'; script-src {own} 'unsafe-inline'; style-src {own} 'unsafe-inline'; font-src {own}; "
            f"img-src {own} data:; connect-src {own} {sockets}; frame-ancestors 'none'; base-uri 'none'; "
            "form-action 'none'"
        )
        return {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }


def _cells(said: Any) -> int:
    """Cells as a browser says them, between what can be drawn and what harms nobody."""
    try:
        return min(max(int(said), LEAST), MOST)
    except (TypeError, ValueError):
        return 80


def origin(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
