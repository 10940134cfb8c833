"""How providers fare, and what waits for them."""

from typing import Any

from smartregion.v1 import notification_service_pb2 as pb

from server.billing import money
from server.call import Call
from server.codec import timestamp
from server.limits import REFUSALS_DOUBTED, REFUSALS_SHARE
from server.notifications.categories import CHANNELS
from server.notifications.delivery.pool import state_of
from server.notifications.providers import Provider
from server.services import Calls
from storage.engine.transaction import Tx
from storage.repositories import outbox, provider_health
from storage.repositories.provider_health import MINUTE_MS, Fault, Minute, Standing

#: Minutes that are told.
HOUR_MS = 60 * MINUTE_MS
URGENCIES = [urgency for urgency in pb.Urgency.values() if urgency]


class ProviderCalls(Calls):
    async def ListProviders(self, request: Any, call: Call) -> pb.ListProvidersResponse:
        providers = [one for channel in CHANNELS for one in self._services.providers.channels(channel)]

        def query(tx: Tx) -> pb.ListProvidersResponse:
            minutes = provider_health.since(tx, tx.now - HOUR_MS)
            standings = provider_health.standings(tx)
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
                reply.providers.append(_message(one, own, standings.get(one.name), faults.get(one.name)))
            return reply

        return await call.read(query)


def _message(provider: Provider, minutes: list[Minute], stands: Standing | None, fault: Fault | None) -> pb.Provider:
    health, state = _fared(minutes, stands)
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


def _fared(minutes: list[Minute], stands: Standing | None) -> tuple[float, int]:
    """Health from 0 to 1 and the state, as who asked it last found it. One that refuses nearly everybody is ailing,
    though each refusal for itself is no fault of its own."""
    health, failures = stands or (1.0, 0)
    state = state_of(health, failures)
    refused = sum(one.refused for one in minutes[-5:])
    answers = refused + sum(one.accepted for one in minutes[-5:])
    if refused >= REFUSALS_DOUBTED and refused >= answers * REFUSALS_SHARE:
        health = min(health, 1 - refused / answers)
        state = max(state, pb.ProviderState.PROVIDER_STATE_AILING)
    return health, state
