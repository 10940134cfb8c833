"""Who may be given work: active operators whose roles allow it."""

from smartregion.v1.operator_service_pb2 import OperatorRole, OperatorState
from smartregion.v1.options_pb2 import Permission

from server import policy
from server.codec import encode_id, from_bits
from server.errors import InvalidField, NotFound
from storage.engine.transaction import Tx
from storage.models.operators import Operator
from storage.repositories import operators


def able(tx: Tx, operator_id: int, permission: Permission, rule: str, work: str) -> Operator:
    """An operator who may be given the work of a permission, said in words. Raises NotFound, InvalidField under the
    rule."""
    operator = operators.by_id(tx, operator_id)
    if operator is None:
        raise NotFound(f"operator {encode_id(operator_id)} not found")
    roles = [role for role in from_bits(operator.roles) if role in OperatorRole.values()]
    may = any(permission in policy.role_permissions(role) for role in roles)
    if operator.state != OperatorState.OPERATOR_STATE_ACTIVE or not may:
        raise InvalidField("assignee_id", rule, f"must be an active operator who works on {work}")
    return operator
