"""Files that an operator is given: only their owner reads them, and what did not come to its end is no file."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from console.i18n import t
from console.ports import ClientError


def save(name: str, body: bytes) -> str:
    """Writes a file in the current folder; where it is."""
    path = _here(name)
    with _opened(path) as file:
        file.write(body)
    return path


async def stored(name: str, pieces: AsyncIterator[bytes]) -> str:
    """The same of what comes piece by piece."""
    path = _here(name)
    draft = f"{path}.part"
    with await asyncio.to_thread(_opened, draft) as file:
        async for piece in pieces:
            await asyncio.to_thread(file.write, piece)
    await asyncio.to_thread(os.replace, draft, path)
    return path


async def kept(place: str, pieces: AsyncIterator[bytes]) -> str:
    """Writes where an operator says what can't be had twice: a file that is there is never overwritten, and the bytes
    are on disk when it returns. The file is made before anything is asked for. Raises ClientError."""
    try:
        return await _kept(place, pieces)
    except FileExistsError:
        raise ClientError("INVALID_FIELD", t("file.there", path=place)) from None
    except OSError as error:
        raise ClientError("INVALID_FIELD", t("file.bad", path=place, error=error.strerror or "")) from None


async def _kept(place: str, pieces: AsyncIterator[bytes]) -> str:
    """Raises OSError."""
    path, file = await asyncio.to_thread(_new, place)
    try:
        with file:
            async for piece in pieces:
                await asyncio.to_thread(file.write, piece)
            await asyncio.to_thread(_settle, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(path)  # at once: whoever is cancelled waits for nothing any more
        raise
    return path


def _here(name: str) -> str:
    """Where a file goes, whatever folders its name has."""
    return os.path.abspath(os.path.basename(name))


def _opened(path: str) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _new(place: str) -> tuple[str, BinaryIO]:
    path = str(Path(place).expanduser().absolute())
    return path, os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
