"""Alerts: the queue, what raised each, what is done about it, and the rules."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from smartregion.v1 import alert_service_pb2 as pb
from smartregion.v1.alert_service_pb2_grpc import AlertServiceStub

from console.alerts import Alert, Evidence, Limit, Place, Rule, Step, Trial, Whole
from console.client import convert
from console.client.listing import Listing, enum, enums, stamp
from console.client.wire import Wire, request_id
from console.models import Frame, Page, Query


class Alerts(Listing[Alert]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = AlertServiceStub(wire.channel)

    def _filter(self, query: Query) -> pb.AlertFilter:
        return pb.AlertFilter(
            states=enums(pb.AlertState, query, "state"),
            severities=enums(pb.AlertSeverity, query, "severity"),
            rule_codes=[part.upper() for part in query.get("rule").split(",") if part],
            subject_kind=enum(pb.AlertSubjectKind, query, "subject"),
            user_id=query.get("user"),
            assignee_id=query.get("assignee"),
            unassigned=query.get("unassigned") == "yes",
        )

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Alert]:
        request = pb.ListAlertsRequest(filter=self._filter(query))
        return await self._page(self._stub.ListAlerts, request, "alerts", to_alert, token, skip, size)

    async def get(self, key: str) -> Alert:
        return (await self.whole(key)).alert

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Alert]]:
        request = pb.WatchAlertsRequest(filter=self._filter(query), resume_token=token, skip_snapshot=not token)
        return self._frames(self._stub.WatchAlerts, request, "alert", to_alert)

    async def whole(self, alert_id: str) -> Whole:
        reply = await self.wire.call(self._stub.GetAlert, pb.GetAlertRequest(id=alert_id))
        return Whole(to_alert(reply.alert), tuple(map(_evidence, reply.evidence)), tuple(map(_step, reply.steps)))

    async def acknowledge(self, alert: Alert) -> Alert:
        request = pb.AcknowledgeAlertRequest(id=alert.id, etag=alert.etag, request_id=request_id())
        return to_alert((await self.wire.call(self._stub.AcknowledgeAlert, request)).alert)

    async def assign(self, alert: Alert) -> Alert:
        """To whoever calls."""
        request = pb.AssignAlertRequest(id=alert.id, etag=alert.etag, request_id=request_id())
        return to_alert((await self.wire.call(self._stub.AssignAlert, request)).alert)

    async def resolve(self, alert: Alert, outcome: str, note: str, quiet_until: datetime | None) -> Alert:
        request = pb.ResolveAlertRequest(
            id=alert.id,
            etag=alert.etag,
            outcome=convert.number(pb.AlertOutcome, outcome),
            note=note,
            quiet_until=stamp(quiet_until) if quiet_until is not None else None,
            request_id=request_id(),
        )
        return to_alert((await self.wire.call(self._stub.ResolveAlert, request)).alert)

    async def act(self, alert: Alert, action: str, reason: str, user_id: str = "") -> Alert:
        request = pb.ActOnAlertRequest(
            id=alert.id,
            etag=alert.etag,
            action=convert.number(pb.ActionKind, action),
            user_id=user_id,
            reason=reason,
            request_id=request_id(),
        )
        return to_alert((await self.wire.call(self._stub.ActOnAlert, request)).alert)

    # -- rules

    async def rules(self) -> Sequence[Rule]:
        reply = await self.wire.call(self._stub.ListAlertRules, pb.ListAlertRulesRequest())
        return tuple(map(_rule, reply.rules))

    async def set_rule(self, rule: Rule, last_version: int) -> Rule:
        request = pb.UpsertAlertRuleRequest(
            rule=_rule_message(rule), last_version=last_version, request_id=request_id()
        )
        return _rule((await self.wire.call(self._stub.UpsertAlertRule, request)).rule)

    async def replay(self, rule: Rule, days: int) -> Trial:
        request = pb.ReplayAlertRuleRequest(rule=_rule_message(rule), days=days)
        reply = await self.wire.call(self._stub.ReplayAlertRule, request)
        return Trial(reply.events, reply.truncated, reply.in_force, reply.changed)


def to_alert(message: pb.Alert) -> Alert:
    subject = message.subject
    return Alert(
        id=message.id,
        number=message.number,
        code=message.rule_code,
        title=(message.title_uk, message.title_en),
        summary=(message.summary_uk, message.summary_en),
        severity=convert.name(pb.AlertSeverity, message.severity),
        state=convert.name(pb.AlertState, message.state),
        subject_kind=convert.name(pb.AlertSubjectKind, subject.kind),
        subject_id=subject.id,
        subject=subject.name or subject.ip_address or subject.network,
        count=message.count,
        first_at=convert.instant(message, "first_at"),
        last_at=convert.instant(message, "last_at"),
        opened_at=convert.instant(message, "opened_at"),
        resolved_at=convert.instant(message, "resolved_at"),
        assignee=message.assignee_name,
        outcome=convert.name(pb.AlertOutcome, message.outcome) if message.outcome else "",
        quiet_until=convert.instant(message, "quiet_until"),
        allowed=tuple(message.allowed_calls),
        actions=tuple(convert.name(pb.ActionKind, action) for action in message.allowed_actions),
        etag=message.etag,
    )


def _evidence(message: pb.AlertEvidence) -> Evidence:
    return Evidence(
        at=convert.instant(message, "at"),
        what=(message.what_uk, message.what_en),
        user_id=message.user_id,
        user=message.user_name,
        weight=message.weight,
        numbers=message.numbers,
    )


def _step(message: pb.AlertStep) -> Step:
    return Step(
        kind=convert.name(pb.AlertStepKind, message.kind),
        at=convert.instant(message, "at"),
        operator=message.operator_name,
        action=convert.name(pb.ActionKind, message.action) if message.action else "",
        note=message.note,
    )


def _rule(message: pb.AlertRule) -> Rule:
    return Rule(
        code=message.code,
        version=message.version,
        title=(message.title_uk, message.title_en),
        about=(message.about_uk, message.about_en),
        severity=convert.name(pb.AlertSeverity, message.severity),
        enabled=message.enabled,
        limits=tuple(
            Limit(one.name, (one.title_uk, one.title_en), one.value, one.least, one.most) for one in message.limits
        ),
        passed=tuple(message.passed_networks),
        places=tuple(Place(one.network, one.name, one.latitude, one.longitude) for one in message.places),
        effective_from=convert.instant(message, "effective_from"),
        note=message.note,
        author=message.author_name,
        in_force=message.in_force,
    )


def _rule_message(rule: Rule) -> pb.AlertRule:
    return pb.AlertRule(
        code=rule.code,
        severity=convert.number(pb.AlertSeverity, rule.severity),
        enabled=rule.enabled,
        limits=[pb.AlertLimit(name=one.name, value=one.value) for one in rule.limits],
        passed_networks=rule.passed,
        places=[
            pb.NetworkPlace(network=one.network, name=one.name, latitude=one.latitude, longitude=one.longitude)
            for one in rule.places
        ],
        note=rule.note,
    )
