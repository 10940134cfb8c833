"""What a campaign would do if it began now: counted by equal facts, and decided once for each of them."""

import math
from collections import Counter
from collections.abc import Iterable

from google.protobuf.duration_pb2 import Duration
from smartregion.v1 import notification_service_pb2 as pb

from server.billing import money
from server.codec import timestamp
from server.notifications.campaigns.plan import Plan
from server.notifications.decision import SMS
from server.notifications.providers import Providers
from storage.engine.transaction import Tx
from storage.repositories import audiences
from storage.repositories.audiences import Audience
from storage.repositories.campaigns import Carried
from storage.repositories.facts import UserFacts


def counted(tx: Tx, audience: Audience | None, plan: Plan) -> Counter[UserFacts]:
    """How many users of an audience have the same facts."""
    if audience is None:
        return Counter()
    return audiences.grouped(tx, audience, plan.category.number, plan.ask.day)


def estimated(groups: Counter[UserFacts], plan: Plan, providers: Providers) -> pb.CampaignEstimate:
    """The estimate of an audience."""
    channels: Counter[int] = Counter()
    rules: Counter[int] = Counter()
    parts = 0
    for facts, count in groups.items():
        way = plan.route(facts)
        if way.verdict.rule:
            rules[way.verdict.rule] += count
            continue
        channels[way.channel] += count
        parts += count * plan.rendered(facts, way.channel).parts
    made = pb.CampaignEstimate(
        audience=groups.total(),
        recipients=channels.total(),
        sms_parts=parts,
        cost=money.message(cost(channels, parts, providers)),
        duration=Duration(seconds=math.ceil(seconds(channels, providers))),
        estimated_at=timestamp(plan.ask.now),
    )
    for channel, count in sorted(channels.items()):
        made.channels.add(channel=channel, count=count)
    for rule, count in sorted(rules.items()):
        made.exclusions.add(rule=rule, count=count)
    return made


def cost(messages: Counter[int], sms_parts: int, providers: Providers) -> int:
    """Kopecks of so many messages by channel, at the price of the provider that is asked first."""
    return sum(paid(channel, count, sms_parts) * price(channel, providers) for channel, count in messages.items())


def spent(carried: Iterable[Carried], providers: Providers) -> int:
    """Kopecks of what providers carried, at the price of each; at that of the first of the channel where the file of
    providers knows one no longer."""
    found = 0
    for one in carried:
        provider = providers.named(one.provider)
        each = price(one.channel, providers) if provider is None else provider.price_kopecks
        found += paid(one.channel, one.messages, one.parts) * each
    return found


def paid(channel: int, messages: int, parts: int) -> int:
    """What is paid for: an SMS by its parts."""
    return parts if channel == SMS else messages


def price(channel: int, providers: Providers) -> int:
    listed = providers.channels(channel)
    return listed[0].price_kopecks if listed else 0


def seconds(messages: Counter[int], providers: Providers) -> float:
    """How long the providers take for so many messages by channel; channels work side by side."""
    return max((count / rate(channel, providers) for channel, count in messages.items()), default=0.0)


def rate(channel: int, providers: Providers) -> float:
    """Messages a second that the providers of a channel are given at most."""
    return sum(one.rate for one in providers.channels(channel)) or 1.0
