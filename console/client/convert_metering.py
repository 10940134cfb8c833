"""From the contract's messages to the records of metering.py and imports.py."""

from datetime import date

from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import reading_service_pb2 as reading

from console import imports, metering
from console.client.convert import address, day, instant, name
from console.i18n import LANGUAGES, catalogue


def to_reading(message: reading.Reading) -> metering.Reading:
    return metering.Reading(
        id=message.id,
        register_id=message.register_id,
        meter_id=message.meter_id,
        usage_point_id=message.usage_point_id,
        serial=message.meter_serial_number,
        commodity=name(common.Commodity, message.commodity),
        tier=name(account.RegisterTier, message.tier),
        index=message.index.value,
        consumption=message.consumption.value,
        read_at=instant(message, "read_at"),
        received_at=instant(message, "received_at"),
        source=name(reading.ReadingSource, message.source),
        state=name(reading.ReadingState, message.state),
        quality=name(reading.ReadingQuality, message.quality),
        cim_code=message.cim_code,
        address=address(message.address),
        findings=tuple(
            metering.Finding(one.code, one.formula, dict(one.numbers), one.message_uk, one.message_en)
            for one in message.findings
        ),
        versions=tuple(
            metering.Version(instant(one, "at"), name(reading.ReadingState, one.state), one.actor, one.reason)
            for one in message.versions
        ),
        etag=message.etag,
        causes=tuple(
            metering.Cause(
                kind=name(reading.CauseKind, one.kind),
                probability=one.probability,
                uk=one.message_uk,
                en=one.message_en,
                corrected=one.corrected_index.value,
                register_id=one.register_id,
            )
            for one in message.causes
        ),
        photo=message.photo_ref,
    )


def to_meter(message: account.Meter) -> metering.Meter:
    return metering.Meter(
        id=message.id,
        serial=message.serial_number,
        commodity=name(common.Commodity, message.commodity),
        dials=tuple(
            metering.Dial(
                one.id,
                name(account.RegisterTier, one.tier),
                one.integer_digits,
                one.fraction_digits,
                one.multiplier.value or "1",
            )
            for one in message.registers
        ),
        etag=message.etag,
    )


def to_building(message: account.Building) -> metering.Building:
    return metering.Building(
        id=message.usage_point_id,
        address=address(message.address),
        apartments=message.apartments,
        commodities=tuple(name(common.Commodity, one) for one in message.commodities),
    )


def to_balance(message: reading.GetBuildingBalanceResponse) -> metering.Balance:
    return metering.Balance(
        unit=message.unit,
        building=message.building.value,
        apartments=message.apartments.value,
        imbalance=message.imbalance.value,
        percent=message.imbalance_percent,
        building_estimated=message.building_estimated,
        without_meter=message.without_meter,
        unread=message.unread,
        parts=tuple(
            metering.Part(
                apartment=one.address.apartment,
                quantity=one.quantity.value,
                expected=one.expected.value,
                contribution=float(one.contribution.value or 0),
                percent=one.contribution_percent,
                estimated=one.estimated,
            )
            for one in message.parts
        ),
    )


def to_window(message: account.ReadingWindow) -> metering.Window:
    return metering.Window(
        id=message.id,
        utility_id=message.utility_id,
        utility_uk=message.utility_name_uk,
        utility_en=message.utility_name_en,
        commodity=name(common.Commodity, message.commodity),
        first_day=message.first_day,
        last_day=message.last_day,
        deemed_day=message.deemed_day,
        late=name(account.LatePolicy, message.late_policy),
        missing=name(account.MissingPolicy, message.missing_policy),
        early=name(account.EarlyPolicy, message.early_policy),
        early_days=message.early_days,
        begins=day(message, "effective_from"),
        ends=day(message, "effective_to"),
        etag=message.etag,
        openings=tuple(
            metering.Opening(
                date(one.opens.year, one.opens.month, one.opens.day),
                date(one.closes.year, one.closes.month, one.closes.day),
                day(one, "deemed"),
                day(one, "early_from"),
            )
            for one in message.openings
        ),
    )


