"""The calls of ReadingService about files."""

import asyncio
from collections.abc import AsyncIterator
from functools import cached_property
from itertools import islice
from typing import Any

from smartregion.v1 import reading_service_pb2 as pb

from server.call import Call
from server.errors import InvalidField
from server.exchange import intake, previews, reader
from server.exchange.detection import Shape
from server.exchange.interval_import import IntervalImport
from server.exchange.pieces import Pieces
from server.exchange.problems import Refused, problem
from server.exchange.replies import PROBLEMS, count, problem_message, problems
from server.limits import IMPORT_ROWS
from server.readings import importing, ingest
from server.services import Calls
from storage.engine.store import Batch
from storage.repositories import imports


class FileCalls(Calls):
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
        pieces = Pieces(requests, options.size)
        try:
            shape = await asyncio.to_thread(reader.shaped, await pieces.look(), options.shape)
            replies = self._preview(shape, pieces) if options.preview else self._taken(shape, options, pieces, call)
            async for reply in replies:
                yield reply
        except Refused as refused:
            raise InvalidField("file", refused.rule, str(refused)) from None

    async def _preview(self, shape: Shape, pieces: Pieces) -> AsyncIterator[pb.ImportFileResponse]:
        reply = pb.ImportFileResponse(shape=reader.message(shape))
        try:
            reply.rows.extend(await asyncio.to_thread(previews.rows, shape, pieces.sample, pieces.whole, pieces.cut))
        except Refused as refused:
            if refused.rule not in previews.TO_BE_SAID:
                raise
            reply.problems.append(problem_message(imports.Problem(0, *problem("file", refused.rule))))
        yield reply

    async def _taken(
        self, shape: Shape, options: Any, pieces: Pieces, call: Call
    ) -> AsyncIterator[pb.ImportFileResponse]:
        if shape.format == pb.FILE_FORMAT_INTERVALS:
            importing_intervals = IntervalImport(shape, options, call)
            yield pb.ImportFileResponse(shape=reader.message(shape))
            async for reply in importing_intervals.run(pieces):
                yield reply
            return
        source = reader.reader(shape)
        yield pb.ImportFileResponse(shape=reader.message(shape))
        async for part, outcomes in importing.taken(_parts(source, options.import_id, pieces), call, self._from_files):
            yield _reply(part, outcomes)

    async def ListImportProblems(self, request: Any, call: Call) -> pb.ListImportProblemsResponse:
        page = self._services.paging.page(request)
        after = page.past(int) or 0
        found, total = await call.read(
            lambda tx: imports.problems(tx, call.principal.key, request.import_id, after, page.size, page.skip)
        )
        reply = pb.ListImportProblemsResponse(problems=map(problem_message, found), total_size=total)
        page.end(reply, found, lambda last: (last.line,))
        return reply


async def _parts(source: reader.Reader, import_id: str, pieces: Pieces) -> AsyncIterator[importing.Part]:
    """The rows of a file, so many at a time. Raises Refused, behind the rows that came before."""
    held: list[tuple[int, ingest.Entry]] = []
    first = 1
    async for piece, last in pieces.rest():
        rows, refused = await asyncio.to_thread(_read, source, piece, last, last and pieces.cut)
        held += rows
        while len(held) >= IMPORT_ROWS or (held and (last or refused)):
            rows, held = held[:IMPORT_ROWS], held[IMPORT_ROWS:]
            part = importing.Part(import_id, first, [entry for _, entry in rows], [line for line, _ in rows])
            first = part.behind
            yield part
        if refused is not None:
            raise refused
    pieces.check()


def _read(
    source: reader.Reader, piece: bytes, last: bool, cut: bool
) -> tuple[list[tuple[int, ingest.Entry]], Refused | None]:
    """The rows that a piece completes, and why the file is refused behind them."""
    rows: list[tuple[int, ingest.Entry]] = []
    try:
        for row in source.feed(piece, last, cut):
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
