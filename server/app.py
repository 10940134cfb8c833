"""The service, put together: storage and domains, what runs beside the calls, and what listens for them."""

from contextlib import AsyncExitStack
from functools import partial

import structlog
from prometheus_client import CollectorRegistry

from server import limits
from server.alerts.lane import ALERTS
from server.config import Settings
from server.credentials.codes import FileCodeSender
from server.insight.lane import INSIGHT
from server.law import book
from server.listening import Listener, metrics_page
from server.metrics import Metrics
from server.notifications import providers
from server.notifications.delivery.running import Delivery
from server.notifications.raising.running import Raising
from server.notifications.raising.sources import SOURCES
from server.notifications.templates import seed_templates
from server.paging import Paging
from server.pipeline.audit import Looks
from server.pipeline.authentication import Principals
from server.pipeline.errors import Boundary
from server.pipeline.rate import Limiter
from server.policies import first
from server.policies.use import Uses
from server.privacy import erasure
from server.privacy.completion import Completion
from server.privacy.package.pages import PackagePages
from server.services import Services
from server.upkeep import Chores, chores
from server.watching import Watching
from storage.engine.clock import SYSTEM_CLOCK, Clock
from storage.engine.store import Store
from storage.keys import sealing
from storage.keys.keystore import KeyStore
from storage.repositories import alert_events, insight

log = structlog.get_logger("server")


async def open_services(settings: Settings, clock: Clock = SYSTEM_CLOCK) -> Services:
    """Storage and what services share. Raises StorageError; LawError where the law can't be gone by."""
    law = book.load(settings.law_dir, martial_law_until=settings.martial_law_until)
    law.check(settings.regimes)
    keys = KeyStore.open(settings.key_store, settings.keyring_path)
    providing = providers.from_settings(settings, keys.keyring, clock)
    store = await Store.open(settings.database, keys, clock=clock)
    return Services(
        settings=settings,
        store=store,
        clock=clock,
        paging=Paging(keys.keyring.derive(b"page tokens")),
        watching=Watching(keys.keyring.derive(b"watch tokens"), store.identity),
        codes=FileCodeSender(settings.outbox_dir),
        providers=providing,
        law=law,
    )


class App:
    """A running service."""

    def __init__(self, services: Services) -> None:
        """Puts the parts together. Nothing runs yet, and nothing is written."""
        self.services = services
        store = services.store
        #: What every call passes.
        self.boundary = Boundary(Metrics(CollectorRegistry()), Principals(store), Limiter(), Looks(store), Uses(store))
        #: What runs beside the calls. A new chore goes into the list of server.upkeep, a reader of the feed here.
        self.raising = Raising(services, (*SOURCES, ALERTS, INSIGHT))
        self.delivery = Delivery(services, (PackagePages(services),))
        self.chores = Chores(chores(services, self.boundary))
        self.listener = Listener(services, self.boundary)
        #: Ends what has begun, the last first.
        self._ending = AsyncExitStack()
        self._drained = False

    @classmethod
    async def start(cls, settings: Settings, clock: Clock = SYSTEM_CLOCK) -> "App":
        """Opens the storage, binds the address and serves. What fails ends what had begun. Raises ValueError,
        StorageError, PolicyError, OSError."""
        settings.check()
        services = await open_services(settings, clock)
        async with AsyncExitStack() as ending:
            ending.push_async_callback(services.store.close)
            ending.push_async_callback(services.providers.close)
            app = cls(services)
            await app._make_ready()
            await app._begin(ending)
            app._ending = ending.pop_all()
        log.info(
            "serving", address=settings.listen, port=app.listener.port, database=settings.database.partition(":")[0]
        )
        return app

    async def _make_ready(self) -> None:
        """What must be there before anything runs: first texts, places in the feeds, and the end of what a crash or a
        restored backup left half erased."""
        store = self.services.store
        await store.write(seed_templates)
        await store.write(first.seed)
        await store.write(erasure.erase_again)
        await self.raising.begin()
        await store.write(alert_events.begin)
        await store.write(insight.begin)
        await Completion(self.services).finish_due()
        await store.checkpoint(self.services.settings.anchor)

    async def _begin(self, ending: AsyncExitStack) -> None:
        """Starts one part after the other. How each ends is noted before it starts, since a start may fail half way."""
        settings = self.services.settings
        self._measure()
        ending.enter_context(metrics_page(self.boundary.metrics, settings.metrics_port))
        ending.push_async_callback(self.services.store.checkpoint, settings.anchor)
        ending.push_async_callback(self.boundary.refusals.turn)
        ending.push_async_callback(self.listener.stop)
        await self.listener.start()
        ending.push_async_callback(self.delivery.close)
        await self.delivery.start()
        ending.push_async_callback(self.raising.close)
        self.raising.start()
        ending.push_async_callback(self.boundary.uses.settled)
        ending.push_async_callback(self.chores.close)
        self.chores.start()

    def _measure(self) -> None:
        """Figures that are asked for when they are read."""
        metrics, store = self.boundary.metrics, self.services.store
        metrics.waiting.set_function(lambda: store.writer.waiting)
        metrics.revision.set_function(lambda: store.hub.revision)
        metrics.unreadable.set_function(lambda: sealing.FAILURES.count)
        for reader in self.raising.readers:
            metrics.reader_lag.labels(reader.source.name).set_function(partial(getattr, reader, "lag"))
            metrics.reader_passed.labels(reader.source.name).set_function(partial(getattr, reader, "passed"))
        for chore in self.chores:
            metrics.chore_failures.labels(chore.name).set_function(partial(getattr, chore, "failures"))

    @property
    def port(self) -> int:
        return self.listener.port

    async def drain(self, grace: float = limits.DRAIN_SECONDS) -> None:
        """Answers what was called, within the grace, and takes no more calls; then all ends that runs beside, and what
        it left is written and the storage closed."""
        if self._drained:
            return
        self._drained = True
        try:
            await self.listener.drain(grace)
        finally:
            await self._ending.aclose()
        log.info("drained", state="closed")
