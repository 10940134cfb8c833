"""What one shift tells the next."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class HandOver:
    id: str
    author: str
    text: str
    at: datetime | None

    @property
    def headline(self) -> str:
        return self.text.strip().partition("\n")[0]
