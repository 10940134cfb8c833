"""From the contract's messages to the records of delivery.py, and back where the console sends them."""

from datetime import datetime
from typing import Any

from google.type.money_pb2 import Money
from smartregion.v1 import billing_service_pb2 as billing
from smartregion.v1 import common_pb2 as common
from smartregion.v1 import notification_service_pb2 as notification
from smartregion.v1 import work_service_pb2 as work

from console import delivery
from console.client.convert import address, day, instant, name, number
from console.client.listing import stamp
from console.places import Place


def kopecks(money: Money) -> int:
    """An amount in whole kopecks: the contract has no others."""
    return int(money.units) * 100 + round(money.nanos / 10_000_000)


def money(amount: int) -> Money:
    units, rest = divmod(abs(amount), 100)
    sign = -1 if amount < 0 else 1
    return Money(currency_code="UAH", units=sign * units, nanos=sign * rest * 10_000_000)


def at(message: Any, field: str) -> datetime:
    """An instant that is always there."""
    found = instant(message, field)
    assert found is not None, field
    return found


# -- works


def to_work(message: work.Work) -> delivery.Work:
    reach = message.reach
    return delivery.Work(
        id=message.id,
        kind=name(work.WorkKind, message.kind),
        state=name(work.WorkState, message.state),
        utility_id=message.utility_id,
        utility_uk=message.utility_name_uk,
        utility_en=message.utility_name_en,
        commodity=name(common.Commodity, message.commodity),
        places=tuple(_place(one) for one in message.places),
        starts_at=at(message, "starts_at"),
        ends_at=at(message, "ends_at"),
        reason_uk=message.reason_uk,
        reason_en=message.reason_en,
        reach=delivery.Reach(
            reach.usage_points,
            reach.users,
            reach.told,
            reach.delivered,
            reach.failed,
            reach.suppressed,
            reach.waiting,
        ),
        closing_note=message.closing_note,
        edition=message.edition,
        created_at=instant(message, "created_at"),
        updated_at=instant(message, "updated_at"),
        closed_at=instant(message, "closed_at"),
        etag=message.etag,
    )


def _place(message: work.WorkPlace) -> Place:
    return Place(
        message.city,
        message.street,
        message.first_building,
        message.last_building,
        name(work.BuildingParity, message.parity),
        message.usage_point_id,
    )


def from_work(row: delivery.Work) -> work.Work:
    """What of works the console sends."""
    return work.Work(
        id=row.id,
        kind=work.WorkKind.ValueType(number(work.WorkKind, row.kind)),
        utility_id=row.utility_id,
        commodity=common.Commodity.ValueType(number(common.Commodity, row.commodity)),
        places=[
            work.WorkPlace(
                usage_point_id=one.point_id,
                city=one.city,
                street=one.street,
                first_building=one.first,
                last_building=one.last,
                parity=work.BuildingParity.ValueType(number(work.BuildingParity, one.parity) if one.parity else 0),
            )
            for one in row.places
        ],
        starts_at=stamp(row.starts_at),
        ends_at=stamp(row.ends_at),
        reason_uk=row.reason_uk,
        reason_en=row.reason_en,
        etag=row.etag,
    )


# -- debts


def to_debt(message: billing.Balance) -> delivery.Debt:
    return delivery.Debt(
        id=message.id,
        number=message.account_number,
        utility_id=message.utility_id,
        commodity=name(common.Commodity, message.commodity),
        address=address(message.address),
        charged=kopecks(message.charged),
        paid=kopecks(message.paid),
        balance=kopecks(message.balance),
        overdue=kopecks(message.overdue),
        overdue_since=day(message, "overdue_since"),
        next_due_on=day(message, "next_due_on"),
        next_due=kopecks(message.next_due),
        updated_at=instant(message, "updated_at"),
    )


def to_charge(message: billing.Charge) -> delivery.Charge:
    return delivery.Charge(
        message.document_number,
        kopecks(message.amount),
        kopecks(message.unpaid),
        day(message, "issued_on"),
        day(message, "due_on"),
        day(message, "period"),
    )


def to_payment(message: billing.Payment) -> delivery.Payment:
    return delivery.Payment(message.document_number, kopecks(message.amount), instant(message, "paid_at"))


def to_schedule(message: billing.BillingSchedule) -> delivery.Schedule:
    return delivery.Schedule(
        message.id,
        message.utility_id,
        name(common.Commodity, message.commodity),
        tuple(message.remind_days_before),
        tuple(message.debt_days_after),
        kopecks(message.smallest_debt),
        message.etag,
    )


# -- providers


def to_stopped(message: notification.SuppressedContact) -> delivery.Stopped:
    return delivery.Stopped(
        id=message.id,
        channel=name(notification.NotificationChannel, message.channel),
        contact=message.contact_masked,
        user_id=message.user_id,
        reason=name(notification.ContactSuppressionReason, message.reason),
        note=message.note,
        at=at(message, "suppressed_at"),
    )


def to_provider(message: notification.Provider, queues: tuple[delivery.Queue, ...]) -> delivery.Provider:
    channel = name(notification.NotificationChannel, message.channel)
    return delivery.Provider(
        name=message.name,
        channel=channel,
        protocol=message.protocol,
        state=name(notification.ProviderState, message.state),
        health=message.health,
        rate=message.rate_limit,
        price=kopecks(message.price),
        minutes=tuple(
            delivery.Minute(
                at(one, "minute"),
                one.accepted,
                one.refused,
                one.refused_for_now,
                one.unanswered,
                one.milliseconds,
            )
            for one in message.minutes
        ),
        last_error=message.last_error,
        last_error_at=instant(message, "last_error_at"),
        queues=tuple(one for one in queues if one.channel == channel),
    )


