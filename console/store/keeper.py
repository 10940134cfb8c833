"""An operator's settings: what changes counts at once, and the server hears of it a little later."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial, reduce

from console.ports import ClientError, SettingsApi
from console.settings import Settings
from console.store.live import Backoff
from console.together import patient

#: Seconds after a change in which others may join it.
PAUSE = 1.5
Change = Callable[[Settings], Settings]


class Keeper:
    """Nothing waits for it. What the server was not told, because it is lost, is told when it is back."""

    def __init__(
        self,
        source: SettingsApi,
        came: Callable[[], None],
        failed: Callable[[ClientError], None],
        *,
        writes: bool = True,
        pause: float = PAUSE,
    ) -> None:
        self._source, self._came, self._failed = source, came, failed
        self._writes, self._pause = writes, pause
        #: As they count here.
        self.settings = Settings()
        #: As the server has them, and what was changed since, in its order.
        self._known = Settings()
        self._changes: list[Change] = []
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Reads them, and tells the server what changes, until it is cancelled."""
        await self._insist(self._read)
        self._came()
        while True:
            await self._changed.wait()
            await asyncio.sleep(self._pause)
            self._changed.clear()
            await self._insist(self.tell)

    def change(self, change: Change) -> None:
        self.settings = change(self.settings)
        if self._writes:
            self._changes.append(change)
            self._changed.set()

    async def tell(self) -> None:
        """Tells the server what it has not heard. Where another console of the operator came first, what changed here
        is put on top of what that one kept. Raises ClientError."""
        while self._changes:
            taken = tuple(self._changes)
            wanted = _after(self._known, taken)
            try:
                if wanted != self._known:
                    self._known = await patient(partial(self._source.keep, wanted))
            except ClientError as error:
                if error.reason != "STALE_ETAG":
                    if not error.lost:
                        del self._changes[: len(taken)]  # they hold here alone; what changed meanwhile is told still
                    raise
                await self._read()
                continue
            del self._changes[: len(taken)]

    async def _read(self) -> None:
        self._known = await patient(self._source.read)
        self.settings = _after(self._known, self._changes)

    async def _insist(self, work: Callable[[], Awaitable[None]]) -> None:
        """Until it is done, or refused: that is said once, and what was refused holds here alone."""
        pauses, said = Backoff(), False
        while True:
            try:
                await work()
            except ClientError as error:
                if not said:
                    said = True
                    self._failed(error)
                if not error.lost:
                    return
                await asyncio.sleep(pauses.next())
            else:
                return


def _after(settings: Settings, changes: Sequence[Change]) -> Settings:
    return reduce(lambda so_far, change: change(so_far), changes, settings)
