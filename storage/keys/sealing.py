"""Sealing of fields: AES-256-GCM, bound to the column and the person it belongs to."""

import logging
import secrets
import threading

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import Unreadable
from storage.keys.keyring import NONCE_BYTES

log = logging.getLogger(__name__)


class Failures:
    """How many fields did not open in this process, since its start."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()

    def note(self, column: str) -> None:
        with self._lock:
            self.count += 1
        log.error("a sealed field does not open", extra={"state": column})


FAILURES = Failures()


def seal(cipher: AESGCM, person_id: int, column: str, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, _bound_to(person_id, column))


class Sealer:
    """Seals many texts of one person."""

    __slots__ = ("_cipher", "_person_id")

    def __init__(self, cipher: AESGCM, person_id: int) -> None:
        self._cipher = cipher
        self._person_id = person_id

    def __call__(self, column: str, text: str) -> bytes | None:
        """A sealed text; `column` is `table.column`. The empty text stays None."""
        return seal(self._cipher, self._person_id, column, text.encode()) if text else None


def unseal(cipher: AESGCM, person_id: int, column: str, sealed: bytes) -> bytes:
    """Raises Unreadable where the bytes were changed, cut off or moved from another row or column; that is logged and
    counted here, whatever becomes of it."""
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(person_id, column))
    except (InvalidTag, ValueError):  # ValueError: hardly a byte is left
        FAILURES.note(column)
        raise Unreadable(column) from None


def _bound_to(person_id: int, column: str) -> bytes:
    return person_id.to_bytes(8, "little") + column.encode()
