"""The calendar of terms at the console: everything that waits for an answer, by its day."""

import pytest

from console.models import Query

from .fakes import FakeApi
from .test_app import running, shown, until


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "uk",
            (
                "‼ 2 дні тому",
                "спершу найближчі",
                "знищити",
                "Водоканал",
                "Календар строків",
                "Листопад 2026",
                "▪21",
                "▫26",
            ),
        ),
        (
            "en",
            (
                "‼ 2 days ago",
                "nearest first",
                "erase",
                "Water company",
                "Calendar of terms",
                "November 2026",
                "▪21",
                "▫26",
            ),
        ),
    ],
)
async def test_all_kinds_stand_by_their_day_in_a_list_and_on_a_calendar(language: str, parts: tuple[str, ...]) -> None:
    async with running(FakeApi(), "terms", size=(150, 44), language=language) as pilot:
        await until(pilot, lambda: parts[4] in shown(pilot.app))
        said = shown(pilot.app)
        for part in parts:
            assert part in said, part


async def test_the_calendar_turns_by_months() -> None:
    async with running(FakeApi(), "terms", size=(150, 44)) as pilot:
        await until(pilot, lambda: "Листопад 2026" in shown(pilot.app))
        await pilot.press("full_stop", "full_stop")
        await until(pilot, lambda: "Січень 2027" in shown(pilot.app) and "Листопад 2026" not in shown(pilot.app))
        await pilot.press("comma")
        await until(pilot, lambda: "Грудень 2026" in shown(pilot.app))


async def test_a_request_is_gone_to_by_a_key_with_all_that_is_due_by_its_day() -> None:
    api = FakeApi()
    async with running(api, "terms", size=(150, 44)) as pilot:
        await until(pilot, lambda: "Листопад 2026" in shown(pilot.app))
        await pilot.press("v")
        await until(pilot, lambda: Query((("due", "21.11.2026"),)) in api.privacy.queries)


async def test_the_list_is_of_one_kind_where_that_is_asked_for() -> None:
    api = FakeApi()
    async with running(api, "terms") as pilot:
        await until(pilot, lambda: bool(api.terms.queries))
        await pilot.press("slash", *"kind:duty", "enter")
        await until(pilot, lambda: api.terms.queries[-1].get("kind") == "duty")
