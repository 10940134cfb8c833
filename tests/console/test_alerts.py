"""Alerts at the console: the gravest first, what happened on a line of time, and what is done, each confirmed."""

from datetime import timedelta
from typing import Any

import pytest
from textual.widgets import Input, Select

from .fakes import EVERYTHING, NOW, FakeApi
from .test_app import running, shown, table, told, until
from .test_delivery import fill, form
from .test_policies import offered


async def on(pilot: Any, subject: str) -> None:
    """Moves the cursor to the alert about somebody or something."""
    await until(pilot, lambda: table(pilot.app).current is not None)
    for _ in range(3):
        if table(pilot.app).current.subject == subject:
            break
        await pilot.press("down")
    await until(pilot, lambda: subject in shown(pilot.app) and table(pilot.app).current.subject == subject)


@pytest.mark.parametrize(
    ("language", "words"),
    [("uk", ("Підозри", "терміново", "Що сталося", "вхід у застосунок")), ("en", ("Alerts", "critical", "sign-in"))],
)
async def test_an_alert_stands_with_its_events_in_both_languages(language: str, words: tuple[str, ...]) -> None:
    async with running(FakeApi(), "alerts", size=(150, 44), language=language) as pilot:
        await until(pilot, lambda: "203.0.113.0/24" in shown(pilot.app))
        for part in (*words, "Бойко Ганна", "203.0.113.7"):
            assert part in shown(pilot.app), part


async def test_it_opens_on_a_small_terminal_and_enter_shows_the_detail() -> None:
    async with running(FakeApi(), "alerts", size=(80, 24)) as pilot:
        await until(pilot, lambda: "Бойко Ганна" in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "Абонентів з однієї адреси за 1 год: 12" in shown(pilot.app))


async def test_events_before_those_shown_are_counted() -> None:
    async with running(FakeApi(), "alerts", size=(150, 60)) as pilot:
        await until(pilot, lambda: "… раніше ще 20 подій" in shown(pilot.app))


async def test_taking_one_shows_who_has_it_and_what_is_left_to_do() -> None:
    async with running(FakeApi(), "alerts", size=(150, 44)) as pilot:
        await until(pilot, lambda: "alert_take" in offered(pilot))
        await pilot.press("a")
        await until(pilot, lambda: "на розгляді" in shown(pilot.app) and "alert_take" not in offered(pilot))
        assert "alert_resolve" in offered(pilot)


async def test_resolving_says_what_it_was_and_for_how_long_it_stays_closed() -> None:
    api = FakeApi()
    async with running(api, "alerts", size=(150, 44)) as pilot:
        await until(pilot, lambda: "alert_resolve" in offered(pilot))
        await pilot.press("f")
        await form(pilot)
        fill(pilot, note="Гуртожиток.")
        pilot.app.screen.query_one("#field-outcome", Select).value = "FALSE_POSITIVE"
        pilot.app.screen.query_one("#field-quiet", Select).value = "7"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "вирішена" in shown(pilot.app))
    assert api.alerts.resolved == ("FALSE_POSITIVE", "Гуртожиток.", NOW + timedelta(days=7))


async def test_what_can_be_done_follows_the_subject() -> None:
    async with running(FakeApi(), "alerts", size=(150, 44)) as pilot:
        await on(pilot, "Бойко Ганна")
        assert {"alert_block", "alert_end"} <= set(offered(pilot))
        assert not {"alert_revoke", "alert_factor"} & set(offered(pilot))
        await on(pilot, "Ірина Савчук")
        await until(pilot, lambda: "alert_factor" in offered(pilot) and "alert_block" not in offered(pilot))


async def test_blocking_is_confirmed_by_the_number_of_the_alert() -> None:
    api = FakeApi()
    async with running(api, "alerts", size=(150, 44)) as pilot:
        await on(pilot, "Бойко Ганна")
        await until(pilot, lambda: "alert_block" in offered(pilot))
        await pilot.press("b")
        await form(pilot)
        fill(pilot, reason="Чужий вхід.", phrase="A-2026-999999")
        await pilot.press("ctrl+s")
        assert api.alerts.acted == ("", "", "")
        fill(pilot, phrase="А-2026-000000")  # as it is typed on the Ukrainian layout, and looks no other
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Абонента заблоковано." in told(pilot.app))
    assert api.alerts.acted == ("BLOCK_USER", "Чужий вхід.", "")


