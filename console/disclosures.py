"""What third parties and authorities ask to be told of people, as the console shows it. Instants are in UTC."""

from dataclasses import dataclass
from datetime import date, datetime

from console.requests import LegalDuty

#: States in which something is left to do, as a filter has them.
OPEN = "requested,studied,approved"


@dataclass(frozen=True)
class Act:
    """Who did something, and when; the name is empty and the instant None where nobody has."""

    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Disclosure:
    """A request for somebody's data, and what became of it."""

    id: str
    number: str
    state: str
    recipient: str
    code: str
    official: str
    ground: str
    basis: str
    purpose: str
    document: str
    user_id: str
    #: As "table.column".
    fields: tuple[str, ...]
    #: The recipient's public key, 32 bytes.
    key: bytes
    received_on: date | None
    study_due_on: date | None
    due_on: date | None
    #: TELL, EXEMPT, or empty before the study.
    notice: str
    notice_ground: str
    finding: str
    denial: str
    denial_article: str
    registered: Act
    studied: Act
    decided: Act
    released: Act
    #: SHA-256 of the parcel, lower-case hex; empty before the release.
    sha256: str
    tell_by: date | None
    told_at: datetime | None
    deferred: Act
    deferral: str
    deferral_tell_by: date | None
    exemption_ended: Act
    exemption_ended_reason: str
    #: Names of the calls that the state allows.
    allowed: frozenset[str]
    etag: str
    #: What the law demands; only of one that was asked for by itself.
    duties: tuple[LegalDuty, ...] = ()
    #: The last day on which one that is approved is released.
    approval_ends_on: date | None = None

    @property
    def next_due(self) -> date | None:
        """The last day of what is to be done next: of the study, then of the answer."""
        return self.study_due_on if self.state == "REQUESTED" else self.due_on


@dataclass(frozen=True)
class Request:
    """A letter as it is registered."""

    recipient: str
    code: str
    official: str
    ground: str
    basis: str
    purpose: str
    document: str
    user_id: str
    fields: tuple[str, ...]
    key: bytes
    received_on: str


@dataclass(frozen=True)
class Study:
    """What a study found."""

    fields: tuple[str, ...]
    notice: str
    notice_ground: str
    finding: str


@dataclass(frozen=True)
class Disclosable:
    """A field that can be asked for, in words."""

    name: str
    data_class: str
    table_uk: str
    table_en: str
    column_uk: str
    column_en: str


@dataclass(frozen=True)
class Left:
    """A field that left: a line of the ledger."""

    number: str
    recipient: str
    ground: str
    basis: str
    purpose: str
    field: str
    data_class: str
    rows: int
    at: datetime | None
