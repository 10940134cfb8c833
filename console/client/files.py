"""Files of readings, sent in pieces.

A file is known by its digest: what broke off goes on when it is sent again, and the same file twice adds nothing.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BufferedReader
from pathlib import Path
from typing import Any

from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.reading_service_pb2_grpc import ReadingServiceStub

from console.client import convert
from console.client.wire import Wire
from console.models import Imported
from console.ports import ClientError

#: Bytes of a piece; what a preview looks at is one of them.
PIECE = 65_536


class Files:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._stub: Any = ReadingServiceStub(wire.channel)

    async def preview(self, path: Path, meter: str, date_order: str) -> Imported:
        options = _options("preview", meter, date_order)
        options.preview = True
        sending = _Sending(options, path, most=1)
        async for reply in self._wire.stream(self._stub.ImportFile, sending.requests()):
            return convert.to_imported(reply)
        raise ClientError("NOT_FOUND", str(path))

    async def take(self, path: Path, meter: str, date_order: str) -> AsyncIterator[Imported]:
        sending = _Sending(_options(await asyncio.to_thread(_digest, path), meter, date_order), path)
        async for reply in self._wire.stream(self._stub.ImportFile, sending.requests()):
            yield replace(convert.to_imported(reply), sent=sending.bytes, size=sending.size)


def _options(import_id: str, meter: str, date_order: str) -> pb.FileOptions:
    order: Any = convert.number(pb.DateOrder, date_order) if date_order else 0
    return pb.FileOptions(import_id=import_id, meter_serial_number=meter, shape=pb.FileShape(date_order=order))


class _Sending:
    """A file on its way: the options, then its pieces; only so many of them where that is given."""

    def __init__(self, options: pb.FileOptions, path: Path, most: int = 0) -> None:
        self._options = options
        self._path = path
        self._most = most
        self.bytes = self.size = 0

    async def requests(self) -> AsyncIterator[pb.ImportFileRequest]:
        yield pb.ImportFileRequest(options=self._options)
        sent = 0
        with await asyncio.to_thread(_opened, self._path) as file:
            self.size = os.fstat(file.fileno()).st_size
            while (not self._most or sent < self._most) and (piece := await asyncio.to_thread(file.read, PIECE)):
                sent += 1
                self.bytes += len(piece)
                yield pb.ImportFileRequest(piece=piece)


def _opened(path: Path) -> BufferedReader:
    try:
        return path.expanduser().open("rb")
    except OSError as error:
        raise ClientError("NOT_FOUND", f"{path}: {error.strerror}") from None


def _digest(path: Path) -> str:
    with _opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
