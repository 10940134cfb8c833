"""Disclosures from the letter to the parcel and the ledger: each step in its state, by whom it may be, and no other."""

import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from google.type.date_pb2 import Date
from grpc import StatusCode
from smartregion.v1 import disclosure_service_pb2 as pb
from smartregion.v1 import notification_service_pb2 as notifications
from smartregion.v1 import privacy_request_service_pb2 as privacy
from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.partner_service_pb2 import PartnerKind
from smartregion.v1.user_service_pb2 import User

from server import parcels
from server.disclosures import release
from server.disclosures.workflow import CALLS, WORKFLOW
from server.privacy.retention import Purge
from storage.repositories import disclosures

from ..conftest import Client, House, refused
from ..principals import key_of, with_role
from ..privacy.conftest import download
from ..test_duties import answer, duties_of
from ..test_privacy import decide, in_progress

THEIRS = X25519PrivateKey.generate()
LONGEST = Date(year=2027, month=1, day=7)  # 23 November and forty-five days
TODAY = Date(year=2026, month=11, day=23)
PHONE, SURNAME = "app_user.phone", "app_user.last_name"
TELL, EXEMPT = pb.DISCLOSURE_NOTICE_TELL, pb.DISCLOSURE_NOTICE_EXEMPT
S = pb.DisclosureState


async def a_user(house: House) -> Any:
    admin = await house.operator("oksana")
    return next(one for one in (await admin.UserService.ListUsers(page_size=50)).users if one.email)


def letter(user_id: str, **changes: Any) -> pb.Disclosure:
    values: dict[str, Any] = {
        "recipient_name": "Слідче управління",
        "registry_code": "12345678",
        "official": "слідчий Іваненко І. І.",
        "ground": pb.DISCLOSURE_GROUND_INVESTIGATION,
        "legal_basis": "ухвала слідчого судді № 757/1/26-к",
        "purpose": "кримінальне провадження",
        "document_ref": "вх. 17",
        "user_id": user_id,
        "fields": [PHONE, SURNAME, "reading.value"],
        "recipient_key": THEIRS.public_key().public_bytes_raw(),
        "received_on": TODAY,
    }
    return pb.Disclosure(**{**values, **changes})


class Desk:
    """Two who work on disclosures."""

    def __init__(self, officer: Client, other: Client) -> None:
        self.officer, self.other = officer.DisclosureService, other.DisclosureService

    async def asked(self, user_id: str, **changes: Any) -> Any:
        return (await self.officer.CreateDisclosure(disclosure=letter(user_id, **changes))).disclosure

    async def studied(self, one: Any, fields: tuple[str, ...] = (PHONE,), notice: int = TELL, ground: str = "") -> Any:
        reply = await self.officer.StudyDisclosure(
            id=one.id, etag=one.etag, fields=fields, notice=notice, notice_ground=ground, finding="ухвалу звірено"
        )
        return reply.disclosure

    async def approved(self, user_id: str, **study: Any) -> Any:
        one = await self.studied(await self.asked(user_id), **study)
        return (await self.other.ApproveDisclosure(id=one.id, etag=one.etag)).disclosure

    async def released(self, one: Any, **request: Any) -> bytes:
        frames = [frame async for frame in self.officer.ReleaseDisclosure(id=one.id, **request)]
        whole = b"".join(frame.chunk for frame in frames)
        assert frames[-1].sha256 == hashlib.sha256(whole).digest()
        return whole


@pytest.fixture
async def desk(house: House) -> Desk:
    await with_role(house, "oleh", OperatorRole.OPERATOR_ROLE_SECURITY)
    return Desk(await house.operator("petro"), await house.operator("oleh"))


