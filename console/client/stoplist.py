"""The stop list: phones and addresses to which nothing is sent but duties."""

from typing import Any

from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.notification_service_pb2_grpc import NotificationServiceStub

from console.client import convert_delivery
from console.client.convert import number
from console.client.listing import Listing, enum
from console.client.wire import Wire, request_id
from console.delivery import Stopped
from console.models import Page, Query
from console.ports import ClientError


class StopList(Listing[Stopped]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = NotificationServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Stopped]:
        """The newest first; the contract knows no other order."""
        request = pb.ListSuppressedContactsRequest(
            channel=enum(pb.NotificationChannel, query, "channel"), user_id=query.get("user")
        )
        return await self._page(
            self._stub.ListSuppressedContacts, request, "contacts", convert_delivery.to_stopped, token, skip, size
        )

    async def get(self, key: str) -> Stopped:
        """The list holds all of it: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)

    async def suppress(self, user_id: str, channel: str, reason: str, note: str) -> Stopped:
        request = pb.SuppressContactRequest(
            user_id=user_id,
            channel=number(pb.NotificationChannel, channel),
            reason=number(pb.ContactSuppressionReason, reason),
            note=note,
            request_id=request_id(),
        )
        return convert_delivery.to_stopped((await self.wire.call(self._stub.SuppressContact, request)).contact)

    async def release(self, row: Stopped) -> None:
        request = pb.ReleaseContactRequest(id=row.id, request_id=request_id())
        await self.wire.call(self._stub.ReleaseContact, request)
