"""Requests about personal data, their clocks and what answers them, as the console shows them. Instants are in UTC."""

from dataclasses import dataclass
from datetime import date, datetime

from console.metering import Version


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
    #: Of a similar one: what asks for it can be closed for it.
    repeatable: bool = False


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
    #: Letters that there are to write, those of which it is recorded that they were sent, and the one that was not yet;
    #: decisions that fit.
    letters: tuple[str, ...] = ()
    recordable: tuple[str, ...] = ()
    owed: str = ""
    decisions: tuple[str, ...] = ()
    #: Fields that the server holds and can't read, by their names in the contract.
    unreadable: tuple[str, ...] = ()
    #: Of an erasure: the last scan found something.
    remains: bool = False


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
    #: Its name within the law.
    code: str = ""


@dataclass(frozen=True)
class NextStep:
    """What is to be done next; the article is empty, and the day None, where law sets none."""

    kind: str
    article: str
    due_on: date | None


@dataclass(frozen=True)
class Deadline:
    due_on: date | None
    days_left: int
    #: The strictest first.
    clocks: tuple[Clock, ...]
    duties: tuple[LegalDuty, ...]
    #: In the order in which they are to be done.
    next_steps: tuple[NextStep, ...]


@dataclass(frozen=True)
class ErasureLine:
    """What becomes of a column; table, column and ground in Ukrainian and English."""

    table: tuple[str, str]
    column: tuple[str, str]
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
