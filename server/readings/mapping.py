"""Readings as the contract writes them."""

import json
from typing import Any

from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.common_pb2 import Address, Finding

from server.codec import (
    DECIMAL_RULES,
    decimal,
    decode_id,
    encode_id,
    micro_from_text,
    milliseconds,
    optional_id,
    timestamp,
)
from server.errors import InvalidField
from server.readings import estimates
from server.readings.consumption import Interval
from server.readings.dial import Dial
from server.readings.heal import Healed
from server.readings.ingest import Entry, Outcome, Problem
from server.readings.rules import BY_CODE, Judgement
from server.readings.sentences import sentences
from server.texts import RULES_UK
from server.units import symbol
from storage.repositories import imports
from storage.repositories.readings import ReadingFilter, Row

ACCEPTED = int(pb.READING_STATE_ACCEPTED)
_CIM_OF_QUALITY = {7: "3.7.0", 10: "3.6.1000", 14: "3.0.0", 17: "3.0.0", 18: "3.0.0"}


def to_entry(message: pb.NewReading) -> Entry:
    """A reading as it was handed in; what can't be judged carries its problem."""
    serial = message.meter_serial_number
    tier = message.tier or 1
    problem = None
    register_id = value = 0
    if message.register_id:
        try:
            register_id = decode_id(message.register_id, "register_id")
        except InvalidField as error:
            found = error.violations[0]
            problem = Problem("INVALID_FIELD", found.field, found.rule, found.message)
        serial = ""
    elif not serial:
        problem = Problem("INVALID_FIELD", "register_id", "required", "name a register or the serial of its meter")
    try:
        value = micro_from_text(message.index.value)
    except ValueError as error:
        rule = str(error)
        problem = problem or Problem("INVALID_FIELD", "index", rule, DECIMAL_RULES[rule])
    photo = message.photo_ref or None
    return Entry(register_id, serial, tier, value, milliseconds(message.read_at), photo, problem)


def findings(found: "list[Any] | tuple[Any, ...]", commodity: int) -> list[Finding]:
    """Findings with their sentences, from (code, numbers)."""
    made = []
    for code, numbers in found:
        rule = BY_CODE.get(code)
        if code == estimates.ESTIMATED:
            uk, en = estimates.told(numbers)
            made.append(Finding(code=code, numbers=numbers, message_uk=uk, message_en=en, cim_code=estimates.CIM))
        elif rule is not None:
            uk, en = sentences(code, numbers, commodity)
            made.append(
                Finding(
                    code=code, formula=rule.formula, numbers=numbers, message_uk=uk, message_en=en, cim_code=rule.cim
                )
            )
    return made


def fresh(outcome: Outcome, entry: Entry, now: int, source: int) -> pb.Reading:
    """The reading that an intake has just written, without another query."""
    judgement, history = outcome.judgement, outcome.history
    if judgement is None or history is None:
        return pb.Reading(id=encode_id(outcome.reading_id))
    facts = history.facts
    message = pb.Reading(
        id=encode_id(outcome.reading_id),
        register_id=encode_id(facts.register_id),
        meter_id=encode_id(facts.meter_id),
        usage_point_id=encode_id(facts.usage_point_id),
        index=decimal(entry.value),
        read_at=timestamp(entry.read_at),
        received_at=timestamp(now),
        source=source,
        state=judgement.state,
        quality=judgement.quality,
        cim_code=cim_code(judgement.quality, judgement.found),
        rule_set_version=judgement.rule_set,
        tier=facts.tier,
        commodity=facts.commodity,
        meter_serial_number=facts.serial_number,
        photo_ref=entry.photo or "",
        etag="1",
    )
    if judgement.found:
        message.findings.extend(findings(judgement.found, facts.commodity))
    if outcome.deemed_at is not None:
        message.deemed_at.FromMilliseconds(outcome.deemed_at)
    if judgement.state == ACCEPTED and outcome.previous is not None:
        used = Dial.of(facts).quantity(outcome.previous[1], entry.value, judgement.rollover)
        message.consumption.CopyFrom(decimal(used))
    return message


def cim_code(quality: int, found: "tuple[Any, ...] | list[Any]") -> str:
    return _cim_of(found[0][0]) if found else _CIM_OF_QUALITY.get(quality, "3.0.0")


def _cim_of(code: str) -> str:
    if code == estimates.ESTIMATED:
        return estimates.CIM
    rule = BY_CODE.get(code)
    return rule.cim if rule else "3.7.0"


