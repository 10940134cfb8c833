"""Letters at the console: who writes, each demand by itself, mails that wait, and the end of a restriction."""

from typing import Any

import pytest
from textual.widgets import Input, TextArea

from console import i18n
from console.requests import RequestLink

from .fakes import NOW, FakeApi, FakePrivacy, draft, request
from .test_app import idle, read, running, shown, table, told, until
from .test_delivery import choices, fill, form
from .test_policies import offered


@pytest.fixture(autouse=True)
def ukrainian() -> None:
    i18n.use("uk")


async def a_letter(pilot: Any, **answers: str) -> None:
    """Fills in who writes, and goes on to the first demand."""
    await form(pilot)
    fill(pilot, **{"received_on": "20.11.2026", "applicant": "Олена Коваль", "contact": "вул. Лісова, 1", **answers})
    await pilot.press("ctrl+s")
    await form(pilot, "вимога 1")


async def test_a_letter_is_registered_part_by_part() -> None:
    api = FakeApi()
    async with running(api, "privacy", size=(150, 44)) as pilot:
        await pilot.press("n")
        await a_letter(pilot, representative="Іван Сич", authority="довіреність № 4")
        fill(pilot, kind="ACCESS", text="Які мої дані?", more="yes")
        await pilot.press("ctrl+s")
        await form(pilot, "вимога 2")
        assert "1. Доступ до даних" in shown(pilot.app)
        fill(pilot, kind="APPEAL", text="Перевірте тиск", regimes="ua-270-96", circumstance="FURTHER_STUDY")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.privacy.letters_in))
        await until(pilot, lambda: "2026-000007, 2026-000008" in told(pilot.app))
    (letter,) = api.privacy.letters_in
    assert [(one.kind, one.text) for one in letter.parts] == [("ACCESS", "Які мої дані?"), ("APPEAL", "Перевірте тиск")]
    assert (letter.parts[1].regimes, letter.parts[1].circumstance) == ("ua-270-96", "FURTHER_STUDY")
    assert (letter.representative, letter.authority) == ("Іван Сич", "довіреність № 4")


async def test_escape_leads_one_form_back_and_nothing_of_a_letter_is_lost() -> None:
    api = FakeApi()
    async with running(api, "privacy", size=(150, 44)) as pilot:
        await pilot.press("n")
        await form(pilot)
        fill(pilot, received_on="31.11.2026", applicant="Олена Коваль", contact="вул. Лісова, 1")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Дата має бути" in shown(pilot.app))
        await a_letter(pilot)
        fill(pilot, kind="ERASURE", text="Знищіть усе", more="yes")
        await pilot.press("ctrl+s")
        await form(pilot, "вимога 2")
        fill(pilot, kind="APPEAL", text="Перевірте тиск")
        await pilot.press("escape")
        await form(pilot, "вимога 1")
        assert "Знищіть усе" in shown(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: "Олена Коваль" in shown(pilot.app))
        fill(pilot, contact="вул. Лісова, 2")
        await pilot.press("ctrl+s")
        await form(pilot, "вимога 1")
        await pilot.press("ctrl+s")
        await form(pilot, "вимога 2")
        assert "Перевірте тиск" in shown(pilot.app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.privacy.letters_in))
        await idle(pilot)
        await pilot.press("n")
        await form(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: table(pilot.app).has_focus)
    (letter,) = api.privacy.letters_in
    assert letter.contact == "вул. Лісова, 2"
    assert [(one.kind, one.text) for one in letter.parts] == [("ERASURE", "Знищіть усе"), ("APPEAL", "Перевірте тиск")]


async def test_a_call_is_registered_with_its_number() -> None:
    api = FakeApi()
    async with running(api, "privacy", size=(150, 44)) as pilot:
        await pilot.press("n")
        await a_letter(pilot, channel="PHONE", contact="0501234567")
        fill(pilot, text="Просить доступ")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.privacy.letters_in))
    (call,) = api.privacy.letters_in
    assert (call.channel, call.contact) == ("PHONE", "0501234567")


