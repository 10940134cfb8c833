"""The clocks over a request as an operator reads them."""

import pytest
from textual.widgets import Input

from console import i18n
from console.screens import deadline_blocks
from console.widgets.form import Form

from .fakes import FakeApi, FakePrivacy, request
from .test_app import running, shown, told, until


@pytest.fixture(params=["uk"])
def words(request: pytest.FixtureRequest) -> None:
    """The language that is read."""
    i18n.use(request.param)


async def text() -> list[str]:
    blocks = deadline_blocks.blocks(await FakePrivacy(3, request).deadline("q0000000"))
    return [line for block in blocks for line in (block.title, *(str(one) for _, one in block.lines))]


@pytest.mark.usefixtures("words")
async def test_every_clock_is_told_with_its_law_the_strictest_first() -> None:
    assert await text() == [
        "Строк відповіді: 7 днів, 30.11.2026  Закон № 2297-VI",
        "2297-VI, ст. 8(2)(6): вимога  (має підтвердити юрист)",
        "Строк не продовжується.",
        "Інший строк: 01.12.2026  Закон № 5076-VI",
        "5076-VI, ст. 24(2): п'ять днів",
        "    вихідні: 28.11; 24.08 День незалежності: робочий",
        "Крім відповіді",
        "01.12.2026  5076-VI, ст. 24(2): про продовження повідомляють письмово  (має підтвердити юрист)",
        "    Сповістити: адвоката",
    ]


@pytest.mark.parametrize("words", ["en"], indirect=True)
@pytest.mark.usefixtures("words")
async def test_the_same_in_english() -> None:
    said = await text()
    assert said[0] == "Deadline: 7 days, 30.11.2026  Law 2297-VI"
    assert said[5] == "    days off: 28.11; 24.08 Independence Day: worked"


@pytest.mark.usefixtures("words")
async def test_what_is_next_is_said_with_its_day_and_article() -> None:
    (block,) = deadline_blocks.next_block(await FakePrivacy(3, request).deadline("q0000000"))
    assert block.title == "Що далі за законом"
    assert [(tone, str(said)) for tone, said in block.lines] == [
        ("warn", "звірити зі схожими зверненнями"),
        ("", "запропонувати рішення до 30.11.2026 (2297-VI, ст. 8(2)(6))"),
    ]


async def test_who_extends_is_told_whom_to_tell() -> None:
    api = FakeApi()
    api.privacy.make = lambda number: request(number, kind="LAWYER_REQUEST", allowed=frozenset({"ExtendDeadline"}))
    async with running(api, "privacy") as pilot:
        await until(pilot, lambda: "Інший строк" in shown(pilot.app))
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        pilot.app.screen.query_one("#field-until", Input).value = "10.12.2026"
        pilot.app.screen.query_one("#field-reason", Input).value = "великий обсяг"
        await pilot.press("enter")
        await until(pilot, lambda: "Сповістити: адвоката" in told(pilot.app))
    assert api.privacy.extended == [("q0000000", "10.12.2026")]
    assert "до 01.12.2026 (5076-VI, ст. 24(2))" in told(pilot.app)
