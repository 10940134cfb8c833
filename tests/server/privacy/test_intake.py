"""Letters that demand several things, who writes for whom, and requests that are like each other."""

from datetime import date
from typing import Any

import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import privacy_request_service_pb2 as pb

from ..conftest import Client, House, refused
from ..test_privacy import TODAY, K, S, a_user, decide, letter

ACCESS, ERASURE, APPEAL = K.PRIVACY_REQUEST_KIND_ACCESS, K.PRIVACY_REQUEST_KIND_ERASURE, K.PRIVACY_REQUEST_KIND_APPEAL
PUBLIC = K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION


def incoming(*kinds: int, **fields: Any) -> pb.IncomingLetter:
    values = {
        "channel": pb.INTAKE_CHANNEL_LETTER,
        "applicant_name": "Олена Коваль",
        "applicant_contact": "м. Річенськ, вул. Лісова, 1",
        "document_ref": "скан-77",
        "received_on": TODAY,
    }
    return pb.IncomingLetter(
        parts=[pb.LetterPart(kind=kind, text=f"Вимога {number}") for number, kind in enumerate(kinds)],
        **{**values, **fields},
    )


async def registered(officer: Client, wanted: pb.IncomingLetter) -> list[pb.PrivacyRequest]:
    return list((await officer.PrivacyRequestService.RegisterLetter(letter=wanted)).requests)


