"""What is done from an alert: each by the very function of the call that is made for it, and with its permission."""

from collections.abc import Callable
from dataclasses import dataclass

from smartregion.v1.alert_service_pb2 import ActionKind as A
from smartregion.v1.options_pb2 import Permission as P

from server.auth.reporting import end_sessions
from server.auth.service import REPORTS_OTHERS
from server.call import Call
from server.codec import encode_id
from server.errors import InvalidField, NotFound, PermissionDenied
from server.operators import service as operator_calls
from server.partners import keys
from server.principal import Principal
from server.users import service as user_calls
from storage.engine.transaction import Tx
from storage.models.alerts import ADDRESS, DEVICE, KEY, OPERATOR, USER, Alert
from storage.repositories import alerts, partners, sessions

#: Does it to somebody, by number, for a reason.
Do = Callable[[Tx, Call, int, str], None]


@dataclass(frozen=True)
class Way:
    """How an action is done to a kind of subject. Any one of the permissions will do."""

    permissions: frozenset[int]
    target: str
    do: Do


def _block_user(tx: Tx, call: Call, user_id: int, reason: str) -> None:
    user_calls.block(tx, user_calls.found(tx, user_id, call), reason)


def _end_sessions_of_user(tx: Tx, call: Call, user_id: int, reason: str) -> None:
    user_calls.found(tx, user_id, call)
    ended, _ = end_sessions(tx, user_id)
    call.detail["ended"] = str(ended)


def _end_sessions_of_operator(tx: Tx, call: Call, operator_id: int, reason: str) -> None:
    operator_calls.found(tx, operator_id)
    call.detail["ended"] = str(sessions.end_all(tx, operator_id=operator_id))


def _revoke_key(tx: Tx, call: Call, key_id: int, reason: str) -> None:
    key = partners.key_by_id(tx, key_id)
    if key is None:
        raise NotFound(f"key {encode_id(key_id)} not found")
    keys.revoke(tx, key)


def _require_second_factor(tx: Tx, call: Call, operator_id: int, reason: str) -> None:
    operator_calls.change(tx, operator_calls.found(tx, operator_id), second_factor_required=True)


_ADMINISTERS = frozenset({P.PERMISSION_OPERATORS_WRITE})
WAYS: dict[tuple[int, int], Way] = {
    (A.ACTION_KIND_BLOCK_USER, USER): Way(frozenset({P.PERMISSION_USERS_BLOCK}), "user", _block_user),
    (A.ACTION_KIND_END_SESSIONS, USER): Way(REPORTS_OTHERS, "user", _end_sessions_of_user),
    (A.ACTION_KIND_END_SESSIONS, OPERATOR): Way(_ADMINISTERS, "operator", _end_sessions_of_operator),
    (A.ACTION_KIND_REVOKE_KEY, KEY): Way(frozenset({P.PERMISSION_PARTNERS_WRITE}), "partner_key", _revoke_key),
    (A.ACTION_KIND_REQUIRE_SECOND_FACTOR, OPERATOR): Way(_ADMINISTERS, "operator", _require_second_factor),
}


def _acts_on(subject_kind: int) -> int:
    """What is acted on: behind an address or a device are users."""
    return USER if subject_kind in (ADDRESS, DEVICE) else subject_kind


def open_to(principal: Principal, subject_kind: int) -> list[int]:
    """Actions that somebody may do about a kind of subject."""
    kind = _acts_on(subject_kind)
    return [
        action for (action, about), way in WAYS.items() if about == kind and way.permissions & principal.permissions
    ]


def act(tx: Tx, call: Call, row: Alert, action: int, user_id: int | None, reason: str) -> int | None:
    """Does it; the user to whom, where it was one. Raises InvalidField, PermissionDenied, NotFound, WrongState."""
    kind = _acts_on(row.subject_kind)
    way = WAYS.get((action, kind))
    if way is None:
        raise InvalidField("action", "alert.action", "can't be done to the subject of this alert")
    if not way.permissions & call.principal.permissions:
        needed = " or ".join(sorted(P.Name(P.ValueType(number)) for number in way.permissions))
        raise PermissionDenied(f"action: needs {needed}")
    number = _target(tx, row, kind, user_id)
    way.do(tx, call, number, reason)
    whose = number if kind == USER else None
    call.target(way.target, number, whose or 0)
    return whose


def _target(tx: Tx, row: Alert, kind: int, user_id: int | None) -> int:
    """Whom or what it is done to. Raises InvalidField."""
    if row.subject_kind in (ADDRESS, DEVICE):
        if user_id is None or not alerts.concerns(tx, row.id, user_id):
            raise InvalidField("user_id", "alert.user", "must be one of the users in the evidence of the alert")
        return user_id
    if user_id is not None and (kind, user_id) != (USER, row.subject_id):
        raise InvalidField("user_id", "alert.subject", "must be empty: the alert has a subject of its own")
    return row.subject_id
