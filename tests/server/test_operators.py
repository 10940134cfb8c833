"""Operators and the audit of what they do."""

import sqlite3
from pathlib import Path

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from smartregion.v1.audit_service_pb2 import AuditFilter
from smartregion.v1.operator_service_pb2 import OPERATOR_ROLE_SUPPORT, Operator

from server import call

from . import processes
from .conftest import House, refused
from .principals import with_role


async def test_a_new_operator_must_choose_a_password_before_anything_else(house: House) -> None:
    admin = await house.operator("oksana")
    made = await admin.OperatorService.CreateOperator(
        operator=Operator(login="nova", display_name="Нова Людина", roles=[OPERATOR_ROLE_SUPPORT]),
        password="Калина-й-дощ-7712",
    )
    assert made.operator.must_change_password
    signed = await house.client().AuthService.SignInOperator(login="nova", password="Калина-й-дощ-7712")
    client = house.client(signed.token)
    assert (await refused(client.UserService.ListUsers())).reason == "PERMISSION_DENIED"
    await client.AuthService.ChangePassword(old_password="Калина-й-дощ-7712", new_password="Ясен-під-вікном-98")
    await client.UserService.ListUsers()


async def test_a_disabled_operator_is_out_at_once(house: House) -> None:
    admin = await house.operator("oksana")
    iryna = await house.operator("iryna")
    row = next(one for one in (await admin.OperatorService.ListOperators()).operators if one.login == "iryna")
    await admin.OperatorService.DisableOperator(id=row.id, etag=row.etag, reason="звільнення")
    assert (await refused(iryna.UserService.ListUsers())).reason == "UNAUTHENTICATED"


async def test_roles_taken_away_count_at_once(house: House) -> None:
    admin = await house.operator("oksana")
    mykola = await house.operator("mykola")
    await mykola.ReadingService.ListReadings()
    row = next(one for one in (await admin.OperatorService.ListOperators()).operators if one.login == "mykola")
    row.ClearField("roles")
    row.roles.append(OPERATOR_ROLE_SUPPORT)
    await admin.OperatorService.UpdateOperator(operator=row, update_mask=FieldMask(paths=["roles"]))
    from smartregion.v1 import reading_service_pb2 as reading

    told = await refused(
        mykola.ReadingService.ReverseReading(reading.ReverseReadingRequest(id="0000000000001", etag="1", reason="x"))
    )
    assert told.reason == "PERMISSION_DENIED"


async def test_nobody_disables_themselves(house: House) -> None:
    admin = await house.operator("oksana")
    row = next(one for one in (await admin.OperatorService.ListOperators()).operators if one.login == "oksana")
    told = await refused(admin.OperatorService.DisableOperator(id=row.id, etag=row.etag, reason="звільнення"))
    assert told.reason == "PERMISSION_DENIED"


async def test_who_looked_at_a_person_is_on_record_with_the_address(house: House) -> None:
    admin = await house.operator("oksana")
    user = (await admin.UserService.ListUsers(page_size=1)).users[0]
    await (await house.operator("iryna")).UserService.GetUser(id=user.id)
    await house.app.services.store.write(lambda tx: None)  # looks are written behind the reply
    auditor = await house.operator("taras")
    for _ in range(20):
        entries = (await auditor.AuditService.ListAuditEntries(filter=AuditFilter(user_id=user.id))).entries
        if any(one.action == "UserService.GetUser" for one in entries):
            break
    entry = next(one for one in entries if one.action == "UserService.GetUser")
    assert entry.actor_name == "Ірина Савчук"
    assert entry.ip_address == "127.0.0.1"


async def looks_at(house: House, user_id: str) -> set[str]:
    """Calls by which somebody looked at a person, but for those that read it here."""
    entries = await (await house.operator("taras")).AuditService.ListAuditEntries(filter=AuditFilter(user_id=user_id))
    assert all(user_id in (entry.user_id, *entry.detail.get("users", "").split()) for entry in entries.entries)
    return {entry.action for entry in entries.entries} - {"AuditService.ListAuditEntries"}


