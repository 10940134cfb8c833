"""The copy of a document that proved somebody is kept nowhere longer than the request needs it (2297-VI, art. 6(8))."""

from smartregion.v1 import privacy_request_service_pb2 as pb

from ..conftest import Client, House, refused
from ..test_privacy import K, a_user, decide, in_progress, letter
from .test_next_steps import said

ACCESS = K.PRIVACY_REQUEST_KIND_ACCESS


async def destroyed(officer: Client, request: pb.PrivacyRequest, note: str = "акт № 5") -> pb.PrivacyRequest:
    reply = await officer.PrivacyRequestService.RecordCopyDestroyed(id=request.id, etag=request.etag, note=note)
    return reply.request


async def test_once_it_is_decided_the_copy_in_the_scan_is_destroyed_and_that_is_recorded(house: House) -> None:
    officer = await house.operator("petro")
    request = await in_progress(officer, ACCESS, (await a_user(officer)).id, document_ref="скан-12")
    assert "DESTROY_COPY" not in [kind for kind, _, _ in await said(officer, request)], "it proves them still"
    assert (await refused(destroyed(officer, request))).reason == "WRONG_STATE"
    done = await decide(house, request)
    assert ("DESTROY_COPY", "2297-VI, art. 6(8)", None) in await said(officer, done)
    after = await destroyed(officer, done)
    assert (after.steps[-1].call, after.steps[-1].note) == ("RecordCopyDestroyed", "акт № 5")
    assert "RecordCopyDestroyed" not in after.allowed_calls
    assert "DESTROY_COPY" not in [kind for kind, _, _ in await said(officer, after)]
    assert (await refused(destroyed(officer, after))).reason == "WRONG_STATE"


async def with_copies(officer: Client) -> list[str]:
    wanted = pb.PrivacyRequestFilter(copy_left_only=True)
    return [one.number for one in (await officer.PrivacyRequestService.ListPrivacyRequests(filter=wanted)).requests]


async def test_those_whose_copy_is_to_be_destroyed_are_found(house: House) -> None:
    officer = await house.operator("petro")
    one, other = [user.id for user in (await officer.UserService.ListUsers(page_size=2)).users]
    request = await in_progress(officer, ACCESS, one, document_ref="скан-12")
    without = await decide(house, await in_progress(officer, ACCESS, other))
    assert without.number not in await with_copies(officer)
    assert request.number not in await with_copies(officer), "it proves them still"
    done = await decide(house, request)
    found = await with_copies(officer)
    assert done.number in found
    listed = (await officer.PrivacyRequestService.ListPrivacyRequests(page_size=1000)).requests
    told = {one.number for one in listed if "DESTROY_COPY" in [kind for kind, _, _ in await said(officer, one)]}
    assert set(found) == told, "just those of whom it is the next step"
    await destroyed(officer, done)
    assert done.number not in await with_copies(officer)
    both = pb.PrivacyRequestFilter(copy_left_only=True, open_only=True)
    assert not (await officer.PrivacyRequestService.ListPrivacyRequests(filter=both)).requests


async def test_where_nobody_showed_a_document_or_named_a_scan_there_is_no_copy(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    without = await decide(house, await in_progress(officer, ACCESS, user.id))
    resident = await house.resident(user.phone)
    wanted = letter(K.PRIVACY_REQUEST_KIND_COPY, document_ref="скан-13")
    wanted.channel = pb.INTAKE_CHANNEL_APP
    by_app = (await resident.PrivacyRequestService.CreatePrivacyRequest(request=wanted)).request
    by_app = (await resident.PrivacyRequestService.WithdrawPrivacyRequest(id=by_app.id, etag=by_app.etag)).request
    for request in (without, by_app):
        assert "DESTROY_COPY" not in [kind for kind, _, _ in await said(officer, request)]
        assert (await refused(destroyed(officer, request))).reason == "WRONG_STATE"
