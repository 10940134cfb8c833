"""Who received data by a disclosure is told of what becomes of it, as any recipient; who is no partner, by letter."""

import json
from typing import Any

from google.protobuf.field_mask_pb2 import FieldMask
from google.type.date_pb2 import Date
from smartregion.v1 import data_duty_pb2 as pb
from smartregion.v1 import privacy_request_service_pb2 as privacy
from smartregion.v1.letter_dispatch_pb2 import LetterDispatch, LetterWay
from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.user_service_pb2 import User

from server.codec import decode_id

from ..conftest import Client, House, refused
from ..principals import with_role
from ..privacy.conftest import answered, assembled
from ..privacy.test_letters import plain, written
from ..test_duties import duties_of
from ..test_privacy import K, a_user, decide, in_progress
from .test_service import EXEMPT, PHONE, SURNAME, TODAY, Desk

POLICE = "Слідче управління"
POSTED = LetterDispatch(sent_on=TODAY, way=LetterWay.LETTER_WAY_POST, reference="0500012345678")
S = privacy.PrivacyRequestState


async def a_desk(house: House) -> Desk:
    await with_role(house, "oleh", OperatorRole.OPERATOR_ROLE_SECURITY)
    return Desk(await house.operator("petro"), await house.operator("oleh"))


async def disclosed(house: House, user_id: str, **study: Any) -> Desk:
    desk = await a_desk(house)
    await desk.released(await desk.approved(user_id, fields=(PHONE, SURNAME), **study))
    return desk


async def by_letter(officer: Client, **wanted: Any) -> list[pb.DataDuty]:
    return [duty for duty in await duties_of(officer, **wanted) if not duty.partner_id]


async def excused(officer: Client, request_id: str) -> None:
    for duty in await duties_of(officer, privacy_request_id=request_id, state=pb.DATA_DUTY_STATE_PENDING):
        if duty.partner_id:
            await officer.PrivacyRequestService.ExcuseDataDuty(id=duty.id, etag=duty.etag, reason="ліквідовано")


async def state_of(officer: Client, request_id: str) -> int:
    state: int = (await officer.PrivacyRequestService.GetPrivacyRequest(id=request_id)).request.state
    return state