async def test_just_the_fields_that_the_study_left_leave_sealed_and_stand_in_the_ledger(
    house: House, desk: Desk
) -> None:
    user = await a_user(house)
    one = await desk.asked(user.id)
    assert (one.number, one.state) == ("D-2026-000001", S.DISCLOSURE_STATE_REQUESTED)
    assert (one.study_due_on, one.due_on) == (Date(year=2026, month=12, day=7), Date(year=2026, month=12, day=23))
    one = await desk.studied(one, fields=(PHONE, SURNAME))
    one = (await desk.other.ApproveDisclosure(id=one.id, etag=one.etag)).disclosure
    made = await desk.released(one)
    assert user.phone.encode() not in made
    said = json.loads(parcels.opened(made, THEIRS.private_bytes_raw()))
    assert said["data"] == {"app_user": [{"phone": user.phone, "last_name": user.last_name}]}
    assert said["legal_basis"] == one.legal_basis
    ledger = (await desk.officer.ListDisclosedFields(user_id=user.id)).fields
    assert [(left.field, left.field_class, left.rows, left.number) for left in ledger] == [
        (SURNAME, DataClass.DATA_CLASS_IDENTITY, 1, one.number),
        (PHONE, DataClass.DATA_CLASS_CONTACT, 1, one.number),
    ]
    done = (await desk.officer.GetDisclosure(id=one.id)).disclosure
    assert (done.state, done.sha256) == (S.DISCLOSURE_STATE_RELEASED, hashlib.sha256(made).digest())
    assert done.tell_by == Date(year=2026, month=12, day=7)


async def test_it_is_released_once_and_who_lost_the_parcel_gets_the_very_same(house: House, desk: Desk) -> None:
    one = await desk.approved((await a_user(house)).id)
    request = "0b9f4a8e-6a53-4c2b-9d0e-3f3f0f3b1c11"
    first = await desk.released(one, request_id=request)
    assert await desk.released(one, request_id=request) == first
    again = await refused(desk.released(one))
    assert again.reason == "WRONG_STATE"


