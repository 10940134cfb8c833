"""Confirmed phones: what registration and a resident's sign-in rest on."""

from server.call import Call
from server.codec import decode_id
from server.errors import CodeRejected
from storage.engine.transaction import Tx
from storage.models.people import PhoneVerification
from storage.repositories import verifications


def confirmed(tx: Tx, call: Call, verification_id: str) -> PhoneVerification:
    """A confirmed verification that is still good. Raises CodeRejected."""
    gateway = call.principal.gateway_id or call.principal.id
    found = verifications.by_id(tx, decode_id(verification_id, "verification_id"), gateway)
    if found is None or found.confirmed_at is None or found.used_at is not None or found.expires_at <= tx.now:
        raise CodeRejected("verification_id: is not confirmed, was used or has expired")
    return found


def use_confirmation(tx: Tx, call: Call, verification_id: str, phone: str) -> None:
    """Uses up a confirmation of this phone. Raises CodeRejected. An operator needs none: they answer for it."""
    if call.principal.is_operator and not verification_id:
        return
    found = confirmed(tx, call, verification_id)
    if found.phone_index != tx.blind.phone(phone):
        raise CodeRejected("verification_id: confirms another phone")
    verifications.use(tx, found.id)
