"""The page behind a link to a package: it asks for the code, and gives the package for it.

Reading the page does nothing, for mail scanners read links. Whatever a link can't do any more, the answer is the same.
"""

import asyncio
import re
from math import ceil
from urllib.parse import parse_qs

import structlog
from aiohttp import web
from smartregion.v1 import privacy_request_service_pb2 as pb

from server.limits import (
    PACKAGE_DOWNLOAD_SECONDS,
    PACKAGE_DOWNLOADS,
    PACKAGE_LINK_RATE,
    PACKAGE_PAGE_RATE,
    SLOW_CLIENT_SECONDS,
)
from server.notifications.hooks import HEADERS, Hooks, again, html_text
from server.notifications.pages import written
from server.privacy.package import links
from server.privacy.package.assembly import Assembly
from server.privacy.package.links import Claim, Links, No
from server.services import Services

log = structlog.get_logger("server.packages")

ASK = (
    "Ваші персональні дані",
    "Введіть код, який надіслано вам SMS, і завантажте відповідь на ваше звернення. Це можна зробити один раз.",
    "Your personal data",
    "Type in the code that was sent to you by SMS, and download the answer to your request. This works once.",
)
WRONG = (
    "Код неправильний",
    "Перевірте код з SMS. Після кількох помилок посилання перестає діяти.",
    "The code is wrong",
    "Check the code in the SMS. After some wrong ones the link works no more.",
)
DEAD = (
    "Посилання не діє",
    "Воно одноразове й діє обмежений час. Попросіть нове, відповівши на лист про ваше звернення.",
    "This link does not work",
    "It works once and for a limited time. Ask for a new one by replying to the letter about your request.",
)
_FORM = (
    '<form method="post"><p><label>Код · Code <input name="code" inputmode="numeric" autocomplete="one-time-code" '
    'required maxlength="20" autofocus></label></p><p><button>Завантажити · Download</button></p></form>'
)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,60}")


class PackagePages:
    """A guest at the door of the HTTP callbacks."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._links = Links(services)
        self._running = 0
        self._hooks: Hooks | None = None

    def add_routes(self, router: web.UrlDispatcher, hooks: Hooks) -> None:
        self._hooks = hooks
        router.add_get(f"{links.PATH}{{token}}", self._ask, allow_head=True)
        router.add_post(f"{links.PATH}{{token}}", self._fetch)

    @property
    def _door(self) -> Hooks:
        assert self._hooks is not None, "routes are added before they are called"
        return self._hooks

    async def _ask(self, request: web.Request) -> web.StreamResponse:
        hooks = self._door
        if refused := hooks.too_many(hooks.caller(request), "package page", PACKAGE_PAGE_RATE):
            return refused
        with hooks.slot():
            known = await self._links.leads_somewhere(_token(request))
        return html_text(written(ASK, _FORM), 200) if known else html_text(written(DEAD), 404)

    async def _fetch(self, request: web.Request) -> web.StreamResponse:
        hooks = self._door
        caller = hooks.caller(request)
        if refused := hooks.too_many(caller, "package", PACKAGE_LINK_RATE):
            return refused
        if self._running >= PACKAGE_DOWNLOADS:
            return again(503)
        try:
            digits = _code_in(await hooks.body(request, caller))
        except TimeoutError:
            return web.Response(status=408, text="the body did not come in time")
        self._running += 1
        try:
            found = await self._links.claim(_token(request), digits, caller)
            match found:
                case Claim():
                    return await self._sent(request, found)
                case No.WRONG_CODE:
                    return html_text(written(WRONG, _FORM), 403)
                case No.BUSY:
                    return again(503, ceil(PACKAGE_DOWNLOAD_SECONDS))
            return html_text(written(DEAD), 404)
        finally:
            self._running -= 1

    async def _sent(self, request: web.Request, claim: Claim) -> web.StreamResponse:
        """The package as it is made. A download that breaks off, on either side, ends the connection with it: what has
        come so far must not be taken for the whole."""
        name = f"package-{claim.head.number}.zip"
        response = web.StreamResponse(
            headers={
                **HEADERS,
                "Content-Type": "application/zip",
                "Content-Disposition": f'attachment; filename="{name}"',
            }
        )
        store = self._services.store
        assembly = Assembly(store.read, store.keys.keyring, claim.user_id, claim.head)
        whole = False
        try:
            async with asyncio.timeout(PACKAGE_DOWNLOAD_SECONDS):
                await response.prepare(request)
                async for frame in assembly.frames(pb.PACKAGE_FORMAT_ARCHIVE):
                    async with asyncio.timeout(SLOW_CLIENT_SECONDS):
                        await response.write(frame)
                await response.write_eof()
            whole = True
        except Exception as error:
            log.warning("a download by link broke off", reason=type(error).__name__)
            if request.transport is not None:
                request.transport.abort()
        finally:
            await asyncio.shield(self._links.end(claim, whole))
        return response


def _token(request: web.Request) -> str:
    text = request.match_info["token"]
    return text if _TOKEN.fullmatch(text) else ""


def _code_in(body: bytes) -> str:
    """The digits of a form, however they were spaced."""
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=4)
    except ValueError:
        return ""
    return re.sub(r"[\s-]", "", fields.get("code", [""])[0])[:20]
