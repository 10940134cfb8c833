"""The same campaigns on PostgreSQL, where several processes write."""

import asyncio
from collections import Counter
from pathlib import Path

import grpc
from smartregion.v1 import notification_service_pb2 as pb

from server.app import App
from server.bootstrap import prepare
from server.config import Settings
from server.demo.seed import Access, seed
from server.notifications.campaigns.running import Campaigns
from storage.engine.clock import FixedClock
from tests.storage.conftest import Postgres, postgres

from ..conftest import START, House
from ..delivery.test_dispatcher import Post
from .conftest import Desk

__all__ = ["postgres"]


async def test_a_campaign_on_postgresql(postgres: Postgres, tmp_path: Path) -> None:
    url = postgres.empty()
    settings = Settings(data_dir=tmp_path, listen="127.0.0.1:0", database_url=url)
    prepare(settings)
    clock = FixedClock(START)
    await seed(settings, 8, clock)
    app = await App.start(settings, clock)
    channel = grpc.aio.insecure_channel(f"127.0.0.1:{app.port}")
    try:
        await app.delivery.close()
        house = House(app, Access.load(settings), settings, clock, channel)
        calls = (await house.operator("oksana")).NotificationService
        desk = Desk(Post(house), calls, Campaigns(app.services))
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
    finally:
        await channel.close()
        await app.drain(0.2)
        postgres.drop(url)
