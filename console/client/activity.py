"""What residents did."""

from collections.abc import AsyncIterator
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from smartregion.v1 import activity_service_pb2 as pb
from smartregion.v1.activity_service_pb2_grpc import ActivityServiceStub
from smartregion.v1.notification_service_pb2 import DevicePlatform

from console import formats
from console.activity import Activity
from console.client import convert
from console.client.listing import Listing, enums, invalid, order, stamp
from console.client.wire import Wire
from console.models import Frame, Page, Query
from console.ports import ClientError


class Activities(Listing[Activity]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = ActivityServiceStub(wire.channel)

    def _filter(self, query: Query) -> pb.ActivityFilter:
        return pb.ActivityFilter(
            user_id=query.get("user"),
            kinds=enums(pb.ActivityKind, query, "kind"),
            app_version=query.get("version"),
            address=query.get("address"),
            before=_instant(query, "before"),
            **{"from": _instant(query, "from")},
        )

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Activity]:
        request = pb.ListActivityRequest(filter=self._filter(query), order_by=order(query, "at"))
        return await self._page(self._stub.ListActivity, request, "activities", to_activity, token, skip, size)

    async def get(self, key: str) -> Activity:
        """The list holds all of it: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Activity]]:
        request = pb.WatchActivityRequest(filter=self._filter(query), resume_token=token, skip_snapshot=not token)
        return self._frames(self._stub.WatchActivity, request, "activity", to_activity)


def _instant(query: Query, name: str) -> Timestamp | None:
    """A day, or a day and minute, as typed; None for none. Raises ClientError."""
    text = query.get(name)
    if not text:
        return None
    try:
        return stamp(formats.parse_instant(text if ":" in text else f"{text} 00:00"))
    except ValueError:
        raise invalid(name, text, ["23.11.2026", "23.11.2026 14:05"]) from None


def to_activity(message: pb.Activity) -> Activity:
    return Activity(
        id=message.id,
        user_id=message.user_id,
        kind=convert.name(pb.ActivityKind, message.kind),
        at=convert.instant(message, "at"),
        device_at=convert.instant(message, "device_at"),
        received_at=convert.instant(message, "received_at"),
        clock=convert.name(pb.DeviceClock, message.clock),
        ip=message.ip_address,
        network=message.network,
        app_version=message.app_version,
        platform=convert.name(DevicePlatform, message.platform),
        os_version=message.os_version,
        device=message.device,
        utility_id=message.utility_id,
        screen=message.screen,
    )
