"""One person's whole story, from a paper letter to the proof that nothing of them is left, and past a backup of the
beginning that is restored: by the calls and the commands that everybody has, on both engines."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import grpc
import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import notification_service_pb2 as notification
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.user_service_pb2 import UserState

from server import logs
from server.config import Settings
from server.demo.seed import PASSWORD
from server.pipeline.authentication import RESIDENT_KEY
from server.pipeline.purpose import PURPOSE_KEY
from storage.engine import rawbytes
from tests.engines import ENGINES, Postgres

from .. import processes
from ..conftest import Client, House, opened, refused
from ..test_duties import answer, duties_of, keys
from ..test_kill import free_port
from ..test_privacy import S, decide, in_progress
from .conftest import download
from .test_letters import L, plain, written

K = pb.PrivacyRequestKind
#: The last day of the hold: debts for utilities are demanded within three years (Civil Code, art. 257).
HELD_UNTIL = Date(year=2026, month=12, day=15)
UNDER_WAY = {notification.NOTIFICATION_STATE_QUEUED, notification.NOTIFICATION_STATE_SENDING}


@dataclass
class Place:
    """Where the service keeps what it keeps, and a folder outside of it."""

    settings: Settings
    outside: Path
    postgres: Postgres | None

    def command(self, *words: str, code: int = 0) -> str:
        """Runs `smartregion-server` in a process of its own; what it says."""
        environment = {"PATH": os.environ["PATH"]}
        if self.postgres is not None:
            environment["SMARTREGION_DATABASE_URL"] = self.settings.database_url
            environment["PATH"] = f"{self.postgres.bin}{os.pathsep}{environment['PATH']}"
        words = ("--data-dir", str(self.settings.data_dir), *words)
        done = processes.run(list(words), self.outside, settings=environment)
        assert done.code == code, done
        return done.stdout

    def lose_the_database(self) -> None:
        """The disk with the database dies; keys and checkpoints lie elsewhere."""
        if self.postgres is not None:
            self.settings = self.settings.model_copy(update={"database_url": self.postgres.empty()})
            return
        for file in self.settings.data_dir.glob("smartregion.db*"):
            file.unlink()

    def every_byte(self) -> Iterator[bytes]:
        """Database with its log, keys, outbox, checkpoints, exports and logs; on PostgreSQL also its tables."""
        if self.postgres is not None:
            yield from (part for _, part in rawbytes.chunks(self.settings.database_url))
        for file in self.settings.data_dir.rglob("*"):
            if file.is_file():
                yield file.read_bytes()


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, town: Path, tmp_path: Path) -> Iterator[Place]:
    outside = tmp_path / "outside"
    outside.mkdir()
    if request.param == "sqlite":
        folder = tmp_path / "house"
        shutil.copytree(town, folder)
        yield Place(Settings(data_dir=folder, listen="127.0.0.1:0"), outside, None)
        return
    server: Postgres = request.getfixturevalue("postgres")
    made = Place(request.getfixturevalue("on_postgresql"), outside, server)
    first = made.settings.database_url
    yield made
    if made.settings.database_url != first:
        server.drop(made.settings.database_url)


@asynccontextmanager
async def running(place: Place) -> AsyncIterator[House]:
    """The service with the injected clock; its log lies with its data."""
    with (place.settings.data_dir / "server.log").open("a", encoding="utf-8") as log:
        logs.configure("DEBUG", log)
        house = await opened(place.settings)
        try:
            yield house
        finally:
            await house.close()
            logs.configure()


@dataclass(frozen=True)
class Person:
    """What would give somebody away."""

    id: str
    phone: str
    texts: tuple[str, ...]
    #: An open session from the day of the backup.
    token: str

    def found_in(self, parts: Iterator[bytes]) -> list[str]:
        return sorted({text for part in parts for text in self.texts if text.encode() in part})


async def somebody(house: House) -> Person:
    """A resident whom several utilities serve, who uses the app and has a message under way."""
    admin = await house.operator("oksana")
    asked = {one.user_id for one in (await admin.PrivacyRequestService.ListPrivacyRequests()).requests}
    for user in (await admin.UserService.ListUsers(page_size=50)).users:
        accounts = (await admin.AccountService.ListAccounts(filter={"user_id": user.id})).accounts
        if user.id not in asked and len({one.utility_id for one in accounts}) > 1:
            break
    else:
        raise AssertionError("several utilities serve nobody")
    resident = await house.resident(user.phone)
    await resident.ReadingService.ListReadings()
    value = {"subject": "Довідка", "text": f"Шановна {user.first_name} {user.last_name}, {user.phone}"}
    values = {"title": value["subject"], "text": value["text"]}
    await admin.NotificationService.SendNotification(user_id=user.id, template_name="news", channel=2, values=values)
    texts = (user.phone, user.phone[3:], user.email, f"{user.first_name} {user.last_name}")
    token = next(text for key, text in resident.metadata if key == RESIDENT_KEY)
    return Person(user.id, user.phone, texts, token)


async def asks_for_everything(house: House, person: Person, outside: Path) -> None:
    """A letter asks for all that is held: proven, decided by two, delivered signed, answered by a letter."""
    officer = await house.operator("petro")
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, person.id)
    assert request.identity_proof.method
    done = await decide(house, request)
    assert done.state == S.PRIVACY_REQUEST_STATE_FULFILLED
    package = await download(officer, done.id, pb.PACKAGE_FORMAT_ARCHIVE)
    (outside / "package.zip").write_bytes(package.body)
    (outside / "key.pem").write_text((await officer.PrivacyRequestService.GetPackageKey()).public_key_pem)
    body = json.loads((await download(officer, done.id, pb.PACKAGE_FORMAT_JSON)).body)
    sections = {one["name"]: one["rows"] for one in body["sections"]}
    assert sections["app_user"][0]["phone"] == person.phone
    (letter,) = await written(officer, done.id, L.LETTER_KIND_ANSWER)
    assert done.number in plain(letter)


async def asks_to_be_erased(house: House, person: Person) -> pb.PrivacyRequest:
    """A letter asks for deletion; a debt keeps it back, and two decide it all the same."""
    officer, other = await house.operator("petro"), await house.operator("oksana")
    service = officer.PrivacyRequestService
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, person.id)
    request = (
        await service.PlaceHold(id=request.id, etag=request.etag, ground="борг за воду (ЦК, ст. 257)", until=HELD_UNTIL)
    ).request
    request = (
        await service.ProposeDecision(id=request.id, etag=request.etag, decision=1, reason="обробку припинено")
    ).request
    told = await refused(service.ApproveDecision(id=request.id, etag=request.etag, approve=True))
    assert told.reason == "SAME_PERSON"
    approved = await other.PrivacyRequestService.ApproveDecision(id=request.id, etag=request.etag, approve=True)
    held: pb.PrivacyRequest = approved.request
    assert held.state == S.PRIVACY_REQUEST_STATE_ON_HOLD
    assert (await officer.UserService.GetUser(id=person.id)).user.phone == person.phone
    return held


async def holds_end(house: House) -> None:
    """What the service does by itself every few minutes."""
    await house.app.chores["holds"].work()


async def the_hold_ends_by_the_clock(house: House, request: pb.PrivacyRequest, person: Person) -> None:
    service = (await house.operator("petro")).PrivacyRequestService
    await holds_end(house)
    assert (await service.GetPrivacyRequest(id=request.id)).request.state == S.PRIVACY_REQUEST_STATE_ON_HOLD
    house.clock.advance(days=22)  # 15 December, the last day of the hold
    house.forget_sessions()
    await holds_end(house)
    service = (await house.operator("petro")).PrivacyRequestService
    assert (await service.GetPrivacyRequest(id=request.id)).request.state == S.PRIVACY_REQUEST_STATE_ON_HOLD
    house.clock.advance(days=1)
    house.forget_sessions()
    await holds_end(house)
    officer = await house.operator("petro")
    done = (await officer.PrivacyRequestService.GetPrivacyRequest(id=request.id)).request
    assert done.state == S.PRIVACY_REQUEST_STATE_PARTLY_FULFILLED, "its recipients have yet to answer"
    user = (await officer.UserService.GetUser(id=person.id)).user
    assert (user.phone, user.email, user.first_name, user.last_name) == ("", "", "", "")


async def recipients_answer(house: House, request: pb.PrivacyRequest) -> None:
    """One utility does not answer, until it is excused with a reason; the others do."""
    officer = await house.operator("petro")
    by_utility = await keys(house)
    duties = await duties_of(officer, privacy_request_id=request.id)
    silent = duties[0].partner_id
    answering = [duty for duty in duties if duty.partner_id != silent]
    assert answering
    for duty in answering:
        await answer(by_utility[duty.partner_id], duty, done_at=duty.raised_at)
    service = officer.PrivacyRequestService
    waiting = (await service.GetPrivacyRequest(id=request.id)).request
    assert waiting.state == S.PRIVACY_REQUEST_STATE_PARTLY_FULFILLED
    assert "очікуємо підтвердження" in waiting.outcome
    for duty in duties:
        if duty.partner_id == silent:
            told = await refused(service.ExcuseDataDuty(id=duty.id, etag=duty.etag, reason=""))
            assert told.code is grpc.StatusCode.INVALID_ARGUMENT
            await service.ExcuseDataDuty(id=duty.id, etag=duty.etag, reason="підприємство ліквідовано")
    done = (await service.GetPrivacyRequest(id=request.id)).request
    assert done.state == S.PRIVACY_REQUEST_STATE_FULFILLED
    (letter,) = await written(officer, done.id, L.LETTER_KIND_ANSWER)
    assert "знищено" in plain(letter)


async def the_proof_holds(house: House, request: pb.PrivacyRequest, person: Person) -> None:
    """The service's own scan, and exports made after it."""
    officer, admin = await house.operator("petro"), await house.operator("oksana")
    verified = await officer.PrivacyRequestService.VerifyErasure(id=request.id)
    assert verified.clean
    assert verified.bytes_scanned > 100_000
    phones = [frame async for frame in admin.UserService.ExportPhones(purpose="звірка")]
    entries = [frame async for frame in (await house.operator("taras")).AuditService.ExportAudit()]
    exported = house.settings.data_dir / "exported.bin"
    exported.write_bytes(b"".join(frame.SerializeToString() for frame in [*phones, *entries]))
    assert exported.stat().st_size > 10_000
    assert person.id.encode() in exported.read_bytes(), "by number the log knows them"


