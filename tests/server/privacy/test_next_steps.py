"""What an operator is told to do next about a request, with the provision that wants it."""

import grpc
import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import privacy_request_service_pb2 as pb

from ..conftest import Client, House
from ..test_duties import answer, duties_of, erased, keys
from ..test_privacy import K, a_user, decide, in_progress
from .conftest import answered, left_behind
from .test_intake import ACCESS, APPEAL, incoming, registered
from .test_lifting import approve, propose, tell

N = pb.NextStepKind


async def said(client: Client, request: pb.PrivacyRequest) -> list[tuple[str, str, Date | None]]:
    reply = await client.PrivacyRequestService.ExplainDeadline(id=request.id)
    return [
        (N.Name(one.kind).removeprefix("NEXT_STEP_KIND_"), one.article, one.due_on if one.HasField("due_on") else None)
        for one in reply.next_steps
    ]


async def kinds(client: Client, request: pb.PrivacyRequest) -> list[str]:
    return [kind for kind, _, _ in await said(client, request)]


async def test_first_who_it_is_is_proven_then_a_decision_is_proposed_by_its_day(house: House) -> None:
    officer = await house.operator("petro")
    (access,) = await registered(officer, incoming(ACCESS))
    assert await said(officer, access) == [
        ("PROVE_IDENTITY", "2297-VI, art. 16(6)", None),
        ("PROPOSE", "2297-VI, art. 8(2)(4)", access.due_on),
    ]


async def test_of_a_lawyer_the_warrant_is_wanted_and_of_a_citizen_nothing(house: House) -> None:
    officer = await house.operator("petro")
    lawyer, appeal = await registered(officer, incoming(K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST, APPEAL))
    assert (await said(officer, lawyer))[0] == ("PROVE_IDENTITY", "5076-VI, art. 24(1)", None)
    assert await kinds(officer, appeal) == ["PROPOSE"]


async def test_what_may_be_repeated_is_compared_and_what_is_known_to_be_is_not(house: House) -> None:
    officer = await house.operator("petro")
    await registered(officer, incoming(APPEAL))
    alike, other = await registered(officer, incoming(APPEAL, ACCESS))
    assert await kinds(officer, alike) == ["COMPARE", "PROPOSE"]
    assert "COMPARE" not in await kinds(officer, other)


async def test_a_proposal_waits_for_another_and_a_refusal_is_sent(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    request = await in_progress(officer, ACCESS, user.id)
    proposed = await officer.PrivacyRequestService.ProposeDecision(
        id=request.id,
        etag=request.etag,
        decision=pb.PRIVACY_DECISION_REFUSE,
        reason="особу не підтверджено",
        article="ст. 16, ч. 4",
    )
    assert await kinds(officer, proposed.request) == ["APPROVE"]
    other = await house.operator("oksana")
    refused = await other.PrivacyRequestService.ApproveDecision(id=request.id, etag=proposed.request.etag, approve=True)
    assert await said(officer, refused.request) == [("SEND_REFUSAL", "2297-VI, art. 17(3)", request.due_on)]


@pytest.mark.parametrize(
    ("kind", "article"),
    [
        (K.PRIVACY_REQUEST_KIND_APPEAL, "393/96-ВР, art. 8(1)"),
        (K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION, "2939-VI, art. 22(1)"),
        (K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST, "5076-VI, art. 24(2)"),
    ],
)
async def test_a_refusal_is_sent_by_the_law_that_governs_it(house: House, kind: int, article: str) -> None:
    officer = await house.operator("petro")
    request = await in_progress(officer, kind, "")
    proposal = {"id": request.id, "etag": request.etag, "decision": pb.PRIVACY_DECISION_REFUSE, "reason": "не так"}
    with pytest.raises(grpc.RpcError) as caught:
        await officer.PrivacyRequestService.ProposeDecision(**proposal)
    assert article in str(caught.value)
    done = await decide(house, request, pb.PRIVACY_DECISION_REFUSE, "ст. 1")
    assert await said(officer, done) == [("SEND_REFUSAL", article, done.due_on)]


async def test_receipts_are_awaited_while_one_is_and_by_the_day_of_the_first(house: House) -> None:
    officer = await house.operator("petro")
    done, _ = await erased(house)
    owed = await duties_of(officer, privacy_request_id=done.id)
    assert owed
    (_, (kind, article, due)) = await said(officer, done)
    assert (kind, article, due) == ("AWAIT_RECEIPTS", "2297-VI, art. 21(3)", owed[0].due_on)
    by_utility = await keys(house)
    for client in by_utility.values():
        for duty in await duties_of(client):
            await answer(client, duty)
    assert await kinds(officer, done) == ["SEND_ANSWER"]


async def test_what_an_erasure_left_is_destroyed_before_the_answer_is_sent(house: House) -> None:
    done, user = await answered(house, K.PRIVACY_REQUEST_KIND_ERASURE)
    officer = await house.operator("petro")
    assert (await said(officer, done))[0] == ("SEND_ANSWER", "Model Procedure 1/02-14", done.due_on)
    await left_behind(house, user.phone)
    await officer.PrivacyRequestService.VerifyErasure(id=done.id)
    assert (await said(officer, done))[0] == ("DESTROY_REMAINS", "2297-VI, art. 15", None)
    assert "SEND_ANSWER" not in await kinds(officer, done)


async def test_a_hold_is_waited_for_before_data_is_destroyed(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id)
    held = await officer.PrivacyRequestService.PlaceHold(
        id=request.id, etag=request.etag, ground="ст. 6 ч. 8", until=Date(year=2026, month=12, day=20)
    )
    waits = await decide(house, held.request)
    assert await said(officer, waits) == [("AWAIT_HOLD", "2297-VI, art. 15", None)]


async def test_a_hold_is_offered_on_an_erasure_and_its_release_where_one_is_in_force(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    access = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, user.id)
    assert not {"PlaceHold", "ReleaseHold"} & set(access.allowed_calls)
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id)
    assert {"PlaceHold", "ReleaseHold"} & set(request.allowed_calls) == {"PlaceHold"}
    held = await officer.PrivacyRequestService.PlaceHold(
        id=request.id, etag=request.etag, ground="борг", until=Date(year=2026, month=12, day=20)
    )
    assert {"PlaceHold", "ReleaseHold"} <= set(held.request.allowed_calls)


async def test_the_end_of_a_restriction_is_told_and_then_approved(house: House) -> None:
    done, _ = await answered(house, K.PRIVACY_REQUEST_KIND_RESTRICTION)
    officer = await house.operator("petro")
    proposed = await propose(house, done)
    assert (await said(officer, proposed))[0] == ("TELL_OF_LIFTING", "", None), "2297-VI alone is in force"
    known = await tell(house, proposed)
    assert (await kinds(officer, known))[0] == "APPROVE_LIFTING"
    lifted = await approve(house, known)
    assert "APPROVE_LIFTING" not in await kinds(officer, lifted)


async def test_what_operators_have_to_do_is_not_told_to_the_applicant(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    request = await in_progress(officer, ACCESS, user.id)
    assert await kinds(officer, request) == ["PROPOSE"]
    assert await kinds(await house.resident(user.phone), request) == []


async def test_what_was_withdrawn_wants_nothing(house: House) -> None:
    officer = await house.operator("petro")
    (one,) = await registered(officer, incoming(ACCESS))
    gone = await officer.PrivacyRequestService.WithdrawPrivacyRequest(
        id=one.id, etag=one.etag, reason="передумала", document_ref="вх. 31"
    )
    assert await said(officer, gone.request) == []
