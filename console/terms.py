"""What must be answered by a day: requests, duties of recipients, disclosures."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Term:
    """One day by which something must be done."""

    #: Of the row: kind and id, since one thing may have several.
    id: str
    #: REQUEST, DUTY or DISCLOSURE.
    kind: str
    #: Of the thing itself.
    target: str
    day: date
    number: str
    #: Message id of what must be done, and of the state in which the thing is.
    what: str
    state: str
    #: Applicant, partner or authority.
    whom: str
    #: The article that sets the day; empty where the contract does not tell it.
    article: str = ""
