"""What rules found becomes alerts: one for each subject, counted up, opened again, or a new one."""

from typing import Any

from smartregion.v1.alert_service_pb2 import AlertStepKind

from server.alerts.events import USER, Called, Event, Seen
from server.alerts.judging import Found
from server.alerts.workflow import OPEN, RESOLVED, WORKFLOW
from server.limits import ALERT_REOPENS_MS
from storage.days import day_of
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.alerts import ADDRESS, DEVICE, Alert
from storage.repositories import alerts
from storage.repositories.alerts import Evidence


def raised(tx: Tx, found: Found) -> None:
    """Raises an alert, or counts up the one that there is."""
    setting, hit, _ = found.counted
    before = alerts.latest(tx, setting.rule.code, hit.key)
    if before is None or _is_over(tx, before):
        row = _new(tx, found)
    else:
        row = alerts.update(tx, before, **_counted_up(tx, before, found))
    alerts.add_evidence(tx, row.id, _evidence(found))


def _is_over(tx: Tx, row: Alert) -> bool:
    """Whether an alert was resolved so long ago that what comes now is another."""
    return row.state == RESOLVED and tx.now > max(row.resolved_at or 0, row.quiet_until or 0) + ALERT_REOPENS_MS


def _new(tx: Tx, found: Found) -> Alert:
    setting, hit, event = found.counted
    subject, instants = hit.subject, [mark.at for mark in found.marks.values()]
    user_id = subject.number if subject.kind == USER else None
    row = Alert(
        id=new_id(),
        number=alerts.next_number(tx, day_of(tx.now).year),
        rule_code=setting.rule.code,
        rule_version=setting.version,
        series=hit.series,
        subject_kind=subject.kind,
        subject_key=hit.key,
        subject_id=0 if subject.kind in (ADDRESS, DEVICE) else subject.number,
        user_id=user_id,
        sealed_by=user_id or 0,
        network=event.network or None if subject.kind == ADDRESS else None,
        severity=setting.severity,
        state=OPEN,
        outcome=0,
        measured=found.measured,
        threshold=hit.threshold,
        span=hit.span,
        count=found.new,
        first_at=min(instants),
        last_at=max(instants),
        opened_at=tx.now,
        version=1,
    )
    alerts.create(tx, row, _ip(tx, event) if subject.kind == ADDRESS else "")
    alerts.add_step(tx, row, AlertStepKind.ALERT_STEP_KIND_OPENED)
    return row


def _ip(tx: Tx, event: Event) -> str:
    """The address that an event came from; empty where it is not known any more."""
    if isinstance(event, Called):
        return event.ip
    return tx.unseal(event.user_id, "activity_event.ip", event.ip_sealed) if isinstance(event, Seen) else ""


def _counted_up(tx: Tx, row: Alert, found: Found) -> dict[str, Any]:
    """What changes of an alert that goes on. One that is to be quiet is counted, and stays closed."""
    setting, hit, _ = found.counted
    instants = [mark.at for mark in found.marks.values()]
    values: dict[str, Any] = {
        "rule_version": setting.version,
        "severity": setting.severity,
        "measured": max(row.measured, found.measured),
        "threshold": hit.threshold,
        "span": hit.span,
        "count": row.count + found.new,
        "first_at": min(row.first_at, *instants),
        "last_at": max(row.last_at, *instants),
    }
    if row.state == RESOLVED and found.new and tx.now >= (row.quiet_until or 0):
        state = WORKFLOW.next(row.state, "raised again")
        values |= {"state": state, "resolved_at": None, "quiet_until": None, "outcome": 0, "opened_at": tx.now}
        alerts.add_step(tx, row, AlertStepKind.ALERT_STEP_KIND_REOPENED)
    return values


def _evidence(found: Found) -> list[Evidence]:
    return [
        Evidence(f"{slot}:{value}", mark.at, mark.person or None, mark.what, mark.weight, mark.said)
        for (slot, value), mark in sorted(found.marks.items())
    ]