async def test_who_is_no_partner_is_told_by_letter_and_the_request_waits_for_it(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    await disclosed(house, user.id)
    done = await decide(house, await in_progress(officer, K.PRIVACY_REQUEST_KIND_RESTRICTION, user.id))
    (duty,) = await by_letter(officer, privacy_request_id=done.id)
    assert (duty.recipient_name, duty.registry_code, duty.kind) == (POLICE, "12345678", pb.DATA_DUTY_KIND_RESTRICTED)
    assert duty.due_on == Date(year=2026, month=12, day=7)
    assert POLICE in done.outcome
    await excused(officer, done.id)
    assert await state_of(officer, done.id) == S.PRIVACY_REQUEST_STATE_PARTLY_FULFILLED

    service = officer.PrivacyRequestService
    for dispatch, field in (
        (LetterDispatch(sent_on=TODAY, way=LetterWay.LETTER_WAY_POST), "dispatch.reference"),
        (LetterDispatch(sent_on=Date(year=2026, month=11, day=24), way=2), "dispatch.sent_on"),
        (LetterDispatch(sent_on=Date(year=2026, month=11, day=22), way=2), "dispatch.sent_on"),
    ):
        bad = await refused(service.RecordDutyLetter(id=duty.id, etag=duty.etag, dispatch=dispatch))
        assert bad.violations[0][0] == field
    told = (await service.RecordDutyLetter(id=duty.id, etag=duty.etag, dispatch=POSTED)).duty
    assert (told.state, told.dispatch.reference, told.dispatch.sent_on) == (
        pb.DATA_DUTY_STATE_TOLD,
        "0500012345678",
        TODAY,
    )
    assert told.dispatch.recorded_by.startswith("Петро")
    assert await state_of(officer, done.id) == S.PRIVACY_REQUEST_STATE_FULFILLED
    again = await refused(service.RecordDutyLetter(id=told.id, etag=told.etag, dispatch=POSTED))
    assert again.reason == "WRONG_STATE"


async def test_a_partner_is_not_told_by_letter(house: House) -> None:
    done, _ = await answered(house, K.PRIVACY_REQUEST_KIND_RESTRICTION)
    officer = await house.operator("petro")
    duty = (await duties_of(officer, privacy_request_id=done.id))[0]
    told = await refused(officer.PrivacyRequestService.RecordDutyLetter(id=duty.id, etag=duty.etag, dispatch=POSTED))
    assert told.reason == "WRONG_STATE"


async def test_whoever_has_a_duty_gets_a_letter_and_nobody_else(house: House) -> None:
    """Grants that ended, the company's own site, and authorities: one list of both."""
    officer = await house.operator("petro")
    user = await a_user(officer)
    await disclosed(house, user.id)
    done = await decide(house, await in_progress(officer, K.PRIVACY_REQUEST_KIND_RESTRICTION, user.id))
    owed = await duties_of(officer, privacy_request_id=done.id)
    letters = [plain(one) for one in await written(officer, done.id, privacy.LETTER_KIND_RECIPIENT_NOTICE)]
    names = {duty.partner_name_uk or duty.recipient_name for duty in owed}
    assert POLICE in names
    assert len(letters) == len(names)
    for name in names:
        assert [name in said for said in letters].count(True) == 1, name
    (police,) = [said for said in letters if POLICE in said]
    assert "Олена Коваль" in police
    assert "обмеження доступу" in police


async def test_a_letter_says_no_more_than_its_recipient_was_shown(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    await disclosed(house, user.id)
    corrected = [
        privacy.Rectification(field="last_name", value="Новенко"),
        privacy.Rectification(field="email", value="n@example.com"),
    ]
    kind = K.PRIVACY_REQUEST_KIND_RECTIFICATION
    done = await decide(house, await in_progress(officer, kind, user.id, rectifications=corrected))
    (police,) = [
        said
        for said in map(plain, await written(officer, done.id, privacy.LETTER_KIND_RECIPIENT_NOTICE))
        if POLICE in said
    ]
    assert "прізвище: Новенко" in police
    erased = await decide(house, await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id))
    letters = [plain(one) for one in await written(officer, erased.id, privacy.LETTER_KIND_RECIPIENT_NOTICE)]
    assert [("Олена Коваль" in said) for said in letters].count(True) == 1, "utilities were never shown a name"


async def test_what_law_keeps_from_the_person_names_nobody_to_them_and_the_recipient_is_told_all_the_same(
    house: House,
) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    desk = await disclosed(house, user.id, notice=EXEMPT, ground="2297-VI, ст. 21 ч. 2 п. 1")
    done = await decide(house, await in_progress(officer, K.PRIVACY_REQUEST_KIND_RESTRICTION, user.id))
    (duty,) = await by_letter(officer, privacy_request_id=done.id)
    assert duty.untold
    assert POLICE not in done.outcome
    await excused(officer, done.id)
    assert await state_of(officer, done.id) == S.PRIVACY_REQUEST_STATE_FULFILLED, "it waits for nobody they know of"
    await officer.PrivacyRequestService.RecordDutyLetter(id=duty.id, etag=duty.etag, dispatch=POSTED)
    after = (await officer.PrivacyRequestService.GetPrivacyRequest(id=done.id)).request
    assert "RecordDutyLetter" not in [step.call for step in after.steps]
    package = json.loads(await assembled(house, decode_id(user.id), privacy.PACKAGE_FORMAT_JSON))
    assert "0500012345678" not in json.dumps(package)
    (answer,) = await written(officer, done.id, privacy.LETTER_KIND_ANSWER)
    assert POLICE not in plain(answer)

    listed = (await desk.officer.ListDisclosures()).disclosures
    one = next(one for one in listed if one.recipient_name == POLICE)
    await desk.other.EndDisclosureExemption(id=one.id, etag=one.etag, reason="провадження закрито")
    (duty,) = await by_letter(officer, privacy_request_id=done.id)
    assert not duty.untold


async def test_a_change_without_a_request_is_told_by_letter_too(house: House) -> None:
    officer, admin = await house.operator("petro"), await house.operator("oksana")
    user = await a_user(officer)
    await disclosed(house, user.id)
    user = (await admin.UserService.GetUser(id=user.id)).user
    changed = User(id=user.id, etag=user.etag, last_name="Новенко")
    await admin.UserService.UpdateUser(
        user=changed, update_mask=FieldMask(paths=["last_name"]), reason="за паспортом", verification_id=""
    )
    (duty,) = await by_letter(officer)
    assert (duty.recipient_name, list(duty.fields), duty.privacy_request_id) == (POLICE, ["last_name"], "")
    reply = await officer.PrivacyRequestService.RenderDutyLetter(id=duty.id, format=privacy.LETTER_FORMAT_TEXT)
    said = plain(reply.letter)
    for text in (POLICE, "прізвище: Новенко", "зміна", "Закон № 2297-VI, ст. 21, ч. 3", f"{user.first_name} Новенко"):
        assert text in said
    assert "Підстава" not in said
    told = await officer.PrivacyRequestService.RecordDutyLetter(id=duty.id, etag=duty.etag, dispatch=POSTED)
    assert told.duty.state == pb.DATA_DUTY_STATE_TOLD


async def test_a_partner_lists_no_duties_but_its_own(house: House) -> None:
    """Also not by naming another: those that are told by letter are of no partner."""
    officer = await house.operator("petro")
    user = await a_user(officer)
    await disclosed(house, user.id)
    await decide(house, await in_progress(officer, K.PRIVACY_REQUEST_KIND_RESTRICTION, user.id))
    utility = house.utility(0)
    mine = {duty.partner_id for duty in await duties_of(utility)}
    assert len(mine) == 1
    other = next(duty.partner_id for duty in await duties_of(officer) if duty.partner_id not in mine | {""})
    assert await duties_of(utility, partner_id=other) == []
