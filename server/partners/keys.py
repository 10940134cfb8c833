"""A partner's key: shown once, stored as its digest, bounded in time and in what it may do."""

import secrets
from collections.abc import Sequence

from smartregion.v1.options_pb2 import Permission

from server import policy
from server.credentials import tokens
from server.errors import InvalidField
from server.limits import KEY_LIFE_MS
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.partners import Partner, PartnerKey
from storage.repositories import partners

PREFIX_BYTES = 4


def new_secret() -> str:
    return tokens.new_key(secrets.token_hex(PREFIX_BYTES))


def issue(
    tx: Tx, partner: Partner, secret: str, expires_at: int, permissions: Sequence[int] = (), note: str = ""
) -> PartnerKey:
    """Makes a key. Raises InvalidField where it would live too long or do more than its partner's kind may."""
    if not tx.now < expires_at <= tx.now + KEY_LIFE_MS:
        raise InvalidField("expires_at", "key.life", "must lie ahead, and at most a year")
    too_much = set(permissions) - policy.partner_permissions(partner.kind)
    if too_much:
        names = ", ".join(sorted(Permission.Name(number) for number in too_much))
        raise InvalidField("permissions", "key.permissions", f"the partner's kind may not: {names}")
    key = PartnerKey(
        id=new_id(),
        partner_id=partner.id,
        prefix="_".join(secret.split("_")[:2]),
        secret_hash=tokens.digest(secret),
        permissions=",".join(str(number) for number in sorted(permissions)),
        note=note,
        created_at=tx.now,
        expires_at=expires_at,
        revoked_at=None,
        last_used_at=None,
    )
    partners.add_key(tx, key)
    return key


def revoke(tx: Tx, key: PartnerKey) -> None:
    """Ends a key; one that was ended before stays as it is."""
    if key.revoked_at is None:
        partners.revoke_key(tx, key)
        key.revoked_at = tx.now
