"""Checking a package on any machine: without the service, without the database."""

import hashlib
import json
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from server.config import Settings
from server.privacy.package import signing
from storage.keys.keyring import Keyring

#: A manifest is small; what is longer is none.
_MANIFEST_BYTES = 1024 * 1024
_PIECE = 1024 * 1024
#: What zipfile raises of an archive that somebody made or changed: RuntimeError, or one of its kind, where the archive
#: says that it is encrypted, or compressed in a way that zipfile does not know.
_UNREADABLE = (BadZipFile, OSError, KeyError, EOFError, RuntimeError, zlib.error)
Open = Callable[[str], IO[bytes]]


class NotGenuine(ValueError):
    """The package is not what was signed; the text says what of it."""


def verify(settings: Settings, path: Path, key: Path | None) -> int:
    """Checks a package and says so; 0 where it is genuine. The key is a PEM file, or that of the keyring here."""
    public = load_key(key) if key is not None else signing.public_key(Keyring.load(settings.keyring_path))
    try:
        manifest = check(path, public)
    except NotGenuine as error:
        print(f"{path}: NOT genuine: {error}", file=sys.stderr)
        return 1
    print(f"{path}: genuine; request {manifest['request']}, made {manifest['made_at']}, key {manifest['key']}")
    for part in manifest["parts"]:
        print(f"  {part['name']}: {part['bytes']} bytes, SHA-256 {part['sha256']}")
    return 0


def print_key(settings: Settings) -> int:
    """Prints the public key, for whoever is to check packages."""
    print(signing.pem(signing.public_key(Keyring.load(settings.keyring_path))), end="")
    return 0


def load_key(path: Path) -> Ed25519PublicKey:
    """Raises ValueError where the file holds no such key."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except ValueError:
        raise ValueError(f"{path} is no public key in PEM") from None
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{path} is no Ed25519 key")  # noqa: TRY004
    return key


def check(path: Path, public: Ed25519PublicKey) -> dict[str, Any]:
    """The manifest of a package that is genuine: an archive, or one file with FILE.manifest.json and FILE.manifest.sig
    beside it. Raises NotGenuine."""
    try:
        if is_zipfile(path):
            with ZipFile(path) as archive:
                names = archive.namelist()
                manifest = _manifest(archive.open, signing.MANIFEST, signing.SIGNATURE, public)
                parts = _parts(manifest)
                if sorted(names) != sorted([*parts, signing.MANIFEST, signing.SIGNATURE]):
                    raise NotGenuine("there are other files in it than the manifest names")
                for name in parts:
                    _same(archive.open, name, parts[name])
                return manifest
        manifest = _manifest(_opened, f"{path}.{signing.MANIFEST}", f"{path}.{signing.SIGNATURE}", public)
        (part,) = _parts(manifest).values()
        _same(_opened, str(path), part)
    except _UNREADABLE as error:
        raise NotGenuine(f"it can't be read: {type(error).__name__}") from None
    except NotGenuine:
        raise
    except (ValueError, TypeError) as error:
        raise NotGenuine(f"the manifest is none: {type(error).__name__}") from None
    return manifest


def _opened(name: str) -> IO[bytes]:
    return open(name, "rb")


def _manifest(opened: Open, manifest: str, signature: str, public: Ed25519PublicKey) -> dict[str, Any]:
    body, signed = _read(opened, manifest), _read(opened, signature)
    try:
        public.verify(signed, body)
    except InvalidSignature:
        raise NotGenuine("the signature is not of this manifest, or not of this key") from None
    found: dict[str, Any] = json.loads(body)
    if found["format"] != signing.FORMAT:
        raise NotGenuine("the manifest is of another format")
    return found


def _parts(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {part["name"]: part for part in manifest["parts"]}


def _read(opened: Open, name: str) -> bytes:
    with opened(name) as file:
        return file.read(_MANIFEST_BYTES)


def _same(opened: Open, name: str, part: dict[str, Any]) -> None:
    """Raises NotGenuine where the bytes are not those that were signed; no more is read than there should be."""
    found, size = hashlib.sha256(), 0
    with opened(name) as file:
        while size <= part["bytes"] and (piece := file.read(_PIECE)):
            found.update(piece)
            size += len(piece)
    if size != part["bytes"] or found.hexdigest() != part["sha256"]:
        raise NotGenuine(f"{part['name']} was changed")
