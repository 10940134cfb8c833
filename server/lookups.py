"""Look-ups that watchers share: of those who may see the same and ask for the same, one looks and all are told."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

from server.limits import LOOKUPS_KEPT, LOOKUPS_KEPT_SECONDS

T = TypeVar("T")


class Lookups:
    """Those under way, and those of the last moment: watchers are woken together, and not all at once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, asyncio.Future[Any]] = OrderedDict()

    async def shared(self, key: Hashable, look: Callable[[], Awaitable[T]]) -> T:
        """What a look finds, or what one of the same key has just found. One who goes away takes it from nobody."""
        found = self._kept.get(key)
        if found is None:
            found = asyncio.ensure_future(look())
            self._kept[key] = found
            found.add_done_callback(lambda done: self._done(key, done))
            if len(self._kept) > LOOKUPS_KEPT:
                self._kept.popitem(last=False)
        result: T = await asyncio.shield(found)
        return result

    def _done(self, key: Hashable, done: "asyncio.Future[Any]") -> None:
        """Kept for a moment; what failed is looked up anew."""
        if done.cancelled() or done.exception() is not None:
            self._forget(key, done)
            return
        done.get_loop().call_later(LOOKUPS_KEPT_SECONDS, self._forget, key, done)

    def _forget(self, key: Hashable, done: "asyncio.Future[Any]") -> None:
        if self._kept.get(key) is done:
            del self._kept[key]
