"""WorkService: who may announce which works, what is refused and why, what each sees, and what people would be told."""

import asyncio
from typing import Any

import grpc
import pytest
from smartregion.v1 import work_service_pb2 as pb
from smartregion.v1.audit_service_pb2 import AuditFilter
from smartregion.v1.common_pb2 import ChangeKind, FrameKind
from smartregion.v1.partner_service_pb2 import Partner, PartnerKind

from server.codec import encode_id
from server.limits import PLANNED_BACK_MS, WORK_LONGEST_MS, WORK_SHOWN_MS
from server.works import service
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.accounts import Account, UsagePoint
from storage.repositories import works as works_repository

from ..conftest import START, Client, House, refused, rid
from ..principals import client_of
from .town import DAY, GAS, GASWORKS, HOUR, WATERWORKS, Home, at, elsewhere, homes, place, point, works

UNKNOWN = "0000000000001"


async def announced(client: Client, work: pb.Work) -> pb.Work:
    made: pb.Work = (await client.WorkService.CreateWork(work=work)).work
    return made


async def street_of(house: House) -> tuple[Home, list[Home]]:
    """Somebody, and all homes in their street."""
    known = await homes(house)
    one = known[0]
    return one, [home for home in known if home.street == one.street]


# -- announcing


async def test_a_utility_announces_its_own_works_and_is_told_whom_they_concern(house: House) -> None:
    await elsewhere(house)
    one, street = await street_of(house)
    made = await announced(house.utility(), works(place(one)))
    assert made.utility_id == encode_id(one.utility_id)
    assert (made.utility_name_uk, made.utility_name_en) == ("Світлоріченськводоканал", "Svitlorichensk Water")
    assert made.state == pb.WORK_STATE_ANNOUNCED
    assert (made.edition, made.etag) == (1, "1")
    assert made.reach.users == len({home.user_id for home in street})
    assert made.reach.usage_points >= len({home.usage_point_id for home in street})
    assert made.created_at == at(START)
    got = (await house.utility().WorkService.GetWork(id=made.id)).work
    assert (got.places, got.reason_uk, got.starts_at) == (made.places, "заміна засувки", at(START + DAY))


async def test_an_operator_names_the_utility(house: House) -> None:
    daryna = await house.operator("daryna")
    one, _ = await street_of(house)
    told = await refused(daryna.WorkService.CreateWork(work=works(place(one))))
    assert told.violations == (("work.utility_id", "work.utility"),)
    made = await announced(daryna, works(place(one), utility_id=encode_id(one.utility_id)))
    assert made.utility_id == encode_id(one.utility_id)


async def test_only_a_utility_that_supplies_the_service_has_works_on_it(house: House) -> None:
    admin = await house.operator("oksana")
    water = next(home for home in await homes(house)).utility_id
    bank = (await admin.PartnerService.ListPartners(kind=PartnerKind.PARTNER_KIND_BANK)).partners[0]
    for utility_id in (UNKNOWN, bank.id):
        told = await refused(admin.WorkService.CreateWork(work=works(utility_id=utility_id)))
        assert told.reason == "NOT_FOUND"
    told = await refused(admin.WorkService.CreateWork(work=works(utility_id=encode_id(water), commodity=GAS)))
    assert told.violations == (("work.commodity", "work.commodity"),)


async def test_works_without_places_concern_everybody_and_may_concern_nobody(house: House) -> None:
    everybody = await announced(house.utility(), works())
    assert everybody.reach.users == len({home.user_id for home in await homes(house)})
    admin = await house.operator("oksana")
    fresh = await admin.PartnerService.CreatePartner(
        partner=Partner(kind=PartnerKind.PARTNER_KIND_UTILITY, name_uk="Нова", name_en="New", commodities=[1])
    )
    nobody = await announced(admin, works(utility_id=fresh.partner.id))
    assert (nobody.reach.usage_points, nobody.reach.users) == (0, 0)


async def test_a_building_is_its_apartments(house: House) -> None:
    flat = next(home for home in await homes(house) if home.parent_id)
    assert flat.parent_id
    inside = {home.user_id for home in await homes(house) if home.parent_id == flat.parent_id}
    made = await announced(house.utility(), works(point(flat.parent_id)))
    assert made.reach.users == len(inside)
    one = await announced(house.utility(), works(point(flat.usage_point_id)))
    assert one.reach.users < made.reach.users


# -- what is refused

