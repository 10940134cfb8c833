"""Requests under several laws, over the wire: their clocks, what extends them, and what is refused."""

from datetime import date
from typing import Any

import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import privacy_request_service_pb2 as pb

from ..conftest import House, StartHouse, refused
from ..test_privacy import a_user, decide, letter

K, S = pb.PrivacyRequestKind, pb.PrivacyRequestState
OWN, GDPR, LAWYER, INFORMATION = "UA-2297-VI", "EU-GDPR", "UA-5076-VI", "UA-2939-VI"


async def registered(house: House, kind: int, **fields: Any) -> pb.PrivacyRequest:
    officer = await house.operator("petro")
    made = await officer.PrivacyRequestService.CreatePrivacyRequest(request=letter(kind, **fields))
    request: pb.PrivacyRequest = made.request
    return request


async def explained(house: House, request: pb.PrivacyRequest) -> pb.ExplainDeadlineResponse:
    officer = await house.operator("petro")
    reply: pb.ExplainDeadlineResponse = await officer.PrivacyRequestService.ExplainDeadline(id=request.id)
    return reply


async def extend(house: House, request: pb.PrivacyRequest, until: Date) -> Any:
    officer = await house.operator("petro")
    return await officer.PrivacyRequestService.ExtendDeadline(
        id=request.id, etag=request.etag, until=until, reason="великий обсяг"
    )


async def test_every_clock_is_told_the_strictest_first(house: House) -> None:
    request = await registered(house, K.PRIVACY_REQUEST_KIND_ACCESS, regimes=[LAWYER, GDPR])
    assert list(request.regimes) == [OWN, LAWYER, GDPR]
    told = await explained(house, request)
    assert [one.regime for one in told.clocks] == [LAWYER, OWN, GDPR]
    assert told.due_on == told.clocks[0].due_on == request.due_on
    assert list(told.steps) == list(told.clocks[0].steps)
    assert told.clocks[0].article == request.due_article
    assert not told.clocks[1].unconfirmed
    assert [one.HasField("extendable_to") for one in told.clocks] == [True, False, True]
    assert all(step.text_uk and step.text_en and step.article for one in told.clocks for step in one.steps)


async def test_what_one_law_forbids_no_other_allows(house: House) -> None:
    """A lawyer's request for a client's data: five working days may become twenty, and never thirty-one days."""
    request = await registered(house, K.PRIVACY_REQUEST_KIND_ERASURE, regimes=[LAWYER])
    assert request.due_on == Date(year=2026, month=11, day=30)
    reply = await extend(house, request, Date(year=2026, month=12, day=3))
    assert [(one.regime, one.code) for one in reply.notices] == [(LAWYER, "extension-notice")]
    told = await refused(extend(house, reply.request, Date(year=2026, month=12, day=4)))
    assert (told.reason, "art. 17(1)" in told.message) == ("FORBIDDEN_BY_LAW", True)


async def test_what_the_law_forbids_is_told_to_a_ukrainian_with_its_article(house: House) -> None:
    request = await registered(house, K.PRIVACY_REQUEST_KIND_ACCESS)
    officer = await house.operator("petro")
    reader = house.client(officer.token, ("accept-language", "uk"))
    until = Date(year=2027, month=1, day=5)
    told = await refused(
        reader.PrivacyRequestService.ExtendDeadline(id=request.id, etag=request.etag, until=until, reason="обсяг")
    )
    own = "відстрочення доступу суб'єкта до своїх персональних даних не допускається (2297-VI, ст. 17(1))"
    assert told.localized == own


async def test_an_extension_is_told_with_the_step_that_made_it(house: House) -> None:
    request = await registered(house, K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION)
    done = (await extend(house, request, Date(year=2026, month=12, day=11))).request
    assert (done.due_on, done.due_article) == (Date(year=2026, month=12, day=11), "2939-VI, art. 20(4)")
    told = await explained(house, done)
    assert told.due_on == told.clocks[0].due_on == done.due_on
    assert any("строк продовжено до 11.12.2026" in step.text_uk for step in told.steps)
    backwards = await refused(extend(house, done, Date(year=2026, month=12, day=11)))
    assert backwards.violations == (("until", "privacy.extension"),)


async def test_an_extension_that_is_asked_twice_is_made_once_and_tells_the_same(house: House) -> None:
    officer = await house.operator("petro")
    request = await registered(house, K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST)
    wanted = pb.ExtendDeadlineRequest(
        id=request.id,
        etag=request.etag,
        until=Date(year=2026, month=12, day=1),
        reason="багато томів",
        request_id="7b0c0f6e-3f0f-4a0e-9d7a-0d8f5a6c1e11",
    )
    first = await officer.PrivacyRequestService.ExtendDeadline(wanted)
    assert await officer.PrivacyRequestService.ExtendDeadline(wanted) == first
    assert first.notices


