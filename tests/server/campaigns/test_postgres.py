"""The same campaigns on PostgreSQL, where several processes write."""

import asyncio
import logging
import threading
import time
from collections import Counter
from typing import Any

import pytest
from smartregion.v1 import notification_service_pb2 as pb

from server.codec import decode_id
from server.notifications import outbox
from server.notifications.campaigns import expansion
from server.notifications.campaigns.running import Campaigns, begin_due
from server.notifications.campaigns.workflow import DRAFT
from storage.engine.transaction import Tx
from storage.models.campaigns import Campaign
from storage.models.notifications import QUEUED, SENDING, SENT
from storage.repositories import campaigns
from storage.repositories.audiences import Ahead
from storage.repositories.campaigns import Step

from ..conftest import House
from ..delivery.test_dispatcher import EMAIL, SMS, Post
from .conftest import Desk


async def test_a_campaign_on_postgresql(postgres_house: House) -> None:
    app = postgres_house.app
    await app.delivery.close()
    calls = (await postgres_house.operator("oksana")).NotificationService
    desk = Desk(Post(postgres_house), calls, Campaigns(app.services))
    made = await desk.estimated()
    await calls.ScheduleCampaign(id=made.id, etag=made.etag)
    await asyncio.gather(*(desk.running.turn() for _ in range(3)))
    begun = await desk.read(made)
    assert begun.progress.expanded == made.estimate.audience
    assert list(begun.progress.exclusions) == list(made.estimate.exclusions)
    await calls.PauseCampaign(id=made.id)
    assert await desk.post.run() == 0
    await calls.ResumeCampaign(id=made.id)
    await desk.running.turn()
    assert await desk.post.run() == made.estimate.recipients
    await desk.running.turn()
    assert (await desk.read(made)).state == pb.CampaignState.CAMPAIGN_STATE_FINISHED
    assert set(Counter(one.user_id for one in await desk.messages(made)).values()) == {1}
    assert await desk.agrees(made)
    second = await desk.begun(audience=pb.Audience(city="Світлоріченськ"), name="Друга")
    assert second.estimate.audience == second.progress.expanded
    await calls.CancelCampaign(id=second.id)
    await desk.running.turn()
    assert await desk.post.run() == 0
    assert await desk.agrees(second)


async def test_who_writes_a_campaign_out_and_who_notes_an_answer_do_not_wait_for_each_other(
    postgres_house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = postgres_house.app.services.store
    row = {"name": "Новини", "state": DRAFT, "template_name": "news", "category": 6, "settings": "{}", "author_id": 1}
    await store.write(lambda tx: campaigns.create(tx, Campaign(id=5, created_at=tx.now, **row)))
    await store.write(lambda tx: campaigns.tally(tx, [Step(5, 1, 0, QUEUED), Step(5, 1, 0, SENDING)]))
    held, answering, real = threading.Event(), threading.Event(), Tx.many

    def many(tx: Tx, statement: str, rows: Any) -> None:
        listed = list(rows)
        if statement is campaigns._ANSWERED and listed and listed[0][0]:
            answering.set()
            time.sleep(0.2)  # what was locked before this is held
        real(tx, statement, listed)

    monkeypatch.setattr(Tx, "many", many)

    def write_out(tx: Tx) -> None:
        campaigns.by_id(tx, 5)
        held.set()
        answering.wait(5)
        campaigns.tally(tx, [Step(5, 1, 0, QUEUED), Step(5, 1, 0, SENDING)])

    def note(tx: Tx) -> None:
        held.wait(5)
        campaigns.tally(tx, [Step(5, 1, SENDING, SENT, answer=True)])

    with caplog.at_level(logging.WARNING):
        await asyncio.gather(store.write(write_out, patient=True), store.write(note, patient=True))
    assert not caplog.records
    counted = await store.read(lambda tx: campaigns.tallies(tx, [5])[5])
    assert {one.state: one.messages for one in counted} == {QUEUED: 2, SENDING: 1, SENT: 1}


@pytest.mark.parametrize("writes", ["a message", "an advert of a campaign"])
async def test_a_user_stays_as_decided_upon_until_the_message_is_written(postgres_house: House, writes: str) -> None:
    """Whoever erases a user, or notes a wish of theirs, waits until then, and finds the message to stop it."""
    app = postgres_house.app
    await app.delivery.close()
    store, rows = app.services.store, "SELECT id FROM app_user WHERE state = 1 ORDER BY id LIMIT 3"
    user_ids = [number for (number,) in await store.read(lambda tx: tx.sql(rows))]
    calls = (await postgres_house.operator("oksana")).NotificationService
    desk = Desk(Post(postgres_house), calls, Campaigns(app.services))
    advert = await desk.estimated(template_name="marketing")
    await calls.ScheduleCampaign(id=advert.id, etag=advert.etag)
    await store.write(begin_due)
    written, looked = threading.Event(), threading.Event()

    def write(tx: Tx) -> None:
        if writes == "a message":
            values = {"title": "Т", "text": "т"}
            event = outbox.Event("administrative", pb.NotificationCause.NOTIFICATION_CAUSE_SENDER)
            outbox.tell(tx, event, [outbox.Recipient(one, values, values) for one in user_ids], (SMS, EMAIL))
        else:
            expansion.expand(tx, decode_id(advert.id), 0, Ahead(user_ids, user_ids[-1], False), (SMS, EMAIL))
        written.set()
        looked.wait(5)

    def free(tx: Tx) -> int:
        written.wait(5)
        statement = "SELECT id FROM app_user WHERE id IN ({marks}) FOR NO KEY UPDATE SKIP LOCKED"
        count = len(list(tx.among(statement, user_ids)))
        looked.set()
        return count

    _, meanwhile = await asyncio.gather(store.write(write, patient=True), store.write(free, patient=True))
    assert (meanwhile, await store.write(free)) == (0, 3)
