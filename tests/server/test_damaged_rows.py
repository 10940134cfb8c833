"""One row of a list is damaged: the page comes, and the row says what of it does not open."""

import json
from typing import Any

import pytest
from smartregion.v1 import notification_service_pb2 as notification
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1 import support_service_pb2 as support

from server.codec import decode_id

from .conftest import House, refused
from .privacy.conftest import answered, assembled
from .privacy.test_lifting import propose
from .test_privacy import K, a_user, in_progress

NEWS = {"title": "Новини", "text": "Вода буде до вечора"}
EMAIL = notification.NOTIFICATION_CHANNEL_EMAIL


async def damage(house: House, table: str, number: str, *columns: str, key: str = "id") -> None:
    changes = ", ".join(f"{column}_sealed = ?" for column in columns)
    parameters = (*[b"\x01" * 60] * len(columns), decode_id(number))
    await house.app.services.store.write(lambda tx: tx.sql(f"UPDATE {table} SET {changes} WHERE {key} = ?", parameters))


async def two_messages(house: House) -> tuple[Any, Any]:
    """Of one person; nobody hands them over meanwhile."""
    await house.app.delivery.close()
    admin = await house.operator("oksana")
    user = await a_user(admin)

    async def sent() -> Any:
        reply = await admin.NotificationService.SendNotification(
            user_id=user.id, template_name="news", channel=EMAIL, values=NEWS
        )
        return reply.notification

    return await sent(), await sent()


async def test_a_page_of_messages_comes_and_the_damaged_one_says_so(house: House) -> None:
    broken, sound = await two_messages(house)
    await damage(house, "notification", broken.id, "body", "recipient")
    service = (await house.operator("oksana")).NotificationService
    listed = {one.id: one for one in (await service.ListNotifications(page_size=1000)).notifications}
    got = (await service.GetNotification(id=broken.id)).notification
    for shown in (listed[broken.id], got):
        assert list(shown.unreadable_fields) == ["body", "recipient_masked"]
        assert (shown.subject, shown.body, shown.recipient_masked) == (broken.subject, "", "")
    assert (listed[sound.id].body, list(listed[sound.id].unreadable_fields)) == (sound.body, [])


async def test_a_step_of_a_message_that_does_not_open_is_empty(house: House) -> None:
    one, _ = await two_messages(house)
    service = (await house.operator("oksana")).NotificationService
    await service.CancelNotification(id=one.id, etag=one.etag)
    await damage(house, "notification_event", one.id, "detail", key="notification_id")
    assert [step.detail for step in (await service.GetNotification(id=one.id)).notification.events][-1] == ""


async def test_a_page_of_requests_comes_and_the_damaged_one_says_so(house: House) -> None:
    officer = await house.operator("petro")
    broken = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, (await a_user(officer)).id)
    service = officer.PrivacyRequestService
    before = {one.id: one for one in (await service.ListPrivacyRequests(page_size=1000)).requests}
    await damage(house, "privacy_request", broken.id, "applicant_name", "document_ref", "proof_method")
    await damage(house, "privacy_step", broken.id, "note", key="request_id")
    after = {one.id: one for one in (await service.ListPrivacyRequests(page_size=1000)).requests}
    before.pop(broken.id)
    shown = after.pop(broken.id)
    assert after == before
    got = (await service.GetPrivacyRequest(id=broken.id)).request
    for one in (shown, got):
        assert list(one.unreadable_fields) == ["applicant_name", "document_ref", "identity_proof.method"]
        assert (one.applicant_name, one.applicant_contact) == ("", broken.applicant_contact)
    await service.ProposeDecision(
        id=got.id, etag=got.etag, decision=pb.PRIVACY_DECISION_FULFIL, reason="усе зібрано", article="ст. 16"
    )


