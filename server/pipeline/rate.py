"""How often: a token bucket for each principal and class of call."""

import time
from collections import OrderedDict
from collections.abc import Callable

from smartregion.v1.options_pb2 import PrincipalKind, RateClass

from server.call import Call
from server.errors import RateLimited
from server.limits import BUCKETS_KEPT, RATES, Rate
from server.policy import Method


class Limiter:
    """Buckets by key; the one that was not used for longest goes first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, int | str], tuple[float, float]] = OrderedDict()

    def take(self, key: str, kind: PrincipalKind, rate_class: RateClass) -> None:
        """Takes one token. Raises RateLimited, saying when the next one is there."""
        rate = RATES[kind, rate_class]
        if wait := self.wait((key, rate_class), rate):
            name = RateClass.Name(rate_class).removeprefix("RATE_CLASS_")
            raise RateLimited(f"more than {rate.per_second:g} calls a second of the class {name}", retry_after=wait)

    def wait(self, key: tuple[str, int | str], rate: Rate) -> float:
        """Takes one token; 0, or the seconds until there is one."""
        now = self._clock()
        tokens = self._tokens(key, rate, now)
        if tokens < 1:
            return (1 - tokens) / rate.per_second
        self._buckets[key] = (tokens - 1, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > BUCKETS_KEPT:
            self._buckets.popitem(last=False)
        return 0.0

    def until(self, key: tuple[str, int | str], rate: Rate) -> float:
        """Seconds until there is a token, which is left where it is."""
        tokens = self._tokens(key, rate, self._clock())
        return (1 - tokens) / rate.per_second if tokens < 1 else 0.0

    def _tokens(self, key: tuple[str, int | str], rate: Rate, now: float) -> float:
        tokens, stamp = self._buckets.get(key, (float(rate.burst), now))
        return min(float(rate.burst), tokens + (now - stamp) * rate.per_second)


def stage(limiter: Limiter, method: Method) -> Callable[[Call], None]:
    """Guessing, and what nobody in particular asks, is counted by network address, everything else by principal."""
    rate_class = method.rate_class
    guessing = rate_class == RateClass.RATE_CLASS_SIGN_IN
    anonymous = PrincipalKind.PRINCIPAL_KIND_ANONYMOUS
    open_guessing = guessing and anonymous in method.principals

    def limit(call: Call) -> None:
        principal = call.principal
        by_address = guessing or principal.kind == anonymous
        kind = anonymous if open_guessing else principal.kind
        limiter.take(f"{principal.key}@{call.ip}" if by_address else principal.key, kind, rate_class)

    return limit