async def test_an_appeal_is_answered_whoever_writes_and_wants_no_proof(house: House) -> None:
    officer = await house.operator("petro")
    request = await registered(house, K.PRIVACY_REQUEST_KIND_APPEAL)
    assigned = await officer.PrivacyRequestService.AssignPrivacyRequest(id=request.id, etag=request.etag)
    assert assigned.request.state == S.PRIVACY_REQUEST_STATE_IN_PROGRESS
    done = await decide(house, assigned.request)
    assert (done.state, done.outcome) == (S.PRIVACY_REQUEST_STATE_FULFILLED, "надано відповідь / answered")


async def test_two_appeals_of_one_person_are_two_appeals(house: House) -> None:
    user = await a_user(await house.operator("petro"))
    for _ in range(2):
        request = await registered(house, K.PRIVACY_REQUEST_KIND_APPEAL, user_id=user.id)
        assert request.state == S.PRIVACY_REQUEST_STATE_RECEIVED


@pytest.mark.parametrize(
    ("kind", "fields", "violation"),
    [
        (K.PRIVACY_REQUEST_KIND_ACCESS, {"regimes": ["UA-1-I"]}, ("request.regimes", "privacy.regimes")),
        (K.PRIVACY_REQUEST_KIND_APPEAL, {"regimes": [OWN]}, ("request.regimes", "privacy.regimes")),
        (K.PRIVACY_REQUEST_KIND_ACCESS, {"regimes": ["UA-270-96"]}, ("request.regimes", "privacy.regimes")),
        (K.PRIVACY_REQUEST_KIND_ACCESS, {"circumstances": [2]}, ("request.circumstances", "privacy.circumstances")),
        (K.PRIVACY_REQUEST_KIND_ACCESS, {"regimes": ["закон"]}, ("request.regimes[0]", "string.pattern")),
        (K.PRIVACY_REQUEST_KIND_ACCESS, {"regimes": [GDPR, GDPR]}, ("request.regimes", "repeated.unique")),
    ],
)
async def test_a_request_under_a_law_that_does_not_fit_is_refused_with_its_field(
    house: House, kind: int, fields: dict[str, Any], violation: tuple[str, str]
) -> None:
    assert (await refused(registered(house, kind, **fields))).violations == (violation,)


async def test_a_resident_says_what_they_want_and_an_operator_under_which_law_it_falls(house: House) -> None:
    user = await a_user(await house.operator("petro"))
    resident = await house.resident(user.phone)
    for kind, fields, field in (
        (K.PRIVACY_REQUEST_KIND_ACCESS, {"regimes": [LAWYER]}, "request.regimes"),
        (K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION, {"circumstances": [2]}, "request.circumstances"),
        (K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST, {}, "request.kind"),
    ):
        wanted = letter(kind, **fields)
        wanted.channel = pb.INTAKE_CHANNEL_APP
        told = await refused(resident.PrivacyRequestService.CreatePrivacyRequest(request=wanted))
        assert [name for name, _ in told.violations] == [field]


@pytest.mark.parametrize(("ended", "day", "kind"), [(None, 27, "WORKED"), (date(2026, 8, 1), 28, "HOLIDAY")])
async def test_the_end_of_martial_law_brings_the_holidays_back(
    start_house: StartHouse, ended: date | None, day: int, kind: str
) -> None:
    house = await start_house(martial_law_until=ended)
    officer = await house.operator("petro")
    wanted = letter(K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION)
    wanted.received_on.CopyFrom(Date(year=2026, month=8, day=20))
    request = (await officer.PrivacyRequestService.CreatePrivacyRequest(request=wanted)).request
    assert request.due_on == Date(year=2026, month=8, day=day)
    notes = [note for step in (await explained(house, request)).steps for note in step.days]
    of_independence = next(note for note in notes if note.date.day == 24)
    assert pb.DayKind.Name(of_independence.kind).endswith(kind)


async def test_a_request_from_before_laws_were_kept_falls_under_those_of_its_kind(house: House) -> None:
    request = await registered(house, K.PRIVACY_REQUEST_KIND_ACCESS, regimes=[LAWYER])
    await house.app.services.store.write(lambda tx: tx.sql("UPDATE privacy_request SET regimes = ''"))
    told = await explained(house, request)
    assert [one.regime for one in told.clocks] == [OWN]


async def test_two_clocks_and_an_extension_on_postgresql(postgres_house: House) -> None:
    house = postgres_house
    urgent = {"regimes": [INFORMATION], "circumstances": [pb.REQUEST_CIRCUMSTANCE_URGENT]}
    request = await registered(house, K.PRIVACY_REQUEST_KIND_ACCESS, **urgent)
    assert request.due_on == Date(year=2026, month=11, day=25)
    assert list(request.circumstances) == urgent["circumstances"]
    appeal = await registered(house, K.PRIVACY_REQUEST_KIND_APPEAL)
    done = (await extend(house, appeal, Date(year=2026, month=12, day=21))).request
    assert (await explained(house, done)).clocks[0].due_on == Date(year=2026, month=12, day=21)
