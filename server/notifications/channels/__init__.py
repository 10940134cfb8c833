"""Channels: where a message leaves the house."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol, runtime_checkable

from server.notifications.channels.faults import Fault, told
from server.notifications.channels.words import storable


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
    #: A phone (E.164), an address; for push the user's id.
    recipient: str
    subject: str
    body: str
    language: str
    #: Of push: the tokens of the user's devices.
    devices: tuple[str, ...] = ()
    #: Name of the category, such as WORKS.
    category: str = ""
    urgent: bool = False
    #: Milliseconds; a provider that can is told not to deliver later.
    expires_at: int = 0
    #: Of e-mail that may be switched off: where one click does it (RFC 8058); empty for none.
    unsubscribe_url: str = ""


@dataclass(frozen=True)
class Outcome:
    answer: Answer
    #: In the provider's words; it names no recipient.
    detail: str = ""
    provider_message_id: str = ""
    #: What is wrong, in ours.
    fault: Fault | None = None
    #: Of push: tokens that the provider knows no more.
    gone: tuple[str, ...] = ()
    #: The provider says that there is no such phone or address.
    no_such_contact: bool = False
    #: Delivered already, as a file is.
    delivered: bool = False
    #: The provider says when to come again; seconds.
    retry_after: float = 0.0
    #: A refusal for now that says nothing of this letter: no session, sign-in, money, "slow down". It takes none of the
    #: letter's attempts.
    not_the_letter: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "detail", storable(self.detail))
        object.__setattr__(self, "provider_message_id", storable(self.provider_message_id))

    def told(self, language: int) -> str:
        """What is wrong, as people read it; empty for nothing."""
        return told(self.fault, self.detail, language)


def held_back(fault: Fault | None, detail: str = "", retry_after: float = 0.0) -> Outcome:
    """The provider takes nothing now, whatever the letter."""
    return Outcome(Answer.REFUSED_FOR_NOW, detail, fault=fault, retry_after=retry_after, not_the_letter=True)


class Channel(Protocol):
    """One provider. It never raises: what went wrong is an outcome."""

    @property
    def name(self) -> str:
        """As the message keeps it, and as the settings name it."""

    async def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        """Hands letters over; an outcome for each, in order. Must answer within its own time-outs."""

    async def close(self) -> None:
        """Lets go of connections."""


@dataclass(frozen=True)
class ProviderReceipt:
    """What a provider says later of a message that it took."""

    provider: str
    #: As in the outcome; empty where the provider answered too late to give one.
    provider_message_id: str
    #: NotificationState: DELIVERED, FAILED_PERMANENT or FAILED_TEMPORARY.
    state: int
    #: Milliseconds.
    at: int
    #: In the provider's words; it names no recipient.
    detail: str = ""
    #: Our id of the message, as in its letter, where the channel still knows it: the receipt may come before the answer
    #: is on record, or the provider may have answered after the time-out.
    letter_id: str = ""
    #: What is to be said of it in our words.
    fault: Fault | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "detail", storable(self.detail))
        object.__setattr__(self, "provider_message_id", storable(self.provider_message_id))

    def told(self, language: int) -> str:
        """What the provider says, as people read it."""
        return told(self.fault, self.detail, language)


@dataclass(frozen=True)
class InboundText:
    """An SMS that somebody sent to us, such as one that says STOP."""

    provider: str
    #: E.164.
    sender: str
    text: str
    #: Milliseconds.
    at: int


#: Called with receipts; they are on record when it returns. Where it raises, the provider is asked to tell them again.
OnReceipts = Callable[[Sequence[ProviderReceipt]], Awaitable[object]]
#: Called with an SMS that came in; where it raises, the provider is asked to send it again.
OnText = Callable[[InboundText], Awaitable[object]]


@runtime_checkable
class Checks(Protocol):
    """A channel whose provider has a sign-in that can be tried."""

    async def check(self) -> str:
        """What is wrong, in a sentence; empty where the provider takes us."""


@runtime_checkable
class Listens(Protocol):
    """A channel whose provider tells of receipts and texts by itself, or has to be asked for them."""

    async def listen(self, on_receipts: OnReceipts, on_text: OnText) -> None:
        """Begins to; what was begun ends with `close`."""

    def await_receipts(self, messages: Mapping[str, str]) -> None:
        """Receipts are still awaited for these, our id by the provider's: after a start, for what was sent before."""


class Callback(NamedTuple):
    """What a provider says by HTTP."""

    receipts: list[ProviderReceipt]
    #: Where its signature covers an id and nothing of what is said: the id, which is taken once, and a digest of what
    #: was said; another process may have taken it. Else whoever saw one callback could say anything for ever.
    number: str = ""
    digest: bytes = b""


@runtime_checkable
class Receives(Protocol):
    """A channel whose provider tells of receipts by HTTP callback."""

    def receipts(self, headers: Mapping[str, str], body: bytes) -> Callback:
        """What a callback says; headers by their names in lower case. Raises PermissionError where it is not signed by
        the provider, ValueError where it can't be read."""
