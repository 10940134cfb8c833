"""Opens a parcel of DisclosureService for whom it was sealed. Needs nothing of ours: `pip install cryptography`.

    python open_parcel.py key recipient.key          # a key: prints the public one, for the letter
    python open_parcel.py open parcel recipient.key  # what the parcel holds

The format stands in docs/partners.md.
"""

import base64
import json
import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def make_key(path: Path) -> str:
    """Writes a private key that only its owner reads; the public one, in base64."""
    key = X25519PrivateKey.generate()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes_raw())
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def opened(parcel: bytes, private_key: bytes) -> bytes:
    line, _, rest = parcel.partition(b"\n")
    head, said = line + b"\n", json.loads(line)
    theirs = X25519PublicKey.from_public_bytes(base64.b64decode(said["ephemeral_key"]))
    shared = X25519PrivateKey.from_private_bytes(private_key).exchange(theirs)
    cipher = AESGCM(HKDF(hashes.SHA256(), 32, None, head).derive(shared))
    size = said["chunk"] + 16
    parts = [rest[start : start + size] for start in range(0, len(rest), size)]
    last = len(parts) - 1
    return b"".join(
        cipher.decrypt(place.to_bytes(11, "big") + bytes([place == last]), part, head)
        for place, part in enumerate(parts)
    )


def main(arguments: list[str]) -> int:
    match arguments:
        case ["key", path]:
            print(make_key(Path(path)))
        case ["open", parcel, key]:
            sys.stdout.buffer.write(opened(Path(parcel).read_bytes(), Path(key).read_bytes()))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
