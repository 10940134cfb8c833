"""What is told to people and why, as the console shows it: works, debts, providers, explanations, campaigns. Frozen
records like those of models.py. Money is in whole kopecks, instants in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from console.places import Place


@dataclass(frozen=True)
class Supplier:
    """A utility and a service that it supplies."""

    utility_id: str
    utility_uk: str
    utility_en: str
    commodity: str

    @property
    def id(self) -> str:
        return f"{self.utility_id} {self.commodity}"


@dataclass(frozen=True)
class Reach:
    """Whom works concern, and how far the word of them came."""

    points: int = 0
    users: int = 0
    told: int = 0
    delivered: int = 0
    failed: int = 0
    suppressed: int = 0
    #: Of those who were told: whose message nobody has taken yet.
    waiting: int = 0

    @property
    def sent(self) -> int:
        """To whom a provider took the message, whether or not it says that it arrived."""
        return max(0, self.told - self.waiting - self.failed)


@dataclass(frozen=True)
class Work:
    id: str
    kind: str
    state: str
    utility_id: str
    utility_uk: str
    utility_en: str
    commodity: str
    places: tuple[Place, ...]
    starts_at: datetime
    ends_at: datetime
    reason_uk: str
    reason_en: str
    reach: Reach = Reach()
    closing_note: str = ""
    edition: int = 1
    created_at: datetime | None = None
    updated_at: datetime | None = None
    closed_at: datetime | None = None
    etag: str = ""


@dataclass(frozen=True)
class Concerned:
    """Whom works would concern."""

    points: int
    users: int
    #: "Street, building" each; not all of many.
    buildings: tuple[str, ...]
    #: Those that a range leaves out by a letter or a fraction alone.
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Debt:
    """What an account owes; its id is the account's."""

    id: str
    number: str
    utility_id: str
    commodity: str
    address: str
    charged: int
    paid: int
    balance: int
    overdue: int
    overdue_since: date | None
    next_due_on: date | None
    next_due: int
    updated_at: datetime | None


@dataclass(frozen=True)
class Charge:
    document: str
    amount: int
    unpaid: int
    issued_on: date | None
    due_on: date | None
    period: date | None


@dataclass(frozen=True)
class Payment:
    document: str
    amount: int
    paid_at: datetime | None


@dataclass(frozen=True)
class Schedule:
    """When a utility reminds of what falls due, and tells of what is overdue: days before and after the due day."""

    id: str
    utility_id: str
    commodity: str
    remind: tuple[int, ...]
    debt: tuple[int, ...]
    smallest: int
    etag: str


@dataclass(frozen=True)
class Minute:
    """What a provider answered in a minute; milliseconds on average."""

    at: datetime
    accepted: int
    refused: int
    refused_for_now: int
    unanswered: int
    milliseconds: int

    @property
    def answers(self) -> int:
        return self.accepted + self.refused + self.refused_for_now + self.unanswered

    @property
    def bad(self) -> int:
        """What the provider is to blame for, and not the message."""
        return self.refused_for_now + self.unanswered


@dataclass(frozen=True)
class Queue:
    """Messages that wait for a channel."""

    urgency: str
    channel: str
    waiting: int
    oldest: datetime | None
    #: More wait than are counted.
    more: bool = False


@dataclass(frozen=True)
class Stopped:
    """A phone or an address to which nothing is sent but duties."""

    id: str
    channel: str
    #: Masked.
    contact: str
    user_id: str
    reason: str
    note: str
    at: datetime


@dataclass(frozen=True)
class Provider:
    name: str
    channel: str
    protocol: str
    state: str
    #: From 0, out, to 1, all is well.
    health: float
    #: Messages a second at most.
    rate: float
    #: Of a message or part.
    price: int
    minutes: tuple[Minute, ...]
    last_error: str
    last_error_at: datetime | None
    queues: tuple[Queue, ...] = ()

    @property
    def id(self) -> str:
        return self.name


@dataclass(frozen=True)
class DeliveryRules:
    """Quiet hours of Kyiv, and how many messages of news and advertising a day brings at most."""

    quiet_from: int
    quiet_until: int
    daily_cap: int
    keywords: tuple[str, ...]
    etag: str


@dataclass(frozen=True)
class RuleSaid:
    """What a rule says to a message on a channel."""

    rule: str
    answer: str
    uk: str
    en: str


@dataclass(frozen=True)
class ChannelSaid:
    channel: str
    rules: tuple[RuleSaid, ...]
    allowed: bool
    not_before: datetime | None


@dataclass(frozen=True)
class Explanation:
    """Why somebody gets a message, or why not."""

    channels: tuple[ChannelSaid, ...]
    #: The channel that is taken; empty for none.
    chosen: str
    in_audience: bool


@dataclass(frozen=True)
class Rendered:
    """A text as it would be sent, and as one SMS."""

    subject: str
    body: str
    parts: int
    encoding: str
    #: Characters that the last part still takes, and those fewer that would save a part.
    left: int
    over: int
    cost: int


@dataclass(frozen=True)
class Audience:
    """Whom a campaign or a survey is for: everybody for whom all of it holds; empty for no condition."""

    city: str = ""
    street: str = ""
    commodity: str = ""
    utility_id: str = ""
    debt_above: int | None = None
    no_reading: bool = False
    language: str = ""
    active_since: datetime | None = None
    inactive_since: datetime | None = None


@dataclass(frozen=True)
class Estimate:
    """What a campaign would do if it began now."""

    audience: int
    recipients: int
    channels: Mapping[str, int]
    exclusions: Mapping[str, int]
    parts: int
    cost: int
    seconds: float
    at: datetime | None


@dataclass(frozen=True)
class CampaignProgress:
    expanded: int = 0
    expanded_all: bool = False
    #: Messages by channel and state.
    states: Mapping[tuple[str, str], int] = field(default_factory=dict)
    exclusions: Mapping[str, int] = field(default_factory=dict)
    errors: Mapping[str, int] = field(default_factory=dict)
    per_second: float = 0.0
    seconds_left: float | None = None
    parts: int = 0
    cost: int = 0

    def count(self, *states: str) -> int:
        return sum(count for (_, state), count in self.states.items() if state in states)


@dataclass(frozen=True)
class Campaign:
    id: str
    name: str
    state: str
    template: str
    template_version: int
    category: str
    values: Mapping[str, str]
    channels: tuple[str, ...]
    audience: Audience
    transliterate: bool
    stop_at: int
    scheduled_at: datetime | None
    expires_at: datetime | None
    pause_reason: str
    estimate: Estimate | None
    progress: CampaignProgress
    created_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    etag: str
