"""Alerts, the events that raised them, and what was done about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.alerts import RESOLVED, Alert, AlertEvidence, AlertStep
from storage.repositories import series

#: Events of an alert that are kept: the last ones.
EVIDENCE_KEPT = 100
STEPS_SHOWN = 200
ADDRESS = "alert.address"
_NOTE = "alert_step.note"
#: Above any instant in milliseconds: it parts one severity of the queue from the next.
_RANK = 1 << 44


class Evidence(NamedTuple):
    """An event that counts for an alert; instants in milliseconds."""

    #: Tells it apart within its alert.
    mark: str
    at: int
    user_id: int | None
    #: A call of the contract or a kind of activity.
    what: str
    weight: int
    numbers: str


@dataclass(frozen=True)
class AlertFilter:
    """What of the alerts is wanted; empty values ask for nothing."""

    states: tuple[int, ...] = ()
    severities: tuple[int, ...] = ()
    rule_codes: tuple[str, ...] = ()
    subject_kind: int = 0
    user_id: int | None = None
    assignee_id: int | None = None
    unassigned: bool = False
    #: Milliseconds: those with an event since then.
    since: int | None = None

    def conditions(self) -> list[Any]:
        among = ((Alert.state, self.states), (Alert.severity, self.severities), (Alert.rule_code, self.rule_codes))
        found: list[Any] = [column.in_(values) for column, values in among if values]
        if self.subject_kind:
            found.append(Alert.subject_kind == self.subject_kind)
        if self.user_id is not None:
            named = AlertEvidence.select(AlertEvidence.alert_id).where(AlertEvidence.user_id == self.user_id)
            found.append((Alert.user_id == self.user_id) | Alert.id.in_(named))
        if self.assignee_id is not None:
            found.append(Alert.assignee_id == self.assignee_id)
        if self.unassigned:
            found.append(Alert.assignee_id.is_null())
        if self.since is not None:
            found.append(Alert.last_at >= self.since)
        return found


def next_number(tx: Tx, year: int) -> str:
    """The next number of a year."""
    return f"A-{year}-{series.next_of(tx, f'alerts of {year}'):06d}"


def place(severity: int, state: int, opened_at: int, resolved_at: int | None) -> int:
    """The order of the queue: the gravest first, of those the oldest; behind all what is resolved, the last first."""
    if state == RESOLVED:
        return 4 * _RANK - (resolved_at or 0)
    return (3 - severity) * _RANK + opened_at


def latest(tx: Tx, rule_code: str, subject_key: str) -> Alert | None:
    """The last alert that a rule raised of a subject, held until the unit ends."""
    mine = (Alert.rule_code == rule_code) & (Alert.subject_key == subject_key)
    found: Alert | None = tx.first(tx.lock(Alert.select().where(mine).order_by(Alert.id.desc())))
    return found


def create(tx: Tx, row: Alert, ip: str) -> None:
    """Writes a new alert; `ip` is the address that it is about, or empty."""
    row.address_sealed = tx.seal(row.sealed_by, ADDRESS, ip)
    row.place = place(row.severity, row.state, row.opened_at, row.resolved_at)
    tx.insert(row)
    tx.change(Topic.ALERTS, row.id, ChangeKind.CREATED)


def update(tx: Tx, row: Alert, **values: Any) -> Alert:
    """Changes columns, one version on; the alert as it is then, in its place in the queue."""
    now = {name: values.get(name, getattr(row, name)) for name in ("severity", "state", "opened_at", "resolved_at")}
    query = Alert.update(**values, place=place(**now), version=Alert.version + 1)
    tx.run(query.where(Alert.id == row.id))
    tx.change(Topic.ALERTS, row.id)
    found: Alert = tx.first(Alert.select().where(Alert.id == row.id))
    return found


def by_id(tx: Tx, alert_id: int) -> Alert | None:
    """An alert, held until the unit ends."""
    found: Alert | None = tx.first(tx.lock(Alert.select().where(Alert.id == alert_id)))
    return found


def ip_of(tx: Tx, row: Alert) -> str:
    """The address that an alert is about; empty for none, and once it is not kept any more."""
    return tx.unseal(row.sealed_by, ADDRESS, row.address_sealed)


def page(tx: Tx, wanted: AlertFilter, after: tuple[int, int] | None, size: int, skip: int) -> tuple[list[Alert], int]:
    """Alerts in the order of the queue, behind (place, id), and how many the filter leaves."""
    query = _where(wanted.conditions())
    total = int(query.count(tx.database))
    if after is not None:
        last_place, last = after
        query = query.where((Alert.place > last_place) | ((Alert.place == last_place) & (Alert.id > last)))
    return tx.all(query.order_by(Alert.place, Alert.id).limit(size).offset(skip)), total


def behind(tx: Tx, wanted: AlertFilter, last: int, size: int) -> list[Alert]:
    return tx.all(_where([*wanted.conditions(), Alert.id > last]).order_by(Alert.id).limit(size))


def watched(tx: Tx, wanted: AlertFilter, ids: list[int]) -> list[Alert]:
    """Those of the ids that the filter lets through."""
    return tx.all(_where([*wanted.conditions(), Alert.id.in_(ids)]))


def _where(conditions: list[Any]) -> Any:
    query = Alert.select()
    return query.where(*conditions) if conditions else query


# -- what raised them


def add_evidence(tx: Tx, alert_id: int, several: Sequence[Evidence]) -> None:
    """Writes events, of which the last EVIDENCE_KEPT stay. One that is known counts from when it was first."""
    tx.many(
        "INSERT INTO alert_evidence (alert_id, mark, at, user_id, what, weight, numbers) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (alert_id, mark) DO UPDATE SET at = excluded.at WHERE excluded.at < alert_evidence.at",
        [(alert_id, *one) for one in several],
    )
    tx.sql(
        "DELETE FROM alert_evidence WHERE alert_id = ? AND mark IN (SELECT mark FROM alert_evidence WHERE alert_id = ? "
        f"ORDER BY at DESC, mark DESC LIMIT 1000 OFFSET {EVIDENCE_KEPT})",
        (alert_id, alert_id),
    )


def evidence(tx: Tx, alert_id: int) -> list[AlertEvidence]:
    """The events of an alert, in order."""
    mine = AlertEvidence.select().where(AlertEvidence.alert_id == alert_id)
    return tx.all(mine.order_by(AlertEvidence.at, AlertEvidence.mark).limit(EVIDENCE_KEPT))


def concerns(tx: Tx, alert_id: int, user_id: int) -> bool:
    """Whether a user is named in the evidence of an alert."""
    named = (AlertEvidence.alert_id == alert_id) & (AlertEvidence.user_id == user_id)
    return tx.first(AlertEvidence.select().where(named)) is not None


# -- what was done about them


class Step(NamedTuple):
    """A step with its note open."""

    row: AlertStep
    note: str


def add_step(
    tx: Tx,
    alert: Alert,
    kind: int,
    *,
    operator_id: int = 0,
    action: int = 0,
    user_id: int | None = None,
    note: str = "",
) -> None:
    """Notes what was done, under the key of the user to whom it was done or whom the alert is about; of one who was
    erased since under the house's."""
    whose = user_id or alert.user_id
    sealed_by = whose if whose and tx.keys.get_many([whose]) else 0
    tx.insert(
        AlertStep(
            id=new_id(),
            alert_id=alert.id,
            kind=kind,
            at=tx.now,
            operator_id=operator_id,
            action=action,
            user_id=whose,
            sealed_by=sealed_by,
            note_sealed=tx.seal(sealed_by, _NOTE, note),
        )
    )


