"""Privacy requests from the letter to the proven erasure."""

import json
from datetime import date
from typing import Any

import grpc
import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import privacy_request_service_pb2 as pb

from .conftest import Client, House, refused

TODAY = Date(year=2026, month=11, day=23)
K, S = pb.PrivacyRequestKind, pb.PrivacyRequestState
#: Carried out here, while utilities that received the data have yet to answer (test_duties.py).
HERE = S.PRIVACY_REQUEST_STATE_PARTLY_FULFILLED


def letter(kind: int, user_id: str = "", **fields: Any) -> pb.PrivacyRequest:
    values = {"applicant_name": "Олена Коваль", "applicant_contact": "м. Річенськ, вул. Лісова, 1", "text": "Прошу"}
    return pb.PrivacyRequest(
        kind=kind, channel=pb.INTAKE_CHANNEL_LETTER, user_id=user_id, received_on=TODAY, **{**values, **fields}
    )


async def a_user(client: Client) -> Any:
    return (await client.UserService.ListUsers(page_size=1)).users[0]


async def in_progress(officer: Client, kind: int, user_id: str, **fields: Any) -> pb.PrivacyRequest:
    made = (await officer.PrivacyRequestService.CreatePrivacyRequest(request=letter(kind, user_id, **fields))).request
    made = (
        await officer.PrivacyRequestService.RecordIdentityProof(
            id=made.id, etag=made.etag, proof=pb.IdentityProof(method="паспорт, звірено особисто")
        )
    ).request
    return (await officer.PrivacyRequestService.AssignPrivacyRequest(id=made.id, etag=made.etag)).request


async def decide(house: House, request: pb.PrivacyRequest, decision: int = 1, article: str = "") -> pb.PrivacyRequest:
    officer, other = await house.operator("petro"), await house.operator("oksana")
    request = (
        await officer.PrivacyRequestService.ProposeDecision(
            id=request.id, etag=request.etag, decision=decision, reason="Підстав для відмови немає", article=article
        )
    ).request
    return (await other.PrivacyRequestService.ApproveDecision(id=request.id, etag=request.etag, approve=True)).request


async def test_an_access_request_goes_from_the_letter_to_the_package(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, user.id)
    assert request.number == "2026-000006"  # five letters lay there before
    assert request.due_on == Date(year=2026, month=12, day=23)
    done = await decide(house, request)
    assert done.state == S.PRIVACY_REQUEST_STATE_FULFILLED
    assert [step.call for step in done.steps][-1] == "ApproveDecision"

    stream = officer.PrivacyRequestService.DownloadAccessPackage(id=done.id, format=pb.PACKAGE_FORMAT_JSON)
    package = json.loads(b"".join([part.chunk async for part in stream]))
    rows = {section["name"]: section["rows"] for section in package["sections"]}
    assert rows["app_user"][0]["phone"] == user.phone
    assert rows["app_user"][0]["last_name"] == user.last_name
    assert rows["reading"]
    assert rows["usage_point"][0]["street"]
    assert package["recipients"]

    stream = officer.PrivacyRequestService.DownloadAccessPackage(id=done.id, format=pb.PACKAGE_FORMAT_HTML)
    page = b"".join([part.chunk async for part in stream]).decode()
    assert user.email in page
    assert "Строк зберігання" in page


async def test_an_erasure_leaves_nothing_of_the_person_in_the_raw_bytes(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    await house.resident(user.phone)  # sessions, codes and audit entries of theirs
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id)
    preview = await officer.PrivacyRequestService.PreviewErasure(id=request.id)
    assert {(line.table, line.column): line.action for line in preview.lines}["app_user", "phone_sealed"] == (
        pb.ERASURE_ACTION_SHRED
    )
    assert all(line.table_uk and line.table_en and line.column_uk and line.column_en for line in preview.lines)
    done = await decide(house, request)
    assert done.state == HERE, done.outcome
    assert "знищено" in done.outcome
    assert "залишки" not in done.outcome

    erased = (await officer.UserService.GetUser(id=user.id)).user
    assert (erased.phone, erased.email, erased.first_name) == ("", "", "")
    verified = await officer.PrivacyRequestService.VerifyErasure(id=request.id)
    assert verified.clean
    assert verified.bytes_scanned > 100_000
    assert "smartregion.db" in verified.files
    every_byte = b"".join(path.read_bytes() for path in house.settings.data_dir.rglob("*") if path.is_file())
    for text in (user.phone, user.email, f"{user.first_name} {user.last_name}"):
        assert text.encode() not in every_byte


async def test_a_scan_that_finds_something_says_so(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    request = await decide(house, await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id))
    await house.app.services.store.write(
        lambda tx: tx.sql("INSERT INTO meta (name, text) VALUES ('left', ?)", (f"call {user.phone} back",))
    )
    verified = await officer.PrivacyRequestService.VerifyErasure(id=request.id)
    assert not verified.clean
    assert list(verified.remains) == ["phone (smartregion.db)"]
    after = (await officer.PrivacyRequestService.GetPrivacyRequest(id=request.id)).request
    assert after.state == S.PRIVACY_REQUEST_STATE_PARTLY_FULFILLED
    assert "phone (smartregion.db)" in after.steps[-1].note
    assert "smartregion" not in after.outcome, "the answer is read by a citizen"


