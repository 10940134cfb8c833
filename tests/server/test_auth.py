"""Signing in and out: operators with password and second factor, residents through the gateway, partners by key."""

import re

import grpc
import pyotp
from google.protobuf.timestamp_pb2 import Timestamp
from smartregion.v1.options_pb2 import Permission
from smartregion.v1.partner_service_pb2 import PARTNER_KIND_BANK, PARTNER_KIND_UTILITY

from server.demo.seed import PASSWORD

from .conftest import House, confirmed_phone, refused, sign_in
from .principals import key_of


async def attempt(house: House, password: str, code: str = "", login: str = "petro") -> object:
    return await house.client().AuthService.SignInOperator(login=login, password=password, code=code)


async def test_which_part_of_the_credentials_is_wrong_is_not_said(house: House) -> None:
    told = [
        await refused(attempt(house, "wrong-password-12")),
        await refused(attempt(house, PASSWORD, login="nobody-here")),
    ]
    assert {one.reason for one in told} == {"WRONG_CREDENTIALS"}
    assert len({one.message for one in told}) == 1


async def test_failures_lock_the_account_for_a_while_even_for_the_right_password(house: House) -> None:
    for _ in range(5):
        await refused(attempt(house, "wrong-password-12"))
    told = await refused(attempt(house, PASSWORD))
    assert (told.code, told.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "LOCKED_OUT")
    assert told.retry_after
    house.clock.advance(milliseconds=16 * 60_000)
    await attempt(house, PASSWORD)


async def test_a_login_that_nobody_has_locks_as_a_real_one_does(house: House) -> None:
    told = [await refused(attempt(house, PASSWORD, login="nobody-here")) for _ in range(6)]
    assert [one.reason for one in told] == ["WRONG_CREDENTIALS"] * 5 + ["LOCKED_OUT"]
    real = [await refused(attempt(house, "wrong-password-12")) for _ in range(6)]
    assert [(one.reason, one.retry_after) for one in real] == [(one.reason, one.retry_after) for one in told]


async def test_a_second_factor_is_asked_for_once_it_is_enrolled_and_a_code_is_good_once(house: House) -> None:
    officer = await house.operator("petro")
    begun = await officer.AuthService.EnrolSecondFactor()
    found = re.search(r"secret=([A-Z2-7]+)", begun.provisioning_uri)
    assert found is not None
    totp = pyotp.TOTP(found.group(1))
    now = house.clock.now() // 1000
    assert (await officer.AuthService.EnrolSecondFactor(code=totp.at(now))).enabled
    assert (await refused(attempt(house, PASSWORD))).reason == "SECOND_FACTOR_REQUIRED"
    house.clock.advance(milliseconds=30_000)
    code = totp.at(now + 30)
    await attempt(house, PASSWORD, code)
    assert (await refused(attempt(house, PASSWORD, code))).reason == "WRONG_CREDENTIALS"


async def test_sessions_end_by_idleness_by_signing_out_and_by_a_new_password(house: House) -> None:
    officer = await house.operator("petro")
    house.clock.advance(milliseconds=66 * 60_000)  # an hour, and the step in which uses are noted
    assert (await refused(officer.PrivacyRequestService.ListPrivacyRequests())).reason == "UNAUTHENTICATED"

    officer = house.client((await house.client().AuthService.SignInOperator(login="petro", password=PASSWORD)).token)
    other = house.client((await house.client().AuthService.SignInOperator(login="petro", password=PASSWORD)).token)
    await officer.AuthService.ChangePassword(old_password=PASSWORD, new_password="Ясен-під-вікном-98")
    await officer.PrivacyRequestService.ListPrivacyRequests()
    assert (await refused(other.PrivacyRequestService.ListPrivacyRequests())).reason == "UNAUTHENTICATED"
    await officer.AuthService.SignOut()
    assert (await refused(officer.PrivacyRequestService.ListPrivacyRequests())).reason == "UNAUTHENTICATED"


async def test_weak_passwords_are_refused_with_the_rule(house: House) -> None:
    officer = await house.operator("petro")
    for weak in ("short-1A", "petro-petro-petro", "aaaaaaaaaaaaaaaa"):
        told = await refused(officer.AuthService.ChangePassword(old_password=PASSWORD, new_password=weak))
        assert told.violations[0][0] == "new_password", weak


async def test_a_resident_registers_by_a_code_and_signs_in(house: House) -> None:
    from smartregion.v1.user_service_pb2 import User

    gateway = house.gateway()
    proof = await confirmed_phone(house, "+380671230001")
    made = await gateway.UserService.CreateUser(
        user=User(phone="+380671230001", email="new@example.com", first_name="Нова", last_name="Людина"),
        verification_id=proof,
    )
    told = await refused(
        gateway.UserService.CreateUser(
            user=User(phone="+380671230001", email="b@example.com", first_name="Нова", last_name="Людина"),
            verification_id=proof,
        )
    )
    assert told.reason == "CODE_REJECTED"
    resident = await house.resident("+380671230001")
    assert (await resident.UserService.GetUser(id=made.user.id)).user.email == "new@example.com"


