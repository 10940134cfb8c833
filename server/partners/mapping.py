"""Partners, their keys and grants as the contract writes them."""

from smartregion.v1 import partner_service_pb2 as pb

from server.codec import date_message, encode_id, from_bits, timestamp
from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.models.partners import AccessGrant, Partner, PartnerKey
from storage.repositories import duties, partners


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


def with_standing(tx: Tx, rows: list[Partner]) -> list[pb.Partner]:
    """Partners with how each stands, in the same order."""
    ids, today = [row.id for row in rows], iso_day(tx.now)
    standing, waiting = partners.standings(tx, ids, today), duties.open_by_partner(tx, ids, today)
    made = []
    for row in rows:
        message, one = partner_message(row), standing[row.id]
        duties_open, overdue = waiting.get(row.id, (0, 0))
        message.standing.CopyFrom(
            pb.PartnerStanding(
                keys=one.keys,
                oldest_key_at=timestamp(one.oldest_key_at),
                first_expiry_at=timestamp(one.first_expiry_at),
                last_used_at=timestamp(one.last_used_at),
                grants=one.grants,
                duties_open=duties_open,
                duties_overdue=overdue,
            )
        )
        made.append(message)
    return made


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
