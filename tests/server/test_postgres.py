"""The same service on PostgreSQL: a day's work from the reading to the erasure."""

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import privacy_request_service_pb2 as privacy
from smartregion.v1 import reading_service_pb2 as reading

from .conftest import START, House, refused
from .test_privacy import K, S, decide, in_progress


async def test_a_days_work_on_postgresql(postgres_house: House) -> None:
    house = postgres_house
    admin, officer = await house.operator("oksana"), await house.operator("petro")
    last = (await admin.ReadingService.ListReadings(page_size=1)).readings[0]
    stream = admin.ReadingService.WatchReadings(skip_snapshot=True)
    await stream.read()
    made = await admin.ReadingService.SubmitReading(
        reading=reading.NewReading(
            register_id=last.register_id,
            index=Decimal(value=last.index.value),
            read_at=Timestamp(seconds=START // 1000 - 60),
        )
    )
    frame = await stream.read()
    assert [change.reading.id for change in frame.changes] == [made.reading.id]
    stream.cancel()

    asked = {one.user_id for one in (await officer.PrivacyRequestService.ListPrivacyRequests()).requests}
    user = next(one for one in (await officer.UserService.ListUsers()).users if one.id not in asked)
    found = await officer.UserService.LookupUser(phone=user.phone)
    assert [one.id for one in found.users] == [user.id]
    resident = await house.resident(user.phone)
    await resident.NotificationService.GetPreferences()

    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id)
    done = await decide(house, request)
    assert done.state == S.PRIVACY_REQUEST_STATE_PARTLY_FULFILLED, "utilities have yet to answer"
    assert (await officer.PrivacyRequestService.ListDataDuties(filter={"privacy_request_id": done.id})).total_size > 0
    verified: privacy.VerifyErasureResponse = await officer.PrivacyRequestService.VerifyErasure(id=done.id)
    assert verified.clean
    assert "app_user" in verified.files
    assert (await officer.UserService.GetUser(id=user.id)).user.phone == ""
    await house.app.services.store.checkpoint(house.settings.anchor)
    assert (await (await house.operator("taras")).AuditService.VerifyAuditChain()).intact


async def test_what_postgresql_can_not_hold_is_the_callers_mistake_and_no_failure(postgres_house: House) -> None:
    house = postgres_house
    admin = await house.operator("oksana")
    resident = await house.resident((await admin.UserService.ListUsers(page_size=1)).users[0].phone)
    for call in (
        house.utility().PolicyService.GetPolicyVersion(label="1\0"),
        resident.PolicyService.RecordAcceptance(policy_version="1\0"),
        resident.PolicyService.ListAcceptances(filter={"policy_version": "1\0"}),
    ):
        told = await refused(call)
        assert [rule for _, rule in told.violations] == ["string.line"]