async def test_a_demand_that_was_found_later_is_added_to_its_letter() -> None:
    api = FakeApi()
    api.privacy.make = lambda number: request(number, allowed=frozenset({"AddLetterPart"}))
    async with running(api, "privacy", size=(150, 44)) as pilot:
        await until(pilot, lambda: "request_part" in offered(pilot))
        await pilot.press("N")
        await form(pilot)
        assert "отримано 20.11.2026" in shown(pilot.app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "цього вже вимагає" in shown(pilot.app))
        fill(pilot, kind="APPEAL", text="Перевірте тиск")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "2026-000008" in told(pilot.app))
    assert api.privacy.parts == [("q0000000", "APPEAL")]


async def test_what_is_refused_stands_in_the_form_with_what_was_typed() -> None:
    api = FakeApi()
    async with running(api, "privacy", size=(150, 44)) as pilot:
        await pilot.press("n")
        await a_letter(pilot, applicant="12345")
        fill(pilot, text="Прошу")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "вкажіть ім'я людини" in shown(pilot.app))
        assert pilot.app.screen.query_one("#field-text", TextArea).text == "Прошу"
    assert not api.privacy.letters_in


async def test_whom_a_letter_is_about_is_found_by_what_letters_say() -> None:
    api = FakeApi()
    async with running(api, "privacy", size=(150, 44)) as pilot:
        await pilot.press("n")
        await form(pilot)
        said = {"received_on": "20.11.2026", "applicant": "Олена Коваль", "contact": "вул. Лісова, 1"}
        for total, refused in ((0, "нікого не знайдено"), (2, "знайдено кількох")):
            api.users.total = total
            fill(pilot, **said, user_id="400003103")
            await pilot.press("ctrl+s")
            await until(pilot, lambda refused=refused: refused in shown(pilot.app))  # type: ignore[misc]
        api.users.total = 1
        await a_letter(pilot, user_id="400003103")
        assert api.users.queries[-1].get("text") == "400003103"
        fill(pilot, kind="ACCESS", text="Які мої дані?")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.privacy.letters_in))
    assert api.privacy.letters_in[0].user_id == "u0000000"


async def test_what_is_to_be_corrected_is_of_a_rectification_alone() -> None:
    api = FakeApi()
    async with running(api, "privacy", size=(150, 44)) as pilot:
        await pilot.press("n")
        await a_letter(pilot)
        fill(pilot, kind="ACCESS", field="phone", value="+380671112233")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.privacy.letters_in))
    assert api.privacy.letters_in[0].parts[0].field == ""


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("size", [(80, 24), (150, 44)])
async def test_a_mail_reads_with_what_is_odd_about_it(language: str, size: tuple[int, int]) -> None:
    async with running(FakeApi(), "drafts", size=size, language=language) as pilot:
        await until(pilot, lambda: "Олена Коваль" in shown(pilot.app))
        if size[0] == 80:
            await pilot.press("enter")
        await until(pilot, lambda: "olena@example.com" in shown(pilot.app))
        said = shown(pilot.app)
        for part in ("Прошу надати копію моїх даних.", "І пояснити нарахування."):
            assert part in said
        assert ("приховані символи" if language == "uk" else "hidden characters") in " ".join(said.split())


async def test_a_mail_is_registered_with_what_is_known_of_it() -> None:
    api = FakeApi()
    async with running(api, "drafts", size=(150, 44)) as pilot:
        await until(pilot, lambda: "draft_confirm" in offered(pilot))
        await pilot.press("y")
        await form(pilot)
        names = ("received_on", "applicant", "contact")
        found = [pilot.app.screen.query_one(f"#field-{name}", Input).value for name in names]
        assert found == ["20.11.2026", "Олена Коваль", "olena@example.com"]
        await pilot.press("ctrl+s")
        await form(pilot, "вимога 1")
        fill(pilot, kind="COPY")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.drafts.letters))
        await until(pilot, lambda: "2026-000007" in told(pilot.app))
    (letter,) = api.drafts.letters
    assert letter.channel == "EMAIL"
    assert letter.parts[0].text == "Прошу надати копію моїх даних.\nІ пояснити нарахування."


async def test_a_mail_that_demands_nothing_is_put_away_and_offered_no_more() -> None:
    api = FakeApi()
    async with running(api, "drafts", size=(150, 44)) as pilot:
        await until(pilot, lambda: "draft_discard" in offered(pilot))
        await pilot.press("x")
        await form(pilot)
        fill(pilot, reason="реклама")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.drafts.discarded == [("m0000000", "реклама")])
        await until(pilot, lambda: "draft_confirm" not in offered(pilot))


