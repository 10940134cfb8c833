"""What a provider bears is shared by the processes that hand messages over."""

from server.limits import DELIVERERS_GONE_MS
from server.notifications.delivery.sharing import Sharing
from storage.engine.clock import FixedClock
from storage.engine.store import Store

from ..conftest import House
from .test_pool import Two


class Process:
    """One that hands messages over by a cheap provider of ten a second."""

    def __init__(self, store: Store) -> None:
        self.two = Two()
        self.sharing = Sharing(store, self.two.pool)

    async def room(self) -> int:
        """What the provider may be given by it in a second, as far as it knows."""
        await self.sharing.turn()
        self.two.clock.now += 60
        return self.two.allotted(10)["cheap"]


async def test_each_has_its_part_and_that_of_one_who_leaves_is_the_others(store: Store) -> None:
    one, other = Process(store), Process(store)
    assert await one.room() == 10
    await other.room()
    together = 5 if store.postgres else 10  # on SQLite there is no other process
    assert [await one.room(), await other.room()] == [together] * 2
    await other.sharing.leave()
    assert await one.room() == 10


async def test_who_was_killed_is_reckoned_with_for_a_while_only(store: Store, clock: FixedClock) -> None:
    one, killed = Process(store), Process(store)
    await killed.room()
    clock.advance(milliseconds=DELIVERERS_GONE_MS)
    assert await one.room() == (5 if store.postgres else 10)
    clock.advance(milliseconds=1)
    assert await one.room() == 10


async def test_a_service_says_that_it_is_there_and_takes_its_leave(postgres_house: House) -> None:
    async def seen() -> int:
        rows = await postgres_house.app.services.store.read(lambda tx: tx.sql("SELECT count(*) FROM deliverer"))
        return int(rows[0][0])

    assert await seen() == 1
    await postgres_house.app.delivery.close()
    assert await seen() == 0