async def nobody_comes_back(place: Place, person: Person) -> None:
    """Over the restored database of the beginning: the first answers of a process, and the session of those days."""
    listen = f"127.0.0.1:{free_port()}"
    words = ["--data-dir", str(place.settings.data_dir), "serve", "--listen", listen]
    environment = {"SMARTREGION_DATABASE_URL": place.settings.database_url}
    server = processes.start(words, place.settings.data_dir / "server.log", settings=environment)
    try:
        async with grpc.aio.insecure_channel(listen) as channel:
            await asyncio.wait_for(channel.channel_ready(), 60)
            token = (await Client(channel).AuthService.SignInOperator(login="oksana", password=PASSWORD)).token
            await is_erased(Client(channel, token, ((PURPOSE_KEY, "PRIVACY_REQUEST"),)), person)
    finally:
        server.kill()
        server.join()
    async with running(place) as house:  # the clock stands where the session of those days was good
        admin = await house.operator("oksana")
        await is_erased(admin, person)
        resident = house.client(house.access.gateway_key, (RESIDENT_KEY, person.token))
        assert (await refused(resident.UserService.GetUser(id=person.id))).code is grpc.StatusCode.UNAUTHENTICATED


async def is_erased(admin: Client, person: Person) -> None:
    user = (await admin.UserService.GetUser(id=person.id)).user
    assert user.state == UserState.USER_STATE_ERASED
    assert (user.phone, user.email, user.first_name, user.last_name) == ("", "", "", "")
    assert not (await admin.UserService.LookupUser(phone=person.phone)).users
    assert not (await admin.AccountService.ListAccounts(filter={"user_id": person.id})).accounts
    waiting = (await admin.NotificationService.ListNotifications(filter={"user_id": person.id})).notifications
    assert not {one.state for one in waiting} & UNDER_WAY