async def test_a_mail_from_a_file_says_whether_it_lay_here_already() -> None:
    api = FakeApi()
    async with running(api, "drafts") as pilot:
        for said in ("Додано лист", "уже є"):
            await idle(pilot)
            await read(pilot)
            await pilot.press("i")
            await form(pilot)
            fill(pilot, path="~/лист.eml")
            await pilot.press("ctrl+s")
            await until(pilot, lambda said=said: said in told(pilot.app))  # type: ignore[misc]


async def test_new_mails_are_asked_for_first_and_are_a_key_from_the_requests() -> None:
    api = FakeApi()
    async with running(api, "privacy") as pilot:
        await pilot.press("f")
        await until(pilot, lambda: bool(api.drafts.queries))
        assert api.drafts.queries[-1].get("state") == "new"
        await pilot.press("s")
        await until(pilot, lambda: not api.drafts.queries[-1].get("state"))


async def test_the_detail_names_the_letter_and_what_is_like_it() -> None:
    api = FakeApi()
    link = RequestLink("q9", "2026-000009", "APPEAL", "IN_PROGRESS", request(0).due_on)
    other = RequestLink("q5", "2026-000005", "ERASURE", "RECEIVED", request(0).due_on)
    fields = {
        "siblings": (link,),
        "similar": (other,),
        "letter_due_on": request(0).due_on,
        "representative": "Іван Сич",
    }
    api.privacy = FakePrivacy(3, lambda number: request(number, **fields))
    async with running(api, "privacy", size=(200, 60)) as pilot:
        await until(pilot, lambda: "2026-000009" in shown(pilot.app))
        said = shown(pilot.app)
        for part in ("найближчий строк за листом: 30.11.2026", "2026-000005", "Схожі звернення", "Іван Сич", "Що далі"):
            assert part in said, part


async def test_a_repetition_is_closed_for_one_of_which_the_service_says_that_it_may_be() -> None:
    api = FakeApi()
    due = request(0).due_on
    later = RequestLink("q9", "2026-000009", "ERASURE", "RECEIVED", due)
    links = (later, RequestLink("q5", "2026-000005", "ERASURE", "RECEIVED", due, repeatable=True))
    mine = {"similar": links, "state": "RECEIVED", "allowed": frozenset({"MarkDuplicate"})}
    api.privacy = FakePrivacy(3, lambda number: request(number, **mine))
    async with running(api, "privacy", size=(150, 44)) as pilot:
        await until(pilot, lambda: "request_repeat" in offered(pilot))
        await pilot.press("r")
        await form(pilot)
        assert choices(pilot, "of") == ["q5"]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.privacy.repeated == [("q0000000", "q5")])


async def test_a_restriction_is_lifted_step_by_step() -> None:
    api = FakeApi()
    done: dict[str, Any] = {"kind": "RESTRICTION", "state": "FULFILLED", "closed_at": NOW}
    api.privacy = FakePrivacy(3, lambda number: request(number, **done, allowed=frozenset({"ProposeLifting"})))
    async with running(api, "privacy", size=(150, 44)) as pilot:
        steps: list[dict[str, str]] = [
            {"ground": "ENDED", "reason": "перевірено"},
            {"told_on": "23.11.2026", "note": "лист № 12"},
            {"note": "погоджено"},
        ]
        for number, answers in enumerate(steps, 1):
            await until(pilot, lambda: "request_lift" in offered(pilot) and table(pilot.app).has_focus)
            await pilot.press("u")
            await form(pilot)
            fill(pilot, **answers)
            await pilot.press("ctrl+s")
            await until(pilot, lambda number=number: len(api.privacy.lifted) == number)  # type: ignore[misc]
        await until(pilot, lambda: "request_lift" not in offered(pilot))
    assert [one[0] for one in api.privacy.lifted] == ["proposed", "told", "lifted"]
    assert api.privacy.lifted[1] == ("told", "23.11.2026", "лист № 12")


def test_a_mail_without_a_name_is_listed_by_its_address() -> None:
    from console.screens.drafts import DraftsScreen

    column = DraftsScreen(None).columns()[1]  # type: ignore[arg-type]
    assert column.cell(draft(0, sender_name="")).text == "olena@example.com"
