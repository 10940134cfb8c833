"""Disclosures at the console: every step by its key, nothing leaves twice, and a parcel that broke off comes again."""

import base64
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import SelectionList

from console import i18n
from console.disclosures import Disclosure
from console.ports import ClientError
from console.public_keys import public_key
from console.screens import disclosure_blocks
from console.screens.picker import Picker

from .fakes import FakeApi, disclosure
from .test_app import idle, read, running, shown, table, told, until
from .test_delivery import fill, form
from .test_policies import offered

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def ukrainian() -> None:
    i18n.use("uk")


async def picker(pilot: Any) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Picker))


async def test_the_detail_says_who_asks_by_what_right_what_leaves_and_whether_the_person_is_told() -> None:
    async with running(FakeApi(), "disclosures", size=(150, 50)) as pilot:
        said = shown(pilot.app)
        for part in ("◌ запит", "◆ вивчено", "● передано", "Слідче управління", "№", "757/1/26-к", "провадження"):
            assert part in said, part
        for part in ("Обліковий запис у застосунку: Телефон", "вирішує вивчення", "Петро Гнатюк", "Коваль1 Олена"):
            assert part in said, part
        await pilot.press("down", "down", "down")
        await until(pilot, lambda: "✖ Особу не сповіщають: закон робить виняток." in shown(pilot.app))
        assert "ст. 21 ч. 2 п. 1" in shown(pilot.app)


async def test_open_ones_are_asked_for_first_and_all_by_a_key() -> None:
    api = FakeApi()
    async with running(api, "disclosures") as pilot:
        assert api.disclosures.queries[-1].get("state") == "requested,studied,approved"
        await pilot.press("s")
        await until(pilot, lambda: not api.disclosures.queries[-1].conditions)


@pytest.mark.parametrize(
    ("downs", "there"),
    [
        (0, {"disclosure_study", "disclosure_defer"}),
        (1, {"disclosure_study", "disclosure_approve", "disclosure_deny", "disclosure_defer"}),
        (2, {"disclosure_release", "disclosure_defer"}),
        (3, {"disclosure_tell"}),
        (4, set()),
    ],
)
async def test_just_what_the_state_allows_is_offered(downs: int, there: set[str]) -> None:
    always = {"disclosure_open", "disclosure_create", "disclosure_ledger"}
    async with running(FakeApi(), "disclosures") as pilot:
        await pilot.press(*["down"] * downs)
        await read(pilot)
        assert {one for one in offered(pilot) if one.startswith("disclosure_")} == always | there


async def test_a_letter_is_registered_with_just_the_fields_that_are_marked(tmp_path: Path) -> None:
    (tmp_path / "key.txt").write_text(base64.b64encode(KEY).decode() + "\n")
    api = FakeApi(users=1)
    async with running(api, "disclosures", size=(150, 45)) as pilot:
        await pilot.press("n")
        await form(pilot)
        assert "Чиї дані" in shown(pilot.app)
        fill(pilot, who="Коваль")
        await pilot.press("enter")
        await picker(pilot)
        await pilot.press("space", "down", "down", "space", "ctrl+s")
        await form(pilot, "Коваль0 Олена: 2 поля")
        fill(pilot, recipient="Суд", official="суддя", basis="ухвала", purpose="справа", document="вх. 1", key="немає")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "не 32 байти" in shown(pilot.app))
        assert api.disclosures.registered == []
        fill(pilot, key=str(tmp_path / "key.txt"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "D-2026-000099" in told(pilot.app))
        (made,) = api.disclosures.registered
        assert (made.fields, made.key, made.user_id) == (("app_user.phone", "reading.value"), KEY, "u0000000")
        assert (made.recipient, made.ground, made.received_on) == ("Суд", "THIRD_PARTY", "23.11.2026")


async def test_nothing_is_registered_where_no_field_is_marked() -> None:
    api = FakeApi(users=1)
    async with running(api, "disclosures") as pilot:
        await pilot.press("n")
        await form(pilot)
        fill(pilot, who="Коваль")
        await pilot.press("enter")
        await picker(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "не позначено жодного" in told(pilot.app))
        assert api.disclosures.registered == []


async def test_a_study_takes_fields_off_and_says_why_the_person_is_not_told() -> None:
    api = FakeApi()
    async with running(api, "disclosures", size=(150, 45)) as pilot:
        await pilot.press("p")
        await picker(pilot)
        assert set(pilot.app.screen.query_one(SelectionList).selected) == {"app_user.phone", "app_user.last_name"}
        await pilot.press("space", "ctrl+s")
        await form(pilot, "Прізвище")
        assert "Телефон" not in shown(pilot.app)
        fill(pilot, notice="EXEMPT", notice_ground="ст. 21 ч. 2", finding="звірено")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.disclosures.studied))
        (found,) = api.disclosures.studied
        assert (found.fields, found.notice, found.notice_ground) == (("app_user.last_name",), "EXEMPT", "ст. 21 ч. 2")


