"""Sealing of fields: AES-256-GCM, bound to the column and the person it belongs to."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import Damaged
from storage.keys.keyring import NONCE_BYTES


def seal(cipher: AESGCM, person_id: int, column: str, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, _bound_to(person_id, column))


def unseal(cipher: AESGCM, person_id: int, column: str, sealed: bytes) -> bytes:
    """Raises Damaged where the bytes were changed or moved from another row or column."""
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(person_id, column))
    except InvalidTag:
        raise Damaged(f"{column} of person {person_id} does not open") from None


def _bound_to(person_id: int, column: str) -> bytes:
    return person_id.to_bytes(8, "little") + column.encode()
