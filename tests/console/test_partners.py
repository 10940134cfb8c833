"""Partners at the console: how each stands, what it sees, keys that are shown once, grants that replace each other."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import SelectionList

from console import i18n
from console.ports import ClientError

from .fakes import FakeApi, partner
from .test_app import idle, read, running, shown, table, told, until
from .test_delivery import fill, form
from .test_disclosures import picker
from .test_policies import offered


@pytest.fixture(autouse=True)
def ukrainian() -> None:
    i18n.use("uk")


async def test_a_partner_shows_keys_by_age_grants_by_ground_classes_by_field_and_what_it_owes() -> None:
    async with running(FakeApi(), "partners", size=(170, 60)) as pilot:
        said = shown(pilot.app)
        for part in ("‼ 1/3", "✖ призупинено", "13.12.2026", "● працює"):
            assert part in said, part
        for part in ("видано 200 днів тому  ‼ час замінити", "видано 0 днів тому", "усе, що може", "бачити показання"):
            assert part in said, part
        for part in ("облік; договір № 5", "01.01.2026 – без строку", "відкликано", "✔ споживання", "полів: 1 з 1"):
            assert part in said, part
        for part in ("3 обов'язки без відповіді", "прострочено: 1"):
            assert part in said, part


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_what_it_sees_is_a_table_of_fields_on_a_small_terminal(language: str) -> None:
    async with running(FakeApi(), "partners", size=(80, 24), language=language) as pilot:
        await pilot.press("v")
        await until(pilot, lambda: "✔ readings.index" in shown(pilot.app))
        await pilot.press(*["down"] * 4)
        await until(pilot, lambda: "· accounts.user_id" in shown(pilot.app))
        await pilot.press("end")
        words = "жоден чинний ключ" if language == "uk" else "no key that works"
        await until(pilot, lambda: words in shown(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: table(pilot.app).display)


async def test_a_key_is_issued_with_what_is_marked_and_shown_once() -> None:
    api = FakeApi()
    async with running(api, "partners", size=(150, 45)) as pilot:
        await pilot.press("i")
        await picker(pilot)
        await pilot.press("space", "ctrl+s")
        await form(pilot, "один раз")
        fill(pilot, expires="колись")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "а не «колись»" in shown(pilot.app))
        fill(pilot, expires="31.12.2026", note="облік")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "sr_new_secret" in shown(pilot.app))
        assert api.partners.issued == [
            ("p0", datetime(2026, 12, 31, 22, tzinfo=UTC), ("ACCOUNTS_READ", "BILLING_READ"), "облік")
        ]  # the end of the day in Kyiv
        await pilot.press("escape")
        await until(pilot, lambda: "sr_new_secret" not in shown(pilot.app))


async def test_all_that_is_marked_is_no_limit_and_a_secret_goes_to_a_file_of_its_owner(tmp_path: Path) -> None:
    place = tmp_path / "key"
    api = FakeApi()
    async with running(api, "partners", size=(150, 45)) as pilot:
        await pilot.press("i")
        await picker(pilot)
        await pilot.press("ctrl+s")
        await form(pilot, "один раз")
        fill(pilot, path=str(place))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: str(place) in told(pilot.app))
        assert place.read_text() == "sr_new_secret\n"
        assert place.stat().st_mode & 0o077 == 0
        assert api.partners.issued[0][2] == ()
        assert "sr_new_secret" not in shown(pilot.app)
        await idle(pilot)
        await pilot.press("i")
        await picker(pilot)
        await pilot.press("ctrl+s")
        await form(pilot, "один раз")
        fill(pilot, path=str(place))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "назвіть інший" in shown(pilot.app))
        assert len(api.partners.issued) == 1, "no key whose secret nobody would have"


async def test_a_key_is_rotated_with_the_rights_of_the_old_which_ends_after_the_new_was_shown() -> None:
    api = FakeApi()
    async with running(api, "partners", size=(150, 50)) as pilot:
        await pilot.press("t")
        await form(pilot, "Який ключ")
        fill(pilot, key="k1")
        await pilot.press("ctrl+s")
        await form(pilot, "Попередній ключ")
        fill(pilot, old="revoke")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "sr_new_secret" in shown(pilot.app))
        assert api.partners.issued[0][2] == ("READINGS_READ",)
        assert api.partners.done == []
        await pilot.press("escape")
        await until(pilot, lambda: api.partners.done == [("revoke", "k1", "замінено новим")])


async def test_a_key_is_revoked_with_a_reason_and_its_prefix_typed() -> None:
    api = FakeApi()
    api.partners.held = api.partners.held[:1]
    async with running(api, "partners", size=(150, 45)) as pilot:
        await pilot.press("r")
        await form(pilot, "перестане діяти одразу")
        fill(pilot, reason="загублено", phrase="sr_")
        await pilot.press("ctrl+s")
        assert api.partners.done == []
        fill(pilot, phrase="sr_0a2b3c4d")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.partners.done == [("revoke", "k0", "загублено")])


async def test_a_grant_that_changes_is_another_and_the_one_before_is_ended() -> None:
    api = FakeApi()
    async with running(api, "partners", size=(150, 50)) as pilot:
        await pilot.press("c")  # one grant is not revoked: that one is meant
        await picker(pilot)
        await pilot.press("space", "ctrl+s")
        await form(pilot, "лишиться в історії")
        fill(pilot, ends="31.12.2027")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.partners.done))
        (made,) = api.partners.granted
        assert made.classes == ("IDENTITY", "CONSUMPTION", "LOCATION")
        assert (made.utility_id, made.purpose, made.ground, str(made.ends)) == (
            "p0",
            "облік",
            "договір № 5",
            "2027-12-31",
        )
        assert api.partners.done == [("ungrant", "g1", "замінено іншим доступом")]


@pytest.mark.parametrize(
    ("kind", "offered_class", "words"),
    [("BANK", "FINANCIAL", "розрахунки"), ("STATE_BODY", "OPERATIONAL", "лише статистика")],
)
async def test_a_grant_is_offered_what_the_kind_may_be_shown_whatever_the_one_before_says(
    kind: str, offered_class: str, words: str
) -> None:
    api = FakeApi()
    api.partners.changed["p0"] = partner(0, kind=kind)
    async with running(api, "partners", size=(150, 50)) as pilot:
        await pilot.press("c")
        await picker(pilot)
        marks = pilot.app.screen.query_one(SelectionList)
        (only,) = (marks.get_option_at_index(place) for place in range(marks.option_count))
        assert (only.value, marks.selected) == (offered_class, [])
        assert words in str(only.prompt)


async def test_who_is_granted_nothing_is_offered_nothing() -> None:
    api = FakeApi()
    api.partners.changed["p0"] = partner(0, kind="APP_GATEWAY")
    async with running(api, "partners", size=(150, 50)) as pilot:
        await pilot.press("a")
        await until(pilot, lambda: "доступів до даних не надають" in told(pilot.app))
        assert api.partners.granted == []


async def test_a_grant_needs_a_class_and_is_ended_with_a_reason() -> None:
    api = FakeApi()
    async with running(api, "partners", size=(150, 45)) as pilot:
        await pilot.press("a")
        await picker(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "не позначено жодного класу" in told(pilot.app))
        assert api.partners.granted == []
        await idle(pilot)
        await pilot.press("x")
        await form(pilot, "припиниться одразу")
        fill(pilot, reason="договір розірвано", phrase="Водоканал")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.partners.done == [("ungrant", "g1", "договір розірвано")])


async def test_a_partner_is_suspended_by_its_typed_name_and_resumed() -> None:
    api = FakeApi()
    async with running(api, "partners", size=(150, 45)) as pilot:
        await pilot.press("b")
        await form(pilot)
        fill(pilot, phrase="Водоканал")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.partners.done == [("SUSPENDED", "p0", "1")])
        await until(pilot, lambda: "partner_resume" in offered(pilot))
        assert not {"partner_issue", "partner_grant", "partner_suspend"} & offered(pilot)
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: api.partners.done[-1] == ("ACTIVE", "p0", "1"))


async def test_a_utility_is_created_with_its_services_and_a_refusal_stays_in_the_form() -> None:
    api = FakeApi()
    api.partners.refusal = ClientError("INVALID_FIELD", "Відбиток — 64 цифри.")
    async with running(api, "partners", size=(150, 45)) as pilot:
        await pilot.press("n")
        await form(pilot)
        fill(pilot, kind="UTILITY", code="12345678")
        await pilot.press("ctrl+s")
        await picker(pilot)
        await pilot.press("down", "down", "space", "ctrl+s")
        await form(pilot, "Назва українською")
        fill(pilot, name_uk="Газ", name_en="Gas", certificate="AB:CD")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Відбиток — 64 цифри." in shown(pilot.app))
        api.partners.refusal = None
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.partners.saved))
        (made,) = api.partners.saved
        assert (made.kind, made.code, made.services, made.certificate) == ("UTILITY", "12345678", ("GAS",), "abcd")


async def test_the_duties_of_a_partner_are_a_key_away() -> None:
    api = FakeApi()
    async with running(api, "partners") as pilot:
        await pilot.press("d")
        await until(pilot, lambda: bool(api.duties.queries))
        assert api.duties.queries[-1].get("partner") == "p0"


async def test_without_rights_only_reading_is_offered() -> None:
    async with running(FakeApi(permissions=frozenset({"PARTNERS_READ"})), "partners") as pilot:
        await read(pilot)
        assert {one for one in offered(pilot) if one.startswith("partner_")} == {"partner_see"}


def test_every_permission_of_a_partner_has_words() -> None:
    from smartregion.v1 import partner_service_pb2 as pb

    from server import policy

    kinds: Any = [kind for kind in pb.PartnerKind.values() if kind]
    may = {name for kind in kinds for name in policy.names(policy.partner_permissions(kind))}
    texts = i18n.catalogue("uk")
    assert [name for name in may if f"permission.{name}" not in texts] == []
