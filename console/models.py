"""What the console shows: frozen records, made by the client from the contract's messages. Instants are in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from console.insight import Figure
from console.requests import PrivacyRequest

T = TypeVar("T")
#: The condition that names a row by its key: the list is that one then.
ONE = "id"


@dataclass(frozen=True)
class Query:
    """What of a list is wanted: named conditions and the order, as the area understands them."""

    conditions: tuple[tuple[str, str], ...] = ()
    descending: bool = True

    def get(self, name: str) -> str:
        return dict(self.conditions).get(name, "")


@dataclass(frozen=True)
class Page(Generic[T]):
    rows: tuple[T, ...]
    total: int
    next_token: str


@dataclass(frozen=True)
class Change(Generic[T]):
    """One row that came, changed or went; of one that went only the key is known."""

    kind: str  # created, updated, deleted
    key: str
    row: T | None


@dataclass(frozen=True)
class Frame(Generic[T]):
    """A step of a watch."""

    token: str
    revision: int
    changes: tuple[Change[T], ...] = ()
    #: The server is going down in order: come back with the token.
    drained: bool = False


@dataclass(frozen=True)
class Operator:
    """Who is signed in."""

    id: str
    login: str
    name: str
    roles: tuple[str, ...]
    permissions: frozenset[str]
    must_change_password: bool = False
    #: A second factor is required, and there is none yet.
    must_enrol: bool = False

    def may(self, permission: str) -> bool:
        return not permission or permission in self.permissions


@dataclass(frozen=True)
class Account:
    id: str
    number: str
    commodity: str
    utility_id: str
    address: str


@dataclass(frozen=True)
class User:
    id: str
    phone: str
    email: str
    first_name: str
    last_name: str
    language: str
    state: str
    block_reason: str
    blocked_at: datetime | None
    created_at: datetime | None
    updated_at: datetime | None
    accounts: int
    restricted: bool
    etag: str
    #: Fields that the server holds and can't read.
    unreadable: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()


@dataclass(frozen=True)
class AuditEntry:
    sequence: int
    at: datetime | None
    actor_kind: str
    actor_id: str
    actor: str
    action: str
    target_kind: str
    target_id: str
    user_id: str
    outcome: str
    request_id: str
    ip: str
    detail: Mapping[str, str]
    hash: str

    @property
    def id(self) -> str:
        return str(self.sequence)


@dataclass(frozen=True)
class Verdict:
    """What a walk along the audit chain found."""

    intact: bool
    checked: int
    uk: str
    en: str
    #: Entry of the newest checkpoint outside the database, and when it was anchored; 0 and None for none.
    checkpoint: int
    anchored_at: datetime | None = None
    #: Entry of the furthest checkpoint that the database remembers.
    noted: int = 0
    broken_at: int = 0


@dataclass(frozen=True)
class Summary:
    """What the overview shows beside what needs a person; None where the operator may not know."""

    outbox: int | None = None
    #: Messages of the last day by state.
    delivery: Mapping[str, int] = field(default_factory=dict)
    requests_due: tuple[PrivacyRequest, ...] = ()
    users: int | None = None
    #: Alerts that are not resolved.
    alerts: int | None = None
    #: Today beside the usual day.
    figures: tuple[Figure, ...] = ()
