"""Nothing is left of somebody who was erased, whatever they were called and wherever it was written down."""

from typing import Any

import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.user_service_pb2 import User

from server.codec import decode_id
from storage.repositories import privacy

from ..activity.conftest import new_event, record
from ..conftest import House, sign_in
from ..disclosures.test_service import EXEMPT, SURNAME, Desk
from ..principals import with_role
from ..test_duties import answer, duties_of, keys
from ..test_privacy import a_user, decide, in_progress
from .test_links import messages, outbox

K = pb.PrivacyRequestKind
NEW_PHONE = "+380671234599"


async def erased(house: House, user: Any) -> pb.PrivacyRequest:
    officer = await house.operator("petro")
    return await decide(house, await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id))


async def remains(house: House, request: pb.PrivacyRequest) -> str:
    """What the scan of the erasure found of the person."""
    run = await house.app.services.store.read(lambda tx: privacy.run_of(tx, decode_id(request.id)))
    assert run is not None
    assert run.clean is not bool(run.remains)
    return run.remains


async def by_request(house: House, user: Any) -> None:
    officer = await house.operator("petro")
    wanted = [pb.Rectification(field="phone", value=NEW_PHONE)]
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_RECTIFICATION, user.id, rectifications=wanted)
    await decide(house, request)


async def by_an_operator(house: House, user: Any) -> None:
    admin = await house.operator("oksana")
    shown = (await admin.UserService.GetUser(id=user.id)).user
    changed = User(id=user.id, etag=shown.etag, phone=NEW_PHONE)
    await admin.UserService.UpdateUser(user=changed, update_mask={"paths": ["phone"]}, reason="на прохання")


@pytest.mark.parametrize("change", [by_request, by_an_operator], ids=lambda change: change.__name__)
async def test_a_phone_of_earlier_times_goes_as_well(house: House, change: Any) -> None:
    user = await a_user(await house.operator("petro"))
    await sign_in(house, user.phone)
    await change(house, user)
    await messages(house, user.phone, 2)  # the code, and the message to the phone before
    done = await erased(house, user)
    assert await remains(house, done) == ""
    assert not [line for line in outbox(house) if user.phone in str(line)]


async def test_a_former_phone_that_is_somebody_elses_now_is_theirs(house: House) -> None:
    one, two = (await (await house.operator("petro")).UserService.ListUsers(page_size=2)).users
    await by_an_operator(house, one)
    admin = await house.operator("oksana")
    shown = (await admin.UserService.GetUser(id=two.id)).user
    taken = User(id=two.id, etag=shown.etag, phone=one.phone)
    await admin.UserService.UpdateUser(user=taken, update_mask={"paths": ["phone"]}, reason="куплено номер")
    await sign_in_later(house, one.phone)
    await erased(house, one)
    assert [line for line in outbox(house) if one.phone in str(line)]


async def sign_in_later(house: House, phone: str) -> None:
    """With a new phone nobody signs in before its day is over."""
    house.clock.advance(days=2)
    house.forget_sessions()
    await sign_in(house, phone)


async def test_from_where_a_resident_called_is_read_no_more(house: House) -> None:
    user = await a_user(await house.operator("petro"))
    resident = await house.resident(user.phone)
    await resident.AccountService.ListAccounts()
    await resident.NotificationService.ListNotifications()
    await resident.PrivacyRequestService.ListPrivacyRequests()
    auditor = await house.operator("taras")

    async def addresses() -> list[str]:
        listed = await auditor.AuditService.ListAuditEntries(filter={"actor_id": user.id})
        return [entry.ip_address for entry in listed.entries]

    before = await addresses()
    assert len(before) >= 3
    assert all(before)
    await erased(house, user)
    assert not any(await addresses())


async def test_an_address_from_which_others_call_too_is_no_remains_of_one_who_was_erased(house: House) -> None:
    """Those of one flat, or everybody of a mobile operator, share it."""
    users = (await (await house.operator("petro")).UserService.ListUsers(page_size=2)).users
    await record(house.client(house.access.gateway_key), [new_event(user.id) for user in users])
    assert await remains(house, await erased(house, users[0])) == ""


