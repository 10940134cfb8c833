"""PartnerService: proto in, proto out."""

from collections.abc import Callable, Iterable
from typing import Any

from smartregion.v1 import partner_service_pb2 as pb
from smartregion.v1.options_pb2 import DataClass

from server import etags, policy
from server.call import Call
from server.codec import bits, decode_id, encode_id, iso_date, milliseconds, optional_date, optional_id
from server.errors import InvalidField, NotFound
from server.partners import access, keys
from server.partners.mapping import grant_message, key_message, partner_message, with_standing
from server.partners.workflow import WORKFLOW
from server.services import Calls
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.partners import AccessGrant, Partner
from storage.repositories import partners

CHANGEABLE = ("name_uk", "name_en", "contact_email", "commodities", "state", "certificate_sha256")


class PartnerService(Calls):
    async def CreatePartner(self, request: Any, call: Call) -> pb.CreatePartnerResponse:
        partner_id = new_id()

        def unit(tx: Tx) -> pb.CreatePartnerResponse:
            row = new_partner(tx, partner_id, request.partner)
            partners.create(tx, row)
            call.target("partner", partner_id)
            return pb.CreatePartnerResponse(partner=partner_message(row))

        return await call.write(unit)

    async def UpdatePartner(self, request: Any, call: Call) -> pb.UpdatePartnerResponse:
        partner_id = decode_id(request.partner.id, "partner.id")

        def unit(tx: Tx) -> pb.UpdatePartnerResponse:
            partner = found(tx, partner_id)
            etags.require(request.partner.etag, partner.version, "partner")
            merged = partner_message(partner)
            paths = etags.merge(merged, request.partner, request.update_mask, CHANGEABLE, "partner")
            call.validate(merged, "partner")
            values = {path: getattr(merged, path) for path in paths}
            if "commodities" in values:
                values["commodities"] = bits(values["commodities"])
            if values.get("state") == pb.PartnerState.PARTNER_STATE_UNSPECIFIED:
                raise InvalidField("partner.state", "enum.not_in", "must be a state")
            changed = partners.update(tx, partner_id, **values)
            call.target("partner", partner_id)
            call.detail["fields"] = ",".join(paths)
            return pb.UpdatePartnerResponse(partner=partner_message(changed))

        return await call.write(unit)

    async def GetPartner(self, request: Any, call: Call) -> pb.GetPartnerResponse:
        partner_id = decode_id(request.id)
        (message,) = await call.read(lambda tx: with_standing(tx, [found(tx, partner_id)]))
        return pb.GetPartnerResponse(partner=message)

    async def ListPartners(self, request: Any, call: Call) -> pb.ListPartnersResponse:
        return await self._list(
            request,
            call,
            lambda tx, after, size, skip: partners.page(tx, request.kind, after, size, skip),
            lambda tx, rows, total: pb.ListPartnersResponse(partners=with_standing(tx, rows), total_size=total),
        )

    async def DescribeAccess(self, request: Any, call: Call) -> pb.DescribeAccessResponse:
        partner_id = decode_id(request.partner_id, "partner_id")
        return await call.read(lambda tx: access.described(tx, found(tx, partner_id)))

    async def IssueKey(self, request: Any, call: Call) -> pb.IssueKeyResponse:
        partner_id = decode_id(request.partner_id, "partner_id")
        secret = keys.new_secret()

        def unit(tx: Tx) -> pb.IssueKeyResponse:
            partner = found(tx, partner_id)
            WORKFLOW.next(partner.state, "given keys")
            expires_at = milliseconds(request.expires_at)
            key = keys.issue(tx, partner, secret, expires_at, list(request.permissions), request.note)
            call.target("partner_key", key.id)
            return pb.IssueKeyResponse(key=key_message(key), secret=secret)

        return await call.write(unit)

    async def RevokeKey(self, request: Any, call: Call) -> pb.RevokeKeyResponse:
        key_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.RevokeKeyResponse:
            key = partners.key_by_id(tx, key_id)
            if key is None:
                raise NotFound(f"key {encode_id(key_id)} not found")
            keys.revoke(tx, key)
            call.target("partner_key", key_id)
            call.detail["reason"] = request.reason
            return pb.RevokeKeyResponse(key=key_message(key))

        return await call.write(unit)

    async def ListKeys(self, request: Any, call: Call) -> pb.ListKeysResponse:
        partner_id = decode_id(request.partner_id, "partner_id")
        return await self._list(
            request,
            call,
            lambda tx, after, size, skip: partners.keys_page(tx, partner_id, after, size, skip),
            lambda _, rows, total: pb.ListKeysResponse(keys=map(key_message, rows), total_size=total),
        )

    async def GrantAccess(self, request: Any, call: Call) -> pb.GrantAccessResponse:
        wanted = request.grant
        partner_id = decode_id(wanted.partner_id, "grant.partner_id")
        utility_id = decode_id(wanted.utility_id, "grant.utility_id")
        first = iso_date(wanted.effective_from, "grant.effective_from")
        last = optional_date(wanted.effective_to, wanted.HasField("effective_to"), "grant.effective_to")
        if last is not None and last < first:
            raise InvalidField("grant.effective_to", "date.order", "must not lie before effective_from")

        def unit(tx: Tx) -> pb.GrantAccessResponse:
            partner = found(tx, partner_id)
            WORKFLOW.next(partner.state, "granted access")
            check_ceiling(partner.kind, wanted.data_classes)
            if found(tx, utility_id).kind != pb.PartnerKind.PARTNER_KIND_UTILITY:
                raise InvalidField("grant.utility_id", "grant.utility", "must name a utility")
            row = AccessGrant(
                id=new_id(),
                partner_id=partner_id,
                utility_id=utility_id,
                data_classes=bits(wanted.data_classes),
                purpose=wanted.purpose,
                legal_ground=wanted.legal_ground,
                effective_from=first,
                effective_to=last,
                created_at=tx.now,
                revoked_at=None,
            )
            partners.add_grant(tx, row)
            call.target("grant", row.id)
            return pb.GrantAccessResponse(grant=grant_message(row))

        return await call.write(unit)

    async def RevokeGrant(self, request: Any, call: Call) -> pb.RevokeGrantResponse:
        grant_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.RevokeGrantResponse:
            grant = partners.grant_by_id(tx, grant_id)
            if grant is None:
                raise NotFound(f"grant {encode_id(grant_id)} not found")
            if grant.revoked_at is None:
                partners.revoke_grant(tx, grant)
                grant.revoked_at = tx.now
            call.target("grant", grant_id)
            call.detail["reason"] = request.reason
            return pb.RevokeGrantResponse(grant=grant_message(grant))

        return await call.write(unit)

    async def ListGrants(self, request: Any, call: Call) -> pb.ListGrantsResponse:
        partner_id = optional_id(request.partner_id, "partner_id")
        return await self._list(
            request,
            call,
            lambda tx, after, size, skip: partners.grants_page(tx, partner_id, after, size, skip),
            lambda _, rows, total: pb.ListGrantsResponse(grants=map(grant_message, rows), total_size=total),
        )

    async def _list(
        self,
        request: Any,
        call: Call,
        query: Callable[[Tx, int | None, int, int], tuple[list[Any], int]],
        reply_of: Callable[[Tx, list[Any], int], Any],
    ) -> Any:
        """A page of rows by id."""
        page = self._services.paging.page(request)
        after = page.past(int)

        def read(tx: Tx) -> tuple[list[Any], Any]:
            rows, total = query(tx, after, page.size, page.skip)
            return rows, reply_of(tx, rows, total)

        rows, reply = await call.read(read)
        page.end(reply, rows, lambda last: (last.id,))
        return reply


