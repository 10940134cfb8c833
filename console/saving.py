"""Files that an operator is given: only their owner reads them, and what did not come to its end is no file.

Whoever sits at a browser has no files on this machine: theirs are handed to the browser, and none is read here.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from console.i18n import t
from console.ports import ClientError

#: Hands a file, by its name, to the browser at which the operator sits; None where they sit at this machine.
_hand: Callable[[str, bytes], None] | None = None


def hand_over_by(hand: Callable[[str, bytes], None] | None) -> None:
    """From now on files go to a browser; None means to this machine."""
    global _hand
    _hand = hand


def own(path: str | Path) -> Path:
    """A file of the operator's that is to be read. Raises OSError where they sit elsewhere: it would be another's."""
    if _hand is not None:
        raise PermissionError(str(path))
    return Path(path).expanduser()


def save(name: str, body: bytes) -> str:
    """Writes a file in the current folder; where it is."""
    if _hand is not None:
        _hand(os.path.basename(name), body)
        return os.path.basename(name)
    path = _here(name)
    with _opened(path) as file:
        file.write(body)
    return path


async def stored(name: str, pieces: AsyncIterator[bytes]) -> str:
    """The same of what comes piece by piece."""
    if _hand is not None:
        return save(name, b"".join([piece async for piece in pieces]))
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
    path, file = await asyncio.to_thread(_new, own(place))
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


def _new(place: Path) -> tuple[str, BinaryIO]:
    path = str(place.absolute())
    return path, os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
