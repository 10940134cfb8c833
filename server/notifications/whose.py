"""Whose preferences, devices and messages a call is about."""

from typing import Any

from server.call import Call
from server.codec import optional_id
from server.errors import InvalidField, PermissionDenied


def whose(request: Any, call: Call) -> int:
    """The user meant: a resident means themselves. Raises InvalidField, PermissionDenied."""
    stated = optional_id(request.user_id, "user_id")
    if call.principal.is_resident:
        if stated not in (None, call.principal.id):
            raise PermissionDenied("user_id: a resident means themselves only")
        return call.principal.id
    if stated is None:
        raise InvalidField("user_id", "required", "must name a user")
    return stated
