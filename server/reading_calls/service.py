"""ReadingService: proto in, proto out."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.options_pb2 import PrincipalKind

from server.call import Call
from server.codec import decimal, decode_id, encode_id, milliseconds, optional_id
from server.errors import Conflict, InvalidField, NotFound, ServiceError
from server.limits import SETTLED_MS
from server.readings import consumption, importing, ingest, looks, mapping
from server.readings.diagnosis import diagnose
from server.readings.rules import URGENCY
from server.services import Calls, Services
from server.units import symbol
from server.watching import Whose
from storage.engine.feed import Topic
from storage.engine.store import Batch
from storage.engine.transaction import Tx
from storage.repositories import accounts, histories, meters, readings

_SOURCE = {
    PrincipalKind.PRINCIPAL_KIND_RESIDENT: pb.READING_SOURCE_RESIDENT,
    PrincipalKind.PRINCIPAL_KIND_OPERATOR: pb.READING_SOURCE_OPERATOR,
    PrincipalKind.PRINCIPAL_KIND_PARTNER: pb.READING_SOURCE_PARTNER,
}
#: Whose the readings of a watch are.
_WHOSE = Whose(
    lambda one: (decode_id(one.register_id), milliseconds(one.read_at)),
    lambda tx, keys: looks.whose(tx, looks.spans(keys)),
)
_ERRORS: dict[str, type[ServiceError]] = {"NOT_FOUND": NotFound, "CONFLICT": Conflict}


class ReadingService(Calls):
    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._intake: Batch[ingest.Intake, list[ingest.Outcome]] = services.store.batch(ingest.take)

    async def SubmitReading(self, request: Any, call: Call) -> pb.SubmitReadingResponse:
        entry = mapping.to_entry(request.reading)
        if entry.problem is not None:
            raise _error(entry.problem)
        source = _SOURCE[call.principal.kind]
        intake = ingest.Intake(call.principal, call.own_scope(), source, (entry,))
        reply = _Reply(entry, call.now, source)
        once = call.once()
        answer: Any = await self._intake.submit(intake, once and replace(once, dump=reply.dump))
        if isinstance(answer, pb.SubmitReadingResponse):
            return await self._explained(answer, call)  # given before, to the same request
        outcome = answer[0]
        if outcome.problem is not None:
            raise _error(outcome.problem)
        if outcome.duplicate:
            row = await call.read(lambda tx: looks.found(tx, outcome.reading_id, call))
            return pb.SubmitReadingResponse(reading=mapping.to_message(row), duplicate=True)
        return await self._explained(reply.message or reply.of(outcome), call)

    async def _explained(self, message: pb.SubmitReadingResponse, call: Call) -> pb.SubmitReadingResponse:
        """A reply with the causes of a reading that was not accepted. (They follow from what is on record; they are
        not kept with the reply.)"""
        if message.reading.state != pb.READING_STATE_ACCEPTED and not message.duplicate:
            reading_id = decode_id(message.reading.id)
            message.reading.causes.extend(
                await call.read(lambda tx: diagnose(tx, looks.found(tx, reading_id, call), call.scope()))
            )
        return message

    async def BatchSubmitReadings(self, request: Any, call: Call) -> pb.BatchSubmitReadingsResponse:
        entries = [mapping.to_entry(reading) for reading in request.readings]
        intake = ingest.Intake(call.principal, call.own_scope(), _SOURCE[call.principal.kind], entries)
        reply = _BatchReply()
        once = call.once()
        once = once and replace(once, dump=reply.dump)
        answer: Any = await self._intake.submit(intake, once, weight=len(entries))
        if isinstance(answer, pb.BatchSubmitReadingsResponse):
            return answer  # given before, to the same request
        return reply.message or reply.of(answer)

    async def ImportReadings(
        self, requests: AsyncIterator[Any], call: Call
    ) -> AsyncIterator[pb.ImportReadingsResponse]:
        async def parts() -> AsyncIterator[importing.Part]:
            import_id, behind = "", 1
            async for request in requests:
                if import_id and request.import_id != import_id:
                    raise InvalidField("import_id", "import.same", "must be the same through one import")
                if request.first_line < behind:
                    raise InvalidField("first_line", "import.rising", "must be behind the batch before")
                import_id, behind = request.import_id, request.first_line + len(request.readings)
                entries = [mapping.to_entry(reading) for reading in request.readings]
                yield importing.Part(import_id, request.first_line, entries, range(request.first_line, behind))

        async for part, outcomes in importing.taken(parts(), call, self._intake):
            yield _acknowledged(part, outcomes)

    async def GetReading(self, request: Any, call: Call) -> pb.GetReadingResponse:
        reading_id = decode_id(request.id)
        call.target("reading", reading_id)

        def query(tx: Tx) -> pb.Reading:
            row = looks.found(tx, reading_id, call)
            looks.note(tx, call, [row])
            message = looks.with_versions(tx, row)
            message.causes.extend(diagnose(tx, row, call.scope()))
            return message

        return pb.GetReadingResponse(reading=await call.read(query))

    async def ListReadings(self, request: Any, call: Call) -> pb.ListReadingsResponse:
        page = self._services.paging.page(request)
        wanted = mapping.to_filter(request.filter)
        by_read_at = request.order_by.startswith("read_at")
        if by_read_at and not wanted.narrow:
            raise InvalidField(
                "order_by", "order.narrow", "read_at needs a filter by register, meter, place, account or user"
            )
        if request.order_by == "urgency" and wanted.states != (pb.READING_STATE_IN_REVIEW,):
            raise InvalidField("order_by", "order.queue", "urgency needs a filter by the state IN_REVIEW alone")
        order = URGENCY if request.order_by == "urgency" else ("read_at",) if by_read_at else ("id",)
        as_of = _as_of(request, call)
        if as_of is not None and not wanted.narrow:
            raise InvalidField("as_of", "as_of.narrow", "needs a filter by register, meter, place, account or user")
        if as_of is not None and wanted.utility_id is not None:
            message = "which accounts a utility had then is not on record; leave filter.utility_id out"
            raise InvalidField("as_of", "as_of.utility", message)

        def query(tx: Tx) -> tuple[list[readings.Row], int]:
            found = readings.page(
                tx,
                wanted,
                call.scope(),
                order=order,
                descending=not request.order_by or request.order_by.endswith(" desc"),
                after=page.after,
                size=page.size,
                skip=page.skip,
                as_of=as_of,
            )
            if wanted.narrow or call.principal.is_operator:
                looks.note(tx, call, found[0])
            return found

        rows, total = await call.read(query)
        call.detail["rows"] = str(len(rows))
        reply = pb.ListReadingsResponse(readings=map(mapping.to_message, rows), total_size=total)

        def place(last: readings.Row) -> tuple[int, int]:
            if order == URGENCY:
                return readings.rank_of(last.findings, URGENCY), last.id
            return last.read_at if by_read_at else last.id, last.id

        page.end(reply, rows, place)
        return reply

    async def GetConsumption(self, request: Any, call: Call) -> pb.GetConsumptionResponse:
        begin, before = milliseconds(getattr(request, "from")), milliseconds(request.before)
        if begin >= before:
            raise InvalidField("before", "timestamp.gt", "must be after from")
        register_id = optional_id(request.register_id, "register_id")
        place_id = optional_id(request.usage_point_id, "usage_point_id")
        as_of = _as_of(request, call)
        call.target("register" if register_id else "usage_point", register_id or place_id or 0)

        def query(tx: Tx) -> list[consumption.Interval]:
            registers = self._registers(tx, call, register_id, place_id, request.commodity)
            looks.note_spans(tx, call, {register.id: (begin, before - 1) for register, _ in registers})
            seen = meters.sights_of(tx, [register.id for register, _ in registers], call.scope())
            accepted = histories.accepted_of(tx, list(seen), as_of)
            return consumption.seen_intervals(registers, accepted, seen, begin, before)

        intervals = await call.read(query)
        reply = pb.GetConsumptionResponse(intervals=map(mapping.interval_message, intervals))
        for (commodity, tier), quantity in sorted(consumption.totals(intervals).items()):
            reply.totals.add(
                tier=tier,
                commodity=commodity,
                quantity=decimal(quantity),
                unit=symbol(commodity),
            )
        return reply

    def _registers(
        self, tx: Tx, call: Call, register_id: int | None, place_id: int | None, commodity: int
    ) -> list[Any]:
        """The registers meant, with their meters. Raises NotFound."""
        if place_id is not None:
            if accounts.place_by_id(tx, place_id) is None or not accounts.place_in_scope(tx, place_id, call.scope()):
                raise NotFound(f"usage point {encode_id(place_id)} not found")
            registers = meters.registers_of_point(tx, place_id, commodity)
        else:
            registers = meters.registers_by_id(tx, register_id or 0)
        if register_id is not None and not meters.registers_in_scope(tx, [register_id], call.scope()):
            registers = []
        if not registers and register_id is not None:
            raise NotFound(f"register {encode_id(register_id)} not found")
        return registers

    async def WatchReadings(self, request: Any, call: Call) -> AsyncIterator[pb.WatchReadingsResponse]:
        wanted, scope = mapping.to_filter(request.filter), call.scope()
        frames = self._services.watching.watch(
            call,
            request,
            Topic.READINGS,
            lambda tx, last, size: [
                (row.id, mapping.to_message(row)) for row in readings.behind(tx, wanted, scope, last, size)
            ],
            lambda tx, ids: {row.id: mapping.to_message(row) for row in readings.watched(tx, wanted, ids, scope)},
            "reading",
            lambda tx, ids: {row.id for row in readings.watched(tx, readings.ReadingFilter(), ids, scope)},
            whose=_WHOSE,
        )
        async for frame in frames:
            yield frame


def _as_of(request: Any, call: Call) -> int | None:
    """The instant of what was held then; None: now. So far back that no commit before it is still on its way: the
    answer is the same for ever. Raises InvalidField."""
    if not request.HasField("as_of"):
        return None
    instant = milliseconds(request.as_of)
    if instant > call.now - SETTLED_MS:
        raise InvalidField("as_of", "timestamp.settled", f"must lie {SETTLED_MS // 1000} seconds back or more")
    return instant


def _error(problem: ingest.Problem) -> ServiceError:
    if problem.reason in _ERRORS:
        return _ERRORS[problem.reason](f"reading.{problem.field}: {problem.message}")
    return InvalidField(f"reading.{problem.field}", problem.rule, problem.message)


class _Reply:
    """The reply to one reading: made once, where it is kept."""

    def __init__(self, entry: ingest.Entry, now: int, source: int) -> None:
        self._parts = entry, now, source
        self.message: pb.SubmitReadingResponse | None = None

    def of(self, outcome: ingest.Outcome) -> pb.SubmitReadingResponse:
        reading = mapping.fresh(outcome, *self._parts)
        return pb.SubmitReadingResponse(reading=reading, duplicate=outcome.duplicate)

    def dump(self, outcomes: list[ingest.Outcome]) -> bytes:
        """Called by the writer. A refused request is not kept: it may be put right."""
        if outcomes[0].problem is not None:
            raise _error(outcomes[0].problem)
        self.message = self.of(outcomes[0])
        return self.message.SerializeToString()


class _BatchReply:
    """The reply to many readings: made once, where it is kept."""

    message: pb.BatchSubmitReadingsResponse | None = None

    def of(self, outcomes: list[ingest.Outcome]) -> pb.BatchSubmitReadingsResponse:
        return pb.BatchSubmitReadingsResponse(
            outcomes=[mapping.outcome_message(outcome, line) for line, outcome in enumerate(outcomes, 1)]
        )

    def dump(self, outcomes: list[ingest.Outcome]) -> bytes:
        """Called by the writer."""
        self.message = self.of(outcomes)
        return self.message.SerializeToString()


def _acknowledged(part: importing.Part, outcomes: list[ingest.Outcome]) -> pb.ImportReadingsResponse:
    """What became of a batch that is durable now."""
    reply = pb.ImportReadingsResponse(first_line=part.first, last_line=part.behind - 1)
    for line, outcome in zip(part.lines, outcomes, strict=True):
        judgement = outcome.judgement
        if outcome.duplicate:
            reply.duplicates += 1
        elif judgement is not None and judgement.state == pb.READING_STATE_ACCEPTED:
            reply.accepted += 1
        elif judgement is not None and judgement.state == pb.READING_STATE_IN_REVIEW:
            reply.in_review += 1
        else:
            reply.refused += 1
        if outcome.problem is not None or (judgement is not None and judgement.found):
            reply.exceptions.append(mapping.outcome_message(outcome, line))
    return reply
