"""Partners as the console shows them: how each stands, its keys and grants, and what it sees. Instants are in UTC."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Partner:
    id: str
    kind: str
    name_uk: str
    name_en: str
    code: str
    email: str
    services: tuple[str, ...]
    state: str
    #: SHA-256 of the only certificate that its keys work over, lower-case hex; empty for any.
    certificate: str
    created_at: datetime | None
    etag: str
    #: Keys that work, the oldest of them, the day on which the first ends, and the last use of any.
    keys: int = 0
    oldest_key_at: datetime | None = None
    first_expiry_at: datetime | None = None
    last_used_at: datetime | None = None
    #: Grants in force, and duties that it has not answered.
    grants: int = 0
    duties: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class PartnerKey:
    id: str
    prefix: str
    #: Empty for all that its partner's kind may do.
    permissions: tuple[str, ...]
    created_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    note: str

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and self.expires_at is not None and self.expires_at > now


@dataclass(frozen=True)
class Grant:
    """Of whose accounts which classes are seen, why, and how long."""

    id: str
    utility_id: str
    classes: tuple[str, ...]
    purpose: str
    ground: str
    begins: date | None
    ends: date | None
    revoked_at: datetime | None = None

    def holds(self, today: date) -> bool:
        return (
            self.revoked_at is None
            and (self.begins is None or self.begins <= today)
            and (self.ends is None or self.ends >= today)
        )


@dataclass(frozen=True)
class SeenField:
    """A field of a reply that is of a class of personal data."""

    path: str
    data_class: str
    shown: bool


@dataclass(frozen=True)
class SeenCall:
    call: str
    permission: str
    allowed: bool
    fields: tuple[SeenField, ...]


@dataclass(frozen=True)
class Access:
    """What a partner sees today."""

    classes: tuple[str, ...]
    #: Utilities whose accounts it knows of: Ukrainian and English name.
    utilities: tuple[tuple[str, str], ...]
    calls: tuple[SeenCall, ...]
