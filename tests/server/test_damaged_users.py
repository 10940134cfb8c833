"""One row is damaged: everybody else is served as ever, and of the one what is left."""

from typing import Any

import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from smartregion.v1 import notification_service_pb2 as notification
from smartregion.v1 import user_service_pb2 as pb
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K

from server.codec import decode_id
from server.users import phone_export

from .conftest import House, refused
from .test_privacy import a_user, decide, in_progress

S, CH = notification.NotificationState, notification.NotificationChannel
NEWS = {"title": "Новини", "text": "Вода буде до вечора"}


async def damaged(house: House, *fields: str) -> pb.User:
    """A user as they were before some of their fields no longer open."""
    admin = await house.operator("oksana")
    listed = (await admin.UserService.ListUsers(page_size=1000)).users
    one = next(user for user in listed[1:] if user.email and user.HasField("email_confirmed_at"))
    found: pb.User = one
    await damage(house, found, *fields)
    return found


async def damage(house: House, user: pb.User, *fields: str) -> None:
    columns = ", ".join(f"{field}_sealed = ?" for field in fields)
    parameters = (*[b"\x01" * 60] * len(fields), decode_id(user.id))
    await house.app.services.store.write(lambda tx: tx.sql(f"UPDATE app_user SET {columns} WHERE id = ?", parameters))


async def test_a_page_and_a_watch_go_on_and_say_what_does_not_open(house: House) -> None:
    admin = await house.operator("oksana")
    before = (await admin.UserService.ListUsers(page_size=1000)).users
    one = await damaged(house, "phone", "last_name")
    after = (await admin.UserService.ListUsers(page_size=1000)).users
    assert [user for user in after if user.id != one.id] == [user for user in before if user.id != one.id]
    stream = admin.UserService.WatchUsers()
    watched = {change.user.id: change.user for change in (await stream.read()).changes}
    stream.cancel()
    got = (await admin.UserService.GetUser(id=one.id)).user
    for shown in (next(user for user in after if user.id == one.id), watched[one.id], got):
        assert list(shown.unreadable_fields) == ["phone", "last_name"]
        assert (shown.phone, shown.last_name) == ("", "")
        assert (shown.first_name, shown.email) == (one.first_name, one.email)


async def test_it_is_counted(house: House) -> None:
    def count() -> Any:
        return house.app.boundary.metrics.registry.get_sample_value("smartregion_sealed_fields_unreadable")

    one = await damaged(house, "phone")
    before = count()
    await (await house.operator("oksana")).UserService.GetUser(id=one.id)
    assert count() > before


async def test_a_message_over_it_is_stopped_and_one_over_another_goes(house: House) -> None:
    admin = await house.operator("oksana")
    one = await damaged(house, "phone")
    states = {}
    for channel in (CH.NOTIFICATION_CHANNEL_SMS, CH.NOTIFICATION_CHANNEL_EMAIL):
        reply = await admin.NotificationService.SendNotification(
            user_id=one.id, template_name="news", channel=channel, values=NEWS
        )
        states[channel] = reply.notification.state
    assert states[CH.NOTIFICATION_CHANNEL_SMS] == S.NOTIFICATION_STATE_SUPPRESSED
    assert states[CH.NOTIFICATION_CHANNEL_EMAIL] == S.NOTIFICATION_STATE_QUEUED


async def test_a_call_that_needs_just_that_field_says_so(house: House) -> None:
    admin = await house.operator("oksana")
    one = await damaged(house, "phone")
    change = pb.User(id=one.id, etag=one.etag, first_name="Нове")
    told = await refused(admin.UserService.UpdateUser(user=change, update_mask=FieldMask(paths=["first_name"])))
    assert (told.code, told.reason) == (grpc.StatusCode.DATA_LOSS, "UNREADABLE")
    assert "app_user.phone" in told.message
    assert (await admin.UserService.BlockUser(id=one.id, etag=one.etag, reason="підозра")).user.state == (
        pb.USER_STATE_BLOCKED
    )


async def test_the_phones_that_open_leave_and_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_export, "FRAME_ROWS", 1)
    admin = await house.operator("oksana")
    total = (await admin.UserService.ListUsers()).total_size
    one = await damaged(house, "phone")
    frames = [frame async for frame in admin.UserService.ExportPhones(purpose="звірка із сайтом")]
    left = {phone.user_id: phone.phone for frame in frames for phone in frame.phones}
    assert one.id not in left
    assert len(left) == frames[-1].total == total - 1
    assert all(left.values())


async def test_it_keeps_nobody_from_being_erased(house: House) -> None:
    officer = await house.operator("petro")
    one = await a_user(officer)
    await damage(house, one, "phone", "email", "first_name", "last_name")
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, one.id)
    done = await decide(house, request)
    assert "знищено" in done.outcome
    after = (await officer.UserService.GetUser(id=one.id)).user
    assert after.state == pb.USER_STATE_ERASED
    assert list(after.unreadable_fields) == []
