"""May they call this: by kind of principal and permission, from the options of the call."""

from collections.abc import Callable

from smartregion.v1.options_pb2 import Permission, PrincipalKind

from server.call import Call
from server.errors import PermissionDenied, Unauthenticated
from server.policy import Method, asked_in_vain, ordered_in_vain

#: What somebody who must change their password may still do.
WITH_OLD_PASSWORD = frozenset({"AuthService.ChangePassword", "AuthService.SignOut", "AuthService.ListSessions"})
#: What somebody who must set up a second factor may still do.
WITHOUT_SECOND_FACTOR = WITH_OLD_PASSWORD | {"AuthService.EnrolSecondFactor"}


def may_ask(call: Call) -> None:
    """Raises PermissionDenied where a partner asks by, or orders by, what it may not see."""
    if call.principal.is_partner:
        seen = call.principal.data_classes
        asked = asked_in_vain(call.method, call.request, seen)
        if asked is None:
            asked = ordered_in_vain(call.request, call.method.reply_type, seen)
        if asked is not None:
            field, _, needed = asked.partition(": ")
            raise PermissionDenied(f"{field}: needs a grant of the data class {needed}")


def stage(method: Method) -> Callable[[Call], None]:
    """Raises PermissionDenied, or Unauthenticated where somebody is needed and nobody came."""
    needed = Permission.Name(method.permission)
    callers = " and ".join(
        PrincipalKind.Name(kind).removeprefix("PRINCIPAL_KIND_").lower() + "s" for kind in sorted(method.principals)
    )
    open_to_all = PrincipalKind.PRINCIPAL_KIND_ANONYMOUS in method.principals

    def authorise(call: Call) -> None:
        principal = call.principal
        if open_to_all:
            return
        if principal.kind == PrincipalKind.PRINCIPAL_KIND_ANONYMOUS:
            raise Unauthenticated(f"{method.full_name} needs credentials in the authorization metadata")
        if principal.kind not in method.principals:
            raise PermissionDenied(f"{method.full_name} is for {callers} only")
        if method.permission not in principal.permissions:
            raise PermissionDenied(f"{method.full_name} needs {needed}")
        if principal.must_change_password and method.full_name not in WITH_OLD_PASSWORD:
            raise PermissionDenied("the password must be changed first (AuthService.ChangePassword)")
        if principal.must_enrol and method.full_name not in WITHOUT_SECOND_FACTOR:
            raise PermissionDenied("a second factor must be set up first (AuthService.EnrolSecondFactor)")

    return authorise