LONG_AGO = START - PLANNED_BACK_MS - 1_000


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"ends_at": START + DAY}, "work.ends_at", "work.ends"),
        ({"ends_at": START + DAY - 1000}, "work.ends_at", "work.ends"),
        ({"ends_at": START + DAY + WORK_LONGEST_MS + 1000}, "work.ends_at", "work.length"),
        ({"starts_at": LONG_AGO}, "work.starts_at", "work.start"),
        ({"starts_at": START - 2 * HOUR, "ends_at": START}, "work.ends_at", "work.ahead"),
        ({"reason_uk": "ні"}, "work.reason_uk", "string.min_len"),
        ({"kind": 0}, "work.kind", "enum.not_in"),
    ],
)
async def test_times_that_can_not_be_are_refused(house: House, fields: dict[str, Any], field: str, rule: str) -> None:
    told = await refused(house.utility().WorkService.CreateWork(work=works(**fields)))
    assert told.code == grpc.StatusCode.INVALID_ARGUMENT
    assert told.violations == ((field, rule),)


async def test_the_bounds_of_times_themselves_are_taken(house: House) -> None:
    await announced(house.utility(), works(starts_at=START - PLANNED_BACK_MS, ends_at=START + 1000))
    await announced(house.utility(), works(ends_at=START + DAY + WORK_LONGEST_MS))


async def test_an_emergency_may_have_begun_long_ago(house: House) -> None:
    await announced(house.utility(), works(kind=pb.WORK_KIND_EMERGENCY, starts_at=LONG_AGO - 30 * DAY))


async def test_a_place_that_names_nobody_is_refused_by_its_field(house: House) -> None:
    one, _ = await street_of(house)
    gas = {home.usage_point_id for home in await homes(house, GAS)}
    dry = next(home for home in await homes(house) if home.usage_point_id not in gas)
    cases = [
        (pb.WorkPlace(city=one.city, street="вул. Нема"), "street", "street.known"),
        (pb.WorkPlace(city="Нема", street=one.street), "city", "city.known"),
        (place(one, "9001", "9009"), "first_building", "place.nobody"),
        (place(one, "12", "11"), "last_building", "building.order"),
        (point(1), "usage_point_id", "place.nobody"),
        (pb.WorkPlace(usage_point_id=encode_id(one.usage_point_id), street=one.street), "usage_point_id", "place.one"),
        (pb.WorkPlace(city=one.city), "street", "place.street"),
    ]
    for wrong, field, rule in cases:
        for call in ("CreateWork", "PreviewWork"):
            told = await refused(getattr(house.utility().WorkService, call)(work=works(place(one), wrong)))
            assert told.violations == ((f"work.places[1].{field}", rule),), call
    told = await refused(
        house.utility(GASWORKS).WorkService.CreateWork(work=works(point(dry.usage_point_id), commodity=GAS))
    )
    assert told.violations == (("work.places[0].usage_point_id", "place.nobody"),)
    told = await refused(
        house.client(house.access.utility_keys[0], ("accept-language", "uk")).WorkService.CreateWork(
            work=works(place(one, "12", "11"))
        )
    )
    assert told.localized == "останній будинок не може бути меншим за перший"


async def test_the_same_request_announces_once(house: House) -> None:
    request = pb.CreateWorkRequest(work=works(), request_id=rid())
    first = await house.utility().WorkService.CreateWork(request)
    assert await house.utility().WorkService.CreateWork(request) == first
    assert (await house.utility().WorkService.ListWorks()).total_size == 1
    other = pb.CreateWorkRequest(work=works(reason_uk="інше"), request_id=request.request_id)
    assert (await refused(house.utility().WorkService.CreateWork(other))).reason == "REQUEST_ID_REUSED"


# -- changing


async def test_a_change_is_an_edition_and_a_silent_one_is_not(house: House) -> None:
    one, _ = await street_of(house)
    water = house.utility()
    made = await announced(water, works(point(one.usage_point_id)))
    made.ends_at.CopyFrom(at(START + 2 * DAY))
    changed = (await water.WorkService.UpdateWork(work=made)).work
    assert (changed.edition, changed.etag, changed.ends_at) == (2, "2", at(START + 2 * DAY))
    changed.reason_uk = "заміна двох засувок"
    silent = (await water.WorkService.UpdateWork(work=changed, silent=True)).work
    assert (silent.edition, silent.etag, silent.reason_uk) == (2, "3", "заміна двох засувок")
    del silent.places[:]
    everywhere = (await water.WorkService.UpdateWork(work=silent)).work
    assert (everywhere.edition, len(everywhere.places)) == (3, 0)
    assert everywhere.reach.users > made.reach.users


