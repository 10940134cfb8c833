"""HTTP callbacks: one click unsubscribes, reading does not; receipts are taken from whom they are of."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from multidict import CIMultiDict
from smartregion.v1.notification_service_pb2 import NotificationCategory, NotificationChannel
from structlog.testing import capture_logs

from server import limits
from server.config import Settings
from server.errors import InvalidField, Unavailable
from server.limits import Rate
from server.notifications import hooks as hooks_module
from server.notifications.categories import CATEGORIES, CHANNELS
from server.notifications.channels import Callback
from server.notifications.channels.http import Http
from server.notifications.channels.turbosms import TurboSmsAccount, TurboSmsChannel
from server.notifications.channels.webhook import Gateway, WebhookChannel
from server.notifications.hooks import Hooks
from server.notifications.pages import Off, Page, page
from server.notifications.providers import Provider, Providers
from storage.engine.clock import SYSTEM_CLOCK, FixedClock
from storage.engine.store import Store
from storage.errors import Unavailable as StorageUnavailable
from storage.repositories import callbacks

from .conftest import Heard
from .test_turbosms import SECRET as TURBO_SECRET
from .test_turbosms import callback
from .test_webhook import SECRET, signed

URL = "https://messages.example.ua"


@dataclass
class House:
    """The callbacks, and whom they call."""

    heard: Heard
    session: aiohttp.ClientSession
    url: str = ""
    clicks: list[str] = field(default_factory=list)
    error: Exception | None = None
    taken: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def names(self, text: str) -> Off:
        if isinstance(self.error, InvalidField) and self.error.violations[0].rule == "unsubscribe.token":
            raise self.error
        return Off(NotificationCategory.NOTIFICATION_CATEGORY_NEWS, NotificationChannel.NOTIFICATION_CHANNEL_EMAIL)

    async def by_link(self, token: str) -> None:
        if self.error:
            raise self.error
        self.clicks.append(token)

    async def take(self, provider: str, told: Callback) -> bool:
        return self.taken.setdefault((provider, told.number), told.digest) == told.digest

    async def get(self, path: str, **changes: Any) -> tuple[int, str, Any]:
        async with self.session.get(self.url + path, **changes) as reply:
            return reply.status, await reply.text(), reply.headers

    async def post(self, path: str, **changes: Any) -> tuple[int, str, Any]:
        async with self.session.post(self.url + path, **changes) as reply:
            return reply.status, await reply.text(), reply.headers


async def started(heard: Heard, session: aiohttp.ClientSession, **changes: Any) -> tuple[Hooks, House]:
    http = Http(SYSTEM_CLOCK)
    account = TurboSmsAccount("token", "SmartRegion", callback_secret=TURBO_SECRET)
    made = Providers(
        (
            Provider(TurboSmsChannel("turbo", account, http), 2, "turbosms", 1.0),
            Provider(WebhookChannel("gateway", Gateway("http://127.0.0.1:1", SECRET), http), 2, "webhook", 1.0),
        ),
        http,
    )
    house = House(heard, session)
    settings = Settings(hooks_listen="127.0.0.1:0", hooks_url=URL, **changes)
    hooks = Hooks(settings, made, house, heard.on_receipts, house.take)
    house.url = f"http://127.0.0.1:{await hooks.start()}"
    return hooks, house


@pytest.fixture
async def house(heard: Heard) -> AsyncIterator[House]:
    async with aiohttp.ClientSession() as session:
        hooks, made = await started(heard, session)
        yield made
        await hooks.close()


async def test_reading_the_link_switches_nothing_off(house: House) -> None:
    status, text, headers = await house.get("/unsubscribe/AbC-_123")
    assert status == 200
    assert "Відписатися" in text
    assert "Unsubscribe" in text
    assert 'method="post"' in text
    assert "<script" not in text
    assert "«Новини» електронною поштою" in text
    assert "“News” by e-mail" in text
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"
    assert house.clicks == []


async def test_one_click_switches_off(house: House) -> None:
    body = {"List-Unsubscribe": "One-Click"}
    status, text, _ = await house.post("/unsubscribe/AbC-_123", data=body)
    assert (status, house.clicks) == (200, ["AbC-_123"])
    assert "Вас відписано" in text
    assert "«Новини» електронною поштою" in text
    assert "«Налаштування» → «Сповіщення» → «Новини»" in text
    assert "You can switch it on again in the app: Settings → Notifications → “News”." in text
    assert (await house.post("/unsubscribe/AbC-_123"))[0] == 200  # twice is as good as once


@pytest.mark.parametrize("token", ["%0d%0aX:1", "a" * 201, "%00", "<script>", "%D1%94"])
async def test_a_token_that_is_none_reaches_nobody(house: House, token: str) -> None:
    for method in (house.get, house.post):
        status, text, _ = await method(f"/unsubscribe/{token}")
        assert status == 404
        assert "<script>" not in text
    assert house.clicks == []


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (InvalidField("token", "unsubscribe.token", "is no token of ours"), 404, "не діє"),
        (InvalidField("token", "preference.last_channel", "the last channel"), 409, "вимкнути не можна"),
        (Unavailable("later"), 503, "come again"),
        (StorageUnavailable("later"), 503, "come again"),
        (RuntimeError("with something secret in it"), 503, "come again"),
    ],
)
async def test_what_cant_be_done_is_told(house: House, error: Exception, status: int, text: str) -> None:
    house.error = error
    found, told, headers = await house.post("/unsubscribe/AbC-_123")
    assert found == status
    assert text in told
    assert "secret" not in told
    assert ("Retry-After" in headers) is (status == 503)


async def test_unsubscribing_is_bounded_by_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks_module, "UNSUBSCRIBE_RATE", Rate(1, 3))
    found = [(await house.post("/unsubscribe/AbC-_123"))[0] for _ in range(5)]
    assert found == [200, 200, 200, 429, 429]


async def test_behind_a_proxy_the_address_is_the_one_that_it_saw(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks_module, "UNSUBSCRIBE_RATE", Rate(1, 1))
    for behind, expected in ((True, [200, 200, 429]), (False, [200, 429, 429])):
        async with aiohttp.ClientSession() as session:
            hooks, house = await started(heard, session, hooks_behind_proxy=behind)
            found = []
            for address in ("203.0.113.7", "203.0.113.8", "203.0.113.8"):
                headers = {"X-Forwarded-For": f"1.2.3.4, {address}"}
                found.append((await house.post("/unsubscribe/AbC", headers=headers))[0])
            assert found == expected
            await hooks.close()


async def test_a_proxy_that_adds_a_line_of_its_own_is_believed_and_not_the_callers(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks_module, "UNSUBSCRIBE_RATE", Rate(1, 1))
    async with aiohttp.ClientSession() as session:
        hooks, house = await started(heard, session, hooks_behind_proxy=True)
        found = []
        for invented in ("198.51.100.1", "198.51.100.2"):
            headers = CIMultiDict([("X-Forwarded-For", invented), ("X-Forwarded-For", "203.0.113.7")])
            found.append((await house.post("/unsubscribe/AbC", headers=headers))[0])
        assert found == [200, 429]
        await hooks.close()


async def test_what_is_no_text_tells_nothing_of_the_secret(house: House) -> None:
    for body in (rb'{"id": "\ud800", "signature": "x"}', rb'{"id": "1", "signature": "\ud800"}'):
        assert (await house.post("/receipts/turbo", data=body))[:2] == (401, "wrong signature")


async def test_requests_that_cant_be_read_do_not_fill_the_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(5):
        await house.post("/receipts/turbo", data=b"{}", headers={"Content-Encoding": "br"})
    assert len([one for one in caplog.records if one.levelno >= logging.ERROR]) <= 1


async def test_receipts_are_taken_from_whom_they_are_of(house: House) -> None:
    body = callback(message_id="m1", status="DELIVRD")
    assert (await house.post("/receipts/turbo", data=body))[:2] == (200, '{"recorded": 1}')
    headers, signed_body = signed({"receipts": [{"id": "N2", "state": "failed"}]}, at=SYSTEM_CLOCK.now())
    assert (await house.post("/receipts/gateway", data=signed_body, headers=headers))[0] == 200
    assert [one.provider for one in house.heard.receipts] == ["turbo", "gateway"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/receipts/turbo", callback("another", message_id="m1", status="DELIVRD"), 401),
        ("/receipts/turbo", b"{", 401),
        ("/receipts/gateway", b'{"receipts": []}', 401),
        ("/receipts/nobody", b"{}", 404),
        ("/receipts/turbo/more", b"{}", 404),
        ("/", b"{}", 404),
        ("/receipts/turbo", b"x" * (limits.HOOK_BYTES + 1), 413),
        ("/receipts/turbo", callback(data="x" * limits.HOOK_BYTES_UNSIGNED), 401),
    ],
    ids=[
        "another secret",
        "no JSON",
        "no signature",
        "nobody",
        "another path",
        "nothing",
        "too long",
        "too long to be unsigned",
    ],
)
async def test_what_is_not_signed_reaches_nobody(house: House, path: str, body: bytes, status: int) -> None:
    assert (await house.post(path, data=BytesIO(body)))[0] == status
    assert house.heard.receipts == []


async def test_what_is_signed_and_says_nothing_is_told_so(house: House) -> None:
    headers, body = signed({"receipts": [{}]}, at=SYSTEM_CLOCK.now())
    assert (await house.post("/receipts/gateway", data=body, headers=headers))[0] == 400


async def test_a_receipt_that_could_not_be_recorded_is_asked_for_again(house: House) -> None:
    house.heard.failures = 1
    body = callback(message_id="m1", status="DELIVRD")
    status, _, headers = await house.post("/receipts/turbo", data=body)
    assert status == 503
    assert int(headers["Retry-After"]) > 0
    assert (await house.post("/receipts/turbo", data=body))[0] == 200
    assert len(house.heard.receipts) == 1


async def test_a_body_that_does_not_come_is_not_waited_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks_module, "READ_SECONDS", 0.1)
    port = int(house.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /receipts/turbo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    async with asyncio.timeout(2):
        assert b"408" in await reader.readline()
    writer.close()


@asynccontextmanager
async def slow_callers(house: House, count: int) -> AsyncIterator[None]:
    """Connections of one address whose bodies do not come."""
    port, held = int(house.url.rpartition(":")[2]), []
    for _ in range(count):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /receipts/gateway HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        held.append(writer)
    await asyncio.sleep(0.1)
    yield
    for writer in held:
        writer.close()


async def test_slow_callers_of_an_address_keep_out_only_themselves(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks_module, "HOOKS_READ_OF_ONE", 3)
    monkeypatch.setattr(hooks_module, "HOOKS_AT_ONCE", 3)
    async with slow_callers(house, 5):
        assert (await house.post("/unsubscribe/AbC"))[0] == 200
        assert (await house.post("/receipts/turbo", data=callback(message_id="m1", status="DELIVRD")))[0] == 503
    await asyncio.sleep(0.1)  # they have gone, and count no more
    assert (await house.post("/receipts/turbo", data=callback(message_id="m1", status="DELIVRD")))[0] == 200


async def test_a_caller_that_hangs_up_is_no_error(house: House) -> None:
    with capture_logs() as told:
        async with slow_callers(house, 2):
            pass
        await asyncio.sleep(0.1)
    assert {line["log_level"] for line in told} == {"debug"}


async def test_who_signs_nothing_is_looked_at_a_few_times_only(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks_module, "UNSIGNED_RATE", Rate(1, 2))
    forged, signed_by_it = (callback(*secret, message_id="m1", status="DELIVRD") for secret in (["another"], []))
    found = [(await house.post("/receipts/turbo", data=body))[0] for body in (signed_by_it, forged, forged, forged)]
    assert found == [200, 401, 401, 429]


async def test_more_than_so_many_at_a_time_are_told_to_come_again(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks_module, "HOOKS_AT_ONCE", 1)
    async with aiohttp.ClientSession() as session:
        hooks, house = await started(heard, session)
        gate = asyncio.Event()

        async def slow(token: str) -> None:
            await gate.wait()

        house.by_link = slow  # type: ignore[method-assign]
        first = asyncio.create_task(house.post("/unsubscribe/AbC"))
        await asyncio.sleep(0.1)
        assert (await house.post("/unsubscribe/AbC"))[0] == 503
        gate.set()
        assert (await first)[0] == 200
        await hooks.close()


async def test_an_id_is_taken_once_and_with_other_contents_never_again(house: House) -> None:
    first = callback(TURBO_SECRET, number="77", message_id="m1", status="DELIVRD")
    other = callback(TURBO_SECRET, number="77", message_id="m2", status="Undelivered")
    for body, answer in ((first, 200), (first, 200), (other, 401)):
        assert (await house.post("/receipts/turbo", data=body))[0] == answer
    assert {one.provider_message_id for one in house.heard.receipts} == {"m1"}


async def test_the_ids_of_callbacks_are_known_to_all_processes(store: Store, clock: FixedClock) -> None:
    async def take(provider: str, number: str, said: bytes) -> bool:
        return await store.write(lambda tx: callbacks.take(tx, provider, number, said))

    assert [await take("turbo", "77", b"a"), await take("turbo", "77", b"a")] == [True, True]
    assert not await take("turbo", "77", b"b")
    assert await take("another", "77", b"b")
    clock.advance(milliseconds=1)
    await store.write(lambda tx: callbacks.forget_before(tx, tx.now))
    assert await take("turbo", "77", b"b")


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_page_says_in_both_languages_what_it_is_about(category: int) -> None:
    for channel in CHANNELS:
        for which in (Page.ASK, Page.DONE, Page.STAYS_ON):
            text = page(which, Off(category, channel))
            assert all(title in text for title in CATEGORIES[category].title)
            assert "{" not in text.partition("</style>")[2]
