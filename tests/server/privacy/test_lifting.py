"""A restriction ends when two people say so, and never before the person knows of it (GDPR, art. 18(3))."""

from typing import Any

import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import data_duty_pb2 as duty
from smartregion.v1 import privacy_request_service_pb2 as pb

from server.privacy.retention import Purge
from server.privacy.workflow import OPEN

from ..conftest import House, StartHouse, refused
from ..test_duties import duties_of
from ..test_privacy import TODAY, K, decide, in_progress
from .conftest import answered

RESTRICTION = K.PRIVACY_REQUEST_KIND_RESTRICTION
S = pb.RestrictionLiftingState


async def propose(house: House, request: pb.PrivacyRequest, ground: int = pb.LIFTING_GROUND_ENDED) -> pb.PrivacyRequest:
    officer = await house.operator("petro")
    reply = await officer.PrivacyRequestService.ProposeLifting(
        id=request.id, etag=request.etag, ground=ground, reason="Точність нарахувань підтверджено"
    )
    return reply.request


async def tell(house: House, request: pb.PrivacyRequest, day: Date = TODAY) -> pb.PrivacyRequest:
    officer = await house.operator("petro")
    reply = await officer.PrivacyRequestService.RecordLiftingNotice(
        id=request.id, etag=request.etag, told_on=day, how="рекомендований лист № 12"
    )
    return reply.request


async def approve(house: House, request: pb.PrivacyRequest, login: str = "oksana", yes: bool = True) -> Any:
    officer = await house.operator(login)
    reply = await officer.PrivacyRequestService.ApproveLifting(id=request.id, etag=request.etag, approve=yes)
    return reply.request


async def restricted(house: House, user_id: str) -> bool:
    officer = await house.operator("petro")
    return (await officer.UserService.GetUser(id=user_id)).user.restricted


async def test_a_restriction_ends_after_the_person_was_told(house: House) -> None:
    done, user = await answered(house, RESTRICTION)
    assert await restricted(house, user.id)
    assert "ProposeLifting" in done.allowed_calls
    proposed = await propose(house, done)
    assert proposed.lifting.state == S.RESTRICTION_LIFTING_STATE_PROPOSED
    told = await refused(approve(house, proposed))
    assert told.reason == "WRONG_STATE"
    assert await restricted(house, user.id)
    known = await tell(house, proposed)
    assert (known.lifting.told_on, known.lifting.told_how) == (TODAY, "рекомендований лист № 12")
    lifted = await approve(house, known)
    assert lifted.lifting.state == S.RESTRICTION_LIFTING_STATE_LIFTED
    assert not await restricted(house, user.id)
    assert lifted.state not in OPEN
    assert not [call for call in lifted.allowed_calls if "Lifting" in call]


async def test_nobody_lifts_what_they_proposed(house: House) -> None:
    done, _ = await answered(house, RESTRICTION)
    known = await tell(house, await propose(house, done))
    told = await refused(approve(house, known, "petro"))
    assert told.reason == "SAME_PERSON"


async def test_a_dismissed_proposal_leaves_the_restriction_and_may_be_made_again(house: House) -> None:
    done, user = await answered(house, RESTRICTION)
    dismissed = await approve(house, await propose(house, done), yes=False)
    assert dismissed.lifting.state == S.RESTRICTION_LIFTING_STATE_DISMISSED
    assert await restricted(house, user.id)
    again = await propose(house, dismissed, pb.LIFTING_GROUND_PERSON_ASKED)
    assert again.lifting.state == S.RESTRICTION_LIFTING_STATE_PROPOSED
    told = await refused(propose(house, again))
    assert told.reason == "WRONG_STATE"


@pytest.mark.parametrize("day", [Date(year=2026, month=11, day=24), Date(year=2026, month=11, day=22)])
async def test_the_person_is_told_between_the_proposal_and_today(house: House, day: Date) -> None:
    done, _ = await answered(house, RESTRICTION)
    told = await refused(tell(house, await propose(house, done), day))
    assert told.violations == (("told_on", "privacy.told_on"),)


async def test_a_restriction_that_another_demand_holds_stays(house: House) -> None:
    first, user = await answered(house, RESTRICTION)
    officer = await house.operator("petro")
    second = await decide(house, await in_progress(officer, RESTRICTION, user.id))
    await approve(house, await tell(house, await propose(house, first)))
    assert await restricted(house, user.id)
    await approve(house, await tell(house, await propose(house, second)))
    assert not await restricted(house, user.id)


async def test_recipients_are_told_that_it_ended(house: House) -> None:
    done, _ = await answered(house, RESTRICTION)
    lifted = await approve(house, await tell(house, await propose(house, done)))
    officer = await house.operator("petro")
    wanted = duty.DataDutyFilter(privacy_request_id=lifted.id, kind=duty.DATA_DUTY_KIND_RESTRICTION_LIFTED)
    listed = await officer.PrivacyRequestService.ListDataDuties(filter=wanted)
    kept = duty.DataDutyFilter(privacy_request_id=lifted.id, kind=duty.DATA_DUTY_KIND_RESTRICTED)
    assert listed.total_size == (await officer.PrivacyRequestService.ListDataDuties(filter=kept)).total_size > 0
    assert listed.duties[0].due_on == Date(year=2026, month=12, day=7)  # ten working days


