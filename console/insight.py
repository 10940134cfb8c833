"""Figures of the service, as the console shows them."""

from dataclasses import dataclass
from datetime import date, datetime

#: Lengths of a step of a trend, and the ways to part one; empty: whole.
STEPS = ("DAY", "WEEK", "MONTH")
PARTS = {
    "READINGS": ("", "UTILITY", "COMMODITY", "STREET"),
    "READINGS_ON_TIME": ("", "UTILITY", "COMMODITY", "STREET"),
    "MESSAGES": ("", "CHANNEL"),
    "MESSAGES_DELIVERED": ("", "CHANNEL"),
    "MESSAGE_COST": ("", "CHANNEL"),
    "DEBT": ("", "UTILITY", "COMMODITY"),
    "DEBTORS": ("", "UTILITY", "COMMODITY"),
}


@dataclass(frozen=True)
class Figure:
    """A figure of today, and what is usual on such a day; None where there is nothing to tell."""

    #: Its metric, which is what it is known by.
    id: str
    unit: str
    value: float | None
    usual: float | None


@dataclass(frozen=True)
class Point:
    """A step of a trend, by its first day."""

    day: date
    value: float | None
    usual: float | None


@dataclass(frozen=True)
class Series:
    """A trend of something; without a name and a kind it is the whole."""

    #: "UTILITY", "COMMODITY", "CHANNEL" or "STREET".
    kind: str
    #: A name, in Ukrainian and in English, or a value of the contract.
    name: tuple[str, str]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Build:
    """The count that is served."""

    state: str
    generation: int
    served_since: datetime | None
    rebuild_started_at: datetime | None
