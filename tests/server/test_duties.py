"""Duties follow a person's data to its recipients, and a request does not end over one that has not answered."""

from typing import Any

import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from smartregion.v1 import audit_service_pb2 as audit
from smartregion.v1 import data_duty_pb2 as pb
from smartregion.v1 import partner_service_pb2 as partner
from smartregion.v1 import privacy_request_service_pb2 as privacy
from smartregion.v1.common_pb2 import FrameKind
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.user_service_pb2 import User as UserMessage

from server.codec import DAY_MS, bits, decode_id, encode_id
from server.privacy import wording
from server.privacy.retention import Purge
from storage.models.partners import AccessGrant
from storage.repositories import accounts, partners

from .conftest import START, Client, House, refused
from .test_privacy import a_user, decide, in_progress

K, S, R = pb.DataDutyKind, privacy.PrivacyRequestState, privacy.PrivacyRequestKind


def at(milliseconds: int) -> Timestamp:
    return Timestamp(seconds=milliseconds // 1000)


async def duties_of(client: Client, **wanted: Any) -> list[pb.DataDuty]:
    reply = await client.PrivacyRequestService.ListDataDuties(filter=pb.DataDutyFilter(**wanted))
    return list(reply.duties)


async def answer(client: Client, duty: pb.DataDuty, **changes: Any) -> pb.DataDuty:
    fields = {
        "id": duty.id,
        "outcome": pb.DATA_DUTY_OUTCOME_DONE,
        "done_at": at(START),
        "done_by": "відділ обліку",
        **changes,
    }
    return (await client.PrivacyRequestService.AcknowledgeDataDuty(**fields)).duty


async def keys(house: House) -> dict[str, Client]:
    """A client for each utility, by its partner's id."""
    found = {}
    for number in range(len(house.access.utility_keys)):
        client = house.utility(number)
        reply = await client.AccountService.ListAccounts(page_size=1)
        found[reply.accounts[0].utility_id] = client
    return found


async def erased(house: House) -> tuple[privacy.PrivacyRequest, Any]:
    officer = await house.operator("petro")
    user = await a_user(officer)
    request = await in_progress(officer, R.PRIVACY_REQUEST_KIND_ERASURE, user.id)
    return await decide(house, request), user


async def test_each_utility_of_an_erased_person_is_told_on_its_own_watch_within_ten_working_days(house: House) -> None:
    request, user = await erased(house)
    officer = await house.operator("petro")
    duties = await duties_of(officer, privacy_request_id=request.id)
    assert {duty.kind for duty in duties} == {K.DATA_DUTY_KIND_ERASED}
    by_utility = await keys(house)
    for duty in duties:
        assert duty.partner_id == duty.utility_id
        assert duty.due_on == Date(year=2026, month=12, day=7)  # 23 November and ten working days
        assert "21(3)" in duty.due_article
        mine = await duties_of(by_utility[duty.partner_id])
        own = next(one for one in mine if one.id == duty.id)
        assert own.account_number == duty.account_number != ""
        assert (own.user_id, own.privacy_request_number, own.privacy_request_id) == (user.id, "", "")
        assert {one.partner_id for one in mine} == {duty.partner_id}

    stream = by_utility[duties[0].partner_id].PrivacyRequestService.WatchDataDuties()
    snapshot, synced = await stream.read(), await stream.read()
    assert duties[0].id in {change.duty.id for change in snapshot.changes}
    assert synced.position.kind == FrameKind.FRAME_KIND_SYNCED
    mine = next(change.duty for change in snapshot.changes if change.duty.id == duties[0].id)
    await answer(by_utility[duties[0].partner_id], mine)
    told = await stream.read()
    assert [change.duty.state for change in told.changes] == [pb.DATA_DUTY_STATE_ANSWERED]
    stream.cancel()


async def test_a_request_is_fulfilled_when_the_last_recipient_has_answered_or_is_excused_with_a_reason(
    house: House,
) -> None:
    request, _ = await erased(house)
    assert request.state == S.PRIVACY_REQUEST_STATE_PARTLY_FULFILLED
    ukrainian, english = wording.halves(request.outcome)
    assert "очікуємо підтвердження" in ukrainian
    assert "receipts" in english
    assert not {"awaited", "Water"} & set(ukrainian.split()), "each half is in one language"
    officer = await house.operator("petro")
    by_utility = await keys(house)
    listed = await duties_of(officer, privacy_request_id=request.id)
    answering, last = listed[:-1], listed[-1]
    assert answering
    for duty in answering:
        await answer(by_utility[duty.partner_id], duty)
    again = (await officer.PrivacyRequestService.GetPrivacyRequest(id=request.id)).request
    assert again.state == S.PRIVACY_REQUEST_STATE_PARTLY_FULFILLED
    bad = await refused(officer.PrivacyRequestService.ExcuseDataDuty(id=last.id, etag=last.etag, reason=""))
    assert bad.code is grpc.StatusCode.INVALID_ARGUMENT
    excused = await officer.PrivacyRequestService.ExcuseDataDuty(
        id=last.id, etag=last.etag, reason="підприємство ліквідовано"
    )
    assert excused.duty.excuse == "підприємство ліквідовано"
    done = (await officer.PrivacyRequestService.GetPrivacyRequest(id=request.id)).request
    assert done.state == S.PRIVACY_REQUEST_STATE_FULFILLED
    assert "очікуємо" not in done.outcome
    assert done.steps[-1].note == "підприємство ліквідовано"

    late = await answer(by_utility[last.partner_id], last)
    assert (late.state, late.excuse) == (pb.DATA_DUTY_STATE_ANSWERED, "")


async def test_a_receipt_is_given_once_over_the_partners_own_key_and_is_chained(house: House) -> None:
    request, _ = await erased(house)
    officer = await house.operator("petro")
    by_utility = await keys(house)
    duty = (await duties_of(officer, privacy_request_id=request.id))[0]
    other = next(client for number, client in by_utility.items() if number != duty.partner_id)
    with pytest.raises(grpc.RpcError) as caught:
        await answer(other, duty)
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND
    mine = by_utility[duty.partner_id]
    for changes, field in (
        ({"done_at": at(START - DAY_MS)}, "done_at"),
        ({"done_at": at(START + DAY_MS)}, "done_at"),
        ({"outcome": pb.DATA_DUTY_OUTCOME_KEPT_BY_LAW}, "note"),
        ({"done_by": ""}, "done_by"),
    ):
        fields = {"id": duty.id, "outcome": 1, "done_at": at(START), "done_by": "відділ обліку", **changes}
        bad = await refused(mine.PrivacyRequestService.AcknowledgeDataDuty(**fields))
        assert bad.violations[0][0] == field
    given = await answer(mine, duty)
    assert len(given.receipt.sha256) == 64
    assert len(given.receipt.seal) == 32
    again = await refused(
        mine.PrivacyRequestService.AcknowledgeDataDuty(id=duty.id, outcome=2, done_at=at(START), done_by="інший")
    )
    assert again.reason == "WRONG_STATE"
    entries = await officer.AuditService.ListAuditEntries(
        filter=audit.AuditFilter(action="PrivacyRequestService.AcknowledgeDataDuty")
    )
    details = [dict(entry.detail) for entry in entries.entries if entry.outcome == "OK"]
    assert any(detail.get("receipt") == given.receipt.sha256 for detail in details)


async def test_a_recipient_is_told_only_of_what_a_grant_ever_showed_it(house: House) -> None:
    """A bank that once saw balances is told, though its grant is revoked; of a new phone it was never shown any."""
    officer = await house.operator("petro")
    user = await a_user(officer)

    def grant(tx: Any) -> int:
        bank = granted(tx, user.id, 77, partner.PARTNER_KIND_BANK, DataClass.DATA_CLASS_CONSUMPTION)
        row = partners.grant_by_id(tx, 77)
        assert row is not None
        partners.revoke_grant(tx, row)
        return bank

    bank = await house.app.services.store.write(grant)
    corrected = await in_progress(
        officer,
        R.PRIVACY_REQUEST_KIND_RECTIFICATION,
        user.id,
        rectifications=[privacy.Rectification(field="phone", value="+380671112299")],
    )
    done = await decide(house, corrected)
    assert done.state == S.PRIVACY_REQUEST_STATE_FULFILLED  # nobody was ever shown a phone
    restricted = await decide(house, await in_progress(officer, R.PRIVACY_REQUEST_KIND_RESTRICTION, user.id))
    assert restricted.state == S.PRIVACY_REQUEST_STATE_PARTLY_FULFILLED
    told = await duties_of(officer, privacy_request_id=restricted.id, partner_id=encode_id(bank))
    assert [duty.kind for duty in told] == [K.DATA_DUTY_KIND_RESTRICTED]


def granted(tx: Any, user_id: str, grant_id: int, kind: int, *classes: int) -> int:
    """A grant of classes on the accounts of a person, to a partner of a kind; the partner."""
    found = partners.of_kind(tx, kind)[0]
    row = AccessGrant(
        id=grant_id,
        partner_id=found,
        utility_id=min(accounts.utilities_of_user(tx, decode_id(user_id))),
        data_classes=bits(classes),
        purpose="облік",
        legal_ground="договір",
        effective_from="2020-01-01",
        effective_to=None,
        created_at=tx.now,
        revoked_at=None,
    )
    partners.add_grant(tx, row)
    return found


async def changed(client: Client, user_id: str, **values: Any) -> None:
    user = (await client.UserService.GetUser(id=user_id)).user
    message = UserMessage(id=user_id, etag=user.etag, **values)
    await client.UserService.UpdateUser(
        user=message, update_mask=FieldMask(paths=list(values)), reason="за паспортом", verification_id=""
    )


async def test_who_received_a_field_is_told_when_it_is_changed_without_a_request(house: House) -> None:
    """2297-VI, art. 21(3) asks for no request: an operator's correction and a resident's own are changes like any."""
    admin, officer = await house.operator("oksana"), await house.operator("petro")
    user = await a_user(officer)
    contact, name = DataClass.DATA_CLASS_CONTACT, DataClass.DATA_CLASS_IDENTITY

    def unit(tx: Any) -> int:
        return granted(tx, user.id, 77, partner.PARTNER_KIND_BANK, contact, name)

    bank = encode_id(await house.app.services.store.write(unit))
    before = {duty.id for duty in await duties_of(officer)}
    await changed(admin, user.id, email="nova@example.com")
    raised = [duty for duty in await duties_of(officer) if duty.id not in before]
    assert [(one.partner_id, one.kind, list(one.fields)) for one in raised] == [
        (bank, K.DATA_DUTY_KIND_RECTIFIED, ["email"])
    ]
    (told,) = raised
    assert (told.privacy_request_id, told.due_on) == ("", Date(year=2026, month=12, day=7))
    assert "21(3)" in told.due_article

    house.clock.advance(milliseconds=20 * 60_000)
    await changed(admin, user.id, last_name="Нова", language=2)
    again = [duty for duty in await duties_of(officer) if duty.id not in before]
    assert [(one.id, list(one.fields), one.due_on) for one in again] == [(told.id, ["email", "last_name"], told.due_on)]
    await changed(admin, user.id, last_name="Нова", language=1)
    same = [duty for duty in await duties_of(officer) if duty.id not in before]
    assert [one.etag for one in same] == [one.etag for one in again], "nothing that was shown has changed"


async def test_what_was_fetched_before_the_last_change_answers_no_duty_and_the_next_change_is_another(
    house: House,
) -> None:
    admin, officer = await house.operator("oksana"), await house.operator("petro")
    user = await a_user(officer)

    def unit(tx: Any) -> int:
        return granted(tx, user.id, 77, partner.PARTNER_KIND_BANK, DataClass.DATA_CLASS_IDENTITY)

    bank = encode_id(await house.app.services.store.write(unit))
    key = (await admin.PartnerService.IssueKey(partner_id=bank, expires_at=at(START + 30 * DAY_MS))).secret
    client = house.client(key)
    before = {duty.id for duty in await duties_of(client)}

    async def mine() -> list[pb.DataDuty]:
        return [duty for duty in await duties_of(client) if duty.id not in before]

    await changed(admin, user.id, first_name="Марія")
    house.clock.advance(milliseconds=20 * 60_000)
    await changed(admin, user.id, first_name="Маріє")
    (duty,) = await mine()
    early = await refused(
        client.PrivacyRequestService.AcknowledgeDataDuty(id=duty.id, outcome=1, done_at=at(START), done_by="відділ")
    )
    assert early.violations[0][0] == "done_at"
    await answer(client, duty, done_at=at(START + 20 * 60_000), note="до 2029 року, ст. 44 ПК", outcome=3)
    await changed(admin, user.id, first_name="Марія")
    assert {one.state for one in await mine()} == {pb.DATA_DUTY_STATE_ANSWERED, pb.DATA_DUTY_STATE_PENDING}
    read = next(one for one in await duties_of(officer) if one.id == duty.id)
    assert read.receipt.note == "до 2029 року, ст. 44 ПК"
    waiting = next(one for one in await duties_of(officer) if one.id not in before and one.state == 1)
    excused = await officer.PrivacyRequestService.ExcuseDataDuty(id=waiting.id, etag=waiting.etag, reason="банку немає")
    assert excused.duty.excuse == "банку немає"


async def test_a_silent_recipient_is_excused_however_late(house: House) -> None:
    request, _ = await erased(house)
    house.clock.advance(days=1_100)
    await Purge(house.app.services).turn()
    house.forget_sessions()
    officer = await house.operator("petro")
    owed = await duties_of(officer, privacy_request_id=request.id)
    for duty in owed:
        await officer.PrivacyRequestService.ExcuseDataDuty(id=duty.id, etag=duty.etag, reason="ліквідовано")
    done = (await officer.PrivacyRequestService.GetPrivacyRequest(id=request.id)).request
    assert done.state == S.PRIVACY_REQUEST_STATE_FULFILLED
    house.clock.advance(days=1_097)
    await Purge(house.app.services).turn()
    house.forget_sessions()
    admin, soon = await house.operator("oksana"), at(house.clock.now() + 30 * DAY_MS)
    key = (await admin.PartnerService.IssueKey(partner_id=owed[0].partner_id, expires_at=soon)).secret
    late = await refused(answer(house.client(key), owed[0], note="за ухвалою"))
    assert (late.reason, "past its term" in late.message) == ("WRONG_STATE", True)


async def test_an_overdue_duty_is_found_by_operators(house: House) -> None:
    request, _ = await erased(house)
    officer = await house.operator("petro")
    assert await duties_of(officer, overdue_only=True) == []
    house.clock.advance(days=15)  # 8 December
    house.forget_sessions()
    officer = await house.operator("petro")
    found = await duties_of(officer, overdue_only=True)
    assert found
    assert all(duty.overdue and duty.privacy_request_number == request.number for duty in found)


async def test_duties_are_raised_once_however_often_an_erasure_is_begun(house: House) -> None:
    """A crash between the stages begins it again; the duties came with the columns' transaction."""
    from server.privacy import duties as rules
    from storage.repositories import privacy as requests

    request, _ = await erased(house)
    store = house.app.services.store
    number = decode_id(request.id)

    def again(tx: Any) -> int:
        one = requests.by_id(tx, number)
        assert one is not None
        return rules.raise_for(tx, one, house.app.services.law)

    assert await store.write(again) == 0


async def test_the_register_of_processing_names_purposes_data_and_recipients(house: House) -> None:
    officer = await house.operator("petro")
    found = (await officer.PrivacyRequestService.GetProcessingRegister()).activities
    billing = next(one for one in found if one.purpose_en == "metering and billing")
    assert "charge" in {data.table for data in billing.data}
    assert any("257" in term for data in billing.data for term in data.retentions_uk)
    assert billing.recipients[0].legal_ground == "договір про надання послуг"
    assert all(DataClass.DATA_CLASS_CONTACT not in one.data_classes for one in billing.recipients)


async def test_the_purge_does_what_its_preview_said_and_is_on_record(house: House) -> None:
    user = await a_user(await house.operator("petro"))
    await house.resident(user.phone)
    house.clock.advance(days=1, milliseconds=1)
    house.forget_sessions()
    officer = await house.operator("petro")
    preview = (await officer.PrivacyRequestService.PreviewRetention()).lines
    waiting = {line.table: line.rows for line in preview if line.rows}
    assert waiting["phone_verification"] >= 1
    assert await Purge(house.app.services).turn() == sum(waiting.values())
    (run,) = (await officer.PrivacyRequestService.ListRetentionRuns()).runs
    assert {line.table: line.rows for line in run.lines} == waiting
    assert run.HasField("finished_at")
    assert await Purge(house.app.services).turn() == 0
    entries = await officer.AuditService.ListAuditEntries(
        filter=audit.AuditFilter(action="PrivacyRequestService.PurgeRetention")
    )
    assert [entry.target_id for entry in entries.entries] == [run.id]
