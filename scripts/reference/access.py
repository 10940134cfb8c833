"""Who may call what."""

from collections.abc import Iterator
from typing import Any

from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.options_pb2 import DataClass, PrincipalKind
from smartregion.v1.partner_service_pb2 import PartnerKind

from scripts.reference.common import MADE
from server import policy
from server.registry import registered


def access() -> str:
    operators = [name for name, number in OperatorRole.items() if number]
    partners = [name for name, number in PartnerKind.items() if number]
    names = [
        *(name.removeprefix("OPERATOR_ROLE_").lower() for name in operators),
        *(name.removeprefix("PARTNER_KIND_").lower() for name in partners),
        "resident",
    ]
    lines = [
        "# Who may call what",
        "",
        MADE,
        "From the options of the contract. A partner sees only the accounts and the data classes of its grants, a",
        "resident only what is their own. `tests/server/test_access.py` tries every call for everybody.",
        "",
        "| Call | " + " | ".join(name.replace("_", " ") for name in names) + " |",
        "|---|" + "---|" * len(names),
    ]
    for descriptor, _ in registered():
        for method in policy.methods(descriptor):
            lines.append(f"| {method.full_name} | " + " | ".join(_marks(method, operators, partners)) + " |")
    lines += ["", *_ceilings(partners)]
    return "\n".join(lines) + "\n"


def _ceilings(partners: list[str]) -> Iterator[str]:
    """What a grant may show each kind of partner at most."""
    yield "## What a grant may show at most"
    yield ""
    yield "A partner whose kind needs to know more of somebody is told it by a disclosure (`DisclosureService`)."
    yield ""
    yield "| Kind of partner | Classes of data |"
    yield "|---|---|"
    for name in partners:
        classes = policy.partner_ceiling(PartnerKind.Value(name))
        named = ", ".join(DataClass.Name(one).removeprefix("DATA_CLASS_").lower() for one in sorted(classes))
        kind = name.removeprefix("PARTNER_KIND_").lower().replace("_", " ")
        yield f"| {kind} | {named or 'none: no grant is made'} |"


def _marks(method: policy.Method, operators: list[str], partners: list[str]) -> Iterator[str]:
    everybody = PrincipalKind.PRINCIPAL_KIND_ANONYMOUS in method.principals

    def mark(kind: int, granted: frozenset[Any]) -> str:
        return "●" if everybody or (kind in method.principals and method.permission in granted) else ""

    for name in operators:
        yield mark(PrincipalKind.PRINCIPAL_KIND_OPERATOR, policy.role_permissions(OperatorRole.Value(name)))
    for name in partners:
        yield mark(PrincipalKind.PRINCIPAL_KIND_PARTNER, policy.partner_permissions(PartnerKind.Value(name)))
    resident = PrincipalKind.PRINCIPAL_KIND_RESIDENT
    yield mark(resident, policy.principal_permissions(resident))
