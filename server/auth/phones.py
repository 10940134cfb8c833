"""Phones proved by a code: the first step of registration and of a resident's sign-in."""

import hashlib
import hmac
import secrets

from smartregion.v1 import auth_service_pb2 as pb
from smartregion.v1.user_service_pb2 import UserState

from server.auth.mapping import new_session
from server.call import Call
from server.codec import DAY_MS, decode_id, encode_id, timestamp
from server.credentials import tokens
from server.credentials.codes import CodeSender
from server.errors import CodeRejected, LockedOut, PermissionDenied
from server.limits import (
    CODE_LIFE_MS,
    CODE_TRIES,
    CODES_A_DAY,
    CONFIRMATION_LIFE_MS,
    RESIDENT_SESSION_MS,
)
from server.users import rules
from server.users.confirmation import confirmed
from server.users.contact_changes import check_sign_in
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.people import PhoneVerification
from storage.repositories import sessions, users, verifications

PHONE_COLUMN = "phone_verification.phone"


def code_hash(key: bytes, verification_id: int, code: str) -> bytes:
    """A code has six digits only: its digest is keyed, so that a stolen table gives none away."""
    return hmac.digest(key, f"{verification_id}:{code}".encode(), hashlib.sha256)


async def start(
    request: pb.StartPhoneVerificationRequest, call: Call, codes: CodeSender
) -> pb.StartPhoneVerificationResponse:
    """Sends a code. The same request_id sends none again. Raises LockedOut past the codes of a day."""
    phone = rules.mobile(request.phone, "phone")
    verification_id = new_id()
    code = f"{secrets.randbelow(1_000_000):06d}"
    key = call.store.keys.keyring.derive(b"phone codes")

    def unit(tx: Tx) -> pb.StartPhoneVerificationResponse:
        index = tx.blind.phone(phone)
        if verifications.begun_since(tx, index, tx.now - DAY_MS) >= CODES_A_DAY:
            raise LockedOut(f"phone: at most {CODES_A_DAY} codes a day", retry_after=3600)
        verifications.create(
            tx,
            PhoneVerification(
                id=verification_id,
                gateway_id=call.principal.id,
                phone_sealed=tx.seal(0, PHONE_COLUMN, phone),
                phone_index=index,
                code_hash=code_hash(key, verification_id, code),
                created_at=tx.now,
                expires_at=tx.now + CODE_LIFE_MS,
            ),
        )
        call.target("phone_verification", verification_id)
        return pb.StartPhoneVerificationResponse(
            verification_id=encode_id(verification_id), expires_at=timestamp(tx.now + CODE_LIFE_MS)
        )

    reply = await call.write(unit)
    if reply.verification_id == encode_id(verification_id):
        await codes.send(phone, code, call.language)
    return reply


async def confirm(request: pb.ConfirmPhoneRequest, call: Call) -> pb.ConfirmPhoneResponse:
    """Checks a code; a wrong one is counted. Raises CodeRejected."""
    verification_id = decode_id(request.verification_id, "verification_id")
    key = call.store.keys.keyring.derive(b"phone codes")
    right = code_hash(key, verification_id, request.code)

    def attempt(tx: Tx) -> bool:
        found = verifications.by_id(tx, verification_id, call.principal.id)
        if found is None or found.expires_at <= tx.now or found.attempts >= CODE_TRIES:
            return False
        if found.confirmed_at is not None or hmac.compare_digest(bytes(found.code_hash), right):
            return True
        verifications.note_attempt(tx, verification_id)
        return False

    if not await call.store.write(attempt):
        raise CodeRejected("code: is wrong, was tried too often or has expired")

    def unit(tx: Tx) -> pb.ConfirmPhoneResponse:
        found = verifications.by_id(tx, verification_id, call.principal.id)
        if found is None or not hmac.compare_digest(bytes(found.code_hash), right):
            raise CodeRejected("code: is wrong, was tried too often or has expired")
        until = tx.now + CONFIRMATION_LIFE_MS
        verifications.confirm(tx, verification_id, until)
        phone = tx.unseal(0, PHONE_COLUMN, found.phone_sealed)
        call.target("phone_verification", verification_id)
        return pb.ConfirmPhoneResponse(valid_until=timestamp(until), registered=users.by_phone(tx, phone) is not None)

    return await call.write(unit)


async def sign_in(request: pb.SignInResidentRequest, call: Call) -> pb.SignInResidentResponse:
    """Opens a session for the user of a confirmed phone, and uses the confirmation up."""
    token = tokens.new_session_token()
    session_id = new_id()

    def unit(tx: Tx) -> pb.SignInResidentResponse:
        found = confirmed(tx, call, request.verification_id)
        user = users.by_phone(tx, tx.unseal(0, PHONE_COLUMN, found.phone_sealed))
        if user is None:
            raise CodeRejected("verification_id: the phone belongs to no user; register first")
        if user.state != UserState.USER_STATE_ACTIVE:
            raise PermissionDenied("the user is blocked")
        check_sign_in(tx, user.id)
        verifications.use(tx, found.id)
        session = new_session(
            tx,
            session_id,
            tokens.digest(token),
            RESIDENT_SESSION_MS,
            ip=request.ip_address,
            client=request.client,
            user_id=user.id,
            gateway_id=call.principal.id,
        )
        sessions.start(tx, session)
        call.target("session", session_id, user.id)
        return pb.SignInResidentResponse(
            token=token, expires_at=timestamp(session.expires_at), user_id=encode_id(user.id)
        )

    return await call.write(unit)
