"""Texts of messages: their versions, and how they would read."""

from collections.abc import Mapping
from typing import Any

from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2_grpc import NotificationServiceStub

from console.client import convert, convert_delivery, convert_messages
from console.client.listing import Listing, enum
from console.client.wire import Wire, request_id
from console.delivery import Explanation, Rendered
from console.messages import Template
from console.models import Page, Query
from console.ports import ClientError


class Templates(Listing[Template]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = NotificationServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Template]:
        request = pb.ListTemplatesRequest(category=enum(pb.NotificationCategory, query, "category"))
        return await self._page(
            self._stub.ListTemplates, request, "templates", convert_messages.to_template, token, skip, size
        )

    async def get(self, key: str) -> Template:
        """The list holds all of it: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)

    async def preview(
        self, template: Template, values: Mapping[str, str], transliterate: bool = False
    ) -> tuple[Rendered, Rendered]:
        request = pb.PreviewNotificationRequest(
            draft=_message(template), values=values, transliterate_sms=transliterate
        )
        reply = await self.wire.call(self._stub.PreviewNotification, request)
        return convert_delivery.to_rendered(reply.ukrainian), convert_delivery.to_rendered(reply.english)

    async def preview_for(
        self, template: Template, values: Mapping[str, str], user_id: str
    ) -> tuple[Rendered, Explanation]:
        request = pb.PreviewNotificationRequest(draft=_message(template), values=values, user_id=user_id)
        reply = await self.wire.call(self._stub.PreviewNotification, request)
        own = reply.ukrainian if reply.recipient.language == Language.LANGUAGE_UKRAINIAN else reply.english
        return convert_delivery.to_rendered(own), convert_delivery.to_explanation(reply.recipient)

    async def save(self, template: Template) -> Template:
        message = _message(template)
        if template.id:
            request = pb.UpdateTemplateRequest(template=message, request_id=request_id())
            return convert_messages.to_template((await self.wire.call(self._stub.UpdateTemplate, request)).template)
        made = pb.CreateTemplateRequest(template=message, request_id=request_id())
        return convert_messages.to_template((await self.wire.call(self._stub.CreateTemplate, made)).template)


def _message(row: Template) -> pb.Template:
    return pb.Template(
        id=row.id,
        name=row.name,
        category=pb.NotificationCategory.ValueType(convert.number(pb.NotificationCategory, row.category)),
        ukrainian=pb.TemplateText(subject=row.subject_uk, body=row.body_uk),
        english=pb.TemplateText(subject=row.subject_en, body=row.body_en),
        etag=row.etag,
    )
