"""The second factor: one-time codes by time (TOTP, RFC 6238)."""

import pyotp

from storage.engine.transaction import Tx
from storage.models.operators import Operator

STEP_SECONDS = 30
#: Steps that a clock may be off.
TOLERANCE = 1
ISSUER = "Smart Region"
COLUMN = "operator.totp_secret"


def new_secret() -> str:
    return pyotp.random_base32()


def secret_of(tx: Tx, operator: Operator) -> str:
    return tx.unseal(0, COLUMN, operator.totp_secret_sealed)


def provisioning_uri(secret: str, login: str) -> str:
    """The otpauth:// address that an authenticator reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def matching_step(secret: str, code: str, now: int, last_step: int) -> int | None:
    """The time step whose code this is; None where it is none, or one not after the last that was used."""
    totp = pyotp.TOTP(secret)
    current = now // 1000 // STEP_SECONDS
    for step in range(current - TOLERANCE, current + TOLERANCE + 1):
        if step > last_step and pyotp.utils.strings_equal(totp.generate_otp(step), code):
            return step
    return None
