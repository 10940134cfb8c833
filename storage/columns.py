"""What every column declares of itself: whose data it is, why it is kept, how long, and what erasure does to it.

The access package, the erasure plan, the register of processing and the retention purge are derived from these
declarations and stand nowhere else.
"""

from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from peewee import Field


class DataClass(Enum):
    """The kind of personal data; the numbers are those of smartregion.v1.DataClass."""

    OPERATIONAL = 1
    IDENTITY = 2
    CONTACT = 3
    CONSUMPTION = 4
    LOCATION = 5
    FINANCIAL = 6
    BEHAVIOUR = 7


class Purpose(Enum):
    """Why a column is kept."""

    OPERATION = "operation"
    SERVICE = "service"
    BILLING = "billing"
    NOTIFICATION = "notification"
    SUPPORT = "support"
    LEGAL = "legal"
    SECURITY = "security"
    SURVEYS = "surveys"


class Retention(Enum):
    """How long a column is kept behind its table's clock, in days; None means as long as what it belongs to."""

    FOREVER = ("forever", None)
    ACCOUNT_LIFE = ("account_life", None)
    #: As long as the account, and the limitation period behind its end (Civil Code, art. 257).
    BILLING_TERM = ("billing_term", 1095)
    THREE_YEARS = ("three_years", 1095)
    REQUEST_PROOF = ("request_proof", 1096)
    ONE_YEAR = ("one_year", 365)
    HALF_YEAR = ("half_year", 182)
    ONE_MONTH = ("one_month", 30)
    ONE_DAY = ("one_day", 1)

    @property
    def days(self) -> int | None:
        days: int | None = self.value[1]
        return days


class Erasure(Enum):
    """What the erasure of a person does to a column of theirs."""

    #: Stays: it says nothing of the person once what names them is gone, or law makes it stay.
    KEEP = "keep"
    NULL = "null"
    #: Replaced by a constant of the same type.
    MASK = "mask"
    #: Sealed with the person's key, which is destroyed; the bytes are overwritten as well.
    SHRED = "shred"
    #: The whole row goes.
    DELETE_ROW = "delete_row"


@dataclass(frozen=True)
class Clock:
    """From when the terms of a table's columns run, and what the purge does once they are over."""

    #: An instant in milliseconds (or an ISO day) of the row itself, or of the row `of` that `by` names.
    column: str
    of: str = ""
    by: str = ""
    key: str = "id"
    #: The row goes when its longest term is over; else its columns are emptied and it stays.
    rows: bool = True


#: The end of the account that a row belongs to.
ACCOUNT_ENDS = Clock("ends_at", of="account", by="account_id")


@dataclass(frozen=True)
class Declaration:
    data_class: DataClass
    purpose: Purpose
    retention: Retention
    erasure: Erasure


SYSTEM = Declaration(DataClass.OPERATIONAL, Purpose.OPERATION, Retention.FOREVER, Erasure.KEEP)

F = TypeVar("F", bound=Field)


def held(field: F, data_class: DataClass, purpose: Purpose, retention: Retention, erasure: Erasure) -> F:
    """A column with personal data."""
    field.__dict__["declaration"] = Declaration(data_class, purpose, retention, erasure)
    return field


def system(field: F) -> F:
    """A column without personal data."""
    field.__dict__["declaration"] = SYSTEM
    return field


def declaration_of(field: "Field[object]") -> Declaration:
    """The declaration of a column. Raises LookupError where a column was left without one."""
    try:
        found: Declaration = field.__dict__["declaration"]
    except KeyError:
        raise LookupError(f"{field.model.__name__}.{field.name} declares nothing of itself") from None
    return found
