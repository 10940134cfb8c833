"""What every call passes, in this order, before and after its service."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Any

import grpc
from google.protobuf.message import Message

from server.call import Call
from server.errors import LimitExceeded
from server.limits import REQUEST_IDLE_SECONDS
from server.pipeline import audit, authentication, authorisation, identification, purpose, rate, validation
from server.pipeline.errors import Boundary
from server.policies import use
from server.policy import Method, project
from server.services import Services

#: A stage that a call enters before its service; it raises what refuses the call.
Stage = Callable[[Call], Awaitable[None] | None]

#: The order in which a call is handled: it is recognised and measured, then its errors are mapped whatever raises
#: them, then the caller is authenticated, authorised and limited, why an operator looks and that a resident uses the
#: app are noted, the request is read and checked, and what is done is audited before the reply leaves.
ORDER = (
    "identification",
    "errors",
    "authentication",
    "authorisation",
    "rate",
    "purpose",
    "use",
    "validation",
    "audit",
)


def handler(services: Services, boundary: Boundary, method: Method, service: Any) -> "grpc.RpcMethodHandler[Any, Any]":
    """The transport's handler of one call: the stages are put together here, once, and not at each call."""
    behaviour = getattr(service, method.name)
    authenticate = authentication.stage(services, boundary.principals, boundary.limiter)
    open_streams = boundary.open_streams
    still_standing = authentication.still_standing(authenticate)
    optional = purpose.stage(method), use.stage(boundary.uses, method)
    before: tuple[Stage, ...] = (
        authenticate,
        authorisation.stage(method),
        rate.stage(boundary.limiter, method),
        *(one for one in optional if one is not None),
    )
    check = validation.stage(services, method)
    finish = audit.stage(services, method, boundary.looks)

    async def enter(context: Any, seen: list[Call]) -> Call:
        call = identification.identify(services, method, context)
        seen.append(call)
        context.set_trailing_metadata(((identification.REQUEST_ID_KEY, call.request_id),))
        await _pass(before, call)
        return call

    def read(raw: bytes, call: Call) -> Any:
        call.request = check(raw)
        authorisation.may_ask(call)
        return call.request

    async def unary(raw: bytes, context: Any, seen: list[Call]) -> bytes:
        call = await enter(context, seen)
        reply = await behaviour(read(raw, call), call)
        await finish(call)
        return _sealed(call, reply)

    async def replies(raw: bytes, context: Any, seen: list[Call]) -> AsyncIterator[bytes]:
        call = await enter(context, seen)
        request = read(raw, call)
        with open_streams.of_call(call):
            await finish(call)
            async with aclosing(behaviour(request, call)) as frames:
                async for reply in frames:
                    await still_standing(call)
                    yield _sealed(call, reply)

    async def both(raws: AsyncIterator[bytes], context: Any, seen: list[Call]) -> AsyncIterator[bytes]:
        call = await enter(context, seen)
        with open_streams.of_call(call):
            await finish(call)
            async for reply in behaviour(checked(raws, call), call):
                await still_standing(call)
                yield _sealed(call, reply)

    async def checked(raws: AsyncIterator[bytes], call: Call) -> AsyncIterator[Any]:
        async for raw in _in_time(raws):
            await still_standing(call)
            yield check(raw)

    if method.streams_requests:
        return grpc.stream_stream_rpc_method_handler(boundary.stream(method, both))
    if method.streams_replies:
        return grpc.unary_stream_rpc_method_handler(boundary.stream(method, replies))
    return grpc.unary_unary_rpc_method_handler(boundary.unary(method, unary))


async def _in_time(raws: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The messages of a stream as they come. Raises LimitExceeded where the next does not come for long: whoever has
    gone silent holds nothing open."""
    waiting = aiter(raws)
    while True:
        try:
            async with asyncio.timeout(REQUEST_IDLE_SECONDS):
                raw = await anext(waiting, None)
        except TimeoutError:
            told = f"no message came for {REQUEST_IDLE_SECONDS:g} seconds; what was acknowledged is kept"
            raise LimitExceeded(told) from None
        if raw is None:
            return
        yield raw


async def _pass(stages: tuple[Stage, ...], call: Call) -> None:
    for stage in stages:
        waiting = stage(call)
        if waiting is not None:
            await waiting


def _sealed(call: Call, reply: Message) -> bytes:
    """The reply as the caller may see it, on the wire."""
    if call.principal.is_partner:
        project(reply, call.principal.data_classes)
    return reply.SerializeToString()