async def test_of_an_address_one_of_its_users_is_chosen() -> None:
    api = FakeApi()
    async with running(api, "alerts", size=(150, 44)) as pilot:
        await on(pilot, "203.0.113.7")
        await until(pilot, lambda: "alert_block" in offered(pilot))
        await pilot.press("b")
        await form(pilot)
        pilot.app.screen.query_one("#field-user", Select).value = "u3"
        fill(pilot, reason="Підбір.", phrase="A-2026-000001")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.alerts.acted[0] != "")
    assert api.alerts.acted == ("BLOCK_USER", "Підбір.", "u3")


async def test_a_threshold_is_tried_before_it_takes_effect() -> None:
    api = FakeApi()
    async with running(api, "alerts", size=(150, 44)) as pilot:
        await until(pilot, lambda: "alert_rules" in offered(pilot))
        await pilot.press("p")
        await form(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(pilot.app.screen.query("#field-accounts")))
        fill(pilot, accounts="багато")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "має бути ціле число" in shown(pilot.app))
        fill(pilot, accounts="25", passed="198.51.100.0/24, 192.0.2.0/24")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "підозр: 3, змінене: 1" in shown(pilot.app))
        assert api.alerts.set_to is None
        pilot.app.screen.query_one("#field-note", Input).value = "Оператор зв'язку."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.alerts.set_to is not None)
    made = api.alerts.set_to
    assert made is not None
    assert (made.version, made.thresholds(), made.note) == (2, {"accounts": 25}, "Оператор зв'язку.")
    assert made.passed == ("198.51.100.0/24", "192.0.2.0/24")


async def test_what_was_done_from_an_address_is_one_key_away() -> None:
    async with running(FakeApi(), "alerts", size=(150, 44)) as pilot:
        await on(pilot, "203.0.113.7")
        await pilot.press("v")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "activity")
        assert pilot.app.screen.pages.query.get("address") == "203.0.113.7"


async def test_only_what_waits_is_shown_at_first_and_words_filter_in_ukrainian() -> None:
    api = FakeApi()
    async with running(api, "alerts", size=(150, 44)) as pilot:
        await until(pilot, lambda: bool(api.alerts.queries))
        assert api.alerts.queries[-1].get("state") == "open,acknowledged"
        await pilot.press("s")
        await until(pilot, lambda: api.alerts.queries[-1].get("state") == "")
        await pilot.press("/")
        pilot.app.screen.query_one("#filter", Input).value = "важливість:терміново правило:масовий_перегляд"
        await pilot.press("enter")
        await until(pilot, lambda: api.alerts.queries[-1].get("severity") == "critical")
        assert api.alerts.queries[-1].get("rule") == "mass_lookups"


async def test_those_who_only_read_are_offered_nothing_that_changes() -> None:
    api = FakeApi(permissions=EVERYTHING - {"ALERTS_WORK", "ALERT_RULES_WRITE"})
    async with running(api, "alerts", size=(150, 44)) as pilot:
        await until(pilot, lambda: "Бойко Ганна" in shown(pilot.app))
        changing = {one for one in offered(pilot) if one.startswith("alert_")} - {"alert_open", "alert_activity"}
        assert changing == set()


@pytest.mark.parametrize("may", [True, False])
async def test_the_overview_counts_them_for_those_who_may_see_them(may: bool) -> None:
    permissions = EVERYTHING if may else EVERYTHING - {"ALERTS_READ"}
    async with running(FakeApi(permissions=permissions), "users", size=(150, 44)) as pilot:
        await pilot.press("1")
        await until(pilot, lambda: "зі строком до 5 днів" in shown(pilot.app))
        await until(pilot, lambda: ("терміново: 3" in shown(pilot.app)) is may)
        assert ("Підозри" in shown(pilot.app)) is may
