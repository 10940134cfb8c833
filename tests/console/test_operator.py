"""An operator's evening: keys that come too early, other operators, a server that goes, files that are not there."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static
from textual.worker import WorkerFailed

from console import i18n
from console.app import Console
from console.client.files import Files
from console.imports import FileRow, ImportAs, Imported, Shape
from console.metering import Estimation, Finding, Reading, Version
from console.models import Change, Page, Query
from console.ports import ClientError
from console.screens.progress import Progress, Working
from console.store.connection import State
from console.together import TOGETHER
from console.widgets.action_bar import ActionBar
from console.widgets.form import Form

from .fakes import NOW, FakeApi, FakeReadings, reading, rules
from .test_app import idle, read, running, shown, table, told, until

LOST = ClientError("UNREACHABLE", "Socket closed", lost=True)


@pytest.fixture(autouse=True)
def ukrainian() -> None:
    i18n.use("uk")


def decided(number: int, **changes: Any) -> Reading:
    """A reading that somebody else accepted."""
    versions = (Version(NOW, "ACCEPTED", "Петро Гнатюк", "телефонував ¦ called them"),)
    return reading(number, state="ACCEPTED", etag="2", versions=versions, **changes)


class Queue(FakeReadings):
    """A list from which what is decided leaves, as it does on the server."""

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Reading]:
        self._check()
        rows = [self._row(number) for number in range(self.total)]
        if query.get("state"):
            rows = [row for row in rows if row.state == query.get("state").upper()]
        start = (int(token) if token else 0) + skip
        end = min(start + size, len(rows))
        return Page(tuple(rows[start:end]), len(rows), str(end) if end < len(rows) else "")

    def decide_elsewhere(self, number: int) -> None:
        self.tell(Change("updated", f"r{number:07}", decided(number)))
        self.tell(Change("deleted", f"r{number:07}", None))


def queue(api: FakeApi, total: int = 40) -> Queue:
    api.readings = found = Queue(total, reading)
    return found


# -- the language, while work runs


async def test_the_language_can_be_switched_at_any_moment() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        for _ in range(4):
            await pilot.press("j", "f2", "7", "f2", "3", "f2")
            await pilot.pause(0.2)
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "readings")
        await read(pilot)
        await pilot.press("7")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "buildings")
        await pilot.press("3")
        api.readings.tell(Change("created", "r0000090", reading(90)))
        await pilot.press("f2", "f2", "f2")
        await pilot.pause(2.5)  # as long as a building waits before it looks again
        assert i18n.language() == "en"
        assert "Readings" in shown(pilot.app)


async def test_sign_in_keeps_what_was_typed_when_the_language_is_switched() -> None:
    app = Console(FakeApi, "test:7443")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*"oksana", "f2")
        await until(pilot, lambda: "Sign in" in shown(app))
        assert app.screen.query_one("#login", Input).value == "oksana"


# -- numbers that can't be


@pytest.mark.parametrize(
    ("area", "key", "field", "text", "said"),
    [
        ("windows", "e", "first_day", "99999999999999999999", "ціле число днів"),
        ("windows", "e", "deemed_day", "²", "ціле число днів"),
        ("windows", "n", "begins", "01.01.0001", "Рік має бути"),
        ("windows", "e", "ends", "31.12.9999", "Рік має бути"),
        ("rules", "n", "value", "nan", "має бути число"),
        ("rules", "n", "value", "1e400", "має бути число"),
        ("rules", "p", "months", "nan", "має бути число"),
        ("rules", "p", "months", "99999", "від 1 до 600"),
        ("rules", "p", "months", "0", "від 1 до 600"),
    ],
)
async def test_a_number_that_cant_be_is_told_in_the_form_which_keeps_what_was_typed(
    area: str, key: str, field: str, text: str, said: str
) -> None:
    api = FakeApi()
    async with running(api, area) as pilot:
        if key == "p":
            await pilot.press("down")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        pilot.app.screen.query_one(f"#field-{field}", Input).value = text
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said in shown(pilot.app))
        assert pilot.app.screen.query_one(f"#field-{field}", Input).value == text
        assert not api.windows.saved
        assert not api.rules.made


@pytest.mark.parametrize("size", [(80, 24), (140, 42)])
@pytest.mark.parametrize("key", ["e", "n"])
async def test_a_form_shows_its_first_label_its_fault_and_its_buttons(size: tuple[int, int], key: str) -> None:
    async with running(FakeApi(), "windows", size=size) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.pause(0.2)
        said = shown(pilot.app)
        first = "Діє від" if key == "n" else "Перший день"
        assert first in said
        assert "Назад" in said
        pilot.app.screen.query_one(f"#field-{'begins' if key == 'n' else 'first_day'}", Input).value = ""
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Заповніть поле" in shown(pilot.app))
        assert "Гаразд" in shown(pilot.app)


# -- an error of the console's own


@pytest.mark.parametrize("where", ["action", "worker", "message", "timer"])
async def test_an_error_of_the_console_is_told_and_nothing_ends(
    where: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Console, "strict", False)
    async with running(FakeApi(), "readings") as pilot:
        screen: Any = pilot.app.screen

        async def wrong(*_: Any) -> None:
            raise ZeroDivisionError

        if where == "action":
            monkeypatch.setattr(screen, "do_reading_accept", wrong)
            await pilot.press("a")
        elif where == "worker":
            monkeypatch.setattr(screen, "detail", wrong)
            await pilot.press("down")
        elif where == "message":
            monkeypatch.setattr(screen, "show_head", lambda: 1 // 0)
            await pilot.press("down")
        else:
            screen.set_timer(0.01, wrong)
        await until(pilot, lambda: "ZeroDivisionError" in told(pilot.app))
        assert "F5" in told(pilot.app)
        monkeypatch.undo()
        monkeypatch.setattr(Console, "strict", False)
        await pilot.press("2")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "users")
    assert "ZeroDivisionError" in capfd.readouterr().err


async def test_in_tests_an_error_of_the_console_fails_them() -> None:
    async def wrong() -> None:
        raise ZeroDivisionError

    async def one_key() -> None:
        async with running(FakeApi(), "readings") as pilot:
            screen: Any = pilot.app.screen
            screen.do_reading_accept = wrong
            await pilot.press("a")
            await pilot.pause(0.2)

    with pytest.raises(WorkerFailed, match="ZeroDivisionError"):
        await one_key()


# -- marks


async def test_a_range_takes_rows_that_are_not_here_yet() -> None:
    api = FakeApi()
    queue(api, 1_000)
    async with running(api, "readings") as pilot:
        await pilot.press("home", "space", "end")
        await until(pilot, lambda: table(pilot.app).cursor_key == "r0000999")
        await pilot.press("M")
        await until(pilot, lambda: len(table(pilot.app).marks) == 1_000)


async def test_a_range_that_is_too_long_is_refused_and_marks_nothing_more() -> None:
    api = FakeApi(users=1_000_000)
    async with running(api, "users") as pilot:
        await pilot.press("space", "end")
        await until(pilot, lambda: bool(table(pilot.app).cursor_key))
        await pilot.press("M")
        await until(pilot, lambda: "Не позначено" in told(pilot.app))
        assert len(table(pilot.app).marks) == 1


# -- one decision at a time, and about what is shown


async def test_a_key_pressed_twice_decides_once_and_ends_nothing() -> None:
    api = FakeApi()
    api.readings.slow = 0.8
    async with running(api, "readings") as pilot:
        await pilot.press("x", "x", "a")
        await until(pilot, lambda: len(api.readings.done) == 1)
        assert "Ще виконується «відхилити»" in told(pilot.app)
        await until(pilot, lambda: "відхилити: 100 м³" in told(pilot.app))
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: len(api.readings.done) == 2)
        await pilot.pause(0.3)
        assert [(what, row) for what, row, _ in api.readings.done] == [("refuse", "r0000000"), ("undo", "r0000000")]


async def test_nothing_is_decided_about_a_reading_whose_detail_is_not_shown() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        api.readings.slow = 0.5
        await pilot.press("down", "a")
        await until(pilot, lambda: "ще не показано" in told(pilot.app))
        assert api.readings.done == []
        await read(pilot)
        await pilot.press("a")
        await until(pilot, lambda: [row for _, row, _ in api.readings.done] == ["r0000001"])


async def test_a_reading_that_somebody_else_decided_stays_and_says_who_and_what() -> None:
    api = FakeApi()
    readings = queue(api)
    async with running(api, "readings") as pilot:
        await pilot.press("down")
        await read(pilot)
        readings.decide_elsewhere(1)
        await until(pilot, lambda: "Уже не на розгляді" in shown(pilot.app))
        await pilot.pause(1.3)  # the list is read anew without it
        assert table(pilot.app).cursor_key == "r0000001"
        said = " ".join(shown(pilot.app).split())
        for part in ("прийнято: Петро Гнатюк", "телефонував"):
            assert part in said
        assert "called them" not in said
        for key in ("a", "x", "f", "e", "c"):
            await idle(pilot)
            await pilot.press(key)
        assert "Рішення не прийнято, бо вже прийнято: Петро Гнатюк" in told(pilot.app)
        assert readings.done == []
        assert not isinstance(pilot.app.screen, Form)
        await pilot.press("down")
        await until(pilot, lambda: table(pilot.app).cursor_key == "r0000002")
        assert table(pilot.app).cursor == 1
        await until(pilot, lambda: table(pilot.app).pages.find("r0000001") is None)


async def test_a_decision_that_came_too_late_says_who_was_before() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        api.readings.changed["r0000000"] = decided(0)
        await pilot.press("x")
        await until(pilot, lambda: "вже прийнято: Петро Гнатюк" in told(pilot.app))
        assert api.readings.done == []
        assert table(pilot.app).cursor_key == "r0000000"


async def test_an_index_beyond_what_is_possible_is_accepted_on_purpose_only() -> None:
    api = FakeApi()
    api.readings.causes = (replace(api.readings.causes[0], kind="CHANGED_USE", corrected=""),)
    cap = Finding("PHYSICAL_CAP", "", {"used": "28.36", "cap": "20.56", "hours": "7"}, "Понад", "Beyond")
    api.readings.make = lambda number: reading(number, findings=(cap,))
    async with running(api, "readings") as pilot:
        await until(pilot, lambda: "f не діє" in shown(pilot.app))
        await pilot.press("f")
        await until(pilot, lambda: "понад можливе" in told(pilot.app))
        assert api.readings.done == []
        await pilot.press("a")
        await until(pilot, lambda: len(api.readings.done) == 1)


async def test_what_was_refused_is_found_by_a_key_and_put_right_by_its_cause() -> None:
    api = FakeApi()
    api.readings.make = lambda number: reading(number, state="REFUSED")
    async with running(api, "readings") as pilot:
        await pilot.press("r")
        await until(pilot, lambda: api.readings.queries[-1].get("state") == "refused")
        await until(pilot, lambda: "f — виправити показання" in shown(pilot.app))
        for key in ("a", "x", "e"):
            await idle(pilot)
            await pilot.press(key)
        assert "можна лише виправити" in told(pilot.app)
        await idle(pilot)
        await pilot.press("f")
        await until(pilot, lambda: [what for what, *_ in api.readings.done] == ["correct 98.5"])
        await until(pilot, lambda: table(pilot.app).cursor_key == "r0000001")  # it left the list
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: [what for what, *_ in api.readings.done] == ["correct 98.5", "undo"])
        await idle(pilot)
        await pilot.press("r")
        await until(pilot, lambda: api.readings.queries[-1].get("state") == "in_review")


async def test_of_what_was_refused_those_that_can_be_put_right_are_put_right_together() -> None:
    api = FakeApi()
    known, make = api.readings.causes, api.readings.get
    api.readings.make = lambda number: reading(number, state="REFUSED")

    async def get(key: str) -> Reading:
        other = (replace(known[0], kind="EXCHANGE", corrected=""),)
        return replace(await make(key), causes=known if key == "r0000001" else other)

    api.readings.get = get  # type: ignore[method-assign]
    async with running(api, "readings") as pilot:
        await until(pilot, lambda: "показання вже відхилено, більше" in shown(pilot.app))
        await pilot.press("f")
        await until(pilot, lambda: "яке мало бути, причина не каже" in told(pilot.app))
        await idle(pilot)
        await pilot.press("space", "space", "space", "f")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        assert "виправити за причиною: 1 показання" in shown(pilot.app)
        assert "2 пропущено" in shown(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: [row for _, row, _ in api.readings.done] == ["r0000001"])


async def test_that_a_correction_of_what_was_refused_was_never_made_is_found_when_it_is_taken_back() -> None:
    api = FakeApi()
    api.readings.make = lambda number: reading(number, state="REFUSED")

    async def undo(_: str) -> Reading:
        raise ClientError("CONFLICT", "the last that became of it was no review of yours")

    api.readings.undo = undo  # type: ignore[method-assign]
    async with running(api, "readings") as pilot:
        await read(pilot)
        api.readings.lost_after = 0
        await pilot.press("f")
        await until(pilot, lambda: "невідомо, чи дію виконано" in told(pilot.app))
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: "Скасовано рішення" in told(pilot.app))


async def test_an_exchange_is_recorded_from_the_reading_that_speaks_of_it_and_the_reading_moves() -> None:
    api = FakeApi()
    api.readings.causes = (replace(api.readings.causes[0], kind="EXCHANGE", corrected=""),)
    async with running(api, "readings") as pilot:
        await until(pilot, lambda: "m — оформити заміну лічильника" in shown(pilot.app))
        await read(pilot)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        typed = pilot.app.screen.query_one
        assert [typed(f"#field-{name}", Input).value for name in ("final-TOTAL", "initial-TOTAL")] == ["99", "0"]
        typed("#field-at", Input).value = "учора"
        typed("#field-serial", Input).value = "В26-1"
        typed("#field-phrase", Input).value = "В23-000000"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "День і час пишуть так" in shown(pilot.app))
        typed("#field-at", Input).value = "20.11.2026 09:00"
        typed("#field-due", Input).value = "20.11.2030"
        typed("#field-initial-TOTAL", Input).value = "0,5"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: [what for what, *_ in api.readings.done] == ["move g2"])
        await until(pilot, lambda: "показання перенесено на новий" in told(pilot.app))
    (exchange,) = api.meters.exchanged
    assert exchange.at.isoformat() == "2026-11-20T07:00:00+00:00"
    assert (exchange.final, exchange.initial) == ({"TOTAL": "99"}, {"TOTAL": "0.5"})
    assert (exchange.serial, exchange.verification_due) == ("В26-1", date(2030, 11, 20))


async def test_a_reading_of_before_the_exchange_stays_where_it_is() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        await read(pilot)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        typed = pilot.app.screen.query_one
        typed("#field-at", Input).value = "23.11.2026 14:30"
        typed("#field-serial", Input).value = "В26-1"
        typed("#field-phrase", Input).value = "В23-000000"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Заміну лічильника В23-000000 оформлено" in told(pilot.app))
        assert len(api.meters.exchanged) == 1
        assert api.readings.done == []


async def test_an_empty_list_shows_no_detail_and_says_that_there_is_nothing_to_decide() -> None:
    api = FakeApi()
    readings = queue(api, 1)
    async with running(api, "readings") as pilot:
        await until(pilot, lambda: "Зайва цифра" in shown(pilot.app))
        readings.total = 0
        pilot.app.screen.set_condition("service", "gas")  # type: ignore[attr-defined]
        await until(pilot, lambda: "Зайва цифра" not in shown(pilot.app))
        await pilot.press("a")
        await until(pilot, lambda: "немає показання" in told(pilot.app))


async def test_what_is_not_accepted_cant_be_reversed_and_no_form_is_shown() -> None:
    async with running(FakeApi(), "readings") as pilot:
        await pilot.press("v")
        await until(pilot, lambda: "Сторнувати можна лише прийняте" in told(pilot.app))
        assert not isinstance(pilot.app.screen, Form)


# -- taking back


async def test_the_undo_outlives_a_lost_server_and_says_why_it_did_not_work() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        await pilot.press("x")
        await until(pilot, lambda: len(api.readings.done) == 1)
        api.readings.lost_after = 1
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: "рішення ще не скасовано" in told(pilot.app))
        api.readings.lost_after = 9
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: [what for what, *_ in api.readings.done] == ["refuse", "undo"])


async def test_decisions_are_taken_back_in_their_order_a_bulk_one_from_where_it_broke_off() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        await pilot.press("x")
        await until(pilot, lambda: len(api.readings.done) == 1)
        await idle(pilot)
        await pilot.press("space", "space", "space", "a")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press("enter")
        await until(pilot, lambda: len(api.readings.done) == 4)
        await until(pilot, lambda: "3 показання" in told(pilot.app))
        api.readings.lost_after = 6
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: "рішення ще не скасовано" in told(pilot.app))
        api.readings.lost_after = 99
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: len(api.readings.done) == 7)
        await until(pilot, lambda: pilot.app.screen.running is None)  # type: ignore[attr-defined]
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: len(api.readings.done) == 8)
    rows = [row for _, row, _ in api.readings.done]
    assert rows[4:7] == rows[1:4]
    assert rows[7] == rows[0]


async def test_leaving_asks_while_a_decision_can_be_taken_back() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        await pilot.press("x")
        await until(pilot, lambda: "u — скасувати" in told(pilot.app))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        assert "можна скасувати" in shown(pilot.app)
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert pilot.app.is_running


# -- many at once


def apart(number: int) -> Reading:
    """A reading of a place of its own."""
    return reading(number, usage_point_id=f"p{number}")


async def test_many_are_decided_and_taken_back_side_by_side_in_one_go_and_no_faster_than_the_server_allows() -> None:
    api = FakeApi()
    api.readings.make = apart
    api.readings.slow = 0.02
    api.readings.too_fast_after = 5
    async with running(api, "readings") as pilot:
        await pilot.press(*["space"] * 20, "x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press("enter")
        await until(pilot, lambda: len(api.readings.done) == 20)
        assert api.readings.at_once == TOGETHER
        assert (len(set(api.readings.went)), len(api.readings.went)) == (1, 21)  # one of them was asked again
        assert api.readings.went[0]
        await until(pilot, lambda: "20 показань" in told(pilot.app))
        api.readings.at_once, api.readings.too_fast_after = 0, 30
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: [what for what, *_ in api.readings.done].count("undo") == 20)
        assert api.readings.at_once == TOGETHER
        await until(pilot, lambda: "Скасовано рішення «відхилити»: 20 показань" in told(pilot.app))


async def test_readings_of_one_place_are_decided_one_after_another() -> None:
    api = FakeApi()
    api.readings.slow = 0.02
    async with running(api, "readings") as pilot:
        await pilot.press(*["space"] * 4, "x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press("enter")
        await until(pilot, lambda: len(api.readings.done) == 4)
        assert api.readings.at_once == 1
        assert [row for _, row, _ in api.readings.done] == [f"r000000{number}" for number in range(4)]


async def test_it_is_said_how_many_were_taken_back_and_which_could_not_be_and_why() -> None:
    api = FakeApi()
    api.readings.make = apart
    async with running(api, "readings") as pilot:
        await pilot.press(*["space"] * 12, "x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press("enter")
        await until(pilot, lambda: len(api.readings.done) == 12)
        undo = api.readings.undo

        async def refusing(key: str) -> Reading:
            if int(key[1:]) < 10:
                raise ClientError("CONFLICT", "минуло понад 30 секунд")
            return await undo(key)

        api.readings.undo = refusing  # type: ignore[method-assign]
        await until(pilot, lambda: "12 показань" in told(pilot.app))
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: "Скасовано рішення «відхилити»: 2 показання" in told(pilot.app))
        said = " ".join(shown(pilot.app).split())
        assert "10 × минуло понад 30 секунд: 100 м³, вул. Лісова, 1, кв. 2;" in said
        assert "і ще 2" in said
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Working))
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: "Скасовувати пізно" in told(pilot.app))


async def test_taking_back_that_was_stopped_goes_on() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        await pilot.press(*["space"] * 6, "x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await pilot.press("enter")
        await until(pilot, lambda: len(api.readings.done) == 6)
        await until(pilot, lambda: "6 показань" in told(pilot.app))
        api.readings.slow = 0.5
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: len(api.readings.done) == 7)
        await pilot.press("escape")
        await until(pilot, lambda: "Не скасовано ще" in told(pilot.app))
        assert len(api.readings.done) < 12
        api.readings.slow = 0
        await idle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: len(api.readings.done) == 12)


async def test_a_server_lost_in_the_middle_says_how_many_were_never_tried_and_keeps_their_marks() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        await pilot.press(*["space"] * 6, "a")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        api.readings.lost_after = 2
        await pilot.press("enter")
        await until(pilot, lambda: "Не пробували: 4" in shown(pilot.app))
        said = " ".join(shown(pilot.app).split())
        for part in ("Сервер перестав відповідати", "2 з 6", "Позначки на них лишилися", "Esc — закрити"):
            assert part in said
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Progress))
        assert len(table(pilot.app).marks) == 4


async def test_the_rehearsal_names_the_action_shows_how_far_it_is_and_can_be_stopped() -> None:
    api = FakeApi()
    api.readings.slow = 1.0
    async with running(api, "readings") as pilot:
        await pilot.press(*["space"] * 30, "x")
        await until(pilot, lambda: isinstance(pilot.app.screen, Working))
        assert "відхилити: що буде з 30 показаннями" in shown(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "readings")
        assert len(api.readings.rehearsed) < 30
        assert api.readings.done == []
        assert len(table(pilot.app).marks) == 30


async def test_those_without_a_cause_are_counted_and_one_that_is_left_is_rehearsed_too() -> None:
    api = FakeApi()
    known, make = api.readings.causes, api.readings.get

    async def get(key: str) -> Reading:
        return replace(await make(key), causes=known if key == "r0000001" else ())

    api.readings.get = get  # type: ignore[method-assign]
    async with running(api, "readings") as pilot:
        await pilot.press("space", "space", "space", "f")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        said = shown(pilot.app)
        assert "виправити за причиною: 1 показання" in said
        assert "2 пропущено" in said
        assert api.readings.done == []


# -- a lost server


async def test_the_detail_comes_by_itself_when_the_server_is_back() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        app: Any = pilot.app
        api.users.down = api.auth.down = True
        await pilot.press("down")
        await until(pilot, lambda: "Немає зв'язку" in shown(app) and app.connection.state is State.LOST)
        api.users.down = api.auth.down = False
        await until(pilot, lambda: "0012345" in shown(app))
        assert "Немає зв'язку" not in shown(app)
        assert app.connection.state is State.CONNECTED


async def test_an_action_that_found_no_server_says_so() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        api.readings.lost_after = 0
        await pilot.press("a")
        await until(pilot, lambda: "невідомо, чи дію виконано" in told(pilot.app))


async def test_a_detail_that_came_is_not_hidden_by_word_that_it_is_on_its_way() -> None:
    async with running(FakeApi(), "readings") as pilot:
        screen: Any = pilot.app.screen
        screen._say_loading(table(pilot.app).cursor_key)  # as a timer does that was stopped too late
        await pilot.pause(0.1)
        assert "Зайва цифра" in shown(pilot.app)
    api = FakeApi()
    async with running(api, "readings") as pilot:
        api.readings.slow = 1.0
        await pilot.press("down")
        await until(pilot, lambda: "Зайва цифра" not in shown(pilot.app) and "завантаження" in shown(pilot.app))
        await until(pilot, lambda: "Зайва цифра" in shown(pilot.app))


async def test_a_wrong_value_in_the_filter_is_told_once_and_nothing_is_tried_again() -> None:
    api = FakeApi()
    async with running(api, "readings") as pilot:
        calls = 0

        async def refused(*_: Any, **__: Any) -> Any:
            nonlocal calls
            calls += 1
            raise ClientError("INVALID_FIELD", "state: на_розгляді", fields=[("state", "in_review")])

        async def broken(*_: Any) -> Any:
            nonlocal calls
            calls += 1
            raise ClientError("INVALID_FIELD", "state: на_розгляді")
            yield

        api.readings.page = refused  # type: ignore[method-assign]
        api.readings.watch = broken  # type: ignore[method-assign,assignment]
        await pilot.press("slash")
        pilot.app.screen.query_one("#filter", Input).value = "state:на_розгляді"
        await pilot.press("enter")
        await pilot.pause(2.5)
        assert calls == 2
        head = str(pilot.app.screen.query_one("#head", Static).render())
        assert "завантаження" not in head
        assert "на_розгляді" in head


# -- files


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nope/x.csv", "такого файлу немає"),
        ("/tmp", "це тека"),
        ("~nobodyx/f.csv", "не вдалося"),
        ("a\0b", "не вдалося"),
    ],
)
async def test_a_file_that_cant_be_read_is_told_before_the_server_is_asked(path: str, said: str) -> None:
    class NoWire:
        channel: Any = None

        def stream(self, method: Any, request: Any) -> Any:
            raise AssertionError("the server was asked")

    files: Any = Files.__new__(Files)
    files._wire = NoWire()
    with pytest.raises(ClientError, match=said):
        await files.preview(Path(path), ImportAs())
    with pytest.raises(ClientError, match=said):
        async for _ in files.take(Path(path), ImportAs()):
            pass


async def import_a_file(pilot: Pilot[None]) -> None:
    await pilot.press("i")
    await until(pilot, lambda: isinstance(pilot.app.screen, Form))
    pilot.app.screen.query_one("#field-path", Input).value = "/tmp/показання.csv"
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "день чи місяць" in shown(pilot.app))
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "В23-000001  100,5" in shown(pilot.app))
    await pilot.press("ctrl+s")


async def preview_of(pilot: Pilot[None], api: FakeApi, *replies: Imported) -> None:
    """Asks for a file of which the server says so, the last time and again from then on."""
    waiting = list(replies)

    async def preview(path: Path, said: ImportAs) -> Imported:
        api.files.said.append(said)
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    api.files.preview = preview  # type: ignore[method-assign]
    await pilot.press("i")
    await until(pilot, lambda: isinstance(pilot.app.screen, Form))
    pilot.app.screen.query_one("#field-path", Input).value = "/tmp/показання.csv"


def looked_at(shape: Shape, rows: Sequence[FileRow] = (), problem: str = "") -> Imported:
    problems = (FileRow(0, "", "", "", None, problem, problem),) if problem else ()
    return Imported(shape, tuple(rows), 0, 0, 0, 0, 0, 0, 0, 0, problems)


async def test_a_file_whose_head_nobody_knows_is_told_what_its_columns_hold() -> None:
    api = FakeApi()
    heads = ("пристрій", "стан на дату", "накопичено")
    unknown = Shape("CSV", "UTF_8", ";", "", "DAY_FIRST", tuple((n, "", head) for n, head in enumerate(heads, 1)))
    roles = ("SERIAL", "DATE", "INDEX")
    known = replace(unknown, columns=tuple((n, role, heads[n - 1]) for n, role in enumerate(roles, 1)))
    row = FileRow(2, "В-7", "TOTAL", "7.5", NOW, "", "")
    async with running(api, "readings") as pilot:
        await preview_of(pilot, api, looked_at(unknown, problem="Немає стовпця."), looked_at(known, [row]))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "✖ Немає стовпця." in shown(pilot.app))
        assert "1. пристрій = ?" in shown(pilot.app)
        form = pilot.app.screen
        for role, column in (("SERIAL", "1"), ("DATE", "2"), ("INDEX", "3")):
            form.query_one(f"#field-{role}", Select).value = column
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "В-7  7,5" in shown(pilot.app))
        assert api.files.said[-1].columns == (("SERIAL", 1), ("INDEX", 3), ("DATE", 2))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Готово" in shown(pilot.app))
        assert api.files.said[-1].columns == (("SERIAL", 1), ("INDEX", 3), ("DATE", 2))


async def test_what_the_decimal_sign_is_is_asked_where_rows_can_not_be_read_without() -> None:
    api = FakeApi()
    shape = Shape("CSV", "UTF_8", ";", "", "DAY_FIRST", ((1, "SERIAL", ""), (2, "INDEX", ""), (3, "DATE", "")))
    bad = FileRow(2, "", "", "", None, "вкажіть десятковий знак", "say the decimal sign")
    async with running(api, "readings") as pilot:
        await preview_of(pilot, api, looked_at(shape, [bad]), looked_at(replace(shape, decimal_sign="COMMA")))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "вкажіть десятковий знак" in shown(pilot.app))
        pilot.app.screen.query_one("#field-decimal_sign", Select).value = "COMMA"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "десяткова кома" in shown(pilot.app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Готово" in shown(pilot.app))
        assert api.files.said[-1].decimal_sign == "COMMA"


async def test_interval_data_is_called_what_it_is_and_may_be_of_a_zone() -> None:
    api = FakeApi()
    shape = Shape("INTERVALS", "UTF_8", ",", "POINT", "DAY_FIRST", ((1, "DATE", "start"), (2, "INDEX", "value")))
    async with running(api, "readings") as pilot:
        await preview_of(pilot, api, looked_at(shape, [FileRow(2, "", "", "", NOW, "", "", "0.125")]))
        pilot.app.screen.query_one("#field-meter", Input).value = "E-7"
        pilot.app.screen.query_one("#field-tier", Select).value = "NIGHT"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "2. value = споживання" in shown(pilot.app))
        said = shown(pilot.app)
        assert "споживання за інтервалами" in said
        assert "0,125" in said
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Готово" in shown(pilot.app))
        assert api.files.said[-1] == ImportAs("E-7", "NIGHT")


async def test_the_server_is_told_how_long_a_file_is_and_what_was_said_of_it(tmp_path: Path) -> None:
    path = tmp_path / "показання.csv"
    path.write_bytes(b"a;b;c\n1;2;3")
    asked: list[Any] = []

    class Wire:
        channel: Any = None

        async def stream(self, method: Any, requests: Any) -> Any:
            asked.extend([request async for request in requests])
            return
            yield

    files: Any = Files.__new__(Files)
    files._wire, files._stub = Wire(), type("Stub", (), {"ImportFile": None})
    said = ImportAs("E-7", "NIGHT", "DAY_FIRST", "COMMA", (("SERIAL", 1), ("INDEX", 3)))
    async for _ in files.take(path, said):
        pass
    options = asked[0].options
    assert (options.size, options.tier, len(options.import_id)) == (11, 3, 64)
    assert (options.shape.decimal_sign, options.shape.date_order) == (2, 1)
    assert [(column.number, column.role) for column in options.shape.columns] == [(1, 1), (3, 4)]
    assert b"".join(request.piece for request in asked[1:]) == path.read_bytes()


async def test_an_import_waits_for_the_server_for_as_long_as_nobody_stops_it() -> None:
    api = FakeApi()
    api.files.breaks = 1_000
    async with running(api, "readings") as pilot:
        await import_a_file(pilot)
        await until(pilot, lambda: "Щойно він відновиться" in shown(pilot.app))
        await until(pilot, lambda: len(api.files.taken) > 3)  # more often than it used to try
        assert "499 рядків" in shown(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: "Зупинено" in shown(pilot.app))
        assert "Esc — закрити" in shown(pilot.app)


async def test_an_import_that_is_refused_stays_to_be_read() -> None:
    api = FakeApi()

    async def refused(*_: Any) -> Any:
        raise ClientError("LIMIT_EXCEEDED", "Перевищено межу.")
        yield

    api.files.take = refused  # type: ignore[method-assign,assignment]
    async with running(api, "readings") as pilot:
        await import_a_file(pilot)
        await until(pilot, lambda: "Перервано: Перевищено межу." in shown(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "readings")


async def test_leaving_asks_while_an_import_runs() -> None:
    api = FakeApi()

    async def slow(*_: Any) -> Any:
        await asyncio.sleep(30)
        yield

    api.files.take = slow  # type: ignore[method-assign,assignment]
    async with running(api, "readings") as pilot:
        await import_a_file(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, Working))
        assert "Esc зупинить" in shown(pilot.app)
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "Робота ще триває" in shown(pilot.app))


# -- forms


async def test_what_the_server_refuses_leaves_the_form_as_it_was() -> None:
    api = FakeApi()
    api.readings.refusing = {"r0000000"}
    async with running(api, "readings") as pilot:
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        pilot.app.screen.query_one("#field-index", Input).value = "1 234,5"
        pilot.app.screen.query_one("#field-reason", Input).value = "телефонував"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Хтось змінив" in shown(pilot.app))
        assert pilot.app.screen.query_one("#field-index", Input).value == "1 234,5"
        api.readings.refusing.clear()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.readings.done == [("correct 1234.5", "r0000000", "телефонував")])


@pytest.mark.parametrize("typed", ["jk a1", "xq9 Ф"])
async def test_what_is_typed_before_a_form_stands_is_its_first_answer(typed: str) -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        key = table(pilot.app).cursor_key
        screen: Any = pilot.app.screen
        screen.perform(next(one for one in screen.offered() if one.id == "user_block"))
        for character in typed:
            pilot.app.post_message(Key(character, character))
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await until(pilot, lambda: pilot.app.screen.query_one("#field-reason", Input).value == typed)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert table(pilot.app).cursor_key == key


async def test_a_threshold_brings_its_value_and_the_new_set_is_under_the_cursor() -> None:
    api = FakeApi()
    made = api.rules.make
    api.rules.make = lambda number: replace(made(number), limits={"high_factor": 2.0, "low_factor": 0.25})
    async with running(api, "rules") as pilot:
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        assert pilot.app.screen.query_one("#field-value", Input).value == "2"
        pilot.app.screen.query_one("#field-limit", Select).value = "low_factor"
        await until(pilot, lambda: pilot.app.screen.query_one("#field-value", Input).value == "0,25")
        api.rules.total = 7  # the seventh is the one that is made
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(api.rules.made) == 1)
        await until(pilot, lambda: table(pilot.app).cursor_key == "7-COLD_WATER")
        assert api.rules.made[0].limits["low_factor"] == 0.25


async def test_another_estimation_is_made_of_a_rule_set_and_nothing_else_changes() -> None:
    api = FakeApi()
    async with running(api, "rules") as pilot:
        await pilot.press("down")
        await until(pilot, lambda: "Норма постачальника: 0,3 м³ на добу" in shown(pilot.app))
        assert "Способи за черговістю: попередній" in shown(pilot.app)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        asked = pilot.app.screen.query_one
        assert [asked(f"#field-{name}", Input).value for name in ("methods", "default")] == ["3 6", "0,3"]
        asked("#field-methods", Input).value = "6 9"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "номери від 1 до 6" in shown(pilot.app))
        asked("#field-methods", Input).value = "6 1"
        asked("#field-default", Input).value = ""
        asked("#field-profile", Input).value = "2 1"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "дванадцять чисел через пробіл" in shown(pilot.app))
        asked("#field-profile", Input).value = "2 2 1,5 1 0,5 0 0 0 0,5 1 1,5 2"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(api.rules.made) == 1)
        policy = Estimation(("UTILITY_DEFAULT", "AVERAGE_DAILY"), (2, 2, 1.5, 1, 0.5, 0, 0, 0, 0.5, 1, 1.5, 2), None)
        assert api.rules.made == [replace(api.rules.make(1), estimation=policy, note="")]


@pytest.mark.parametrize("key", ["n", "e"])
async def test_what_is_left_as_it_stood_in_a_rule_set_is_kept_to_the_last_digit(key: str) -> None:
    api = FakeApi()
    exact = {"limits": {"high_factor": 1.23456789}, "estimation": Estimation(("PROFILE",), (1 / 3,) * 12, 0.123456789)}
    api.rules.make = lambda number: replace(rules(number), **exact)
    async with running(api, "rules") as pilot:
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        pilot.app.screen.query_one("#field-note", Input).value = "на пробу"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(api.rules.made) == 1)
        assert api.rules.made == [replace(api.rules.make(0), note="на пробу")]


# -- what is said, and how it is laid out


async def test_a_list_that_was_counted_no_further_says_that_there_are_more() -> None:
    api = FakeApi()
    api.readings.total = 100_000
    async with running(api, "readings") as pilot:
        assert "понад 100\N{NARROW NO-BREAK SPACE}000 записів" in shown(pilot.app)
        assert "спершу найважливіші" in shown(pilot.app)
        await pilot.press("o")
        await until(pilot, lambda: "спершу найдавніше записані" in shown(pilot.app))


@pytest.mark.parametrize("size", [(80, 24), (140, 42)])
@pytest.mark.parametrize("language", ["uk", "en"])
async def test_the_foot_and_the_tabs_hold_whole_items(size: tuple[int, int], language: str) -> None:
    async with running(FakeApi(), "readings", size=size, language=language) as pilot:
        bar = pilot.app.screen.query_one(ActionBar)
        lines = shown(pilot.app).splitlines()
        foot = lines[-1 - bar.size.height : -1]
        assert i18n.t("action.help") in foot[-1]
        assert all(f" {number} " in lines[0] for number in range(1, 10))
        for line in foot:
            assert len(line.rstrip()) < size[0]
        assert ("a ф" in foot[0]) == (language == "uk")


async def test_units_and_decimals_are_those_of_the_language() -> None:
    api = FakeApi()
    api.readings.make = lambda number: reading(number, commodity="ELECTRICITY", index="1083.6")
    async with running(api, "readings") as pilot:
        await until(pilot, lambda: "1083,6 кВт·год" in shown(pilot.app))
        await pilot.press("f2")
        await until(pilot, lambda: "1083.6 kWh" in shown(pilot.app))
        await until(pilot, lambda: "a day 9.5 kWh · limit 3 kWh" in " ".join(shown(pilot.app).split()))
        assert "кВт" not in shown(pilot.app)


async def test_kept_reasons_are_read_in_the_language_of_the_reader() -> None:
    api = FakeApi()
    api.readings.make = lambda number: decided(number, read_at=NOW - timedelta(minutes=number))
    async with running(api, "readings", size=(140, 60)) as pilot:
        await until(pilot, lambda: "телефонував" in shown(pilot.app))
        assert "called them" not in shown(pilot.app)
        await pilot.press("f2")
        await until(pilot, lambda: "called them" in shown(pilot.app))
        assert "телефонував" not in shown(pilot.app)


async def test_the_current_month_has_no_later_one_and_a_month_ends_on_its_last_day() -> None:
    async with running(FakeApi(), "buildings") as pilot:
        await pilot.press("full_stop")
        await until(pilot, lambda: "поточний місяць" in told(pilot.app))
        await pilot.press("comma")
        await until(pilot, lambda: "01.10.2026 – 31.10.2026" in shown(pilot.app))


async def type_keys(pilot: Pilot[None], characters: Sequence[str]) -> None:
    for character in characters:
        pilot.app.post_message(Key(character, character))
        await pilot.pause(0.05)


async def test_the_key_of_the_slash_filters_and_helps_on_the_ukrainian_layout() -> None:
    async with running(FakeApi(), "readings") as pilot:
        await type_keys(pilot, ["."])
        await until(pilot, lambda: pilot.app.screen.query_one("#filter").has_class("open"))
        await pilot.press("escape")
        await type_keys(pilot, [","])
        await until(pilot, lambda: "Клавіші" in shown(pilot.app))
        await pilot.press("escape")
    api = FakeApi()
    async with running(api, "buildings") as pilot:
        await type_keys(pilot, ["б"])  # the key of "," there: an earlier month
        await until(pilot, lambda: api.buildings.asked[-1][2].month == 10)
        assert not pilot.app.screen.query_one("#filter").has_class("open")
        await type_keys(pilot, ["."])
        await until(pilot, lambda: pilot.app.screen.query_one("#filter").has_class("open"))
        await pilot.press("escape")
        await type_keys(pilot, ["j", "."])
        await until(pilot, lambda: api.buildings.asked[-1][2].month == 11)


async def test_help_begins_with_the_area_that_is_open() -> None:
    async with running(FakeApi(), "windows") as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: "Клавіші" in shown(pilot.app))
        lines = [line for line in shown(pilot.app).splitlines() if "8  Періоди" in line]
        assert lines
        assert shown(pilot.app).index("8  Періоди") < shown(pilot.app).index("Скрізь")


async def test_the_overview_says_nothing_of_what_it_has_not_counted() -> None:
    api = FakeApi()

    async def never(*_: Any) -> Any:
        await asyncio.sleep(60)

    api.overview.summary = never  # type: ignore[method-assign,assignment]
    async with running(api) as pilot:
        await pilot.pause(0.3)
        assert "Відкритих звернень немає" not in shown(pilot.app)
        assert "нічого не надсилали" not in shown(pilot.app)
