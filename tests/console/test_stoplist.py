"""The stop list: who stands on it and why, and how somebody is put on it and taken off."""

from textual.widgets import Select

from console.models import Query

from .fakes import FakeApi
from .test_app import running, shown, told, until
from .test_delivery import fill, form


async def test_it_says_who_stands_on_it_why_and_since_when() -> None:
    async with running(FakeApi(), "stoplist", size=(150, 44)) as pilot:
        await until(pilot, lambda: "провайдер: такого контакту немає" in shown(pilot.app))
        await until(pilot, lambda: "обов'язкові сповіщення. Решта" in shown(pilot.app))
        assert "відповів стоп-словом" in shown(pilot.app)


async def test_what_a_provider_said_is_taken_back_at_once() -> None:
    api = FakeApi()
    async with running(api, "stoplist") as pilot:
        await pilot.press("x")
        await form(pilot, "Підстава: провайдер")
        await pilot.press("enter")
        await until(pilot, lambda: api.stoplist.released == ["s0"])


async def test_what_a_resident_wished_is_taken_back_by_typing_only() -> None:
    api = FakeApi()
    async with running(api, "stoplist") as pilot:
        await pilot.press("j", "x")
        await form(pilot, "лише на прохання")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Введіть точно: зняти" in shown(pilot.app))
        assert not api.stoplist.released
        fill(pilot, phrase="зняти")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.stoplist.released == ["s1"])


async def test_somebody_is_put_on_it_with_the_reason() -> None:
    api = FakeApi()
    async with running(api, "stoplist") as pilot:
        await pilot.press("n")
        await form(pilot)
        fill(pilot, who="Коваль")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(pilot.app.screen.query("#field-user, #field-note")))
        if pilot.app.screen.query("#field-user"):
            await pilot.press("ctrl+s")
            await until(pilot, lambda: bool(pilot.app.screen.query("#field-note")))
        assert pilot.app.screen.query_one("#field-channel", Select).value == "SMS"
        assert pilot.app.screen.query_one("#field-reason", Select).value == "OPERATOR"
        fill(pilot, reason="COMPLAINT", note="дзвінок до контакт-центру")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Додано до стоп-листа" in told(pilot.app))
        assert [added[1:] for added in api.stoplist.added] == [("SMS", "COMPLAINT", "дзвінок до контакт-центру")]


async def test_from_a_message_it_is_the_stop_list_of_its_reader() -> None:
    api = FakeApi()
    async with running(api, "notifications") as pilot:
        await until(pilot, lambda: bool(api.notifications.queries))
        await pilot.press("l")
        await until(pilot, lambda: bool(api.stoplist.queries))
        assert isinstance(api.stoplist.queries[-1], Query)
        assert api.stoplist.queries[-1].get("user")
