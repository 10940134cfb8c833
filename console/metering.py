"""Readings, buildings, windows and rules, as the console shows them. Instants are in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Finding:
    code: str
    formula: str
    numbers: Mapping[str, str]
    uk: str
    en: str


@dataclass(frozen=True)
class Version:
    """A step in the history of a row."""

    at: datetime | None
    state: str
    actor: str
    reason: str


@dataclass(frozen=True)
class Cause:
    """Why a reading failed, and the index or register that was meant."""

    kind: str
    probability: float
    uk: str
    en: str
    corrected: str
    register_id: str


@dataclass(frozen=True)
class Decision:
    """What is done with a reading in review."""

    kind: str  # accept, refuse, correct, move, estimate
    index: str = ""
    register_id: str = ""
    rollover: bool = False


@dataclass(frozen=True)
class Rehearsal:
    """What a decision would lead to."""

    state: str
    #: Other readings that would change.
    changed: int


@dataclass(frozen=True)
class Reading:
    id: str
    register_id: str
    meter_id: str
    usage_point_id: str
    serial: str
    commodity: str
    tier: str
    index: str
    consumption: str
    read_at: datetime | None
    received_at: datetime | None
    source: str
    state: str
    quality: str
    cim_code: str
    address: str
    findings: tuple[Finding, ...]
    versions: tuple[Version, ...]
    etag: str
    causes: tuple[Cause, ...] = ()
    photo: str = ""
    #: Of one that was decided just now: the index that was put in its place; empty for none.
    put: str = ""


@dataclass(frozen=True)
class Dial:
    """One register of a meter where it is, or was last; the multiplier is a decimal as text."""

    register_id: str
    tier: str
    integer_digits: int
    fraction_digits: int
    multiplier: str


@dataclass(frozen=True)
class Meter:
    id: str
    serial: str
    commodity: str
    dials: tuple[Dial, ...]
    etag: str


@dataclass(frozen=True)
class Exchange:
    """A meter is taken out and another like it put in, at one instant; indexes by tier, as text."""

    at: datetime
    final: Mapping[str, str]
    serial: str
    verification_due: date | None
    initial: Mapping[str, str]


@dataclass(frozen=True)
class Building:
    """A house with meters of its own."""

    id: str
    address: str
    apartments: int
    commodities: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """An apartment in a balance; decimals as text, empty where nothing is known."""

    apartment: str
    quantity: str
    expected: str
    contribution: float
    percent: float
    estimated: bool


@dataclass(frozen=True)
class Balance:
    """A house against its apartments; those that explain most of the difference first."""

    unit: str
    building: str
    apartments: str
    imbalance: str
    percent: float
    building_estimated: bool
    without_meter: int
    unread: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Window:
    """When a utility takes readings of a service; days of the month, those below 0 from its end."""

    id: str
    utility_id: str
    utility_uk: str
    utility_en: str
    commodity: str
    first_day: int
    last_day: int
    deemed_day: int
    late: str
    missing: str
    early: str
    early_days: int
    begins: date | None
    ends: date | None
    etag: str
    openings: tuple["Opening", ...] = ()


@dataclass(frozen=True)
class Opening:
    """One opening of a window: its days, the day that readings count for, the first that counts as early."""

    opens: date
    closes: date
    deemed: date | None
    early_from: date | None


@dataclass(frozen=True)
class Estimated:
    """How far estimating what is missing is."""

    registers: int
    #: Registers that got an estimate, by method; registers that got none, by reason.
    by_method: Mapping[str, int]
    left: Mapping[str, int]

    @property
    def put(self) -> int:
        return sum(self.by_method.values())


@dataclass(frozen=True)
class Estimation:
    """What a utility puts where nobody read a register."""

    #: Names of the allowed methods, the preferred first.
    methods: tuple[str, ...] = ()
    #: Weights of use from January to December; their mean is 1.
    profile: tuple[float, ...] = ()
    #: In the service's unit; None where the utility states nothing.
    default_per_day: float | None = None


@dataclass(frozen=True)
class RuleSet:
    """Rules of a service; its id is its version, and its service where it is the one built in."""

    version: int
    utility_id: str
    utility_uk: str
    utility_en: str
    commodity: str
    severities: Mapping[str, str]
    limits: Mapping[str, float]
    estimation: Estimation
    note: str
    created_at: datetime | None
    activated_at: datetime | None
    in_force: bool

    @property
    def id(self) -> str:
        return f"{self.version}-{self.commodity}"


@dataclass(frozen=True)
class Replayed:
    """A reading that a rule set would have judged otherwise."""

    serial: str
    read_at: datetime | None
    index: str
    before: str
    after: str
    codes_before: tuple[str, ...]
    codes_after: tuple[str, ...]


@dataclass(frozen=True)
class Replay:
    """What a rule set would have said, so far."""

    done: int
    total: int
    readings: int
    queue_before: int
    queue_after: int
    #: Readings by their state before and after.
    moves: Mapping[tuple[str, str], int]
    #: What each rule found before and after.
    rules: Mapping[str, tuple[int, int]]
    #: Those in no step before.
    examples: tuple[Replayed, ...]


@dataclass(frozen=True)
class Neighbour:
    apartment: str
    daily: float


@dataclass(frozen=True)
class Examination:
    """A reading with what helps to decide on it; decimals as text, empty where nothing is known."""

    reading: Reading
    low: str
    high: str
    expected: str
    expected_low: str
    expected_high: str
    method: str
    daily: float
    neighbours: tuple[Neighbour, ...]
