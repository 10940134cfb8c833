"""Why a user gets a message, or why not: the very rules by which messages are sent, asked for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from smartregion.v1 import notification_service_pb2 as pb

from server.codec import encode_id, timestamp
from server.errors import NotFound
from server.limits import MESSAGE_LIFE_MS
from server.notifications import decision, delivery_rules, sentences
from server.notifications.asking import asked
from server.notifications.campaigns.concerning import Campaigned
from server.notifications.categories import CATEGORIES, CHANNELS
from server.notifications.decision import Ask
from server.notifications.delivery.pool import state_of
from server.notifications.providers import Providers
from server.notifications.workflow import SUPPRESSED
from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.repositories import allowances, facts, notifications, provider_health
from storage.repositories.contacts import Contacts
from storage.repositories.facts import UserFacts
from storage.repositories.provider_health import Standing


class Channels(NamedTuple):
    """Those that have a provider, the cheapest first, and of these those whose providers take nothing now."""

    available: tuple[int, ...]
    out: frozenset[int]


def there(tx: Tx, providers: Providers) -> Channels:
    stands = provider_health.standings(tx)
    out = (
        channel
        for channel in providers.available
        if all(_is_out(stands.get(one.name)) for one in providers.channels(channel))
    )
    return Channels(providers.available, frozenset(out))


def _is_out(stands: Standing | None) -> bool:
    return stands is not None and state_of(*stands) == pb.ProviderState.PROVIDER_STATE_OUT


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


def of_category(tx: Tx, category: int, user_id: int, channels: Channels, *, emergency: bool = False) -> About:
    """A message of a category that somebody would send now."""
    ask = _ask(tx, category, tx.now + MESSAGE_LIFE_MS, channels, emergency=emergency)
    return About(user_id, ask, decision.in_order(channels.available))


def of_campaign(
    tx: Tx, campaign: Campaigned, messages: Iterable[Notification], user_id: int, channels: Channels
) -> About:
    """A campaign, with the messages of it that the user has."""
    listed = tuple(messages)
    ask = _ask(tx, campaign.category, campaign.expires_at, channels, queued=any(map(_queued, listed)))
    order = decision.in_order(channels.available, campaign.channels)
    return About(user_id, ask, order, listed, campaign.in_audience)


def of_message(tx: Tx, row: Notification, channels: Channels) -> About:
    """The message, with those in whose place it was sent and those that were sent in its place."""
    chain = tuple(chained(tx, row))
    bounds = delivery_rules.current(tx)
    ask = asked(row, tx.now, bounds, channels.available, queued=_queued(row), out=channels.out)
    tried = dict.fromkeys([*(one.channel for one in chain), *map(int, chain[-1].cascade)])
    of_sender = allowances.said(tx, iso_day(row.queued_at), row.queue, row.user_id) if row.queue else 0
    return About(row.user_id, ask, tuple(tried), chain, of_sender=of_sender)


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
    tx: Tx, category: int, expires_at: int, channels: Channels, *, emergency: bool = False, queued: bool = False
) -> Ask:
    bounds, available = delivery_rules.current(tx), frozenset(channels.available)
    return Ask(CATEGORIES[category], tx.now, expires_at, bounds, available, emergency, queued, channels.out)


def _queued(row: Notification) -> bool:
    """Whether it waited: it was not stopped at once when it was raised."""
    return row.state != SUPPRESSED or row.version > 1


# -- what is said


def explained(tx: Tx, about: About) -> list[pb.ChannelExplanation]:
    """What every rule says on every channel. Raises NotFound."""
    known = facts.of_users(tx, [about.user_id], about.ask.category.number, about.ask.day)
    if about.user_id not in known:
        raise NotFound(f"user {encode_id(about.user_id)} not found")
    of = known[about.user_id]._replace(of_sender=about.of_sender)
    return ways(about, of if about.ask.own_contact else _as_it_opens(tx, about.user_id, of))


def _as_it_opens(tx: Tx, user_id: int, of: UserFacts) -> UserFacts:
    """What is known of a user, without contacts that do not open."""
    where = Contacts(tx, [user_id])
    for channel in CHANNELS:
        if where.is_damaged(user_id, channel):
            of = of.without_contact(channel)
    return of


def chosen(channels: Iterable[pb.ChannelExplanation]) -> pb.NotificationChannel:
    """The channel that is taken: the first that is allowed; UNSPECIFIED where none is."""
    return next(
        (one.channel for one in channels if one.allowed), pb.NotificationChannel.NOTIFICATION_CHANNEL_UNSPECIFIED
    )


def ways(about: About, of: UserFacts) -> list[pb.ChannelExplanation]:
    return [_on_channel(of, channel, about.ask, about.stopped.get(channel, 0)) for channel in about.channels]


def _on_channel(of: UserFacts, channel: int, ask: Ask, stopped: int) -> pb.ChannelExplanation:
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
