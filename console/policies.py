"""The privacy policy as the console shows it. Instants are in UTC."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Reach:
    """How far a version came among the users."""

    users: int
    explicit: int
    by_use: int
    not_yet: int
    told: int
    delivered: int
    failed: int
    suppressed: int


@dataclass(frozen=True)
class PolicyVersion:
    """A version; in a list without its texts, and only of one that was asked for with its reach."""

    id: str
    label: str
    state: str
    text_uk: str
    text_en: str
    summary_uk: str
    summary_en: str
    effective_from: datetime | None
    published_at: datetime | None
    announced_at: datetime | None
    author: str
    editor: str
    publisher: str
    etag: str
    reach: Reach | None = None


@dataclass(frozen=True)
class Paragraph:
    """What became of a paragraph: SAME, REMOVED, ADDED or CHANGED, and of its words."""

    change: str
    spans: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Difference:
    paragraphs: tuple[Paragraph, ...]
    removed: int
    added: int
