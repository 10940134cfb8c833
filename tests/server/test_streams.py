"""What an open stream rests on, and what lists and watches must not tell."""

import asyncio
import base64
from collections.abc import AsyncIterator
from itertools import chain
from typing import Any

import grpc
import pytest
from buf.validate import validate_pb2
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import reading_service_pb2 as reading
from smartregion.v1.common_pb2 import ChangeKind, FrameKind
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.partner_service_pb2 import PARTNER_KIND_UTILITY

from server.policy import data_class, methods, order_class, project
from server.registry import registered

from .conftest import Client, House, Refusal, refusal, refused, rid
from .principals import key_of


async def synced(stream: Any) -> None:
    """Reads a watch up to the end of its snapshot."""
    while (await asyncio.wait_for(stream.read(), 10)).position.kind != FrameKind.FRAME_KIND_SYNCED:
        pass


async def ended(stream: Any) -> Refusal:
    """How a stream ends; fails where it tells anything more."""
    while True:
        try:
            frame = await asyncio.wait_for(stream.read(), 10)
        except grpc.RpcError as error:
            return refusal(error)
        assert frame is not grpc.aio.EOF
        assert not frame.changes


async def some_user(house: House) -> Any:
    return (await (await house.operator("oksana")).UserService.ListUsers(page_size=1)).users[0]


async def test_a_key_that_is_revoked_ends_the_watches_that_it_opened(house: House) -> None:
    admin = await house.operator("oksana")
    client = house.utility(0)
    partner = (await admin.PartnerService.ListPartners(page_size=1000)).partners
    mine = next(one for one in partner if one.kind == PARTNER_KIND_UTILITY)
    watch = client.UserService.WatchUsers()
    await synced(watch)
    for key in (await admin.PartnerService.ListKeys(partner_id=mine.id)).keys:
        await admin.PartnerService.RevokeKey(id=key.id, reason="втрачено")
    one = await some_user(house)
    await admin.UserService.BlockUser(id=one.id, etag=one.etag, reason="підозра")
    assert (await ended(watch)).reason == "UNAUTHENTICATED"


async def test_a_sign_out_ends_the_watches_of_the_session(house: House) -> None:
    admin, other = await house.operator("oksana"), await house.operator("taras")
    watch = other.UserService.WatchUsers()
    await synced(watch)
    await other.AuthService.SignOut()
    one = await some_user(house)
    await admin.UserService.BlockUser(id=one.id, etag=one.etag, reason="підозра")
    assert (await ended(watch)).reason == "UNAUTHENTICATED"


async def test_an_import_ends_with_the_key_that_began_it(house: House) -> None:
    admin, client = await house.operator("oksana"), house.utility(0)
    register = (await client.AccountService.ListMeters(page_size=1)).meters[0].registers[0]
    revoked = asyncio.Event()

    async def batches() -> AsyncIterator[reading.ImportReadingsRequest]:
        for line in (1, 2):
            row = reading.NewReading(
                register_id=register.id, index=Decimal(value="1"), read_at=Timestamp(seconds=1_600_000_000 + line)
            )
            yield reading.ImportReadingsRequest(import_id="a", first_line=line, readings=[row])
            await revoked.wait()

    stream = client.ReadingService.ImportReadings(batches())
    assert (await asyncio.wait_for(stream.read(), 10)).last_line == 1
    partners = (await admin.PartnerService.ListPartners(page_size=1000)).partners
    mine = next(one for one in partners if one.kind == PARTNER_KIND_UTILITY)
    for key in (await admin.PartnerService.ListKeys(partner_id=mine.id)).keys:
        await admin.PartnerService.RevokeKey(id=key.id, reason="втрачено")
    revoked.set()
    assert (await refused(stream.read())).reason == "UNAUTHENTICATED"


async def granted(house: House, classes: list[DataClass]) -> Client:
    """A partner that sees these classes of the first utility's accounts."""
    secret = await key_of(house, PARTNER_KIND_UTILITY)
    admin = await house.operator("oksana")
    utility = (await house.utility(0).AccountService.ListAccounts(page_size=1)).accounts[0].utility_id
    partner = (await admin.PartnerService.ListPartners(page_size=1000)).partners[-1]
    await admin.PartnerService.GrantAccess(
        grant={
            "partner_id": partner.id,
            "utility_id": utility,
            "data_classes": classes,
            "purpose": "звірка",
            "legal_ground": "договір 7",
            "effective_from": {"year": 2026, "month": 1, "day": 1},
        }
    )
    return house.client(secret)


