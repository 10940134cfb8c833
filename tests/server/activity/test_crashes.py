"""Crashes: grouped, counted once, resolved, and open again where they should be gone."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from smartregion.v1 import activity_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import DEVICE_PLATFORM_ANDROID, DEVICE_PLATFORM_IOS

from server.codec import DAY_MS, encode_id, timestamp
from storage.engine.transaction import Tx
from storage.models.activity import CrashDay, CrashReport

from ..conftest import START, House, refused, rid
from .conftest import STACK, new_crash, users_of

S = pb.CrashGroupState


@dataclass
class Desk:
    """Who reports and who looks."""

    house: House

    async def report(self, **changes: Any) -> pb.ReportCrashResponse:
        request_id = changes.pop("request_id", rid())
        made: pb.ReportCrashResponse = await self.house.gateway().ActivityService.ReportCrash(
            crash=new_crash(**changes), request_id=request_id
        )
        return made

    async def groups(self, **wanted: Any) -> list[pb.CrashGroup]:
        support = await self.house.operator("oksana")
        reply = await support.ActivityService.ListCrashGroups(filter=pb.CrashGroupFilter(**wanted))
        return list(reply.groups)

    async def the_group(self) -> pb.CrashGroup:
        (group,) = await self.groups()
        return group

    async def resolve(self, fixed_version: str = "") -> pb.CrashGroup:
        group, support = await self.the_group(), await self.house.operator("oksana")
        reply = await support.ActivityService.ResolveCrashGroup(
            id=group.id, etag=group.etag, fixed_version=fixed_version
        )
        changed: pb.CrashGroup = reply.group
        return changed


async def test_crashes_with_one_signature_are_one_group_with_its_counts(house: House) -> None:
    desk = Desk(house)
    one, two = (await users_of(house))[:2]
    for user, version, back in ((one.id, "4.2.1", 0), (one.id, "4.10", 0), (two.id, "4.10", 1), ("", "4.10", 9)):
        frames = [frame.replace("142", str(back + 10)) for frame in STACK]
        await desk.report(
            user_id=user, app_version=version, frames=frames, happened_at=timestamp(START - back * DAY_MS - 1)
        )
    other = await desk.report(platform=DEVICE_PLATFORM_IOS)
    groups = await desk.groups(platform=DEVICE_PLATFORM_ANDROID)
    assert len(groups) == 1
    group = groups[0]
    assert (group.reports, group.users, group.state) == (4, 2, S.CRASH_GROUP_STATE_OPEN)
    assert [(one.app_version, one.reports) for one in group.versions] == [("4.10", 3), ("4.2.1", 1)]
    assert (group.days[-1], group.days[-2], group.days[-10], sum(group.days), len(group.days)) == (2, 1, 1, 4, 30)
    assert group.first_seen_at.ToMilliseconds() == START - 9 * DAY_MS - 1
    assert group.last_seen_at.ToMilliseconds() == START - 1
    assert group.last_version == "4.10"
    assert group.frames[0] == "ua.smart.meter.ReadingForm.send(ReadingForm.kt)"
    assert not any(user.id in str(group) for user in (one, two))
    assert [one.id for one in await desk.groups(platform=DEVICE_PLATFORM_IOS)] == [other.group_id]
    assert {one.id for one in await desk.groups(app_version="4.2.1")} == {group.id, other.group_id}
    assert await desk.groups(app_version="9") == []


async def test_a_report_is_counted_once_however_late_it_is_sent_again(house: House) -> None:
    desk, request_id = Desk(house), rid()
    first = await desk.report(request_id=request_id)
    assert not first.duplicate
    assert await desk.report(request_id=request_id) == first
    house.clock.advance(days=3)
    await house.app.chores["purge replies"].work()
    house.forget_sessions()
    again = await desk.report(request_id=request_id, message="інше")
    assert again.duplicate
    assert again.group_id == first.group_id
    assert (await desk.the_group()).reports == 1


async def test_a_group_that_was_resolved_opens_again_behind_the_version_that_has_the_fix(house: House) -> None:
    desk = Desk(house)
    await desk.report(app_version="4.2")
    group = await desk.resolve("4.10")
    assert (group.state, group.fixed_version, group.resolved_by != "") == (S.CRASH_GROUP_STATE_RESOLVED, "4.10", True)
    assert group.allowed_calls == ["ReopenCrashGroup"]
    for version, state in (
        ("4.2", S.CRASH_GROUP_STATE_RESOLVED),
        ("4.9.9", S.CRASH_GROUP_STATE_RESOLVED),
        ("4.10-beta", S.CRASH_GROUP_STATE_RESOLVED),
        ("4.10", S.CRASH_GROUP_STATE_REOPENED),
    ):
        await desk.report(app_version=version)
        assert (await desk.the_group()).state == state, version
    assert (await desk.the_group()).reports == 5
    assert (await desk.the_group()).etag != group.etag


async def test_without_a_version_whatever_comes_behind_the_last_one_opens_it(house: House) -> None:
    desk = Desk(house)
    await desk.report(app_version="4.2")
    await desk.resolve()
    await desk.report(app_version="4.1")
    assert (await desk.the_group()).state == S.CRASH_GROUP_STATE_RESOLVED
    await desk.report(app_version="4.3")
    group = await desk.the_group()
    assert (group.state, group.last_version) == (S.CRASH_GROUP_STATE_REOPENED, "4.3")
    assert [one.id for one in await desk.groups(states=[S.CRASH_GROUP_STATE_REOPENED])] == [group.id]


async def test_a_group_that_was_resolved_by_mistake_is_opened_by_hand_and_nothing_else_is_allowed(
    house: House,
) -> None:
    desk = Desk(house)
    await desk.report()
    group, support = await desk.the_group(), await house.operator("oksana")
    told = await refused(support.ActivityService.ReopenCrashGroup(id=group.id, etag=group.etag))
    assert told.reason == "WRONG_STATE"
    group = await desk.resolve()
    told = await refused(support.ActivityService.ResolveCrashGroup(id=group.id, etag="7"))
    assert told.reason == "STALE_ETAG"
    told = await refused(support.ActivityService.ResolveCrashGroup(id=group.id, etag=group.etag))
    assert told.reason == "WRONG_STATE"
    again = await support.ActivityService.ReopenCrashGroup(id=group.id, etag=group.etag)
    assert again.group.state == S.CRASH_GROUP_STATE_REOPENED
    assert (await refused(support.ActivityService.GetCrashGroup(id=encode_id(7)))).reason == "NOT_FOUND"


async def test_a_message_is_sealed_and_shown_with_its_group_alone(house: House) -> None:
    desk, secret = Desk(house), "у полі було: Коваль Олена"
    user = (await users_of(house))[0]
    await desk.report(user_id=user.id, message=secret)
    await desk.report(user_id="", message=f"{secret} 2")
    rows = await house.app.services.store.read(lambda tx: tx.all(CrashReport.select()))
    assert not any(secret.encode() in bytes(row.message_sealed) for row in rows)
    support = await house.operator("oksana")
    reply = await support.ActivityService.GetCrashGroup(id=(await desk.the_group()).id)
    assert [one.message for one in reply.reports] == [f"{secret} 2", secret]
    assert secret not in str(await desk.the_group())


async def test_users_who_are_not_there_are_named_and_no_crash_is_counted(house: House) -> None:
    desk = Desk(house)
    user = (await users_of(house))[0]
    told = await refused(desk.report(user_id=encode_id(77)))
    assert (told.reason, "crash.user_id" in told.message) == ("NOT_FOUND", True)

    def unit(tx: Tx) -> None:
        tx.sql("UPDATE app_user SET restricted = ?", (True,))

    await house.app.services.store.write(unit)
    gateway = house.client(house.access.gateway_key, ("accept-language", "uk"))
    told = await refused(gateway.ActivityService.ReportCrash(crash=new_crash(user.id)))
    assert told.reason == "CONFLICT"
    assert told.localized.startswith("Обробку даних цього абонента обмежено")
    assert await desk.groups() == []


@pytest.mark.parametrize(
    ("version", "rule"),
    [
        ("", "string.min_len"),
        ("4" * 41, "string.max_len"),
        ("4.2\n", "string.line"),
        ("4.2\x00", "string.line"),
        ("4.2\u202e1", "string.line"),
        ("4.2\x9b2J", "string.line"),
        (" 4.2", "string.line"),
    ],
)
async def test_a_version_is_one_short_line_that_can_be_shown(house: House, version: str, rule: str) -> None:
    """Versions stand in lists and are compared with each other: of a report, and of what resolves it."""
    desk = Desk(house)
    told = await refused(desk.report(app_version=version))
    assert ("crash.app_version", rule) in told.violations
    if version:
        await desk.report()
        told = await refused(desk.resolve(version))
        assert ("fixed_version", rule) in told.violations


async def test_a_clock_years_off_does_not_move_a_group_out_of_its_days(house: House) -> None:
    desk = Desk(house)
    ahead = await desk.report(happened_at=timestamp(START + 900 * DAY_MS))
    behind = await desk.report(happened_at=timestamp(0))
    assert (ahead.clock, behind.clock) == (pb.DEVICE_CLOCK_AHEAD, pb.DEVICE_CLOCK_BEHIND)
    group = await desk.the_group()
    assert group.days[-1] == 2
    assert group.first_seen_at.ToMilliseconds() == group.last_seen_at.ToMilliseconds() == START


async def test_days_are_counted_for_a_year(house: House) -> None:
    desk = Desk(house)
    await desk.report()
    passed = 0
    for days, left in ((364, 1), (367, 0)):
        house.clock.advance(days=days - passed)
        passed = days
        await house.app.chores["purge crash days"].work()
        rows = await house.app.services.store.read(lambda tx: CrashDay.select().count(tx.database))
        assert rows == left, days


async def test_many_report_one_crash_at_the_same_moment_on_postgresql(postgres_house: House) -> None:
    desk = Desk(postgres_house)
    replies = await asyncio.gather(*(desk.report() for _ in range(40)))
    assert len({reply.group_id for reply in replies}) == 1
    group = await desk.the_group()
    assert (group.reports, group.days[-1]) == (40, 40)
