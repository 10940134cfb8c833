"""The same campaigns on PostgreSQL, where several processes write."""

import asyncio
from collections import Counter

from smartregion.v1 import notification_service_pb2 as pb

from server.notifications.campaigns.running import Campaigns

from ..conftest import House
from ..delivery.test_dispatcher import Post
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
