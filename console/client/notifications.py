"""Notifications: what was sent, what waits, and the texts."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.notification_service_pb2_grpc import NotificationServiceStub

from console.client import convert, convert_delivery, convert_messages
from console.client.listing import Listing, enum, enums, order
from console.client.wire import Wire, request_id
from console.delivery import Explanation
from console.messages import Notification, Template
from console.models import Frame, Page, Query

#: What an explanation is about, and the field that names it.
_ABOUT = {"campaign": "campaign_id", "template": "template_name", "message": "notification_id"}


class Notifications(Listing[Notification]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = NotificationServiceStub(wire.channel)

    def _filter(self, query: Query) -> pb.NotificationFilter:
        return pb.NotificationFilter(
            states=enums(pb.NotificationState, query, "state"),
            category=enum(pb.NotificationCategory, query, "category"),
            channel=enum(pb.NotificationChannel, query, "channel"),
            user_id=query.get("user"),
            cause=enum(pb.NotificationCause, query, "cause"),
            cause_id=query.get("about"),
            provider=query.get("provider").lower(),
        )

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Notification]:
        request = pb.ListNotificationsRequest(filter=self._filter(query), order_by=order(query, "queued_at"))
        return await self._page(
            self._stub.ListNotifications, request, "notifications", convert_messages.to_notification, token, skip, size
        )

    async def get(self, key: str) -> Notification:
        reply = await self.wire.call(self._stub.GetNotification, pb.GetNotificationRequest(id=key))
        return convert_messages.to_notification(reply.notification)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Notification]]:
        request = pb.WatchNotificationsRequest(filter=self._filter(query), resume_token=token, skip_snapshot=True)
        return self._frames(self._stub.WatchNotifications, request, "notification", convert_messages.to_notification)

    async def retry(self, row: Notification) -> Notification:
        request = pb.RetryNotificationRequest(id=row.id, etag=row.etag, request_id=request_id())
        return convert_messages.to_notification(
            (await self.wire.call(self._stub.RetryNotification, request)).notification
        )

    async def cancel(self, row: Notification) -> Notification:
        request = pb.CancelNotificationRequest(id=row.id, etag=row.etag, request_id=request_id())
        return convert_messages.to_notification(
            (await self.wire.call(self._stub.CancelNotification, request)).notification
        )

    async def explain(self, user_id: str, about: str, key: str) -> Explanation:
        request = pb.ExplainNotificationRequest(user_id=user_id)
        setattr(request, _ABOUT[about], key)
        return convert_delivery.to_explanation(await self.wire.call(self._stub.ExplainNotification, request))

    async def templates(self) -> Sequence[Template]:
        reply = await self.wire.call(self._stub.ListTemplates, pb.ListTemplatesRequest(page_size=1000))
        return [convert_messages.to_template(one) for one in reply.templates]

    async def send(self, user_id: str, template: str, channel: str, values: Mapping[str, str]) -> Notification:
        request = pb.SendNotificationRequest(
            user_id=user_id,
            template_name=template,
            channel=convert.number(pb.NotificationChannel, channel),
            values=values,
            request_id=request_id(),
        )
        reply = await self.wire.call(self._stub.SendNotification, request)
        return convert_messages.to_notification(reply.notification)
