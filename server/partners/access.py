"""What a partner sees, field by field: asked of the code that lets calls through and projects their replies."""

from collections.abc import Iterator
from typing import Any

from smartregion.v1 import partner_service_pb2 as pb
from smartregion.v1.options_pb2 import DataClass, Permission, PrincipalKind

from server import policy
from server.auth import sight
from server.auth.sight import Sight
from server.codec import encode_id
from server.policy import Method
from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.models.partners import Partner
from storage.repositories import partners


def described(tx: Tx, partner: Partner) -> pb.DescribeAccessResponse:
    """As of today. A partner that is suspended has no key that works."""
    seen = sight.of_partner(tx, partner, iso_day(tx.now))
    active = partner.state == pb.PARTNER_STATE_ACTIVE
    keys = partners.working_keys(tx, partner.id) if active else []
    may = frozenset[Permission]().union(*(sight.permissions(partner.kind, key.permissions) for key in keys))
    names = partners.names(tx, seen.utility_ids)
    return pb.DescribeAccessResponse(
        data_classes=sorted(seen.data_classes),
        utilities=[
            pb.SeenUtility(id=encode_id(number), name_uk=names[number][0], name_en=names[number][1])
            for number in sorted(seen.utility_ids)
        ],
        calls=[_call(method, seen, method.permission in may) for method in calls_of(partner.kind)],
    )


def calls_of(kind: int) -> Iterator[Method]:
    """What a kind of partner may call at most."""
    permissions = policy.partner_permissions(kind)
    for service in policy.contract():
        for method in policy.methods(service):
            if PrincipalKind.PRINCIPAL_KIND_PARTNER in method.principals and method.permission in permissions:
                yield method


def _call(method: Method, seen: Sight, allowed: bool) -> pb.DescribedCall:
    reply: Any = method.reply_type.DESCRIPTOR
    fields = policy.fields_of(reply, seen.data_classes)
    return pb.DescribedCall(
        call=method.full_name,
        permission=method.permission,
        allowed=allowed,
        fields=[
            pb.DescribedField(path=path, field_class=policy.data_class(field), shown=shown)
            for path, field, shown in fields
            if policy.data_class(field) != DataClass.DATA_CLASS_OPERATIONAL
        ],
    )
