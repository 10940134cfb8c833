"""What is typed into a form, and what was understood of it."""

from typing import Any

import pytest
from textual.widgets import Input, Static

from console import formats, i18n, query, sample, understood
from console.client import listing
from console.models import Query

from .fakes import NOW, FakeApi
from .test_app import running, shown, told, until
from .test_delivery import fill, form


@pytest.mark.parametrize(
    ("read", "typed", "uk", "en"),
    [
        (understood.instant, "25.12.2026 9:05", "п'ятниця, 25.12.2026 09:05", "Friday, 25.12.2026 09:05"),
        (understood.instant, "25.12.2026", "", ""),
        (understood.day, "2026-12-24", "четвер, 24.12.2026", "Thursday, 24.12.2026"),
        (understood.day, "31.02.2026", "", ""),
        (understood.money, "1234,5", "1\u202f234,50 ₴", "1\u202f234.50 ₴"),
        (understood.money, "багато", "", ""),
    ],
)
def test_what_is_typed_is_read_back(read: Any, typed: str, uk: str, en: str) -> None:
    for language, said in (("uk", uk), ("en", en)):
        i18n.use(language)
        assert read(typed) == said
    i18n.use("uk")


@pytest.mark.parametrize(
    ("kind", "typed", "stated", "again"),
    [
        ("date", "25.12.2026", "2026-12-25", "25.12.2026"),
        ("instant", "25.12.2026 14:00", "2026-12-25T14:00:00+02:00", "25.12.2026 14:00"),
        ("money", "1 234,5", "1234.50", "1234,50"),
        ("number", "12,5", "12.5", "12,5"),
        ("text", "Лісова, 5", "Лісова, 5", "Лісова, 5"),
        ("date", "завтра", "завтра", "завтра"),
        ("money", "-0,05", "-0.05", "-0,05"),
    ],
)
def test_a_value_is_typed_as_people_write_and_sent_as_the_contract_wants(
    kind: str, typed: str, stated: str, again: str
) -> None:
    assert sample.stated(kind, typed) == stated
    assert sample.shown(kind, stated) == again


async def test_a_day_is_read_back_below_its_field_as_it_is_typed() -> None:
    async with running(FakeApi(), "works") as pilot:
        await pilot.press("n")
        await form(pilot)
        line = pilot.app.screen.query_one("#reads-starts", Static)
        fill(pilot, starts="25.12.2026 9:00")
        await until(pilot, lambda: "п'ятниця, 25.12.2026 09:00" in str(line.content))
        fill(pilot, starts="25.12")
        await until(pilot, lambda: "ще не зрозуміло; пишуть так: 25.11.2026 09:00" in str(line.content))
        fill(pilot, starts="")
        await until(pilot, lambda: not line.display)


async def test_a_usual_reason_of_works_is_given_in_both_languages() -> None:
    async with running(FakeApi(), "works") as pilot:
        await pilot.press("n")
        await form(pilot)
        fill(pilot, usual="PIPE")

        def reasons() -> list[str]:
            return [pilot.app.screen.query_one(f"#field-reason_{code}", Input).value for code in ("uk", "en")]

        await until(pilot, lambda: reasons() == ["порив труби", "a burst pipe"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("стан:абищо", "«стан» не буває «абищо». Є: оголошено, скасовано, завершено"),
        ("state:whatever", "«state» не буває «whatever». Є: оголошено"),
    ],
)
async def test_a_filter_that_is_wrong_is_told_in_the_words_that_were_typed(typed: str, said: str) -> None:
    async with running(FakeApi(), "works", size=(150, 44)) as pilot:
        await pilot.press("slash")
        pilot.app.screen.query_one("#filter", Input).value = typed
        await pilot.press("enter")
        await until(pilot, lambda: said in f"{told(pilot.app)} {shown(pilot.app)}")


def test_a_condition_that_cant_be_read_is_named_as_the_screen_names_it() -> None:
    for language, said in (("uk", "«від»"), ("en", '"from"')):
        i18n.use(language)
        assert str(listing.invalid("from", "колись", ["23.11.2026"])).startswith(said)
    i18n.use("uk")


def test_values_are_known_by_their_words_in_any_language_and_by_their_names() -> None:
    kinds = {"state": "work_state"}
    for typed in ("оголошено", "Announced", "announced", "ANNOUNCED"):
        assert query.parse(f"state:{typed}", ("state",), "", False, kinds) == Query((("state", "announced"),), False)
    with pytest.raises(query.UnknownValue):
        query.parse("state:announced,hm", ("state",), "", False, kinds)
    assert formats.instant(NOW)
