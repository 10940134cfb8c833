"""A package by a link: once, with the code that came by another way, and dead in every other case."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import aiohttp
import pytest
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.user_service_pb2 import UserState
from structlog.testing import capture_logs

from server import limits
from server.codec import decode_id
from server.limits import PACKAGE_LINK_BEGUN, PACKAGE_LINK_MS, PACKAGE_LINK_TRIES, PACKAGE_LINKS, Rate
from server.privacy.package import links, pages
from server.privacy.package.assembly import Assembly
from storage.keys.keyring import Keyring

from ..conftest import Client, House, StartHouse, refused
from ..test_privacy import in_progress
from .conftest import answered


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Sent:
    """A request with a link that was sent, as the person has them."""

    house: House
    request: pb.PrivacyRequest
    user: Any
    url: str
    code: str
    session: aiohttp.ClientSession

    async def get(self, url: str = "") -> tuple[int, str]:
        async with self.session.get(url or self.url) as reply:
            return reply.status, await reply.text()

    async def post(self, code: str = "", url: str = "") -> tuple[int, bytes, Any]:
        async with self.session.post(url or self.url, data={"code": code or self.code}) as reply:
            return reply.status, await reply.read(), reply.headers

    async def officer(self) -> Client:
        self.house.forget_sessions()
        return await self.house.operator("petro")

    async def steps(self) -> list[Any]:
        officer = await self.officer()
        got = await officer.PrivacyRequestService.GetPrivacyRequest(id=self.request.id)
        return list(got.request.steps)


def outbox(house: House) -> list[dict[str, Any]]:
    """Everything that was sent, in files."""
    found = []
    for path in sorted(house.settings.outbox_dir.glob("*.jsonl")):
        found += [json.loads(line) for line in path.read_text().splitlines()]
    return found


async def messages(house: House, text: str, count: int = 1) -> list[str]:
    """Messages that say something, once there are so many."""
    for _ in range(400):
        found = [line for one in outbox(house) if text in (line := json.dumps(one, ensure_ascii=False))]
        if len(found) >= count:
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(f"nobody was sent {text!r}: {outbox(house)}")


async def linked(house: House, request: pb.PrivacyRequest) -> pb.CreatePackageLinkResponse:
    officer = await house.operator("petro")
    return await officer.PrivacyRequestService.CreatePackageLink(id=request.id, etag=request.etag)


@pytest.fixture
async def door(start_house: StartHouse, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(pages, "PACKAGE_LINK_RATE", Rate(1_000, 1_000))
    address = f"127.0.0.1:{free_port()}"
    return await start_house(hooks_listen=address, hooks_url=f"http://{address}")


@pytest.fixture
async def sent(door: House) -> AsyncIterator[Sent]:
    request, user = await answered(door)
    made = await linked(door, request)
    (letter,) = await messages(door, links.PATH)
    (text,) = await messages(door, "Код до посилання")
    url = re.search(r"http://[^\s\"]+", letter)
    code = re.search(rf"\b\d{{{links.CODE_DIGITS}}}\b", text.partition("Код до посилання")[2])
    assert url
    assert code
    async with aiohttp.ClientSession() as session:
        yield Sent(door, made.request, user, url.group(), code.group(), session)


async def test_a_link_gives_the_package_once_and_is_noted_and_audited(sent: Sent) -> None:
    status, page = await sent.get()
    assert status == 200
    assert "<form" in page
    assert sent.user.phone not in page
    status, body, headers = await sent.post()
    assert status == 200
    assert headers["Content-Type"] == "application/zip"
    assert sent.request.number in headers["Content-Disposition"]
    assert headers["Cache-Control"] == "no-store"
    with ZipFile(BytesIO(body)) as archive:
        assert sent.user.phone in archive.read("package.json").decode()
    assert (await sent.post())[0] == 404
    assert (await sent.get())[0] == 404
    steps = await sent.steps()
    assert [step.call for step in steps][-2:] == ["CreatePackageLink", links.STEP]
    admin = await sent.house.operator("oksana")
    entries = (await admin.AuditService.ListAuditEntries(page_size=50)).entries
    assert [one.outcome for one in entries if one.action == "package.by_link"] == ["OK", "OK"]


async def test_the_link_and_its_code_go_different_ways_and_are_kept_nowhere(sent: Sent) -> None:
    (letter,) = await messages(sent.house, links.PATH)
    (text,) = await messages(sent.house, "Код до посилання")
    assert sent.user.email in letter
    assert sent.user.phone in text
    assert sent.code not in letter
    assert links.PATH not in text
    token = sent.url.rpartition("/")[2]
    database = b"".join(path.read_bytes() for path in sent.house.settings.data_dir.glob("smartregion.db*"))
    assert token.encode() not in database
    assert sent.code.encode() not in database


async def test_operators_see_neither_link_nor_code(sent: Sent) -> None:
    officer = await sent.officer()
    listed = await officer.NotificationService.ListNotifications(page_size=200)
    text = "".join(str(one) for one in listed.notifications)
    assert sent.url not in text
    assert sent.code not in text
    assert links.PATH not in text


async def test_forged_expired_and_used_up_links_look_the_same(sent: Sent) -> None:
    base, _, token = sent.url.rpartition("/")
    other = links.token(sent.house.app.services.store.keys.keyring, 1)
    flipped = ("B" if token[0] == "A" else "A") + token[1:]
    forged = [f"{base}/{text}" for text in ("x", "A" * 38, token[:-1], flipped, "..%2f", token + "A", other)]
    answers = {(await sent.get(url)) for url in forged} | {
        (status, body.decode()) for status, body, _ in [await sent.post(url=url) for url in forged]
    }
    sent.house.clock.advance(milliseconds=PACKAGE_LINK_MS + 1)
    answers.add(await sent.get())
    status, body, _ = await sent.post()
    answers.add((status, body.decode()))
    assert len(answers) == 1
    assert answers.pop()[0] == 404


async def test_wrong_codes_are_counted_and_kill_the_link(sent: Sent) -> None:
    for _ in range(PACKAGE_LINK_TRIES):
        status, body, _ = await sent.post("00000000" if sent.code != "00000000" else "11111111")
        assert status == 403
        assert sent.user.phone.encode() not in body
    assert (await sent.post())[0] == 404
    admin = await sent.house.operator("oksana")
    entries = (await admin.AuditService.ListAuditEntries(page_size=50)).entries
    assert [one.outcome for one in entries if one.action == "package.by_link"] == ["WRONG_CODE"] * PACKAGE_LINK_TRIES


@pytest.mark.parametrize("body", [b"", b"code=", b"\xff\xfe", b"code=" + b"1" * 5_000, b"&" * 2_000, b"code=%00"])
async def test_whatever_is_posted_is_a_wrong_code_at_most(sent: Sent, body: bytes) -> None:
    async with sent.session.post(sent.url, data=body) as reply:
        assert reply.status == 403


async def test_codes_are_tried_slowly_from_one_address(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PACKAGE_LINK_RATE", Rate(0.001, 2))
    statuses = [(await sent.post("1"))[0] for _ in range(4)]
    assert statuses == [403, 403, 429, 429]
    assert limits.PACKAGE_LINK_RATE.per_second < 1


async def test_a_download_that_broke_off_may_be_begun_again_but_not_for_ever(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Assembly.frames

    async def broken(self: Assembly, form: int) -> AsyncIterator[bytes]:
        async for frame in whole(self, form):
            yield frame[:100]
            raise OSError("the disk is gone")

    monkeypatch.setattr(Assembly, "frames", broken)
    with capture_logs() as logs:
        with pytest.raises(aiohttp.ClientError):
            await sent.post()
        await until(lambda: any(one["event"] == "a download by link broke off" for one in logs))
    monkeypatch.setattr(Assembly, "frames", whole)
    assert (await sent.get())[0] == 200
    assert (await sent.post())[0] == 200
    assert PACKAGE_LINK_BEGUN > 1


async def until(holds: Any) -> None:
    for _ in range(200):
        if holds():
            await asyncio.sleep(0.05)
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came about")


async def test_two_downloads_at_once_are_one_too_many(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, gate = Assembly.frames, asyncio.Event()

    async def held(self: Assembly, form: int) -> AsyncIterator[bytes]:
        await gate.wait()
        async for frame in whole(self, form):
            yield frame

    monkeypatch.setattr(Assembly, "frames", held)
    first = asyncio.create_task(sent.post())
    await asyncio.sleep(0.1)
    assert (await sent.post())[0] == 503
    gate.set()
    assert (await first)[0] == 200
    assert (await sent.post())[0] == 404


async def test_a_new_link_ends_the_one_before(sent: Sent) -> None:
    officer = await sent.officer()
    request = (await officer.PrivacyRequestService.GetPrivacyRequest(id=sent.request.id)).request
    await linked(sent.house, request)
    await messages(sent.house, links.PATH, 2)
    assert (await sent.get())[0] == 404


async def test_a_link_of_somebody_erased_leads_nowhere(sent: Sent) -> None:
    user_id = decode_id(sent.user.id)
    await sent.house.app.services.store.write(
        lambda tx: tx.sql("UPDATE app_user SET state = 3 WHERE id = ?", (user_id,))
    )

    assert UserState.USER_STATE_ERASED == 3
    assert (await sent.get())[0] == 404
    assert (await sent.post())[0] == 404


async def test_links_are_bounded_by_day_and_need_an_answer_and_two_ways(door: House) -> None:
    officer = await door.operator("petro")
    request, user = await answered(door)
    for _ in range(PACKAGE_LINKS):
        request = (await linked(door, request)).request
    assert (await refused(linked(door, request))).reason == "LIMIT_EXCEEDED"
    other = await in_progress(officer, pb.PRIVACY_REQUEST_KIND_COPY, user.id)
    assert (await refused(linked(door, other))).reason == "WRONG_STATE"


async def test_without_the_callbacks_or_an_address_a_package_is_printed(house: House) -> None:
    request, _ = await answered(house)
    told = await refused(linked(house, request))
    assert told.reason == "CONFLICT"
    assert "print" in told.message


def test_tokens_and_codes_differ_by_link_and_by_house(tmp_path: Any) -> None:
    one, two = (Keyring.create(tmp_path / name) for name in ("one.json", "two.json"))
    assert links.opened(one, links.token(one, 7)) == 7
    assert links.opened(two, links.token(one, 7)) is None
    assert links.opened(one, links.token(one, 7)[:-1] + "!") is None
    assert len({links.code(one, number) for number in range(200)}) > 190
    assert links.code(one, 7) != links.code(two, 7)
    assert len(links.code(one, 7)) == links.CODE_DIGITS
