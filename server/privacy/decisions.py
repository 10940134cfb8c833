"""What an approved decision does, by kind of request."""

from collections.abc import Callable

from smartregion.v1.notification_service_pb2 import PreferenceOrigin
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K

from server.call import Call
from server.errors import Conflict
from server.notifications import preferences
from server.notifications.categories import Choice
from server.privacy import wording
from server.privacy.kinds import OWN_DATA
from server.users import rules
from server.users.service import taken
from server.users.workflow import WORKFLOW as USERS
from storage.engine.transaction import Tx
from storage.repositories import users
from storage.repositories.privacy import Request
from storage.repositories.users import Person

_RULES: dict[str, Callable[[str], str]] = {
    "phone": lambda text: rules.mobile(text, "rectifications.value"),
    "email": rules.email,
    "first_name": rules.name,
    "last_name": rules.name,
}


def corrected(field: str, value: str) -> str:
    """A value as the user's field takes it. Raises InvalidField."""
    return _RULES[field](value)


def carry_out(tx: Tx, request: Request, call: Call) -> str:
    """Does what was decided, but for an erasure, which has stages of its own; the outcome in both languages."""
    person = users.get_any(tx, request.row.user_id) if request.row.user_id else None
    match request.row.kind:
        case K.PRIVACY_REQUEST_KIND_ACCESS | K.PRIVACY_REQUEST_KIND_COPY:
            return wording.both(wording.OUTCOMES["fulfilled" if person else "unknown"])
        case K.PRIVACY_REQUEST_KIND_RECTIFICATION:
            _rectify(tx, request, known(person))
        case K.PRIVACY_REQUEST_KIND_RESTRICTION:
            users.update(tx, known(person), restricted=True)
        case K.PRIVACY_REQUEST_KIND_OBJECTION:
            _switch_off(tx, request, known(person), call, frozenset({Choice.OPT_OUT, Choice.OPT_IN}))
        case K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL:
            _switch_off(tx, request, known(person), call, frozenset({Choice.OPT_IN}))
        case kind if kind not in OWN_DATA:
            return wording.both(wording.OUTCOMES["answered"])
    return wording.both(wording.OUTCOMES["fulfilled"])


def known(person: Person | None) -> Person:
    """Raises Conflict where the applicant was found to be nobody registered."""
    if person is None:
        raise Conflict("user_id: the request names no user, so there is nothing to carry out; refuse it instead")
    return person


def _rectify(tx: Tx, request: Request, person: Person) -> None:
    USERS.next(person.row.state, "changed")
    with taken():
        users.update(tx, person, **{field: corrected(field, value) for field, value in request.rectifications})


def _switch_off(tx: Tx, request: Request, person: Person, call: Call, only: frozenset[Choice]) -> None:
    evidence = preferences.Evidence(
        PreferenceOrigin.PREFERENCE_ORIGIN_PRIVACY_REQUEST,
        call.principal.kind,
        call.principal.id,
        request.row.number,
    )
    preferences.all_off(tx, person, evidence, only=only)
    users.touch(tx, [person.id])
