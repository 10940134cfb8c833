"""Whose keys there must be: everything else in the key store is an orphan."""

from storage.engine.transaction import Tx
from storage.models.disclosures import Disclosure
from storage.models.people import User
from storage.models.privacy import PrivacyRequest


def all_of(tx: Tx) -> set[int]:
    """Users, privacy requests and disclosures, by id."""
    return {number for model in (User, PrivacyRequest, Disclosure) for (number,) in tx.rows(model.select(model.id))}
