"""Bearer tokens: shown once, stored as their SHA-256. They have 256 random bits, so a slow hash adds nothing."""

import hashlib
import secrets

SESSION_PREFIX = "ss_"
KEY_PREFIX = "sr_"


def new_session_token() -> str:
    return SESSION_PREFIX + secrets.token_urlsafe(32)


def new_key(prefix: str) -> str:
    """A partner's key: its prefix stays readable, to tell keys apart."""
    return f"{KEY_PREFIX}{prefix}_{secrets.token_urlsafe(32)}"


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
