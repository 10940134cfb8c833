"""One HTTP client for all providers, and for the site to which phones are uploaded: bounded in time, size and
connections. It follows no redirects, keeps no cookies and asks nobody else where to go."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from server.limits import PROVIDER_CONNECTIONS, PROVIDER_REPLY_BYTES, PROVIDER_RETRY_SECONDS
from storage.engine.clock import Clock

#: Seconds that a connection may be idle: less than servers allow, for one that they just closed leaves a message
#: without an answer.
KEEPALIVE = 4.0
CONNECT = 10.0


class NotSent(Exception):
    """There was no connection: nothing was handed over."""


class NoAnswer(Exception):
    """It was sent, wholly or in part, and nobody said what became of it."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    #: Seconds until one may come again, as the header says; 0 where it says nothing.
    retry_after: float = 0.0

    def json(self) -> Any:
        """What the body says; None where it is no JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


class Http:
    """Made once, used by every channel. It opens nothing before the first request."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], limit: float) -> Reply:
        """The answer to one POST within so many seconds. Raises NotSent or NoAnswer, and nothing else."""
        return await self._send("POST", url, body, headers, limit)

    async def put(self, url: str, body: bytes, headers: Mapping[str, str], limit: float) -> Reply:
        """The same of one PUT."""
        return await self._send("PUT", url, body, headers, limit)

    async def _send(self, method: str, url: str, body: bytes, headers: Mapping[str, str], limit: float) -> Reply:
        limits = aiohttp.ClientTimeout(total=limit, connect=min(CONNECT, limit))
        try:
            request = self._opened().request(
                method, url, data=body, headers=headers, timeout=limits, allow_redirects=False
            )
            async with request as response:
                answer = await _bounded(response)
                return Reply(response.status, answer, self._retry_after(response.headers.get("Retry-After", "")))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NotSent(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise NoAnswer(type(error).__name__) from None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=PROVIDER_CONNECTIONS, keepalive_timeout=KEEPALIVE),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "SmartRegion", "Accept": "application/json", "Accept-Encoding": "identity"},
                auto_decompress=False,
                trust_env=False,
            )
        return self._session

    def _retry_after(self, header: str) -> float:
        """Seconds, or a date (RFC 9110, 10.2.3)."""
        try:
            if header.strip().isdigit():
                wait = float(header)
            else:
                wait = parsedate_to_datetime(header).timestamp() - self._clock.now() / 1000
        except (ValueError, OverflowError):
            return 0.0
        return seconds(wait, PROVIDER_RETRY_SECONDS)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    """The body. Raises ValueError for one that is too long."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        body += chunk
        if len(body) > PROVIDER_REPLY_BYTES:
            response.close()
            raise ValueError("the answer is too long")
    return bytes(body)


def seconds(value: Any, most: float) -> float:
    """A number of seconds out of an answer; 0 for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    try:
        number = float(value)
    except OverflowError:
        return most
    return min(max(number, 0.0), most) if math.isfinite(number) else 0.0
