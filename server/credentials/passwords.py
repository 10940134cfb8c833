"""Passwords: argon2id off the event loop, a few at a time, and which ones are too easy."""

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from server.errors import InvalidField

#: Hashes reckoned at once: each takes 64 MiB.
AT_ONCE = 2
#: Different characters a password must have.
DIFFERENT = 6


class Passwords:
    """Hashes and checks. One a process."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._nobody = _nobodys()

    async def hash(self, password: str) -> str:
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, hashed: str | None, password: str) -> bool:
        """Whether the password is the one; None stands for nobody's and never matches."""
        async with self._slots:
            right = await asyncio.to_thread(self._verify, hashed or self._nobody, password)
        return right and hashed is not None

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (Argon2Error, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    """A hash that is checked where there is no such operator, so that the answer takes as long."""
    return PasswordHasher().hash(secrets.token_hex())


def check_strength(password: str, login: str, field: str) -> None:
    """Raises InvalidField where a password is easily guessed (NIST SP 800-63B, 5.1.1.2)."""
    lowered = password.casefold()
    if len(set(lowered)) < DIFFERENT:
        raise InvalidField(field, "password.variety", f"must have at least {DIFFERENT} different characters")
    if login and login in lowered:
        raise InvalidField(field, "password.login", "must not contain the login")
    if any(part in lowered for part in ("password", "qwerty", "йцукен", "пароль", "smartregion", "123456")):
        raise InvalidField(field, "password.common", "must not contain a common password")