async def test_a_change_that_changes_nothing_tells_nobody(house: House) -> None:
    made = await announced(house.utility(), works())
    same = (await house.utility().WorkService.UpdateWork(work=made)).work
    assert (same.edition, same.etag) == (1, "1")


async def test_what_works_are_stays_as_it_is(house: House) -> None:
    admin = await house.operator("oksana")
    made = await announced(house.utility(), works())
    gasworks = (await homes(house, GAS))[0].utility_id
    for field, value in (
        ("kind", pb.WORK_KIND_EMERGENCY),
        ("commodity", GAS),
        ("utility_id", encode_id(gasworks)),
    ):
        other = pb.Work()
        other.CopyFrom(made)
        setattr(other, field, value)
        told = await refused(admin.WorkService.UpdateWork(work=other))
        assert told.violations == ((f"work.{field}", "work.stays"),)


async def test_works_that_run_are_prolonged_and_over_ones_corrected_silently_only(house: House) -> None:
    water = house.utility()
    made = await announced(water, works())
    house.clock.advance(days=1, milliseconds=7 * HOUR)
    made.ends_at.CopyFrom(at(START + 5 * DAY))
    made = (await water.WorkService.UpdateWork(work=made)).work
    house.clock.advance(days=3)
    made.ends_at.CopyFrom(at(START + 6 * DAY))
    made = (await water.WorkService.UpdateWork(work=made)).work
    made.starts_at.CopyFrom(at(START))
    assert (await refused(water.WorkService.UpdateWork(work=made))).violations == (("work.starts_at", "work.start"),)
    made.starts_at.CopyFrom(at(START + DAY))
    house.clock.advance(days=3)
    made.reason_en = "two valves are replaced"
    assert (await refused(water.WorkService.UpdateWork(work=made))).violations == (("work.ends_at", "work.ahead"),)
    assert (await water.WorkService.UpdateWork(work=made, silent=True)).work.reason_en == "two valves are replaced"


async def test_what_was_changed_meanwhile_is_read_again_first(house: House) -> None:
    water = house.utility()
    made = await announced(water, works())
    for call in (
        water.WorkService.UpdateWork(work=pb.Work(**{**_fields(made), "etag": "7"})),
        water.WorkService.CancelWork(id=made.id, etag="7"),
        water.WorkService.FinishWork(id=made.id, etag="7"),
    ):
        told = await refused(call)
        assert (told.code, told.reason) == (grpc.StatusCode.ABORTED, "STALE_ETAG")


def _fields(work: pb.Work) -> dict[str, Any]:
    return {descriptor.name: value for descriptor, value in work.ListFields()}


async def test_states_are_left_by_the_table_only(house: House) -> None:
    water = house.utility()
    called_off = await announced(water, works())
    called_off = (await water.WorkService.CancelWork(id=called_off.id, etag="1", note="дощ")).work
    assert (called_off.state, called_off.edition) == (pb.WORK_STATE_CANCELLED, 2)
    assert (called_off.closing_note, called_off.closed_at) == ("дощ", at(START))
    ended = await announced(water, works(kind=pb.WORK_KIND_EMERGENCY, starts_at=START - HOUR))
    ended = (await water.WorkService.FinishWork(id=ended.id, etag="1", note="раніше")).work
    assert (ended.state, ended.edition, ended.closing_note) == (pb.WORK_STATE_FINISHED, 2, "раніше")
    for work in (called_off, ended):
        for call in (
            water.WorkService.UpdateWork(work=work),
            water.WorkService.CancelWork(id=work.id, etag=work.etag),
            water.WorkService.FinishWork(id=work.id, etag=work.etag),
        ):
            told = await refused(call)
            assert (told.code, told.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "WRONG_STATE")
            assert "allowed: nothing" in told.message


async def test_one_author_announces_and_changes_so_many_works_in_an_hour(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "WORKS_AN_HOUR", 3)
    water, gasworks = house.utility(WATERWORKS), house.utility(GASWORKS)
    made = await announced(water, works())
    made.reason_uk = "дві засувки"
    made = (await water.WorkService.UpdateWork(work=made)).work
    await announced(water, works())
    made.reason_uk = "три засувки"
    for call in (
        water.WorkService.CreateWork(work=works()),
        water.WorkService.UpdateWork(work=made),
    ):
        told = await refused(call)
        assert (told.code, told.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "LIMIT_EXCEEDED")
        assert told.retry_after
    await announced(gasworks, works(commodity=GAS))  # another author's are not counted
    silent = (await water.WorkService.UpdateWork(work=made, silent=True)).work
    await water.WorkService.CancelWork(id=silent.id, etag=silent.etag)
    house.clock.advance(milliseconds=HOUR + 1)
    await announced(house.utility(WATERWORKS), works())


