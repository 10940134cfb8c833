"""What listens: the gRPC server with every call behind the pipeline, and the page that Prometheus reads."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import grpc
import structlog
from prometheus_client import start_http_server

from server import limits, policy
from server.config import Settings
from server.infrastructure import (
    Health,
    UnknownCalls,
    channelz_handlers,
    health_handlers,
    reflection_handlers,
)
from server.metrics import Metrics
from server.pipeline import authentication, handler
from server.pipeline.errors import Boundary
from server.registry import answering, registered
from server.services import Services

log = structlog.get_logger("server")


class Listener:
    """The gRPC server at its address, and its health."""

    def __init__(self, services: Services, boundary: Boundary) -> None:
        self._settings = services.settings
        self._hub = services.store.hub
        self._server = _server(services.settings)
        self.health = Health(boundary.open_streams)
        self._server.add_generic_rpc_handlers(tuple(_handlers(services, boundary, self.health)))
        #: What was bound; 0 before.
        self.port = 0

    async def start(self) -> None:
        """Takes the address, and answers. Raises OSError."""
        self.port = bind(self._server, self._settings)
        await self._server.start()

    async def stop(self) -> None:
        """At once; nothing where it was drained before."""
        await self._server.stop(None)

    async def drain(self, grace: float) -> None:
        """Health says so, watches get their last frame, calls in flight finish within the grace, in seconds."""
        log.info("draining", state="health")
        await self.health.drain()
        self._hub.close()
        await self._server.stop(grace)


def _server(settings: Settings) -> "grpc.aio.Server":
    """Clients that ping often are let be: keepalive is how they notice a frozen server."""
    return grpc.aio.server(
        options=(
            ("grpc.max_receive_message_length", limits.REQUEST_BYTES),
            ("grpc.max_concurrent_streams", limits.CONCURRENT_STREAMS),
            ("grpc.keepalive_permit_without_calls", 1),
            ("grpc.http2.min_ping_interval_without_data_ms", 5_000),
            ("grpc.http2.max_ping_strikes", 0),
            ("grpc.so_reuseport", int(settings.reuse_port)),
        )
    )


def _handlers(services: Services, boundary: Boundary, health: Health) -> list[Any]:
    making: dict[str, Callable[[], Any]] = {}
    names = []
    for descriptor, classes in registered():
        parts = [one(services) for one in classes]
        for method in policy.methods(descriptor):
            path = f"/{descriptor.full_name}/{method.name}"
            making[path] = partial(handler, services, boundary, method, answering(parts, method.name))
        names.append(descriptor.full_name)
    return [
        Handlers(making),
        health_handlers(health),
        *reflection_handlers(names, boundary.open_streams),
        channelz_handlers(services, authentication.stage(services, boundary.principals, boundary.limiter)),
        UnknownCalls(),
    ]


class Handlers(grpc.GenericRpcHandler):
    """The handlers of the calls, by path; each is put together when it is first called, so that a start is quick."""

    def __init__(self, making: Mapping[str, Callable[[], Any]]) -> None:
        self._making = making
        self._made: dict[str, Any] = {}

    def service(self, handler_call_details: Any) -> Any:
        path = handler_call_details.method
        if path not in self._made:
            if path not in self._making:
                return None
            self._made[path] = self._making[path]()
        return self._made[path]


def bind(server: "grpc.aio.Server", settings: Settings) -> int:
    """Takes the address, over TLS where there is a certificate; the port. Raises OSError."""
    try:
        if not settings.tls:
            return server.add_insecure_port(settings.listen)
        return server.add_secure_port(settings.listen, credentials(settings))
    except RuntimeError:
        raise OSError(f"{settings.listen} can't be bound: is something else listening there?") from None


def credentials(settings: Settings) -> grpc.ServerCredentials:
    """TLS from files; with a client authority, mutual. Raises OSError where a file can't be read."""
    assert settings.tls_certificate is not None
    assert settings.tls_key is not None
    authority = settings.tls_client_ca.read_bytes() if settings.tls_client_ca else None
    pair = (settings.tls_key.read_bytes(), settings.tls_certificate.read_bytes())
    return grpc.ssl_server_credentials([pair], authority, authority is not None)


@contextmanager
def metrics_page(metrics: Metrics, port: int) -> Iterator[None]:
    """What Prometheus reads, for this machine alone; where no port is set, nothing. Raises OSError."""
    if not port:
        yield
        return
    page, thread = start_http_server(port, addr="127.0.0.1", registry=metrics.registry)
    try:
        yield
    finally:
        page.shutdown()
        page.server_close()
        thread.join()
