"""Campaigns: one text for many people."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.notification_service_pb2_grpc import NotificationServiceStub

from console.client import convert_delivery
from console.client.listing import Listing, enums, stamp
from console.client.wire import Wire, request_id
from console.delivery import Campaign
from console.models import Frame, Page, Query


class Campaigns(Listing[Campaign]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = NotificationServiceStub(wire.channel)

    def _filter(self, query: Query) -> pb.CampaignFilter:
        return pb.CampaignFilter(states=enums(pb.CampaignState, query, "state"))

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Campaign]:
        request = pb.ListCampaignsRequest(filter=self._filter(query))
        to_row = convert_delivery.to_campaign
        return await self._page(self._stub.ListCampaigns, request, "campaigns", to_row, token, skip, size)

    async def get(self, key: str) -> Campaign:
        reply = await self.wire.call(self._stub.GetCampaign, pb.GetCampaignRequest(id=key))
        return convert_delivery.to_campaign(reply.campaign)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Campaign]]:
        request = pb.WatchCampaignsRequest(filter=self._filter(query), resume_token=token, skip_snapshot=True)
        return self._frames(self._stub.WatchCampaigns, request, "campaign", convert_delivery.to_campaign)

    async def save(self, campaign: Campaign) -> Campaign:
        message = convert_delivery.from_campaign(campaign)
        if campaign.id:
            changed = pb.UpdateCampaignRequest(campaign=message, request_id=request_id())
            return await self._done(self._stub.UpdateCampaign, changed)
        return await self._done(
            self._stub.CreateCampaign, pb.CreateCampaignRequest(campaign=message, request_id=request_id())
        )

    async def estimate(self, campaign: Campaign) -> Campaign:
        request = pb.EstimateCampaignRequest(id=campaign.id, request_id=request_id())
        return await self._done(self._stub.EstimateCampaign, request)

    async def schedule(self, campaign: Campaign, at: datetime | None) -> Campaign:
        request = pb.ScheduleCampaignRequest(id=campaign.id, etag=campaign.etag, request_id=request_id())
        if at is not None:
            request.at.CopyFrom(stamp(at))
        return await self._done(self._stub.ScheduleCampaign, request)

    async def pause(self, campaign: Campaign) -> Campaign:
        request = pb.PauseCampaignRequest(id=campaign.id, request_id=request_id())
        return await self._done(self._stub.PauseCampaign, request)

    async def resume(self, campaign: Campaign) -> Campaign:
        request = pb.ResumeCampaignRequest(id=campaign.id, request_id=request_id())
        return await self._done(self._stub.ResumeCampaign, request)

    async def cancel(self, campaign: Campaign) -> Campaign:
        request = pb.CancelCampaignRequest(id=campaign.id, request_id=request_id())
        return await self._done(self._stub.CancelCampaign, request)

    async def resend(self, campaign: Campaign, unknown_too: bool, *, rehearse: bool = False) -> int:
        request = pb.ResendFailedRequest(
            id=campaign.id, unknown_too=unknown_too, dry_run=rehearse, request_id=request_id()
        )
        return int((await self.wire.call(self._stub.ResendFailed, request)).queued)

    async def _done(self, method: Any, request: Any) -> Campaign:
        return convert_delivery.to_campaign((await self.wire.call(method, request)).campaign)
