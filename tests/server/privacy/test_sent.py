"""Letters that are due and letters that were sent: the server says which, and what is not sent is not forgotten."""

from typing import Any

import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.letter_dispatch_pb2 import LetterDispatch, LetterWay

from ..conftest import Client, House, refused
from ..test_privacy import TODAY, K, a_user, decide, in_progress
from .conftest import answered, left_behind
from .test_letters import L, put, written
from .test_lifting import propose
from .test_next_steps import kinds as steps_of
from .test_next_steps import said

POSTED = LetterDispatch(sent_on=TODAY, way=LetterWay.LETTER_WAY_POST, reference="0500012345678")
ACCESS = K.PRIVACY_REQUEST_KIND_ACCESS


async def sent(officer: Client, request: pb.PrivacyRequest, kind: int, dispatch: Any = POSTED) -> pb.PrivacyRequest:
    reply = await officer.PrivacyRequestService.RecordLetterSent(
        id=request.id, etag=request.etag, kind=kind, dispatch=dispatch
    )
    return reply.request


async def unsent(officer: Client) -> list[str]:
    wanted = pb.PrivacyRequestFilter(unsent_only=True)
    return [one.number for one in (await officer.PrivacyRequestService.ListPrivacyRequests(filter=wanted)).requests]


async def test_an_answer_that_was_sent_is_a_step_and_no_longer_one_to_be_done(house: House) -> None:
    done, user = await answered(house)
    officer = await house.operator("petro")
    assert done.letter_owed == L.LETTER_KIND_ANSWER
    assert await said(officer, done) == [("SEND_ANSWER", "2297-VI, art. 8(2)(4)", done.due_on)]
    assert done.number in await unsent(officer)
    after = await sent(officer, done, L.LETTER_KIND_ANSWER)
    assert after.letter_owed == L.LETTER_KIND_UNSPECIFIED
    assert await steps_of(officer, done) == []
    assert done.number not in await unsent(officer)
    step = after.steps[-1]
    assert (step.call, step.letter, step.dispatch.sent_on) == ("RecordLetterSent", L.LETTER_KIND_ANSWER, TODAY)
    assert (step.dispatch.reference, "поштою" in step.note) == ("0500012345678", True)
    again = await sent(officer, after, L.LETTER_KIND_ANSWER, LetterDispatch(sent_on=TODAY, way=2))
    assert again.steps[-1].dispatch.way == LetterWay.LETTER_WAY_EMAIL, "it came back, and was sent anew"
    resident = await house.resident(user.phone)
    seen = (await resident.PrivacyRequestService.GetPrivacyRequest(id=done.id)).request
    assert (seen.steps[-1].letter, seen.steps[-1].dispatch.reference) == (L.LETTER_KIND_ANSWER, "")
    assert (list(seen.letters), list(seen.decisions), seen.letter_owed) == ([], [], 0)