def to_queue(message: notification.QueueDepth) -> delivery.Queue:
    return delivery.Queue(
        name(notification.Urgency, message.urgency),
        name(notification.NotificationChannel, message.channel),
        message.waiting,
        instant(message, "oldest_due_at"),
        message.more,
    )


def to_delivery_rules(message: notification.DeliveryRules) -> delivery.DeliveryRules:
    return delivery.DeliveryRules(
        message.quiet_from_hour,
        message.quiet_until_hour,
        message.daily_cap,
        tuple(message.stop_keywords),
        message.etag,
    )


# -- why, why not


def to_explanation(
    message: notification.ExplainNotificationResponse | notification.PreviewRecipient,
) -> delivery.Explanation:
    return delivery.Explanation(
        channels=tuple(
            delivery.ChannelSaid(
                name(notification.NotificationChannel, one.channel),
                tuple(
                    delivery.RuleSaid(
                        name(notification.SuppressionRule, rule.rule),
                        name(notification.RuleAnswer, rule.answer),
                        rule.message_uk,
                        rule.message_en,
                    )
                    for rule in one.rules
                ),
                one.allowed,
                instant(one, "not_before"),
            )
            for one in message.channels
        ),
        chosen=name(notification.NotificationChannel, message.chosen),
        in_audience=isinstance(message, notification.ExplainNotificationResponse) and message.in_audience,
    )


# -- texts


def to_rendered(message: notification.RenderedText) -> delivery.Rendered:
    return delivery.Rendered(
        message.subject,
        message.body,
        message.sms_parts,
        name(notification.SmsEncoding, message.sms_encoding),
        message.sms_characters_left,
        message.sms_characters_over,
        kopecks(message.sms_cost),
    )


# -- campaigns


def to_campaign(message: notification.Campaign) -> delivery.Campaign:
    return delivery.Campaign(
        id=message.id,
        name=message.name,
        state=name(notification.CampaignState, message.state),
        template=message.template_name,
        template_version=message.template_version,
        category=name(notification.NotificationCategory, message.category),
        values=dict(message.values),
        channels=tuple(name(notification.NotificationChannel, one) for one in message.channels),
        audience=to_audience(message.audience),
        transliterate=message.transliterate_sms,
        stop_at=message.stop_at_errors_percent,
        scheduled_at=instant(message, "scheduled_at"),
        expires_at=instant(message, "expires_at"),
        pause_reason=name(notification.PauseReason, message.pause_reason),
        estimate=_estimate(message.estimate) if message.HasField("estimate") else None,
        progress=_progress(message.progress),
        created_at=instant(message, "created_at"),
        started_at=instant(message, "started_at"),
        finished_at=instant(message, "finished_at"),
        etag=message.etag,
    )


def to_audience(message: notification.Audience) -> delivery.Audience:
    return delivery.Audience(
        message.city,
        message.street,
        name(common.Commodity, message.commodity),
        message.utility_id,
        kopecks(message.debt_above) if message.HasField("debt_above") else None,
        message.no_reading_in_window,
        name(common.Language, message.language),
        instant(message, "active_since"),
        instant(message, "inactive_since"),
    )


def _exclusions(found: Any) -> dict[str, int]:
    return {name(notification.SuppressionRule, one.rule): one.count for one in found}


def _estimate(message: notification.CampaignEstimate) -> delivery.Estimate:
    return delivery.Estimate(
        message.audience,
        message.recipients,
        {name(notification.NotificationChannel, one.channel): one.count for one in message.channels},
        _exclusions(message.exclusions),
        message.sms_parts,
        kopecks(message.cost),
        _seconds(message.duration),
        instant(message, "estimated_at"),
    )


def _progress(message: notification.CampaignProgress) -> delivery.CampaignProgress:
    return delivery.CampaignProgress(
        expanded=message.expanded,
        expanded_all=message.expansion_done,
        states={
            (
                name(notification.NotificationChannel, one.channel),
                name(notification.NotificationState, one.state),
            ): one.count
            for one in message.states
        },
        exclusions=_exclusions(message.exclusions),
        errors={one.provider: one.count for one in message.errors},
        per_second=message.per_second,
        seconds_left=_seconds(message.time_left) if message.HasField("time_left") else None,
        parts=message.sms_parts,
        cost=kopecks(message.cost),
    )


def _seconds(duration: Any) -> float:
    return float(duration.seconds + duration.nanos / 1e9)


def from_audience(audience: delivery.Audience) -> notification.Audience:
    return notification.Audience(
        city=audience.city,
        street=audience.street,
        commodity=common.Commodity.ValueType(number(common.Commodity, audience.commodity) if audience.commodity else 0),
        utility_id=audience.utility_id,
        debt_above=None if audience.debt_above is None else money(audience.debt_above),
        no_reading_in_window=audience.no_reading,
        language=common.Language.ValueType(number(common.Language, audience.language) if audience.language else 0),
        active_since=None if audience.active_since is None else stamp(audience.active_since),
        inactive_since=None if audience.inactive_since is None else stamp(audience.inactive_since),
    )


def from_campaign(row: delivery.Campaign) -> notification.Campaign:
    """What of a campaign the console sends."""
    return notification.Campaign(
        id=row.id,
        name=row.name,
        template_name=row.template,
        values=row.values,
        channels=[
            notification.NotificationChannel.ValueType(number(notification.NotificationChannel, one))
            for one in row.channels
        ],
        audience=from_audience(row.audience),
        transliterate_sms=row.transliterate,
        stop_at_errors_percent=row.stop_at,
        expires_at=None if row.expires_at is None else stamp(row.expires_at),
        etag=row.etag,
    )
