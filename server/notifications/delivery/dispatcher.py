"""The dispatcher: takes what is due out of the outbox, hands it over outside any transaction, and records the answer.

Each urgency has a lane of its own over each channel, so that a million messages of a campaign stand in no urgent one's
way, and a provider that is down or slow in nobody's. A message is leased before it is handed over. A lease that runs
out tells of a crash in between: whether the message went out is not known, so it is UNKNOWN and is never blindly sent
again.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import structlog
from smartregion.v1.notification_service_pb2 import (
    NotificationChannel,
    Urgency,
)

from server.limits import (
    BULK_ANSWER_SECONDS,
    BULK_ROWS,
    BULK_ROWS_MOST,
    DISPATCH_SECONDS,
    LANE_PAUSE_SECONDS,
    LEASE_MS,
    NORMAL_ROWS,
    URGENT_ROWS,
)
from server.limits import SEND_SECONDS as ANSWERED_SECONDS
from server.notifications import sentences
from server.notifications.campaigns import standing
from server.notifications.categories import CHANNELS
from server.notifications.channels import Answer, Outcome
from server.notifications.channels.faults import Fault
from server.notifications.delivery.answers import Answered, Leased, record
from server.notifications.delivery.deciding import Deciding, cancelled, rerouted, unreached
from server.notifications.delivery.letters import Said, letters_of
from server.notifications.delivery.pool import Pool
from server.notifications.providers import Provider
from server.notifications.workflow import SENDING, WORKFLOW
from server.services import Services
from storage.engine.feed import Cursor, Topic
from storage.engine.transaction import Tx
from storage.errors import FeedClosed, StorageError
from storage.repositories import outbox
from storage.repositories.outbox import Due, Moved
from storage.repositories.provider_health import Standing

log = structlog.get_logger("server")
#: Messages that a lane takes at once, at least and at most.
LANE_ROWS = {
    Urgency.URGENCY_URGENT: (URGENT_ROWS, URGENT_ROWS),
    Urgency.URGENCY_NORMAL: (NORMAL_ROWS, NORMAL_ROWS),
    Urgency.URGENCY_BULK: (BULK_ROWS, BULK_ROWS_MOST),
}
URGENT, BULK = Urgency.URGENCY_URGENT, Urgency.URGENCY_BULK
CHANNEL_NAMES = {number: name.removeprefix("NOTIFICATION_CHANNEL_") for name, number in NotificationChannel.items()}
UNSAID: Said = (None, None, None)
INTERRUPTED = (
    "Відправлення перервано: чи надійшло сповіщення, невідомо.",
    "Sending was interrupted: whether the message arrived is not known.",
)
UNREADABLE = (
    "Текст сповіщення пошкоджено: його не надіслано.",
    "The text of the message is damaged: it was not sent.",
)


class Batch(NamedTuple):
    """What a lane took out of the outbox."""

    by_provider: list[tuple[Provider, list[Leased]]]
    #: Whether there may be more that is due and that a provider has room for.
    more: bool


class Dispatcher:
    """One a process; several processes share the work through the leases."""

    def __init__(self, services: Services, pool: Pool | None = None) -> None:
        self.pool = pool or Pool(services.providers, time.monotonic)
        self.lanes = [Lane(services, self.pool, urgency, channel) for urgency in LANE_ROWS for channel in CHANNELS]

    def stop(self) -> None:
        """Takes nothing more out of the outbox; lanes that run end when their providers have answered."""
        for lane in self.lanes:
            lane.stop()

    async def run_once(self) -> int:
        """Hands over all that is due now; how many messages."""
        return sum([await lane.run_once() for lane in self.lanes])


class Lane:
    """The messages of one urgency over one channel: none waits for the trouble of another channel. Each provider has a
    batch in its hands at most, and records what it answered when it answers, so that none waits for a slow one."""

    def __init__(self, services: Services, pool: Pool, urgency: Urgency, channel: int) -> None:
        self._services = services
        self._pool = pool
        self._urgency = urgency
        self._channel = channel
        self._pace = services.store.pace(*LANE_ROWS[urgency])
        self._patient = urgency == BULK
        #: What the pool gave for a lease that is not on record yet.
        self._reserved: list[tuple[Provider, int]] = []
        #: Batches that providers have in their hands.
        self._sending: dict[str, asyncio.Task[None]] = {}
        #: Something is to be looked at: a provider is free again, or this is to end.
        self._freed = asyncio.Event()
        self._stopped = False
        named = (Urgency.Name(urgency).removeprefix("URGENCY_"), CHANNEL_NAMES[channel])
        self.name = f"{' '.join(named).lower()} outbox"

    async def run(self) -> None:
        """Until it is stopped or the store closes: whenever messages change, and every so often for what has become
        due. What is with a provider then is waited for, unless this is cancelled."""
        hub = self._services.store.hub
        try:
            while not hub.closed and not self._stopped:
                cursor = hub.watch(frozenset({Topic.NOTIFICATIONS}), hub.revision)
                try:
                    await self._hand_over_all()
                except StorageError as error:
                    log.warning("a lane has to wait", state=self.name, fault=type(error).__name__)
                except Exception as error:
                    log.error("a lane failed", state=self.name, exc_info=error)
                await self._rest(cursor)
            await asyncio.gather(*self._sending.values())
        finally:
            self._drop()

    def stop(self) -> None:
        self._stopped = True
        self._freed.set()

    async def _rest(self, cursor: Cursor) -> None:
        """Until something changes or a provider is free again. Where no provider has room, changes are none."""
        waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._freed.wait())]
        if self._pool.has_room(self._channel, self._sending):
            waits.append(asyncio.ensure_future(cursor.next(DISPATCH_SECONDS)))
        try:
            await asyncio.wait(waits, timeout=DISPATCH_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            ended = await asyncio.gather(*waits, return_exceptions=True)
        for found in ended:
            if isinstance(found, Exception) and not isinstance(found, FeedClosed | StorageError):
                raise found
        if self._urgency != URGENT and not self._freed.is_set():
            await asyncio.sleep(LANE_PAUSE_SECONDS)  # most changes are another lane's
        if not self._stopped:
            self._freed.clear()

    async def run_once(self) -> int:
        """Hands over all that is due now and that a provider has room for; how many messages."""
        try:
            sent = await self._hand_over_all()
            while self._sending:
                await asyncio.wait(self._sending.values(), return_when=asyncio.FIRST_COMPLETED)
                sent += await self._hand_over_all()
        finally:
            self._drop()
        return sent

    def _drop(self) -> None:
        """Waits for no provider any more."""
        for task in self._sending.values():
            task.cancel()

    async def _hand_over_all(self) -> int:
        """Gives the providers that are free what is due; how many messages."""
        sent, more = 0, True
        while more and await self._services.store.read(self._is_due):
            if self._sending and not self._pool.has_room(self._channel, self._sending):
                break
            try:
                batch: Batch = await self._services.store.write(self._lease, patient=self._patient)
            except BaseException:
                self._give_back()
                raise
            self._reserved = []
            for provider, leased in batch.by_provider:
                self._sending[provider.name] = asyncio.create_task(self._hand_over(provider, leased))
                sent += len(leased)
            more = batch.more
        return sent

    async def _hand_over(self, provider: Provider, leased: Sequence[Leased]) -> None:
        try:
            answered = await self._send(provider, leased)
            available = self._services.providers.available
            await self._services.store.write(lambda tx: record(tx, answered, available), patient=self._patient)
            self._pace.done()
            if answered.seconds > BULK_ANSWER_SECONDS:
                self._pace.slow()
        except StorageError as error:  # the leases run out
            log.error("answers could not be recorded", state=provider.name, fault=type(error).__name__)
        except Exception as error:
            log.error("answers could not be recorded", state=provider.name, exc_info=error)
        finally:
            del self._sending[provider.name]
            self._freed.set()

    # -- out of the outbox

    def _is_due(self, tx: Tx) -> bool:
        first = outbox.next_due(tx, self._urgency, self._channel)
        return first is not None and first <= tx.now

    def _give_back(self) -> None:
        for provider, count in self._reserved:
            self._pool.take_back(provider, count)
        self._reserved = []

    def _allotted(self, ready: Sequence[Due]) -> list[tuple[Provider, list[Due]]]:
        """Who gets what. The unit may run again: what was given to it before is given back."""
        self._give_back()
        self._reserved = self._pool.allot(self._channel, len(ready), self._sending)
        made, waiting = [], list(ready)
        for provider, count in self._reserved:
            made.append((provider, waiting[:count]))
            waiting = waiting[count:]
        return made

    def _keep(
        self, allotted: Sequence[tuple[Provider, Sequence[Due]]], leased: Sequence[tuple[Provider, Sequence[Leased]]]
    ) -> None:
        """Gives back what was allotted to messages that have no letter."""
        for (provider, wanted), (_, going) in zip(allotted, leased, strict=True):
            if len(going) < len(wanted):
                self._pool.take_back(provider, len(wanted) - len(going))
        self._reserved = [(provider, len(going)) for provider, going in leased]

    def _lease(self, tx: Tx) -> Batch:
        most = self._pace.rows
        rows = outbox.due(tx, self._urgency, self._channel, most)
        available = self._services.providers.available
        moves = [_interrupted(row) for row in rows if row.state == SENDING]
        waiting = standing.sort(tx, [row for row in rows if row.state != SENDING])
        moves += [cancelled(row, standing.CALLED_OFF) for row in waiting.called_off]
        ready = Deciding(tx, available, moves).ready(waiting.going)
        if self._urgency == URGENT:
            ready = rerouted(tx, ready, self._channel, self._pool.standing_channels(), moves)
        allotted = self._allotted(ready)
        going = [row for _, listed in allotted for row in listed]
        letters, said, nowhere = letters_of(tx, going, self._services.settings.hooks_url)
        moves += unreached(tx, going, nowhere, available)
        moves += [cancelled(row, UNREADABLE) for row in going if row.id not in letters and row.id not in nowhere]
        leased = [
            (provider, [Leased(row, letters[row.id]) for row in listed if row.id in letters])
            for provider, listed in allotted
        ]
        self._keep(allotted, leased)
        moves += [
            _leased(row, provider, tx.now, said.get(row.id, UNSAID)) for provider, listed in leased for row, _ in listed
        ]
        outbox.move(tx, moves)
        if moves:
            tx.change(Topic.NOTIFICATIONS, [moved.row.id for moved in moves])
        parked = len(waiting.going) + len(moves) < len(rows)
        more = (bool(moves) or parked) and len(rows) == most
        return Batch([one for one in leased if one[1]], more)

    # -- over to the provider, and what it said

    async def _send(self, provider: Provider, leased: Sequence[Leased]) -> Answered:
        started = time.perf_counter()
        try:
            async with asyncio.timeout(ANSWERED_SECONDS):
                outcomes = await provider.channel.send([one.letter for one in leased])
        except TimeoutError:
            outcomes = [Outcome(Answer.UNANSWERED, fault=Fault.NO_ANSWER)] * len(leased)
        except Exception as error:  # a channel never raises; if one does, nobody knows what it had sent
            log.error("a channel failed", state=provider.name, exc_info=error)
            outcomes = [Outcome(Answer.UNANSWERED, fault=Fault.CHANNEL_FAILED)] * len(leased)
        standing = Standing(*self._pool.report(provider, outcomes))
        return Answered(provider, leased, outcomes, time.perf_counter() - started, standing)


def _leased(row: Due, provider: Provider, now: int, said: Said) -> Moved:
    state = WORKFLOW.next(row.state, "leased")
    return Moved(row, state, now + LEASE_MS, attempts=row.attempts + 1, provider=provider.name, said=said)


def _interrupted(row: Due) -> Moved:
    said = sentences.in_language(INTERRUPTED, row.language)
    return Moved(row, WORKFLOW.next(row.state, "left unanswered"), None, said)
