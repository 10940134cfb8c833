"""What residents did and where the app broke, at the console: filters by a key, both clocks, versions and states."""

import pytest

from console import formats
from console.activity import CrashGroup
from console.client.activity import Activities
from console.models import Query
from console.ports import ClientError
from console.screens import crashes

from .fakes import FakeApi, activity, crash_group
from .test_app import running, shown, table, told, until
from .test_delivery import fill, form
from .test_policies import offered


@pytest.mark.parametrize(("language", "did", "kept"), [("uk", "запуск", "30 днів"), ("en", "opened", "30 days")])
@pytest.mark.parametrize("size", [(80, 24), (150, 44)])
async def test_it_says_who_did_what_when_and_from_where(
    language: str, did: str, kept: str, size: tuple[int, int]
) -> None:
    async with running(FakeApi(), "activity", size=size, language=language) as pilot:
        await until(pilot, lambda: did in shown(pilot.app))
        for part in ("203.0.113.7", "203.0.113.0/24", "4.2.1", "Samsung", "13:53:00 ≠"):
            assert part in shown(pilot.app), part
        await pilot.press("enter")
        await until(pilot, lambda: kept in shown(pilot.app))


async def test_who_it_was_is_named_once_it_was_said_why_one_looks() -> None:
    api = FakeApi()
    async with running(api, "activity", size=(150, 44)) as pilot:
        await until(pilot, lambda: "30 днів" in shown(pilot.app))
        assert "Коваль0" not in shown(pilot.app)
        await pilot.press("f8")
        await form(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Коваль0" in shown(pilot.app))


async def test_a_clock_that_is_off_shows_both_moments() -> None:
    async with running(FakeApi(), "activity", size=(150, 44)) as pilot:
        await pilot.press("j")
        await until(pilot, lambda: "За пристроєм" in shown(pilot.app))
        said = shown(pilot.app)
        assert "11.05.2029" in said
        assert "поспішає" in said


async def test_keys_show_what_has_the_same_user_address_or_network_and_take_it_back() -> None:
    api = FakeApi()
    async with running(api, "activity", size=(150, 44)) as pilot:
        for key, condition, value in (
            ("u", "user", "u0000000"),
            ("a", "address", "203.0.113.7"),
            ("n", "address", "203.0.113.0/24"),
        ):
            await pilot.press(key)
            await until(pilot, lambda c=condition, v=value: api.activity.queries[-1].get(c) == v)  # type: ignore[misc]
            await until(pilot, lambda: table(pilot.app).current is not None)
            await pilot.press(key)
            await until(pilot, lambda c=condition: api.activity.queries[-1].get(c) == "")  # type: ignore[misc]
            await until(pilot, lambda: table(pilot.app).current is not None)


async def test_what_has_no_address_offers_none() -> None:
    api = FakeApi()
    api.activity.make = lambda number: activity(number, ip="", network="")
    async with running(api, "activity", size=(150, 44)) as pilot:
        await until(pilot, lambda: "її не передано" in shown(pilot.app))
        assert not {"activity_address", "activity_network"} & set(offered(pilot))
        assert "activity_user" in offered(pilot)


async def test_from_a_user_it_is_what_they_did_and_from_an_event_the_crashes_of_its_version() -> None:
    api = FakeApi()
    async with running(api, "users", size=(150, 44)) as pilot:
        await pilot.press("v")
        await until(pilot, lambda: bool(api.activity.queries) and api.activity.queries[-1].get("user") == "u0000000")
        await until(pilot, lambda: table(pilot.app).current is not None)
        await pilot.press("c")
        await until(pilot, lambda: bool(api.crashes.queries) and api.crashes.queries[-1].get("version") == "4.2.1")


def test_days_and_minutes_are_typed_as_they_are_read() -> None:
    port = Activities.__new__(Activities)
    made = port._filter(Query((("from", "23.11.2026"), ("before", "23.11.2026 14:05"), ("kind", "visit,payment"))))
    assert getattr(made, "from").seconds == 1_795_384_800
    assert made.before.seconds == 1_795_435_500
    assert len(made.kinds) == 2
    with pytest.raises(ClientError):
        port._filter(Query((("from", "учора"),)))


@pytest.mark.parametrize(("language", "state"), [("uk", "‼ повернувся"), ("en", "‼ came back")])
@pytest.mark.parametrize("size", [(80, 24), (150, 44)])
async def test_a_group_says_how_often_in_which_versions_and_on_which_days(
    language: str, state: str, size: tuple[int, int]
) -> None:
    async with running(FakeApi(), "crashes", size=size, language=language) as pilot:
        await until(pilot, lambda: state in shown(pilot.app))
        for part in ("ReadingForm.send", formats.number(1_204), "4.10 +1", "▇█"):
            assert part in shown(pilot.app), part
        await pilot.press("enter")
        await until(pilot, lambda: "java.lang.NumberFormatException" in shown(pilot.app))
        assert "4.2.1" in shown(pilot.app)
        assert "(ReadingForm.kt)" in shown(pilot.app)


@pytest.mark.parametrize(
    ("frame", "place"),
    [
        ("SmartRegion BillsView.total(for:)", "BillsView.total"),
        ("libc.so (abort)", "libc.so"),
        ("ua.smart.meter.MeterPhoto.load(MeterPhoto.kt)", "MeterPhoto.load"),
        ("main.<closure> (package:main.dart)", "main.<closure>"),
    ],
)
async def test_the_place_of_a_crash_is_what_was_called(frame: str, place: str) -> None:
    api = FakeApi()
    api.crashes.make = lambda number: crash_group(number, frames=(frame,))
    async with running(api, "crashes", size=(150, 44)) as pilot:
        await until(pilot, lambda: f" {place} " in shown(pilot.app))


async def test_a_group_is_resolved_with_a_version_and_opened_again() -> None:
    api = FakeApi()
    async with running(api, "crashes", size=(150, 44)) as pilot:
        await until(pilot, lambda: "crash_resolve" in offered(pilot))
        assert "crash_reopen" not in offered(pilot)
        await pilot.press("f")
        await form(pilot, "4.10")
        fill(pilot, fixed_version="4.11")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.crashes.resolved == [("c0", "4.11")])
        await until(pilot, lambda: "Позначено вирішеним" in told(pilot.app))
        await until(pilot, lambda: "crash_reopen" in offered(pilot))
        await pilot.press("b")
        await until(pilot, lambda: "Відкрито знову" in told(pilot.app))
        await until(pilot, lambda: "crash_resolve" in offered(pilot))


async def test_messages_are_looked_at_once_however_often_the_list_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crashes, "PAUSE", 0.2)
    api = FakeApi()
    looked: list[str] = []
    get = api.crashes.get

    async def counted(key: str) -> CrashGroup:
        looked.append(key)
        return await get(key)

    monkeypatch.setattr(api.crashes, "get", counted)
    async with running(api, "crashes", size=(150, 44)) as pilot:
        await until(pilot, lambda: len(api.crashes.queries) > 5)
        assert looked == ["c0"]
        api.crashes.make = lambda number: crash_group(number, reports=1_205)
        await until(pilot, lambda: looked == ["c0", "c0"])


async def test_those_that_wait_come_first_and_a_key_shows_all() -> None:
    api = FakeApi()
    api.crashes.make = lambda number: crash_group(number, frames=(), last=(), versions=())
    async with running(api, "crashes", size=(150, 44)) as pilot:
        assert api.crashes.queries[0].get("state") == "open,reopened"
        await until(pilot, lambda: "стека немає" in shown(pilot.app))
        await pilot.press("s")
        await until(pilot, lambda: api.crashes.queries[-1].get("state") == "")
