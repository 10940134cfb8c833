"""A house whose campaigns the test runs, over channels that answer as they are told."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from smartregion.v1 import notification_service_pb2 as pb

from server.billing import money
from server.notifications.campaigns.running import Campaigns

from ..conftest import StartHouse
from ..delivery.test_dispatcher import EMAIL, SMS, Post

TEXT = {"title": "Новини", "text": "Вода буде до вечора"}


@dataclass
class Desk:
    """Somebody who may run campaigns, and what runs them."""

    post: Post
    calls: Any
    running: Campaigns

    async def create(self, **fields: Any) -> pb.Campaign:
        message = {
            "name": "Новини міста",
            "template_name": "news",
            "values": TEXT,
            "audience": pb.Audience(),
            "channels": (SMS, EMAIL),
            **fields,
        }
        return (await self.calls.CreateCampaign(campaign=pb.Campaign(**message))).campaign

    async def estimated(self, **fields: Any) -> pb.Campaign:
        made = await self.create(**fields)
        return (await self.calls.EstimateCampaign(id=made.id)).campaign

    async def begun(self, **fields: Any) -> pb.Campaign:
        made = await self.estimated(**fields)
        await self.calls.ScheduleCampaign(id=made.id, etag=made.etag)
        await self.running.turn()
        return await self.read(made)

    async def read(self, campaign: pb.Campaign) -> pb.Campaign:
        return (await self.calls.GetCampaign(id=campaign.id)).campaign

    async def finished(self, **fields: Any) -> pb.Campaign:
        """A campaign that went out."""
        made = await self.begun(**fields)
        await self.post.run()
        await self.running.turn()
        return await self.read(made)

    async def messages(self, campaign: pb.Campaign, **wanted: Any) -> list[pb.Notification]:
        found = pb.NotificationFilter(
            cause=pb.NotificationCause.NOTIFICATION_CAUSE_CAMPAIGN, cause_id=campaign.id, **wanted
        )
        return list((await self.calls.ListNotifications(filter=found, page_size=1000)).notifications)

    async def agrees(self, campaign: pb.Campaign) -> bool:
        """Whether the tally says what the messages say."""
        shown = (await self.read(campaign)).progress
        listed = await self.messages(campaign)
        states = Counter((one.channel, one.state) for one in listed)
        rules = Counter(one.suppressed_by for one in listed if one.suppressed_by)
        taken = [one for one in listed if one.state in (3, 4, 7)]
        parts = sum(one.parts for one in taken)
        named = self.post.house.app.services.providers.named
        spent = sum((one.parts or 1) * getattr(named(one.provider), "price_kopecks", 0) for one in taken)
        return (
            {(one.channel, one.state): one.count for one in shown.states} == dict(states)
            and {one.rule: one.count for one in shown.exclusions} == dict(rules)
            and shown.sms_parts == parts
            and shown.cost == money.message(spent)
        )


@pytest.fixture
async def desk(start_house: StartHouse) -> Desk:
    house = await start_house()
    await house.app.delivery.close()  # the house's own lanes rest: the test runs them
    post = Post(house)
    calls = (await house.operator("oksana")).NotificationService
    return Desk(post, calls, Campaigns(house.app.services))
