"""What must be done by a day: requests, duties of recipients, disclosures."""

from dataclasses import dataclass
from datetime import date

#: Days before the last one from which it is shown as near.
NEAR = 5


def tone(left: int | None) -> str:
    """Of a last day, by the days that are left; None where nothing is to be done any more."""
    return "dim" if left is None else "bad" if left < 0 else "warn" if left <= NEAR else ""


@dataclass(frozen=True)
class Term:
    """One day by which something must be done."""

    #: Of the row: the kind, and the id of the thing.
    id: str
    #: REQUEST, DUTY or DISCLOSURE.
    kind: str
    day: date
    number: str
    #: Message id of what must be done, and of the state in which the thing is.
    what: str
    state: str
    #: Applicant, partner or authority.
    whom: str
    #: The article that sets the day; empty where the list does not tell it.
    article: str
