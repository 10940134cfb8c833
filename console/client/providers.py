"""Providers of messages: how they fare, what waits for them, and the rules by which messages go out."""

from typing import Any

from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.notification_service_pb2_grpc import NotificationServiceStub

from console.client import convert_delivery
from console.client.listing import Listing, enum
from console.client.wire import Wire, request_id
from console.delivery import DeliveryRules, Provider
from console.models import Page, Query
from console.ports import ClientError


class Providers(Listing[Provider]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = NotificationServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Provider]:
        """They are few, and come all at once."""
        channel = enum(pb.NotificationChannel, query, "channel")
        reply = await self.wire.call(self._stub.ListProviders, pb.ListProvidersRequest())
        queues = tuple(map(convert_delivery.to_queue, reply.queues))
        rows = [convert_delivery.to_provider(one, queues) for one in reply.providers if channel in (0, one.channel)]
        if not query.descending:
            rows.reverse()
        return Page(tuple(rows[skip : skip + size]), len(rows), "")

    async def get(self, key: str) -> Provider:
        """The list holds all of it: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)

    async def rules(self) -> DeliveryRules:
        reply = await self.wire.call(self._stub.GetDeliveryRules, pb.GetDeliveryRulesRequest())
        return convert_delivery.to_delivery_rules(reply.rules)

    async def save_rules(self, rules: DeliveryRules) -> DeliveryRules:
        message = pb.DeliveryRules(
            quiet_from_hour=rules.quiet_from,
            quiet_until_hour=rules.quiet_until,
            daily_cap=rules.daily_cap,
            stop_keywords=rules.keywords,
            etag=rules.etag,
        )
        request = pb.UpdateDeliveryRulesRequest(rules=message, request_id=request_id())
        reply = await self.wire.call(self._stub.UpdateDeliveryRules, request)
        return convert_delivery.to_delivery_rules(reply.rules)
