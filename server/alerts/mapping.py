"""Alerts and their rules as the contract writes them."""

from collections.abc import Iterable, Sequence
from typing import Any

from smartregion.v1 import alert_service_pb2 as pb

from server.alerts import acting, sentences
from server.alerts.rules.base import Setting
from server.alerts.workflow import UNRESOLVED, allowed_calls
from server.call import Call
from server.codec import encode_id, milliseconds, optional_id, timestamp
from storage.engine.transaction import Tx
from storage.models.alerts import KEY, OPERATOR, USER, Alert, AlertEvidence
from storage.repositories import alert_events, alerts, operators, users
from storage.repositories.alerts import AlertFilter, Step


def to_filter(message: pb.AlertFilter) -> AlertFilter:
    return AlertFilter(
        states=tuple(message.states),
        severities=tuple(message.severities),
        rule_codes=tuple(message.rule_codes),
        subject_kind=message.subject_kind,
        user_id=optional_id(message.user_id, "filter.user_id"),
        assignee_id=optional_id(message.assignee_id, "filter.assignee_id"),
        unassigned=message.unassigned,
        since=milliseconds(message.since) if message.HasField("since") else None,
    )


def to_messages(tx: Tx, rows: Sequence[Alert], call: Call) -> list[pb.Alert]:
    """Alerts as the caller may work on them."""
    staff = {row.assignee_id for row in rows if row.assignee_id}
    names = operators.names(tx, staff | _ids(rows, OPERATOR))
    subjects = {USER: user_names(tx, _ids(rows, USER)), OPERATOR: names, KEY: _key_names(tx, _ids(rows, KEY))}
    return [_message(tx, row, call, names, subjects.get(row.subject_kind, {})) for row in rows]


def _ids(rows: Sequence[Alert], kind: int) -> set[int]:
    return {row.subject_id for row in rows if row.subject_kind == kind}


def user_names(tx: Tx, user_ids: Iterable[int]) -> dict[int, str]:
    """Names of users; of those who were erased none, nor what can't be read."""
    people = users.many(tx, sorted(set(user_ids)))
    return {person.id: f"{person.shown('last_name')} {person.shown('first_name')}".strip() for person in people}


def _key_names(tx: Tx, key_ids: Iterable[int]) -> dict[int, str]:
    owners = alert_events.key_owners(tx, sorted(key_ids))
    return {number: f"{owner.name_uk}: {owner.prefix}…" for number, owner in owners.items()}


def _message(tx: Tx, row: Alert, call: Call, names: dict[int, str], subjects: dict[int, str]) -> pb.Alert:
    title, summary = sentences.title(row.rule_code), sentences.summary(row)
    unresolved = row.state in UNRESOLVED
    return pb.Alert(
        id=encode_id(row.id),
        number=row.number,
        rule_code=row.rule_code,
        rule_version=row.rule_version,
        title_uk=title[0],
        title_en=title[1],
        summary_uk=summary[0],
        summary_en=summary[1],
        severity=row.severity,
        state=row.state,
        subject=pb.AlertSubject(
            kind=row.subject_kind,
            id=encode_id(row.subject_id),
            name=subjects.get(row.subject_id, ""),
            ip_address=alerts.ip_of(tx, row),
            network=row.network or "",
        ),
        measured=row.measured,
        threshold=row.threshold,
        count=row.count,
        first_at=timestamp(row.first_at),
        last_at=timestamp(row.last_at),
        opened_at=timestamp(row.opened_at),
        acknowledged_at=timestamp(row.acknowledged_at),
        resolved_at=timestamp(row.resolved_at),
        assignee_id=encode_id(row.assignee_id),
        assignee_name=names.get(row.assignee_id or 0, ""),
        outcome=row.outcome,
        quiet_until=timestamp(row.quiet_until),
        allowed_calls=allowed_calls(row.state),
        allowed_actions=acting.open_to(call.principal, row.subject_kind) if unresolved else (),
        etag=str(row.version),
    )


def evidence_messages(tx: Tx, rows: Sequence[AlertEvidence]) -> list[pb.AlertEvidence]:
    names = user_names(tx, {row.user_id for row in rows if row.user_id})
    made = []
    for row in rows:
        uk, en = sentences.what(row.what)
        made.append(
            pb.AlertEvidence(
                at=timestamp(row.at),
                what=row.what,
                what_uk=uk,
                what_en=en,
                user_id=encode_id(row.user_id),
                user_name=names.get(row.user_id or 0, ""),
                weight=row.weight,
                numbers=row.numbers,
            )
        )
    return made


def step_messages(tx: Tx, steps: Sequence[Step]) -> list[pb.AlertStep]:
    names = operators.names(tx, {one.row.operator_id for one in steps if one.row.operator_id})
    return [
        pb.AlertStep(
            kind=one.row.kind,
            at=timestamp(one.row.at),
            operator_id=encode_id(one.row.operator_id),
            operator_name=names.get(one.row.operator_id, ""),
            action=one.row.action,
            user_id=encode_id(one.row.user_id) if one.row.action else "",
            note=one.note,
        )
        for one in steps
    ]


def rule_message(setting: Setting, *, in_force: bool, row: Any = None, author: str = "") -> pb.AlertRule:
    """A version of a rule; `row` is where it is kept, for one that is not built in."""
    rule = setting.rule
    message = pb.AlertRule(
        code=rule.code,
        version=setting.version,
        title_uk=rule.title[0],
        title_en=rule.title[1],
        about_uk=rule.about[0],
        about_en=rule.about[1],
        severity=setting.severity,
        enabled=setting.enabled,
        limits=[
            pb.AlertLimit(
                name=limit.name,
                value=setting.limits[limit.name],
                least=limit.least,
                most=limit.most,
                title_uk=limit.title[0],
                title_en=limit.title[1],
            )
            for limit in rule.limits
        ],
        passed_networks=setting.passed,
        places=[pb.NetworkPlace(**place._asdict()) for place in setting.places],
        in_force=in_force,
        author_name=author,
    )
    if row is not None:
        message.effective_from.FromMilliseconds(row.effective_from)
        message.created_at.FromMilliseconds(row.created_at)
        message.note = row.note
    return message
