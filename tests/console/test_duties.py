"""Duties of recipients at the console: what is overdue reads without colour, and a request is closed with a reason."""

from pathlib import Path
from typing import Any

import pytest

from .fakes import FakeApi, duty
from .test_app import running, shown, table, until
from .test_delivery import fill, form
from .test_policies import offered


async def test_what_is_overdue_says_so_in_a_sign_and_a_word() -> None:
    async with running(FakeApi(), "duties", size=(150, 45)) as pilot:
        await until(pilot, lambda: "21(3)" in shown(pilot.app))
        said = shown(pilot.app)
        for part in ("‼ прострочено", "◌ очікуємо", "знищити", "2026-000006", "21(3)"):
            assert part in said, part


async def test_pending_ones_are_asked_for_first_and_overdue_ones_by_a_key() -> None:
    api = FakeApi()
    async with running(api, "duties") as pilot:
        await until(pilot, lambda: bool(api.duties.queries))
        assert dict(api.duties.queries[-1].conditions) == {"state": "pending"}
        await pilot.press("s")
        await until(pilot, lambda: api.duties.queries[-1].get("overdue") == "yes")


async def test_a_request_is_closed_over_a_recipient_with_a_reason() -> None:
    async with running(FakeApi(), "duties", size=(150, 45)) as pilot:
        await until(pilot, lambda: "duty_excuse" in offered(pilot))
        await pilot.press("e")
        await form(pilot)
        fill(pilot, reason="ліквідовано")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "закрито без відповіді" in shown(pilot.app) and "ліквідовано" in shown(pilot.app))
        assert "duty_excuse" not in offered(pilot)


async def test_who_is_no_partner_is_told_by_letter_and_that_it_left_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    api = FakeApi()
    police = {"partner_id": "", "partner_uk": "Слідче управління", "by_letter": True, "untold": True}
    api.duties.make = lambda number: duty(number, **police)
    async with running(api, "duties", size=(150, 45)) as pilot:
        await until(pilot, lambda: "лист ще не надіслано" in shown(pilot.app))
        assert "не сповіщають про" in shown(pilot.app)
        await pilot.press("t")
        await until(pilot, lambda: (tmp_path / "letter-duty-y0.pdf").exists())
        await pilot.press("m")
        await form(pilot)
        fill(pilot, sent_on="23.11.2026", way="POST", reference="0500012345678")
        await pilot.press("ctrl+s")
        # The line of the list and the page beside it are painted one after the other.
        await until(pilot, lambda: "сповіщено листом" in shown(pilot.app) and "0500012345678" in shown(pilot.app))
        assert "duty_sent" not in offered(pilot)


async def test_a_partner_is_not_told_by_letter() -> None:
    async with running(FakeApi(), "duties", size=(150, 45)) as pilot:
        await until(pilot, lambda: "duty_excuse" in offered(pilot))
        assert "duty_sent" not in offered(pilot)


async def test_a_duty_of_a_change_says_that_no_request_caused_it() -> None:
    api = FakeApi()
    api.duties.make = lambda number: duty(number, kind="RECTIFIED", fields=("phone",), request_number="")
    async with running(api, "duties", size=(150, 45)) as pilot:
        await until(pilot, lambda: "без звернення: дані змінено" in shown(pilot.app))


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_a_receipt_is_shown_on_a_small_terminal_in_both_languages(language: str) -> None:
    api = FakeApi()
    receipt: dict[str, Any] = {"state": "ANSWERED", "overdue": False, "outcome": "DONE", "done_by": "відділ обліку"}
    api.duties.make = lambda number: duty(number, **receipt)
    async with running(api, "duties", size=(80, 24), language=language) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "відділ обліку" in shown(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: table(pilot.app).display)
