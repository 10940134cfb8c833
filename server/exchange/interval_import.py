"""Interval data, block by block: what is kept of it, and the indexes that follow."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from itertools import islice
from typing import Any

from smartregion.v1 import reading_service_pb2 as pb

from server.call import Call
from server.codec import decode_id, encode_id, milliseconds, timestamp
from server.errors import Conflict, InvalidField, NotFound
from server.exchange.detection import Shape
from server.exchange.intervals import SCALE, Block, Intervals
from server.exchange.lines import Lines
from server.exchange.problems import Refused, problem
from server.exchange.replies import PROBLEMS, count, problem_message
from server.limits import FRAME_ROWS
from server.readings import ingest
from server.readings.history import before
from storage.engine.transaction import Tx
from storage.repositories import imports, intervals, meters
from storage.repositories.intervals import Stored
from storage.repositories.meters import RegisterFacts

YEAR_MS = 400 * 86_400_000


class IntervalImport:
    """One file of one register."""

    def __init__(self, shape: Shape, options: Any, call: Call) -> None:
        self._lines, self._rows = Lines(shape.encoding), Intervals(shape)
        self._options, self._call = options, call
        self._facts: RegisterFacts | None = None
        #: The index where the file begins.
        self._base = 0
        self._done = 0

    async def run(self, pieces: AsyncIterator[tuple[bytes, bool]]) -> AsyncIterator[pb.ImportFileResponse]:
        """Takes the file; raises Refused, InvalidField, NotFound."""
        held: list[tuple[int, Block | imports.Problem]] = []
        async for piece, last in pieces:
            held += self._read(piece, last)
            while len(held) >= FRAME_ROWS or (last and held):
                part, held = held[:FRAME_ROWS], held[FRAME_ROWS:]
                yield await self._reply(part)

    def _read(self, piece: bytes, last: bool) -> Iterator[tuple[int, Block | imports.Problem]]:
        for number, line in self._lines.feed(piece, last):
            for found in self._rows.rows(number, line):
                yield number, found if isinstance(found, Block) else imports.Problem(number, *found)
        if last:
            for found in self._rows.rest():
                yield 0, found if isinstance(found, Block) else imports.Problem(0, *found)

    async def _reply(self, part: list[tuple[int, Block | imports.Problem]]) -> pb.ImportFileResponse:
        blocks = [found for _, found in part if isinstance(found, Block)]
        wrong = [found for _, found in part if not isinstance(found, Block)]
        if self._facts is None and blocks:
            self._facts, self._base = await self._call.read(partial(self._register, start=blocks[0].start))
        outcomes: list[ingest.Outcome] = []
        conflicts: list[imports.Problem] = []
        if self._facts is not None:
            outcomes, conflicts = await self._call.services.store.write(
                partial(self._write, blocks=blocks, wrong=wrong, facts=self._facts)
            )
        self._done += len(blocks)
        reply = pb.ImportFileResponse(
            last_line=max((number for number, _ in part), default=0), done=self._done, gaps=self._rows.gaps
        )
        count(reply, outcomes)
        reply.quarantined += len(wrong) + len(conflicts)
        reply.problems.extend(islice(map(problem_message, wrong + conflicts), PROBLEMS))
        return reply

    def _register(self, tx: Tx, start: int) -> tuple[RegisterFacts, int]:
        """The register that is meant, and what it showed where the file begins."""
        options, scope = self._options, self._call.scope()
        if options.register_id:
            wanted = [decode_id(options.register_id, "options.register_id")]
        elif options.meter_serial_number:
            key = options.meter_serial_number, options.tier or 1
            wanted = meters.ids_by_serial(tx, {key}).get(key, [])
        else:
            raise Refused("file.register")
        known = sorted(meters.registers_in_scope(tx, wanted, scope) & meters.facts_by_id(tx, wanted).keys())
        if len(known) > 1:
            raise Conflict("several registers answer to that serial number; use the id")
        if not known:
            raise NotFound("no such register, or not one of yours")
        facts = meters.facts_by_id(tx, known)[known[0]]
        last = before(tx, facts, start + 1).last
        if last is None:
            raise InvalidField("file", "interval.base", "begins before the first accepted reading of the register")
        return facts, last[1]

    def _write(
        self, tx: Tx, blocks: list[Block], wrong: list[imports.Problem], facts: RegisterFacts
    ) -> tuple[list[ingest.Outcome], list[imports.Problem]]:
        """Keeps blocks and the index at the end of each; those that contradict what is there are left."""
        there = (
            {one.start: one for one in intervals.between(tx, facts.register_id, blocks[0].start, blocks[-1].end)}
            if blocks
            else {}
        )
        taken, fresh, conflicts = [], [], []
        for block in blocks:
            stored = _stored(block)
            if any(
                one.start < block.end and one.start + one.step * len(one.values) > block.start and one != stored
                for one in there.values()
            ):
                conflicts.append(imports.Problem(block.line, *problem("line", "interval.conflict")))
                continue
            taken.append(block)
            if block.start not in there:
                fresh.append(stored)
        intervals.insert(tx, facts.register_id, fresh)
        imports.note_problems(tx, self._call.principal.key, self._options.import_id, wrong + conflicts)
        step = 10 ** (6 - facts.fraction_digits)
        turn = 10**facts.integer_digits * 1_000_000
        entries = [
            ingest.Entry(facts.register_id, "", 1, block.index(self._base, step) % turn, block.end, None, None)
            for block in taken
        ]
        intake = ingest.Intake(self._call.principal, self._call.scope(), pb.READING_SOURCE_IMPORT, entries)
        return ingest.take(tx, [intake])[0], conflicts


def _stored(block: Block) -> Stored:
    """A block with no more digits than it needs."""
    scale = SCALE
    while scale and not any(value % 10 ** (SCALE - scale + 1) for value in block.values):
        scale -= 1
    return Stored(block.start, block.step, scale, tuple(value // 10 ** (SCALE - scale) for value in block.values))


class IntervalCalls:
    async def GetIntervals(self, request: Any, call: Call) -> pb.GetIntervalsResponse:
        register_id = decode_id(request.register_id, "register_id")
        begin, end = milliseconds(getattr(request, "from")), milliseconds(request.before)
        if not begin < end <= begin + YEAR_MS:
            raise InvalidField("before", "timestamp.gt", "must be after from, by at most 400 days")
        call.target("register", register_id)

        def query(tx: Tx) -> list[Stored]:
            if not meters.registers_by_id(tx, register_id) or not meters.registers_in_scope(
                tx, [register_id], call.scope()
            ):
                raise NotFound(f"register {encode_id(register_id)} not found")
            return intervals.between(tx, register_id, begin, end)

        blocks = await call.read(query)
        reply = pb.GetIntervalsResponse(sum=_exact(sum(_whole(one) for one in blocks), SCALE))
        for one in blocks:
            reply.blocks.add(
                start=timestamp(one.start),
                step_seconds=one.step // 1000,
                used=[_exact(value, one.scale) for value in one.values],
            )
        return reply


def _whole(one: Stored) -> int:
    """What was used in a block, in 10^-18 of the unit."""
    return sum(one.values) * 10 ** (SCALE - one.scale)


def _exact(value: int, scale: int) -> str:
    """A decimal text with every digit that says something."""
    whole, fraction = divmod(value, 10**scale)
    return f"{whole}.{fraction:0{scale}d}".rstrip("0").rstrip(".") if scale else str(whole)
