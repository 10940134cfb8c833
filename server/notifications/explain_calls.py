"""ExplainNotification: why a user gets a message, or why not. It asks the very rules by which messages are sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from smartregion.v1 import notification_service_pb2 as pb

from server.call import Call
from server.codec import decode_id, encode_id, timestamp
from server.errors import InvalidField, NotFound
from server.limits import MESSAGE_LIFE_MS
from server.notifications import decision, delivery_rules, outbox, sentences
from server.notifications.campaigns.concerning import campaigned
from server.notifications.categories import CATEGORIES, CHANNELS
from server.notifications.decision import Ask
from server.notifications.delivery.pool import state_of
from server.notifications.mapping import notification_message
from server.services import Calls
from server.users.service import found as found_user
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.repositories import facts, notifications, provider_health
from storage.repositories.facts import UserFacts
from storage.repositories.provider_health import Standing

CAMPAIGN = pb.NotificationCause.NOTIFICATION_CAUSE_CAMPAIGN


@dataclass(frozen=True)
class Channels:
    """Those that have a provider, the cheapest first, and of these those whose providers take nothing now."""

    available: tuple[int, ...]
    out: frozenset[int]


@dataclass(frozen=True)
class About:
    """What is explained."""

    user_id: int
    ask: Ask
    #: In the order in which they are tried.
    channels: tuple[int, ...]
    #: The messages that there are, oldest first.
    messages: tuple[Notification, ...] = ()
    in_audience: bool = False


class ExplainCalls(Calls):
    async def ExplainNotification(self, request: Any, call: Call) -> pb.ExplainNotificationResponse:

        def about_what(tx: Tx) -> About:
            there = self._there(tx)
            match request.WhichOneof("about"):
                case "template_name":
                    return _of_template(tx, request, there)
                case "campaign_id":
                    return _of_campaign(tx, request, there)
            return _of_message(tx, request, there)

        def query(tx: Tx) -> pb.ExplainNotificationResponse:
            about = about_what(tx)
            found_user(tx, about.user_id, call)
            call.target("user", about.user_id, about.user_id)
            known = facts.of_users(tx, [about.user_id], about.ask.category.number, about.ask.day)
            return explained(tx, about, known[about.user_id])

        return await call.read(query)

    def _there(self, tx: Tx) -> Channels:
        providers, stands = self._services.providers, provider_health.standings(tx)
        return Channels(
            providers.available,
            frozenset(
                channel
                for channel in providers.available
                if all(_is_out(stands.get(one.name)) for one in providers.channels(channel))
            ),
        )


def _is_out(stands: Standing | None) -> bool:
    return stands is not None and state_of(*stands) == pb.ProviderState.PROVIDER_STATE_OUT


def explained(tx: Tx, about: About, of: UserFacts) -> pb.ExplainNotificationResponse:
    """Every rule on every channel, and what is taken."""
    taken = decision.route(of, about.channels, about.ask)
    messages = notifications.opened(tx, about.messages)
    return pb.ExplainNotificationResponse(
        channels=[on_channel(of, channel, about.ask) for channel in about.channels],
        chosen=0 if taken.verdict.rule else taken.channel,
        in_audience=about.in_audience,
        notifications=[notification_message(one, notifications.events(tx, one.row)) for one in messages],
    )


def on_channel(of: UserFacts, channel: int, ask: Ask) -> pb.ChannelExplanation:
    """What every rule says of one channel."""
    said = decision.answers(of, channel, ask)
    verdict = decision.verdict(of, channel, ask)
    made = pb.ChannelExplanation(
        channel=channel,
        allowed=not verdict.rule,
        not_before=None if verdict.rule or channel in ask.out else timestamp(max(ask.now, verdict.not_before)),
    )
    for rule, one in said:
        uk, en = sentences.told(rule, one, of, channel, ask)
        made.rules.add(rule=rule, answer=one.answer, message_uk=uk, message_en=en)
    return made


def _of_template(tx: Tx, request: Any, there: Channels) -> About:
    category = CATEGORIES[outbox.named(tx, request.template_name).row.category]
    if request.emergency and not category.emergencies:
        raise InvalidField("emergency", "notification.emergency", "only works can be an emergency")
    ask = _ask(tx, category.number, tx.now + MESSAGE_LIFE_MS, there, emergency=request.emergency)
    return About(_stated(request), ask, decision.in_order(there.available))


def _of_campaign(tx: Tx, request: Any, there: Channels) -> About:
    user_id = _stated(request)
    campaign_id = decode_id(request.campaign_id, "campaign_id")
    campaign = campaigned(tx, campaign_id, user_id)
    if campaign is None:
        raise NotFound(f"campaign {encode_id(campaign_id)} not found")
    messages = notifications.of_cause(tx, CAMPAIGN, campaign_id, user_id)
    ask = _ask(tx, campaign.category, campaign.expires_at, there, queued=_counted(messages))
    channels = decision.in_order(there.available, campaign.channels)
    return About(user_id, ask, channels, tuple(messages), campaign.in_audience)


def _of_message(tx: Tx, request: Any, there: Channels) -> About:
    """The message, with those in whose place it was sent and those that were sent in its place."""
    notification_id = decode_id(request.notification_id, "notification_id")
    row = notifications.by_id(tx, notification_id)
    if row is None or (request.user_id and decode_id(request.user_id, "user_id") != row.user_id):
        raise NotFound(f"notification {encode_id(notification_id)} not found")
    chain = list(chained(tx, row))
    ask = _ask(tx, row.category, row.expires_at, there, emergency=row.emergency, queued=_counted([row]))
    tried = dict.fromkeys([*(one.channel for one in chain), *map(int, chain[-1].cascade)])
    return About(row.user_id, ask, tuple(tried), tuple(chain))


def chained(tx: Tx, row: Notification) -> Iterable[Notification]:
    """The messages of one cascade, oldest first: as many as there are channels at most."""
    first = row
    for _ in CHANNELS:
        before = notifications.by_id(tx, first.previous_id) if first.previous_id else None
        first = before or first
    one: Notification | None = first
    for _ in CHANNELS:
        if one is None:
            return
        yield one
        one = notifications.by_id(tx, one.next_id) if one.next_id else None


def _ask(
    tx: Tx, category: int, expires_at: int, there: Channels, *, emergency: bool = False, queued: bool = False
) -> Ask:
    bounds = delivery_rules.current(tx)
    return Ask(
        CATEGORIES[category], tx.now, expires_at, bounds, frozenset(there.available), emergency, queued, there.out
    )


def _counted(messages: Iterable[Notification]) -> bool:
    """Whether one of the messages is among those of its day."""
    return any(not row.suppressed_by for row in messages)


def _stated(request: Any) -> int:
    """Raises InvalidField where no user is named."""
    if not request.user_id:
        raise InvalidField("user_id", "required", "must name a user")
    return decode_id(request.user_id, "user_id")