async def test_a_restriction_can_be_lifted_however_late(house: House) -> None:
    done, user = await answered(house, RESTRICTION)
    officer = await house.operator("petro")
    other, _ = await answered(house, K.PRIVACY_REQUEST_KIND_ACCESS)
    for one in await duties_of(officer, privacy_request_id=done.id):
        await officer.PrivacyRequestService.ExcuseDataDuty(id=one.id, etag=one.etag, reason="ліквідовано")
    house.clock.advance(days=1_100)
    await Purge(house.app.services).turn()
    house.forget_sessions()
    officer = await house.operator("petro")
    service = officer.PrivacyRequestService
    assert not (await service.GetPrivacyRequest(id=other.id)).request.applicant_name, "its proof is past its term"
    late = (await service.GetPrivacyRequest(id=done.id)).request
    assert (late.applicant_name, await restricted(house, user.id)) == ("Олена Коваль", True)
    known = await tell(house, await propose(house, late), Date(year=2029, month=11, day=27))
    lifted = await approve(house, known)
    assert lifted.lifting.reason == "Точність нарахувань підтверджено"
    assert not await restricted(house, user.id)
    for one in await duties_of(officer, privacy_request_id=done.id, state=duty.DATA_DUTY_STATE_PENDING):
        await service.ExcuseDataDuty(id=one.id, etag=one.etag, reason="ліквідовано")
    house.clock.advance(days=1_097)
    await Purge(house.app.services).turn()
    house.forget_sessions()
    officer = await house.operator("petro")
    over = (await officer.PrivacyRequestService.GetPrivacyRequest(id=done.id)).request
    assert not over.applicant_name


async def test_nothing_is_added_to_a_request_whose_proof_is_past_its_term(house: House) -> None:
    done, _ = await answered(house, K.PRIVACY_REQUEST_KIND_ACCESS)
    house.clock.advance(days=1_100)
    await Purge(house.app.services).turn()
    house.forget_sessions()
    told = await refused(propose(house, done))
    assert told.reason == "WRONG_STATE"
    assert "past its term" in told.message


async def test_gdpr_is_cited_where_the_request_falls_under_it(start_house: StartHouse) -> None:
    house = await start_house(regimes=("UA-2297-VI", "EU-GDPR"))
    done, _ = await answered(house, RESTRICTION)
    proposed = await propose(house, done)
    officer = await house.operator("petro")
    wanted = {"id": proposed.id, "kind": pb.LETTER_KIND_LIFTING, "format": pb.LETTER_FORMAT_TEXT}
    (one,) = (await officer.PrivacyRequestService.RenderLetter(**wanted)).letters
    assert "до того, як зняти обмеження (GDPR, ст. 18, ч. 3)" in " ".join(one.content.decode().split())
    steps = (await officer.PrivacyRequestService.ExplainDeadline(id=proposed.id)).next_steps
    assert (steps[0].kind, steps[0].article) == (pb.NEXT_STEP_KIND_TELL_OF_LIFTING, "GDPR, art. 18(3)")


async def test_the_letter_is_written_before_it_ends_and_not_after(house: House) -> None:
    done, _ = await answered(house, RESTRICTION)
    officer = await house.operator("petro")
    wanted = {"id": done.id, "kind": pb.LETTER_KIND_LIFTING, "format": pb.LETTER_FORMAT_TEXT}
    assert (await refused(officer.PrivacyRequestService.RenderLetter(**wanted))).reason == "WRONG_STATE"
    proposed = await propose(house, done)
    (one,) = (await officer.PrivacyRequestService.RenderLetter(**wanted)).letters
    said = " ".join(one.content.decode().split())
    for text in ("підстава обмеження відпала", "Точність нарахувань підтверджено", "Петро", "Закон № 2297-VI, ст. 21"):
        assert text in said
    assert "GDPR" not in said, "which nobody has switched on"
    await approve(house, await tell(house, proposed))
    assert (await refused(officer.PrivacyRequestService.RenderLetter(**wanted))).reason == "WRONG_STATE"


async def test_there_is_nothing_to_lift_where_nothing_was_restricted(house: House) -> None:
    done, _ = await answered(house)
    assert (await refused(propose(house, done))).reason == "WRONG_STATE"
    officer = await house.operator("petro")
    open_still = await in_progress(officer, RESTRICTION, done.user_id)
    assert (await refused(propose(house, open_still))).reason == "WRONG_STATE"
    assert (await refused(tell(house, open_still))).reason == "WRONG_STATE"


async def test_the_person_sees_that_it_will_end_and_not_who_works_on_it(house: House) -> None:
    done, user = await answered(house, RESTRICTION)
    proposed = await propose(house, done)
    resident = await house.resident(user.phone)
    seen = (await resident.PrivacyRequestService.GetPrivacyRequest(id=proposed.id)).request
    assert seen.lifting.state == S.RESTRICTION_LIFTING_STATE_PROPOSED
    assert not seen.lifting.proposed_by
    assert not [call for call in seen.allowed_calls if "Lifting" in call]
