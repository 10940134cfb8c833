"""Who looked at a person's data, as far as the person may know: a role or an organisation, when and why, and never who
the operator is (2297-VI, art. 8(2)(2): conditions of access; the operator's own data is the operator's)."""

from collections.abc import Sequence
from typing import NamedTuple

from smartregion.v1.disclosure_service_pb2 import DisclosureNotice
from smartregion.v1.options_pb2 import LookPurpose, PrincipalKind

from server import policy
from server.codec import from_bits
from server.limits import PACKAGE_LOOKS
from server.privacy import wording
from storage.engine.transaction import Tx
from storage.models.journal import AuditEntry
from storage.repositories import audit, disclosures, operators, partners


class Look(NamedTuple):
    """One look at a person's data, or at a list that named them among others."""

    #: Milliseconds.
    at: int
    who: str
    why: str
    #: The call, as the contract names it.
    call: str


def told(tx: Tx, person_id: int) -> Sequence[Look]:
    """The latest looks of operators and partners, newest first, at most PACKAGE_LOOKS; of disclosures only those of
    which the person is told (2297-VI, art. 21): any other would tell of an investigation."""
    kinds = (PrincipalKind.PRINCIPAL_KIND_OPERATOR, PrincipalKind.PRINCIPAL_KIND_PARTNER)
    tell = disclosures.tellable("DisclosureService", person_id, DisclosureNotice.DISCLOSURE_NOTICE_TELL)
    entries = audit.about(tx, person_id, kinds, policy.is_look, PACKAGE_LOOKS, tell)
    details = audit.details(tx, entries)
    names = {actor: _who(tx, *actor) for actor in {(one.actor_kind, one.actor_id) for one in entries}}
    return tuple(
        Look(one.at, names[one.actor_kind, one.actor_id], _why(one, details.get(one.sequence, {})), one.action)
        for one in entries
    )


def _who(tx: Tx, kind: int, number: int) -> str:
    if kind == PrincipalKind.PRINCIPAL_KIND_PARTNER:
        partner = partners.by_id(tx, number)
        return partner.name_uk if partner else wording.PARTNER[0]
    operator = operators.by_id(tx, number)
    roles = [wording.ROLES[role][0] for role in from_bits(operator.roles) if role in wording.ROLES] if operator else []
    return f"{wording.OPERATOR[0]} ({', '.join(roles)})" if roles else wording.OPERATOR[0]


def _why(entry: AuditEntry, detail: dict[str, str]) -> str:
    """What was stated; a partner looks for what its grant says."""
    if entry.actor_kind == PrincipalKind.PRINCIPAL_KIND_PARTNER:
        return wording.BY_GRANT[0]
    purpose = detail.get("purpose", "")
    if not purpose:
        return wording.UNSTATED[0]
    said = wording.LOOKS[LookPurpose.Value(f"LOOK_PURPOSE_{purpose}")][0]
    return f"{said}, № {detail['ticket']}" if detail.get("ticket") else said
