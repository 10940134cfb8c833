"""The keyring: the keys that wrap the persons' keys, and what is derived for tokens and indexes.

One JSON file, readable by its owner only. It is backed up by a rule of its own, never with the database.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import StorageError

KEY_BYTES = 32
NONCE_BYTES = 12


class Keyring:
    """Versioned key-encryption keys and a root that other keys are derived from."""

    def __init__(self, path: Path, keys: dict[int, bytes], root: bytes) -> None:
        self.path = path
        self._stamp = (0, 0)
        self._root = root
        self._hold(keys)
        self._house = AESGCM(self.derive(b"house"))

    @classmethod
    def create(cls, path: Path) -> "Keyring":
        """A new keyring in a file that must not exist yet."""
        if path.exists():
            raise StorageError(f"{path} exists already; a keyring is never overwritten")
        keyring = cls(path, {1: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))
        keyring._save()
        return keyring

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """Raises StorageError where the file is missing, unreadable or open to others."""
        keyring = cls(path, *_read(path))
        keyring._stamp = _stamp(path)
        return keyring

    def _hold(self, keys: dict[int, bytes]) -> None:
        self._keys = keys
        self._ciphers = {version: AESGCM(key) for version, key in keys.items()}

    def refresh(self) -> None:
        """Reads the file again where another process changed it: keys may be rotated while the service runs."""
        stamp = _stamp(self.path)
        if stamp != self._stamp:
            self._hold(_read(self.path)[0])
            self._stamp = stamp

    @property
    def current(self) -> int:
        """Version of the key that wraps new keys."""
        return max(self._keys)

    @property
    def versions(self) -> tuple[int, ...]:
        return tuple(sorted(self._keys))

    def derive(self, purpose: bytes) -> bytes:
        """A 32-byte key for one purpose."""
        return hmac.digest(self._root, purpose, hashlib.sha256)

    def wrap(self, person_id: int, key: bytes) -> tuple[int, bytes]:
        """Version and wrapped bytes of a person's key."""
        self.refresh()
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._ciphers[self.current].encrypt(nonce, key, person_id.to_bytes(8, "little"))
        return self.current, nonce + sealed

    def unwrap(self, person_id: int, version: int, wrapped: bytes) -> bytes:
        if version not in self._ciphers:
            self.refresh()
        cipher = self._ciphers.get(version)
        if cipher is None:
            raise StorageError(f"the keyring lacks version {version}")
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        return cipher.decrypt(nonce, sealed, person_id.to_bytes(8, "little"))

    @property
    def house(self) -> AESGCM:
        """What is sealed but belongs to no user is sealed with this."""
        return self._house

    def add_version(self) -> int:
        """A new key-encryption key; from now on it wraps."""
        version = self.current + 1
        self._hold(self._keys | {version: secrets.token_bytes(KEY_BYTES)})
        self._save()
        return version

    def drop_versions_before(self, version: int) -> None:
        """Forgets old keys, once nothing is wrapped with them."""
        self._hold({number: key for number, key in self._keys.items() if number >= version})
        self._save()

    def _save(self) -> None:
        body = {
            "keys": {str(version): base64.b64encode(key).decode() for version, key in self._keys.items()},
            "root": base64.b64encode(self._root).decode(),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(self.path.name + ".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(body, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)
        directory = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
        self._stamp = _stamp(self.path)


def _read(path: Path) -> tuple[dict[int, bytes], bytes]:
    """The versions and the root in a file. Raises StorageError."""
    if not path.exists():
        raise StorageError(f"there is no keyring {path}; `smartregion-server migrate` makes it on a new machine")
    try:
        if path.stat().st_mode & 0o077:
            raise StorageError(f"{path} can be read by others; set its mode to 0600")
        body = json.loads(path.read_text(encoding="utf-8"))
        keys = {int(version): base64.b64decode(key) for version, key in body["keys"].items()}
        return keys, base64.b64decode(body["root"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StorageError(f"the keyring {path} can't be read: {type(error).__name__}") from None


def _stamp(path: Path) -> tuple[int, int]:
    """What differs between two files that stood at one path: each is written anew and moved there."""
    try:
        found = path.stat()
    except OSError as error:
        raise StorageError(f"the keyring {path} can't be read: {type(error).__name__}") from None
    return found.st_ino, found.st_mtime_ns