@pytest.mark.parametrize("written", ["{last} {initial}. П., тел. {parted}", "{parted}", "{initial}.П. {last}"])
async def test_a_scan_finds_what_people_write_by_hand(house: House, written: str) -> None:
    user = await a_user(await house.operator("petro"))
    tail = user.phone.removeprefix("+38")
    parted = f"{tail[:3]} {tail[3:6]}-{tail[6:8]}-{tail[8:]}"
    text = written.format(last=user.last_name, initial=user.first_name[0], parted=parted)
    await house.app.services.store.write(lambda tx: tx.sql("INSERT INTO meta (name, text) VALUES ('left', ?)", (text,)))
    done = await erased(house, user)
    assert await remains(house, done)
    assert user.last_name not in done.outcome


async def test_a_recipient_who_is_a_person_is_told_and_leaves_no_name_in_the_open(house: House) -> None:
    """A relative of the same name, say: the duty to tell them stays when the person is gone."""
    await with_role(house, "oleh", OperatorRole.OPERATOR_ROLE_SECURITY)
    desk = Desk(await house.operator("petro"), await house.operator("oleh"))
    officer = await house.operator("petro")
    user = await a_user(officer)
    named = f"{user.first_name} {user.last_name}"
    one = await desk.studied(await desk.asked(user.id, recipient_name=named, registry_code=""), fields=(SURNAME,))
    one = (await desk.other.ApproveDisclosure(id=one.id, etag=one.etag)).disclosure
    await desk.released(one)
    done = await erased(house, user)
    owed = [duty for duty in await duties_of(officer, privacy_request_id=done.id) if not duty.partner_id]
    assert [duty.recipient_name for duty in owed] == [named]
    assert await remains(house, done) == ""


async def test_what_is_written_freely_about_a_matter_is_sealed_and_still_read(house: House) -> None:
    await with_role(house, "oleh", OperatorRole.OPERATOR_ROLE_SECURITY)
    desk = Desk(await house.operator("petro"), await house.operator("oleh"))
    officer = await house.operator("petro")
    service = officer.PrivacyRequestService
    user = next(one for one in (await officer.UserService.ListUsers(page_size=50)).users if one.email)
    named = f"{user.first_name} {user.last_name}, {user.phone}"

    asked = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, user.id, document_ref=named)
    refused = await decide(house, asked, pb.PRIVACY_DECISION_REFUSE, f"ст. 17(3): {named}")
    free = ("recipient_name", "legal_basis", "purpose", "document_ref")
    one = await desk.asked(user.id, **dict.fromkeys(free, named))
    one = await desk.studied(one, notice=EXEMPT, ground=named)
    await desk.other.DenyDisclosure(id=one.id, etag=one.etag, reason=named, article=named[:100])

    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id)
    until = Date(year=2027, month=1, day=1)
    held = (await service.PlaceHold(id=request.id, etag=request.etag, ground=named, until=until)).request
    waiting = await decide(house, held)
    hold = waiting.holds[0]
    assert "ReleaseHold" not in request.allowed_calls, "there is no hold"
    assert "ReleaseHold" in waiting.allowed_calls
    done = (await service.ReleaseHold(id=waiting.id, etag=waiting.etag, hold_id=hold.id, reason="скасовано")).request
    assert "нічого не знайдено" in done.outcome, done.outcome

    assert done.holds[0].ground == named
    kept = (await service.GetPrivacyRequest(id=refused.id)).request
    assert (kept.document_ref, kept.proposal.article) == (named, f"ст. 17(3): {named}")
    told = (await desk.officer.GetDisclosure(id=one.id)).disclosure
    assert [getattr(told, name) for name in (*free, "notice_ground")] == [named] * 5


async def test_who_answered_for_a_recipient_is_sealed(house: House) -> None:
    user = await a_user(await house.operator("petro"))
    named = f"{user.first_name} {user.last_name}"
    await by_request(house, user)
    officer = await house.operator("petro")
    for duty in await duties_of(officer):
        answered = await answer((await keys(house))[duty.partner_id], duty, done_by=named)
        assert answered.receipt.done_by == named
    assert "нічого не знайдено" in (await erased(house, user)).outcome


async def test_a_log_that_was_sent_into_the_data_folder_is_read_too(house: House) -> None:
    user = await a_user(await house.operator("petro"))
    (house.settings.data_dir / "proxy.log").write_text(f"GET /?phone={user.phone}\n", encoding="utf-8")
    done = await erased(house, user)
    assert await remains(house, done) == "phone (proxy.log)"
