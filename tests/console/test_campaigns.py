"""What goes to many: texts as they are written, audiences as they are counted, campaigns as they run."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, Select, TextArea

from console import sample
from console.delivery import Audience, CampaignProgress
from console.models import Change
from console.ports import ClientError
from console.screens import campaigns
from console.screens.campaign_blocks import done_of, share
from console.screens.compose import Compose
from console.screens.reading_room import Pages

from .fakes import NOW, FakeApi, FakeTemplates, campaign, template, user
from .test_app import idle, read, running, shown, table, told, until
from .test_delivery import fill, form


def offered(pilot: Any) -> set[str]:
    return {one.id for one in pilot.app.screen.offered()}


# -- texts


async def test_a_template_reads_in_both_languages_with_parts_and_cost() -> None:
    async with running(FakeApi(), "templates", size=(150, 45)) as pilot:
        await pilot.press("down")
        await until(pilot, lambda: "Роботи на [street]" in shown(pilot.app))
        said = shown(pilot.app)
        for part in (
            "Works in [street]",
            "Води не буде з 2026-11-23T14:00:00+02:00.",
            "SMS: 1 частина, кирилиця (UCS-2), 0,85 ₴",
            "латиниця (GSM-7)",
            "{from}",
            "день і час",
        ):
            assert part in said


async def written(pilot: Any, **texts: str) -> None:
    for name, text in texts.items():
        widget = pilot.app.screen.query_one(f"#{name}")
        if isinstance(widget, TextArea):
            widget.text = text
        else:
            assert isinstance(widget, Input | Select)
            widget.value = text


@pytest.mark.parametrize("size", [(140, 42), (80, 24)])
async def test_a_text_is_rendered_as_it_is_written_and_saved_by_key(size: tuple[int, int]) -> None:
    api = FakeApi()
    async with running(api, "templates", size=size) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, Compose))
        await pilot.press(*"fair", "tab", "tab", "tab", *"Fair tomorrow")
        assert pilot.app.screen.query_one("#subject_uk", Input).value == ""
        body = pilot.app.screen.query_one("#body_uk", TextArea)
        await until(pilot, lambda: "Fair tomorrow" in body.text)
        await until(pilot, lambda: "Прочитають українською" in shown(pilot.app))
        assert "SMS: 1 частина" in shown(pilot.app)
        await written(pilot, subject_uk="Ярмарок", body_uk="Ярмарок {when} " + "і ще " * 20)
        await until(pilot, lambda: "Підстановки різняться" in shown(pilot.app))  # but each reads for itself
        if size[0] > 100:
            await until(pilot, lambda: "Ярмарок [when]" in shown(pilot.app))
            assert "На 3 знаки менше — і буде на частину менше" in shown(pilot.app)
        await written(pilot, subject_en="A fair", body_en="A fair {when}", values="when=завтра")
        await until(pilot, lambda: api.templates.values[-1] == {"when": "завтра"})
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Compose))
        made = api.templates.saved[0]
        assert (made.name, made.category, made.body_en) == ("fair", "NEWS", "A fair {when}")
        assert "версію 1" in told(pilot.app)


async def test_where_there_is_no_room_the_language_that_is_written_is_the_one_that_is_read() -> None:
    async with running(FakeApi(), "templates", size=(80, 24)) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: "Прочитають українською" in shown(pilot.app))
        assert "Прочитають англійською" not in shown(pilot.app)
        pilot.app.screen.query_one("#body_en", TextArea).focus()
        await until(pilot, lambda: "Прочитають англійською" in shown(pilot.app))
        assert "Прочитають українською" not in shown(pilot.app)


async def test_what_is_written_is_left_by_a_second_escape_and_survives_a_refusal_and_a_lost_server() -> None:
    api = FakeApi()
    async with running(api, "templates") as pilot:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, Compose))
        await written(pilot, body_uk="Ярмарку не буде.")
        api.templates.refusal = ClientError("STALE_ETAG", "Хтось змінив це раніше.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Хтось змінив" in shown(pilot.app))
        api.templates.refusal = ClientError("UNREACHABLE", "", lost=True)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Сервер не відповів" in shown(pilot.app))
        assert pilot.app.screen.query_one("#body_uk", TextArea).text == "Ярмарку не буде."
        await pilot.press("escape")
        await until(pilot, lambda: "Esc ще раз" in shown(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Compose))
        assert api.templates.saved == []


async def test_what_is_typed_before_the_text_stands_is_written_and_quitting_asks_first() -> None:
    async with running(FakeApi(), "templates") as pilot:
        await pilot.press("n", *"fair")
        await until(pilot, lambda: isinstance(pilot.app.screen, Compose))
        await until(pilot, lambda: pilot.app.screen.query_one("#name", Input).value == "fair")
        await pilot.press("ctrl+c")
        await form(pilot, "Написане не збережено")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Compose))


async def test_a_preview_that_was_lost_comes_when_the_server_is_back() -> None:
    api = FakeApi()
    async with running(api, "templates") as pilot:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, Compose))
        api.templates.down = True
        await written(pilot, body_uk="Ярмарок переноситься.")
        await until(pilot, lambda: "Немає зв'язку" in shown(pilot.app))
        api.templates.down = False
        await until(pilot, lambda: "Прочитають українською" in shown(pilot.app))


async def test_a_preview_that_comes_after_the_screen_was_left_hurts_nothing() -> None:
    api = FakeApi()
    async with running(api, "templates") as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, Compose))
        left: Any = pilot.app.screen
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Compose))
        await left._render_text()
        left._source = FakeTemplates(0, template)
        left._source.preview = refused
        await left._render_text()


async def refused(*_: Any) -> Any:
    raise ClientError("INVALID_FIELD", "Підстановки різняться.")


async def test_a_text_is_shown_as_one_person_would_get_it_and_why() -> None:
    api = FakeApi(users=1)
    async with running(api, "templates") as pilot:
        await pilot.press("down")
        await read(pilot)
        await pilot.press("v")
        await form(pilot, "Кому")
        fill(pilot, who="Коваль")
        await pilot.press("ctrl+s")
        await form(pilot, "street: текст")
        fill(pilot, street="Лісова")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Pages))
        said = shown(pilot.app)
        for part in ("Коваль0 Олена, українська", "Роботи на Лісова", "✓ отримає: SMS", "Правила за каналами"):
            assert part in said
        assert api.templates.previewed == [("u0000000", "works_planned")]


async def test_of_several_people_one_is_chosen_and_of_none_that_is_said() -> None:
    api = FakeApi(users=3)
    async with running(api, "campaigns") as pilot:
        await pilot.press("y")
        await form(pilot, "Кому")
        fill(pilot, who="Коваль")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(pilot.app.screen.query("#field-user")))
        fill(pilot, user=user(2).id)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "належить до аудиторії" in shown(pilot.app))
        assert api.notifications.explained == [("u0000002", "campaign", "c0")]
        api.users.total = 0
        await pilot.press("escape")
        await idle(pilot)
        await pilot.press("y")
        await form(pilot, "Кому")
        fill(pilot, who="Нема Такого")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Нікого не знайдено: Нема Такого" in told(pilot.app))


# -- a campaign


async def test_a_running_campaign_shows_how_far_it_is_how_fast_and_what_went_wrong() -> None:
    async with running(FakeApi(), "campaigns", size=(150, 60)) as pilot:
        said = shown(pilot.app)
        for part in (
            "▶ надсилається",
            "50 %",
            "опрацьовано 400 із 800",
            "12,5 на секунду, лишилося 2 хв 5 с",
            "✖ smsc",
            "140  ⊘ немає згоди",
        ):
            assert part in said
        for part in (
            "Отримають 800 осіб",
            "частин SMS: 600",
            "150  ⊘ немає згоди",
            "Річенськ",
            "500,00 ₴",
        ):
            assert part in said
        assert "push → SMS" in said


async def test_a_running_campaign_is_looked_at_again_and_its_rate_becomes_a_sparkline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(campaigns, "PAUSE", 0.3)
    api = FakeApi()
    async with running(api, "campaigns", size=(150, 60)) as pilot:
        await until(pilot, lambda: "██" in shown(pilot.app) and "▇▇" in shown(pilot.app).replace("█", "▇"))
        done = replace(campaign(0).progress, states={("PUSH", "DELIVERED"): 800}, expanded_all=True)
        api.campaigns.tell(Change("updated", "c0", campaign(0, state="FINISHED", progress=done)))
        await until(pilot, lambda: "● завершено" in shown(pilot.app) and "опрацьовано 800 із 800" in shown(pilot.app))


async def test_a_campaign_is_asked_for_in_steps_and_counted_before_anything_is_sent() -> None:
    api = FakeApi()
    api.notifications.templates = lambda: api_templates(api)  # type: ignore[method-assign]
    async with running(api, "campaigns") as pilot:
        await pilot.press("n")
        await form(pilot, "крок 1 з 3")
        fill(pilot, name="Роботи на Лісовій", template="works_planned", channels="PUSH SMS", stop_at="багато")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Відсоток" in shown(pilot.app))
        fill(pilot, stop_at="15 %")
        await pilot.press("ctrl+s")
        await form(pilot, "крок 2 з 3")
        fill(pilot, street="Лісова")
        pilot.app.screen.query_one("#field-from", Input).value = "2026-11-25T14:00:00+02:00"
        await pilot.press("ctrl+s")
        await form(pilot, "крок 3 з 3")
        fill(pilot, city="Річенськ")
        await pilot.press("escape")  # one back, and what was typed is there
        await form(pilot, "крок 2 з 3")
        assert pilot.app.screen.query_one("#field-street", Input).value == "Лісова"
        await pilot.press("ctrl+s")
        await form(pilot, "крок 3 з 3")
        assert pilot.app.screen.query_one("#field-city", Input).value == "Річенськ"
        fill(pilot, debt="500", service="COLD_WATER", active="01.11.2026")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Pages))
        said = shown(pilot.app)
        for part in (
            "Отримають 800 осіб з 1\u202f000",
            "триватиме 1 хв 35 с",
            "150  ⊘ немає згоди",
            "50  ⊘ немає контакту",
        ):
            assert part in said
    made = api.campaigns.saved[0]
    assert (made.name, made.channels, made.stop_at) == ("Роботи на Лісовій", ("PUSH", "SMS"), 15)
    assert made.values == {"street": "Лісова", "from": "2026-11-25T14:00:00+02:00"}
    assert made.audience == Audience(
        city="Річенськ",
        commodity="COLD_WATER",
        debt_above=50_000,
        active_since=datetime(2026, 10, 31, 22, 0, tzinfo=UTC),
    )
    assert api.campaigns.done == [("estimate", "c2", None)]


async def api_templates(api: FakeApi) -> list[Any]:
    return [api.templates.make(number) for number in range(2)]


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("debt", "багато", "Суму пишуть так"),
        ("active", "31.02.2026", "01.12.2026"),
        ("city", "Х", "Такого міста немає"),
    ],
)
async def test_what_cant_be_an_audience_is_told_in_the_form(field: str, text: str, said: str) -> None:
    api = FakeApi()
    api.notifications.templates = lambda: api_templates(api)  # type: ignore[method-assign]
    async with running(api, "campaigns") as pilot:
        await pilot.press("n")
        await form(pilot, "крок 1 з 3")
        fill(pilot, name="Ярмарок")
        await pilot.press("ctrl+s")
        await form(pilot, "крок 3 з 3")  # nothing is to be filled in
        api.campaigns.refusal = ClientError("INVALID_FIELD", "Такого міста немає.")
        fill(pilot, **{field: text})
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said in shown(pilot.app))
        await pilot.press("escape")
        await form(pilot, "крок 1 з 3")
        await pilot.press("escape")
        await idle(pilot)
        assert api.campaigns.saved == []


async def test_sending_to_many_is_confirmed_by_typing_how_many() -> None:
    api = FakeApi()
    async with running(api, "campaigns") as pilot:
        await pilot.press("down")
        await read(pilot)
        await pilot.press("b")
        await form(pilot, "Отримають 800 осіб")
        fill(pilot, phrase="80")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        fill(pilot, phrase="800", at="вчора")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "День і час пишуть так" in shown(pilot.app))
        assert api.campaigns.done == []
        fill(pilot, at="24.11.2026 10:00")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.campaigns.done == [("schedule", "c1", datetime(2026, 11, 24, 8, 0, tzinfo=UTC))])
        await until(pilot, lambda: "◷ заплановано" in shown(pilot.app))


async def test_a_campaign_is_paused_resumed_and_cancelled_by_key_as_its_state_allows() -> None:
    api = FakeApi()
    async with running(api, "campaigns") as pilot:
        assert {"campaign_pause", "campaign_cancel", "campaign_resend"} <= offered(pilot)
        assert not {"campaign_schedule", "campaign_resume", "campaign_edit"} & offered(pilot)
        await pilot.press("p")
        await until(pilot, lambda: "‖ призупинено" in shown(pilot.app))
        await until(pilot, lambda: "‼ Призупинив оператор" in shown(pilot.app))
        await idle(pilot)
        await pilot.press("r")
        await form(pilot, "Призупинив оператор")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "▶ надсилається" in shown(pilot.app))
        await idle(pilot)
        await pilot.press("x")
        await form(pilot, "Не буде надіслано: 400")
        api.campaigns.refusal = ClientError("WRONG_STATE", "Розсилка вже завершилася.")
        fill(pilot, phrase="скасувати")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "вже завершилася" in shown(pilot.app))
        api.campaigns.refusal = None
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "○ скасовано" in shown(pilot.app))
    assert [what for what, *_ in api.campaigns.done] == ["pause", "resume", "cancel"]


@pytest.mark.parametrize("unknown", ["no", "yes"])
async def test_failures_alone_are_sent_again_and_the_doubtful_only_where_that_is_chosen(unknown: str) -> None:
    api = FakeApi()
    async with running(api, "campaigns") as pilot:
        await pilot.press("f")
        await form(pilot, "Ще раз стане в чергу 15 сповіщень")
        assert "теж надіслати (5)" in str(pilot.app.screen.query_one("#field-unknown", Select)._options)
        fill(pilot, unknown=unknown, phrase="надіслати")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.campaigns.done == [("resend", "c0", unknown == "yes")])
        await until(pilot, lambda: f"У черзі ще раз: {20 if unknown == 'yes' else 15}" in told(pilot.app))


async def test_the_messages_of_a_campaign_are_one_key_away() -> None:
    api = FakeApi()
    async with running(api, "campaigns") as pilot:
        await pilot.press("m")
        await until(pilot, lambda: bool(api.notifications.queries))
        assert dict(api.notifications.queries[-1].conditions) == {"cause": "campaign", "about": "c0"}


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("area", ["works", "debts", "campaigns", "templates", "providers", "policies", "notifications"])
async def test_every_new_area_shows_list_and_detail_on_a_small_terminal_in_both_languages(
    area: str, language: str
) -> None:
    async with running(FakeApi(), area, size=(80, 24), language=language) as pilot:
        first = [line.rstrip() for line in shown(pilot.app).splitlines()]
        assert len(first) == 24
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot.app).splitlines()[1:20] != first[1:20])
        await pilot.press("escape")
        await until(pilot, lambda: table(pilot.app).display and table(pilot.app).has_focus)


@pytest.mark.parametrize("area", ["works", "debts", "campaigns", "templates", "providers"])
async def test_a_lost_server_leaves_what_was_there_and_says_so(area: str) -> None:
    api = FakeApi()
    async with running(api, area) as pilot:
        app: Any = pilot.app
        source = getattr(api, area)
        before = table(app).current.id
        source.down = api.auth.down = True
        source.break_watches(ClientError("UNREACHABLE", "lost", lost=True))
        await pilot.press("f5")
        app.connection.lost()
        await until(pilot, lambda: "втрачено" in shown(app))
        assert table(app).current.id == before
        source.down = api.auth.down = False
        await app.connection.probe(api.auth)
        await until(pilot, lambda: "втрачено" not in shown(app))


# -- what is typed and read


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
KINDS = st.sampled_from(["", "text", "number", "money", "date", "instant"])


@given(st.dictionaries(NAMES, KINDS, max_size=6))
def test_every_placeholder_of_a_text_has_a_value_to_try_it_with(given_kinds: dict[str, str]) -> None:
    text = " і ".join(f"{{{name}{':' if kind else ''}{kind}}}" for name, kind in given_kinds.items())
    found = sample.placeholders(text)
    assert found == {name: kind or "text" for name, kind in given_kinds.items()}
    values = sample.filled(found, {"x": "1"}, NOW)
    assert values.keys() == found.keys()
    assert all(values.values())


@given(
    st.dictionaries(
        NAMES,
        st.text(st.characters(exclude_characters=";", exclude_categories=["C"]), min_size=1)
        .map(str.strip)
        .filter(bool),
    )
)
def test_values_that_are_shown_can_be_typed_again(values: dict[str, str]) -> None:
    assert sample.parse(sample.text_of(values)) == values


@given(st.text(max_size=60))
def test_values_that_are_still_being_typed_hinder_nothing(line: str) -> None:
    assert all(name and value for name, value in sample.parse(line).items())


STATES = ["QUEUED", "SENDING", "SENT", "DELIVERED", "FAILED_TEMPORARY", "FAILED_PERMANENT", "UNKNOWN", "EXPIRED"]
STATES += ["CANCELLED"]


@given(
    st.dictionaries(st.tuples(st.sampled_from(["PUSH", "SMS"]), st.sampled_from(STATES)), st.integers(0, 10**6)),
    st.booleans(),
)
def test_a_campaign_is_never_further_than_it_is(states: dict[tuple[str, str], int], expanded: bool) -> None:
    one = campaign(0, progress=CampaignProgress(states=states, expanded_all=expanded))
    done, total = done_of(one)
    assert 0 <= done <= total
    assert 0 <= share(one) <= 1
    if not expanded:
        assert total >= 800  # as many as were counted
    never = ("QUEUED", "SENDING", "FAILED_TEMPORARY", "CANCELLED")  # what was cancelled is not through: it never went
    assert done == sum(count for (_, state), count in states.items() if state not in never)
