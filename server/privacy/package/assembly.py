"""Putting a package together: page after page is read, written and sent on, and nothing of it is kept."""

import hashlib
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from io import BytesIO
from typing import Any, Protocol, TypeVar, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from smartregion.v1 import privacy_request_service_pb2 as pb

from server.limits import PACKAGE_FRAME_BYTES, PACKAGE_KEYS, PACKAGE_ROWS
from server.privacy.package import signing
from server.privacy.package.contents import Head, about
from server.privacy.package.signing import Part, Sealed
from server.privacy.package.writers import HtmlWriter, JsonWriter, PdfWriter, Writer
from storage.chunks import chunks
from storage.engine.transaction import Tx
from storage.keys.keyring import Keyring
from storage.repositories import subject
from storage.repositories.subject import Key, Section

R = TypeVar("R")
#: Seconds before which no file in an archive can be dated.
_OLDEST = 315_532_800


class Read(Protocol):
    """Runs a query on a reader, as `Call.read` does."""

    def __call__(self, query: Callable[[Tx], R], *, long: bool = False) -> Awaitable[R]: ...


#: What a package of one file is called, and who writes it.
FILES: dict[int, tuple[str, Callable[[], Writer]]] = {
    pb.PACKAGE_FORMAT_JSON: ("package.json", JsonWriter),
    pb.PACKAGE_FORMAT_HTML: ("package.html", HtmlWriter),
    pb.PACKAGE_FORMAT_PDF: ("package.pdf", PdfWriter),
}


class Assembly:
    """One package on its way out. `sealed` is there when all of it was sent."""

    def __init__(self, read: Read, keyring: Keyring, user_id: int, head: Head) -> None:
        self._read, self._keyring = read, keyring
        self._user_id, self._head = user_id, head
        self.sealed: Sealed | None = None
        self.sha256 = b""

    async def frames(self, form: int) -> AsyncIterator[bytes]:
        """The bytes of a package, in pieces of at most PACKAGE_FRAME_BYTES."""
        whole = hashlib.sha256()
        pieces = self._archive() if form == pb.PACKAGE_FORMAT_ARCHIVE else self._one(form)
        async for frame in _framed(pieces):
            whole.update(frame)
            yield frame
        self.sha256 = whole.digest()

    async def _one(self, form: int) -> AsyncIterator[bytes]:
        name, writer = FILES[form]
        part = Part(name)
        async for piece in self._written(writer()):
            part.update(piece)
            yield piece
        self._seal([part])

    async def _archive(self) -> AsyncIterator[bytes]:
        """All files in one, with the manifest and its signature."""
        sink = BytesIO()
        parts = []
        with ZipFile(cast(Any, _Forward(sink)), "w", ZIP_DEFLATED) as archive:
            for name, writer in FILES.values():
                part = Part(name)
                with archive.open(self._entry(name), "w", force_zip64=True) as file:
                    async for piece in self._written(writer()):
                        part.update(piece)
                        file.write(piece)
                        yield _taken(sink)
                parts.append(part)
            sealed = self._seal(parts)
            for name, body in ((signing.MANIFEST, sealed.manifest), (signing.SIGNATURE, sealed.signature)):
                archive.writestr(self._entry(name), body)
        yield _taken(sink)

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, time.gmtime(max(self._head.made_at // 1000, _OLDEST))[:6])
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        return entry

    def _seal(self, parts: list[Part]) -> Sealed:
        self.sealed = signing.sealed(self._keyring, self._head.number, self._head.made_at, parts)
        return self.sealed

    async def _written(self, writer: Writer) -> AsyncIterator[bytes]:
        """A file as a writer has it. It is written where it is read, so that the loop has its hands free."""
        yield writer.head(self._head)
        left = deque(self._head.sections)
        while left:
            piece, more = await self._read(partial(self._begun, writer, left), long=True)
            yield piece
            if more is not None:
                async for piece in self._rest(writer, *more):
                    yield piece
                yield writer.section_end()
        yield await self._read(lambda tx: writer.end(), long=True)

    def _begun(self, writer: Writer, left: deque[Section], tx: Tx) -> tuple[bytes, tuple[Section, Key] | None]:
        """As many sections as have a page of rows together; and the last of them with the key behind which it goes on,
        where it is longer than a page."""
        pieces, rows_read = [], 0
        while left and rows_read < PACKAGE_ROWS:
            section = left.popleft()
            rows, behind = subject.first_rows(tx, section, self._user_id, PACKAGE_ROWS)
            pieces += [writer.section(about(section, self._head.recipients)), writer.rows(rows)]
            rows_read += len(rows)
            if behind is not None:
                return b"".join(pieces), (section, behind)
            pieces.append(writer.section_end())
        return b"".join(pieces), None

    async def _rest(self, writer: Writer, section: Section, behind: Key | None) -> AsyncIterator[bytes]:
        """The rows of a section behind a key."""
        while behind is not None:
            keys = await self._read(partial(_keys, section, self._user_id, behind), long=True)
            for wanted in chunks(keys, PACKAGE_ROWS):
                yield await self._read(partial(_page, section, writer, self._user_id, wanted), long=True)
            behind = keys[-1] if len(keys) == PACKAGE_KEYS else None


def _keys(section: Section, user_id: int, after: Key, tx: Tx) -> list[Key]:
    return subject.keys(tx, section, user_id, after, PACKAGE_KEYS)


def _page(section: Section, writer: Writer, user_id: int, wanted: Sequence[Key], tx: Tx) -> bytes:
    return writer.rows(subject.rows_of(tx, section, user_id, wanted))


class _Forward:
    """A file that only grows, to which an archive is written without ever going back."""

    def __init__(self, sink: BytesIO) -> None:
        self._sink = sink

    def write(self, piece: bytes) -> int:
        return self._sink.write(piece)

    def flush(self) -> None:
        """Nothing waits here."""


def _taken(sink: BytesIO) -> bytes:
    """What was written since the last time."""
    found = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return found


async def _framed(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in pieces of one size."""
    waiting = bytearray()
    async for piece in pieces:
        waiting += piece
        while len(waiting) >= PACKAGE_FRAME_BYTES:
            yield bytes(waiting[:PACKAGE_FRAME_BYTES])
            del waiting[:PACKAGE_FRAME_BYTES]
    if waiting:
        yield bytes(waiting)
