"""The phones for the company's own site: whose leave, sealed for whom, how they go on, and what is on record."""

import sqlite3
from functools import partial
from typing import Any

import grpc
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from google.protobuf.json_format import MessageToDict
from smartregion.v1 import user_service_pb2 as pb
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.partner_service_pb2 import PartnerKind

from server import parcels
from server.codec import decode_id
from server.limits import PHONES_LIFE_MS
from server.users import phone_export
from storage.repositories import users

from .conftest import Client, House, refused
from .test_partners import body, grant, key, utilities

THEIRS = X25519PrivateKey.generate()
KEY = THEIRS.public_key().public_bytes_raw()
START, ENDED = "UserService.ExportPhones", phone_export.ENDED


@pytest.fixture(autouse=True)
def small_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_export, "FRAME_ROWS", 5)


@pytest.fixture
def wide_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sealed frames that the server can't send ahead of who reads them."""
    plain = phone_export.lines
    monkeypatch.setattr(phone_export, "lines", lambda rows: plain(rows) + bytes(2_000_000))


async def exported(client: Client, **request: Any) -> list[pb.ExportPhonesResponse]:
    request.setdefault("purpose", "звірка із сайтом")
    return [frame async for frame in client.UserService.ExportPhones(**request)]


async def begun(client: Client, frames: int, **request: Any) -> list[pb.ExportPhonesResponse]:
    """The first frames of an export that is broken off behind them."""
    running = client.UserService.ExportPhones(**{"purpose": "звірка із сайтом", **request})
    found = []
    async for frame in running:
        found.append(frame)
        if len(found) == frames:
            running.cancel()
            break
    return found


def phones(frames: list[pb.ExportPhonesResponse]) -> dict[str, str]:
    """By user; nobody twice."""
    rows = [(one.user_id, one.phone) for frame in frames for one in frame.phones]
    for frame in frames:
        if frame.parcel:
            assert not frame.phones
            text = parcels.opened(frame.parcel, THEIRS.private_bytes_raw()).rstrip(b"\0").decode()
            rows += [tuple(line.split(",")) for line in text.splitlines()]  # type: ignore[misc]
    assert len(dict(rows)) == len(rows)
    return dict(rows)


async def everybody(house: House) -> dict[str, str]:
    listed = await (await house.operator("oksana")).UserService.ListUsers(page_size=100)
    return {one.id: one.phone for one in listed.users}


async def site(house: House, *classes: int) -> Client:
    """The company's site, with a grant of these classes."""
    admin = await house.operator("oksana")
    made = await body(admin, PartnerKind.PARTNER_KIND_COMPANY_SITE)
    secret = (await key(admin, made, 60)).secret
    if classes:
        await grant(admin, made, (await utilities(house))[0], *classes)
    return house.client(secret)


async def on_record(house: House) -> list[dict[str, Any]]:
    """What the audit log says of exports, oldest first."""
    entries = (await (await house.operator("taras")).AuditService.ListAuditEntries(page_size=200)).entries
    named = [one for one in reversed(entries) if one.action in (START, ENDED) and one.outcome in ("OK", "CANCELLED")]
    return [{"action": one.action, "outcome": one.outcome, **MessageToDict(one)["detail"]} for one in named]


async def test_active_users_leave_and_nobody_whose_processing_is_restricted(house: House) -> None:
    expected = await everybody(house)
    (blocked, restricted), store = list(expected)[2:4], house.app.services.store
    admin = await house.operator("oksana")
    etag = (await admin.UserService.GetUser(id=blocked)).user.etag
    await admin.UserService.BlockUser(id=blocked, etag=etag, reason="на прохання")
    person = await store.read(partial(users.get_any, user_id=decode_id(restricted)))
    assert person is not None
    await store.write(lambda tx: users.update(tx, person, restricted=True))
    frames = await exported(admin)
    assert phones(frames) == {user: phone for user, phone in expected.items() if user not in (blocked, restricted)}
    assert [frame.complete for frame in frames] == [False] * (len(frames) - 1) + [True]
    assert frames[-1].total == len(expected) - 2
    assert len(frames) > 2


async def test_what_the_site_gets_opens_with_its_own_key_alone(house: House) -> None:
    there = await site(house, DataClass.DATA_CLASS_CONTACT)
    frames = await exported(there, recipient_key=KEY)
    expected = await everybody(house)
    assert phones(frames) == expected
    raw = b"".join(frame.SerializeToString() for frame in frames)
    assert not [phone for phone in expected.values() if phone.encode() in raw]
    with pytest.raises(parcels.Unopened):
        parcels.opened(frames[0].parcel, X25519PrivateKey.generate().private_bytes_raw())
    assert phones(await exported(await house.operator("oksana"), recipient_key=KEY)) == expected