async def test_works_that_have_not_begun_are_cancelled_not_finished(house: House) -> None:
    made = await announced(house.utility(), works())
    told = await refused(house.utility().WorkService.FinishWork(id=made.id, etag="1"))
    assert (told.code, told.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "CONFLICT")
    house.clock.advance(days=1)
    await house.utility().WorkService.FinishWork(id=made.id, etag="1")


# -- who may, and sees what


async def test_a_utility_knows_its_own_works_only(house: House) -> None:
    mine = await announced(house.utility(WATERWORKS), works())
    gasworks = house.utility(GASWORKS)
    theirs = await announced(gasworks, works(commodity=GAS))
    assert [work.id for work in (await gasworks.WorkService.ListWorks()).works] == [theirs.id]
    filtered = pb.WorkFilter(utility_id=mine.utility_id)
    assert (await gasworks.WorkService.ListWorks(filter=filtered)).total_size == 0
    for call in (
        gasworks.WorkService.GetWork(id=mine.id),
        gasworks.WorkService.UpdateWork(work=mine),
        gasworks.WorkService.CancelWork(id=mine.id, etag="1"),
        gasworks.WorkService.FinishWork(id=mine.id, etag="1"),
        gasworks.WorkService.CreateWork(work=works(utility_id=mine.utility_id)),
        gasworks.WorkService.PreviewWork(work=mine),
    ):
        assert (await refused(call)).reason == "NOT_FOUND"
    admin = await house.operator("oksana")
    assert {work.id for work in (await admin.WorkService.ListWorks()).works} == {mine.id, theirs.id}
    assert [work.id for work in (await admin.WorkService.ListWorks(filter=filtered)).works] == [mine.id]


@pytest.mark.parametrize("name", ["STATE_BODY", "PAYMENT_SYSTEM", "BANK", "APP_GATEWAY", "MESSAGE_PROVIDER"])
async def test_other_partners_have_no_business_with_works(house: House, name: str) -> None:
    client = await client_of(house, name)
    for call in (
        client.WorkService.ListWorks(),
        client.WorkService.GetWork(id=UNKNOWN),
        client.WorkService.CreateWork(work=works()),
        client.WorkService.WatchWorks().read(),
    ):
        assert (await refused(call)).reason == "PERMISSION_DENIED"


