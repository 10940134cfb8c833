"""Versions of the policy: both languages, the difference that reads without colour, and publication by typing."""

from pathlib import Path
from typing import Any

import pytest

from console.policies import Difference, Paragraph
from console.ports import ClientError
from console.screens.policies import difference_block, text_lines, wanted

from .fakes import FakeApi, policy
from .test_app import running, shown, told, until
from .test_delivery import fill, form


def offered(pilot: Any) -> set[str]:
    return {one.id for one in pilot.app.screen.offered()}


async def test_a_version_shows_who_accepted_it_and_how_far_its_notice_came() -> None:
    async with running(FakeApi(), "users", size=(150, 45)) as pilot:
        await pilot.press("g", "y")
        await until(pilot, lambda: "2025-06" in shown(pilot.app))
        assert {"policy_edit", "policy_publish", "policy_discard"} <= offered(pilot)
        await pilot.press("down")
        await until(pilot, lambda: "усіх сповіщено" in shown(pilot.app))
        said = shown(pilot.app)
        for part in ("● чинна", "300 (30 %)", "450 (45 %)", "250 (25 %)", "700 (70 %)", "• Ми зберігаємо телефон."):
            assert part in said, part
        assert not {"policy_edit", "policy_publish", "policy_discard"} & offered(pilot)


async def test_texts_are_read_in_both_languages_and_versions_compared_older_first() -> None:
    api = FakeApi()
    async with running(api, "policies", size=(150, 45)) as pilot:
        await pilot.press("down", "v")
        await until(pilot, lambda: "We keep the phone." in shown(pilot.app) and "Українською" in shown(pilot.app))
        await pilot.press("escape", "c")
        await form(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "2025-06 → 2026-11" in shown(pilot.app))
        assert api.policies.compared == [("v2", "v1", "uk")]
        said = shown(pilot.app)
        for part in ("~ Ми зберігаємо [−телефон.−] {+пошту.+}", "− Нікому.", "… 2 абзаци без змін", "вилучено: 2"):
            assert part in said, part


async def test_publishing_is_typed_and_a_refusal_stays_in_the_form() -> None:
    api = FakeApi()
    api.policies.refusal = ClientError("SAME_PERSON", "Потрібна інша людина.")
    async with running(api, "policies", size=(150, 45)) as pilot:
        await pilot.press("y")
        await form(pilot, "Петро Гнатюк")
        await pilot.press(*"2026-11", "enter")
        assert api.policies.done == []
        await pilot.press("backspace", "2", "enter")
        await until(pilot, lambda: "Потрібна інша людина." in shown(pilot.app))
        api.policies.refusal = None
        await pilot.press("enter")
        await until(pilot, lambda: api.policies.done == [("publish", "v0", "1")])
        await until(pilot, lambda: "2026-12 опубліковано" in told(pilot.app))


async def test_a_draft_is_written_from_files_and_a_bad_one_is_named(tmp_path: Path) -> None:
    before = policy(0)
    (tmp_path / "uk.md").write_text("# Нова\r\n", encoding="utf-8")
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe\xfa")
    (tmp_path / "large.md").write_bytes(b"a" * 400_001)
    answers = {"label": "2027-01", "effective": "15.01.2027", "summary_uk": "а", "summary_en": "a"}
    made = await wanted(before, {**answers, "file_uk": str(tmp_path / "uk.md"), "file_en": ""})
    assert (made.text_uk, made.text_en, made.label) == ("# Нова\n", before.text_en, "2027-01")
    assert made.effective_from is not None
    assert made.effective_from.isoformat() == "2027-01-14T22:00:00+00:00"  # midnight in Kyiv
    for name in ("bad.md", "large.md", "none.md"):
        with pytest.raises(ClientError, match=name):
            await wanted(before, {**answers, "file_uk": str(tmp_path / name), "file_en": ""})
    with pytest.raises(ClientError, match="колись"):
        await wanted(before, {**answers, "effective": "колись"})


async def test_a_new_draft_begins_with_the_texts_under_the_cursor() -> None:
    api = FakeApi()
    async with running(api, "policies", size=(150, 45)) as pilot:
        await pilot.press("down", "n")
        await form(pilot)
        fill(pilot, label="2027-02", summary_uk="Нове.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.policies.saved))
        made = api.policies.saved[0]
        assert (made.id, made.label, made.text_uk, made.etag) == ("", "2027-02", policy(1).text_uk, "")


def test_the_same_texts_say_so_and_odd_lines_stay_as_they_are() -> None:
    same = Difference((Paragraph("SAME", (("SAME", "а"),)),), 0, 0)
    assert difference_block(same).lines == [("dim", "Тексти однакові.")]
    assert [str(line) for _, line in text_lines("#x\n# А\n#### б\n[red]в[/]")] == ["#x", "А", "#### б", "[red]в[/]"]
