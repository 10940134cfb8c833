"""Commands without a screen, typed as people type them, against the service itself."""

import asyncio
import csv
import io
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from console.__main__ import main
from console.clock import SystemClock
from console.i18n import enum
from server.codec import utc
from server.demo.seed import PASSWORD

from .conftest import House
from .test_refused import a_digit_short

Typed = Callable[..., Awaitable[str]]


class Keyboard(io.StringIO):
    """Somebody who sits at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """What a command prints; it must end with a code, and where that is not 0 the answer is what it says of why."""
    monkeypatch.setenv("SMARTREGION_TARGET", f"127.0.0.1:{house.app.port}")
    monkeypatch.setenv("SMARTREGION_USER", "oksana")
    monkeypatch.setenv("SMARTREGION_PASSWORD", PASSWORD)
    monkeypatch.setattr(SystemClock, "now", lambda self: utc(house.clock.now()))

    async def run(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        ended = await asyncio.to_thread(main, list(words))
        out, err = capsys.readouterr()
        assert ended == code, out + err
        return err if code else out

    return run


async def test_a_list_is_one_document_or_a_row_a_line_or_csv_or_a_table(typed: Typed, house: House) -> None:
    whole = json.loads(await typed("users", "list", "--page-size", "7", "--all", "--json"))
    assert len(whole["users"]) == int(whole["total_size"]) > 7
    lines = (await typed("users", "list", "--page-size", "7", "--all", "--json-lines")).splitlines()
    assert [json.loads(line) for line in lines] == whole["users"]
    page = json.loads(await typed("users", "list", "--page-size", "7", "--json"))
    assert (page["users"], bool(page["next_page_token"])) == (whole["users"][:7], True)
    first = next(csv.DictReader(io.StringIO(await typed("users", "list", "--csv", "--query", "Шевчук"))))
    assert (first["last_name"], first["state"]) == ("Шевчук", "ACTIVE")
    head, row, *_ = (await typed("users", "list", "--query", "Шевчук")).splitlines()
    assert "Прізвище" in head
    assert {"Шевчук", "активний"} <= set(row.split())

    assert json.loads(await typed("requests", "overdue", "--json"))["requests"] == []
    house.clock.advance(days=3)
    (overdue,) = json.loads(await typed("requests", "overdue", "--json"))["requests"]
    assert overdue["due_on"]["year"] == 2026
    assert json.loads(await typed("requests", "list", "--due-until", "01.01.2026", "--json"))["requests"] == []


async def test_a_reading_is_put_right_and_what_is_kept_is_taken_back_only_where_that_is_confirmed(
    typed: Typed, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator = await house.operator("mykola")
    short = await a_digit_short(house, operator)
    refused = json.loads(await typed("readings", "refused", "--json"))["readings"]
    assert short.id in [one["id"] for one in refused]
    meant = short.causes[0].corrected_index.value.replace(".", ",")
    review = ("readings", "review", short.id, "--correct-index", meant, "--reason", "за причиною")

    assert "READ_ONLY" in await typed(*review, "--etag", short.etag, "--read-only", code=1)
    stale = await typed(*review, "--etag", "999", code=1)
    assert "STALE_ETAG" in stale
    assert "AuthService.SignOut" in await typed("audit", "list", "--page-size", "2")  # a session ends with its command
    assert json.loads(await typed("readings", "get", short.id, "--json"))["reading"]["state"].endswith("REFUSED")
    made = json.loads(await typed(*review, "--etag", short.etag, "--json"))["replacement"]
    assert (made["state"], made["index"]["value"]) == ("READING_STATE_ACCEPTED", meant.replace(",", "."))

    reverse = ("readings", "reverse", made["id"], "--etag", made["etag"], "--reason", "помилково")
    assert "--yes" in await typed(*reverse, code=2)
    monkeypatch.setattr("sys.stdin", Keyboard("readings review\nreadings reverse\n"))
    assert "NOT_CONFIRMED" in await typed(*reverse, code=1)
    assert enum("reading_state", "REVERSED") in await typed(*reverse)


async def test_what_is_changed_is_what_was_typed(typed: Typed, tmp_path: Path) -> None:
    user = json.loads(await typed("users", "list", "--query", "Шевчук", "--json"))["users"][0]
    change = ("users", "update", user["id"], "--first-name", "Ярина", "--reason", "за паспортом")
    changed = json.loads(await typed(*change, "--etag", user["etag"], "--json"))["user"]
    assert (changed["first_name"], changed["last_name"]) == ("Ярина", user["last_name"])
    source = tmp_path / "request.json"
    source.write_text(json.dumps({"id": user["id"], "etag": changed["etag"], "reason": "прохання"}))
    blocked = await typed("users", "block", "--json-request", str(source))
    assert {enum("user_state", "BLOCKED"), "прохання"} <= set(blocked.split())


async def test_what_is_refused_says_the_field_in_the_language_and_ends_with_its_code(
    typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = json.loads(await typed("users", "list", "--page-size", "1", "--json"))["users"][0]["id"]
    assert "--purpose" in await typed("users", "get", user, code=2)
    assert user in await typed("users", "get", user, "--purpose", "support")
    bad = await typed("users", "lookup", "--phone", "нема", "--purpose", "support", "--language", "en", code=1)
    assert bad.startswith("smartregion: Phone: does not match")
    assert "in-review" in await typed("readings", "list", "--state", "reviewed", code=2)
    assert "readings" in await typed("reading", "list", code=2)

    token = (await typed("auth", "sign-in")).strip()
    monkeypatch.setenv("SMARTREGION_PASSWORD", "хибний")
    assert "WRONG_CREDENTIALS" in await typed("providers", "list", code=1)
    monkeypatch.setenv("SMARTREGION_TOKEN", token)
    assert "file-sms" in await typed("providers", "list")
    monkeypatch.setenv("SMARTREGION_TARGET", "127.0.0.1:1")
    assert "UNREACHABLE" in await typed("providers", "list", code=3)


async def test_a_watch_tells_changes_and_an_export_writes_a_file_that_was_not_there(
    typed: Typed, tmp_path: Path
) -> None:
    changes = [json.loads(line) for line in (await typed("users", "watch", "--changes", "2", "--json")).splitlines()]
    assert [one["kind"] for one in changes] == ["CHANGE_KIND_SNAPSHOT"] * 2
    assert all(one["user"]["id"] for one in changes)

    place = tmp_path / "readings.csv"
    export = ("readings", "export", "--format", "csv", "--state", "accepted", "--output", str(place))
    assert str(place) in await typed(*export)
    assert place.read_text(encoding="utf-8").count("\n") > 10
    assert str(place) in await typed(*export, code=1)
