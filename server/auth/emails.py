"""E-mail addresses proved by a code: until then nothing but duties is sent there."""

import hmac
import secrets
from collections.abc import Sequence

from smartregion.v1 import auth_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import NotificationCause

from server.auth.phones import code_hash
from server.call import Call
from server.codec import DAY_MS, decode_id, encode_id, timestamp
from server.errors import AlreadyExists, CodeRejected, Conflict, LockedOut
from server.limits import CODE_TRIES, CODES_A_DAY, EMAIL_CODE_LIFE_MS
from server.notifications import outbox
from server.notifications.decision import EMAIL
from server.users.service import found as found_user
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.models.people import EmailVerification
from storage.repositories import contacts, users, verifications

PURPOSE = b"e-mail codes"
WRONG = "code: is wrong, was tried too often or has expired"


async def start(
    request: pb.StartEmailVerificationRequest, call: Call, available: Sequence[int]
) -> pb.StartEmailVerificationResponse:
    """Queues a code to the address on record. The same request_id sends none again. Raises LockedOut past the codes of
    a day, of the user and of the address. `available` are the channels that have a provider."""
    verification_id = new_id()
    code = f"{secrets.randbelow(1_000_000):06d}"
    hashed = code_hash(call.store.keys.keyring.derive(PURPOSE), verification_id, code)

    def unit(tx: Tx) -> pb.StartEmailVerificationResponse:
        person = found_user(tx, call.principal.id, call)
        if not person.email:
            raise Conflict("user.email: there is no address to confirm")
        if person.row.email_confirmed_at is not None:
            raise Conflict("user.email: is confirmed already")
        index = tx.blind.email(person.email)
        if verifications.emails_begun_since(tx, person.id, index, tx.now - DAY_MS) >= CODES_A_DAY:
            raise LockedOut(f"user.email: at most {CODES_A_DAY} codes a day", retry_after=3600)
        expires_at = tx.now + EMAIL_CODE_LIFE_MS
        verifications.create(
            tx,
            EmailVerification(
                id=verification_id,
                user_id=person.id,
                email_index=index,
                code_hash=hashed,
                attempts=0,
                created_at=tx.now,
                expires_at=expires_at,
            ),
        )
        event = outbox.Event(
            "email_code",
            NotificationCause.NOTIFICATION_CAUSE_SECURITY,
            cause_id=verification_id,
            expires_at=expires_at,
            channels=(EMAIL,),
        )
        to = outbox.Recipient(person.id, {"code": code}, {"code": code}, contact=person.email)  # and nowhere else
        outbox.tell(tx, event, [to], available)
        tx.subject = person.id
        call.target("email_verification", verification_id, person.id)
        return pb.StartEmailVerificationResponse(
            verification_id=encode_id(verification_id), expires_at=timestamp(expires_at)
        )

    return await call.write(unit)


async def confirm(request: pb.ConfirmEmailRequest, call: Call) -> pb.ConfirmEmailResponse:
    """Checks a code; a wrong one is counted. Raises CodeRejected, also where the address changed meanwhile, and
    AlreadyExists where it is somebody else's: that is told to nobody but who reads what comes there."""
    verification_id = decode_id(request.verification_id, "verification_id")
    right = code_hash(call.store.keys.keyring.derive(PURPOSE), verification_id, request.code)

    def attempt(tx: Tx) -> bool:
        found = verifications.email_by_id(tx, verification_id, call.principal.id)
        if found is None or found.expires_at <= tx.now or found.attempts >= CODE_TRIES:
            return False
        if hmac.compare_digest(bytes(found.code_hash), right):
            return True
        verifications.note_email_attempt(tx, verification_id)
        return False

    if not await call.store.write(attempt):
        raise CodeRejected(WRONG)

    def unit(tx: Tx) -> pb.ConfirmEmailResponse:
        found = verifications.email_by_id(tx, verification_id, call.principal.id)
        person = found_user(tx, call.principal.id, call)
        if found is None or not hmac.compare_digest(bytes(found.code_hash), right):
            raise CodeRejected(WRONG)
        if person.row.email_index is None or bytes(person.row.email_index) != bytes(found.email_index):
            raise CodeRejected("verification_id: is of another address; the address was changed meanwhile")
        if found.confirmed_at is None:
            verifications.confirm_email(tx, verification_id)
            contacts.reached(tx, EMAIL, bytes(found.email_index))
        try:
            changed = users.confirm_email(tx, person)
        except DuplicateValue:
            raise AlreadyExists("user.email: somebody else has confirmed this address") from None
        tx.subject = person.id
        call.target("email_verification", verification_id, person.id)
        return pb.ConfirmEmailResponse(confirmed_at=timestamp(changed.row.email_confirmed_at))

    return await call.write(unit)
