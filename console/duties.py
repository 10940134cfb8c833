"""Duties of those who received data of somebody, as the console shows them."""

from dataclasses import dataclass
from datetime import date, datetime

from console.dispatch import Dispatch


@dataclass(frozen=True)
class DataDuty:
    """A duty of one recipient about one account, and its receipt."""

    id: str
    partner_id: str
    partner_uk: str
    partner_en: str
    kind: str
    state: str
    overdue: bool
    account: str
    user_id: str
    fields: tuple[str, ...]
    raised_at: datetime | None
    due_on: date | None
    article: str
    request_number: str
    excuse: str
    etag: str
    #: Of the receipt; empty without one.
    outcome: str = ""
    done_at: datetime | None = None
    done_by: str = ""
    note: str = ""
    sha256: str = ""
    #: Of a recipient that is no partner: it is told by letter, and how that left.
    by_letter: bool = False
    dispatch: Dispatch | None = None
    #: The person may not read of this recipient.
    untold: bool = False