async def test_a_wrong_code_is_counted_and_the_right_one_expires(house: House) -> None:
    gateway = house.gateway().AuthService
    started = await gateway.StartPhoneVerification(phone="+380671230002")
    right = house.codes()[-1]["code"]
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        told = await refused(gateway.ConfirmPhone(verification_id=started.verification_id, code=wrong))
        assert told.reason == "CODE_REJECTED"
    told = await refused(gateway.ConfirmPhone(verification_id=started.verification_id, code=right))
    assert told.reason == "CODE_REJECTED"

    started = await gateway.StartPhoneVerification(phone="+380671230003")
    house.clock.advance(milliseconds=11 * 60_000)
    code = house.codes()[-1]["code"]
    assert (await refused(gateway.ConfirmPhone(verification_id=started.verification_id, code=code))).reason == (
        "CODE_REJECTED"
    )


async def test_codes_of_a_day_are_limited(house: House) -> None:
    gateway = house.gateway().AuthService
    for _ in range(5):
        await gateway.StartPhoneVerification(phone="+380671230004")
    assert (await refused(gateway.StartPhoneVerification(phone="+380671230004"))).reason == "LOCKED_OUT"


async def test_a_reported_intrusion_ends_every_session_of_the_resident(house: House) -> None:
    phone = (await (await house.operator("oksana")).UserService.ListUsers()).users[0].phone
    one, two = await house.resident(phone), await house.resident(phone)
    ended = await one.AuthService.ReportUnauthorizedUse()
    assert ended.sessions_ended >= 2
    assert (await refused(two.NotificationService.ListNotifications())).reason == "UNAUTHENTICATED"


async def test_a_residents_session_is_good_with_its_own_gateway_only(house: House) -> None:
    phone = (await (await house.operator("oksana")).UserService.ListUsers()).users[0].phone
    token = await sign_in(house, phone)
    thief = house.client(house.access.utility_keys[0], ("smartregion-resident", token))
    assert (await refused(thief.NotificationService.ListNotifications())).code in (
        grpc.StatusCode.UNAUTHENTICATED,
        grpc.StatusCode.PERMISSION_DENIED,
    )


async def test_a_blocked_resident_is_out_at_once(house: House) -> None:
    admin = await house.operator("oksana")
    one = (await admin.UserService.ListUsers()).users[0]
    resident = await house.resident(one.phone)
    await admin.UserService.BlockUser(id=one.id, etag=one.etag, reason="підозра")
    assert (await refused(resident.NotificationService.ListNotifications())).reason == "UNAUTHENTICATED"


async def test_a_partners_key_is_shown_once_scoped_expires_and_is_revoked(house: House) -> None:
    admin = await house.operator("oksana")
    partner = next(
        one for one in (await admin.PartnerService.ListPartners()).partners if one.kind == PARTNER_KIND_UTILITY
    )
    expires = Timestamp(seconds=house.clock.now() // 1000 + 86_400)
    issued = await admin.PartnerService.IssueKey(
        partner_id=partner.id, expires_at=expires, permissions=[Permission.PERMISSION_ACCOUNTS_READ]
    )
    client = house.client(issued.secret)
    await client.AccountService.ListAccounts()
    assert (await refused(client.ReadingService.ListReadings())).reason == "PERMISSION_DENIED"
    listed = (await admin.PartnerService.ListKeys(partner_id=partner.id)).keys
    assert all(issued.secret not in str(one) for one in listed)
    every_byte = b"".join(path.read_bytes() for path in house.settings.data_dir.rglob("*") if path.is_file())
    assert issued.secret.encode() not in every_byte

    house.clock.advance(days=2)
    assert (await refused(client.AccountService.ListAccounts())).reason == "UNAUTHENTICATED"


async def test_a_revoked_key_is_out_at_once(house: House) -> None:
    admin = await house.operator("oksana")
    secret = await key_of(house, PARTNER_KIND_UTILITY)
    client = house.client(secret)
    await client.AccountService.ListAccounts()
    partner = (await admin.PartnerService.ListPartners(page_size=1000)).partners[-1]
    key = (await admin.PartnerService.ListKeys(partner_id=partner.id)).keys[0]
    await admin.PartnerService.RevokeKey(id=key.id, reason="втрачено")
    assert (await refused(client.AccountService.ListAccounts())).reason == "UNAUTHENTICATED"


async def test_a_partner_without_a_grant_sees_nobody(house: House) -> None:
    client = house.client(await key_of(house, PARTNER_KIND_BANK))
    assert (await client.AccountService.ListAccounts()).total_size == 0


async def test_a_partner_sees_only_the_accounts_and_classes_of_its_grants(house: House) -> None:
    utility = house.utility(0)
    accounts = await utility.AccountService.ListAccounts(page_size=1000)
    assert accounts.total_size > 0
    assert len({one.utility_id for one in accounts.accounts}) == 1
    users = (await utility.UserService.ListUsers(page_size=5)).users
    assert users
    assert all(not one.phone and not one.last_name and not one.email for one in users)
