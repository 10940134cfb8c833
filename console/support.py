"""Threads of support, as the console shows them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Thread:
    """A conversation without its messages."""

    id: str
    number: str
    state: str
    user_id: str
    name: str
    phone: str
    email: str
    #: In which they are answered.
    language: str
    assignee: str
    received_at: datetime | None
    waiting_since: datetime | None
    #: Seconds; 0 where there is none.
    first_answer: int
    last_answer: int
    request_number: str
    excerpt: str
    allowed: tuple[str, ...]
    etag: str


@dataclass(frozen=True)
class Message:
    kind: str
    author: str
    text: str
    at: datetime | None
    #: Of a reply: what became of it; empty where it is not on its way.
    delivery: str


@dataclass(frozen=True)
class Canned:
    """An answer at hand, filled in for a thread."""

    name: str
    title_uk: str
    title_en: str
    filled: str
