"""What must hold among operators. Pure."""

from smartregion.v1.operator_service_pb2 import OperatorRole

from server.errors import Conflict, PermissionDenied

ADMINISTRATOR_BIT = 1 << OperatorRole.OPERATOR_ROLE_ADMINISTRATOR


def not_oneself(caller: int, operator: int, what: str) -> None:
    """Raises PermissionDenied where somebody changes their own standing."""
    if caller == operator:
        raise PermissionDenied(f"nobody {what}")


def an_administrator_stays(administrators: int, roles: int, roles_after: int) -> None:
    """Raises Conflict where nobody would be left to administer; `administrators` are the active ones now."""
    if roles & ADMINISTRATOR_BIT and not roles_after & ADMINISTRATOR_BIT and administrators <= 1:
        raise Conflict("the last active administrator must stay one")
