"""The upload of phones to the company's site by schedule: whole, whatever the site does and wherever we are killed."""

import asyncio
import base64
import os
import signal
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from google.protobuf.json_format import MessageToDict

from server import parcels
from server.app import open_services
from server.codec import decode_id
from server.config import Settings
from server.limits import PHONES_LEASE_MS, RETRY_FIRST_MS
from server.users import phone_upload
from server.users.phone_upload import BEGUN, BROKEN_OFF, ENDED, PhoneUpload
from storage.engine.clock import FixedClock
from storage.repositories import users

from . import processes
from .conftest import START, House, StartHouse
from .test_chassis import certificate
from .test_phone_export import everybody

THEIRS = X25519PrivateKey.generate()
KEY = base64.b64encode(THEIRS.public_key().public_bytes_raw()).decode()
TOKEN = "a-token-of-the-site"
HOUR = 3_600_000


@dataclass
class Site:
    """The company's site. It answers with the next of `answers`, and takes everything once there are none."""

    address: str = ""
    answers: list[str] = field(default_factory=list)
    #: Export, part and whether it was taken, in the order in which they came.
    came: list[tuple[str, int, bool]] = field(default_factory=list)
    parts: dict[tuple[str, int], str] = field(default_factory=dict)
    whole: dict[str, str] | None = None

    async def put(self, request: web.Request) -> web.StreamResponse:
        if request.headers["Authorization"] != f"Bearer {TOKEN}":
            return web.Response(status=401)
        answer = self.answers.pop(0) if self.answers else "ok"
        export, part = request.headers["Smartregion-Export"], int(request.headers["Smartregion-Part"])
        body = await request.read()
        taken = answer in ("ok", "taken, then cut")
        self.came.append((export, part, taken))
        if taken:
            self.parts[export, part] = parcels.opened(body, THEIRS.private_bytes_raw()).decode()
            if request.headers["Smartregion-Last"] == "true":
                self._complete(export, part, int(request.headers["Smartregion-Total"]))
        match answer:
            case "ok":
                return web.Response(status=204)
            case "slow":
                await asyncio.sleep(30)
            case "kill":
                os.kill(int(request.query["pid"]), signal.SIGKILL)
            case "redirect":
                return web.Response(status=307, headers={"Location": self.address + "?elsewhere"})
            case "busy":
                return web.Response(status=503, headers={"Retry-After": "3000"})
            case "cut" | "taken, then cut":
                assert request.transport is not None
                request.transport.abort()
        return web.Response(status=int(answer) if answer.isdigit() else 500)

    def _complete(self, export: str, last: int, total: int) -> None:
        rows = [line.split(",") for part in range(1, last + 1) for line in self.parts[export, part].splitlines()]
        assert len(rows) == total
        self.whole = dict(rows)
        assert len(self.whole) == total


async def served(site: Site, context: ssl.SSLContext | None = None) -> web.AppRunner:
    app = web.Application()
    app.router.add_put("/phones", site.put)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    door = web.TCPSite(runner, "localhost" if context else "127.0.0.1", 0, ssl_context=context)
    await door.start()
    port = runner.addresses[0][1]
    site.address = f"https://localhost:{port}/phones" if context else f"http://127.0.0.1:{port}/phones"
    return runner


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    runner = await served(made)
    yield made
    await runner.cleanup()


@pytest.fixture(autouse=True)
def small_parts_when_the_test_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_upload, "PHONES_PART_ROWS", 5)
    monkeypatch.setattr(phone_upload, "PHONES_TIMEOUT_SECONDS", 1.0)
    monkeypatch.setattr("server.limits.PHONES_SECONDS", 1_000_000.0)


def phones_to(address: str) -> dict[str, Any]:
    return {"phones_url": address, "phones_key": KEY, "phones_token": TOKEN, "phones_hours": 6}


@pytest.fixture
async def house(start_house: StartHouse, site: Site) -> House:
    return await start_house(**phones_to(site.address))


def upload_of(house: House) -> PhoneUpload:
    """That which the service's own chore does."""
    found = house.app.chores["phones"].work.__self__  # type: ignore[attr-defined]
    assert isinstance(found, PhoneUpload)
    return found


async def on_record(house: House) -> list[dict[str, str]]:
    entries = (await (await house.operator("taras")).AuditService.ListAuditEntries(page_size=200)).entries
    steps = [one for one in reversed(entries) if one.action in (BEGUN, BROKEN_OFF, ENDED)]
    return [{"action": one.action, "outcome": one.outcome, **MessageToDict(one)["detail"]} for one in steps]


def gauge(house: House, name: str) -> float | None:
    return house.app.boundary.metrics.registry.get_sample_value(f"smartregion_phones_{name}")