async def test_each_part_of_a_letter_runs_on_its_own_clock_and_knows_the_others(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    access, appeal, public = await registered(officer, incoming(ACCESS, APPEAL, PUBLIC, user_id=user.id))
    assert [one.due_on for one in (access, appeal, public)] == [
        Date(year=2026, month=12, day=23),
        Date(year=2026, month=12, day=8),
        Date(year=2026, month=11, day=30),
    ]
    again = (await officer.PrivacyRequestService.GetPrivacyRequest(id=access.id)).request
    assert [one.number for one in again.siblings] == [appeal.number, public.number]
    assert again.letter_due_on == public.due_on
    assert again.letter_id == access.id == appeal.letter_id
    assert (appeal.document_ref, appeal.received_on, appeal.applicant_name) == ("скан-77", TODAY, "Олена Коваль")
    assert (access.text, appeal.text) == ("Вимога 0", "Вимога 1")


async def test_the_strictest_day_is_that_of_the_parts_that_are_open(house: House) -> None:
    officer = await house.operator("petro")
    access, public = await registered(officer, incoming(ACCESS, PUBLIC))
    await officer.PrivacyRequestService.WithdrawPrivacyRequest(
        id=public.id, etag=public.etag, reason="передумала", document_ref="вх. 31"
    )
    again = (await officer.PrivacyRequestService.GetPrivacyRequest(id=access.id)).request
    assert again.letter_due_on == access.due_on


async def test_a_letter_is_registered_whole_or_not_at_all(house: House) -> None:
    officer = await house.operator("petro")
    before = (await officer.PrivacyRequestService.ListPrivacyRequests()).total_size
    wanted = incoming(ACCESS, APPEAL)
    wanted.parts[1].regimes.append("UA-0000")
    told = await refused(officer.PrivacyRequestService.RegisterLetter(letter=wanted))
    assert told.violations == (("letter.parts[1].regimes", "privacy.regimes"),)
    assert (await officer.PrivacyRequestService.ListPrivacyRequests()).total_size == before


@pytest.mark.parametrize(
    ("wanted", "field", "rule"),
    [
        (incoming(ACCESS, ACCESS), "letter.parts[1].kind", "privacy.parts"),
        (incoming(K.PRIVACY_REQUEST_KIND_RECTIFICATION), "letter.parts[0].rectifications", "privacy.rectifications"),
        (incoming(ACCESS, applicant_name="№ 12345"), "letter.applicant_name", "privacy.person"),
        (incoming(ACCESS, applicant_name="olena@example.com"), "letter.applicant_name", "privacy.person"),
        (incoming(ACCESS, representative_name="Іван Сич"), "letter.representative_authority", "privacy.authority"),
        (incoming(ACCESS, representative_authority="довіреність"), "letter.representative_name", "privacy.authority"),
        (
            incoming(ACCESS, representative_name="Коваль Олена", representative_authority="довіреність № 4"),
            "letter.representative_name",
            "privacy.representative",
        ),
        (incoming(ACCESS, channel=pb.INTAKE_CHANNEL_APP), "letter.channel", "privacy.channel"),
        (incoming(), "letter.parts", "repeated.min_items"),
        (incoming(*[APPEAL] * 11), "letter.parts", "repeated.max_items"),
    ],
)
async def test_a_bad_letter_names_the_part_and_the_rule(
    house: House, wanted: pb.IncomingLetter, field: str, rule: str
) -> None:
    officer = await house.operator("petro")
    told = await refused(officer.PrivacyRequestService.RegisterLetter(letter=wanted))
    assert (field, rule) in told.violations


@pytest.mark.parametrize("day", [Date(year=2026, month=11, day=24), Date(year=2020, month=1, day=1), Date()])
async def test_a_letter_has_a_believable_day(house: House, day: Date) -> None:
    officer = await house.operator("petro")
    wanted = incoming(ACCESS)
    wanted.received_on.CopyFrom(day)
    told = await refused(officer.PrivacyRequestService.RegisterLetter(letter=wanted))
    assert [one for one, _ in told.violations] == ["letter.received_on"]


async def test_nobody_received_a_letter_before_there_was_a_company(house: House) -> None:
    house.app.services.settings.__dict__["controller_since"] = date(2026, 11, 1)
    officer = await house.operator("petro")
    wanted = letter(ACCESS)
    wanted.received_on.CopyFrom(Date(year=2026, month=10, day=31))
    told = await refused(officer.PrivacyRequestService.CreatePrivacyRequest(request=wanted))
    assert told.violations == (("request.received_on", "privacy.received_on"),)
    wanted.received_on.CopyFrom(Date(year=2026, month=11, day=1))
    await officer.PrivacyRequestService.CreatePrivacyRequest(request=wanted)


async def added(officer: Client, one: pb.PrivacyRequest, kind: int, **part: Any) -> pb.PrivacyRequest:
    wanted = pb.LetterPart(kind=kind, text="Знайдено пізніше", **part)
    reply = await officer.PrivacyRequestService.AddLetterPart(id=one.id, etag=one.etag, part=wanted)
    return reply.request


async def test_a_demand_that_is_found_later_runs_from_the_day_of_its_letter(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    (access,) = await registered(officer, incoming(ACCESS, user_id=user.id))
    house.clock.advance(days=3)
    house.forget_sessions()
    officer = await house.operator("petro")
    assert "AddLetterPart" in access.allowed_calls
    public = await added(officer, access, PUBLIC)
    assert (public.letter_id, public.received_on, public.due_on) == (
        access.letter_id,
        TODAY,
        Date(year=2026, month=11, day=30),
    )
    assert (public.applicant_name, public.document_ref, public.channel, public.user_id, public.text) == (
        "Олена Коваль",
        "скан-77",
        pb.INTAKE_CHANNEL_LETTER,
        user.id,
        "Знайдено пізніше",
    )
    first = (await officer.PrivacyRequestService.GetPrivacyRequest(id=access.id)).request
    assert [one.number for one in first.siblings] == [public.number]
    assert (first.steps[-1].call, first.steps[-1].note) == ("AddLetterPart", public.number)
    urgent = await added(officer, first, PUBLIC, circumstances=[pb.REQUEST_CIRCUMSTANCE_URGENT])
    assert urgent.due_on == Date(year=2026, month=11, day=25)


async def test_what_was_found_later_is_checked_as_any_part(house: House) -> None:
    officer = await house.operator("petro")
    (access,) = await registered(officer, incoming(ACCESS))
    assert (await refused(added(officer, access, ACCESS))).violations == (("part.kind", "privacy.parts"),)
    bad = await refused(added(officer, access, K.PRIVACY_REQUEST_KIND_RECTIFICATION))
    assert bad.violations == (("part.rectifications", "privacy.rectifications"),)
    bad = await refused(added(officer, access, APPEAL, regimes=["UA-0000"]))
    assert bad.violations == (("part.regimes", "privacy.regimes"),)
    stale = pb.PrivacyRequest(id=access.id, etag="7")
    assert (await refused(added(officer, stale, APPEAL))).reason == "STALE_ETAG"


async def test_nothing_is_found_in_a_letter_that_was_put_away_or_never_was(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    (access,) = await registered(officer, incoming(ACCESS))
    gone = await officer.PrivacyRequestService.WithdrawPrivacyRequest(
        id=access.id, etag=access.etag, document_ref="вх. 9"
    )
    assert "AddLetterPart" in gone.request.allowed_calls
    resident = await house.resident(user.phone)
    wanted = letter(ACCESS)
    wanted.channel = pb.INTAKE_CHANNEL_APP
    by_app = (await resident.PrivacyRequestService.CreatePrivacyRequest(request=wanted)).request
    assert (await refused(added(officer, by_app, APPEAL))).reason == "WRONG_STATE"
    house.clock.advance(days=31)
    house.forget_sessions()
    officer = await house.operator("petro")
    late = (await officer.PrivacyRequestService.GetPrivacyRequest(id=access.id)).request
    assert "AddLetterPart" not in late.allowed_calls
    assert (await refused(added(officer, late, APPEAL))).reason == "WRONG_STATE"


async def test_a_call_waits_for_proof_where_the_law_wants_to_know_who_it_is(house: House) -> None:
    officer = await house.operator("petro")
    called = {"channel": pb.INTAKE_CHANNEL_PHONE, "applicant_contact": "+380501234567"}
    access, appeal, public = await registered(officer, incoming(ACCESS, APPEAL, PUBLIC, **called))
    assert [one.state for one in (access, appeal, public)] == [
        S.PRIVACY_REQUEST_STATE_IDENTITY_REQUIRED,
        S.PRIVACY_REQUEST_STATE_RECEIVED,
        S.PRIVACY_REQUEST_STATE_RECEIVED,
    ]
    assert (access.channel, access.applicant_contact) == (pb.INTAKE_CHANNEL_PHONE, "+380501234567")
    assert access.due_on == Date(year=2026, month=12, day=23)
    steps = (await officer.PrivacyRequestService.ExplainDeadline(id=access.id)).next_steps
    assert steps[0].kind == pb.NEXT_STEP_KIND_PROVE_IDENTITY
    proof = pb.IdentityProof(method="паспорт, звірено особисто")
    shown = await officer.PrivacyRequestService.RecordIdentityProof(id=access.id, etag=access.etag, proof=proof)
    assert shown.request.state == S.PRIVACY_REQUEST_STATE_IN_PROGRESS


@pytest.mark.parametrize(
    ("kind", "contact", "broken"),
    [
        (K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST, "0501234567", ("letter.parts[0].kind", "privacy.kind")),
        (ACCESS, "вул. Лісова, 1", ("letter.applicant_contact", "privacy.number")),
    ],
)
async def test_a_call_names_its_number_and_is_no_lawyers_request(
    house: House, kind: int, contact: str, broken: tuple[str, str]
) -> None:
    officer = await house.operator("petro")
    wanted = incoming(kind, channel=pb.INTAKE_CHANNEL_PHONE, applicant_contact=contact)
    told = await refused(officer.PrivacyRequestService.RegisterLetter(letter=wanted))
    assert told.violations == (broken,)


async def test_who_writes_for_another_is_kept_with_their_authority(house: House) -> None:
    officer = await house.operator("petro")
    wanted = incoming(ACCESS, representative_name="Іван Сич", representative_authority="довіреність № 4 від 01.11.2026")
    (made,) = await registered(officer, wanted)
    assert (made.representative_name, made.representative_authority) == ("Іван Сич", "довіреність № 4 від 01.11.2026")


async def test_a_resident_writes_for_nobody_else(house: House) -> None:
    user = await a_user(await house.operator("petro"))
    resident = await house.resident(user.phone)
    wanted = letter(ACCESS, representative_name="Іван Сич", representative_authority="довіреність № 4")
    wanted.channel = pb.INTAKE_CHANNEL_APP
    told = await refused(resident.PrivacyRequestService.CreatePrivacyRequest(request=wanted))
    assert told.violations == (("request.representative_name", "privacy.represented"),)


async def test_a_repeated_demand_names_what_it_repeats(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    (first,) = await registered(officer, incoming(K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL, user_id=user.id))
    second, appeal = await registered(
        officer, incoming(K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL, APPEAL, user_id=user.id)
    )
    assert second.state == S.PRIVACY_REQUEST_STATE_DUPLICATE
    assert second.duplicate_of.number == first.number
    assert appeal.state == S.PRIVACY_REQUEST_STATE_RECEIVED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Olena@Example.com", "пошта olena@example.com"),
        ("067 123 45 67", "+380671234567"),
        ("м. Річенськ, вул. Лісова, 1", "вул. Лісова, 1, м. Річенськ"),
    ],
)
async def test_requests_of_a_person_nobody_knows_are_found_by_their_contact(house: House, one: str, other: str) -> None:
    officer = await house.operator("petro")
    (first,) = await registered(officer, incoming(ACCESS, applicant_contact=one))
    (second,) = await registered(officer, incoming(ACCESS, applicant_contact=other))
    (erasure,) = await registered(officer, incoming(ERASURE, applicant_contact=other))
    assert [alike.number for alike in second.similar] == [first.number]
    assert second.state == S.PRIVACY_REQUEST_STATE_RECEIVED  # who they are is for a person to say
    assert not erasure.similar


async def marked(officer: Client, one: pb.PrivacyRequest, of: pb.PrivacyRequest) -> pb.PrivacyRequest:
    reply = await officer.PrivacyRequestService.MarkDuplicate(id=one.id, etag=one.etag, duplicate_of_id=of.id)
    return reply.request


async def repeatable(officer: Client, one: pb.PrivacyRequest) -> dict[str, bool]:
    """By number: which of those like it a request may be closed for."""
    shown = (await officer.PrivacyRequestService.GetPrivacyRequest(id=one.id)).request
    return {link.number: link.repeatable for link in shown.similar}


async def test_what_a_person_sees_to_be_repeated_is_closed_for_the_one_that_is_answered_first(house: House) -> None:
    officer = await house.operator("petro")
    (first,) = await registered(officer, incoming(ACCESS, received_on=Date(year=2026, month=11, day=20)))
    (second,) = await registered(officer, incoming(ACCESS))
    assert "MarkDuplicate" in second.allowed_calls
    assert await repeatable(officer, first) == {second.number: False}
    assert await repeatable(officer, second) == {first.number: True}
    told = await refused(marked(officer, first, second))
    assert (told.reason, "due later" in told.message) == ("CONFLICT", True)
    done = await marked(officer, second, first)
    assert (done.state, done.duplicate_of.number) == (S.PRIVACY_REQUEST_STATE_DUPLICATE, first.number)
    again = (await officer.PrivacyRequestService.GetPrivacyRequest(id=first.id)).request
    assert [one.number for one in again.similar] == [second.number]


async def test_nothing_is_closed_for_a_request_that_would_not_answer_it(house: House) -> None:
    officer = await house.operator("petro")
    (first,) = await registered(officer, incoming(ACCESS))
    (stranger,) = await registered(officer, incoming(ACCESS, applicant_contact="x@example.com"))
    (erasure,) = await registered(officer, incoming(ERASURE))
    for other in (stranger, erasure, first):
        assert (await refused(marked(officer, first, other))).reason == "CONFLICT"
    (second,) = await registered(officer, incoming(ACCESS))
    await officer.PrivacyRequestService.WithdrawPrivacyRequest(
        id=first.id, etag=first.etag, reason="", document_ref="вх. 31"
    )
    told = await refused(marked(officer, second, first))
    assert "closed already" in told.message
    assert await repeatable(officer, second) == {first.number: False}


async def test_what_was_answered_before_a_letter_came_is_not_like_it(house: House) -> None:
    officer = await house.operator("petro")
    (first,) = await registered(officer, incoming(ACCESS))
    await officer.PrivacyRequestService.WithdrawPrivacyRequest(
        id=first.id, etag=first.etag, reason="", document_ref="вх. 31"
    )
    house.clock.advance(days=2)
    house.forget_sessions()
    officer = await house.operator("petro")
    wanted = incoming(ACCESS)
    wanted.received_on.CopyFrom(Date(year=2026, month=11, day=25))
    (second,) = await registered(officer, wanted)
    assert not second.similar


@pytest.mark.parametrize("kind", [ACCESS, ERASURE, K.PRIVACY_REQUEST_KIND_RECTIFICATION])
async def test_a_person_of_whom_nothing_is_held_is_told_so(house: House, kind: int) -> None:
    officer = await house.operator("petro")
    wanted = incoming(kind)
    if kind == K.PRIVACY_REQUEST_KIND_RECTIFICATION:
        wanted.parts[0].rectifications.add(field="last_name", value="Коваленко")
    (made,) = await registered(officer, wanted)
    made = (
        await officer.PrivacyRequestService.RecordIdentityProof(
            id=made.id, etag=made.etag, proof=pb.IdentityProof(method="паспорт, копія")
        )
    ).request
    made = (await officer.PrivacyRequestService.AssignPrivacyRequest(id=made.id, etag=made.etag)).request
    done = await decide(house, made, pb.PRIVACY_DECISION_NOTHING_HELD)
    assert done.state == S.PRIVACY_REQUEST_STATE_FULFILLED
    assert done.outcome.startswith("даних про заявника немає")
    written = await officer.PrivacyRequestService.RenderLetter(
        id=done.id, kind=pb.LETTER_KIND_NOTHING_HELD, format=pb.LETTER_FORMAT_TEXT
    )
    assert "Олена Коваль" in written.letters[0].content.decode()


async def test_nobody_decides_that_nothing_is_held_about_a_user(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    (made,) = await registered(officer, incoming(K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL, user_id=user.id))
    made = (
        await officer.PrivacyRequestService.RecordIdentityProof(
            id=made.id, etag=made.etag, proof=pb.IdentityProof(method="паспорт, копія")
        )
    ).request
    made = (await officer.PrivacyRequestService.AssignPrivacyRequest(id=made.id, etag=made.etag)).request
    told = await refused(
        officer.PrivacyRequestService.ProposeDecision(
            id=made.id, etag=made.etag, decision=pb.PRIVACY_DECISION_NOTHING_HELD, reason="немає"
        )
    )
    assert told.reason == "CONFLICT"


async def test_an_erasure_finds_no_remains_in_requests_of_the_same_contact(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    await registered(officer, incoming(APPEAL, applicant_contact=user.email))
    fields = {"user_id": user.id, "applicant_contact": user.email}
    await registered(officer, incoming(K.PRIVACY_REQUEST_KIND_COPY, **fields))
    (erasure,) = await registered(officer, incoming(ERASURE, **fields))
    proof = pb.IdentityProof(method="паспорт, копія")
    erasure = (
        await officer.PrivacyRequestService.RecordIdentityProof(id=erasure.id, etag=erasure.etag, proof=proof)
    ).request
    erasure = (await officer.PrivacyRequestService.AssignPrivacyRequest(id=erasure.id, etag=erasure.etag)).request
    done = await decide(house, erasure)
    assert "залишки" not in done.outcome


async def test_letters_and_mails_are_written_on_postgresql_too(postgres_house: House) -> None:
    officer = await postgres_house.operator("petro")
    access, appeal = await registered(officer, incoming(ACCESS, APPEAL))
    (again,) = await registered(officer, incoming(ACCESS))
    assert [one.number for one in again.similar] == [access.number]
    assert [one.number for one in access.siblings] == [appeal.number]
    content = b"From: a <a@example.com>\r\nMessage-ID: <1@x>\r\n\r\n\x00\xd0\x9f"
    for known in (False, True):
        reply = await officer.PrivacyRequestService.ImportMail(content=content, size_bytes=len(content))
        assert reply.known == known
    assert reply.draft.text == "‹U+0000›П"
