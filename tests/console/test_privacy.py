"""What an operator hands over: the package in a file or by a link, and letters."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Select

from console.saving import save
from console.screens.privacy import _letters
from console.widgets.form import Form

from .fakes import FakeApi, FakePrivacy, request
from .test_app import idle, read, running, told, until


def fulfilled(number: int) -> object:
    return request(number, kind="ACCESS", state="FULFILLED", closed_at=request(0).proof_at, allowed=frozenset())


async def test_package_link_and_letters_are_a_key_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    api = FakeApi()
    api.privacy = FakePrivacy(3, fulfilled)  # type: ignore[arg-type]
    async with running(api, "privacy") as pilot:
        await pilot.press("d")
        await until(pilot, lambda: "privacy-2026-000000.pdf" in told(pilot.app))
        assert (tmp_path / "privacy-2026-000000.zip").read_bytes() == b"ARCHIVE!"
        assert not list(tmp_path.glob("*.part"))  # noqa: ASYNC240
        assert (tmp_path / "privacy-2026-000000.pdf").stat().st_mode & 0o077 == 0

        await idle(pilot)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        assert api.privacy.linked == []
        await pilot.press("enter")
        await until(pilot, lambda: api.privacy.linked == ["q0000000"])

        await idle(pilot)
        await read(pilot)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        assert pilot.app.screen.query_one("#field-kind", Select).value == "ANSWER"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "letter-answer-2.pdf" in told(pilot.app))
        assert (tmp_path / "letter-answer-1.pdf").read_bytes() == b"ANSWER"


def test_only_letters_that_may_be_due_are_offered() -> None:
    closed = request(0).proof_at
    one = request(0)
    assert _letters(one) == ["EXTENSION"]
    assert _letters(replace(one, state="REFUSED")) == ["REFUSAL"]
    assert _letters(replace(one, state="FULFILLED", closed_at=closed)) == ["ANSWER", "RECIPIENT_NOTICE"]
    assert _letters(replace(one, state="FULFILLED", closed_at=closed, user_id="")) == ["NOTHING_HELD"]
    assert _letters(replace(one, state="WITHDRAWN", closed_at=closed)) == []


def test_a_name_with_folders_stays_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert save("../../x.pdf", b"?") == str(tmp_path / "x.pdf")