async def test_a_page_token_tells_nothing_of_the_row_that_it_stands_behind(house: House) -> None:
    client = await granted(house, [DataClass.DATA_CLASS_IDENTITY])
    page = await client.AccountService.ListMeters(page_size=1)
    assert not page.meters[0].serial_number
    raw = base64.urlsafe_b64decode(page.next_page_token + "==")
    whole = await (await house.operator("oksana")).AccountService.GetMeter(id=page.meters[0].id)
    assert whole.meter.serial_number.encode() not in raw
    following = await client.AccountService.ListMeters(page_size=1, page_token=page.next_page_token)
    assert following.meters[0].id != page.meters[0].id


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"read_from": Timestamp(seconds=1)}, "filter.read_from"),
        ({"finding_code": "DECREASE"}, "filter.finding_code"),
        ({"meter_serial_number": "В25-000121"}, "filter.meter_serial_number"),
    ],
)
async def test_nobody_filters_by_what_they_may_not_see(house: House, asked: dict[str, Any], field: str) -> None:
    client = await granted(house, [DataClass.DATA_CLASS_IDENTITY])
    told = await refused(client.ReadingService.ListReadings(filter=reading.ReadingFilter(**asked)))
    assert told.reason == "PERMISSION_DENIED"
    assert told.message.startswith(field)
    allowed = await granted(house, [DataClass.DATA_CLASS_CONSUMPTION, DataClass.DATA_CLASS_LOCATION])
    await allowed.ReadingService.ListReadings(filter=reading.ReadingFilter(**asked))


async def test_nobody_orders_by_what_they_may_not_see(house: House) -> None:
    client = await granted(house, [DataClass.DATA_CLASS_IDENTITY])
    register = (await (await house.operator("oksana")).ReadingService.ListReadings(page_size=1)).readings[0].register_id
    narrow = reading.ReadingFilter(register_id=register)
    for order in ("read_at", "read_at desc"):
        told = await refused(client.ReadingService.ListReadings(filter=narrow, order_by=order))
        assert (told.reason, told.message) == (
            "PERMISSION_DENIED",
            "order_by: needs a grant of the data class CONSUMPTION",
        )
    told = await refused(client.AccountService.ListMeters(order_by="serial_number desc"))
    assert told.message == "order_by: needs a grant of the data class LOCATION"
    await client.ReadingService.ListReadings(filter=narrow, order_by="received_at")
    allowed = await granted(house, [DataClass.DATA_CLASS_CONSUMPTION])
    await allowed.ReadingService.ListReadings(filter=narrow, order_by="read_at")
    in_review = reading.ReadingFilter(states=[reading.READING_STATE_IN_REVIEW])
    await allowed.ReadingService.ListReadings(filter=in_review, order_by="urgency")
    assert (await refused(client.ReadingService.ListReadings(order_by="urgency"))).reason == "PERMISSION_DENIED"


def test_every_order_of_the_contract_has_a_data_class() -> None:
    found = {}
    for method in chain.from_iterable(methods(service) for service, _ in registered()):
        field = method.request_type.DESCRIPTOR.fields_by_name.get("order_by")
        if field is not None:
            rules: Any = field.GetOptions()
            for order in getattr(rules.Extensions[validate_pb2.field].string, "in"):
                if order:
                    name = order.partition(" ")[0]
                    found[method.full_name, name] = order_class(method.reply_type, name)
    assert len({call for call, _ in found}) >= 8
    assert found["ReadingService.ListReadings", "urgency"] == DataClass.DATA_CLASS_CONSUMPTION


async def test_a_partner_is_told_of_a_reading_that_counts_no_more(house: House) -> None:
    """Its filter lets the reading no longer through; that it lies within its scope is what it knew already."""
    admin = await house.operator("oksana")
    accepted = reading.ReadingFilter(states=[reading.READING_STATE_ACCEPTED])
    one = (await house.utility(0).ReadingService.ListReadings(filter=accepted, page_size=1)).readings[0]
    strangers = house.utility(1).ReadingService.WatchReadings(filter=accepted)
    watch = house.utility(0).ReadingService.WatchReadings(filter=accepted)
    await synced(watch)
    await synced(strangers)
    await admin.ReadingService.ReverseReading(id=one.id, etag=one.etag, reason="помилка", request_id=rid())
    frame = await asyncio.wait_for(watch.read(), 10)
    gone = [change.reading.id for change in frame.changes if change.kind == ChangeKind.CHANGE_KIND_DELETED]
    assert one.id in gone
    frame = await asyncio.wait_for(strangers.read(), 10)
    assert not frame.changes
    watch.cancel()
    strangers.cancel()


def test_what_tells_of_use_is_of_the_class_of_use() -> None:
    balance = reading.GetBuildingBalanceResponse.DESCRIPTOR.fields_by_name
    told = [balance[name] for name in ("imbalance_percent", "without_meter", "unread")]
    told.append(reading.Reading.DESCRIPTOR.fields_by_name["cim_code"])
    assert {data_class(field) for field in told} == {DataClass.DATA_CLASS_CONSUMPTION}
    message = reading.Reading(cim_code="0.3.1001", id="1")
    project(message, frozenset((DataClass.DATA_CLASS_IDENTITY,)))
    assert (message.cim_code, message.id) == ("", "1")


async def test_only_the_gateway_says_from_which_address_somebody_calls(house: House) -> None:
    said = ("smartregion-client-ip", "203.0.113.99")
    auditor = await house.operator("taras")

    async def addresses() -> set[str]:
        entries = (await auditor.AuditService.ListAuditEntries(page_size=50)).entries
        return {entry.ip_address for entry in entries}

    place = {"address": {"city": "М", "street": "С", "building": "1"}}
    await house.client(house.access.utility_keys[0], said).AccountService.CreateUsagePoint(usage_point=place)
    assert "203.0.113.99" not in await addresses()
    await house.client(house.access.gateway_key, said).AuthService.StartPhoneVerification(phone="+380501112299")
    assert "203.0.113.99" in await addresses()
