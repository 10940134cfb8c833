"""Support at the console: the queue by waiting, the conversation beside it, and an answer at hand that is edited."""

import pytest

from .fakes import FakeApi
from .test_app import running, shown, until
from .test_delivery import fill, form
from .test_policies import offered


@pytest.mark.parametrize(("language", "words"), [("uk", ("Розмова", "чекає")), ("en", ("Conversation", "waits"))])
async def test_a_thread_reads_as_a_conversation_in_both_languages(language: str, words: tuple[str, ...]) -> None:
    async with running(FakeApi(), "support", size=(150, 44), language=language) as pilot:
        await until(pilot, lambda: "Чекаю тиждень." in shown(pilot.app))
        for part in (*words, "hanna@example.org", "S-2026-000000"):
            assert part in shown(pilot.app), part


async def test_it_opens_on_a_small_terminal() -> None:
    async with running(FakeApi(), "support", size=(80, 24)) as pilot:
        await until(pilot, lambda: "Бойко" in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "Чекаю тиждень." in shown(pilot.app))


async def test_a_reply_goes_as_it_was_typed_and_the_thread_waits_no_more() -> None:
    api = FakeApi()
    async with running(api, "support", size=(150, 44)) as pilot:
        await until(pilot, lambda: "support_reply" in offered(pilot))
        await pilot.press("r")
        await form(pilot)
        fill(pilot, text="Надіслали щойно.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "відповіли" in shown(pilot.app))
        assert api.support.posted == ("REPLY", "Надіслали щойно.")


async def test_what_the_state_does_not_allow_is_not_offered() -> None:
    async with running(FakeApi(), "support", size=(150, 44)) as pilot:
        await until(pilot, lambda: "support_close" in offered(pilot))
        await pilot.press("x")
        await until(pilot, lambda: "support_close" not in offered(pilot))
        assert "support_reply" in offered(pilot)
