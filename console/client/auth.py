"""Signing in and out, and whether the server is there."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from smartregion.v1 import auth_service_pb2 as pb
from smartregion.v1 import operator_service_pb2 as operator
from smartregion.v1 import options_pb2 as options
from smartregion.v1.auth_service_pb2_grpc import AuthServiceStub

from console.client import convert
from console.client.wire import Wire
from console.models import Operator


class Auth:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._stub: Any = AuthServiceStub(wire.channel)

    async def sign_in(self, login: str, password: str, code: str) -> Operator:
        request = pb.SignInOperatorRequest(login=login, password=password, code=code)
        reply = await self._wire.call(self._stub.SignInOperator, request)
        self._wire.token = reply.token
        return _to_operator(reply.operator, reply.permissions)

    async def change_password(self, old: str, new: str) -> None:
        await self._wire.call(self._stub.ChangePassword, pb.ChangePasswordRequest(old_password=old, new_password=new))

    async def propose_factor(self) -> str:
        reply = await self._wire.call(self._stub.EnrolSecondFactor, pb.EnrolSecondFactorRequest())
        return parse_qs(urlsplit(reply.provisioning_uri).query)["secret"][0]

    async def confirm_factor(self, code: str) -> None:
        await self._wire.call(self._stub.EnrolSecondFactor, pb.EnrolSecondFactorRequest(code=code))

    async def sign_out(self) -> None:
        await self._wire.call(self._stub.SignOut, pb.SignOutRequest())
        self._wire.token = ""

    async def ping(self) -> float:
        return await self._wire.ping()


def _to_operator(message: operator.Operator, permissions: Any) -> Operator:
    return Operator(
        message.id,
        message.login,
        message.display_name,
        tuple(convert.name(operator.OperatorRole, role) for role in message.roles),
        frozenset(convert.name(options.Permission, permission) for permission in permissions),
        message.must_change_password,
        message.second_factor_required and not message.second_factor,
    )
