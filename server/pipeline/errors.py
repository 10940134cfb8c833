"""The boundary of the service: whatever is raised inside becomes a status outside."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import grpc
import structlog
from google.rpc import status_pb2

from server.call import Call
from server.errors import DETAILS_KEY, INTERNAL, SlowConsumer, mapped
from server.limits import SLOW_CLIENT_SECONDS
from server.metrics import Metrics
from server.pipeline.audit import Looks
from server.pipeline.authentication import Principals
from server.pipeline.identification import REQUEST_ID_KEY
from server.pipeline.rate import Limiter
from server.pipeline.refusals import Refusals
from server.pipeline.streams import OpenStreams
from server.policies.use import Uses
from server.policy import Method

log = structlog.get_logger("server")


class Boundary:
    """Measures calls and maps their errors."""

    def __init__(self, metrics: Metrics, principals: Principals, limiter: Limiter, looks: Looks, uses: Uses) -> None:
        self.metrics = metrics
        self.principals = principals
        self.limiter = limiter
        self.looks = looks
        self.uses = uses
        self.refusals = Refusals(looks, limiter)
        self.open_streams = OpenStreams()

    def unary(
        self, method: Method, inside: Callable[[bytes, Any, list[Call]], Awaitable[bytes]]
    ) -> Callable[[bytes, Any], Awaitable[bytes]]:
        seconds = self.metrics.seconds.labels(method.full_name)
        answered = self.metrics.calls.labels(method.full_name, "OK")

        async def outside(raw: bytes, context: Any) -> bytes:
            started = time.perf_counter()
            seen: list[Call] = []
            try:
                reply = await inside(raw, context, seen)
            except Exception as error:
                await self._refuse(method, context, seen, error)
                raise
            answered.inc()
            seconds.observe(time.perf_counter() - started)
            return reply

        return outside

    def stream(
        self, method: Method, inside: Callable[[Any, Any, list[Call]], AsyncIterator[bytes]]
    ) -> Callable[[Any, Any], Awaitable[None]]:
        open_now = self.metrics.streams.labels(method.full_name)
        answered = self.metrics.calls.labels(method.full_name, "OK")

        async def outside(raw: Any, context: Any) -> None:
            open_now.inc()
            seen: list[Call] = []
            frames = inside(raw, context, seen)
            try:
                async for frame in frames:
                    await _write(context, frame)
            except Exception as error:
                await self._refuse(method, context, seen, error)
                raise
            finally:
                open_now.dec()
                await frames.aclose()  # type: ignore[attr-defined]
            answered.inc()

        return outside

    async def _refuse(self, method: Method, context: Any, seen: list[Call], error: Exception) -> None:
        """Ends the call with the status of the error."""
        call = seen[0] if seen else None
        language, request_id = (call.language, call.request_id) if call else ("en", "")
        told = mapped(error)
        if told is None:
            log.error("a call failed", method=method.full_name, request_id=request_id, exc_info=error)
            status = status_pb2.Status()
            status.CopyFrom(INTERNAL)
            code = grpc.StatusCode.INTERNAL
        else:
            status = told.to_status(language, request_id)
            code = told.status
            if call is not None:
                call.detail["why"] = told.reason_name
        self.metrics.calls.labels(method.full_name, code.name).inc()
        if call is not None:
            self.refusals.note(call, code.name)
        trailing = ((DETAILS_KEY, status.SerializeToString()), (REQUEST_ID_KEY, request_id))
        await context.abort(code, status.message, trailing)


async def _write(context: Any, frame: bytes) -> None:
    """Sends a frame; a client that does not take it in time is cut off. Raises SlowConsumer."""
    try:
        async with asyncio.timeout(SLOW_CLIENT_SECONDS):
            await context.write(frame)
    except TimeoutError:
        raise SlowConsumer("the stream is not read; resume from the last token") from None
