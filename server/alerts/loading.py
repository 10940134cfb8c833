"""Events as storage has them, made into what the rules look at."""

import re
from collections.abc import Iterable
from functools import lru_cache

from smartregion.v1.activity_service_pb2 import ActivityKind
from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.partner_service_pb2 import PartnerKind

from server import policy
from server.activity.addresses import address
from server.alerts.events import Called, Handed, Seen
from server.alerts.rules.unauthorized import REPORTED
from server.codec import DAY_MS, decode_id
from server.pipeline.refusals import REFUSALS
from storage.engine.transaction import Tx
from storage.repositories import activity, alert_events
from storage.repositories.alert_events import Activity, Entry, Inspected

#: Of what residents do by calls, what the rules look at.
_OF_RESIDENTS = frozenset({"NotificationService.RegisterDevice", REPORTED})
#: Where a refusal means that somebody could not prove who they are.
_WAYS_IN = frozenset({"AuthService.SignInOperator", "AuthService.SignInResident", "AuthService.ConfirmPhone"})
#: It is only half a sign-in: the console asks for the code then.
_NO_FAILURE = "SECOND_FACTOR_REQUIRED"
#: A call, its outcome and how often, as server/pipeline/refusals.py counts them.
_COUNTED = re.compile(r"(\S+) \S+ ×(\d+)")
_OPERATOR, _PARTNER = PrincipalKind.PRINCIPAL_KIND_OPERATOR, PrincipalKind.PRINCIPAL_KIND_PARTNER
_RESIDENT = PrincipalKind.PRINCIPAL_KIND_RESIDENT


def wanted(entry: Entry) -> bool:
    """Whether a rule looks at an entry of the audit log."""
    return entry.actor_kind != _RESIDENT or entry.action in _OF_RESIDENTS


def called(tx: Tx, entries: Iterable[Entry]) -> list[Called]:
    listed = list(entries)
    gateways = {
        number
        for number, owner in alert_events.key_owners(tx, set(map(_key, listed)) - {0}).items()
        if owner.kind == PartnerKind.PARTNER_KIND_APP_GATEWAY
    }
    return [_called(tx, entry, gateways) for entry in listed]


def _called(tx: Tx, entry: Entry, gateways: set[int]) -> Called:
    detail = entry.detail
    where = address(detail["ip"]) if "ip" in detail else None
    key_id = _key(entry)
    return Called(
        id=entry.sequence,
        at=entry.at,
        what=entry.action,
        outcome=entry.outcome,
        operator_id=entry.actor_id if entry.actor_kind == _OPERATOR else 0,
        key_id=key_id,
        through_gateway=key_id in gateways,
        target_kind=entry.target_kind,
        target_id=entry.target_id,
        person_id=entry.person_id,
        rows=_count(detail.get("rows", "")),
        read=int(detail["list"], 16) >> 1 if "list" in detail else 0,
        look=_is_look(entry.action),
        refused=_refused(entry),
        device=int(detail["device"][:15], 16) if "device" in detail else 0,
        address=_number(activity.ip_index(tx, where.ip)) if where else 0,
        network=where.network if where else "",
        ip=where.ip if where else "",
    )


def _key(entry: Entry) -> int:
    """The key of a partner; older entries of others name by what they looked somebody up there."""
    return decode_id(entry.detail["key"]) if entry.actor_kind == _PARTNER and "key" in entry.detail else 0


_is_look = lru_cache(maxsize=1_000)(policy.is_look)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _refused(entry: Entry) -> int:
    """How many ways in were refused: one, or as many as were counted."""
    if "calls" in entry.detail:
        return sum(int(count) for call, count in _COUNTED.findall(entry.detail["calls"]) if call in _WAYS_IN)
    failed = entry.action in _WAYS_IN and entry.outcome in REFUSALS and entry.detail.get("why") != _NO_FAILURE
    return int(failed)


def _number(digest: bytes) -> int:
    """A number for a digest, within the bounds of the database's."""
    return int.from_bytes(digest[:8], "big") >> 1


def seen(rows: Iterable[Activity]) -> list[Seen]:
    return [
        Seen(
            row.id,
            row.at,
            row.received_at,
            row.user_id,
            _kind(row.kind),
            _number(bytes(row.ip_index)) if row.ip_index else 0,
            row.network or "",
            bytes(row.ip_sealed) if row.ip_sealed else None,
        )
        for row in rows
    ]


@lru_cache(maxsize=100)
def _kind(number: int) -> str:
    return ActivityKind.Name(ActivityKind.ValueType(number))


def handed(rows: Iterable[Inspected]) -> list[Handed]:
    """Use a day before and since: by what the dial showed, for its multiplier is in both."""
    return [
        Handed(
            row.id,
            row.received_at,
            row.received_at,
            row.user_id,
            row.commodity,
            _a_day(row.inspected_value - row.earlier_value, row.inspected_at - row.earlier_at),
            _a_day(row.value - row.inspected_value, row.read_at - row.inspected_at),
            (row.read_at - row.inspected_at) / DAY_MS,
        )
        for row in rows
    ]


def _a_day(used: int, time: int) -> int:
    """Micro-units a day; a dial that began anew meanwhile has used nothing that could be told."""
    return max(0, used) * DAY_MS // time if time > 0 else 0
