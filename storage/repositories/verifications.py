"""Codes that were sent to phones and addresses."""

from storage.engine.transaction import Tx
from storage.models.people import EmailVerification, PhoneVerification


def create(tx: Tx, verification: PhoneVerification | EmailVerification) -> None:
    tx.insert(verification)


def by_id(tx: Tx, verification_id: int, gateway_id: int) -> PhoneVerification | None:
    """A verification that this gateway began, held until the unit ends."""
    query = PhoneVerification.select().where(
        (PhoneVerification.id == verification_id) & (PhoneVerification.gateway_id == gateway_id)
    )
    found: PhoneVerification | None = tx.first(tx.lock(query))
    return found


def begun_since(tx: Tx, phone_index: bytes, since: int) -> int:
    """How many codes were sent to a phone since an instant."""
    query = PhoneVerification.select(PhoneVerification.id).where(
        (PhoneVerification.phone_index == phone_index) & (PhoneVerification.created_at > since)
    )
    return len(tx.rows(query))


def note_attempt(tx: Tx, verification_id: int) -> None:
    tx.run(
        PhoneVerification.update(attempts=PhoneVerification.attempts + 1).where(PhoneVerification.id == verification_id)
    )


def confirm(tx: Tx, verification_id: int, valid_until: int) -> None:
    tx.run(
        PhoneVerification.update(confirmed_at=tx.now, expires_at=valid_until).where(
            PhoneVerification.id == verification_id
        )
    )


def use(tx: Tx, verification_id: int) -> None:
    """Uses a confirmation up."""
    tx.run(PhoneVerification.update(used_at=tx.now, phone_sealed=None).where(PhoneVerification.id == verification_id))


def email_by_id(tx: Tx, verification_id: int, user_id: int) -> EmailVerification | None:
    """A verification that this user began, held until the unit ends."""
    query = EmailVerification.select().where(
        (EmailVerification.id == verification_id) & (EmailVerification.user_id == user_id)
    )
    found: EmailVerification | None = tx.first(tx.lock(query))
    return found


def emails_begun_since(tx: Tx, user_id: int, email_index: bytes, since: int) -> int:
    """How many codes a user asked for, or an address was sent, since an instant: the larger number."""
    counts = (
        tx.rows(EmailVerification.select(EmailVerification.id).where(named, EmailVerification.created_at > since))
        for named in (EmailVerification.user_id == user_id, EmailVerification.email_index == email_index)
    )
    return max(map(len, counts))


def note_email_attempt(tx: Tx, verification_id: int) -> None:
    tx.run(
        EmailVerification.update(attempts=EmailVerification.attempts + 1).where(EmailVerification.id == verification_id)
    )


def confirm_email(tx: Tx, verification_id: int) -> None:
    tx.run(EmailVerification.update(confirmed_at=tx.now).where(EmailVerification.id == verification_id))
