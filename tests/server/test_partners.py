"""Partners as operators look after them: how each stands, and what it sees, which is what it is answered with."""

from pathlib import Path
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from smartregion.v1 import partner_service_pb2 as pb
from smartregion.v1.options_pb2 import DataClass, Permission

from server.codec import DAY_MS, bits, decode_id

from .conftest import START, Client, House, refused

CONSUMPTION, LOCATION = DataClass.DATA_CLASS_CONSUMPTION, DataClass.DATA_CLASS_LOCATION
OPERATIONAL, FINANCIAL = DataClass.DATA_CLASS_OPERATIONAL, DataClass.DATA_CLASS_FINANCIAL
#: What a grant may show at most.
CEILINGS = {
    pb.PARTNER_KIND_UTILITY: set(DataClass.values()) - {0, DataClass.DATA_CLASS_BEHAVIOUR},
    pb.PARTNER_KIND_STATE_BODY: {OPERATIONAL},
    pb.PARTNER_KIND_PAYMENT_SYSTEM: {OPERATIONAL, FINANCIAL},
    pb.PARTNER_KIND_BANK: {OPERATIONAL, FINANCIAL},
    pb.PARTNER_KIND_APP_GATEWAY: set(),
    pb.PARTNER_KIND_MESSAGE_PROVIDER: set(),
    pb.PARTNER_KIND_COMPANY_SITE: {DataClass.DATA_CLASS_CONTACT},
}


