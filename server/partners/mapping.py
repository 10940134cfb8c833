"""Partners, their keys and grants as the contract writes them."""

from smartregion.v1 import partner_service_pb2 as pb

from server.codec import date_message, encode_id, from_bits, timestamp
from storage.models.partners import AccessGrant, Partner, PartnerKey


def partner_message(row: Partner) -> pb.Partner:
    return pb.Partner(
        id=encode_id(row.id),
        kind=row.kind,
        name_uk=row.name_uk,
        name_en=row.name_en,
        registry_code=row.registry_code,
        contact_email=row.contact_email,
        commodities=from_bits(row.commodities),
        state=row.state,
        certificate_sha256=row.certificate_sha256,
        created_at=timestamp(row.created_at),
        etag=str(row.version),
    )


def permission_numbers(text: str) -> list[int]:
    """The permissions of a key as its column keeps them."""
    return [int(number) for number in text.split(",")] if text else []


def key_message(row: PartnerKey) -> pb.PartnerKey:
    return pb.PartnerKey(
        id=encode_id(row.id),
        partner_id=encode_id(row.partner_id),
        prefix=row.prefix,
        permissions=permission_numbers(row.permissions),
        created_at=timestamp(row.created_at),
        expires_at=timestamp(row.expires_at),
        revoked_at=timestamp(row.revoked_at),
        last_used_at=timestamp(row.last_used_at),
        note=row.note,
    )


def grant_message(row: AccessGrant) -> pb.Grant:
    return pb.Grant(
        id=encode_id(row.id),
        partner_id=encode_id(row.partner_id),
        utility_id=encode_id(row.utility_id),
        data_classes=from_bits(row.data_classes),
        purpose=row.purpose,
        legal_ground=row.legal_ground,
        effective_from=date_message(row.effective_from),
        effective_to=date_message(row.effective_to),
        revoked_at=timestamp(row.revoked_at),
        created_at=timestamp(row.created_at),
    )
