"""Interval data, block by block: what is kept of it, and the indexes that follow."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from smartregion.v1 import reading_service_pb2 as pb

from server.call import Call
from server.codec import DAY_MS, decode_id, encode_id, milliseconds, timestamp
from server.errors import Conflict, InvalidField, NotFound
from server.exchange import reader
from server.exchange.detection import Shape
from server.exchange.intervals import BLOCK_MS, SCALE, Base, Block, Intervals, base_at, exact
from server.exchange.pieces import Pieces
from server.exchange.problems import Refused, problem
from server.exchange.replies import PROBLEMS, count, problem_message
from server.limits import INTERVALS, INTERVALS_TOLD
from server.readings import ingest, looks
from server.readings.dial import Dial
from server.services import Calls
from storage.engine.transaction import Tx
from storage.repositories import histories, imports, intervals, meters
from storage.repositories.intervals import Stored
from storage.repositories.meters import RegisterFacts

YEAR_MS = 400 * DAY_MS
#: How far back an index is sought from which the use on record leads to the file.
LOOK_BACK_MS = 100 * DAY_MS
#: Why a block can't be taken that lies in a time in which the sender does not supply the place.
_NOT_YOURS = ingest.Problem("NOT_FOUND", "line", "register.known", "no such register, or not one of yours")


class _Found(NamedTuple):
    """A block, or why a row can't be taken, with the line at which that was known."""

    line: int
    what: Block | imports.Problem

    @property
    def weight(self) -> int:
        """How many intervals it is worth to keep it."""
        return 100 + len(self.what.values) if isinstance(self.what, Block) else 20


class _Run(NamedTuple):
    """Blocks that follow one another: the instant up to which they go, and what is known of the register there; None
    where nobody read it."""

    end: int
    base: Base | None


class _Kept(NamedTuple):
    """What became of a part of a file."""

    outcomes: list[ingest.Outcome]
    problems: list[imports.Problem]
    run: _Run | None


