"""The calls of ReadingService about estimates: put where nobody read, and what they rest on."""

from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from typing import Any

from smartregion.v1 import reading_service_pb2 as pb

from server import streets
from server.call import Call
from server.codec import calendar_date, decimal, decode_id, encode_id, milliseconds, timestamp
from server.errors import Conflict, InvalidField
from server.limits import ESTIMATE_ROWS
from server.readings import estimating, mapping, openings
from server.services import Calls
from server.windows.rules import Windows, period
from storage.engine.transaction import Tx
from storage.repositories import degree_days, meters


class EstimateCalls(Calls):
    async def EstimateReadings(self, request: Any, call: Call) -> AsyncIterator[pb.EstimateReadingsResponse]:
        run = call.read if request.dry_run else call.write
        done = 0
        if request.WhichOneof("which") == "registers":
            at = milliseconds(request.registers.at)
            if at > call.now:
                raise InvalidField("registers.at", "timestamp.past", "must not lie ahead")
            for batch in _batches(request.registers.register_ids):
                done += len(batch)
                yield await run(partial(_estimated, call=call, numbers=batch, at=at, methods=(), done=done))
            return
        gap = await call.read(lambda tx: _gap(tx, request.missing, call.now))
        last = 0
        while batch := await call.read(
            lambda tx, last=last: meters.supplied_by(  # type: ignore[misc]
                tx, gap.utility_id, gap.commodity, gap.at, last, ESTIMATE_ROWS
            )
        ):
            last, done = batch[-1], done + len(batch)
            yield await run(partial(_missing, call=call, gap=gap, batch=batch, done=done))

    async def RecordDegreeDays(self, request: Any, call: Call) -> pb.RecordDegreeDaysResponse:
        first = calendar_date(request.first_day, "first_day").toordinal()

        def unit(tx: Tx) -> pb.RecordDegreeDaysResponse:
            for city in streets.one_city(tx, request.city, "city"):
                degree_days.record(tx, city, enumerate(request.heating, first))
            call.detail["rows"] = str(len(request.heating))
            return pb.RecordDegreeDaysResponse(days=len(request.heating))

        return await call.write(unit)


def _batches(register_ids: Sequence[str]) -> Iterator[list[int]]:
    numbers = [decode_id(one, f"registers.register_ids[{place}]") for place, one in enumerate(register_ids)]
    for start in range(0, len(numbers), ESTIMATE_ROWS):
        yield numbers[start : start + ESTIMATE_ROWS]


def _gap(tx: Tx, wanted: Any, now: int) -> openings.Gap:
    """The opening of a month whose missing readings are wanted. Raises Conflict, InvalidField."""
    utility_id = decode_id(wanted.utility_id, "missing.utility_id")
    month = calendar_date(wanted.month, "missing.month")
    window = Windows.shared(tx).of(utility_id, wanted.commodity, month)
    if window is None:
        raise Conflict("no reading window of this utility and service is in force then")
    gap = openings.gap(window, period(window, month), utility_id, wanted.commodity)
    if gap.closed_at > now:
        raise Conflict(f"the window is open until {gap.closes.isoformat()}; whoever has not read yet still may")
    if not gap.methods:
        raise Conflict("the window's data says that nothing is put in the place of a missing reading")
    return gap


def _missing(tx: Tx, call: Call, gap: openings.Gap, batch: list[int], done: int) -> pb.EstimateReadingsResponse:
    wanted = estimating.missing(tx, batch, gap.from_, gap.closed_at)
    return _estimated(tx, call, wanted, gap.at, gap.methods, done)


def _estimated(
    tx: Tx, call: Call, numbers: list[int], at: int, methods: tuple[int, ...], done: int
) -> pb.EstimateReadingsResponse:
    facts = meters.facts_by_id(tx, numbers)
    dry_run = call.request.dry_run
    put = estimating.put(tx, call.principal, list(facts.values()), at, methods, dry_run=dry_run)
    healed = map(mapping.healed_message, put.healed)
    reply = pb.EstimateReadingsResponse(done=done, estimated=map(_message, put.made), healed=healed)
    for register, reason in put.left:
        number = pb.NotEstimatedReason.Value(f"NOT_ESTIMATED_REASON_{reason}")
        reply.not_estimated.add(register_id=encode_id(register.register_id), reason=number)
    for unknown in numbers:
        if unknown not in facts:
            reply.not_estimated.add(register_id=encode_id(unknown), reason=pb.NOT_ESTIMATED_REASON_UNKNOWN)
    call.detail["estimated"] = "0" if dry_run else str(len(put.made))
    return reply


def _message(one: estimating.Put) -> pb.EstimatedReading:
    found = one.estimate
    return pb.EstimatedReading(
        register_id=encode_id(one.facts.register_id),
        reading_id=encode_id(one.reading_id) if one.reading_id else "",
        at=timestamp(one.at),
        index=decimal(found.value),
        estimate=pb.Estimate(
            method=pb.EstimationMethod.ValueType(found.method),
            low=decimal(found.low),
            high=decimal(found.high),
            tests=found.tests,
            mean_error=found.error,
        ),
        previous_index=decimal(one.previous[1]),
        previous_at=timestamp(one.previous[0]),
    )