async def test_everybody_goes_in_parts_and_again_when_it_is_time(house: House, site: Site) -> None:
    expected, store = await everybody(house), house.app.services.store
    upload = upload_of(house)
    await upload.turn()
    assert site.whole == expected
    ((export, _, _), *_), parts = site.came, -(-len(expected) // 5)
    assert site.came == [(export, part, True) for part in range(1, parts + 1)]
    begun, ended = await on_record(house)
    assert (begun["action"], ended["action"], ended["outcome"]) == (BEGUN, ENDED, "OK")
    assert (ended["rows"], ended["parts"]) == (str(len(expected)), str(parts))
    assert gauge(house, "uploaded_timestamp_seconds") == house.clock.now() / 1000
    house.clock.advance(milliseconds=6 * HOUR - 1)
    await upload.turn()
    assert len(site.came) == parts
    gone = next(iter(expected))
    person = await store.read(partial(users.get_any, user_id=decode_id(gone)))
    assert person is not None
    await store.write(lambda tx: users.update(tx, person, restricted=True))
    house.clock.advance(milliseconds=1)
    await upload.turn()
    assert site.whole == {user: phone for user, phone in expected.items() if user != gone}
    assert site.came[-1][0] != export


@pytest.mark.parametrize("answer", ["500", "401", "cut", "slow", "redirect", "taken, then cut"])
async def test_a_part_that_the_site_did_not_take_comes_again_under_its_number(
    house: House, site: Site, answer: str
) -> None:
    expected, upload = await everybody(house), upload_of(house)
    put = 2 if "cut" in answer else 1  # the client tries once more by itself where a connection breaks
    site.answers = ["ok", *(answer,) * 2 * put]
    await upload.turn()
    assert [part for _, part, _ in site.came] == [1, *(2,) * put]
    assert (gauge(house, "upload_failures"), gauge(house, "uploaded_timestamp_seconds")) == (1, 0)
    await upload.turn()
    assert len(site.came) == 1 + put, "not before the pause is over"
    house.clock.advance(milliseconds=2 * RETRY_FIRST_MS)
    await upload.turn()
    assert [part for _, part, _ in site.came] == [1, *(2,) * 2 * put]
    house.clock.advance(milliseconds=4 * RETRY_FIRST_MS)
    await upload.turn()
    assert [part for _, part, _ in site.came][1 + 2 * put :] == list(range(2, -(-len(expected) // 5) + 1))
    assert len({export for export, _, _ in site.came}) == 1
    assert site.whole == expected
    assert gauge(house, "upload_failures") == 0
    _, broken, ended = await on_record(house)
    assert (broken["action"], broken["outcome"], broken["rows"]) == (BROKEN_OFF, "FAILED", "5")
    assert ended["action"] == ENDED


async def test_a_site_that_says_when_to_come_again_is_let_alone_until_then(house: House, site: Site) -> None:
    upload = upload_of(house)
    site.answers = ["busy"]
    await upload.turn()
    house.clock.advance(milliseconds=2_999_999)
    await upload.turn()
    assert len(site.came) == 1
    house.clock.advance(milliseconds=1)
    await upload.turn()
    assert site.whole is not None


def put_and_be_killed(folder: Path, changes: dict[str, Any]) -> None:
    """The upload in a process of its own, which the site knows by its number."""
    phone_upload.PHONES_PART_ROWS = 5
    address = f"{changes['phones_url']}?pid={os.getpid()}"
    settings = Settings(**{"data_dir": folder, "listen": "127.0.0.1:0", **changes, "phones_url": address})

    async def run() -> None:
        services = await open_services(settings, FixedClock(START))
        await PhoneUpload(services, services.providers.http).turn()

    asyncio.run(run())


async def test_killed_in_the_middle_it_goes_on_with_the_same_export_and_part(house: House, site: Site) -> None:
    expected = await everybody(house)
    await house.close()
    site.answers = ["ok", "kill"]
    changes = phones_to(site.address)
    code = await asyncio.to_thread(processes.work, put_and_be_killed, house.settings.data_dir, changes)
    assert code == -signal.SIGKILL
    assert [part for _, part, _ in site.came] == [1, 2]
    clock = FixedClock(START + PHONES_LEASE_MS)
    services = await open_services(house.settings, clock)
    await PhoneUpload(services, services.providers.http).turn()
    await services.providers.close()
    await services.store.close()
    assert [part for _, part, _ in site.came][2:] == list(range(2, -(-len(expected) // 5) + 1))
    assert len({export for export, _, _ in site.came}) == 1
    assert site.whole == expected


@pytest.mark.parametrize("known", [False, True], ids=["nobody vouches for", "somebody vouches for"])
async def test_phones_go_over_tls_to_a_site_that_is_known_and_to_no_other(
    start_house: StartHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    certificate(tmp_path, "localhost", certificate(tmp_path, "authority"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "localhost.pem", tmp_path / "localhost.key")
    if known:
        trust = ssl.create_default_context(cafile=str(tmp_path / "authority.pem"))
        monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", trust)
    site = Site()
    runner = await served(site, context)
    house = await start_house(**phones_to(site.address))
    await upload_of(house).turn()
    await runner.cleanup()
    assert site.whole == (await everybody(house) if known else None)
    assert bool(site.came) == known


async def test_nothing_is_uploaded_where_no_address_is_set(start_house: StartHouse) -> None:
    assert "phones" not in (await start_house()).app.chores


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("phones_url", "http://site.example.ua/phones"),
        ("phones_url", "ftp://127.0.0.1/phones"),
        ("phones_url", "https://user:secret@site.example.ua/phones"),
        ("phones_key", ""),
        ("phones_key", "no base64"),
        ("phones_key", base64.b64encode(bytes(32)).decode()),
        ("phones_token", ""),
        ("phones_token", "a token with spaces, or\r\nlines"),
    ],
)
def test_settings_that_would_give_phones_away_are_refused_by_name_and_not_quoted(change: str, value: str) -> None:
    good = phones_to("https://site.example.ua/phones")
    Settings(**good).check()
    with pytest.raises(ValueError, match=f"^{change}: ") as told:
        Settings(**{**good, change: value}).check()
    assert not value or value not in str(told.value)
    assert TOKEN not in repr(Settings(**good))
