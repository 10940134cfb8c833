"""A changed phone or address is told to the one before as well: a thief changes it first."""

from typing import Any

import pytest
from smartregion.v1.user_service_pb2 import User

from ..conftest import StartHouse
from .test_dispatcher import EMAIL, Post, S

NEW_PHONE, NEW_EMAIL = "+380671234599", "insha.adresa@example.com"


@pytest.fixture
async def post(start_house: StartHouse) -> Post:
    house = await start_house()
    await house.app.delivery.close()
    await house.app.raising.close()
    return Post(house)


async def user(post: Post) -> Any:
    """Somebody whose address is confirmed."""
    admin = await post.house.operator("oksana")
    users = (await admin.UserService.ListUsers(page_size=100)).users
    return next(one for one in users if one.HasField("email_confirmed_at"))


async def change(post: Post, one: Any, **wanted: str) -> None:
    admin = await post.house.operator("oksana")
    shown = (await admin.UserService.GetUser(id=one.id)).user
    mask = {"paths": list(wanted)}
    await admin.UserService.UpdateUser(
        user=User(id=one.id, etag=shown.etag, **wanted), update_mask=mask, reason="на прохання"
    )
    await post.house.app.raising.run_once()
    await post.run()


async def test_a_changed_phone_is_told_to_the_old_number_and_by_email(post: Post) -> None:
    one = await user(post)
    await change(post, one, phone=NEW_PHONE)
    assert [letter.recipient for letter in post.sms.given] == [one.phone]
    assert [letter.recipient for letter in post.email.given] == [one.email]
    assert post.sms.given[0].body == post.email.given[0].body


async def test_a_changed_address_is_told_to_the_old_one_and_to_the_phone(post: Post) -> None:
    one = await user(post)
    await change(post, one, email=NEW_EMAIL)
    assert [letter.recipient for letter in post.email.given] == [one.email]
    assert [letter.recipient for letter in post.sms.given] == [one.phone]


async def test_an_address_that_nobody_confirmed_may_be_a_strangers_and_is_told_nothing(post: Post) -> None:
    one = await user(post)
    await change(post, one, email=NEW_EMAIL)
    await change(post, one, email="shche.odna@example.com")
    assert [letter.recipient for letter in post.email.given] == [one.email]
    assert [letter.recipient for letter in post.sms.given] == [one.phone] * 2


async def test_what_the_old_contact_was_is_kept_in_the_message_alone(post: Post) -> None:
    one = await user(post)
    await change(post, one, email=NEW_EMAIL)
    rows = await post.house.app.services.store.read(lambda tx: tx.sql("SELECT contact_sealed FROM security_event"))
    assert rows == [(None,)]
    admin = await post.house.operator("oksana")
    listed = (await admin.NotificationService.ListNotifications(page_size=100)).notifications
    (former,) = [await post.read(one.id) for one in listed if one.channel == EMAIL]
    assert former.state == S.NOTIFICATION_STATE_SENT