async def test_nothing_is_corrected_to_what_does_not_open(house: House) -> None:
    officer = await house.operator("petro")
    wanted = [pb.Rectification(field="last_name", value="Нове")]
    user = await a_user(officer)
    one = await in_progress(officer, K.PRIVACY_REQUEST_KIND_RECTIFICATION, user.id, rectifications=wanted)
    await damage(house, "privacy_rectification", one.id, "value", key="request_id")
    service = officer.PrivacyRequestService
    shown = next(each for each in (await service.ListPrivacyRequests(page_size=1000)).requests if each.id == one.id)
    assert list(shown.unreadable_fields) == ["rectifications"]
    assert [(each.field, each.value) for each in shown.rectifications] == [("last_name", "")]
    proposed = await service.ProposeDecision(
        id=one.id, etag=shown.etag, decision=pb.PRIVACY_DECISION_FULFIL, reason="є паспорт", article="ст. 8"
    )
    other = (await house.operator("oksana")).PrivacyRequestService
    told = await refused(other.ApproveDecision(id=one.id, etag=proposed.request.etag, approve=True))
    assert told.reason == "UNREADABLE"
    assert (await officer.UserService.GetUser(id=user.id)).user.last_name == user.last_name


async def test_what_is_like_a_damaged_demand_is_shown_and_may_not_be_closed_for_it(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)

    async def demanded(value: str) -> pb.PrivacyRequest:
        wanted = [pb.Rectification(field="last_name", value=value)]
        return await in_progress(officer, K.PRIVACY_REQUEST_KIND_RECTIFICATION, user.id, rectifications=wanted)

    broken, sound = await demanded("Нове"), await demanded("Інше")
    service = officer.PrivacyRequestService
    assert [one.id for one in (await service.GetPrivacyRequest(id=sound.id)).request.similar] == [broken.id]
    await damage(house, "privacy_rectification", broken.id, "value", key="request_id")
    for one, other in ((sound, broken), (broken, sound)):
        (like,) = (await service.GetPrivacyRequest(id=one.id)).request.similar
        assert (like.id, like.repeatable) == (other.id, False)


async def test_a_page_comes_though_the_end_of_a_restriction_is_damaged(house: House) -> None:
    done, _ = await answered(house, K.PRIVACY_REQUEST_KIND_RESTRICTION)
    await propose(house, done)
    await damage(house, "restriction_lifting", done.id, "reason", key="request_id")
    officer = await house.operator("petro")
    listed = (await officer.PrivacyRequestService.ListPrivacyRequests(page_size=1000)).requests
    (shown,) = (one for one in listed if one.id == done.id)
    assert (shown.lifting.reason, list(shown.unreadable_fields)) == ("", ["lifting.reason"])


async def test_the_queue_of_support_comes_and_the_damaged_thread_says_so(house: House) -> None:
    admin = await house.operator("oksana")
    made = []
    for user in (await admin.UserService.ListUsers(page_size=2)).users:
        mine = (await house.resident(user.phone)).SupportService
        made.append((await mine.CreateThread(form=support.FeedbackForm(text="Лічильник мовчить."))).thread)
    broken, sound = made
    await damage(house, "support_thread", broken.id, "phone")
    await damage(house, "support_message", broken.id, "text", key="thread_id")
    desk = (await house.operator("iryna")).SupportService
    listed = {one.id: one for one in (await desk.ListThreads()).threads}
    assert list(listed[broken.id].unreadable_fields) == ["phone", "excerpt"]
    assert (listed[broken.id].first_name, listed[broken.id].excerpt) == (broken.first_name, "")
    assert (listed[sound.id].excerpt, list(listed[sound.id].unreadable_fields)) == ("Лічильник мовчить.", [])
    (message,) = (await desk.GetThread(id=broken.id)).messages
    assert (message.text, list(message.unreadable_fields)) == ("", ["text"])
    told = await refused(
        desk.HandOverThread(id=broken.id, etag=listed[broken.id].etag, kind=K.PRIVACY_REQUEST_KIND_ACCESS)
    )
    assert told.reason == "UNREADABLE"


@pytest.mark.parametrize("form", [pb.PACKAGE_FORMAT_JSON, pb.PACKAGE_FORMAT_HTML])
async def test_a_package_holds_everything_else_and_says_what_is_damaged(house: House, form: int) -> None:
    broken, sound = await two_messages(house)
    await damage(house, "notification", broken.id, "body")
    body = (await assembled(house, decode_id(sound.user_id), form)).decode()
    assert body.count("пошкоджено, прочитати не вдалося") == 1
    assert sound.body in body
    if form == pb.PACKAGE_FORMAT_JSON:
        assert json.loads(body)
