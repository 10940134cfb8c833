"""What is offered by the state of a row, what is said of it when it was done, and where all keys are listed."""

from typing import Any

import pytest

from console import actions, i18n
from console.screens import help
from console.screens.reading_room import Pages
from console.screens.readings import _ONLY
from console.widgets.action_bar import ActionBar, key_name
from console.widgets.table import VirtualTable
from server.readings.workflow import WORKFLOW

from .fakes import FakeApi, reading
from .test_app import idle, running, shown, told, until
from .test_policies import offered

DECISIONS = {"reading_accept", "reading_refuse", "reading_estimate", "reading_fix", "reading_correct"}


@pytest.mark.parametrize(
    ("state", "there"),
    [
        ("IN_REVIEW", DECISIONS | {"reading_exchange"}),
        ("REFUSED", {"reading_fix", "reading_correct", "reading_exchange"}),
        ("ACCEPTED", {"reading_reverse"}),
        ("CORRECTED", set()),
        ("SUPERSEDED", set()),
    ],
)
async def test_of_a_reading_just_what_its_state_leaves_open_is_offered(state: str, there: set[str]) -> None:
    api = FakeApi()
    api.readings.make = lambda number: reading(number, state=state)
    async with running(api, "readings") as pilot:
        await until(pilot, lambda: "reading_import" in offered(pilot))
        assert offered(pilot) & (DECISIONS | {"reading_exchange", "reading_reverse"}) == there


@pytest.mark.parametrize(
    ("action", "step"),
    [
        ("reading_accept", "accepted"),
        ("reading_refuse", "refused"),
        ("reading_estimate", "refused"),
        ("reading_fix", "corrected"),
        ("reading_correct", "corrected"),
        ("reading_exchange", "corrected"),
        ("reading_reverse", "reversed"),
    ],
)
def test_what_is_offered_of_readings_is_what_the_workflow_of_the_server_allows(action: str, step: str) -> None:
    assert _ONLY[action] == {WORKFLOW.name(state) for state, done in WORKFLOW.table if done == step}


async def test_of_marked_readings_is_offered_what_any_of_them_leaves_open() -> None:
    api = FakeApi()
    api.readings.make = lambda number: reading(number, state="ACCEPTED" if number else "IN_REVIEW")
    async with running(api, "readings") as pilot:
        await pilot.press("space", "down")
        await until(pilot, lambda: "reading_reverse" in offered(pilot))
        assert "reading_accept" in offered(pilot)
        assert "reading_correct" not in offered(pilot), "that is about the one under the cursor"


async def test_what_was_put_right_is_named_by_its_new_index_too() -> None:
    async with running(FakeApi(), "readings") as pilot:
        await until(pilot, lambda: "f — виправити показання" in shown(pilot.app))
        await pilot.press("f")
        await until(pilot, lambda: "u — скасувати" in told(pilot.app))
        await idle(pilot)
        said = told(pilot.app).splitlines()[-1]
        assert "100 м³ → " in said, said


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_on_a_small_terminal_the_foot_of_each_area_leads_to_all_its_keys(language: str) -> None:
    async with running(FakeApi(), size=(80, 24), language=language) as pilot:
        console: Any = pilot.app
        for area in actions.AREAS:
            console.go(area.id)
            await until(pilot, lambda: not [one for one in console.workers if one.group == "go" and one.is_running])
            await until(pilot, lambda area=area: getattr(console.screen, "area", "") == area.id)  # type: ignore[misc]
            foot = console.screen.query_one(ActionBar)
            await until(pilot, lambda foot=foot: i18n.t("action.help") in str(foot.content))  # type: ignore[misc]
            listed = help.blocks(console.operator, area.id, console.modes.offers)
            first = dict(listed[0].pairs)
            assert {key_name(one) for one in console.screen.offered() if one.scope == area.id} <= first.keys()
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(console.screen, Pages) and i18n.t("help.title") in shown(console))


def test_help_has_every_key_of_a_list() -> None:
    from console.screens.help import _LIST_KEYS

    there = " ".join(keys for keys, _ in _LIST_KEYS).lower().replace("pgup", "pageup").replace("pgdn", "pagedown")
    named = there.replace("↑", "up").replace("↓", "down").replace("shift+m", "m").split()
    for binding in VirtualTable.BINDINGS:
        for key in binding.key.split(","):
            assert key.lower() in named, key
