"""Whose keys there must be: everything else in the key store is an orphan."""

from storage.engine.transaction import Tx
from storage.models.disclosures import Disclosure
from storage.models.people import User
from storage.models.privacy import PrivacyRequest
from storage.models.support import SupportThread


def all_of(tx: Tx) -> set[int]:
    """Users, privacy requests, disclosures and threads of strangers, by id."""
    found = {number for model in (User, PrivacyRequest, Disclosure) for (number,) in tx.rows(model.select(model.id))}
    strangers = SupportThread.select(SupportThread.id).where(SupportThread.user_id.is_null())
    return found | {number for (number,) in tx.rows(strangers)}