def steps(tx: Tx, alert_id: int) -> list[Step]:
    """The last steps of an alert, in order."""
    mine = AlertStep.select().where(AlertStep.alert_id == alert_id)
    rows = tx.all(mine.order_by(AlertStep.at.desc(), AlertStep.id.desc()).limit(STEPS_SHOWN))
    tx.keys.get_many({row.sealed_by for row in rows})
    return [Step(row, tx.unseal(row.sealed_by, _NOTE, row.note_sealed)) for row in rows[::-1]]


# -- what rules remember


def windows(tx: Tx, keys: Iterable[str]) -> dict[str, str]:
    """What is remembered by these keys, held until the unit ends: in one order, so that nobody waits in a circle."""
    held = " FOR UPDATE" if tx.postgres else ""
    statement = f"SELECT key, marks FROM alert_window WHERE key IN ({{marks}}) ORDER BY key{held}"
    return dict(tx.among(statement, sorted(keys)))


def remember(tx: Tx, rows: Iterable[tuple[str, str, int]]) -> None:
    """Keeps marks by key, each until an instant (milliseconds)."""
    tx.many(
        "INSERT INTO alert_window (key, marks, until) VALUES (?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET marks = excluded.marks, until = excluded.until",
        rows,
    )


def forget_windows(tx: Tx, now: int) -> None:
    """Drops what no event can meet any more."""
    tx.sql("DELETE FROM alert_window WHERE until < ?", (now,))
