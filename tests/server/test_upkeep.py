"""What the service does by itself: one chore that fails keeps no other from its turn, and it is told of."""

from structlog.testing import capture_logs

from storage.models.activity import CrashDay

from .activity.test_crashes import Desk
from .conftest import House

YEAR = 366
BROKEN = "purge provider minutes"


def failures(house: House, chore: str) -> float | None:
    return house.app.boundary.metrics.registry.get_sample_value("smartregion_chore_failures", {"chore": chore})


async def rename(house: House, table: str, name: str) -> None:
    await house.app.services.store.write(lambda tx: tx.sql(f"ALTER TABLE {table} RENAME TO {name}"))


async def purge(house: House) -> list[str]:
    several = [chore for chore in house.app.chores if chore.name.startswith("purge ")]
    for chore in several:
        await chore.turn()
    return [chore.name for chore in several]


async def test_a_step_of_the_purge_that_fails_keeps_no_other_from_running(house: House) -> None:
    await Desk(house).report()
    house.clock.advance(days=YEAR)
    await rename(house, "provider_minute", "away")
    with capture_logs() as told:
        names = await purge(house)
    assert await house.app.services.store.read(lambda tx: CrashDay.select().count(tx.database)) == 0
    assert [one["state"] for one in told if one["event"].startswith("a chore")] == [BROKEN]
    assert {name: failures(house, name) for name in names} == {name: float(name == BROKEN) for name in names}


async def test_failures_of_a_chore_are_counted_until_it_is_done(house: House) -> None:
    await rename(house, "provider_minute", "away")
    await purge(house)
    await purge(house)
    assert failures(house, BROKEN) == 2
    await rename(house, "away", "provider_minute")
    await purge(house)
    assert failures(house, BROKEN) == 0


async def test_every_chore_is_measured(house: House) -> None:
    names = [chore.name for chore in house.app.chores]
    assert len(names) == len(set(names)) > 10
    assert {failures(house, name) for name in names} == {0}
