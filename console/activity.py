"""What residents did, and where the app broke, as the console shows it. Instants are in UTC."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Activity:
    """Something that a resident did."""

    id: str
    user_id: str
    kind: str
    at: datetime | None
    device_at: datetime | None
    received_at: datetime | None
    #: What the clock of the device is worth: RIGHT, AHEAD, BEHIND.
    clock: str
    #: Empty once it is not kept whole any more.
    ip: str
    network: str
    app_version: str
    platform: str
    os_version: str
    device: str
    utility_id: str
    screen: str

    @property
    def where(self) -> str:
        """What is still known of where it was done."""
        return self.ip or self.network


@dataclass(frozen=True)
class CrashReport:
    """One crash of a group."""

    at: datetime | None
    app_version: str
    os_version: str
    device: str
    message: str


@dataclass(frozen=True)
class CrashGroup:
    """Crashes with one signature; with its last reports only where it was asked for alone."""

    id: str
    signature: str
    platform: str
    exception_type: str
    frames: tuple[str, ...]
    state: str
    reports: int
    users: int
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    #: Reports by version, the highest first.
    versions: tuple[tuple[str, int], ...]
    #: Reports of each of the last 30 days, today's last.
    days: tuple[int, ...]
    fixed_version: str
    resolved_by: str
    resolved_at: datetime | None
    allowed_calls: tuple[str, ...]
    etag: str
    last: tuple[CrashReport, ...] = ()
