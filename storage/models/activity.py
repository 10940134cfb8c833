"""What residents did in the app, and where it broke under them."""

from typing import Any

from peewee import BigIntegerField, BlobField, CompositeKey, IntegerField, SmallIntegerField, TextField

from storage.columns import Clock, DataClass, Erasure, Purpose, Retention, held, system
from storage.models.base import Base

#: Numbers of smartregion.v1.CrashGroupState.
OPEN, RESOLVED, REOPENED = 1, 2, 3


def _done(field: Any, retention: Retention = Retention.ONE_YEAR, purpose: Purpose = Purpose.SECURITY) -> Any:
    """A column of what somebody did: their erasure takes the row."""
    return held(field, DataClass.BEHAVIOUR, purpose, retention, Erasure.DELETE_ROW)


class ActivityEvent(Base):
    """Something that a resident did. Where they were is known whole for a month, to the network for half a year, and
    then no more; docs/decisions/0022-what-is-kept-of-what-people-did.md says why."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("at")

    id = system(BigIntegerField(primary_key=True))
    gateway_id = system(BigIntegerField())
    event_key = system(BlobField())  # the 16 bytes of the gateway's UUID
    user_id = system(BigIntegerField())
    kind = _done(SmallIntegerField())  # smartregion.v1.ActivityKind
    #: What it counts for: the instant of the device, or ours where that clock is off.
    at = _done(BigIntegerField())
    device_at = _done(BigIntegerField())
    received_at = _done(BigIntegerField())
    clock = system(SmallIntegerField())  # smartregion.v1.DeviceClock
    ip_sealed = _done(BlobField(null=True), Retention.ONE_MONTH)
    ip_index = _done(BlobField(null=True), Retention.ONE_MONTH)
    network = _done(TextField(null=True), Retention.HALF_YEAR)  # 203.0.113.0/24, 2001:db8:1::/48
    app_version = _done(TextField())
    platform = _done(SmallIntegerField())  # smartregion.v1.DevicePlatform
    os_version = _done(TextField())
    device = _done(TextField())
    utility_id = _done(BigIntegerField(null=True))
    screen = _done(TextField())

    class Meta:
        table_name = "activity_event"
        indexes = (
            (("gateway_id", "event_key"), True),
            (("user_id", "at"), False),
            (("at", "id"), False),
            (("app_version", "at"), False),
        )


_networked = ActivityEvent.network.is_null(False)
ActivityEvent.add_index(
    ActivityEvent.index(ActivityEvent.network, ActivityEvent.at, where=_networked, name="activity_event_from")
)
# For the purge: what it has been through it does not meet again.
ActivityEvent.add_index(
    ActivityEvent.index(
        ActivityEvent.at,
        where=ActivityEvent.ip_sealed.is_null(False) | ActivityEvent.ip_index.is_null(False),
        name="activity_event_whole",
    )
)
ActivityEvent.add_index(ActivityEvent.index(ActivityEvent.at, where=_networked, name="activity_event_shortened"))


class CrashGroup(Base):
    """Crashes with one signature. It is about the app, and names nobody."""

    id = system(BigIntegerField(primary_key=True))
    signature = system(BlobField(unique=True))  # SHA-256, as server/activity/signature.py makes it
    platform = system(SmallIntegerField())
    exception_type = system(TextField())
    frames = system(TextField())  # those of the signature, one a line
    state = system(SmallIntegerField(default=OPEN))
    reports = system(BigIntegerField(default=0))
    first_seen_at = system(BigIntegerField())
    last_seen_at = system(BigIntegerField())
    last_version = system(TextField())  # the highest that crashed
    fixed_version = system(TextField(default=""))
    resolved_by_id = system(BigIntegerField(null=True))
    resolved_at = system(BigIntegerField(null=True))
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "crash_group"
        indexes = ((("last_seen_at", "id"), False),)


class CrashDay(Base):
    """How often a group came up on a day, by version of the app."""

    group_id = system(BigIntegerField())
    day = system(TextField())  # ISO date
    app_version = system(TextField())
    reports = system(IntegerField())

    class Meta:
        table_name = "crash_day"
        primary_key = CompositeKey("group_id", "day", "app_version")


class CrashReport(Base):
    """One crash. What the exception says may quote its user: it is sealed with their key, or with the house's where
    nobody was signed in."""

    SUBJECT = "user_id"
    KEPT_FROM = Clock("at")

    id = system(BigIntegerField(primary_key=True))
    gateway_id = system(BigIntegerField())
    report_key = system(BlobField())  # the 16 bytes of its request_id
    group_id = system(BigIntegerField())
    user_id = system(BigIntegerField(null=True, index=True))
    at = _done(BigIntegerField(index=True), Retention.HALF_YEAR, Purpose.SUPPORT)
    device_at = _done(BigIntegerField(), Retention.HALF_YEAR, Purpose.SUPPORT)
    received_at = _done(BigIntegerField(), Retention.HALF_YEAR, Purpose.SUPPORT)
    clock = system(SmallIntegerField())  # smartregion.v1.DeviceClock
    app_version = _done(TextField(), Retention.HALF_YEAR, Purpose.SUPPORT)
    os_version = _done(TextField(), Retention.HALF_YEAR, Purpose.SUPPORT)
    device = _done(TextField(), Retention.HALF_YEAR, Purpose.SUPPORT)
    message_sealed = _done(BlobField(null=True), Retention.ONE_MONTH, Purpose.SUPPORT)

    class Meta:
        table_name = "crash_report"
        indexes = (
            (("gateway_id", "report_key"), True),
            (("group_id", "user_id"), False),
        )


TABLES = (ActivityEvent, CrashGroup, CrashDay, CrashReport)
