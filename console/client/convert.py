"""From the contract's messages to the console's records. Enums become their names without the prefix."""

from datetime import UTC, date, datetime
from typing import Any

from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import audit_service_pb2 as audit
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import notification_service_pb2 as notification
from smartregion.v1 import operator_service_pb2 as operator
from smartregion.v1 import options_pb2 as options
from smartregion.v1 import privacy_request_service_pb2 as privacy
from smartregion.v1 import reading_service_pb2 as reading
from smartregion.v1 import user_service_pb2 as user

from console import imports, messages, metering, models, requests
from console.i18n import LANGUAGES, catalogue

_KINDS = {
    common.CHANGE_KIND_SNAPSHOT: "created",
    common.CHANGE_KIND_CREATED: "created",
    common.CHANGE_KIND_UPDATED: "updated",
    common.CHANGE_KIND_DELETED: "deleted",
}


def name(enum: Any, value: int) -> str:
    """The name of a value without its enum's prefix; of one that this console does not know, its number."""
    known = enum.DESCRIPTOR.values_by_number.get(value)
    if known is None:
        return str(value)
    unspecified: str = enum.DESCRIPTOR.values_by_number[0].name
    short: str = known.name.removeprefix(unspecified.removesuffix("UNSPECIFIED"))
    return "" if value == 0 else short


def number(enum: Any, short: str) -> int:
    """The value of a name without its prefix, in any case. Raises ValueError."""
    unspecified: str = enum.DESCRIPTOR.values_by_number[0].name
    found = enum.DESCRIPTOR.values_by_name.get(unspecified.removesuffix("UNSPECIFIED") + short.upper())
    if found is None:
        raise ValueError(short)
    value: int = found.number
    return value


def names(enum: Any) -> list[str]:
    return [name(enum, value) for value in enum.DESCRIPTOR.values_by_number if value]


def instant(message: Any, field: str) -> datetime | None:
    if not message.HasField(field):
        return None
    stamp = getattr(message, field)
    return datetime.fromtimestamp(stamp.seconds + stamp.nanos / 1e9, UTC)


def day(message: Any, field: str) -> date | None:
    if not message.HasField(field):
        return None
    value = getattr(message, field)
    return date(value.year, value.month, value.day)


def address(value: common.Address) -> str:
    flat = f", кв. {value.apartment}" if value.apartment else ""
    return f"{value.street}, {value.building}{flat}" if value.street else ""


def frame(message: Any, field: str, convert: Any) -> models.Frame[Any]:
    """A frame of a watch whose changes hold a message in `field`."""
    position = message.position
    changes = []
    for change in message.changes:
        entity = getattr(change, field)
        kind = _KINDS[change.kind]
        changes.append(models.Change(kind, entity.id, None if kind == "deleted" else convert(entity)))
    return models.Frame(
        position.resume_token, position.revision, tuple(changes), position.kind == common.FRAME_KIND_DRAIN
    )


def to_operator(message: operator.Operator, permissions: Any) -> models.Operator:
    return models.Operator(
        message.id,
        message.login,
        message.display_name,
        tuple(name(operator.OperatorRole, role) for role in message.roles),
        frozenset(name(options.Permission, permission) for permission in permissions),
        message.must_change_password,
        message.second_factor_required and not message.second_factor,
    )


def to_user(message: user.User) -> models.User:
    return models.User(
        id=message.id,
        phone=message.phone,
        email=message.email,
        first_name=message.first_name,
        last_name=message.last_name,
        language=name(common.Language, message.language),
        state=name(user.UserState, message.state),
        block_reason=message.block_reason,
        blocked_at=instant(message, "blocked_at"),
        created_at=instant(message, "created_at"),
        updated_at=instant(message, "updated_at"),
        accounts=message.account_count,
        restricted=message.restricted,
        etag=message.etag,
    )


def to_account(message: account.Account) -> models.Account:
    return models.Account(
        message.id,
        message.number,
        name(common.Commodity, message.commodity),
        message.utility_id,
        address(message.address),
    )


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


def to_notification(message: notification.Notification) -> messages.Notification:
    return messages.Notification(
        id=message.id,
        user_id=message.user_id,
        category=name(notification.NotificationCategory, message.category),
        channel=name(notification.NotificationChannel, message.channel),
        state=name(notification.NotificationState, message.state),
        template=f"{message.template_name} v{message.template_version}",
        language=name(common.Language, message.language),
        subject=message.subject,
        body=message.body,
        recipient=message.recipient_masked,
        suppressed_by=name(notification.SuppressionRule, message.suppressed_by),
        outcome=message.outcome,
        queued_at=instant(message, "queued_at"),
        sent_at=instant(message, "sent_at"),
        attempts=message.attempts,
        parts=message.parts,
        provider=message.provider,
        events=tuple(
            metering.Version(instant(one, "at"), name(notification.NotificationState, one.state), "", one.detail)
            for one in message.events
        ),
        etag=message.etag,
        expires_at=instant(message, "expires_at"),
        next_attempt_at=instant(message, "next_attempt_at"),
        cause=name(notification.NotificationCause, message.cause),
        cause_id=message.cause_id,
        urgency=name(notification.Urgency, message.urgency),
        emergency=message.emergency,
        previous_id=message.previous_id,
        next_id=message.next_id,
        provider_message_id=message.provider_message_id,
        consent_policy=message.consent_policy_version,
    )


def to_template(message: notification.Template) -> messages.Template:
    return messages.Template(
        message.id,
        message.name,
        name(notification.NotificationCategory, message.category),
        message.version,
        message.ukrainian.subject,
        message.ukrainian.body,
        message.english.subject,
        message.english.body,
        tuple(message.placeholders),
        message.etag,
        message.for_campaigns,
    )


