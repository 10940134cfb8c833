"""Examination: what helps a person to decide on a reading."""

from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.common_pb2 import Address

from server.codec import DAY_MS, decimal, encode_id, timestamp
from server.readings import estimates, looks
from server.readings.diagnosis import diagnose
from server.readings.dial import Dial
from server.readings.estimation import Estimate
from server.readings.history import RegisterHistory, before
from server.readings.rules import Point
from server.readings.ruleset import RuleSets
from storage.engine.transaction import Tx
from storage.repositories import histories, meters
from storage.repositories.meters import RegisterFacts
from storage.repositories.readings import Row
from storage.repositories.scope import Scope

#: Neighbours that are shown, at most.
NEIGHBOURS = 12


def examined(tx: Tx, row: Row, scope: Scope) -> pb.ExamineReadingResponse:
    reading = looks.with_versions(tx, row)
    reading.causes.extend(diagnose(tx, row, scope))
    facts = meters.facts_by_id(tx, [row.register_id])[row.register_id]
    history = before(tx, facts, row.read_at)
    reply = pb.ExamineReadingResponse(reading=reading, neighbours=_neighbours(tx, row))
    if history.last is not None:
        reply.daily_use = _daily(facts, history.last, (row.read_at, row.value), row.rollover)
        window = _plausible(tx, facts, history, row)
        if window is not None:
            reply.plausible_low.CopyFrom(decimal(window[0]))
            reply.plausible_high.CopyFrom(decimal(window[1]))
    found = _expected(tx, facts, row)
    if found is not None:
        reply.expected_index.CopyFrom(decimal(found.value))
        reply.expected.MergeFrom(
            pb.Estimate(
                method=pb.EstimationMethod.ValueType(found.method),
                low=decimal(found.low),
                high=decimal(found.high),
                tests=found.tests,
                mean_error=found.error,
            )
        )
    return reply


def _plausible(tx: Tx, facts: RegisterFacts, history: RegisterHistory, row: Row) -> tuple[int, int] | None:
    """The lowest and the highest index that the rules of use would let pass; None where the history says too little."""
    limits = RuleSets.shared(tx).of_version(row.rule_set, row.commodity).limits
    if history.last is None or history.intervals < limits.usual_intervals:
        return None
    at, value = history.last
    days = max(0.0, (row.read_at - at) / DAY_MS)
    low = history.lowest * limits.low_factor if history.lowest > limits.floor_per_day else 0.0
    high = min(history.highest * limits.high_factor + limits.floor_per_day, limits.cap_per_hour * 24)
    dial = Dial.of(facts)
    return dial.window(value + dial.up(dial.difference(low * days)), value + dial.down(dial.difference(high * days)))


def _daily(facts: RegisterFacts, start: Point, end: Point, rollover: bool) -> float:
    """Use a day between two readings, in the service's unit; over a turn where the dial is known to have begun anew."""
    days = max(end[0] - start[0], 3_600_000) / DAY_MS
    dial = Dial.of(facts)
    return dial.units(end[1] - start[1] + dial.turned(start[1], end[1], rollover)) / days


def _expected(tx: Tx, facts: RegisterFacts, row: Row) -> Estimate | None:
    """What would be put there, from what came before it alone."""
    rules = RuleSets.shared(tx).of_version(row.rule_set, row.commodity)
    base = estimates.known(tx, [facts], row.read_at, {facts.register_id: rules})[facts.register_id]
    base = base._replace(points=[point for point in base.points if point[0] < row.read_at])
    found = estimates.reckoned(base, row.read_at)
    return None if found is None else found.estimate


def _neighbours(tx: Tx, row: Row) -> list[pb.NeighbourReading]:
    """The nearest apartments by number, with their latest daily use."""
    around = meters.of_neighbours(tx, row.register_id)
    around.sort(key=lambda one: abs(_number(one[2]) - _number(row.apartment or "")))
    around = around[:NEIGHBOURS]
    before = histories.of(tx, [register for register, *_ in around], row.read_at + DAY_MS)
    facts = meters.facts_by_id(tx, [register for register, *_ in around])
    made = []
    for register, _, apartment in around:
        points = [point for point in before[register].accepted if not point.estimated][-2:]
        if len(points) == 2:
            last, newest = ((point.at, point.value) for point in points)
            daily = _daily(facts[register], last, newest, True)
            address = Address(city=row.city, street=row.street, building=row.building, apartment=apartment)
            made.append(
                pb.NeighbourReading(
                    register_id=encode_id(register),
                    address=address,
                    read_at=timestamp(points[1].at),
                    daily_use=max(0.0, daily),
                )
            )
    return made


def _number(apartment: str) -> int:
    digits = "".join(letter for letter in apartment if letter.isdecimal())
    return int(digits[:6] or "0")
