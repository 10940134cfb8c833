"""Whose keys there must be: everything else in the key store is an orphan."""

from storage.engine.transaction import Tx
from storage.models.disclosures import Disclosure
from storage.models.duties import DataDuty
from storage.models.intake import IntakeDraft
from storage.models.people import User
from storage.models.privacy import PrivacyRequest
from storage.models.support import SupportThread


def all_of(tx: Tx) -> set[int]:
    """Users, privacy requests, drafts of such, disclosures, duties that no request caused, and threads of strangers."""
    owners = (User, PrivacyRequest, IntakeDraft, Disclosure)
    own = DataDuty.select(DataDuty.key_id).where(DataDuty.request_id == 0)
    strangers = SupportThread.select(SupportThread.id).where(SupportThread.user_id.is_null())
    queries = [*(model.select(model.id) for model in owners), own, strangers]
    return {number for query in queries for (number,) in tx.rows(query)}
