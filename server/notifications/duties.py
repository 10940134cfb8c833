"""What nobody can switch off is not anybody's to send: a duty is told to people without their wish, so that advertising
in its clothes would reach all."""

from smartregion.v1.options_pb2 import Permission

from server.call import Call
from server.errors import PermissionDenied
from server.notifications.categories import CATEGORIES


def check(call: Call, category: int, field: str) -> None:
    """Raises PermissionDenied where an operator sends or words a duty and may not."""
    duty = Permission.PERMISSION_DUTIES_SEND
    if CATEGORIES[category].fixed and call.principal.is_operator and duty not in call.principal.permissions:
        raise PermissionDenied(f"{field}: is of a duty that nobody can switch off; it needs {Permission.Name(duty)}")
