"""Who calls."""

from dataclasses import dataclass

from smartregion.v1.options_pb2 import DataClass, Permission, PrincipalKind

# Looked up once: a name of an enum costs more than a comparison, and each call asks several times.
_OPERATOR = PrincipalKind.PRINCIPAL_KIND_OPERATOR
_PARTNER = PrincipalKind.PRINCIPAL_KIND_PARTNER
_RESIDENT = PrincipalKind.PRINCIPAL_KIND_RESIDENT


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who was recognised, and what they may do."""

    kind: PrincipalKind
    #: Operator, partner or user, by number; 0 for nobody.
    id: int
    permissions: frozenset[Permission]
    #: As the audit log and histories show it.
    display: str = ""
    #: The session that calls; 0 for a key.
    session_id: int = 0
    #: Of a partner: its kind, and the utilities whose accounts it may know of.
    partner_kind: int = 0
    utility_ids: frozenset[int] = frozenset()
    #: Of a partner: the classes that every grant of its shows.
    data_classes: frozenset[DataClass] = frozenset()
    #: Of a partner: SHA-256 of the only certificate its keys work over; empty for any.
    certificate_sha256: str = ""
    #: Of an operator: nothing but a change of password is allowed yet.
    must_change_password: bool = False
    #: Of an operator: nothing but to set up a second factor is allowed yet.
    must_enrol: bool = False
    #: Of a partner: the key that calls; 0 for others.
    key_id: int = 0
    #: Of a resident: the gateway they act through.
    gateway_id: int = 0
    #: Until when the credentials hold; milliseconds.
    valid_until: int = 0

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def rights(self) -> tuple[object, ...]:
        """What a stream that is open rests on."""
        return self.key, self.session_id, self.permissions, self.utility_ids, self.data_classes, self.certificate_sha256

    @property
    def is_operator(self) -> bool:
        return self.kind == _OPERATOR

    @property
    def is_partner(self) -> bool:
        return self.kind == _PARTNER

    @property
    def is_resident(self) -> bool:
        return self.kind == _RESIDENT


NOBODY = Principal(PrincipalKind.PRINCIPAL_KIND_ANONYMOUS, 0, frozenset())
