"""What needs a person, in order of harm, on the overview: counted by the lists where it is worked on."""

from datetime import date

import pytest

from console import i18n, needs
from console.actions import AREAS
from console.models import Operator
from console.ports import ClientError

from .fakes import EVERYTHING, FakeApi
from .test_app import running, shown, until

TODAY = date(2026, 11, 23)
OKSANA = Operator("o1", "oksana", "Оксана Литвин", ("SUPPORT",), EVERYTHING, False)


def test_every_need_has_a_name_in_both_languages_and_an_area() -> None:
    for language in ("uk", "en"):
        assert {f"need.{one.id}" for one in needs.NEEDS} <= i18n.catalogue(language).keys()
    assert {one.area for one in needs.NEEDS} <= {area.id for area in AREAS}
    assert [one.tone for one in needs.NEEDS] == sorted((one.tone for one in needs.NEEDS), key=("bad", "warn").index)


def test_what_is_overdue_was_due_before_today() -> None:
    found = next(one for one in needs.NEEDS if one.id == "overdue_requests")
    assert found.query(TODAY).get("due") == "22.11.2026"


async def test_each_is_counted_by_its_list_and_one_that_refuses_hides_no_other() -> None:
    api = FakeApi()

    async def refuse(*_: object, **__: object) -> None:
        raise ClientError("PERMISSION_DENIED", "no")

    api.support.page = refuse  # type: ignore[method-assign,assignment]
    found = {one.need.id: one.count for one in await needs.counted(api, OKSANA, TODAY)}
    assert found.keys() == {one.id for one in needs.NEEDS}
    assert found["threads"] is None
    assert found["review"] == 40


async def test_one_key_leads_to_what_is_worst() -> None:
    api = FakeApi()
    async with running(api) as pilot:
        await until(pilot, lambda: "незавершені аварії" in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "works")
        await until(pilot, lambda: api.works.queries[-1].get("kind") == "emergency")


@pytest.mark.parametrize("size", [(80, 24), (150, 44)])
async def test_nothing_that_waits_is_said_too(size: tuple[int, int]) -> None:
    api = FakeApi(permissions=frozenset({"USERS_READ"}))
    async with running(api, size=size) as pilot:
        await until(pilot, lambda: "Нічого не чекає" in shown(pilot.app))
