"""The calls of NotificationService about messages; server.registry names those who answer its others."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.options_pb2 import PrincipalKind

from server.call import Call
from server.codec import decode_id, encode_id, milliseconds
from server.errors import InvalidField, LimitExceeded, NotFound, PermissionDenied
from server.limits import MESSAGE_LETTERS, SENDER_DAY, SMS_PARTS_SENT
from server.notifications import duties, links, outbox, sms
from server.notifications.categories import CATEGORIES
from server.notifications.decision import SMS
from server.notifications.mapping import notification_message, to_filter
from server.notifications.templates import SECRET
from server.services import Calls
from server.users.service import found as found_user
from server.watching import Whose
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.repositories import notifications
from storage.repositories.notifications import CurrentTemplate, MessageFilter


class NotificationService(Calls):
    async def SendNotification(self, request: Any, call: Call) -> pb.SendNotificationResponse:
        user_id = decode_id(request.user_id, "user_id")

        def unit(tx: Tx) -> pb.SendNotificationResponse:
            person = found_user(tx, user_id, call, call.own_scope())
            template = outbox.named(tx, request.template_name)
            check_sending(call, template)
            expires_at = milliseconds(request.expires_at) if request.HasField("expires_at") else None
            if expires_at is not None and expires_at <= tx.now:
                raise InvalidField("expires_at", "notification.expires_at", "must lie ahead")
            check_text(*outbox.rendered(template, person.row.language, request.values), request.channel)
            event = outbox.Event(
                request.template_name,
                pb.NotificationCause.NOTIFICATION_CAUSE_SENDER,
                emergency=request.emergency,
                expires_at=expires_at,
                channels=(request.channel,),
                sender=call.principal,
                behalf_of=call.principal.id if call.principal.is_partner else 0,
            )
            to = outbox.Recipient(user_id, request.values, request.values)
            sent = outbox.tell(tx, event, [to], self._services.providers.available)
            if not sent:
                raise NotFound("the person was erased")
            made = message_of(tx, sent[0])
            if made.suppressed_by == pb.SuppressionRule.SUPPRESSION_RULE_SENDER_CAP:
                raise LimitExceeded(f"user_id: at most {SENDER_DAY} messages to one user a day", retry_after=3600)
            tx.subject = user_id
            call.target("notification", sent[0], user_id)
            return pb.SendNotificationResponse(notification=made)

        return await call.write(unit)

    async def GetNotification(self, request: Any, call: Call) -> pb.GetNotificationResponse:
        notification_id = decode_id(request.id)

        def query(tx: Tx) -> pb.Notification:
            row = found(tx, notification_id, call)
            call.target("notification", row.id, row.user_id)
            return notification_message(notifications.opened(tx, [row])[0], notifications.events(tx, row))

        return pb.GetNotificationResponse(notification=await call.read(query))

    async def ListNotifications(self, request: Any, call: Call) -> pb.ListNotificationsResponse:
        page = self._services.paging.page(request)
        after = page.past(int)
        wanted = bounded(to_filter(request.filter), call)
        messages, total = await call.read(
            lambda tx: notifications.page(
                tx,
                wanted,
                descending=request.order_by != "queued_at",
                after=after,
                size=page.size,
                skip=page.skip,
            )
        )
        call.showed(len(messages), (message.row.user_id for message in messages))
        reply = pb.ListNotificationsResponse(notifications=map(notification_message, messages), total_size=total)
        page.end(reply, messages, lambda last: (last.id,))
        return reply

    async def WatchNotifications(self, request: Any, call: Call) -> AsyncIterator[pb.WatchNotificationsResponse]:
        wanted = bounded(to_filter(request.filter), call)
        frames = self._services.watching.watch(
            call,
            request,
            Topic.NOTIFICATIONS,
            lambda tx, last, size: [
                (one.id, notification_message(one)) for one in notifications.behind(tx, wanted, last, size)
            ],
            lambda tx, ids: {one.id: notification_message(one) for one in notifications.watched(tx, wanted, ids)},
            "notification",
            whose=Whose.of("user_id"),
        )
        async for frame in frames:
            yield frame


def bounded(wanted: MessageFilter, call: Call) -> MessageFilter:
    """The filter within what the caller may know of: a resident's own messages, a partner's own sendings."""
    if call.principal.is_resident:
        asked_for_another = wanted.user_id not in (None, call.principal.id)
        return replace(wanted, user_id=0 if asked_for_another else call.principal.id)
    if call.principal.is_partner:
        return replace(wanted, sender=(PrincipalKind.PRINCIPAL_KIND_PARTNER, call.principal.id))
    return wanted


def found(tx: Tx, notification_id: int, call: Call) -> Notification:
    """A message that the caller may know of. Raises NotFound."""
    row = notifications.by_id(tx, notification_id)
    bounds = bounded(MessageFilter(), call)
    if (
        row is None
        or (bounds.user_id is not None and row.user_id != bounds.user_id)
        or (bounds.sender is not None and (row.sender_kind, row.sender_id) != bounds.sender)
    ):
        raise NotFound(f"notification {encode_id(notification_id)} not found")
    return row


def message_of(tx: Tx, notification_id: int) -> pb.Notification:
    """A message that is there, as it is now."""
    row = notifications.by_id(tx, notification_id)
    assert row is not None
    return notification_message(notifications.opened(tx, [row])[0])


def check_sending(call: Call, template: CurrentTemplate) -> None:
    """Raises PermissionDenied where somebody sends what is not theirs to send, InvalidField for a code, for an
    emergency that a partner does not announce as works, and for a partner's link."""
    request = call.request
    category = CATEGORIES[template.row.category]
    if call.principal.is_partner and not category.partners:
        raise PermissionDenied("template_name: partners send payments, debts, readings and works only")
    if template.row.name in SECRET:  # what it says would be shown to nobody, then or ever
        raise InvalidField("template_name", "notification.secret", "holds a code, which only the service itself sends")
    duties.check(call, template.row.category, "template_name")
    if request.emergency and not category.emergencies:
        raise InvalidField("emergency", "notification.emergency", "only works can be an emergency")
    if call.principal.is_partner:
        if request.emergency:
            raise PermissionDenied("emergency: a partner announces an emergency by CreateWork")
        for name, value in request.values.items():
            links.check(value, f"values.{name}")


def check_text(subject: str, body: str, channel: int) -> None:
    """Raises InvalidField for a message that is too long to be sent as it stands."""
    if len(subject) + len(body) > MESSAGE_LETTERS:
        raise InvalidField("values", "text.length", f"the text has more than {MESSAGE_LETTERS} letters")
    if channel == SMS and len(sms.split(body).parts) > SMS_PARTS_SENT:
        raise InvalidField("values", "notification.sms_parts", f"the SMS has more than {SMS_PARTS_SENT} parts")
