"""One connection: the channel, the session, every call's errors turned into ClientError."""

import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import grpc
import grpc.aio
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc

from console.client.looking import Looking
from console.i18n import known, t
from console.ports import ClientError

#: Seconds that a call may take.
DEADLINE = 20.0
T = TypeVar("T")
#: A frozen server is noticed by a ping that it does not answer.
_OPTIONS = (
    ("grpc.keepalive_time_ms", 10_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.ping_timeout_ms", 5_000),
    ("grpc.http2.max_pings_without_data", 0),
    ("grpc.max_reconnect_backoff_ms", 5_000),
    ("grpc.max_receive_message_length", 16 * 1024 * 1024),
)
_LOST = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED)


@dataclass(frozen=True)
class Tls:
    """Files for TLS; without an authority the system's are trusted."""

    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def credentials(self) -> grpc.ChannelCredentials:
        return grpc.ssl_channel_credentials(
            *(path.read_bytes() if path else None for path in (self.authority, self.key, self.certificate))
        )


def request_id() -> str:
    return str(uuid.uuid4())


class Wire:
    """Made on the running event loop; no thread touches it."""

    def __init__(self, target: str, tls: Tls | None, read_only: bool = False) -> None:
        self.target = target
        self.token = ""
        self.language = "uk"
        #: Why the operator looks at people's data (a LookPurpose), and the number of a case elsewhere.
        self.purpose = self.ticket = ""
        if tls is None:
            channel: Any = grpc.aio.insecure_channel(target, _OPTIONS)
        else:
            channel = grpc.aio.secure_channel(target, tls.credentials(), _OPTIONS)
        self.channel: Any = channel
        if read_only:
            self.channel = Looking(channel)
        self._health: Any = health_pb2_grpc.HealthStub(self.channel)

    def _metadata(self) -> tuple[tuple[str, str], ...]:
        language = ("accept-language", self.language)
        stated = (("smartregion-purpose", self.purpose), ("smartregion-ticket", quote(self.ticket, safe="")))
        who = (("authorization", f"Bearer {self.token}"),) if self.token else ()
        return (*who, language, *((key, text) for key, text in stated if text))

    async def call(self, method: Any, request: Any) -> Any:
        """One reply. Raises ClientError."""
        try:
            return await method(request, metadata=self._metadata(), timeout=DEADLINE)
        except grpc.RpcError as error:
            raise converted(error, self.language) from None

    async def stream(self, method: Any, request: Any) -> AsyncIterator[Any]:
        """Replies as they come; the call ends with the iteration. Raises ClientError."""
        running = method(request, metadata=self._metadata())
        try:
            async for reply in running:
                yield reply
        except grpc.RpcError as error:
            raise converted(error, self.language) from None
        finally:
            running.cancel()

    async def ping(self) -> float:
        """Milliseconds to the server and back. Raises ClientError where it does not serve."""
        started = time.perf_counter()
        try:
            reply = await self._health.Check(health_pb2.HealthCheckRequest(), timeout=5.0)
        except grpc.RpcError as error:
            raise converted(error, self.language) from None
        if reply.status != health_pb2.HealthCheckResponse.SERVING:
            raise ClientError("UNAVAILABLE", "the server is draining", lost=True)
        return (time.perf_counter() - started) * 1000

    async def close(self) -> None:
        await self.channel.close()


async def allowed(asked: Awaitable[T]) -> T | None:
    """What is asked for, or None where the roles do not allow the question. Raises ClientError."""
    try:
        return await asked
    except ClientError as error:
        if error.reason != "PERMISSION_DENIED":
            raise
        return None


def converted(error: Any, language: str = "uk") -> ClientError:
    """A failed call in the console's words; the server's sentence for people, in the language that was asked for."""
    status = status_pb2.Status()
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            status.ParseFromString(value)
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    local, retry = error_details_pb2.LocalizedMessage(), error_details_pb2.RetryInfo()
    for detail in status.details:
        for message in (info, bad, local, retry):
            if detail.Is(message.DESCRIPTOR):
                detail.Unpack(message)
    lost = error.code() in _LOST and not info.reason
    pause = retry.retry_delay
    said = local.message or error.details() or ""
    if language != "uk" and info.reason not in _SAID:
        said = _technical(bad, error.details() or "") or said
    field = _field(bad.field_violations[0].field) if bad.field_violations else ""
    return ClientError(
        "UNREACHABLE" if lost else info.reason or error.code().name,
        f"{field}: {said}" if field else said,
        fields=[(bad.field_violations[0].field, said)] if field else (),
        retry_after=pause.seconds + pause.nanos / 1e9 if status.details and pause.ByteSize() else None,
        lost=lost or info.reason == "UNAVAILABLE",
    )


#: Reasons whose own sentence says all; of the others English has a more precise one.
_SAID = frozenset(
    {"PERMISSION_DENIED", "WRONG_CREDENTIALS", "SECOND_FACTOR_REQUIRED", "UNAVAILABLE", "STALE_ETAG", "WRONG_STATE"}
)


def _technical(bad: Any, details: str) -> str:
    """The English sentence of a broken rule, without its field and code."""
    return bad.field_violations[0].description if bad.field_violations else details


#: One of those that are typed together, by its number: a place of works, a question of a survey.
_NUMBERED = (
    (re.compile(r"work\.places\[(\d+)\]"), "work.place_number"),
    (re.compile(r"survey\.questions\[(\d+)\]"), "survey.question_number"),
)


def _field(path: str) -> str:
    """The name of a field in the operator's language; where the console has none, its path."""
    for numbered, said in _NUMBERED:
        if (place := numbered.match(path)) is not None:
            return t(said, number=int(place[1]) + 1)
    last = path.rsplit(".", 1)[-1]
    asked = (f"filter.name.{last}",) if path.startswith("filter.") else ()
    names = (path, *asked, f"field.{last}", f"window.{last}", f"limit.{last}", f"column.{last}")
    return next((t(name) for name in names if known(name)), path)
