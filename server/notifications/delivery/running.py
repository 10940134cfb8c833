"""Delivery as it runs beside the calls: the lanes of the outbox, campaigns, what providers tell by themselves, HTTP
callbacks."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from server.codec import encode_id
from server.limits import DRAIN_SECONDS, MESSAGE_LIFE_MS, RECEIPTS_AWAITED
from server.notifications.campaigns.running import Campaigns
from server.notifications.channels import Callback, ProviderReceipt
from server.notifications.delivery import receipts
from server.notifications.delivery.dispatcher import Dispatcher
from server.notifications.delivery.sharing import Sharing
from server.notifications.hooks import Guest, Hooks
from server.notifications.unsubscribe import Unsubscribing
from server.services import Services
from storage.repositories import callbacks, outbox


class Delivery:
    """Made with the service, and ended with it."""

    def __init__(self, services: Services, guests: Sequence[Guest] = ()) -> None:
        """`guests` serve pages of their own at the door of the callbacks."""
        self._services = services
        self._unsubscribing = Unsubscribing(services)
        self._hooks = Hooks(
            services.settings,
            services.providers,
            self._unsubscribing,
            self.on_receipts,
            self._take,
            guests,
        )
        self.dispatcher = Dispatcher(services)
        self._sharing = Sharing(services.store, self.dispatcher.pool)
        self.campaigns = Campaigns(services)
        self._lanes: list[asyncio.Task[None]] = []
        self._running: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Raises OSError where the address of the callbacks is taken."""
        await self._services.providers.listen(self.on_receipts, self._unsubscribing.by_text)
        await self._ask_after_what_was_sent()
        if self._services.settings.hooks_listen:
            await self._hooks.start()
        await self._sharing.turn()
        self._lanes = [asyncio.create_task(lane.run()) for lane in self.dispatcher.lanes]
        self._running = [
            *self._lanes,
            asyncio.create_task(self.campaigns.run()),
            asyncio.create_task(self._sharing.run()),
        ]

    async def _ask_after_what_was_sent(self) -> None:
        """Providers that have to be asked for receipts know again, after a start, of which."""
        since = self._services.clock.now() - MESSAGE_LIFE_MS
        names = self._services.providers.listening
        rows = await self._services.store.read(lambda tx: outbox.awaited(tx, names, since, RECEIPTS_AWAITED))
        by_provider: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for provider, named, number in rows:
            by_provider[provider][named] = encode_id(number)
        for provider, messages in by_provider.items():
            self._services.providers.await_receipts(provider, messages)

    async def on_receipts(self, told: Sequence[ProviderReceipt]) -> None:
        """Puts receipts on record; they are durable when it returns."""
        available = self._services.providers.available
        await self._services.store.write(lambda tx: receipts.record(tx, told, available))

    async def _take(self, provider: str, told: Callback) -> bool:
        """The same again is a callback that we answered too late."""
        return await self._services.store.write(lambda tx: callbacks.take(tx, provider, told.number, told.digest))

    async def close(self) -> None:
        """Hands nothing over any more. What providers have in their hands is waited for and recorded; what they don't
        answer in that time is told of as unknown when its lease runs out."""
        self.dispatcher.stop()
        if self._lanes:
            await asyncio.wait(self._lanes, timeout=DRAIN_SECONDS)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._sharing.leave()
        await self._hooks.close()
        await self._services.providers.close()
