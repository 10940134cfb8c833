"""OperatorService: proto in, proto out."""

from typing import Any

from smartregion.v1 import operator_service_pb2 as pb

from server import etags
from server.call import Call
from server.codec import bits, decode_id, encode_id
from server.credentials.passwords import check_strength
from server.errors import AlreadyExists, NotFound
from server.operators import rules
from server.operators.mapping import to_message
from server.operators.workflow import WORKFLOW
from server.services import Calls
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.models.operators import Operator
from storage.repositories import operators, sessions

CHANGEABLE = ("display_name", "roles", "language", "second_factor_required")


class OperatorService(Calls):
    async def CreateOperator(self, request: Any, call: Call) -> pb.CreateOperatorResponse:
        wanted = request.operator
        check_strength(request.password, wanted.login, "password")
        hashed = await self._services.passwords.hash(request.password)
        operator_id = new_id()

        def unit(tx: Tx) -> pb.CreateOperatorResponse:
            row = new_operator(tx, operator_id, wanted.login, wanted.display_name, bits(wanted.roles), hashed)
            row.language = wanted.language or 1
            try:
                operators.create(tx, row)
            except DuplicateValue:
                raise AlreadyExists("operator.login: is taken") from None
            call.target("operator", operator_id)
            return pb.CreateOperatorResponse(operator=to_message(row))

        return await call.write(unit)

    async def UpdateOperator(self, request: Any, call: Call) -> pb.UpdateOperatorResponse:
        operator_id = decode_id(request.operator.id, "operator.id")

        def unit(tx: Tx) -> pb.UpdateOperatorResponse:
            operator = found(tx, operator_id)
            etags.require(request.operator.etag, operator.version, "operator")
            merged = to_message(operator)
            paths = etags.merge(merged, request.operator, request.update_mask, CHANGEABLE, "operator")
            call.validate(merged, "operator")
            values = {path: getattr(merged, path) for path in paths}
            if "roles" in values:
                rules.not_oneself(call.principal.id, operator_id, "changes their own roles")
                values["roles"] = bits(values["roles"])
                rules.an_administrator_stays(administrators(tx), operator.roles, values["roles"])
            changed = change(tx, operator, **values)
            call.target("operator", operator_id)
            call.detail["fields"] = ",".join(paths)
            return pb.UpdateOperatorResponse(operator=to_message(changed))

        return await call.write(unit)

    async def ListOperators(self, request: Any, call: Call) -> pb.ListOperatorsResponse:
        page = self._services.paging.page(request)
        after = page.past(str)
        rows = await call.read(lambda tx: operators.page(tx, after, page.size))
        reply = pb.ListOperatorsResponse(operators=map(to_message, rows))
        page.end(reply, rows, lambda last: (last.login,))
        return reply

    async def DisableOperator(self, request: Any, call: Call) -> pb.DisableOperatorResponse:
        operator_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.DisableOperatorResponse:
            operator = found(tx, operator_id)
            etags.require(request.etag, operator.version, "operator")
            rules.not_oneself(call.principal.id, operator_id, "disables themselves")
            state = WORKFLOW.next(operator.state, "disabled")
            rules.an_administrator_stays(administrators(tx), operator.roles, 0)
            changed = operators.update(tx, operator, state=state)
            sessions.end_all(tx, operator_id=operator_id)
            call.target("operator", operator_id)
            call.detail["reason"] = request.reason
            return pb.DisableOperatorResponse(operator=to_message(changed))

        return await call.write(unit)

    async def ResetSecondFactor(self, request: Any, call: Call) -> pb.ResetSecondFactorResponse:
        operator_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.ResetSecondFactorResponse:
            operator = found(tx, operator_id)
            rules.not_oneself(call.principal.id, operator_id, "resets their own second factor")
            changed = operators.update(
                tx,
                operator,
                totp_enabled=False,
                totp_secret_sealed=None,
                totp_last_step=0,
                failed_attempts=0,
                locked_until=0,
            )
            sessions.end_all(tx, operator_id=operator_id)
            call.target("operator", operator_id)
            call.detail["reason"] = request.reason
            return pb.ResetSecondFactorResponse(operator=to_message(changed))

        return await call.write(unit)


def new_operator(tx: Tx, operator_id: int, login: str, display_name: str, roles: int, password_hash: str) -> Operator:
    """An operator who must change this first password."""
    return Operator(
        id=operator_id,
        login=login,
        display_name=display_name,
        password_hash=password_hash,
        must_change_password=True,
        totp_secret_sealed=None,
        totp_enabled=False,
        second_factor_required=False,
        totp_last_step=0,
        roles=roles,
        state=pb.OperatorState.OPERATOR_STATE_ACTIVE,
        language=1,
        failed_attempts=0,
        locked_until=0,
        last_sign_in_at=None,
        created_at=tx.now,
        version=1,
    )


def found(tx: Tx, operator_id: int) -> Operator:
    """Raises NotFound."""
    operator = operators.by_id(tx, operator_id)
    if operator is None:
        raise NotFound(f"operator {encode_id(operator_id)} not found")
    return operator


def change(tx: Tx, operator: Operator, **values: Any) -> Operator:
    """Raises WrongState."""
    WORKFLOW.next(operator.state, "changed")
    return operators.update(tx, operator, **values)


def administrators(tx: Tx) -> int:
    return operators.active_with_role(tx, rules.ADMINISTRATOR_BIT)
