"""Files of readings, sent in pieces.

An import is called by the digest of its file, so that its problems are listed together, however often it is sent. The
server is told how long the file is: it takes a last line that nothing ends for whole only then.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from os import SEEK_END
from pathlib import Path
from typing import Any, BinaryIO

from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.reading_service_pb2_grpc import ReadingServiceStub

from console import saving
from console.client import convert, convert_metering
from console.client.wire import Wire
from console.i18n import t
from console.imports import ImportAs, Imported
from console.ports import ClientError

#: Bytes of a piece; what a preview looks at is one of them.
PIECE = 65_536


class Files:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._stub: Any = ReadingServiceStub(wire.channel)

    async def preview(self, path: Path, said: ImportAs) -> Imported:
        with await asyncio.to_thread(opened, path) as file:  # before the call: it would swallow why it can't be read
            options = _options("preview", said, await asyncio.to_thread(_size, path, file))
            options.preview = True
            async for reply in self._wire.stream(self._stub.ImportFile, _requests(options, path, file, most=1)):
                return convert_metering.to_imported(reply)
        raise ClientError("NOT_FOUND", t("import.no_reply", path=path))

    async def take(self, path: Path, said: ImportAs) -> AsyncIterator[Imported]:
        with await asyncio.to_thread(opened, path) as file:
            digest, lines = await asyncio.to_thread(_known, path, file)
            options = _options(digest, said, await asyncio.to_thread(_size, path, file))
            async for reply in self._wire.stream(self._stub.ImportFile, _requests(options, path, file)):
                yield replace(
                    convert_metering.to_imported(reply), sent=reply.last_line, size=max(lines, reply.last_line)
                )


def _options(import_id: str, said: ImportAs, size: int) -> pb.FileOptions:
    def number(enum: Any, name: str) -> Any:
        return convert.number(enum, name) if name else 0

    shape = pb.FileShape(
        date_order=number(pb.DateOrder, said.date_order),
        decimal_sign=number(pb.DecimalSign, said.decimal_sign),
        columns=[pb.FileColumn(number=place, role=number(pb.ColumnRole, role)) for role, place in said.columns],
    )
    tier = number(account.RegisterTier, said.tier)
    return pb.FileOptions(import_id=import_id, meter_serial_number=said.meter, tier=tier, shape=shape, size=size)


async def _requests(
    options: pb.FileOptions, path: Path, file: BinaryIO, most: int = 0
) -> AsyncIterator[pb.ImportFileRequest]:
    """A file on its way: the options, then its pieces; only so many of them where that is given."""
    yield pb.ImportFileRequest(options=options)
    sent = 0
    while (not most or sent < most) and (piece := await asyncio.to_thread(_read, path, file)):
        sent += 1
        yield pb.ImportFileRequest(piece=piece)


def opened(path: Path) -> BinaryIO:
    """Raises ClientError that says in the operator's language why a file can't be read."""
    try:
        return saving.own(path).open("rb")
    except FileNotFoundError:
        raise ClientError("NOT_FOUND", t("import.no_file", path=path)) from None
    except IsADirectoryError:
        raise ClientError("NOT_FOUND", t("import.folder", path=path)) from None
    except PermissionError:
        raise ClientError("NOT_FOUND", t("import.forbidden", path=path)) from None
    except (OSError, RuntimeError, ValueError) as error:  # a user that there is not; a name that no file can have
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> ClientError:
    return ClientError("NOT_FOUND", t("import.unreadable", path=path, error=error))


def _read(path: Path, file: BinaryIO) -> bytes:
    try:
        return file.read(PIECE)
    except OSError as error:
        raise _unreadable(path, error) from None


def _size(path: Path, file: BinaryIO) -> int:
    """Bytes of a file; it stands at its beginning afterwards."""
    try:
        size = file.seek(0, SEEK_END)
        file.seek(0)
    except OSError as error:
        raise _unreadable(path, error) from None
    return size


def _known(path: Path, file: BinaryIO) -> tuple[str, int]:
    """The digest of a file, by which it is known again, and its lines; it stands at its beginning afterwards."""
    digest, lines = hashlib.sha256(), 0
    while piece := _read(path, file):
        digest.update(piece)
        lines += piece.count(b"\n")
    file.seek(0)
    return digest.hexdigest(), lines
