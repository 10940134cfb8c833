"""What the console shows: frozen records, made by the client from the contract's messages. Instants are in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

T = TypeVar("T")


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

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()


@dataclass(frozen=True)
class Finding:
    code: str
    formula: str
    numbers: Mapping[str, str]
    uk: str
    en: str


@dataclass(frozen=True)
class Version:
    """A step in the history of a row."""

    at: datetime | None
    state: str
    actor: str
    reason: str


@dataclass(frozen=True)
class Cause:
    """Why a reading failed, and the index or register that was meant."""

    kind: str
    probability: float
    uk: str
    en: str
    corrected: str
    register_id: str


@dataclass(frozen=True)
class Decision:
    """What is done with a reading in review."""

    kind: str  # accept, refuse, correct, move, estimate
    index: str = ""
    register_id: str = ""
    rollover: bool = False


@dataclass(frozen=True)
class Rehearsal:
    """What a decision would lead to."""

    state: str
    #: Other readings that would change.
    changed: int


@dataclass(frozen=True)
class Reading:
    id: str
    register_id: str
    meter_id: str
    usage_point_id: str
    serial: str
    commodity: str
    tier: str
    index: str
    consumption: str
    read_at: datetime | None
    received_at: datetime | None
    source: str
    state: str
    quality: str
    cim_code: str
    address: str
    findings: tuple[Finding, ...]
    versions: tuple[Version, ...]
    etag: str
    causes: tuple[Cause, ...] = ()
    photo: str = ""


@dataclass(frozen=True)
class Building:
    """A house with meters of its own."""

    id: str
    address: str
    apartments: int
    commodities: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """An apartment in a balance; decimals as text, empty where nothing is known."""

    apartment: str
    quantity: str
    expected: str
    contribution: float
    percent: float
    estimated: bool


@dataclass(frozen=True)
class Balance:
    """A house against its apartments; those that explain most of the difference first."""

    unit: str
    building: str
    apartments: str
    imbalance: str
    percent: float
    building_estimated: bool
    without_meter: int
    unread: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Window:
    """When a utility takes readings of a service; days of the month, those below 0 from its end."""

    id: str
    utility_id: str
    utility_uk: str
    utility_en: str
    commodity: str
    first_day: int
    last_day: int
    deemed_day: int
    late: str
    missing: str
    early: str
    early_days: int
    begins: date | None
    ends: date | None
    etag: str
    openings: tuple["Opening", ...] = ()


@dataclass(frozen=True)
class Opening:
    """One opening of a window: its days, the day that readings count for, the first that counts as early."""

    opens: date
    closes: date
    deemed: date | None
    early_from: date | None


@dataclass(frozen=True)
class Estimated:
    """How far estimating what is missing is."""

    registers: int
    #: Registers that got an estimate, by method; registers that got none, by reason.
    by_method: Mapping[str, int]
    left: Mapping[str, int]

    @property
    def put(self) -> int:
        return sum(self.by_method.values())


@dataclass(frozen=True)
class RuleSet:
    """Rules of a service; its id is its version, and its service where it is the one built in."""

    version: int
    utility_id: str
    utility_uk: str
    utility_en: str
    commodity: str
    severities: Mapping[str, str]
    limits: Mapping[str, float]
    note: str
    created_at: datetime | None
    activated_at: datetime | None
    in_force: bool

    @property
    def id(self) -> str:
        return f"{self.version}-{self.commodity}"


@dataclass(frozen=True)
class Replayed:
    """A reading that a rule set would have judged otherwise."""

    serial: str
    read_at: datetime | None
    index: str
    before: str
    after: str
    codes_before: tuple[str, ...]
    codes_after: tuple[str, ...]


@dataclass(frozen=True)
class Replay:
    """What a rule set would have said, so far."""

    done: int
    total: int
    readings: int
    queue_before: int
    queue_after: int
    #: Readings by their state before and after.
    moves: Mapping[tuple[str, str], int]
    #: What each rule found before and after.
    rules: Mapping[str, tuple[int, int]]
    #: Those in no step before.
    examples: tuple[Replayed, ...]


@dataclass(frozen=True)
class Shape:
    """What a file is; empty where it does not tell."""

    format: str
    encoding: str
    delimiter: str
    decimal_sign: str
    date_order: str
    #: Of each column: its number, what it holds (empty where nobody knows) and its head.
    columns: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class FileRow:
    """A row of a file as it was understood, or why it was not."""

    line: int
    meter: str
    tier: str
    index: str
    read_at: datetime | None
    fault_uk: str
    fault_en: str
    #: Of interval data: what was used from then on.
    used: str = ""


@dataclass(frozen=True)
class ImportAs:
    """What somebody says of a file; empty where the file tells."""

    #: Of interval data: the meter and the zone.
    meter: str = ""
    tier: str = ""
    date_order: str = ""
    decimal_sign: str = ""
    #: Columns that hold something, by its name: their numbers, from 1.
    columns: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Imported:
    """A step of an import: what became of rows since the step before."""

    shape: Shape | None
    rows: tuple[FileRow, ...]
    last_line: int
    done: int
    accepted: int
    in_review: int
    refused: int
    duplicates: int
    quarantined: int
    gaps: int
    problems: tuple[FileRow, ...]
    #: Lines of the file that the server is through with, and how many it has.
    sent: int = 0
    size: int = 0


@dataclass(frozen=True)
class Neighbour:
    apartment: str
    daily: float


@dataclass(frozen=True)
class Examination:
    """A reading with what helps to decide on it; decimals as text, empty where nothing is known."""

    reading: Reading
    low: str
    high: str
    expected: str
    expected_low: str
    expected_high: str
    method: str
    daily: float
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True)
class Notification:
    id: str
    user_id: str
    category: str
    channel: str
    state: str
    template: str
    language: str
    subject: str
    body: str
    recipient: str
    suppressed_by: str
    outcome: str
    queued_at: datetime | None
    sent_at: datetime | None
    attempts: int
    parts: int
    provider: str
    events: tuple[Version, ...]
    etag: str
    expires_at: datetime | None = None
    next_attempt_at: datetime | None = None
    cause: str = ""
    cause_id: str = ""
    urgency: str = ""
    emergency: bool = False
    #: The message on another channel in whose place this was sent, and the one that was sent in the place of this.
    previous_id: str = ""
    next_id: str = ""
    provider_message_id: str = ""
    #: Of marketing: the policy version under which it was agreed to.
    consent_policy: str = ""


@dataclass(frozen=True)
class Template:
    id: str
    name: str
    category: str
    version: int
    subject_uk: str
    body_uk: str
    subject_en: str
    body_en: str
    placeholders: tuple[str, ...]
    etag: str = ""
    #: Whether a campaign may say it.
    for_campaigns: bool = True


@dataclass(frozen=True)
class Preference:
    category: str
    channel: str
    enabled: bool
    fixed: bool


@dataclass(frozen=True)
class Hold:
    id: str
    ground: str
    until: date | None
    placed_by: str
    in_force: bool


@dataclass(frozen=True)
class RequestLink:
    """Another request, as much of it as a reader needs to find it."""

    id: str
    number: str
    kind: str
    state: str
    due_on: date | None


@dataclass(frozen=True)
class Lifting:
    """What was proposed last about the end of a restriction."""

    state: str
    ground: str
    reason: str
    proposed_by: str
    told_on: date | None
    told_how: str
    decided_by: str


@dataclass(frozen=True)
class PrivacyRequest:
    id: str
    number: str
    kind: str
    state: str
    channel: str
    user_id: str
    applicant: str
    contact: str
    text: str
    received_on: date | None
    due_on: date | None
    due_article: str
    assignee_id: str
    assignee: str
    proof: str
    proof_at: datetime | None
    decision: str
    decision_reason: str
    decision_article: str
    proposed_by: str
    proposed_by_id: str
    holds: tuple[Hold, ...]
    rectifications: tuple[tuple[str, str], ...]
    steps: tuple[Version, ...]
    outcome: str
    allowed: frozenset[str]
    closed_at: datetime | None
    etag: str
    document: str = ""
    regimes: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    representative: str = ""
    authority: str = ""
    #: The strictest day of the parts of its letter that are open.
    letter_due_on: date | None = None
    siblings: tuple[RequestLink, ...] = ()
    duplicate_of: RequestLink | None = None
    similar: tuple[RequestLink, ...] = ()
    lifting: Lifting | None = None


@dataclass(frozen=True)
class DayNote:
    """Why a day is passed over, or a holiday counts."""

    day: date | None
    kind: str
    uk: str
    en: str


@dataclass(frozen=True)
class DeadlineStep:
    article: str
    day: date | None
    uk: str
    en: str
    unconfirmed: bool
    days: tuple[DayNote, ...] = ()


@dataclass(frozen=True)
class Clock:
    """One law's term for the answer."""

    regime: str
    title_uk: str
    title_en: str
    due_on: date | None
    #: The last day to which it can be extended; None where it never can.
    extendable_to: date | None
    steps: tuple[DeadlineStep, ...]


