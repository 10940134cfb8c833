"""The trail: who sees it, how it is found, how long it is kept, and how it ends."""

import json
import uuid
from typing import Any

import grpc
import pytest
from smartregion.v1 import activity_service_pb2 as pb
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import privacy_request_service_pb2 as privacy

from server.codec import DAY_MS, decode_id, timestamp
from server.privacy.package import values
from server.privacy.retention import Purge
from storage.engine.ids import new_id
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.activity import ActivityEvent, CrashReport
from storage.repositories import activity, retention, users

from ..conftest import START, House, refused
from ..test_privacy import decide, in_progress
from .conftest import new_crash, new_event, record, users_of


async def listed(client: Any, **wanted: Any) -> list[pb.Activity]:
    reply = await client.ActivityService.ListActivity(filter=pb.ActivityFilter(**wanted))
    assert reply.total_size == len(reply.activities)
    return list(reply.activities)


async def test_events_are_found_by_user_kind_version_address_and_time(house: House) -> None:
    one, two = (await users_of(house))[:2]
    await record(
        house.gateway(),
        [
            new_event(one.id, happened_at=timestamp(START - 5_000)),
            new_event(one.id, kind=pb.ACTIVITY_KIND_PAYMENT, app_version="4.3", happened_at=timestamp(START - 4_000)),
            new_event(two.id, ip_address="203.0.113.9", happened_at=timestamp(START - 3_000)),
            new_event(two.id, ip_address="2001:db8:1:2::3", happened_at=timestamp(START - 2_000)),
            new_event(two.id, ip_address="", happened_at=timestamp(START - 1_000)),
        ],
    )
    support = await house.operator("oksana")
    everything = await listed(support)
    assert [row.at.ToMilliseconds() for row in everything] == [START - back * 1_000 for back in range(1, 6)]
    assert everything[1].ip_address == "2001:db8:1:2::3"
    assert everything[1].network == "2001:db8:1::/48"

    async def found(**wanted: Any) -> list[int]:
        return [(START - row.at.ToMilliseconds()) // 1_000 for row in await listed(support, **wanted)]

    assert await found(user_id=one.id) == [4, 5]
    assert await found(kinds=[pb.ACTIVITY_KIND_PAYMENT]) == [4]
    assert await found(app_version="4.3") == [4]
    assert await found(address="203.0.113.9") == [3]
    assert await found(address="203.0.113.0/24") == [3, 4, 5]
    assert await found(address="203.0.113.77/24") == [3, 4, 5]
    assert await found(address="2001:0db8:0001:0002::3") == [2]
    assert await found(**{"from": timestamp(START - 4_000), "before": timestamp(START - 2_000)}) == [3, 4]
    for address, rule in (
        ("203.0.113.0/16", "activity.network"),
        ("home", "activity.address"),
        ("/", "activity.address"),
    ):
        told = await refused(support.ActivityService.ListActivity(filter=pb.ActivityFilter(address=address)))
        assert told.violations == (("filter.address", rule),), address


async def test_pages_follow_one_another_in_both_orders_where_many_happened_at_one_moment(house: House) -> None:
    user = (await users_of(house))[0]
    await record(house.gateway(), [new_event(user.id) for _ in range(25)])
    support = await house.operator("oksana")
    for order in ("", "at"):
        seen, token = [], ""
        while True:
            page = await support.ActivityService.ListActivity(page_size=10, page_token=token, order_by=order)
            seen += [row.id for row in page.activities]
            token = page.next_page_token
            if not token:
                break
        assert len(set(seen)) == 25
        assert seen == sorted(seen, reverse=not order)


async def test_a_resident_sees_their_own_and_nothing_of_others(house: House) -> None:
    one, two = (await users_of(house))[:2]
    await record(house.gateway(), [new_event(one.id), new_event(two.id), new_event(two.id)])
    resident = await house.resident(one.phone)
    assert {row.user_id for row in await listed(resident)} == {one.id}
    assert len(await listed(resident, user_id=one.id)) == 1
    told = await refused(resident.ActivityService.ListActivity(filter=pb.ActivityFilter(user_id=two.id)))
    assert told.violations == (("filter.user_id", "privacy.own"),)
    with pytest.raises(grpc.RpcError):
        await house.gateway().ActivityService.ListActivity()


async def test_who_looked_at_a_trail_stands_in_the_audit_log(house: House) -> None:
    user = (await users_of(house))[0]
    await record(house.gateway(), [new_event(user.id)])
    support = await house.operator("oksana")
    await listed(support, user_id=user.id)
    entries = (await support.AuditService.ListAuditEntries()).entries
    looks = [one for one in entries if one.action == "ActivityService.ListActivity"]
    assert [one.user_id for one in looks] == [user.id]


async def test_a_watch_tells_what_comes_and_goes_on_where_it_was(house: House) -> None:
    one, two = (await users_of(house))[:2]
    await record(house.gateway(), [new_event(one.id)])
    support = await house.operator("oksana")
    stream = support.ActivityService.WatchActivity(filter=pb.ActivityFilter(user_id=one.id))
    assert len((await stream.read()).changes) == 1
    assert (await stream.read()).position.kind == common.FRAME_KIND_SYNCED
    await record(house.gateway(), [new_event(two.id), new_event(one.id, screen="bills")])
    frame = await stream.read()
    assert [change.activity.screen for change in frame.changes] == ["bills"]
    stream.cancel()
    token = frame.position.resume_token
    await record(house.gateway(), [new_event(one.id, screen="works")])
    again = support.ActivityService.WatchActivity(filter=pb.ActivityFilter(user_id=one.id), resume_token=token)
    assert [change.activity.screen for change in (await again.read()).changes] == ["works"]
    again.cancel()


async def test_the_trail_is_part_of_the_package_and_erasure_ends_it(house: House) -> None:
    officer = await house.operator("petro")
    one, two = (await users_of(house))[:2]
    await record(house.gateway(), [new_event(one.id, ip_address="198.51.100.77"), new_event(two.id)])
    await house.gateway().ActivityService.ReportCrash(crash=new_crash(one.id, message="не число: 12,5"))
    made = await decide(house, await in_progress(officer, privacy.PRIVACY_REQUEST_KIND_ACCESS, one.id))
    stream = officer.PrivacyRequestService.DownloadAccessPackage(id=made.id, format=privacy.PACKAGE_FORMAT_JSON)
    package = json.loads(b"".join([part.chunk async for part in stream]))
    rows = {section["name"]: section["rows"] for section in package["sections"]}
    assert [(row["kind"], row["ip"]) for row in rows["activity_event"]] == [("VISIT", "198.51.100.77")]
    assert [row["message"] for row in rows["crash_report"]] == ["не число: 12,5"]

    stream = officer.PrivacyRequestService.DownloadAccessPackage(id=made.id, format=privacy.PACKAGE_FORMAT_HTML)
    page = b"".join([part.chunk async for part in stream]).decode()
    for said in ("Дії в застосунку", "запуск застосунку", "198.51.100.77", "30 днів", "Збої застосунку"):
        assert said in page, said

    done = await decide(house, await in_progress(officer, privacy.PRIVACY_REQUEST_KIND_ERASURE, one.id))
    assert "залишки" not in done.outcome
    left = await house.app.services.store.read(
        lambda tx: (tx.all(ActivityEvent.select()), CrashReport.select().count(tx.database))
    )
    assert ([row.user_id for row in left[0]], left[1]) == ([decode_id(two.id)], 0)
    (reply,) = await record(house.gateway(), [new_event(one.id)])
    assert [error.rule for error in reply.errors] == ["user.erased"]
    groups = (await (await house.operator("oksana")).ActivityService.ListCrashGroups()).groups
    assert [(group.reports, group.users) for group in groups] == [(1, 0)]


async def test_addresses_are_shortened_then_dropped_and_events_go_after_a_year(house: House) -> None:
    user = (await users_of(house))[0]
    await record(house.gateway(), [new_event(user.id)])
    purge, passed = Purge(house.app.services), 0

    async def kept() -> Any:
        rows = await house.app.services.store.read(
            lambda tx: activity.page(tx, activity.EventFilter(), descending=True, after=None, size=9, skip=0)
        )
        return [(one.ip, one.row.ip_index is not None, one.row.network) for one in rows[0]]

    for days, expected in (
        (29, [("203.0.113.7", True, "203.0.113.0/24")]),
        (31, [("", False, "203.0.113.0/24")]),
        (181, [("", False, "203.0.113.0/24")]),
        (183, [("", False, None)]),
        (364, [("", False, None)]),
        (366, []),
    ):
        house.clock.advance(days=days - passed)
        passed = days
        await purge.turn()
        assert await kept() == expected, days


# -- both engines, in a bare store


def test_every_kind_is_said_in_words_in_a_package() -> None:
    assert values._SAID["activity_event.kind"].keys() == {
        name.removeprefix("ACTIVITY_KIND_") for name, number in pb.ActivityKind.items() if number
    }


def an_event(number: int, at: int, **changes: Any) -> activity.NewEvent:
    made = activity.NewEvent(
        new_id(),
        1,
        uuid.uuid4().bytes,
        number,
        1,
        at,
        at,
        at,
        1,
        b"s",
        b"i",
        "203.0.113.0/24",
        "4.2",
        1,
        "",
        "",
        None,
        "",
    )
    return made._replace(**changes)


async def test_the_purge_finds_what_is_past_its_term_by_an_index_of_its_own(store: Store) -> None:
    """What it has been through it does not meet again, however much of that there is."""
    old, young = START - 40 * DAY_MS, START - DAY_MS
    await store.write(
        lambda tx: activity.add(
            tx,
            [an_event(1, old), an_event(1, old, ip_sealed=None, ip_index=None), an_event(1, young)],
        )
    )
    rules = {rule.columns: rule for rule in retention.rules() if rule.table == "activity_event" and not rule.deletes}
    whole = rules["ip_sealed", "ip_index"]
    taken = await store.write(lambda tx: retention.take(tx, whole, START, 100))
    assert taken.rows == 1

    def plan(tx: Tx, rule: retention.Rule) -> str:
        if tx.postgres:
            tx.sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN " if tx.postgres else "EXPLAIN QUERY PLAN "
        query = f"SELECT at, id FROM activity_event WHERE {rule.condition} LIMIT 100"
        return str(tx.sql(explain + query, rule.cutoffs(START)))

    assert "activity_event_whole" in await store.read(lambda tx: plan(tx, whole))
    if not store.postgres:  # which of two indexes PostgreSQL takes follows from what it knows of the rows
        assert "activity_event_shortened" in await store.read(lambda tx: plan(tx, rules[("network",)]))


async def test_events_are_written_listed_and_told_on_both_engines(store: Store) -> None:
    await store.write(
        lambda tx: users.create(
            tx, 5, phone="+380671112233", email="", first_name="Іван", last_name="Коваль", language=1
        )
    )
    sealed, index = await store.write(
        lambda tx: (tx.seal(5, "activity_event.ip", "203.0.113.7"), activity.ip_index(tx, "203.0.113.7"))
    )
    event = an_event(5, START, ip_sealed=sealed, ip_index=index)
    await store.write(lambda tx: activity.add(tx, [event, an_event(5, START - 1, ip_sealed=None)]))
    assert await store.read(lambda tx: activity.known(tx, 1, [event.event_key, b"0" * 16])) == {event.event_key}
    assert await store.read(lambda tx: activity.known(tx, 2, [event.event_key])) == set()
    found, total = await store.read(
        lambda tx: activity.page(
            tx, activity.EventFilter(user_id=5), descending=True, after=(START + 1, 0), size=9, skip=0
        )
    )
    assert ([(one.row.at, one.ip) for one in found], total) == ([(START, "203.0.113.7"), (START - 1, "")], 2)
    standing = await store.write(lambda tx: activity.standing(tx, [5, 6]))
    assert standing == {5: activity.Standing(users.ACTIVE, False)}
