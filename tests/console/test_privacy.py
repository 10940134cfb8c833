"""What an operator hands over: the package in a file or by a link, and letters."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input, Select

from console import i18n
from console.metering import Version
from console.ports import ClientError
from console.requests import Deadline, Hold, PrivacyRequest
from console.saving import save
from console.screens.privacy_blocks import request_blocks, standing_cell
from console.widgets.form import Form

from .fakes import NOW, FakeApi, FakePrivacy, request
from .test_app import idle, read, running, shown, told, until
from .test_delivery import choices, fill
from .test_policies import offered


def fulfilled(number: int) -> object:
    return request(
        number,
        kind="ACCESS",
        state="FULFILLED",
        closed_at=request(0).proof_at,
        allowed=frozenset({"DownloadAccessPackage", "CreatePackageLink", "RecordLetterSent"}),
        letters=("ANSWER",),
        owed="ANSWER",
    )


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


async def test_what_of_a_request_the_server_can_not_read_is_told() -> None:
    api = FakeApi()
    broken = ("applicant_name", "text", "identity_proof.method")
    api.privacy = FakePrivacy(1, lambda number: request(number, applicant="", text="", unreadable=broken))
    async with running(api, "privacy", size=(150, 44)) as pilot:
        await until(pilot, lambda: shown(pilot.app).count("пошкоджено") >= 4)  # its row, and three fields beside it


async def test_a_withdrawal_names_the_document_of_the_applicant() -> None:
    api = FakeApi()
    async with running(api, "privacy") as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert api.privacy.withdrawn == [], "the document is wanted"
        await pilot.press(*"17/3", "ctrl+s")
        await until(pilot, lambda: api.privacy.withdrawn == [("q0000000", "17/3", "")])


async def test_that_a_letter_left_is_recorded_and_what_did_not_is_asked_for() -> None:
    api = FakeApi()
    api.privacy = FakePrivacy(3, fulfilled)  # type: ignore[arg-type]
    async with running(api, "privacy", size=(150, 45)) as pilot:
        await until(pilot, lambda: "● задоволено ✉" in shown(pilot.app))
        assert "Ще не надіслано" in shown(pilot.app)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        assert pilot.app.screen.query_one("#field-kind", Select).value == "ANSWER"
        fill(pilot, sent_on="23.11.2026", way="EMAIL")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.privacy.dispatched))
        assert api.privacy.dispatched == [("q0000000", "ANSWER", "EMAIL")]
        await until(pilot, lambda: not isinstance(pilot.app.screen, Form))
        await pilot.press("S")
        await until(pilot, lambda: api.privacy.queries[-1].get("unsent") == "yes")
        await pilot.press("S")
        await until(pilot, lambda: api.privacy.queries[-1].get("open") == "yes")


async def test_that_the_copy_of_a_document_was_destroyed_is_recorded_where_there_may_be_one() -> None:
    def scanned(number: int) -> PrivacyRequest:
        left = frozenset({"RecordCopyDestroyed"}) if number == 0 else frozenset[str]()
        return request(number, state="REFUSED", closed_at=request(0).proof_at, document="скан-12", allowed=left)

    api = FakeApi()
    api.privacy = FakePrivacy(2, scanned)
    async with running(api, "privacy", size=(150, 45)) as pilot:
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        assert "скан-12" in shown(pilot.app)
        fill(pilot, note="акт № 5")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.privacy.copies == [("q0000000", "акт № 5")])
        await idle(pilot)
        await pilot.press("c")
        await idle(pilot)
        assert not isinstance(pilot.app.screen, Form), "it was destroyed"


async def test_of_the_letters_to_be_written_those_are_recorded_of_which_the_service_says_it() -> None:
    def told(number: int) -> PrivacyRequest:
        letters = ("ANSWER", "RECIPIENT_NOTICE")
        allowed = frozenset({"RecordLetterSent"})
        return request(number, state="PARTLY_FULFILLED", allowed=allowed, letters=letters, recordable=("ANSWER",))

    api = FakeApi()
    api.privacy = FakePrivacy(2, told)
    async with running(api, "privacy", size=(150, 45)) as pilot:
        for key, kinds in (("t", ["ANSWER", "RECIPIENT_NOTICE"]), ("x", ["ANSWER"])):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(pilot.app.screen, Form))
            assert choices(pilot, "kind") == kinds
            await pilot.press("escape")
            await until(pilot, lambda: not isinstance(pilot.app.screen, Form))


async def test_a_decision_is_approved_where_the_service_allows_it_whatever_the_state_is_called() -> None:
    def waiting(number: int) -> PrivacyRequest:
        return request(number, state="AWAITING_APPROVAL", allowed=frozenset({"WithdrawPrivacyRequest"}))

    api = FakeApi()
    api.privacy = FakePrivacy(2, waiting)
    async with running(api, "privacy") as pilot:
        await until(pilot, lambda: "request_withdraw" in offered(pilot))
        assert not {"request_approve", "request_return"} & offered(pilot)


def test_a_state_says_what_it_waits_for() -> None:
    one = request(0, state="PARTLY_FULFILLED", closed_at=request(0).proof_at)
    assert standing_cell(one).text == "◑ чекаємо на одержувачів"
    assert standing_cell(replace(one, remains=True)).text == "◑ є залишки даних"
    assert standing_cell(replace(one, state="REFUSED", owed="REFUSAL")).text == "✖ відмовлено ✉"
    assert standing_cell(replace(one, state="REFUSED")).text == "✖ відмовлено"


async def test_what_an_erasure_will_do_is_said_in_words() -> None:
    api = FakeApi()
    async with running(api, "privacy", size=(80, 24)) as pilot:
        await pilot.press("v")
        await until(pilot, lambda: "Обліковий запис у застосунку" in shown(pilot.app))
        line = next(line for line in shown(pilot.app).splitlines() if "Телефон" in line)
        assert line.replace("│", " ").replace("▏", " ").split() == ["Телефон", "знищується", "1"]


async def test_a_hold_that_is_refused_keeps_what_was_typed() -> None:
    api = FakeApi()

    async def hold(row: PrivacyRequest, ground: str, until: str) -> PrivacyRequest:
        raise ClientError("INVALID_FIELD", "До якого дня: дата вже минула")

    api.privacy.hold = hold  # type: ignore[method-assign]
    async with running(api, "privacy") as pilot:
        await pilot.press("h")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        fill(pilot, ground="борг", until="01.11.2026")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "дата вже минула" in shown(pilot.app))
        assert isinstance(pilot.app.screen, Form)
        assert pilot.app.screen.query_one("#field-ground", Input).value == "борг"


def test_how_it_was_decided_is_told_in_one_language() -> None:
    """With what is filled in, which may have a stroke itself."""
    outcome = "відмовлено: борг / спір (ст. 17) / refused: борг / спір (ст. 17)"
    steps = (
        Version(NOW, "ON_HOLD", "rules", "Erase знайдено залишки: phone (a.log) / remains found: phone (a.log)"),
        Version(NOW, "IN_PROGRESS", "Петро Гнатюк", "AssignPrivacyRequest Петро Гнатюк"),
        Version(NOW, "FULFILLED", "Петро Гнатюк", "CreatePackageLink 2026-12-04"),
    )
    holds = (Hold("h1", "борг", date(2026, 12, 31), "Петро Гнатюк", False),)
    one = request(0, outcome=outcome, steps=steps, holds=holds)
    blocks = request_blocks(one, Deadline(None, 0, (), (), ()))
    assert (i18n.t("request.outcome"), "відмовлено: борг / спір (ст. 17)") in blocks[0].pairs
    scan, assigned, link = (str(text) for _, text in blocks[-1].lines)
    assert scan.endswith("знайдено залишки: phone (a.log)")
    assert assigned.endswith("взято в роботу · Петро Гнатюк")
    assert link.endswith(": 04.12.2026")
    held = next(block for block in blocks if block.title == i18n.t("request.holds"))
    assert [text for _, text in held.lines] == ["знято або минула: до 31.12.2026  борг  Петро Гнатюк"]


async def test_what_is_told_covers_neither_the_keys_nor_the_status() -> None:
    async with running(FakeApi(), "privacy", size=(100, 30), notifications=True) as pilot:
        foot = shown(pilot.app).splitlines()[-3:]
        assert "затвердити" in "".join(foot)
        pilot.app.notify("Збережено: privacy-2026-000013.zip", timeout=60)
        await until(pilot, lambda: "privacy-2026-000013.zip" in shown(pilot.app))
        assert shown(pilot.app).splitlines()[-3:] == foot


def test_what_puts_an_erasure_off_has_one_name() -> None:
    ends = ("_hold", ".placehold", ".releasehold", "request_release", "request.holds", "_holds")
    said = {message: text for message, text in i18n.catalogue("uk").items() if message.lower().endswith(ends)}
    assert len(said) == 8
    assert {message for message, text in said.items() if "заборон" not in text.lower()} == set()


def test_a_name_with_folders_stays_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert save("../../x.pdf", b"?") == str(tmp_path / "x.pdf")