async def test_approval_is_typed_and_refused_to_who_studied_it() -> None:
    api = FakeApi()
    api.disclosures.refusal = ClientError("SAME_PERSON", "Потрібна інша особа.")
    async with running(api, "disclosures", size=(150, 45)) as pilot:
        await pilot.press("down", "y")
        await form(pilot, "Погоджує інша особа")
        fill(pilot, phrase="D-2026-000001")
        await pilot.press("ctrl+s")
        assert api.disclosures.done == [], "another number was typed"
        fill(pilot, phrase="D-2026-000002")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Потрібна інша особа." in shown(pilot.app))
        api.disclosures.refusal = None
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.disclosures.done == [("approve", "d1", "1")])


async def test_a_denial_names_its_article_and_a_deferral_tells_what_the_third_party_is_owed() -> None:
    api = FakeApi()
    async with running(api, "disclosures", size=(150, 45)) as pilot:
        await pilot.press("e")
        await form(pilot, "45 днів")
        fill(pilot, until="01.01.2027", reason="архів")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "новий строк" in told(pilot.app))
        await idle(pilot)
        await pilot.press("down")
        await read(pilot)
        await pilot.press("x")
        await form(pilot)
        fill(pilot, reason="підстави немає", article="ст. 16 ч. 2")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(api.disclosures.done) == 2)
        assert api.disclosures.done == [
            ("defer", "d0", "01.01.2027", "архів"),
            ("deny", "d1", "підстави немає", "ст. 16 ч. 2"),
        ]


async def test_a_parcel_that_broke_off_leaves_no_file_and_comes_again_by_the_same_request(tmp_path: Path) -> None:
    place = tmp_path / "parcel.bin"
    api = FakeApi()
    api.disclosures.pieces = 1
    async with running(api, "disclosures", size=(150, 45)) as pilot:
        await pilot.press("down", "down", "d")
        await form(pilot, "той самий пакунок")
        fill(pilot, path=str(place), phrase="D-2026-000003")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Сервер не відповів" in shown(pilot.app))
        assert not place.exists()
        api.disclosures.pieces = 9
        await pilot.press("ctrl+s")
        await until(pilot, lambda: str(place) in told(pilot.app))
        assert place.read_bytes() == b"sealed parcel"
        assert place.stat().st_mode & 0o077 == 0
        assert api.disclosures.releases[0] == api.disclosures.releases[1]
        await until(pilot, lambda: "disclosure_release" not in offered(pilot))


async def test_a_file_that_is_there_is_not_overwritten_and_nothing_leaves(tmp_path: Path) -> None:
    place = tmp_path / "parcel.bin"
    place.write_bytes(b"earlier")
    api = FakeApi()
    async with running(api, "disclosures", size=(150, 45)) as pilot:
        await pilot.press("down", "down", "d")
        await form(pilot)
        fill(pilot, path=str(place), phrase="D-2026-000003")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "назвіть інший" in shown(pilot.app))
        assert place.read_bytes() == b"earlier"
        assert api.disclosures.releases == []


async def test_the_person_is_told_after_all_with_a_reason_and_a_typed_number() -> None:
    api = FakeApi()
    async with running(api, "disclosures", size=(150, 45)) as pilot:
        await pilot.press("down", "down", "down", "m")
        await form(pilot, "побачить цю передачу")
        fill(pilot, reason="справу закрито", phrase="D-2026-000004")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.disclosures.done == [("end", "d3", "справу закрито")])
        await until(pilot, lambda: "Сповістити до 07.12.2026" in shown(pilot.app))
        assert "Раніше не сповіщали" in shown(pilot.app)


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_the_ledger_says_field_by_field_what_left_on_a_small_terminal(language: str) -> None:
    async with running(FakeApi(), "disclosures", size=(80, 24), language=language) as pilot:
        await pilot.press("v")
        words = "24 значення" if language == "uk" else "24 values"
        await until(pilot, lambda: words in shown(pilot.app))
        assert "D-2026-000004" in shown(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: table(pilot.app).display)


async def test_without_rights_only_reading_is_offered() -> None:
    api = FakeApi(permissions=frozenset({"DISCLOSURES_READ"}))
    async with running(api, "disclosures") as pilot:
        assert {one for one in offered(pilot) if one.startswith("disclosure_")} == {
            "disclosure_open",
            "disclosure_ledger",
        }
        # A name is a look of its own, which needs its right.
        await until(pilot, lambda: "u0000001" in shown(pilot.app))


@pytest.mark.parametrize("text", [KEY.hex(), base64.b64encode(KEY).decode()])
async def test_a_key_is_taken_in_base64_and_in_hexadecimal_digits(text: str) -> None:
    assert await public_key(text) == KEY


@pytest.mark.parametrize("text", ["", "AAAA", "zz" * 32, base64.b64encode(bytes(31)).decode(), "/", "/dev/null"])
async def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ClientError):
        await public_key(text)


def test_a_denied_one_and_one_that_was_told_say_so() -> None:
    def tone(one: Disclosure, day: int) -> str:
        return disclosure_blocks.notice(one, date(2026, 11, day)).lines[0][0]

    assert tone(disclosure(4), 23) == "dim"
    released = disclosure(3, notice="TELL", tell_by=disclosure(0).received_on)
    assert tone(released, 24) == "bad"
    assert tone(released, 22) == "warn"
