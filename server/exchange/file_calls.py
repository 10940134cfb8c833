"""The calls of ReadingService about files."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.account_service_pb2 import RegisterTier

from server.call import Call
from server.codec import decimal, encode_id, timestamp
from server.errors import InvalidField
from server.exchange import intake, reader
from server.exchange.detection import SAMPLE, Shape
from server.exchange.interval_import import IntervalImport
from server.exchange.problems import Refused
from server.exchange.replies import PROBLEMS, count, problem_message, problems
from server.limits import IMPORT_ROWS
from server.readings import importing, ingest, mapping
from server.services import Services
from storage.engine.store import Batch
from storage.repositories import imports

#: Rows of a preview, at most.
PREVIEW = 20


@dataclass
class _Pieces:
    """The pieces of a file as they come, with its beginning to look at."""

    requests: AsyncIterator[Any]
    #: The beginning of the file, and whether that is all of it.
    sample: bytes = b""
    whole: bool = False
    _ended: bool = False
    _held: deque[bytes] = field(default_factory=deque)

    async def look(self) -> bytes:
        """The beginning of the file."""
        size = 0
        while size < SAMPLE and not self._ended:
            piece = await self._next()
            if piece is not None:
                self._held.append(piece)
                size += len(piece)
        self.sample = b"".join(self._held)[:SAMPLE]
        self.whole = self._ended and size <= SAMPLE
        return self.sample

    async def _next(self) -> bytes | None:
        async for request in self.requests:
            if request.WhichOneof("part") != "piece":
                raise InvalidField("options", "file.order", "must come once, before the file")
            piece: bytes = request.piece
            return piece
        self._ended = True
        return None

    async def rest(self) -> AsyncIterator[tuple[bytes, bool]]:
        """All pieces from the first, and whether it is the last."""
        while self._held:
            yield self._held.popleft(), False
        while (piece := await self._next()) is not None:
            yield piece, False
        yield b"", True


class FileCalls:
    _services: Services

    @cached_property
    def _from_files(self) -> Batch[ingest.Intake, list[ingest.Outcome]]:
        return self._services.store.batch(intake.take)

    async def ImportFile(self, requests: AsyncIterator[Any], call: Call) -> AsyncIterator[pb.ImportFileResponse]:
        options = None
        async for request in requests:
            options = request.options if request.WhichOneof("part") == "options" else None
            break
        if options is None:
            raise InvalidField("options", "required", "must come before the file")
        pieces = _Pieces(requests)
        try:
            shape = reader.shaped(await pieces.look(), options.shape)
            replies = self._preview(shape, pieces) if options.preview else self._taken(shape, options, pieces, call)
            async for reply in replies:
                yield reply
        except Refused as refused:
            raise InvalidField("file", refused.rule, str(refused)) from None

    async def _preview(self, shape: Shape, pieces: _Pieces) -> AsyncIterator[pb.ImportFileResponse]:
        reply = pb.ImportFileResponse(shape=reader.message(shape))
        if shape.format != pb.FILE_FORMAT_INTERVALS and shape.day_first is not None:
            rows = await asyncio.to_thread(_first_rows, shape, pieces.sample, pieces.whole)
            reply.rows.extend(_previewed(line, entry) for line, entry in rows)
        yield reply

    async def _taken(
        self, shape: Shape, options: Any, pieces: _Pieces, call: Call
    ) -> AsyncIterator[pb.ImportFileResponse]:
        if shape.format == pb.FILE_FORMAT_INTERVALS:
            importing_intervals = IntervalImport(shape, options, call)
            yield pb.ImportFileResponse(shape=reader.message(shape))
            async for reply in importing_intervals.run(pieces.rest()):
                yield reply
            return
        source = reader.reader(shape)
        yield pb.ImportFileResponse(shape=reader.message(shape))
        async for part, outcomes in importing.taken(_parts(source, options.import_id, pieces), call, self._from_files):
            yield _reply(part, outcomes)

    async def ListImportProblems(self, request: Any, call: Call) -> pb.ListImportProblemsResponse:
        page = self._services.paging.page(request)
        after = int(page.after[0]) if page.after else 0
        found, total = await call.read(
            lambda tx: imports.problems(tx, call.principal.key, request.import_id, after, page.size, page.skip)
        )
        reply = pb.ListImportProblemsResponse(problems=map(problem_message, found), total_size=total)
        if len(found) == page.size:
            reply.next_page_token = self._services.paging.next_token(request, (found[-1].line,))
        return reply


def _first_rows(shape: Shape, sample: bytes, whole: bool) -> list[tuple[int, ingest.Entry]]:
    """The first rows of a file, from its beginning alone. Raises Refused where it is refused before any."""
    rows, refused = _read(reader.reader(shape), sample, whole)
    if refused is not None and not rows:
        raise refused
    return rows[:PREVIEW]


async def _parts(source: reader.Reader, import_id: str, pieces: _Pieces) -> AsyncIterator[importing.Part]:
    """The rows of a file, so many at a time. Raises Refused, behind the rows that came before."""
    held: list[tuple[int, ingest.Entry]] = []
    first = 1
    async for piece, last in pieces.rest():
        rows, refused = await asyncio.to_thread(_read, source, piece, last)
        held += rows
        while len(held) >= IMPORT_ROWS or (held and (last or refused)):
            rows, held = held[:IMPORT_ROWS], held[IMPORT_ROWS:]
            part = importing.Part(import_id, first, [entry for _, entry in rows], [line for line, _ in rows])
            first = part.behind
            yield part
        if refused is not None:
            raise refused


def _read(source: reader.Reader, piece: bytes, last: bool) -> tuple[list[tuple[int, ingest.Entry]], Refused | None]:
    """The rows that a piece completes, and why the file is refused behind them."""
    rows: list[tuple[int, ingest.Entry]] = []
    try:
        for row in source.feed(piece, last):
            rows.append(row)
    except Refused as refused:
        return rows, refused
    return rows, None


def _reply(part: importing.Part, outcomes: list[ingest.Outcome]) -> pb.ImportFileResponse:
    """What became of rows that are durable now."""
    reply = pb.ImportFileResponse(last_line=part.lines[-1], done=part.behind - 1)
    count(reply, outcomes)
    reply.problems.extend(islice(map(problem_message, problems(part.lines, outcomes)), PROBLEMS))
    return reply


def _previewed(line: int, entry: ingest.Entry) -> pb.PreviewedRow:
    if entry.problem is not None:
        return pb.PreviewedRow(line=line, error=mapping.row_error(entry.problem))
    return pb.PreviewedRow(
        line=line,
        register_id=encode_id(entry.register_id) if entry.register_id else "",
        meter_serial_number=entry.serial,
        tier=RegisterTier.ValueType(entry.tier),
        index=decimal(entry.value),
        read_at=timestamp(entry.read_at),
        quality=pb.ReadingQuality.ValueType(entry.quality),
    )
