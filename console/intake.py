"""Letters as they are registered, and mails that wait to be."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Part:
    """One of the things that a letter demands."""

    kind: str
    text: str
    #: Codes of laws besides those that the kind implies, by commas.
    regimes: str = ""
    #: What changes the term; empty for nothing.
    circumstance: str = ""
    #: What is to be corrected and to what, of a RECTIFICATION.
    field: str = ""
    value: str = ""


@dataclass(frozen=True)
class Letter:
    """Who wrote, when it came, and what they demand."""

    channel: str
    #: As typed.
    received_on: str
    applicant: str
    contact: str
    user_id: str
    representative: str
    authority: str
    document: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Draft:
    """A mail. In a list it has neither text nor attachments."""

    id: str
    state: str
    arrived_at: datetime | None
    #: What says so.
    arrival: str
    received_on: date | None
    sender_name: str
    sender_address: str
    subject: str
    text: str
    #: Name, media type, bytes.
    attachments: tuple[tuple[str, str, int], ...]
    warnings: tuple[str, ...]
    size: int
    sender_user_id: str
    request_numbers: tuple[str, ...]
    discard_reason: str
    decided_by: str
    decided_at: datetime | None
    etag: str