async def test_a_hold_puts_the_erasure_off_and_its_end_finishes_it(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id)
    request = (
        await officer.PrivacyRequestService.PlaceHold(
            id=request.id,
            etag=request.etag,
            ground="ухвала суду № 1 (ЦПК, ст. 150)",
            until=Date(year=2026, month=12, day=1),
        )
    ).request
    request = await decide(house, request)
    assert request.state == S.PRIVACY_REQUEST_STATE_ON_HOLD
    assert (await officer.UserService.GetUser(id=user.id)).user.phone == user.phone
    house.clock.advance(days=9)
    from server.privacy.completion import Completion

    officer = house.client((await sign_in_again(house)).token)
    assert await Completion(house.app.services).finish_due() == 1
    done = (await officer.PrivacyRequestService.GetPrivacyRequest(id=request.id)).request
    assert done.state == HERE


async def sign_in_again(house: House) -> Any:
    from server.demo.seed import PASSWORD

    return await house.client().AuthService.SignInOperator(login="petro", password=PASSWORD)


async def test_a_released_hold_lets_the_erasure_go_on_at_once(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id)
    request = (
        await officer.PrivacyRequestService.PlaceHold(
            id=request.id, etag=request.etag, ground="перевірка", until=Date(year=2027, month=1, day=1)
        )
    ).request
    request = await decide(house, request)
    request = (
        await officer.PrivacyRequestService.ReleaseHold(
            id=request.id, etag=request.etag, hold_id=request.holds[0].id, reason="скасовано"
        )
    ).request
    assert request.state == HERE


async def test_the_proposer_never_approves(house: House) -> None:
    officer = await house.operator("petro")
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_RESTRICTION, (await a_user(officer)).id)
    request = (
        await officer.PrivacyRequestService.ProposeDecision(
            id=request.id, etag=request.etag, decision=pb.PRIVACY_DECISION_FULFIL, reason="законно"
        )
    ).request
    told = await refused(officer.PrivacyRequestService.ApproveDecision(id=request.id, etag=request.etag, approve=True))
    assert told.reason == "SAME_PERSON"


async def test_nothing_is_fulfilled_before_the_identity_is_proven(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    service = officer.PrivacyRequestService
    made = (await service.CreatePrivacyRequest(request=letter(K.PRIVACY_REQUEST_KIND_ERASURE, user.id))).request
    made = (await service.AssignPrivacyRequest(id=made.id, etag=made.etag)).request
    assert made.state == S.PRIVACY_REQUEST_STATE_IDENTITY_REQUIRED
    told = await refused(
        service.ProposeDecision(id=made.id, etag=made.etag, decision=pb.PRIVACY_DECISION_FULFIL, reason="так і так")
    )
    assert told.reason == "IDENTITY_NOT_PROVEN"


async def test_a_deadline_explains_itself_and_is_never_put_off_for_ones_own_data(house: House) -> None:
    officer = await house.operator("petro")
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, (await a_user(officer)).id)
    explained = await officer.PrivacyRequestService.ExplainDeadline(id=request.id)
    assert explained.days_left == 30
    assert "2297-VI, art. 8(2)(4)" in [step.article for step in explained.steps]
    told = await refused(
        officer.PrivacyRequestService.ExtendDeadline(
            id=request.id, etag=request.etag, until=Date(year=2027, month=1, day=5), reason="багато роботи"
        )
    )
    assert told.code == grpc.StatusCode.FAILED_PRECONDITION
    assert told.reason == "FORBIDDEN_BY_LAW"
    assert "art. 17(1)" in told.message


async def test_a_rectification_writes_what_was_demanded(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    wanted = [pb.Rectification(field="last_name", value="Новенко")]
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_RECTIFICATION, user.id, rectifications=wanted)
    assert request.due_on == Date(year=2026, month=12, day=3)
    assert (await decide(house, request)).state == S.PRIVACY_REQUEST_STATE_FULFILLED
    assert (await officer.UserService.GetUser(id=user.id)).user.last_name == "Новенко"


async def test_a_withdrawn_consent_switches_marketing_off_with_its_evidence(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_OBJECTION, user.id)
    await decide(house, request)
    preferences = (await officer.NotificationService.GetPreferences(user_id=user.id)).preferences
    news = [one for one in preferences if one.category == 6]
    assert not any(one.enabled for one in news)


