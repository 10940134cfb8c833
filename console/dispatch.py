"""How a letter left the house, as the console shows it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Dispatch:
    """When, how, by what it is found again, and who recorded it."""

    sent_on: date | None
    way: str
    reference: str
    by: str
