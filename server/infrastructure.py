"""What every gRPC server has beside its own services: health, reflection, channelz, and a word for unknown calls."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import grpc
from google.protobuf import descriptor_pool
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.message import DecodeError
from grpc_channelz.v1 import channelz, channelz_pb2_grpc
from grpc_health.v1 import health, health_pb2_grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2, reflection_pb2_grpc
from smartregion.v1.options_pb2 import AuditLevel, Permission, PrincipalKind, RateClass

from server.call import Call
from server.errors import DETAILS_KEY, LimitExceeded, MalformedMessage, ServiceError, UnknownCall, mapped
from server.pipeline import authorisation, identification
from server.pipeline.streams import OpenStreams
from server.policy import Method
from server.services import Services

#: Time in which health watches take their last frame; seconds.
LAST_FRAME_SECONDS = 0.1

Authenticate = Callable[[Call], Awaitable[None] | None]


class Health(health.aio.HealthServicer):
    """Health whose watches end with the drain instead of holding it up."""

    def __init__(self, open_streams: OpenStreams) -> None:
        super().__init__()
        self._open_streams = open_streams
        self._over = asyncio.Event()
        self._watches = 0

    async def Watch(self, request: Any, context: Any) -> None:
        """Anybody may watch, and needs no credentials: within the bound of those who have none."""
        async with of_stranger(self._open_streams, context):
            await self._watch(request, context)

    async def _watch(self, request: Any, context: Any) -> None:
        self._watches += 1
        watching = asyncio.create_task(super().Watch(request, context))
        over = asyncio.create_task(self._over.wait())
        try:
            await asyncio.wait({watching, over}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            watching.cancel()
            over.cancel()
            self._watches -= 1

    async def drain(self) -> None:
        """Everything is NOT_SERVING; watches are told and end."""
        await self.enter_graceful_shutdown()
        if self._watches:
            await asyncio.sleep(LAST_FRAME_SECONDS)
        self._over.set()


class _Collector:
    """Takes the handlers that generated code would add to a server."""

    def __init__(self) -> None:
        self.service = ""
        self.handlers: dict[str, Any] = {}

    def add_generic_rpc_handlers(self, handlers: Any) -> None:
        """The same handlers again, for older servers."""

    def add_registered_method_handlers(self, service: str, handlers: dict[str, Any]) -> None:
        self.service = service
        self.handlers = handlers


def collected(add: Callable[[Any, Any], None], servicer: Any) -> _Collector:
    collector = _Collector()
    add(servicer, collector)
    return collector


REFLECTION = "grpc.reflection.v1.ServerReflection"


@asynccontextmanager
async def of_stranger(open_streams: OpenStreams, context: Any) -> AsyncIterator[None]:
    """A place among the streams without credentials; the call ends where there is none."""
    with ExitStack() as places:
        try:
            places.enter_context(open_streams.of_stranger(identification.address(context.peer())))
        except LimitExceeded as error:
            await refuse(context, error)
        yield


def _describe_reflection() -> None:
    """Version 1 of reflection has the messages of v1alpha; its own file is made from that one, so that clients who ask
    for every service of the list find it."""
    made = FileDescriptorProto()
    reflection_pb2.DESCRIPTOR.CopyToProto(made)
    made.name = "grpc/reflection/v1/reflection.proto"
    made.package = "grpc.reflection.v1"
    for message in made.message_type:
        for field in message.field:
            if field.type_name:
                field.type_name = field.type_name.replace(".v1alpha.", ".v1.")
    for method in made.service[0].method:
        method.input_type = method.input_type.replace(".v1alpha.", ".v1.")
        method.output_type = method.output_type.replace(".v1alpha.", ".v1.")
    descriptor_pool.Default().Add(made)


def reflection_handlers(services: list[str], open_streams: OpenStreams) -> list[Any]:
    """Server reflection, as v1alpha and as v1: their messages are the same on the wire."""
    _describe_reflection()
    names = [*services, "grpc.health.v1.Health", REFLECTION, reflection.SERVICE_NAME]
    made = collected(
        reflection_pb2_grpc.add_ServerReflectionServicer_to_server, reflection.aio.ReflectionServicer(sorted(names))
    )
    bounded = {name: _bounded(open_streams, inner) for name, inner in made.handlers.items()}
    return [grpc.method_handlers_generic_handler(name, bounded) for name in (made.service, REFLECTION)]


def _bounded(open_streams: OpenStreams, inner: Any) -> Any:
    async def behaviour(requests: Any, context: Any) -> AsyncIterator[Any]:
        async with of_stranger(open_streams, context):
            async for reply in inner.stream_stream(_each_read(requests, context), context):
                yield reply

    return grpc.stream_stream_rpc_method_handler(
        behaviour, request_deserializer=_reader(inner), response_serializer=inner.response_serializer
    )


def _reader(inner: Any) -> Callable[[bytes], Any]:
    """Reads a request; what is none becomes the error to refuse it with. Where a deserializer raises, the call would be
    UNKNOWN and the log have a line, as often as anybody likes."""
    parse = inner.request_deserializer

    def read(raw: bytes) -> Any:
        try:
            return parse(raw)
        except (DecodeError, ValueError, RecursionError):
            return MalformedMessage("the request is not a valid message")

    return read


async def _read(request: Any, context: Any) -> Any:
    """A request that was read; the call ends where it is none."""
    if isinstance(request, ServiceError):
        await refuse(context, request)
    return request


async def _each_read(requests: AsyncIterator[Any], context: Any) -> AsyncIterator[Any]:
    async for request in requests:
        yield await _read(request, context)


def health_handlers(servicer: Health) -> Any:
    made = collected(health_pb2_grpc.add_HealthServicer_to_server, servicer)
    handlers = {name: _reading(inner) for name, inner in made.handlers.items()}
    return grpc.method_handlers_generic_handler(made.service, handlers)


def _reading(inner: Any) -> Any:
    """A handler of one request that refuses what it can't read."""
    make = grpc.unary_stream_rpc_method_handler if inner.response_streaming else grpc.unary_unary_rpc_method_handler
    inside = inner.unary_stream if inner.response_streaming else inner.unary_unary

    async def behaviour(request: Any, context: Any) -> Any:
        return await inside(await _read(request, context), context)

    return make(behaviour, request_deserializer=_reader(inner), response_serializer=inner.response_serializer)


