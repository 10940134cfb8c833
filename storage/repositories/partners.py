"""Partners, their keys and grants."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.partners import AccessGrant, Partner, PartnerKey


def by_id(tx: Tx, partner_id: int) -> Partner | None:
    found: Partner | None = tx.first(tx.lock(Partner.select().where(Partner.id == partner_id)))
    return found


def names(tx: Tx, partner_ids: Iterable[int | None]) -> dict[int | None, tuple[str, str]]:
    """What each is called, in Ukrainian and in English; None, and who is not known, is called nothing."""
    wanted = set(partner_ids)
    known = Partner.id.in_([number for number in wanted if number is not None])
    rows = tx.rows(Partner.select(Partner.id, Partner.name_uk, Partner.name_en).where(known))
    return dict.fromkeys(wanted, ("", "")) | {number: (uk, en) for number, uk, en in rows}


def of_kind(tx: Tx, kind: int) -> list[int]:
    """Partners of a kind, by number."""
    query = Partner.select(Partner.id).where(Partner.kind == kind).order_by(Partner.id)
    return [number for (number,) in tx.rows(query)]


def key_by_hash(tx: Tx, secret_hash: bytes) -> PartnerKey | None:
    found: PartnerKey | None = tx.first(PartnerKey.select().where(PartnerKey.secret_hash == secret_hash))
    return found


def key_by_id(tx: Tx, key_id: int) -> PartnerKey | None:
    found: PartnerKey | None = tx.first(PartnerKey.select().where(PartnerKey.id == key_id))
    return found


def grant_by_id(tx: Tx, grant_id: int) -> AccessGrant | None:
    found: AccessGrant | None = tx.first(AccessGrant.select().where(AccessGrant.id == grant_id))
    return found


def grants_in_force(tx: Tx, partner_id: int, today: str) -> list[AccessGrant]:
    """Grants that hold on an ISO date."""
    query = AccessGrant.select().where(
        (AccessGrant.partner_id == partner_id)
        & AccessGrant.revoked_at.is_null()
        & (AccessGrant.effective_from <= today)
        & (AccessGrant.effective_to.is_null() | (AccessGrant.effective_to >= today))
    )
    return tx.all(query)


def recipients_of(tx: Tx, utility_ids: set[int], today: str) -> list[tuple[Partner, AccessGrant]]:
    """Partners that may see something of the accounts of these utilities on an ISO date, with the grant."""
    grants = tx.all(
        AccessGrant.select().where(
            AccessGrant.utility_id.in_(sorted(utility_ids))
            & AccessGrant.revoked_at.is_null()
            & (AccessGrant.effective_from <= today)
            & (AccessGrant.effective_to.is_null() | (AccessGrant.effective_to >= today))
        )
    )
    partners = {
        partner.id: partner
        for partner in tx.all(Partner.select().where(Partner.id.in_([grant.partner_id for grant in grants])))
    }
    return [(partners[grant.partner_id], grant) for grant in grants]


def granted_utilities(tx: Tx) -> set[int]:
    """Utilities whose accounts a grant names."""
    return {number for (number,) in tx.rows(AccessGrant.select(AccessGrant.utility_id).distinct())}


class Standing(NamedTuple):
    """Keys and grants of a partner in numbers; instants in milliseconds, None where there is none."""

    keys: int = 0
    oldest_key_at: int | None = None
    first_expiry_at: int | None = None
    last_used_at: int | None = None
    grants: int = 0


def standings(tx: Tx, partner_ids: Iterable[int], today: str) -> dict[int, Standing]:
    """How partners stand now; `today` is an ISO date, for grants."""
    wanted = list(partner_ids)
    works = "CASE WHEN revoked_at IS NULL AND expires_at > ?"
    keys = tx.among(
        f"SELECT partner_id, sum({works} THEN 1 ELSE 0 END), min({works} THEN created_at END), "
        f"min({works} THEN expires_at END), max(last_used_at) FROM partner_key WHERE partner_id IN ({{marks}}) "
        "GROUP BY partner_id",
        wanted,
        before=(tx.now,) * 3,
    )
    found = {number: Standing(int(live), oldest, expiry, used) for number, live, oldest, expiry, used in keys}
    grants = tx.among(
        "SELECT partner_id, count(*) FROM access_grant WHERE revoked_at IS NULL AND effective_from <= ? "
        "AND (effective_to IS NULL OR effective_to >= ?) AND partner_id IN ({marks}) GROUP BY partner_id",
        wanted,
        before=(today, today),
    )
    for number, count in grants:
        found[number] = found.get(number, Standing())._replace(grants=int(count))
    return {number: found.get(number, Standing()) for number in wanted}


def working_keys(tx: Tx, partner_id: int) -> list[PartnerKey]:
    """Keys that are neither revoked nor expired."""
    return tx.all(
        PartnerKey.select().where(
            (PartnerKey.partner_id == partner_id) & PartnerKey.revoked_at.is_null() & (PartnerKey.expires_at > tx.now)
        )
    )


def page(tx: Tx, kind: int, after: int | None, size: int, skip: int) -> tuple[list[Partner], int]:
    """Partners by id, and how many there are."""
    query = Partner.select()
    if kind:
        query = query.where(Partner.kind == kind)
    return _page(tx, Partner, query, after, size, skip)


def keys_page(tx: Tx, partner_id: int, after: int | None, size: int, skip: int) -> tuple[list[PartnerKey], int]:
    return _page(tx, PartnerKey, PartnerKey.select().where(PartnerKey.partner_id == partner_id), after, size, skip)


def grants_page(
    tx: Tx, partner_id: int | None, after: int | None, size: int, skip: int
) -> tuple[list[AccessGrant], int]:
    query = AccessGrant.select()
    if partner_id:
        query = query.where(AccessGrant.partner_id == partner_id)
    return _page(tx, AccessGrant, query, after, size, skip)


def _page(tx: Tx, model: Any, query: Any, after: int | None, size: int, skip: int) -> tuple[list[Any], int]:
    total = len(tx.rows(query.select(model.id)))
    if after is not None:
        query = query.where(model.id > after)
    return tx.all(query.order_by(model.id).limit(size).offset(skip)), total


def create(tx: Tx, partner: Partner) -> None:
    tx.insert(partner)
    tx.change(Topic.PARTNERS, partner.id, ChangeKind.CREATED)


def update(tx: Tx, partner_id: int, **values: Any) -> Partner:
    """Writes values, one version on; the partner as it is then."""
    tx.run(Partner.update(**values, version=Partner.version + 1).where(Partner.id == partner_id))
    tx.change(Topic.PARTNERS, partner_id)
    found: Partner = tx.first(Partner.select().where(Partner.id == partner_id))
    return found


def add_key(tx: Tx, key: PartnerKey) -> None:
    tx.insert(key)
    tx.change(Topic.PARTNERS, key.partner_id)


def revoke_key(tx: Tx, key: PartnerKey) -> None:
    tx.run(PartnerKey.update(revoked_at=tx.now).where(PartnerKey.id == key.id))
    tx.change(Topic.PARTNERS, key.partner_id)


def touch_key(tx: Tx, key_id: int, at: int) -> None:
    tx.run(PartnerKey.update(last_used_at=at).where(PartnerKey.id == key_id))


def add_grant(tx: Tx, grant: AccessGrant) -> None:
    tx.insert(grant)
    tx.change(Topic.PARTNERS, grant.partner_id)


def revoke_grant(tx: Tx, grant: AccessGrant) -> None:
    tx.run(AccessGrant.update(revoked_at=tx.now).where(AccessGrant.id == grant.id))
    tx.change(Topic.PARTNERS, grant.partner_id)