@dataclass(frozen=True)
class LegalDuty:
    """What a law demands besides the answer."""

    article: str
    uk: str
    en: str
    whom_uk: str
    whom_en: str
    due_on: date | None
    unconfirmed: bool
    contents_uk: tuple[str, ...]
    contents_en: tuple[str, ...]


@dataclass(frozen=True)
class Deadline:
    due_on: date | None
    days_left: int
    #: The strictest first.
    clocks: tuple[Clock, ...]
    duties: tuple[LegalDuty, ...]


@dataclass(frozen=True)
class ErasureLine:
    table: str
    column: str
    action: str
    rows: int
    ground_uk: str
    ground_en: str


@dataclass(frozen=True)
class Section:
    """A part of an access package."""

    title_uk: str
    title_en: str
    rows: int
    purposes: str
    recipients: str
    retention: str


@dataclass(frozen=True)
class Scan:
    """What a search of the raw bytes found."""

    clean: bool
    bytes_scanned: int
    files: tuple[str, ...]
    remains: tuple[str, ...]


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
    checkpoint: int


@dataclass(frozen=True)
class Summary:
    """What the overview shows; None where the operator may not know."""

    review: int | None = None
    outbox: int | None = None
    #: Messages of the last day by state.
    delivery: Mapping[str, int] = field(default_factory=dict)
    requests_open: int | None = None
    requests_due: tuple[PrivacyRequest, ...] = ()
    users: int | None = None
