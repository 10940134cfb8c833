"""The service, put together: storage, domains and pipeline behind one gRPC server."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import grpc
import structlog
from prometheus_client import CollectorRegistry, start_http_server

from server import limits, policy, upkeep
from server.alerts.lane import ALERTS, AuditLane
from server.billing import schedule as billing_schedule
from server.config import Settings
from server.credentials.codes import FileCodeSender
from server.infrastructure import (
    Health,
    UnknownCalls,
    channelz_handlers,
    health_handlers,
    reflection_handlers,
)
from server.insight import rebuild
from server.insight.lane import INSIGHT
from server.law import book
from server.metrics import Metrics
from server.notifications import providers
from server.notifications.delivery.running import Delivery
from server.notifications.raising.running import Raising
from server.notifications.raising.sources import SOURCES
from server.notifications.templates import seed_templates
from server.paging import Paging
from server.pipeline import authentication, handler
from server.pipeline.audit import Looks
from server.pipeline.authentication import Principals
from server.pipeline.errors import Boundary
from server.pipeline.rate import Limiter
from server.pipeline.refusals import Refusals
from server.policies import first
from server.policies.use import Uses
from server.privacy import erasure
from server.privacy.completion import Completion
from server.privacy.mail.mailbox import Mailbox
from server.privacy.package.pages import PackagePages
from server.privacy.retention import Purge
from server.readings import openings
from server.registry import answering, registered
from server.services import Services
from server.surveys import schedule as survey_schedule
from server.upkeep import Chore
from server.users.phone_upload import PhoneUpload
from server.watching import Watching
from storage.engine.clock import SYSTEM_CLOCK, Clock
from storage.engine.store import Store
from storage.keys.keystore import KeyStore
from storage.repositories import alert_events, insight

log = structlog.get_logger("server")


async def open_services(settings: Settings, clock: Clock = SYSTEM_CLOCK) -> Services:
    """Storage and what services share. Raises StorageError; LawError where the law can't be gone by."""
    law = book.load(settings.law_dir, martial_law_until=settings.martial_law_until)
    law.check(settings.regimes)
    keys = KeyStore.open(settings.key_store, settings.keyring_path)
    store = await Store.open(settings.database, keys, clock=clock)
    return Services(
        settings=settings,
        store=store,
        clock=clock,
        paging=Paging(keys.keyring.derive(b"page tokens")),
        watching=Watching(keys.keyring.derive(b"watch tokens"), store.identity),
        codes=FileCodeSender(settings.outbox_dir),
        providers=providers.from_settings(settings, keys.keyring, clock),
        law=law,
    )


@dataclass
class App:
    """A running service."""

    services: Services
    server: "grpc.aio.Server"
    health: Health
    metrics: Metrics
    port: int
    chores: list[Chore]
    raising: Raising
    alerts: AuditLane
    delivery: Delivery
    uses: Uses
    refusals: Refusals
    _tasks: list["asyncio.Task[None]"] = field(default_factory=list)
    _exposed: Any = None
    _drained: bool = False

    @classmethod
    async def start(cls, settings: Settings, clock: Clock = SYSTEM_CLOCK) -> "App":
        """Opens the storage, binds the address and serves. Raises ValueError, StorageError, PolicyError, OSError."""
        settings.check()
        services = await open_services(settings, clock)
        try:
            await services.store.write(seed_templates)
            await services.store.write(first.seed)
            await services.store.write(erasure.erase_again)
            raising = Raising(services, (*SOURCES, ALERTS, INSIGHT))
            await raising.begin()
            await services.store.write(alert_events.begin)
            await services.store.write(insight.begin)
            alerts = AuditLane(services.store)
            completion = Completion(services)
            await completion.finish_due()
            await services.store.checkpoint(settings.anchor)
            metrics = Metrics(CollectorRegistry())
            metrics.waiting.set_function(lambda: services.store.writer.waiting)
            metrics.revision.set_function(lambda: services.store.hub.revision)
            server = _server(settings)
            boundary = Boundary(
                metrics, Principals(services.store), Limiter(), Looks(services.store), Uses(services.store)
            )
            health = Health(boundary.open_streams)
            server.add_generic_rpc_handlers(tuple(_handlers(services, boundary, health)))
            port = bind(server, settings)
            chores = [
                *upkeep.chores(services),
                Chore("retention", limits.PURGE_SECONDS, Purge(services).turn),
                Chore("refusals", limits.REFUSALS_SECONDS, boundary.refusals.turn),
                Chore("holds", limits.HOLDS_SECONDS, completion.finish_due),
                Chore("windows", limits.WINDOWS_SECONDS, partial(openings.turn, services.store)),
                Chore("alerts", limits.ALERTS_SECONDS, alerts.turn),
                Chore("insight", limits.INSIGHT_SECONDS, partial(rebuild.turn, services.store)),
                Chore("billing", limits.BILLING_SECONDS, partial(billing_schedule.turn, services.store)),
                Chore("surveys", limits.SURVEYS_SECONDS, partial(survey_schedule.turn, services.store)),
            ]
            if settings.imap_host:
                chores.append(Chore("mailbox", limits.MAILBOX_SECONDS, Mailbox(services).turn))
            if settings.phones_url:
                upload = PhoneUpload(services, services.providers.http)
                metrics.phones_uploaded.set_function(lambda: upload.finished_at)
                metrics.phones_failures.set_function(lambda: upload.failures)
                chores.append(Chore("phones", limits.PHONES_SECONDS, upload.turn))
            delivery = Delivery(services, (PackagePages(services),))
            for reader in raising.readers:
                metrics.reader_lag.labels(reader.source.name).set_function(partial(getattr, reader, "lag"))
                metrics.reader_passed.labels(reader.source.name).set_function(partial(getattr, reader, "passed"))
            app = cls(
                services,
                server,
                health,
                metrics,
                port,
                chores,
                raising,
                alerts,
                delivery,
                boundary.uses,
                boundary.refusals,
            )
            await server.start()
            await delivery.start()
            raising.start()
        except BaseException:
            await services.providers.close()
            await services.store.close()
            raise
        app._tasks = [asyncio.create_task(chore.run()) for chore in chores]
        if settings.metrics_port:
            app._exposed = start_http_server(settings.metrics_port, addr="127.0.0.1", registry=metrics.registry)
        log.info("serving", address=settings.listen, port=port, database=settings.database.partition(":")[0])
        return app

    async def drain(self, grace: float = limits.DRAIN_SECONDS) -> None:
        """Stops in order: health says so, watches get their last frame, calls in flight finish, the writer empties."""
        if self._drained:
            return
        self._drained = True
        log.info("draining", state="health")
        await self.health.drain()
        self.services.store.hub.close()
        await self.server.stop(grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.uses.settled()
        await self.raising.close()
        await self.delivery.close()
        await self.refusals.turn()
        await self.services.store.checkpoint(self.services.settings.anchor)
        await self.services.store.close()
        if self._exposed is not None:
            exposed, thread = self._exposed
            exposed.shutdown()
            exposed.server_close()
            thread.join()
        log.info("drained", state="closed")


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
