"""ActivityService: proto in, proto out."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any
from uuid import UUID

from smartregion.v1 import activity_service_pb2 as pb
from smartregion.v1.user_service_pb2 import USER_STATE_ERASED

from server import etags, pushing
from server.activity import clocks, ingest, versions
from server.activity.mapping import (
    acknowledged,
    activity_message,
    group_messages,
    report_message,
    stated_user,
    to_filter,
)
from server.activity.rows import Reader
from server.activity.signature import signature
from server.activity.workflow import RESOLVED, WORKFLOW
from server.call import Call
from server.codec import decode_id, encode_id, milliseconds, optional_id
from server.errors import Conflict, InvalidField, NotFound
from server.services import Calls, Services
from server.watching import Whose
from storage.days import iso_day
from storage.engine.feed import Topic
from storage.engine.ids import new_id
from storage.engine.store import Batch as Door
from storage.engine.transaction import Tx
from storage.models.activity import CrashGroup, CrashReport
from storage.repositories import activity, crashes


class ActivityService(Calls):
    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._reader = Reader(services.validator.check)
        self._events: Door[ingest.Batch, list[ingest.Outcome]] = services.store.batch(ingest.take)

    # -- what residents did

    async def RecordActivity(
        self, requests: AsyncIterator[Any], call: Call
    ) -> AsyncIterator[pb.RecordActivityResponse]:
        gateway_id, read = call.principal.id, self._reader.read

        def batch(request: Any) -> ingest.Batch:
            return ingest.Batch(gateway_id, [read(row) for row in request.events])

        async for part, outcomes in pushing.taken(pushing.parts(requests, batch), self._events):
            yield acknowledged(part, outcomes)

    async def ListActivity(self, request: Any, call: Call) -> pb.ListActivityResponse:
        page = self._services.paging.page(request)
        after = (int(page.after[0]), int(page.after[1])) if page.after else None
        wanted = to_filter(request.filter, _whose(request, call))
        events, total = await call.read(
            lambda tx: activity.page(
                tx, wanted, descending=request.order_by != "at", after=after, size=page.size, skip=page.skip
            )
        )
        if wanted.user_id is not None:
            call.target("user", wanted.user_id, wanted.user_id)
        call.showed(len(events), (event.row.user_id for event in events))
        reply = pb.ListActivityResponse(activities=map(activity_message, events), total_size=total)
        if len(events) == page.size:
            last = events[-1].row
            reply.next_page_token = self._services.paging.next_token(request, (last.at, last.id))
        return reply

    async def WatchActivity(self, request: Any, call: Call) -> AsyncIterator[pb.WatchActivityResponse]:
        wanted = to_filter(request.filter, stated_user(request.filter))
        frames = self._services.watching.watch(
            call,
            request,
            Topic.ACTIVITY,
            lambda tx, last, size: [
                (event.row.id, activity_message(event)) for event in activity.behind(tx, wanted, last, size)
            ],
            lambda tx, ids: {event.row.id: activity_message(event) for event in activity.watched(tx, wanted, ids)},
            "activity",
            whose=Whose.of("user_id"),
        )
        async for frame in frames:
            yield frame

    # -- where the app broke

    async def ReportCrash(self, request: Any, call: Call) -> pb.ReportCrashResponse:
        crash, key = request.crash, UUID(request.request_id).bytes
        user_id = optional_id(crash.user_id, "crash.user_id")
        known_by = signature(crash.platform, crash.exception_type, crash.frames)

        def unit(tx: Tx) -> pb.ReportCrashResponse:
            before = crashes.reported(tx, call.principal.id, key)
            if before is not None:
                group = _found(tx, before.group_id)
                return _reported(group, before.clock, duplicate=True)
            _check_user(tx, user_id)
            at, clock = clocks.counted(milliseconds(crash.happened_at), tx.now)
            group = crashes.of_signature(tx, known_by, at, crash.app_version)
            report = CrashReport(
                id=new_id(),
                gateway_id=call.principal.id,
                report_key=key,
                group_id=group.id,
                user_id=user_id,
                at=at,
                device_at=milliseconds(crash.happened_at),
                received_at=tx.now,
                clock=clock,
                app_version=crash.app_version,
                os_version=crash.os_version,
                device=crash.device,
            )
            crashes.add(
                tx,
                group,
                report,
                crash.message,
                iso_day(at),
                state=_state_after(group, crash.app_version),
                version=max(group.last_version, crash.app_version, key=versions.order),
            )
            return _reported(group, clock, duplicate=False)

        return await call.write(unit)

    async def ListCrashGroups(self, request: Any, call: Call) -> pb.ListCrashGroupsResponse:
        page = self._services.paging.page(request)
        after = (int(page.after[0]), int(page.after[1])) if page.after else None
        wanted = request.filter

        def query(tx: Tx) -> tuple[list[CrashGroup], list[pb.CrashGroup], int]:
            rows, total = crashes.page(
                tx,
                tuple(wanted.states),
                wanted.platform,
                wanted.app_version,
                descending=request.order_by != "last_seen_at",
                after=after,
                size=page.size,
                skip=page.skip,
            )
            return rows, group_messages(tx, rows), total

        rows, messages, total = await call.read(query)
        reply = pb.ListCrashGroupsResponse(groups=messages, total_size=total)
        if len(rows) == page.size:
            reply.next_page_token = self._services.paging.next_token(request, (rows[-1].last_seen_at, rows[-1].id))
        return reply

    async def GetCrashGroup(self, request: Any, call: Call) -> pb.GetCrashGroupResponse:
        group_id = decode_id(request.id)
        call.target("crash_group", group_id)

        def query(tx: Tx) -> tuple[pb.CrashGroup, list[crashes.Report]]:
            return group_messages(tx, [_found(tx, group_id)])[0], crashes.last_reports(tx, group_id)

        group, reports = await call.read(query)
        call.showed_of(report.row.user_id or 0 for report in reports if report.message)
        return pb.GetCrashGroupResponse(group=group, reports=map(report_message, reports))

    async def ResolveCrashGroup(self, request: Any, call: Call) -> pb.ResolveCrashGroupResponse:
        def unit(tx: Tx, group_id: int) -> pb.ResolveCrashGroupResponse:
            group = _found(tx, group_id)
            etags.require(request.etag, group.version, "crash group")
            state = WORKFLOW.next(group.state, "resolved")
            call.target("crash_group", group.id)
            changed = crashes.update(
                tx,
                group,
                state=state,
                fixed_version=request.fixed_version,
                resolved_by_id=call.principal.id,
                resolved_at=tx.now,
            )
            return pb.ResolveCrashGroupResponse(group=group_messages(tx, [changed])[0])

        return await call.write(partial(unit, group_id=decode_id(request.id)))

    async def ReopenCrashGroup(self, request: Any, call: Call) -> pb.ReopenCrashGroupResponse:
        def unit(tx: Tx, group_id: int) -> pb.ReopenCrashGroupResponse:
            group = _found(tx, group_id)
            etags.require(request.etag, group.version, "crash group")
            state = WORKFLOW.next(group.state, "reopened")
            call.target("crash_group", group.id)
            changed = crashes.update(tx, group, state=state)
            return pb.ReopenCrashGroupResponse(group=group_messages(tx, [changed])[0])

        return await call.write(partial(unit, group_id=decode_id(request.id)))


def _whose(request: Any, call: Call) -> int | None:
    """Whose events are listed. Raises InvalidField."""
    stated = stated_user(request.filter)
    if not call.principal.is_resident:
        return stated
    if stated not in (None, call.principal.id):
        raise InvalidField("filter.user_id", "privacy.own", "must be empty: residents ask about themselves")
    return call.principal.id


def _check_user(tx: Tx, user_id: int | None) -> None:
    """Raises NotFound, Conflict."""
    if user_id is None:
        return
    standing = activity.standing(tx, [user_id]).get(user_id)
    if standing is None or standing.state == USER_STATE_ERASED:
        raise NotFound(f"crash.user_id: user {encode_id(user_id)} not found")
    if standing.restricted:
        raise Conflict("crash.user_id: the user had the processing of their data restricted; report it without them")


def _state_after(group: CrashGroup, version: str) -> int:
    """The state of a group once it came up in a version. What was resolved opens again where it should be gone."""
    if group.state != RESOLVED:
        return group.state
    if group.fixed_version:
        gone = not versions.behind(group.fixed_version, version)
    else:
        gone = versions.behind(version, group.last_version)
    return int(WORKFLOW.next(group.state, "reopened")) if gone else group.state


def _reported(group: CrashGroup, clock: int, *, duplicate: bool) -> pb.ReportCrashResponse:
    return pb.ReportCrashResponse(
        group_id=encode_id(group.id), signature=bytes(group.signature).hex(), duplicate=duplicate, clock=clock
    )


def _found(tx: Tx, group_id: int) -> CrashGroup:
    """Raises NotFound."""
    group = crashes.by_id(tx, group_id)
    if group is None:
        raise NotFound(f"crash group {encode_id(group_id)} not found")
    return group