async def test_a_release_goes_page_by_page_and_what_left_before_it_broke_is_in_the_ledger(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await a_user(house)
    one = await desk.studied(await desk.asked(user.id), fields=(PHONE, "reading.value"))
    one = (await desk.other.ApproveDisclosure(id=one.id, etag=one.etag)).disclosure
    request = "0b9f4a8e-6a53-4c2b-9d0e-3f3f0f3b1c12"
    monkeypatch.setattr(release, "PACKAGE_ROWS", 2)
    read, pages = release._rows, 0

    def breaks_at_the_fourth(*arguments: Any) -> Any:
        nonlocal pages
        pages += 1
        if pages > 3:
            raise RuntimeError("the machine stops")
        return read(*arguments)

    with monkeypatch.context() as broken:
        broken.setattr(release, "_rows", breaks_at_the_fourth)
        assert (await refused(desk.released(one, request_id=request))).code == StatusCode.INTERNAL
    assert await ledger(desk, user) == {PHONE: 1, "reading.value": 4}
    assert not (await desk.officer.GetDisclosure(id=one.id)).disclosure.sha256
    assert (await refused(desk.released(one))).reason == "WRONG_STATE", "it is released once"
    admin = await house.operator("oksana")
    shown = (await admin.UserService.GetUser(id=user.id)).user
    changed = User(id=user.id, etag=shown.etag, phone="+380671234599")
    await admin.UserService.UpdateUser(user=changed, update_mask={"paths": ["phone"]}, reason="на прохання")

    made = await desk.released(one, request_id=request)
    data = json.loads(parcels.opened(made, THEIRS.private_bytes_raw()))["data"]
    assert data["app_user"] == [{"phone": user.phone}], "its page was sealed before"
    assert len(data["reading"]) > 4
    assert await ledger(desk, user) == {PHONE: 1, "reading.value": len(data["reading"])}
    assert (await desk.officer.GetDisclosure(id=one.id)).disclosure.sha256 == hashlib.sha256(made).digest()
    assert await desk.released(one, request_id=request) == made


async def test_the_ledger_is_listed_page_by_page_and_a_person_reads_no_others_pages(house: House, desk: Desk) -> None:
    user = await a_user(house)
    for fields in ((PHONE, SURNAME), (PHONE,)):
        one = await desk.studied(await desk.asked(user.id), fields=fields)
        await desk.released((await desk.other.ApproveDisclosure(id=one.id, etag=one.etag)).disclosure)
    whole = (await desk.officer.ListDisclosedFields(user_id=user.id)).fields
    found, token = [], ""
    for _ in range(3):
        page = await desk.officer.ListDisclosedFields(user_id=user.id, page_size=1, page_token=token)
        found += page.fields
        token = page.next_page_token
    assert found == list(whole)
    assert not (await desk.officer.ListDisclosedFields(user_id=user.id, page_size=1, page_token=token)).fields
    resident = await house.resident(user.phone)
    told = await refused(resident.DisclosureService.ListDisclosedFields(page_size=1, page_token=token))
    assert told.reason == "INVALID_PAGE_TOKEN"


async def ledger(desk: Desk, user: Any) -> dict[str, int]:
    return {left.field: left.rows for left in (await desk.officer.ListDisclosedFields(user_id=user.id)).fields}


async def test_who_studied_it_decides_nothing(house: House, desk: Desk) -> None:
    one = await desk.studied(await desk.asked((await a_user(house)).id))
    for decision in (
        desk.officer.ApproveDisclosure(id=one.id, etag=one.etag),
        desk.officer.DenyDisclosure(id=one.id, etag=one.etag, reason="ні!", article="2297-VI, art. 16(2)"),
    ):
        assert (await refused(decision)).reason == "SAME_PERSON"
    denied = await desk.other.DenyDisclosure(id=one.id, etag=one.etag, reason="підстави немає", article="ст. 16(2)")
    assert denied.disclosure.state == S.DISCLOSURE_STATE_DENIED
    assert (await refused(desk.released(one))).reason == "WRONG_STATE"


async def test_the_person_is_told_where_law_requires_it_and_not_where_it_excepts_it(house: House, desk: Desk) -> None:
    user = await a_user(house)
    resident = await house.resident(user.phone)
    secret = await desk.approved(user.id, notice=EXEMPT, ground="2297-VI, ст. 21 ч. 2 п. 1")
    await desk.released(secret)
    assert not (await resident.DisclosureService.ListDisclosedFields()).fields
    one = await desk.approved(user.id)
    await desk.released(one)
    (told,) = (await resident.DisclosureService.ListDisclosedFields()).fields
    assert (told.number, told.field) == (one.number, PHONE)
    assert len((await desk.officer.ListDisclosedFields(user_id=user.id)).fields) == 2
    await house.app.raising.run_once()
    admin = await house.operator("oksana")
    sent = await admin.NotificationService.ListNotifications(
        filter=notifications.NotificationFilter(
            user_id=user.id, cause=notifications.NotificationCause.NOTIFICATION_CAUSE_DISCLOSURE
        )
    )
    assert [one.template_name for one in sent.notifications] == ["data_disclosed"]
    assert "Слідче управління" in sent.notifications[0].body


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fields": ["app_user.shoe_size"]}, "disclosure.fields[0]"),
        ({"fields": ["app_user.phone_index"]}, "disclosure.fields[0]"),
        ({"fields": ["disclosure.official"]}, "disclosure.fields[0]"),
        ({"recipient_key": bytes(32)}, "disclosure.recipient_key"),
        ({"received_on": Date(year=2026, month=11, day=24)}, "disclosure.received_on"),
        ({"received_on": Date(year=2024, month=11, day=24)}, "disclosure.received_on"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(
    house: House, desk: Desk, changes: dict[str, Any], field: str
) -> None:
    told = await refused(desk.asked((await a_user(house)).id, **changes))
    assert [named for named, _ in told.violations] == [field]


async def test_every_field_that_is_offered_can_be_asked_for_and_none_besides(house: House, desk: Desk) -> None:
    offered = list((await desk.officer.ListDisclosableFields()).fields)
    assert {one.name for one in offered} == set(disclosures.fields())
    phone = next(one for one in offered if one.name == PHONE)
    assert (phone.field_class, phone.column_uk, phone.table_en) == (
        DataClass.DATA_CLASS_CONTACT,
        "Телефон",
        "Account in the app",
    )
    assert all(one.table_uk and one.table_en and one.column_uk and one.column_en for one in offered)
    user = await a_user(house)
    for first in range(0, len(offered), 60):
        await desk.asked(user.id, fields=[one.name for one in offered[first : first + 60]])


async def test_a_study_adds_no_field_and_an_exemption_needs_its_ground(house: House, desk: Desk) -> None:
    one = await desk.asked((await a_user(house)).id)
    assert (await refused(desk.studied(one, fields=("app_user.email",)))).violations[0][0] == "fields[0]"
    assert (await refused(desk.studied(one, notice=EXEMPT))).violations[0][1] == "disclosure.notice_ground"
    nothing = await desk.studied(one, fields=())
    told = await refused(desk.other.ApproveDisclosure(id=one.id, etag=nothing.etag))
    assert told.violations[0][1] == "disclosure.fields"


async def test_every_call_is_refused_in_every_state_that_does_not_allow_it(house: House, desk: Desk) -> None:
    user = await a_user(house)
    asked = await desk.asked(user.id)
    studied = await desk.studied(await desk.asked(user.id))
    approved = await desk.approved(user.id)
    released = await desk.approved(user.id)
    await desk.released(released)
    denied = await desk.studied(await desk.asked(user.id))
    await desk.other.DenyDisclosure(id=denied.id, etag=denied.etag, reason="ні!", article="ст. 16(2)")
    for made in (asked, studied, approved, released, denied):
        one = (await desk.officer.GetDisclosure(id=made.id)).disclosure
        assert list(one.allowed_calls) == sorted(
            CALLS[action] for action in WORKFLOW.allowed(one.state) if action != "told after all"
        ), "nobody was excepted"
        for call in CALLS.values():
            if call in one.allowed_calls:
                continue
            match call:
                case "StudyDisclosure":
                    tried = desk.studied(one)
                case "ReleaseDisclosure":
                    tried = desk.released(one)
                case "DeferDisclosure":
                    tried = desk.officer.DeferDisclosure(id=one.id, etag=one.etag, until=LONGEST, reason="архів")
                case "EndDisclosureExemption":
                    tried = desk.other.EndDisclosureExemption(id=one.id, etag=one.etag, reason="справу закрито")
                case "ApproveDisclosure":
                    tried = desk.other.ApproveDisclosure(id=one.id, etag=one.etag)
                case _:
                    tried = desk.other.DenyDisclosure(id=one.id, etag=one.etag, reason="ні!", article="ст. 16(2)")
            assert (await refused(tried)).reason == "WRONG_STATE", (S.Name(one.state), call)


async def test_an_approval_lapses_and_the_request_is_studied_anew(house: House, desk: Desk) -> None:
    user = await a_user(house)
    one = await desk.approved(user.id)
    assert one.approval_ends_on == Date(year=2026, month=12, day=23)
    house.clock.advance(days=31)
    house.forget_sessions()
    desk = Desk(await house.operator("petro"), await house.operator("oleh"))
    one = (await desk.officer.GetDisclosure(id=one.id)).disclosure
    assert list(one.allowed_calls) == ["DeferDisclosure", "StudyDisclosure"]
    told = await refused(desk.released(one))
    assert told.reason == "WRONG_STATE"
    assert "lapsed" in told.message
    one = await desk.studied(one)
    assert (one.state, one.decided_by, one.HasField("decided_at")) == (S.DISCLOSURE_STATE_STUDIED, "", False)
    one = (await desk.other.ApproveDisclosure(id=one.id, etag=one.etag)).disclosure
    assert await desk.released(one)


async def test_an_exemption_can_be_ended_however_late(house: House, desk: Desk) -> None:
    user = await a_user(house)
    one = await desk.approved(user.id, notice=EXEMPT, ground="2297-VI, ст. 21 ч. 2 п. 1")
    await desk.released(one)
    house.clock.advance(days=1_100)
    await Purge(house.app.services).turn()
    house.forget_sessions()
    desk = Desk(await house.operator("petro"), await house.operator("oleh"))
    one = (await desk.officer.GetDisclosure(id=one.id)).disclosure
    assert one.finding == "ухвалу звірено"
    ended = await desk.other.EndDisclosureExemption(id=one.id, etag=one.etag, reason="провадження закрито")
    assert ended.disclosure.exemption_ended_reason == "провадження закрито"
    await Purge(house.app.services).turn()
    assert (await desk.officer.GetDisclosure(id=one.id)).disclosure.finding, "kept as long behind the end of it"
    house.clock.advance(days=1_100)
    await Purge(house.app.services).turn()
    house.forget_sessions()
    desk = Desk(await house.operator("petro"), await house.operator("oleh"))
    assert not (await desk.officer.GetDisclosure(id=one.id)).disclosure.finding


async def test_an_answer_is_put_off_to_forty_five_days_in_all_and_the_third_party_is_told_in_time(
    house: House, desk: Desk
) -> None:
    one = await desk.asked((await a_user(house)).id)
    for until, rule in ((one.due_on, "privacy.extension"), (Date(year=2027, month=1, day=8), "privacy.extension")):
        told = await refused(desk.officer.DeferDisclosure(id=one.id, etag=one.etag, until=until, reason="архів"))
        assert told.violations == (("until", rule),)
    put_off = await desk.officer.DeferDisclosure(id=one.id, etag=one.etag, until=LONGEST, reason="дані в архіві")
    made, notice = put_off.disclosure, put_off.notice
    assert (made.due_on, made.deferral, made.deferred_by) == (LONGEST, "дані в архіві", made.registered_by)
    assert (notice.due_on, made.deferral_tell_by) == (Date(year=2026, month=12, day=23),) * 2
    assert "17(2)" in notice.article
    assert "порядок оскарження" in notice.contents_uk
    duties = {owed.code: owed for owed in (await desk.officer.GetDisclosure(id=one.id)).disclosure.duties}
    assert duties["third-party-deferral"].due_on == LONGEST
    assert duties["deferral-notice"].due_on == notice.due_on
    assert not duties["transfer-notice"].HasField("due_on")


async def test_an_answer_is_not_put_off_once_the_third_party_can_no_longer_be_told(house: House, desk: Desk) -> None:
    one = await desk.asked((await a_user(house)).id, received_on=Date(year=2026, month=10, day=20))
    late = Date(year=2026, month=12, day=4)
    told = await refused(desk.officer.DeferDisclosure(id=one.id, etag=one.etag, until=late, reason="архів"))
    assert told.reason == "FORBIDDEN_BY_LAW"


async def test_what_law_forbade_to_tell_is_told_when_another_ends_the_exemption(house: House, desk: Desk) -> None:
    user = await a_user(house)
    one = await desk.approved(user.id, notice=EXEMPT, ground="2297-VI, ст. 21 ч. 2 п. 1")
    await desk.released(one)
    one = (await desk.officer.GetDisclosure(id=one.id)).disclosure
    assert list(one.allowed_calls) == ["EndDisclosureExemption"]
    reason = "провадження закрито, лист № 9"
    same = desk.officer.EndDisclosureExemption(id=one.id, etag=one.etag, reason=reason)
    assert (await refused(same)).reason == "SAME_PERSON"
    house.clock.advance(days=20)
    house.forget_sessions()
    desk = Desk(await house.operator("petro"), await house.operator("oleh"))
    ended = (await desk.other.EndDisclosureExemption(id=one.id, etag=one.etag, reason=reason)).disclosure
    assert (ended.notice, ended.exemption_ended_reason) == (TELL, reason)
    assert ended.tell_by == Date(year=2026, month=12, day=25)  # 13 December, a Sunday, and ten working days
    assert ended.notice_ground == one.notice_ground
    assert not ended.HasField("told_at")
    await house.app.raising.run_once()
    told = (await desk.officer.GetDisclosure(id=one.id)).disclosure
    assert told.HasField("told_at")
    assert not told.allowed_calls
    resident = await house.resident(user.phone)
    assert [left.number for left in (await resident.DisclosureService.ListDisclosedFields()).fields] == [one.number]


async def test_disclosures_are_listed_by_the_day_on_which_they_are_due(house: House, desk: Desk) -> None:
    user = await a_user(house)
    later = await desk.asked(user.id)
    sooner = await desk.asked(user.id, received_on=Date(year=2026, month=11, day=2))
    first = await desk.officer.ListDisclosures(page_size=1)
    assert [one.id for one in first.disclosures] == [sooner.id]
    second = await desk.officer.ListDisclosures(page_size=1, page_token=first.next_page_token)
    assert [one.id for one in second.disclosures] == [later.id]
    assert first.total_size == 2
    nothing = await desk.officer.ListDisclosures(filter=pb.DisclosureFilter(states=[S.DISCLOSURE_STATE_DENIED]))
    assert not nothing.disclosures


# -- what the person learns of it


async def learned(house: House, user: Any) -> dict[str, str]:
    """Two shapes of the access package of a person, who asked for it and was answered."""
    officer = await house.operator("petro")
    request = await decide(house, await in_progress(officer, privacy.PRIVACY_REQUEST_KIND_ACCESS, user.id))
    resident = await house.resident(user.phone)
    forms = (privacy.PACKAGE_FORMAT_JSON, privacy.PACKAGE_FORMAT_HTML)
    return {
        privacy.PackageFormat.Name(form): (await download(resident, request.id, form)).body.decode() for form in forms
    }


async def looked_at(desk: Desk, user: Any, one: Any) -> None:
    await desk.officer.GetDisclosure(id=one.id)
    await desk.officer.ListDisclosures(filter=pb.DisclosureFilter(user_id=user.id))
    await desk.officer.ListDisclosedFields(user_id=user.id)


@pytest.mark.parametrize("last", ["asked", "studied", "denied", "released"])
async def test_no_access_package_tells_of_a_disclosure_that_the_person_is_not_told_of(
    house: House, desk: Desk, last: str
) -> None:
    user = await a_user(house)
    one = await desk.asked(user.id)
    if last != "asked":
        one = await desk.studied(one, notice=EXEMPT, ground="2297-VI, ст. 21 ч. 2 п. 1")
    digest = b""
    if last == "denied":
        await desk.other.DenyDisclosure(id=one.id, etag=one.etag, reason="підстави немає", article="ст. 16(2)")
    if last == "released":
        one = (await desk.other.ApproveDisclosure(id=one.id, etag=one.etag)).disclosure
        digest = hashlib.sha256(await desk.released(one)).digest()
    await looked_at(desk, user, one)
    for form, said in (await learned(house, user)).items():
        for trace in (one.number, "Disclos", "Слідче", *([digest.hex()] if digest else [])):
            assert trace not in said, form


@pytest.mark.parametrize("notice", [TELL, EXEMPT])
async def test_what_an_authority_answers_is_told_where_the_person_may_know_of_it(
    house: House, desk: Desk, notice: int
) -> None:
    """Who was given data is told when it changes (2297-VI, art. 21(3)), in secret too."""
    key = await key_of(house, PartnerKind.PARTNER_KIND_STATE_BODY)
    await house.app.services.store.write(
        lambda tx: tx.sql("UPDATE partner SET registry_code = '12345678' WHERE id = (SELECT max(id) FROM partner)")
    )
    user = await a_user(house)
    await desk.released(
        await desk.approved(user.id, notice=notice, ground="ст. 21 ч. 2 п. 1" if notice == EXEMPT else "")
    )
    admin = await house.operator("oksana")
    shown = (await admin.UserService.GetUser(id=user.id)).user
    changed = User(id=user.id, etag=shown.etag, phone="+380671234599")
    await admin.UserService.UpdateUser(user=changed, update_mask={"paths": ["phone"]}, reason="на прохання")
    theirs = house.client(key)
    (duty,) = await duties_of(theirs)
    await answer(theirs, duty, done_by="Слідчий відділ", note="виправлено в матеріалах")
    user.phone = changed.phone
    house.clock.advance(days=2)
    house.forget_sessions()
    for form, said in (await learned(house, user)).items():
        assert ("Слідчий відділ" in said, "в матеріалах" in said) == ((notice == TELL,) * 2), form


async def test_who_looked_at_a_disclosure_is_told_once_the_person_is_told_of_it(house: House, desk: Desk) -> None:
    user = await a_user(house)
    secret = await desk.approved(user.id, notice=EXEMPT, ground="2297-VI, ст. 21 ч. 2 п. 1")
    await desk.released(secret)
    told = await desk.approved(user.id)
    await desk.released(told)
    for one in (secret, told):
        await looked_at(desk, user, one)
    package = json.loads((await learned(house, user))["PACKAGE_FORMAT_JSON"])
    calls = [look["call"] for look in package["looks"] if "Disclos" in look["call"]]
    assert calls == ["DisclosureService.GetDisclosure"]
    assert [one["to"] for one in package["disclosures"]] == ["Слідче управління"]


async def test_no_access_package_has_an_address_of_an_operator(house: House, desk: Desk) -> None:
    user = await a_user(house)
    await desk.officer.GetDisclosure(id=(await desk.asked(user.id)).id)
    officer = await house.operator("petro")
    await officer.UserService.GetUser(id=user.id)
    entries = await (await house.operator("taras")).AuditService.ListAuditEntries(filter={"user_id": user.id})
    addresses = {entry.ip_address for entry in entries.entries} - {""}
    assert addresses, "the log knows them"
    for form, said in (await learned(house, user)).items():
        assert not [address for address in addresses if address in said], form


async def test_a_field_that_could_be_asked_for_once_leaves_no_more(house: House, desk: Desk) -> None:
    one = await desk.approved((await a_user(house)).id)
    withheld = "audit_detail.body"
    assert (await refused(desk.asked(one.user_id, fields=[withheld]))).violations[0][1] == "disclosure.field"
    await house.app.services.store.write(
        lambda tx: tx.sql("UPDATE disclosure SET fields = ?", (f"{withheld},{PHONE}",))
    )
    said = json.loads(parcels.opened(await desk.released(one), THEIRS.private_bytes_raw()))
    assert said["data"].keys() == {"app_user"}
