"""Alerts of fraud and abuse, as the console shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

#: In Ukrainian and in English.
Words = tuple[str, str]


@dataclass(frozen=True)
class Alert:
    """An alert without the events that raised it."""

    id: str
    number: str
    code: str
    title: Words
    summary: Words
    severity: str
    state: str
    subject_kind: str
    subject_id: str
    #: A name, a key, an address or a network; empty where nothing names it.
    subject: str
    count: int
    first_at: datetime | None
    last_at: datetime | None
    opened_at: datetime | None
    resolved_at: datetime | None
    assignee: str
    outcome: str
    quiet_until: datetime | None
    #: Names of calls and of actions that its state and the operator's permissions leave open.
    allowed: tuple[str, ...]
    actions: tuple[str, ...]
    etag: str

    @property
    def unresolved(self) -> bool:
        return self.state != "RESOLVED"


@dataclass(frozen=True)
class Evidence:
    """One of the events that raised an alert."""

    at: datetime | None
    what: Words
    user_id: str
    user: str
    weight: int
    numbers: str


@dataclass(frozen=True)
class Step:
    """What was done about an alert; without an operator by the rule itself."""

    kind: str
    at: datetime | None
    operator: str
    action: str
    note: str


@dataclass(frozen=True)
class Whole:
    """An alert with its evidence and what was done about it, both in order."""

    alert: Alert
    evidence: tuple[Evidence, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Limit:
    """A threshold, and what it may be."""

    name: str
    title: Words
    value: int
    least: int
    most: int


@dataclass(frozen=True)
class Place:
    """Where a network is, as the house declares it."""

    network: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Rule:
    """A version of a rule."""

    code: str
    version: int
    title: Words
    about: Words
    severity: str
    enabled: bool
    limits: tuple[Limit, ...]
    passed: tuple[str, ...]
    places: tuple[Place, ...]
    effective_from: datetime | None
    note: str
    author: str
    in_force: bool

    def thresholds(self) -> Mapping[str, int]:
        return {limit.name: limit.value for limit in self.limits}


@dataclass(frozen=True)
class Trial:
    """What a changed rule would have raised, beside the one in force."""

    events: int
    #: There were more than were looked at.
    truncated: bool
    in_force: int
    changed: int
