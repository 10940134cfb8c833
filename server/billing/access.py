"""Whose money a caller may know of and report, and of which time."""

from datetime import timedelta

from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.partner_service_pb2 import PartnerKind

from server.codec import bits
from server.principal import Principal
from storage.days import day_of, iso_day, midnight
from storage.engine.transaction import Tx
from storage.repositories import billing, partners
from storage.repositories.billing import ALL_TIME, Since
from storage.repositories.scope import EVERYTHING, Scope

_FINANCIAL = bits([DataClass.DATA_CLASS_FINANCIAL])


def utilities(tx: Tx, partner: Principal) -> frozenset[int]:
    """Utilities with whose accounts' money a partner has to do: itself, and those that granted it the class FINANCIAL,
    as of now. (What it may see of them is cut to its classes as every reply is; that an account stands in a list of
    debts would tell already.)"""
    today = iso_day(tx.now)
    granted = {
        grant.utility_id for grant in partners.grants_in_force(tx, partner.id, today) if grant.data_classes & _FINANCIAL
    }
    return frozenset(granted | {partner.id} if partner.partner_kind == PartnerKind.PARTNER_KIND_UTILITY else granted)


def reported(tx: Tx, partner: Principal) -> frozenset[int]:
    """Utilities for whose accounts a partner may report charges or payments: a utility for its own, whatever it was
    granted to see; a payment system or a bank for those that granted it FINANCIAL."""
    if partner.partner_kind == PartnerKind.PARTNER_KIND_UTILITY:
        return frozenset({partner.id})
    return utilities(tx, partner)


def scope(tx: Tx, caller: Principal) -> Scope:
    """Whose balances, charges and payments somebody may read."""
    if caller.is_resident:
        return Scope(user_id=caller.id)
    return Scope(utility_ids=utilities(tx, caller), partner_id=caller.id) if caller.is_partner else EVERYTHING


def since(tx: Tx, caller: Principal, account_id: int) -> Since:
    """Of which time of an account somebody may know the charges and payments: a resident whom another was linked
    before, from their own link on, as of readings (docs/decisions/0008)."""
    if not caller.is_resident:
        return ALL_TIME
    begin = billing.later_holders(tx, [account_id]).get((account_id, caller.id))
    return ALL_TIME if begin is None else since_link(begin)


def since_link(begin: int) -> Since:
    """The time from an instant on. A charge has only a day, so the first is the first whole one."""
    day = day_of(begin)
    whole = day if midnight(day) == begin else day + timedelta(days=1)
    return Since(whole.isoformat(), begin)