async def test_a_resident_sees_the_works_at_their_own_addresses(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (await homes(house))[0], await elsewhere(house)
    admin = await house.operator("oksana")
    phone = (await admin.UserService.GetUser(id=encode_id(one.user_id))).user.phone
    resident = await house.resident(phone)
    mine = [
        await announced(house.utility(), works(place(one, one.building), starts_at=START + DAY)),
        await announced(house.utility(), works(point(one.usage_point_id), starts_at=START + DAY + HOUR)),
        await announced(house.utility(), works(starts_at=START + DAY + 2 * HOUR)),
    ]
    foreign = await announced(house.utility(), works(place(other, other.building)))

    def counted(*_: object) -> None:
        raise AssertionError("nobody shows a resident the reach, and counting it takes long")

    monkeypatch.setattr(works_repository, "reached", counted)
    listed = (await resident.WorkService.ListWorks(order_by="starts_at")).works
    assert [work.id for work in listed] == [work.id for work in mine]
    assert not any(work.HasField("reach") for work in listed)
    assert (await resident.WorkService.GetWork(id=mine[0].id)).work.reason_uk == "заміна засувки"
    assert (await refused(resident.WorkService.GetWork(id=foreign.id))).reason == "NOT_FOUND"
    assert (await refused(resident.WorkService.CreateWork(work=works()))).reason == "PERMISSION_DENIED"
    page = await resident.WorkService.ListWorks(order_by="starts_at", page_size=2)
    assert page.total_size == 3
    rest = await resident.WorkService.ListWorks(order_by="starts_at", page_size=2, page_token=page.next_page_token)
    assert [work.id for work in rest.works] == [mine[2].id]


async def test_a_resident_sees_works_until_they_are_long_over(house: House) -> None:
    one = (await homes(house))[0]
    admin = await house.operator("oksana")
    resident = await house.resident((await admin.UserService.GetUser(id=encode_id(one.user_id))).user.phone)
    far = START + 60 * DAY
    called_off = await announced(house.utility(), works(starts_at=far, ends_at=far + HOUR))
    await house.utility().WorkService.CancelWork(id=called_off.id, etag="1")
    ends = START + DAY
    over = await announced(house.utility(), works(starts_at=START, ends_at=ends))

    async def seen() -> set[str]:
        return {work.id for work in (await resident.WorkService.ListWorks()).works}

    assert await seen() == {called_off.id, over.id}
    house.clock.advance(milliseconds=WORK_SHOWN_MS - 1)
    assert await seen() == {called_off.id, over.id}
    house.clock.advance(milliseconds=1)
    assert await seen() == {over.id}
    house.clock.advance(days=1)
    assert await seen() == set()


# -- lists and watches


async def test_works_are_listed_by_their_start_and_by_what_they_touch(house: House) -> None:
    water = house.utility()
    made = [
        await announced(water, works(starts_at=START + day * DAY, ends_at=START + day * DAY + 8 * HOUR))
        for day in (3, 1, 2, 2)
    ]
    by_start = [made[1].id, made[2].id, made[3].id, made[0].id]
    assert [work.id for work in (await water.WorkService.ListWorks(order_by="starts_at")).works] == by_start
    assert [work.id for work in (await water.WorkService.ListWorks()).works] == by_start[::-1]
    for order, expected in (("starts_at", by_start), ("starts_at desc", by_start[::-1])):
        found, token = [], ""
        while True:
            page = await water.WorkService.ListWorks(order_by=order, page_size=1, page_token=token)
            found += [work.id for work in page.works]
            token = page.next_page_token
            if not token:
                break
        assert found == expected
    touching = pb.WorkFilter(**{"from": at(START + 2 * DAY + 8 * HOUR), "before": at(START + 3 * DAY)})
    assert (await water.WorkService.ListWorks(filter=touching)).total_size == 0
    touching = pb.WorkFilter(**{"from": at(START + 2 * DAY + 8 * HOUR - 1000), "before": at(START + 3 * DAY + 1000)})
    assert {work.id for work in (await water.WorkService.ListWorks(filter=touching)).works} == set(by_start[1:])
    await water.WorkService.CancelWork(id=made[0].id, etag="1")
    cancelled = pb.WorkFilter(states=[pb.WORK_STATE_CANCELLED], kind=pb.WORK_KIND_PLANNED, commodity=1)
    assert [work.id for work in (await water.WorkService.ListWorks(filter=cancelled)).works] == [made[0].id]


async def frames(stream: Any, until: Any) -> list[Any]:
    """Frames up to the one for which something holds."""
    found = []
    while True:
        found.append(await asyncio.wait_for(stream.read(), 10))
        if until(found[-1]):
            return found


async def test_a_watch_begins_with_what_there_is_and_goes_on_with_what_comes(house: House) -> None:
    admin, water = await house.operator("oksana"), house.utility()
    first = await announced(water, works())
    wanted = pb.WorkFilter(states=[pb.WORK_STATE_ANNOUNCED])
    streams = [admin.WorkService.WatchWorks(filter=wanted), water.WorkService.WatchWorks(filter=wanted)]
    for stream in streams:
        opened = await frames(stream, lambda frame: frame.position.kind == FrameKind.FRAME_KIND_SYNCED)
        assert [change.work.id for frame in opened for change in frame.changes] == [first.id]
    gas = await announced(house.utility(GASWORKS), works(commodity=GAS))
    second = await announced(water, works(reason_en="second works"))
    for stream, unknown in zip(streams, ([gas.id], []), strict=True):
        came = await frames(stream, lambda frame: any(change.work.id == second.id for change in frame.changes))
        seen = [change.work.id for frame in came for change in frame.changes if change.work.id != first.id]
        assert set(seen) == {*unknown, second.id}
    current = (await water.WorkService.GetWork(id=first.id)).work
    await water.WorkService.CancelWork(id=first.id, etag=current.etag)
    came = await frames(streams[0], lambda frame: any(c.kind == ChangeKind.CHANGE_KIND_DELETED for c in frame.changes))
    gone = [c.work for c in came[-1].changes if c.kind == ChangeKind.CHANGE_KIND_DELETED]
    assert gone == [pb.Work(id=first.id)]
    for stream in streams:
        stream.cancel()


async def test_a_watch_goes_on_where_it_was_left(house: House) -> None:
    admin = await house.operator("oksana")
    stream = admin.WorkService.WatchWorks(skip_snapshot=True)
    token = (await stream.read()).position.resume_token
    stream.cancel()
    made = await announced(house.utility(), works())
    stream = admin.WorkService.WatchWorks(resume_token=token)
    came = await frames(stream, lambda frame: frame.position.kind == FrameKind.FRAME_KIND_CHANGES)
    assert [change.work.id for change in came[-1].changes] == [made.id]
    stream.cancel()


# -- before and after


async def test_a_preview_counts_what_the_announcement_then_counts(house: House) -> None:
    await elsewhere(house)
    one, street = await street_of(house)
    for work in (works(place(one)), works(), works(point(one.usage_point_id))):
        preview = await house.utility().WorkService.PreviewWork(work=work)
        made = await announced(house.utility(), work)
        assert (preview.usage_points, preview.users) == (made.reach.usage_points, made.reach.users)
    preview = await house.utility().WorkService.PreviewWork(work=works(place(one)))
    assert set(preview.buildings) == {f"{home.street}, {home.building}" for home in street}
    assert (await house.utility().WorkService.ListWorks()).total_size == 3


async def test_a_preview_of_a_change_is_judged_as_the_change(house: House) -> None:
    made = await announced(house.utility(), works())
    house.clock.advance(days=1, milliseconds=7 * HOUR)
    house.clock.advance(days=0)
    made.ends_at.CopyFrom(at(START + 9 * DAY))
    assert (await house.utility().WorkService.PreviewWork(work=made)).users == made.reach.users
    made.kind = pb.WORK_KIND_EMERGENCY
    told = await refused(house.utility().WorkService.PreviewWork(work=made))
    assert told.violations == (("work.kind", "work.stays"),)


async def test_who_announced_changed_and_called_off_works_is_on_record(house: House) -> None:
    daryna = await house.operator("daryna")
    one, _ = await street_of(house)
    made = await announced(daryna, works(place(one), utility_id=encode_id(one.utility_id)))
    made.reason_uk = "заміна насоса"
    await daryna.WorkService.UpdateWork(work=made, silent=True)
    await daryna.WorkService.CancelWork(id=made.id, etag="2")
    taras = await house.operator("taras")
    listed = await taras.AuditService.ListAuditEntries(filter=AuditFilter(target_id=made.id))
    entries = sorted(listed.entries, key=lambda entry: entry.sequence)
    assert [entry.action for entry in entries] == [
        "WorkService.CreateWork",
        "WorkService.UpdateWork",
        "WorkService.CancelWork",
    ]
    assert dict(entries[1].detail)["silent"] == "true"


async def test_a_preview_names_the_houses_that_a_range_leaves_out_by_a_letter(house: House) -> None:
    home = await elsewhere(house)
    number = new_id()

    def unit(tx: Tx) -> None:
        address = {"city": home.city, "street": home.street, "building": f"{home.building}а"}
        tx.insert(UsagePoint(id=number, **address))
        row = {"utility_id": home.utility_id, "commodity": home.commodity, "usage_point_id": number}
        tx.insert(Account(id=number, number=str(number), effective_from="2020-01-01", **row))

    await house.app.services.store.write(unit)
    calls = house.utility().WorkService
    left_out = await calls.PreviewWork(work=works(place(home, "1", home.building)))
    assert list(left_out.left_out) == [f"{home.street}, {home.building}а"]
    for places in ((place(home),), (place(home, "1", home.building), place(home, f"{home.building}а"))):
        assert not (await calls.PreviewWork(work=works(*places))).left_out


async def test_emergencies_that_are_not_over_stand_before_everything_else_page_by_page(house: House) -> None:
    water = house.utility()
    planned = [
        await announced(water, works(starts_at=START + (day + 2) * DAY, ends_at=START + (day + 3) * DAY))
        for day in range(3)
    ]
    urgent = [
        await announced(water, works(kind=pb.WORK_KIND_EMERGENCY, starts_at=START - hour * HOUR)) for hour in (1, 3, 2)
    ]
    over = (await water.WorkService.FinishWork(id=urgent[1].id, etag="1")).work
    wanted = [urgent[0].id, urgent[2].id, *(one.id for one in reversed(planned)), over.id]
    seen, token = [], ""
    while True:
        reply = await water.WorkService.ListWorks(order_by="open_emergencies", page_size=2, page_token=token)
        seen += [one.id for one in reply.works]
        token = reply.next_page_token
        if not token:
            break
    assert seen == wanted