async def test_a_resident_proves_themselves_by_their_session_and_sees_only_their_own(house: House) -> None:
    officer = await house.operator("petro")
    one, two = (await officer.UserService.ListUsers(page_size=2)).users
    resident = await house.resident(one.phone)
    wanted = letter(K.PRIVACY_REQUEST_KIND_ACCESS)
    wanted.channel = pb.INTAKE_CHANNEL_APP
    made = (await resident.PrivacyRequestService.CreatePrivacyRequest(request=wanted)).request
    assert made.identity_proof.method
    assert list(made.allowed_calls) == ["WithdrawPrivacyRequest"]
    again = (await resident.PrivacyRequestService.CreatePrivacyRequest(request=wanted)).request
    assert again.state == S.PRIVACY_REQUEST_STATE_DUPLICATE
    assert made.number in again.outcome
    other = await house.resident(two.phone)
    told = await refused(other.PrivacyRequestService.GetPrivacyRequest(id=made.id))
    assert told.reason == "NOT_FOUND"
    assert made.id not in [one.id for one in (await other.PrivacyRequestService.ListPrivacyRequests()).requests]
    withdrawn = await resident.PrivacyRequestService.WithdrawPrivacyRequest(id=made.id, etag=made.etag, reason="")
    assert withdrawn.request.state == S.PRIVACY_REQUEST_STATE_WITHDRAWN


async def test_no_operator_ends_somebodys_request_alone(house: House) -> None:
    officer, other = await house.operator("petro"), await house.operator("oksana")
    service = officer.PrivacyRequestService
    user = await a_user(officer)
    support = (await house.operator("iryna")).PrivacyRequestService
    new = (await service.CreatePrivacyRequest(request=letter(K.PRIVACY_REQUEST_KIND_ACCESS, user.id))).request
    told = await refused(support.WithdrawPrivacyRequest(id=new.id, etag=new.etag, document_ref="вх. 3"))
    assert told.reason == "PERMISSION_DENIED"
    told = await refused(service.WithdrawPrivacyRequest(id=new.id, etag=new.etag, reason="передумала"))
    assert told.violations == (("document_ref", "privacy.withdrawal"),)
    gone = await service.WithdrawPrivacyRequest(id=new.id, etag=new.etag, reason="передумала", document_ref="вх. 3")
    assert gone.request.state == S.PRIVACY_REQUEST_STATE_WITHDRAWN
    assert gone.request.steps[-1].note == "вх. 3; передумала"

    asked = await in_progress(officer, K.PRIVACY_REQUEST_KIND_RESTRICTION, user.id)
    one = (await service.ProposeDecision(id=asked.id, etag=asked.etag, decision=1, reason="Підстави є")).request
    alone = service.WithdrawPrivacyRequest(id=one.id, etag=one.etag, document_ref="вх. 4")
    assert (await refused(alone)).reason == "SAME_PERSON"
    one = (await service.ApproveDecision(id=one.id, etag=one.etag, approve=False, note="ще раз")).request
    alone = service.WithdrawPrivacyRequest(id=one.id, etag=one.etag, document_ref="вх. 4")
    assert (await refused(alone)).reason == "SAME_PERSON", "a proposal that was returned is one all the same"
    theirs = other.PrivacyRequestService.WithdrawPrivacyRequest(id=one.id, etag=one.etag, document_ref="вх. 4")
    assert (await theirs).request.state == S.PRIVACY_REQUEST_STATE_WITHDRAWN


async def test_a_refusal_names_its_ground_in_law(house: House) -> None:
    officer = await house.operator("petro")
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, (await a_user(officer)).id)
    told = await refused(
        officer.PrivacyRequestService.ProposeDecision(
            id=request.id, etag=request.etag, decision=pb.PRIVACY_DECISION_REFUSE, reason="не можна"
        )
    )
    assert told.violations == (("article", "privacy.refusal"),)
    done = await decide(house, request, pb.PRIVACY_DECISION_REFUSE, "2297-VI, art. 17(3)")
    assert done.state == S.PRIVACY_REQUEST_STATE_REFUSED
    assert "art. 17(3)" in done.outcome


@pytest.mark.parametrize("day", [Date(year=2026, month=11, day=24), Date(year=2020, month=1, day=1)])
async def test_a_letter_of_tomorrow_or_of_another_age_is_a_slip(house: House, day: Date) -> None:
    officer = await house.operator("petro")
    wanted = letter(K.PRIVACY_REQUEST_KIND_ACCESS)
    wanted.received_on.CopyFrom(day)
    told = await refused(officer.PrivacyRequestService.CreatePrivacyRequest(request=wanted))
    assert told.violations == (("request.received_on", "privacy.received_on"),)


async def test_requests_are_listed_by_their_deadline(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    for kind in (K.PRIVACY_REQUEST_KIND_ACCESS, K.PRIVACY_REQUEST_KIND_ERASURE, K.PRIVACY_REQUEST_KIND_COPY):
        await officer.PrivacyRequestService.CreatePrivacyRequest(request=letter(kind, user.id))
    listed = await officer.PrivacyRequestService.ListPrivacyRequests(page_size=2)
    assert listed.total_size == 8  # with the letters that lay there before
    days = [date(one.due_on.year, one.due_on.month, one.due_on.day) for one in listed.requests]
    assert days == sorted(days)
    rest = await officer.PrivacyRequestService.ListPrivacyRequests(page_size=7, page_token=listed.next_page_token)
    assert len(rest.requests) == 6
