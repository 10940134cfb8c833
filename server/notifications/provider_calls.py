"""How providers fare, and what waits for them."""

from typing import Any

from smartregion.v1 import notification_service_pb2 as pb

from server.billing import money
from server.call import Call
from server.codec import timestamp
from server.notifications.categories import CHANNELS
from server.notifications.providers import Provider
from server.services import Services
from storage.engine.transaction import Tx
from storage.repositories import outbox, provider_health
from storage.repositories.provider_health import MINUTE_MS, Fault, Minute

#: Minutes that are told.
HOUR_MS = 60 * MINUTE_MS
#: Answers "not now", or none at all, within a minute that make a provider out; and refusals for good that make it ail.
STOPPED, STRANGE = 3, 10
URGENCIES = [urgency for urgency in pb.Urgency.values() if urgency]


class ProviderCalls:
    _services: Services

    async def ListProviders(self, request: Any, call: Call) -> pb.ListProvidersResponse:
        providers = [one for channel in CHANNELS for one in self._services.providers.channels(channel)]

        def query(tx: Tx) -> pb.ListProvidersResponse:
            minutes = provider_health.since(tx, tx.now - HOUR_MS)
            faults = provider_health.faults(tx)
            reply = pb.ListProvidersResponse(
                queues=[
                    pb.QueueDepth(
                        urgency=one.urgency,
                        channel=one.channel,
                        waiting=one.waiting,
                        more=one.more,
                        oldest_due_at=timestamp(one.oldest),
                    )
                    for one in outbox.depths(tx, URGENCIES, CHANNELS)
                ]
            )
            for one in providers:
                own = [minute for minute in minutes if minute.provider == one.name]
                reply.providers.append(_message(one, own, faults.get(one.name)))
            return reply

        return await call.read(query)


def _message(provider: Provider, minutes: list[Minute], fault: Fault | None) -> pb.Provider:
    health, state = fared(minutes)
    return pb.Provider(
        name=provider.name,
        channel=provider.number,
        protocol=provider.protocol,
        state=state,
        health=health,
        rate_limit=provider.rate,
        price=money.message(provider.price_kopecks),
        minutes=[
            pb.ProviderMinute(
                minute=timestamp(one.minute),
                accepted=one.accepted,
                refused=one.refused,
                refused_for_now=one.refused_for_now,
                unanswered=one.unanswered,
                milliseconds=one.milliseconds // max(1, one.answers),
            )
            for one in minutes
        ],
        last_error=fault.text if fault else "",
        last_error_at=timestamp(fault.at) if fault else None,
    )


def fared(minutes: list[Minute]) -> tuple[float, int]:
    """Health from 0 to 1, and the state that it means, by the last five minutes in which it was asked: the table is
    what processes share, each of which has a view of its own."""
    last = minutes[-5:]
    good = sum(one.accepted + one.refused for one in last)
    bad = sum(one.refused_for_now + one.unanswered for one in last)
    if not good + bad:
        return 1.0, pb.ProviderState.PROVIDER_STATE_HEALTHY
    health = good / (good + bad)
    if not good or _stopped(last):
        return health, pb.ProviderState.PROVIDER_STATE_OUT
    ailing = health < 0.8 or not last[-1].accepted + last[-1].refused or _takes_nobody(last)
    return health, pb.ProviderState.PROVIDER_STATE_AILING if ailing else pb.ProviderState.PROVIDER_STATE_HEALTHY


def _stopped(last: list[Minute]) -> bool:
    """Whether it took nothing of late, however well it did before: one that is out is asked about once a minute."""
    late = last[-1:] if last[-1].refused_for_now + last[-1].unanswered >= STOPPED else last[-2:]
    return not any(one.accepted + one.refused for one in late)


def _takes_nobody(last: list[Minute]) -> bool:
    """Whether it says of most, who are not few, that there is nobody: then it is the provider that is mistaken."""
    refused, accepted = sum(one.refused for one in last), sum(one.accepted for one in last)
    return refused >= STRANGE and refused > accepted
