"""A resident as one line of time: what the roles may see, the latest first, and no time of which one area is silent."""

from datetime import UTC, datetime, timedelta

from console.strands import Moment, Strand, by_day

from .fakes import FakeApi
from .test_app import running, shown, until

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def moments(area: str, *hours: int) -> tuple[Moment, ...]:
    return tuple(Moment(NOON - timedelta(hours=hour), area, f"{area} {hour}") for hour in hours)


def told(*strands: Strand) -> list[str]:
    return [one.said for _, day in by_day(strands) for one in day]


def test_the_latest_comes_first_and_days_are_those_of_kyiv() -> None:
    days = by_day([Strand("a", moments("a", 1, 13), 2), Strand("b", moments("b", 2, 14, 15), 3)])
    assert [day.isoformat() for day, _ in days] == ["2026-11-23", "2026-11-22"]
    assert told(Strand("a", moments("a", 1, 13), 2), Strand("b", moments("b", 2), 1)) == ["a 1", "b 2", "a 13"]
    assert [one.said for one in days[1][1]] == ["b 15"], "22:00 UTC is midnight in Kyiv"


def test_no_time_is_told_of_which_an_area_with_more_rows_is_silent() -> None:
    busy, quiet = Strand("a", moments("a", 1, 2, 3), 90), Strand("b", moments("b", 2, 5), 2)
    assert told(busy, quiet) == ["a 1", "a 2", "b 2", "a 3"]
    assert told(Strand("a", moments("a", 1), 1), quiet) == ["a 1", "b 2", "b 5"]
    assert told(Strand("a", fault="no"), quiet) == ["b 2", "b 5"]


async def test_a_resident_is_shown_whole_to_who_may_see_it() -> None:
    async with running(FakeApi(), "users", size=(150, 44)) as pilot:
        await until(pilot, lambda: "Коваль0" in shown(pilot.app))
        await pilot.press("t")
        await until(pilot, lambda: "Усе про абонента" in shown(pilot.app))
        for part in ("Показання: ", "Підтримка", "Підозри", "Дії абонентів", "23.11.2026"):
            assert part in shown(pilot.app), part


async def test_what_a_role_may_not_open_is_not_asked_for() -> None:
    api = FakeApi(permissions=frozenset({"USERS_READ", "READINGS_READ"}))
    async with running(api, "users", size=(150, 44)) as pilot:
        await until(pilot, lambda: "Коваль0" in shown(pilot.app))
        await pilot.press("t")
        await until(pilot, lambda: "Показання: " in shown(pilot.app))
        assert "Підтримка" not in shown(pilot.app).split("Усе про абонента")[1]
        assert api.support.queries == []
