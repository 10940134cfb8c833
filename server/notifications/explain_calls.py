"""ExplainNotification: why a user gets a message, or why not."""

from typing import Any

from smartregion.v1 import notification_service_pb2 as pb

from server.call import Call
from server.codec import decode_id, encode_id
from server.errors import InvalidField, NotFound
from server.notifications import explanation, outbox
from server.notifications.campaigns.concerning import campaigned
from server.notifications.categories import CATEGORIES
from server.notifications.explanation import About, Channels
from server.notifications.mapping import notification_message
from server.services import Calls
from storage.engine.transaction import Tx
from storage.repositories import campaigns, notifications


class ExplainCalls(Calls):
    async def ExplainNotification(self, request: Any, call: Call) -> pb.ExplainNotificationResponse:

        def about_what(tx: Tx, channels: Channels) -> About:
            match request.WhichOneof("about"):
                case "template_name":
                    return _of_template(tx, request, channels)
                case "campaign_id":
                    return _of_campaign(tx, request, channels)
            return _of_message(tx, request, channels)

        def query(tx: Tx) -> pb.ExplainNotificationResponse:
            about = about_what(tx, explanation.there(tx, self._services.providers))
            call.target("user", about.user_id, about.user_id)
            ways = explanation.explained(tx, about)
            messages = notifications.opened(tx, about.messages)
            return pb.ExplainNotificationResponse(
                channels=ways,
                chosen=explanation.chosen(ways),
                in_audience=about.in_audience,
                notifications=[notification_message(one, notifications.events(tx, one.row)) for one in messages],
            )

        return await call.read(query)


def _of_template(tx: Tx, request: Any, channels: Channels) -> About:
    category = CATEGORIES[outbox.named(tx, request.template_name).row.category]
    if request.emergency and not category.emergencies:
        raise InvalidField("emergency", "notification.emergency", "only works can be an emergency")
    return explanation.of_category(tx, category.number, _stated(request), channels, emergency=request.emergency)


def _of_campaign(tx: Tx, request: Any, channels: Channels) -> About:
    user_id = _stated(request)
    campaign_id = decode_id(request.campaign_id, "campaign_id")
    campaign = campaigned(tx, campaign_id, user_id)
    if campaign is None:
        raise NotFound(f"campaign {encode_id(campaign_id)} not found")
    messages = notifications.of_cause(tx, campaigns.CAUSE, campaign_id, user_id)
    return explanation.of_campaign(tx, campaign, messages, user_id, channels)


def _of_message(tx: Tx, request: Any, channels: Channels) -> About:
    notification_id = decode_id(request.notification_id, "notification_id")
    row = notifications.by_id(tx, notification_id)
    if row is None or (request.user_id and decode_id(request.user_id, "user_id") != row.user_id):
        raise NotFound(f"notification {encode_id(notification_id)} not found")
    return explanation.of_message(tx, row, channels)


def _stated(request: Any) -> int:
    """Raises InvalidField where no user is named."""
    if not request.user_id:
        raise InvalidField("user_id", "required", "must name a user")
    return decode_id(request.user_id, "user_id")
