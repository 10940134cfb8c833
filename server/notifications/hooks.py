"""HTTP callbacks: one-click unsubscribe (RFC 8058), and receipts of providers that tell them so.

They speak no TLS: they listen on loopback, or behind a proxy.
"""

import asyncio
import logging
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from typing import Protocol

import structlog
from aiohttp import web

from server.config import Settings
from server.errors import InvalidField, ServiceError
from server.limits import (
    HOOK_BYTES,
    HOOKS_AT_ONCE,
    HOOKS_READ,
    HOOKS_READ_OF_ONE,
    RECEIPT_CALLBACK_RATE,
    UNREADABLE_LOGGED_SECONDS,
    UNSIGNED_RATE,
    UNSUBSCRIBE_RATE,
    Rate,
)
from server.notifications.channels import Callback, OnReceipts, Receives
from server.notifications.pages import Off, Page, page
from server.notifications.providers import Providers
from server.pipeline.rate import Limiter
from storage.errors import StorageError

log = structlog.get_logger("server.hooks")

#: Takes the id of a provider's callback; False where it was taken with other contents, by whichever process.
Take = Callable[[str, Callback], Awaitable[bool]]

#: Seconds in which a body must have come, and that an idle connection is kept.
READ_SECONDS, KEEPALIVE_SECONDS = 10.0, 15.0
#: Seconds after which a caller may come again where we could not keep what it said.
AGAIN_SECONDS = 5
_TOKEN = re.compile(r"[A-Za-z0-9._~-]{1,200}")
#: A page of ours runs nothing, loads nothing and is shown in no other page.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


class Unsubscribes(Protocol):
    """What the token of a link stands for. Both raise InvalidField for one that is not ours."""

    def names(self, text: str) -> Off:
        """What it switches off."""

    async def by_link(self, text: str) -> None:
        """Switches it off. Raises InvalidField, too, for what can't be switched off."""


class Guest(Protocol):
    """Pages of another part of the house that are served at the same door, by the same rules."""

    def add_routes(self, router: web.UrlDispatcher, hooks: "Hooks") -> None: ...


class Busy(Exception):
    """As much is under way as may be; the caller comes again."""


