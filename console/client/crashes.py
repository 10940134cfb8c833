"""Crashes of the app, in groups."""

from collections.abc import Iterable
from typing import Any

from smartregion.v1 import activity_service_pb2 as pb
from smartregion.v1.activity_service_pb2_grpc import ActivityServiceStub
from smartregion.v1.notification_service_pb2 import DevicePlatform

from console.activity import CrashGroup, CrashReport
from console.client import convert
from console.client.listing import Listing, enum, enums, order
from console.client.wire import Wire, request_id
from console.models import Page, Query


class Crashes(Listing[CrashGroup]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = ActivityServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[CrashGroup]:
        wanted = pb.CrashGroupFilter(
            states=enums(pb.CrashGroupState, query, "state"),
            platform=enum(DevicePlatform, query, "platform"),
            app_version=query.get("version"),
        )
        request = pb.ListCrashGroupsRequest(filter=wanted, order_by=order(query, "last_seen_at"))
        return await self._page(self._stub.ListCrashGroups, request, "groups", to_group, token, skip, size)

    async def get(self, key: str) -> CrashGroup:
        reply = await self.wire.call(self._stub.GetCrashGroup, pb.GetCrashGroupRequest(id=key))
        return to_group(reply.group, reply.reports)

    async def resolve(self, group: CrashGroup, fixed_version: str) -> CrashGroup:
        request = pb.ResolveCrashGroupRequest(
            id=group.id, etag=group.etag, fixed_version=fixed_version, request_id=request_id()
        )
        return to_group((await self.wire.call(self._stub.ResolveCrashGroup, request)).group)

    async def reopen(self, group: CrashGroup) -> CrashGroup:
        request = pb.ReopenCrashGroupRequest(id=group.id, etag=group.etag, request_id=request_id())
        return to_group((await self.wire.call(self._stub.ReopenCrashGroup, request)).group)


def to_group(message: pb.CrashGroup, last: Iterable[pb.CrashReport] = ()) -> CrashGroup:
    return CrashGroup(
        id=message.id,
        signature=message.signature,
        platform=convert.name(DevicePlatform, message.platform),
        exception_type=message.exception_type,
        frames=tuple(message.frames),
        state=convert.name(pb.CrashGroupState, message.state),
        reports=message.reports,
        users=message.users,
        first_seen_at=convert.instant(message, "first_seen_at"),
        last_seen_at=convert.instant(message, "last_seen_at"),
        versions=tuple((one.app_version, one.reports) for one in message.versions),
        days=tuple(message.days),
        fixed_version=message.fixed_version,
        resolved_by=message.resolved_by,
        resolved_at=convert.instant(message, "resolved_at"),
        allowed_calls=tuple(message.allowed_calls),
        etag=message.etag,
        last=tuple(map(_report, last)),
    )


def _report(message: pb.CrashReport) -> CrashReport:
    return CrashReport(
        convert.instant(message, "at"), message.app_version, message.os_version, message.device, message.message
    )