class IntervalImport:
    """One file of one register."""

    def __init__(self, shape: Shape, options: Any, call: Call) -> None:
        self._lines, self._rows = reader.lines_of(shape), Intervals(shape)
        self._options, self._call = options, call
        self._run: _Run | None = None
        self._done = 0
        self._begun = False

    async def run(self, pieces: Pieces) -> AsyncIterator[pb.ImportFileResponse]:
        """Takes the file; raises Refused, InvalidField, NotFound. What stood before the place that a file is refused
        for is taken."""
        facts = await self._call.read(self._register)
        held: list[_Found] = []
        refused: Refused | None = None
        async for piece, last in pieces.rest():
            found, refused = await asyncio.to_thread(self._read, piece, last, last and pieces.cut)
            parts = _parts([*held, *found])
            held = [] if last or refused else parts.pop() if parts else []
            for part in parts:
                yield await self._reply(facts, part)
            if refused is not None:
                raise refused
        pieces.check()

    def _read(self, piece: bytes, last: bool, cut: bool) -> tuple[list[_Found], Refused | None]:
        found: list[_Found] = []
        try:
            for known_at, line in self._lines.feed(piece, last, cut):
                found += (_found(known_at, number, what) for number, what in self._rows.rows(known_at, line))
            if last:
                found += (_found(self._lines.number, number, what) for number, what in self._rows.rest())
        except Refused as refused:
            return found, refused
        return found, None

    async def _reply(self, facts: RegisterFacts, part: list[_Found]) -> pb.ImportFileResponse:
        blocks = [one.what for one in part if isinstance(one.what, Block)]
        wrong = [one.what for one in part if not isinstance(one.what, Block)]
        keep = partial(self._keep, facts=facts, blocks=blocks, wrong=wrong)
        kept = await self._call.store.write(keep)
        self._begun = True
        if kept is None:
            raise Refused("interval.base")
        self._run = kept.run
        self._done += sum(len(one.values) for one in blocks)
        reply = pb.ImportFileResponse(last_line=max(one.line for one in part), done=self._done, gaps=self._rows.gaps)
        count(reply, kept.outcomes)
        reply.quarantined += len(kept.problems)
        reply.problems.extend(islice(map(problem_message, kept.problems), PROBLEMS))
        return reply

    def _register(self, tx: Tx) -> RegisterFacts:
        """The register that is meant. Raises Refused, Conflict, NotFound."""
        options = self._options
        if options.register_id:
            wanted = [decode_id(options.register_id, "options.register_id")]
        elif options.meter_serial_number:
            key = options.meter_serial_number, options.tier or 1
            wanted = meters.answering(meters.ids_by_serial(tx, {key}).get(key, ()), tx.now)
        else:
            raise Refused("file.register")
        facts = meters.facts_by_id(tx, wanted)
        known = sorted(meters.registers_in_scope(tx, wanted, self._call.own_scope()) & facts.keys())
        if len(known) > 1:
            raise Conflict("several registers answer to that serial number; use the id")
        if not known:
            raise NotFound("no such register, or not one of yours")
        return facts[known[0]]

    def _keep(self, tx: Tx, facts: RegisterFacts, blocks: list[Block], wrong: list[imports.Problem]) -> _Kept | None:
        """Keeps blocks and the index at the end of each, and notes what is wrong. None, with nothing but that noted,
        where the file begins at an instant at which the register is not known."""
        histories.lock_registers(tx, [facts.register_id])
        if not self._begun:  # what was noted when the file was sent before
            imports.forget(tx, self._call.principal.key, self._options.import_id, 0, None)
        taking, scope = _Taking(tx, facts, self._run), self._call.own_scope()
        wrong = list(wrong)  # the unit may run again
        for block in blocks:
            if not facts.within(scope, block.start):
                wrong.append(imports.Problem(block.line, *_NOT_YOURS))
            elif not taking.take(block):
                imports.note_problems(tx, self._call.principal.key, self._options.import_id, wrong)
                return None
        problems = wrong + taking.problems
        imports.note_problems(tx, self._call.principal.key, self._options.import_id, problems)
        intake = ingest.Intake(self._call.principal, scope, pb.READING_SOURCE_IMPORT, taking.entries)
        return _Kept(ingest.take(tx, [intake])[0], problems, taking.run)


def _found(known_at: int, line: int, what: Block | ingest.Problem) -> _Found:
    return _Found(known_at, what if isinstance(what, Block) else imports.Problem(line, *what))


def _parts(found: list[_Found]) -> list[list[_Found]]:
    """What was found, in parts that are written at once."""
    parts: list[list[_Found]] = []
    weight = INTERVALS
    for one in found:
        weight += one.weight
        if weight > INTERVALS:
            parts.append([])
            weight = one.weight
        parts[-1].append(one)
    return parts


class _Taking:
    """Takes blocks of a register one after another, within a transaction."""

    def __init__(self, tx: Tx, facts: RegisterFacts, run: _Run | None) -> None:
        self._tx = tx
        self._facts = facts
        self._dial = Dial.of(facts)
        self.run = run
        self.entries: list[ingest.Entry] = []
        self.problems: list[imports.Problem] = []

    def take(self, block: Block) -> bool:
        """Keeps what is new of a block, and has the index at its end told; leaves one that contradicts what is there.
        Whether anything is known of the register where the file begins."""
        there = _there(self._tx, self._facts.register_id, block.start, block.end)
        fresh = _fresh(block, there)
        if fresh is None:
            self._wrong(block, "interval.conflict")
            return True
        run, first = self.run, self.run is None
        if run is None or run.end != block.start:
            run = _Run(block.start, self._known(block.start))
            if run.base is None and first:
                return False
            if run.base is None:
                self._wrong(block, "interval.gap")
        intervals.insert(self._tx, self._facts.register_id, map(_stored, fresh))
        base = run.base.after(sum(block.values)) if run.base is not None else None
        self.run = _Run(block.end, base)
        if base is not None:
            index = base.shown(self._dial)
            self.entries.append(ingest.Entry(self._facts.register_id, "", 1, index, block.end, None, None))
        return True

    def _wrong(self, block: Block, rule: str) -> None:
        self.problems.append(imports.Problem(block.line, *problem("line", rule)))

    def _known(self, start: int) -> Base | None:
        """What is known of the register where blocks begin."""
        number, since = self._facts.register_id, start - LOOK_BACK_MS
        accepted = histories.taken_since(self._tx, [number], since)[number]
        blocks = _there(self._tx, number, since, start)
        return base_at(start, {at: index for at, index, _ in accepted if at <= start}, blocks, self._dial)