def row_error(problem: "Problem | imports.Problem") -> pb.RowError:
    """Why a row could not be taken."""
    return pb.RowError(
        reason=problem.reason,
        field=problem.field,
        message=problem.message,
        message_uk=RULES_UK.get(problem.rule, problem.message),
    )


def outcome_message(outcome: Outcome, line: int) -> pb.ReadingOutcome:
    """What became of one of many."""
    if outcome.problem is not None:
        problem = outcome.problem
        named = problem._replace(message=f"{problem.message} ({problem.rule})")
        return pb.ReadingOutcome(line=line, error=row_error(named))
    judgement: Judgement | None = outcome.judgement
    message = pb.ReadingOutcome(
        reading_id=encode_id(outcome.reading_id),
        state=judgement.state if judgement is not None else ACCEPTED,
        duplicate=outcome.duplicate,
        line=line,
    )
    if judgement is not None and judgement.state != ACCEPTED and outcome.history is not None:
        message.findings.extend(findings(judgement.found, outcome.history.facts.commodity))
    return message


def to_message(row: Row) -> pb.Reading:
    found = json.loads(row.findings) if row.findings else []
    message = pb.Reading(
        id=encode_id(row.id),
        register_id=encode_id(row.register_id),
        meter_id=encode_id(row.meter_id),
        usage_point_id=encode_id(row.usage_point_id),
        index=decimal(row.value),
        read_at=timestamp(row.read_at),
        received_at=timestamp(row.received_at),
        source=row.source,
        state=row.state,
        quality=row.quality,
        cim_code=cim_code(row.quality, found),
        findings=findings(found, row.commodity),
        rule_set_version=row.rule_set,
        photo_ref=row.photo_ref or "",
        tier=row.tier,
        commodity=row.commodity,
        meter_serial_number=row.serial_number,
        superseded_by=encode_id(row.superseded_by),
        etag=str(row.version),
    )
    if row.city is not None:
        message.address.CopyFrom(
            Address(city=row.city, street=row.street, building=row.building, apartment=row.apartment)
        )
    if row.deemed_at is not None:
        message.deemed_at.FromMilliseconds(row.deemed_at)
    if row.source == pb.READING_SOURCE_ESTIMATE:
        message.estimate.CopyFrom(estimate_message(found[0][1]))
    if row.previous_value is not None:
        used = Dial.of(row).quantity(row.previous_value, row.value, row.rollover)
        message.consumption.CopyFrom(decimal(used))
    return message


def estimate_message(numbers: dict[str, str]) -> pb.Estimate:
    """An estimate from its note."""
    return pb.Estimate(
        method=pb.EstimationMethod.ValueType(int(numbers["method"])),
        low=decimal(micro_from_text(numbers["low"])),
        high=decimal(micro_from_text(numbers["high"])),
        tests=int(numbers["tests"]),
        mean_error=float(numbers["error"]),
    )


def interval_message(interval: Interval) -> pb.ConsumptionInterval:
    return pb.ConsumptionInterval(
        register_id=encode_id(interval.register.id),
        tier=interval.register.tier,
        **{"from": timestamp(interval.start.read_at)},
        to=timestamp(interval.end.read_at),
        quantity=decimal(interval.quantity),
        unit=symbol(interval.meter.commodity),
        rollover=interval.rollover,
        from_reading_id=encode_id(interval.start.id),
        to_reading_id=encode_id(interval.end.id),
    )


def healed_message(healed: Healed) -> pb.HealedReading:
    return pb.HealedReading(
        reading_id=encode_id(healed.reading_id),
        state_before=healed.state_before,
        state_after=healed.state_after,
        consumption_before=decimal(healed.consumption_before),
        consumption_after=decimal(healed.consumption_after),
        index_before=decimal(healed.index_before),
        index_after=decimal(healed.index_after),
    )


def to_filter(message: pb.ReadingFilter) -> ReadingFilter:
    def instant(name: str) -> int | None:
        return milliseconds(getattr(message, name)) if message.HasField(name) else None

    def number(name: str) -> int | None:
        return optional_id(getattr(message, name), f"filter.{name}")

    return ReadingFilter(
        register_id=number("register_id"),
        meter_id=number("meter_id"),
        usage_point_id=number("usage_point_id"),
        account_id=number("account_id"),
        user_id=number("user_id"),
        utility_id=number("utility_id"),
        states=tuple(message.states),
        commodity=message.commodity,
        source=message.source,
        read_from=instant("read_from"),
        read_before=instant("read_before"),
        received_from=instant("received_from"),
        received_before=instant("received_before"),
        serial_number=message.meter_serial_number,
        finding_code=message.finding_code,
    )
