"""Which provider a message is given to: the cheapest that is well and has room, and none that was just found out."""

import math
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from smartregion.v1.notification_service_pb2 import ProviderState

from server.notifications.channels import Answer, Outcome
from server.notifications.providers import Provider, Providers

#: How much the last answers weigh in a provider's health, and below which of it another is asked first.
WEIGHT, AILING = 0.2, 0.6
#: Failures in a row for which a provider is left alone; for how long at first, and at most; seconds.
FAILURES_OUT = 5
OUT_FIRST, OUT_LONGEST = 10.0, 300.0
#: Seconds of its rate that a provider may be given at once.
BURST_SECONDS = 1.0


@dataclass
class Standing:
    """One provider, as this process found it; times in seconds of a clock that never goes back."""

    provider: Provider
    #: Messages that it may be given now.
    tokens: float
    filled_at: float
    health: float = 1.0
    failures: int = 0
    out_until: float = 0.0
    outages: int = 0
    #: Letters in its hands that try whether it is back.
    probing: bool = False
    #: Processes that share its rate.
    shares: int = 1

    @property
    def rate(self) -> float:
        return self.provider.rate / self.shares

    @property
    def burst(self) -> float:
        return max(1.0, self.rate * BURST_SECONDS)

    def fill(self, now: float) -> None:
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now

    def room(self, now: float) -> int:
        """Letters that it can be given: one to see whether it is back, none while it is left alone."""
        self.fill(now)
        if self.failures >= FAILURES_OUT:
            return 0 if now < self.out_until or self.probing else min(1, math.floor(self.tokens))
        return math.floor(self.tokens)

    def state(self) -> int:
        return state_of(self.health, self.failures)


def state_of(health: float, failures: int) -> int:
    """How a provider stands, by its health from 0 to 1 and its failures in a row."""
    if failures >= FAILURES_OUT:
        return ProviderState.PROVIDER_STATE_OUT
    return ProviderState.PROVIDER_STATE_AILING if health < AILING else ProviderState.PROVIDER_STATE_HEALTHY


@dataclass
class Pool:
    """All providers of this process. Lanes ask in the event loop and in the threads that write their leases."""

    providers: Providers
    #: Seconds of a clock that never goes back.
    clock: Callable[[], float]
    _shares: int = 1
    _standing: dict[str, Standing] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def of(self, provider: Provider) -> Standing:
        with self._lock:
            found = self._standing.get(provider.name)
            if found is None:
                found = self._standing[provider.name] = Standing(provider, 0.0, self.clock(), shares=self._shares)
                found.tokens = found.burst
            return found

    def share_among(self, processes: int) -> None:
        """How many processes the rates of providers are for, this one among them."""
        with self._lock:
            self._shares = processes
            for one in self._standing.values():
                one.fill(self.clock())
                one.shares = processes

    def has_room(self, channel: int, busy: Collection[str] = ()) -> bool:
        """Whether some provider of a channel can be given a letter; those that are busy can't."""
        with self._lock:
            return any(one.room(self.clock()) > 0 for one in self._free(channel, busy))

    def allot(self, channel: int, wanted: int, busy: Collection[str] = ()) -> list[tuple[Provider, int]]:
        """How many letters go to whom: those that are well before those that ail, the cheaper before the dearer; none
        to those that are busy. What is left over has to wait."""
        with self._lock:
            now = self.clock()
            standing = self._free(channel, busy)
            standing.sort(key=lambda one: one.state() != ProviderState.PROVIDER_STATE_HEALTHY)  # stable: price decides
            allotted = []
            for one in standing:
                count = min(wanted, one.room(now))
                if count > 0:
                    one.tokens -= count
                    one.probing = one.failures >= FAILURES_OUT
                    allotted.append((one.provider, count))
                    wanted -= count
            return allotted

    def take_back(self, provider: Provider, count: int) -> None:
        """What was allotted and is not handed over after all."""
        with self._lock:
            one = self.of(provider)
            one.tokens = min(one.burst, one.tokens + count)
            one.probing = False

    def _free(self, channel: int, busy: Collection[str]) -> list[Standing]:
        return [self.of(provider) for provider in self.providers.channels(channel) if provider.name not in busy]

    def standing_channels(self) -> list[int]:
        """Channels with a provider that is not out, the cheapest first."""
        with self._lock:
            return [
                channel
                for channel in self.providers.available
                if any(one.failures < FAILURES_OUT for one in self._free(channel, ()))
            ]

    def report(self, provider: Provider, outcomes: Sequence[Outcome]) -> tuple[float, int]:
        """What it answered; its health and its failures in a row by now. A refusal for good is the message's fault, not
        the provider's."""
        with self._lock:
            one, now = self.of(provider), self.clock()
            one.probing = False
            for outcome in outcomes:
                failed = outcome.answer in (Answer.REFUSED_FOR_NOW, Answer.UNANSWERED)
                one.health += WEIGHT * ((not failed) - one.health)
                if not failed:
                    one.failures = one.outages = 0
                    continue
                one.failures += 1
                if one.failures == FAILURES_OUT or (one.failures > FAILURES_OUT and now >= one.out_until):
                    pause = min(OUT_LONGEST, OUT_FIRST * 2.0**one.outages)
                    one.out_until = now + max(pause, outcome.retry_after)
                    one.outages = min(one.outages + 1, 10)
            return one.health, one.failures