def _there(tx: Tx, register_id: int, begin: int, before: int) -> list[Block]:
    """What is on record of a time."""
    rows = intervals.between(tx, register_id, begin - BLOCK_MS, before)
    return [
        Block(one.start, one.step, tuple(value * 10 ** (SCALE - one.scale) for value in one.values))
        for one in rows
        if one.end > begin
    ]


def _fresh(block: Block, there: list[Block]) -> list[Block] | None:
    """The parts of a block that are not on record; None where it says otherwise than what is."""
    values: list[int | None] = list(block.values)
    for one in there:
        if one.step != block.step or (one.start - block.start) % block.step:
            return None
        ahead = (one.start - block.start) // block.step
        for place in range(max(0, ahead), min(len(values), ahead + len(one.values))):
            if block.values[place] != one.values[place - ahead]:
                return None
            values[place] = None
    return [Block(block.start + place * block.step, block.step, part) for place, part in _runs(values)]


def _runs(values: list[int | None]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """What is there without a gap, with its place."""
    part: list[int] = []
    for place, value in enumerate([*values, None]):
        if value is not None:
            part.append(value)
        elif part:
            yield place - len(part), tuple(part)
            part = []


def _stored(block: Block) -> Stored:
    """A block with no more digits than it needs."""
    scale = SCALE
    while scale and not any(value % 10 ** (SCALE - scale + 1) for value in block.values):
        scale -= 1
    return Stored(block.start, block.step, scale, tuple(value // 10 ** (SCALE - scale) for value in block.values))


class IntervalCalls(Calls):
    async def GetIntervals(self, request: Any, call: Call) -> pb.GetIntervalsResponse:
        register_id = decode_id(request.register_id, "register_id")
        begin, end = milliseconds(getattr(request, "from")), milliseconds(request.before)
        if not begin < end <= begin + YEAR_MS:
            raise InvalidField("before", "timestamp.gt", "must be after from, by at most 400 days")
        call.target("register", register_id)

        def query(tx: Tx) -> pb.GetIntervalsResponse:
            seen = meters.sights_of(tx, [register_id], call.scope()).get(register_id, [])
            if not seen or not meters.registers_by_id(tx, register_id):
                raise NotFound(f"register {encode_id(register_id)} not found")
            looks.note_spans(tx, call, {register_id: (begin, end - 1)})
            blocks = intervals.between(tx, register_id, begin, end)
            return _told([one for one in blocks if any(sight.covers(one.start) for sight in seen)])

        return await call.read(query)


def _told(blocks: list[Stored]) -> pb.GetIntervalsResponse:
    """Raises InvalidField where they are too many for one message."""
    if sum(len(one.values) for one in blocks) > INTERVALS_TOLD:
        raise InvalidField("before", "interval.many", f"there are over {INTERVALS_TOLD:,} intervals; ask for less time")
    reply = pb.GetIntervalsResponse(sum=exact(sum(_whole(one) for one in blocks), SCALE))
    for one in blocks:
        reply.blocks.add(
            start=timestamp(one.start),
            step_seconds=one.step // 1000,
            used=[exact(value, one.scale) for value in one.values],
        )
    return reply


def _whole(one: Stored) -> int:
    """What was used in a block, in 10^-18 of the unit."""
    return sum(one.values) * 10 ** (SCALE - one.scale)
