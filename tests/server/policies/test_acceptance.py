"""Acceptance as evidence: said, or shown by use; once for each user, version and way."""

import pytest
from smartregion.v1 import policy_service_pb2 as pb
from smartregion.v1.privacy_request_service_pb2 import (
    INTAKE_CHANNEL_APP,
    PACKAGE_FORMAT_JSON,
    PRIVACY_REQUEST_KIND_OBJECTION,
    PrivacyRequest,
)

from server.codec import DAY_MS
from server.pipeline.authentication import CLIENT_IP_KEY
from server.policies import first
from storage.engine.erasure import erase_columns
from storage.repositories import policies
from storage.repositories.policies import Use

from ..conftest import START, Client, House, refused
from ..privacy.conftest import assembled
from .conftest import a_phone, publish, published, written

EXPLICIT, IMPLIED = pb.ACCEPTANCE_KIND_EXPLICIT, pb.ACCEPTANCE_KIND_IMPLIED


async def kept(house: House, who: Client) -> list[tuple[str, int, int]]:
    """Version, way and instant of what is on record of a resident, oldest first."""
    await house.app.boundary.uses.settled()
    found = (await who.PolicyService.ListAcceptances()).acceptances
    return [(one.policy_version, one.kind, one.accepted_at.ToMilliseconds()) for one in reversed(found)]


async def test_who_says_yes_is_kept_with_when_where_and_how_and_once(house: House) -> None:
    resident = await house.resident(await a_phone(house))
    resident.metadata += ((CLIENT_IP_KEY, "198.51.100.4"),)
    service = resident.PolicyService
    one = (await service.RecordAcceptance(policy_version=first.LABEL, app_version="Android 15, 4.2.1")).acceptance
    house.clock.advance(milliseconds=1_000)
    again = (await service.RecordAcceptance(policy_version=first.LABEL, app_version="other")).acceptance
    assert again == one
    assert (one.kind, one.accepted_at.ToMilliseconds(), one.ip_address, one.app_version) == (
        EXPLICIT,
        START,
        "198.51.100.4",
        "Android 15, 4.2.1",
    )
    assert (await service.GetCurrentPolicy()).acceptance == one
    assert await kept(house, resident) == [(first.LABEL, EXPLICIT, START)]


async def test_use_after_a_version_took_effect_is_acceptance_and_is_kept_once(house: House) -> None:
    phone = await a_phone(house)
    resident = await house.resident(phone)
    assert await kept(house, resident) == []  # asking for the policy and signing in are no use of the app
    assert not (await resident.PolicyService.GetCurrentPolicy()).HasField("acceptance")
    await resident.AuthService.ListSessions()
    assert await kept(house, resident) == []
    await resident.AccountService.ListAccounts()
    assert await kept(house, resident) == [(first.LABEL, IMPLIED, START)]
    house.clock.advance(milliseconds=1_000)
    await resident.AccountService.ListAccounts()
    await (await house.resident(phone)).AccountService.ListAccounts()
    assert await kept(house, resident) == [(first.LABEL, IMPLIED, START)]
    assert (await resident.PolicyService.GetCurrentPolicy()).acceptance.kind == IMPLIED


async def test_a_new_version_is_accepted_by_the_first_use_after_it_took_effect(house: House) -> None:
    resident = await house.resident(await a_phone(house))
    await resident.AccountService.ListAccounts()
    one = await published(house, effective_from=START + DAY_MS)
    await resident.AccountService.ListAccounts()  # it is published, and holds from tomorrow on
    assert await kept(house, resident) == [(first.LABEL, IMPLIED, START)]
    house.clock.advance(milliseconds=DAY_MS + 5)
    house.forget_sessions()
    await resident.AccountService.ListAccounts()
    expected = [(first.LABEL, IMPLIED, START), (one.label, IMPLIED, START + DAY_MS + 5)]
    assert await kept(house, resident) == expected
    at_once = await published(house, "2026-12b", effective_from=None)
    await resident.AccountService.ListAccounts()
    assert (await kept(house, resident))[2:] == [(at_once.label, IMPLIED, START + DAY_MS + 5)]


async def test_exercising_ones_rights_is_no_acceptance(house: House) -> None:
    resident = await house.resident(await a_phone(house))
    wanted = PrivacyRequest(
        kind=PRIVACY_REQUEST_KIND_OBJECTION,
        channel=INTAKE_CHANNEL_APP,
        applicant_name="Олена Коваль",
        applicant_contact="olena@example.com",
        text="Заперечую",
        received_on={"year": 2026, "month": 11, "day": 23},
    )
    await resident.PrivacyRequestService.CreatePrivacyRequest(request=wanted)
    assert await kept(house, resident) == []


