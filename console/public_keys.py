"""Public keys of X25519, as recipients hand them over."""

import asyncio
import base64
import binascii
from contextlib import suppress

from console import saving, typed
from console.i18n import t

#: Bytes of a public key, and of a file that has one.
KEY_BYTES, KEY_FILE_BYTES = 32, 1_000


async def public_key(text: str) -> bytes:
    """A key of X25519 as it was typed, in base64 or hexadecimal digits, or as a file has it. Raises ClientError."""
    found = _decoded(text)
    if found is None:
        with suppress(OSError, ValueError):
            found = _decoded(await asyncio.to_thread(_first_line, text))
    if found is None:
        raise typed.wrong(t("disclosure.bad_key"), "key")
    return found


def _first_line(path: str) -> str:
    with saving.own(path).open("rb") as file:
        return file.read(KEY_FILE_BYTES).decode("ascii").strip()


def _decoded(text: str) -> bytes | None:
    for decode in (bytes.fromhex, _base64):
        with suppress(ValueError):
            raw = decode(text)
            if len(raw) == KEY_BYTES:
                return raw
    return None


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
