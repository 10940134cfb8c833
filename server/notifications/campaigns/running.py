"""Campaigns as they run beside the calls: they begin when their time has come, write their messages, and finish."""

import asyncio
from contextlib import suppress
from functools import partial

import structlog
from smartregion.v1.notification_service_pb2 import PauseReason

from server.limits import (
    CAMPAIGN_GRACE_MS,
    CAMPAIGN_PAUSE_SECONDS,
    CAMPAIGN_ROWS,
    CAMPAIGN_SECONDS,
    EXPANSION_ROWS,
    EXPANSION_ROWS_MOST,
)
from server.notifications import outbox
from server.notifications.campaigns import expansion
from server.notifications.campaigns.standing import CALLED_OFF
from server.notifications.campaigns.workflow import RUNNING, SCHEDULED, WORKFLOW
from server.services import Services
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.errors import FeedClosed, StorageError
from storage.models.campaigns import Campaign
from storage.models.notifications import WAITING
from storage.repositories import campaigns, notifications

log = structlog.get_logger("server")


class Campaigns:
    """One a process; of several, whoever comes first does it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._pace = services.store.pace(EXPANSION_ROWS, EXPANSION_ROWS_MOST)

    async def run(self) -> None:
        """Until the store closes: whenever campaigns change, and every so often for what has become due."""
        hub = self._services.store.hub
        while not hub.closed:
            cursor = hub.watch(frozenset({Topic.CAMPAIGNS}), hub.revision)
            try:
                await self.turn()
            except StorageError as error:
                log.warning("campaigns have to wait", fault=type(error).__name__)
            except Exception as error:
                log.error("campaigns failed", exc_info=error)
            await asyncio.sleep(CAMPAIGN_PAUSE_SECONDS)
            with suppress(FeedClosed, StorageError):
                await cursor.next(CAMPAIGN_SECONDS)

    async def turn(self) -> None:
        """Does all that there is to be done now."""
        store = self._services.store
        more = True
        while more:
            if await store.read(_any_due):
                await store.write(begin_due)
            running = await store.read(lambda tx: [row.id for row in campaigns.in_state(tx, RUNNING)])
            more = any([await self._go_on(campaign_id) for campaign_id in running])
        for campaign_id in await store.read(campaigns.unfinished_cancelled):
            behind = 0
            while behind := await store.write(partial(call_off, campaign_id=campaign_id, behind=behind), patient=True):
                pass

    async def _go_on(self, campaign_id: int) -> bool:
        """A step of a running campaign: none waits for another to be written out. Whether there may be more."""
        store = self._services.store
        parked = await store.read(lambda tx: campaigns.any_parked(tx, campaign_id))
        if parked:
            parked = await store.write(partial(released, campaign_id=campaign_id), patient=True)
        unwritten = await expansion.step(store, campaign_id, self._services.providers.available, self._pace)
        if not unwritten and await store.read(partial(_is_over, campaign_id=campaign_id)):
            await store.write(partial(finish, campaign_id=campaign_id))
        return parked or unwritten


# Readers look first: the writer, for whom urgent messages wait, is not troubled where there is nothing to do.


def _any_due(tx: Tx) -> bool:
    return any(late(row, tx.now) >= 0 for row in campaigns.in_state(tx, SCHEDULED))


def _is_over(tx: Tx, campaign_id: int) -> bool:
    """Whether nothing of a campaign goes on by itself any more."""
    row = campaigns.peek(tx, campaign_id)
    return row is not None and row.state == RUNNING and row.expansion_done and not campaigns.moving(tx, campaign_id)


def begin_due(tx: Tx) -> None:
    """Begins the campaigns whose time has come. One whose time passed while the service was down asks instead."""
    for found in campaigns.in_state(tx, SCHEDULED):
        row = campaigns.by_id(tx, found.id)
        if row is None or row.state != SCHEDULED or late(row, tx.now) < 0:
            continue
        if late(row, tx.now) > CAMPAIGN_GRACE_MS:
            missed = PauseReason.PAUSE_REASON_SCHEDULE_MISSED
            campaigns.update(tx, row, state=WORKFLOW.next(row.state, "missed"), pause_reason=missed)
        else:
            campaigns.update(tx, row, state=WORKFLOW.next(row.state, "begun"), started_at=tx.now)


def late(row: Campaign, now: int) -> int:
    """Milliseconds since the time of a scheduled campaign came; below nought before it."""
    return now - (row.scheduled_at or 0)


def released(tx: Tx, campaign_id: int) -> bool:
    """Makes messages due that were parked while a campaign stood still; whether there may be more."""
    row = campaigns.by_id(tx, campaign_id)
    if row is None or row.state != RUNNING:
        return False
    count = campaigns.release(tx, campaign_id, CAMPAIGN_ROWS)
    if count:
        tx.change(Topic.CAMPAIGNS, campaign_id)
    return count == CAMPAIGN_ROWS


def finish(tx: Tx, campaign_id: int) -> None:
    """Finishes a campaign of which nothing goes on by itself any more."""
    row = campaigns.by_id(tx, campaign_id)
    if row is None or not _is_over(tx, campaign_id):
        return
    campaigns.update(tx, row, state=WORKFLOW.next(row.state, "finished"), finished_at=tx.now)


def call_off(tx: Tx, campaign_id: int, behind: int) -> int:
    """Cancels messages of a cancelled campaign that wait, by id and behind one; the last of them, 0 for none."""
    ids = campaigns.ids_in(tx, campaign_id, WAITING, behind, CAMPAIGN_ROWS)
    outbox.stop(tx, notifications.waiting_among(tx, ids), "cancelled", said=CALLED_OFF)
    return ids[-1] if ids else 0
