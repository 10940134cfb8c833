"""Whose keys there must be: everything else in the key store is an orphan."""

from storage.engine.transaction import Tx
from storage.models.disclosures import Disclosure
from storage.models.intake import IntakeDraft
from storage.models.people import User
from storage.models.privacy import PrivacyRequest


def all_of(tx: Tx) -> set[int]:
    """Users, privacy requests, drafts of such and disclosures, by id."""
    owners = (User, PrivacyRequest, IntakeDraft, Disclosure)
    return {number for model in owners for (number,) in tx.rows(model.select(model.id))}
