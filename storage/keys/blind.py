"""Blind indexes: a keyed digest by which a sealed field is found, and from which nothing is read."""

import hashlib
import hmac
import re

from storage.keys.keyring import Keyring

INDEX_BYTES = 16

#: Letters, digits and the apostrophe in all the shapes in which people type it.
_WORD = re.compile(r"[\w'’ʼ`]+")
_APOSTROPHE = re.compile(r"['’ʼ`]")


class BlindIndex:
    """Digests under the keyring; `label` keeps the same value in two columns apart."""

    def __init__(self, keyring: Keyring) -> None:
        self._key = keyring.derive(b"blind index")

    def digest(self, label: str, value: str) -> bytes:
        return hmac.digest(self._key, f"{label}\0{value}".encode(), hashlib.sha256)[:INDEX_BYTES]

    def phone(self, phone: str) -> bytes:
        return self.digest("phone", phone)

    def phone_tail(self, phone: str) -> bytes:
        return self.digest("phone tail", phone[-4:])

    def email(self, email: str) -> bytes:
        return self.digest("email", email.casefold())

    def words(self, *names: str) -> list[bytes]:
        """One digest for each different word of the names."""
        return [self.digest("name", word) for word in sorted(words(*names))]


def words(*names: str) -> set[str]:
    """Whole words, without case; an apostrophe is the same in all its shapes."""
    return {_APOSTROPHE.sub("'", word.casefold()) for name in names for word in _WORD.findall(name)}