async def test_who_was_shown_in_a_list_finds_that_look(house: House) -> None:
    admin = await house.operator("oksana")
    users = (await admin.UserService.ListUsers(page_size=2)).users
    stranger = (await admin.UserService.ListUsers(page_size=50, skip=5)).users[-1]
    for user in users:
        assert await looks_at(house, user.id) == {"UserService.ListUsers"}
    account = next(one for one in (await admin.AccountService.ListAccounts(page_size=50)).accounts if one.user_ids)
    assert "AccountService.ListAccounts" in await looks_at(house, account.user_ids[0])
    await house.app.services.store.checkpoint(house.settings.anchor)
    assert (await (await house.operator("taras")).AuditService.VerifyAuditChain()).intact
    await admin.NotificationService.ListNotifications(filter={"user_id": stranger.id})
    await admin.BillingService.ListDebts(filter={"user_id": stranger.id})
    watch = admin.ReadingService.WatchReadings(filter={"user_id": stranger.id}, skip_snapshot=True)
    await watch.read()
    watch.cancel()
    assert await looks_at(house, stranger.id) >= {
        "NotificationService.ListNotifications",
        "BillingService.ListDebts",
        "ReadingService.WatchReadings",
    }


async def test_a_list_of_more_than_can_be_named_says_how_many(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "SHOWN_NAMED", 3)
    admin = await house.operator("oksana")
    users = (await admin.UserService.ListUsers(page_size=4)).users
    assert await looks_at(house, users[0].id) == set()
    entries = (await (await house.operator("taras")).AuditService.ListAuditEntries(page_size=20)).entries
    entry = next(one for one in entries if one.action == "UserService.ListUsers")
    assert dict(entry.detail) == {"rows": "4", "list": entry.detail["list"], "purpose": "SUPPORT"}


async def test_what_residents_see_of_themselves_is_nobodys_look(house: House) -> None:
    admin = await house.operator("oksana")
    user = next(one for one in (await admin.UserService.ListUsers(page_size=4)).users if one.phone)
    before = await looks_at(house, user.id)
    resident = await house.resident(user.phone)
    await resident.NotificationService.ListNotifications()
    await resident.BillingService.ListDebts()
    assert (await looks_at(house, user.id)) - before <= {"AuthService.SignInResident", "AuthService.ConfirmPhone"}


async def test_what_was_refused_is_on_record_too(house: House) -> None:
    await refused((await house.operator("iryna")).UserService.BlockUser(id="0000000000001", etag="1", reason="хочу"))
    auditor = await house.operator("taras")
    for _ in range(50):
        entries = (await auditor.AuditService.ListAuditEntries(page_size=50)).entries
        denied = [one for one in entries if one.action == "UserService.BlockUser"]
        if denied:
            break
    assert denied[0].outcome == "PERMISSION_DENIED"


async def test_the_chain_is_verified_and_a_forged_entry_is_found(house: House) -> None:
    auditor = await house.operator("taras")
    await house.app.services.store.checkpoint(house.settings.anchor)
    assert (await auditor.AuditService.VerifyAuditChain()).intact
    await house.app.services.store.write(
        lambda tx: tx.sql("UPDATE audit_entry SET action = 'Forged' WHERE sequence = 1")
    )
    verdict = await auditor.AuditService.VerifyAuditChain()
    assert not verdict.intact
    assert verdict.broken_at == 1
    assert verdict.finding_uk
    assert verdict.finding_en


async def test_the_offline_verifier_finds_the_same(house: House, tmp_path: Path) -> None:
    await with_role(house, "another", OPERATOR_ROLE_SUPPORT)
    admin = await house.operator("oksana")
    await admin.UserService.ListUsers()
    folder = house.settings.data_dir
    await house.app.drain(0.2)

    def verify() -> processes.Done:
        return processes.run(["--data-dir", str(folder), "audit", "verify"], tmp_path)

    assert verify().code == 0, verify()
    with sqlite3.connect(Path(folder) / "smartregion.db") as connection:
        connection.execute("DELETE FROM audit_entry WHERE sequence = (SELECT max(sequence) FROM audit_entry)")
    cut = verify()
    assert cut.code == 1
    assert cut.stdout or cut.stderr
