"""Parcels: what leaves is sealed for the recipient's key, so that nobody between can open it, nor we once the key
that a parcel was made with is gone.

A parcel is a line of JSON, {"format", "ephemeral_key", "chunk"}, and behind it chunks of AES-256-GCM. The key is
HKDF-SHA256 over X25519 of a key made for this parcel alone and the recipient's; the nonce of a chunk is its number in
11 bytes and a last one, 1 for the last chunk: none can be left out, moved or put in. The line is authenticated too.
"""

import base64
import json

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = "smartregion.parcel.v1"
CHUNK = 64 * 1024
_TAG = 16


class Unopened(ValueError):
    """The parcel is not for this key, or is not as it was sealed."""


def is_key(raw: bytes) -> bool:
    """Whether something can be sealed for this public key: not for those of low order, which share no secret."""
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(raw))
    except ValueError:
        return False
    return True


def new_key() -> bytes:
    """The private key of one parcel."""
    return X25519PrivateKey.generate().private_bytes_raw()


class Parcel:
    """A parcel as it is made, piece by piece; it opens with the private key of the recipient alone."""

    def __init__(self, key: bytes, recipient_key: bytes) -> None:
        own = X25519PrivateKey.from_private_bytes(key)
        self.head = _head(own.public_key().public_bytes_raw())
        self._cipher = _cipher(own.exchange(X25519PublicKey.from_public_bytes(recipient_key)), self.head)

    def sealed(self, text: bytes, chunks: int, *, last: bool) -> bytes:
        """The piece behind so many chunks. All but the last are filled up with spaces to whole chunks."""
        body = text if last else text + b" " * (-len(text) % CHUNK)
        parts = [body[start : start + CHUNK] for start in range(0, len(body), CHUNK)] or [b""] * last
        end = len(parts) - 1
        return b"".join(
            self._cipher.encrypt(_nonce(chunks + place, last and place == end), part, self.head)
            for place, part in enumerate(parts)
        )

    @staticmethod
    def chunks(sealed: bytes) -> int:
        """How many chunks a sealed piece has."""
        return -(-len(sealed) // (CHUNK + _TAG))


def sealed(body: bytes, recipient_key: bytes) -> bytes:
    """A whole parcel, with a key of its own."""
    parcel = Parcel(new_key(), recipient_key)
    return parcel.head + parcel.sealed(body, 0, last=True)


def opened(parcel: bytes, private_key: bytes) -> bytes:
    """What a parcel holds. Raises Unopened."""
    line, _, rest = parcel.partition(b"\n")
    head = line + b"\n"
    try:
        said = json.loads(line)
        if said["format"] != FORMAT or said["chunk"] != CHUNK:
            raise Unopened("the parcel is of another format")
        theirs = X25519PublicKey.from_public_bytes(base64.b64decode(said["ephemeral_key"], validate=True))
        cipher = _cipher(X25519PrivateKey.from_private_bytes(private_key).exchange(theirs), head)
        size = CHUNK + _TAG
        parts = [rest[start : start + size] for start in range(0, len(rest), size)]
        if not parts:
            raise Unopened("the parcel is cut off")
        last = len(parts) - 1
        return b"".join(cipher.decrypt(_nonce(place, place == last), part, head) for place, part in enumerate(parts))
    except InvalidTag:
        raise Unopened("the parcel is for another key, or was changed") from None
    except (ValueError, KeyError, TypeError) as error:
        raise error if isinstance(error, Unopened) else Unopened("the parcel is damaged") from None


def _head(ephemeral_key: bytes) -> bytes:
    said = {"format": FORMAT, "ephemeral_key": base64.b64encode(ephemeral_key).decode(), "chunk": CHUNK}
    return json.dumps(said).encode() + b"\n"


def _cipher(shared: bytes, head: bytes) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, None, head).derive(shared))


def _nonce(place: int, last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([last])
