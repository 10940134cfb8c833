"""Surveys and what is told of their answers, as the console shows them."""

from dataclasses import dataclass
from datetime import datetime

from console.delivery import Audience


@dataclass(frozen=True)
class Option:
    uk: str
    en: str


@dataclass(frozen=True)
class Question:
    """Of SINGLE and MULTIPLE the options, of SCALE its ends and what they mean; of TEXT nothing more."""

    id: str
    kind: str
    text_uk: str
    text_en: str
    required: bool = False
    options: tuple[Option, ...] = ()
    low: int = 0
    high: int = 0
    #: What the ends mean; empty for nothing.
    low_label: Option = Option("", "")
    high_label: Option = Option("", "")


@dataclass(frozen=True)
class Reach:
    """How far the invitation came."""

    told: int
    delivered: int
    failed: int
    suppressed: int


@dataclass(frozen=True)
class Survey:
    id: str
    state: str
    title_uk: str
    title_en: str
    intro_uk: str
    intro_en: str
    #: Of a list empty: it tells only how many there are.
    questions: tuple[Question, ...]
    question_count: int
    audience: Audience
    opens_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    invited_at: datetime | None
    author: str
    editor: str
    publisher: str
    #: People, as far as they may be told; 0 for fewer.
    answered: int
    allowed: tuple[str, ...]
    etag: str
    #: Users who are meant now; None where nobody counted.
    audience_size: int | None = None
    reach: Reach | None = None


@dataclass(frozen=True)
class Group:
    """People who gave one of these answers: places of options from 1, or points."""

    answers: tuple[int, ...]
    people: int


@dataclass(frozen=True)
class Result:
    """What is told of a question; people is 0 where nothing is."""

    people: int
    groups: tuple[Group, ...]
    withheld: tuple[int, ...]
    #: Of a scale; empty where it is not told.
    mean: str


@dataclass(frozen=True)
class Results:
    smallest: int
    final: bool
    people: int
    #: In the order of the questions.
    questions: tuple[Result, ...]
