"""Nobody takes an account over by its contacts, nor has somebody else's address confirmed."""

from typing import Any

import pytest
from smartregion.v1.user_service_pb2 import User

from server.limits import CONTACT_CHANGES_A_DAY, CONTACT_STANDS_MS
from server.notifications.raising import clients

from ..conftest import Client, House, StartHouse, confirmed_phone, refused, sign_in
from ..delivery.test_dispatcher import Post

NEW_PHONE = "+380671112244"


async def a_user(client: Client) -> Any:
    return (await client.UserService.ListUsers(page_size=1)).users[0]


async def change(client: Client, user_id: str, reason: str = "на прохання", **wanted: str) -> Any:
    etag = (await client.UserService.GetUser(id=user_id)).user.etag
    request = {"user": User(id=user_id, etag=etag, **wanted), "update_mask": {"paths": list(wanted)}}
    return await client.UserService.UpdateUser(**request, reason=reason)


async def test_phone_and_address_are_not_changed_at_once(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    told = await refused(change(admin, user.id, phone=NEW_PHONE, email="new@example.com"))
    assert told.violations[0][1] == "user.one_contact"


async def test_nor_one_after_the_other_within_a_day(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    await change(admin, user.id, phone=NEW_PHONE)
    assert (await refused(change(admin, user.id, email="new@example.com"))).reason == "LIMIT_EXCEEDED"
    house.clock.advance(milliseconds=CONTACT_STANDS_MS + 1)
    house.forget_sessions()
    admin = await house.operator("oksana")
    await change(admin, user.id, email="new@example.com")


async def test_an_operator_says_why(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    for said, rule in (("", "user.reason"), (" ", "string.line")):
        told = await refused(change(admin, user.id, reason=said, phone=NEW_PHONE))
        assert told.violations[0][1] == rule


async def test_with_a_new_phone_nobody_signs_in_for_a_day(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    await change(admin, user.id, phone=NEW_PHONE)
    verification = await confirmed_phone(house, NEW_PHONE)
    call = house.gateway().AuthService.SignInResident(verification_id=verification, client="app 1.0")
    assert (await refused(call)).reason == "LOCKED_OUT"
    house.clock.advance(milliseconds=CONTACT_STANDS_MS + 1)
    assert await sign_in(house, NEW_PHONE)


async def test_a_resident_changes_their_address_some_times_a_day(house: House) -> None:
    user = await a_user(await house.operator("oksana"))
    resident = await house.resident(user.phone)
    for number in range(CONTACT_CHANGES_A_DAY):
        await change(resident, user.id, email=f"to-and-fro-{number}@example.com")
    assert (await refused(change(resident, user.id, email="more@example.com"))).reason == "LIMIT_EXCEEDED"


async def test_a_code_goes_to_the_address_it_was_made_for(start_house: StartHouse) -> None:
    house = await start_house()
    await house.app.delivery.close()
    await house.app.raising.close()
    post = Post(house)
    user = await a_user(await house.operator("oksana"))
    resident = await house.resident(user.phone)
    await change(resident, user.id, email="mayor@city-hall.example")
    await resident.AuthService.StartEmailVerification()
    await change(resident, user.id, email="attacker@evil.example")
    await post.run()
    assert [letter.recipient for letter in post.email.given] == ["mayor@city-hall.example"]


@pytest.mark.parametrize(
    ("client", "said"),
    [
        ("Android 15, 4.2.1", "Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Firefox/140", "Firefox, Windows"),
        ("ПриватБанк: вашу картку заблоковано, розблокуйте https://evil.example/unlock", "unknown device"),
        ("", "unknown device"),
    ],
)
def test_a_device_is_named_in_words_of_ours(client: str, said: str) -> None:
    assert clients.words(client)[1] == said