async def test_from_the_letter_to_the_proof_and_past_a_restored_backup(place: Place) -> None:
    outside = place.outside
    async with running(place) as house:
        person = await somebody(house)
        await asyncio.to_thread(place.command, "backup", str(outside / "backup"))
        await asks_for_everything(house, person, outside)
        held = await asks_to_be_erased(house, person)
        await the_hold_ends_by_the_clock(house, held, person)
        await recipients_answer(house, held)
        await the_proof_holds(house, held, person)
    verify = ("package", "verify", str(outside / "package.zip"), "--key", str(outside / "key.pem"))
    assert place.command(*verify)
    chain = str(place.settings.data_dir / "audit.jsonl")
    place.command("audit", "export", chain)
    assert person.found_in(place.every_byte()) == []
    assert "The log is whole." in place.command("audit", "verify")
    assert "The log is whole." in place.command(
        "audit", "verify", "--file", str(place.settings.data_dir / "audit.jsonl")
    )

    place.lose_the_database()
    assert "verified" in place.command("restore", str(outside / "backup"))
    await nobody_comes_back(place, person)
    assert person.found_in(place.every_byte()) == []
    assert "The log is whole." in place.command("audit", "verify")


async def test_a_backup_of_the_days_of_the_hold_ends_erased_with_its_recipients_told(place: Place) -> None:
    """It knows the decision and not that it was carried out: that is done once more, over what is erased already."""
    async with running(place) as house:
        person = await somebody(house)
        held = await asks_to_be_erased(house, person)
        await asyncio.to_thread(place.command, "backup", str(place.outside / "backup"))
        await the_hold_ends_by_the_clock(house, held, person)
    place.lose_the_database()
    place.command("restore", str(place.outside / "backup"))
    async with running(place) as house:
        await is_erased(await house.operator("oksana"), person)
        await the_hold_ends_by_the_clock(house, held, person)
        await recipients_answer(house, held)
        assert (await (await house.operator("taras")).AuditService.VerifyAuditChain()).intact
