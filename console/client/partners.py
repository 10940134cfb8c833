"""Partners: how each stands, its keys and grants, and what it sees."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from google.type.date_pb2 import Date
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import options_pb2 as options
from smartregion.v1 import partner_service_pb2 as pb
from smartregion.v1.partner_service_pb2_grpc import PartnerServiceStub

from console.client import convert
from console.client.listing import Listing, enum, stamp
from console.client.wire import Wire, request_id
from console.models import Page, Query
from console.partners import Access, Grant, Partner, PartnerKey, SeenCall, SeenField

T = TypeVar("T")
#: What an operator edits.
_FIELDS = ("name_uk", "name_en", "contact_email", "commodities", "certificate_sha256")
_PAGE = 1_000


class Partners(Listing[Partner]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = PartnerServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Partner]:
        request = pb.ListPartnersRequest(kind=enum(pb.PartnerKind, query, "kind"))
        return await self._page(self._stub.ListPartners, request, "partners", to_partner, token, skip, size)

    async def get(self, key: str) -> Partner:
        reply = await self.wire.call(self._stub.GetPartner, pb.GetPartnerRequest(id=key))
        return to_partner(reply.partner)

    async def keys(self, partner_id: str) -> Sequence[PartnerKey]:
        return await self._all(self._stub.ListKeys, pb.ListKeysRequest(partner_id=partner_id), "keys", _key)

    async def grants(self, partner_id: str) -> Sequence[Grant]:
        return await self._all(self._stub.ListGrants, pb.ListGrantsRequest(partner_id=partner_id), "grants", _grant)

    async def _all(self, method: Any, request: Any, field: str, convert: Callable[[Any], T]) -> Sequence[T]:
        """Every row, the newest first."""
        request.page_size = _PAGE
        found: list[T] = []
        while True:
            reply = await self.wire.call(method, request)
            found += map(convert, getattr(reply, field))
            if not reply.next_page_token:
                return found[::-1]
            request.page_token = reply.next_page_token

    async def access(self, partner_id: str) -> Access:
        reply = await self.wire.call(self._stub.DescribeAccess, pb.DescribeAccessRequest(partner_id=partner_id))
        return Access(
            classes=tuple(map(_class, reply.data_classes)),
            utilities=tuple((one.name_uk, one.name_en) for one in reply.utilities),
            calls=tuple(
                SeenCall(
                    one.call,
                    convert.name(options.Permission, one.permission),
                    one.allowed,
                    tuple(SeenField(field.path, _class(field.field_class), field.shown) for field in one.fields),
                )
                for one in reply.calls
            ),
        )

    async def save(self, partner: Partner) -> Partner:
        message = pb.Partner(
            id=partner.id,
            etag=partner.etag,
            kind=convert.number(pb.PartnerKind, partner.kind),
            name_uk=partner.name_uk,
            name_en=partner.name_en,
            registry_code=partner.code,
            contact_email=partner.email,
            commodities=[convert.number(common.Commodity, one) for one in partner.services],
            certificate_sha256=partner.certificate,
        )
        if partner.id:
            return await self._update(message, _FIELDS)
        made = pb.CreatePartnerRequest(partner=message, request_id=request_id())
        return to_partner((await self.wire.call(self._stub.CreatePartner, made)).partner)

    async def set_state(self, partner: Partner, state: str) -> Partner:
        message = pb.Partner(id=partner.id, etag=partner.etag, state=convert.number(pb.PartnerState, state))
        return await self._update(message, ("state",))

    async def _update(self, message: pb.Partner, paths: Sequence[str]) -> Partner:
        request = pb.UpdatePartnerRequest(partner=message, request_id=request_id())
        request.update_mask.paths.extend(paths)
        await self.wire.call(self._stub.UpdatePartner, request)
        return await self.get(message.id)

    async def issue(
        self, partner_id: str, expires_at: datetime, permissions: Sequence[str], note: str
    ) -> tuple[PartnerKey, str]:
        request = pb.IssueKeyRequest(
            partner_id=partner_id,
            expires_at=stamp(expires_at),
            permissions=[convert.number(options.Permission, one) for one in permissions],
            note=note,
            request_id=request_id(),
        )
        reply = await self.wire.call(self._stub.IssueKey, request)
        return _key(reply.key), reply.secret

    async def revoke_key(self, key_id: str, reason: str) -> None:
        request = pb.RevokeKeyRequest(id=key_id, reason=reason, request_id=request_id())
        await self.wire.call(self._stub.RevokeKey, request)

    async def grant(self, partner_id: str, wanted: Grant) -> Grant:
        message = pb.Grant(
            partner_id=partner_id,
            utility_id=wanted.utility_id,
            data_classes=[convert.number(options.DataClass, one) for one in wanted.classes],
            purpose=wanted.purpose,
            legal_ground=wanted.ground,
            effective_from=_date(wanted.begins),
            effective_to=_date(wanted.ends),
        )
        request = pb.GrantAccessRequest(grant=message, request_id=request_id())
        return _grant((await self.wire.call(self._stub.GrantAccess, request)).grant)

    async def revoke_grant(self, grant_id: str, reason: str) -> None:
        request = pb.RevokeGrantRequest(id=grant_id, reason=reason, request_id=request_id())
        await self.wire.call(self._stub.RevokeGrant, request)


def _class(value: int) -> str:
    return convert.name(options.DataClass, value)


def _date(day: date | None) -> Date | None:
    return None if day is None else Date(year=day.year, month=day.month, day=day.day)


def to_partner(message: pb.Partner) -> Partner:
    standing = message.standing
    return Partner(
        id=message.id,
        kind=convert.name(pb.PartnerKind, message.kind),
        name_uk=message.name_uk,
        name_en=message.name_en,
        code=message.registry_code,
        email=message.contact_email,
        services=tuple(convert.name(common.Commodity, one) for one in message.commodities),
        state=convert.name(pb.PartnerState, message.state),
        certificate=message.certificate_sha256,
        created_at=convert.instant(message, "created_at"),
        etag=message.etag,
        keys=standing.keys,
        oldest_key_at=convert.instant(standing, "oldest_key_at"),
        first_expiry_at=convert.instant(standing, "first_expiry_at"),
        last_used_at=convert.instant(standing, "last_used_at"),
        grants=standing.grants,
        duties=standing.duties_open,
        overdue=standing.duties_overdue,
    )


def _key(message: pb.PartnerKey) -> PartnerKey:
    return PartnerKey(
        id=message.id,
        prefix=message.prefix,
        permissions=tuple(convert.name(options.Permission, one) for one in message.permissions),
        created_at=convert.instant(message, "created_at"),
        expires_at=convert.instant(message, "expires_at"),
        revoked_at=convert.instant(message, "revoked_at"),
        last_used_at=convert.instant(message, "last_used_at"),
        note=message.note,
    )


def _grant(message: pb.Grant) -> Grant:
    return Grant(
        id=message.id,
        utility_id=message.utility_id,
        classes=tuple(map(_class, message.data_classes)),
        purpose=message.purpose,
        ground=message.legal_ground,
        begins=convert.day(message, "effective_from"),
        ends=convert.day(message, "effective_to"),
        revoked_at=convert.instant(message, "revoked_at"),
    )