async def test_a_refusal_is_owed_until_it_was_sent(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    done = await decide(house, await in_progress(officer, ACCESS, user.id), pb.PRIVACY_DECISION_REFUSE, "ст. 1")
    assert (list(done.letters), done.letter_owed) == ([L.LETTER_KIND_REFUSAL], L.LETTER_KIND_REFUSAL)
    assert await steps_of(officer, done) == ["SEND_REFUSAL"]
    await sent(officer, done, L.LETTER_KIND_REFUSAL)
    assert await steps_of(officer, done) == []


async def test_each_extension_is_told_by_its_day(house: House) -> None:
    officer = await house.operator("petro")
    request = await put(officer, K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION, "")
    assert not request.letters
    for day in (14, 21):
        until = Date(year=2026, month=12, day=day)
        request = (
            await officer.PrivacyRequestService.ExtendDeadline(
                id=request.id, etag=request.etag, until=until, reason="великий обсяг"
            )
        ).request
        assert request.letter_owed == L.LETTER_KIND_EXTENSION
        term = Date(year=2026, month=11, day=30)
        assert (await said(officer, request))[0] == ("SEND_EXTENSION", "2939-VI, art. 20(4)", term)
        request = await sent(officer, request, L.LETTER_KIND_EXTENSION)
        assert "SEND_EXTENSION" not in await steps_of(officer, request)


@pytest.mark.parametrize(
    ("dispatch", "field"),
    [
        (LetterDispatch(sent_on=TODAY, way=LetterWay.LETTER_WAY_POST), "dispatch.reference"),
        (LetterDispatch(sent_on=Date(year=2026, month=11, day=22), way=2), "dispatch.sent_on"),
        (LetterDispatch(sent_on=Date(year=2026, month=11, day=24), way=3), "dispatch.sent_on"),
    ],
)
async def test_a_letter_leaves_between_the_decision_and_today_and_by_post_has_a_number(
    house: House, dispatch: LetterDispatch, field: str
) -> None:
    done, _ = await answered(house)
    officer = await house.operator("petro")
    told = await refused(sent(officer, done, L.LETTER_KIND_ANSWER, dispatch))
    assert told.violations[0][0] == field


@pytest.mark.parametrize("kind", [L.LETTER_KIND_REFUSAL, L.LETTER_KIND_RECIPIENT_NOTICE, L.LETTER_KIND_LIFTING])
async def test_what_was_not_due_or_has_a_call_of_its_own_was_not_sent_here(house: House, kind: int) -> None:
    done, _ = await answered(house, K.PRIVACY_REQUEST_KIND_RESTRICTION)
    proposed = await propose(house, done)
    assert L.LETTER_KIND_LIFTING in proposed.letters
    officer = await house.operator("petro")
    assert (await refused(sent(officer, proposed, kind))).reason == "WRONG_STATE"


async def test_nothing_is_owed_while_the_scan_finds_remains(house: House) -> None:
    done, user = await answered(house, K.PRIVACY_REQUEST_KIND_ERASURE)
    officer = await house.operator("petro")
    assert done.number in await unsent(officer)
    await left_behind(house, user.phone)
    await officer.PrivacyRequestService.VerifyErasure(id=done.id)
    after = (await officer.PrivacyRequestService.GetPrivacyRequest(id=done.id)).request
    assert after.remains
    assert (after.letter_owed, done.number in await unsent(officer)) == (L.LETTER_KIND_UNSPECIFIED, False)
    assert L.LETTER_KIND_ANSWER not in after.letters


async def test_just_the_letters_that_a_request_names_can_be_written(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    open_still = await in_progress(officer, K.PRIVACY_REQUEST_KIND_COPY, user.id)
    denied = await decide(house, await in_progress(officer, ACCESS, user.id), pb.PRIVACY_DECISION_REFUSE, "ст. 1")
    restricted = await decide(house, await in_progress(officer, K.PRIVACY_REQUEST_KIND_RESTRICTION, user.id))
    for request in (open_still, denied, restricted):
        await check_letters(officer, request)
    await check_letters(officer, await propose(house, restricted))


async def check_letters(officer: Client, request: pb.PrivacyRequest) -> None:
    own_calls = {L.LETTER_KIND_RECIPIENT_NOTICE, L.LETTER_KIND_LIFTING}
    assert list(request.recordable_letters) == [kind for kind in request.letters if kind not in own_calls]
    for kind in L.values():
        if kind in request.letters:
            assert await written(officer, request.id, kind)
        elif kind:
            assert (await refused(written(officer, request.id, kind))).reason == "WRONG_STATE"


async def test_just_the_decisions_that_fit_are_offered(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    service = officer.PrivacyRequestService
    known = await in_progress(officer, K.PRIVACY_REQUEST_KIND_OBJECTION, user.id)
    stranger = await in_progress(officer, K.PRIVACY_REQUEST_KIND_OBJECTION, "")
    appeal = await in_progress(officer, K.PRIVACY_REQUEST_KIND_APPEAL, "")
    fulfil, refuse, nothing = (
        pb.PRIVACY_DECISION_FULFIL,
        pb.PRIVACY_DECISION_REFUSE,
        pb.PRIVACY_DECISION_NOTHING_HELD,
    )
    assert [list(one.decisions) for one in (known, stranger, appeal)] == [
        [fulfil, refuse],
        [nothing, refuse],
        [fulfil, refuse],
    ]
    for request in (known, stranger, appeal):
        for decision in (fulfil, refuse, nothing):
            proposal = {"id": request.id, "decision": decision, "reason": "розглянуто", "article": "ст. 1"}
            if decision not in request.decisions:
                assert (await refused(service.ProposeDecision(etag=request.etag, **proposal))).reason == "CONFLICT"
                continue
            proposed = (await service.ProposeDecision(etag=request.etag, **proposal)).request
            assert not proposed.decisions, "it was proposed"
            other = await house.operator("oksana")
            request = (
                await other.PrivacyRequestService.ApproveDecision(
                    id=request.id, etag=proposed.etag, approve=False, note="ні"
                )
            ).request