def to_rules(message: reading.RuleSet) -> metering.RuleSet:
    return metering.RuleSet(
        version=message.version,
        utility_id=message.utility_id,
        utility_uk=message.utility_name_uk,
        utility_en=message.utility_name_en,
        commodity=name(common.Commodity, message.commodity),
        severities={one.code: name(reading.RuleSeverity, one.severity) for one in message.rules},
        limits={field.name: float(value) for field, value in message.limits.ListFields()},
        estimation=_estimation(message.estimation),
        note=message.note,
        created_at=instant(message, "created_at"),
        activated_at=instant(message, "activated_at"),
        in_force=message.in_force,
    )


def _estimation(message: reading.EstimationPolicy) -> metering.Estimation:
    return metering.Estimation(
        methods=tuple(name(reading.EstimationMethod, one) for one in message.methods),
        profile=tuple(message.profile),
        default_per_day=message.default_per_day if message.HasField("default_per_day") else None,
    )


def to_replay(message: reading.ReplayRulesResponse) -> metering.Replay:
    def state(value: int) -> str:
        return name(reading.ReadingState, value)

    return metering.Replay(
        done=message.registers_done,
        total=message.registers_total,
        readings=message.readings,
        queue_before=message.queue_before,
        queue_after=message.queue_after,
        moves={(state(one.state_before), state(one.state_after)): one.readings for one in message.moves},
        rules={one.code: (one.found_before, one.found_after) for one in message.rules},
        examples=tuple(
            metering.Replayed(
                serial=one.meter_serial_number,
                read_at=instant(one, "read_at"),
                index=one.index.value,
                before=state(one.state_before),
                after=state(one.state_after),
                codes_before=tuple(one.codes_before),
                codes_after=tuple(one.codes_after),
            )
            for one in message.examples
        ),
    )


def to_imported(message: reading.ImportFileResponse) -> imports.Imported:
    return imports.Imported(
        shape=_shape(message.shape) if message.HasField("shape") else None,
        rows=tuple(_file_row(one) for one in message.rows),
        last_line=message.last_line,
        done=message.done,
        accepted=message.accepted,
        in_review=message.in_review,
        refused=message.refused,
        duplicates=message.duplicates,
        quarantined=message.quarantined,
        gaps=message.gaps,
        problems=tuple(imports.FileRow(one.line, "", "", "", None, *_fault(one.error)) for one in message.problems),
    )


def _shape(message: reading.FileShape) -> imports.Shape:
    return imports.Shape(
        format=name(reading.FileFormat, message.format),
        encoding=name(reading.FileEncoding, message.encoding),
        delimiter=message.delimiter,
        decimal_sign=name(reading.DecimalSign, message.decimal_sign),
        date_order=name(reading.DateOrder, message.date_order),
        columns=tuple((one.number, name(reading.ColumnRole, one.role), one.name) for one in message.columns),
    )


def _file_row(message: reading.PreviewedRow) -> imports.FileRow:
    return imports.FileRow(
        line=message.line,
        meter=message.meter_serial_number or message.register_id,
        tier=name(account.RegisterTier, message.tier),
        index=message.index.value,
        read_at=instant(message, "read_at"),
        fault_uk=_fault(message.error)[0],
        fault_en=_fault(message.error)[1],
        used=message.used,
    )


def _fault(error: reading.RowError) -> tuple[str, str]:
    """Field and sentence, in Ukrainian and in English; empty where there is none."""
    if not error.message:
        return "", ""
    uk, en = (catalogue(code).get(f"field.{error.field}", error.field) for code in LANGUAGES)
    return f"{uk}: {error.message_uk}", f"{en}: {error.message}"


def to_examination(message: reading.ExamineReadingResponse) -> metering.Examination:
    return metering.Examination(
        reading=to_reading(message.reading),
        low=message.plausible_low.value,
        high=message.plausible_high.value,
        expected=message.expected_index.value,
        expected_low=message.expected.low.value,
        expected_high=message.expected.high.value,
        method=name(reading.EstimationMethod, message.expected.method),
        daily=message.daily_use,
        neighbours=tuple(metering.Neighbour(one.address.apartment, one.daily_use) for one in message.neighbours),
    )
