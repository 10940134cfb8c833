"""Alerts of fraud and abuse, what raised them, and the rules that do.

What names an address or says something of a user is sealed: with the key of the user whom an alert is about, else with
the house's, for an address is no single person's.
"""

from typing import Any

from peewee import BigIntegerField, BlobField, BooleanField, CompositeKey, IntegerField, SmallIntegerField, TextField

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base

#: Numbers of smartregion.v1.AlertState.
OPEN, ACKNOWLEDGED, RESOLVED = 1, 2, 3
#: Numbers of smartregion.v1.AlertSubjectKind.
USER, OPERATOR, KEY, ADDRESS, DEVICE = 1, 2, 3, 4, 5


def _held(field: Any, erasure: Erasure, retention: Retention = Retention.ONE_YEAR) -> Any:
    return held(field, DataClass.BEHAVIOUR, Purpose.SECURITY, retention, erasure)


class Alert(Base):
    """What a rule found of one subject: one alert, counted up as it goes on."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("last_at")

    id = system(BigIntegerField(primary_key=True))
    number = system(TextField(unique=True))
    rule_code = system(TextField())
    rule_version = system(IntegerField())
    subject_kind = system(SmallIntegerField())
    series = system(TextField())  # what the rule counted, where it counts several things
    subject_key = system(TextField())  # kind and number (of an address or a device a digest), and the series
    subject_id = system(BigIntegerField(default=0))  # of the user, the operator or the key
    user_id = system(BigIntegerField(null=True, index=True))
    sealed_by = system(BigIntegerField())
    address_sealed = _held(BlobField(null=True), Erasure.SHRED, Retention.ONE_MONTH)
    network = _held(TextField(null=True), Erasure.NULL, Retention.HALF_YEAR)
    severity = system(SmallIntegerField())
    state = system(SmallIntegerField())
    outcome = system(SmallIntegerField(default=0))
    measured = _held(BigIntegerField(), Erasure.KEEP)
    threshold = system(BigIntegerField())
    span = system(BigIntegerField())  # of the rule's window; milliseconds
    count = system(BigIntegerField())
    first_at = _held(BigIntegerField(), Erasure.KEEP)
    last_at = _held(BigIntegerField(), Erasure.KEEP)
    opened_at = system(BigIntegerField())
    acknowledged_at = system(BigIntegerField(null=True))
    resolved_at = system(BigIntegerField(null=True))
    quiet_until = system(BigIntegerField(null=True))
    assignee_id = system(BigIntegerField(null=True))
    place = system(BigIntegerField())  # in the queue
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "alert"
        indexes = (
            (("place", "id"), False),
            (("rule_code", "subject_key", "id"), False),
            (("last_at",), False),
        )


class AlertEvidence(Base):
    """One of the events that raised an alert. It goes with its alert, or with the user whom it concerned."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("last_at", of="alert", by="alert_id")

    alert_id = system(BigIntegerField())
    mark = system(TextField())  # tells it apart within its alert
    user_id = system(BigIntegerField(null=True, index=True))
    at = _held(BigIntegerField(), Erasure.DELETE_ROW)
    what = _held(TextField(), Erasure.DELETE_ROW)
    weight = _held(BigIntegerField(), Erasure.DELETE_ROW)
    numbers = _held(TextField(), Erasure.DELETE_ROW)

    class Meta:
        table_name = "alert_evidence"
        primary_key = CompositeKey("alert_id", "mark")


class AlertStep(Base):
    """What was done about an alert, by whom."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("last_at", of="alert", by="alert_id")

    id = system(BigIntegerField(primary_key=True))
    alert_id = system(BigIntegerField(index=True))
    kind = system(SmallIntegerField())  # smartregion.v1.AlertStepKind
    at = system(BigIntegerField())
    operator_id = system(BigIntegerField(default=0))  # 0: the rule
    action = system(SmallIntegerField(default=0))  # smartregion.v1.ActionKind
    user_id = system(BigIntegerField(null=True, index=True))  # to whom it was done, or whom the alert is about
    sealed_by = system(BigIntegerField())
    note_sealed = _held(BlobField(null=True), Erasure.SHRED)

    class Meta:
        table_name = "alert_step"


class AlertRule(Base):
    """A version of a rule. Never rewritten; the first, which is built in, has no row."""

    code = system(TextField())
    version = system(IntegerField())
    severity = system(SmallIntegerField())
    enabled = system(BooleanField())
    settings = system(TextField())  # JSON: limits by name, passed networks, places
    effective_from = system(BigIntegerField())
    note = system(TextField(default=""))
    author_id = system(BigIntegerField())
    created_at = system(BigIntegerField())

    class Meta:
        table_name = "alert_rule"
        primary_key = CompositeKey("code", "version")


class AlertWindow(Base):
    """What a rule remembers of one subject for the length of its window: instants and numbers, and no name."""

    key = system(TextField(primary_key=True))  # of the rule, the subject, and what is counted
    marks = system(TextField())  # JSON, as server/alerts/windows.py writes it
    until = system(BigIntegerField(index=True))

    class Meta:
        table_name = "alert_window"


class AlertFeed(Base):
    """How far the rules have read the audit log: moved in the transaction of the alerts that it raised."""

    name = system(TextField(primary_key=True))
    position = system(BigIntegerField())

    class Meta:
        table_name = "alert_feed"


TABLES = (Alert, AlertEvidence, AlertStep, AlertRule, AlertWindow, AlertFeed)
