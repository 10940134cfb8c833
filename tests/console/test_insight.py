"""Insight at the console: today beside the usual day, over time in a plot and in numbers, whole or parted."""

import pytest
from textual.widgets import Input

from console.insight import Figure
from console.models import Change
from console.screens.insight import against_cell, written

from .fakes import EVERYTHING, FakeApi
from .test_app import running, shown, table, told, until
from .test_delivery import fill, form
from .test_policies import offered


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", ("Показники", "Активні абоненти", "99,3 %", "182 450,50 ₴".replace(" ", "\u202f", 1), "+52 %")),
        ("en", ("Insight", "Active users", "99.3 %", "Visits without a crash", "+52 %")),
    ],
)
async def test_today_stands_beside_the_usual_day_in_both_languages(language: str, words: tuple[str, ...]) -> None:
    async with running(FakeApi(), "insight", size=(150, 44), language=language) as pilot:
        for part in words:
            await until(pilot, lambda part=part: part in shown(pilot.app))  # type: ignore[misc]


async def test_it_opens_on_a_small_terminal_and_enter_shows_the_trend() -> None:
    async with running(FakeApi(), "insight", size=(80, 24)) as pilot:
        assert "Активні абоненти" in shown(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: "123" in shown(pilot.app) and "23.11.2026" in shown(pilot.app))


async def test_the_plot_shows_the_figure_over_time() -> None:
    async with running(FakeApi(), "insight", size=(150, 50)) as pilot:
        await until(pilot, lambda: "сірим — зазвичай" in shown(pilot.app))


async def test_a_trend_goes_by_days_weeks_and_months_and_is_parted() -> None:
    api = FakeApi()
    async with running(api, "insight", size=(150, 44)) as pilot:
        await pilot.press("s")
        await until(pilot, lambda: api.insight.trends[-1] == ("ACTIVE_USERS", "WEEK", ""))
        await pilot.press("p")
        await until(pilot, lambda: "Цей показник не поділяється." in told(pilot.app))
        await pilot.press("down", "down")
        await until(pilot, lambda: table(pilot.app).current.id == "READINGS")
        await pilot.press("p")
        await until(pilot, lambda: "Тепломережі" in shown(pilot.app))
        await pilot.press("p", "p")
        await until(pilot, lambda: "вул. Лісова" in shown(pilot.app))
        assert "малі вулиці" in shown(pilot.app)
        assert ("READINGS", "WEEK", "STREET") in api.insight.trends


async def test_a_figure_that_changes_changes_on_the_screen() -> None:
    api = FakeApi()
    async with running(api, "insight", size=(150, 44)) as pilot:
        changed = Figure("READINGS", "COUNT", 777.0, 305.0)
        api.insight.tell(Change("updated", changed.id, changed))
        await until(pilot, lambda: "777" in shown(pilot.app))


async def test_counting_anew_is_confirmed_and_not_begun_twice() -> None:
    api = FakeApi()
    async with running(api, "insight", size=(150, 44)) as pilot:
        await pilot.press("b")
        await form(pilot)
        fill(pilot, sure="так")
        await pilot.press("ctrl+s")
        assert api.insight.rebuilt == 0
        pilot.app.screen.query_one("#field-sure", Input).value = "перерахувати"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Перерахунок почато." in told(pilot.app))
        api.insight.state = "REBUILDING"
        await pilot.press("b")
        await until(pilot, lambda: "вже перераховують" in told(pilot.app))
    assert api.insight.rebuilt == 1


async def test_those_who_only_look_are_not_offered_to_count_anew() -> None:
    async with running(FakeApi(permissions=EVERYTHING - {"INSIGHT_REBUILD"}), "insight", size=(150, 44)) as pilot:
        assert "insight_step" in offered(pilot)
        assert "insight_rebuild" not in offered(pilot)


@pytest.mark.parametrize("may", [True, False])
async def test_the_overview_shows_today_against_the_usual_day(may: bool) -> None:
    permissions = EVERYTHING if may else EVERYTHING - {"INSIGHT_READ"}
    async with running(FakeApi(permissions=permissions), "users", size=(150, 44)) as pilot:
        await pilot.press("1")
        await until(pilot, lambda: "зі строком до 5 днів" in shown(pilot.app))
        await until(pilot, lambda: ("Сьогодні і зазвичай" in shown(pilot.app)) is may)
        await until(pilot, lambda: ("+52 %" in shown(pilot.app)) is may)


@pytest.mark.parametrize(
    ("one", "text", "tone"),
    [
        (Figure("DEBT", "HRYVNIA", 150.0, 100.0), "+50 %", "warn"),
        (Figure("DEBT", "HRYVNIA", 50.0, 100.0), "−50 %", "dim"),
        (Figure("ACTIVE_USERS", "COUNT", 50.0, 100.0), "−50 %", "dim"),
        (Figure("CRASH_FREE", "SHARE", 0.90, 0.99), "−9,0", "warn"),
        (Figure("CRASH_FREE", "SHARE", 0.98, 0.99), "−1,0", "dim"),
        (Figure("READINGS", "COUNT", 5.0, 0.0), "", ""),
        (Figure("READINGS", "COUNT", None, 3.0), "", ""),
    ],
)
def test_what_is_far_from_the_usual_for_the_worse_is_told_by_its_tone(one: Figure, text: str, tone: str) -> None:
    cell = against_cell(one)
    assert (cell.text, cell.tone) == (text, tone)


def test_a_value_is_written_with_its_unit_and_nothing_is_a_dash() -> None:
    assert written("HOURS", 2.5) == "2 год 30 хв"
    assert written("COUNT", 1_240.0) == "1\u202f240"
    assert written("DAYS", None) == "—"
