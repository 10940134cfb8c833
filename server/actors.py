"""Names of those who did something, for histories and the audit log."""

from smartregion.v1.options_pb2 import PrincipalKind

from storage.engine.transaction import Tx
from storage.repositories import operators, partners

Actor = tuple[int, int]


def actor_names(tx: Tx, actors: set[Actor]) -> dict[Actor, str]:
    """Display names by (kind, id): operators and partners by theirs; residents, whose name is their own, by kind."""
    staff = {number for kind, number in actors if kind == PrincipalKind.PRINCIPAL_KIND_OPERATOR}
    names = operators.names(tx, staff)
    made = {}
    for kind, number in actors:
        if kind == PrincipalKind.PRINCIPAL_KIND_OPERATOR:
            made[kind, number] = names.get(number, "")
        elif kind == PrincipalKind.PRINCIPAL_KIND_PARTNER:
            partner = partners.by_id(tx, number)
            made[kind, number] = partner.name_uk if partner else ""
        elif kind == PrincipalKind.PRINCIPAL_KIND_RESIDENT:
            made[kind, number] = "resident"
        else:
            made[kind, number] = "rules"
    return made
