"""The providers that come with the house: a new user sees messages arrive, and they misbehave as they are told."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from smartregion.v1.notification_service_pb2 import NotificationChannel as N
from smartregion.v1.notification_service_pb2 import NotificationState as S

from server.config import Settings
from server.dev_providers.faults import Faults
from server.dev_providers.ledger import Ledger
from server.dev_providers.run import DevProviders, write
from server.notifications import providers
from server.notifications.channels import Answer, Letter, Outcome, turbosms
from server.notifications.channels.smpp import inbox
from server.notifications.providers import Providers
from storage.keys.keyring import Keyring

from .conftest import Heard, eventually, letter

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("dev-mail", "dev-smsc", "dev-turbosms", "dev-push")


@pytest.fixture
async def made(
    dev: DevProviders, tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Providers]:
    """The providers as a service has them: from the file, with short times."""
    monkeypatch.setattr(inbox, "EARLY_RECEIPT_SECONDS", 0.3)
    monkeypatch.setattr(inbox, "SETTLED", 0.1)
    monkeypatch.setattr(turbosms, "RECEIPT_POLL_SECONDS", 0.1)
    keyring = Keyring.create(tmp_path / "keyring.json")
    text = dev.file(keyring).replace("rate = ", "timeout = 1.0\nrate = ")
    write(tmp_path / "dev.toml", text)
    settings = Settings(data_dir=tmp_path, keyring=keyring.path, providers=tmp_path / "dev.toml")
    found = providers.from_settings(settings, keyring)
    await found.listen(heard.on_receipts, heard.on_text)
    yield found
    await found.close()


def letters(name: str, count: int) -> list[Letter]:
    """As the channel of a provider takes them."""
    if name == "dev-mail":
        return [letter(number, recipient=f"resident{number}@example.ua") for number in range(count)]
    return [letter(number, devices=(f"device-{number}",) if name == "dev-push" else ()) for number in range(count)]


async def sent(found: Providers, name: str, batch: list[Letter]) -> list[Outcome]:
    provider = found.named(name)
    assert provider is not None
    return await provider.channel.send(batch)


async def test_the_file_names_a_provider_of_every_channel(made: Providers) -> None:
    assert set(made.available) == set(N.values()) - {0}
    assert await made.check() == dict.fromkeys(NAMES, "")


@pytest.mark.parametrize("name", NAMES)
async def test_messages_arrive_once_and_are_told(made: Providers, dev: DevProviders, heard: Heard, name: str) -> None:
    outcomes = await sent(made, name, letters(name, 40))
    assert {outcome.answer for outcome in outcomes} == {Answer.ACCEPTED}
    assert dev.ledger.report()["by_provider"] == {name: 40}
    assert dev.ledger.report()["recipients"] == 40
    assert dev.ledger.report()["twice"] == 0
    if name in ("dev-smsc", "dev-turbosms"):
        await eventually(lambda: len(heard.receipts) == 40)
        assert {receipt.letter_id for receipt in heard.receipts} == {f"N{number}" for number in range(40)}


HOSTILE = "\x00\r\n.\r\nQUIT\r\n<script>{}%s‮\ud800😀" + "я" * 500


@pytest.mark.parametrize("name", NAMES)
async def test_a_letter_of_any_kind_has_an_outcome(made: Providers, dev: DevProviders, name: str) -> None:
    """Nothing that a letter says makes a channel raise, or speak out of turn."""
    hostile = [
        Letter(HOSTILE[:20], "u", recipient, HOSTILE, HOSTILE, HOSTILE, (HOSTILE, ""), HOSTILE, True, expires, HOSTILE)
        for recipient in ("", HOSTILE, "+380501234567", "olena@example.ua", "a@b\r\nRCPT TO:<c@d>")
        for expires in (0, -1, 10**15)
    ]
    outcomes = await sent(made, name, hostile)
    assert len(outcomes) == len(hostile)
    good = await sent(made, name, letters(name, 3))
    assert {outcome.answer for outcome in good} == {Answer.ACCEPTED}


async def until_all_are_final(found: Providers, name: str, batch: list[Letter]) -> dict[str, Answer]:
    """Hands letters over as a dispatcher does: what was refused for now comes again, what has no answer never."""
    final: dict[str, Answer] = {}
    waiting = list(batch)
    for _ in range(60):
        outcomes = await sent(found, name, waiting)
        again = []
        for one, outcome in zip(waiting, outcomes, strict=True):
            if outcome.answer is Answer.REFUSED_FOR_NOW:
                again.append(one)
            else:
                final[one.id] = outcome.answer
        waiting = again
        if not waiting:
            return final
        await asyncio.sleep(max(outcome.retry_after for outcome in outcomes) + 0.05)
    raise AssertionError(f"{len(waiting)} letters are still on their way")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "faults",
    [
        Faults(throttle=20),
        Faults(lose=20),
        Faults(garbage=10),
        Faults(close_after=7),
        Faults(refuse=30),
        Faults(slow=20, throttle=10, lose=10, garbage=5, refuse=10, close_after=23),
    ],
    ids=["throttle", "lose", "garbage", "close", "refuse", "all"],
)
async def test_whatever_goes_wrong_nobody_gets_two_and_nobody_is_forgotten(
    made: Providers, dev: DevProviders, name: str, faults: Faults
) -> None:
    dev.fakes[name].dice.set(faults)
    batch = letters(name, 30)
    final = await until_all_are_final(made, name, batch)
    assert final.keys() == {one.id for one in batch}
    assert list(dev.ledger.twice()) == []
    got = {recipient for _, recipient, _ in dev.ledger.counts}
    for one in batch:
        recipient = one.devices[0] if one.devices else one.recipient
        if final[one.id] is Answer.ACCEPTED:
            assert recipient in got
        elif final[one.id] is Answer.REFUSED:
            assert recipient not in got


async def test_receipts_may_be_early_double_and_bad(made: Providers, dev: DevProviders, heard: Heard) -> None:
    dev.smsc.dice.set(Faults(early=True, twice=100, undelivered=50, receipt=0))
    outcomes = await sent(made, "dev-smsc", letters("dev-smsc", 10))
    await eventually(lambda: len(heard.receipts) >= 20)
    by_letter: dict[str, list[int]] = {}
    for receipt in heard.receipts:
        by_letter.setdefault(receipt.letter_id, []).append(receipt.state)
    assert len(by_letter) == len(outcomes) == 10
    assert {state for states in by_letter.values() for state in states} == {
        S.NOTIFICATION_STATE_DELIVERED,
        S.NOTIFICATION_STATE_FAILED_PERMANENT,
    }


async def test_a_receipt_that_was_not_recorded_comes_again(
    made: Providers, dev: DevProviders, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.dev_providers.smsc.AGAIN", 0.1)
    heard.failures = 2
    dev.smsc.dice.set(Faults(receipt=0))
    await sent(made, "dev-smsc", letters("dev-smsc", 1))
    await eventually(lambda: heard.receipts)
    assert heard.failures == 0


async def test_residents_text_back(made: Providers, dev: DevProviders, heard: Heard) -> None:
    await made.check()
    async with aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{dev.ports['control']}/text"
        async with session.post(url, json={"from": "+380501234567", "text": "СТОП"}) as answer:
            assert answer.status == 200
    assert [(text.sender, text.text) for text in heard.texts] == [("+380501234567", "СТОП")]


async def test_a_text_that_reaches_nobody_is_refused_at_once(dev: DevProviders) -> None:
    url = f"http://127.0.0.1:{dev.ports['control']}/text"
    said = {"from": "+380501234567", "text": "СТОП"}
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(5)) as session:
        for body, status in ((said, 409), ({"frm": 1}, 400), ({"from": "+380501234567"}, 400)):
            async with session.post(url, json=body) as answer:
                assert answer.status == status
                assert "error" in await answer.json()


async def test_the_control_endpoint_tells_and_is_told(made: Providers, dev: DevProviders) -> None:
    url = f"http://127.0.0.1:{dev.ports['control']}"
    async with aiohttp.ClientSession() as session:

        async def ask(method: str, path: str, body: Any = None) -> tuple[int, Any]:
            async with session.request(method, url + path, json=body) as answer:
                return answer.status, json.loads(await answer.text())

        assert (await ask("POST", "/faults/dev-smsc", {"throttle": 100}))[1]["throttle"] == 100
        assert (await sent(made, "dev-smsc", letters("dev-smsc", 1)))[0].answer is Answer.REFUSED_FOR_NOW
        status, told = await ask("POST", "/faults/dev-smsc", {"throttle": 101, "boredom": 1})
        assert status == 400
        assert "throttle" in told["error"]
        assert "boredom" in told["error"]
        assert (await ask("POST", "/faults/nobody", {}))[0] == 404
        assert (await ask("POST", "/faults/dev-smsc", {}))[1]["throttle"] == 0
        await sent(made, "dev-mail", letters("dev-mail", 3))
        status, told = await ask("GET", "/")
        assert (told["messages"], told["by_provider"]) == (3, {"dev-mail": 3})
        assert len((await ask("GET", "/counts"))[1]) == 3
        await ask("DELETE", "/counts")
        assert (await ask("GET", "/"))[1]["messages"] == 0


def test_a_ledger_counts_who_got_what_twice() -> None:
    ledger = Ledger(None)
    for recipient, message in (("a", "1"), ("a", "2"), ("b", "1"), ("a", "1")):
        ledger.arrived("p", recipient, message, "text")
    assert list(ledger.twice()) == [("p", "a", "1", 2)]


async def test_the_command_prints_what_arrives(tmp_path: Path) -> None:
    keyring = Keyring.create(tmp_path / "keys" / "keyring.json")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server",
        "--data-dir",
        str(tmp_path),
        "dev-providers",
        "--port",
        "0",
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "protos")])},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    told = [(await asyncio.wait_for(process.stdout.readline(), 20)).decode() for _ in range(8)]
    assert any("SMARTREGION_PROVIDERS=" in line for line in told)
    file = tmp_path / "dev-providers.toml"
    assert file.stat().st_mode & 0o777 == 0o600
    found = providers.from_settings(Settings(data_dir=tmp_path, providers=file), keyring)
    (outcome,) = await sent(found, "dev-smsc", [letter(7, "Вода буде до вечора")])
    assert outcome.answer is Answer.ACCEPTED
    line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
    assert "+380500000007" in line
    assert "Вода буде до вечора" in line
    await found.close()
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 20) == 0
