"""ExplainNotification: why a user gets a message, or why not. It asks the very rules by which messages are sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from smartregion.v1 import notification_service_pb2 as pb

from server.call import Call
from server.codec import decode_id, encode_id, timestamp
from server.errors import InvalidField, NotFound
from server.limits import MESSAGE_LIFE_MS
from server.notifications import decision, delivery_rules, outbox, sentences
from server.notifications.asking import asked
from server.notifications.campaigns.concerning import campaigned
from server.notifications.categories import CATEGORIES, CHANNELS
from server.notifications.decision import Ask
from server.notifications.delivery.pool import state_of
from server.notifications.mapping import notification_message
from server.notifications.workflow import SUPPRESSED
from server.services import Calls
from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.repositories import allowances, campaigns, facts, notifications, provider_health
from storage.repositories.contacts import Contacts
from storage.repositories.facts import UserFacts
from storage.repositories.provider_health import Standing


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
    #: Messages that the sender of this one had for the user on its day.
    of_sender: int = 0

    @property
    def stopped(self) -> Mapping[int, int]:
        """The rule that stopped a message, as it is on record, by channel."""
        return {one.channel: one.suppressed_by for one in self.messages if one.suppressed_by}


class ExplainCalls(Calls):
    async def ExplainNotification(self, request: Any, call: Call) -> pb.ExplainNotificationResponse:

        def about_what(tx: Tx) -> About:
            there = self._there(tx)
            match request.WhichOneof("about"):
                case "template_name":
                    return _of_template(tx, request, there)
                case "campaign_id":
                    return _of_campaign(tx, request, there)
            return of_message(tx, request, there)

        def query(tx: Tx) -> pb.ExplainNotificationResponse:
            about = about_what(tx)
            known = facts.of_users(tx, [about.user_id], about.ask.category.number, about.ask.day)
            if about.user_id not in known:
                raise NotFound(f"user {encode_id(about.user_id)} not found")
            call.target("user", about.user_id, about.user_id)
            of = known[about.user_id]._replace(of_sender=about.of_sender)
            return explained(tx, about, of if about.ask.own_contact else _as_it_opens(tx, about.user_id, of))

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


def _as_it_opens(tx: Tx, user_id: int, of: UserFacts) -> UserFacts:
    """What is known of a user, without contacts that do not open."""
    where = Contacts(tx, [user_id])
    for channel in CHANNELS:
        if where.is_damaged(user_id, channel):
            of = of.without_contact(channel)
    return of


def explained(tx: Tx, about: About, of: UserFacts) -> pb.ExplainNotificationResponse:
    """Every rule on every channel, and what is taken."""
    messages = notifications.opened(tx, about.messages)
    channels = ways(about, of)
    return pb.ExplainNotificationResponse(
        channels=channels,
        chosen=next((one.channel for one in channels if one.allowed), 0),
        in_audience=about.in_audience,
        notifications=[notification_message(one, notifications.events(tx, one.row)) for one in messages],
    )


def ways(about: About, of: UserFacts) -> list[pb.ChannelExplanation]:
    return [on_channel(of, channel, about.ask, about.stopped.get(channel, 0)) for channel in about.channels]


def on_channel(of: UserFacts, channel: int, ask: Ask, stopped: int = 0) -> pb.ChannelExplanation:
    """What every rule says of one channel; `stopped` is the one that stopped the message there, 0 for none. It says so
    though it may pass by now."""
    verdict = decision.verdict(of, channel, ask)
    held_up = verdict.rule or stopped or channel in ask.out
    made = pb.ChannelExplanation(
        channel=channel,
        allowed=not (verdict.rule or stopped),
        not_before=None if held_up else timestamp(max(ask.now, verdict.not_before)),
    )
    for rule, one in decision.answers(of, channel, ask):
        past = rule == stopped and one.answer != decision.STOPS
        uk, en = sentences.no_longer(rule) if past else sentences.told(rule, one, of, channel, ask)
        made.rules.add(rule=rule, answer=decision.STOPS if past else one.answer, message_uk=uk, message_en=en)
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
    messages = notifications.of_cause(tx, campaigns.CAUSE, campaign_id, user_id)
    ask = _ask(tx, campaign.category, campaign.expires_at, there, queued=any(map(_queued, messages)))
    channels = decision.in_order(there.available, campaign.channels)
    return About(user_id, ask, channels, tuple(messages), campaign.in_audience)


def of_message(tx: Tx, request: Any, there: Channels) -> About:
    """The message, with those in whose place it was sent and those that were sent in its place."""
    notification_id = decode_id(request.notification_id, "notification_id")
    row = notifications.by_id(tx, notification_id)
    if row is None or (request.user_id and decode_id(request.user_id, "user_id") != row.user_id):
        raise NotFound(f"notification {encode_id(notification_id)} not found")
    chain = list(chained(tx, row))
    bounds = delivery_rules.current(tx)
    ask = asked(row, tx.now, bounds, there.available, queued=_queued(row), out=there.out)
    tried = dict.fromkeys([*(one.channel for one in chain), *map(int, chain[-1].cascade)])
    of_sender = allowances.said(tx, iso_day(row.queued_at), row.queue, row.user_id) if row.queue else 0
    return About(row.user_id, ask, tuple(tried), tuple(chain), of_sender=of_sender)


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


def _queued(row: Notification) -> bool:
    """Whether it waited: it was not stopped at once when it was raised."""
    return row.state != SUPPRESSED or row.version > 1


def _stated(request: Any) -> int:
    """Raises InvalidField where no user is named."""
    if not request.user_id:
        raise InvalidField("user_id", "required", "must name a user")
    return decode_id(request.user_id, "user_id")
