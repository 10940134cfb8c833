"""Channels: where a message leaves the house."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Answer(Enum):
    """What a provider says; the actions of the workflow."""

    ACCEPTED = "accepted"
    REFUSED_FOR_NOW = "refused for now"
    REFUSED = "refused"
    #: It may have been sent: never blindly sent again.
    UNANSWERED = "left unanswered"


@dataclass(frozen=True)
class Letter:
    """A message on its way."""

    id: str
    user_id: str
    recipient: str
    subject: str
    body: str
    language: str


@dataclass(frozen=True)
class Outcome:
    answer: Answer
    detail: str = ""
    provider_message_id: str = ""


class Channel(Protocol):
    """One provider. It never raises: what went wrong is an outcome."""

    @property
    def name(self) -> str:
        """As the message keeps it."""

    async def send(self, letter: Letter) -> Outcome:
        """Hands a letter over."""