def to_preference(message: notification.Preference) -> messages.Preference:
    return messages.Preference(
        name(notification.NotificationCategory, message.category),
        name(notification.NotificationChannel, message.channel),
        message.enabled,
        message.fixed,
    )


def to_request(message: privacy.PrivacyRequest) -> requests.PrivacyRequest:
    proposal, proof = message.proposal, message.identity_proof
    return requests.PrivacyRequest(
        id=message.id,
        number=message.number,
        kind=name(privacy.PrivacyRequestKind, message.kind),
        state=name(privacy.PrivacyRequestState, message.state),
        channel=name(privacy.IntakeChannel, message.channel),
        user_id=message.user_id,
        applicant=message.applicant_name,
        contact=message.applicant_contact,
        text=message.text,
        received_on=day(message, "received_on"),
        due_on=day(message, "due_on"),
        due_article=message.due_article,
        assignee_id=message.assignee_id,
        assignee=message.assignee_name,
        proof=proof.method,
        proof_at=instant(proof, "seen_at"),
        decision=name(privacy.PrivacyDecision, proposal.decision),
        decision_reason=proposal.reason,
        decision_article=proposal.article,
        proposed_by=proposal.proposed_by,
        proposed_by_id=proposal.proposed_by_id,
        holds=tuple(
            requests.Hold(one.id, one.ground, day(one, "until"), one.placed_by, not one.HasField("released_at"))
            for one in message.holds
        ),
        rectifications=tuple((one.field, one.value) for one in message.rectifications),
        steps=tuple(
            metering.Version(
                instant(one, "at"), name(privacy.PrivacyRequestState, one.state), one.actor, f"{one.call} {one.note}"
            )
            for one in message.steps
        ),
        outcome=message.outcome,
        allowed=frozenset(message.allowed_calls),
        closed_at=instant(message, "closed_at"),
        etag=message.etag,
        document=message.document_ref,
        regimes=tuple(message.regimes),
        circumstances=tuple(name(privacy.RequestCircumstance, one) for one in message.circumstances),
        representative=message.representative_name,
        authority=message.representative_authority,
        letter_due_on=day(message, "letter_due_on"),
        siblings=tuple(map(_to_link, message.siblings)),
        duplicate_of=_to_link(message.duplicate_of) if message.HasField("duplicate_of") else None,
        similar=tuple(map(_to_link, message.similar)),
        lifting=_to_lifting(message.lifting) if message.HasField("lifting") else None,
        letters=tuple(name(privacy.LetterKind, one) for one in message.letters),
        recordable=tuple(name(privacy.LetterKind, one) for one in message.recordable_letters),
        owed=name(privacy.LetterKind, message.letter_owed) if message.letter_owed else "",
        decisions=tuple(name(privacy.PrivacyDecision, one) for one in message.decisions),
        remains=message.remains,
    )


def _to_link(message: privacy.RequestLink) -> requests.RequestLink:
    return requests.RequestLink(
        message.id,
        message.number,
        name(privacy.PrivacyRequestKind, message.kind),
        name(privacy.PrivacyRequestState, message.state),
        day(message, "due_on"),
        message.repeatable,
    )


def _to_lifting(message: privacy.RestrictionLifting) -> requests.Lifting:
    return requests.Lifting(
        name(privacy.RestrictionLiftingState, message.state),
        name(privacy.LiftingGround, message.ground),
        message.reason,
        message.proposed_by,
        day(message, "told_on"),
        message.told_how,
        message.decided_by,
    )


def to_deadline(message: privacy.ExplainDeadlineResponse) -> requests.Deadline:
    return requests.Deadline(
        day(message, "due_on"),
        message.days_left,
        tuple(
            requests.Clock(
                one.regime,
                one.title_uk,
                one.title_en,
                day(one, "due_on"),
                day(one, "extendable_to"),
                tuple(_to_deadline_step(step) for step in one.steps),
            )
            for one in message.clocks
        ),
        tuple(to_duty(one) for one in message.duties),
        tuple(
            requests.NextStep(name(privacy.NextStepKind, one.kind), one.article, day(one, "due_on"))
            for one in message.next_steps
        ),
    )


def _to_deadline_step(message: privacy.DeadlineStep) -> requests.DeadlineStep:
    days = tuple(
        requests.DayNote(day(one, "date"), name(privacy.DayKind, one.kind), one.text_uk, one.text_en)
        for one in message.days
    )
    return requests.DeadlineStep(
        message.article, day(message, "date"), message.text_uk, message.text_en, message.unconfirmed, days
    )


def to_duty(message: privacy.LegalDuty) -> requests.LegalDuty:
    return requests.LegalDuty(
        message.article,
        message.text_uk,
        message.text_en,
        message.whom_uk,
        message.whom_en,
        day(message, "due_on"),
        message.unconfirmed,
        tuple(message.contents_uk),
        tuple(message.contents_en),
        message.code,
    )


def to_entry(message: audit.AuditEntry) -> models.AuditEntry:
    return models.AuditEntry(
        sequence=message.sequence,
        at=instant(message, "at"),
        actor_kind=name(options.PrincipalKind, message.actor_kind),
        actor_id=message.actor_id,
        actor=message.actor_name,
        action=message.action,
        target_kind=message.target_kind,
        target_id=message.target_id,
        user_id=message.user_id,
        outcome=message.outcome,
        request_id=message.request_id,
        ip=message.ip_address,
        detail=dict(message.detail),
        hash=message.hash.hex(),
    )