def channelz_handlers(services: Services, authenticate: Authenticate) -> Any:
    """Channelz, for those who administer operators."""
    made = collected(channelz_pb2_grpc.add_ChannelzServicer_to_server, channelz.aio.ChannelzServicer())
    guarded = {
        name: _guarded(services, authenticate, made.service, name, inner) for name, inner in made.handlers.items()
    }
    return grpc.method_handlers_generic_handler(made.service, guarded)


def _guarded(services: Services, authenticate: Authenticate, service: str, name: str, inner: Any) -> Any:
    method = Method(
        path=f"/{service}/{name}",
        service=service,
        name=name,
        request_type=object,  # type: ignore[arg-type]
        reply_type=object,  # type: ignore[arg-type]
        streams_requests=False,
        streams_replies=False,
        principals=frozenset({PrincipalKind.PRINCIPAL_KIND_OPERATOR}),
        permission=Permission.PERMISSION_OPERATORS_WRITE,
        rate_class=RateClass.RATE_CLASS_READ,
        audit=AuditLevel.AUDIT_LEVEL_NONE,
        states_purpose=False,
        has_request_id=False,
    )
    authorise = authorisation.stage(method)

    async def behaviour(request: Any, context: Any) -> Any:
        call = identification.identify(services, method, context)
        try:
            waiting = authenticate(call)
            if waiting is not None:
                await waiting
            authorise(call)
        except Exception as error:
            told = mapped(error)
            if told is None:
                raise
            await refuse(context, told)
        return await inner.unary_unary(await _read(request, context), context)

    return grpc.unary_unary_rpc_method_handler(
        behaviour, request_deserializer=_reader(inner), response_serializer=inner.response_serializer
    )


async def refuse(context: Any, error: ServiceError) -> None:
    """Ends a call with an error as data."""
    status = error.to_status()
    await context.abort(error.status, status.message, ((DETAILS_KEY, status.SerializeToString()),))


class UnknownCalls(grpc.GenericRpcHandler):
    """Asked last: says that there is no such call, with its reason, in either direction of streaming."""

    def service(self, handler_call_details: Any) -> Any:
        name = handler_call_details.method[:200]

        async def behaviour(_: Any, context: Any) -> None:
            await refuse(context, UnknownCall(f"there is no call {name}"))

        return grpc.stream_stream_rpc_method_handler(behaviour)
