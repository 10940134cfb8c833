"""What the server sent is kept, and shown again by the same screens."""

import gzip
import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import launching, ports
from console.__main__ import _parser
from console.app import Console
from console.models import Change, Query
from console.modes import Modes, Replay
from console.ports import ClientError
from console.recording.calls import LOOKS, SAID
from console.recording.clock import ReplayClock
from console.recording.codec import dumped, loaded
from console.recording.player import Player, Recording, Unreadable
from console.recording.recorder import Recorder, Tape
from console.shell.guide import moment

from .fakes import NOW, FakeApi, FixedClock, user
from .test_app import running, shown, table, until

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | TEXTS
    | st.binary(max_size=9)
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
)
KEYS = TEXTS | st.tuples(TEXTS, TEXTS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=3)
        | st.frozensets(TEXTS, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_every_value_comes_back_as_it_was(value: Any) -> None:
    back = loaded(dumped(value))
    assert back == value
    assert type(back) is type(value)


async def test_every_row_of_every_list_comes_back_as_it_was() -> None:
    api: Any = FakeApi()
    lists = [name for name, port in vars(api).items() if hasattr(port, "page")]
    assert len(lists) > 20
    for name in lists:
        page = await getattr(api, name).page(Query(), token="", skip=0, size=3)
        assert loaded(dumped(page)) == page, name
    summary = await api.overview.summary(NOW)
    assert loaded(dumped(summary)) == summary


@pytest.mark.parametrize("text", ['{"$":"os.Path"}', '{"$":"app.Console"}', '{"$":"models.User"}', '{"a":1}', "["])
def test_nothing_but_records_is_made_of_what_a_file_says(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        loaded(text)


def test_what_is_recorded_by_name_is_in_the_ports() -> None:
    kinds = {
        name: kind.fget.__annotations__["return"] for name, kind in vars(ports.Api).items() if hasattr(kind, "fget")
    }
    for port, _, name in (one.partition(".") for one in (*LOOKS, *SAID)):
        kind = kinds[port]
        assert hasattr(kind, name) or name in kind.__annotations__, f"{port}.{name}"


# -- a session, written and read


class Ticking(FixedClock):
    """A clock that is moved by hand, for the console and for the replay."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def tick(self) -> float:
        return self.seconds


async def recorded(path: Path) -> None:
    """An operator looks at users; one is blocked elsewhere after a minute; they go to works after two."""
    clock, api = Ticking(), FakeApi(users=30)
    tape = Tape(path, clock, "house:7443")
    async with running(Recorder(api, tape), "users", modes=Modes(tape=tape)) as pilot:  # type: ignore[arg-type]
        assert f"запис: {path.name}" in shown(pilot.app)
        clock.seconds = 60.0
        api.users.tell(Change("updated", user(0).id, replace(user(0), last_name="Змінений")))
        await until(pilot, lambda: "Змінений" in shown(pilot.app))
        clock.seconds = 120.0
        await pilot.press("g", "w")
        await until(pilot, lambda: getattr(pilot.app.screen, "area", "") == "works" and table(pilot.app).pages.loaded)


async def written(path: Path) -> None:
    """Somebody signs in and looks at one page."""
    recorder: Any = Recorder(FakeApi(), Tape(path, FixedClock(), "house:7443"))
    await recorder.auth.sign_in("oksana", "secret", "123456")
    await recorder.users.page(Query(), token="", skip=0, size=200)
    await recorder.close()


async def test_a_session_is_replayed_by_the_same_screens(tmp_path: Path) -> None:
    path = tmp_path / "day.rec"
    await recorded(path)
    recording, clock = Recording(path), Ticking()
    time = ReplayClock(recording.began, recording.ends, tick=clock.tick)
    replay = Replay(recording, time)
    app = Console(lambda: Player(recording, time), "x", login="-", password="-", clock=time, modes=Modes(replay=replay))
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, lambda: "Коваль0" in shown(app))
        assert "відтворення 14:00:00" in shown(app)
        assert not any(action.changes for action in app.screen.offered())
        clock.seconds = 61.0
        time.faster()
        await until(pilot, lambda: "Змінений" in shown(app))
        await pilot.press("f4")
        clock.seconds = 400.0
        assert time.at == 61.0
        time.jump(121.0)
        time.pause()
        await until(pilot, lambda: app.screen.area == "works")
        await pilot.press("f7")
        await until(pilot, lambda: bool(app.screen.query("#field-to")))
        await pilot.press(*"14:00:10", "enter")
        await until(pilot, lambda: getattr(app.screen, "area", "") == "users" and "Коваль0" in shown(app))
        assert "Змінений" not in shown(app)
        with pytest.raises(ClientError) as refused:
            await app.api.users.block(user(0), "because")
        assert refused.value.reason == "READ_ONLY"
        with pytest.raises(ClientError) as missing:
            await app.api.works.page(Query(), token="", skip=0, size=200)
        assert "14:02:00" in missing.value.message


async def test_a_recording_is_its_owners_and_warns_and_holds_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "day.rec"
    await written(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    assert "персональні дані" in json.loads(lines[0])["warning"]
    assert "secret" not in "".join(lines), "the password of whoever signed in"
    assert "123456" not in "".join(lines)
    with pytest.raises(FileExistsError):
        Tape(path, FixedClock(), "x")


async def test_secrets_that_the_server_tells_once_are_not_recorded(tmp_path: Path) -> None:
    api, path = FakeApi(), tmp_path / "keys.rec"
    tape = Tape(path, FixedClock(), "x")
    recorder: Any = Recorder(api, tape)
    _, secret = await recorder.partners.issue("p1", NOW, (), "")
    await recorder.auth.propose_factor()
    await recorder.close()
    text = gzip.decompress(path.read_bytes()).decode()
    assert secret not in text
    assert "JBSWY3DPEHPK3PXP" not in text


async def test_what_was_refused_is_refused_again_and_totals_are_told(tmp_path: Path) -> None:
    api, path = FakeApi(), tmp_path / "refused.rec"
    tape = Tape(path, FixedClock(), "x")
    recorder: Any = Recorder(api, tape)
    await recorder.auth.sign_in("o", "p", "")
    with pytest.raises(ClientError):
        await recorder.audit.get("7")
    api.debts.overdue = 12_345
    assert recorder.debts.overdue == 12_345
    await recorder.close()
    recording = Recording(path)
    player: Any = Player(recording, ReplayClock(recording.began, 10.0))
    with pytest.raises(ClientError) as refused:
        await player.audit.get("7")
    assert refused.value.reason == "NOT_FOUND"
    assert player.debts.overdue == 12_345


async def test_a_recording_that_broke_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "day.rec"
    await written(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 3 // 4])
    assert Recording(path).operator is not None


@pytest.mark.parametrize("body", [b"no gzip", b"", b"{}\n", b'{"recording":99}\n'])
def test_what_is_no_recording_is_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(body if body == b"no gzip" else gzip.compress(body))
    with pytest.raises(Unreadable):
        Recording(path)


@given(st.lists(st.sampled_from(["pause", "faster"]) | st.floats(0, 500) | st.floats(-50, 700).map(lambda one: (one,))))
def test_the_time_of_a_replay_stays_within_it_and_goes_back_only_by_a_jump(steps: list[Any]) -> None:
    clock = Ticking()
    time = ReplayClock(NOW, 600.0, tick=clock.tick)
    for step in steps:
        before = time.at
        if isinstance(step, tuple):
            time.jump(step[0])
        elif isinstance(step, float):
            paused, clock.seconds = time.paused, clock.seconds + step
            assert time.at == before if paused else time.at >= before
        else:
            getattr(time, step)()
            assert time.at == pytest.approx(before)
        assert 0.0 <= time.at <= 600.0


async def test_the_command_opens_a_recording_or_says_why_not(tmp_path: Path) -> None:
    path = tmp_path / "day.rec"
    await written(path)
    opened, make = launching.modes(_parser().parse_args(["replay", str(path), "--speed", "5"]), FakeApi)
    assert opened.replay is not None
    assert opened.replay.time.speed == 5.0
    assert isinstance(make(), Player)
    for words in (["replay", str(tmp_path / "none")], ["console", "--record", str(path)]):
        with pytest.raises(SystemExit, match="smartregion"):
            launching.modes(_parser().parse_args(words), FakeApi)


def test_a_moment_is_an_hour_of_kyiv_or_minutes_from_here() -> None:
    assert moment("14:05", NOW) == datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
    assert moment("14:05:30", NOW) == datetime(2026, 11, 23, 12, 5, 30, tzinfo=UTC)
    assert moment("-10", NOW) == NOW - timedelta(minutes=10)
    with pytest.raises(ValueError, match=r".*"):
        moment("yesterday", NOW)
