"""What waits for a person, counted once for all that shows it: the tabs, the menu of areas, the overview."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from time import monotonic

from console import needs
from console.needs import AREAS_OF_NEEDS, NEEDS, Counted
from console.ports import ClientError

#: Seconds between two countings of everything, and of what was told to have changed.
COUNT, SOON = 30.0, 2.0
#: Seconds after which a lost server is asked again.
AGAIN = 5.0
Count = Callable[[Collection[str]], Awaitable[list[Counted]]]


class Waiting:
    def __init__(
        self,
        failed: Callable[[ClientError], None],
        broken: Callable[[Exception], None],
        every: Callable[[], float] = lambda: COUNT,
    ) -> None:
        """`failed` is told what a counting was refused with, `broken` what is wrong with the console itself; `every`
        tells the seconds between two countings."""
        self._failed, self._broken, self._every = failed, broken, every
        self._found: dict[str, Counted] = {}
        #: Areas in which something happened since they were counted.
        self._stale: set[str] = set()
        self._told = asyncio.Event()
        #: Whether it was counted at all: until then, nothing is known, which is not that there is nothing.
        self.counted = False
        self.listeners: list[Callable[[], None]] = []

    async def run(self, count: Count) -> None:
        """Counts until it is cancelled: everything every so often, and an area soon after something happened in it."""
        due = monotonic()
        while True:
            areas: Collection[str] = frozenset(self._stale)
            if monotonic() >= due:
                areas, due = AREAS_OF_NEEDS, monotonic() + self._every()
            self._stale.clear()
            self._told.clear()
            try:
                self._take(await count(areas))
            except ClientError as error:
                self._failed(error)
                due = monotonic() + AGAIN
            except Exception as error:
                self._broken(error)
                due = monotonic() + AGAIN
            await asyncio.sleep(SOON)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), max(0.0, due - monotonic()))

    def _take(self, found: Sequence[Counted]) -> None:
        self._found |= {one.need.id: one for one in found}
        self.counted = True
        self.tell()

    def tell(self) -> None:
        for listener in list(self.listeners):
            listener()

    def forget(self) -> None:
        """Nobody is signed in any more."""
        self._found.clear()
        self._stale.clear()
        self.counted = False

    def soon(self, area: str) -> None:
        """Something happened in an area."""
        if area in AREAS_OF_NEEDS:
            self._stale.add(area)
            self._told.set()

    def of(self, need: str) -> int | None:
        """How many there are; None for what is not known, or not for this operator."""
        return self._found[need].count if need in self._found else None

    @property
    def standing(self) -> list[Counted]:
        """What there is any of, the worst first."""
        return needs.standing([self._found[one.id] for one in NEEDS if one.id in self._found])

    @property
    def by_area(self) -> Mapping[str, Counted]:
        """Of each area, the worst."""
        return needs.worst(self.standing)