async def test_use_is_a_look_into_a_set_and_not_a_write_a_call(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    resident, uses = await house.resident(await a_phone(house)), house.app.boundary.uses
    await resident.AccountService.ListAccounts()
    await uses.settled()
    (user_id,) = uses._known
    monkeypatch.setattr(uses, "_store", None)
    uses.note(user_id, house.clock.now(), "")
    assert not uses._waiting


async def test_what_another_process_kept_is_not_kept_twice(house: House) -> None:
    resident = await house.resident(await a_phone(house))
    await resident.AccountService.ListAccounts()
    before = await kept(house, resident)
    house.app.boundary.uses._known.clear()  # as a process that has just started
    await resident.AccountService.ListAccounts()
    assert await kept(house, resident) == before
    (user_id,) = house.app.boundary.uses._known
    uses = [Use(user_id, START + 7, "")]
    await house.app.services.store.write(lambda tx: policies.accept_by_use(tx, first.LABEL, uses))
    assert await kept(house, resident) == before


async def test_only_what_is_published_and_not_superseded_can_be_accepted(house: House) -> None:
    resident = (await house.resident(await a_phone(house))).PolicyService
    one = await written(await house.operator("petro"))
    for label in (one.label, "nonsense"):
        assert (await refused(resident.RecordAcceptance(policy_version=label))).reason == "NOT_FOUND"
    await published(house, "2027-01", effective_from=START + DAY_MS)
    await resident.RecordAcceptance(policy_version="2027-01")  # whoever has read it ahead
    await publish(await house.operator("oksana"), one)
    assert (await refused(resident.RecordAcceptance(policy_version=first.LABEL))).reason == "WRONG_STATE"


async def test_a_resident_sees_their_own_and_operators_all(house: House) -> None:
    phones = [user.phone for user in (await (await house.operator("oksana")).UserService.ListUsers(page_size=2)).users]
    one, other = [await house.resident(phone) for phone in phones]
    for who in (one, other):
        await who.PolicyService.RecordAcceptance(policy_version=first.LABEL)
    await other.AccountService.ListAccounts()
    await house.app.boundary.uses.settled()
    officer = (await house.operator("petro")).PolicyService
    everything = (await officer.ListAcceptances()).acceptances
    assert len(everything) == 3
    mine = (await one.PolicyService.ListAcceptances()).acceptances
    assert [each.user_id for each in mine] == [everything[-1].user_id]
    of_other = pb.AcceptanceFilter(user_id=everything[0].user_id)
    assert list((await one.PolicyService.ListAcceptances(filter=of_other)).acceptances) == []
    assert len((await officer.ListAcceptances(filter=of_other)).acceptances) == 2
    page = await officer.ListAcceptances(page_size=2)
    rest = await officer.ListAcceptances(page_size=2, page_token=page.next_page_token)
    assert [*page.acceptances, *rest.acceptances] == list(everything)
    by_use = pb.AcceptanceFilter(kind=IMPLIED, policy_version=first.LABEL)
    assert len((await officer.ListAcceptances(filter=by_use)).acceptances) == 1


async def test_operators_see_who_said_yes_who_did_by_use_and_who_has_not_yet(house: House) -> None:
    phones = [user.phone for user in (await (await house.operator("oksana")).UserService.ListUsers(page_size=2)).users]
    one, other = [await house.resident(phone) for phone in phones]
    for who in (one, other):
        await who.AccountService.ListAccounts()
    await one.PolicyService.RecordAcceptance(policy_version=first.LABEL)
    await house.app.boundary.uses.settled()
    officer = (await house.operator("petro")).PolicyService
    reach = (await officer.GetPolicyVersion(label=first.LABEL)).version.reach
    assert (reach.accepted_explicitly, reach.accepted_by_use) == (1, 1)
    assert reach.not_yet == reach.users - 2 > 0
    assert not (await house.gateway().PolicyService.GetPolicyVersion(label=first.LABEL)).version.HasField("reach")


async def test_acceptance_belongs_to_the_access_package_and_to_erasure(house: House) -> None:
    resident = await house.resident(await a_phone(house))
    resident.metadata += ((CLIENT_IP_KEY, "198.51.100.4"),)
    await resident.PolicyService.RecordAcceptance(policy_version=first.LABEL, app_version="Android 15")
    store = house.app.services.store
    user_id = await store.read(lambda tx: tx.sql("SELECT user_id FROM policy_acceptance")[0][0])
    body = (await assembled(house, user_id, PACKAGE_FORMAT_JSON)).decode()
    assert all(said in body for said in ("198.51.100.4", "Android 15", "натисканням у застосунку"))
    await store.write(lambda tx: erase_columns(tx, user_id))
    rows = await store.read(lambda tx: tx.sql("SELECT policy_version, how, ip_sealed FROM policy_acceptance"))
    assert rows == [(first.LABEL, EXPLICIT, None)]
    house.app.services.store.keys.destroy(user_id, START)
    assert await store.write(lambda tx: policies.accept_by_use(tx, "x", [Use(user_id, START, "")])) == 0
