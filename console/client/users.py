"""Users, their accounts and their preferences."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from google.protobuf.field_mask_pb2 import FieldMask
from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import notification_service_pb2 as notification
from smartregion.v1 import user_service_pb2 as pb
from smartregion.v1.account_service_pb2_grpc import AccountServiceStub
from smartregion.v1.notification_service_pb2_grpc import NotificationServiceStub
from smartregion.v1.user_service_pb2_grpc import UserServiceStub

from console.client import convert, convert_messages
from console.client.listing import Listing, enum, enums, order
from console.client.wire import Wire, request_id
from console.messages import Preference
from console.models import Account, Frame, Page, Query, User


class Users(Listing[User]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = UserServiceStub(wire.channel)
        self._accounts: Any = AccountServiceStub(wire.channel)
        self._notifications: Any = NotificationServiceStub(wire.channel)

    def _filter(self, query: Query) -> pb.UserFilter:
        return pb.UserFilter(
            states=enums(pb.UserState, query, "state"),
            language=enum(common.Language, query, "language"),
            city=query.get("city"),
            street=query.get("street"),
            query=query.get("text"),
        )

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[User]:
        request = pb.ListUsersRequest(filter=self._filter(query), order_by=order(query, "created_at"))
        return await self._page(self._stub.ListUsers, request, "users", convert.to_user, token, skip, size)

    async def get(self, key: str) -> User:
        return convert.to_user((await self.wire.call(self._stub.GetUser, pb.GetUserRequest(id=key))).user)

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[User]]:
        request = pb.WatchUsersRequest(filter=self._filter(query), resume_token=token, skip_snapshot=True)
        return self._frames(self._stub.WatchUsers, request, "user", convert.to_user)

    async def block(self, user: User, reason: str) -> User:
        request = pb.BlockUserRequest(id=user.id, etag=user.etag, reason=reason, request_id=request_id())
        return convert.to_user((await self.wire.call(self._stub.BlockUser, request)).user)

    async def unblock(self, user: User, reason: str) -> User:
        request = pb.UnblockUserRequest(id=user.id, etag=user.etag, reason=reason, request_id=request_id())
        return convert.to_user((await self.wire.call(self._stub.UnblockUser, request)).user)

    async def update(self, user: User, values: Mapping[str, str], reason: str = "") -> User:
        request = pb.UpdateUserRequest(
            user=pb.User(id=user.id, etag=user.etag, **_fields(values)),
            update_mask=FieldMask(paths=list(values)),
            reason=reason,
            request_id=request_id(),
        )
        return convert.to_user((await self.wire.call(self._stub.UpdateUser, request)).user)

    async def accounts(self, user_id: str) -> Sequence[Account]:
        return await self._found(account.AccountFilter(user_id=user_id))

    async def accounts_by_number(self, number: str) -> Sequence[Account]:
        return await self._found(account.AccountFilter(number=number))

    async def _found(self, wanted: account.AccountFilter) -> Sequence[Account]:
        reply = await self.wire.call(self._accounts.ListAccounts, account.ListAccountsRequest(filter=wanted))
        return [convert.to_account(one) for one in reply.accounts]

    async def link(self, user_id: str, account_id: str) -> None:
        request = account.LinkAccountRequest(user_id=user_id, account_id=account_id, request_id=request_id())
        await self.wire.call(self._accounts.LinkAccount, request)

    async def unlink(self, user_id: str, account_id: str) -> None:
        request = account.UnlinkAccountRequest(user_id=user_id, account_id=account_id, request_id=request_id())
        await self.wire.call(self._accounts.UnlinkAccount, request)

    async def preferences(self, user_id: str) -> Sequence[Preference]:
        request = notification.GetPreferencesRequest(user_id=user_id)
        reply = await self.wire.call(self._notifications.GetPreferences, request)
        return [convert_messages.to_preference(one) for one in reply.preferences]

    async def set_preference(self, user_id: str, category: str, channel: str, on: bool, evidence: str) -> None:
        asked = notification.GetPreferencesRequest(user_id=user_id)
        current = await self.wire.call(self._notifications.GetPreferences, asked)
        wish = notification.Preference(
            category=convert.number(notification.NotificationCategory, category),
            channel=convert.number(notification.NotificationChannel, channel),
            enabled=on,
        )
        request = notification.UpdatePreferencesRequest(
            user_id=user_id, etag=current.etag, preferences=[wish], evidence=evidence, request_id=request_id()
        )
        await self.wire.call(self._notifications.UpdatePreferences, request)


def _fields(values: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = dict(values)
    if "language" in made:
        made["language"] = convert.number(common.Language, made["language"])
    return made