def at(milliseconds: int) -> Timestamp:
    return Timestamp(seconds=milliseconds // 1000)


async def body(admin: Client, kind: int) -> pb.Partner:
    message = pb.Partner(kind=kind, name_uk="Орган", name_en="Body")
    return (await admin.PartnerService.CreatePartner(partner=message)).partner


async def key(admin: Client, partner: pb.Partner, days: int, *permissions: int) -> Any:
    return await admin.PartnerService.IssueKey(
        partner_id=partner.id, expires_at=at(START + days * DAY_MS), permissions=permissions
    )


async def grant(admin: Client, partner: pb.Partner, utility_id: str, *classes: int) -> pb.Grant:
    message = pb.Grant(
        partner_id=partner.id,
        utility_id=utility_id,
        data_classes=classes,
        purpose="нагляд",
        legal_ground="ст. 5",
        effective_from=Date(year=2026, month=1, day=1),
    )
    return (await admin.PartnerService.GrantAccess(grant=message)).grant


async def utilities(house: House) -> list[str]:
    admin = await house.operator("oksana")
    found = await admin.PartnerService.ListPartners(kind=pb.PARTNER_KIND_UTILITY)
    return [one.id for one in found.partners]


async def test_a_partner_stands_with_the_keys_that_work_their_ages_and_the_grants_in_force(house: House) -> None:
    admin = await house.operator("oksana")
    made = await body(admin, pb.PARTNER_KIND_STATE_BODY)
    assert not made.HasField("standing")
    first = await key(admin, made, 30)
    house.clock.advance(milliseconds=20 * 60_000)
    await key(admin, made, 10)
    spent = await key(admin, made, 60)
    await admin.PartnerService.RevokeKey(id=spent.key.id, reason="загублено")
    seen = await grant(admin, made, (await utilities(house))[0], OPERATIONAL)
    ended = await grant(admin, made, (await utilities(house))[1], OPERATIONAL)
    await admin.PartnerService.RevokeGrant(id=ended.id, reason="договір розірвано")
    await house.client(first.secret).PrivacyRequestService.ListDataDuties(page_size=1)
    one = (await admin.PartnerService.GetPartner(id=made.id)).partner
    assert (one.standing.keys, one.standing.grants) == (2, 1)
    assert one.standing.oldest_key_at == at(START)
    assert one.standing.first_expiry_at == at(START + 10 * DAY_MS)
    assert one.standing.last_used_at == at(START + 20 * 60_000)
    listed = await admin.PartnerService.ListPartners(kind=pb.PARTNER_KIND_STATE_BODY)
    assert [row.standing for row in listed.partners if row.id == made.id] == [one.standing]
    assert seen.id != ended.id


async def test_partners_are_listed_page_by_page(house: House) -> None:
    admin = await house.operator("oksana")
    whole = [one.id for one in (await admin.PartnerService.ListPartners()).partners]
    first = await admin.PartnerService.ListPartners(page_size=2)
    second = await admin.PartnerService.ListPartners(page_size=2, page_token=first.next_page_token)
    assert [one.id for one in (*first.partners, *second.partners)] == whole[:4]


async def test_what_is_said_of_its_access_is_what_it_is_answered_with(house: House) -> None:
    admin = await house.operator("oksana")
    made = await body(admin, pb.PARTNER_KIND_UTILITY)
    secret = (await key(admin, made, 30, Permission.PERMISSION_READINGS_READ)).secret
    one, other = (await utilities(house))[:2]
    await grant(admin, made, one, CONSUMPTION, LOCATION)
    said = await admin.PartnerService.DescribeAccess(partner_id=made.id)
    assert list(said.data_classes) == [CONSUMPTION, LOCATION]
    assert {seen.id for seen in said.utilities} == {one, made.id}
    calls = {call.call: call for call in said.calls}
    assert "UserService.ExportPhones" not in calls, "its kind may not"
    assert not calls["AccountService.ListAccounts"].allowed, "its kind may, its key may not"
    readings = calls["ReadingService.ListReadings"]
    assert readings.allowed
    shown = {field.path: field.shown for field in readings.fields}
    assert shown["readings.index"] is True
    assert not any(field.shown for field in readings.fields if field.field_class not in (CONSUMPTION, LOCATION))
    reply = await house.client(secret).ReadingService.ListReadings(page_size=5)
    assert all(reading.HasField("index") for reading in reply.readings)

    await grant(admin, made, other, LOCATION)  # what one grant does not show, another must not lend it
    narrower = await admin.PartnerService.DescribeAccess(partner_id=made.id)
    assert list(narrower.data_classes) == [LOCATION]
    again = {call.call: call for call in narrower.calls}["ReadingService.ListReadings"]
    assert not {field.path: field.shown for field in again.fields}["readings.index"]
    reply = await house.client(secret).ReadingService.ListReadings(page_size=5)
    assert not any(reading.HasField("index") for reading in reply.readings)


async def test_a_partner_that_is_suspended_may_call_nothing(house: House) -> None:
    admin = await house.operator("oksana")
    made = await body(admin, pb.PARTNER_KIND_BANK)
    await key(admin, made, 30)
    before = await admin.PartnerService.DescribeAccess(partner_id=made.id)
    assert any(call.allowed for call in before.calls)
    made.state = pb.PARTNER_STATE_SUSPENDED
    await admin.PartnerService.UpdatePartner(partner=made, update_mask={"paths": ["state"]})
    after = await admin.PartnerService.DescribeAccess(partner_id=made.id)
    assert not any(call.allowed for call in after.calls)


@pytest.mark.parametrize("call", ["GetPartner", "DescribeAccess"])
async def test_a_partner_that_is_not_there_is_not_found(house: House, call: str) -> None:
    admin = await house.operator("oksana")
    name = "id" if call == "GetPartner" else "partner_id"
    told = await refused(getattr(admin.PartnerService, call)(**{name: "0000000000001"}))
    assert told.reason == "NOT_FOUND"


@pytest.mark.parametrize("kind", [kind for kind in pb.PartnerKind.values() if kind])
async def test_a_grant_shows_a_kind_of_partner_no_more_than_the_contract_says(house: House, kind: int) -> None:
    admin = await house.operator("oksana")
    made, (utility, *_) = await body(admin, kind), await utilities(house)
    for number in DataClass.values()[1:]:
        if number in CEILINGS[kind]:
            assert (await grant(admin, made, utility, number)).data_classes == [number]
            continue
        told = await refused(grant(admin, made, utility, *sorted(CEILINGS[kind]), number))
        assert told.violations == ((f"grant.data_classes[{len(CEILINGS[kind])}]", "grant.ceiling"),)


async def test_what_an_older_grant_says_beyond_it_is_not_shown(house: House) -> None:
    admin = await house.operator("oksana")
    made, (utility, *_) = await body(admin, pb.PARTNER_KIND_BANK), await utilities(house)
    client = house.client((await key(admin, made, 30)).secret)
    one = await grant(admin, made, utility, OPERATIONAL)
    every = bits(sorted(set(DataClass.values()) - {0}))
    await house.app.services.store.write(
        lambda tx: tx.sql("UPDATE access_grant SET data_classes = ? WHERE id = ?", (every, decode_id(one.id)))
    )
    described = await admin.PartnerService.DescribeAccess(partner_id=made.id)
    assert set(described.data_classes) == CEILINGS[pb.PARTNER_KIND_BANK]
    accounts = (await client.AccountService.ListAccounts()).accounts
    assert accounts
    assert all(one.number and not one.HasField("address") for one in accounts)


async def test_a_state_body_asks_for_the_statistics_of_the_utility_that_its_grant_names(house: House) -> None:
    admin = await house.operator("oksana")
    made, (utility, *_) = await body(admin, pb.PARTNER_KIND_STATE_BODY), await utilities(house)
    client = house.client((await key(admin, made, 30)).secret)
    asked: dict[str, Any] = {"utility_id": utility, "month": Date(year=2026, month=10, day=1)}
    assert (await refused(client.PartnerService.GetUsageStatistics(**asked))).reason == "NOT_FOUND"
    await grant(admin, made, utility, OPERATIONAL)
    assert (await client.PartnerService.GetUsageStatistics(**asked)).smallest_group


def test_the_guide_says_the_same() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "partners.md").read_text(encoding="utf-8")
    named = {
        pb.PARTNER_KIND_UTILITY: "a utility",
        pb.PARTNER_KIND_STATE_BODY: "a state body",
        pb.PARTNER_KIND_BANK: "a bank, a payment system",
    }
    for kind, name in named.items():
        (row,) = (line for line in guide.splitlines() if line.startswith(f"| {name} |"))
        shown = {number for number in DataClass.values() if DataClass.Name(number)[11:].lower() in row.lower()}
        assert shown | {OPERATIONAL} == CEILINGS[kind], name