async def test_a_partner_seals_and_sees_contacts_or_gets_nothing(house: House) -> None:
    there, blind = await site(house, DataClass.DATA_CLASS_CONTACT), await site(house)
    admin = await house.operator("oksana")
    for client, wrong in ((there, b""), (there, bytes(32)), (admin, bytes(32)), (admin, KEY[:31])):
        told = await refused(exported(client, recipient_key=wrong))
        assert (told.code, told.violations[0][0]) == (grpc.StatusCode.INVALID_ARGUMENT, "recipient_key")
    assert (await refused(exported(blind, recipient_key=KEY))).reason == "PERMISSION_DENIED"


@pytest.mark.usefixtures("wide_frames")
async def test_broken_off_it_goes_on_and_both_parts_are_on_record(house: House) -> None:
    there, expected = await site(house, DataClass.DATA_CLASS_CONTACT), await everybody(house)
    first = await begun(there, 1, recipient_key=KEY)
    cut = await ended(house, 1)
    rest = await exported(there, recipient_key=KEY, resume_token=first[-1].resume_token)
    assert phones([*first, *rest]) == expected
    assert rest[-1].total == len(expected)
    start, _, again, done = await on_record(house)
    assert [one["action"] for one in (start, cut, again, done)] == [START, ENDED, START, ENDED]
    assert {start["reason"], again["reason"]} == {"звірка із сайтом"}
    assert [cut["outcome"], done["outcome"]] == ["CANCELLED", "OK"]
    assert int(cut["rows"]) in (5, 10), "the frame that was on its way is counted"
    assert int(done["rows"]) == len(expected) - 5
    assert done["behind"] == list(phones(first))[-1]
    assert done["up_to"] == max(expected, key=decode_id)


async def ended(house: House, count: int) -> dict[str, Any]:
    """The last of so many ends, once it is on record: the server notices a caller who went away after a moment."""
    store = house.app.services.store
    for _ in range(5_000):
        found = [one for one in await on_record(house) if one["action"] == ENDED]
        if len(found) >= count:
            return found[count - 1]
        await store.write(lambda tx: None)
    raise AssertionError("no end came on record")


async def test_a_token_is_good_for_its_own_export_only(house: House) -> None:
    there, other = [await site(house, DataClass.DATA_CLASS_CONTACT) for _ in range(2)]
    admin = await house.operator("oksana")
    token = (await begun(there, 1, recipient_key=KEY))[-1].resume_token
    another = X25519PrivateKey.generate().public_key().public_bytes_raw()
    page = (await admin.UserService.ListUsers(page_size=2)).next_page_token
    plain = (await begun(admin, 1))[-1].resume_token
    for client, request in (
        (other, {"resume_token": token}),
        (there, {"resume_token": token, "recipient_key": another}),
        (there, {"resume_token": token, "purpose": "щось інше"}),
        (admin, {"resume_token": token}),
        (there, {"resume_token": plain}),
        (there, {"resume_token": page}),
        (there, {"resume_token": token[:-2] + "AA"}),
        (there, {"resume_token": "…"}),
    ):
        told = await refused(exported(client, **{"recipient_key": KEY, **request}))
        assert (told.reason, told.message.split(":")[0]) == ("INVALID_RESUME_TOKEN", "resume_token"), request
    house.clock.advance(milliseconds=PHONES_LIFE_MS)
    assert await exported(there, recipient_key=KEY, resume_token=token)
    house.clock.advance(milliseconds=1)
    told = await refused(exported(there, recipient_key=KEY, resume_token=token))
    assert "too long ago" in told.message


@pytest.mark.usefixtures("wide_frames")
async def test_what_left_is_on_record_where_the_service_stops_in_the_middle(house: House) -> None:
    admin = await house.operator("oksana")
    running = admin.UserService.ExportPhones(purpose="звірка із сайтом", recipient_key=KEY)
    await anext(aiter(running))
    await house.app.drain(0.0)
    with sqlite3.connect(house.settings.data_dir / "smartregion.db") as database:
        found = database.execute("SELECT outcome FROM audit_entry WHERE action = ?", (ENDED,)).fetchall()
    assert found == [("CANCELLED",)]
