"""What is told to people: works and whom they concern, driven by keys against a server in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key
from textual.widgets import Input, Select, TextArea

from console import formats, health, i18n, ledger, life, places
from console.delivery import Charge, Concerned, Minute, Payment, Schedule
from console.formats import KYIV
from console.messages import Notification
from console.metering import Version
from console.models import Change, Page, Query
from console.places import Place
from console.screens import providers
from console.screens.areas import AreaMenu
from console.screens.work_blocks import days_of
from console.widgets.form import Form

from .fakes import EVERYTHING, NOW, FakeApi, FakeNotifications, debt, notification, work
from .test_app import idle, read, running, shown, table, told, until


def fill(pilot: Any, **answers: str) -> None:
    """Writes answers into the form that is open."""
    for name, value in answers.items():
        widget = pilot.app.screen.query_one(f"#field-{name}")
        assert isinstance(widget, Input | Select | TextArea)
        if isinstance(widget, TextArea):
            widget.text = value
        else:
            widget.value = value


def choices(pilot: Any, field: str) -> list[Any]:
    """What a field of the form that is open lets one choose."""
    return [value for _, value in pilot.app.screen.query_one(f"#field-{field}", Select)._options]


async def form(pilot: Any, title: str = "") -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Form) and title in shown(pilot.app))


# -- the way to areas without a digit


async def test_areas_without_a_digit_are_reached_by_g_and_a_letter_however_fast() -> None:
    async with running(FakeApi(), "users") as pilot:
        await pilot.press("g", "w")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "works")
        await pilot.press("g")
        await until(pilot, lambda: isinstance(pilot.app.screen, AreaMenu))
        assert "w ц" in shown(pilot.app)
        await pilot.press("2")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "users")
        await pilot.press("g", "escape")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "users")


async def test_the_menu_of_areas_works_on_the_ukrainian_layout_and_shows_what_roles_allow() -> None:
    async with running(FakeApi(permissions=EVERYTHING - {"USERS_READ"}), "readings") as pilot:
        pilot.app.post_message(Key("cyrillic_small_letter_pe", "п"))
        await until(pilot, lambda: isinstance(pilot.app.screen, AreaMenu))
        assert "Абоненти" not in shown(pilot.app)
        pilot.app.post_message(Key("cyrillic_small_letter_tse", "ц"))
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "works")


@pytest.mark.parametrize(("width", "all_shown"), [(80, False), (480, True)])
async def test_tabs_show_the_open_area_and_the_way_to_those_that_have_no_room(width: int, all_shown: bool) -> None:
    async with running(FakeApi(), "works", size=(width, 24)) as pilot:
        first = shown(pilot.app).splitlines()[0]
        assert "gw Роботи" in first
        await pilot.press("2")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "users")
        first = shown(pilot.app).splitlines()[0]
        assert "Абоненти" in first
        assert ("gw Роботи" in first) is all_shown
        assert ("g …" in first) is not all_shown


# -- works


async def test_works_stand_with_where_when_and_how_many_people_and_on_a_calendar() -> None:
    async with running(FakeApi(), "works", size=(150, 60)) as pilot:
        said = shown(pilot.app)
        for part in ("‼ аварійні", "Лісова вулиця, 1–12", "23.11 13:00 – 18:00", "▶ тривають", "60 осіб", "▪23", "▫24"):
            assert part in said
        for part in ("Надіслано", "Чекають", "Інші роботи", "24.11 13:00 – 18:00"):
            assert part in said
        await pilot.press("comma")
        await until(pilot, lambda: "Жовтень 2026" in shown(pilot.app))
        await pilot.press("full_stop", "full_stop")
        await until(pilot, lambda: "Січень 2027" in shown(pilot.app))
        await pilot.press("down")
        await until(pilot, lambda: "▪24" in shown(pilot.app))  # turned back to the month of the other works


async def test_works_are_announced_once_it_was_shown_whom_they_concern() -> None:
    api = FakeApi()
    async with running(api, "works") as pilot:
        await pilot.press("n")
        await form(pilot, "Хто і яка послуга")
        where = "Річенськ, Лісова вулиця, 1–12, непарні"
        fill(pilot, supplier="p2 HEAT", kind="EMERGENCY", places=where, reason_uk="Порив", reason_en="A burst")
        await pilot.press("ctrl+s")
        await form(pilot, "Буде сповіщено 63 особи")
        assert api.works.saved == []
        said = shown(pilot.app)
        for part in ("Лісова вулиця, 15", "і ще 2 будинки", "63 особи, точок обліку: 41"):
            assert part in said
        await pilot.press("escape")  # back to what was typed
        await form(pilot, "Хто і яка послуга")
        assert pilot.app.screen.query_one("#field-places", Input).value == where
        await pilot.press("ctrl+s")
        await form(pilot, "Буде сповіщено")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(api.works.saved) == 1)
        made, silent = api.works.saved[0]
        assert (made.utility_id, made.commodity, made.kind, silent) == ("p2", "HEAT", "EMERGENCY", False)
        assert made.places == (Place("Річенськ", "Лісова вулиця", "1", "12", "ODD"),)
        assert formats.span(made.starts_at, made.ends_at) == "23.11 14:00 – 22:00"  # what broke did so now


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("starts", "завтра", "25.11.2026 09:00"),
        ("ends", "20.11.2026 09:00", "пізніше за початок"),
        ("places", "Лісова", "Місце пишуть так"),
    ],
)
async def test_what_cant_be_understood_is_told_in_the_form(field: str, text: str, said: str) -> None:
    api = FakeApi()
    async with running(api, "works") as pilot:
        await pilot.press("e")
        await form(pilot)
        fill(pilot, **{field: text})
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said in shown(pilot.app))
        assert api.works.saved == []


async def test_nobody_at_an_address_is_said_before_anything_is_announced() -> None:
    api = FakeApi()
    api.works.concerned = Concerned(0, 0, ())
    async with running(api, "works") as pilot:
        await pilot.press("e")
        await form(pilot)
        await pilot.press("ctrl+s")
        await form(pilot, "нікого немає")


async def test_houses_that_a_range_leaves_out_are_named_before_anything_is_announced() -> None:
    api = FakeApi()
    api.works.concerned = Concerned(12, 20, ("вул. Лісова, 12",), ("вул. Лісова, 12а", "вул. Лісова, 12/1"))
    async with running(api, "works") as pilot:
        await pilot.press("e")
        await form(pilot)
        await pilot.press("ctrl+s")
        await form(pilot, "Не входять до проміжку: вул. Лісова, 12а, вул. Лісова, 12/1")


async def test_a_change_says_who_was_told_before_and_a_slip_of_the_pen_tells_nobody() -> None:
    api = FakeApi()
    async with running(api, "works") as pilot:
        await pilot.press("e")
        await form(pilot)
        fill(pilot, reason_uk="Заміна двох засувок")
        await pilot.press("ctrl+s")
        await form(pilot, "Сповіщеним раніше (50)")
        await pilot.press("escape")
        await form(pilot, "Де (порожньо")
        fill(pilot, silent="yes")
        await pilot.press("ctrl+s")
        await form(pilot, "Нікого не повідомлятимемо")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(api.works.saved) == 1)
        made, silent = api.works.saved[0]
        assert (made.id, made.reason_uk, made.places, silent) == ("k0", "Заміна двох засувок", work(0).places, True)


async def test_works_are_postponed_by_their_times_alone() -> None:
    api = FakeApi()
    async with running(api, "works") as pilot:
        await pilot.press("p")
        await form(pilot, "перенести")
        fill(pilot, starts="25.11.2026 08:00", ends="25.11.2026 12:30")
        await pilot.press("ctrl+s")
        await form(pilot, "Сповіщеним раніше")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(api.works.saved) == 1)
        made, _ = api.works.saved[0]
        assert made == replace(
            work(0),
            starts_at=datetime(2026, 11, 25, 6, 0, tzinfo=UTC),
            ends_at=datetime(2026, 11, 25, 10, 30, tzinfo=UTC),
        )
        await until(pilot, lambda: "25.11 08:00 – 12:30" in shown(pilot.app))


async def test_calling_works_off_is_confirmed_by_typing_it_and_what_is_closed_is_not_changed() -> None:
    api = FakeApi()
    async with running(api, "works") as pilot:
        await pilot.press("x")
        await form(pilot, "повідомимо 50 осіб")
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert api.works.closed == []
        fill(pilot, phrase="скасувати", note="немає деталей")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.works.closed == [("cancel", "k0", "немає деталей")])
        await until(pilot, lambda: "○ скасовано" in shown(pilot.app))
        assert {"work_change", "work_cancel"} & {one.id for one in pilot.app.screen.offered()} == set()  # type: ignore[attr-defined]
        await pilot.press("down")
        await read(pilot)
        await pilot.press("f")
        await form(pilot, "завершити")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.works.closed[1:] == [("finish", "k1", "")])


async def test_works_that_change_are_drawn_where_they_stand_and_an_empty_list_fills() -> None:
    api = FakeApi()
    api.works.total = 0
    async with running(api) as pilot:
        pilot.app.go("works")  # type: ignore[attr-defined]
        await until(pilot, lambda: "Робіт ще немає" in shown(pilot.app))
        api.works.total = 3
        api.works.tell(Change("created", "k0", work(0)))
        await until(pilot, lambda: table(pilot.app).pages.total == 3)
        api.works.tell(Change("updated", "k1", work(1, state="FINISHED")))
        await until(pilot, lambda: "● завершено" in shown(pilot.app))


async def test_a_preview_that_is_lost_with_the_server_keeps_what_was_typed() -> None:
    api = FakeApi()
    async with running(api, "works") as pilot:
        await pilot.press("e")
        await form(pilot)
        fill(pilot, reason_uk="Порив")
        api.works.down = True
        await pilot.press("ctrl+s")
        await form(pilot, "Сервер не відповів")
        assert pilot.app.screen.query_one("#field-reason_uk", Input).value == "Порив"
        await pilot.press("escape")
        api.works.down = False
        assert api.works.saved == []


async def test_the_messages_of_works_are_one_key_away() -> None:
    api = FakeApi()
    async with running(api, "works") as pilot:
        await pilot.press("m")
        await until(pilot, lambda: bool(api.notifications.queries))
        assert dict(api.notifications.queries[-1].conditions) == {"cause": "work", "about": "k0"}
    assert told(pilot.app) == ""


# -- debts


async def test_a_debt_is_a_ledger_and_says_what_its_owner_hears_next() -> None:
    async with running(FakeApi(), "debts", size=(150, 60)) as pilot:
        await until(pilot, lambda: "+ 499,50" in shown(pilot.app))
        said = shown(pilot.app)
        for part in ("разом 3\u202f000,00 ₴", "! 11 днів", "! 71 день", "‼ 131 день"):
            assert part in said
        for part in ("+ 499,50", "1\u202f499,50", "− 1\u202f000,50", "‼ ще 1\u202f000,00 до 12.11.2026", "02.10.26"):
            assert part in said
        for part in (
            "‼ 26.11.2026  про борг 1\u202f000,00 ₴",
            "◷ 05.12.2026  нагадаємо: 499,50 ₴ до 12.12",
            "◷ 11.12.2026",
            "‼ 12.12.2026",
        ):
            assert part in said
        assert "13.11.2026" not in said  # the first notice went out already


async def test_debts_are_ordered_by_amount_or_age_and_filtered_by_street_and_amount() -> None:
    api = FakeApi()
    async with running(api, "debts") as pilot:
        await pilot.press("o")
        await until(pilot, lambda: not api.debts.queries[-1].descending)
        await until(pilot, lambda: "спершу найдавніші" in shown(pilot.app))
        await pilot.press("slash")
        pilot.app.screen.query_one("#filter", Input).value = "Лісова above:500"
        await pilot.press("enter")
        await until(pilot, lambda: dict(api.debts.queries[-1].conditions) == {"street": "Лісова", "above": "500"})


async def test_when_a_utility_reminds_is_changed_by_key_and_nonsense_is_refused_in_the_form() -> None:
    api = FakeApi()
    async with running(api, "debts") as pilot:
        await pilot.press("e")
        await form(pilot, "За скільки днів")
        fill(pilot, remind="7, скоро", debt="1 30", smallest="50,5")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "а не «скоро»" in shown(pilot.app))
        fill(pilot, remind="7, 3 0")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(api.debts.schedules) == 1)
        made = api.debts.schedules[0]
        assert (made.remind, made.debt, made.smallest, made.etag) == ((7, 3, 0), (1, 30), 5_050, "1")
        await until(pilot, lambda: "09.12.2026" in shown(pilot.app))


async def test_a_utility_that_never_reminds_says_so() -> None:
    api = FakeApi()
    api.debts.known = None
    async with running(api, "debts", size=(150, 60)) as pilot:
        await until(pilot, lambda: "Постачальник не задав" in shown(pilot.app))


async def test_the_documents_of_any_account_are_found_by_its_number() -> None:
    async with running(FakeApi(), "debts", size=(150, 60)) as pilot:
        await pilot.press("a")
        await form(pilot)
        fill(pilot, number="0077777")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Рахунок 0077777" in shown(pilot.app))
        await pilot.press("escape", "m")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "notifications")


async def test_the_debts_of_a_resident_are_one_key_away() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        await pilot.press("d")
        await until(pilot, lambda: bool(api.debts.queries))
        assert api.debts.queries[-1].get("user") == "u0000000"


AMOUNTS = st.integers(-(10**8), 10**8)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(
    AMOUNTS,
    st.lists(st.builds(Charge, st.just("Н"), AMOUNTS, st.just(0), DAYS, DAYS, st.none()), max_size=12),
    st.lists(
        st.builds(
            Payment, st.just("О"), AMOUNTS, st.datetimes(datetime(2020, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
        ),
        max_size=12,
    ),
)
def test_a_ledger_ends_at_the_balance_and_each_line_is_the_step_from_the_one_before(
    balance: int, charges: list[Charge], payments: list[Payment]
) -> None:
    made = ledger.lines(balance, charges, payments)
    assert len(made) == len(charges) + len(payments)
    if made:
        assert made[0].balance == balance
        assert made[-1].balance - made[-1].amount == balance - sum(line.amount for line in made)
    for newer, older in pairwise(made):
        assert newer.balance - newer.amount == older.balance
        assert newer.day is not None
        assert older.day is not None
        assert newer.day >= older.day


@given(DAYS, DAYS, st.lists(st.integers(0, 30), max_size=5), st.lists(st.integers(1, 1095), max_size=12), DAYS)
def test_no_notice_lies_behind_and_each_is_as_far_from_its_day_as_the_schedule_says(
    due: date, since: date, remind: list[int], tell: list[int], today: date
) -> None:
    one = debt(0, next_due_on=due, overdue_since=since)
    found = ledger.notices(one, Schedule("", "", "", tuple(remind), tuple(tell), 0, ""), today)
    assert [notice.on for notice in found] == sorted(notice.on for notice in found)
    for notice in found:
        assert notice.on >= today
        if notice.debt:
            assert (notice.on - since).days in tell
        else:
            assert (due - notice.on).days in remind


def test_a_debt_below_the_smallest_is_not_told_of() -> None:
    schedule = Schedule("", "", "", (), (30,), 100_001, "")
    assert ledger.notices(debt(0), schedule, date(2026, 11, 23)) == []


# -- providers


async def test_providers_show_their_hour_as_sparklines_and_what_waits() -> None:
    async with running(FakeApi(), "providers", size=(160, 50)) as pilot:
        said = shown(pilot.app)
        for part in ("● справний", "◐ збоїть", "✖ не працює", "████ 100 %", "██░░  50 %", "░░░░   0 %", "60", "216 мс"):
            assert part in said
        for part in ("прийняв: 50", "відклав: 6", "не відповів: 2", "найдовше 250 мс", "▂", "█", "з 22:00 до 8:00"):
            assert part in said
        for part in ("10\u202f000+ масові з 14:00:00", "3 термінові не раніше 15:00:00"):
            assert part in said
        await pilot.press("down")
        await until(pilot, lambda: "ESME_RTHROTTLED" in shown(pilot.app))
        await pilot.press("down")
        await until(pilot, lambda: "Нічого не надсилали" in shown(pilot.app))


async def test_providers_are_looked_at_again_while_somebody_looks_and_not_while_the_server_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(providers, "PAUSE", 0.3)
    api = FakeApi()
    async with running(api, "providers") as pilot:
        app: Any = pilot.app
        await until(pilot, lambda: len(api.providers.queries) > 2)
        renewed: list[bool] = []
        monkeypatch.setattr(app.screen, "renew", lambda: renewed.append(True))
        await until(pilot, lambda: bool(renewed))
        renewed.clear()
        app.connection.lost()
        app.screen._read_again()
        assert not renewed


async def test_quiet_hours_are_changed_by_key_and_what_the_server_refuses_stands_in_the_form() -> None:
    api = FakeApi()
    async with running(api, "providers") as pilot:
        await pilot.press("e")
        await form(pilot, "Тихо з години")
        fill(pilot, daily_cap="багато")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "а не «багато»" in shown(pilot.app))
        fill(pilot, daily_cap="2", quiet_from="24", keywords="СТОП, НІ, СТОП")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Має бути від 0 до 23" in shown(pilot.app))
        fill(pilot, quiet_from="21")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "з 21:00 до 8:00" in shown(pilot.app))
        assert (api.providers.known.daily_cap, api.providers.known.keywords) == (2, ("СТОП", "НІ"))


MINUTES = st.builds(
    Minute,
    st.integers(-90, 30).map(lambda minute: NOW + timedelta(minutes=minute)),
    *[st.integers(0, 500)] * 4,
    st.integers(0, 60_000),
)


@given(st.lists(MINUTES, max_size=90), st.sampled_from([1, 15, 20, 30, 60]))
def test_the_parts_of_an_hour_lose_no_answer_of_it_and_take_none_from_outside(
    minutes: list[Minute], cells: int
) -> None:
    made = health.parts(minutes, NOW, cells)
    within = [one for one in minutes if NOW - timedelta(minutes=60) < one.at <= NOW]
    assert len(made) == cells
    assert sum(part.answers for part in made) == sum(one.answers for one in within)
    assert all(part.milliseconds <= max(one.milliseconds for one in minutes) for part in made if part.answers)


# -- the life of a message, and why


def cascade(number: int) -> Notification:
    """Three messages: push that failed, SMS that waits for its next attempt in its place, and one that is unknown."""
    if number == 0:
        events = (
            Version(NOW, "QUEUED", "", ""),
            Version(NOW + timedelta(seconds=2), "SENDING", "", "fcm"),
            Version(NOW + timedelta(seconds=65), "FAILED_PERMANENT", "", "UNREGISTERED"),
        )
        return notification(0, channel="PUSH", state="FAILED_PERMANENT", events=events, next_id="n0000001")
    if number == 1:
        return notification(
            1,
            state="FAILED_TEMPORARY",
            events=(Version(NOW + timedelta(seconds=66), "FAILED_TEMPORARY", "", "throttled"),),
            previous_id="n0000000",
            next_attempt_at=NOW + timedelta(minutes=5),
            expires_at=NOW + timedelta(days=1),
        )
    return notification(number, state="UNKNOWN" if number == 2 else "DELIVERED")


def dead(number: int) -> Notification:
    """The same, but that nothing was sent in place of the first."""
    return replace(cascade(0), next_id="") if number == 0 else cascade(number)


def delivering(make: Callable[[int], Notification] = cascade) -> FakeApi:
    api = FakeApi()
    api.notifications.make = make
    return api


async def test_the_life_of_a_message_is_a_timeline_over_all_its_channels() -> None:
    async with running(delivering(), "notifications", size=(160, 60)) as pilot:
        await until(pilot, lambda: "натомість SMS" in shown(pilot.app))
        said = shown(pilot.app)
        for part in (
            "├ 23.11 14:00:00  ◌ у черзі",
            "├ 23.11 14:00:02  ◍ надсилається  +2 с",
            "╰ 23.11 14:01:05  ✖ не доставлено  +1 хв 3 с",
            "UNREGISTERED",
            "↳ натомість SMS",
            "23.11 14:01:06  ↻ буде повтор",
            "23.11 14:05:00  ◷ наступна спроба",
            "24.11 14:00:00  ◷ кінцевий строк",
        ):
            assert part in said
        assert said.index("UNREGISTERED") < said.index("throttled")
        await pilot.press("down")
        await read(pilot)
        assert "push, +380•••••0001  ·" in shown(pilot.app)  # the chain again, seen from its second message


async def test_a_dead_letter_is_sent_again_once_that_is_confirmed() -> None:
    api = delivering(dead)
    async with running(api, "notifications") as pilot:
        await pilot.press("d")
        await until(pilot, lambda: api.notifications.queries[-1].get("state") == "failed_permanent,unknown,expired")
        await read(pilot)
        await pilot.press("r")
        await form(pilot, "надіслати ще раз: 1 сповіщення")
        await pilot.press("escape")
        assert api.notifications.done == []
        await idle(pilot)
        await pilot.press("r")
        await form(pilot, "надіслати ще раз")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.notifications.done == [("retry", "n0000000")])
        await until(pilot, lambda: "◌ у черзі" in shown(pilot.app))


class Letters(FakeNotifications):
    """A list that a message leaves when its state is no longer that of the filter."""

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Notification]:
        rows = [self._row(number) for number in range(self.total)]
        if wanted := query.get("state"):
            rows = [row for row in rows if row.state.lower() in wanted.split(",")]
        self.queries.append(query)
        return Page(tuple(rows[skip:]), len(rows), "")


async def test_a_dead_letter_that_was_sent_again_stays_under_the_cursor_as_it_is_now() -> None:
    api = FakeApi()
    api.notifications = Letters(4, dead)
    async with running(api, "notifications") as pilot:
        await pilot.press("d")
        await until(pilot, lambda: table(pilot.app).pages.total == 2)
        await read(pilot)
        await pilot.press("r")
        await form(pilot, "надіслати ще раз")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.notifications.done == [("retry", "n0000000")])
        api.notifications.tell(Change("deleted", "n0000000", None))
        await pilot.pause(1.4)  # the list is read anew without it
        assert table(pilot.app).current.state == "QUEUED"
        assert table(pilot.app).cursor_key == "n0000000"
        await pilot.press("down")
        await until(pilot, lambda: table(pilot.app).pages.total == 1)


async def test_of_marked_messages_those_are_tried_again_that_may_be_and_a_doubtful_one_is_typed() -> None:
    api = delivering(dead)
    api.notifications.refusing = {"n0000000"}
    async with running(api, "notifications") as pilot:
        await pilot.press("space", "space", "space", "space", "r")
        await form(pilot, "надіслати ще раз: 2 сповіщення")
        said = shown(pilot.app)
        assert "Про 1 з них невідомо" in said
        assert "2 позначені пропускаємо" in said
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert api.notifications.done == []
        fill(pilot, phrase="надіслати")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.notifications.done == [("retry", "n0000002")])
        await until(pilot, lambda: "1 × Стан уже інший." in shown(pilot.app))


async def test_what_waits_is_taken_back_by_typing_it_and_what_is_through_is_not_offered() -> None:
    api = delivering()
    async with running(api, "notifications") as pilot:
        assert "notification_cancel" not in {one.id for one in pilot.app.screen.offered()}  # type: ignore[attr-defined]
        await pilot.press("down")
        await read(pilot)
        await pilot.press("x")
        await form(pilot, "не надсилати")
        fill(pilot, phrase="не надсилати")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.notifications.done == [("cancel", "n0000001")])


async def test_why_is_one_key_away_from_a_message_and_from_a_resident() -> None:
    api = delivering()
    async with running(api, "notifications") as pilot:
        await pilot.press("y")
        await until(pilot, lambda: "Правила за каналами" in shown(pilot.app))
        said = " ".join(shown(pilot.app).split())
        for part in ("✓ отримає: SMS, 23.11.2026 14:00", "push SMS", "згода на рекламу ✖ ✓", "тихі години · ◷"):
            assert part in said
        for part in ("push: не можна", "SMS: можна", "✖ Згоди на рекламу немає.", "◷ Зачекає до 08:00."):
            assert part in said
        assert api.notifications.explained == [("u0000001", "message", "n0000000")]
        await pilot.press("escape", "2")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "users")
        await read(pilot)
        await pilot.press("y")
        await form(pilot, "чому так: Коваль0 Олена")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Правила за каналами" in shown(pilot.app))
        assert api.notifications.explained[-1] == ("u0000000", "template", "news")


async def test_a_cascade_that_leads_in_a_circle_is_followed_once() -> None:
    api = FakeApi()
    api.notifications.make = lambda number: notification(
        number, previous_id=f"n{(number + 1) % 5:07}", next_id=f"n{(number + 4) % 5:07}"
    )
    async with running(api, "notifications", size=(160, 50)) as pilot:
        assert shown(pilot.app).count("↳ натомість") == 3


@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(["QUEUED", "SENDING", "SENT"])), max_size=8))
def test_steps_stand_in_the_order_in_which_they_happened_and_none_is_lost(given_events: list[tuple[int, str]]) -> None:
    events = tuple(Version(NOW + timedelta(seconds=second), state, "", "") for second, state in given_events)
    (leg,) = life.legs([notification(0, events=events, queued_at=None)], "n0000000")
    assert sorted(step.kind for step in leg.steps) == sorted(state for _, state in given_events)
    assert all(step.after is None or step.after >= 0 for step in leg.steps)


# -- what is typed and read


NAMES = st.text("абвгґїієйжщ'’ ABCxyz.", min_size=1, max_size=20).map(str.strip).filter(bool)
NUMBERS = st.from_regex(r"[1-9][0-9]{0,2}[абвг]?(/[1-9])?", fullmatch=True)


@st.composite
def one_place(draw: st.DrawFn) -> Place:
    if draw(st.booleans()) and draw(st.booleans()):
        return Place(point_id=draw(st.from_regex(r"[0-9A-Z]{26}", fullmatch=True)))
    first = draw(st.one_of(st.just(""), NUMBERS))
    last = draw(NUMBERS) if first and draw(st.booleans()) else ""
    side = draw(st.sampled_from(["", "ODD", "EVEN"]))
    return Place(draw(NAMES), draw(NAMES), first, last, side)


@given(st.lists(one_place(), max_size=5), st.sampled_from(["uk", "en"]))
def test_places_that_are_shown_can_be_typed_again(given_places: list[Place], language: str) -> None:
    assert places.parse(places.text_of(given_places, language)) == tuple(given_places)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_places_or_is_refused_and_named(text: str) -> None:
    refused = ""
    found: tuple[Place, ...] = ()
    try:
        found = places.parse(text)
    except places.NotAPlace as error:
        refused = str(error)
    assert refused in text
    assert all(one.point_id or (one.city and one.street) for one in found)


@pytest.mark.parametrize("typed", ["1-12", "1 - 12", "1–12", "1 — 12", "1…12", "1..12"])
def test_a_range_of_buildings_may_be_typed_with_any_dash(typed: str) -> None:
    assert places.parse(f"Річенськ, Лісова, {typed}") == (Place("Річенськ", "Лісова", "1", "12"),)


def test_a_hyphen_before_a_letter_is_part_of_the_number() -> None:
    assert places.parse("Річенськ, Лісова, 12-А") == (Place("Річенськ", "Лісова", "12-А"),)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)))
def test_instants_that_are_shown_can_be_typed_again(at: datetime) -> None:
    minute = at.replace(second=0, microsecond=0, tzinfo=UTC)
    back = formats.parse_instant(formats.instant(minute))
    assert back in (minute, minute - timedelta(hours=1))  # the hour that comes twice is the first of the two


def test_a_year_has_four_digits_whichever_it_is() -> None:
    assert formats.day(date(1, 1, 1)) == "01.01.0001"
    assert formats.day_of(datetime(812, 5, 6, tzinfo=KYIV)) == "06.05.0812"
    assert formats.instant(datetime(812, 5, 6, 7, 8, tzinfo=KYIV)) == "06.05.0812 07:08"


@given(st.integers(-(10**10), 10**10), st.sampled_from(["uk", "en"]))
def test_amounts_that_are_shown_can_be_typed_again(kopecks: int, language: str) -> None:
    i18n.use(language)
    assert formats.parse_money(formats.money(kopecks)) == kopecks


@given(st.text(max_size=30))
def test_whatever_is_typed_for_an_amount_or_an_instant_is_one_or_is_refused(text: str) -> None:
    for parse in (formats.parse_money, formats.parse_instant):
        try:
            parse(text)
        except ValueError:
            continue


@given(st.lists(st.floats(0, 1e9), max_size=80))
def test_a_sparkline_has_a_bar_for_each_value_and_hides_none(values: list[float]) -> None:
    drawn = formats.sparkline(values)
    assert len(drawn) == len(values)
    assert all((bar == " ") == (value == 0) for bar, value in zip(drawn, values, strict=True))


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(2, 40))
def test_a_bar_is_full_when_all_is_done_and_not_before(part: int, whole: int, cells: int) -> None:
    drawn = formats.bar(part, whole, cells)
    assert len(drawn) == cells
    assert (drawn == "█" * cells) == (0 < whole <= part)
    assert (drawn == "░" * cells) == (part == 0 or whole == 0)


@given(st.integers(0, 3_000_000))
def test_a_time_is_told_by_its_two_largest_units(seconds: int) -> None:
    i18n.use("en")
    assert 1 <= len(formats.lasting(seconds).split()) / 2 <= 2


def test_a_time_is_told_as_people_say_it() -> None:
    assert [formats.lasting(seconds) for seconds in (0, 59, 60, 3_725, 90_000)] == [
        "0 с",
        "59 с",
        "1 хв",
        "1 год 2 хв",
        "1 дн 1 год",
    ]


def test_works_that_end_at_midnight_take_no_day_more() -> None:
    midnight = datetime(2026, 11, 25, tzinfo=KYIV)
    one = work(1, starts_at=midnight - timedelta(hours=5), ends_at=midnight)
    assert days_of(one) == (date(2026, 11, 24), date(2026, 11, 24))
