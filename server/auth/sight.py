"""What of whose accounts a partner sees on a day: one reckoning for those who call and those who ask about them."""

from typing import NamedTuple

from smartregion.v1.options_pb2 import DataClass, Permission
from smartregion.v1.partner_service_pb2 import PartnerKind

from server import policy
from server.codec import from_bits
from storage.engine.transaction import Tx
from storage.models.partners import Partner
from storage.repositories import partners


class Sight(NamedTuple):
    """Utilities whose accounts are seen, and the classes of their fields that are."""

    utility_ids: frozenset[int]
    data_classes: frozenset[DataClass]


def of_partner(tx: Tx, partner: Partner, today: str) -> Sight:
    """By the grants that are in force on an ISO date, within what its kind may see at most."""
    grants = partners.grants_in_force(tx, partner.id, today)
    utilities = {grant.utility_id for grant in grants}
    if partner.kind == PartnerKind.PARTNER_KIND_UTILITY:
        utilities.add(partner.id)
    classes = [frozenset(from_bits(grant.data_classes)) for grant in grants]
    # What every grant shows: a class granted for one utility must not show another's. Older grants may say more than
    # their kind of partner may see.
    seen = frozenset[DataClass].intersection(*classes) if classes else frozenset()  # type: ignore[arg-type]
    return Sight(frozenset(utilities), seen & policy.partner_ceiling(partner.kind))


def permissions(kind: int, of_key: str) -> frozenset[Permission]:
    """What a key may do, by its partner's kind and the numbers of its column; an empty column means all of that."""
    allowed = policy.partner_permissions(kind)
    return allowed & frozenset(int(number) for number in of_key.split(",")) if of_key else allowed
