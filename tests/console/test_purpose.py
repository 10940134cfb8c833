"""Why people's data is looked at: the area says it, or the operator does, once."""

from typing import Any

import pytest

from console.ports import ClientError

from .fakes import FakeApi
from .test_app import running, shown, until
from .test_delivery import fill, form


async def test_a_residents_page_opens_when_it_was_said_why(monkeypatch: pytest.MonkeyPatch) -> None:
    api = FakeApi()
    opened = api.users.get

    async def get(key: str) -> Any:
        if not api.purposes[-1][0]:
            raise ClientError("INVALID_FIELD", "вкажіть мету")
        return await opened(key)

    monkeypatch.setattr(api.users, "get", get)
    async with running(api, "users") as pilot:
        await form(pilot, "Абонент може")
        fill(pilot, ticket="77")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.purposes[-1] == ("SUPPORT", "77"))
        await until(pilot, lambda: "Картку закрито" not in shown(pilot.app))


async def test_an_area_whose_work_says_it_asks_nothing() -> None:
    api = FakeApi()
    async with running(api, "debts"):
        assert api.purposes[-1] == ("BILLING", "")