def check_ceiling(kind: int, classes: Iterable[int]) -> None:
    """Raises InvalidField for a class that a grant never shows to this kind of partner."""
    ceiling = policy.partner_ceiling(kind)
    for number, one in enumerate(classes):
        if one not in ceiling:
            named = pb.PartnerKind.Name(kind).removeprefix("PARTNER_KIND_")
            most = ", ".join(DataClass.Name(seen).removeprefix("DATA_CLASS_") for seen in sorted(ceiling)) or "nothing"
            raise InvalidField(
                f"grant.data_classes[{number}]",
                "grant.ceiling",
                f"a {named} is granted {most} at most; what it must know of somebody besides is disclosed to it",
            )


def new_partner(tx: Tx, partner_id: int, wanted: pb.Partner) -> Partner:
    """An active partner as the message describes it."""
    return Partner(
        id=partner_id,
        kind=wanted.kind,
        name_uk=wanted.name_uk,
        name_en=wanted.name_en,
        registry_code=wanted.registry_code,
        contact_email=wanted.contact_email,
        commodities=bits(list(wanted.commodities)),
        state=pb.PartnerState.PARTNER_STATE_ACTIVE,
        certificate_sha256=wanted.certificate_sha256,
        created_at=tx.now,
        version=1,
    )


def found(tx: Tx, partner_id: int) -> Partner:
    """Raises NotFound."""
    partner = partners.by_id(tx, partner_id)
    if partner is None:
        raise NotFound(f"partner {encode_id(partner_id)} not found")
    return partner
