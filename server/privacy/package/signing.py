"""What proves a package: a manifest with the SHA-256 of each part, signed with a key of the house (Ed25519, RFC 8032).

The signature is over the bytes of the manifest as they stand, so that any tool can check it; with OpenSSL:
`openssl pkeyutl -verify -pubin -inkey package-key.pem -rawin -in manifest.json -sigfile manifest.sig`.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from server.codec import utc
from storage.keys.keyring import Keyring

FORMAT = "smartregion.package-manifest.v1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"


class Part:
    """A file of a package, reckoned with as it goes by."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.size = 0
        self._hash = hashlib.sha256()

    def update(self, piece: bytes) -> None:
        self.size += len(piece)
        self._hash.update(piece)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


@dataclass(frozen=True)
class Sealed:
    """A manifest and its signature."""

    manifest: bytes
    signature: bytes
    key_id: str


def sealed(keyring: Keyring, number: str, made_at: int, parts: Sequence[Part]) -> Sealed:
    """Signs what a package consists of."""
    key = private_key(keyring)
    named = key_id(key.public_key())
    body = {
        "format": FORMAT,
        "request": number,
        "made_at": utc(made_at).isoformat(),
        "key": named,
        "parts": [{"name": part.name, "bytes": part.size, "sha256": part.sha256} for part in parts],
    }
    manifest = json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"
    return Sealed(manifest, key.sign(manifest), named)


def private_key(keyring: Keyring) -> Ed25519PrivateKey:
    """The house's own: it follows from the root of the keyring, and lives as long."""
    return Ed25519PrivateKey.from_private_bytes(keyring.derive(b"packages"))


def public_key(keyring: Keyring) -> Ed25519PublicKey:
    return private_key(keyring).public_key()


def pem(key: Ed25519PublicKey) -> str:
    encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(encoding, form).decode()


def key_id(key: Ed25519PublicKey) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the raw public key."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]
