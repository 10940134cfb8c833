"""Why an operator looks at somebody's data: stated with the call, kept in the audit log beside who and when."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from smartregion.v1.options_pb2 import AuditLevel, LookPurpose, PrincipalKind

from server.call import Call
from server.errors import InvalidField
from server.policy import Method

PURPOSE_KEY, TICKET_KEY = "smartregion-purpose", "smartregion-ticket"
PURPOSES = frozenset(name.removeprefix("LOOK_PURPOSE_") for name, number in LookPurpose.items() if number)
#: The number of a case elsewhere, percent-encoded UTF-8: letters, digits and what stands between them in numbers.
_TICKET = re.compile(r"[\w№#./-]{1,40}")


def stage(method: Method) -> Callable[[Call], None] | None:
    """Notes why an operator looks. Raises InvalidField where the call's policy wants it said and it is not, or where it
    is said wrongly. None for a call that is no look."""
    if method.audit != AuditLevel.AUDIT_LEVEL_LOOK:
        return None

    def note(call: Call) -> None:
        if call.principal.kind != PrincipalKind.PRINCIPAL_KIND_OPERATOR:
            return
        purpose, ticket = call.metadata.get(PURPOSE_KEY, ""), unquote(call.metadata.get(TICKET_KEY, ""))
        if purpose not in PURPOSES and (purpose or method.states_purpose):
            raise InvalidField(PURPOSE_KEY, "look.purpose", f"must say why: one of {', '.join(sorted(PURPOSES))}")
        if ticket and _TICKET.fullmatch(ticket) is None:
            raise InvalidField(TICKET_KEY, "look.ticket", "must be the number of a case, at most 40 characters")
        stated = {"purpose": purpose, "ticket": ticket}
        call.detail.update({key: text for key, text in stated.items() if text})

    return note