class Hooks:
    """A small server beside that of gRPC."""

    def __init__(
        self,
        settings: Settings,
        providers: Providers,
        unsubscribes: Unsubscribes,
        on_receipts: OnReceipts,
        take: Take,
        guests: Sequence[Guest] = (),
    ) -> None:
        self._settings, self._providers = settings, providers
        self._unsubscribes, self._on_receipts, self._take = unsubscribes, on_receipts, take
        self._guests = guests
        self._limiter = Limiter()
        self._answered = 0
        #: Bodies that are waited for, by network address.
        self._read: Counter[str] = Counter()
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Listens; the port. Raises OSError where the address is taken."""
        app = web.Application(client_max_size=HOOK_BYTES, middlewares=[self._bounded])
        app.router.add_get("/unsubscribe/{token}", self._ask, allow_head=True)
        app.router.add_post("/unsubscribe/{token}", self._one_click)
        app.router.add_post("/receipts/{provider}", self._receipts)
        for guest in self._guests:
            guest.add_routes(app.router, self)
        self._runner = web.AppRunner(
            app,
            access_log=None,
            logger=seldom_logged(),
            keepalive_timeout=KEEPALIVE_SECONDS,
            handle_signals=False,
            tcp_keepalive=True,
        )
        await self._runner.setup()
        host, _, port = self._settings.hooks_listen.rpartition(":")
        await web.TCPSite(self._runner, host.strip("[]"), int(port)).start()
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Answers what is under way, and listens no more."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @web.middleware
    async def _bounded(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Nothing that goes wrong is told but that it did."""
        try:
            response = await handler(request)
        except web.HTTPException as error:
            response = web.Response(status=error.status, text=error.reason)
        except Busy:
            response = again(503)
        except ConnectionError:  # anybody may hang up, and nothing of ours is wrong
            log.debug("a caller has gone")
            response = again(503)
        except StorageError as error:
            log.warning("a callback has to wait", reason=type(error).__name__)
            response = again(503)
        except Exception as error:
            log.error("a callback failed", exc_info=error)
            response = again(503)
        response.headers.update(HEADERS)
        return response

    @contextmanager
    def slot(self) -> Iterator[None]:
        """A place among those being answered: taken when all that the caller has to say is here. Raises Busy."""
        if self._answered >= HOOKS_AT_ONCE:
            raise Busy
        self._answered += 1
        try:
            yield
        finally:
            self._answered -= 1

    async def body(self, request: web.Request, caller: str) -> bytes:
        """What is posted. Who sends slowly keeps out their own network address, and never those who unsubscribe. Raises
        Busy, TimeoutError, ConnectionError."""
        if self._read.total() >= HOOKS_READ or self._read[caller] >= HOOKS_READ_OF_ONE:
            raise Busy
        self._read[caller] += 1
        try:
            async with asyncio.timeout(READ_SECONDS):
                return await request.read()
        finally:
            self._read[caller] -= 1
            if not self._read[caller]:
                del self._read[caller]

    def caller(self, request: web.Request) -> str:
        """The network address that counts: behind a proxy, as the nearest proxy saw it, which writes behind whatever
        the caller wrote, into the same line or into one of its own."""
        forwarded = request.headers.getall("X-Forwarded-For", [])
        if self._settings.hooks_behind_proxy and forwarded:
            return forwarded[-1].rpartition(",")[2].strip()[:64]
        return request.remote or ""

    def too_many(self, key: str, kind: str, rate: Rate) -> web.Response | None:
        wait = self._limiter.wait((key, kind), rate)
        return again(429, ceil(wait)) if wait else None

    # -- unsubscribe

    async def _ask(self, request: web.Request) -> web.StreamResponse:
        """A page with a button: reading it switches nothing off, for mail scanners read links."""
        if refused := self.too_many(self.caller(request), "unsubscribe", UNSUBSCRIBE_RATE):
            return refused
        off = self._off(request.match_info["token"])
        return html(Page.ASK, 200, off) if off else html(Page.NOT_OURS, 404)

    def _off(self, token: str) -> Off | None:
        """What a token switches off; None for one that is not ours."""
        if not _TOKEN.fullmatch(token):
            return None
        try:
            return self._unsubscribes.names(token)
        except InvalidField:
            return None

    async def _one_click(self, request: web.Request) -> web.StreamResponse:
        if refused := self.too_many(self.caller(request), "unsubscribe", UNSUBSCRIBE_RATE):
            return refused
        token = request.match_info["token"]
        off = self._off(token)
        if off is None:
            return html(Page.NOT_OURS, 404)
        try:
            with self.slot():
                await self._unsubscribes.by_link(token)
        except InvalidField:
            return html(Page.STAYS_ON, 409, off)
        except ServiceError as error:
            log.warning("unsubscribing has to wait", reason=error.reason_name)
            return again(503)
        return html(Page.DONE, 200, off)

    # -- receipts

    async def _receipts(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["provider"]
        provider = self._providers.named(name)
        if provider is None or not isinstance(provider.channel, Receives):
            return web.Response(status=404, text="no such provider")
        caller = self.caller(request)
        if refused := self.too_many(f"{name} {caller}", "receipts", RECEIPT_CALLBACK_RATE):
            return refused
        if wait := self._limiter.until((caller, "unsigned"), UNSIGNED_RATE):
            return again(429, ceil(wait))
        try:
            body = await self.body(request, caller)
        except TimeoutError:
            return web.Response(status=408, text="the body did not come in time")
        headers = {key.lower(): value for key, value in request.headers.items()}
        try:
            told = provider.channel.receipts(headers, body)
        except PermissionError as error:
            return self._unsigned(name, caller, str(error))
        except ValueError as error:
            return web.Response(status=400, text=str(error))
        with self.slot():
            if told.number and not await self._take(name, told):
                return self._unsigned(name, caller, "the id was taken with other contents")
            if told.receipts:
                await self._on_receipts(told.receipts)
        return web.json_response({"recorded": len(told.receipts)})

    def _unsigned(self, provider: str, caller: str, reason: str) -> web.Response:
        self._limiter.wait((caller, "unsigned"), UNSIGNED_RATE)
        log.warning("a callback is not signed by its provider", provider=provider, reason=reason)
        return web.Response(status=401, text=reason)


class _Seldom(logging.Filter):
    """Lets a line through now and then: anybody may send what is no HTTP, as often as they like."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds, self._next = seconds, 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


def seldom_logged() -> logging.Logger:
    """Where the library logs what it could not read; what our handlers raise is logged here."""
    made = logging.getLogger("server.hooks.http")
    for one in list(made.filters):
        made.removeFilter(one)
    made.addFilter(_Seldom(UNREADABLE_LOGGED_SECONDS))
    return made


def again(status: int, seconds: int = AGAIN_SECONDS) -> web.Response:
    return web.Response(status=status, text="come again", headers={"Retry-After": str(max(seconds, 1))})


def html(which: Page, status: int, off: Off | None = None) -> web.Response:
    return html_text(page(which, off), status)


def html_text(text: str, status: int) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html", charset="utf-8")
